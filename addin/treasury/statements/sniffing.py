"""What kind of file a statement is, told by its content; its extension is only compared."""

from __future__ import annotations

import re
from typing import Literal

from addin.messages import TresoError
from addin.messages.statements import STATEMENT_WORDS

Kind = Literal["zip", "ole", "pdf", "delimited", "html", "spreadsheetml", "camt", "ofx", "qif", "mt940", "cfonb"]
"""Of a file; "zip" and "ole" are looked into by whoever can open them."""

_BINARIES = (  # first bytes → what the file is
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\0", "image"), (b"MM\0*", "image"), (b"BM", "image"),
    (b"{\\rtf", "document"), (b"%!PS", "document"),
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"\xca\xfe\xba\xbe", "program"), (b"\xcf\xfa\xed\xfe", "program"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"), (b"BZh", "archive"), (b"\xfd7zXZ", "archive"),
    (b"ID3", "media"), (b"OggS", "media"), (b"fLaC", "media"), (b"\0\0\0\x18ftyp", "media"), (b"\0\0\0\x20ftyp", "media"),
    (b"SQLite format 3", "database"), (b"\0\x01\0\0Standard", "database"),
)  # fmt: skip
_TEXT_STARTS = (b"BM", b"MZ", b"ID3", b"II*\0")  # also how a line of text may begin: these need bytes that no text has
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_EMPTY_ZIP = (b"PK\x05\x06", b"PK\x07\x08")
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_HEAD = 1 << 16
_CONTROLS = bytes([*range(1, 9), *range(14, 26), 28, 29, 30, 31, 127])  # 0, tab, line ends, end of file (26) and escape may stand in a text
_MOST_CONTROLS, _FEW_CONTROLS = 0.01, 4
_MARKS = (b"\xff\xfe", b"\xfe\xff")

_CAMT = re.compile(r"camt\.05[0-9]|<(?:\w+:)?BkToCstmr")
_OFX = re.compile(r"^\s*OFXHEADER\s*[:=]|<\?OFX\b|<OFX\s*>", re.I | re.M)
_EXCEL_XML = re.compile(r"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.I)
_XML = re.compile(r"\s*(?:<\?xml|<!--|<!DOCTYPE|<[A-Za-z_][\w.:-]*[\s/>])")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_QIF = re.compile(r"^\s*!(?:Type:|Account|Option:|Clear:)", re.I | re.M)
_SWIFT_START = re.compile(r"\{1:[A-Z]\d\d[A-Z0-9]")
_SWIFT_FIELD = re.compile(r"^\s*:(20|21|25P?|28C?|34F|13D|60[FM]|61|62[FM]|86|NS):", re.M)
_CFONB_120 = re.compile(r"0[1457][0-9A-Z]{5}[ 0-9A-Z]{4}[0-9]{5}[ A-Z]{3}")
_CFONB_240 = re.compile(r"3[1-9](?=[0-9A-Z ]{5})")
_FEWEST_CFONB = 0.5

_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "csv": ("CSV",), "tsv": ("CSV",), "xls": ("XLS",), "xlsx": ("XLSX",), "xlsm": ("XLSX",), "ods": ("ODS",), "ofx": ("OFX", "QFX"),
    "qfx": ("OFX", "QFX"), "qif": ("QIF",), "sta": ("MT940", "MT942"), "940": ("MT940", "MT942"), "942": ("MT940", "MT942"),
    "mt940": ("MT940", "MT942"), "mt942": ("MT940", "MT942"), "xml": ("CAMT.052", "CAMT.053", "CAMT.054", "OFX", "QFX", "XLS"),
    "pdf": ("PDF",), "htm": ("HTML",), "html": ("HTML",), "zip": ("",),
}  # fmt: skip


def sniff(data: bytes, file: str) -> Kind:
    """The kind of a file by its content.

    Args:
        data: the whole file.
        file: its name, for the message.
    Raises:
        TresoError: STATEMENT_EMPTY, STATEMENT_BINARY, STATEMENT_TRUNCATED, STATEMENT_CFONB_240, STATEMENT_XML_OTHER.

    >>> sniff(b"!Type:Bank\\nD01/02/2026\\nT-5\\n^\\n", "releve.csv"), sniff(b"Date;Montant\\n", "releve.qif")
    ('qif', 'delimited')
    """
    if not data.strip(b"\0\t\n\v\f\r \x1a\xef\xbb\xbf\xff\xfe"):
        raise TresoError("STATEMENT_EMPTY", file=file)
    head = data[:_HEAD]
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(OLE) or head.startswith(_BIFF):
        return "ole"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_EMPTY_ZIP):
        raise TresoError("ARCHIVE_EMPTY", file=file)
    _refuse_binaries(head, file)
    return _kind_of_text(_head_text(head), file)


def contradicts(format: str, file: str) -> bool:
    """True when the extension of a file says another format; an extension for any text (.txt, .dat) says nothing.

    >>> contradicts("OFX", "a.csv"), contradicts("OFX", "a.OFX"), contradicts("OFX", "a.txt")
    (True, False, False)
    """
    name, dot, extension = file.rpartition(".")
    return bool(name and dot) and format not in _EXTENSIONS.get(extension.lower(), (format,))


def _refuse_binaries(head: bytes, file: str) -> None:
    is_wide = head.startswith(_MARKS) or _is_wide(head)
    has_other = not is_wide and (head.count(0) or any(head.count(byte) for byte in _CONTROLS))
    for start, kind in _BINARIES:
        if head.startswith(start) and (start not in _TEXT_STARTS or has_other):
            raise TresoError("STATEMENT_BINARY", file=file, kind=STATEMENT_WORDS[kind])
    if is_wide:
        return
    zeros = head.count(0)
    if sum(map(head.count, _CONTROLS)) + zeros > max(_MOST_CONTROLS * len(head), _FEW_CONTROLS) and not _is_padded(head, zeros):
        raise TresoError("STATEMENT_BINARY", file=file, kind=STATEMENT_WORDS["unknown"])


def _is_wide(head: bytes) -> bool:
    """Two bytes a character: the zeros stand at every other place."""
    half = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    return max(even, odd) >= 0.1 and min(even, odd) <= 0.1 * max(even, odd)


def _is_padded(head: bytes, zeros: int) -> bool:
    """Zeros in runs fill fields of a text; the rest has no other control character to speak of."""
    text = len(head) - zeros
    return text > 0.2 * len(head) and sum(map(head.count, _CONTROLS)) <= _MOST_CONTROLS * text and b"\n" in head.replace(b"\r", b"\n")


def _head_text(head: bytes) -> str:
    if head.startswith(_MARKS):
        return head.decode("utf-16", "replace")
    if _is_wide(head):
        half = len(head) // 2
        return head.decode("utf-16-le" if head[1::2].count(0) > head[0::2].count(0) and half else "utf-16-be", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")  # what is looked for is ASCII


def _kind_of_text(text: str, file: str) -> Kind:
    start = text[:4096]
    if _OFX.search(text[:16384]):
        return "ofx"
    if _XML.match(start.lstrip("\ufeff")):
        return _kind_of_xml(text, file)
    if _HTML.search(start):
        return "html"
    if _QIF.search(text):
        return "qif"
    if _SWIFT_START.search(start) or _SWIFT_FIELD.match(start) or len({match[1][:2] for match in _SWIFT_FIELD.finditer(text)}) >= 2:
        return "mt940"
    return _kind_of_records(text, file)


def _kind_of_xml(text: str, file: str) -> Kind:
    if _CAMT.search(text):
        return "camt"
    if _EXCEL_XML.search(text):
        return "spreadsheetml"
    if _HTML.search(text):
        return "html"
    root = _ROOT.search(text)
    raise TresoError("STATEMENT_XML_OTHER", file=file, root=(root[1] if root else "?")[:80])


def _kind_of_records(text: str, file: str) -> Kind:
    """CFONB by the shape of its records, with line ends or without; all else is a table."""
    lines = [line for line in re.split(r"\r\n?|\n", text)[:200] if line.strip()]
    if not lines:
        return "delimited"
    if len(lines) == 1 or len(lines[0]) > 1000:
        lines = [lines[0][at : at + 120] for at in range(0, min(len(lines[0]), 24_000), 120)] if _CFONB_120.match(lines[0]) else lines
    narrow = sum(bool(_CFONB_120.match(line)) and len(line) <= 121 for line in lines)
    if narrow and narrow >= _FEWEST_CFONB * len(lines):
        return "cfonb"
    first = next(line for line in re.split(r"\r\n?|\n", text) if line.strip())
    is_240 = _CFONB_240.match(first) and (len(first) == 240 or (len(first) > 240 and len(first) % 240 == 0))
    if is_240 and not re.search("[;\t|]", first):
        raise TresoError("STATEMENT_CFONB_240", file=file)
    return "delimited"
