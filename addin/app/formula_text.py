"""The text of a formula: which of our functions it calls, with what, and how she would type it in a French Excel.

Hosts hand formulas over in English (`,` between arguments, `.` in numbers); our functions stand in them in the form in which
each host stores them (`own_name`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_OWN = re.compile(r"(?:.*!)?(?:_xl(?:l|fn|udf)\.|_xldudf_|fr\.treso\.calc\.)*(TRESO)[._]([A-Z][A-Z0-9]*)", re.IGNORECASE | re.DOTALL)
_SHEET = r"(?:'(?:[^']|'')+'|\[[^\[\]]+\][^\W\d]?[\w. ]*|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!"
_WORD = r"(?:[\w.\\?]|\$(?=\w))+"
_COLUMN = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w:!$]))
    | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!))
    | (?P<word>(?:{_SHEET})?{_WORD}(?::(?:{_SHEET})?{_WORD})?(?:{_COLUMN})?\#?|{_COLUMN})
    | (?P<mark><=|>=|<>|[-+*/^&=<>%@(),;{{}}:])
    """,
    re.VERBOSE,
)
_BOOLEANS = {"TRUE": True, "FALSE": False}
_FRENCH = {
    "TRUE": "VRAI", "FALSE": "FAUX", "#NULL!": "#NUL!", "#VALUE!": "#VALEUR!", "#NAME?": "#NOM?", "#NUM!": "#NOMBRE!", "ABS": "ABS",
    "AND": "ET", "AVERAGE": "MOYENNE", "CHOOSE": "CHOISIR", "CONCATENATE": "CONCATENER", "COUNT": "NB", "COUNTA": "NBVAL",
    "COUNTIF": "NB.SI", "COUNTIFS": "NB.SI.ENS", "DATE": "DATE", "DATEVALUE": "DATEVAL", "DAY": "JOUR", "EDATE": "MOIS.DECALER",
    "EOMONTH": "FIN.MOIS", "HLOOKUP": "RECHERCHEH", "IF": "SI", "IFERROR": "SIERREUR", "IFNA": "SI.NON.DISP", "INDEX": "INDEX",
    "INDIRECT": "INDIRECT", "INT": "ENT", "ISERROR": "ESTERREUR", "ISNA": "ESTNA", "LEFT": "GAUCHE", "LEN": "NBCAR", "LOWER": "MINUSCULE",
    "MATCH": "EQUIV", "MAX": "MAX", "MID": "STXT", "MIN": "MIN", "MONTH": "MOIS", "NOT": "NON", "NOW": "MAINTENANT", "OFFSET": "DECALER",
    "OR": "OU", "RIGHT": "DROITE", "ROUND": "ARRONDI", "SUBTOTAL": "SOUS.TOTAL", "SUM": "SOMME", "SUMIF": "SOMME.SI",
    "SUMIFS": "SOMME.SI.ENS", "SUMPRODUCT": "SOMMEPROD", "TEXT": "TEXTE", "TODAY": "AUJOURDHUI", "TRIM": "SUPPRESPACE",
    "UPPER": "MAJUSCULE", "VALUE": "CNUM", "VLOOKUP": "RECHERCHEV", "WEEKDAY": "JOURSEM", "WORKDAY": "SERIE.JOUR.OUVRE",
    "XLOOKUP": "RECHERCHEX", "YEAR": "ANNEE",
}  # fmt: skip
"""English → French names of what stands around our functions most often; others are shown as they are."""

_ENGLISH = {typed: english for english, typed in _FRENCH.items()}
_TYPED = re.compile(
    r"""(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*')|(?P<number>(?<![\w$])\d+(?:,\d+)?(?![\w:]))|(?P<word>\#?[^\W\d][\w.]*[!?]?)|(?P<mark>.)""",
    re.DOTALL,
)


class FormulaError(ValueError):
    """The text is no formula that can be followed."""


@dataclass(frozen=True)
class Node:
    """A part of a formula, with its text in English."""

    text: str


@dataclass(frozen=True)
class Omitted(Node):
    """Nothing between two separators."""


@dataclass(frozen=True)
class Constant(Node):
    """A number, a text or a truth value typed in the formula; `value` is what it stands for."""

    value: float | str | bool


@dataclass(frozen=True)
class Reference(Node):
    """Cells or a name: « BNA!A:F », « Dossier », « tblOperations[Montant] »."""


@dataclass(frozen=True)
class Call(Node):
    """A call of a function; `name` as the formula has it."""

    name: str
    arguments: tuple[Node, ...] = field(default=())


@dataclass(frozen=True)
class Calculation(Node):
    """Anything else (operators, an array constant, an error); `parts` are the calls and references within."""

    parts: tuple[Node, ...] = field(default=())


def own_name(name: str) -> str | None:
    """« TRESO.SOLDE » for each form in which a file or a host stores that name, None for the name of another function.

    >>> [own_name(name) for name in ("TRESO.SOLDE", "[1]!treso.solde", "'C:\\\\x y\\\\tresorerie.xlam'!TRESO_SOLDE", "_xll.TRESO.SOLDE")]
    ['TRESO.SOLDE', 'TRESO.SOLDE', 'TRESO.SOLDE', 'TRESO.SOLDE']
    >>> own_name("SUM"), own_name("TRESORIER.X")
    (None, None)
    """
    found = _OWN.fullmatch(name)
    return f"TRESO.{found[2].upper()}" if found else None


def parse(formula: str) -> Node:
    """The formula as a tree.

    Raises:
        FormulaError: it is not one, or is written in a way that cannot be followed.
    """
    body = formula.strip()
    if body.startswith("{=") and body.endswith("}"):
        body = body[1:-1]
    if not body.startswith("="):
        raise FormulaError(formula)
    tree = _Parser(body[1:])
    node = tree.expression()
    if tree.at < len(tree.tokens):
        raise FormulaError(formula)
    return node


def calls(node: Node) -> Iterator[Call]:
    """All calls of functions in a formula, outer ones first, then in reading order."""
    if isinstance(node, Call):
        yield node
        for argument in node.arguments:
            yield from calls(argument)
    elif isinstance(node, Calculation):
        for part in node.parts:
            yield from calls(part)


def as_typed(text: str) -> str:
    """A formula, or a part of it, as she types it in a French Excel.

    >>> as_typed('=[1]!TRESO.PLAFOND(Dossier,"Pub, web",0.5,TRUE)+SUM({1,2})')
    '=TRESO.PLAFOND(Dossier;"Pub, web";0,5;VRAI)+SOMME({1.2})'
    """
    typed, depth = [], 0
    for kind, token in _tokens(text.removeprefix("=")):
        depth += {"{": 1, "}": -1}.get(token, 0) if kind == "mark" else 0
        if kind == "number":
            token = token.replace(".", ",")
        elif kind == "mark" and token == ",":
            token = "." if depth else ";"
        elif kind in ("word", "error"):
            token = own_name(token) or _FRENCH.get(token.upper(), token)
        typed.append(token)
    return ("=" if text.startswith("=") else "") + "".join(typed)


def from_typed(text: str) -> str:
    """A formula as she types it in a French Excel, in English: the inverse of `as_typed`.

    >>> from_typed('=TRESO.PLAFOND(Dossier;"Pub; web";0,5;VRAI)+SOMME({1.2})')
    '=TRESO.PLAFOND(Dossier,"Pub; web",0.5,TRUE)+SUM({1,2})'
    """
    english, depth = [], 0
    for found in _TYPED.finditer(text):
        kind, token = found.lastgroup, found[0]
        depth += {"{": 1, "}": -1}.get(token, 0)
        if kind == "number":
            token = token.replace(",", ".")
        elif token in (";", ".") and kind == "mark":
            token = {(";", 0): ",", (".", 1): ","}.get((token, depth), token)
        elif kind == "word":
            token = _ENGLISH.get(token.upper(), token)
        english.append(token)
    return "".join(english)


def with_dossier_first(call: Call) -> str:
    """The call in English with the named cell `Dossier` as its first argument, in the place of one left out."""
    given = call.arguments[1:] if call.arguments and isinstance(call.arguments[0], Omitted) else call.arguments
    return f"{call.name}({','.join(['Dossier', *(argument.text for argument in given)])})"


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise FormulaError(text)
        tokens.append((found.lastgroup, found[0]))
        at = found.end()
    return tokens


class _Parser:
    """Reads one argument after the other; operators are not computed, only stepped over."""

    def __init__(self, text: str) -> None:
        self.tokens, self.at = _tokens(text), 0

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def expression(self) -> Node:
        """Up to the separator or parenthesis that ends it."""
        first, parts, is_plain, depth = self.at, list[Node](), True, 0
        while True:
            kind, token = self._next()
            if kind == "end" or (not depth and kind == "mark" and token in "),"):
                break
            if kind in ("space", "mark"):
                self.at += 1
                depth += {"(": 1, ")": -1}.get(token, 0)
                is_plain = is_plain and (kind == "space" or token in "@()")
                if token in "{":
                    self._skip_array()
                    is_plain = False
            else:
                parts.append(self._operand())
        if depth:
            raise FormulaError(self._text(first))
        text = self._text(first).strip()
        if not text:
            return Omitted("")
        if is_plain and len(parts) == 1:
            return parts[0]
        return _signed(text, parts) or Calculation(text, tuple(parts))

    def _operand(self) -> Node:
        first = self.at
        kind, token = self._next()
        self.at += 1
        if kind == "text":
            return Constant(token, token[1:-1].replace('""', '"'))
        if kind == "number":
            return Constant(token, float(token))
        if kind == "error":
            return Calculation(token)
        if self._next() == ("mark", "("):
            self.at += 1
            return self._call(first, token)
        if token.upper() in _BOOLEANS:
            return Constant(token, _BOOLEANS[token.upper()])
        return Reference(token)

    def _call(self, first: int, name: str) -> Call:
        arguments = []
        while True:
            arguments.append(self.expression())
            kind, token = self._next()
            self.at += 1
            if kind == "end":
                raise FormulaError(name)
            if token == ")":
                break
        given = () if len(arguments) == 1 and isinstance(arguments[0], Omitted) else tuple(arguments)
        return Call(self._text(first), name, given)

    def _skip_array(self) -> None:
        while self._next() != ("mark", "}"):
            if self._next()[0] == "end":
                raise FormulaError("{")
            self.at += 1
        self.at += 1

    def _text(self, first: int) -> str:
        return "".join(token for _, token in self.tokens[first : self.at])


def _signed(text: str, parts: list[Node]) -> Node | None:
    """A number with a sign before or a per cent sign behind it, as the number that it is."""
    found = re.fullmatch(r"([-+]?)\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%?)", text)
    if found is None or len(parts) != 1:
        return None
    return Constant(text, float(found[2]) * (-1 if found[1] == "-" else 1) / (100 if found[3] else 1))
