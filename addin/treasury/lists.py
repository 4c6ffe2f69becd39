"""A small tab (Comptes, Échéancier, Cours…) line by line: its cells by field, and the findings that name their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

import pandas as pd

from addin.messages import Finding
from addin.treasury.amounts import AmountColumn, parse_amount, read_amounts
from addin.treasury.characters import is_blank
from addin.treasury.currency import currency_code, exponent
from addin.treasury.dates import read_date
from addin.treasury.dossier import frame
from addin.treasury.headings import Headings, simplify
from addin.treasury.tables import shown
from addin.treasury.tabs import RawTab

_YES = frozenset({"oui", "o", "x", "vrai", "1", "yes", "true", "actif", "active", "ok"})
_NO = frozenset({"non", "n", "faux", "0", "no", "false", "inactif", "inactive"})
_DATES = ("_on", "until", "day")


@dataclass(frozen=True)
class ListLine:
    """One filled line of a small tab.

    Attributes:
        row: Excel row.
        cells: field → cell.
        place: its number among the filled lines, from 0.
    """

    tab: List
    row: int
    cells: Mapping[str, object]
    place: int

    def text(self, name: str) -> str:
        """A cell as she sees it."""
        return shown(self.cells.get(name))

    def words(self, name: str) -> str:
        """A cell, simplified."""
        return simplify(self.text(name))

    def find(self, code: str, column: str = "", value: object = "", **details: object) -> None:
        """Remember something to look at in a column of this line."""
        self.tab.find(code, self.row, column, value, **details)

    def amount(self, name: str, currency: str) -> int | None:
        """Minor units of a cell, None when it is blank or unreadable (then said)."""
        column = self.tab.amounts(name, exponent(currency))
        trouble = column.troubles.get(self.place)
        if trouble:
            self.find("AMOUNT_UNREADABLE" if trouble == "unreadable" else "AMOUNT_AMBIGUOUS", name, self.cells.get(name))
        return int(column.cents[self.place]) if column.known[self.place] else None

    def day(self, name: str) -> date | None:
        """Date of a cell, None when it is blank or unreadable (then said)."""
        cell = self.cells.get(name)
        found = read_date(cell)
        if found is None and not is_blank(cell):
            self.find("DATE_UNREADABLE", name, cell)
        return found

    def currency(self, default: str) -> str | None:
        """ISO code of the line, None when what stands there is no currency (then said)."""
        written = self.text("currency")
        code = currency_code(written) if written else default
        if code is None:
            self.find("CURRENCY_UNKNOWN", "currency", written)
        return code

    def flag(self, name: str, default: bool) -> bool:
        """Oui or non, the default for anything else."""
        cell = self.cells.get(name)
        if isinstance(cell, bool):
            return cell
        word = self.words(name)
        return True if word in _YES else False if word in _NO else default

    def percent(self, name: str) -> float | None:
        """« 19 % », 19 or 0.19 as 0.19, « 0,5 % » as 0.005; None when the cell holds no number."""
        cell = self.cells.get(name)
        written = self.text(name).rstrip("% ")
        value = parse_amount(written, ",") if isinstance(cell, str) and written else cell
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            return None
        is_percent = value > 1 or (isinstance(cell, str) and written != self.text(name).rstrip())
        return float(value) / 100 if is_percent else float(value)


@dataclass
class List:
    """A small tab under its headings."""

    tab: RawTab
    headings: Headings
    findings: list[Finding] = field(default_factory=list)
    _amounts: dict[tuple[str, int], AmountColumn] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def lines(self) -> tuple[ListLine, ...]:
        """The filled lines; cells in error are said and blank."""
        out: list[ListLine] = []
        names = {at: name for name, at in self.headings.columns.items()}
        for (r, c), error in sorted(self.tab.errors.items()):
            if r >= self.headings.row and c in names:
                self.find("CELL_ERROR_ASIDE", r + 1, names[c], error, count=1)
        for i, row in enumerate(self.tab.rows[self.headings.row :], self.headings.row):
            cells = {name: row[at] if at < len(row) else None for name, at in self.headings.columns.items()}
            if not all(is_blank(cell) for cell in cells.values()):
                out.append(ListLine(self, i + 1, cells, len(out)))
        return tuple(out)

    def amounts(self, name: str, decimals: int) -> AmountColumn:
        """The amounts of a column, read together: one cell may prove the decimal mark of the others."""
        if (name, decimals) not in self._amounts:
            self._amounts[name, decimals] = read_amounts([line.cells.get(name) for line in self.lines], decimals)
        return self._amounts[name, decimals]

    def find(self, code: str, row: int | None, column: str = "", value: object = "", **details: object) -> None:
        """Remember something to look at, on a row (None: the whole tab) and in the column of a field."""
        self.findings.append(Finding(code, self.tab.sheet, row, self.headings.texts.get(column, ""), shown(value), details))


def list_frame(columns: tuple[str, ...], records: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """The lines as a frame of the dossier; None is NaT in a column of dates, NA elsewhere."""
    if not records:
        return frame(columns)
    data = {}
    for name in columns:
        if name in records[0]:
            missing = pd.NaT if name.endswith(_DATES) else pd.NA
            data[name] = [missing if (value := record[name]) is None else value for record in records]
    return frame(columns, data)
