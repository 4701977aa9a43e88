"""Which rule sets there are: the ones that ship, those of a folder, and any YAML file named by its path."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from xl_cfc.language import t
from xl_cfc.ruleset.loading import RulesetError, RulesetProblem, load_ruleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.usage import UsageError

DEFAULT_RULESET = "qd06-2019"
_SUFFIXES = (".yaml", ".yml")


def shipped_ids() -> tuple[str, ...]:
    """Ids of the rule sets that ship with the product."""
    folder = resources.files("xl_cfc.ruleset")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def shipped_ruleset(ruleset_id: str = DEFAULT_RULESET) -> Ruleset:
    """The shipped rule set with this id; raises `RulesetError` when there is none."""
    if ruleset_id not in shipped_ids():
        raise _unknown(ruleset_id, shipped_ids())
    return load_ruleset(resources.files("xl_cfc.ruleset").joinpath(f"{ruleset_id}.yaml").read_text("utf-8"))


def _unknown(name: str, known_ids: Iterable[str]) -> RulesetError:
    known = ", ".join(known_ids)
    message = t(f"không có bộ tiêu chí này; hiện có: {known}", f"no such rule set; there are: {known}")
    return RulesetError([RulesetProblem(name, message)])


@cache
def loaded(text: str) -> Ruleset:
    """The rule set of a YAML text, loaded once in a process."""
    return load_ruleset(text)


def find_ruleset(name: str, others: Iterable[Ruleset] = ()) -> Ruleset:
    """The rule set that an id or a path to a YAML file names; `others` are known by their ids too.

    Raises `RulesetError` when there is none, or when several differ that have this id.
    """
    if name.endswith(_SUFFIXES):
        return loaded(ruleset_file_text(Path(name)))
    named = {ruleset.digest: ruleset for ruleset in others if ruleset.id == name}
    if name in shipped_ids():
        named[shipped_ruleset(name).digest] = shipped_ruleset(name)
    if not named:
        raise _unknown(name, dict.fromkeys((*shipped_ids(), *(ruleset.id for ruleset in others))))
    if len(named) > 1:
        message = t(
            "có nhiều bộ tiêu chí khác nhau cùng mã này; hãy ghi tên tệp .yaml",
            "different rule sets have this id; name the .yaml file",
        )
        raise RulesetError([RulesetProblem(name, message)])
    return next(iter(named.values()))


def ruleset_file_text(path: Path) -> str:
    """The text of a YAML file; raises `RulesetError` when it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesetError(
            [RulesetProblem(str(path), t(f"không đọc được tệp: {error}", f"cannot be read: {error}"))]
        ) from None


def folder_texts(folder: Path) -> tuple[tuple[str, ...], list[RulesetProblem]]:
    """The texts of the valid rule sets in a folder, and what is wrong with the others, or with the folder itself."""
    texts: list[str] = []
    problems: list[RulesetProblem] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
    except OSError as error:
        return (), [
            RulesetProblem(str(folder), t(f"không mở được: {error.strerror}", f"cannot be opened: {error.strerror}"))
        ]
    for path in paths:
        try:
            text = ruleset_file_text(path)
            loaded(text)
            texts.append(text)
        except RulesetError as error:
            problems += [RulesetProblem(f"{path}: {part.path}", part.message) for part in error.problems]
    return tuple(texts), problems


def ruleset_in_force(year: int | None = None, others: Iterable[Ruleset] = ()) -> Ruleset:
    """The rule set that holds in a year (None: this year): the newest Decision; examples are never chosen.

    Among several of one Decision the one revised last is taken. Raises `UsageError` when none holds, or when it is
    not clear which.
    """
    wanted = date.today().year if year is None else year
    shipped = [shipped_ruleset(name) for name in shipped_ids()]
    held = [ruleset for ruleset in (*shipped, *others) if ruleset.in_force(wanted) and not ruleset.example]
    if not held:
        raise UsageError(
            t(f"không có bộ tiêu chí nào áp dụng cho năm {wanted}", f"No rule set is in force in {wanted}")
        )
    newest = max(map(_age, held))
    best = {ruleset.digest: ruleset for ruleset in held if _age(ruleset) == newest}
    if len(best) > 1:
        ids = ", ".join(ruleset.id for ruleset in best.values())
        raise UsageError(
            t(
                f"Có nhiều bộ tiêu chí cho năm {wanted}: {ids}. Hãy chọn một bằng --ruleset.",
                f"Several rule sets are in force in {wanted}: {ids}. Choose one by --ruleset.",
            )
        )
    return next(iter(best.values()))


def _age(ruleset: Ruleset) -> tuple[str, str]:
    return ruleset.effective_from, ruleset.revised_on or ""
