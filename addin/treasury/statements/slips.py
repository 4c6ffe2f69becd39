"""Slips of typing and reading in new lines (étourderies): amounts in centimes, years and days that cannot be.

They are said before anything is written; nothing is corrected. Source: DOMAIN 4.1 (people count in centimes: an amount of at
least 20 times the usual one of its counterparty, whose hundredth is usual).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.counterparties import Shapes, counterparty_of, normalise
from addin.treasury.currency import exponent
from addin.treasury.statements.account_numbers import check_rib

TIMES = 20
"""From how many times the usual amount an amount is looked at."""
_LEAST_SEEN = 3  # amounts of a counterparty from which it has a usual one
_BAND = 3.0  # the usual band: from a third of the median to three times the median, and within the amounts seen
_MARGIN = 1.1
_LEAST_COMMON = 4  # counterparties in common from which a whole file can be compared
_MOST_COMMON = 0.7  # share of them that must agree, each within a factor of five
_WIDE = 5.0
_LEAST_STEPS, _MOST = 3, 0.8  # balances that must agree, and the share of all
_FAR_DAYS, _NEAR_DAYS = 300, 62
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_LEAST_NEAR = 2
_OLDEST_YEAR = 1990  # no statement that a file holds is older


@dataclass(frozen=True)
class Slip:
    """One thing that looks like a slip.

    Attributes:
        code: of `messages.MESSAGES`; `details` fills its placeholders.
        lines: places in the file (`line` of the frame) that it concerns; empty when it is the whole file.
        field: "booked_on", "amount_cents" or "account".
        details: `value` as read and `expected` as it should probably be: dates, minor units (`usual` too) or texts, for the caller to
            word; `count`, `factor`, `counterparty`.
    """

    code: str
    lines: tuple[int, ...]
    field: str
    details: Mapping[str, object] = default(default_factory=dict)


def find_slips(
    lines: pd.DataFrame,
    history: pd.DataFrame,
    today: date,
    *,
    currency: str = "",
    stated_movement_cents: int | None = None,
    told: Shapes | None = None,
) -> list[Slip]:
    """The slips in the lines of a statement, whole-file ones first (contrôle ×100, dates à venir, années).

    Args:
        lines: `model.LINE_COLUMNS`, in the order of the file.
        history: what the workbook already holds of this account or of all: `label`, `amount_cents`, and `party` when known.
        today: dates after it are to come.
        currency: of the lines; its decimals give the factor (100, or 1000 for the Tunisian dinar).
        stated_movement_cents: closing minus opening balance as the bank states them, None when it does not.
        told: `label_shapes` of the lines' labels, when already known.
    Returns:
        One slip per kind of date; one per line for amounts. Input unchanged.
    """
    if lines.empty:
        return []
    factor = int(10 ** exponent(currency))
    return [*_date_slips(lines, today), *_amount_slips(lines, history, factor, stated_movement_cents, told)]


def _date_slips(lines: pd.DataFrame, today: date) -> list[Slip]:
    places, booked = lines["line"].to_numpy(), lines["booked_on"].to_numpy().astype("datetime64[D]")
    known = ~np.isnat(booked)
    if not known.any():
        return []
    places, booked = places[known], booked[known]
    slips: list[Slip] = []
    years = booked.astype("datetime64[Y]").astype(np.int64) + 1970
    shift = int(np.median(np.round((np.datetime64(today, "D") - booked).astype(np.int64) / 365.25)))
    if (years < _OLDEST_YEAR).all() or (shift < 0 and (booked > np.datetime64(today, "D")).all() and shift <= -1):
        moved = _moved(booked[:1], 100 if (years < _OLDEST_YEAR).all() and years.max() + 100 <= today.year else shift)
        details = {"value": booked[0].item(), "expected": moved[0].item(), "count": len(booked)}
        return [Slip("SLIP_FILE_YEAR", (), "booked_on", details)]
    expected, is_slip = _year_slips(booked)
    for at in np.flatnonzero(is_slip).tolist():
        details = {"value": booked[at].item(), "expected": expected[at].item()}
        slips.append(Slip("SLIP_YEAR", (int(places[at]),), "booked_on", details))
    old = ~is_slip & (years < _OLDEST_YEAR)
    for at in np.flatnonzero(old).tolist():
        slips.append(
            Slip(
                "SLIP_YEAR", (int(places[at]),), "booked_on", {"value": booked[at].item(), "expected": _moved(booked[[at]], 100)[0].item()}
            )
        )
    ahead = ~is_slip & (booked > np.datetime64(today, "D"))
    if ahead.any():
        details = {"value": booked[ahead].max().item(), "count": int(ahead.sum()), "today": today}
        slips.append(Slip("SLIP_FUTURE_DATE", tuple(places[ahead].tolist()), "booked_on", details))
    return slips


def _year_slips(booked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each day, the same day in the year of its neighbours, and whether that is where it belongs."""
    days = booked.astype(np.int64).astype(float)
    around = np.full((len(_NEIGHBOURS), len(days)), np.nan)
    for row, step in enumerate(_NEIGHBOURS):
        if abs(step) < len(days):
            if step > 0:
                around[row, :-step] = days[step:]
            else:
                around[row, -step:] = days[:step]
    seen = ~np.isnan(around)
    middle = np.zeros(len(days))
    some = seen.any(axis=0)
    middle[some] = np.nanmedian(around[:, some], axis=0)
    near = (np.abs(around - middle) <= _NEAR_DAYS).sum(axis=0)
    mates = (np.abs(around - days) <= _NEAR_DAYS).sum(axis=0)  # a gap between two years has lines on both sides
    years = np.round((middle - days) / 365.25).astype(np.int64)
    is_far = some & (np.abs(days - middle) >= _FAR_DAYS) & (near >= mates + _LEAST_NEAR) & (2 * near > seen.sum(axis=0))
    expected = booked.copy()
    for shift in np.unique(years[is_far]).tolist():
        of_shift = is_far & (years == shift)
        expected[of_shift] = _moved(booked[of_shift], shift)
    fits = np.abs(expected.astype(np.int64) - middle) <= _NEAR_DAYS
    return expected, is_far & fits


def _moved(days: np.ndarray, years: int) -> np.ndarray:
    """The same days some years later; the 29th of February becomes the 28th when that year has none."""
    months = days.astype("datetime64[M]")
    target = months + 12 * years
    last = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved: np.ndarray = np.minimum(target.astype("datetime64[D]") + (days - months.astype("datetime64[D]")), last)
    return moved


def _amount_slips(lines: pd.DataFrame, history: pd.DataFrame, factor: int, stated: int | None, told: Shapes | None) -> list[Slip]:
    amounts = lines["amount_cents"].to_numpy(dtype=np.int64)
    balances = lines["balance_cents"]
    if factor == 1:
        return []
    steps = _balance_steps(amounts, balances)
    by_balance = _times_by_balance(amounts, steps, factor)
    is_whole_file = (by_balance.sum() >= _LEAST_STEPS and by_balance.sum() >= _MOST * np.count_nonzero(~np.isnan(steps))) or (
        stated is not None and stated != 0 and int(amounts.sum()) == factor * stated
    )
    proof = "balance" if is_whole_file else ""
    known = _usual_amounts(lines, history, told)
    if not is_whole_file and (amounts % factor == 0).all() and _all_times(known, factor):
        is_whole_file, proof = True, "history"
    if is_whole_file:
        value = int(amounts[np.abs(amounts).argmax()])
        details = {"value": value, "expected": value // factor, "count": len(amounts), "factor": str(factor)}
        return [Slip("SLIP_FILE_CENTIMES" if proof == "balance" else "SLIP_FILE_CENTIMES_HISTORY", (), "amount_cents", details)]
    absolute = np.abs(amounts)
    low, high, median = known["low"].to_numpy(), known["high"].to_numpy(), known["median"].to_numpy()
    with np.errstate(invalid="ignore"):
        unusual = (
            (known["seen"].to_numpy() >= _LEAST_SEEN)
            & (amounts % factor == 0)
            & (absolute >= TIMES * median)
            & (absolute / factor >= low)
            & (absolute / factor <= high)
            & (np.isnan(steps) | (steps != amounts))  # a printed balance that agrees clears the amount
        )
    found = unusual | by_balance
    parties = known["party"].to_numpy()
    slips = []
    for at in np.flatnonzero(found).tolist():
        value = int(amounts[at])
        usual = 0 if np.isnan(median[at]) else int(median[at])
        details = {"value": value, "expected": value // factor, "usual": usual, "counterparty": parties[at], "factor": str(factor)}
        code = "SLIP_CENTIMES_BALANCE" if by_balance[at] else "SLIP_CENTIMES"
        slips.append(Slip(code, (int(lines["line"].iloc[at]),), "amount_cents", details))
    return slips


def _balance_steps(amounts: np.ndarray, balances: pd.Series) -> np.ndarray:
    """By how much the printed balance moves at each line, NaN where it is not known; in the order that fits best."""
    printed = balances.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    oldest_first, newest_first = np.full(len(printed), np.nan), np.full(len(printed), np.nan)
    oldest_first[1:] = printed[1:] - printed[:-1]
    newest_first[:-1] = printed[:-1] - printed[1:]

    def fitting(steps: np.ndarray) -> int:
        return int(sum((steps * factor == amounts).sum() for factor in (1, 100, 1000)))

    return oldest_first if fitting(oldest_first) >= fitting(newest_first) else newest_first


def _times_by_balance(amounts: np.ndarray, steps: np.ndarray, factor: int) -> np.ndarray:
    result: np.ndarray = (amounts != 0) & (steps * factor == amounts)
    return result


def _usual_amounts(lines: pd.DataFrame, history: pd.DataFrame, told: Shapes | None) -> pd.DataFrame:
    """For each line, what its counterparty usually moves in that direction: `median`, `low`, `high`, how many `seen`."""
    party = counterparty_of(lines["label"], lines["counterparty"], told)
    numbers: dict[str, int] = {}
    frame = pd.DataFrame({"key": _keys(party, lines["amount_cents"], numbers), "size": lines["amount_cents"].abs(), "is_new": True})
    if len(history):
        before = history["party"] if "party" in history else counterparty_of(history["label"])
        key = _keys(before, history["amount_cents"], numbers)
        past = pd.DataFrame({"key": key, "size": history["amount_cents"].abs(), "is_new": False})
        past = past[past["key"].isin(frame["key"].unique())]
    else:
        past = frame.iloc[:0]
    every = pd.concat([past, frame]) if len(past) else frame
    groups = every[every["size"] > 0].groupby("key", sort=False)["size"]
    counted = groups.agg(["median", "min", "max", "count"])
    old = past[past["size"] > 0].groupby("key", sort=False)["size"].agg(["median", "count"])
    of_line = counted.reindex(frame["key"])
    median = of_line["median"].to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "party": party.to_numpy(),
            "key": frame["key"].to_numpy(),
            "median": median,
            "low": np.maximum(of_line["min"].to_numpy(dtype=float) / _MARGIN, median / _BAND),
            "high": np.minimum(of_line["max"].to_numpy(dtype=float) * _MARGIN, median * _BAND),
            "seen": of_line["count"].fillna(0).to_numpy() - 1,  # without the line itself
            "past": old["median"].reindex(frame["key"]).to_numpy(dtype=float),
            "size": frame["size"].to_numpy(dtype=float),
        }
    )


def _keys(party: pd.Series, amounts: pd.Series, numbers: dict[str, int]) -> np.ndarray:
    """A number for each counterparty in each direction.

    Args:
        numbers: name → its number; new names are added.
    """
    codes, distinct = pd.factorize(party)
    names = np.array([numbers.setdefault(normalise(str(name)), len(numbers)) for name in distinct], dtype=np.int64)
    keys: np.ndarray = 2 * names[codes] + (amounts.to_numpy() < 0) if len(codes) else np.empty(0, dtype=np.int64)
    return keys


def _all_times(known: pd.DataFrame, factor: int) -> bool:
    """True when most counterparties that are known from before now move a hundred times as much."""
    common = known[~known["past"].isna() & (known["size"] > 0)].groupby("key").agg({"size": "median", "past": "first"})
    if len(common) < _LEAST_COMMON:
        return False
    ratio = common["size"].to_numpy() / common["past"].to_numpy() / factor
    middle = float(np.median(ratio))
    return 1 / _BAND <= middle <= _BAND and bool(((ratio > 1 / _WIDE) & (ratio < _WIDE)).mean() >= _MOST_COMMON)


def rib_slip(number: str) -> Slip | None:
    """The slip in an account number whose key is wrong (clé RIB, RIP, CCP, IBAN); None when it holds or has none."""
    account = check_rib(number)
    if account.holds is not False:
        return None
    return Slip("SLIP_RIB_KEY", (), "account", {"value": account.text, "expected": account.expected})
