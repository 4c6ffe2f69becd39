"""XML from outside, read without trust: no document type, no entity, no network, bounded depth and number of elements.

The standard library's expat does the reading. What is refused is what defusedxml refuses, by the same handlers; besides, the
text line of an element is known, and elements that were dealt with are dropped at once, so that a large statement stays small
in memory (docs/adr).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from addin.messages import TresoError
from addin.messages.statements import XML_REASONS
from addin.treasury.statements.declared_encoding import decode_declared
from addin.treasury.statements.decoding import Decoded

MOST_BYTES = 256 * 1024 * 1024
DEEPEST = 100
MOST_ELEMENTS = 20_000_000

Taker = Callable[[Element, int, Sequence[Element]], None]
"""Gets an element that has just ended, the text line where it began, and the open elements around it, the root first."""

_DECLARED = re.compile(rb"""^[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENDS_EARLY = frozenset({3, 5, 6, 20})  # expat: no element, unclosed token, partial character, unclosed CDATA section
_REASONS = {4: "token", 7: "tag", 8: "attribute", 9: "after_end", 11: "entity"}


class _RefusedError(Exception):
    """Raised inside a handler, where the name of the file is not known."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


def parse_xml(data: bytes, file: str, *, take: Mapping[str, Taker] | None = None) -> Element:
    """The root of an XML document. Names come without namespace and prefix; attributes keep theirs.

    A wrongly declared encoding is seen through, and characters that XML forbids become spaces.

    Args:
        file: its name, for messages.
        take: by name of element: who gets it when it ends. It is not in the tree afterwards.
    Raises:
        TresoError: XML_FORBIDDEN (a document type, hence entities), XML_BROKEN (the line is said), XML_ABNORMAL (depth, size).
    """
    return parse_xml_text(decode_xml(data, file), file, take=take)


def decode_xml(data: bytes, file: str) -> Decoded:
    """The text of an XML document in its real encoding.

    Raises:
        TresoError: XML_ABNORMAL for more than `MOST_BYTES`.
    """
    if len(data) > MOST_BYTES:
        raise TresoError("XML_ABNORMAL", file=file, line=1)
    declared = _DECLARED.match(data[:1024])
    return decode_declared(data, declared[1].decode("ascii") if declared else "")


def parse_xml_text(decoded: Decoded, file: str, *, take: Mapping[str, Taker] | None = None) -> Element:
    """As `parse_xml`, of a text already decoded."""
    document = decoded.text.lstrip("\ufeff \t\r\n")  # nothing may stand before the declaration, yet blank lines do
    skipped = decoded.text.count("\n", 0, len(decoded.text) - len(document))
    text = _BAD_CHARACTERS.sub(" ", document)
    if text.count("<") > 2 * MOST_ELEMENTS:
        raise TresoError("XML_ABNORMAL", file=file, line=1)
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8")  # whatever the document declares
    _set_handlers(parser, builder, take or {}, skipped)
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
        return builder.close()
    except _RefusedError as refused:
        raise TresoError(refused.code, file=file, line=refused.line) from None
    except expat.ExpatError as error:
        reason = "cut" if error.code in _ENDS_EARLY else _REASONS.get(error.code, "other")
        raise TresoError("XML_BROKEN", file=file, line=error.lineno + skipped, reason=XML_REASONS[reason]) from None


def _set_handlers(parser: expat.XMLParserType, builder: TreeBuilder, take: Mapping[str, Taker], skipped: int) -> None:
    """What expat calls; local functions, as they are called for every tag."""
    open_: list[Element] = []
    began: list[int] = []
    local: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = local.get(name)
        if tag is None:
            tag = local[name] = name.rpartition(":")[2]
        if tag in take:
            began.append(parser.CurrentLineNumber + skipped)
        if len(open_) >= DEEPEST:
            raise _RefusedError("XML_ABNORMAL", parser.CurrentLineNumber + skipped)
        open_.append(builder.start(tag, attributes))

    def end(name: str) -> None:
        element = open_.pop()
        tag = element.tag
        builder.end(tag)
        if tag in take:
            take[tag](element, began.pop(), open_)
            element.clear()
            if open_:
                del open_[-1][-1]

    def forbidden(*_: object) -> None:
        raise _RefusedError("XML_FORBIDDEN", parser.CurrentLineNumber + skipped)

    def external(*_: object) -> int:
        forbidden()
        return 0

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = forbidden
    parser.EntityDeclHandler = forbidden
    parser.UnparsedEntityDeclHandler = forbidden
    parser.ExternalEntityRefHandler = external
