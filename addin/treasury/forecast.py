"""What is known to come (événements connus), the low point of the cash it gives, and what is due soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.dossier import Dossier
from addin.treasury.natures import natures_of
from addin.treasury.receivables import in_base, net_of_credit_notes
from addin.treasury.schedule import SALARIES, are_salaries, open_occurrences
from addin.treasury.schedule_payments import PAPERS, same_invoice
from addin.treasury.settlement import Settlement

EVENT_COLUMNS = (
    "on",            # datetime64[s]: the day the cash is expected to move
    "amount_cents",  # int64, base currency, credit positive
    "source",        # "invoice" | "schedule" | "placement"
    "kind",          # "customer" | "supplier" | "placement" | a kind of SCHEDULE
    "label", "counterparty",
    "sheet", "row",
    "is_late",       # bool: due before the closing date
    "number",        # invoice number, cheque or effect number
    "due_on",        # datetime64[s]: the day it was due
)  # fmt: skip
DOUBTFUL_DAYS = 90
"""A receivable later than this is not counted on."""
PUBLIC_DOUBTFUL_DAYS = 60
"""A public body later than this pays, but on a day that nobody knows: not counted on either."""
CHEQUE_DAYS = 3
"""A cheque issued is expected at the bank this many days after the closing date."""


@dataclass(frozen=True, eq=False)
class KnownEvents:
    """The events of the horizon, what prudence leaves out, and what to say about it.

    Attributes:
        events: `EVENT_COLUMNS`, in date order, all after the closing date.
        left_out: same columns and `reason`: "doubtful" (late for too long), "public" (a late public body), "credit_note" (a credit
            larger than the open invoices: it will reduce a later one), "no_rate" (amount in its own currency, see `currency`).
        findings: RATE_MISSING.
    """

    events: pd.DataFrame
    left_out: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True, eq=False)
class LowPoint:
    """The lowest end-of-day balance (point bas), the earliest one on ties.

    Attributes:
        path: `on`, `balance_cents`, one row a day from the closing date to the end of the horizon.
        weekly: the rows of `path` every seven days, the first and the last week included.
    """

    on: date
    amount_cents: int
    path: pd.DataFrame
    weekly: pd.DataFrame


@dataclass(frozen=True)
class Shortfall:
    """The path below a threshold (passage sous le seuil).

    Attributes:
        first_date: first day strictly below, None when there is none.
        depth_cents: how far below at worst, 0 when there is none.
        probability: share of the simulated paths that go below; None without a forecast: dated events are certain.
    """

    first_date: date | None
    depth_cents: int
    probability: float | None = None


@dataclass(frozen=True, eq=False)
class Dues:
    """What is due within some days (à payer, à encaisser), each an EVENTS frame with its total; overdue items apart."""

    to_pay: pd.DataFrame
    to_receive: pd.DataFrame
    overdue_to_pay: pd.DataFrame
    overdue_to_receive: pd.DataFrame
    to_pay_cents: int
    to_receive_cents: int
    overdue_to_pay_cents: int
    overdue_to_receive_cents: int


def known_events(dossier: Dossier, settled: Settlement, as_of: date, days: int = 91) -> KnownEvents:
    """Everything known to come in or go out after the closing date, once each (événements connus).

    Open customer invoices on their due date, overdue ones `late_receipt_days` later than the closing date; open supplier invoices
    on their due date, overdue ones the next day; dues of the Échéancier; cheques issued three days later; placements at maturity.
    A due that is an open invoice under another name counts once: as the paper when a cheque or effect was issued, else as the invoice.

    Args:
        days: length of the horizon; the last day is included.
    """
    horizon = as_of + timedelta(days=days)
    invoices = net_of_credit_notes(settled)
    invoices = invoices[invoices["net_cents"] != 0]
    planned = open_occurrences(dossier, as_of, horizon, settled)
    repeated = same_invoice(planned, invoices.assign(open_cents=invoices["net_cents"]))
    is_paper = planned["kind"].isin(PAPERS).to_numpy()
    invoices = invoices[~invoices.index.isin(repeated[(repeated >= 0) & is_paper])]
    planned = planned[(repeated < 0) | is_paper]
    found = pd.concat(
        [
            _invoice_events(invoices, as_of, dossier.settings.late_receipt_days),
            _schedule_events(planned, as_of, dossier.settings.late_receipt_days),
            _placement_events(dossier, as_of),
        ],
        ignore_index=True,
    )
    inside = found[found["on"] <= pd.Timestamp(horizon)]
    cents, known, findings = in_base(inside["amount_cents"], inside["currency"], as_of, dossier.rates, dossier.base_currency)
    reason = inside["reason"].where(known, "no_rate")
    is_in = (reason == "").to_numpy()
    valued = inside.assign(amount_cents=np.where(known, cents, inside["amount_cents"]), reason=reason)
    ordered = valued[is_in].sort_values(["on", "amount_cents", "sheet", "row"], kind="stable").reset_index(drop=True)
    left_out = valued[~is_in].sort_values(["due_on", "sheet", "row"], kind="stable").reset_index(drop=True)
    return KnownEvents(ordered[list(EVENT_COLUMNS)], left_out[[*EVENT_COLUMNS, "currency", "reason"]], findings)


def low_point(start_cents: int, events: pd.DataFrame, as_of: date, days: int = 91) -> LowPoint:
    """The lowest balance from the closing date to the end of the horizon, if just these events happen (point bas).

    Args:
        start_cents: cash at the end of the closing date, cheques in circulation and taxes still in it: they are events.
        events: EVENTS; those outside the horizon do not count.
    """
    day = ((events["on"] - pd.Timestamp(as_of)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    inside = (day > 0) & (day <= days)
    moves = np.zeros(days + 1, dtype=np.int64)
    np.add.at(moves, day[inside], events["amount_cents"].to_numpy(dtype=np.int64)[inside])
    balance = start_cents + np.cumsum(moves)
    on = pd.Series(pd.date_range(as_of, periods=days + 1, freq="D"), dtype="datetime64[s]")
    return lowest_of(pd.DataFrame({"on": on, "balance_cents": balance}))


def lowest_of(path: pd.DataFrame) -> LowPoint:
    """The lowest balance of a path of consecutive days (`LowPoint.path`), the earliest one on ties."""
    balance = path["balance_cents"].to_numpy(dtype=np.int64)
    lowest = int(np.argmin(balance))
    weekly = path.iloc[sorted({*range(0, len(path), 7), len(path) - 1})].reset_index(drop=True)
    return LowPoint(path["on"].iloc[lowest].date(), int(balance[lowest]), path, weekly)


def shortfall(path: pd.DataFrame, threshold_cents: int) -> Shortfall:
    """When and how far a path of balances goes below a threshold.

    Args:
        path: `on`, `balance_cents` in date order (`LowPoint.path`).
    """
    below = path[path["balance_cents"] < threshold_cents]
    if below.empty:
        return Shortfall(None, 0)
    return Shortfall(below["on"].iloc[0].date(), int(threshold_cents - below["balance_cents"].min()))


def due_within(events: pd.DataFrame, as_of: date, days: int = 14) -> Dues:
    """What falls due from the day after the closing date within some days; what was due before is apart.

    Args:
        events: EVENTS; receivables left out for prudence are not among them.
    """
    soon = events[~events["is_late"] & (events["on"] > pd.Timestamp(as_of)) & (events["on"] <= pd.Timestamp(as_of + timedelta(days=days)))]
    late = events[events["is_late"]].sort_values("due_on", kind="stable")
    parts = [part[(part["amount_cents"] < 0) == paid].reset_index(drop=True) for part in (soon, late) for paid in (True, False)]
    to_pay, to_receive, overdue_to_pay, overdue_to_receive = parts
    totals = [int(part["amount_cents"].sum()) for part in parts]
    return Dues(to_pay, to_receive, overdue_to_pay, overdue_to_receive, *totals)


def _invoice_events(invoices: pd.DataFrame, as_of: date, late_receipt_days: int) -> pd.DataFrame:
    due = invoices["due_on"]
    is_customer = invoices["side"] == "customer"
    is_late = due < pd.Timestamp(as_of)
    next_day, late_day = (pd.Timestamp(as_of + timedelta(days=n)) for n in (1, late_receipt_days))
    on = due.where(due > pd.Timestamp(as_of), next_day).mask(is_late & is_customer, max(late_day, next_day))
    days = (pd.Timestamp(as_of) - due).dt.days
    is_note = (invoices["net_cents"] < 0) == is_customer
    reason = np.select(
        [is_note, is_customer & (days > DOUBTFUL_DAYS), is_customer & invoices["is_public"] & (days > PUBLIC_DOUBTFUL_DAYS)],
        ["credit_note", "doubtful", "public"],
        default="",
    )
    is_salary = ~is_customer & (natures_of(invoices["counterparty"], invoices["category"]) == "salary")
    return _events(
        invoices,
        on=on,
        amount_cents=invoices["net_cents"],
        source="invoice",
        kind=invoices["side"].mask(is_salary, "salary"),
        label=pd.Series("", index=invoices.index, dtype=object).mask(is_salary, SALARIES),
        counterparty=invoices["counterparty"].mask(is_salary, ""),
        is_late=is_late,
        number=invoices["number"].mask(is_salary, ""),
        due_on=due,
        reason=pd.Series(reason, index=invoices.index, dtype=object),
    )


def _schedule_events(planned: pd.DataFrame, as_of: date, late_receipt_days: int) -> pd.DataFrame:
    due = planned["on"]
    next_day, cheque_day, late_day = (pd.Timestamp(as_of + timedelta(days=n)) for n in (1, CHEQUE_DAYS, late_receipt_days))
    on = due.where(due > pd.Timestamp(as_of), next_day)
    on = on.mask(planned["is_late"] & (planned["amount_cents"] > 0), max(late_day, next_day))
    is_issued = (planned["kind"] == "cheque") & (planned["amount_cents"] < 0)
    on = on.mask(is_issued, due.where(due > cheque_day, cheque_day))
    is_salary = are_salaries(planned)
    return _events(
        planned,
        on=on,
        amount_cents=planned["amount_cents"],
        source="schedule",
        kind=planned["kind"].mask(is_salary, "salary"),
        label=planned["label"].mask(is_salary, SALARIES),
        counterparty=planned["counterparty"].mask(is_salary, ""),
        is_late=planned["is_late"] & ~is_issued,  # a cheque in circulation is on its way, not overdue
        number=planned["reference"],
        due_on=due,
        reason="",
    )


def _placement_events(dossier: Dossier, as_of: date) -> pd.DataFrame:
    """Placements that mature on the closing date or later; one whose money is already on a bank line is not to come."""
    placements = dossier.placements[dossier.placements["matures_on"] >= pd.Timestamp(as_of)]
    today = placements["matures_on"] == pd.Timestamp(as_of)
    operations = dossier.operations
    recent = operations[
        (operations["booked_on"] <= pd.Timestamp(as_of)) & (operations["booked_on"] > pd.Timestamp(as_of - timedelta(days=4)))
    ]
    received = set(zip(recent["currency"], recent["amount_cents"], strict=True))
    is_received = [pair in received for pair in zip(placements["currency"], placements["amount_cents"], strict=True)]
    coming = placements[~(today & pd.Series(is_received, index=placements.index, dtype=bool))]
    return _events(
        coming,
        on=coming["matures_on"].where(coming["matures_on"] > pd.Timestamp(as_of), pd.Timestamp(as_of + timedelta(days=1))),
        amount_cents=coming["amount_cents"],
        source="placement",
        kind="placement",
        label=coming["label"],
        counterparty="",
        is_late=False,
        number="",
        due_on=coming["matures_on"],
        reason="",
    )


def _events(rows: pd.DataFrame, **columns: pd.Series | str | bool) -> pd.DataFrame:
    """Rows with the columns of an event, `currency` and `reason`, each of its type even when there is none."""
    names = [*EVENT_COLUMNS, "currency", "reason"]
    types = {"on": "datetime64[s]", "due_on": "datetime64[s]", "amount_cents": "int64", "row": "int64", "is_late": "bool"}
    return rows.assign(**columns)[names].astype({name: types.get(name, "object") for name in names})
