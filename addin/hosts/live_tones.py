"""The tone of a live cell, by what it shows: conditional formats, so that a figure that turns bad turns red by itself."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.hosts.looks import GREY, TONE_INK
from addin.sheets.model import BELOW_ZERO, NOT_ZERO, Cell, Formula, Tone


def add_tones(ws: Worksheet, row: int, column: int, cell: Cell) -> None:
    """Give a cell the tones of what it may show; an error of a formula is grey, whatever the rest: unknown is not bad news.

    Args:
        row, column: 0-based.
    """
    address = f"{get_column_letter(column + 1)}{row + 1}"
    if isinstance(cell.value, Formula):
        ws.conditional_formatting.add(address, Rule(type="expression", formula=[f"ISERROR({address})"], dxf=_ink(GREY), stopIfTrue=True))
    for shown, tone in cell.tones:
        ws.conditional_formatting.add(address, _rule(address, shown, tone))


def _rule(address: str, shown: str, tone: Tone) -> Rule:
    dxf = _ink(TONE_INK[tone], bold=tone is Tone.BAD)
    if shown in (BELOW_ZERO, NOT_ZERO):
        condition = f"{address}<-0.004" if shown == BELOW_ZERO else f"ABS({address})>0.004"
        return Rule(type="expression", formula=[f"AND(ISNUMBER({address}),{condition})"], dxf=dxf)
    text = shown.replace('"', '""')
    return Rule(type="expression", formula=[f'{address}="{text}"'], dxf=dxf)


def _ink(color: str, *, bold: bool = False) -> DifferentialStyle:
    return DifferentialStyle(font=Font(color=color, bold=bold or None))
