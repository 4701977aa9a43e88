"""The parts of a rule set from raw data: each number gets the status and source it inherits, each part is validated.

Part by part, so that one bad indicator does not hide the mistakes of the next.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from xl_cfc.language import t
from xl_cfc.ruleset.crosschecks import CrossCheck, read_cross_check
from xl_cfc.ruleset.fields import Field
from xl_cfc.ruleset.kinds.base import Indicator
from xl_cfc.ruleset.kinds.registry import KINDS, kind_of
from xl_cfc.ruleset.models import Criterion, CriterionMet, ThresholdClass
from xl_cfc.ruleset.problems import RulesetProblem
from xl_cfc.ruleset.rated import RuleModel, Status
from xl_cfc.ruleset.ratings import RATING_KEYS, Rating, unrated

M = TypeVar("M", bound=BaseModel)


@dataclass
class Shaping:
    """Raw data being read, and the problems found so far; of places told before, nothing more is told."""

    raw: Mapping[str, Any]
    problems: list[RulesetProblem]
    told: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.told = {problem.path for problem in self.problems}

    def problem(self, path: str, message: str) -> None:
        """Note a mistake."""
        if path not in self.told:
            self.problems.append(RulesetProblem(path, message))

    def validated(self, model: type[M], raw: object, path: str, told: Collection[str] = ()) -> M | None:
        """`raw` as `model`; mistakes are noted, but for those in keys of which they are told already, and give None."""
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for detail in error.errors():
                steps = [str(step) for step in detail["loc"]]
                if not (steps and steps[0] in told):
                    self.problem(".".join(filter(None, (path, *steps))), _message(detail))
            return None

    def rated(self, path: str, raw: object, inherited: Rating) -> dict[str, Any] | None:
        """A number with its own or inherited status, as raw data for `Rated`."""
        if raw is None:
            self.problem(path, t("thiếu giá trị", "the value is missing"))
            return None
        if isinstance(raw, dict):
            rating = inherited.within(raw)
            value = raw.get("value")
            for key in (key for key in raw if key not in ("value", *RATING_KEYS)):
                self.problem(f"{path}.{key}", t("mục không có trong cấu trúc", "unknown key"))
        else:
            rating, value = inherited, raw
        if rating.status is None:
            self.problem(path, t("thiếu status (mức tin cậy của con số)", "the status of this number is missing"))
            rating = Rating(Status.ASSUMED)
        elif rating.status == Status.PRESS and not rating.source:
            message = t("số theo báo chí cần ghi nguồn", "a number with status press needs a source")
            self.problem(f"{path}.source", message)
        elif rating.status == Status.VERIFIED and not (rating.source or rating.page):
            self.problem(
                f"{path}.page",
                t("số đã đối chiếu cần ghi trang hoặc nguồn", "a number with status verified needs a page or a source"),
            )
        self._check_source(path, rating.source, rating.status)
        return {"value": value, **{key: getattr(rating, key) for key in RATING_KEYS}}

    def _check_source(self, path: str, source: object, status: object) -> None:
        known = self.raw.get("sources") or {}
        if source and status != Status.VERIFIED and not (isinstance(source, str) and source in known):
            message = t(f"nguồn '{source}' không có trong sources", f"source '{source}' is not listed")
            self.problem(f"{path}.source", message)

    def fields(self, raw: object) -> dict[str, Field]:
        """The fields by id."""
        fields: dict[str, Field] = {}
        if not isinstance(raw, dict):
            self.problem("fields", t("phải là danh mục các số liệu", "must map field ids to fields"))
            return fields
        for name, attributes in raw.items():
            made = self.validated(Field, {"id": name, **(attributes or {})}, f"fields.{name}")
            if made is not None:
                fields[made.id] = made
        return fields

    def thresholds(self, root: Rating) -> dict[str, Any] | None:
        """The threshold classes by name."""
        raw = self.raw.get("thresholds")
        if not isinstance(raw, dict) or not raw:
            self.problem("thresholds", t("phải có ít nhất một nhóm ngưỡng", "needs at least one threshold class"))
            return None
        made = {}
        for name, part in raw.items():
            path = f"thresholds.{name}"
            if not isinstance(part, dict):
                self.problem(path, t("phải có points và label", "needs points and a label"))
                continue
            rest = unrated(part)
            points = self.rated(f"{path}.points", part.get("points"), root.within(part))
            threshold = self.validated(ThresholdClass, {**rest, "points": points}, path) if points else None
            if threshold is not None:
                made[str(name)] = threshold
        return made

    def criterion_met(self, root: Rating) -> CriterionMet | None:
        """When a criterion is met."""
        raw = self.raw.get("criterion_met")
        if not isinstance(raw, dict):
            self.problem("criterion_met", t("thiếu mức đạt của tiêu chí (above)", "needs `above`"))
            return None
        above = self.rated("criterion_met.above", raw.get("above"), root.within(raw))
        return self.validated(CriterionMet, {"above": above}, "criterion_met") if above else None

    def criteria(self, raw: object, fields: Mapping[str, Field], root: Rating) -> list[Criterion]:
        """The criteria, those that can be made."""
        made: list[Criterion] = []
        if not isinstance(raw, list) or not raw:
            self.problem("criteria", t("phải có ít nhất một tiêu chí", "needs at least one criterion"))
            return made
        for position, part in enumerate(raw, start=1):
            if not isinstance(part, dict):
                self.problem(f"criteria[#{position}]", t("không phải tiêu chí", "not a criterion"))
                continue
            path = f"criteria[{part.get('number', f'#{position}')}]"
            rating, entries = root.within(part), part.get("indicators")
            indicators = [
                indicator
                for index, entry in enumerate(entries if isinstance(entries, list) else (), start=1)
                if (indicator := self._indicator(entry, index, path, fields, rating)) is not None
            ]
            rest = unrated(part)
            points = self.rated(f"{path}.max_points", part.get("max_points"), rating)
            criterion = self.validated(
                Criterion,
                {**rest, "max_points": points, "indicators": indicators},
                path,
                told=("max_points",) * (points is None)
                + ("indicators",) * (isinstance(entries, list) and bool(entries)),
            )
            if criterion is not None:
                made.append(criterion)
        return made

    def _indicator(
        self, raw: object, index: int, parent: str, fields: Mapping[str, Field], inherited: Rating
    ) -> Indicator | None:
        if not isinstance(raw, dict):
            self.problem(f"{parent}.indicators[#{index}]", t("không phải chỉ tiêu", "not an indicator"))
            return None
        path = f"{parent}.indicators[{raw.get('id', f'#{index}')}]"
        kind, rating, parts = kind_of(raw), inherited.within(raw), unrated(raw)
        ruled = _ruled_attributes(KINDS.values() if kind is None else (kind,))
        for key in (key for key in ruled if key in parts):
            parts[key] = self._inheriting(ruled[key], parts[key], f"{path}.{key}", rating)
        if kind is None:
            self.problem(f"{path}.kind", _no_such_kind(raw.get("kind")))
            return None
        only = parts.get(*kind.asks_for) if len(kind.asks_for) == 1 else None
        if "label" not in parts and isinstance(only, str) and only in fields:
            parts["label"] = fields[only].label
        spoiled = any(problem.path.startswith(f"{path}.") for problem in self.problems)
        return self.validated(kind, parts, path, tuple(ruled) if spoiled else ())

    def _inheriting(self, annotation: Any, raw: object, path: str, rating: Rating) -> Any:
        """Raw data of a part in which numbers stand, each with the status and source it inherits."""
        kept = _without_none(annotation)
        if get_origin(kept) is tuple:
            return self._each(get_args(kept)[0], raw, path, rating)
        if get_origin(kept) is dict:
            if not isinstance(raw, dict):
                self.problem(path, t("phải là danh mục", "must be a mapping"))
                return {}
            of = get_args(kept)[1]
            return {name: self._inheriting(of, part, f"{path}[{name}]", rating) for name, part in raw.items()}
        return self.rated(path, raw, rating)

    def _each(self, model: type[RuleModel], raw: object, path: str, inherited: Rating) -> list[RuleModel]:
        made: list[RuleModel] = []
        if not isinstance(raw, list):
            self.problem(path, t("phải là danh sách các mức", "must be a list of tiers"))
            return made
        for position, part in enumerate(raw, start=1):
            where = f"{path}[{position}]"
            if not isinstance(part, dict):
                self.problem(where, t("không phải một mức điểm", "not a tier"))
                continue
            rating, parts, ruled = inherited.within(part), unrated(part), _ruled_attributes((model,))
            for key in (key for key in ruled if key in parts):
                parts[key] = self._inheriting(ruled[key], parts[key], f"{where}.{key}", rating)
            step = self.validated(model, parts, where) if None not in parts.values() else None
            if step is not None:
                made.append(step)
        return made

    def cross_checks(self, raw: object) -> list[CrossCheck]:
        """The cross-checks, those that can be made."""
        made: list[CrossCheck] = []
        for position, part in enumerate(raw if isinstance(raw, list) else [], start=1):
            path = f"cross_checks[{position}]"
            check = read_cross_check(part)
            if check is None:
                self.problem(
                    path,
                    t(
                        "một phép so sánh: le, equal, implies (hai vế) hoặc sum_le (ba vế)",
                        "one of le, equal, implies (two sides) or sum_le (three)",
                    ),
                )
                continue
            valid = self.validated(CrossCheck, check, path)
            if valid is not None:
                made.append(valid)
        return made


def _without_none(annotation: Any) -> Any:
    """The type behind `Annotated` and an optional one."""
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _without_none(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _is_ruled(annotation: Any) -> bool:
    """Whether numbers of the rule stand in an attribute: one, a list of steps, or such by name."""
    kept = _without_none(annotation)
    if get_origin(kept) in (tuple, dict):
        return any(_is_ruled(part) for part in get_args(kept) if part is not ...)
    return isinstance(kept, type) and issubclass(kept, RuleModel)


def _ruled_attributes(models: Iterable[type[RuleModel]]) -> dict[str, Any]:
    """The attributes of these in which numbers of the rule stand, and their types."""
    attributes = (pair for model in models for pair in model.model_fields.items())
    return {key: attribute.annotation for key, attribute in attributes if _is_ruled(attribute.annotation)}


def _no_such_kind(kind: object) -> str:
    known = ", ".join(KINDS)
    if kind is None:
        return t(f"thiếu cách đo: một trong {known}", f"the kind is missing: one of {known}")
    return t(f"cách đo «{kind}» không có: một trong {known}", f"no kind {kind!r}: one of {known}")


def _message(detail: Mapping[str, Any]) -> str:
    """A validation message in the language in force; ours come in it already."""
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "value_error":
        return str(detail["msg"]).removeprefix("Value error, ")
    vietnamese = {
        "missing": "thiếu mục này",
        "extra_forbidden": "mục không có trong cấu trúc",
        "string_pattern_mismatch": f"«{detail.get('input')}» không đúng dạng {context.get('pattern', '')}",
        "enum": f"phải là một trong: {context.get('expected', '')}",
        "literal_error": f"phải là một trong: {context.get('expected', '')}",
        "too_short": "phải có ít nhất một mục",
    }
    number = "phải là số nguyên" if kind.startswith("int_") else "giá trị không đúng kiểu"
    return t(vietnamese.get(kind, f"{number}: «{detail.get('input')}»"), str(detail["msg"]))
