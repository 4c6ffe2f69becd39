"""« Justificatifs » pressed on a workbook open in a real LibreOffice: folder asked, files linked and renamed, what is missing listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from addin import macros
from addin.hosts.calc import book_of, connect
from addin.hosts.places import OVERRIDE
from tests.app.test_receipts import DJEZZY, payments
from tests.hosts.adapters import OnDisk
from tests.hosts.receipt_folders import pdf_receipt
from tests.soffice import RunningOffice

pytestmark = pytest.mark.calc


@pytest.fixture
def said(running_office: RunningOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "moi"))
    told: list[str] = []

    def answer(prompt: str, title: str, buttons: str) -> str:
        told.append(prompt.replace("\u00a0", " "))
        return "ok" if buttons == "ok" else "yes"

    app = connect(running_office.context, answer=answer, files=lambda title: [str(tmp_path / "Reçus")])
    yield told
    app.impl.answer = app.impl.files = None
    for book in list(app.books):
        book.close()


def test_the_button_asks_for_the_folder_links_renames_and_tells(said: list[str], running_office: RunningOffice, tmp_path: Path) -> None:
    (tmp_path / "Reçus").mkdir()
    (tmp_path / "Reçus" / DJEZZY).write_bytes(pdf_receipt("DJEZZY", "Facture du 20/10/2026", "Net a payer 21 420,00 DA"))
    app = connect(running_office.context)
    book = book_of(app, running_office.open(OnDisk(tmp_path, payments()).path))
    macros.run("Justificatifs", book)
    assert [path.name for path in (tmp_path / "Reçus").iterdir()] == ["2026-10-20_DJEZZY-FLOTTE_21420.pdf"]
    assert DJEZZY in said[0]
    assert "1 justifiée(s), 0 à confirmer" in said[-1]
    formulas = [str(cell) for row in book.sheets["Justificatifs"].range("A1:H12").formula for cell in row]
    assert any("HYPERLINK" in formula and "Reçus/2026-10-20_DJEZZY-FLOTTE_21420.pdf" in formula for formula in formulas)
    assert "Justificatifs à demander" in [sheet.name for sheet in book.sheets]
