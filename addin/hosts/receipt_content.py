"""One receipt's content read by its kind: PDF (text, attached XML, OCR), XML invoice, picture (date taken, OCR)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from types import TracebackType

from addin.hosts.receipt_ocr import Ocr, find_tesseract
from addin.hosts.receipt_pdf import PdfReader, PdfSaid, has_reader
from addin.messages import TresoError
from addin.treasury.receipts.electronic import is_invoice, read_electronic
from addin.treasury.receipts.model import Reading, SaidDay, Trouble, merged
from addin.treasury.receipts.printed import read_printed
from addin.treasury.statements.xml_safely import parse_xml

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic", ".heif"})
_FOR_OCR = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp"})
BY_NAME_ONLY = frozenset({".doc", ".docx", ".odt", ".rtf", ".eml", ".msg", ".txt", ".htm", ".html"})
KINDS = PICTURES | BY_NAME_ONLY | {".pdf", ".xml"}
"""Suffixes of what can be a receipt."""
LARGEST_FILE = 30 * 1024 * 1024
_LARGEST_XML = 20 * 1024 * 1024
_EXIF = re.compile(rb"(20\d\d):(0[1-9]|1[0-2]):(0[1-9]|[12]\d|3[01]) [0-2]\d:[0-5]\d:[0-5]\d\x00")
_EXIF_WITHIN = 128 * 1024
_MARKS = (
    (b"%PDF-", ".pdf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG", ".png"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"GIF8", ".gif"),
    (b"<?xml", ".xml"),
    (b"\xef\xbb\xbf<?xml", ".xml"),
)
_TROUBLES: dict[str, Trouble] = {"encrypted": "encrypted", "broken": "broken", "slow": "slow"}


class ContentReader:
    """Reads the content of receipts, with the programs that this machine has; use as a context manager.

    Args:
        ocr: Tesseract; found by itself when None, and done without when it is absent.
    """

    def __init__(self, ocr: Ocr | None = None) -> None:
        program = find_tesseract()
        self.ocr = ocr or (Ocr(program) if program else None)
        self.has_pdf = has_reader()
        self._stack = ExitStack()
        self._pdf: PdfReader | None = None

    def __enter__(self) -> ContentReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def is_worth_another_look(self, reading: Reading) -> bool:
        """What could not be read last time can be read now, by a program that has been installed or has time again."""
        if reading.trouble == "no_reader":
            return self.has_pdf
        return reading.trouble in ("no_text", "later") and self.ocr is not None and "ocr" not in reading.sources

    def read(self, data: bytes, file: str) -> Reading:
        """What the content of a file says. Its trouble is in the reading; nothing is raised."""
        suffix = _kind(data) or _suffix(file)
        if not data:
            return Reading(trouble="empty")
        if suffix == ".pdf":
            return merged(*self._of_pdf(data, file))
        if suffix == ".xml":
            return _of_xml(data, file)
        if suffix in PICTURES:
            return merged(*self._of_picture(data, suffix))
        return Reading()

    def _of_pdf(self, data: bytes, file: str) -> list[Reading]:
        if not self.has_pdf:
            return [Reading(trouble="no_reader")]
        if self._pdf is None:
            self._pdf = self._stack.enter_context(PdfReader())
        said: PdfSaid = self._pdf.read(data, with_picture=self.ocr is not None and self.ocr.has_time)
        if said.error:
            return [Reading(trouble=_TROUBLES.get(said.error, "broken"))]
        readings = [reading for each in said.attached if not (reading := _of_xml(each, file)).trouble]
        if said.lines:
            return [*readings, read_printed(said.lines, "text")]
        return readings or [self._seen(said.picture, ".png")]

    def _of_picture(self, data: bytes, suffix: str) -> list[Reading]:
        taken = _day_taken(data)
        readings = [Reading(days=(SaidDay(taken, "taken", 0.9),))] if taken else []
        return [*readings, self._seen(data if suffix in _FOR_OCR else b"", suffix)]

    def _seen(self, picture: bytes, suffix: str) -> Reading:
        """What OCR sees in a picture."""
        if self.ocr is None:
            return Reading(trouble="no_text")
        if not self.ocr.has_time:
            return Reading(trouble="later")
        lines: Sequence[str] | None = self.ocr.lines(picture, suffix) if picture else None
        return Reading(sources=("ocr",), trouble="no_text") if lines is None else read_printed(lines, "ocr")


def _of_xml(data: bytes, file: str) -> Reading:
    """A UBL or CII invoice; anything else (or hostile XML) is trouble."""
    if len(data) > _LARGEST_XML:
        return Reading(trouble="too_big")
    try:
        root = parse_xml(data, file)
    except TresoError:
        return Reading(trouble="broken")
    return read_electronic(root) if is_invoice(root) else Reading(trouble="no_text")


def _day_taken(data: bytes) -> date | None:
    """The day that the camera wrote into a picture."""
    found = _EXIF.search(data[:_EXIF_WITHIN])
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _kind(data: bytes) -> str:
    """The suffix that the first bytes call for, whatever the name says; "" when they do not tell."""
    start = data[:1024].lstrip()
    return next((suffix for mark, suffix in _MARKS if start.startswith(mark)), "")


def _suffix(file: str) -> str:
    name = file.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name.strip(".") else ""
