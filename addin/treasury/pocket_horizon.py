"""The pockets sized on what is dated (mode Horizon): outflows known to come, and the same season last year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.earmarks import VAT_RETURN, SetAside
from addin.treasury.natures import natures_of
from addin.treasury.pockets import Pockets, are_vital, bounded_days, pour, spent_between

_VITAL_KINDS = ("salary", "rent", "tax", "social", "loan")
_PLACEMENT = "placement"


@dataclass(frozen=True, eq=False)
class HorizonNeeds:
    """What is dated to leave (besoins datés), base currency, minor units, all 0 or more; each outflow stands in one amount.

    Attributes:
        security_days, operating_days: within 30–90 and 90–180.
        security_last: last day of the first window, which starts the day after the closing date.
        operating_last: last day of the second one, which follows it.
        vital_soon_cents, other_soon_cents: of the first window.
        vital_later_cents, other_later_cents: of the second one.
        opportunity_cents: of both, but investment or capital: paid by the opportunity pocket.
        earmarked_cents: of both, but set aside already: in no need.
        vital_by_day, other_by_day: int64, each day of both windows.
    """

    security_days: int
    operating_days: int
    security_last: date
    operating_last: date
    vital_soon_cents: int
    other_soon_cents: int
    vital_later_cents: int
    other_later_cents: int
    opportunity_cents: int
    earmarked_cents: int
    vital_by_day: np.ndarray
    other_by_day: np.ndarray

    @property
    def security_target_cents(self) -> int:
        """Vital outflows of the first window."""
        return self.vital_soon_cents

    @property
    def operating_target_cents(self) -> int:
        """The other outflows of both windows. Vital ones of the second window are for receipts to pay, as in the cover mode."""
        return self.other_soon_cents + self.other_later_cents

    def security_days_covered(self, cents: int) -> int:
        """Days whose vital outflows an amount pays, at most those of the security pocket."""
        return min(_days_paid(self.vital_by_day, cents), self.security_days)

    def operating_days_covered(self, cents: int) -> int:
        """Days whose other outflows an amount pays, at most those of both windows."""
        return _days_paid(self.other_by_day, cents)


@dataclass(frozen=True)
class SeasonalNeed:
    """What the same days of last year took (besoin saisonnier), as the cover mode counts it; minor units.

    Attributes:
        first: the day after the closing date, a year earlier.
        security_cents, operating_cents: vital outflows of the days of the security pocket, others of those of the operating one.
    """

    first: date
    security_cents: int
    operating_cents: int


def horizon_needs(dossier: Dossier, events: pd.DataFrame, aside: SetAside, as_of: date) -> HorizonNeeds | None:
    """What is dated to leave over the days of the two pockets; None when the dossier dates nothing (non renseigné).

    Left out: receipts, placements, and what is set aside already (cheques in circulation, taxes and social dues: the earmarks come
    first). Vital: salaries, rent, taxes, social dues, loans, then what its category, nature or label says, as for bank lines.

    Args:
        events: dated movements, `on`, `amount_cents` (base currency), `kind`, `label`, `sheet`, `row`, `due_on`, as
            `forecast.known_events` gives them over both windows; a column `category` is used when there is one, else the invoice's.
    Source: DOMAIN F13, mode HORIZON; ADR 0032.
    """
    security, operating = bounded_days(dossier.settings.security_days, dossier.settings.operating_days)
    length = security + operating
    day = ((events["on"] - pd.Timestamp(as_of)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    counts = (day >= 1) & (day <= length) & (events["amount_cents"] < 0).to_numpy() & (events["kind"] != _PLACEMENT).to_numpy()
    if not counts.any() and dossier.schedule.empty and not (dossier.invoices["side"] == "supplier").any():
        return None
    due, day = events[counts], day[counts]
    cents = -due["amount_cents"].to_numpy(dtype=np.int64)
    is_aside = _are_set_aside(due, aside)
    is_vital, is_capital = _kinds(due, dossier)
    vital = is_vital & ~is_aside
    capital = is_capital & ~is_vital & ~is_aside
    other = ~vital & ~capital & ~is_aside
    soon = day <= security

    def total(chosen: np.ndarray) -> int:
        return int(cents[chosen].sum())

    return HorizonNeeds(
        security_days=security,
        operating_days=operating,
        security_last=as_of + timedelta(days=security),
        operating_last=as_of + timedelta(days=length),
        vital_soon_cents=total(vital & soon),
        other_soon_cents=total(other & soon),
        vital_later_cents=total(vital & ~soon),
        other_later_cents=total(other & ~soon),
        opportunity_cents=total(capital),
        earmarked_cents=total(is_aside),
        vital_by_day=_by_day(day, cents, vital, length),
        other_by_day=_by_day(day, cents, other, length),
    )


def split_by_horizon(cash_cents: int, needs: HorizonNeeds, days: tuple[int, int]) -> Pockets:
    """Pour the cash into the three pockets, sized on dated outflows; as `pockets.split_pockets` otherwise.

    Args:
        cash_cents: available cash, earmarks taken off, may be negative.
        days: asked for the two pockets, before they are brought within their bounds.
    """
    covered = _days_paid(needs.vital_by_day, max(0, cash_cents)) if needs.vital_by_day.any() else None
    return pour(cash_cents, needs.security_target_cents, needs.operating_target_cents, days, covered)


def seasonal_need(dossier: Dossier, as_of: date) -> SeasonalNeed | None:
    """What the coming days took a year ago (besoin saisonnier), None when the history does not hold the first of them."""
    security, operating = bounded_days(dossier.settings.security_days, dossier.settings.operating_days)
    first = _year_before(as_of + timedelta(days=1))
    started = dossier.operations["booked_on"].min()
    if pd.isna(started) or started.date() > first:
        return None
    vital, _ = spent_between(dossier, first, first + timedelta(days=security - 1))
    _, other = spent_between(dossier, first, first + timedelta(days=operating - 1))
    return SeasonalNeed(first, vital, other)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _are_set_aside(due: pd.DataFrame, aside: SetAside) -> np.ndarray:
    """Dues that the earmarks hold; and, when the TVA of payments is set aside, the return that pays it."""
    held = {(row.sheet, row.row, row.due_on) for part in (aside.cheques, aside.taxes, aside.social) for row in part.rows}
    places = zip(due["sheet"], due["row"], due["due_on"].dt.date, strict=True)
    found = np.array([place in held for place in places], dtype=bool)
    if not aside.vat.cents:
        return found
    last = max(row.due_on for row in aside.vat.rows)
    is_return = map_distinct(due["label"], lambda label: VAT_RETURN.search(normalise(label)) is not None).to_numpy(dtype=bool)
    is_soon = (due["due_on"] <= pd.Timestamp(last)).to_numpy()
    return found | (is_return & is_soon & (due["kind"] == "tax").to_numpy())


def _kinds(due: pd.DataFrame, dossier: Dossier) -> tuple[np.ndarray, np.ndarray]:
    """Masks of vital outflows, and of those of the opportunity pocket."""
    categories = due["category"] if "category" in due else _invoice_categories(due, dossier)
    natures = natures_of(due["label"])
    vital, capital = are_vital(due["label"], categories, natures, dossier)
    must = due["kind"].isin(_VITAL_KINDS).to_numpy() | natures.isin(_VITAL_KINDS).to_numpy()
    return vital | must, capital


def _invoice_categories(due: pd.DataFrame, dossier: Dossier) -> pd.Series:
    invoices = dossier.invoices
    known = {(sheet, row): name for sheet, row, name in zip(invoices["sheet"], invoices["row"], invoices["category"], strict=True)}
    found = [known.get(place, "") for place in zip(due["sheet"], due["row"], strict=True)]
    return pd.Series(found, index=due.index, dtype=object)


def _by_day(day: np.ndarray, cents: np.ndarray, chosen: np.ndarray, length: int) -> np.ndarray:
    out = np.zeros(length, dtype=np.int64)
    np.add.at(out, day[chosen] - 1, cents[chosen])
    return out


def _days_paid(by_day: np.ndarray, cents: int) -> int:
    """Full days that an amount pays from the first one on."""
    return int(np.searchsorted(np.cumsum(by_day), cents, side="right"))
