"""Forms changed and saved by other programs: openpyxl (no calculated values), and LibreOffice by its own commands."""

import tempfile
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.corpus.base import Build, Case, content, good, reads, refused
from tests.support.engines import run_uno
from xl_cfc.form.layout import HAMLETS, INPUT, SURVEY


def by_openpyxl() -> bytes:
    out = BytesIO()
    load_workbook(BytesIO(good())).save(out)
    return out.getvalue()


def another_workbook() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


#: What is done in LibreOffice before it saves, and in which format.
DONE: dict[str, tuple[str, list[list[Any]]]] = {
    "lưu": ("xlsx", []),
    "lưu-ods": ("ods", []),
    "lưu-xls": ("xls", []),
    "chèn-dòng-cột": (
        "xlsx",
        [
            ["insert_rows", INPUT, 20, 3],
            ["insert_columns", INPUT, 3, 1],
            ["insert_rows", SURVEY, 15, 2],
            ["insert_rows", HAMLETS, 9, 2],
        ],
    ),
    "chèn-dòng-dưới-tiêu-đề": ("xlsx", [["insert_rows", SURVEY, 14, 1], ["insert_rows", HAMLETS, 8, 1]]),
    "xoá-dòng-nhập": ("xlsx", [["delete_rows", INPUT, 33, 1]]),
    "xoá-dòng-trống-cột-đơn-vị": ("xlsx", [["delete_rows", HAMLETS, 30, 5], ["delete_columns", INPUT, 3, 1]]),
    "xoá-cột-giá-trị": ("xlsx", [["delete_columns", INPUT, 4, 1]]),
    "chép-trang": ("xlsx", [["copy_sheet", INPUT, "Nhập liệu (2)", 9]]),
    "xoá-trang": ("xlsx", [["delete_sheet", HAMLETS]]),
    "đổi-tên-trang-gộp-ô": (
        "xlsx",
        [["rename_sheet", INPUT, "So lieu"], ["move_sheet", SURVEY, 0], ["merge_cells", "So lieu", "D33:E33"]],
    ),
}  # fmt: skip


@cache
def saved() -> dict[str, bytes]:
    """Every one of them, by one start of LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "good.xlsx")
        source.write_bytes(good())
        targets = {name: Path(folder, f"{number}.{suffix}") for number, (name, (suffix, _)) in enumerate(DONE.items())}
        tasks = [
            {"path": str(source), "save": str(targets[name]), "actions": actions, "type": []}
            for name, (_, actions) in DONE.items()
        ]
        run_uno("resave", {"tasks": tasks})
        return {name: target.read_bytes() for name, target in targets.items()}


def office(name: str) -> Build:
    return content(partial(_saved, name))


def _saved(name: str) -> bytes:
    return saved()[name]


CASES: tuple[Case, ...] = (
    reads("openpyxl.xlsx", content(by_openpyxl), "CFC-007"),
    refused("sổ-khác.xlsx", content(another_workbook), "CFC-003"),
    reads("lo-lưu.xlsx", office("lưu"), slow=True),
    refused("lo-lưu.ods", office("lưu-ods"), "CFC-002", slow=True),
    refused("lo-lưu.xls", office("lưu-xls"), "CFC-002", slow=True),
    reads("lo-chèn-dòng-cột.xlsx", office("chèn-dòng-cột"), slow=True),
    reads("lo-chèn-dòng-dưới-tiêu-đề.xlsx", office("chèn-dòng-dưới-tiêu-đề"), slow=True),
    refused("lo-xoá-dòng-nhập.xlsx", office("xoá-dòng-nhập"), "CFC-008", slow=True),
    reads("lo-xoá-dòng-trống-cột-đơn-vị.xlsx", office("xoá-dòng-trống-cột-đơn-vị"), slow=True),
    refused("lo-xoá-cột-giá-trị.xlsx", office("xoá-cột-giá-trị"), "CFC-010", "CFC-036", slow=True),
    reads("lo-chép-trang.xlsx", office("chép-trang"), "CFC-035", slow=True),
    reads("lo-xoá-trang.xlsx", office("xoá-trang"), "CFC-010", slow=True),
    reads("lo-đổi-tên-trang-gộp-ô.xlsx", office("đổi-tên-trang-gộp-ô"), slow=True),
)
