"""A formula of a file as a tree. Only what is understood is parsed; the rest is refused, never guessed.

Source: ECMA-376 part 1, 18.17.2; order of operators: a sign before a number binds closer than « ^ » (Excel: -2^2 is 4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from addin.hosts.formula_tokens import TOKEN, Reference, reference_of


class NotCalculableError(Exception):
    """The formula, or one of its values, is beyond what is calculated here."""


@dataclass(frozen=True)
class Constant:
    value: float | str | bool | None  # None: an argument left out


@dataclass(frozen=True)
class ErrorConstant:
    code: str


@dataclass(frozen=True)
class Cited:
    cells: Reference


@dataclass(frozen=True)
class TableCited:
    text: str  # « tblBNA[[#This Row],[Débit]] »


@dataclass(frozen=True)
class Named:
    name: str


@dataclass(frozen=True)
class Call:
    function: str  # upper case, without `_xlfn.`
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Operation:
    sign: str  # « - » with one operand is the sign before a number, « % » has one
    operands: tuple[Node, ...]


Node = Constant | ErrorConstant | Cited | TableCited | Named | Call | Operation

_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_DEEPEST = 60


def parse(text: str) -> Node:
    """The tree of a formula, without its « = ».

    Raises:
        NotCalculableError: it is not understood (arrays, unions, links to other workbooks, too deep…).

    >>> parse("A1*-2")
    Operation(sign='*', operands=(Cited(cells=Reference(sheet='', first_row=1, first_column=1, last_row=1, last_column=1, is_range=False, fixed=(False, False, False, False))), Operation(sign='-', operands=(Constant(value=2.0),))))
    """  # noqa: E501
    parser = _Parser([(found.lastgroup or "", found) for found in TOKEN.finditer(text) if not found["blank"]])
    tree = parser.expression()
    if parser.peek():
        raise NotCalculableError(text)
    return tree


class _Parser:
    def __init__(self, tokens: list[tuple[str, re.Match[str]]]) -> None:
        self._tokens = [found for _, found in tokens]
        self._at = 0
        self._depth = 0

    def peek(self) -> str:
        """Text of the next token, "" at the end."""
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _next(self) -> re.Match[str]:
        if self._at >= len(self._tokens):
            raise NotCalculableError("ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _sign(self, *signs: str) -> str:
        """The next token when it is one of these signs, then passed; else ""."""
        if self._at < len(self._tokens) and self._tokens[self._at]["sign"] in signs:
            return self._next()[0]
        return ""

    def expression(self, level: int = 0) -> Node:
        if level == 0:
            self._depth += 1
            if self._depth > _DEEPEST:
                raise NotCalculableError("too deep")
        if level == len(_LEVELS):
            return self._prefixed()
        left = self.expression(level + 1)
        while sign := self._sign(*_LEVELS[level]):
            left = Operation(sign, (left, self.expression(level + 1)))
        if level == 0:
            self._depth -= 1
        return left

    def _prefixed(self) -> Node:
        signs = 0
        while sign := self._sign("+", "-"):
            signs += sign == "-"
        node = self._atom()
        for _ in range(signs % 2):
            node = Operation("-", (node,))
        while self._sign("%"):
            node = Operation("%", (node,))
        return node

    def _atom(self) -> Node:
        found = self._next()
        if found["number"]:
            return Constant(float(found[0]))
        if found["text"]:
            return Constant(found[0][1:-1].replace('""', '"'))
        if found["error"]:
            return ErrorConstant(found[0])
        if found["reference"]:
            return Cited(reference_of(found))
        if found["table"]:
            return TableCited(found[0])
        if found["function"]:
            return self._call(found[0])
        if found["name"]:
            return Constant(found[0].upper() == "TRUE") if found[0].upper() in ("TRUE", "FALSE") else Named(found[0])
        if found["sign"] == "(":
            inner = self.expression()
            if not self._sign(")"):
                raise NotCalculableError("no closing bracket")
            return inner
        raise NotCalculableError(found[0])

    def _call(self, name: str) -> Node:
        self._next()  # "("
        arguments: list[Node] = []
        if not self._sign(")"):
            while True:
                arguments.append(Constant(None) if self.peek() in (",", ")") else self.expression())
                if self._sign(")"):
                    break
                if not self._sign(","):
                    raise NotCalculableError(name)
        function = re.sub(r"^(?:_xlfn\.|_xlws\.)+", "", name, flags=re.IGNORECASE).upper()
        if function in ("TRUE", "FALSE") and not arguments:
            return Constant(function == "TRUE")
        return Call(function, tuple(arguments))
