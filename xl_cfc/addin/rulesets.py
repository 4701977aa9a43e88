"""The rule sets of this computer beside the shipped ones: those of the folder its user keeps them in."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from xl_cfc.files.home import home
from xl_cfc.form.evaluation import KnownRulesets
from xl_cfc.language import t
from xl_cfc.ruleset.loading import Problem
from xl_cfc.ruleset.registry import find_ruleset, folder_texts, ruleset_file_text
from xl_cfc.usage import UsageError

FOLDER_VARIABLE = "XL_CFC_RULESETS"


def rulesets_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of this user's rule sets: the one the variable names, else one beside the log."""
    named = environ.get(FOLDER_VARIABLE)
    return Path(named) if named else home(environ) / "bo-tieu-chi"


def known_rulesets(folder: Path | None = None, names: Sequence[str] = ()) -> tuple[KnownRulesets, list[Problem]]:
    """The rule sets of a folder (by default this user's) and those named, and what is wrong in the folder.

    A name is an id or a file. Raises `UsageError` when the named folder is none, `RulesetError` when a named rule set
    cannot be used.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(t(f"Không có thư mục {folder}", f"There is no folder {folder}"))
    folder = folder or rulesets_folder()
    # Unlike Path.is_dir, this never raises: a home nobody may enter holds no rule sets.
    texts, problems = folder_texts(folder) if os.path.isdir(folder) else ((), [])  # noqa: PTH112
    named = []
    for name in names:
        find_ruleset(name, KnownRulesets(texts).rulesets)
        if name.endswith((".yaml", ".yml")):
            named.append(ruleset_file_text(Path(name)))
    return KnownRulesets((*texts, *named)), problems
