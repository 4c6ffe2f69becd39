"""The forecast of the cash against the flat balance, on two real companies, week by week.

    python -m bench.forecast [--reference] [--every N]

Each week from the sixth month on, the whole product forecasts with what was known on that day (lines, invoices issued, payments made); the
outcome comes 4, 8 and 13 weeks later. The opponent is tomorrow like today, with the 10 % and 90 % quantiles of its own past changes as a
band. Printed: error over the opponent's in the mean and in the median, pinball loss (10, 50, 90 %) over the opponent's, share of outcomes
inside the 80 % band; pooled, each set divided by its own mean change. Receipts and payments of the same weeks are scored apart, against the
mean of all weeks before. `--reference` adds exponential smoothing (Holt, damped; statsmodels) of the weekly balance on the same origins.
The constants of the forecast were chosen while looking at these sets: nothing here is held out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.dossier import Dossier
from addin.treasury.forecasting.cash_forecast import forecast_cash
from addin.treasury.forecasting.weeks import weeks_of
from addin.treasury.settlement import settle_invoices
from bench.forecast_sets import hackclub, pme

WEEKS = (4, 8, 13)
LEVELS = np.array([0.1, 0.5, 0.9])
CLAIMS = {"mean, 4 weeks": 0.9, "median": 1.0, "pinball": 0.9}
_WARM_UP = 28
_SETS: dict[str, Callable[[], Dossier]] = {"pme_fec_e": pme, "hackclub": hackclub}


@dataclass(frozen=True)
class Outcome:
    """One origin and horizon: what came, the three quantiles of ours and of the opponent, gross flows and those of the seasonal mean."""

    came: float
    ours: np.ndarray
    flat: np.ndarray
    gross: np.ndarray
    said: np.ndarray
    usual: np.ndarray
    reference: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", action="store_true", help="exponential smoothing of statsmodels too")
    parser.add_argument("--every", type=int, default=1, help="one origin in so many")
    asked = parser.parse_args()
    pooled: dict[int, list[tuple[Outcome, float]]] = {weeks: [] for weeks in WEEKS}
    print(
        f"{'':12}{'weeks':>6}{'origins':>9}{'mean':>8}{'median':>8}{'pinball':>9}{'inside':>8}{'receipts':>10}{'payments':>10}{'Holt':>7}"
    )
    for name, load in _SETS.items():
        found = outcomes(load(), every=asked.every, with_reference=asked.reference)
        for weeks, rows in found.items():
            scale = float(np.mean([abs(row.came) for row in rows]))
            pooled[weeks] += [(row, scale) for row in rows]
            _say(name, weeks, [(row, scale) for row in rows])
    for weeks, pairs in pooled.items():
        _say("pooled", weeks, pairs)
    print(f"claims: {CLAIMS}, inside 70 to 90 %")


def outcomes(dossier: Dossier, *, every: int = 1, with_reference: bool = False) -> dict[int, list[Outcome]]:
    """Every origin of a company, by weeks ahead."""
    lines = dossier.operations
    first, last = (day.date() for day in (lines["booked_on"].min(), lines["booked_on"].max()))
    days = pd.date_range(first, last)
    cents = pd.Series(lines["base_cents"].to_numpy(dtype=float), index=lines["booked_on"])
    net, ins, outs = (part.groupby(level=0).sum().reindex(days, fill_value=0.0) for part in (cents, cents[cents > 0], cents[cents < 0]))
    balance = net.cumsum()
    origin = (pd.Timestamp(first) + pd.DateOffset(months=5)).date()
    origin += timedelta(days=(5 - origin.weekday()) % 7)  # Saturdays
    found: dict[int, list[Outcome]] = {weeks: [] for weeks in WEEKS}
    while origin + timedelta(weeks=min(WEEKS)) <= last:
        _progress(origin)
        cash = float(balance[pd.Timestamp(origin)])
        forecast = forecast_cash(dossier, settle_invoices(dossier, origin), origin, round(cash))
        quantiles = np.stack([forecast.quantile(level) for level in LEVELS]) - cash
        weekly = weeks_of(forecast)
        past = balance[: pd.Timestamp(origin)].to_numpy()
        holt = _holt(past) if with_reference else np.full(max(WEEKS), np.nan)
        for weeks in WEEKS:
            end = origin + timedelta(weeks=weeks)
            if end > last:
                continue
            after = slice(pd.Timestamp(origin + timedelta(days=1)), pd.Timestamp(end))
            before = slice(None, pd.Timestamp(origin))
            changes = (past[7 * weeks :] - past[: -7 * weeks])[_WARM_UP:]
            edges = np.quantile(changes, LEVELS)
            said = weekly[:weeks]
            found[weeks].append(
                Outcome(
                    came=float(balance[pd.Timestamp(end)]) - cash,
                    ours=quantiles[:, 7 * weeks - 1],
                    flat=np.array([edges[0], 0.0, edges[2]]),
                    gross=np.array([ins[after].sum(), outs[after].sum()]),
                    said=np.array([sum(week.receipts_cents for week in said), sum(week.payments_cents for week in said)], dtype=float),
                    usual=np.array([part[before].mean() * 7 * weeks for part in (ins, outs)]),
                    reference=float(holt[weeks - 1]),
                )
            )
        origin += timedelta(weeks=every)
    return found


def _say(name: str, weeks: int, pairs: list[tuple[Outcome, float]]) -> None:
    scale = np.array([each for _, each in pairs])
    came = np.array([row.came for row, _ in pairs])
    ours, flat = (np.stack([getattr(row, which) for row, _ in pairs]) for which in ("ours", "flat"))
    error, still = np.abs(came - ours[:, 1]) / scale, np.abs(came) / scale
    pinball = [(_pinball(came, each).mean(axis=1) / scale).mean() for each in (ours, flat)]
    inside = ((ours[:, 0] <= came) & (came <= ours[:, 2])).mean()
    gross, said, usual = (np.stack([getattr(row, which) for row, _ in pairs]) for which in ("gross", "said", "usual"))
    apart = (np.abs(said - gross) / scale[:, None]).mean(axis=0) / (np.abs(usual - gross) / scale[:, None]).mean(axis=0)
    holt = (np.abs(came - np.array([row.reference for row, _ in pairs])) / scale).mean() / still.mean()
    figures = (error.mean() / still.mean(), np.median(error) / np.median(still), pinball[0] / pinball[1])
    told = "".join(f"{each:>{width}.3f}" for each, width in zip(figures, (8, 8, 9), strict=True))
    print(f"{name:12}{weeks:>6}{len(pairs):>9}{told}{inside:>8.0%}{apart[0]:>10.2f}{apart[1]:>10.2f}{holt:>7.2f}", flush=True)


def _pinball(came: np.ndarray, quantiles: np.ndarray) -> np.ndarray:
    miss = came[:, None] - quantiles
    loss: np.ndarray = np.maximum(LEVELS * miss, (LEVELS - 1) * miss)
    return loss


def _holt(balance: np.ndarray) -> np.ndarray:
    """Damped Holt of the balance at the end of each week, change from the last day."""
    import warnings

    from statsmodels.tsa.holtwinters import Holt

    weekly = balance[::-1][::7][::-1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = Holt(weekly, damped_trend=True, initialization_method="estimated").fit()
    change: np.ndarray = np.asarray(fitted.forecast(max(WEEKS))) - balance[-1]
    return change


def _progress(origin: date) -> None:
    if sys.stderr.isatty():
        print(f"\r{origin}", end="", file=sys.stderr)


if __name__ == "__main__":
    main()
