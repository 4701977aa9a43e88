"""`xl-cfc template OUT.xlsx --name … --code … --class … --year … --period …`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xl_cfc.language import t
from xl_cfc.usage import UsageError

if TYPE_CHECKING:
    from xl_cfc.excel.form import FormContent
    from xl_cfc.ruleset.models import Ruleset
    from xl_cfc.submission import CellValue, Stamp

PERIODS = {"start": "Đầu kỳ", "end": "Cuối kỳ"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("output", metavar="OUT.xlsx", type=Path)
    parser.add_argument(
        "--from",
        dest="earlier",
        metavar=t("PHIẾU_TRƯỚC", "EARLIER"),
        type=Path,
        help=t("phiếu kỳ trước: chép những gì còn dùng", "the form of the period before: carries over what stays"),
    )
    parser.add_argument("--name", default="", help=t("tên đơn vị, ví dụ «Xã Mỹ Đông»", "the unit's name"))
    parser.add_argument("--code", default="", help=t("mã đơn vị hành chính, 5 chữ số", "the unit's code, 5 digits"))
    parser.add_argument(
        "--class", dest="threshold_class", default="", help=t("nhóm ngưỡng điểm: A, B, C", "threshold class")
    )
    parser.add_argument("--year", type=int, help=t("năm đánh giá", "year of evaluation"))
    parser.add_argument(
        "--period", choices=tuple(PERIODS), help=t("kỳ: start đầu kỳ, end cuối kỳ", "start or end of the year")
    )
    parser.add_argument("--kind", default="", help=t("loại đơn vị: xã, phường, thị trấn, đặc khu", "kind of unit"))
    parser.add_argument("--unit", default="", help=t("đơn vị tổng hợp", "the consolidating unit"))
    parser.add_argument("--province", default="", help=t("tỉnh, thành phố", "the province"))
    parser.add_argument(
        "--ruleset", default="qd06-2019", help=t("bộ tiêu chí: mã hoặc tệp .yaml", "rule set: id or .yaml file")
    )
    parser.add_argument("--force", action="store_true", help=t("ghi đè tệp đã có", "overwrite an existing file"))


def run(options: argparse.Namespace) -> int:
    """Write the form."""
    from xl_cfc.excel.form import FormContent, form_bytes
    from xl_cfc.ruleset.registry import find_ruleset
    from xl_cfc.writing import write_file

    ruleset = find_ruleset(options.ruleset)
    if options.output.suffix.lower() != ".xlsx":
        raise UsageError(t("Tên tệp phải kết thúc bằng .xlsx", "The file name must end in .xlsx"))
    if options.threshold_class and options.threshold_class not in ruleset.thresholds:
        known = ", ".join(ruleset.thresholds)
        raise UsageError(t(f"Nhóm ngưỡng phải là một trong: {known}", f"The class must be one of: {known}"))
    if options.code and not (len(options.code) == 5 and options.code.isascii() and options.code.isdigit()):
        raise UsageError(t("Mã đơn vị phải có đúng 5 chữ số", "The code must have exactly 5 digits"))
    values: dict[str, CellValue] = {
        "ten_don_vi": options.name,
        "ma_dvhc": options.code,
        "nhom_nguong": options.threshold_class,
        "nam": options.year,
        "ky": PERIODS.get(options.period),
        "loai_don_vi": options.kind,
        "don_vi_tong_hop": options.unit,
        "tinh": options.province,
    }
    content, lines = _carried_over(options.earlier, ruleset) if options.earlier else (FormContent(), ())
    write_file(options.output, form_bytes(ruleset, content.with_values(values)), force=options.force)
    print(t(f"Đã tạo phiếu: {options.output}", f"Form written: {options.output}"))
    for line in lines:
        print(line)
    return 0


def _carried_over(path: Path, ruleset: "Ruleset") -> "tuple[FormContent, tuple[str, ...]]":
    """What stands in the form from the one before it, and the lines that say so."""
    from xl_cfc.carrying import carry_over, read_earlier, told
    from xl_cfc.evaluation import shipped_rulesets

    def known(stamp: "Stamp") -> "Ruleset | None":
        return ruleset if stamp.ruleset_hash == ruleset.digest else shipped_rulesets(stamp)

    earlier = read_earlier(path, known)
    return carry_over(earlier, ruleset), tuple(told(earlier, ruleset))
