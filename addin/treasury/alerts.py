"""The three alerts (alertes): minimum balance, late customer invoices, advertising cap; each with its state and since when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from addin.treasury.caps import CapState, State, cap_states
from addin.treasury.counterparties import normalise
from addin.treasury.dossier import CAP_COLUMNS, Dossier, frame

AlertName = Literal["SOLDE_MINIMAL", "FACTURES_RETARD", "PLAFOND_PUB"]
BALANCE_BAND = 1.2
"""« ATTENTION » from the minimum balance up to this many times it."""
LATE_BAND = 0.8
"""« ATTENTION » from this share of the late invoices' threshold on."""

_ADVERTISING = re.compile(r"\b(?:PUB|PUBS|PUBLICITES?|ADS|MARKETING|ANNONCES?)\b")
_SEVERITY: dict[State, int] = {"NON_RENSEIGNE": 0, "OK": 1, "ATTENTION": 2, "ALERTE": 3}


@dataclass(frozen=True)
class Alert:
    """One alert at the closing date. Base currency, minor units.

    Attributes:
        state: "NON_RENSEIGNE" without a threshold or without matter; the value is given whenever it is known.
        since: first day of the current uninterrupted stretch in that state (as far as the data go back); None for "OK" and
            "NON_RENSEIGNE".
        subject: the capped target for PLAFOND_PUB, "" otherwise.
    """

    name: AlertName
    state: State
    since: date | None
    value_cents: int | None
    threshold_cents: int | None
    subject: str = ""


def three_alerts(
    dossier: Dossier, as_of: date, daily_cash: pd.Series, settled: pd.DataFrame | None, caps: Sequence[CapState]
) -> tuple[Alert, Alert, Alert]:
    """The three alerts (alertes) in their order: minimum balance, late invoices, advertising cap.

    Minimum balance: ALERTE below the threshold, ATTENTION below 1.2 × the threshold. Late invoices (customers, due before the
    closing date): ALERTE above the threshold, ATTENTION from 0.8 × it on. Advertising: the worst of the caps on advertising.

    Args:
        daily_cash: `balances.daily_balances` up to the closing date; the longer it is, the further `since` can go back.
        settled: columns side, due_on, remaining_cents (base currency), the late ones at least; empty when nothing is late, None
            when there is no tab of customer invoices. With `paid_on`, amounts paid late too: late until that day.
        caps: `caps.cap_states` of the closing date.
    """
    return (_minimum_balance(dossier, as_of, daily_cash), _late_invoices(dossier, as_of, settled), _advertising(dossier, as_of, caps))


def _threshold(dossier: Dossier, alert: str) -> int | None:
    rows = dossier.alerts[(dossier.alerts["alert"] == alert) & dossier.alerts["is_active"]]
    known = rows["threshold_cents"].dropna()
    return int(known.iloc[0]) if len(known) else None


def minimum_balance(dossier: Dossier) -> int | None:
    """The minimum balance (solde minimal) in minor units of the base currency: of `Alertes`, else of `Paramètres`; None without one."""
    threshold = _threshold(dossier, "minimum_balance")
    is_switched_off = bool((dossier.alerts["alert"] == "minimum_balance").any()) and threshold is None
    return dossier.settings.minimum_balance_cents if threshold is None and not is_switched_off else threshold


def _minimum_balance(dossier: Dossier, as_of: date, daily_cash: pd.Series) -> Alert:
    threshold = minimum_balance(dossier)
    days = daily_cash[daily_cash.index <= pd.Timestamp(as_of)]
    now = days.iloc[-1] if len(days) else pd.NA
    value = None if pd.isna(now) else int(now)
    if value is None or threshold is None:
        return Alert("SOLDE_MINIMAL", "NON_RENSEIGNE", None, value, threshold)
    cents = days.fillna(0).to_numpy(dtype=np.int64)
    states = np.where(cents < threshold, "ALERTE", np.where(cents < BALANCE_BAND * threshold, "ATTENTION", "OK"))
    states = np.where(days.isna(), "", states)
    state = _as_state(str(states[-1]))
    return Alert("SOLDE_MINIMAL", state, _since(state, states, [stamp.date() for stamp in days.index]), value, threshold)


def _late_invoices(dossier: Dossier, as_of: date, settled: pd.DataFrame | None) -> Alert:
    threshold = _threshold(dossier, "late_invoices")
    if settled is None:
        return Alert("FACTURES_RETARD", "NON_RENSEIGNE", None, None, threshold)
    late = settled[(settled["side"] == "customer") & (settled["due_on"] < pd.Timestamp(as_of)) & (settled["remaining_cents"] != 0)]
    paid_on = late["paid_on"] if "paid_on" in late else pd.Series(pd.NaT, index=late.index, dtype="datetime64[s]")
    value = int(late.loc[paid_on.isna(), "remaining_cents"].sum())
    if threshold is None:
        return Alert("FACTURES_RETARD", "NON_RENSEIGNE", None, value, None)
    since_on = late["due_on"] + pd.Timedelta(days=1)  # late from the day after the due date
    moves = pd.concat([late["remaining_cents"].set_axis(since_on), -late["remaining_cents"].set_axis(paid_on)[paid_on.notna().to_numpy()]])
    by_day = moves.groupby(level=0).sum().sort_index()
    totals = by_day.to_numpy(dtype=np.int64).cumsum() if len(by_day) else np.zeros(1, dtype=np.int64)
    states = np.where(totals > threshold, "ALERTE", np.where((totals > 0) & (totals >= LATE_BAND * threshold), "ATTENTION", "OK"))
    state = _as_state(str(states[-1]))
    return Alert("FACTURES_RETARD", state, _since(state, states, [stamp.date() for stamp in by_day.index]), value, threshold)


def _advertising(dossier: Dossier, as_of: date, caps: Sequence[CapState]) -> Alert:
    mine = [cap for cap in caps if _ADVERTISING.search(normalise(cap.target)) or cap.kind == "campaign"]
    threshold = _threshold(dossier, "ad_cap")
    if threshold is not None and not any(cap.kind != "campaign" for cap in mine):
        weekly = frame(CAP_COLUMNS, {"target": ["Publicité"], "kind": ["category"], "period": ["week"], "amount_cents": [threshold]})
        mine += cap_states(dossier, as_of, weekly)
    if not mine:
        return Alert("PLAFOND_PUB", "NON_RENSEIGNE", None, None, threshold)
    worst = max(mine, key=lambda cap: (_SEVERITY[cap.state], cap.share or 0.0))
    value = None if worst.state == "NON_RENSEIGNE" else worst.spent_cents
    return Alert("PLAFOND_PUB", worst.state, worst.since, value, worst.limit_cents, worst.target)


def _since(state: State, states: np.ndarray, days: Sequence[date]) -> date | None:
    """First day of the last run of equal states."""
    if state not in ("ATTENTION", "ALERTE") or not days:
        return None
    changed = np.flatnonzero(states != state)
    return days[int(changed[-1]) + 1 if len(changed) else 0]


def _as_state(text: str) -> State:
    return "ALERTE" if text == "ALERTE" else "ATTENTION" if text == "ATTENTION" else "OK"
