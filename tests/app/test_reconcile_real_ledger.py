"""The bank lines of a real firm against its real general ledger (FEC): only what the workbook lacks is left unexplained."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from addin.app.reconcile import reconcile_accounts
from addin.hosts.file import FileWorkbook
from tests.app.fakes import Answers, MemoryWorkbook

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "pme_fec_e"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data of pme_fec_e are not beside the project")


def _ledger() -> list[list[object]]:
    def number(text: str) -> float | None:
        return float(text.replace("\u00a0", "").replace(" ", "").replace(",", ".") or 0) or None

    with (DATA / "fec_e.csv").open(encoding="utf-8", newline="") as file:
        rows: list[list[object]] = [
            [
                datetime.strptime(line["EcritureDate"], "%d/%m/%Y"), line["JournalCode"], line["CompteNum"], line["EcritureLib"],
                line["PieceRef"], number(line["Debit"]), number(line["Credit"]),
            ]
            for line in csv.DictReader(file, delimiter="\t")
        ]  # fmt: skip
    return [["Date", "Journal", "Compte", "Libellé", "Pièce", "Débit", "Crédit"], *sorted(rows, key=lambda row: str(row[0]))]


def test_what_is_left_is_the_opening_balance_that_the_workbook_lacks() -> None:
    workbook = FileWorkbook.open(DATA / "classeur_pme_e.xlsx", None, for_writing=False)
    sheets: dict[str, list[list[object]]] = {
        sheet.name: [list(row) for row in workbook.read(sheet.name).rows] for sheet in workbook.sheets()
    }
    workbook.close()
    done = reconcile_accounts(
        MemoryWorkbook({**sheets, "Grand livre": _ledger()}), Answers(), as_of=date(2021, 1, 30), now=datetime(2021, 2, 1)
    )
    found = {page.account.account: page.account for page in done.page.accounts}
    bra, bnp = found["BRA"], found["BNP VALENCE"]
    assert [(each.book_source, each.book_name) for each in (bra, bnp)] == [
        ("ledger", "Grand livre 512001"),
        ("ledger", "Grand livre 512002"),
    ]
    assert (bra.difference_cents, bnp.difference_cents) == (-2_597_285, -737_450)  # their openings in the ledger (journal AN)
    assert (len(bra.in_transit), len(bra.unbooked), len(bnp.in_transit), len(bnp.unbooked)) == (12, 0, 2, 0)
