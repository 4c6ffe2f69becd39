"""Builders of files that must be refused: message code → how such a file comes to be."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

Builder = Callable[[Path], Path]
"""Writes a file into a folder and gives its path."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def sound(folder: Path, name: str = "classeur.xlsx") -> Path:
    """A workbook that is taken: three operations under their headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "BNA"
    for row in (
        ("Date", "Libellé", "Montant"),
        ("02/01/2026", "Virement client", 1500.0),
        ("05/01/2026", "Loyer", -700.5),
        ("09/01/2026", "Frais", -12),
    ):
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def _repacked(folder: Path, change: Callable[[dict[str, bytes]], None], name: str = "classeur.xlsx") -> Path:
    path = sound(folder, name)
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


def _replacing(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part], f"{old!r} is not in {part}"
        parts[part] = parts[part].replace(old, new)

    return change


def _written(folder: Path, data: bytes, name: str = "classeur.xlsx") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def missing(folder: Path) -> Path:
    return folder / "absent.xlsx"


def empty(folder: Path) -> Path:
    return _written(folder, b"")


def truncated(folder: Path) -> Path:
    path = sound(folder)
    return _written(folder, path.read_bytes()[:-2000])


def garbage(folder: Path) -> Path:
    return _written(folder, bytes(5000))


def bad_crc(folder: Path) -> Path:
    """One byte of a sheet's compressed data is wrong."""
    path = sound(folder)
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(path.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0xFF
    return _written(folder, bytes(data))


def missing_sheet(folder: Path) -> Path:
    return _repacked(folder, lambda parts: _drop(parts, "xl/worksheets/sheet1.xml"))


def missing_workbook(folder: Path) -> Path:
    return _repacked(folder, lambda parts: _drop(parts, "xl/workbook.xml"))


def _drop(parts: dict[str, bytes], name: str) -> None:
    del parts[name]


def broken_workbook_xml(folder: Path) -> Path:
    return _repacked(folder, _replacing("xl/workbook.xml", b"</sheets>", b"<sheets>"))


def broken_content_types(folder: Path) -> Path:
    return _repacked(folder, _replacing("[Content_Types].xml", b"</Types>", b""))


def swollen(folder: Path) -> Path:
    """A zip bomb: 300 MB of zeros in a part of 300 kB."""

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/media/image1.bin"] = bytes(300_000_000)

    return _repacked(folder, change)


def encrypted(folder: Path) -> Path:
    """What Excel writes with a password: an OLE compound holding `EncryptedPackage`."""
    return _written(folder, _OLE + "EncryptionInfo".encode("utf-16-le") + bytes(100) + "EncryptedPackage".encode("utf-16-le") + bytes(4000))


def old_xls(folder: Path) -> Path:
    return _written(folder, _OLE + "Workbook".encode("utf-16-le") + bytes(4000), "classeur.xls")


def xls_named_xlsx(folder: Path) -> Path:
    return _written(folder, _OLE + "Workbook".encode("utf-16-le") + bytes(4000))


def binary_xlsb(folder: Path) -> Path:
    """Binary by its content types, whatever the extension says."""
    new = b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    return _repacked(
        folder, _replacing("[Content_Types].xml", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", new)
    )


def open_document(folder: Path) -> Path:
    path = folder / "classeur.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return path


def strict(folder: Path) -> Path:
    def change(parts: dict[str, bytes]) -> None:
        old, new = (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(old, new)
        main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        parts["xl/workbook.xml"] = (
            parts["xl/workbook.xml"].replace(old, new).replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        )

    return _repacked(folder, change)


def signed(folder: Path) -> Path:
    def change(parts: dict[str, bytes]) -> None:
        parts["_xmlsignatures/origin.sigs"] = b""
        parts["_xmlsignatures/sig1.xml"] = b"<Signature/>"

    return _repacked(folder, change)


def shared(folder: Path) -> Path:
    def change(parts: dict[str, bytes]) -> None:
        parts["xl/revisions/revisionHeaders.xml"] = b"<headers/>"
        parts["xl/revisions/userNames.xml"] = b"<users/>"

    return _repacked(folder, change)


def locked_structure(folder: Path) -> Path:
    return _repacked(folder, _replacing("xl/workbook.xml", b"<workbookProtection", b'<workbookProtection lockStructure="1"'))


def text_named_xlsx(folder: Path) -> Path:
    return _written(folder, "Date;Libellé;Montant\n02/01/2026;Loyer;-700,50\n".encode())


def pdf_named_xlsx(folder: Path) -> Path:
    return _written(folder, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(500))


def document_named_xlsx(folder: Path) -> Path:
    new = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _repacked(
        folder, _replacing("[Content_Types].xml", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", new)
    )


def plain_zip(folder: Path) -> Path:
    path = folder / "classeur.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "rien")
    return path


def folder_named_xlsx(folder: Path) -> Path:
    (folder / "classeur.xlsx").mkdir()
    return folder / "classeur.xlsx"


def excel_lock(workbook: Path, user: str) -> Path:
    """The file that Excel puts beside a workbook that is open: 165 bytes, the user's name twice."""
    narrow, wide = user.encode("cp1252", "replace"), user.encode("utf-16-le")
    data = bytes([len(narrow)]) + narrow.ljust(54, b" ") + len(user).to_bytes(2, "little") + wide
    lock = workbook.with_name(f"~${workbook.name}")
    lock.write_bytes(data.ljust(165, b" "))
    return lock


def libreoffice_lock(workbook: Path, user: str) -> Path:
    lock = workbook.with_name(f".~lock.{workbook.name}#")
    lock.write_text(f",{user},poste,22.11.2026 21:00,file:///home/profil;", encoding="utf-8")
    return lock


def open_in_excel(folder: Path) -> Path:
    path = sound(folder)
    excel_lock(path, "Nadia Bensaïd")
    return path


def open_in_libreoffice(folder: Path) -> Path:
    path = sound(folder)
    libreoffice_lock(path, "karim")
    return path


def read_only(folder: Path) -> Path:
    path = sound(folder)
    path.chmod(0o444)
    return path


def read_only_folder(folder: Path) -> Path:
    inner = folder / "archives"
    inner.mkdir()
    path = sound(inner)
    inner.chmod(0o555)
    return path


REFUSED: dict[str, tuple[Builder, ...]] = {
    "FILE_NOT_FOUND": (missing,),
    "FILE_CORRUPT": (
        empty,
        truncated,
        garbage,
        bad_crc,
        missing_sheet,
        missing_workbook,
        broken_workbook_xml,
        broken_content_types,
        swollen,
    ),
    "FILE_ENCRYPTED": (encrypted,),
    "FILE_OLD_FORMAT": (old_xls, xls_named_xlsx, binary_xlsb, open_document),
    "FILE_STRICT": (strict,),
    "FILE_SIGNED": (signed,),
    "FILE_SHARED": (shared,),
    "FILE_LOCKED_STRUCTURE": (locked_structure,),
    "FILE_NOT_EXCEL": (text_named_xlsx, pdf_named_xlsx, document_named_xlsx, plain_zip),
    "FILE_IS_FOLDER": (folder_named_xlsx,),
    "FILE_OPEN_ELSEWHERE": (open_in_excel, open_in_libreoffice),
    "FILE_READ_ONLY": (read_only,),
    "FOLDER_READ_ONLY": (read_only_folder,),
}
"""Every refusal about the file itself, with the files that must meet it when they are opened for writing."""
