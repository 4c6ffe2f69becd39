"""The forms in which files keep a call of our functions, and the plain one that LibreOffice reads and Excel binds when it is typed.

Excel, its add-ins and LibreOffice each store `=TRESO.SOLDE(…)` in their own way; a file that travels carries any of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_TEXT = r'"(?:[^"]|"")*"'
_PLACES = (
    r"\[\d+\](?:tresorerie\.xla?[ms]?)?!",  # [1]! of an .xlsx, the number of a link part; [0]! of the file itself
    r"'(?:[^']|'')*\btresorerie\.xl[as]m'(?:!|\#\$?|\.)",  # 'C:\…\XLSTART\tresorerie.xlam'!
    r"(?:\[tresorerie\.xl[as]m\]|tresorerie\.xl[as]m)!",
    r"_xll\.",  # stored by an .xll
    r"_xlfn\.|_xludf\.",  # a name that a version of Excel did not know
    r"_xldudf_",  # stored by Office.js functions
    r"fr\.treso\.calc\.",  # early extensions
)
_CALL = re.compile(
    rf"(?P<text>{_TEXT})|(?<![\w.!'\]])(?P<place>(?:{'|'.join(_PLACES)})*)(?P<prefix>TRESO[._])(?P<name>[A-Z][A-Z0-9]*)(?=\s*\()",
    re.IGNORECASE,
)


def plain_formula(formula: str, names: Collection[str]) -> str:
    """The formula with each call of ours in the plain form; all the rest as it is, texts in quotes included.

    Args:
        formula: in English or French, in the syntax of any host.
        names: short names of the functions that exist (« SOLDE »); others are left alone.

    >>> plain_formula('=[1]!TRESO.SOLDE(Dossier,"BNA")+_xll.TRESO.TVA(1)', {"SOLDE", "TVA"})
    '=TRESO.SOLDE(Dossier,"BNA")+TRESO.TVA(1)'
    >>> plain_formula('=TRESO_TVA(A1)&"[1]!TRESO.TVA(A1)"', {"TVA"})
    '=TRESO.TVA(A1)&"[1]!TRESO.TVA(A1)"'
    """

    def plain(found: re.Match[str]) -> str:
        if found["text"] is not None or found["name"].upper() not in names:
            return found[0]
        return f"TRESO.{found['name'].upper()}"

    return _CALL.sub(plain, formula)
