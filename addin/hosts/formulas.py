"""The text of formulas as a file keeps them: our functions bound to the add-in, functions younger than the format marked.

Excel shows `#NAME?` for a bare `TRESO.SOLDE(…)` in a file until the cell is entered anew, so that calls are stored as
`[1]!TRESO.SOLDE(…)`: 1 is the number of the external link that leads to the add-in in Excel's start-up folder (`xlStartup`: a file name,
no path of anybody's machine). Source: EXCEL.md 1.2, 2.2 to 2.4; ECMA-376 18.14.
"""

from __future__ import annotations

import re

ADDIN_FILE = "tresorerie.xlam"
"""File name of the add-in in Excel's start-up folder, the same for everybody."""
STARTUP_LINK = "http://schemas.microsoft.com/office/2006/relationships/xlExternalLinkPath/xlStartup"
"""Type of the relation to a workbook of the start-up folder."""

_TEXT = r'"(?:[^"]|"")*"'
_QUOTED_SHEET = r"'(?:[^']|'')*'"
_OURS = r"(?<![\w.!\]\\])TRESO\.(?P<name>[A-Z][A-Z0-9]*)(?=\s*\()"
_YOUNGER = r"(?<![\w.!\]\\])(?P<younger>SHEETS)(?=\s*\()"
_BOUND = re.compile(rf"{_TEXT}|\[\d+\]!(?=TRESO\.)", re.IGNORECASE)
_CALL = re.compile(rf"{_TEXT}|{_QUOTED_SHEET}|{_OURS}|{_YOUNGER}", re.IGNORECASE)


def functions_in(text: str) -> set[str]:
    """Names of our functions that a formula in its plain form calls.

    >>> functions_in('IF(A1="TRESO.TVA(1)",TRESO.SOLDE(Dossier),0)')
    {'TRESO.SOLDE'}
    """
    return {f"TRESO.{found['name'].upper()}" for found in _CALL.finditer(text) if found["name"]}


def stored(text: str, link: int | None = 1) -> str:
    """A formula in its plain form as a file keeps it, without the « = ».

    Args:
        link: number of the link to the add-in among the external references of the workbook; None where the functions need none.

    >>> stored('TRESO.SOLDE(Dossier,"TRESO.TVA(1)")+SHEETS()')
    '[1]!TRESO.SOLDE(Dossier,"TRESO.TVA(1)")+_xlfn.SHEETS()'
    """

    def bind(found: re.Match[str]) -> str:
        if found["name"]:
            return f"{'' if link is None else f'[{link}]!'}TRESO.{found['name'].upper()}"
        return f"_xlfn.{found['younger'].upper()}" if found["younger"] else found[0]

    return _CALL.sub(bind, text)


def renumbered(text: str, number: int) -> str:
    """A stored formula with its calls of the add-in bound to the link of that number.

    >>> renumbered('[1]!TRESO.SOLDE(Dossier)&"[1]!TRESO.X"', 3)
    '[3]!TRESO.SOLDE(Dossier)&"[1]!TRESO.X"'
    """
    return _BOUND.sub(lambda found: found[0] if found[0].startswith('"') else f"[{number}]!", text)


def unbound(text: str) -> str:
    """A stored formula with its calls of the add-in in their plain form.

    >>> unbound('[1]!TRESO.SOLDE(Dossier)&"[1]!TRESO.X"')
    'TRESO.SOLDE(Dossier)&"[1]!TRESO.X"'
    """
    return _BOUND.sub(lambda found: found[0] if found[0].startswith('"') else "", text)
