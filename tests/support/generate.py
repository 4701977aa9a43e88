"""Generated typings and generated rule sets, from a seeded random source."""

import math
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml

from tests.support.typed import ErrorValue, Typed, TypedValue
from xl_cfc.examples import example_form
from xl_cfc.ruleset.kinds.count import CountIndicator
from xl_cfc.ruleset.kinds.rate import RateIndicator
from xl_cfc.ruleset.kinds.ratio import RatioIndicator
from xl_cfc.ruleset.loading import load_ruleset
from xl_cfc.ruleset.models import FieldType, Ruleset

INVALID_COUNTS: tuple[TypedValue, ...] = (
    -1,
    95.5,
    0.95,
    "95",
    "95 %",
    "1.234",
    " ",
    True,
    False,
    10_000_000,
    1e300,
    ErrorValue("#DIV/0!"),
    ErrorValue("#N/A"),
)
INVALID_YES_NO: tuple[TypedValue, ...] = ("có", "Co", " Có", "Có ", "KHÔNG", 1, True, ErrorValue("#N/A"))
INVALID_CLASSES: tuple[TypedValue, ...] = ("a", "D", "A ", 1, None, ErrorValue("#N/A"))


def typing(rng: random.Random, ruleset: Ruleset) -> Typed:
    """One form typed in: from carefully complete to full of holes and mistakes."""
    mood = rng.choice(("clean", "clean", "good", "good", "good", "holes", "mistakes", "chaos"))
    if mood == "good" and ruleset.id == "qd06-2019" and rng.random() < 0.5:
        return _of_an_example(rng)
    values = _figures(rng, ruleset, good=mood == "good")
    spoil = {"clean": 0.0, "good": 0.0, "holes": 0.08, "mistakes": 0.05, "chaos": 0.35}[mood]
    for name in list(values):
        if rng.random() < spoil:
            values[name] = None if mood == "holes" or rng.random() < 0.4 else _invalid(rng, ruleset, name)
    values |= {
        "ten_don_vi": "Xã Thử",
        "ma_dvhc": rng.choice(("29999", "00001", "29999", 29999, "2999", "2999a", None)),
        "nhom_nguong": rng.choice((*ruleset.thresholds, *ruleset.thresholds, rng.choice(INVALID_CLASSES))),
        "nam": rng.choice((2026, 2026, 2024, 2018, "2026", None)) if mood == "chaos" else 2026,
        "ky": rng.choice(("Cuối kỳ",) * 6 + ("Đầu kỳ", None, "cuối kỳ")),
    }
    survey = _survey(rng, ruleset, values)
    fields = [field.id for field in ruleset.inputs]
    explained = [*rng.sample(fields, k=min(len(fields), rng.choice((0, 0, 3, 10)))), *_some_criteria(rng, ruleset)]
    typed = Typed(
        values=values,
        evidence={name: "Sổ theo dõi" for name in fields if rng.random() < 0.8},
        explanations=dict.fromkeys(explained, "Đã rà soát"),
        survey=survey,
        hamlets=_hamlets(rng, ruleset, values),
    )
    return _with_general_information(random.Random(repr(values)), ruleset, typed)


#: Day numbers on both edges of every period's window in 2026, swapped days, days with an hour, and no days at all.
_DAYS: tuple[TypedValue, ...] = (
    45838, 45839, 46203, 46204, 46387, 46388, 46752, 46753, 46092, 46094, 46092.75, 46388.5, 40000, 0, -1, "1/3/2026",
    None, None, None, ErrorValue("#N/A"),
)  # fmt: skip
_NAMES: tuple[TypedValue, ...] = ("Xã Thử", "xã Thử", "XÃ THỬ", "Phường Thử", "Thị Trấn Thử", "Xãã", "Đặc khu", 7, None)
_KINDS: tuple[TypedValue, ...] = ("xã", "phường", "thị trấn", "đặc khu", "Xã", None, None)


def _with_general_information(rng: random.Random, ruleset: Ruleset, typed: Typed) -> Typed:
    """Names, kinds, codes and days that agree or contradict each other, where the rule set asks for them."""
    choices = {"ten_don_vi": _NAMES, "loai_don_vi": _KINDS, "ngay_lap": _DAYS, "ma_dvhc": ("29999", "00000", "0000 ")}
    chosen = {name: rng.choice(some) for name, some in choices.items() if name in ruleset.fields and rng.random() < 0.6}
    explained = {name: "Đã rà soát" for name in chosen if rng.random() < 0.2}
    return replace(typed, values={**typed.values, **chosen}, explanations={**typed.explanations, **explained})


def _of_an_example(rng: random.Random) -> Typed:
    """An example commune's form: figures that agree with each other, so that something is concluded."""
    content = example_form(rng.randrange(13)).content
    return Typed(
        values={name: value for name, value in content.values.items() if not isinstance(value, date)},
        evidence=content.evidence,
        explanations=content.explanations,
        survey=tuple(content.survey),
        hamlets=tuple(content.hamlets),
    )


def _some_criteria(rng: random.Random, ruleset: Ruleset) -> list[str]:
    return [f"c{criterion.number}" for criterion in ruleset.criteria if rng.random() < 0.15]


def _figures(rng: random.Random, ruleset: Ruleset, *, good: bool) -> dict[str, TypedValue]:
    values: dict[str, TypedValue] = {}
    for field in ruleset.inputs:
        yes = rng.random() < (0.98 if good else 0.7)
        values[field.id] = ("Có" if yes else "Không") if field.type is FieldType.YES_NO else rng.randint(0, 2000)
    for indicator in rng.sample(ruleset.indicators, k=len(ruleset.indicators)):
        if isinstance(indicator, CountIndicator):
            bounds = [int(tier.bound.value) for tier in indicator.tiers]
            best = bounds[0] if good and rng.random() < 0.95 else rng.choice(bounds) + rng.choice((-1, 0, 1))
            values[indicator.field] = max(0, best)
        elif isinstance(indicator, RatioIndicator | RateIndicator):
            below = values[indicator.below]
            if not isinstance(below, int) or rng.random() < 0.5:
                below = rng.choice((0, 1, 3, 7, 20, 41, 50, 100, 196, 1000, rng.randint(1, 9999), 9_999_999))
                if good:
                    below = max(below, 20)
            values[indicator.below] = below
            values[indicator.above] = _above(rng, indicator, below, good=good)
    return values


def _above(rng: random.Random, indicator: RatioIndicator | RateIndicator, below: int, *, good: bool) -> TypedValue:
    tiers = indicator.tiers
    tier = tiers[0] if good and rng.random() < 0.93 else rng.choice(tiers)
    exact = Fraction(tier.bound.value) * below / indicator.multiplier
    at = math.ceil(exact) if tier.operator == ">=" else math.floor(exact)
    choices: list[TypedValue] = [at, at]
    if not good:
        choices += [at + 1, at - 1, below, 0, rng.randint(0, max(1, below)), below + 1]
        if below == 0:
            choices.append(None)
    value = rng.choice(choices)
    return max(0, min(value, 9_999_999)) if isinstance(value, int) else value


def _invalid(rng: random.Random, ruleset: Ruleset, name: str) -> TypedValue:
    return rng.choice(INVALID_YES_NO if ruleset.fields[name].type is FieldType.YES_NO else INVALID_COUNTS)


def _survey(
    rng: random.Random, ruleset: Ruleset, values: dict[str, TypedValue]
) -> tuple[tuple[TypedValue, TypedValue], ...]:
    """Rows instead of totals in half the forms; now and then both, or rows with mistakes."""
    if not ruleset.survey_fields or rng.random() < 0.5:
        return ()
    if rng.random() < 0.9:
        for field in ruleset.survey_fields:
            values[field.id] = None
    rows: list[tuple[TypedValue, TypedValue]] = [
        (rng.choice(ruleset.survey_groups), rng.choice(("Có",) * 4 + ("Không",))) for _ in range(rng.randint(0, 60))
    ]
    if rows and rng.random() < 0.2:
        spoiled: tuple[tuple[TypedValue, TypedValue], ...] = (
            ("trẻ em", "Có"),
            ("Trẻ em", "có"),
            (None, "Có"),
            ("Trẻ em", None),
            (None, None),
            ("Trẻ em", 1),
            ("x", None),
        )
        rows[rng.randrange(len(rows))] = rng.choice(spoiled)
    return tuple(rows)


def _hamlets(
    rng: random.Random, ruleset: Ruleset, values: dict[str, TypedValue]
) -> tuple[tuple[TypedValue, dict[str, TypedValue]], ...]:
    """Hamlets in a third of the forms: adding up, not adding up, half filled, or with mistakes."""
    if not ruleset.hamlet_fields or rng.random() < 0.65:
        return ()
    count = rng.randint(1, 6)
    rows: list[tuple[TypedValue, dict[str, TypedValue]]] = [(f"Thôn {n}", {}) for n in range(1, count + 1)]
    for field in ruleset.hamlet_fields:
        total = values[field.id]
        kept = rng.choice(("all", "all", "some", "none"))
        if kept == "none" or not isinstance(total, int) or isinstance(total, bool) or total < 0:
            continue
        for n, (_, figures) in enumerate(rows):
            if kept == "all" or n % 2 == 0:
                figures[field.id] = total // count + (total % count if n == 0 else 0) + (rng.random() < 0.02)
    if rng.random() < 0.25:
        name, figures = rows[-1]
        spoiled = rng.choice(ruleset.hamlet_fields).id
        rows[-1] = rng.choice(
            [
                (None, {**figures, spoiled: 1}),
                (name, {**figures, spoiled: "x"}),
                (name, {**figures, spoiled: -1}),
                (name, {**figures, spoiled: 1.5}),
                (name, {**figures, spoiled: True}),
            ]
        )
    return tuple(rows)


def ruleset_data(rng: random.Random) -> dict[str, Any]:
    """A rule set of 1 to 20 criteria as YAML data, valid by construction."""
    classes = {"A": 3, "B": 2, "C": 1}
    fields: dict[str, Any] = {
        "ten_don_vi": {"label": "Tên đơn vị", "type": "text", "section": "unit"},
        "ma_dvhc": {"label": "Mã", "type": "text", "section": "unit", "pattern": "unit_code"},
        "nhom_nguong": {"label": "Nhóm", "type": "choice", "choices": list(classes), "section": "unit"},
        "nam": {"label": "Năm", "type": "count", "section": "unit", "minimum": 2019, "maximum": 2100},
        "ky": {"label": "Kỳ", "type": "choice", "choices": ["Đầu kỳ", "Cuối kỳ"], "section": "unit"},
        "dan_so": {"label": "Dân số", "type": "count", "section": "general"},
    }
    criteria, total = [], Decimal(0)
    for number in range(1, rng.randint(1, 20) + 1):
        indicators = [_indicator(rng, f"{number}.{n}", fields) for n in range(1, rng.randint(1, 4) + 1)]
        maximum = sum((_best(indicator) for indicator in indicators), Decimal(0))
        total += maximum
        criteria.append(
            {"number": number, "name": f"Tiêu chí {number}", "max_points": _number(maximum), "indicators": indicators}
        )
    return {
        "id": "generated",
        "title": "Bộ tiêu chí sinh ngẫu nhiên",
        "effective_from": "2026-01-01",
        "status": "assumed",
        "total_points": _number(total),
        "thresholds": {name: {"points": _number(total * step // 4), "label": name} for name, step in classes.items()},
        "no_zero_criterion": rng.random() < 0.8,
        "criterion_met": {"above": 0},
        "fields": fields,
        "criteria": criteria,
        "cross_checks": [{"le": ["dan_so", "dan_so"]}],
    }


def ruleset_text(rng: random.Random) -> str:
    """The same as YAML text."""
    return yaml.safe_dump(ruleset_data(rng), allow_unicode=True, sort_keys=False)


def _number(value: Decimal) -> int | str:
    return int(value) if value == int(value) else str(value)


def _best(indicator: dict[str, Any]) -> Decimal:
    return Decimal(indicator["points"] if indicator["kind"] == "yes_no" else indicator["tiers"][0]["points"])


def _indicator(rng: random.Random, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    kind = rng.choice(("yes_no", "count", "ratio", "ratio", "rate"))
    base = "f" + name.replace(".", "_")
    points = [Decimal(rng.randint(4, 400)) / 4]
    for _ in range(rng.randint(0, 3)):
        points.append((points[-1] / 2 * 4 // 1) / 4)
    if kind == "yes_no":
        fields[base] = {"label": f"Có {name}", "type": "yes_no"}
        return {"id": name, "label": f"Có {name}", "kind": kind, "field": base, "points": _number(points[0])}
    rising = rng.random() < 0.6 if kind != "rate" else False
    points = list(dict.fromkeys(points))
    bounds = _bounds(rng, kind, len(points), rising=rising)
    key = "at_least" if rising else "at_most"
    tiers = [{key: bound, "points": _number(value)} for bound, value in zip(bounds, points, strict=True)]
    made: dict[str, Any] = {"id": name, "label": f"Chỉ tiêu {name}", "kind": kind, "tiers": tiers}
    if rng.random() < 0.25:
        made["tiers_by_class"] = {"C": tiers[:1], "B": tiers[-1:] if len(tiers) == 1 else tiers}
    if kind == "count":
        fields[base] = {"label": f"Số {name}", "type": "count"}
        return {**made, "field": base}
    above, below = ("numerator", "denominator") if kind == "ratio" else ("cases", "population")
    fields[base + "_tu"] = {"label": f"Tử {name}", "type": "count"}
    shared = rng.random() < 0.2
    if not shared:
        fields[base + "_mau"] = {"label": f"Mẫu {name}", "type": "count"}
    made |= {above: base + "_tu", below: "dan_so" if shared else base + "_mau"}
    made["when_none"] = rng.choice(("full", "missing"))
    return made | ({"per": rng.choice((100, 1000, 100000))} if kind == "rate" else {})


def _bounds(rng: random.Random, kind: str, count: int, *, rising: bool) -> list[str]:
    if kind == "count":
        values = sorted(rng.sample(range(30), k=count), reverse=rising)
        return [str(value) for value in values]
    scale = 10_000 if kind == "ratio" else 200_000
    values = sorted(rng.sample(range(scale + 1), k=count), reverse=rising)
    return [str(Decimal(value) / 10_000) for value in values]


def rated_ruleset(rng: random.Random) -> Ruleset:
    """A generated rule set whose numbers have every status, with sources, pages and days of checking."""
    content = load_ruleset(ruleset_text(rng)).model_dump(mode="json")
    ratings = [
        {"status": "assumed"},
        {"status": "press", "source": "bao"},
        {"status": "inferred", "source": "khac"},
        {"status": "verified", "source": "Phụ lục II"},
        {"status": "verified", "page": "12", "checked_on": "2026-12-03"},
        {"status": "verified", "page": "12-13", "source": "bao"},
    ]
    for part in _numbers_in(content):
        part |= {"source": None, "page": None, "checked_on": None, **rng.choice(ratings)}
    sources = {"bao": "Báo, 01/02/2026", "khac": "=1+1 không phải công thức"}
    renamed = {"dan_so": "tong_so_dan"} if rng.random() < 0.5 else {}
    until = rng.choice((None, "2030-12-31"))
    return Ruleset.model_validate(
        content | {"sources": sources, "renamed": renamed, "effective_to": until, "example": rng.random() < 0.3}
    )


def _numbers_in(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        if "status" in content:
            yield content
        content = list(content.values())
    for part in content if isinstance(content, list) else ():
        yield from _numbers_in(part)
