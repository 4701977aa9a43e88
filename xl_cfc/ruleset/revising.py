"""A changed rule set gets an id and a day of its own, so that nobody takes it for the one it was made from."""

import re
from collections.abc import Collection
from datetime import date

from xl_cfc.language import t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.usage import UsageError

_OWN_SUFFIX = re.compile(r"-\d{8}(-\d+)?$")
_LONGEST_BASE = 27


def revised(
    typed: Ruleset, original: Ruleset | None, today: date, reserved: Collection[str], new_id: str = ""
) -> Ruleset:
    """The rule set as it is saved: the original itself when nothing differs, else one with an id of its own.

    `reserved` ids, those that ship, are never given to a changed rule set; raises `UsageError` when one is asked for.
    """
    wanted = new_id or typed.id
    if original is not None and wanted == original.id and typed == original and _order(typed) == _order(original):
        return original
    if wanted in reserved and new_id:
        raise UsageError(
            t(
                f"Mã {wanted} là của bộ tiêu chí kèm sản phẩm: chọn mã khác",
                f"{wanted} is the id of a shipped rule set: choose another",
            )
        )
    if wanted in reserved or (original is not None and wanted == original.id and not new_id):
        wanted = _fresh_id(wanted, today)
    based_on = f"{original.id} ({original.digest})" if original is not None else None
    content = typed.model_dump(mode="json") | {"id": wanted, "based_on": based_on, "revised_on": today.isoformat()}
    return Ruleset.model_validate(content)


def _order(ruleset: Ruleset) -> list[list[str]]:
    """The orders in which a form shows fields and classes, which equality does not look at."""
    return [list(ruleset.fields), list(ruleset.thresholds), list(ruleset.sources)]


def _fresh_id(old: str, today: date) -> str:
    """The old id with the day, and a number when it has that already: `qd06-2019-20261203`."""
    base = _OWN_SUFFIX.sub("", old)[:_LONGEST_BASE]
    dated = f"{base}-{today:%Y%m%d}"
    if not old.startswith(dated):
        return dated
    number = old.removeprefix(dated).removeprefix("-")
    return f"{dated}-{int(number or 1) + 1}"
