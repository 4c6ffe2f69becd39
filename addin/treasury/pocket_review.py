"""The pockets in both modes with all that surrounds them (suivi des poches): what the page shows, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from addin.messages import Finding
from addin.treasury.dated_needs import dated_needs
from addin.treasury.dossier import Dossier, PocketMode
from addin.treasury.outlook import HORIZON_DAYS
from addin.treasury.placed import Placed, idle_cash, idle_cost, placed
from addin.treasury.pocket_horizon import HorizonNeeds, SeasonalNeed, seasonal_need, split_by_horizon
from addin.treasury.pockets import Pockets, bounded_days
from addin.treasury.reserve import Reserve, reserve
from addin.treasury.settlement import settle_invoices
from addin.treasury.summary import WeeklySummary, summarise


@dataclass(frozen=True, eq=False)
class PocketReview:
    """The pockets on the closing date. Amounts in minor units of the base currency.

    Attributes:
        summary: the facts of the week: cash, what is set aside, needs and pockets of the cover mode, low point.
        mode: the one that concludes: hers, the other one when hers has nothing to say.
        needs, horizon: of the horizon mode; None when nothing is dated, `horizon` also without a known balance.
        seasonal: None when the history does not hold the same days of last year.
        idle_cents: of the mode that concludes; None without pockets or without a low point.
        idle_cost_cents: over `HORIZON_DAYS`; None when she gives no rate.
    """

    summary: WeeklySummary
    mode: PocketMode
    needs: HorizonNeeds | None
    horizon: Pockets | None
    seasonal: SeasonalNeed | None
    placed: Placed
    idle_cents: int | None
    idle_cost_cents: int | None
    reserve: Reserve
    findings: tuple[Finding, ...]

    @property
    def pockets(self) -> Pockets | None:
        """The pockets of the mode that concludes."""
        return self.horizon if self.mode == "horizon" else self.summary.cover


def review_pockets(dossier: Dossier, as_of: date) -> PocketReview:
    """Compute the pockets of a closing date (arrêté), included, in both modes.

    Args:
        dossier: must hold at least one operation on or before the date.
    """
    summary = summarise(dossier, as_of)
    needs = dated_needs(dossier, settle_invoices(dossier, as_of), summary.aside, as_of, summary.forecast)
    asked = dossier.settings.security_days, dossier.settings.operating_days
    horizon = None if needs is None or summary.available_cents is None else split_by_horizon(summary.available_cents, needs, asked)
    mode, pockets = _concluding(dossier.settings.pocket_mode, summary.cover, horizon)
    idle = None if pockets is None or summary.low is None else idle_cash(pockets, summary.low.amount_cents)
    rate = dossier.settings.placement_rate
    owned = placed(dossier, as_of, bounded_days(*asked)[0])
    return PocketReview(
        summary=summary,
        mode=mode,
        needs=needs,
        horizon=horizon,
        seasonal=seasonal_need(dossier, as_of),
        placed=owned,
        idle_cents=idle,
        idle_cost_cents=None if idle is None or rate is None else idle_cost(idle, rate, HORIZON_DAYS),
        reserve=reserve(dossier, as_of, summary.threshold_cents),
        findings=(*summary.findings, *(each for each in owned.findings if each not in summary.findings)),
    )


def _concluding(wanted: PocketMode, cover: Pockets | None, horizon: Pockets | None) -> tuple[PocketMode, Pockets | None]:
    if horizon is not None and (wanted == "horizon" or cover is None):
        return "horizon", horizon
    return "cover", cover
