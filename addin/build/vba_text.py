"""French text in VBA source, which is ASCII: each other character is written « \\uXXXX » and read back by `Decoder`."""

from __future__ import annotations

import re

_PIECE = 800
"""Signs of one literal: a VBA line holds 1,023."""


def escaped(text: str) -> str:
    r"""The text in ASCII, for the VBA function `Decoder`.

    >>> print(escaped("Échéance \\ « oui »\n"))
    \u00C9ch\u00E9ance \\ \u00AB oui \u00BB\u000A
    """
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2)]
    return "".join("\\\\" if code == 0x5C else chr(code) if 0x20 <= code < 0x7F else f"\\u{code:04X}" for code in codes)


def literal(text: str) -> str:
    r"""The text as a VBA expression, `Decoder("…")` when it needs one; a long one goes over several lines.

    >>> print(literal("Dire « oui »"))
    Decoder("Dire \u00AB oui \u00BB")
    """
    coded = escaped(text)
    tokens = re.findall(r"\\\\|\\u[0-9A-F]{4}|[^\\]", coded)
    pieces = [""]
    for token in tokens:
        if len(pieces[-1]) + len(token) > _PIECE:
            pieces.append("")
        pieces[-1] += token
    quoted = " & _\n        ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
    return f"Decoder({quoted})" if coded != text else quoted
