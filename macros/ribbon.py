"""The ribbon's own XML, read: what each button is called and is for."""

from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

RIBBON = Path(__file__).with_name("ribbon.xml")
_SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"


class Button(NamedTuple):
    """A button: its id, its group, its label and what it is for."""

    id: str
    group: str
    label: str
    text: str


def buttons() -> list[Button]:
    """Every button of the ribbon, in its order."""
    root = ElementTree.fromstring(RIBBON.read_bytes())
    return [
        Button(button.get("id", ""), group.get("label", ""), button.get("label", ""), button.get("supertip", ""))
        for group in root.iter(f"{_SPACE}group")
        for button in group.iter(f"{_SPACE}button")
    ]


def label_of(name: str) -> str:
    """The label the officer sees on the button with this id."""
    return next((button.label for button in buttons() if button.id == name), name)
