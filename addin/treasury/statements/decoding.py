"""From bytes to text: the encoding of a statement, told by its byte order mark, by strict UTF-8, or by what its letters spell.

Banks export in Windows-1252 (French), Windows-1256 (Arabic, with the small French letters where 1252 has them), DOS code page 850,
Mac Roman, UTF-8 and UTF-16. A detector for all encodings of the world takes short French labels for Baltic or Turkish ones, so only
these are weighed, each by the words that it makes: French words in one case, or whole words in Arabic letters.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from addin.messages import TresoError
from addin.treasury.statements.encoding_words import CANDIDATES, plausibility
from addin.treasury.statements.model import Evidence

_MARKS = (  # UTF-32 before UTF-16: its mark begins with the other one
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16", "utf-32")
_NOT_OF_FILES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem"})
_SAMPLE_LINES = 2_000
_HEAD = 1 << 16
_FEWEST_ZEROS = 0.1
"""Share of zero bytes at even or odd places from which text is UTF-16: digits, delimiters and line ends have one each."""
_UTF8_PROOF = 4
"""Sound UTF-8 letters for each broken one from which the text is UTF-8 with damage."""
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LINE = re.compile(rb"[^\r\n]*[\r\n]*")


@dataclass(frozen=True)
class Decoded:
    """A text and how its encoding was found.

    Attributes:
        text: without byte order mark; a zero byte is a space, so that places in a line stay.
        encoding: Python's name.
        damaged: characters that the encoding does not have, shown as U+FFFD in the text.
        zeros: zero bytes that were replaced.
    """

    text: str
    encoding: str
    evidence: Evidence
    damaged: int = 0
    zeros: int = 0

    def findings(self) -> tuple[tuple[str, dict[str, object]], ...]:
        """What to look at, as `StatementFile.findings` wants it."""
        found: list[tuple[str, dict[str, object]]] = []
        if self.damaged:
            found.append(("ENCODING_DAMAGED", {"count": self.damaged, "encoding": encoding_name(self.encoding)}))
        if self.zeros:
            found.append(("ENCODING_ZEROS", {"count": self.zeros}))
        return tuple(found)


def decode(data: bytes, given: str = "") -> Decoded:
    """The text of a file and the encoding that it is written in.

    A byte order mark decides; then the encoding given, when all bytes fit it; then UTF-8 when all bytes fit; then the letters.

    Args:
        data: the whole file, or a part that begins at its start.
        given: encoding of a profile or answer, "" without one.
    Raises:
        TresoError: ENCODING_UNKNOWN, when Python knows no encoding of the given name.

    >>> decode("Libellé;Débit".encode("cp1252")).encoding, decode("البيان;مدين".encode("cp1256")).encoding
    ('cp1252', 'cp1256')
    """
    given = _known(given)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, Evidence("encoding", "encoding_mark", {"encoding": encoding_name(encoding)}))
    wide = given if given.startswith(_WIDE) else _utf16_without_mark(data)
    if wide:
        return _decoded(data, wide, Evidence("encoding", "encoding_wide", {"encoding": encoding_name(wide)}))
    if given and (text := _strict(data, given)) is not None:
        return _finished(text, given, Evidence("encoding", "encoding_given", {"encoding": encoding_name(given)}))
    if data.isascii():
        return _finished(data.decode("ascii"), "ascii", Evidence("encoding", "encoding_ascii"))
    return _by_letters(data)


def encoding_name(encoding: str) -> str:
    """Name of an encoding as the bookkeeper may have met it.

    >>> encoding_name("cp1252"), encoding_name("utf-8-sig"), encoding_name("utf-16-le")
    ('Windows-1252', 'UTF-8', 'UTF-16')
    """
    name = encoding.replace("_", "-").removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    return {"cp1252": "Windows-1252", "cp1256": "Windows-1256", "cp850": "DOS 850", "mac-roman": "Mac"}.get(name, name.upper())


def _known(encoding: str) -> str:
    if not encoding.strip():
        return ""
    try:
        found = codecs.lookup(encoding.strip())
    except (LookupError, ValueError) as error:  # ValueError: a name with a zero character
        raise TresoError("ENCODING_UNKNOWN", value=encoding) from error
    if not found._is_text_encoding or found.name in _NOT_OF_FILES:  # hex, zip, rot13…
        raise TresoError("ENCODING_UNKNOWN", value=encoding)
    return found.name


def _by_letters(data: bytes) -> Decoded:
    text = _strict(data, "utf-8")
    if text is not None:
        return _finished(text, "utf-8", Evidence("encoding", "encoding_utf8", {"count": len(text) - len(text.encode("ascii", "ignore"))}))
    words = _words(data)
    sound = len(_UTF8_LETTER.findall(data))
    broken = sum(not byte < 0x80 for byte in _UTF8_LETTER.sub(b"", data)) if sound else 0
    if sound > _UTF8_PROOF * broken:
        return _mixed(data, words)
    scores = {encoding: plausibility(words, encoding) for encoding in CANDIDATES}
    best = max(CANDIDATES, key=lambda encoding: scores[encoding].total)
    evidence = Evidence("encoding", f"encoding_{scores[best].kind}", {"encoding": encoding_name(best), "count": scores[best].letters})
    return _decoded(data, best, evidence)


def _words(data: bytes) -> Counter[bytes]:
    """Words that hold a byte beyond ASCII, from lines spread over the file."""
    lines = [line for line in data.replace(b"\r", b"\n").split(b"\n") if not line.isascii()]
    step = -(-len(lines) // _SAMPLE_LINES)
    return Counter(word for line in lines[::step] for word in _WORD.findall(line[:_HEAD]) if not word.isascii())


def _mixed(data: bytes, words: Counter[bytes]) -> Decoded:
    """UTF-8 in which a few lines are written otherwise (files put together): each of these by its own letters."""
    lines = _LINE.findall(data)
    texts = [_strict(line, "utf-8") for line in lines]
    other = Counter({word: count for word, count in words.items() if _strict(word, "utf-8") is None})
    best = max(CANDIDATES, key=lambda encoding: plausibility(other, encoding).total)
    text = "".join(line.decode(best, "replace") if read is None else read for line, read in zip(lines, texts, strict=True))
    count = texts.count(None)
    evidence = Evidence("encoding", "encoding_mixed", {"encoding": encoding_name(best), "count": count})
    return _finished(text, "utf-8", evidence, damaged=text.count("\ufffd"))


def _utf16_without_mark(data: bytes) -> str:
    head = data[:_HEAD]
    half = len(head) // 2
    if half < 2 or b"\0" not in head:
        return ""
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if min(even, odd) > _FEWEST_ZEROS * max(even, odd) or max(even, odd) < _FEWEST_ZEROS:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _decoded(data: bytes, encoding: str, evidence: Evidence) -> Decoded:
    text = _strict(data, encoding)
    if text is not None:
        return _finished(text, encoding, evidence)
    text = data.decode(encoding, "replace")
    return _finished(text, encoding, evidence, damaged=text.count("\ufffd"))


def _finished(text: str, encoding: str, evidence: Evidence, *, damaged: int = 0) -> Decoded:
    text = text.removeprefix("\ufeff")
    zeros = text.count("\0")
    return Decoded(text.replace("\0", " ") if zeros else text, encoding, evidence, damaged, zeros)
