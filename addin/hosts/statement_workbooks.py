"""Workbooks that hold a statement (.xlsx, .xlsm, .xls, .ods): their cells by calamine, after what could make it swell is refused."""

from __future__ import annotations

import io
import re
import zipfile

from addin.hosts.compound_check import is_sound
from addin.hosts.statement_archives import opened
from addin.hosts.unread import unread_cells
from addin.messages import TresoError
from addin.messages.statements import STATEMENT_WORDS
from addin.treasury.statements.sniffing import OLE

_ENCRYPTED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD = "WordDocument".encode("utf-16-le")
_MOST_CELLS = 40_000_000
"""Cells of the rectangle around all values of a sheet, which calamine holds in memory."""
_ADDRESS = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
_FAR = re.compile(rb'\sr="(?:[A-Z]{3}|[B-Z][A-Z]|[A-Z]{1,2}\d{6,7}|[A-Z]\d{6,7})\d*"')
_ODS_VALUE = re.compile(rb"<table:(?:covered-)?table-cell\b[^>]*office:value-type[^>]*>")
_ODS_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')
_ODS_ROW = re.compile(rb'<table:table-row\b[^>]*number-rows-repeated="(\d{4,})"[^>]*>(.*?)</table:table-row>', re.S)
_MOST_REPEATED = 1_000


def workbook_sheets(data: bytes, file: str) -> tuple[str, list[tuple[str, list[list[object]]]]]:
    """The format (« XLSX », « XLS », « ODS ») and the sheets of a workbook: name and rows from A1.

    Raises:
        TresoError: STATEMENT_TRUNCATED, STATEMENT_ENCRYPTED, STATEMENT_BINARY (a document of another program),
            STATEMENT_CELLS_ABNORMAL.
    """
    if data.startswith(b"PK"):
        with opened(data, file) as archive:
            is_ods = "content.xml" in archive.namelist() and "xl/workbook.xml" not in [name.lower() for name in archive.namelist()]
            _refuse_swelling(archive, file)
        return ("ODS", _read(data, file)) if is_ods else ("XLSX", _with_errors(data, _read(data, file)))
    if data.startswith(OLE):
        head = data[: 1 << 24]
        if any(name in data for name in _ENCRYPTED):
            raise TresoError("STATEMENT_ENCRYPTED", file=file)
        if not any(name in head for name in _BOOKS):
            kind = STATEMENT_WORDS["document" if _WORD in head else "unknown"]
            raise TresoError("STATEMENT_BINARY", file=file, kind=kind)
        if not is_sound(data):
            raise TresoError("STATEMENT_TRUNCATED", file=file, reason=STATEMENT_WORDS["part"])
    return "XLS", _read(data, file)


def _read(data: bytes, file: str) -> list[tuple[str, list[list[object]]]]:
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        return [(name, [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]) for name in grids]
    except PasswordError as error:
        raise TresoError("STATEMENT_ENCRYPTED", file=file) from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of its Rust code is not an `Exception`
        raise TresoError("STATEMENT_TRUNCATED", file=file, reason=STATEMENT_WORDS["part"]) from error


def _with_errors(data: bytes, sheets: list[tuple[str, list[list[object]]]]) -> list[tuple[str, list[list[object]]]]:
    """Cells in error and formulas that were never calculated are texts, so that no amount is missed in silence."""
    from addin.hosts.book import Book
    from addin.hosts.package import Package, PackageError

    try:
        package = Package(io.BytesIO(data))
        parts = {tab.name: tab.part for tab in Book(package).tabs()}
    except (PackageError, ValueError, KeyError):  # calamine is content with less than the standard asks
        return sheets
    for name, rows in sheets:
        if name not in parts:
            continue
        try:
            errors = unread_cells(lambda part=parts[name]: package.chunks(part))  # type: ignore[misc]
        except Exception:  # the values are there; only the search for errors fails on an odd part
            continue
        for (row, column), error in errors.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = error.text or STATEMENT_WORDS["uncalculated"]
    return sheets


def _refuse_swelling(archive: zipfile.ZipFile, file: str) -> None:
    """A few bytes can stand for billions of cells: far addresses in .xlsx, repeated cells in .ods."""
    try:
        for info in archive.infolist():
            name = info.filename.lower()
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _refuse_far_cells(archive.read(info), file)
            elif name == "content.xml":
                _refuse_repeated(archive.read(info), file)
    except TresoError:
        raise
    except Exception as error:
        raise TresoError("STATEMENT_TRUNCATED", file=file, reason=STATEMENT_WORDS["part"]) from error


def _refuse_far_cells(data: bytes, file: str) -> None:
    if not _FAR.search(data):
        return
    last_row = last_column = 0
    for letters, digits in _ADDRESS.findall(data):
        last_row = max(last_row, int(digits))
        if len(letters) > 1:
            column = 0
            for letter in letters:
                column = 26 * column + letter - 64
            last_column = max(last_column, column)
    if last_row * max(last_column, 26) > _MOST_CELLS:
        raise TresoError("STATEMENT_CELLS_ABNORMAL", file=file)


def _refuse_repeated(data: bytes, file: str) -> None:
    for cell in _ODS_VALUE.findall(data):
        repeated = _ODS_REPEATED.search(cell)
        if repeated and int(repeated[1]) > _MOST_REPEATED:
            raise TresoError("STATEMENT_CELLS_ABNORMAL", file=file)
    if any(b"office:value-type" in row[2] for row in _ODS_ROW.finditer(data)):
        raise TresoError("STATEMENT_CELLS_ABNORMAL", file=file)
