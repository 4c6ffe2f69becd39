"""The sheet `Justificatifs à demander` as data: one list for each person, ready to be printed or sent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from addin.messages import french, say
from addin.messages.receipts import RECEIPT_WORDS
from addin.sheets.french import count, exact, full_day, long_day
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet
from addin.sheets.receipts import rows_of
from addin.treasury.currency import to_decimal
from addin.treasury.receipts.board import Board, Line
from addin.treasury.vocabularies import RECEIPTS_MARK

TITLE = "Justificatifs à demander"
_WIDTHS = (12.0, 30.0, 16.0, 7.0, 38.0, 20.0, 13.0)
_HEADS = ("Date", "Tiers", "Montant", "Devise", "Libellé", "Opération", "Demandé le")
_FULL = len(_WIDTHS)
_LONGEST_LABEL, _LONGEST_NAME = 42, 32


def requests_sheet(board: Board, operations: pd.DataFrame) -> Sheet:
    """One list for each person: what is missing, the oldest first; persons by name, those unknown last."""
    people: dict[str, list[Line]] = defaultdict(list)
    for line in board.lines:
        if line.state in ("to_request", "requested"):
            people[line.person].append(line)
    told = rows_of(operations, (line.operation for lines in people.values() for line in lines))
    total = sum(map(len, people.values()))
    lead = f"Arrêté au {long_day(board.as_of)} : {count(total, 'justificatif', 'justificatifs')} à demander."
    head = (Row((Cell(RECEIPTS_MARK, Role.TITLE, span=_FULL),)), Row((Cell(french(lead), Role.SUBTITLE, span=_FULL),)))
    blocks = [Block("head", head, "full")]
    for number, name in enumerate(sorted(people, key=lambda name: (not name, name.casefold())), 1):
        lines = sorted(people[name], key=lambda line: (told[line.operation]["booked_on"], line.operation))
        blocks.append(Block(f"person{number}", tuple(_list(name or RECEIPT_WORDS["nobody"], lines, told)), "full"))
    page = Page(landscape=True, one_page=False, footer=TITLE)
    return Sheet(TITLE, _WIDTHS, {"full": (0, _FULL)}, tuple(Band((block,)) for block in blocks), page, (2, 0), "help")


def _list(name: str, lines: list[Line], told: Mapping[int, Mapping[Hashable, Any]]) -> list[Row]:
    sums: Counter[str] = Counter()
    for line in lines:
        sums[told[line.operation]["currency"]] += abs(int(told[line.operation]["amount_cents"]))
    totals = ", ".join(exact(cents, currency) for currency, cents in sorted(sums.items()))
    title = french(f"{name} : {count(len(lines), 'justificatif', 'justificatifs')}, {totals}")
    rows = [Row((Cell(title, Role.BLOCK, span=_FULL),), 1.3), Row(tuple(Cell(head, Role.HEAD) for head in _HEADS))]
    for line in lines:
        row = told[line.operation]
        rows.append(
            Row((
                Cell(row["booked_on"].date(), Role.DATE), Cell(_cut(str(row["party"]), _LONGEST_NAME)),
                Cell(to_decimal(abs(int(row["amount_cents"])), row["currency"]), Role.AMOUNT), Cell(row["currency"], Role.STATE),
                Cell(_cut(str(row["label"]), _LONGEST_LABEL)),
                Cell(say(RECEIPT_WORDS["operation"], sheet=row["sheet"], row=row["row"])),
                Cell(full_day(line.requested_on) if line.requested_on else None, Role.STATE),
            ))
        )  # fmt: skip
    return rows


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
