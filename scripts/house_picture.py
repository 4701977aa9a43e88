"""Writes docs/images/house.svg, the rooms of the house and their arrows, from the code; a test keeps the two the same.

An arrow is drawn where no chain of other arrows leads the same way; pointing at a room tells all of its imports.
"""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from scripts.house import ROOT, Arrow, House, is_folder, read_house
from scripts.house_routes import Box, Route, Router, tracks

TARGET = ROOT / "docs" / "images" / "house.svg"

_COLUMNS, _COLUMN = 6, 140
_CAPTION = 240  # what a storey is for, left of its rooms
_WIDTH = _CAPTION + _COLUMNS * _COLUMN + 10
_BOX_WIDTH, _BOX_HEIGHT, _BOX_INSET = 120, 34, 10
_GAP, _TRACK = 16, 7
_INNER_FITS = 22  # letters of the small print in a box
_TOP = 44

#: The column of a room, counted from the left; a room not named here stands in the first free one.
_PLACES: Mapping[str, int] = {
    "macros": 1, "udfs": 5, "__main__": 3, "cli": 3, "commands": 3, "delivery": 3, "examples": 4, "collecting": 3,
    "consolidation": 3, "agencies": 2, "books": 2, "form": 4, "judging": 4, "answers": 4, "plan": 3, "ruleset": 4,
    "addin": 0, "workbook": 1, "findings": 3, "files": 0, "versions": 5, "numbers": 1, "cells": 2, "stamp": 3,
    "text": 4, "formulatext": 5, "usage": 0, "language": 2,
}  # fmt: skip
_EXCEL, _XML, _PURE, _OTHER = "#d9ead3", "#f9d9c0", "#d6e4f5", "#f3f3f3"
_LEGEND = {
    _EXCEL: "knows a running Excel",
    _XML: "knows packages and sheet XML",
    _PURE: "never touches a workbook",
    _OTHER: "the rest",
}
_STYLE = """
  text { font-family: "Segoe UI", "DejaVu Sans", Arial, sans-serif; font-size: 12px; fill: #1b1b1b; }
  .name { font-weight: bold; font-size: 13px; text-anchor: middle; }
  .small { font-size: 10px; fill: #4a4a4a; text-anchor: middle; }
  .smaller { font-size: 8.6px; }
  .caption { font-size: 11.5px; fill: #333; } .title { font-weight: bold; font-size: 15px; }
  .arrow { fill: none; stroke: #5b6b7b; stroke-width: 1.3; marker-end: url(#tip); } .byname { stroke-dasharray: 4 3; }
  .box { stroke: #6b7a89; } .storey { stroke: #e3e3e3; }
"""


@dataclass(frozen=True)
class Picture:
    """The house drawn: where its rooms stand and how its arrows run."""

    house: House

    @cached_property
    def boxes(self) -> Mapping[str, Box]:
        """Where each room stands."""
        placed: dict[str, Box] = {}
        for row, storey in enumerate(self.house.storeys):
            free = [n for n in range(_COLUMNS) if n not in {_PLACES.get(room) for room in storey.rooms}]
            for room in storey.rooms:
                column = _PLACES[room] if room in _PLACES else free.pop(0)
                left = _CAPTION + column * _COLUMN + _BOX_INSET
                placed[room] = Box(row, left, left + _BOX_WIDTH)
        return placed

    @cached_property
    def routes(self) -> Mapping[Arrow, Route]:
        """The way of each arrow; the short ones choose first."""
        router = Router(self.boxes.values(), range(_CAPTION, _WIDTH))
        arrows = sorted(self.house.needed_arrows, key=lambda arrow: self._drop(arrow))
        return {(room, other): router.route(self.boxes[room], self.boxes[other]) for room, other in arrows}

    def _drop(self, arrow: Arrow) -> int:
        return self.boxes[arrow[1]].row - self.boxes[arrow[0]].row

    @cached_property
    def tracks(self) -> Mapping[tuple[Route, int], int]:
        """The line of a gap on which each level part runs."""
        return tracks(tuple(self.routes.values()))

    @cached_property
    def tops(self) -> tuple[int, ...]:
        """The upper edge of each storey's boxes, and of what comes after the last."""
        edges = [_TOP]
        for row in range(len(self.house.storeys)):
            lines = 1 + max((track for (_, gap), track in self.tracks.items() if gap == row), default=0)
            edges.append(edges[-1] + _BOX_HEIGHT + _GAP + _TRACK * lines)
        return tuple(edges)

    def level(self, route: Route, gap: int) -> int:
        """How far down a route runs in a gap."""
        return self.tops[gap] + _BOX_HEIGHT + 7 + _TRACK * self.tracks.get((route, gap), 0)

    def svg(self) -> str:
        """The whole picture."""
        height = self.tops[-1] + 38
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
            f'height="{height}" role="img" aria-label="The rooms of xl_cfc and their imports">',
            f"<style>{_STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0 0L8 4L0 8z" fill="#5b6b7b"/></marker></defs>',
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
            f'<text class="title" x="14" y="26">The house: {len(self.house.rooms)} rooms, '
            f"{len(self.house.imports)} arrows, none upwards</text>",
            *self._captions(),
            *self._arrows(),
            *self._rooms(),
            *self._legend(height - 16),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _captions(self) -> Iterator[str]:
        for top, storey in zip(self.tops, self.house.storeys, strict=False):
            lines = textwrap.wrap(storey.caption, 37)
            first = top + _BOX_HEIGHT // 2 + 4 - 7 * (len(lines) - 1)
            for number, line in enumerate(lines):
                yield f'<text class="caption" x="14" y="{first + 14 * number}">{escape(line)}</text>'

    def _arrows(self) -> Iterator[str]:
        for arrow, route in self.routes.items():
            style = "arrow byname" if arrow in self.house.by_name else "arrow"
            yield f'<path class="{style}" d="{self._path(route)}"/>'

    def _path(self, route: Route) -> str:
        first, last = route.gaps[0], route.gaps[-1]
        x, path = route.leaves, f"M{route.leaves} {self.tops[first] + _BOX_HEIGHT}"
        for gap, _, end in route.runs():
            y = self.level(route, gap)
            turn = 4 if end > x else -4
            path += f"V{y - 4}q0 4 {turn} 4H{end - turn}q{turn} 0 {turn} 4"
            x = end
        return f"{path}V{self.tops[last + 1] - 1}"

    def _rooms(self) -> Iterator[str]:
        for room, box in self.boxes.items():
            top, middle = self.tops[box.row], (box.left + box.right) // 2
            yield f"<g><title>{escape(self._told(room))}</title>"
            yield (
                f'<rect class="box" x="{box.left}" y="{top}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="5" '
                f'fill="{self._colour(room)}"/>'
            )
            name, inner = f"{room}/" if is_folder(room) else room, ", ".join(self.house.inner[room])
            yield f'<text class="name" x="{middle}" y="{top + (15 if inner else 21)}">{escape(name)}</text>'
            size = "small" if len(inner) <= _INNER_FITS else "small smaller"
            yield f'<text class="{size}" x="{middle}" y="{top + 28}">{inner}</text></g>'

    def _told(self, room: str) -> str:
        lines = (
            ("Imports", ", ".join(self.house.below(room))),
            ("Imported by", ", ".join(self.house.above(room))),
        )
        return "\n".join(f"{what}: {names or 'nothing'}" for what, names in lines)

    def _colour(self, room: str) -> str:
        if room in ("macros", "udfs"):
            return _EXCEL
        if room == "workbook":
            return _XML
        return _PURE if room in self.house.pure else _OTHER

    def _legend(self, y: int) -> Iterator[str]:
        x = 14
        for colour, meaning in _LEGEND.items():
            yield f'<rect class="box" x="{x}" y="{y - 11}" width="14" height="14" rx="3" fill="{colour}"/>'
            yield f'<text class="caption" x="{x + 20}" y="{y}">{meaning}</text>'
            x += 50 + 6 * len(meaning)
        yield f'<text class="caption" x="{x}" y="{y}">- - -  imported by its name</text>'


def picture() -> str:
    """The picture as SVG."""
    return Picture(read_house()).svg()


if __name__ == "__main__":
    TARGET.write_text(picture(), "utf-8")
