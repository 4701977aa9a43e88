"""The file a cell names: by its path, or as a workbook that is open."""

from pathlib import Path

from udfs.cells import InCellError, local_path


def form_path(text: str) -> Path:
    """Where a form lies that a cell names; raises `InCellError`."""
    if not text:
        raise InCellError("cho biết đường dẫn của phiếu hoặc tên phiếu đang mở")
    path = Path(local_path(text))
    if not path.is_absolute():
        path = _open_book(text)
    if not path.is_file():
        raise InCellError(f"không tìm thấy tệp «{text}»")
    return path


def _open_book(name: str) -> Path:
    """Where an open workbook was last saved."""
    import xlwings

    for book in xlwings.books:
        if book.name.casefold() == name.casefold():
            try:
                return Path(book.fullname)
            except Exception:
                raise InCellError(f"không tìm được «{name}» trên ổ đĩa: hãy lưu phiếu ngoài OneDrive") from None
    raise InCellError(f"không có phiếu nào tên «{name}» đang mở; ghi đủ đường dẫn nếu phiếu chưa mở")
