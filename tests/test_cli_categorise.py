"""`treso categoriser`: what it prints and returns, what it writes in a closed file, and that undo gives the file back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.app.test_categorise import FUEL, NEW, RENT, bank
from tests.commands import NO_OFFICE, treso
from tests.hosts.adapters import OnDisk

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "tresorerie.xlsx"
CLOSING = ("--date", "2026-11-30")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, {"BNA": bank(*NEW)}).path


def column(path: Path, title: str) -> list[object]:
    """Values under a heading of « BNA »."""
    rows = list(openpyxl.load_workbook(path)["BNA"].iter_rows(values_only=True))
    at = rows[0].index(title)
    return [row[at] for row in rows[1:]]


def test_the_json_holds_every_line_with_its_evidence(workbook: Path) -> None:
    done = treso("categoriser", workbook, *CLOSING, "--json")
    assert done.status in (0, 1), done.err
    result = done.json
    assert {"as_of", "lines", "abstained", "accuracy_estimate", "counts", "warnings"} <= result.keys()
    assert len(result["lines"]) == 33
    keys = {"sheet", "row", "category", "suggestion", "scf_account", "counterparty", "confidence", "origin", "reason"}
    assert all(keys <= line.keys() for line in result["lines"])
    first, rent, fuel, unknown = result["lines"][0], *result["lines"][30:]
    assert (first["origin"], first["category"]) == ("typed", RENT)
    assert (rent["category"], rent["row"]) == (RENT, 32)
    assert fuel["category"] == FUEL
    assert unknown["category"] is None
    assert result["abstained"] == 1


def test_the_categories_stand_in_the_file_and_undo_gives_it_back_byte_for_byte(workbook: Path) -> None:
    before = workbook.read_bytes()
    treso("categoriser", workbook, *CLOSING)
    assert column(workbook, "Catégorie")[30:] == [RENT, FUEL, None]
    assert str(column(workbook, "Confiance")[30]).endswith("%")
    assert all(text for text in column(workbook, "Motif")[30:32])
    undone = treso("annuler", workbook, "--json")
    assert undone.json["byte_for_byte"]
    assert workbook.read_bytes() == before


def test_undo_on_a_file_that_she_saved_since_blanks_our_cells_and_keeps_hers(workbook: Path) -> None:
    treso("categoriser", workbook, *CLOSING)
    book = openpyxl.load_workbook(workbook)
    book["BNA"]["D33"] = "Véhicules"
    book["BNA"]["B2"] = "corrigé à la main"
    book.save(workbook)
    assert treso("annuler", workbook, "--oui").status == 0
    assert column(workbook, "Catégorie")[30:] == [None, "Véhicules", None]
    assert column(workbook, "Libellé")[0] == "corrigé à la main"
    sheet = openpyxl.load_workbook(workbook)["BNA"]
    assert [cell.value for cell in sheet[1]][4:] in ([], [None] * (sheet.max_column - 4))


def test_a_second_run_writes_nothing(workbook: Path) -> None:
    treso("categoriser", workbook, *CLOSING)
    before = workbook.read_bytes()
    done = treso("categoriser", workbook, *CLOSING)
    assert workbook.read_bytes() == before
    assert "Rien de nouveau" in done.err.replace("\u00a0", " ")


def test_formats_lists_and_widths_of_her_tab_are_kept(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book["BNA"]
    sheet.column_dimensions["B"].width = 41
    sheet["D32"].number_format = "@"
    choices = DataValidation(type="list", formula1=f'"{RENT},{FUEL}"')
    choices.add("D2:D40")
    sheet.add_data_validation(choices)
    book.save(workbook)
    treso("categoriser", workbook, *CLOSING)
    after = openpyxl.load_workbook(workbook)["BNA"]
    assert after["D32"].value == RENT
    assert after["D32"].number_format == "@"
    assert after.column_dimensions["B"].width == 41
    assert [str(rule.sqref) for rule in after.data_validations.dataValidation] == ["D2:D40"]


def test_beside_a_table_the_category_is_filled_and_the_table_stays_as_it_is(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["BNA"].add_table(Table(displayName="tblBna", ref="A1:D34"))
    book.save(workbook)
    done = treso("categoriser", workbook, *CLOSING, "--json")
    assert "CATEGORY_COLUMNS_MISSING" in {warning["code"] for warning in done.json.get("notes", []) + done.json["warnings"]}
    after = openpyxl.load_workbook(workbook)["BNA"]
    assert after["D32"].value == RENT
    assert after.tables["tblBna"].ref == "A1:D34"
    assert after["E1"].value is None


def test_a_renamed_category_waits_for_her_answer_and_follows_with_oui(tmp_path: Path) -> None:
    listed = [["Catégorie", "Compte SCF", "Poche", "Dépense du plan"], [RENT, "613", None, "Oui"], [FUEL, "607", None, "Oui"]]
    path = OnDisk(tmp_path, {"BNA": bank(*NEW), "Catégories": listed}).path
    treso("categoriser", path, *CLOSING)
    book = openpyxl.load_workbook(path)
    book["Catégories"]["A3"] = "Énergie"
    book.save(path)
    waits = treso("categoriser", path, *CLOSING, "--json")
    assert "CATEGORY_RENAME_UNASKED" in {note["code"] for note in waits.json["warnings"] + waits.json.get("notes", [])}
    assert column(path, "Catégorie").count(FUEL) == 10, "hers wait; the line that we had classified has followed"
    before = path.read_bytes()
    treso("categoriser", path, *CLOSING, "--oui")
    assert column(path, "Catégorie").count(FUEL) == 0
    assert column(path, "Catégorie").count("Énergie") == 11
    treso("annuler", path)
    assert path.read_bytes() == before


def test_seven_expenses_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    listed: list[list[object]] = [["Catégorie", "Compte SCF", "Poche", "Dépense du plan"]]
    listed += [[f"Dépense {i}", "613", None, "Oui"] for i in range(1, 8)]
    path = OnDisk(tmp_path, {"BNA": bank(*NEW), "Catégories": listed}).path
    before = path.read_bytes()
    done = treso("categoriser", path, "--json")
    assert done.status == 2
    assert (done.error["code"], done.error["sheet"], done.error["row"]) == ("CATEGORIES_TOO_MANY", "Catégories", 8)
    assert path.read_bytes() == before


@pytest.mark.parametrize("label", ["", "دفع فاتورة الكهرباء", "🍕🍕🍕", "A" * 10_000, "=1+1", "<&>\"'"])
def test_labels_of_every_kind_go_through(tmp_path: Path, label: str) -> None:
    path = OnDisk(tmp_path, {"BNA": bank([date(2026, 11, 4), f"'{label}" if label.startswith("=") else label, -120.0, None])}).path
    done = treso("categoriser", path, *CLOSING, "--json")
    assert done.status in (0, 1), done.err


def test_the_template_with_lines_is_classified_in_its_own_columns(tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    book = openpyxl.load_workbook(TEMPLATE)
    sheet = next(sheet for sheet in book if any(cell.value == "Motif" for row in sheet.iter_rows(max_row=8) for cell in row))
    head = next(row[0].row for row in sheet.iter_rows(max_row=8) if any(cell.value == "Motif" for cell in row))
    titles = {cell.value: cell.column for cell in sheet[head]}
    width = sheet.max_column
    values = {"Date": date(2026, 11, 3), "Libellé": "SONELGAZ FACTURE 4412", "Débit": 12_400.0}
    for title, value in values.items():
        sheet.cell(head + 1, titles[title], value)
    book.save(path)
    done = treso("categoriser", path, *CLOSING, "--json", changes=NO_OFFICE)
    assert done.status in (0, 1), done.err
    after = openpyxl.load_workbook(path)[sheet.title]
    assert after.cell(head + 1, titles["Catégorie"]).value
    assert isinstance(after.cell(head + 1, titles["Confiance"]).value, float | int)
    assert after.cell(head + 1, titles["Motif"]).value
    assert after.max_column == width
