"""`xl-cfc example DIR --communes 13 --seed 1`."""

import argparse
from pathlib import Path

from xl_cfc.commands.options import add_force
from xl_cfc.language import t


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", metavar=t("THƯ_MỤC", "DIR"), type=Path)
    parser.add_argument("--communes", type=int, default=13, help=t("số xã (mặc định 13)", "how many communes (13)"))
    parser.add_argument(
        "--seed", type=int, default=1, help=t("số gốc để lặp lại được", "seed, for the same forms again")
    )
    add_force(parser)


def run(options: argparse.Namespace) -> int:
    """Write the forms."""
    from xl_cfc.collecting import terminal_progress
    from xl_cfc.examples import write_examples
    from xl_cfc.usage import UsageError

    if options.communes < 1:
        raise UsageError(t("--communes phải từ 1 trở lên", "--communes must be 1 or more"))
    try:
        with terminal_progress(writing=True) as progress:
            paths = write_examples(
                options.folder, options.communes, options.seed, force=options.force, progress=progress
            )
    except FileExistsError as error:
        raise UsageError(
            t(f"Đã có tệp: {error}. Thêm --force để ghi đè.", f"Exists already: {error}. Add --force to overwrite.")
        ) from None
    print(
        t(
            f"Đã tạo {len(paths)} phiếu ví dụ (số liệu giả lập) trong {options.folder}",
            f"{len(paths)} example forms (made-up figures) written to {options.folder}",
        )
    )
    return 0
