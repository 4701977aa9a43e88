"""Collecting: which files there are, their bytes, and what each of them holds; the edge around `xl_cfc.merging`."""

from xl_cfc.collecting.job import MergeOutcome, merge, survey
from xl_cfc.collecting.progress import Progress, silent, terminal_progress

__all__ = ["MergeOutcome", "Progress", "merge", "silent", "survey", "terminal_progress"]
