"""What one rule set says otherwise than another, in words, number by number."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from xl_cfc.language import number_text, t
from xl_cfc.ruleset.crosschecks import expression
from xl_cfc.ruleset.kinds.base import ScaleLevel
from xl_cfc.ruleset.models import Criterion, CrossCheck, Field, Indicator, Rated, Ruleset
from xl_cfc.ruleset.ratings import rating_of
from xl_cfc.ruleset.unchecked import criterion_numbers
from xl_cfc.ruleset.wording import check_text, day_text, origin_text, status_text


def differences(old: Ruleset, new: Ruleset) -> list[str]:
    """Every difference, a line each, in the order of the rule set; empty when they are equal."""
    return list(_RuleDifference(old, new).lines())


class _RuleDifference:
    def __init__(self, old: Ruleset, new: Ruleset) -> None:
        self.old = old
        self.new = new
        self._ratings_told = False  # of the criterion at hand, all at once

    def lines(self) -> Iterator[str]:
        """The lines."""
        yield from self._head()
        yield from self._thresholds()
        old, new = self.old, self.new
        yield from self._rated(t("Tổng điểm tối đa", "Maximum total"), old.total_points, new.total_points)
        label = t("Không có tiêu chí 0 điểm", "No criterion at 0 points")
        yield from self._rated(label, old.no_zero_criterion, new.no_zero_criterion)
        label = t("Tiêu chí đạt khi điểm lớn hơn", "A criterion is met above")
        yield from self._rated(label, old.criterion_met.above, new.criterion_met.above)
        yield from self._criteria()
        yield from self._fields()
        yield from self._cross_checks()

    def _head(self) -> Iterator[str]:
        labels = {
            "id": t("Mã bộ tiêu chí", "Id"),
            "title": t("Tên", "Title"),
            "effective_from": t("Hiệu lực từ", "In force from"),
            "effective_to": t("Hiệu lực đến", "In force until"),
            "example": t("Là ví dụ", "An example"),
        }
        for key, label in labels.items():
            old, new = (_value(getattr(ruleset, key)) for ruleset in (self.old, self.new))
            days = key.startswith("effective")
            yield from _changed(label, *(day_text(day) if days and day else day for day in (old, new)))
        for key in dict.fromkeys((*self.old.sources, *self.new.sources)):
            label = t(f"Nguồn «{key}»", f"Source '{key}'")
            yield from _changed(label, self.old.sources.get(key, ""), self.new.sources.get(key, ""))

    def _thresholds(self) -> Iterator[str]:
        for name in dict.fromkeys((*self.old.thresholds, *self.new.thresholds)):
            label = t(f"Ngưỡng nhóm {name}", f"Threshold of class {name}")
            old, new = self.old.thresholds.get(name), self.new.thresholds.get(name)
            if old is None or new is None:
                shown = number_text((old or new).points.value)  # type: ignore[union-attr]
                yield _gone_or_added(f"{label}: {shown}", added=old is None)
                continue
            yield from self._rated(label, old.points, new.points)
            yield from _changed(t(f"{label}, tên", f"{label}, label"), old.label, new.label)

    def _criteria(self) -> Iterator[str]:
        old = {criterion.number: criterion for criterion in self.old.criteria}
        new = {criterion.number: criterion for criterion in self.new.criteria}
        for number in dict.fromkeys((*old, *new)):
            label = t(f"Tiêu chí {number}", f"Criterion {number}")
            before, after = old.get(number), new.get(number)
            if before is None or after is None:
                only = before or after
                assert only is not None
                points = number_text(only.max_points.value)
                yield _gone_or_added(
                    t(f"{label}: {only.name} ({points} điểm)", f"{label}: {only.name} ({points} points)"),
                    added=before is None,
                )
            else:
                yield from _changed(t(f"{label}, tên", f"{label}, name"), before.name, after.name)
                yield from self._ratings_at_once(label, before, after)
                maximum = t(f"{label}, điểm tối đa", f"{label}, maximum")
                yield from self._rated(maximum, before.max_points, after.max_points)
            yield from self._indicators(before.indicators if before else (), after.indicators if after else ())
            self._ratings_told = False

    def _ratings_at_once(self, label: str, old: Criterion, new: Criterion) -> Iterator[str]:
        """One line for a criterion whose numbers now are all of one status and source, as when it is certified."""
        numbers = list(criterion_numbers(new))
        now = set(map(rating_of, numbers))
        if len(now) > 1 or set(map(rating_of, criterion_numbers(old))) == now:
            return
        self._ratings_told = True
        shown, count = _rating_shown(numbers[0], self.new), len(numbers)
        yield t(f"{label}: cả {count} con số → {shown}", f"{label}: all {count} numbers → {shown}")

    def _indicators(self, old: tuple[Indicator, ...], new: tuple[Indicator, ...]) -> Iterator[str]:
        before, after = {part.id: part for part in old}, {part.id: part for part in new}
        for name in dict.fromkeys((*before, *after)):
            was, now = before.get(name), after.get(name)
            if was is None or now is None:
                only = was or now
                assert only is not None
                label = t(f"Chỉ tiêu {name}: {only.label}", f"Indicator {name}: {only.label}")
                yield _gone_or_added(f"{label} ({only.scale_text()})", added=was is None)
            else:
                yield from self._indicator(was, now)

    def _indicator(self, old: Indicator, new: Indicator) -> Iterator[str]:
        label = t(f"Chỉ tiêu {new.id}", f"Indicator {new.id}")
        yield from _changed(t(f"{label}, tên", f"{label}, label"), old.label, new.label)
        yield from _changed(t(f"{label}, cách đo", f"{label}, kind"), old.kind_text(), new.kind_text())
        yield from _changed(t(f"{label}, số liệu", f"{label}, figures"), " / ".join(old.fields), " / ".join(new.fields))
        yield from self._named(label, old, new)
        before, after = _steps(old), _steps(new)
        for name in dict.fromkeys((*before, *after)):
            suffix = t(f", nhóm {name}", f", class {name}") if name else ""
            pairs = zip_longest(before.get(name, ()), after.get(name, ()))
            for position, (was, now) in enumerate(pairs, start=1):
                where = t(f"{label}{suffix}, mức {position}", f"{label}{suffix}, tier {position}")
                yield from self._step(where, was, now)

    def _named(self, label: str, old: Indicator, new: Indicator) -> Iterator[str]:
        """What is told apart by its name, where both have it."""
        before, after = _named_levels(old), _named_levels(new)
        for name in (name for name in before if name in after):
            yield from self._level(f"{label}, {name}", before[name], after[name])

    def _step(self, label: str, old: ScaleLevel | None, new: ScaleLevel | None) -> Iterator[str]:
        if old is not None and new is not None:
            yield from self._level(label, old, new)
        elif (only := old or new) is not None:
            yield _gone_or_added(f"{label}: {_level_shown(only)}", added=old is None)

    def _level(self, label: str, old: ScaleLevel, new: ScaleLevel) -> Iterator[str]:
        yield from _changed(label, _level_shown(old), _level_shown(new))
        marks = [line for a, b in zip(old.numbers, new.numbers, strict=False) for line in self._rating(label, a, b)]
        yield from dict.fromkeys(marks)

    def _fields(self) -> Iterator[str]:
        older = {new: old for new, old in self.new.renamed.items() if old in self.old.fields}
        carried = set(older.values())
        for name, field in self.new.fields.items():
            label = t(f"Số liệu «{field.label}» ({name})", f"Field «{field.label}» ({name})")
            was = self.old.fields.get(older.get(name, name))
            if was is None:
                yield _gone_or_added(label, added=True)
                continue
            if name in older:
                yield t(f"{label}: tên cũ là {older[name]}", f"{label}: formerly {older[name]}")
            yield from _changed(t(f"{label}, tên", f"{label}, label"), was.label, field.label)
            if _without_names(was) != _without_names(field):
                yield t(f"{label}: cách nhập thay đổi", f"{label}: what may be typed has changed")
        for name, field in self.old.fields.items():
            if name not in self.new.fields and name not in carried:
                yield _gone_or_added(
                    t(f"Số liệu «{field.label}» ({name})", f"Field «{field.label}» ({name})"), added=False
                )

        kept = [name for name in self.new.fields if older.get(name, name) in self.old.fields]
        before = [name for name in self.old.fields if name in {older.get(new, new) for new in kept}]
        if [older.get(name, name) for name in kept] != before:
            yield t("Thứ tự các số liệu thay đổi", "The order of the fields has changed")

    def _cross_checks(self) -> Iterator[str]:
        old = {_relation(check): check for check in self.old.cross_checks}
        new = {_relation(check): check for check in self.new.cross_checks}
        for relation in dict.fromkeys((*old, *new)):
            label = t(f"Kiểm tra chéo «{relation}»", f"Cross-check «{relation}»")
            if relation not in old or relation not in new:
                yield _gone_or_added(label, added=relation not in old)
            else:
                yield from _changed(label, old[relation].severity.value, new[relation].severity.value)

    def _rated(self, label: str, old: Rated[Any], new: Rated[Any]) -> Iterator[str]:
        yield from _changed(label, _value(old.value), _value(new.value))
        yield from self._rating(label, old, new)

    def _rating(self, label: str, old: Rated[Any], new: Rated[Any]) -> Iterator[str]:
        if rating_of(old) != rating_of(new) and not self._ratings_told:
            yield from _changed(label, _rating_shown(old, self.old), _rating_shown(new, self.new))


def _rating_shown(number: Rated[Any], ruleset: Ruleset) -> str:
    origin = origin_text(number, ruleset.sources)
    return f"{status_text(number.status)} ({origin})" if origin else status_text(number.status)


def _steps(indicator: Indicator) -> dict[str, list[ScaleLevel]]:
    """The steps of each scale that are told apart by their place, by class."""
    scales = {name: indicator.scale(name or None) for name in ("", *indicator.own_classes)}
    return {name: [level for level in scale if not level.name] for name, scale in scales.items()}


def _named_levels(indicator: Indicator) -> dict[str, ScaleLevel]:
    return {level.name: level for level in (*indicator.scale(None), *indicator.beside_scale()) if level.name}


def _level_shown(level: ScaleLevel) -> str:
    points = level.points
    return level.value if level.name else f"{level.text}: " + t(f"{points} điểm", f"{points} points")


def _without_names(field: Field) -> Mapping[str, Any]:
    return field.model_dump(exclude={"id", "label"})


def _relation(check: CrossCheck) -> str:
    return check_text(check.kind, expression(check.left), expression(check.right))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return t("có", "yes") if value else t("không", "no")
    if value is None or isinstance(value, str):
        return value or ""
    return number_text(value)


def _changed(label: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{label}: {old or '–'} → {new or '–'}"


def _gone_or_added(what: str, *, added: bool) -> str:
    return t(f"Thêm: {what}", f"Added: {what}") if added else t(f"Bỏ: {what}", f"Removed: {what}")
