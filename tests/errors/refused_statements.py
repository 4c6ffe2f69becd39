"""Statement files that give a message: code → how such a file comes to be.

To add an example for your code, put a tiny statement file (any text format) into `tests/errors/statement_files/<CODE>/`, under the
name that it would have: « tests/errors/statement_files/DATE_ORDER_AMBIGUOUS/relevé.csv ». That is all: `tests/statements/
test_messages_of_files.py` reads every file of the folder by `read_statement_file` and wants the code as the refusal, as a rejected line, as
a finding, or as the refusal of a question; several files in one folder are several examples. Git keeps their bytes (.gitattributes).

A file that is binary, odd or large is built by a function here instead: add it to `BUILT`. A code that needs more than a file
(a profile, an answer) is given its own test; name it in `ELSEWHERE` with the test that shows it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from tests.statements import printed_statements
from tests.statements.pdf_writer import pdf_of

FOLDER = Path(__file__).resolve().parent / "statement_files"
Builder = Callable[[Path], Path]
"""Writes a file into a folder and gives its path."""

CSV = "Date;Libellé;Montant;Solde\n02/01/2026;Versement;1500,00;11500,00\n13/01/2026;Loyer;-700,50;10799,50\n".encode()
"""A sound statement of two operations."""


def _written(name: str, data: bytes) -> Builder:
    def build(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    build.__name__ = name
    return build


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def workbook(rows: list[tuple[object, ...]], *, title: str = "Relevé", more: Mapping[str, list[tuple[object, ...]]] | None = None) -> bytes:
    """A workbook with one sheet, and more of them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, lines in (more or {}).items():
        other = book.create_sheet(name)
        for row in lines:
            other.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


ROWS: list[tuple[object, ...]] = [
    ("Date", "Libellé", "Montant", "Solde"),
    ("02/01/2026", "Versement", 1500.0, 11500.0),
    ("13/01/2026", "Loyer", -700.5, 10799.5),
]


def missing(folder: Path) -> Path:
    return folder / "absent.csv"


def a_folder(folder: Path) -> Path:
    (folder / "relevé.csv").mkdir()
    return folder / "relevé.csv"


def huge(folder: Path) -> Path:
    """500 MB that take no room on the disk; nobody may read them."""
    path = folder / "relevé.csv"
    with path.open("wb") as handle:
        handle.truncate(500 * 1024 * 1024)
    return path


def encrypted_member(folder: Path) -> Path:
    """The flag of encryption is set on the one file of an archive."""
    data = bytearray(zipped({"relevé.csv": CSV}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return _written("relevés.zip", bytes(data))(folder)


def swollen(folder: Path) -> Path:
    return _written("relevés.zip", zipped({"relevé.csv": bytes(60_000_000)}))(folder)


def far_cell(folder: Path) -> Path:
    """Two cells, the second one at the far end of the sheet: billions of cells for whoever fills the rectangle."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "Date", "fin"
    book.save(folder / "relevé.xlsx")
    return folder / "relevé.xlsx"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_DOCUMENT = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
_ROW = "{:02}/01/2026  {:<32}{:>15}{:>16}{:>16}\n"
_LISTING = (
    "RELEVE DU 01/01/2026 AU 31/01/2026\n\nDate        Libellé                                  Débit          Crédit           Solde\n"
    + "".join(_ROW.format(i % 31 + 1, "VERSEMENT ESPECES", "", "100,00", f"{i + 1}00,00") for i in range(100))
    + "31/01/2026  UN LIBELLE QUI DEBORDE DE LOIN SUR LES COLONNES D A COTE    6,50        9 993,50\n"
)
_FIELDS = b";".join([b"x"] * 1200)

BUILT: dict[str, tuple[Builder, ...]] = {
    "STATEMENT_NOT_FOUND": (missing,),
    "FILE_IS_FOLDER": (a_folder,),
    "STATEMENT_EMPTY": (
        _written("relevé.csv", b""),
        _written("blancs.csv", b"\xef\xbb\xbf \r\n\t\r\n"),
        _written("zeros.txt", bytes(3000)),
    ),
    "STATEMENT_TOO_BIG": (huge,),
    "STATEMENT_BINARY": (
        _written("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        _written("octets.csv", bytes(range(256)) * 40),
        _written("programme.exe", b"MZ\x90\0\x03\0\0\0" + bytes(200)),
        _written("archive.gz", b"\x1f\x8b\x08\0" + bytes(range(256))),
        _written("lettre.docx", zipped(_DOCUMENT)),
        _written("lettre.doc", _OLE + "WordDocument".encode("utf-16-le") + bytes(4000)),
        _written("relevé.xlsb", zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"})),
    ),
    "STATEMENT_TRUNCATED": (
        _written("relevé.xlsx", workbook(ROWS)[:-1500]),
        _written("relevés.zip", zipped({"relevé.csv": CSV * 50})[:-60]),
        _written("relevé.xls", _OLE + "Workbook".encode("utf-16-le") + bytes(4000)),
    ),
    "STATEMENT_ENCRYPTED": (
        _written("relevé.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le") + bytes(4000)),
        encrypted_member,
    ),
    "STATEMENT_CFONB_240": (_written("ordres.txt", (b"31" + b"12345" + b" " * 233 + b"\r\n") + (b"34" + b"12345" + b" " * 233 + b"\r\n")),),
    "STATEMENT_XML_OTHER": (_written("facture.xml", b'<?xml version="1.0"?>\n<Invoice><ID>1</ID></Invoice>'),),
    "STATEMENT_HTML_NO_TABLE": (_written("relevé.xls", "<html><body><form>Connexion à la banque</form></body></html>".encode()),),
    "STATEMENT_SHEETS_EMPTY": (_written("relevé.xlsx", workbook([])),),
    "STATEMENT_CELLS_ABNORMAL": (far_cell,),
    "ARCHIVE_EMPTY": (_written("relevés.zip", zipped({})), _written("dossier.zip", zipped({"dossier/": b""}))),
    "ARCHIVE_ABNORMAL": (swollen, _written("foule.zip", zipped({f"{i}.csv": b"x" for i in range(600)}))),
    "ARCHIVE_NESTED": (_written("relevés.zip", zipped({"autre.zip": zipped({"relevé.csv": CSV})})),),
    "DELIMITER_UNSURE": (_written("relevé.csv", b"a|b~c\n1|2~3\n5|6~7\n"),),
    "ENCODING_DAMAGED": (_written("relevé.csv", CSV.decode().encode("utf-16") + b"\n\xdc"),),
    "ENCODING_ZEROS": (_written("relevé.csv", CSV.replace(b"Loyer", b"Loyer\0\0")),),
    "STATEMENT_EXTENSION": (_written("relevé.xls", CSV), _written("relevé.ods", workbook(ROWS))),
    "STATEMENT_SHEET_SKIPPED": (_written("relevé.xlsx", workbook(ROWS, more={"Notice": [("Lisez ceci",), ("avant tout",)]})),),
    "QUOTES_BROKEN": (_written("relevé.csv", CSV + b'14/01/2026;"Frais;-1,00;10798,50\n15/01/2026;Frais;-1,00;10797,50\n'),),
    "FIELDS_REJOINED": (_written("relevé.csv", CSV.replace(b";", b",")),),
    "FIELDS_TOO_MANY": (_written("relevé.csv", CSV + b"14/01/2026;Frais; tenue;-1,00;10798,50\n"),),
    "LINE_ACROSS_COLUMNS": (_written("relevé.txt", _LISTING.encode()),),
    "LINE_TOO_WIDE": (_written("relevé.csv", CSV + _FIELDS + b"\n"),),
    "LINE_TOO_LONG": (_written("relevé.csv", CSV + b"14/01/2026;" + b"x" * 200_000 + b";-1,00;10798,50\n"),),
    "PDF_WITHOUT_TEXT": (_written("relevé.pdf", pdf_of([[]])),),
    "PDF_ABNORMAL": (_written("relevé.pdf", pdf_of([[]] * 301)),),
    "PDF_ENDS_OPEN": (_written("relevé_ccp.pdf", printed_statements.ccp(20, has_end=False)),),
    "PDF_NOT_PROVEN": (
        _written("relevé_bna.pdf", printed_statements.bna(wrong=100)),
        _written("relevé_ccp.pdf", printed_statements.ccp(missing=40)),
    ),
}
"""Files built here, by the code that each of them gives."""

ELSEWHERE: dict[str, str] = {
    "STATEMENT_FORBIDDEN": "test_statement_files: a pipe, a file that may not be read",
    "PROFILE_UNKNOWN": "test_profiles",
    "PROFILE_TO_CONFIRM": "test_profiles",
    "PROFILE_MISFIT": "test_profiles",
    "ENCODING_UNKNOWN": "test_decoding: an encoding that does not exist",
    "CFONB_EBCDIC": "test_cfonb: a file in EBCDIC",
    "PDF_SUPPORT_MISSING": "test_pdf: without pdfplumber",
    "DATE_CARRIED": "code of a tab; a statement says TABLE_DATES_CARRIED",
    "DEBIT_AND_CREDIT": "code of a tab; a statement says LINE_BOTH_SIDES",
}
"""Codes about files that a file alone cannot give, with the test that shows them."""


def examples() -> list[tuple[str, Builder]]:
    """All examples: code and builder; the files of `statement_files/` copy themselves."""
    found = [(code, builder) for code, builders in BUILT.items() for builder in builders]
    for path in sorted(FOLDER.glob("*/*")):
        found.append((path.parent.name, _written(path.name, path.read_bytes())))
    return found
