"""Writing the forms of a year: one for each unit of a roster, made for the locality's plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from xl_cfc.files.pool import mapped
from xl_cfc.files.writing import write_file
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.language import t
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster, RosterUnit
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import loaded
from xl_cfc.ruleset.saving import ruleset_text
from xl_cfc.text import plain_name
from xl_cfc.usage import UsageError

#: Below this many forms worker processes cost more than they save.
_MANY = 8
_NAMED = 5

#: Called after each form: how many are written, of how many, and which.
Told = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Issue:
    """What the forms of a year have in common."""

    year: int
    period: str
    plan: Plan | None
    today: date

    def name_of(self, unit: RosterUnit) -> str:
        """The file of a unit: `mã_tên_năm_kỳ.xlsx`."""
        return f"{unit.code}_{plain_name(unit.name)}_{self.year}_{plain_name(self.period).lower()}.xlsx"

    def content_of(self, unit: RosterUnit) -> FormContent:
        """What a unit's form holds from the start."""
        plan = self.plan
        return FormContent(
            values={
                "ten_don_vi": unit.name,
                "ma_dvhc": unit.code,
                "nhom_nguong": unit.threshold_class or None,
                "loai_don_vi": unit.kind or None,
                "nam": self.year,
                "ky": self.period,
                "don_vi_tong_hop": (plan.unit if plan.level.consolidates else plan.report_to.office) if plan else None,
                "tinh": (plan.province or None) if plan else None,
            }
        )


def issue_forms(
    ruleset: Ruleset,
    issue: Issue,
    roster: Roster,
    folder: Path,
    *,
    force: bool = False,
    progress: Told | None = None,
) -> list[Path]:
    """Write every unit's form into a folder, in the roster's order.

    Raises `UsageError`, before anything is written, for classes the rule set does not have and, without `force`, for
    files that exist.
    """
    _refuse_classes(ruleset, roster)
    there = [name for unit in roster.units if (folder / (name := issue.name_of(unit))).exists()]
    if there and not force:
        more = f" … ({len(there)})" if len(there) > _NAMED else ""
        named = ", ".join(there[:_NAMED]) + more
        raise UsageError(t(f"Đã có tệp: {named}. Thêm --force để ghi đè", f"Already there: {named}. Add --force"))
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    # A rule set cannot travel between processes; its text can.
    work = partial(_write, issue=issue, rules=ruleset_text(ruleset), folder=folder)
    for path in mapped(work, roster.units, many=_MANY):
        paths.append(path)
        if progress is not None:
            progress(len(paths), len(roster.units), path.name)
    return paths


def _refuse_classes(ruleset: Ruleset, roster: Roster) -> None:
    wrong = [u for u in roster.units if u.threshold_class and u.threshold_class not in ruleset.thresholds]
    if wrong:
        known = ", ".join(ruleset.thresholds)
        named = "; ".join(f"{unit.code} {unit.name}: {unit.threshold_class}" for unit in wrong)
        raise UsageError(
            t(f"Nhóm ngưỡng phải là một trong {known}: {named}", f"The class must be one of {known}: {named}")
        )


def _write(unit: RosterUnit, issue: Issue, rules: str, folder: Path) -> Path:
    path = folder / issue.name_of(unit)
    data = form_bytes(loaded(rules), issue.content_of(unit), plan=issue.plan, today=issue.today)
    write_file(path, data, force=True)
    return path
