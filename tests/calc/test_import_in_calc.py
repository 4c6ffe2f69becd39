"""« Importer un relevé » pressed on a workbook open in a real LibreOffice: files picked, plan shown, lines added, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import xlwings

from addin import macros
from addin.hosts.calc import book_of, connect
from addin.hosts.places import OVERRIDE
from tests.app.workbooks import bank
from tests.commands import NO_OFFICE, treso
from tests.hosts.adapters import OnDisk
from tests.soffice import RunningOffice

pytestmark = pytest.mark.calc

_LINES = (  # the balance goes on from that of `bank()`, 1 064 199,45
    "29/10/2026;VIR RECU TRANSMED;;80 000,00;1 064 199,45",
    "02/11/2026;TPE NAFTAL;3 800,00;;1 060 399,45",
    "02/11/2026;TPE NAFTAL;3 800,00;;1 056 599,45",
    "05/11/2026;=CMD|' /C calc'!A0;;100,00;1 056 699,45",
)
STATEMENT = "\r\n".join(["Relevé du compte BNA;;;;", "Date;Libellé;Débit;Crédit;Solde", *_LINES]) + "\r\n"


class Counter:
    """She: picks files and answers; what was said and asked is kept."""

    def __init__(self, office: RunningOffice, folder: Path) -> None:
        self.folder, self._office = folder, office
        self.files: list[str] = []
        self.agrees = True
        self.said: list[str] = []
        self.app = connect(office.context, answer=self._answer, pick=self._pick, files=lambda title: self.files)

    def _answer(self, prompt: str, title: str, buttons: str) -> str:
        self.said.append(prompt.replace("\u00a0", " "))
        return "ok" if buttons == "ok" else "yes" if self.agrees else "no"

    def _pick(self, prompt: str, options: Sequence[str]) -> int:
        self.said.append("\n".join([prompt, *options]).replace("\u00a0", " "))
        return 0

    def statement(self, text: str = STATEMENT, name: str = "relevé.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode("cp1252"))
        self.files = [str(path)]
        return path

    def press(self, name: str, book: xlwings.Book) -> list[str]:
        self.said.clear()
        macros.run(name, book)
        return list(self.said)


@pytest.fixture
def counter(running_office: RunningOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "moi"))
    counter = Counter(running_office, tmp_path)
    yield counter
    connect(running_office.context)
    counter.app.impl.answer = counter.app.impl.pick = counter.app.impl.files = None
    for book in list(counter.app.books):
        book.close()


@pytest.fixture
def path(counter: Counter) -> Path:
    return OnDisk(counter.folder, bank()).path


def _book(counter: Counter, path: Path) -> xlwings.Book:
    return book_of(counter.app, counter._office.open(path))


def _rows(book: xlwings.Book) -> list[list[object]]:
    return [list(row) for row in book.sheets["BNA"].used_range.value]


def test_the_button_adds_the_same_lines_as_the_command(counter: Counter, path: Path) -> None:
    statement = counter.statement()
    theirs = counter.folder / "commande.xlsx"
    assert treso("importer", path, statement, "-o", theirs, "--oui", changes=NO_OFFICE).status == 0
    book = _book(counter, path)
    before = len(_rows(book))
    said = counter.press("ImporterReleve", book)
    assert all(words in said[0] for words in ("3 opérations nouvelles", "1 déjà connue", "soldes justes"))
    assert any("Lignes ajoutées : 3" in sentence for sentence in said)
    assert len(_rows(book)) == before + 3
    assert _rows(book) == _rows(_book(counter, theirs))
    assert book.sheets["BNA"].range(f"B{before + 3}").value == "=CMD|' /C calc'!A0"


def test_what_was_understood_is_shown_in_a_workbook_of_its_own(counter: Counter, path: Path) -> None:
    counter.statement()
    book = _book(counter, path)
    counter.press("ImporterReleve", book)
    (shown,) = [other for other in counter.app.books if other.name != book.name]
    texts = [str(cell) for row in shown.sheets[0].used_range.value for cell in row if cell]
    assert any("relevé.csv (CSV)" in text for text in texts)


def test_a_no_leaves_the_workbook_as_it_was(counter: Counter, path: Path) -> None:
    counter.statement()
    counter.agrees = False
    book = _book(counter, path)
    before = _rows(book)
    counter.press("ImporterReleve", book)
    assert _rows(book) == before
    assert "Imports" not in [sheet.name for sheet in book.sheets]


def test_no_file_picked_changes_and_says_nothing(counter: Counter, path: Path) -> None:
    book = _book(counter, path)
    assert counter.press("ImporterReleve", book) == []
    assert "Imports" not in [sheet.name for sheet in book.sheets]


def test_importing_again_adds_nothing_and_undo_takes_the_lines_back(counter: Counter, path: Path) -> None:
    counter.statement()
    book = _book(counter, path)
    before = _rows(book)
    counter.press("ImporterReleve", book)
    after = _rows(book)
    said = counter.press("ImporterReleve", book)
    assert any("Aucune ligne nouvelle" in sentence for sentence in said)
    assert _rows(book) == after
    counter.press("AnnulerAction", book)
    assert _rows(book) == before
    counter.press("ImporterReleve", book)
    assert _rows(book) == after


def test_an_open_date_order_is_asked_and_the_answer_kept_in_profils(counter: Counter, path: Path) -> None:
    lines = ["Date;Libellé;Montant", "02/03/2027;ACHAT CARTE NAFTAL;-3 800,00", "03/04/2027;VIREMENT RECU;100,00"]
    counter.statement("\r\n".join(lines) + "\r\n", "carte.csv")
    book = _book(counter, path)
    said = counter.press("ImporterReleve", book)
    assert any("se lit de deux façons" in sentence for sentence in said), said
    assert any("« Profils »" in sentence for sentence in said)
    assert "Profils" in [sheet.name for sheet in book.sheets]
    again = counter.press("ImporterReleve", book)
    assert not any("se lit de deux façons" in sentence for sentence in again)
