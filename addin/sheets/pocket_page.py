"""The page « Suivi des poches »: the three pockets in both modes, what is set aside, placed, idle, and how much to keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from addin.messages import french, say
from addin.messages.pockets import POCKET_CONCLUSIONS, POCKET_MODES, POCKET_SCREEN
from addin.sheets.french import full_day, money
from addin.sheets.model import Band, Block, Cell, Chart, Page, Role, Row, Sheet, Tone
from addin.sheets.pocket_blocks import (
    available_block,
    idle_block,
    needs_block,
    placements_block,
    rate_text,
    reserve_block,
    split_block,
)
from addin.sheets.weekly_parts import FULL, GRID, LANES, heading, room
from addin.sheets.weekly_widths import widened, wrapped
from addin.treasury.currency import to_decimal
from addin.treasury.outlook import HORIZON_DAYS
from addin.treasury.pocket_review import PocketReview
from addin.treasury.vocabularies import POCKETS_MARK

TITLES = ("Suivi des poches", "Suivi des poches Trésorerie")
"""Names of the page: the second one when a tab of hers has the first."""
TERMINAL_BLOCKS = ("title", "conclusion", "available", "cover", "horizon", "placements", "idle", "reserve")
"""Keys of the blocks that a terminal shows."""
_GRID = (*GRID[:-1], 17.0, 15.5)
_LANES = {**LANES, "data": (LANES["data"][0], LANES["data"][1] + 1)}
_TOP_ROWS = 10
_CHART_ROWS = 18
_TONES = {"OK": Tone.GOOD, "ATTENTION": Tone.WATCH, "ALERTE": Tone.BAD}
_LEAD_LINE = 1.15


def pocket_sheet(review: PocketReview, title: str) -> Sheet:
    """The page, one A4 sheet upright."""
    as_of = review.summary.as_of
    sentence, tone = conclusion(review)
    lines = len(wrapped(sentence, room(0, FULL), Role.LEAD))
    lead = Row((Cell(sentence, Role.LEAD, tone, span=FULL, wrap=True),), _LEAD_LINE * lines)
    bands = [
        Band((_title(review),)),
        Band((Block("conclusion", (heading("Conclusion", FULL), lead), "full"),)),
        Band((available_block(review), placements_block(review))),
        Band((split_block(review, "cover"), split_block(review, "horizon"))),
        Band((needs_block(review, "cover"), needs_block(review, "horizon"))),
        Band((idle_block(review), reserve_block(review))),
    ]
    if review.summary.low is not None:
        bands += [Band((_path_chart(review),), gap=0), Band((_path(review),), gap=0)]
    blocks = [(_LANES[block.lane][0], block) for band in bands for block in band.blocks if isinstance(block, Block)]
    page = Page(footer=french(f"Suivi des poches · arrêté au {full_day(as_of)} · valeurs figées"), print_lanes=("full", "left", "right"))
    return Sheet(title, widened(_GRID, blocks), _LANES, tuple(bands), page)


def is_pocket_page(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is a page of ours."""
    return any(POCKETS_MARK in row for row in rows[:_TOP_ROWS])


def conclusion(review: PocketReview) -> tuple[str, Tone]:
    """The sentence at the top, of the mode that concludes, and its tone."""
    pockets, unit = review.pockets, review.summary.currency
    if pockets is None:
        why = POCKET_SCREEN["no_cash" if review.summary.available_cents is None else "no_needs"]
        return say(POCKET_CONCLUSIONS["unknown"], why=why), Tone.MUTED
    short = pockets.missing_cents or pockets.operating_target_cents - pockets.operating_cents
    values = {
        "missing": money(short, unit), "available": money(review.summary.available_cents or 0, unit), "days": pockets.security_days,
        "target": money(pockets.security_target_cents, unit), "rest": money(pockets.opportunity_cents, unit),
    }  # fmt: skip
    words = say(POCKET_CONCLUSIONS[pockets.state], **values)
    return words + (_idle_words(review) if pockets.state == "OK" else _rescue_words(review)), _TONES[pockets.state]


def _idle_words(review: PocketReview) -> str:
    unit, rate = review.summary.currency, review.summary.dossier.settings.placement_rate
    if not review.idle_cents:
        return ""
    idle = money(review.idle_cents, unit)
    if rate is None or not review.idle_cost_cents:
        return say(POCKET_SCREEN["idle"], idle=idle)
    cost = money(review.idle_cost_cents, unit)
    return say(POCKET_SCREEN["idle_cost"], idle=idle, cost=cost, days=HORIZON_DAYS, rate=rate_text(rate))


def _rescue_words(review: PocketReview) -> str:
    """What of the placements can be had within the days of the security pocket."""
    assert review.pockets is not None
    last = review.summary.as_of + timedelta(days=review.pockets.security_days)
    found = [(each.available_on, each) for each in review.placed.rows if each.cents and each.available_on and each.available_on <= last]
    if not found:
        return ""
    value = money(sum(each.cents or 0 for _, each in found), review.summary.currency)
    on, latest = found[-1]
    return say(POCKET_SCREEN["rescue" if len(found) == 1 else "rescues"], label=latest.label, value=value, date=full_day(on))


def _title(review: PocketReview) -> Block:
    summary = review.summary
    company = f"{summary.dossier.settings.company} · " if summary.dossier.settings.company else ""
    unit = "dinars (DA)" if summary.currency == "DZD" else summary.currency
    words = f"{company}Arrêté au {full_day(summary.as_of)} · montants en {unit} · mode {POCKET_MODES[review.mode]}"
    return Block(
        "title",
        (
            Row((Cell(TITLES[0], Role.TITLE, span=FULL),), 1.6),
            Row((Cell(french(words), Role.SUBTITLE, span=FULL),)),
            Row((Cell(POCKETS_MARK, Role.NOTE, span=FULL),)),
        ),
        "full",
    )


def _path_chart(review: PocketReview) -> Block:
    known = ", d'après les seuls éléments connus," if review.summary.knows_only_dated else ""
    words = f"Solde prévu sur 13 semaines{known} et ce que les poches demandent"
    return Block("path", (heading(french(words), FULL),), "full", Chart("", "pocket_path", _CHART_ROWS))


def _path(review: PocketReview) -> Block:
    """The points of the chart, beside the printed page."""
    low, unit, pockets = review.summary.low, review.summary.currency, review.pockets
    assert low is not None
    heads = [Cell("Date", Role.HEAD), Cell("Solde prévu", Role.HEAD)]
    levels: list[Cell] = []
    if pockets is not None:
        heads.append(Cell("Sécurité et exploitation", Role.HEAD, Tone.WATCH))
        levels.append(Cell(to_decimal(pockets.security_target_cents + pockets.operating_target_cents, unit), Role.AMOUNT, Tone.MUTED))
        heads.append(Cell("Sécurité", Role.HEAD, Tone.BAD))
        levels.append(Cell(to_decimal(pockets.security_target_cents, unit), Role.AMOUNT, Tone.MUTED))
    rows = [Row(tuple(heads))]
    for day, cents in zip(low.path["on"].dt.date, low.path["balance_cents"].tolist(), strict=True):
        rows.append(Row((Cell(day, Role.DATE, Tone.MUTED), Cell(to_decimal(cents, unit), Role.AMOUNT, Tone.MUTED), *levels)))
    return Block("pocket_path", tuple(rows), "data")
