"""Names and places: what lies on the disk under a name that says something else, or cannot be opened."""

import os
import unicodedata
from pathlib import Path

from tests.corpus.base import Build, Case, content, good, reads, refused

LONG = "Ủy ban nhân dân xã Thượng Nghĩa Điền - số liệu cuối kỳ đã sửa lần cuối cùng"


def folder(path: Path) -> None:
    path.mkdir()


def unreadable(path: Path) -> None:
    path.write_bytes(good())
    path.chmod(0)


def loop(path: Path) -> None:
    path.symlink_to(path)


def broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("không có"))


def link(path: Path) -> None:
    target = path.with_suffix(".gốc")
    target.write_bytes(good())
    path.symlink_to(target)


def nothing(path: Path) -> None:
    """The file does not exist."""


def pipe(path: Path) -> None:
    os.mkfifo(path)


def deep(build: Build) -> Build:
    """The same below many folders with long Vietnamese names: a path beyond 1,000 bytes."""

    def made(path: Path) -> None:
        path.parent.mkdir(parents=True)
        build(path)

    return made


CASES: tuple[Case, ...] = (
    refused("thư-mục.xlsx", folder, "CFC-001"),
    Case("không-được-đọc.xlsx", unreadable, ("CFC-001",), as_nobody=True),
    refused("liên-kết-vòng.xlsx", loop, "CFC-001"),
    refused("liên-kết-đứt.xlsx", broken_link, "CFC-001"),
    reads("liên-kết.xlsx", link),
    refused("không-có.xlsx", nothing, "CFC-001"),
    refused("ống.xlsx", pipe, "CFC-001"),
    reads("/".join([*[LONG] * 10, f"{LONG}.xlsx"]), deep(content(good))),
    reads(unicodedata.normalize("NFD", "phiếu-xã-Mỹ-Đông-tổ-hợp.xlsx"), content(good)),
    reads("không-đuôi", content(good)),
    reads("đuôi-sai.xls", content(good)),
    reads("dấu [bold] và 'nháy'; $(rm) %s {x}.xlsx", content(good)),
    refused("~$phiếu.xlsx", content(b"\x05Admin" + b" " * 49 + b"\x05\0A\0d\0m\0i\0n\0" + b" \0" * 49), "CFC-002"),
    refused(".~lock.phiếu.xlsx#", content(b",admin,may-1,23.11.2026 08:00,file:///home/admin;"), "CFC-002"),
)
