"""The committed template is what the code builds, and what the reader expects."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from functools import cache

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from addin.build.template import TEMPLATE, main, parts, template_bytes
from addin.sheets.blank_workbook import template_sheets
from addin.sheets.guide import guide_sheet
from addin.sheets.holidays import ESTIMATED, SURE, holidays
from addin.sheets.model import Sheet, TableBlock
from addin.sheets.starter import CATEGORIES, SETTING_NAMES, alerts, settings
from addin.sheets.template import ACCOUNTS, CATEGORY_TAB, ENTRY, OPERATIONS, SETTING_TAB, TABS
from addin.treasury.dossier import Kind
from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab, classify

ORDER = [
    "Mode d'emploi", "Tableau de bord", "Opérations", "Saisie", "Factures clients", "Factures fournisseurs",
    "Clients", "Comptes", "Catégories", "Règles", "Ventilations", "Poches", "Plafonds", "Alertes",
    "Scénarios", "Échéancier", "Placements", "Cours", "Jours fériés", "Justificatifs",
    "Paramètres",
]  # fmt: skip


@cache
def _book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_bytes()))


def _raw(sheet: Sheet) -> RawTab:
    return RawTab(sheet.title, sheet.values())


def test_the_committed_template_is_what_the_code_builds() -> None:
    assert TEMPLATE.is_file(), "run: python -m addin.build.template"
    assert parts(TEMPLATE.read_bytes()) == parts(template_bytes())


def test_the_check_says_when_the_committed_template_differs(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    from addin.build import template

    elsewhere = Path(str(tmp_path)) / "templates" / "tresorerie.xlsx"
    monkeypatch.setattr(template, "TEMPLATE", elsewhere)
    assert main(["--check"]) == 1
    assert main() == 0
    assert main(["--check"]) == 0
    elsewhere.write_bytes(template_bytes()[:-1] + b"\0")
    with zipfile.ZipFile(elsewhere, "a") as archive:
        archive.writestr("xl/more.xml", "<more/>")
    assert main(["--check"]) == 1


def test_the_build_gives_the_same_bytes_each_time() -> None:
    assert template_bytes() == template_bytes()


def test_the_tabs_stand_in_their_order() -> None:
    assert [sheet.title for sheet in template_sheets()] == ORDER
    assert _book().sheetnames == ORDER


def test_every_tab_of_data_is_a_real_table_from_a1_with_its_headings() -> None:
    for tab in TABS:
        (table,) = _book()[tab.title].tables.values()
        assert table.ref.startswith("A1:")
        assert [column.name for column in table.tableColumns] == list(tab.headings)
        assert [cell.value for cell in _book()[tab.title][1]] == list(tab.headings)
    names = [name for tab in TABS for name in _book()[tab.title].tables]
    assert len(set(names)) == len(TABS)


def test_entry_has_the_layout_of_operations() -> None:
    assert ENTRY.headings == OPERATIONS.headings


def test_headings_stay_in_view_and_are_repeated_on_each_page() -> None:
    for tab in TABS:
        assert _book()[tab.title].freeze_panes == "A2"
        assert _book()[tab.title].print_title_rows == "$1:$1"


def test_lists_dates_and_amounts_are_ready_a_thousand_rows_below() -> None:
    sheet = _book()["Opérations"]
    by_column = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    lasts = [int(re.sub(r"\D", "", str(rule.sqref).split(":")[1])) for rule in by_column.values()]
    assert min(lasts) > 1_000
    assert (by_column["A2"].type, by_column["C2"].formula1, by_column["F2"].type, by_column["I2"].formula1) == (
        "date", "lst_Comptes", "decimal", "lst_Categories",
    )  # fmt: skip
    assert sheet.column_dimensions["A"].number_format == "dd/mm/yyyy"
    assert sheet.column_dimensions["F"].number_format.startswith("#,##0.00")


def test_the_lists_grow_with_their_tables() -> None:
    names = {name: text.attr_text for name, text in _book().defined_names.items()}
    lists = {name: text for name, text in names.items() if name.startswith("lst_")}
    assert lists == {"lst_Categories": "tblCategories[Catégorie]", "lst_Comptes": "tblComptes[Compte]"}


def test_six_categories_are_expenses_of_the_plan_and_the_technical_classes_are_not() -> None:
    assert [row[0] for row in CATEGORIES if row[3] == "Oui"] == [
        "Achats & sous-traitance", "Personnel & CNAS", "Publicité", "Logiciels & abonnements", "Déplacements & missions", "Frais généraux",
    ]  # fmt: skip
    assert [row[0] for row in CATEGORIES if row[3] == "Non"] == [
        "Impôts & taxes", "Financement", "Investissement", "Encaissement clients", "Autre encaissement", "Virement interne", "À classer",
    ]  # fmt: skip
    assert all(re.fullmatch(r"\d{3,5}", str(row[1])) for row in CATEGORIES)


def test_the_reader_takes_each_tab_for_what_it_is() -> None:
    expected: dict[str, Kind] = {
        "Mode d'emploi": "guide", "Tableau de bord": "report", "Opérations": "operations", "Saisie": "operations",
        "Factures clients": "customer_invoices", "Factures fournisseurs": "supplier_invoices",
        "Clients": "customers", "Comptes": "accounts", "Catégories": "categories", "Règles": "rules", "Ventilations": "splits",
        "Poches": "pockets", "Plafonds": "caps", "Alertes": "alerts", "Scénarios": "scenarios",
        "Échéancier": "schedule", "Placements": "placements", "Cours": "rates",
        "Jours fériés": "holidays", "Justificatifs": "receipts", "Paramètres": "settings",
    }  # fmt: skip
    assert {sheet.title: classify(_raw(sheet)).kind for sheet in template_sheets()} == expected


def test_the_reader_knows_every_heading_of_the_template() -> None:
    unknown = {tab.title: dict(found.headings.unknown) for tab in TABS if (found := classify(_raw(tab.sheet()))).headings}
    assert {title: texts for title, texts in unknown.items() if texts} == {}


def test_the_empty_template_is_read_without_a_word() -> None:
    dossier = build_dossier([_raw(sheet) for sheet in template_sheets()])
    assert [finding.text() for finding in dossier.findings] == []
    assert dossier.base_currency == "DZD"
    assert (dossier.settings.security_days, dossier.settings.operating_days, str(dossier.settings.vat_rate)) == (60, 120, "0.1900")
    assert len(dossier.holidays) == 56
    assert len(dossier.rules) > 20
    assert len(dossier.categories) == 13


def test_fixed_holidays_are_sure_and_moving_ones_estimated_until_announced() -> None:
    rows = holidays(2025, 2028)
    status = {(day, label): sure for day, label, sure in rows}
    assert status[date(2026, 1, 12), "Yennayer, Nouvel An amazigh"] == SURE
    assert status[date(2026, 5, 28), "Aïd el-Adha"] == ESTIMATED
    assert status[date(2025, 9, 5), "El-Mawlid Ennabawi Echarif"] == SURE
    for year in range(2025, 2029):
        labels = [label for day, label, _ in rows if isinstance(day, date) and day.year == year]
        assert len(labels) == 14
        assert labels.count("Aïd el-Fitr") == labels.count("Aïd el-Adha") == 3
    assert {status for day, label, status in holidays(2030, 2030) if str(label).startswith("Aïd")} == {ESTIMATED}


def test_settings_take_values_by_name_and_refuse_unknown_ones() -> None:
    rows = settings({"Société": "SARL Essai"})
    assert rows[0][:2] == ("Société", "SARL Essai")
    assert [row[0] for row in rows] == list(SETTING_NAMES)
    with pytest.raises(KeyError, match="Nimporte"):
        settings({"Nimporte": "quoi"})
    with pytest.raises(ValueError, match="zip"):
        alerts(1, 2)


def test_a_row_that_does_not_fit_its_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="Comptes"):
        ACCOUNTS.sheet([("BNA",)])


def test_identifiers_of_figures_keep_their_zeros() -> None:
    sheet = _book()["Paramètres"]
    (rib,) = [row[1] for row in sheet.iter_rows(min_row=2) if row[0].value == "RIB"]
    assert rib.number_format == "@"
    assert CATEGORY_TAB.sheet(CATEGORIES).values()[1][1] == "611"
    assert SETTING_TAB.headings == ("Paramètre", "Valeur", "Explication")


def test_the_guide_names_every_tab() -> None:
    told = {value for row in guide_sheet().values() for value in row}
    assert [tab.title for tab in TABS if tab.title not in told] == []


def test_help_messages_fit_in_a_cell_rule() -> None:
    for sheet in template_sheets():
        for _, _, block in sheet.placed():
            if isinstance(block, TableBlock):
                assert all(len(column.help) <= 255 for column in block.columns)
