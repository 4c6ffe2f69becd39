"""The hidden sheet `Prévisions passées` as data: what each forecast said, to be confronted with what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from addin.messages import TresoError
from addin.sheets.memory import cents_of, day_of, memory_page, text_of
from addin.sheets.model import Column, Role, Sheet, Value
from addin.treasury.currency import to_decimal
from addin.treasury.forecasting.confronted import PastForecast

TITLE = "Prévisions passées"
COLUMNS = (
    Column("Arrêté", Role.DATE, 12),
    Column("Jour", Role.DATE, 12),
    Column("Prudent", Role.AMOUNT, 18),
    Column("Prévu", Role.AMOUNT, 18),
    Column("Favorable", Role.AMOUNT, 18),
)
_TITLES = [column.title for column in COLUMNS]
_KEPT = 60
"""Forecasts that are remembered."""


def past_sheet(past: Iterable[PastForecast], currency: str) -> Sheet:
    """`Prévisions passées`, oldest first; only the last ones are kept."""
    ordered = sorted(past, key=lambda each: (each.made_on, each.day))
    kept = set(sorted({each.made_on for each in ordered})[-_KEPT:])
    rows = tuple(_row(each, currency) for each in ordered if each.made_on in kept)
    return memory_page(TITLE, "tblPrevisionsPassees", COLUMNS, rows, readable=len(COLUMNS), frozen=(1, 0))


def _row(each: PastForecast, currency: str) -> tuple[Value, ...]:
    low, middle, high = (to_decimal(cents, currency) for cents in (each.p10_cents, each.p50_cents, each.p90_cents))
    return each.made_on, each.day, low, middle, high


def read_past(rows: Sequence[Sequence[object]], currency: str, *, file: str, sheet: str) -> list[PastForecast]:
    """What the sheet remembers; a damaged line is forgotten.

    Raises:
        TresoError: SHEET_NAME_TAKEN when the sheet does not carry our headings: it is hers.
    """
    filled = [row for row in rows if any(text_of(cell) for cell in row)]
    if filled and [text_of(cell) for cell in filled[0][: len(_TITLES)]] != _TITLES:
        raise TresoError("SHEET_NAME_TAKEN", file=file, sheet=sheet)
    found = []
    for row in filled[1:]:
        cells = [*row, *[None] * len(_TITLES)]
        made, day = day_of(cells[0]), day_of(cells[1])
        cents = [cents_of(cell, currency) for cell in cells[2:5]]
        if made is not None and day is not None and None not in cents:
            found.append(PastForecast(made, day, *(each or 0 for each in cents)))
    return found
