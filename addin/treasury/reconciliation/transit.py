"""What our own books hold and the bank does not yet: cheques, effects, remittances, payments of invoices, transfers under way."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import fold, map_distinct, normalise
from addin.treasury.currency import convert, rate_on
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.reconciliation.book_lines import same_lines
from addin.treasury.reconciliation.model import Item, Nature
from addin.treasury.schedule import SALARIES, are_salaries, open_occurrences
from addin.treasury.schedule_payments import PAPERS
from addin.treasury.settlement import Settlement

Key = tuple[str, str]
"""Account and currency."""

_CHEQUE = re.compile(r"\b(?:CHQS?|CHEQUES?|CHEQ)[^0-9A-Z]*(?:N[O°º]?[^0-9A-Z]*)?0*([0-9]{3,})")
_SAME_BOOK = 500
"""Cheques whose numbers differ by at most this much are taken from the books of one account."""
_TYPED = ("date", "status", "amount_typed")
_LISTED_TRANSFER_DAYS, _LISTED_INVOICE_DAYS = 31, 60
_SAME_MOVEMENT_DAYS = 5
_SAME_MOVEMENT_SHARE = 0.1


def items_in_transit(
    dossier: Dossier, as_of: date, settled: Settlement, books: Collection[str] = ()
) -> tuple[dict[Key, list[Item]], list[Item]]:
    """What is in the books at a date and not at the bank, by account, and what no account can be told for.

    Cheques and effects of the Échéancier that no line pays, whatever their age; invoices marked as paid that no line pays, since
    the accounts begin, of which those of more than sixty days are told together, of no account; single legs of transfers between
    own accounts, of which those of more than a month are told together.
    The account: the one whose cheques have neighbouring numbers, the one named, the one that this tiers usually goes through, the
    only one of its currency; else none.

    Args:
        books: accounts that are books of others; their lines are not the bank's.
    """
    owners = _Owners(dossier, as_of, books)
    by_account: dict[Key, list[Item]] = defaultdict(list)
    unassigned: list[Item] = []

    def put(item: Item, account: str | None) -> None:
        (unassigned if account is None else by_account[account, item.currency]).append(item)

    papers = _papers(dossier, as_of, settled)
    for item, words in papers:
        cheque = item.reference if item.nature == "cheque" else ""
        put(item, owners.named(words) or owners.by_cheque(cheque, item.currency) or owners.by_tiers(words) or owners.only(item.currency))
    paid = _marked_paid(dossier, as_of, settled, [item for item, _ in papers])
    for item, tiers in paid:
        if not _is_old(item):
            put(item, owners.by_tiers(tiers) or owners.only(item.currency))
    unassigned += _older_invoices([item for item, _ in paid if _is_old(item)])
    for item, source in _transfers(dossier, as_of, books):
        put(item, owners.named(item.label, apart=source, currency=item.currency))
    for items in (*by_account.values(), unassigned):
        items.sort(key=lambda item: (item.on or as_of, item.cents))
    return dict(by_account), unassigned


def item(nature: Nature, on: date | None, as_of: date, label: str, reference: str, cents: int, currency: str, sheet: str, row: int) -> Item:
    """An item with its age."""
    return Item(nature, on, label, reference, cents, currency, sheet, row, None if on is None else (as_of - on).days)


def _papers(dossier: Dossier, as_of: date, settled: Settlement) -> list[tuple[Item, str]]:
    """Cheques and effects due up to the date that no line pays, each with the words that may tell its account."""
    planned = open_occurrences(dossier, as_of, as_of, settled)
    planned = planned[planned["kind"].isin(PAPERS) & (planned["on"] <= pd.Timestamp(as_of)) & (planned["amount_cents"] != 0)]
    label = planned["label"].mask(are_salaries(planned), SALARIES)
    columns = (planned[name] for name in ("kind", "on", "counterparty", "reference", "amount_cents", "currency", "sheet", "row"))
    found = []
    for words, kind, on, tiers, reference, cents, currency, sheet, row in zip(label, *columns, strict=True):
        nature: Nature = kind if cents < 0 else "remittance"
        says_it = words == SALARIES or not tiers or normalise(tiers) in normalise(words)
        shown = words if says_it else " · ".join(filter(None, (tiers, words)))
        found.append((item(nature, on.date(), as_of, shown, reference, int(cents), currency, sheet, int(row)), f"{words} {tiers}"))
    return found


def _marked_paid(dossier: Dossier, as_of: date, settled: Settlement, papers: Sequence[Item]) -> list[tuple[Item, str]]:
    """What is marked as paid on invoices since the accounts begin and no line shows; one that is a paper in transit is left out."""
    operations, invoices = dossier.operations, settled.invoices
    if not len(operations) or not len(invoices):
        return []
    begin = operations["booked_on"].min()
    by_line = settled.payments.groupby("invoice")["amount_cents"].sum()
    shown = by_line.reindex(invoices.index).fillna(0).astype("int64")
    lacking = invoices["settled_cents"] - shown
    when = invoices["paid_on"].fillna(invoices["issued_on"].where(invoices["paid_on"].isna())).fillna(invoices["due_on"])
    is_open = invoices["settled_by"].isin(_TYPED) & (lacking * invoices["amount_cents"] > 0)
    is_open &= (when >= begin) & (when <= pd.Timestamp(as_of))
    is_open &= ~_are_shown(dossier, as_of, settled, invoices[is_open].assign(booked_on=when, lacking=lacking)).reindex(
        invoices.index, fill_value=False
    )
    taken = Counter((paper.cents, paper.currency) for paper in papers)
    found = []
    for at in invoices.index[is_open]:
        line, cents = invoices.loc[at], int(lacking[at])
        key = cents, str(line["currency"])
        if taken[key]:
            taken[key] -= 1
            continue
        on = None if pd.isna(line["paid_on"]) else line["paid_on"].date()
        tiers = str(line["counterparty"])
        found.append((item("invoice", on, as_of, tiers, str(line["number"]), cents, key[1], str(line["sheet"]), int(line["row"])), tiers))
    return found


def _is_old(paid: Item) -> bool:
    """A payment so old that it has most likely gone another way; it would only distort the books of an account."""
    return paid.days is None or paid.days > _LISTED_INVOICE_DAYS


def _older_invoices(paid: Sequence[Item]) -> list[Item]:
    """Old payments together, received and paid apart, by sheet; one alone stays as it is."""
    groups: dict[tuple[str, str, bool], list[Item]] = defaultdict(list)
    for each in paid:
        groups[each.sheet, each.currency, each.cents > 0].append(each)
    together = []
    for (sheet, currency, _), items in groups.items():
        last = max(items, key=lambda each: (each.on or date.min, each.row))
        total = sum(each.cents for each in items)
        one = Item("older_invoices", last.on, sheet, "", total, currency, sheet, last.row, last.days, len(items))
        together.append(last if len(items) == 1 else one)
    return together


def _are_shown(dossier: Dossier, as_of: date, settled: Settlement, paid: pd.DataFrame) -> pd.Series:
    """Which payments typed on invoices a line shows that names nobody (« REM CHQ 4471902 »): same amount, about the same day."""
    operations = dossier.operations
    is_free = (operations["booked_on"] <= pd.Timestamp(as_of)) & ~operations["transfer_state"].isin(NEUTRAL_STATES)
    free = operations[is_free & ~operations.index.isin(settled.payments["operation"])]
    found = pd.Series(False, index=paid.index)
    for currency, mine in paid.groupby("currency"):
        typed = pd.DataFrame(
            {"booked_on": mine["booked_on"], "label": mine["number"], "piece": "", "amount_cents": mine["lacking"]}, index=mine.index
        )
        found[mine.index] = same_lines(typed, free[free["currency"] == currency])[0]
    return found


def _transfers(dossier: Dossier, as_of: date, books: Collection[str]) -> list[tuple[Item, str]]:
    """The missing legs of transfers under way, each with the account of the leg that is there."""
    operations = dossier.operations
    is_leg = (operations["transfer_state"] == "single") & (operations["booked_on"] <= pd.Timestamp(as_of))
    legs = operations[is_leg & ~operations["account"].isin(books)].sort_values("booked_on", kind="stable")
    legs = legs[~_are_one_movement(legs, dossier)]
    columns = (legs[name] for name in ("booked_on", "label", "piece", "amount_cents", "currency", "sheet", "row", "account"))
    found, older = [], defaultdict(list)
    for on, label, piece, cents, currency, sheet, row, account in zip(*columns, strict=True):
        day = as_date(on)
        missing = item("transfer", day, as_of, " ".join(label.split()), piece, -int(cents), currency, sheet, int(row))
        if (as_of - day).days > _LISTED_TRANSFER_DAYS:
            older[account, currency].append(missing)
        else:
            found.append((missing, account))
    for (account, currency), missing_ones in older.items():
        last = missing_ones[-1]
        together = sum(each.cents for each in missing_ones)
        one = Item("older_transfers", last.on, account, "", together, currency, last.sheet, last.row, last.days, len(missing_ones))
        found.append((one if len(missing_ones) > 1 else last, account))
    return found


def _are_one_movement(legs: pd.DataFrame, dossier: Dossier) -> pd.Series:
    """Which single legs are the two ends of one movement between accounts of different currencies."""
    worth = []
    for cents, currency, on in zip(legs["amount_cents"], legs["currency"], legs["booked_on"], strict=True):
        known = None if currency == dossier.base_currency else rate_on(dossier.rates, currency, as_date(on))
        if currency == dossier.base_currency:
            worth.append(int(cents))
        else:
            worth.append(convert(int(cents), currency, dossier.base_currency, known[0]) if known else 0)
    days = legs["booked_on"].to_numpy().astype("datetime64[D]").astype("int64").tolist()
    currencies, accounts = legs["currency"].tolist(), legs["account"].tolist()
    is_paired = [False] * len(legs)
    for i, cents in enumerate(worth):
        if is_paired[i] or not cents:
            continue
        for j in range(i + 1, len(worth)):
            if days[j] - days[i] > _SAME_MOVEMENT_DAYS:
                break
            is_other = not is_paired[j] and currencies[i] != currencies[j] and accounts[i] != accounts[j] and cents * worth[j] < 0
            if is_other and abs(cents + worth[j]) <= _SAME_MOVEMENT_SHARE * abs(cents):
                is_paired[i] = is_paired[j] = True
                break
    return pd.Series(is_paired, index=legs.index, dtype=bool)


class _Owners:
    """Which account something belongs to."""

    def __init__(self, dossier: Dossier, as_of: date, books: Collection[str]) -> None:
        accounts = dossier.accounts[~dossier.accounts["account"].isin(books) & (dossier.accounts["kind"] != "cash")]
        operations = dossier.operations
        is_bank = operations["account"].isin(set(accounts["account"])) & (operations["booked_on"] <= pd.Timestamp(as_of))
        self._lines = operations[is_bank & ~operations["transfer_state"].isin(NEUTRAL_STATES)]
        self._currency = dict(zip(accounts["account"], accounts["currency"], strict=True))
        self._banks = accounts[accounts["kind"] == "bank"]
        self._names = {name: normalise(name) for name in accounts["account"]}
        self._only: dict[str, str | None] = {}
        self._numbers: list[tuple[int, str]] | None = None
        self._usual: dict[str, str] | None = None

    def only(self, currency: str) -> str | None:
        """The only bank account of a currency."""
        if currency not in self._only:
            names = self._banks.loc[self._banks["currency"] == currency, "account"].tolist()
            self._only[currency] = names[0] if len(names) == 1 else None
        return self._only[currency]

    def named(self, words: str, *, apart: str = "", currency: str = "") -> str | None:
        """The only account whose name stands in some words."""
        text = f" {normalise(words)} "
        found = [name for name, key in self._names.items() if name != apart and len(key) > 1 and f" {key} " in text]
        found = [name for name in found if not currency or self._currency[name] == currency]
        longest = [name for name in found if not any(name != other and self._names[name] in self._names[other] for other in found)]
        return longest[0] if len(longest) == 1 else None

    def by_cheque(self, reference: str, currency: str) -> str | None:
        """The account that debited the cheque with the nearest number."""
        digits = "".join(re.findall(r"[0-9]+", reference)).lstrip("0")
        if len(digits) < 3:
            return None
        if self._numbers is None:
            labels = self._lines[["label", "account"]].drop_duplicates()
            found = ((_CHEQUE.search(fold(label)), account) for label, account in zip(labels["label"], labels["account"], strict=True))
            self._numbers = sorted((int(match[1]), account) for match, account in found if match)
        known = [(number, account) for number, account in self._numbers if self._currency.get(account) == currency]
        at = bisect_left(known, (int(digits), ""))
        near = [each for each in known[max(0, at - 1) : at + 1] if abs(each[0] - int(digits)) <= _SAME_BOOK]
        return min(near, key=lambda each: abs(each[0] - int(digits)))[1] if near else None

    def by_tiers(self, tiers: str) -> str | None:
        """The account through which this tiers is usually paid or pays."""
        if self._usual is None:
            keys = map_distinct(self._lines["party"], normalise)
            counts = self._lines.assign(key=keys).groupby(["key", "account"]).size().sort_values(kind="stable")
            self._usual = {str(key): str(account) for key, account in counts.index if key}
        return self._usual.get(normalise(tiers))
