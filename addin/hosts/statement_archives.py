"""Zip archives of statements, and zips that are workbooks; nothing in them is believed: names, sizes, checksums."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from addin.messages import TresoError
from addin.messages.statements import STATEMENT_WORDS

_MOST_MEMBERS = 500
_LARGEST_MEMBER, _LARGEST_TOTAL = 100 << 20, 256 << 20
_LARGEST_RATIO, _RATIO_COUNTS_FROM = 200, 16 << 20
_LARGEST_PART, _LARGEST_BOOK, _MOST_PARTS = 512 << 20, 1 << 30, 20_000
_CONTENT_TYPES, _ODS = "[content_types].xml", b"application/vnd.oasis.opendocument.spreadsheet"
_LEFTOVERS = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)", re.I)
_LONGEST_NAME = 120
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError, IndexError)


def opened(data: bytes, file: str) -> zipfile.ZipFile:
    """The archive.

    Raises:
        TresoError: STATEMENT_TRUNCATED, when its directory is not found or broken.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise TresoError("STATEMENT_TRUNCATED", file=file, reason=STATEMENT_WORDS["directory"]) from error


def is_workbook(data: bytes, file: str) -> bool:
    """True for a workbook (.xlsx, .xlsm, .ods), False for a zip with files in it.

    Raises:
        TresoError: STATEMENT_TRUNCATED; STATEMENT_BINARY for a Word document, a presentation, a binary workbook;
            STATEMENT_CELLS_ABNORMAL for a workbook that swells beyond measure.
    """
    with opened(data, file) as archive:
        infos = archive.infolist()
        names = {info.filename.lower() for info in infos}
        types = names & {_CONTENT_TYPES, "mimetype"}
        if not types:
            return False
        if len(infos) > _MOST_PARTS or sum(i.file_size for i in infos) > _LARGEST_BOOK or any(i.file_size > _LARGEST_PART for i in infos):
            raise TresoError("STATEMENT_CELLS_ABNORMAL", file=file)
        if _CONTENT_TYPES in types:
            if "xl/workbook.xml" in names:
                return True
            kind = next((kind for name, kind in _OTHERS.items() if name in names), "")
        else:
            content = _member(archive, next(info for info in infos if info.filename.lower() == "mimetype"), file)
            if isinstance(content, bytes) and content.strip().startswith(_ODS):
                return True
            kind = "document" if isinstance(content, bytes) and content.startswith(b"application/vnd.") else ""
        if not kind:
            return False
        raise TresoError("STATEMENT_BINARY", file=file, kind=STATEMENT_WORDS[kind])


_OTHERS = {"xl/workbook.bin": "xlsb", "word/document.xml": "document", "ppt/presentation.xml": "presentation"}


def members(data: bytes, file: str) -> Iterator[tuple[str, bytes | TresoError]]:
    """The files of an archive, each with its content or the reason why it cannot be read; folders and leftovers of systems are not.

    Raises:
        TresoError: STATEMENT_TRUNCATED, ARCHIVE_EMPTY, ARCHIVE_ABNORMAL.
    """
    with opened(data, file) as archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/") and not _LEFTOVERS.search(info.filename)]
        if not infos:
            raise TresoError("ARCHIVE_EMPTY", file=file)
        if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > _LARGEST_TOTAL or any(map(_is_swollen, infos)):
            raise TresoError("ARCHIVE_ABNORMAL", file=file)
        room = _LARGEST_TOTAL
        for info in infos:
            name = shown_name(info.filename)
            content = _member(archive, info, STATEMENT_WORDS["member"].format(archive=file, member=name))
            room -= len(content) if isinstance(content, bytes) else 0
            if room < 0:  # the sizes in its directory were wrong
                raise TresoError("ARCHIVE_ABNORMAL", file=file)
            yield name, content


def shown_name(name: str) -> str:
    """Name of a member for screens: its last part, without what nobody sees; it never becomes a path.

    >>> shown_name("../../etc/relevé.csv"), shown_name("C:\\\\x\\\\a\\u202eb.csv"), shown_name("/")
    ('relevé.csv', 'ab.csv', '?')
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    shown = "".join(char for char in last if char.isprintable()).strip()
    return (shown if len(shown) <= _LONGEST_NAME else shown[: _LONGEST_NAME // 2] + "…" + shown[-_LONGEST_NAME // 2 :]) or "?"


def _is_swollen(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _RATIO_COUNTS_FROM and info.file_size > _LARGEST_RATIO * max(info.compress_size, 1)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes | TresoError:
    if info.flag_bits & 0x1:
        return TresoError("STATEMENT_ENCRYPTED", file=file)
    if info.file_size > _LARGEST_MEMBER:
        return TresoError("STATEMENT_TOO_BIG", file=file, size=info.file_size >> 20, limit=_LARGEST_MEMBER >> 20)
    try:
        with archive.open(info) as handle:
            data = handle.read(_LARGEST_MEMBER + 1)
    except _BROKEN:
        return TresoError("STATEMENT_TRUNCATED", file=file, reason=STATEMENT_WORDS["part"])
    if len(data) > _LARGEST_MEMBER:
        return TresoError("STATEMENT_TOO_BIG", file=file, size=len(data) >> 20, limit=_LARGEST_MEMBER >> 20)
    return data
