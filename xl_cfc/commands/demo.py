"""`xl-cfc demo [DIR]`: the whole job on an example district."""

import argparse
from pathlib import Path

from xl_cfc.commands.options import add_force
from xl_cfc.language import t


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", metavar=t("THƯ_MỤC", "DIR"), type=Path, nargs="?", default=Path("demo"))
    add_force(parser)


def run(options: argparse.Namespace) -> int:
    """Make 13 filled forms, score each from its file, merge the folder, and say what to open first."""
    from xl_cfc.collecting import Destination, Material, MergeRequest, merge
    from xl_cfc.examples import write_examples
    from xl_cfc.files.writing import refuse_overwrite
    from xl_cfc.form.ondisk import evaluate_file
    from xl_cfc.judging.scoring import Conclusion
    from xl_cfc.ruleset.known import KnownRulesets
    from xl_cfc.usage import UsageError

    forms, output = options.folder / "phieu", options.folder / "tong-hop.xlsx"
    refuse_overwrite(output, force=options.force)
    try:
        paths = write_examples(forms, 13, 1, force=options.force)
    except FileExistsError as error:
        raise UsageError(
            t(f"Đã có tệp: {error}. Thêm --force để ghi đè.", f"Exists already: {error}. Add --force to overwrite.")
        ) from None
    rulesets = KnownRulesets()  # the example forms are made for one that ships
    results = [evaluate_file(path, rulesets) for path in paths]
    eligible = [r for r in results if r.card is not None and r.card.conclusion is Conclusion.ELIGIBLE]
    outcome = merge(MergeRequest(Material([forms], rulesets), Destination(output, force=options.force)))
    faulty = sum(any(f.severity == "error" for f in r.findings) for r in results)
    print(
        t(
            f"1. Đã tạo {len(paths)} phiếu ví dụ (số liệu giả lập): {forms}",
            f"1. {len(paths)} example forms (made-up figures): {forms}",
        )
    )
    print(
        t(
            f"2. Đã chấm điểm từ tệp: {len(eligible)} xã đủ điều kiện, {faulty} phiếu còn lỗi hoặc ô trống",
            f"2. Scored from their files: {len(eligible)} eligible, {faulty} with mistakes or blanks",
        )
    )
    print("3. " + outcome.lines()[0])
    print(
        t(
            f"4. Mở trước: {output}, trang «Tổng quan», rồi «Bảng điểm» và «Lỗi»",
            f"4. Open first: {output}, sheet «Tổng quan», then «Bảng điểm» and «Lỗi»",
        )
    )
    print(
        t(
            f"5. Thử tự nhập: mở một phiếu trong {forms} bằng Excel, sửa số ở trang «Nhập liệu», xem «Bảng điểm»",
            f"5. Try it: open a form of {forms} in Excel, change a figure on «Nhập liệu», watch «Bảng điểm»",
        )
    )
    return 0
