"""The buttons on a workbook open in a real LibreOffice: the very code that runs in Excel, and the sheet that the command line writes."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings

from addin import macros
from addin.hosts.calc import book_of, connect
from addin.hosts.calc.office import properties
from addin.hosts.excel import ExcelWorkbook
from addin.hosts.places import OVERRIDE, log_file
from addin.messages import TresoError
from tests.app.test_categorise import NEW
from tests.app.test_categorise import bank as bank_to_classify
from tests.app.test_letter_payments import BANK, CUSTOMERS, SUPPLIERS
from tests.app.workbooks import REPORT, bank
from tests.calc.sheet_looks import looks
from tests.commands import NO_OFFICE, treso
from tests.hosts.adapters import OnDisk
from tests.soffice import RunningOffice

pytestmark = pytest.mark.calc
LETTERED = {"BNA": BANK, "Factures clients": CUSTOMERS, "Factures fournisseurs": SUPPLIERS}


class Desk:
    """She, in front of LibreOffice: opens workbooks, presses buttons, answers and reads messages."""

    def __init__(self, office: RunningOffice, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.agrees = True
        self._office = office
        self.app = connect(office.context, answer=self._answer)

    def _answer(self, prompt: str, title: str, buttons: str) -> str:
        assert title == "Trésorerie"
        self.said.append(prompt.replace("\u00a0", " "))
        return "ok" if buttons == "ok" else "yes" if self.agrees else "no"

    def open(self, path: Path) -> xlwings.Book:
        return book_of(self.app, self._office.open(path))

    def press(self, name: str, book: xlwings.Book) -> list[str]:
        """The messages that came, questions first."""
        self.said.clear()
        macros.run(name, book)
        return list(self.said)

    def saved(self, book: xlwings.Book, name: str) -> Path:
        """A copy of the workbook as LibreOffice writes it."""
        path = self.folder / name
        book.api.storeToURL(path.as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
        return path


@pytest.fixture
def desk(running_office: RunningOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "moi"))
    desk = Desk(running_office, tmp_path)
    yield desk
    for book in list(desk.app.books):
        book.close()


@pytest.fixture
def book(desk: Desk) -> xlwings.Book:
    """A small workbook, with her own notes in front."""
    return desk.open(OnDisk(desk.folder, {"Notes": [["à moi"]], **bank()}).path)


def names(book: xlwings.Book) -> list[str]:
    return [sheet.name for sheet in book.sheets]


def state(app: xlwings.App) -> tuple[object, ...]:
    return app.screen_updating, app.calculation, app.enable_events, app.display_alerts, app.status_bar


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workbook without its report and without memory of it."""
    from addin.hosts.file import FileWorkbook

    folder = tmp_path_factory.mktemp("exemple")
    assert treso("demo", folder, changes=NO_OFFICE).status == 0
    (path,) = folder.glob("*.xlsx")
    with FileWorkbook.open(path) as workbook:
        for sheet in workbook.sheets():
            if sheet.name.startswith("Rapport ") or sheet.name == "Historique":
                workbook.delete(sheet.name)
        workbook.save()
    return path


def test_the_report_equals_the_one_of_the_command_line_cell_for_cell_formats_and_chart_included(desk: Desk, demo: Path) -> None:
    by_button, by_command = (Path(shutil.copy(demo, desk.folder / name)) for name in ("bouton.xlsx", "commande.xlsx"))
    book = desk.open(by_button)
    (said,) = desk.press("RapportHebdo", book)
    assert said.startswith("Feuille « Rapport 2026-S44 » écrite dans bouton.xlsx")
    assert treso("rapport", by_command, "--oui", changes=NO_OFFICE).status in (0, 1)
    mine = looks(desk.saved(book, "bouton par LibreOffice.xlsx"), "Rapport 2026-S44")
    theirs = looks(desk.saved(desk.open(by_command), "commande par LibreOffice.xlsx"), "Rapport 2026-S44")
    assert len(mine["drawn"]) == 2, "a drawing and its chart"
    assert "Rapport 2026-S44" in mine["drawn"][1]
    assert len([place for place in mine if place.startswith("cell ")]) > 300
    assert {place: (mine.get(place), theirs.get(place)) for place in mine | theirs if mine.get(place) != theirs.get(place)} == {}


PAGES = (
    ("Lettrer", "lettrer", "Lettrage"),
    ("Rapprochement", "rapprochement", "Rapprochement"),
    ("Depenses", "depenses", "Dépenses"),
    ("Poches", "poches", "Suivi des poches"),
    ("Scenarios", "scenarios", "Comparaison des scénarios"),
)


@pytest.mark.parametrize(("button", "command", "title"), PAGES, ids=[title for _, _, title in PAGES])
def test_a_page_equals_the_one_of_the_command_line(button: str, command: str, title: str, desk: Desk, demo: Path) -> None:
    paths = [desk.folder / name for name in ("bouton.xlsx", "commande.xlsx")]
    for path in paths:
        if title == "Lettrage":  # the example has its page already
            path.parent.joinpath(path.stem).mkdir()
            path.write_bytes(OnDisk(path.parent / path.stem, LETTERED).path.read_bytes())
        else:
            shutil.copy(demo, path)
    book = desk.open(paths[0])
    said = desk.press(button, book)
    assert any(title in each for each in said)
    assert treso(command, paths[1], "--oui", changes=NO_OFFICE).status in (0, 1)
    mine = looks(desk.saved(book, "bouton par LibreOffice.xlsx"), title)
    theirs = looks(desk.saved(desk.open(paths[1]), "commande par LibreOffice.xlsx"), title)
    assert len([place for place in mine if place.startswith("cell ")]) > 50
    assert {place: (mine.get(place), theirs.get(place)) for place in mine | theirs if mine.get(place) != theirs.get(place)} == {}


def test_nothing_is_linked_to_the_file_that_the_sheet_came_from(desk: Desk, book: xlwings.Book) -> None:
    desk.press("RapportHebdo", book)
    assert book.api.ExternalDocLinks.Count == 0
    with zipfile.ZipFile(desk.saved(book, "b.xlsx")) as archive:
        assert not [part for part in archive.namelist() if "externalLink" in part or b"tresorerie-" in archive.read(part)]
    assert [open_book.name for open_book in desk.app.books] == [book.name]


def test_the_report_comes_to_the_front_and_all_else_is_as_it_was(desk: Desk, book: xlwings.Book) -> None:
    book.sheets["Notes"].activate()
    before = state(desk.app)
    desk.press("RapportHebdo", book)
    assert book.sheets.active.name == REPORT
    assert state(desk.app) == before
    assert book.sheets["Notes"].range("A1").value == "à moi"
    desk.press("AnnulerAction", book)
    assert REPORT not in names(book)


def test_her_sheet_stays_in_front_after_a_refusal_which_is_told_with_its_remedy(desk: Desk, book: xlwings.Book) -> None:
    book.sheets["BNA"].name = "BNA "
    for sheet in ("BNA ", "Factures clients"):
        book.sheets[sheet].clear_contents()
    book.sheets["Notes"].activate()
    before, held = state(desk.app), names(book)
    (said,) = desk.press("RapportHebdo", book)
    assert "Aucun onglet d'opérations" in said
    assert "→" in said
    assert (book.sheets.active.name, state(desk.app), names(book)) == ("Notes", before, held)


def test_a_no_changes_nothing(desk: Desk, book: xlwings.Book) -> None:
    desk.press("RapportHebdo", book)
    book.sheets[REPORT].range("A1").value = "écrit depuis"
    desk.agrees = False
    question, said = desk.press("RapportHebdo", book)
    assert question.startswith(f"La feuille « {REPORT} » existe déjà")
    assert said.startswith("Rien n'a été fait.")
    assert book.sheets[REPORT].range("A1").value == "écrit depuis"


def test_formulas_of_hers_that_cite_a_report_cite_the_new_one_after_a_rebuild(desk: Desk, book: xlwings.Book) -> None:
    desk.press("RapportHebdo", book)
    notes = book.sheets["Notes"]
    notes.range("B1").formula = f"='{REPORT}'!A1"
    notes.range("B2:B3").formula_array = f"='{REPORT}'!A1:A2"
    book.names.add("titre_du_rapport", f"='{REPORT}'!$A$1")
    title = notes.range("B1").value
    desk.press("RapportHebdo", book)
    assert notes.range("B1").formula == f"='{REPORT}'!A1"
    assert notes.range("B2").formula_array == f"='{REPORT}'!A1:A2"
    assert [notes.range(cell).value for cell in ("B1", "B2")] == [title, title]
    assert book.names["titre_du_rapport"].refers_to_range.value == title


def test_a_sheet_that_her_formulas_cite_is_not_taken_away(desk: Desk, book: xlwings.Book) -> None:
    desk.press("RapportHebdo", book)
    book.sheets["Notes"].range("B1").formula = f"='{REPORT}'!A1"
    (said,) = desk.press("AnnulerAction", book)
    assert said.startswith(f"« {REPORT} » : La feuille « {REPORT} » ne peut pas être retirée. Des formules de « Notes » la citent.")
    assert REPORT in names(book)


def test_the_replaced_report_comes_back_as_she_left_it_formats_included(desk: Desk, book: xlwings.Book) -> None:
    desk.press("RapportHebdo", book)
    mark = book.sheets[REPORT].range("A60")
    mark.value, mark.color = "ma note", (255, 255, 0)
    before = looks(desk.saved(book, "avant.xlsx"), REPORT)
    desk.press("RapportHebdo", book)
    assert book.sheets[REPORT].range("A60").value is None
    assert desk.press("AnnulerAction", book)[-1].startswith("Annulé : Rapport hebdo")
    after = looks(desk.saved(book, "après.xlsx"), REPORT)
    assert len(before.pop("drawn")) == len(after.pop("drawn")) == 2  # positions move by a tenth of a millimetre on the way through a file
    assert {place: (before.get(place), after.get(place)) for place in before | after if before.get(place) != after.get(place)} == {}


def test_a_read_only_or_locked_workbook_is_refused_before_anything_is_written(desk: Desk, book: xlwings.Book) -> None:
    held = names(book)
    book.api.protect("")
    assert "est verrouillée" in desk.press("RapportHebdo", book)[0]
    book.api.unprotect("")
    assert names(book) == held
    readonly = desk.app.books.open(Path(book.fullname).rename(desk.folder / "lecture.xlsx"), read_only=True)
    assert "ouvert en lecture seule" in desk.press("RapportHebdo", readonly)[0]
    assert names(readonly) == held


def test_a_protected_sheet_is_refused_and_the_others_stay_untouched(desk: Desk, book: xlwings.Book) -> None:
    desk.press("RapportHebdo", book)
    book.sheets["Historique"].api.protect("")
    book.sheets[REPORT].delete()
    held = names(book)
    (said,) = desk.press("RapportHebdo", book)
    assert "La feuille « Historique » est protégée" in said
    assert names(book) == held


def test_what_was_begun_is_taken_back_when_a_later_step_fails(desk: Desk, book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.press("RapportHebdo", book)
    notes = book.sheets["Notes"]
    notes.range("B1").formula = f"='{REPORT}'!A1"
    before = looks(desk.saved(book, "avant.xlsx"), REPORT)
    memory = book.sheets["Historique"].used_range.value
    (table,) = book.sheets["Historique"].tables
    extent = table.range.address
    monkeypatch.setattr("addin.hosts.excel_changes.write_cells", _breaks)
    (_, said) = desk.press("RapportHebdo", book)
    assert said.startswith("Erreur interne n° ")
    assert "rien n'a été modifié" in said
    assert str(log_file()) in said
    assert "RuntimeError: le câble" in log_file().read_text(encoding="utf-8")
    after = looks(desk.saved(book, "après.xlsx"), REPORT)
    assert {place: (before.get(place), after.get(place)) for place in before | after if before.get(place) != after.get(place)} == {}
    assert book.sheets["Historique"].used_range.value == memory
    assert table.range.address == extent
    assert notes.range("B1").formula == f"='{REPORT}'!A1"
    assert not [name for name in names(book) if name.startswith("~")]


def _breaks(*_: object) -> None:
    raise RuntimeError("le câble")


def test_the_check_opens_in_a_new_workbook_and_changes_nothing(desk: Desk, book: xlwings.Book) -> None:
    held = names(book)
    (said,) = desk.press("Verifier", book)
    assert said.splitlines()[-1].startswith("Onglets lus : 3.")
    (shown,) = [other for other in desk.app.books if other.api != book.api]
    assert names(shown) == ["Vérification"]
    assert shown.sheets[0].range("A1").value == f"Vérification de {book.name}"
    assert shown.api.URL == ""
    assert (names(book), book.api.isModified()) == (held, False)


def test_the_help_shows_all_buttons_and_functions(desk: Desk, book: xlwings.Book) -> None:
    desk.press("Aide", book)
    (shown,) = [other for other in desk.app.books if other.api != book.api]
    told = {cell for row in shown.sheets[0].used_range.value for cell in row}
    assert {"Rapport hebdo", "Réparer les formules", "TRESO.SOLDE", "TRESO.TVA"} <= told


def test_refreshing_adds_the_dashboard_then_keeps_it_up_to_date(desk: Desk, book: xlwings.Book) -> None:
    said = desk.press("Actualiser", book)[-1]
    assert "La feuille « Tableau de bord » a été ajoutée." in said
    handle = book.names["Dossier"].refers_to_range.value
    assert handle.replace("\u00a0", " ") in said
    assert desk.press("Actualiser", book)[-1].startswith("Rien n'a changé")
    book.sheets["BNA"].range("D8").value = 90_000
    assert desk.press("RapportHebdo", book)[-1].startswith(f"Feuille « {REPORT} » écrite")
    renewed = book.names["Dossier"].refers_to_range.value
    assert renewed != handle
    assert desk.press("AnnulerAction", book)[-1].startswith("Annulé : Rapport hebdo")
    assert book.names["Dossier"].refers_to_range.value == handle


def test_preparing_adds_what_lacks_and_one_undo_takes_it_all_back(desk: Desk, book: xlwings.Book) -> None:
    held = names(book)
    said = desk.press("PreparerClasseur", book)[-1]
    assert said.startswith("Feuilles ajoutées :")
    assert {"Comptes", "Catégories", "Échéancier", "Poches", "Paramètres"} <= set(names(book))
    assert book.api.ExternalDocLinks.Count == 0
    desk.press("AnnulerAction", book)
    assert [name for name in names(book) if name != "Historique"] == held


@pytest.mark.parametrize("agrees", [True, False])
def test_last_week_is_offered_once(desk: Desk, book: xlwings.Book, agrees: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macros, "date", _Today)
    desk.agrees = agrees
    said = desk.press(macros.OFFER, book)
    assert said[0] == f"La semaine est finie : écrire la feuille « {REPORT} » (arrêté au 31/10/2026) dans {book.name} ?"
    assert (REPORT in names(book)) is agrees
    assert desk.press(macros.OFFER, book) == []


class _Today:
    """The clock of the entry point."""

    @staticmethod
    def today() -> Any:
        from datetime import date

        return date(2026, 11, 2)


def test_without_a_screen_a_question_is_a_refusal(desk: Desk, book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.press("RapportHebdo", book)
    held = book.sheets[REPORT].used_range.value
    monkeypatch.setattr(desk.app.impl, "answer", None)
    macros.run("RapportHebdo", book)
    assert book.sheets[REPORT].used_range.value == held


def test_currency_times_errors_and_hidden_rows_are_read_as_they_are(desk: Desk, book: xlwings.Book) -> None:
    notes = book.sheets["Notes"]
    notes.range("B2").formula = "=1/0"
    notes.range("B3").formula = "=NA()"
    notes.range("C3").value = 12.5
    notes.range("C3").number_format = "#,##0.00 [$DA]"
    notes.range("A3").value = "caché"
    notes.api.Rows.getByIndex(2).IsVisible = False
    read = ExcelWorkbook(book).read("notes")
    assert {at: str(error) for at, error in read.errors.items()} == {(1, 1): "#DIV/0!", (2, 1): "#N/A"}
    assert list(read.rows[2]) == ["caché", None, 12.5]


def test_new_rows_look_like_the_row_above_them_and_the_table_takes_them_in(desk: Desk, book: xlwings.Book) -> None:
    desk.press("RapportHebdo", book)
    history = book.sheets["Historique"]
    history.range("B2").color = (255, 255, 0)
    workbook = ExcelWorkbook(book)
    workbook.append("Historique", [[float(number), "hier", None, "007"] for number in range(5)])
    workbook.append("Historique", [[9.0, "et après"]])
    workbook.save()
    (table,) = history.tables
    assert table.range.address == "$A$1:$J$8"
    assert [history.range(f"B{row}").color for row in range(2, 9)] == [(255, 255, 0)] * 7
    assert history.range("A3:D4").value == [[0.0, "hier", None, "007"], [1.0, "hier", None, "007"]]
    assert history.range("A8:D8").value == [9.0, "et après", None, None]


def test_rows_are_not_written_over_lines_that_came_meanwhile(desk: Desk, book: xlwings.Book) -> None:
    workbook = ExcelWorkbook(book)
    workbook.append("Notes", [["ajout"]])
    book.sheets["Notes"].range("A2").value = "entre-temps"
    workbook.read("Notes")
    book.sheets["Notes"].range("A2:A3").value = [["entre-temps"], ["encore"]]
    with pytest.raises(TresoError) as refusal:
        workbook.save()
    assert refusal.value.code == "FILE_CHANGED_MEANWHILE"
    assert book.sheets["Notes"].range("A1:A3").value == ["à moi", "entre-temps", "encore"]


def test_a_cell_of_an_array_formula_is_refused(desk: Desk, book: xlwings.Book) -> None:
    book.sheets["Notes"].range("B1:B2").formula_array = "={1;2}*2"
    with pytest.raises(TresoError) as refusal:
        ExcelWorkbook(book).update("Notes", {(2, 2): 5, (4, 4): 1})
    assert (refusal.value.code, "B2" in str(refusal.value)) == ("CELL_IN_FORMULA_GROUP", True)


def test_cells_that_were_set_come_back_with_their_formulas(desk: Desk, book: xlwings.Book) -> None:
    notes = book.sheets["Notes"]
    notes.range("B1").formula = "=1+1"
    notes.range("B2").value = "'007"
    workbook = ExcelWorkbook(book)
    workbook.update("Notes", {(1, 2): "écrit", (2, 2): None, (3, 2): 4})
    workbook.save()
    assert notes.range("B1:B3").value == ["écrit", None, 4.0]
    workbook.restore("Notes")
    workbook.save()
    assert (notes.range("B1").formula, notes.range("B1:B3").value) == ("=1+1", [2.0, "007", None])


def test_a_sheet_protected_in_its_structure_only_can_be_read(desk: Desk, book: xlwings.Book) -> None:
    book.sheets["BNA"].api.protect("")
    assert ExcelWorkbook(book).read("BNA").rows[0][0] == "Date"
    with pytest.raises(TresoError) as refusal:
        ExcelWorkbook(book).update("BNA", {(2, 2): "x"})
    assert refusal.value.code == "SHEET_PROTECTED"


def test_categories_are_shown_agreed_to_written_beside_the_lines_and_taken_back(desk: Desk) -> None:
    path = OnDisk(desk.folder, {"BNA": bank_to_classify(*NEW)}).path
    book = desk.open(path)
    before = book.sheets["BNA"].used_range.value
    desk.agrees = False
    desk.press("Categoriser", book)
    assert book.sheets["BNA"].used_range.value == before
    desk.agrees = True
    said = desk.press("Categoriser", book)
    assert any(text.startswith("Écrire 2 catégorie(s)") for text in said)
    written = book.sheets["BNA"].used_range.value
    assert written[0][3:] == ["Catégorie", "Compte SCF", "Confiance", "Motif"]
    assert [row[3] for row in written[31:33]] == ["Loyer et charges", "Carburant"]
    assert "Catégorisation" in names(book)
    desk.press("AnnulerAction", book)
    assert [list(row[:4]) for row in book.sheets["BNA"].used_range.value] == before


def test_controls_forecast_and_letters_leave_their_pages_and_files_and_the_last_one_is_taken_back(desk: Desk, demo: Path) -> None:
    path = desk.folder / "atelier" / "agence.xlsx"
    path.parent.mkdir()
    shutil.copy(demo, path)
    book = desk.open(path)
    for title in ("Contrôles", "Prévision"):
        book.sheets[title].delete()
    said = {button: desk.press(button, book) for button in ("Controles", "Prevision", "Relances")}
    assert said["Controles"][-1].startswith("Contrôles : 2 certain(s)")
    assert said["Prevision"][-1].startswith("Feuille « Prévision » écrite")
    assert said["Relances"][0].startswith("Écrire 7 lettre(s) de relance")
    assert {"Contrôles", "Prévision", "Relances"} <= set(names(book))
    assert len(list(path.parent.glob("Relances */*.docx"))) == 7
    assert book.api.Sheets.getByName("Prévision").Charts.Count == 1
    desk.press("AnnulerAction", book)
    assert "Relances" not in names(book)
    assert "Prévision" in names(book)
