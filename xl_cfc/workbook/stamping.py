"""What our workbooks say of themselves: a hidden name and custom document properties."""

from xlsxwriter import Workbook

from xl_cfc import __version__
from xl_cfc.stamp import STAMP_NAME, Stamp, stamp_text


def stamp_workbook(workbook: Workbook, stamp: Stamp, kind: str, title: str = "") -> None:
    """Write the stamp into a workbook: the hidden name first, properties for those who lose names."""
    # XlsxWriter has no public way to hide a name; its list holds (name, sheet index, formula, hidden).
    workbook.defined_names.append([STAMP_NAME, -1, f'"{stamp_text(stamp, kind)}"', True])
    workbook.set_custom_property("xl_cfc.kind", kind)
    for key, value in stamp.model_dump(exclude={"criteria"}).items():
        workbook.set_custom_property(f"xl_cfc.{key}", value)
    if stamp.criteria:
        workbook.set_custom_property("xl_cfc.criteria", ",".join(map(str, stamp.criteria)))
    workbook.set_properties(
        {"title": title or "Phiếu xã, phường, thị trấn phù hợp với trẻ em", "author": f"xl_cfc {__version__}"}
    )
