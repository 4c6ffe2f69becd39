"""The tags of an OFX file, version 1 (SGML) and 2 (XML), as a tree.

SGML leaves values unclosed, real files mix both ways and forget closing tags, so one lenient reading does for all: aggregates are
the known names below, every other tag is a value. Nothing is expanded but the entities of single characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from addin.messages import TresoError
from addin.treasury.statements.machine_values import clean

DEEPEST = 50

SECURITIES = frozenset(
    "BUYDEBT BUYMF BUYOPT BUYOTHER BUYSTOCK CLOSUREOPT INCOME INVEXPENSE JRNLFUND JRNLSEC MARGININTEREST REINVEST RETOFCAP"
    " SELLDEBT SELLMF SELLOPT SELLOTHER SELLSTOCK SPLIT TRANSFER".split()
)
"""Operations on securities, each an aggregate of an investment statement."""

_WITHIN_OPERATIONS = frozenset("CURRENCY ORIGCURRENCY PAYEE BANKACCTTO CCACCTTO".split())
_AGGREGATES = (
    frozenset(
        "OFX SIGNONMSGSRSV1 SONRS STATUS FI SIGNUPMSGSRSV1 BANKMSGSRSV1 CREDITCARDMSGSRSV1 INVSTMTMSGSRSV1 SECLISTMSGSRSV1"
        " STMTTRNRS CCSTMTTRNRS INVSTMTTRNRS STMTRS CCSTMTRS INVSTMTRS BANKACCTFROM CCACCTFROM INVACCTFROM BANKTRANLIST"
        " INVTRANLIST BANKTRANLISTP INVBANKTRAN STMTTRN STMTTRNP LEDGERBAL AVAILBAL BALLIST BAL INVBAL INVPOSLIST".split()
    )
    | _WITHIN_OPERATIONS
    | SECURITIES
)
_STRUCTURE = re.compile(rf"<(/?)({'|'.join(sorted(_AGGREGATES, key=len, reverse=True))})\s*>", re.IGNORECASE)
_LEVELS = (
    frozenset({"STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS"}),
    frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"}),
    frozenset({"STMTTRN", "STMTTRNP"}),
)
_LEVEL_OF = {name: level for level in _LEVELS for name in level}
_BEGIN = re.compile(r"<OFX\s*>", re.IGNORECASE)
_BEFORE_TAG = re.compile(r"\s*<")
_NAME = r"[A-Za-z][A-Za-z0-9_.]*"
_VALUE = re.compile(rf"<({_NAME})\s*>([^<]*(?:<(?!/?{_NAME}\s*/?>)[^<]*)*)")
_BLANKED = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")


@dataclass(slots=True)
class Aggregate:
    """A tag that holds others.

    Attributes:
        line: text line of the tag, from 1.
        values: name (capitals) and text of its own values, each on one line; of a repeated name the first that is not blank.
        repeated: name and text of the further values of a name that was already given, None without any.
        parts: the aggregates within it.
        is_closed: its closing tag was seen.
    """

    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    repeated: list[tuple[str, str]] | None = None
    parts: list[Aggregate] = field(default_factory=list)
    is_closed: bool = False

    def value(self, name: str) -> str:
        """The value of a name, "" without one."""
        return self.values.get(name, "")

    def add(self, name: str, text: str) -> None:
        """Take in one more value."""
        first = self.values.setdefault(name, text)
        if first is not text:
            if not first:
                self.values[name], text = text, first
            self.repeated = self.repeated or []
            self.repeated.append((name, text))

    def all_values(self, name: str) -> list[str]:
        """Every value of a name, blank ones too."""
        if name not in self.values:
            return []
        return [self.values[name], *(text for again, text in self.repeated or () if again == name)]

    def part(self, *path: str) -> Aggregate | None:
        """The first aggregate at a path of names."""
        found: Aggregate | None = self
        for name in path:
            found = next((part for part in found.parts if part.name == name), None) if found is not None else None
        return found

    def all(self, *names: str) -> Iterator[Aggregate]:
        """The aggregates of some names within it at any depth, in the order of the file."""
        waiting = self.parts[::-1]
        while waiting:
            part = waiting.pop()
            if part.name in names:
                yield part
            if part.parts:
                waiting.extend(reversed(part.parts))


def parse_ofx(text: str, file: str) -> Aggregate | None:
    """The tree of an OFX text under its tag `OFX`; None without this tag.

    Raises:
        TresoError: XML_ABNORMAL, when aggregates are nested deeper than `DEEPEST`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<!" in text:
        text = _BLANKED.sub(_plain_text, text)
    begin = _BEGIN.search(text)
    if begin is None:
        return None
    line, counted, after = 1 + text.count("\n", 0, begin.end()), begin.end(), begin.end()
    root = Aggregate("OFX", line)
    open_ = [root]
    for tag in _STRUCTURE.finditer(text, begin.end()):
        name = tag[2].upper()
        if not tag[1] and _is_value(name, text, tag.end(), open_):
            continue
        if tag.start() > after:
            _read_values(text, after, tag.start(), open_[-1])
        line += text.count("\n", counted, tag.start())
        counted, after = tag.start(), tag.end()
        if tag[1] or name == "OFX":
            _close(open_, name)  # a second <OFX> (files put together) goes on where the first one ended
            continue
        if name in _LEVEL_OF:  # these do not nest: the one before was left open
            _leave(open_, _LEVEL_OF[name])
        if len(open_) > DEEPEST:
            raise TresoError("XML_ABNORMAL", file=file, line=line)
        part = Aggregate(name, line)
        open_[-1].parts.append(part)
        open_.append(part)
    _read_values(text, after, len(text), open_[-1])
    return root


def _is_value(name: str, text: str, end: int, open_: list[Aggregate]) -> bool:
    """Whether a name that may be an aggregate is a value here (`<CURRENCY>EUR`), or of no concern."""
    if name in SECURITIES:
        return all(aggregate.name != "INVTRANLIST" for aggregate in open_)
    return name in _WITHIN_OPERATIONS and not _BEFORE_TAG.match(text, end)


def _close(open_: list[Aggregate], name: str) -> None:
    """The closing tag of an aggregate ends it and what is still open within it; a stray one says nothing."""
    if open_[-1].name == name and len(open_) > 1:
        open_.pop().is_closed = True
    elif name == "OFX":
        open_[0].is_closed = True
        while len(open_) > 1:
            _pop(open_)
    elif any(aggregate.name == name for aggregate in open_):
        while open_[-1].name != name:
            _pop(open_)
        open_.pop().is_closed = True


def _leave(open_: list[Aggregate], names: frozenset[str]) -> None:
    """End the aggregates of some names, and what is open within them, without a closing tag."""
    while any(aggregate.name in names for aggregate in open_):
        _pop(open_)


def _pop(open_: list[Aggregate]) -> None:
    """End an aggregate that has no closing tag; what a small one (`CURRENCY`) took belongs to the operation around it too."""
    last = open_.pop()
    if last.name in _WITHIN_OPERATIONS:
        for name, text in (*last.values.items(), *(last.repeated or ())):
            open_[-1].add(name, text)


def _read_values(text: str, start: int, end: int, owner: Aggregate) -> None:
    for name, value in _VALUE.findall(text, start, end):
        if "&" in value:
            value = _ENTITY.sub(_character, value)
        owner.add(name.upper(), clean(value.strip()))


def _character(entity: re.Match[str]) -> str:
    """The character of an entity, as written when nobody knows it."""
    name = entity[0][1:]
    if name.startswith("#"):
        return unescape(entity[0])
    return html5.get(name, entity[0])


def _plain_text(found: re.Match[str]) -> str:
    """A CDATA section as escaped text, a comment as nothing; line ends stay for the count of lines."""
    if found[1] is None:
        return "\n" * found[0].count("\n")
    return found[1].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
