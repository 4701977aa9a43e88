"""Writes docs/findings.md from the catalogue of findings; a test keeps the two the same."""

from pathlib import Path

from xl_cfc.findings.catalogue import catalogue
from xl_cfc.findings.finding import FindingKind, severity_word
from xl_cfc.language import speaking

TARGET = Path(__file__).parents[1] / "docs" / "findings.md"

_HEAD = """# Danh mục mã lỗi (findings)

Tạo tự động từ `xl_cfc/findings/` bằng `make pages`; không sửa tay. Chữ trong ngoặc nhọn được thay
bằng số liệu của phiếu. Lỗi phải sửa mới gửi được; cảnh báo sửa hoặc giải trình; gợi ý nên xem lại.

«Căn cứ» chỉ nêu điều biết chắc: Quyết định và tiêu chí mà số liệu phục vụ (với số liệu chung không thuộc tiêu chí nào:
Hướng dẫn 604/TE-PTTG), hoặc nói thẳng là quy ước của phiếu. Không có số điều, khoản nào được suy đoán.
"""


def document() -> str:
    """The whole page."""
    with speaking("vi"):
        return "\n".join([_HEAD, *map(_entry, catalogue())])


def _entry(kind: FindingKind) -> str:
    basis = kind.basis.value[0].format(decision="Quyết định của bộ tiêu chí", criterion="N")
    live = f"- Trên phiếu: {kind.live}\n" if kind.live else ""
    return (
        f"## {kind.code} · {severity_word(kind.severity)}\n\n{kind.vi}\n\n"
        f"- Cách sửa: {kind.fix_vi}\n- Căn cứ: {basis}\n{live}- English: {kind.en}. {kind.fix_en}\n"
    )


if __name__ == "__main__":
    TARGET.write_text(document(), "utf-8")
