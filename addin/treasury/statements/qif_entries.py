"""The entries of a QIF file: its sections, and in those of bank, cash and card accounts one entry for each operation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from addin.treasury.statements.delimited import text_lines
from addin.treasury.statements.records import Tally, one_line

_OPERATIONS = frozenset({"bank", "banque", "cash", "caisse", "ccard", "carte", "oth a", "oth l"})
_ACCOUNT = "account"
_SWITCHES = ("option:", "clear:")
_SINGLE = frozenset("DTUN")
_STARTS_WITHOUT_HEADER = re.compile(r"D\s*\d")
_TYPE = re.compile(r"!\s*type\s*:\s*(.*)", re.IGNORECASE)


@dataclass
class Entry:
    """One record, from its first line to « ^ ».

    Attributes:
        fields: letter → text; a repeated one is joined, and named in `twice` when it may stand only once.
        parts: amounts of its splits.
    """

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    twice: str = ""

    def add(self, letter: str, text: str) -> None:
        """Take in one line."""
        if letter == "$":
            self.parts.append(text)
        elif not self.fields.get(letter):
            self.fields[letter] = text
        elif letter not in _SINGLE:
            self.fields[letter] = f"{self.fields[letter]} {text}"
        elif text not in ("", self.fields[letter]):
            self.twice = self.twice or letter

    @property
    def amount(self) -> str:
        return self.fields.get("T") or self.fields.get("U", "")

    @property
    def shown(self) -> str:
        """The entry in a few words, for a message."""
        return one_line(" ".join(self.fields.get(letter, "") for letter in "DTPMN"))


@dataclass
class Section:
    """The operations of one account.

    Attributes:
        account, description: of the `!Account` block before it, "" without.
    """

    line: int
    account: str = ""
    description: str = ""
    entries: list[Entry] = field(default_factory=list)


def sections(text: str, tally: Tally) -> list[Section]:
    """The sections that hold operations of an account; other records are counted in `tally`.

    Headings (« !Type:Bank »), accounts and options are « heading », entries of other sections « other_section », lines outside of
    any section « junk ».
    """
    reader = _Reader(tally)
    for number, written in enumerate(text_lines(text), 1):
        line = written.strip(" \t\x1a\x00")
        if line:
            reader.read(number, line)
    reader.end_entry()
    return reader.sections


class _Reader:
    """One pass over the lines."""

    def __init__(self, tally: Tally) -> None:
        self.sections: list[Section] = []
        self._tally = tally
        self._kind = ""  # of the section in progress: "operations", "account", the name of another one, "" before any
        self._entry: Entry | None = None
        self._account: Entry | None = None

    def read(self, number: int, line: str) -> None:
        if line.startswith("!"):
            self.end_entry()
            self._tally.leave("heading")
            self._head(number, line)
        elif line == "^":
            self.end_entry()
        elif not self._kind and not _STARTS_WITHOUT_HEADER.match(line):
            self._tally.leave("junk")
        else:
            if not self._kind:
                self._begin(number)
            self._take(number, line[0], line[1:].strip())

    def end_entry(self) -> None:
        """The entry in progress, if any, is complete."""
        entry, self._entry = self._entry, None
        if entry is None:
            return
        if self._kind == "operations":
            self.sections[-1].entries.append(entry)
        elif self._kind == _ACCOUNT:
            self._account = entry
            self._tally.leave("heading")
        else:
            self._tally.leave("other_section")
            self._tally.find("QIF_SECTION_LEFT_OUT", section=self._kind, line=entry.line)

    def _take(self, number: int, letter: str, text: str) -> None:
        entry = self._entry
        if entry is not None and self._kind == "operations" and letter == "D" and "D" in entry.fields and entry.amount:
            self.end_entry()  # its « ^ » is missing
            entry = None
        if entry is None:
            entry = self._entry = Entry(number)
        entry.add(letter, text)

    def _head(self, number: int, line: str) -> None:
        match = _TYPE.fullmatch(line)
        if match is None:
            name = line[1:].strip().lower()
            if not name.startswith(_SWITCHES):
                self._kind = name or line
            return
        name = match[1].strip()
        if name.lower() in _OPERATIONS:
            self._begin(number)
        else:
            self._kind = name or line

    def _begin(self, number: int) -> None:
        self._kind = "operations"
        account = self._account.fields if self._account else {}
        self.sections.append(Section(number, one_line(account.get("N", "")), one_line(account.get("D", ""))))
