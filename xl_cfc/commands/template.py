"""`xl-cfc template OUT.xlsx --name … --code … --class … --year … --period …`."""

import argparse
from pathlib import Path

from xl_cfc.commands.rulesets import add_folder_option, rulesets_of
from xl_cfc.language import t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.usage import UsageError

PERIODS = {"start": "Đầu kỳ", "end": "Cuối kỳ"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("output", metavar="OUT.xlsx", type=Path)
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
        "--ruleset",
        default="",
        metavar=t("MÃ|TỆP", "ID|FILE"),
        help=t("bộ tiêu chí: mã hoặc tệp .yaml (mặc định: bộ áp dụng cho năm)", "rule set: id or .yaml file"),
    )
    add_folder_option(parser)
    parser.add_argument("--force", action="store_true", help=t("ghi đè tệp đã có", "overwrite an existing file"))


def run(options: argparse.Namespace) -> int:
    """Write the form."""
    from xl_cfc.excel.form import FormContent, form_bytes
    from xl_cfc.writing import write_file

    ruleset = _ruleset(options)
    if options.output.suffix.lower() != ".xlsx":
        raise UsageError(t("Tên tệp phải kết thúc bằng .xlsx", "The file name must end in .xlsx"))
    if options.threshold_class and options.threshold_class not in ruleset.thresholds:
        known = ", ".join(ruleset.thresholds)
        raise UsageError(t(f"Nhóm ngưỡng phải là một trong: {known}", f"The class must be one of: {known}"))
    if options.code and not (len(options.code) == 5 and options.code.isascii() and options.code.isdigit()):
        raise UsageError(t("Mã đơn vị phải có đúng 5 chữ số", "The code must have exactly 5 digits"))
    values = {
        "ten_don_vi": options.name,
        "ma_dvhc": options.code,
        "nhom_nguong": options.threshold_class,
        "nam": options.year,
        "ky": PERIODS.get(options.period),
        "loai_don_vi": options.kind,
        "don_vi_tong_hop": options.unit,
        "tinh": options.province,
    }
    write_file(options.output, form_bytes(ruleset, FormContent(values=values)), force=options.force)
    print(t(f"Đã tạo phiếu: {options.output}", f"Form written: {options.output}"))
    return 0


def _ruleset(options: argparse.Namespace) -> Ruleset:
    """The rule set that is named, else the one in force in the form's year."""
    from xl_cfc.ruleset.registry import find_ruleset, ruleset_in_force

    others = rulesets_of(options).rulesets
    return find_ruleset(options.ruleset, others) if options.ruleset else ruleset_in_force(options.year, others)
