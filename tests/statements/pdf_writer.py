"""A tiny writer of PDF pages: text at a place, for statements as banks print them."""

from __future__ import annotations

from collections.abc import Sequence

Text = tuple[float, float, str]
"""x (left edge), y (from the top), the words; right-aligned when x is negative: its right edge."""

WIDTH, HEIGHT = 595, 842
_CHARACTER = 0.6  # of the size: Courier is monospaced


def pdf_of(pages: Sequence[Sequence[Text]], size: float = 8) -> bytes:
    """A PDF of A4 pages in Courier.

    Args:
        pages: texts of each page, places in points from the top left corner.
        size: of the letters.
    """
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"]
    kids = []
    for texts in pages:
        content = "\n".join(_shown(text, size) for text in texts).encode("cp1252", "replace")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (WIDTH, HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _file(objects)


def _shown(text: Text, size: float) -> str:
    x, y, words = text
    left = x if x >= 0 else -x - len(words) * size * _CHARACTER
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {left:.2f} {HEIGHT - y:.2f} Td ({escaped}) Tj ET"


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
