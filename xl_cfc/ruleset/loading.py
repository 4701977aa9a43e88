"""From YAML text to a `Ruleset`, or to every mistake in it at once, each with its path.

Loading has three steps: read the YAML (a key written twice is a mistake), give every number the status and source
it inherits, and validate part by part, so that one bad indicator does not hide the mistakes of the next.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic import Field as Attribute

from xl_cfc.files.strictyaml import YamlTextError, read_mapping
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import (
    CountIndicator,
    Criterion,
    CriterionMet,
    CrossCheck,
    Field,
    FieldType,
    Indicator,
    Rated,
    RatioIndicator,
    Ruleset,
    Status,
    ThresholdClass,
    Tier,
    YesNoIndicator,
)
from xl_cfc.usage import UsageError


@dataclass(frozen=True)
class Problem:
    """One mistake in a rule set: where it stands (`criteria[6].indicators[6.1].tiers[2]`) and what is wrong."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class RulesetError(UsageError):
    """The rule set has mistakes; `problems` holds every one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class _Rating:
    """The status, source, page and day of checking that numbers inherit from the parts they stand in."""

    status: str | None = None
    source: str | None = None
    page: str | None = None
    checked_on: str | None = None

    def within(self, raw: Mapping[str, Any]) -> "_Rating":
        """The rating inside a part: its own, if it states a status, else the one it inherits."""
        base = _Rating() if "status" in raw else self
        return _Rating(
            raw.get("status", base.status),
            raw.get("source", base.source),
            raw.get("page", base.page),
            raw.get("checked_on", base.checked_on),
        )


RATING_KEYS = ("status", "source", "page", "checked_on")


def _unrated(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A part without what its numbers inherit."""
    return {key: value for key, value in raw.items() if key not in RATING_KEYS}


M = TypeVar("M", bound=BaseModel)
_TERM = re.compile(r"([+-])\s*([a-z][a-z0-9_]*)\s*")
_RATED_IN_INDICATOR = ("points", "per", "when_none")
#: The parts of a rule set that are validated one by one before the whole.
_PARTS = (
    "total_points", "no_zero_criterion", "criterion_met", "thresholds", "fields", "criteria", "cross_checks",
)  # fmt: skip


def load_ruleset(text: str) -> Ruleset:
    """The rule set that a YAML text holds.

    Raises `RulesetError` with every mistake: unreadable YAML, missing status, unknown fields or sources, numbers
    that are not exact, tiers out of order, duplicate ids, maxima that do not add up.
    """
    try:
        raw = read_mapping(text)
    except YamlTextError as error:
        raise RulesetError([Problem(error.where, error.message)]) from None
    if raw is None:
        raise RulesetError([Problem("YAML", t("không phải bộ tiêu chí", "not a rule set"))])
    return load_data(raw)


def load_data(raw: dict[str, Any], problems: Iterable[Problem] = ()) -> Ruleset:
    """The rule set of raw data, read from YAML or elsewhere; `problems` are mistakes whoever read it has found.

    Raises `RulesetError` with those and every other: what follows from them alone is not told again.
    """
    return _Loading(raw, list(problems)).ruleset()


@dataclass
class _Loading:
    raw: dict[str, Any]
    problems: list[Problem]

    def __post_init__(self) -> None:
        self.told = {problem.path for problem in self.problems}

    def ruleset(self) -> Ruleset:
        root = _Rating().within(self.raw)
        fields = self._fields(self.raw.get("fields"))
        criteria = self._criteria(self.raw.get("criteria"), fields, root)
        checks = self._cross_checks(self.raw.get("cross_checks") or [])
        parts = {
            **_unrated(self.raw),
            "total_points": self._rated("total_points", self.raw.get("total_points"), root),
            "no_zero_criterion": self._rated("no_zero_criterion", self.raw.get("no_zero_criterion"), root),
            "criterion_met": self._criterion_met(root),
            "thresholds": self._thresholds(root),
            "fields": fields,
            "criteria": criteria,
            "cross_checks": checks,
        }
        parts = {key: value for key, value in parts.items() if value is not None}
        ruleset = self._validated(Ruleset, parts, "", told=_PARTS if self.problems else ())
        self.problems += self._uncaused(
            consistency_problems(
                fields={name: fields.get(name) for name in self.raw.get("fields") or ()},
                criteria=criteria,
                cross_checks=checks,
                classes=tuple(parts.get("thresholds") or {}),
                total=_value_of(parts.get("total_points")),
                renamed=self.raw.get("renamed") or {},
            )
        )
        for name in ruleset.plausibility.by_field if ruleset else ():
            self.problems.extend(_count_field_problems("plausibility.by_field", name, fields))
        if self.problems or ruleset is None:
            raise RulesetError(dict.fromkeys(self.problems))
        return ruleset

    def _uncaused(self, found: Iterable[Problem]) -> list[Problem]:
        """Without the sums that only miss because a number in them is already told to be wrong."""
        told = {problem.path.partition("]")[0] + "]" for problem in self.problems}
        broken = any(path.startswith("criteria[") for path in told)
        kept = []
        for problem in found:
            criterion, _, part = problem.path.partition("].")
            caused = part == "max_points" and f"{criterion}]" in told
            if not caused and not (problem.path == "total_points" and broken):
                kept.append(problem)
        return kept

    def _problem(self, path: str, message: str) -> None:
        if path not in self.told:
            self.problems.append(Problem(path, message))

    def _spoiled(self, path: str) -> bool:
        """Whether a part of this is told to be wrong."""
        return any(problem.path.startswith(f"{path}.") for problem in self.problems)

    def _validated(self, model: type[M], raw: object, path: str, told: Collection[str] = ()) -> M | None:
        """`raw` as `model`; mistakes are noted, but for those in keys of which they are told already, and give None."""
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for detail in error.errors():
                steps = [str(step) for step in detail["loc"] if step not in _UNION_STEPS]
                steps += ["kind"] if detail["type"].startswith("union_tag") else []
                if not (steps and steps[0] in told):
                    self._problem(".".join(filter(None, (path, *steps))), _message(detail))
            return None

    def _rated(self, path: str, raw: object, inherited: _Rating) -> dict[str, Any] | None:
        """A number with its own or inherited status, as raw data for `Rated`."""
        if raw is None:
            self._problem(path, t("thiếu giá trị", "the value is missing"))
            return None
        if isinstance(raw, dict):
            rating = inherited.within(raw)
            value = raw.get("value")
            for key in set(raw) - {"value", *RATING_KEYS}:
                self._problem(f"{path}.{key}", t("mục không có trong cấu trúc", "unknown key"))
        else:
            rating, value = inherited, raw
        if rating.status is None:
            self._problem(path, t("thiếu status (mức tin cậy của con số)", "the status of this number is missing"))
            rating = _Rating(Status.ASSUMED)
        elif rating.status == Status.PRESS and not rating.source:
            message = t("số theo báo chí cần ghi nguồn", "a number with status press needs a source")
            self._problem(f"{path}.source", message)
        elif rating.status == Status.VERIFIED and not (rating.source or rating.page):
            self._problem(
                f"{path}.page",
                t("số đã đối chiếu cần ghi trang hoặc nguồn", "a number with status verified needs a page or a source"),
            )
        self._check_source(path, rating.source, rating.status)
        return {"value": value, **{key: getattr(rating, key) for key in RATING_KEYS}}

    def _check_source(self, path: str, source: str | None, status: str | None) -> None:
        known = self.raw.get("sources") or {}
        if source and status != Status.VERIFIED and source not in known:
            message = t(f"nguồn '{source}' không có trong sources", f"source '{source}' is not listed")
            self._problem(f"{path}.source", message)

    def _fields(self, raw: object) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        if not isinstance(raw, dict):
            self._problem("fields", t("phải là danh mục các số liệu", "must map field ids to fields"))
            return fields
        for name, attributes in raw.items():
            made = self._validated(Field, {"id": name, **(attributes or {})}, f"fields.{name}")
            if made is not None:
                fields[made.id] = made
        return fields

    def _thresholds(self, root: _Rating) -> dict[str, Any] | None:
        raw = self.raw.get("thresholds")
        if not isinstance(raw, dict) or not raw:
            self._problem("thresholds", t("phải có ít nhất một nhóm ngưỡng", "needs at least one threshold class"))
            return None
        made = {}
        for name, part in raw.items():
            path = f"thresholds.{name}"
            if not isinstance(part, dict):
                self._problem(path, t("phải có points và label", "needs points and a label"))
                continue
            rest = _unrated(part)
            points = self._rated(f"{path}.points", part.get("points"), root.within(part))
            threshold = self._validated(ThresholdClass, {**rest, "points": points}, path) if points else None
            if threshold is not None:
                made[str(name)] = threshold
        return made

    def _criterion_met(self, root: _Rating) -> CriterionMet | None:
        raw = self.raw.get("criterion_met")
        if not isinstance(raw, dict):
            self._problem("criterion_met", t("thiếu mức đạt của tiêu chí (above)", "needs `above`"))
            return None
        above = self._rated("criterion_met.above", raw.get("above"), root.within(raw))
        return self._validated(CriterionMet, {"above": above}, "criterion_met") if above else None

    def _criteria(self, raw: object, fields: Mapping[str, Field], root: _Rating) -> list[Criterion]:
        made: list[Criterion] = []
        if not isinstance(raw, list) or not raw:
            self._problem("criteria", t("phải có ít nhất một tiêu chí", "needs at least one criterion"))
            return made
        for position, part in enumerate(raw, start=1):
            if not isinstance(part, dict):
                self._problem(f"criteria[#{position}]", t("không phải tiêu chí", "not a criterion"))
                continue
            path = f"criteria[{part.get('number', f'#{position}')}]"
            rating = root.within(part)
            indicators = [
                indicator
                for index, entry in enumerate(part.get("indicators") or [], start=1)
                if (indicator := self._indicator(entry, index, path, fields, rating)) is not None
            ]
            rest = _unrated(part)
            points = self._rated(f"{path}.max_points", part.get("max_points"), rating)
            criterion = self._validated(
                Criterion,
                {**rest, "max_points": points, "indicators": indicators},
                path,
                told=("max_points",) * (points is None) + ("indicators",) * bool(part.get("indicators")),
            )
            if criterion is not None:
                made.append(criterion)
        return made

    def _indicator(
        self, raw: object, index: int, parent: str, fields: Mapping[str, Field], inherited: _Rating
    ) -> Indicator | None:
        if not isinstance(raw, dict):
            self._problem(f"{parent}.indicators[#{index}]", t("không phải chỉ tiêu", "not an indicator"))
            return None
        path = f"{parent}.indicators[{raw.get('id', f'#{index}')}]"
        rating = inherited.within(raw)
        parts = _unrated(raw)
        if "label" not in parts and parts.get("field") in fields:
            parts["label"] = fields[parts["field"]].label
        for key in _RATED_IN_INDICATOR:
            if key in parts:
                parts[key] = self._rated(f"{path}.{key}", parts[key], rating)
        if "tiers" in parts:
            parts["tiers"] = self._tiers(f"{path}.tiers", parts["tiers"], rating)
        if "tiers_by_class" in parts:
            scales = parts["tiers_by_class"]
            parts["tiers_by_class"] = {
                name: self._tiers(f"{path}.tiers_by_class[{name}]", tiers, rating)
                for name, tiers in (scales.items() if isinstance(scales, dict) else ())
            }
        told = (*_RATED_IN_INDICATOR, "tiers", "tiers_by_class") if self._spoiled(path) else ()
        made = self._validated(_AnyIndicator, {"it": parts}, path, told)
        return made.it if made is not None else None

    def _tiers(self, path: str, raw: object, inherited: _Rating) -> list[Tier]:
        made: list[Tier] = []
        if not isinstance(raw, list):
            self._problem(path, t("phải là danh sách các mức", "must be a list of tiers"))
            return made
        for position, part in enumerate(raw, start=1):
            where = f"{path}[{position}]"
            if not isinstance(part, dict):
                self._problem(where, t("không phải một mức điểm", "not a tier"))
                continue
            rating = inherited.within(part)
            parts = _unrated(part)
            for key in ("at_least", "at_most", "points"):
                if key in parts:
                    parts[key] = self._rated(f"{where}.{key}", parts[key], rating)
            tier = self._validated(Tier, parts, where) if None not in parts.values() else None
            if tier is not None:
                made.append(tier)
        return made

    def _cross_checks(self, raw: object) -> list[CrossCheck]:
        made: list[CrossCheck] = []
        for position, part in enumerate(raw if isinstance(raw, list) else [], start=1):
            path = f"cross_checks[{position}]"
            check = _cross_check(part)
            if check is None:
                self._problem(
                    path,
                    t(
                        "một phép so sánh: le, equal, implies (hai vế) hoặc sum_le (ba vế)",
                        "one of le, equal, implies (two sides) or sum_le (three)",
                    ),
                )
                continue
            valid = self._validated(CrossCheck, check, path)
            if valid is not None:
                made.append(valid)
        return made


class _AnyIndicator(BaseModel):
    it: Annotated[Indicator, Attribute(discriminator="kind")]


#: Steps into a union that stand for no key of the file.
_UNION_STEPS = ("it", "yes_no", "count", "ratio", "rate")


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
        "union_tag_invalid": "cách đo không có",
        "union_tag_not_found": "thiếu cách đo",
        "too_short": "phải có ít nhất một mục",
    }
    number = "phải là số nguyên" if kind.startswith("int_") else "giá trị không đúng kiểu"
    return t(vietnamese.get(kind, f"{number}: «{detail.get('input')}»"), str(detail["msg"]))


def _value_of(rated: object) -> Decimal | None:
    try:
        return Rated[Decimal].model_validate(rated).value
    except ValidationError:
        return None


def _terms(expression: object) -> list[dict[str, Any]] | None:
    """`a + b - c` as signed terms, None when it is not such a sum."""
    if not isinstance(expression, str):
        return None
    text = expression.strip()
    text = text if text.startswith("-") else f"+ {text}"
    matches = list(_TERM.finditer(text))
    if not matches or "".join(match.group(0) for match in matches) != text:
        return None
    return [{"sign": 1 if match.group(1) == "+" else -1, "field": match.group(2)} for match in matches]


def _cross_check(raw: object) -> dict[str, Any] | None:
    """One entry of `cross_checks` as raw data for `CrossCheck`, None when its form is wrong."""
    if not isinstance(raw, dict):
        return None
    kinds = [key for key in ("le", "sum_le", "equal", "implies") if key in raw]
    if len(kinds) != 1 or set(raw) - {kinds[0], "severity"}:
        return None
    kind, sides = kinds[0], raw[kinds[0]]
    if not isinstance(sides, list) or len(sides) != (3 if kind == "sum_le" else 2):
        return None
    terms = [_terms(side) for side in sides]
    if any(side is None for side in terms):
        return None
    left = [term for side in terms[:-1] for term in side or []]
    return {
        "kind": "le" if kind == "sum_le" else kind,
        "left": left,
        "right": terms[-1],
        **({"severity": raw["severity"]} if "severity" in raw else {}),
    }


#: Every field the data names; None for one that is wrong itself, of which nothing more is told.
Fields = Mapping[str, Field | None]


def consistency_problems(
    *,
    fields: Fields,
    criteria: Iterable[Criterion],
    cross_checks: Iterable[CrossCheck],
    classes: tuple[str, ...],
    total: Decimal | None,
    renamed: Mapping[str, str],
) -> Iterator[Problem]:
    """What no part can see alone: references, duplicates, the order of tiers, sums of maxima."""
    criteria = list(criteria)
    yield from _duplicates("criteria", [str(criterion.number) for criterion in criteria])
    yield from _duplicates("indicators", [i.id for criterion in criteria for i in criterion.indicators])
    for criterion in criteria:
        path = f"criteria[{criterion.number}]"
        for indicator in criterion.indicators:
            where = f"{path}.indicators[{indicator.id}]"
            if indicator.id.split(".")[0] != str(criterion.number):
                yield Problem(where, t("mã chỉ tiêu không thuộc tiêu chí này", "the id belongs to another criterion"))
            yield from _reference_problems(where, indicator, fields)
            yield from _scale_problems(where, indicator, classes)
        yield from _maximum_problems(path, criterion, classes)
    for position, check in enumerate(cross_checks, start=1):
        for name in check.fields:
            yield from _count_field_problems(f"cross_checks[{position}]", name, fields)
    declared = sum((criterion.max_points.value for criterion in criteria), Decimal(0))
    if total is not None and criteria and declared != total:
        yield Problem(
            "total_points",
            t(
                f"điểm tối đa các tiêu chí cộng lại là {number_text(declared)}, không phải {number_text(total)}",
                f"the criteria's maxima add up to {number_text(declared)}, not {number_text(total)}",
            ),
        )
    yield from _unit_field_problems(fields, classes)
    for name in renamed if isinstance(renamed, Mapping) else ():
        if name not in fields:
            yield Problem(
                f"renamed.{name}", t(f"số liệu '{name}' không có trong fields", f"field '{name}' is not defined")
            )


def _duplicates(path: str, ids: list[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(ids):
        if ids.count(name) > 1:
            yield Problem(f"{path}[{name}]", t("mã bị trùng", "this id stands twice"))


def _count_field_problems(path: str, name: str, fields: Fields) -> Iterator[Problem]:
    if name not in fields:
        yield Problem(path, t(f"số liệu '{name}' không có trong fields", f"field '{name}' is not defined"))
    elif (field := fields[name]) is not None and field.type is not FieldType.COUNT:
        yield Problem(path, t(f"số liệu '{name}' không phải số đếm", f"field '{name}' is not a count"))


def _reference_problems(path: str, indicator: Indicator, fields: Fields) -> Iterator[Problem]:
    if isinstance(indicator, YesNoIndicator):
        if indicator.field not in fields:
            yield Problem(
                f"{path}.field",
                t(f"số liệu '{indicator.field}' không có trong fields", f"field '{indicator.field}' is not defined"),
            )
        elif (field := fields[indicator.field]) is not None and field.type is not FieldType.YES_NO:
            yield Problem(
                f"{path}.field",
                t(f"số liệu '{indicator.field}' không phải Có/Không", f"field '{indicator.field}' is not a yes/no"),
            )
        return
    keys = ("field", "numerator", "denominator", "cases", "population")
    for key in keys:
        if (name := getattr(indicator, key, None)) is not None:
            yield from _count_field_problems(f"{path}.{key}", name, fields)
    if len(set(indicator.fields)) < len(indicator.fields):
        yield Problem(path, t("tử số và mẫu số là một", "the same field above and below the line"))


def _scale_problems(path: str, indicator: Indicator, classes: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(indicator, YesNoIndicator):
        return
    for name in indicator.tiers_by_class:
        if name not in classes:
            yield Problem(f"{path}.tiers_by_class[{name}]", t("nhóm ngưỡng không tồn tại", "no such threshold class"))
    scales = {f"{path}.tiers": indicator.tiers} | {
        f"{path}.tiers_by_class[{name}]": tiers for name, tiers in indicator.tiers_by_class.items()
    }
    for where, tiers in scales.items():
        for position, (upper, lower) in enumerate(pairwise(tiers), start=2):
            yield from _order_problems(f"{where}[{position}]", upper, lower)
        if isinstance(indicator, RatioIndicator):
            for position, tier in enumerate(tiers, start=1):
                if tier.bound.value > 1:
                    yield Problem(
                        f"{where}[{position}]",
                        t(
                            "mức của tỷ lệ không lớn hơn 1 (100 %): 97 % là 0,97",
                            "a ratio's threshold is at most 1 (100 %)",
                        ),
                    )
        if isinstance(indicator, CountIndicator):
            for position, tier in enumerate(tiers, start=1):
                if tier.bound.value != int(tier.bound.value):
                    yield Problem(
                        f"{where}[{position}]", t("ngưỡng số đếm phải là số nguyên", "a count's threshold is whole")
                    )


def _order_problems(path: str, upper: Tier, lower: Tier) -> Iterator[Problem]:
    if upper.operator != lower.operator:
        yield Problem(path, t("không trộn at_least với at_most", "at_least and at_most are mixed in one scale"))
        return
    falls = upper.bound.value > lower.bound.value if upper.operator == ">=" else upper.bound.value < lower.bound.value
    if not falls:
        yield Problem(path, t("các mức sai thứ tự: mức này không bao giờ đạt tới", "tiers out of order: never reached"))
    if lower.points.value >= upper.points.value:
        yield Problem(path, t("mức thấp hơn phải được ít điểm hơn", "a lower tier must give fewer points"))


def _maximum_problems(path: str, criterion: Criterion, classes: tuple[str, ...]) -> Iterator[Problem]:
    for name in (None, *classes):
        reachable = sum((i.max_points(name) for i in criterion.indicators), Decimal(0))
        if reachable != criterion.max_points.value:
            of_class = t(f" (nhóm {name})", f" (class {name})") if name else ""
            yield Problem(
                f"{path}.max_points",
                t(
                    f"các chỉ tiêu{of_class} cộng lại tối đa {number_text(reachable)}, "
                    f"không phải {number_text(criterion.max_points.value)}",
                    f"the indicators{of_class} add up to at most {number_text(reachable)}, "
                    f"not {number_text(criterion.max_points.value)}",
                ),
            )
            return


#: What every form must ask for, because scoring and merging need it.
REQUIRED_UNIT_FIELDS = ("ten_don_vi", "ma_dvhc", "nhom_nguong", "nam", "ky")


def _unit_field_problems(fields: Fields, classes: tuple[str, ...]) -> Iterator[Problem]:
    for name in REQUIRED_UNIT_FIELDS:
        if name not in fields or ((field := fields[name]) is not None and field.is_input):
            yield Problem(
                f"fields.{name}", t("thiếu thông tin chung bắt buộc", "required general information is missing")
            )
    group = fields.get("nhom_nguong")
    chosen = group.choices if group is not None else classes
    if classes and chosen != classes:
        yield Problem(
            "fields.nhom_nguong",
            t("choices phải đúng các nhóm trong thresholds", "choices must be the classes of thresholds"),
        )
