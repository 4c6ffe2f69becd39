"""What roles and tones look like: the one place where a meaning becomes a font, a fill, a border, a number format.

Sober on purpose: Calibri 10, one accent colour, and every distinction also carried by weight or words, so that a black and
white print says the same. Number formats are stored as English codes; Excel shows them in the bookkeeper's own locale.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from addin.sheets.model import Role, Tone, Value

FONT = "Calibri"
ACCENT, ACCENT_PALE, RULE = "1F5C6B", "EAF2F4", "D9DEE0"
INK, GREY, WHITE = "1A1A1A", "6B7378", "FFFFFF"
RED, AMBER, GREEN = "B3261E", "9A5B00", "1E6B3A"
TAB_COLORS = {"report": ACCENT, "input": "C9A227", "help": "5B8FA8", "state": "9AA0A6"}
TABLE_STYLE = "TableStyleLight1"

AMOUNT_FORMAT = "#,##0.00;-#,##0.00"
COUNT_FORMAT, DATE_FORMAT, PERCENT_FORMAT, RATE_FORMAT = "#,##0", "dd/mm/yyyy", "0%", "0.0000"

TONE_INK = {Tone.GOOD: GREEN, Tone.WATCH: AMBER, Tone.BAD: RED, Tone.MUTED: GREY}
_LEAD_FILL = {Tone.GOOD: "E9F4EC", Tone.WATCH: "FFF4DE", Tone.BAD: "FCEBE9", Tone.MUTED: "F1F3F4"}
RIGHT_ALIGNED = frozenset({Role.AMOUNT, Role.TOTAL, Role.TOTAL_COUNT, Role.COUNT, Role.PERCENT, Role.RATE})
_RULED = (RIGHT_ALIGNED - {Role.TOTAL, Role.TOTAL_COUNT}) | {Role.TEXT, Role.DATE, Role.DAY, Role.NOTE, Role.STATE}


@dataclass(frozen=True)
class Look:
    """Everything visible of a cell but its value; colours are RGB, "" for none."""

    size: float = 10
    bold: bool = False
    color: str = INK
    fill: str = ""
    number_format: str = "General"
    horizontal: str = "left"
    vertical: str = "center"
    wrap: bool = False
    top: str = ""
    bottom: str = ""
    frame: str = ""
    keeps_text: bool = False
    indent: int = 0


_LOOKS: dict[Role, Look] = {
    Role.TITLE: Look(size=16, bold=True, color=ACCENT),
    Role.SUBTITLE: Look(size=10, color=GREY),
    Role.LEAD: Look(size=12, bold=True, color=ACCENT, fill=ACCENT_PALE),
    Role.BLOCK: Look(bold=True, color=WHITE, fill=ACCENT),
    Role.HEAD: Look(size=9, bold=True, color=ACCENT, bottom=ACCENT, vertical="bottom"),
    Role.TEXT: Look(),
    Role.NOTE: Look(size=9, color=GREY),
    Role.AMOUNT: Look(number_format=AMOUNT_FORMAT, horizontal="right"),
    Role.TOTAL: Look(bold=True, number_format=AMOUNT_FORMAT, horizontal="right", top=ACCENT),
    Role.TOTAL_TEXT: Look(bold=True, top=ACCENT),
    Role.TOTAL_COUNT: Look(bold=True, number_format=COUNT_FORMAT, horizontal="right", top=ACCENT),
    Role.COUNT: Look(number_format=COUNT_FORMAT, horizontal="right"),
    Role.DATE: Look(number_format=DATE_FORMAT, horizontal="center"),
    Role.DAY: Look(number_format=DATE_FORMAT, horizontal="right"),
    Role.PERCENT: Look(number_format=PERCENT_FORMAT, horizontal="right"),
    Role.RATE: Look(number_format=RATE_FORMAT, horizontal="right"),
    Role.STATE: Look(size=9, color=GREY, horizontal="center"),
    Role.CAPTION: Look(size=9, color=GREY, fill=ACCENT_PALE, indent=1),
    Role.FIGURE: Look(size=16, bold=True, color=ACCENT, fill=ACCENT_PALE, number_format=COUNT_FORMAT, indent=1),
    Role.INPUT: Look(fill="FFF9DB", frame="C9A227", vertical="top", wrap=True),
}
MINIMUM_HEIGHT = {Role.TITLE: 24.0, Role.LEAD: 20.0, Role.BLOCK: 16.0}
"""Points that a row needs for its biggest letters, whatever its number of lines."""


def look(role: Role, tone: Tone = Tone.PLAIN, value: Value = None, *, wrap: bool = False, ruled: bool = False) -> Look:
    """The look of a cell of this role and tone.

    Args:
        value: what the cell holds; in a text cell its type chooses the number format (a date stays a date).
        ruled: draw the hair line under the row.
    """
    base = _LOOKS[role]
    if tone is not Tone.PLAIN and role is not Role.BLOCK:
        base = replace(base, color=TONE_INK[tone])
    if tone is Tone.BAD and role in RIGHT_ALIGNED:
        base = replace(base, bold=True)  # red alone is lost in black and white
    if role is Role.LEAD and tone in _LEAD_FILL:
        base = replace(base, fill=_LEAD_FILL[tone])
    if role in (Role.TEXT, Role.TOTAL_TEXT, Role.INPUT, Role.CAPTION):
        base = _by_type(base, value)
    if wrap:
        base = replace(base, wrap=True, vertical="top" if role in (Role.TEXT, Role.NOTE) else base.vertical)
    if ruled and role in _RULED:
        base = replace(base, bottom=RULE)
    return base


def _by_type(base: Look, value: Value) -> Look:
    if isinstance(value, date):
        return replace(base, number_format=DATE_FORMAT)
    if isinstance(value, Decimal):
        return replace(base, number_format=AMOUNT_FORMAT)
    if isinstance(value, int) and not isinstance(value, bool):
        return replace(base, number_format=COUNT_FORMAT)
    return base


class Wardrobe:
    """The looks already made in one openpyxl workbook, so that each is built once and then only referred to."""

    def __init__(self, scratch: Worksheet) -> None:
        self._scratch = scratch
        self._made: dict[Look, StyleArray] = {}

    def style(self, wanted: Look) -> StyleArray:
        """openpyxl's style record for a look; shared between cells, never to be changed."""
        if wanted not in self._made:
            model = SheetCell(self._scratch, row=1, column=1)
            dress(model, wanted)
            self._made[wanted] = model._style  # type: ignore[attr-defined]  # openpyxl's own record, shared instead of rebuilt for each cell
        return self._made[wanted]


def dress(target: SheetCell, wanted: Look) -> None:
    """Give a cell (or a column) of openpyxl its font, fill, borders, alignment and number format."""
    target.font = Font(name=FONT, size=wanted.size, bold=wanted.bold, color=wanted.color)
    if wanted.fill:
        target.fill = PatternFill("solid", start_color=wanted.fill, end_color=wanted.fill)
    if wanted.frame:
        side = Side(style="thin", color=wanted.frame)
        target.border = Border(left=side, right=side, top=side, bottom=side)
    elif wanted.top or wanted.bottom:
        target.border = Border(
            top=Side(style="thin", color=wanted.top) if wanted.top else None,
            bottom=Side(style="hair" if wanted.bottom == RULE else "thin", color=wanted.bottom) if wanted.bottom else None,
        )
    target.alignment = Alignment(
        horizontal=wanted.horizontal, vertical=wanted.vertical, wrap_text=wanted.wrap or None, indent=wanted.indent
    )
    target.number_format = wanted.number_format
    if wanted.keeps_text:
        target.quotePrefix = True
