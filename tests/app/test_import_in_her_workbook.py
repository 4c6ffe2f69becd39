"""Importing into workbooks as she keeps them: formulas, tables, totals, odd names; whatever stands there goes on as it was."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table, TableColumn

from addin.hosts.file import FileWorkbook
from addin.hosts.statement_files import read_statement_file
from addin.treasury.statements.model import StatementFile
from tests.app.fakes import Answers
from tests.app.test_import_statements import HEAD, NEW, OVERLAP, bring, everything, labels, names, refusal, rows, statement, undo
from tests.app.workbooks import bank
from tests.hosts.adapters import InMemory, Make, OnDisk
from tests.hosts.workbooks import sheet_xml, simple_workbook

SIGNED = "Date;Libellé;Montant"


class Given(OnDisk):
    """A workbook that was written part by part."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened: list[FileWorkbook] = []


def _edited(folder: Path, change: Any) -> OnDisk:
    """The small workbook after she changed it by another program."""
    owned = OnDisk(folder, bank())
    book = openpyxl.load_workbook(owned.path)
    change(book)
    book.save(owned.path)
    return owned


# ------------------------------------------------------------------------------------------------ her formulas and tables
def _with_formulas(folder: Path, *, total: bool) -> Given:
    """`BNA` whose balance is a formula with its value, and perhaps a total line of sums."""
    head, *lines = bank()["BNA"]
    written = ["".join(f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>' for letter, text in zip("ABCDE", head, strict=True))]
    for row, (day, label, debit, credit, balance) in enumerate(lines, 2):
        assert isinstance(day, datetime)
        cells = [f'<c r="A{row}" s="1"><v>{(day - datetime(1899, 12, 30)).days}</v></c>']
        cells.append(f'<c r="B{row}" t="inlineStr"><is><t>{label}</t></is></c>')
        cells += [f'<c r="{letter}{row}" s="2"><v>{cents}</v></c>' for letter, cents in (("C", debit), ("D", credit)) if cents is not None]
        formula = f"E{row - 1}+D{row}-C{row}" if row > 2 else "1000000+D2-C2"
        written.append("".join([*cells, f'<c r="E{row}" s="2"><f>{formula}</f><v>{balance}</v></c>']))
    if total:
        end = len(written)
        sums = (("C", 635800.55), ("D", 700000))
        cells = [f'<c r="{letter}{end + 1}" s="2"><f>SUM({letter}2:{letter}{end})</f><v>{value}</v></c>' for letter, value in sums]
        written.append(f'<c r="A{end + 1}" t="inlineStr"><is><t>Total</t></is></c>' + "".join(cells))
    xml = sheet_xml("".join(f'<row r="{row}">{cells}</row>' for row, cells in enumerate(written, 1)))
    return Given(simple_workbook(folder / "formules.xlsx", {"BNA": xml}))


@pytest.mark.parametrize("total", [False, True], ids=["last line", "before a total"])
def test_a_running_balance_is_carried_as_a_formula_with_its_value(total: bool, tmp_path: Path) -> None:
    owned = _with_formulas(tmp_path, total=total)
    done = bring(owned, statement(tmp_path, OVERLAP, *NEW))
    formulas, values = openpyxl.load_workbook(owned.path)["BNA"], openpyxl.load_workbook(owned.path, data_only=True)["BNA"]
    assert [formulas[f"E{row}"].value for row in (9, 12)] == ["=E8+D9-C9", "=E11+D12-C12"]
    assert [values[f"E{row}"].value for row in (9, 10, 11, 12)] == [1060399.45, 1056599.45, 1056699.45, 1053485.25]
    if total:
        assert [formulas[f"{letter}13"].value for letter in "CD"] == ["=SUM(C2:C12)", "=SUM(D2:D12)"]
        assert [values[f"{letter}13"].value for letter in "CD"] == [646614.75, 700100]
    assert not {"TAB_TOTAL_TYPED", "FORMULA_NOT_CALCULATED"} & {finding.code for finding in done.findings}


def test_a_total_that_was_typed_and_no_longer_holds_is_said(make: Make, tmp_path: Path) -> None:
    sheets = bank()
    sheets["BNA"].append(["Total", None, 635800.55, 700000.0, None])
    owned = make(sheets)
    found = [each for each in bring(owned, statement(tmp_path, OVERLAP, *NEW)).findings if each.code == "TAB_TOTAL_TYPED"]
    assert [(each.sheet, each.row) for each in found] == [("BNA", 13)]
    assert rows(owned)[12][:4] == ["Total", None, 635800.55, 700000.0], "her number is left as she wrote it"


def test_a_label_that_begins_like_a_formula_is_a_text(tmp_path: Path) -> None:
    owned = OnDisk(tmp_path, bank())
    bring(owned, statement(tmp_path, OVERLAP, *NEW))
    cell = openpyxl.load_workbook(owned.path)["BNA"]["B11"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=CMD|' /C calc'!A0", "s", True)
    assert [each.data_type for each in openpyxl.load_workbook(owned.path)["Imports"][2] if each.data_type == "f"] == []


def test_a_table_with_a_filter_takes_the_new_lines_in(tmp_path: Path) -> None:
    def as_table(book: openpyxl.Workbook) -> None:
        table = Table(displayName="tblBNA", ref="A1:E8")
        table._initialise_columns()
        for column, cell in zip(table.tableColumns, book["BNA"][1], strict=True):
            assert isinstance(column, TableColumn)
            column.name = str(cell.value)
        book["BNA"].add_table(table)

    owned = _edited(tmp_path, as_table)
    bring(owned, statement(tmp_path, OVERLAP, *NEW))
    (table,) = openpyxl.load_workbook(owned.path)["BNA"].tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A1:E12", "A1:E12")


def test_a_filter_of_the_sheet_goes_on_to_the_last_line(tmp_path: Path) -> None:
    def filtered(book: openpyxl.Workbook) -> None:
        book["BNA"].auto_filter.ref = "A1:E8"

    owned = _edited(tmp_path, filtered)
    bring(owned, statement(tmp_path, OVERLAP, *NEW))
    assert openpyxl.load_workbook(owned.path)["BNA"].auto_filter.ref == "A1:E12"


def test_signed_amounts_go_into_their_one_column(make: Make, tmp_path: Path) -> None:
    lines: list[list[object]] = [[datetime(2026, 10, 1), "LOYER", -100.0], [datetime(2026, 10, 2), "VERS ESP", 50.0]]
    owned = make({"CPA": [["Date", "Libellé", "Montant"], *lines]})
    bring(owned, statement(tmp_path, "25/10/2026;FRAIS;10,00;;", "26/10/2026;VIR RECU;;700,00;"), account="CPA")
    assert [row[:3] for row in rows(owned, "CPA")[3:]] == [[date(2026, 10, 25), "FRAIS", -10.0], [date(2026, 10, 26), "VIR RECU", 700.0]]


def test_a_tab_of_texts_gets_real_dates_and_numbers_that_are_read_again(make: Make, tmp_path: Path) -> None:
    """The tab holds what her bank's site gave: dates and amounts as texts."""
    lines: list[list[object]] = [["18/10/2026", "SEAAL", "3\u00a0214,20", None], ["28/10/2026", "VIR", None, "300\u00a0000,00"]]
    owned = make({"CCP": [["Date", "Nature de l'opération", "Débit", "Crédit"], *lines]})
    path = statement(tmp_path, "18/10/2026;SEAAL;3 214,20;", "12/11/2026;SADEG;14 380,55;", "28/11/2026;FRAIS;28,00;", head=HEAD[:-6])
    assert bring(owned, path, account="CCP").count == 2
    assert [row[:3] for row in rows(owned, "CCP")[3:]] == [[date(2026, 11, 12), "SADEG", 14380.55], [date(2026, 11, 28), "FRAIS", 28.0]]
    assert bring(owned, path, account="CCP").count == 0


def test_a_hidden_tab_receives_its_lines_and_stays_hidden(tmp_path: Path) -> None:
    def hidden(book: openpyxl.Workbook) -> None:
        book["BNA"].sheet_state = "hidden"

    owned = _edited(tmp_path, hidden)
    assert bring(owned, statement(tmp_path, OVERLAP, *NEW)).count == 4
    assert openpyxl.load_workbook(owned.path)["BNA"].sheet_state == "hidden"
    assert len(labels(owned)) == 11


def test_a_protected_tab_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    def protected(book: openpyxl.Workbook) -> None:
        book["BNA"].protection.sheet = True

    owned = _edited(tmp_path, protected)
    before = owned.path.read_bytes()
    assert refusal(owned, statement(tmp_path, OVERLAP, *NEW)).code == "SHEET_PROTECTED"
    assert owned.path.read_bytes() == before


# ------------------------------------------------------------------------------------------------ her accounts
@pytest.mark.parametrize(
    ("account", "tab"),
    [
        ("Compte courant, agence 604/2", "Compte courant, agence 604-2"),
        ("BNA 604/2 [principal]", "BNA 604-2 (principal)"),
        ("حساب الجزائر", "حساب الجزائر"),
        ("'CCP'", "CCP"),
    ],
)
def test_an_account_whose_name_excel_does_not_take_gets_a_tab_and_is_found_again(
    account: str, tab: str, make: Make, tmp_path: Path
) -> None:
    owned = make({**bank(), "Comptes": [["Compte", "Devise"], ["BNA", "DZD"]]})
    path = statement(tmp_path, "21/11/2026;VERS ESP;;500,00;1 500,00", "22/11/2026;FRAIS;10,00;;1 490,00")
    assert bring(owned, path, account=account).new_tabs == (tab,)
    assert rows(owned, "Comptes")[2][0] == account.strip("'") or rows(owned, "Comptes")[2][0] == account
    assert bring(owned, path, account=account).count == 0
    more = statement(tmp_path, "22/11/2026;FRAIS;10,00;;1 490,00", "23/11/2026;FRAIS;5,00;;1 485,00", name="suite.csv")
    done = bring(owned, more, account=account)
    assert (done.count, done.new_tabs, len(rows(owned, tab))) == (1, (), 4)


def test_a_name_longer_than_that_of_a_tab_is_refused(tmp_path: Path) -> None:
    """Two of them could give one tab, and the lines of both would be mixed."""
    path = statement(tmp_path, "21/11/2026;VERS ESP;;500,00;1 500,00")
    account = "Compte courant professionnel de l'agence 604"
    refused = refusal(InMemory(tmp_path, bank()), path, account=account)
    assert (refused.code, "44 caractères" in str(refused)) == ("ACCOUNT_NAME_TOO_LONG", True)
    owned = InMemory(tmp_path, {**bank(), "Comptes": [["Compte"], ["BNA"], [account]]})
    assert refusal(owned, path, account=account).code == "ACCOUNT_NAME_TOO_LONG"


def test_the_account_is_known_by_an_earlier_statement_of_its_number(tmp_path: Path) -> None:
    rib = "001 00604 0300004512 58"
    owned = InMemory(tmp_path, {**bank(), "CPA": bank()["BNA"][:3]})
    above = [f"Compte n° {rib};;;;", ";;;;"]
    bring(owned, statement(tmp_path, OVERLAP, *NEW[:2], above=above), account="BNA")
    (each,) = bring(owned, statement(tmp_path, "21/12/2026;FRAIS;1,00;;", above=above, name="décembre.csv")).plan.planned
    assert (each.account, each.evidence[-1].code) == ("BNA", "account_remembered")


def test_the_account_is_known_by_the_lines_it_already_holds(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {**bank(), "CPA": bank()["BNA"][:3]})
    held = ("21/10/2026;VIR RECU PHARMADZ;120 000,00", "26/10/2026;DJEZZY FLOTTE;-21 420,00", "29/10/2026;VIR RECU TRANSMED;80 000,00")
    (each,) = bring(owned, statement(tmp_path, *held, "30/10/2026;FRAIS;-10,00", head=SIGNED)).plan.planned
    assert (each.account, each.count, each.evidence[-1].code) == ("BNA", 1, "account_lines")


def test_a_statement_of_the_day_comes_again_in_the_final_one_and_is_not_doubled(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())

    def of_the_day(path: Path, **given: Any) -> list[Any]:
        found = read_statement_file(path, **given)
        return [
            replace(file, statements=tuple(replace(each, is_interim=True) for each in file.statements))
            for file in found
            if isinstance(file, StatementFile)
        ]

    day = statement(tmp_path, "22/11/2026;PAIEMENT CARTE 4411;3 800,00;", head=HEAD[:-6], name="jour.csv")
    final = statement(tmp_path, "22/11/2026;TPE NAFTAL CHERAGA;3 800,00;", "23/11/2026;FRAIS;5,00;", head=HEAD[:-6], name="final.csv")
    assert bring(owned, day, account="BNA", read=of_the_day).count == 1
    done = bring(owned, final, account="BNA")
    assert (done.count, labels(owned)[-2:]) == (1, ["PAIEMENT CARTE 4411", "FRAIS"])
    assert bring(owned, final, account="BNA").count == 0


# ------------------------------------------------------------------------------------------------ many files, odd files
def test_thirty_files_at_once_that_overlap_by_a_day_give_each_line_once(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    lines, balance = [], 1_064_199.45
    for day in range(1, 31):
        balance -= 1000 + day
        lines.append(f"{day:02}/11/2026;CHQ {4400 + day};{1000 + day},00;;{balance:.2f}".replace(".", ","))
    files = [statement(tmp_path, *lines[max(0, k - 1) : k + 1], name=f"relevé {k + 1:02}.csv") for k in range(30)]
    done = bring(owned, *files, account="BNA", answers=Answers())  # the days up to the 12th are asked about
    assert (done.count, len(labels(owned))) == (30, 37)
    assert labels(owned)[-30:] == [f"CHQ {4400 + day}" for day in range(1, 31)]
    assert {each.proof.check for each in done.plan.planned[1:]} == {"ok"}
    undo(owned)
    assert len(labels(owned)) == 7
    assert bring(owned, *files, account="BNA", answers=Answers()).count == 30


def test_an_archive_gives_its_statements_and_a_name_with_accents_is_kept(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    one, two = statement(tmp_path, OVERLAP, *NEW[:2], name="été à Béjaïa.csv"), statement(tmp_path, *NEW[1:], name="2.csv")
    archive = tmp_path / "relevés.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in (one, two):
            packed.write(path, path.name)
    done = bring(owned, archive, account="BNA")
    assert [(each.file.file, each.count) for each in done.plan.planned] == [
        ("relevés.zip › été à Béjaïa.csv", 2),
        ("relevés.zip › 2.csv", 2),
    ]
    assert rows(owned, "Imports")[1][2] == "relevés.zip › été à Béjaïa.csv"


def test_lines_out_of_order_go_to_their_days(make: Make, tmp_path: Path) -> None:
    owned = make({"CPA": [row[:4] for row in bank()["BNA"]]})
    lines = ["30/11/2026;C;3,00;", "10/09/2026;A;1,00;", "20/10/2026;B;2,00;"]
    bring(owned, statement(tmp_path, *lines, head=HEAD[:-6]), account="CPA")
    days = [row[0] for row in rows(owned, "CPA")[1:]]
    assert days == sorted(days, key=str)


def test_a_rejected_line_leaves_the_printed_closing_balance_and_the_gap_is_told_once(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {**bank(), "Comptes": [["Compte", "Solde initial"], ["BNA", 1_000_000.0]]})
    done = bring(owned, statement(tmp_path, OVERLAP, NEW[0], "99/11/2026;TPE NAFTAL;3 800,00;;1 056 599,45", *NEW[2:]))
    (each,) = done.plan.planned
    assert (each.count, each.proof.check, each.closing_cents) == (3, "broken", 105_348_525)
    codes = [finding.code for finding in done.findings if finding.severity != "info"]
    assert codes.count("STATEMENT_CLOSING_BROKEN") == 1
    assert "STATEMENT_TAB_AFTER" not in codes
    assert [[str(cell) for cell in row[14:17]] for row in rows(owned, "Imports")[1:]] == [["DZD", "984199.45", "1053485.25"]]


def test_a_workbook_with_nothing_in_it_takes_its_first_account(make: Make, tmp_path: Path) -> None:
    owned = make({"Feuil1": [[None]]})
    done = bring(owned, statement(tmp_path, OVERLAP, *NEW), account="BNA")
    assert (done.count, done.new_tabs) == (5, ("BNA",))
    assert bring(owned, statement(tmp_path, OVERLAP, *NEW)).count == 0
    undo(owned)
    assert "BNA" not in names(owned)


def test_an_answer_that_gives_up_writes_nothing(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {"BNA": bank()["BNA"], "CPA": bank()["BNA"][:4]})
    before = everything(owned)
    refused = refusal(owned, statement(tmp_path, "25/10/2025;FRAIS;10,00;;"), answers=Answers(picks=[None]))
    assert refused.code == "DECLINED"
    assert everything(owned) == before
