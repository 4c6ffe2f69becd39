"""The sheet `Historique` as data."""

from __future__ import annotations

from collections.abc import Sequence

from addin.sheets.model import Band, Column, Page, Role, Sheet, TableBlock, Value

TITLE = "Historique"
COLUMNS = (
    Column("N°", Role.COUNT, 6),
    Column("Le", Role.TEXT, 17),
    Column("Action", Role.TEXT, 22),
    Column("Feuille", Role.TEXT, 22),
    Column("Nature", Role.TEXT, 20),
    Column("Ligne", Role.COUNT, 8),
    Column("Colonne", Role.TEXT, 12),
    Column("Avant", Role.TEXT, 18),
    Column("Après", Role.TEXT, 18),
    Column("Annulée le", Role.TEXT, 17),
)


def history_sheet(rows: Sequence[tuple[Value, ...]]) -> Sheet:
    """`Historique` holding these lines; hidden, it is the workbook's own memory."""
    table = TableBlock("history", "tblHistorique", COLUMNS, tuple(rows))
    return Sheet(
        TITLE,
        tuple(column.width for column in COLUMNS),
        {"full": (0, len(COLUMNS))},
        (Band((table,)),),
        Page(landscape=True, one_page=False),
        (1, 0),
        "state",
    )
