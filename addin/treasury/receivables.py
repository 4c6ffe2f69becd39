"""Late and open invoices (factures en retard): customers' by age and by customer, suppliers' beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import normalise
from addin.treasury.currency import convert, rate_on
from addin.treasury.money_text import money_text
from addin.treasury.named_tiers import is_generic
from addin.treasury.settlement import Settlement

BUCKETS = ("1-15", "16-30", "31-60", "61-90", ">90")
_UPPER_DAYS = (15, 30, 60, 90)


@dataclass(frozen=True)
class LateInvoice:
    """One late invoice; `cents` is what is left after credit notes, in the base currency, sign of the invoice."""

    sheet: str
    row: int
    number: str
    cents: int
    days: int
    due_on: date
    due_is_estimated: bool


@dataclass(frozen=True)
class LateTiers:
    """All that one customer (or supplier) has late, oldest first."""

    name: str
    cents: int
    oldest_days: int
    is_public: bool
    invoices: tuple[LateInvoice, ...]


@dataclass(frozen=True)
class Aged:
    """A number of invoices, their total, and both by age: bucket → (count, cents). The buckets add up to the total."""

    count: int
    total_cents: int
    buckets: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class LateInvoices:
    """Late invoices of one side, in minor units of the base currency, sign of the invoices.

    Attributes:
        count, total_cents, buckets: all of them, public bodies included.
        public: the part of them that administrations owe.
        private: the rest; `public` and `private` add up to the whole.
        customers: by tiers, biggest first.
        estimated_count: those whose due date was not given.
        unconverted: late invoices in a currency without rate, in their own minor units; in no total.
        findings: RATE_MISSING, one a currency.
    """

    count: int
    total_cents: int
    buckets: Mapping[str, tuple[int, int]]
    public: Aged
    private: Aged
    customers: tuple[LateTiers, ...]
    estimated_count: int
    unconverted: tuple[tuple[LateInvoice, str], ...] = ()
    findings: tuple[Finding, ...] = field(default=())


LateReceivables = LateInvoices
"""The customers' side of it, as the report names it."""


@dataclass(frozen=True)
class Payables:
    """Open supplier invoices (negative cents): all of them, and the late ones."""

    open_count: int
    open_cents: int
    late: LateInvoices
    findings: tuple[Finding, ...]


def late_receivables(settled: Settlement, as_of: date, rates: pd.DataFrame, base: str) -> LateInvoices:
    """Customer invoices due before the closing date and not settled (créances en retard).

    Due on the closing date is not late. Open credit notes reduce the same customer's invoices of the same currency, oldest due
    first, never below 0; those of a name that may stand for several people (« DIVERS ») reduce nothing.

    Args:
        rates: RATES frame; other currencies are converted at the last rate known at the date.
    """
    return _late(net_of_credit_notes(settled), "customer", as_of, rates, base)


def payables(settled: Settlement, as_of: date, rates: pd.DataFrame, base: str) -> Payables:
    """Supplier invoices not settled (dettes fournisseurs), supplier's credit notes taken off, and the late ones among them."""
    net = net_of_credit_notes(settled)
    owed = net[(net["side"] == "supplier") & (net["net_cents"] < 0)]
    cents, known, findings = in_base(owed["net_cents"], owed["currency"], as_of, rates, base)
    return Payables(int(known.sum()), int(cents[known].sum()), _late(net, "supplier", as_of, rates, base), findings)


def net_of_credit_notes(settled: Settlement) -> pd.DataFrame:
    """Open invoices and credit notes with `net_cents`: what is left once each tiers' credit notes are imputed.

    The credit notes of a tiers reduce its invoices of the same side and currency, oldest due first. Both shrink by the same
    amount, so the sum per tiers is unchanged and nothing changes sign.
    """
    open_ = settled.invoices[settled.invoices["remaining_cents"] != 0].copy()
    open_["net_cents"] = open_["remaining_cents"]
    is_note = (open_["remaining_cents"] < 0) == (open_["side"] == "customer")
    if not is_note.any():
        return open_
    tiers = open_["counterparty"].map(normalise)
    keys = list(zip(open_["side"], open_["currency"], tiers, strict=True))
    with_note = {key for key, is_one in zip(keys, is_note, strict=True) if is_one and not is_generic(key[2])}
    net = open_["net_cents"].to_numpy(dtype=np.int64, copy=True)
    groups: dict[tuple[str, str, str], list[int]] = {key: [] for key in with_note}
    for at in np.argsort(open_["due_on"].to_numpy(), kind="stable").tolist():
        if keys[at] in groups:
            groups[keys[at]].append(at)
    notes = is_note.to_numpy()
    for members in groups.values():
        invoices = [at for at in members if not notes[at]]
        for note in (at for at in members if notes[at]):
            for at in invoices:
                part = min(abs(int(net[note])), abs(int(net[at])))
                net[at] -= part if net[at] > 0 else -part
                net[note] -= part if net[note] > 0 else -part
    return open_.assign(net_cents=net)


def in_base(
    cents: pd.Series, currency: pd.Series, as_of: date, rates: pd.DataFrame, base: str
) -> tuple[np.ndarray, np.ndarray, tuple[Finding, ...]]:
    """Amounts in the base currency at the last rate known at a date.

    Returns:
        (int64 amounts, mask of those that have a rate, RATE_MISSING findings, one a currency); an amount without rate is
        meaningless, never to be summed.
    """
    out = cents.to_numpy(dtype=np.int64, copy=True)
    known = np.ones(len(out), dtype=bool)
    findings = []
    codes = currency.to_numpy()
    for code in sorted(set(codes) - {base}):
        rows = np.flatnonzero(codes == code)
        quoted = rate_on(rates, code, as_of)
        if quoted is None:
            known[rows] = False
            amount = money_text(int(out[rows].sum()), code)
            findings.append(
                Finding("RATE_MISSING", details={"currency": code, "date": f"{as_of:%d/%m/%Y}", "amount": amount, "base": base})
            )
            continue
        for at in rows:
            out[at] = convert(int(out[at]), code, base, quoted[0])
    return out, known, tuple(findings)


def bucket_of(days: int) -> str:
    """Bucket of an age in days, 1 or more.

    >>> [bucket_of(days) for days in (1, 15, 16, 60, 90, 91)]
    ['1-15', '1-15', '16-30', '31-60', '61-90', '>90']
    """
    return BUCKETS[sum(days > upper for upper in _UPPER_DAYS)]


def _late(net: pd.DataFrame, side: str, as_of: date, rates: pd.DataFrame, base: str) -> LateInvoices:
    sign = 1 if side == "customer" else -1
    late = net[(net["side"] == side) & (sign * net["net_cents"] > 0) & (net["due_on"] < pd.Timestamp(as_of))].sort_values(
        "due_on", kind="stable"
    )
    cents, known, findings = in_base(late["net_cents"], late["currency"], as_of, rates, base)
    days = (pd.Timestamp(as_of) - late["due_on"]).dt.days.to_numpy()
    rows: list[tuple[str, str, bool, LateInvoice]] = []
    unconverted = []
    columns = ("sheet", "row", "number", "due_on", "due_is_estimated", "counterparty", "is_public", "currency")
    for i, (sheet, row, number, due, estimated, tiers, public, currency) in enumerate(zip(*(late[name] for name in columns), strict=True)):
        invoice = LateInvoice(sheet, int(row), number, int(cents[i]), int(days[i]), due.date(), bool(estimated))
        if known[i]:
            rows.append((normalise(tiers), tiers, bool(public), invoice))
        else:
            unconverted.append((invoice, currency))
    whole, public_part, private_part = (
        _aged([invoice for _, _, public, invoice in rows if public in these]) for these in ((True, False), (True,), (False,))
    )
    return LateInvoices(
        whole.count,
        whole.total_cents,
        whole.buckets,
        public_part,
        private_part,
        _by_tiers(rows),
        sum(invoice.due_is_estimated for _, _, _, invoice in rows),
        tuple(unconverted),
        findings,
    )


def _aged(invoices: list[LateInvoice]) -> Aged:
    counts, totals = dict.fromkeys(BUCKETS, 0), dict.fromkeys(BUCKETS, 0)
    for invoice in invoices:
        bucket = bucket_of(invoice.days)
        counts[bucket] += 1
        totals[bucket] += invoice.cents
    buckets = MappingProxyType({bucket: (counts[bucket], totals[bucket]) for bucket in BUCKETS})
    return Aged(len(invoices), sum(totals.values()), buckets)


def _by_tiers(rows: list[tuple[str, str, bool, LateInvoice]]) -> tuple[LateTiers, ...]:
    groups: dict[str, list[tuple[str, bool, LateInvoice]]] = {}
    for key, name, public, invoice in rows:
        groups.setdefault(key, []).append((name, public, invoice))
    tiers = [
        LateTiers(
            members[0][0],
            sum(invoice.cents for _, _, invoice in members),
            max(invoice.days for _, _, invoice in members),
            any(public for _, public, _ in members),
            tuple(invoice for _, _, invoice in members),
        )
        for members in groups.values()
    ]
    return tuple(sorted(tiers, key=lambda one: (-abs(one.cents), -one.oldest_days, one.name)))
