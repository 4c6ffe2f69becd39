"""`treso poches --json`: the pockets in both modes, what is set aside, placed and idle, and how much to keep."""

from __future__ import annotations

from addin.app.pockets import FollowedPockets
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.sheets.pocket_page import conclusion
from addin.treasury.earmarks import Earmark
from addin.treasury.placed import Placement
from addin.treasury.pocket_horizon import HorizonNeeds, SeasonalNeed
from addin.treasury.pocket_review import PocketReview
from addin.treasury.pockets import Pockets
from addin.treasury.reserve import Reserve


def pockets_as_json(done: FollowedPockets) -> Json:
    """The result; `cover`, `horizon`, `dated_needs` and `last_year` are None where nothing is known."""
    review = done.review
    summary, unit = review.summary, review.summary.currency
    aside = summary.aside
    parts = {"cheques": aside.cheques, "vat": aside.vat, "taxes": aside.taxes, "social": aside.social}
    return {
        "as_of": day(summary.as_of),
        "sheet": done.sheet.title,
        "currency": unit,
        "mode": review.mode,
        "conclusion": conclusion(review)[0],
        "cash": money(summary.cash_cents, unit),
        "set_aside": {name: _earmark(part, unit) for name, part in parts.items()},
        "available": money(summary.available_cents, unit),
        "cover": _pockets(summary.cover, unit),
        "horizon": _pockets(review.horizon, unit),
        "dated_needs": _needs(review.needs, unit),
        "last_year": _season(review.seasonal, unit),
        "placements": {"total": money(review.placed.total_cents, unit), "rows": [_placement(each, unit) for each in review.placed.rows]},
        "idle": _idle(review, unit),
        "reserve": _reserve(review.reserve, unit),
        **warnings_and_notes(done.findings),
    }


def _earmark(part: Earmark, unit: str) -> str | None:
    return money(part.cents, unit) if part.is_known else None


def _pockets(pockets: Pockets | None, unit: str) -> Json | None:
    if pockets is None:
        return None
    return {
        "security": {
            "days": pockets.security_days, "amount": money(pockets.security_cents, unit),
            "target": money(pockets.security_target_cents, unit), "missing": money(pockets.missing_cents, unit),
        },
        "operating": {
            "days": pockets.operating_days, "amount": money(pockets.operating_cents, unit),
            "target": money(pockets.operating_target_cents, unit),
            "missing": money(pockets.operating_target_cents - pockets.operating_cents, unit),
        },
        "opportunity": {"amount": money(pockets.opportunity_cents, unit)},
        "overdraft_used": money(pockets.overdraft_used_cents, unit), "days_covered": pockets.days_covered, "state": pockets.state,
    }  # fmt: skip


def _needs(needs: HorizonNeeds | None, unit: str) -> Json | None:
    if needs is None:
        return None
    return {
        "first_window": {
            "last": day(needs.security_last), "vital": money(needs.vital_soon_cents, unit), "other": money(needs.other_soon_cents, unit),
        },
        "second_window": {
            "last": day(needs.operating_last), "vital": money(needs.vital_later_cents, unit), "other": money(needs.other_later_cents, unit),
        },
        "opportunity": money(needs.opportunity_cents, unit), "set_aside": money(needs.earmarked_cents, unit),
    }  # fmt: skip


def _season(season: SeasonalNeed | None, unit: str) -> Json | None:
    if season is None:
        return None
    return {
        "first": day(season.first), "security": money(season.security_cents, unit), "operating": money(season.operating_cents, unit),
    }  # fmt: skip


def _placement(each: Placement, unit: str) -> Json:
    return {
        **place(each.sheet, each.row), "label": each.label, "value": money(each.cents, unit), "her_price": each.is_her_price,
        "matures_on": day(each.matures_on), "notice_days": each.notice_days, "available_on": day(each.available_on),
        "within_security_days": each.is_soon,
    }  # fmt: skip


def _idle(review: PocketReview, unit: str) -> Json:
    low = review.summary.low
    return {
        "low_point": None if low is None else {"date": day(low.on), "amount": money(low.amount_cents, unit)},
        "amount": money(review.idle_cents, unit), "cost_13_weeks": money(review.idle_cost_cents, unit),
    }  # fmt: skip


def _reserve(found: Reserve, unit: str) -> Json:
    band = found.miller_orr
    told = None
    if band is not None:
        told = {
            "return_point": money(band.return_point_cents, unit), "upper": money(band.upper_cents, unit),
            "mean": money(band.mean_cents, unit),
        }  # fmt: skip
    return {
        "quantile": money(found.quantile_cents, unit), "gaussian": money(found.gaussian_cents, unit), "miller_orr": told,
        "baumol": money(found.baumol_cents, unit), "confidence": f"{found.confidence:f}", "days": found.lead_days,
        "periods": found.windows, "first": day(found.first), "last": day(found.last), "floor": money(found.floor_cents, unit),
        "no_miller_orr": found.silence or None, "no_baumol": found.baumol_silence or None,
    }  # fmt: skip
