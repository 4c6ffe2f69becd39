"""Named fakes of what stands around a worksheet function: a store of dossiers, a workbook whose cells can be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from openpyxl.utils.cell import range_boundaries

from addin.app.cells import Block
from addin.hosts.cell_cleaning import PACKET, clean, clean_rows
from addin.treasury.dossier import Dossier

HANDLE = "3 opérations · BNA · au 06/01/2026 · #3f9a12c4"
BNA = (
    ("Date", "Libellé", "Montant"),
    (datetime(2026, 1, 4), "Vente Novatec", 100_000.0),
    (datetime(2026, 1, 5), "Loyer", -30_000.0),
    (datetime(2026, 1, 6), "Sonelgaz", -5_500.5),
)


class MemoryStore:
    """A store that holds what it is given."""

    def __init__(self, dossiers: Mapping[str, Dossier] | None = None) -> None:
        self.dossiers = dict(dossiers or {})
        self.asked: list[str] = []

    def load(self, handle: str) -> Dossier | None:
        self.asked.append(handle)
        return self.dossiers.get(handle)

    def save(self, dossier: Dossier) -> str:
        self.dossiers[HANDLE] = dossier
        return HANDLE


def packet(*rows: tuple[object, ...], sheet: str = "BNA", row: int = 1, column: int = 1) -> tuple[object, ...]:
    """A range as our VBA sends it; one cell comes as a scalar, as `Range.Value` gives it."""
    values: object = rows
    if len(rows) == 1 and len(rows[0]) == 1:
        values = rows[0][0]
    return (PACKET, sheet, row, column, values)


class FakeCell:
    """A live cell of a workbook made of rows from A1 for each tab, and of names."""

    def __init__(
        self,
        formula: str,
        value: object = None,
        tabs: Mapping[str, tuple[tuple[object, ...], ...]] | None = None,
        names: Mapping[str, str] | None = None,
        address: str = "H2",
    ) -> None:
        self.formula, self.value, self.address, self.sheet = formula, clean(value), address, "Feuil1"
        self._tabs, self._names = dict(tabs or {}), dict(names or {})

    def read(self, reference: str) -> Block | object:
        reference = self._names.get(reference, reference)
        sheet, _, place = reference.rpartition("!")
        sheet = sheet.strip("'") or self.sheet
        if sheet not in self._tabs or not re.fullmatch(r"[$A-Z]+[$\d]*(:[$A-Z]+[$\d]*)?", place):
            raise LookupError(reference)
        rows = self._tabs[sheet]
        left, top, right, bottom = range_boundaries(place)
        assert left is not None
        assert right is not None
        top, bottom = top or 1, min(bottom or len(rows), len(rows))
        cells = [[row[j] if j < len(row) else None for j in range(left - 1, right)] for row in rows[top - 1 : bottom]]
        return Block(sheet, top, left, clean_rows(cells or [[None]]))
