"""What lies on a sheet: pictures, charts, shapes."""

from enum import StrEnum
from typing import NamedTuple


class DrawingKind(StrEnum):
    """What kind of thing lies on the sheet."""

    PICTURE = "picture"
    CHART = "chart"
    SHAPE = "shape"


class Drawing(NamedTuple):
    """Something that lies on a sheet, with the cell of its upper left corner and its own description."""

    kind: DrawingKind
    ref: str
    text: str
