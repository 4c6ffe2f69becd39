"""Learning payment delays from invoices and their payments, at any past date (délais de paiement)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.payment_dates.history import History, day_number, read_history
from addin.treasury.payment_dates.model import DelayModel, SideDelays
from addin.treasury.payment_dates.survival import learn_survival

FEWEST_PAYMENTS = 5
"""With fewer, only the declared prior is used."""

_PRIOR_PAYMENTS = 2.0
_NEGLIGIBLE = 0.01
_DISPUTES_SHRUNK = 5.0
_LONGEST_DISPUTE = 365
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_SHARE_SHRUNK = 20.0
_WINDOW_DAYS = (30, 180)
_MOST_SCORED = 1000


def learn_delays(invoices: pd.DataFrame, as_of: date, *, late_days: int = 14) -> DelayModel:
    """Delays of customers and suppliers as they were known at a date (délais de paiement).

    One frame serves for all dates: payments after `as_of` are censored, invoices issued after it do not exist. Whether an invoice is
    disputed is taken as it stands in the frame.

    Args:
        invoices: INVOICES columns and `settled_on` (`history.with_payments`).
        as_of: closing date, included.
        late_days: declared median from the due date on, for a side without history (`settings.late_receipt_days`).
    """
    today = day_number(as_of)
    return DelayModel({side: _learned(read_history(invoices, side, as_of), today, late_days) for side in ("customer", "supplier")})


def _learned(history: History, today: int, late_days: int) -> SideDelays:
    """The delays of one side, with the share of the due date that told its own last months best."""
    known = _counted(history, today, late_days)
    span = today - int(history.invoices.issued.min()) if len(history) else 0
    cut = today - int(np.clip(span // 3, *_WINDOW_DAYS))
    before = _counted(history.at(cut), cut, late_days)
    if known.from_due is None or before.from_due is None:
        return known
    share, scored = _best_share(before, history, cut, today)
    return replace(known, due_weight=(scored * share + _SHARE_SHRUNK * known.due_weight) / (scored + _SHARE_SHRUNK))


def _counted(history: History, today: int, late_days: int) -> SideDelays:
    """The delays of one side, the due date and the issue counting the same."""
    payments = int(history.is_paid.sum())
    if payments < FEWEST_PAYMENTS:
        return SideDelays(None, None, 0.5, 1.0, 0, late_days, payments)
    dispute = _dispute_days(history)
    moved = dispute * history.invoices.is_disputed
    prior = _PRIOR_PAYMENTS / (payments + _PRIOR_PAYMENTS)
    return SideDelays(
        learn_survival(history, history.invoices.issued + moved, today, uses_terms=True),
        learn_survival(history, history.invoices.due + moved, today, uses_terms=False),
        0.5,
        prior if prior >= _NEGLIGIBLE else 0.0,
        dispute,
        late_days,
        payments,
    )


def _dispute_days(history: History) -> int:
    """How much longer than the median of its counterparty a disputed invoice takes: median over the disputed ones, shrunk to none."""
    paid = pd.DataFrame(
        {
            "party": history.invoices.party,
            "days": history.until - history.invoices.issued,
            "is_disputed": history.invoices.is_disputed,
        }
    )[history.is_paid]
    disputed = paid[paid["is_disputed"]]
    if disputed.empty:
        return 0
    usual = paid[~paid["is_disputed"]].groupby("party")["days"].median()
    longer = (disputed["days"] - disputed["party"].map(usual)).dropna()
    if longer.empty:
        return 0
    return int(np.clip(round(longer.median() * len(longer) / (len(longer) + _DISPUTES_SHRUNK)), 0, _LONGEST_DISPUTE))


def _best_share(before: SideDelays, history: History, cut: int, today: int) -> tuple[float, int]:
    """The weight of the due date whose distributions at `cut` told best what was paid until `today`, and on how many invoices.

    Score: squared distance of P(paid) to paid or not, each week from the cut (or the issue) to today, which is all known: the
    continuous ranked probability score as far as it can be seen, so invoices still open count and slow ones are not left out.
    """
    is_asked = ~(history.is_paid & (history.until <= cut))
    asked = np.flatnonzero(is_asked)
    asked = asked[:: max(1, -(-len(asked) // _MOST_SCORED))]
    invoices = history.invoices.picked(asked)
    ahead = np.arange(7, today - cut + 1, 7)
    days = cut + ahead[None, :]
    is_unpaid = ~history.is_paid[asked][:, None] | (history.until[asked][:, None] > days)
    is_seen = days >= invoices.issued[:, None]
    scores = []
    for share in _SHARES:
        unpaid = replace(before, due_weight=share).ahead(invoices, cut).unpaid(ahead)
        scores.append(float(((unpaid - is_unpaid) ** 2)[is_seen].sum()))
    return _SHARES[int(np.argmin(scores))], len(asked)
