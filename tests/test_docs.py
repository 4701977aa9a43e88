"""The documents of the house: what they name is there, what they count is so, and nothing stands twice."""

import re
from collections import Counter
from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest

from scripts.addin_doc import document
from scripts.house import read_house
from scripts.house_picture import TARGET, Picture, picture
from tests.support.pages import (
    ROOT,
    commands,
    exists,
    found,
    headings,
    links,
    missing_names,
    names_code,
    quoted,
    repeated_lines,
    rows,
    text_of,
)
from udfs.help import function_names
from xl_cfc.cli import COMMANDS, main

MANUAL, ADDIN, CHECKLIST = "docs/huong-dan.md", "docs/addin.md", "docs/windows-checklist.md"
ARCHITECTURE = "docs/architecture.md"
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ARCHITECTURE, MANUAL, ADDIN, CHECKLIST)
#: What the change log names may be gone by now.
PRESENT = tuple(page for page in PAGES if page != "CHANGELOG.md")
UNITS = {"": 1, "s": 1, "h": 3600, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


def test_the_picture_of_the_house_is_drawn_from_the_code() -> None:
    assert TARGET.read_text("utf-8") == picture(), "run `make pages`"


def test_arrows_that_the_picture_leaves_out_follow_from_those_it_draws() -> None:
    house = read_house()
    reached = {room: {room} for room in house.rooms}
    for room in reversed(house.rooms):
        reached[room].update(*(reached[other] for start, other in house.needed_arrows if start == room))

    assert all(other in reached[room] for room, other in house.imports)
    assert len(house.needed_arrows) < len(house.imports)


def test_no_arrow_of_the_picture_runs_through_a_room_or_along_another() -> None:
    drawn = Picture(read_house())
    lanes = Counter((gap, route.lane) for route in drawn.routes.values() for gap in route.gaps)
    crossed = [
        (arrow, room)
        for arrow, route in drawn.routes.items()
        for room, box in drawn.boxes.items()
        if box.row in route.gaps[1:] and box.left <= route.lane <= box.right
    ]

    assert crossed == []
    assert set(lanes.values()) == {1}


@pytest.mark.parametrize("page", PRESENT)
def test_every_path_and_module_a_page_names_is_there(page: str) -> None:
    assert missing_names(text_of(page)) == []


def test_a_page_that_names_what_is_gone_is_told() -> None:
    text = "`form.reader.read_form`, `xl_cfc/merging.py`, `form.reader.gone`, `carrying.carry`, `udfs/`, `form.xlsx`"

    assert missing_names(text) == ["xl_cfc/merging.py", "form.reader.gone"]


def test_the_architecture_names_the_way_of_bytes_and_numbers_function_by_function() -> None:
    named = [name for name in quoted(text_of(ARCHITECTURE)) if names_code(name) and "/" not in name]

    assert len(set(named)) >= 25


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for link in links(text_of(page)):
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in headings(target.read_text("utf-8")), link


@pytest.mark.parametrize("page", PAGES)
def test_no_line_stands_twice_on_a_page(page: str) -> None:
    assert repeated_lines(text_of(page)) == []


def test_a_line_that_stands_twice_is_told() -> None:
    table = "| # | Do | Result |\n|---|---|---|\n| 1 | press the button | |\n"
    text = f"{table}\n{table}"

    assert repeated_lines(text) == ["| 1 | press the button | |"]


def test_the_readme_explains_every_folder_once() -> None:
    explained = Counter(name for row in rows(text_of("README.md")) for name in re.findall(r"`([\w/]+/)`", row[0]))
    folders = {f"{path.parent.relative_to(ROOT).as_posix()}/" for path in ROOT.glob("*/__init__.py")}
    rooms = {f"{path.parent.relative_to(ROOT).as_posix()}/" for path in ROOT.glob("xl_cfc/*/__init__.py")}

    assert explained.keys() >= folders | rooms | {"docs/", "workbooks/"}
    assert all(exists(folder) for folder in explained)
    assert set(explained.values()) == {1}


def test_each_row_of_the_checklist_stands_once() -> None:
    steps = [row for row in rows(text_of(CHECKLIST)) if re.fullmatch(r"[A-Z]\d+[a-z]?", row[0])]
    numbers, tasks = Counter(row[0] for row in steps), Counter(row[1] for row in steps)

    assert len(steps) > 40
    assert set(numbers.values()) == set(tasks.values()) == {1}
    assert all(row[3] == "" for row in steps), "the last column is for whoever tries it"


@pytest.mark.parametrize("page", PRESENT)
def test_every_command_and_option_a_page_shows_is_one(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name, *words in commands(text_of(page)):
        assert name in COMMANDS, name
        action = [word for word in words[:1] if re.fullmatch(r"[a-z]+", word)]
        assert main([name, *action, "--help"]) == 0, (name, words)
        help_text = capsys.readouterr().out
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", " ".join(words)):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", help_text), (name, option)


def test_the_page_of_the_add_in_lists_every_button_and_function() -> None:
    page = text_of(ADDIN)
    assert page == document(page), "run `make pages`"
    ribbon = ElementTree.parse(ROOT / "macros" / "ribbon.xml")
    labels = [part.get("label", "") for part in ribbon.iter() if part.tag.endswith("}button")]
    listed = [label for row in rows(page) if len(row) == 4 for label in row[1].split(", ")]

    assert sorted(listed) == sorted(labels)
    assert set(re.findall(r"CFC_[A-Z_]*[A-Z]", page)) == set(function_names())
    assert f"with {len(labels)} buttons" in text_of(CHECKLIST)


def test_the_bounds_on_the_page_of_security_are_those_of_the_code() -> None:
    bounds = [(row[0].strip("`"), row[1]) for row in rows(text_of("SECURITY.md")) if names_code(row[0].strip("`"))]

    assert len(bounds) >= 15
    for name, told in bounds:
        number, _, unit = told.partition(" ")
        assert found(name) == pytest.approx(float(number.replace(",", "")) * UNITS[unit]), name


def test_the_changelog_speaks_of_the_version_that_is() -> None:
    from xl_cfc import __version__

    assert f"## {__version__}" in text_of("CHANGELOG.md")


def test_the_licence_is_the_one_the_package_names() -> None:
    assert 'license = "MIT"' in text_of("pyproject.toml")
    assert text_of("LICENSE").startswith("MIT License")
    assert PurePosixPath("LICENSE").name in text_of("README.md")
