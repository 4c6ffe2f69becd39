"""Which workbooks are taken, and where they may be written: every refusal about the file, before anything is written."""

from __future__ import annotations

import os
import stat
import sys
import zipfile
from pathlib import Path
from typing import BinaryIO

from addin.hosts.book import Book
from addin.hosts.package import CONTENT_TYPES, MAIN_NS, Package, PackageError
from addin.messages import FILE_WORDS, TresoError

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_OLD_BINARY = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OTHER_FORMATS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_STRICT = "http://purl.oclc.org/ooxml/"
_MAIN_TYPES = ("sheet.main+xml", "template.main+xml", "sheet.macroEnabled.main+xml", "template.macroEnabled.main+xml")
_BINARY_TYPE = "sheet.binary.macroEnabled.main"
_LARGEST_PART, _LARGEST_TOTAL, _MOST_PARTS = 1 << 31, 1 << 32, 20_000
_LARGEST_RATIO, _RATIO_COUNTS_FROM = 400, 1 << 27
_CHUNK = 1 << 20


def admit(handle: BinaryIO, file: str, *, for_writing: bool) -> Package:
    """The package of an open file, all of it checked: zip, CRC of every part, kind of workbook.

    Args:
        handle: the file, open in binary; not closed here.
        file: its name, for the message.
        for_writing: also refuse what a change would spoil: signed, shared, locked structure.
    Raises:
        TresoError: FILE_CORRUPT, FILE_ENCRYPTED, FILE_OLD_FORMAT, FILE_STRICT, FILE_NOT_EXCEL, FILE_SIGNED, FILE_SHARED,
            FILE_LOCKED_STRUCTURE.
    """
    _refuse_other_formats(handle, file)
    try:
        package = Package(handle)
        _refuse_other_packages(package, file)
        _refuse_bombs(package.archive)
        for name in package.names():
            for _ in package.chunks(name):
                pass
        book = Book(package)
        book.tabs()
        for part in (CONTENT_TYPES, book.related("styles")):
            if part is not None:
                package.tree(part)
        if for_writing:
            _refuse_unchangeable(book, file)
    except PackageError as error:
        raise TresoError("FILE_CORRUPT", file=file, reason=FILE_WORDS[error.reason].format(part=error.part)) from error
    return package


def _refuse_other_formats(handle: BinaryIO, file: str) -> None:
    """Look at the first bytes: the extension says nothing sure."""
    handle.seek(0)
    head = handle.read(8192)
    if not head:
        raise TresoError("FILE_CORRUPT", file=file, reason=FILE_WORDS["empty"])
    if head.startswith(_OLE):
        if _ole_contains(handle, _ENCRYPTED_STREAM):
            raise TresoError("FILE_ENCRYPTED", file=file)
        raise TresoError("FILE_OLD_FORMAT", file=file, format=".xls")
    if head.startswith(_OLD_BINARY):
        raise TresoError("FILE_OLD_FORMAT", file=file, format=".xls")
    if head.startswith(_OTHER_FORMATS) or (not head.startswith(_ZIP) and _is_text(head)):
        raise TresoError("FILE_NOT_EXCEL", file=file)
    if not head.startswith(_ZIP):
        raise TresoError("FILE_CORRUPT", file=file, reason=FILE_WORDS["truncated"])


def _ole_contains(handle: BinaryIO, name: bytes) -> bool:
    handle.seek(0)
    tail = b""
    while chunk := handle.read(_CHUNK):
        if name in tail + chunk:
            return True
        tail = chunk[-len(name) :]
    return False


def _is_text(head: bytes) -> bool:
    is_plain = b"\0" not in head and not any(byte < 9 or 13 < byte < 32 for byte in head)
    return is_plain or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _refuse_other_packages(package: Package, file: str) -> None:
    if any(info.flag_bits & 0x1 for info in package.archive.infolist()):
        raise TresoError("FILE_ENCRYPTED", file=file)
    if package.has("mimetype") and package.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise TresoError("FILE_OLD_FORMAT", file=file, format=".ods")
    if not package.has(CONTENT_TYPES):
        raise TresoError("FILE_NOT_EXCEL", file=file)
    links = package.relations("")
    main_part = next((link for link in links if link.kind == "officeDocument"), None)
    if main_part is None or not package.has(main_part.target):
        raise PackageError("missing_part", main_part.target if main_part else "_rels/.rels")
    kind = package.content_type(main_part.target)
    if _BINARY_TYPE in kind:
        raise TresoError("FILE_OLD_FORMAT", file=file, format=".xlsb")
    if not kind.endswith(_MAIN_TYPES):
        raise TresoError("FILE_NOT_EXCEL", file=file)
    root = package.tree(main_part.target).tag
    if main_part.type.startswith(_STRICT) or root.startswith(f"{{{_STRICT}"):
        raise TresoError("FILE_STRICT", file=file)
    if root != f"{{{MAIN_NS}}}workbook":
        raise PackageError("bad_part", main_part.target)


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """A million rows of 8 columns are about 450 MB once decompressed: the limits lie well above."""
    infos = archive.infolist()
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _LARGEST_TOTAL:
        raise PackageError("too_big")
    for info in infos:
        swollen = info.file_size > _RATIO_COUNTS_FROM and info.file_size > _LARGEST_RATIO * max(info.compress_size, 1)
        if info.file_size > _LARGEST_PART or swollen:
            raise PackageError("too_big", info.filename)


def _refuse_unchangeable(book: Book, file: str) -> None:
    names = [name.lower() for name in book.package.names()]
    kinds = {link.kind.lower() for link in (*book.package.relations(""), *book.package.relations(book.part))}
    if any(name.startswith("_xmlsignatures/") for name in names) or "origin" in kinds:
        raise TresoError("FILE_SIGNED", file=file)
    if kinds & {"revisionheaders", "usernames"} or any("/revisions/" in name for name in names):
        raise TresoError("FILE_SHARED", file=file)
    if book.has_locked_structure:
        raise TresoError("FILE_LOCKED_STRUCTURE", file=file)


def refuse_source(path: Path) -> None:
    """Refuse a path that leads to no file that can be read.

    Raises:
        TresoError: FILE_NOT_FOUND, FILE_IS_FOLDER, FILE_FORBIDDEN, FILE_NOT_EXCEL (a pipe, a device).
    """
    file = path.name or str(path)
    try:
        mode = path.stat().st_mode
    except PermissionError as error:
        raise TresoError("FILE_FORBIDDEN", file=file) from error
    except (OSError, ValueError) as error:  # a name that the system cannot even look for leads nowhere
        raise TresoError("FILE_NOT_FOUND", file=file) from error
    if stat.S_ISDIR(mode):
        raise TresoError("FILE_IS_FOLDER", file=file)
    if not stat.S_ISREG(mode):
        raise TresoError("FILE_NOT_EXCEL", file=file)


def refuse_place(path: Path) -> None:
    """Refuse a file that cannot be written where it is: open elsewhere, read-only, folder missing or read-only.

    Raises:
        TresoError: FOLDER_NOT_FOUND, FOLDER_READ_ONLY, FILE_READ_ONLY, FILE_OPEN_ELSEWHERE, FILE_IS_FOLDER.
    """
    real = path.resolve()
    if not real.parent.is_dir():
        raise TresoError("FOLDER_NOT_FOUND", file=path.name)
    if real.is_dir():
        raise TresoError("FILE_IS_FOLDER", file=path.name or str(path))
    for place in dict.fromkeys((path.absolute(), real)):
        for lock in (place.with_name(f"~${place.name}"), place.with_name(f".~lock.{place.name}#")):
            if lock.exists():
                user = lock_holder(lock)
                by = FILE_WORDS["open_by"].format(user=user) if user else ""
                raise TresoError("FILE_OPEN_ELSEWHERE", file=path.name, by=by, lock=lock.name)
    if real.exists() and not _is_writable(real):
        raise TresoError("FILE_READ_ONLY", file=path.name)
    if not (os.access(real.parent, os.W_OK) if sys.platform == "win32" else _is_writable(real.parent)):
        raise TresoError("FOLDER_READ_ONLY", file=path.name)


def _is_writable(path: Path) -> bool:
    """The system lets us, and somebody at least may: an administrator also respects « lecture seule »."""
    return os.access(path, os.W_OK) and path.stat().st_mode & 0o222 != 0


def lock_holder(lock: Path) -> str:
    """Name of the person who has the workbook open, as Excel or LibreOffice stores it in the lock; "" when it is not said."""
    try:
        data = lock.read_bytes()[:4096]
    except OSError:  # held by Excel itself
        return ""
    if lock.name.startswith(".~lock."):
        fields = data.decode("utf-8", "replace").split(",")
        return next((text.strip() for text in fields[:2] if text.strip()), "")
    if len(data) > 57 and (length := int.from_bytes(data[55:57], "little")) and 57 + 2 * length <= len(data):
        return _shown(data[57 : 57 + 2 * length].decode("utf-16-le", "replace"))
    return _shown(data[1 : 1 + data[0]].decode("cp1252", "replace")) if data else ""


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()
