"""Texts that say in which encoding they are written (XML, OFX): often wrongly."""

from __future__ import annotations

import codecs

from addin.messages import TresoError
from addin.treasury.statements.decoding import Decoded, decode


def decode_declared(data: bytes, declared: str) -> Decoded:
    """The text of a file. Sound UTF-8 is UTF-8 whatever is declared; then what is declared counts, when all bytes fit it.

    Args:
        declared: as the file says it; "" or a name that Python does not know says nothing.

    >>> decode_declared("Été".encode(), "iso-8859-1").text, decode_declared("Été".encode("cp1252"), "utf-8").text
    ('Été', 'Été')
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _is_utf8(data):
        return decode(data)
    name = _known(declared)
    try:
        return decode(data, "cp1252" if name == "iso8859-1" else name)  # as browsers do: what calls itself Latin 1 is Windows'
    except TresoError:  # ENCODING_UNKNOWN: a codec that is no encoding of texts says nothing either
        return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _known(declared: str) -> str:
    """Python's name of an encoding, "" for an unknown one; UTF-16 and 32 show in the bytes themselves, whoever declares them."""
    try:
        name = codecs.lookup(declared).name
        b"a".decode(name)
    except (LookupError, ValueError):
        return ""
    return "" if name.startswith(("utf-16", "utf-32")) else name
