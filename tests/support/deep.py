"""How much is proven in a run: enough in the usual one, many times as much with XL_CFC_DEEP set (`make deep`)."""

import os

DEEP = "XL_CFC_DEEP" in os.environ


def count(usual: int, deep: int) -> int:
    """How many examples to try."""
    return deep if DEEP else usual
