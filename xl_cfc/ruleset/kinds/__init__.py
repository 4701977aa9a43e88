"""Kinds of indicator: one module each. A new kind is a new module, imported here.

`base` is what the house asks of a kind; `tiers` and `quotient` are what several kinds share.
"""

from xl_cfc.ruleset.kinds import yes_no, count, ratio, rate  # noqa: F401, I001  the order in which kinds are listed
