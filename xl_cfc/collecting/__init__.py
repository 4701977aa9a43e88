"""Collecting: which files there are, their bytes, what each holds; the edge of `xl_cfc.consolidation`."""

from xl_cfc.collecting.job import MergeOutcome, merge, survey
from xl_cfc.collecting.progress import Progress, silent, terminal_progress

__all__ = ["MergeOutcome", "Progress", "merge", "silent", "survey", "terminal_progress"]
