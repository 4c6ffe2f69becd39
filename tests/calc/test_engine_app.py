"""The application and its books through the engine."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings

from tests.calc.engine import app, sheet
from tests.soffice import RunningOffice, find_uno

__all__ = ["app", "sheet"]


def test_connecting_twice_gives_the_same_application(app: xlwings.App, running_office: RunningOffice) -> None:
    from addin.hosts.calc import connect

    assert connect(running_office.context) == app
    assert xlwings.engines.active.name == "calc"
    assert xlwings.apps.active == app


def test_documents_that_are_not_spreadsheets_are_not_seen(app: xlwings.App, monkeypatch: pytest.MonkeyPatch) -> None:
    from addin.hosts.calc import book_of

    class Letter:
        def supportsService(self, name: str) -> bool:  # noqa: N802
            return name == "com.sun.star.text.TextDocument"

    class Documents:
        def __init__(self, *documents: object) -> None:
            self.documents = list(documents)
            self.Components = self.CurrentComponent = self

        def createEnumeration(self) -> Documents:  # noqa: N802
            return self

        def hasMoreElements(self) -> bool:  # noqa: N802
            return bool(self.documents)

        def nextElement(self) -> object:  # noqa: N802
            return self.documents.pop()

    with pytest.raises(ValueError, match="not a spreadsheet"):
        book_of(app, Letter())
    book = app.books.add()
    monkeypatch.setattr(app.impl, "desktop", Documents(Letter(), book.impl.doc))
    assert [one.name for one in app.books] == [book.name]


def test_an_open_document_is_a_book(app: xlwings.App, running_office: RunningOffice) -> None:
    from addin.hosts.calc import book_of

    document = running_office.open()
    try:
        book = book_of(app, document)
        book.sheets[0]["A1"].value = "là"
        assert document.Sheets.getByIndex(0).getCellByPosition(0, 0).String == "là"
        assert book in list(app.books)
    finally:
        document.close(True)


def test_a_book_is_saved_opened_again_and_named_by_its_file(app: xlwings.App, sheet: xlwings.Sheet, tmp_path: Path) -> None:
    path = tmp_path / "Été 2026.xlsx"
    sheet["A1"].value = "ici"
    sheet.book.save(path)
    assert (sheet.book.name, sheet.book.fullname) == (path.name, str(path))
    sheet["A1"].value = "là"
    sheet.book.save()
    sheet.book.close()
    book = app.books.open(path)
    assert book.sheets[0]["A1"].value == "là"
    assert app.books["été 2026.XLSX"] == book


def test_a_file_that_cannot_be_read_or_written_is_said(app: xlwings.App, sheet: xlwings.Sheet, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "absent.xlsx")
    (tmp_path / "lettre.txt").write_text("bonjour", encoding="utf-8")
    with pytest.raises(xlwings.XlwingsError, match=r"cannot open|not a spreadsheet"):
        app.books.open(tmp_path / "lettre.txt")
    with pytest.raises(xlwings.XlwingsError, match="xlsb"):
        sheet.book.save(tmp_path / "classeur.xlsb")


def test_sheets_are_added_renamed_hidden_moved_and_deleted(sheet: xlwings.Sheet) -> None:
    book = sheet.book
    sheet.name = "L'été"
    book.sheets.add("Après", after=sheet)
    book.sheets.add("Avant", before=sheet)
    assert book.sheet_names == ["Avant", "L'été", "Après"]
    assert book.sheets.active.name == "Avant"
    book.sheets["Après"].visible = False
    assert not book.sheets["après"].visible
    book.sheets["Avant"].move(after=book.sheets[2])
    assert book.sheet_names == ["L'été", "Après", "Avant"]
    book.sheets["Après"].delete()
    assert book.sheet_names == ["L'été", "Avant"]
    with pytest.raises(ValueError, match="there already"):
        book.sheets["Avant"].name = "l'ÉTÉ"
    book.sheets["Avant"].delete()
    with pytest.raises(xlwings.XlwingsError, match="does not remove"):
        sheet.delete()
    assert sheet["A1"].get_address(include_sheetname=True).endswith("L''été'!$A$1")


def test_what_a_macro_sets_on_the_application_comes_back(app: xlwings.App, sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [1, "=A1+1"]
    with app.properties(screen_updating=False, calculation="manual", status_bar="Lecture…", enable_events=False):
        assert sheet.book.impl.doc.hasControllersLocked()
        assert (app.calculation, app.status_bar, app.screen_updating) == ("manual", "Lecture…", False)
        sheet["A1"].value = 5
        assert sheet["B1"].value == 2.0
    assert not sheet.book.impl.doc.hasControllersLocked()
    assert (app.calculation, app.status_bar, app.screen_updating) == ("automatic", False, True)
    app.calculate()
    assert sheet["B1"].value == 6.0


def test_a_question_gets_the_injected_answer_or_is_refused(running_office: RunningOffice, app: xlwings.App, sheet: xlwings.Sheet) -> None:
    from addin.hosts.calc import NobodyAnswersError, connect

    with pytest.raises(NobodyAnswersError):
        app.alert("Continuer ?", "Trésorerie", buttons="yes_no")
    asked: list[tuple[str, str, str]] = []

    def answer(prompt: str, title: str, buttons: str) -> str:
        asked.append((prompt, title, buttons))
        return "yes"

    assert connect(running_office.context, answer=answer).alert("Continuer ?", "Trésorerie", buttons="yes_no") == "yes"
    assert asked == [("Continuer ?", "Trésorerie", "yes_no")]


def test_what_is_not_ported_is_said_and_never_ignored(sheet: xlwings.Sheet) -> None:
    with pytest.raises(NotImplementedError, match=r"Range\.find is not ported"):
        sheet["A1"].find("x")
    sheet["A1"].value = [["a"], [1]]
    table = sheet.tables.add(sheet["A1:A2"])
    with pytest.raises(NotImplementedError, match=r"Table\.table_style is not ported"):
        table.table_style = "TableStyleMedium2"
    with pytest.raises(NotImplementedError, match=r"Table\.show_totals is not ported"):
        table.show_totals = True
    with pytest.raises(NotImplementedError, match="not ported"):
        sheet["A1"].horizontal_alignment = "distributed"


def test_a_protected_sheet_or_structure_is_not_written(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = "avant"
    sheet.book.sheets.add("Autre", after=sheet)
    sheet.api.protect("")
    sheet.book.api.protect("")
    with pytest.raises(xlwings.XlwingsError, match="LibreOffice refuses"):
        sheet["A1"].value = "après"
    for change in (sheet.delete, sheet.copy, lambda: sheet.book.sheets.add("Encore"), lambda: setattr(sheet, "name", "Autrement")):
        with pytest.raises(xlwings.XlwingsError, match="is protected"):
            change()
    sheet.book.api.unprotect("")
    assert sheet["A1"].value == "avant"
    assert sheet.book.sheet_names == [sheet.name, "Autre"]


def test_a_closed_book_is_said_to_be_gone(sheet: xlwings.Sheet) -> None:
    from addin.hosts.calc import OfficeGoneError

    sheet.book.close()
    with pytest.raises(OfficeGoneError):
        _ = sheet["A1"].value


@pytest.mark.calc
def test_an_application_that_quits_or_dies_is_said_to_be_gone(tmp_path: Path) -> None:
    if not find_uno():
        pytest.skip("this Python cannot load LibreOffice's module `uno`")
    from addin.hosts.calc import OfficeGoneError, connect

    with RunningOffice(tmp_path / "tué") as office:
        app = connect(office.context)
        book = app.books.add()
        office.stop()
        with pytest.raises(OfficeGoneError):
            _ = book.sheets[0]["A1"].value
        app.quit()
        assert app.pid not in list(xlwings.apps.keys())
    with RunningOffice(tmp_path / "quitté") as office:
        app = connect(office.context)
        app.books.add()
        app.quit()
        office.process.wait(timeout=20)
        assert app.pid not in list(xlwings.apps.keys())
