"""A running test Excel for each test, with its own folder for the log and the snapshots."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from tests.addin.engine import ENGINE_NAME, App, running_excel
from xl_cfc.files.home import HOME_VARIABLE


@pytest.fixture
def excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    before = xw.engines.active
    app = running_excel()
    yield app
    xw.engines.active = before
    xw.engines.engines_by_name.pop(ENGINE_NAME, None)
    xw.engines.engines[:] = [engine for engine in xw.engines.engines if engine.name != ENGINE_NAME]
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller  # xlwings sets a caller for all, and has no way back


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Buttons are pressed on whole forms, which takes seconds: after the fast tests."""
    for item in items:
        if "tests/addin/" in item.path.as_posix():
            item.add_marker(pytest.mark.slow)
