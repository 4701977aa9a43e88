"""Cell formats: the font each has, and which of them show a number as a date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xl_cfc.workbook.parts.package import MAX_PART, Package
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml

_BUILTIN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILTIN_PERCENTS = ("9", "10")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True)
class CellFormats:
    """The workbook's cell formats; a cell names its own by its index, as text."""

    fonts: Sequence[str] = ()  # the font's name, by format
    dates: frozenset[str] = frozenset()  # those that show a date or time
    percents: frozenset[str] = frozenset()  # those that show a percentage

    def font(self, style: str) -> str:
        """The name of a format's font, empty where there is no such format."""
        number = int(style) if style.isdecimal() else len(self.fonts)
        return self.fonts[number] if number < len(self.fonts) else ""


@dataclass
class _StyleReading:
    codes: dict[str, str] = field(default_factory=dict)  # number formats the workbook defines itself
    fonts: list[str] = field(default_factory=list)
    formats: list[tuple[str, str]] = field(default_factory=list)  # number format, font
    section: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            self.section = name
        elif name == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and self.section == "fonts":
            self.fonts.append("")
        elif name == "name" and self.section == "fonts" and self.fonts:
            self.fonts[-1] = attributes.get("val", "")
        elif name == "xf" and self.section == "cellXfs":
            self.formats.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))

    def end(self, tag: str) -> None:
        if local(tag) == self.section:
            self.section = ""


def read_formats(package: Package, part: str | None) -> CellFormats:
    """Fonts and dates of the cell formats, in one pass."""
    if part is None or part not in package:
        return CellFormats()
    reading = _StyleReading()
    parse_xml(package.chunks(part, MAX_PART), reading.start, part, reading.end)
    fonts = {str(number): name for number, name in enumerate(reading.fonts)}
    return CellFormats(
        tuple(fonts.get(font, "") for _, font in reading.formats),
        frozenset(str(n) for n, (code, _) in enumerate(reading.formats) if _is_date_format(code, reading.codes)),
        frozenset(str(n) for n, (code, _) in enumerate(reading.formats) if _is_percent(code, reading.codes)),
    )


def _is_date_format(number: str, custom: dict[str, str]) -> bool:
    if number in custom:
        return any(char in "ymdhs" for char in _QUOTED.sub("", custom[number]).lower().replace("general", ""))
    return number.isdigit() and int(number) in _BUILTIN_DATES


def _is_percent(number: str, custom: dict[str, str]) -> bool:
    return "%" in _QUOTED.sub("", custom[number]) if number in custom else number in _BUILTIN_PERCENTS
