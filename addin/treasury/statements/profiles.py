"""Bank profiles (profils) : what a bank writes where, in a few lines, and how the profile of a file is found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from addin.messages import TresoError
from addin.treasury.characters import is_blank
from addin.treasury.headings import SEARCH_ROWS, simplify

DateOrder = Literal["", "dmy", "mdy", "ymd"]
Sign = Literal["", "as_printed", "reversed", "debit_credit"]

FIELDS = (
    "booked_on",
    "value_date",
    "label",
    "amount",
    "debit",
    "credit",
    "balance",
    "direction",
    "currency",
    "account",
    "reference",
    "counterparty",
    "piece",
)
"""Fields that a profile may place."""


@dataclass(frozen=True)
class Profile:
    """How one bank writes its statements (profil); what stays "" is found out from the file.

    Attributes:
        name: as asked for with `--profil`; case and accents do not count.
        bank: name of the bank, given to the account.
        columns: field of `FIELDS` → heading as in the file, letter of the column (« B ») or its number (« 2 »).
        header_row: line of the headings, the first one being 1; 0 for a file without headings; None to look for it.
        date_order: order of day, month and year in numeric dates.
        decimal: decimal mark, "," or ".".
        sign: "as_printed": credit positive; "reversed": payments positive; "debit_credit": two columns.
        delimiter, encoding: of text files.
        account: number or name of the account when the file does not say it.
        currency: ISO code when the file does not say it.
        to_confirm: written without a real sample of this bank.
        samples: labels as this bank writes them, for the reader of the profile.
        is_hers: declared in her workbook: it comes before those that we ship.
        marks: simplified words; the profile is recognised when one of them stands above the table, in the name of the file or sheet,
            or when all names in `columns` that are headings stand in the heading line.
    """

    name: str
    bank: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    header_row: int | None = None
    date_order: DateOrder = ""
    decimal: Literal["", ",", "."] = ""
    sign: Sign = ""
    delimiter: str = ""
    encoding: str = ""
    account: str = ""
    currency: str = ""
    to_confirm: bool = False
    samples: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_hers: bool = False


_WIDE = 3
_DATED = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{2,4}.{0,9}|\d{8}")

GENERIC = Profile("Générique")
"""Nothing is known beforehand."""


def profile_named(name: str, profiles: Sequence[Profile]) -> Profile:
    """The profile that has a name, case, accents and punctuation aside.

    Raises:
        TresoError: PROFILE_UNKNOWN, with the known names.
    """
    wanted = simplify(name)
    for profile in profiles:
        if wanted and simplify(profile.name) == wanted:
            return profile
    raise TresoError("PROFILE_UNKNOWN", profile=name, known=", ".join(profile.name for profile in profiles))


def recognised_profile(rows: Sequence[Sequence[object]], profiles: Sequence[Profile], context: str) -> Profile | None:
    """The profile whose marks stand above the operations or in the names of file and sheet, or whose headings are those of the file.

    Hers come first. None when none, or when marks of two banks do.
    """
    head = _head(rows)
    words = f" {simplify(' '.join([context, *(str(cell) for row in head for cell in row if isinstance(cell, str))]))} "
    lines = [{simplify(cell) for cell in row if isinstance(cell, str) and cell.strip()} for row in head]
    for is_hers in (True, False):
        mine = [profile for profile in profiles if profile.is_hers == is_hers]
        marked = [profile for profile in mine if any(f" {simplify(mark)} " in words for mark in profile.marks)]
        if marked:
            return marked[0] if len(marked) == 1 else None
        for profile in mine:
            named = {simplify(text) for text in profile.columns.values() if len(text.strip()) > 2 and not text.strip().isdigit()}
            if len(named) > 1 and len(named) == len(profile.columns) and any(named <= line for line in lines):
                return profile
    return None


def _head(rows: Sequence[Sequence[object]]) -> Sequence[Sequence[object]]:
    """The lines above the first operation."""
    for i, row in enumerate(rows[:SEARCH_ROWS]):
        filled = [cell for cell in row if not is_blank(cell)]
        if len(filled) >= _WIDE and any(
            isinstance(cell, date) or (isinstance(cell, str) and _DATED.fullmatch(cell.strip())) for cell in filled
        ):
            return rows[:i]
    return rows[:SEARCH_ROWS]
