"""What our workbooks say of themselves: kind, template version, rule set, plan and layout, in one short text."""

from pydantic import BaseModel, ConfigDict


class Stamp(BaseModel):
    """What a form says of itself: which template, rule set, plan and layout it was made from."""

    model_config = ConfigDict(frozen=True)

    template_version: str
    ruleset_id: str
    ruleset_hash: str
    plan_id: str = ""
    layout_hash: str = ""
    criteria: tuple[int, ...] = ()  # of an agency's form: the numbers it holds


#: The defined name and the property prefix that recognise our workbooks.
STAMP_NAME = "xl_cfc_stamp"
FORM_KIND = "form"
AGENCY_KIND = "agency"
CONSOLIDATED_KIND = "consolidated"
RULEBOOK_KIND = "rulebook"
PLAN_KIND = "plan"
_KINDS = (FORM_KIND, AGENCY_KIND, CONSOLIDATED_KIND, RULEBOOK_KIND, PLAN_KIND)


def stamp_text(stamp: Stamp, kind: str = FORM_KIND) -> str:
    """The stamp as the hidden name holds it."""
    parts = [kind, stamp.template_version, stamp.ruleset_id, stamp.ruleset_hash, stamp.plan_id, stamp.layout_hash]
    return "|".join([*parts, ",".join(map(str, stamp.criteria))] if stamp.criteria else parts)


def parse_stamp(text: str) -> tuple[str, Stamp] | None:
    """Kind and stamp from the hidden name's text, None when it is not ours."""
    parts = text.split("|")
    expected = 7 if parts[0] == AGENCY_KIND else 6
    if len(parts) != expected or parts[0] not in _KINDS:
        return None
    kind, version, ruleset_id, ruleset_hash, plan_id, layout_hash, *criteria = parts
    numbers = criteria[0].split(",") if criteria else []
    if not all(number.isdecimal() for number in numbers):
        return None
    return kind, Stamp(
        template_version=version,
        ruleset_id=ruleset_id,
        ruleset_hash=ruleset_hash,
        plan_id=plan_id,
        layout_hash=layout_hash,
        criteria=tuple(map(int, numbers)),
    )
