"""What an earlier page « Rapprochement » holds: what she typed, the accounts as they stand on it, and what was signed off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from addin.sheets.reconciliation_parts import (
    BANK,
    BANK_SOURCES,
    BOOK,
    BOOK_SOURCES,
    CARRIED,
    ELSEWHERE,
    GAP,
    HEADLINE,
    IN_TRANSIT,
    MEMORY,
    MEMORY_HEADS,
    NATURES,
    SIGNED_BY,
    SIGNED_ON,
    TYPED,
    UNBOOKED,
    told_account,
)
from addin.treasury.amounts import read_amounts
from addin.treasury.currency import exponent
from addin.treasury.dates import read_date
from addin.treasury.reconciliation.model import AccountReconciliation, BankSource, BookSource, Item, Visa
from addin.treasury.reconciliation.sign_off import visa_of
from addin.treasury.vocabularies import RECONCILIATION_MARK

Grid = Sequence[Sequence[object]]
_SECTIONS = {IN_TRANSIT: "in_transit", UNBOOKED: "unbooked", CARRIED: "carried", ELSEWHERE: "elsewhere"}
_NATURES = {words: nature for nature, words in NATURES.items()}
_AMOUNT, _SIGNED_BY_AT = 5, 3
_TOP_ROWS = 30
"""Rows in which the title of the page stands, even when lines were inserted above it."""


@dataclass
class AccountBack:
    """One account as it stands on the earlier page.

    Attributes:
        typed_cents: what stands in the box for the balance of the statement, None when it is blank.
        typed_text, typed_row: what stands there and is no amount, and its row; "" and 0 otherwise.
        has_box: there is such a box; an account signed off has none.
        signed_on: what stands in « Visé le »: a date, another text, or None.
    """

    account: str
    currency: str
    as_of: date
    bank_cents: int | None = None
    bank_source: BankSource = ""
    bank_on: date | None = None
    book_cents: int | None = None
    book_source: BookSource = ""
    book_name: str = ""
    difference_cents: int | None = None
    items: dict[str, list[Item]] = field(default_factory=lambda: {"in_transit": [], "unbooked": [], "carried": [], "elsewhere": []})
    typed_cents: int | None = None
    typed_text: str = ""
    typed_row: int = 0
    has_box: bool = False
    signed_on: date | str | None = None
    signed_by: str = ""

    @property
    def typed_balance(self) -> int | None:
        """The balance of the statement that she typed, here or before she signed off; None without one."""
        return self.typed_cents if self.has_box or self.bank_source != "typed" else self.bank_cents

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None

    def frozen(self, now: AccountReconciliation | None) -> AccountReconciliation:
        """The account with the figures of the page; what the page does not show is as it is now."""
        return AccountReconciliation(
            self.account, self.currency, self.as_of, now.scf_account if now else "", self.bank_cents, self.bank_source, self.bank_on,
            now.calculated_cents if now and now.bank_cents == self.bank_cents else None, self.book_cents, self.book_source, self.book_name,
            tuple(self.items["in_transit"]), tuple(self.items["unbooked"]), tuple(self.items["carried"]), self.difference_cents,
            now.last_line if now else None, tuple(self.items["elsewhere"]),
        )  # fmt: skip

    def visa(self) -> Visa:
        """Its figures as they are signed off."""
        signed_on = self.signed_on if isinstance(self.signed_on, date) else None
        said = f"{signed_on:%d/%m/%Y}" if signed_on else str(self.signed_on or "")
        return visa_of(self.frozen(None), signed_on, said, self.signed_by)


@dataclass(frozen=True)
class PageBack:
    """An earlier page.

    Attributes:
        visas: all that was signed off up to then, the accounts of the page included.
    """

    accounts: tuple[AccountBack, ...] = ()
    visas: tuple[Visa, ...] = ()

    def of(self, account: str, currency: str, as_of: date) -> AccountBack | None:
        """The block of an account at this very date."""
        return next((each for each in self.accounts if (each.account, each.currency, each.as_of) == (account, currency, as_of)), None)


def is_reconciliation_page(rows: Grid) -> bool:
    """The sheet is a page of ours."""
    top = {cell for row in rows[:_TOP_ROWS] for cell in row if isinstance(cell, str)}
    return HEADLINE in top and RECONCILIATION_MARK in top


def read_page(rows: Grid) -> PageBack:
    """What stands on an earlier page, as its values are read back."""
    accounts: list[AccountBack] = []
    section = ""
    for at, row in enumerate(rows, 1):
        first = _text(_at(row, 0))
        told = told_account(first)
        if told is not None:
            day = date(int(told["year"]), int(told["month"]), int(told["day"]))
            accounts.append(AccountBack(told["account"], told["currency"], day))
            section = ""
        elif accounts:
            section = _read_line(accounts[-1], first, row, section, at)
            if section == "end":
                section = ""
    visas = {(visa.account, visa.currency, visa.as_of): visa for visa in _memory(rows)}
    for each in accounts:
        key = each.account, each.currency, each.as_of
        if each.is_signed:
            visas[key] = each.visa()
        else:
            visas.pop(key, None)  # she took her signature back
    return PageBack(tuple(accounts), tuple(visas.values()))


def _read_line(account: AccountBack, first: str, row: Sequence[object], section: str, at: int) -> str:
    """One line of the block of an account; the section that the next line stands in."""
    unit, figure = account.currency, _at(row, _AMOUNT)
    if first in _SECTIONS:
        return _SECTIONS[first]
    if first == BANK:
        account.bank_cents, account.bank_on = _cents(figure, unit), _day(_at(row, 1))
        account.bank_source = _source(_at(row, 2))
    elif first == TYPED:
        account.has_box = True
        account.typed_cents = _typed(figure, unit)
        if account.typed_cents is None and _text(figure):
            account.typed_text, account.typed_row = _text(figure), at
    elif first == BOOK:
        account.book_cents = _cents(figure, unit)
        account.book_source, account.book_name = _book(_text(_at(row, 2)))
    elif first == GAP:
        account.difference_cents = _cents(figure, unit)
    elif first == SIGNED_ON and _text(_at(row, 2)) == SIGNED_BY:
        account.signed_on = _signed(_at(row, 1))
        account.signed_by = _text(_at(row, _SIGNED_BY_AT))
        return "end"
    elif section in account.items and first in _NATURES:
        account.items[section].append(_item(row, unit, account.as_of))
        return section
    return ""


def _item(row: Sequence[object], unit: str, as_of: date) -> Item:
    on = _day(_at(row, 1))
    days = _at(row, 4)
    age = int(days) if isinstance(days, (int, float)) else (as_of - on).days if on else None
    nature = _NATURES[_text(_at(row, 0))]
    return Item(nature, on, _text(_at(row, 2)), _text(_at(row, 3)), _cents(_at(row, _AMOUNT), unit) or 0, unit, "", 0, age)


def _source(cell: object) -> BankSource:
    return next((key for key, words in BANK_SOURCES.items() if words == _text(cell)), "")


def _book(words: str) -> tuple[BookSource, str]:
    plain = words.replace("\u00a0", " ")
    for source, template in BOOK_SOURCES.items():
        before, _, after = template.partition("{name}")
        if after and plain.startswith(before) and plain.endswith(after):
            return source, plain.removeprefix(before).removesuffix(after)
        if not after and plain == template:
            return source, ""
    return "", ""


def _memory(rows: Grid) -> list[Visa]:
    """The lines under « Rapprochements visés »."""
    place = next(((i, j) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell == MEMORY), None)
    if place is None:
        return []
    top, left = place
    head = [_text(_at(rows[top + 1], left + k)) for k in range(len(MEMORY_HEADS))] if top + 1 < len(rows) else []
    if tuple(head) != MEMORY_HEADS:
        return []
    visas = []
    for row in rows[top + 2 :]:
        account, unit, as_of = _text(_at(row, left)), _text(_at(row, left + 1)), _day(_at(row, left + 2))
        if not account or not unit or as_of is None:
            break
        signed = _at(row, left + 9)
        source = _source(_at(row, left + 4))
        day = _day(signed)
        told = [_cents(_at(row, left + k), unit) for k in (3, 5, 6, 7, 8)]
        figures = (told[0], source, told[1], told[2] or 0, told[3] or 0, told[4])
        visas.append(Visa(account, unit, as_of, *figures, day, f"{day:%d/%m/%Y}" if day else _text(signed), _text(_at(row, left + 10))))
    return visas


def _signed(cell: object) -> date | str | None:
    """A date, whichever way she typed it; another text as it is; None when the box is blank."""
    day = _day(cell) or (read_date(cell) if isinstance(cell, str) else None)
    return day or _text(cell) or None


def _typed(cell: object, unit: str) -> int | None:
    """An amount as she typed it, as a number or as a text (« 131 000,00 »)."""
    read = read_amounts([cell], exponent(unit))
    return int(read.cents[0]) if read.known[0] else None


def _cents(cell: object, unit: str) -> int | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        return None
    return int(Decimal(str(cell)).scaleb(exponent(unit)).to_integral_value(ROUND_HALF_UP))


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _at(row: Sequence[object], column: int) -> object:
    return row[column] if column < len(row) else None
