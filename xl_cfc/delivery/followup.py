"""What a consolidated workbook leaves to do: forms to send back, units to call; the forms need not be at hand."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xl_cfc.collecting.reopening import reopened
from xl_cfc.delivery.calls import Call, calls, calls_text
from xl_cfc.delivery.phonelist import phone_list_bytes
from xl_cfc.delivery.returning import Returned, note_files, of_workbook
from xl_cfc.findings.file import UNKNOWN_RULESET
from xl_cfc.findings.finding import Finding
from xl_cfc.language import t
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.text import plain_name


@dataclass(frozen=True)
class FollowUp:
    """What is to be sent back and whom to call; `calls` is None where nobody knows whose forms are expected.

    `unknown` counts the forms whose rule set is not on this computer.
    """

    workbook: str
    returned: tuple[Returned, ...]
    calls: tuple[Call, ...] | None
    unknown: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.returned and not self.calls

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that communes are asked to mend or explain."""
        return tuple(finding for one in self.returned for finding in one.findings)

    def lines(self) -> list[str]:
        """What came of it, a sentence a line."""
        if self.returned:
            lines = [t(f"{len(self.returned)} phiếu phải trả lại", f"{len(self.returned)} forms to return")]
        else:
            lines = [t("Không có phiếu nào phải trả lại", "No form has to go back")]
        if self.calls is None:
            lines.append(
                t(
                    "không lập danh sách gọi điện: bản tổng hợp không có danh sách đơn vị phải nộp",
                    "no phone list: the workbook was merged without a roster",
                )
            )
        elif self.calls:
            lines.append(t(f"{len(self.calls)} đơn vị cần gọi điện", f"{len(self.calls)} units to call"))
        else:
            lines.append(t("không có đơn vị nào phải gọi", "nobody has to be called"))
        if self.unknown:
            lines.append(
                t(
                    f"{self.unknown} phiếu theo bộ tiêu chí máy này không có nên không lập phiếu trả lại",
                    f"{self.unknown} forms follow a rule set that is not available here and get no note",
                )
            )
        return lines

    def list_files(self, today: date) -> dict[str, bytes]:
        """The phone list as a page and as a text, by the names of their files; empty when nobody is called."""
        if not self.calls:
            return {}
        name = f"goi-dien_{plain_name(Path(self.workbook).stem)}"
        return {
            f"{name}.xlsx": phone_list_bytes(self.calls, self.workbook, today),
            f"{name}.txt": calls_text(self.calls, today).encode("utf-8-sig"),
        }

    def files(self, today: date, due: str = "") -> dict[str, bytes]:
        """Every note and the phone list, by the names of their files."""
        return note_files(self.returned, today, due) | self.list_files(today)


def follow_up(data: bytes, file: str, rulesets: FindRuleset, today: date, *, roster: Roster | None = None) -> FollowUp:
    """What the consolidated workbook in these bytes leaves to do, with what has been typed into it.

    `roster` replaces the one the workbook remembers. Raises `UsageError` when the workbook cannot be read whole.
    """
    name = Path(file).name
    found = reopened(data, name, rulesets, today, roster=roster)
    merged, state = found.consolidation, found.consolidation.completeness
    return FollowUp(
        workbook=name,
        returned=of_workbook(merged),
        calls=calls(state, found.ledger, today) if state is not None and state.rostered else None,
        unknown=sum(any(f.kind == UNKNOWN_RULESET for f in member.findings) for member in merged.members),
    )
