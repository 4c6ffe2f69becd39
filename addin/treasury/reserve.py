"""The minimum balance that her own history advises (solde minimal), and what Miller–Orr and Baumol say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.cash_buffer import MillerOrr, baumol, deviation, gaussian_buffer, miller_orr, quantile_buffer, variance
from addin.treasury.dossier import Dossier

HISTORY_DAYS = 731
"""How far back the flows are looked at: two years hold two seasons."""
LEAST_DAYS = 56
YEAR_DAYS = 365
_PLACED = ("50", "2723")  # SCF: money placed is still hers

Silence = Literal["", "no_rate", "zero_rate", "no_cost", "no_variance", "no_need"]


@dataclass(frozen=True)
class Reserve:
    """What to keep at least, in minor units of the base currency; None where nothing can be said.

    Attributes:
        quantile_cents, gaussian_cents: None when the history is too short.
        miller_orr, baumol_cents: second opinions; `silence` and `baumol_silence` say why there is none.
        first, last: the days of the history, None without one.
        windows: windows of `lead_days` that it holds; they overlap.
        yearly_need_cents: cash used in a year, after the history.
        floor_cents: minimum balance set by her, 0 when none is.
    """

    quantile_cents: int | None
    gaussian_cents: int | None
    miller_orr: MillerOrr | None
    baumol_cents: int | None
    silence: Silence
    baumol_silence: Silence
    confidence: Decimal
    lead_days: int
    first: date | None
    last: date | None
    windows: int
    yearly_need_cents: int
    floor_cents: int


def reserve(dossier: Dossier, as_of: date, floor_cents: int, *, confidence: Decimal | None = None, lead_days: int | None = None) -> Reserve:
    """How much cash to keep (solde minimal), from the daily net flows of the last two years.

    The quantile needs eight weeks of history, and twice the days that it covers. Miller–Orr and Baumol need the yearly rate and the
    cost of a transfer of `Paramètres`.

    Args:
        floor_cents: minimum balance, 0 when none is set.
        confidence, lead_days: those of `Paramètres` when left out.
    Source: DOMAIN 5.7.
    """
    settings = dossier.settings
    share = settings.reserve_confidence if confidence is None else confidence
    lead = settings.reserve_days if lead_days is None else lead_days
    flows = daily_flows(dossier, as_of)
    net, out = (flows[name].to_numpy(dtype=np.int64) for name in ("net_cents", "out_cents"))
    is_long = len(net) >= max(LEAST_DAYS, 2 * lead)
    spread = variance(net) if is_long else Fraction(0)
    need = _round_half_up(Fraction(int(out.sum()) * YEAR_DAYS, len(out))) if is_long else 0
    rate, cost = settings.placement_rate, settings.transfer_cost_cents
    silence = _silence(rate, cost)
    band = None if silence else miller_orr(max(0, floor_cents), cost or 0, spread, Fraction(rate or 0) / YEAR_DAYS)
    drawn = None if silence else baumol(need, cost or 0, rate or 0)
    return Reserve(
        quantile_cents=quantile_buffer(net, lead, share) if is_long else None,
        gaussian_cents=gaussian_buffer(deviation(net), lead, share) if is_long else None,
        miller_orr=band,
        baumol_cents=drawn,
        silence=silence or ("" if band else "no_variance"),
        baumol_silence=silence or ("" if drawn is not None else "no_need"),
        confidence=share,
        lead_days=lead,
        first=flows["on"].iloc[0].date() if len(flows) else None,
        last=flows["on"].iloc[-1].date() if len(flows) else None,
        windows=len(net) - lead + 1 if is_long else 0,
        yearly_need_cents=need,
        floor_cents=max(0, floor_cents),
    )


def daily_flows(dossier: Dossier, as_of: date) -> pd.DataFrame:
    """What came in and went out of the included accounts each day, up to two years back, days without a line too.

    Transfers between own accounts and money placed are no flows; lines without a rate are left out.

    Returns:
        `on`, `net_cents`, `out_cents` (0 or more), from the first line to the last one on or before the closing date.
    """
    lines = dossier.operations
    shut = dossier.accounts.loc[~dossier.accounts["is_included"], "account"]
    kept = lines["base_cents"].notna() & ~lines["transfer_state"].isin(NEUTRAL_STATES) & ~lines["account"].isin(shut)
    kept &= ~lines["scf_account"].str.startswith(_PLACED)
    kept &= (lines["booked_on"] <= pd.Timestamp(as_of)) & (lines["booked_on"] > pd.Timestamp(as_of - timedelta(days=HISTORY_DAYS)))
    found = lines.loc[kept, ["booked_on", "base_cents"]].astype({"base_cents": "int64"})
    if found.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _FLOW_TYPES.items()})
    first = found["booked_on"].min()
    day = ((found["booked_on"] - first) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    cents = found["base_cents"].to_numpy()
    net, out = (np.zeros(int(day.max()) + 1, dtype=np.int64) for _ in range(2))
    np.add.at(net, day, cents)
    np.add.at(out, day, np.maximum(0, -cents))
    on = pd.date_range(first, periods=len(net), freq="D")
    return pd.DataFrame({"on": on, "net_cents": net, "out_cents": out}).astype(_FLOW_TYPES)


_FLOW_TYPES = {"on": "datetime64[s]", "net_cents": "int64", "out_cents": "int64"}


def _silence(rate: Decimal | None, cost_cents: int | None) -> Silence:
    if rate is None:
        return "no_rate"
    if not rate:
        return "zero_rate"
    return "" if cost_cents and cost_cents > 0 else "no_cost"


def _round_half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
