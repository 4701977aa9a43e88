"""Which rule sets there are: the ones that ship, and any YAML file named by its path."""

from functools import cache
from importlib import resources
from pathlib import Path

from xl_cfc.language import t
from xl_cfc.ruleset.loading import Problem, RulesetError, load_ruleset
from xl_cfc.ruleset.models import Ruleset

DEFAULT_RULESET = "qd06-2019"


def shipped_ids() -> tuple[str, ...]:
    """Ids of the rule sets that ship with the product."""
    folder = resources.files("xl_cfc.ruleset")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def shipped_ruleset(ruleset_id: str = DEFAULT_RULESET) -> Ruleset:
    """The shipped rule set with this id; raises `RulesetError` when there is none."""
    if ruleset_id not in shipped_ids():
        known = ", ".join(shipped_ids())
        raise RulesetError(
            [
                Problem(
                    ruleset_id,
                    t(f"không có bộ tiêu chí này; hiện có: {known}", f"no such rule set; there are: {known}"),
                )
            ]
        )
    return load_ruleset(resources.files("xl_cfc.ruleset").joinpath(f"{ruleset_id}.yaml").read_text("utf-8"))


def find_ruleset(name: str) -> Ruleset:
    """The rule set that an id or a path to a YAML file names; raises `RulesetError`."""
    if not name.endswith((".yaml", ".yml")):
        return shipped_ruleset(name)
    try:
        text = Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesetError([Problem(name, t(f"không đọc được tệp: {error}", f"cannot be read: {error}"))]) from None
    return load_ruleset(text)
