"""The plan's targets against what was reached: by eligible units, by holders of the title, or not told by forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_cfc.language import t
from xl_cfc.plan.models import Plan, Target
from xl_cfc.plan.wording import target_text


@dataclass(frozen=True)
class TargetResult:
    """A target against what was reached, of so many units; `reached` and `met` are None where nobody can tell.

    `year` is the year for which a target of keeping the title is judged.
    """

    target: Target
    reached: int | None
    units: int
    met: bool | None
    year: int

    @property
    def of_title(self) -> bool:
        """Whether it is reached by holding the title, which decisions tell, not forms."""
        return self.target.kind == "keep" and self.target.what == "recognised"


def holders(titles: Mapping[str, Sequence[int]], year: int) -> frozenset[str]:
    """The units that hold the title for a year."""
    return frozenset(code for code, years in titles.items() if year in years)


def judged_targets(
    plan: Plan, *, eligible: int, units: int, titles: Mapping[str, Sequence[int]]
) -> Iterator[TargetResult]:
    """Each target of a plan: `eligible` of so many `units` by their forms, `titles` the years each holds the title.

    Whether a commune made its plan no form tells. The title is kept when everyone who held it in an earlier year
    holds it for the plan's; while no decision is recorded, nobody can tell.
    """
    whole = units if plan.level.consolidates else 1
    have = holders(titles, plan.year)
    had = {code for code, years in titles.items() if any(year <= plan.year for year in years)}
    for target in plan.targets:
        if target.what == "committed":
            yield TargetResult(target, None, whole, None, plan.year)
        elif target.kind == "keep":
            reached = len(have) if had else None
            met = target.met(len(have), len(had)) if had else None
            yield TargetResult(target, reached, len(had), met, plan.year)
        else:
            yield TargetResult(target, eligible, whole, target.met(eligible, whole), plan.year)


def target_result_text(result: TargetResult) -> str:
    """A target against what was reached, in a sentence."""
    aim, year = result.target.text or target_text(result.target), result.year
    if result.reached is None and result.of_title:
        return t(
            f"Chỉ tiêu «{aim}»: chưa rõ, trang «Công nhận» chưa ghi quyết định nào",
            f"Target '{aim}': unknown while sheet «Công nhận» records no decision",
        )
    if result.reached is None:
        return t(
            f"Chỉ tiêu «{aim}»: phiếu không cho biết, cần theo dõi riêng",
            f"Target '{aim}': forms do not tell, to be followed apart",
        )
    met = t("đạt", "met") if result.met else t("chưa đạt", "not met")
    share = f"{result.reached}/{result.units}"
    if result.of_title:
        return t(
            f"Chỉ tiêu «{aim}»: {share} đơn vị từng được công nhận giữ danh hiệu năm {year} – {met}",
            f"Target '{aim}': {share} recognised units hold the title for {year}: {met}",
        )
    return t(f"Chỉ tiêu «{aim}»: {share} đơn vị đủ điều kiện – {met}", f"Target '{aim}': {share} units eligible: {met}")
