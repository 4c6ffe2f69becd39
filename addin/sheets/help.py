"""The help (aide) as a sheet: what each button does and what each function gives, from their declarations."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import get_args

from addin.messages import french
from addin.registry import Button, Function, Group
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet

TITLE = "Aide"
_LINE_CHARACTERS = 112  # what a line of the wide column holds at Calibri 10
_WIDTHS = (26.0, 40.0, 82.0)


def help_sheet(buttons: Iterable[Button], functions: Iterable[Function]) -> Sheet:
    """Buttons in the order of the ribbon, then functions by category, each with its example as she types it."""
    head = (
        Row((Cell(french("Trésorerie : aide"), Role.TITLE, span=3),)),
        Row((Cell(french("Vos données restent sur votre ordinateur ; cette page aussi."), Role.SUBTITLE, span=3),)),
    )
    groups: list[str] = list(get_args(Group))
    pressed = sorted(buttons, key=lambda button: (groups.index(button.group), not button.is_large))
    rows = [_heading("Les boutons")]
    rows += [_line(button.label, button.group, button.supertip) for button in pressed]
    blocks = [Block("head", head, "full"), Block("buttons", tuple(rows), "full")]
    listed = sorted(functions, key=lambda function: (function.category, function.name))
    for number, (category, members) in enumerate(groupby(listed, key=lambda function: function.category)):
        lines = [_line(function.name, function.example, function.help) for function in members]
        blocks.append(Block(f"functions{number}", (_heading(french(category)), *lines), "full"))
    return Sheet(
        TITLE, _WIDTHS, {"full": (0, 3)}, tuple(Band((block,)) for block in blocks),
        Page(landscape=True, one_page=False, footer=french("Trésorerie : aide")), (2, 0), "help",
    )  # fmt: skip


def _heading(text: str) -> Row:
    return Row((Cell(text, Role.BLOCK, span=3),), 1.2)


def _line(name: str, how: str, what: str) -> Row:
    lines = -(-len(what) // _LINE_CHARACTERS)
    words = french(name), how if how.startswith("=") else french(how), french(what)
    return Row(tuple(Cell(word, wrap=lines > 1) for word in words), lines + 0.2)
