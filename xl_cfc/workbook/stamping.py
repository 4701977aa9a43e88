"""What our workbooks say of themselves: a hidden name and custom document properties."""

from xlsxwriter import Workbook

from xl_cfc import __version__
from xl_cfc.stamp import STAMP_NAME, Stamp, parse_stamp, stamp_text
from xl_cfc.workbook.package import Package
from xl_cfc.workbook.workbookxml import WorkbookPart, read_properties


def stamp_workbook(workbook: Workbook, stamp: Stamp, kind: str, title: str = "") -> None:
    """Write the stamp into a workbook: the hidden name first, properties for those who lose names."""
    # XlsxWriter has no public way to hide a name; its list holds (name, sheet index, formula, hidden).
    workbook.defined_names.append([STAMP_NAME, -1, f'"{stamp_text(stamp, kind)}"', True])
    workbook.set_custom_property("xl_cfc.kind", kind)
    for key, value in stamp.model_dump(exclude=None if stamp.criteria else {"criteria"}).items():
        workbook.set_custom_property(f"xl_cfc.{key}", value)
    workbook.set_properties(
        {"title": title or "Phiếu xã, phường, thị trấn phù hợp với trẻ em", "author": f"xl_cfc {__version__}"}
    )


def recognise(package: Package, workbook: WorkbookPart) -> tuple[str, Stamp] | None:
    """Kind and stamp of one of our workbooks: by the hidden name, else by the document properties."""
    text = workbook.names.get(STAMP_NAME, "")
    parsed = parse_stamp(text.removeprefix("=").strip('"'))
    if parsed is not None:
        return parsed
    properties = read_properties(package)
    keys: tuple[str, ...] = ("template_version", "ruleset_id", "ruleset_hash", "plan_id", "layout_hash")
    if "xl_cfc.criteria" in properties:
        keys = (*keys, "criteria")
    return parse_stamp(
        "|".join([properties.get("xl_cfc.kind", ""), *(properties.get(f"xl_cfc.{key}", "") for key in keys)])
    )
