"""« Tableau de bord »: the handle of the dossier, its check, and the figures that she wants to see at any time, live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from addin.messages import french
from addin.sheets.dashboard_blocks import DashboardBlocks
from addin.sheets.dashboard_check import CHECK_COLUMNS, TO_REFRESH, UP_TO_DATE, Place, Read, answer, check_block, check_cells, find_check
from addin.sheets.live import DOSSIER_NAME
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Tone, Value
from addin.sheets.weekly_parts import FULL, GRID, LANES
from addin.sheets.weekly_widths import widened
from addin.treasury.summary import WeeklySummary

TITLE = "Tableau de bord"
HANDLE_TITLE = "Dossier lu"
_HANDLE_SPAN = 7
_CHECK_LEFT = FULL + 1
_CHECK_WIDTHS = (22.0, 12.0, 18.0, 12.0, 18.0, 13.0)
_GRID = (*GRID[:FULL], 3.0, *_CHECK_WIDTHS)
_LANES = {**{name: LANES[name] for name in ("full", "left", "right")}, "data": (_CHECK_LEFT, CHECK_COLUMNS)}
_HANDLE = Place(5, 1)
"""Of a new dashboard: title, subtitle, a gap, the heading, the handle."""
_CHECK = Place(1, _CHECK_LEFT + 1)
_FOOTER = "Trésorerie · tableau de bord · les chiffres suivent la cellule Dossier"
_CURRENCIES = {"DZD": "dinars (DA)", "EUR": "euros (€)", "USD": "dollars ($)"}


def dashboard_sheet(summary: WeeklySummary | None, read: Read) -> Sheet:
    """The dashboard.

    Args:
        summary: the facts that its formulas give at present; None before the first « Actualiser » (the template).
        read: the handle and what its dossier was made from.
    """
    blocks = DashboardBlocks(summary)
    bands = (
        Band((_title(summary),)),
        Band((_dossier(read),)),
        Band((blocks.tiles(),)),
        Band((blocks.available(), blocks.change())),
        Band((blocks.late(), blocks.pockets())),
        Band((blocks.alerts(), blocks.caps())),
        Band((blocks.own(),), gap=0),
    )
    check = check_block(read, _CHECK)
    placed = [(_LANES[block.lane][0], block) for band in bands for block in band.blocks if isinstance(block, Block)]
    page = Page(footer=french(_FOOTER), print_lanes=("full", "left", "right"))
    return Sheet(TITLE, widened(_GRID, [*placed, (_CHECK_LEFT, check)]), _LANES, bands, page, aside=(check,))


def is_dashboard(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is a dashboard of ours: the heading of the handle and that of the check are there."""
    return _find_handle(rows) is not None and find_check(rows) is not None


def handle_in(rows: Sequence[Sequence[object]]) -> str:
    """The handle that a dashboard shows, "" for none."""
    place = _find_handle(rows)
    if place is None or place.row > len(rows) or place.column > len(rows[place.row - 1]):
        return ""
    shown = rows[place.row - 1][place.column - 1]
    return shown.strip() if isinstance(shown, str) else ""


def handle_place(rows: Sequence[Sequence[object]]) -> tuple[int, int]:
    """Row and column of the cell of the handle in a dashboard, 1-based.

    Raises:
        LookupError: it is not a dashboard of ours.
    """
    place = _find_handle(rows)
    if place is None:
        raise LookupError(HANDLE_TITLE)
    return place.row, place.column


def refreshed_cells(rows: Sequence[Sequence[object]], read: Read) -> Mapping[tuple[int, int], Value]:
    """The cells of an existing dashboard that follow the dossier: the handle and the check, wherever they stand; no other.

    Raises:
        LookupError: it is not a dashboard of ours.
    """
    found = find_check(rows)
    if found is None:
        raise LookupError(TITLE)
    top, shown = found
    return {handle_place(rows): read.handle, **check_cells(read, top, shown)}


def _title(summary: WeeklySummary | None) -> Block:
    lines = (("Trésorerie · tableau de bord", Role.TITLE, 1.6), (_subtitle(summary), Role.SUBTITLE, 1.0))
    return Block("title", tuple(Row((Cell(french(words), role, span=FULL),), height) for words, role, height in lines), "full")


def _subtitle(summary: WeeklySummary | None) -> str:
    if summary is None:
        return "Cliquez sur « Actualiser » dans l'onglet « Trésorerie » : le classeur est lu et cette page se remplit."
    company = summary.dossier.settings.company
    currency = _CURRENCIES.get(summary.currency, summary.currency)
    return f"{f'{company} · ' if company else ''}chiffres vivants, montants en {currency}"


def _dossier(read: Read) -> Block:
    """The named cell, and whether it still says what the tabs hold."""
    state = answer(_HANDLE, _CHECK, UP_TO_DATE if read.handle else TO_REFRESH)
    tones = ((UP_TO_DATE, Tone.GOOD), (TO_REFRESH, Tone.WATCH))
    rows = (
        Row((Cell(HANDLE_TITLE, Role.BLOCK, span=_HANDLE_SPAN), Cell("État", Role.BLOCK, span=FULL - _HANDLE_SPAN)), 1.1),
        Row((Cell(read.handle or None, Role.LEAD, span=_HANDLE_SPAN), Cell(state, Role.LEAD, span=FULL - _HANDLE_SPAN, tones=tones)), 1.5),
    )
    return Block("dossier", rows, "full", book_names={DOSSIER_NAME: (1, 0)})


def _find_handle(rows: Sequence[Sequence[object]]) -> Place | None:
    """The cell under the heading of the handle."""
    return next((Place(i + 2, j + 1) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell == HANDLE_TITLE), None)
