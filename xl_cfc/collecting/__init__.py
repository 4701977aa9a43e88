"""Collecting: which files there are, their bytes, what each holds; the edge of `xl_cfc.consolidation`."""

from xl_cfc.collecting.job import merge
from xl_cfc.collecting.outcome import MergeOutcome
from xl_cfc.collecting.progress import Progress, silent, terminal_progress
from xl_cfc.collecting.reading import preview
from xl_cfc.collecting.request import Destination, Material, MergeRequest, Terms

__all__ = [
    "Destination",
    "Material",
    "MergeOutcome",
    "MergeRequest",
    "Progress",
    "Terms",
    "merge",
    "preview",
    "silent",
    "terminal_progress",
]
