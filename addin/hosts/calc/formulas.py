"""Formulas as Excel's object model writes them (English, « , », Sheet!A1) over LibreOffice's parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

_ENGLISH, _OOXML, _ALL_GROUPS, _OOO, _XL_OOX = 1, 5, 0x7FFFFFFF, 0, 3
_TOKENS = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')+\'!?|#(?:N/A|REF!|NULL!|DIV/0!|NUM!|NAME\?|VALUE!)|[^\W\d][\w.]*\(?|\[[^\[\]]*\]', re.I
)
_TEXTS = re.compile(r'"(?:[^"]|"")*"')
_SHEETS = re.compile(r"(?:'((?:[^']|'')+)'|(?<![\w\]'#])([^\W\d][\w.]*))!")
_OURS = re.compile(r"(?:\[\d+\]|'[^']*tresorerie\.xla?[ms]'|tresorerie\.xla?[ms]|_xll\.)!?(?=TRESO[._])", re.I)
_CONSTANTS = {"TRUE": "TRUE()", "FALSE": "FALSE()", "#N/A": "NA()"}
_QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""")
_HARD = re.compile(r"[{}|~!\[\]#]|[^\W\d]\w*\.\$?[A-Za-z]{1,3}\$?\d+(?![\w(.])|[^\W\d]\w*\.\$?[A-Za-z]{1,3}:|TRUE|FALSE")
_NAME = re.compile(r"[A-Z][A-Z0-9.]*")
_ERRORS = re.compile(r"#(?:ref!|n/a|null!|div/0!|num!|name\?|value!)")
_UNKNOWN = re.compile(r"[^\W\d][\w.]*(?=\()")
_CALLED = re.compile(r"([^\W\d][\w.]*)\(")
_PREFIXED = re.compile(r"\b_xlfn\.(?:_xlws\.)?|\b(TRUE|FALSE)\(\)")


class Formulas:
    """Reads and writes the formulas of one document."""

    def __init__(self, doc: Any) -> None:
        mapper = doc.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        mapping = mapper.getAvailableMappings(_OOXML, _ALL_GROUPS)
        self._stored = {entry.Name[6:].upper(): entry.Name for entry in mapping if entry.Name.startswith("_xlfn.")}
        self._parser = _parser(doc, _XL_OOX, mapping)
        english = mapper.getAvailableMappings(_ENGLISH, _ALL_GROUPS)
        self._native = _parser(doc, _OOO, english)
        self._names = _same_functions(english, mapping)
        self._sheets = doc.Sheets
        self._origin = doc.Sheets.getByIndex(0).getCellByPosition(0, 0).CellAddress

    def native(self, text: str, address: Any, others: Iterable[Any] = ()) -> list[str]:
        """An Excel formula at a cell as LibreOffice's English text, for that cell and, with references moved, for others.

        A formula of ours loses its link to the add-in, which Calc needs not.

        Raises:
            ValueError: a sheet that it cites does not exist (Excel refuses such a formula, too).
        """
        text = _OURS.sub("", text.strip().removeprefix("="))
        self._check_sheets(text)
        tokens = self._parser.parseFormula(self._to_stored(text), address)
        return ["=" + _ERRORS.sub(lambda match: match[0].upper(), self._native.printFormula(tokens, at)) for at in (address, *others)]

    def text(self, cell: Any) -> str:
        """The formula of a cell, as Excel would give it."""
        return "=" + _from_stored(self._parser.printFormula(cell.getTokens(), cell.CellAddress))

    def shown(self, native: str, cell: Callable[[], Any]) -> str:
        """LibreOffice's English text as Excel would give it; a cell is asked only where the text alone does not tell.

        Args:
            native: of `getFormulaArray`.
            cell: gives the UNO cell.
        """
        parts = _QUOTED.split(native)
        if any(_HARD.search(part) for part in parts[::2]) or any(part.startswith("'") for part in parts[1::2]):
            return self.text(cell())
        names = {name.upper() for part in parts[::2] for name in _UNKNOWN.findall(part)}
        if not names <= self._names.keys():
            return self.text(cell())
        parts[::2] = [_CALLED.sub(lambda match: self._names[match[1].upper()] + "(", part).replace(";", ",") for part in parts[::2]]
        return "".join(parts)

    def to_native(self, text: str) -> str:
        """An Excel formula, seen from A1 of the first sheet, as LibreOffice's names store it."""
        return self.native(text, self._origin)[0].removeprefix("=")

    def from_native(self, text: str) -> str:
        """What a LibreOffice name stores as an Excel formula."""
        return "=" + _from_stored(self._parser.printFormula(self._native.parseFormula(text, self._origin), self._origin))

    def _check_sheets(self, text: str) -> None:
        for quoted, plain in _SHEETS.findall(_TEXTS.sub('""', text)):
            name = quoted.replace("''", "'") or plain
            if "[" not in name and not self._sheets.hasByName(name):
                raise ValueError(f"there is no sheet « {name} »: {text}")

    def _to_stored(self, text: str) -> str:
        def stored(match: re.Match[str]) -> str:
            token = match[0]
            name = token[:-1] if token.endswith("(") else token
            if token.endswith("("):
                return str(self._stored.get(name.upper(), name)) + "("
            following = text[match.end() : match.end() + 1]
            return _CONSTANTS.get(name.upper(), token) if following not in ("!", "(", ":") else token

        return _TOKENS.sub(stored, text)


def _same_functions(english: Any, stored: Any) -> dict[str, str]:
    """Functions of LibreOffice's English → Excel's names, where one code stands for one function in both."""
    counts: dict[int, int] = {}
    for entry in english:
        counts[entry.Token.OpCode] = counts.get(entry.Token.OpCode, 0) + 1
    excel = {entry.Token.OpCode: entry.Name.removeprefix("_xlfn.").removeprefix("_xlws.") for entry in stored}
    names = {entry.Name.upper(): excel.get(entry.Token.OpCode, "") for entry in english if counts[entry.Token.OpCode] == 1}
    return {name: shown for name, shown in names.items() if shown and _NAME.fullmatch(shown)}


def _parser(doc: Any, convention: int, mapping: Any) -> Any:
    parser = doc.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish = True
    parser.FormulaConvention = convention
    parser.OpCodeMap = mapping
    return parser


def _from_stored(text: str) -> str:
    """A printed formula without the prefixes of the file format; what stands between quotation marks stays.

    Functions that LibreOffice does not know, which it writes in small letters, are in capitals as Excel's own.
    """
    parts = _QUOTED.split(text)
    parts = [part if part[:1] in ('"', "'") else _PREFIXED.sub(lambda match: match[1] or "", part) for part in parts]
    return "".join(part if part[:1] in ('"', "'") else _UNKNOWN.sub(lambda match: match[0].upper(), part) for part in parts)


def constant_text(value: object, native: str) -> str:
    """What Excel's `Formula` says of a cell without formula.

    >>> constant_text(3.0, "3"), constant_text("01", "'01"), constant_text("", "")
    ('3', '01', '')
    """
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return str(value) if value is not None else native


def array_text(native: str) -> bool:
    """True for the text of a cell of an array formula, which LibreOffice puts into braces."""
    return native.startswith("{=")
