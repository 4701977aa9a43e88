"""The rule sets that are known here: the shipped ones, those named, and those of this computer's folder."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xl_cfc.files.home import home
from xl_cfc.language import t
from xl_cfc.ruleset.loading import RulesetProblem
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import (
    find_ruleset,
    folder_texts,
    loaded,
    ruleset_file_text,
    ruleset_in_force,
    shipped_ids,
    shipped_ruleset,
)
from xl_cfc.stamp import Stamp
from xl_cfc.usage import UsageError

#: Finds the rule set a form was made from by the form's stamp; None when it is not known.
FindRuleset = Callable[[Stamp], Ruleset | None]

#: Hashes under which the same numbers went out before: forms made then are scored as ever.
_FORMER = {"qd06-2019": ("702a14069a643660",)}


def _shipped(stamp: Stamp) -> Ruleset | None:
    """The shipped rule set a form was made from, None when its numbers are not the ones that ship."""
    if stamp.ruleset_id not in shipped_ids():
        return None
    ruleset = shipped_ruleset(stamp.ruleset_id)
    return ruleset if stamp.ruleset_hash in (ruleset.digest, *_FORMER.get(ruleset.id, ())) else None


@dataclass(frozen=True)
class KnownRulesets:
    """The shipped rule sets and others, by their YAML: small enough to travel to worker processes.

    Made once at each edge (a command, a button, a worksheet function) and handed in from there: no function of the
    library has a default for it, so that none can forget a rule set of one's own.
    """

    texts: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[Ruleset, ...]:
        """Those that do not ship."""
        return tuple(map(loaded, self.texts))

    def __call__(self, stamp: Stamp) -> Ruleset | None:
        """The rule set a form was made from, recognised by the hash in its stamp; None when it is not known here."""
        shipped = _shipped(stamp)
        if shipped is not None:
            return shipped
        return next((ruleset for ruleset in self.others if ruleset.digest == stamp.ruleset_hash), None)

    def named(self, name: str) -> Ruleset:
        """The rule set that an id or a path to a YAML file names; raises `RulesetError`."""
        return find_ruleset(name, self.others)

    def in_force(self, year: int | None = None) -> Ruleset:
        """The rule set that holds in a year (None: this year); raises `UsageError` when that is not clear."""
        return ruleset_in_force(year, self.others)


FOLDER_VARIABLE = "XL_CFC_RULESETS"


def rulesets_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of this user's rule sets: the one the variable names, else one beside the log."""
    named = environ.get(FOLDER_VARIABLE)
    return Path(named) if named else home(environ) / "bo-tieu-chi"


def known_rulesets(folder: Path | None = None, names: Sequence[str] = ()) -> tuple[KnownRulesets, list[RulesetProblem]]:
    """The rule sets of a folder (by default this user's) and those named, and what is wrong in the folder.

    A name is an id or a file. Raises `UsageError` when the named folder is none, `RulesetError` when a named rule set
    cannot be used.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(t(f"Không có thư mục {folder}", f"There is no folder {folder}"))
    folder = folder or rulesets_folder()
    # Unlike Path.is_dir, this never raises: a home nobody may enter holds no rule sets.
    texts, problems = folder_texts(folder) if os.path.isdir(folder) else ((), [])  # noqa: PTH112
    named = []
    for name in names:
        KnownRulesets(texts).named(name)
        if name.endswith((".yaml", ".yml")):
            named.append(ruleset_file_text(Path(name)))
    return KnownRulesets((*texts, *named)), problems
