"""Conditional compilation of VBA (`#If … Then`), as Excel for Windows does it; LibreOffice takes every branch."""

from __future__ import annotations

CONSTANTS = {"Mac": False, "Not Mac": True, "VBA7": True, "Win64": True, "MAC_OFFICE_VERSION >= 15": False}
"""What the conditions of our modules are worth in a 64-bit Excel for Windows."""


def compiled(source: str) -> str:
    """The lines that are compiled there; the others are blank, so that line numbers stay.

    Raises:
        KeyError: a condition that is not in `CONSTANTS`.
    """
    lines: list[str] = []
    taken: list[bool] = []
    for line in source.split("\n"):
        word = line.strip()
        if word.startswith("#If "):
            taken.append(CONSTANTS[word.removeprefix("#If ").removesuffix(" Then")])
        elif word == "#Else":
            taken[-1] = not taken[-1]
        elif word == "#End If":
            taken.pop()
        lines.append("" if word.startswith("#") or not all(taken) else line)
    assert not taken
    return "\n".join(lines)
