# make demo  the main job on an example district      make test  every test
# make lint  style, types, architecture               make bench measurements
# make deep  proofs at length                     make pages generated pages
.PHONY: demo test deep fast lint bench pages addin workbooks clean system

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demo

demo: $(READY)
	$(BIN)/xl-cfc demo $(DEMO) --force

$(READY): pyproject.toml scripts/find_python.sh
	@test -x $(BIN)/python || "$$(sh scripts/find_python.sh)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.ready-dev: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,bench,build,excel]"
	@touch $@

# LibreOffice, fonts and the Open XML validator: installed where that is allowed (root on Debian), else said plainly.
system:
	@sh scripts/system_packages.sh

test: $(VENV)/.ready-dev system
	$(BIN)/python -m pytest -m "not slow" -n auto
	$(BIN)/python -m pytest -m slow -n auto

# The slow tests with many times as many generated forms (about 20 minutes).
deep: $(VENV)/.ready-dev system
	XL_CFC_DEEP=1 $(BIN)/python -m pytest -m slow -n auto

fast: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -m "not slow" -x -n auto

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks

# What docs/ holds that is written from the code; tests keep the two the same.
pages: $(VENV)/.ready-dev
	$(BIN)/python -m scripts.findings_doc
	$(BIN)/python -m scripts.tables_doc
	$(BIN)/python -m scripts.addin_doc
	$(BIN)/python -m scripts.house_picture

# What ships in workbooks/: the add-in, and a blank form of each rule set.
workbooks: addin
	for id in $$(XL_CFC_RULESETS=none $(BIN)/xl-cfc ruleset list | cut -f1); do $(BIN)/xl-cfc template workbooks/phieu-$$id.xlsx --ruleset $$id --force; done

addin: $(VENV)/.ready-dev
	$(BIN)/python -m macros.build

clean:
	rm -rf $(VENV) $(DEMO) build dist .node
