"""Entries as the text of a file: one line a posting, texts that no spreadsheet takes for a formula, characters that its code has."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from addin.treasury.currency import to_decimal
from addin.treasury.entries.journals import Journals
from addin.treasury.entries.layouts import Field, Layout
from addin.treasury.entries.model import Entry, Posting
from addin.treasury.entries.plan import Plan

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Context:
    """What the lines need besides the entries: the day of validation, the base currency, the names of journals and accounts."""

    as_of: date
    base: str
    plan: Plan
    journals: Journals
    sales_name: str
    purchases_name: str

    def journal_name(self, code: str) -> str:
        """Name of a journal."""
        names = {self.journals.sales: self.sales_name, self.journals.purchases: self.purchases_name}
        return names.get(code) or self.journals.name(code)


def entries_text(entries: Sequence[Entry], layout: Layout, context: Context) -> str:
    """The whole file."""
    rows = _rows(entries, layout, context)
    return delimited(rows, layout.delimiter, is_quoted=layout.is_quoted)


def delimited(rows: Iterable[Sequence[str]], delimiter: str, *, is_quoted: bool = True) -> str:
    """Rows as delimited text, lines ended as Windows does."""
    if not is_quoted:
        return "".join(delimiter.join(cell.replace(delimiter, " ") for cell in row) + "\r\n" for row in rows)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it as a formula.

    >>> harmless("=1+1"), harmless("VIR RECU"), harmless("-5 % remise")
    ("'=1+1", 'VIR RECU', "'-5 % remise")
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def amount_text(cents: int, currency: str) -> str:
    """Decimal comma, no thousands separator.

    >>> amount_text(-123450, "DZD")
    '-1234,50'
    """
    return f"{to_decimal(cents, currency):f}".replace(".", ",")


def encoded(text: str, codec: str) -> tuple[bytes, tuple[str, ...]]:
    """The text in bytes, and the distinct characters that the code lacks; each is written as its plain letter, else « ? »."""
    lost: dict[str, None] = {}
    try:
        return text.encode(codec), ()
    except UnicodeEncodeError:
        pass

    def plain(letter: str) -> str:
        try:
            letter.encode(codec)
        except UnicodeEncodeError:
            lost[letter] = None
            bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
            return bare.encode(codec, "ignore").decode(codec) or "?"
        return letter

    return "".join(map(plain, text)).encode(codec), tuple(lost)


def _rows(entries: Sequence[Entry], layout: Layout, context: Context) -> Iterator[list[str]]:
    if layout.has_headings:
        yield [heading for heading, _ in layout.columns]
    fields = [field for _, field in layout.columns]
    for entry in entries:
        for posting in entry.postings:
            yield [_cell(field, entry, posting, layout, context) for field in fields]


def _cell(field: Field, entry: Entry, posting: Posting, layout: Layout, context: Context) -> str:
    match field:
        case "debit":
            return _amount(posting.debit_cents, layout, context)
        case "credit":
            return _amount(posting.credit_cents, layout, context)
        case "amount":
            return amount_text(abs(posting.cents), context.base)
        case "foreign":
            return "" if posting.foreign_cents is None else amount_text(posting.foreign_cents, posting.currency)
        case "day":
            return entry.on.strftime(layout.day)
        case "piece_day":
            return entry.piece_on.strftime(layout.day)
        case "valid_day":
            return context.as_of.strftime(layout.day)
        case "letter_day":
            return context.as_of.strftime(layout.day) if posting.letter else ""
        case "due":
            return posting.due_on.strftime(layout.day) if posting.due_on else ""
        case _:
            return harmless(_text(field, entry, posting, context))


def _text(field: Field, entry: Entry, posting: Posting, context: Context) -> str:
    match field:
        case "journal":
            return entry.journal
        case "journal_name":
            return context.journal_name(entry.journal)
        case "number":
            return str(entry.number)
        case "folio":
            return str(entry.on.month)
        case "piece":
            return entry.piece
        case "account":
            return posting.account
        case "account_name":
            return context.plan.label(posting.account)
        case "auxiliary":
            return posting.auxiliary
        case "party":
            return " ".join(posting.party.split()) if posting.auxiliary else ""
        case "label":
            return entry.label if entry.on == entry.piece_on else f"{entry.label} ({entry.piece_on:%d/%m/%Y})"
        case "side":
            return "D" if posting.cents > 0 else "C"
        case "letter":
            return posting.letter
        case "currency":
            return posting.currency
        case _:
            return ""


def _amount(cents: int, layout: Layout, context: Context) -> str:
    return amount_text(cents, context.base) if cents or layout.writes_zero else ""
