"""A plan in words, as people read it; what the plan does not state says so."""

from collections.abc import Iterator
from datetime import date

from xl_cfc.language import number_text, t
from xl_cfc.plan.models import Contact, Due, Level, Milestone, MilestoneKind, Plan, Target


def level_text(level: Level) -> str:
    """A unit's level."""
    return {
        Level.COMMUNE: t("xã, phường, thị trấn, đặc khu", "commune"),
        Level.DISTRICT: t("huyện, thị xã, thành phố thuộc tỉnh", "district"),
        Level.PROVINCE: t("tỉnh, thành phố trực thuộc trung ương", "province"),
    }[level]


def milestone_kind_text(kind: MilestoneKind) -> str:
    """What a milestone is."""
    return {
        MilestoneKind.PLAN: t("Gửi kế hoạch", "Plan"),
        MilestoneKind.DOSSIER: t("Gửi hồ sơ, kết quả", "Dossier"),
        MilestoneKind.APPRAISAL: t("Thẩm định, công nhận", "Appraisal"),
        MilestoneKind.REPORT: t("Báo cáo cấp trên", "Report"),
        MilestoneKind.OTHER: t("Mốc khác", "Other"),
    }[kind]


def day_text(day: date) -> str:
    """A day as people write it."""
    return f"{day:%d/%m/%Y}"


def due_text(due: Due | None) -> str:
    """A deadline in its document's words, with the last day in time."""
    if due is None:
        return t("không nêu ngày", "no day stated")
    if due.wording == "by":
        return t(f"chậm nhất ngày {day_text(due.day)}", f"by {day_text(due.day)}")
    last = day_text(due.last_day)
    return t(
        f"trước ngày {day_text(due.day)} (ngày cuối còn kịp: {last})",
        f"before {day_text(due.day)} (the last day in time: {last})",
    )


def milestone_text(milestone: Milestone) -> str:
    """A milestone on one line."""
    who = f" ({milestone.by_whom})" if milestone.by_whom else ""
    return f"{milestone.what}{who}: {due_text(milestone.due)}"


def next_due_text(plan: Plan, today: date) -> str:
    """What is due next, and in how many days; empty when the plan names no day that is yet to come."""
    for milestone in plan.dated():
        last = milestone.due.last_day if milestone.due else None
        if last is not None and last >= today:
            days = (last - today).days
            left = (
                t(f"còn {days} ngày", f"{days} days left") if days else t("hôm nay là ngày cuối", "today is the last")
            )
            return f"{milestone_text(milestone)} – {left}"
    return ""


def target_text(target: Target) -> str:
    """A target in a few words: `giữ 06/13`, `100 %`."""
    what = {"recognised": t("được công nhận", "recognised"), "committed": t("có kế hoạch, cam kết", "committed")}
    if target.number is not None:
        of = f"/{target.of}" if target.of is not None else ""
        return t(
            f"{target.number:02d}{of} đơn vị {what[target.what]}", f"{target.number}{of} units {what[target.what]}"
        )
    if target.share is not None:
        share = number_text(target.share * 100)
        return t(f"{share} % đơn vị {what[target.what]}", f"{share} % of the units {what[target.what]}")
    return t("giữ danh hiệu", "keep the title")


def contact_text(contact: Contact) -> str:
    """Where reports go, on one line; empty when nothing is stated."""
    return ", ".join(filter(None, (contact.office, contact.person, contact.phone, contact.email, contact.address)))


def described(plan: Plan) -> Iterator[tuple[str, str]]:
    """The plan as labelled lines; what its document does not state is shown as absent."""
    absent = t("(văn bản không nêu)", "(not stated)")
    legal = plan.legal
    issued = day_text(legal.issued) if legal.issued else ""
    yield t("Kế hoạch", "Plan"), plan.id
    yield t("Đơn vị", "Unit"), f"{plan.unit} ({level_text(plan.level)})"
    yield t("Tỉnh", "Province"), plan.province or absent
    yield t("Năm", "Year"), str(plan.year)
    yield t("Văn bản", "Document"), ", ".join(filter(None, (legal.number, issued, legal.issuer, legal.title))) or absent
    yield t("Số đơn vị", "Communes"), str(plan.communes) if plan.communes else absent
    if not plan.leads:
        yield t("Cơ quan chủ trì theo tiêu chí", "Lead agencies by criterion"), absent
    for agency in plan.agencies:
        numbers = ", ".join(map(str, agency.leads))
        supports = ", ".join(map(str, agency.supports))
        more = t(f"; phối hợp {supports}", f"; supports {supports}") if supports else ""
        led = t(f"tiêu chí {numbers}", f"criteria {numbers}") if numbers else t("không tiêu chí nào", "no criterion")
        yield f"  {agency.name}", led + more
    if not plan.milestones:
        yield t("Mốc thời gian", "Milestones"), absent
    for milestone in plan.milestones:
        yield f"  {milestone_kind_text(milestone.kind)}", milestone_text(milestone)
    yield t("Chỉ tiêu", "Targets"), "; ".join(t_.text or target_text(t_) for t_ in plan.targets) or absent
    watched = ", ".join(map(str, plan.watched_criteria))
    yield t("Tiêu chí cần chú ý (điểm liệt)", "Watched criteria"), watched or absent
    minimum = "; ".join(f"{group}: {count}" for group, count in plan.survey.minimum.items())
    yield t("Khảo sát tối thiểu", "Least respondents"), minimum or absent
    yield t("Phúc tra", "Re-verification"), _reverification(plan) or absent
    compared = str(plan.compares_with) if plan.compares_with else absent
    yield t("So sánh với năm", "Compared with"), compared
    yield t("Nơi nhận báo cáo", "Reports go to"), contact_text(plan.report_to) or absent
    yield t("Thẩm quyền công nhận", "Recognised by"), plan.signing_authority or absent
    for note in plan.notes:
        yield t("Ghi chú", "Note"), note


def _reverification(plan: Plan) -> str:
    rule = plan.reverification
    if rule is None:
        return ""
    if rule.text:
        return rule.text
    if rule.number is not None:
        return t(f"{rule.number} đơn vị", f"{rule.number} units")
    return f"{number_text((rule.share or 0) * 100)} %"
