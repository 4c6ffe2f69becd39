"""What deserves a decision this week (à décider): at most five, computed from the facts, each with who, amount, date, effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

import pandas as pd

from addin.messages import Finding
from addin.treasury.bridge import Bridge
from addin.treasury.caps import CapState
from addin.treasury.controls.model import Severity
from addin.treasury.controls.standing import Standing
from addin.treasury.counterparties import normalise
from addin.treasury.earmarks import SetAside
from addin.treasury.forecast import LowPoint
from addin.treasury.outlook import HORIZON_DAYS, Outlook, Place
from addin.treasury.receivables import LateInvoices, LateTiers
from addin.treasury.reliability import Reliability

MOST = 5
SOON_DAYS = 14
"""Taxes and social dues due within so many days are to be decided on."""
CHASE_DAYS = 15
"""A calm week reminds only customers late for at least this long."""
DEFER_DAYS = 30
"""Paying later means this many days after the closing date, or after the due date when that is later."""
_MOST_TOGETHER = 3
_MOST_TRIED = 12
_DOUBLES = ("duplicate", "invoice_double")
_CHECKED = (*_DOUBLES, "times_100", "unusual_supplier", "changed_rib")
_OBLIGATIONS = ("tax", "social")
_DEFERRABLE = ("supplier", "other")

Kind = Literal[
    "read_tab", "explain_gap", "add_rate", "import_account", "collect", "pay_tax", "pay_late", "postpone", "limit", "chase_cheque",
    "add_opening", "confirm_transfers", "classify", "check_double", "check_payment", "end_subscriptions",
]  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """One thing to decide. Amounts in the base currency, minor units.

    Attributes:
        kind: what to do; the sheet says it in French with one of the four verbs payer, relancer, limiter, arbitrer.
        who: customer, supplier, tax, account or tab concerned; "" for lines without a single name.
        amount_cents: what is at stake, >= 0; None when it is not an amount.
        on: the day it is due or since when it lasts; None when there is none.
        low_point_gain_cents: by how much the low point rises if it is done; None when it does not apply.
        is_enough: it alone keeps the cash at or above the threshold.
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
    rows: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Rescue:
    """Which late customers to collect from in a tense week: those that together are enough, else the first to remind.

    Attributes:
        customers: one to three names, the most promising first.
        cents: what they owe late, together.
        oldest_days: days of their oldest late invoice.
        is_enough: collecting from them within three days keeps the cash at or above the threshold on every day.
    """

    customers: tuple[str, ...]
    cents: int
    oldest_days: int
    is_enough: bool


def decide(
    as_of: date,
    outlook: Outlook,
    aside: SetAside,
    late: LateInvoices | None,
    caps: tuple[CapState, ...],
    trust: Reliability,
    bridge: Bridge,
    controlled: Standing | None = None,
) -> tuple[Decision, ...]:
    """Rank the decisions of the week: what makes the figures wrong, then the cash, then the order of the house.

    A tense week (a passage below the threshold) collects before it pays, and says what paying later would bring; a calm one pays
    its taxes and late suppliers first. Nobody is named twice for the same thing.

    Args:
        controlled: the page « Contrôles » as it stands, None without one.
    """
    collections, taxes, debts = (
        list(islice(found, MOST)) for found in (_collections(outlook, late), _taxes(as_of, outlook), _debts(as_of, outlook))
    )
    if outlook.is_tense:
        debts = sorted([*debts, *_postponements(as_of, outlook)], key=lambda each: -(each.low_point_gain_cents or 0))
        cash = [*collections[:2], *taxes[:1], *debts[:2]]
    else:
        cash = [*taxes[:2], *debts[:1], *collections[:2]]
    found = [
        *_trust(trust, bridge),
        *_checks(controlled, "certain"),
        *cash,
        *_checks(controlled, "likely"),
        *_limits(caps),
        *taxes,
        *collections,
        *debts,
        *_stale_cheques(as_of, aside),
        *_openings(trust, bridge),
        *_subscriptions(controlled),
        *_housekeeping(trust),
    ]
    return tuple(_each_once(found))[:MOST]


def rescue(outlook: Outlook, late: LateInvoices | None) -> Rescue | None:
    """The late customers to collect from when the cash goes below the threshold; None in a calm week or without any.

    One customer who is enough alone is preferred, then the fewest of the biggest. Public bodies pay on a day that nobody knows:
    they are never said to be enough.
    """
    if not outlook.is_tense or late is None or not late.customers:
        return None
    private = [tiers for tiers in late.customers if not tiers.is_public][:_MOST_TRIED]
    choices = [[tiers] for tiers in private] + [private[:size] for size in range(2, min(_MOST_TOGETHER, len(private)) + 1)]
    for chosen in choices:
        if outlook.is_enough(outlook.if_collected(invoice for tiers in chosen for invoice in tiers.invoices)):
            return _rescue(chosen, is_enough=True)
    return _rescue((private or list(late.customers))[:_MOST_TOGETHER], is_enough=False)


def _rescue(chosen: list[LateTiers], *, is_enough: bool) -> Rescue:
    names = tuple(tiers.name for tiers in chosen)
    return Rescue(names, sum(tiers.cents for tiers in chosen), max(tiers.oldest_days for tiers in chosen), is_enough)


def _each_once(found: Iterable[Decision]) -> Iterator[Decision]:
    """The first of each kind and name; different caps of one name are one."""
    seen: set[tuple[str, str]] = set()
    for decision in found:
        key = (decision.kind, normalise(decision.who) or str(decision.rows))
        if key not in seen:
            seen.add(key)
            yield decision


def _trust(trust: Reliability, bridge: Bridge) -> Iterator[Decision]:
    """What makes the figures of the page wrong."""
    for sheet in trust.unreadable[:1]:
        yield Decision("read_tab", sheet, on=bridge.end, count=len(trust.unreadable))
    if not bridge.accounts:
        yield from _openings(trust, bridge)
    broken = sorted((line for line in bridge.accounts if line.gap_cents), key=lambda line: -abs(line.gap_cents))
    for line in broken[:1]:
        yield Decision("explain_gap", line.account, abs(line.gap_cents), bridge.end, count=len(broken))
    for currency in trust.missing_rates[:1]:
        yield Decision("add_rate", currency, on=bridge.end, count=len(trust.missing_rates))
    for stale in trust.stale_that_matter[:1]:
        yield Decision("import_account", stale.account, None, stale.last_line, days=stale.days, count=len(trust.stale_that_matter))


def _openings(trust: Reliability, bridge: Bridge) -> Iterator[Decision]:
    """Accounts whose opening balance nobody gave: they are in no total."""
    for account in trust.unknown[:1]:
        yield Decision("add_opening", account, on=bridge.end, count=len(trust.unknown))


def _collections(outlook: Outlook, late: LateInvoices | None) -> Iterator[Decision]:
    """Late customers, the biggest first, public bodies last; a calm week leaves the freshly late ones in peace."""
    customers = sorted(late.customers, key=lambda tiers: tiers.is_public) if late else ()
    for tiers in customers:
        if tiers.oldest_days < CHASE_DAYS and not outlook.is_tense:
            continue
        after = outlook.if_collected(tiers.invoices)
        yield Decision(
            "collect",
            tiers.name,
            tiers.cents,
            min(invoice.due_on for invoice in tiers.invoices),
            outlook.gain(after),
            outlook.is_tense and not tiers.is_public and outlook.is_enough(after),
            tiers.oldest_days,
            len(tiers.invoices),
            tuple((invoice.sheet, invoice.row) for invoice in tiers.invoices),
        )


def _taxes(as_of: date, outlook: Outlook) -> Iterator[Decision]:
    """Taxes and social dues overdue or due soon, in the order of their dates."""
    events = outlook.events
    is_soon = (events["on"] <= pd.Timestamp(as_of + timedelta(days=SOON_DAYS))) & events["kind"].isin(_OBLIGATIONS)
    soon = events[is_soon & (events["amount_cents"] < 0)].sort_values(["due_on", "amount_cents"], kind="stable")
    columns = ("label", "counterparty", "amount_cents", "due_on", "sheet", "row")
    for label, tiers, cents, due_on, sheet, row in zip(*(soon[name] for name in columns), strict=True):
        due = due_on.date()
        late = (as_of - due).days
        yield Decision("pay_tax", label or tiers, -int(cents), due, days=late if late > 0 else None, rows=((sheet, int(row)),))


def _debts(as_of: date, outlook: Outlook) -> Iterator[Decision]:
    """Suppliers paid late, the biggest first; in a tense week, what agreeing on a later date would bring."""
    events = outlook.events
    late = events[(events["amount_cents"] < 0) & events["is_late"] & (events["kind"] == "supplier")]
    groups = [mine for _, mine in late.groupby(late["counterparty"].map(normalise), sort=False)]
    for mine in sorted(groups, key=lambda each: int(each["amount_cents"].sum())):
        oldest = mine["due_on"].min().date()
        rows = tuple(zip(mine["sheet"], mine["row"].astype(int), strict=True))
        gain, enough = _if_postponed(as_of, outlook, mine)
        who, cents = str(mine["counterparty"].iloc[0]), -int(mine["amount_cents"].sum())
        yield Decision("pay_late", who, cents, oldest, gain, enough, (as_of - oldest).days, len(mine), rows)


def _postponements(as_of: date, outlook: Outlook) -> Iterator[Decision]:
    """The biggest ordinary payments still to come by the low point, which paying later would spare it."""
    events = outlook.events
    assert outlook.low is not None
    is_due = ~events["is_late"] & events["kind"].isin(_DEFERRABLE) & (events["on"] <= pd.Timestamp(outlook.low.on))
    biggest = events[is_due & (events["amount_cents"] < 0)].sort_values(["amount_cents", "on"], kind="stable").head(2)
    for at in range(len(biggest)):
        mine = biggest.iloc[at : at + 1]
        label, tiers, number = (str(mine[name].iloc[0]) for name in ("label", "counterparty", "number"))
        gain, enough = _if_postponed(as_of, outlook, mine)
        if gain or outlook.waits(_postponed(as_of, outlook, mine)):
            who = label or f"{tiers} {number}".strip()
            rows = ((str(mine["sheet"].iloc[0]), int(mine["row"].iloc[0])),)
            yield Decision("postpone", who, -int(mine["amount_cents"].iloc[0]), mine["due_on"].iloc[0].date(), gain, enough, rows=rows)


def _if_postponed(as_of: date, outlook: Outlook, rows: pd.DataFrame) -> tuple[int | None, bool]:
    """Rise of the low point, and whether it is enough, when these events happen later; nothing in a calm week."""
    if not outlook.is_tense:
        return None, False
    after = _postponed(as_of, outlook, rows)
    return outlook.gain(after), outlook.is_enough(after)


def _postponed(as_of: date, outlook: Outlook, rows: pd.DataFrame) -> LowPoint | None:
    later = max(as_of, rows["due_on"].max().date()) + timedelta(days=DEFER_DAYS)
    return outlook.if_moved(rows.index, min(later, as_of + timedelta(days=HORIZON_DAYS)))


def _limits(caps: tuple[CapState, ...]) -> Iterator[Decision]:
    """Caps that are over, by how much."""
    over = sorted((cap for cap in caps if cap.state == "ALERTE"), key=lambda cap: cap.remaining_cents)
    for cap in over:
        yield Decision("limit", cap.target, -cap.remaining_cents, cap.since, rows=((cap.sheet, cap.row),))


def _checks(controlled: Standing | None, severity: Severity) -> Iterator[Decision]:
    """The payment of the page « Contrôles » to look at first: money that may come back."""
    found = [each for each in controlled.findings if each.severity == severity and each.kind in _CHECKED] if controlled else []
    for each in sorted(found, key=lambda one: one.amount_cents)[:1]:
        kind: Kind = "check_double" if each.kind in _DOUBLES else "check_payment"
        yield Decision(kind, each.party, abs(each.amount_cents), each.on, count=len(found))


def _subscriptions(controlled: Standing | None) -> Iterator[Decision]:
    """What nobody seems to use, together."""
    if controlled and controlled.unused:
        yield Decision("end_subscriptions", controlled.unused[0], controlled.unused_cents, count=len(controlled.unused))


def _stale_cheques(as_of: date, aside: SetAside) -> Iterator[Decision]:
    for row in aside.cheques.rows:
        if row.is_stale:
            who = row.counterparty or row.label
            yield Decision("chase_cheque", who, row.cents, row.due_on, days=(as_of - row.due_on).days, rows=((row.sheet, row.row),))


def _housekeeping(trust: Reliability) -> Iterator[Decision]:
    """What would make the next page better."""
    proposed: list[Finding] = [finding for finding in trust.findings if finding.code == "TRANSFER_PROPOSED"]
    if trust.proposed_transfers:
        rows = tuple((finding.sheet, finding.row) for finding in proposed if finding.row is not None)
        yield Decision("confirm_transfers", "", count=trust.proposed_transfers, rows=rows)
    if trust.unclassified_count:
        yield Decision("classify", "", trust.unclassified_cents, count=trust.unclassified_count)
