"""What deserves a decision this week (à décider): at most five, computed from the facts, each with who, amount, date, effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from addin.treasury.bridge import Bridge
from addin.treasury.caps import CapState
from addin.treasury.earmarks import SetAside
from addin.treasury.forecast import KnownEvents, LowPoint, Shortfall, low_point
from addin.treasury.receivables import LateInvoices, LateTiers
from addin.treasury.reliability import Reliability

MOST = 5
SOON_DAYS = 14
CHASE_DAYS = 15
_QUICK_RECEIPT_DAYS = 3
_HORIZON_DAYS = 91

Kind = Literal["read_tab", "explain_gap", "import_account", "collect", "pay_tax", "pay_late", "pay_soon", "limit", "chase_cheque", "confirm_transfers", "classify"]


@dataclass(frozen=True)
class Decision:
    """One thing to decide. Amounts in the base currency, minor units.

    Attributes:
        kind: what to do; the sheet says it in French with one of the four verbs payer, relancer, limiter, arbitrer.
        who: customer, supplier, tax, account or tab concerned.
        amount_cents: what is at stake, >= 0; None when it is not an amount.
        on: the day it is due or since when it lasts; None when there is none.
        low_point_gain_cents: by how much the low point rises if it is done; None when it does not apply.
        is_enough: it alone lifts the low point above the threshold.
        days: age in days where it matters.
        count: number of items behind it.
        rows: (sheet, row) it comes from.
    """

    kind: Kind
    who: str
    amount_cents: int | None = None
    on: date | None = None
    low_point_gain_cents: int | None = None
    is_enough: bool = False
    days: int | None = None
    count: int = 1
    rows: tuple[tuple[str, int], ...] = ()


def decide(
    as_of: date, cash_cents: int | None, low: LowPoint | None, short: Shortfall | None, events: KnownEvents, aside: SetAside, late: LateInvoices | None,
    caps: tuple[CapState, ...], trust: Reliability, bridge: Bridge,
) -> tuple[Decision, ...]:  # fmt: skip
    """Rank the decisions of the week: first what makes the figures wrong, then the cash, then the order of the house."""
    found: list[Decision] = [*_trust(trust, bridge)]
    tense = bool(short and short.first_date)
    collections = list(_collections(as_of, cash_cents, low, short, events, late))
    payments = list(_payments(as_of, events))
    found += collections[:3] + payments[:2] if tense else payments[:2] + collections[:2]
    found += [Decision("limit", cap.target, cap.spent_cents - cap.limit_cents, cap.since, days=None, rows=((cap.sheet, cap.row),)) for cap in caps if cap.state == "ALERTE"]
    found += payments[2:] + collections[3 if tense else 2 :]
    found += [Decision("chase_cheque", row.counterparty or row.label, row.cents, row.due_on, days=(as_of - row.due_on).days, rows=((row.sheet, row.row),)) for row in aside.cheques.rows if row.is_stale]
    if trust.proposed_transfers:
        found.append(Decision("confirm_transfers", "", count=trust.proposed_transfers))
    if trust.unclassified_count:
        found.append(Decision("classify", "", trust.unclassified_cents, count=trust.unclassified_count))
    return tuple(found[:MOST])


def _trust(trust: Reliability, bridge: Bridge) -> Iterator[Decision]:
    for sheet in trust.unreadable[:1]:
        yield Decision("read_tab", sheet, count=len(trust.unreadable))
    broken = [line for line in bridge.accounts if line.gap_cents]
    for line in sorted(broken, key=lambda each: -abs(each.gap_cents))[:1]:
        yield Decision("explain_gap", line.account, abs(line.gap_cents), count=len(broken))
    for stale in trust.stale[:1]:
        yield Decision("import_account", stale.account, None, stale.last_line, days=stale.days, count=len(trust.stale))


def _collections(as_of: date, cash: int | None, low: LowPoint | None, short: Shortfall | None, events: KnownEvents, late: LateInvoices | None) -> Iterator[Decision]:
    if late is None:
        return
    for tiers in late.customers:
        if tiers.oldest_days < CHASE_DAYS and not (short and short.first_date):
            continue
        gain = None if cash is None or low is None else _gain(as_of, cash, low, events, tiers)
        enough = bool(short and short.first_date and gain is not None and gain >= short.depth_cents)
        oldest = min(invoice.due_on for invoice in tiers.invoices)
        rows = tuple((invoice.sheet, invoice.row) for invoice in tiers.invoices)
        yield Decision("collect", tiers.name, tiers.cents, oldest, gain, enough, tiers.oldest_days, len(tiers.invoices), rows)


def _gain(as_of: date, cash: int, low: LowPoint, events: KnownEvents, tiers: LateTiers) -> int:
    """Rise of the low point when this customer pays its late invoices within three days."""
    places = {(invoice.sheet, invoice.row) for invoice in tiers.invoices}
    frame = events.events
    mine = pd.Series([place in places for place in zip(frame["sheet"], frame["row"], strict=True)], index=frame.index, dtype=bool)
    soon = as_of + timedelta(days=_QUICK_RECEIPT_DAYS)
    moved = frame[~mine][["on", "amount_cents"]]
    paid = pd.DataFrame({"on": pd.Series([pd.Timestamp(soon)], dtype="datetime64[s]"), "amount_cents": [tiers.cents]})
    return low_point(cash, pd.concat([moved, paid], ignore_index=True), as_of, _HORIZON_DAYS).amount_cents - low.amount_cents


def _payments(as_of: date, events: KnownEvents) -> Iterator[Decision]:
    frame = events.events
    out = frame[frame["amount_cents"] < 0]
    soon = out[(out["on"] <= pd.Timestamp(as_of + timedelta(days=SOON_DAYS))) & out["kind"].isin(("tax", "social", "loan", "salary"))]
    for line in soon.sort_values(["on", "amount_cents"]).itertuples(index=False):
        if line.kind in ("tax", "social"):
            yield Decision("pay_tax", line.label or line.counterparty, -int(line.amount_cents), line.due_on.date(), rows=((line.sheet, int(line.row)),))
    late = out[out["is_late"] & (out["kind"] == "supplier")]
    by_supplier = late.groupby("counterparty", sort=False)["amount_cents"].sum().sort_values()
    for name, cents in by_supplier.items():
        mine = late[late["counterparty"] == name]
        oldest = mine["due_on"].min().date()
        rows = tuple(zip(mine["sheet"], mine["row"].astype(int), strict=True))
        yield Decision("pay_late", str(name), -int(cents), oldest, days=(as_of - oldest).days, count=len(mine), rows=rows)
