"""The hidden sheet `Prévisions passées` as data: what each forecast said, to be confronted with what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from addin.sheets.memory import cents_of, day_of, memory_page, text_of
from addin.sheets.model import Column, Role, Sheet, Value
from addin.treasury.currency import to_decimal
from addin.treasury.forecasting.confronted import PastForecast

TITLES = ("Prévisions passées", "Prévisions passées (Trésorerie)")
"""The second name is for workbooks where the first is that of a tab of hers."""
COLUMNS = (
    Column("Arrêté", Role.DATE, 12),
    Column("Jour", Role.DATE, 12),
    Column("Prudent", Role.AMOUNT, 18),
    Column("Prévu", Role.AMOUNT, 18),
    Column("Favorable", Role.AMOUNT, 18),
)
_HEADINGS = [column.title for column in COLUMNS]
_KEPT = 60
"""Forecasts that are remembered."""


def past_sheet(past: Iterable[PastForecast], currency: str, title: str = TITLES[0]) -> Sheet:
    """`Prévisions passées`, oldest first; only the last ones are kept."""
    ordered = sorted(past, key=lambda each: (each.made_on, each.day))
    kept = set(sorted({each.made_on for each in ordered})[-_KEPT:])
    rows = tuple(_row(each, currency) for each in ordered if each.made_on in kept)
    return memory_page(title, "tblPrevisionsPassees", COLUMNS, rows, readable=len(COLUMNS), frozen=(1, 0))


def _row(each: PastForecast, currency: str) -> tuple[Value, ...]:
    low, middle, high = (to_decimal(cents, currency) for cents in (each.p10_cents, each.p50_cents, each.p90_cents))
    return each.made_on, each.day, low, middle, high


def are_past_forecasts(rows: Sequence[Sequence[object]]) -> bool:
    """True for a sheet with our headings, or an empty one: another is hers."""
    first = next((row for row in rows if any(text_of(cell) for cell in row)), None)
    return first is None or [text_of(cell) for cell in first[: len(_HEADINGS)]] == _HEADINGS


def read_past(rows: Sequence[Sequence[object]], currency: str) -> list[PastForecast]:
    """What the sheet remembers; a damaged line is forgotten."""
    filled = [row for row in rows if any(text_of(cell) for cell in row)]
    found = []
    for row in filled[1:]:
        cells = [*row, *[None] * len(_HEADINGS)]
        made, day = day_of(cells[0]), day_of(cells[1])
        cents = [cents_of(cell, currency) for cell in cells[2:5]]
        if made is not None and day is not None and None not in cents:
            found.append(PastForecast(made, day, *(each or 0 for each in cents)))
    return found
