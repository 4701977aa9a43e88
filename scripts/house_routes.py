"""Ways for arrows between boxes that stand in rows: down, along a gap between rows, down; never through a box."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

#: Space between two lines that run side by side; boxes begin and end on multiples of it, so that lines meet.
_PITCH = 10
#: How much worse a bend is than a pixel of way.
_BEND = 40


@dataclass(frozen=True)
class Box:
    """A box: its row from the top, and where it begins and ends."""

    row: int
    left: int
    right: int

    def ports(self) -> range:
        """Where lines can leave or enter it."""
        return range(self.left + _PITCH, self.right - _PITCH + 1, _PITCH)


@dataclass(frozen=True)
class Route:
    """The way of one arrow: where it leaves, the lane in which it comes down, where it enters."""

    start: Box
    end: Box
    leaves: int
    lane: int
    enters: int

    @property
    def gaps(self) -> range:
        """The gaps between rows it comes through, each named by the row above it."""
        return range(self.start.row, self.end.row)

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Its level parts: the gap, from where, to where."""
        first, last = self.gaps[0], self.gaps[-1]
        if first == last:
            corners = [(first, self.leaves, self.enters)]
        else:
            corners = [(first, self.leaves, self.lane), (last, self.lane, self.enters)]
        yield from ((gap, start, end) for gap, start, end in corners if start != end)


class Router:
    """Finds a way for one arrow after the other; those found before keep theirs."""

    def __init__(self, boxes: Iterable[Box], space: range) -> None:
        self._boxes = tuple(boxes)
        self._lanes = space[::_PITCH]
        self._taken: set[tuple[int, int]] = set()

    def route(self, start: Box, end: Box) -> Route:
        """The shortest way with the fewest bends that is still free."""
        gaps = range(start.row, end.row)
        leaving = [x for x in start.ports() if (gaps[0], x) not in self._taken]
        entering = [x for x in end.ports() if (gaps[-1], x) not in self._taken]
        ways = (
            Route(start, end, _nearest(leaving, lane), lane, _nearest(entering, lane))
            for lane in self._lanes
            if self._free(lane, gaps)
        )
        best = min(ways, key=_cost)
        self._taken.update({(gaps[0], best.leaves), (gaps[-1], best.enters), *((gap, best.lane) for gap in gaps)})
        return best

    def _free(self, lane: int, gaps: range) -> bool:
        if any((gap, lane) in self._taken for gap in gaps):
            return False
        return not any(box.row in gaps[1:] and box.left - _PITCH < lane < box.right + _PITCH for box in self._boxes)


def _nearest(places: Sequence[int], wanted: int) -> int:
    return min(places, key=lambda place: abs(place - wanted))


def _cost(route: Route) -> tuple[int, int]:
    aside = abs(route.leaves - route.lane) + abs(route.lane - route.enters)
    bends = (route.leaves != route.lane) + (route.lane != route.enters)
    off_centre = abs(2 * route.lane - route.start.left - route.start.right)
    return aside + _BEND * bends, off_centre + abs(2 * route.lane - route.end.left - route.end.right)


def tracks(routes: Sequence[Route]) -> Mapping[tuple[Route, int], int]:
    """For each level part of each route (by gap) the line of the gap it runs on, so that none runs over another."""
    chosen: dict[tuple[Route, int], int] = {}
    busy: dict[int, list[list[tuple[int, int]]]] = {}
    parts = [(gap, min(a, b), max(a, b), route) for route in routes for gap, a, b in route.runs()]
    for gap, left, right, route in sorted(parts, key=lambda part: (part[0], part[1] - part[2], part[1])):
        lines = busy.setdefault(gap, [])
        track = next((n for n, line in enumerate(lines) if all(right < a or b < left for a, b in line)), len(lines))
        if track == len(lines):
            lines.append([])
        lines[track].append((left, right))
        chosen[route, gap] = track
    return chosen
