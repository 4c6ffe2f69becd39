"""The statements of a CAMT message: account, balances, totals, and the entries of each currency as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from addin.treasury.currency import currency_code, exponent
from addin.treasury.statements.camt_entries import Amount, Entry, text_of
from addin.treasury.statements.machine_values import day_column, empty_lines, minor_units
from addin.treasury.statements.model import AccountId, Balance, Statement, line_frame

_OPENINGS = ("OPBD", "PRCD")
_CLOSINGS = ("CLBD",)
_INTERIM = "ITBD"
BOOKED = frozenset({*_OPENINGS, *_CLOSINGS, _INTERIM})
"""Kinds of balances that are read; available and forward ones are no proof of movements."""


@dataclass(slots=True)
class Booked:
    """An entry with its text line and its number in the file, from 1."""

    line: int
    number: int
    entry: Entry


@dataclass(slots=True)
class Stated:
    """A balance with its type and text line."""

    kind: str
    amount: Amount
    balance: Balance


@dataclass(slots=True)
class Part:
    """One `Stmt`, `Rpt` or `Ntfctn`."""

    format: str
    first_line: int = 1
    account: AccountId = field(default_factory=AccountId)
    currency: str = ""
    stated_currency: str | None = None
    reference: str = ""
    entries: list[Booked] = field(default_factory=list)
    balances: list[Stated] = field(default_factory=list)
    left_out: list[Amount | None] = field(default_factory=list)
    has_rejected: bool = False
    total_in: int | None = None
    total_out: int | None = None
    count: int | None = None


def statement_of(part: Part, currency: str, is_alone: bool, by_line: bool, said: Counter[str]) -> Statement:
    """The statement of one currency of a part.

    Args:
        currency: ISO code, whose entries and balances are taken.
        is_alone: the part has no other currency, so that totals and count of the bank are its own.
        by_line: `line` is the text line of an entry, else its number in the file.
        said: code of evidence → number of entries that it is about; added to.
    """
    booked = [one for one in part.entries if one.entry.currency == currency]
    entries = [one.entry for one in booked]
    opening, closing = _ends([stated for stated in part.balances if stated.amount.currency == currency])
    amounts = [entry.cents for entry in entries]
    parties = [entry.counterparty for entry in entries]
    labels = [entry.label() for entry in entries]
    reversals = [place for place, entry in enumerate(entries) if entry.is_reversal]
    turned = not part.has_rejected and _are_turned(amounts, reversals, opening, closing)
    for place in reversals if turned else ():
        amounts[place] = -amounts[place]
        parties[place] = entries[place].other_party
    if reversals:
        said["camt_reversals_turned" if turned else "camt_reversals"] += len(reversals)
    if by_value := sum(entry.dated_by_value for entry in entries):
        said["camt_value_dates"] += by_value
    frame = (
        empty_lines()
        if not booked
        else line_frame(
            {
                "line": [one.line if by_line else one.number for one in booked],
                "booked_on": day_column([entry.day for entry in entries]),
                "value_date": day_column([entry.value_date for entry in entries]),
                "amount_cents": amounts,
                "label": labels,
                "reference": [entry.reference for entry in entries],
                "counterparty": parties,
                "piece": [entry.piece for entry in entries],
            }
        )
    )
    return Statement(
        account=part.account,
        currency=currency,
        lines=frame,
        opening=opening,
        closing=closing,
        total_in_cents=part.total_in if is_alone and not turned else None,
        total_out_cents=part.total_out if is_alone and not turned else None,
        stated_count=part.count if is_alone else None,
        reference=part.reference,
        first_line=part.first_line,
        is_interim=part.format != "CAMT.053",
    )


def _are_turned(amounts: list[int], reversals: list[int], opening: Balance | None, closing: Balance | None) -> bool:
    """Whether the balances only hold when the reversals go the other way."""
    if not reversals or opening is None or closing is None:
        return False
    gap = opening.cents + sum(amounts) - closing.cents
    return gap != 0 and gap == 2 * sum(amounts[place] for place in reversals)


def _ends(stated: Sequence[Stated]) -> tuple[Balance | None, Balance | None]:
    """Opening and closing balance: the booked ones, else interim ones (pages of a long statement, reports within a day)."""
    by_kind: dict[str, list[Balance]] = {}
    for one in stated:
        by_kind.setdefault(one.kind, []).append(one.balance)
    opening = next((by_kind[kind][0] for kind in _OPENINGS if kind in by_kind), None)
    closing = next((by_kind[kind][-1] for kind in _CLOSINGS if kind in by_kind), None)
    interim = by_kind.get(_INTERIM, [])
    if opening is None and interim and (closing is not None or len(interim) > 1):
        opening, interim = interim[0], interim[1:]
    if closing is None and interim:
        closing = interim[-1]
    return opening, closing


def rounded_amounts(parts: Sequence[Part], by_line: bool) -> list[tuple[str, dict[str, object]]]:
    """The finding about amounts with more decimals than their currency, none without any."""
    booked = [one for part in parts for one in part.entries if one.entry.was_rounded]
    if not booked:
        return []
    first = booked[0]
    details = {"count": len(booked), "value": first.entry.written, "line": first.line if by_line else first.number}
    return [("ENTRY_AMOUNTS_ROUNDED", details)]


def account_currency(statement: Element) -> str:
    """Currency of the account, "" when the statement does not say it."""
    return currency_code(text_of(statement, "Acct", "Ccy")) or ""


def usual_currency(part: Part) -> str:
    """Currency of the first balance or entry, for a statement that does not say its own; "" without any."""
    found = [stated.amount.currency for stated in part.balances] + [one.entry.currency for one in part.entries]
    return found[0] if found else ""


def account_of(statement: Element) -> AccountId:
    """Number (IBAN before any other), name or holder, and bank of the account, as far as the statement says them."""
    account = statement.find("Acct")
    identity = account.find("Id") if account is not None else None
    numbers = (("IBAN",), ("Othr", "Id"), ("BBAN",), ("UPIC",), ("PrtryAcct", "Id"))
    bank = account.find("Svcr/FinInstnId") if account is not None else None
    banks = (("Nm",), ("NmAndAdr", "Nm"), ("CmbndId", "Nm"), ("BICFI",), ("BIC",), ("CmbndId", "BIC"))
    return AccountId(
        number=next(filter(None, (text_of(identity, *path) for path in numbers)), ""),
        name=text_of(account, "Nm") or text_of(account, "Ownr", "Nm") or text_of(account, "Ownr", "Pty", "Nm"),
        bank=next(filter(None, (text_of(bank, *path) for path in banks)), ""),
    )


def balance_kind(balance: Element) -> str:
    """Code of a balance (« OPBD », « CLBD »…), of any version."""
    paths = (("CdOrPrtry", "Cd"), ("CdOrPrtry", "Prtry"), ("Cd",), ("Prtry",))
    return next(filter(None, (text_of(balance, "Tp", *path) for path in paths)), "").upper()


def read_totals(statement: Element, part: Part) -> None:
    """Totals and count of the bank, less the entries that are left out where it counts these too."""
    summary = statement.find("TxsSummry")
    decimals = exponent(part.currency)
    credits, debits = (_total(text_of(summary, name, "Sum"), decimals) for name in ("TtlCdtNtries", "TtlDbtNtries"))
    counts = [text_of(summary, name, "NbOfNtries") for name in ("TtlNtries", "TtlCdtNtries", "TtlDbtNtries")]
    count = _count(counts[0])
    if count is None and _count(counts[1]) is not None and _count(counts[2]) is not None:
        count = int(counts[1]) + int(counts[2])
    left_in = sum(one.cents for one in part.left_out if one is not None and one.cents > 0)
    left_out = sum(one.cents for one in part.left_out if one is not None and one.cents < 0)
    booked = [one.entry.cents for one in part.entries]
    booked_in, booked_out = sum(cents for cents in booked if cents > 0), sum(cents for cents in booked if cents < 0)
    part.total_in = booked_in if credits is not None and credits == booked_in + left_in else credits
    part.total_out = None if debits is None else booked_out if -debits == booked_out + left_out else -debits
    part.count = len(booked) if count is not None and count == len(booked) + len(part.left_out) else count


def _total(text: str, decimals: int) -> int | None:
    read = minor_units(text, decimals)
    return None if isinstance(read, str) else read[0]


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
