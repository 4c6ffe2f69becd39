"""Payments made twice (doubles paiements) on bank lines: same reference, or same tiers and amount within days."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from addin.treasury.controls.amounts import usual_month
from addin.treasury.controls.model import LOOK_BACK_DOUBLES, Books, ControlFinding, Severity
from addin.treasury.controls.references import marks_of, reference_of
from addin.treasury.counterparties import map_distinct
from addin.treasury.money_text import money_text
from addin.treasury.named_tiers import significant_words
from addin.treasury.recurrences.model import Recurrence

WINDOW = 10
"""Days between two payments that may be one."""
LIKELY = 0.35
"""Score of a pair from which it may be called likely."""
_WATCH = 0.4
_REFERENCE_DAYS = 120
"""A number is not used again within these days."""
_MATTERS, _MATTERS_LIKELY = 0.0005, 0.005
"""Share of a usual month's payments under which a double is not worth her time, or not called likely."""
_NEVER = ("salary", "tax", "social", "bank_fee", "loan")
"""Paid alike by nature: one salary for each person, one fee for each transfer."""


class Pair(NamedTuple):
    """Two payments that may be one: index in OPERATIONS.

    Attributes:
        days: between them.
        is_referenced: they name the same invoice or cheque.
    """

    first: int
    second: int
    score: float
    days: int
    is_referenced: bool


def duplicates(books: Books, recurrences: Sequence[Recurrence], paid: Mapping[int, Collection[int]]) -> Iterator[ControlFinding]:
    """The payments of the last year that look made twice.

    Args:
        paid: operation → invoices that it pays: payments of different invoices are different.
    """
    month = usual_month(books)
    at_bank = {account for account, kind in books.kinds.items() if kind in ("bank", "postal")}
    found = pairs(books, recurrences, paid)
    second = books.lines.loc[[pair.second for pair in found]]
    is_recent = (second["booked_on"] >= books.since(LOOK_BACK_DOUBLES)).tolist()
    cents, base = second["amount_cents"], second["base_cents"].fillna(second["amount_cents"]).astype("int64").abs()
    told = zip(found, is_recent, cents.tolist(), base.tolist(), *(second[name] for name in ("account", "currency", "party")), strict=True)
    for pair, recent, amount, weight, account, currency, party in told:
        severity = _severity(pair, weight, month, is_bank=account in at_bank)
        if not recent or severity is None:
            continue
        at = (pair.first, pair.second)
        yield ControlFinding(
            "duplicate", severity, round(pair.score, 3), "same_reference" if pair.is_referenced else "same_amount", amount, currency,
            books.key("duplicate", at), at, on=books.last_day(at), party=str(party),
            details={"amount": money_text(abs(amount), currency), "days": pair.days},
        )  # fmt: skip


def _severity(pair: Pair, base_cents: int, month: float, *, is_bank: bool) -> Severity | None:
    """How sure a double is, None when it is not worth her time.

    Args:
        month: what is paid in a usual month.
    """
    if pair.is_referenced:
        return "certain"
    if is_bank and pair.score >= LIKELY and base_cents >= _MATTERS_LIKELY * month:
        return "likely"
    return "watch" if pair.score >= _WATCH and base_cents >= _MATTERS * month else None


class _Payment(NamedTuple):
    """One payment and what was known of it on its day.

    Attributes:
        line: index in OPERATIONS; cents: positive; day: days since 1970.
        before: payments of that amount to that tiers until then, 1 at least.
        habit: share of its payments until then that repeated an amount.
        heavy: share of all payments that are smaller.
    """

    line: int
    who: str
    currency: str
    cents: int
    day: int
    reference: str
    marks: frozenset[str]
    before: int
    habit: float
    heavy: float


def pairs(books: Books, recurrences: Sequence[Recurrence] = (), paid: Mapping[int, Collection[int]] | None = None) -> list[Pair]:
    """All pairs of payments that may be one, whatever their size and age, the later ones last.

    Two payments are no pair when their labels name other numbers, months or instalments, when they belong to one recurrence, pay
    different invoices, or when money has come back from the tiers since the first. Only what was known on the day of the second is used.
    """
    regular = {line: number for number, each in enumerate(recurrences) for line in each.lines}
    back = _given_back(books)
    told = paid or {}
    found = []
    by_reference: dict[tuple[str, str, int], list[_Payment]] = {}
    by_tiers: dict[tuple[str, str, int], list[_Payment]] = {}
    for each in _payments(books):
        if each.reference:
            same = by_reference.setdefault((each.reference, each.currency, each.cents), [])
            earlier = [other for other in same if not (other.who and each.who) or _is_same_tiers(other.who, each.who)]
            same.append(each)
            if earlier:
                if each.day - earlier[-1].day <= _REFERENCE_DAYS and not _came_back(back, earlier[-1], each):
                    found.append(Pair(earlier[-1].line, each.line, 0.97, each.day - earlier[-1].day, True))
                continue
        if not each.who:
            continue
        same = by_tiers.setdefault((each.who, each.currency, each.cents), [])
        for other in reversed(same):
            if each.day - other.day > WINDOW:
                break
            if _are_two(other, each, regular, told) or _came_back(back, other, each):
                continue
            days = each.day - other.day
            found.append(Pair(other.line, each.line, _score(each.before, days, each.habit, each.heavy, each.cents), days, False))
            break
        same.append(each)
    return found


def _is_same_tiers(one: str, two: str) -> bool:
    """Two keys of one tiers: « INFODIS » is « SARL INFODIS »."""
    return one == two or (significant_words(one) == significant_words(two) != frozenset())


def _are_two(one: _Payment, two: _Payment, regular: Mapping[int, int], paid: Mapping[int, Collection[int]]) -> bool:
    """Something says that these are two payments."""
    if (one.reference and two.reference and one.reference != two.reference) or one.marks != two.marks:
        return True
    if one.line in regular and regular[one.line] == regular.get(two.line):
        return True
    of_one, of_two = set(paid.get(one.line, ())), set(paid.get(two.line, ()))
    return bool(of_one and of_two and not of_one & of_two)


def _came_back(back: Mapping[tuple[str, str, int], Sequence[int]], one: _Payment, two: _Payment) -> bool:
    """The amount has come back from the tiers between the two payments: the second replaces the first."""
    return any(one.day <= day <= two.day for day in back.get((one.who, one.currency, one.cents), ()))


def _payments(books: Books) -> list[_Payment]:
    """The payments that may be made twice, oldest first."""
    lines = books.paid[~books.paid["nature"].isin(_NEVER)]
    table = pd.DataFrame({"who": lines["who"], "currency": lines["currency"], "cents": -lines["amount_cents"]}, index=lines.index)
    table["day"] = lines["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    table["reference"] = map_distinct(lines["label"], reference_of)
    table["marks"] = map_distinct(lines["label"], marks_of)
    same = table.groupby(["who", "currency", "cents"], sort=False).cumcount()
    repeats = (same > 0).astype(int)
    so_far = repeats.groupby(table["who"], sort=False).cumsum() - repeats
    table["before"] = same.clip(lower=1)
    table["habit"] = so_far / table.groupby("who", sort=False).cumcount().clip(lower=1)
    table["heavy"] = _weights(table)
    columns = (table[name].tolist() for name in _Payment._fields[1:])
    return [_Payment(*values) for values in zip(table.index.tolist(), *columns, strict=True)]


def _score(before: int, gap: int, habit: float, heavy: float, cents: int) -> float:
    """How likely a repeat is a double: at a tiers that is not paid the same each time; then a big, crooked amount, on close days.

    Figures: `python -m bench.duplicates`, chosen on the first half of its months.

    Args:
        before: how often that tiers was paid this amount until then.
        habit: share of its payments until then that repeated an amount.
        heavy: share of all payments until then that were smaller.
    """
    score = 0.55 * (1 - habit) / before + 0.3 * heavy
    score *= 1.0 if gap == 0 else 0.95 if gap <= 3 else 0.9
    return score * (0.7 if cents % 100_000 == 0 else 0.85 if cents % 10_000 == 0 else 1.0)


def _weights(table: pd.DataFrame) -> np.ndarray:
    """Share of the payments of the months before (in the first one, of those until then) that are smaller or equal, line by line."""
    cents = table["cents"].abs().to_numpy()
    months = (table["day"] // 30).to_numpy()
    out = np.zeros(len(table))
    edges = [*np.flatnonzero(np.r_[True, months[1:] != months[:-1]]).tolist(), len(table)] if len(table) else []
    for start, end in pairwise(edges):
        if not start:
            known: list[int] = []
            for at, value in enumerate(cents[:end].tolist()):
                insort(known, value)
                out[at] = bisect_right(known, value) / len(known)
            continue
        before = np.sort(cents[:start])
        out[start:end] = np.searchsorted(before, cents[start:end], side="right") / start
    return out


def _given_back(books: Books) -> dict[tuple[str, str, int], list[int]]:
    """Days (since 1970) on which an amount came from a tiers."""
    received = books.lines[(books.lines["amount_cents"] > 0) & (books.lines["who"] != "")]
    days = received["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64).tolist()
    out: dict[tuple[str, str, int], list[int]] = {}
    for who, currency, cents, day in zip(received["who"], received["currency"], received["amount_cents"].tolist(), days, strict=True):
        out.setdefault((who, currency, cents), []).append(day)
    return out
