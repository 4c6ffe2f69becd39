"""The records of a CFONB 120 file: 120 characters each, fields at fixed places, amounts whose last character carries the sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from addin.treasury.currency import currency_code
from addin.treasury.statements.delimited import text_lines
from addin.treasury.statements.records import full_year, one_line, real_day

WIDTH = 120
_BALANCE_END, _DETAIL_END = 104, 48  # the shortest that still holds what counts, trailing spaces being cut
_CODES = ("01", "04", "05", "07")
_AMOUNT = re.compile(r" *(\d*)([{A-I}J-Réè]) *")
_DAY = re.compile(r"(\d\d)(\d\d)(\d\d)")
_ACCOUNT = re.compile(r"[0-9A-Z]{1,11}")
_LARGEST = 2**53
# The last digit and the sign: { A…I are +0 to +9, } J…R are -0 to -9; é and è stand for { and } where a French table was used.
_LAST = {**{mark: (digit, 1) for digit, mark in enumerate("{ABCDEFGHI")}, **{mark: (digit, -1) for digit, mark in enumerate("}JKLMNOPQR")}}
_LAST |= {"é": (0, 1), "è": (0, -1)}


@dataclass(frozen=True)
class Key:
    """The account that each record names; the bank's code is not compared, some banks change it within one statement."""

    branch: str
    account: str
    currency: str


@dataclass(frozen=True)
class Record:
    """One record, filled up to 120 characters.

    Attributes:
        code: "01" former balance, "04" operation, "05" its complement, "07" new balance; "" for anything else.
        line: text line, or number of the record in a file without line ends.
    """

    code: str
    text: str
    line: int

    @property
    def bank(self) -> str:
        return self.text[2:7].strip()

    @property
    def key(self) -> Key | None:
        """None when the account or the currency cannot be read."""
        account, currency = self.text[21:32].strip(), currency_code(self.text[16:19])
        if currency is None or not _ACCOUNT.fullmatch(account.upper()):
            return None
        return Key(self.text[11:16].strip(), account, currency)

    @property
    def interbank(self) -> str:
        return self.text[32:34].strip()

    @property
    def booked_on(self) -> str:
        return self.text[34:40]

    @property
    def value_date(self) -> str:
        return self.text[42:48]

    @property
    def label(self) -> str:
        return self.text[48:80]

    @property
    def number(self) -> str:
        """Number of the entry, "" when it is only zeros."""
        number = self.text[81:88].strip()
        return number if number.strip("0") else ""

    @property
    def amount(self) -> str:
        return self.text[90:104]

    @property
    def reference(self) -> str:
        return one_line(self.text[104:120])

    @property
    def qualifier(self) -> str:
        return self.text[45:48]

    @property
    def information(self) -> str:
        return self.text[48:118]

    def cents(self, decimals: int) -> int | None:
        """The amount in minor units of a currency that has `decimals`, None when it cannot be read exactly."""
        match = _AMOUNT.fullmatch(self.amount)
        places = self.text[19].strip() or str(decimals)
        if match is None or not (places.isascii() and places.isdigit()):
            return None
        digit, sign = _LAST[match[2]]
        value = int(match[1] or "0") * 10 + digit
        shift = decimals - int(places)
        if shift < 0:
            value, rest = divmod(value, 10**-shift)
            return None if rest or value >= _LARGEST else sign * value
        return sign * value * 10**shift if value * 10**shift < _LARGEST else None


def read_day(text: str) -> date | bool | None:
    """The day JJMMAA; None when blank or zeros; False when it is no day.

    >>> read_day("150519"), read_day("000000"), read_day("  CART")
    (datetime.date(2019, 5, 15), None, False)
    """
    if not text.strip(" 0"):
        return None
    match = _DAY.fullmatch(text)
    return (real_day(full_year(int(match[3])), int(match[2]), int(match[1])) if match else None) or False


def records(text: str) -> Iterator[Record]:
    """The records of a file, one a line or one behind the other; blank lines are none."""
    lines = [(number, line) for number, line in enumerate(text_lines(text), 1) if line.strip(" \x1a\x00\t")]
    for number, line in lines:
        parts = _cut(line)
        for place, part in enumerate(parts, 1):
            yield _record(part, place if len(parts) > 1 and len(lines) == 1 else number)


def _cut(line: str) -> Sequence[str]:
    """The records of one line: several when the file has no line ends."""
    if len(line.rstrip()) <= WIDTH:
        return [line.rstrip()]
    parts = [line[at : at + WIDTH].rstrip() for at in range(0, len(line), WIDTH)]
    parts = [part for part in parts if part]
    return parts if all(part.startswith(_CODES) for part in parts) else [line]


def _record(text: str, line: int) -> Record:
    code = text[:2] if text[:2] in _CODES else ""
    shortest = _DETAIL_END if code == "05" else _BALANCE_END
    is_empty_detail = code == "05" and not text[45:].strip()
    if len(text) > WIDTH or (len(text) < shortest and not (is_empty_detail and len(text) >= 40)):
        code = ""
    return Record(code, text.ljust(WIDTH), line)
