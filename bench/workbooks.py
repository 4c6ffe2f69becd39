"""Write the large workbooks that the measures need: `python -m bench.workbooks 100000 big.xlsx`."""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

HEADINGS = ("Date", "Date de valeur", "Libellé", "Tiers", "Débit", "Crédit", "Solde", "Catégorie")
CATEGORIES = (
    "Achats & sous-traitance",
    "Personnel & CNAS",
    "Publicité",
    "Logiciels & abonnements",
    "Déplacements & missions",
    "Frais généraux",
    "Encaissement clients",
)


def write_operations(count: int, target: Path, seed: int = 7) -> Path:
    """A workbook with one bank tab of `count` operations × 8 columns, running balance right on every line."""
    draw = random.Random(seed)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("BNA")
    sheet.append(HEADINGS)
    first = date(2021, 1, 3)
    balance = 500_000_000
    for i in range(count):
        day = first + timedelta(days=i * 1500 // count)
        name = f"FOURNISSEUR {draw.randrange(400):03d}" if i % 3 else f"CLIENT {draw.randrange(200):03d}"
        cents = draw.randrange(10_000, 40_000_000)
        signed = cents if i % 3 == 0 else -cents // 2
        balance += signed
        cells: list[object] = [
            day,
            day + timedelta(days=1),
            f"VIR {name} FA{i:06d}",
            name,
            None if signed > 0 else -signed / 100,
            signed / 100 if signed > 0 else None,
            balance / 100,
            CATEGORIES[i % 7],
        ]
        for j in (0, 1):
            cell = WriteOnlyCell(sheet, cells[j])
            cell.number_format = "dd/mm/yyyy"
            cells[j] = cell
        sheet.append(cells)
    book.save(target)
    return target


if __name__ == "__main__":
    print(write_operations(int(sys.argv[1]), Path(sys.argv[2])))
