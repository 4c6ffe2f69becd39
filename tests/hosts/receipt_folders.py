"""Folders of receipts for tests: PDF with text, password, attached XML; photos; what is no receipt."""

from __future__ import annotations

import zlib

from tests.statements.pdf_writer import pdf_of

JPEG = b"\xff\xd8\xff\xe0"


def pdf_receipt(*lines: str) -> bytes:
    """A PDF with these lines."""
    return pdf_of([[(50, 60 + 14 * at, line) for at, line in enumerate(lines)]])


def photo(marks: bytes = b"") -> bytes:
    """What looks like a JPEG; without the day of the camera."""
    return JPEG + marks + bytes(200)


def photo_taken(day: str) -> bytes:
    """A photo with the day « 2026:10:05 » as a camera writes it."""
    return JPEG + b"Exif\x00\x00" + day.encode() + b" 10:15:00\x00" + bytes(200)


def pdf_with_xml(xml: bytes, *lines: str) -> bytes:
    """A PDF that carries an XML invoice, as Factur-X does."""
    packed = zlib.compress(xml)
    plain = pdf_receipt(*lines)
    catalogue = (
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(factur-x.xml) << /Type /Filespec /F (factur-x.xml)"
        b" /UF (factur-x.xml) /EF << /F %d 0 R >> >>] >> >> >>"
    )
    body, count = plain[: plain.index(b"xref\n")], plain.count(b" obj\n")
    number = count + 1
    old = b"<< /Type /Catalog /Pages 2 0 R >>"
    body = body.replace(old, catalogue % number)
    body += b"%d 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        number, len(packed), packed,
    )  # fmt: skip
    offsets = [body.index(b"%d 0 obj\n" % each) for each in range(1, number + 1)]
    start = len(body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        number + 1, table, number + 1, start,
    )  # fmt: skip


def encrypted_pdf() -> bytes:
    """A PDF that says it is encrypted by a password nobody knows."""
    plain = pdf_receipt("secret")
    key = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >>" % (b"41" * 32, b"42" * 32)
    start = plain.rindex(b"trailer <<") + len(b"trailer <<")
    return plain[:start] + b" /ID [<00> <00>] /Encrypt " + key + plain[start:]
