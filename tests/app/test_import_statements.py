"""Importing statements: the right lines in the right tab, none lost, none doubled, all of it undone at will."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from addin.app.import_plan import Wishes
from addin.app.import_statements import Imported, import_statements
from addin.app.read_statements import ReadStatement
from addin.app.undo import undo_last
from addin.hosts.statement_files import read_statement_file
from addin.messages import TresoError
from tests.app.fakes import Answers
from tests.app.workbooks import NOW, bank
from tests.hosts.adapters import InMemory, Make, Owned

HEAD = "Date;Libellé;Débit;Crédit;Solde"
OVERLAP = "29/10/2026;VIR RECU TRANSMED;;80 000,00;1 064 199,45"
NEW = (
    "02/11/2026;TPE NAFTAL;3 800,00;;1 060 399,45",
    "02/11/2026;TPE NAFTAL;3 800,00;;1 056 599,45",
    "15/11/2026;=CMD|' /C calc'!A0;;100,00;1 056 699,45",
    "19/11/2026;PRLV SEAAL;3 214,20;;1 053 485,25",
)


def statement(folder: Path, *lines: str, name: str = "releve.csv", head: str = HEAD, above: Sequence[str] = ()) -> Path:
    path = folder / name
    path.write_bytes(("\r\n".join([*above, head, *lines]) + "\r\n").encode("cp1252"))
    return path


def bring(
    owned: Owned, *paths: Path, account: str | None = None, accepts: bool = False, agrees: bool = True, answers: Answers | None = None,
    profile: str | None = None, read: ReadStatement = read_statement_file,
) -> Imported:  # fmt: skip
    workbook = owned.open()
    wishes = Wishes(account, profile, lambda question: accepts)
    try:
        return import_statements(workbook, answers or Answers(None), paths, read, wishes, lambda plan: agrees, NOW)
    finally:
        workbook.close()


def refusal(owned: Owned, *paths: Path, **wishes: object) -> TresoError:
    """The refusal of an import that must leave the workbook as it is."""
    before = everything(owned)
    with pytest.raises(TresoError) as refused:
        bring(owned, *paths, **wishes)  # type: ignore[arg-type]
    assert everything(owned) == before
    return refused.value


def rows(owned: Owned, sheet: str = "BNA") -> list[list[object]]:
    workbook = owned.open()
    try:
        return [[_plain(cell) for cell in row] for row in workbook.read(sheet).rows]
    finally:
        workbook.close()


def names(owned: Owned) -> list[str]:
    workbook = owned.open()
    try:
        return [sheet.name for sheet in workbook.sheets()]
    finally:
        workbook.close()


def everything(owned: Owned) -> dict[str, list[list[object]]]:
    return {name: rows(owned, name) for name in names(owned)}


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date()
    return None if cell == "" else float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def labels(owned: Owned, sheet: str = "BNA", at: int = 1) -> list[object]:
    return [row[at] for row in rows(owned, sheet)[1:]]


def undo(owned: Owned) -> None:
    workbook = owned.open()
    try:
        undo_last(workbook, Answers(), NOW)
    finally:
        workbook.close()


# ------------------------------------------------------------------------------------------------ the right lines
def test_only_what_is_new_is_added_in_the_columns_of_the_tab(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    done = bring(owned, statement(tmp_path, OVERLAP, *NEW))
    (each,) = done.plan.planned
    assert (each.account, each.sheet, each.count, each.proof.check) == ("BNA", "BNA", 4, "ok")
    assert done.rows == ((9, 10, 11, 12),)
    assert rows(owned)[8:] == [
        [date(2026, 11, 2), "TPE NAFTAL", 3800.0, None, 1060399.45],
        [date(2026, 11, 2), "TPE NAFTAL", 3800.0, None, 1056599.45],
        [date(2026, 11, 15), "=CMD|' /C calc'!A0", None, 100.0, 1056699.45],
        [date(2026, 11, 19), "PRLV SEAAL", 3214.2, None, 1053485.25],
    ]


def test_the_same_file_again_adds_nothing_and_writes_nothing(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    path = statement(tmp_path, OVERLAP, *NEW)
    bring(owned, path)
    before = everything(owned)
    done = bring(owned, path)
    assert (done.count, done.plan.planned[0].novelty.is_new.any()) == (0, False)
    assert everything(owned) == before


@pytest.mark.parametrize("cut", range(1, 5))
def test_two_overlapping_halves_give_the_lines_of_the_whole(cut: int, tmp_path: Path) -> None:
    whole, halves = InMemory(tmp_path, bank()), InMemory(tmp_path, bank())
    lines = (OVERLAP, *NEW)
    bring(whole, statement(tmp_path, *lines))
    bring(halves, statement(tmp_path, *lines[: cut + 1], name="un.csv"))
    bring(halves, statement(tmp_path, *lines[max(0, cut - 1) :], name="deux.csv"), account="BNA")
    assert rows(halves) == rows(whole)


def test_a_line_that_she_corrected_since_is_still_recognised(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    path = statement(tmp_path, OVERLAP, *NEW)
    bring(owned, path)
    owned.type_in("BNA", {(9, 2): "Carburant du fourgon", (10, 3): 3900.0})
    assert bring(owned, path).count == 0


def test_a_line_typed_by_hand_is_not_doubled_when_the_balance_tells(tmp_path: Path) -> None:
    sheets = bank()
    sheets["BNA"].append([datetime(2026, 11, 2), "gasoil NAFTAL", 3800.0, None, 1060399.45])
    owned = InMemory(tmp_path, sheets)
    assert bring(owned, statement(tmp_path, OVERLAP, *NEW)).count == 3
    assert len(labels(owned)) == 11


def test_several_files_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    one, two = statement(tmp_path, OVERLAP, *NEW[:2], name="1.csv"), statement(tmp_path, *NEW[1:], name="2.csv")
    assert [each.count for each in bring(owned, one, two, account="BNA").plan.planned] == [2, 2]
    assert labels(owned)[-4:] == ["TPE NAFTAL", "TPE NAFTAL", "=CMD|' /C calc'!A0", "PRLV SEAAL"]


def test_files_without_a_number_follow_each_other_by_their_balances(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    one, two = statement(tmp_path, OVERLAP, *NEW[:2], name="1.csv"), statement(tmp_path, *NEW[2:], name="2.csv")
    assert [each.account for each in bring(owned, one, two).plan.planned] == ["BNA", "BNA"]


# ------------------------------------------------------------------------------------------------ her layout
def test_a_tab_with_the_newest_line_first_gets_them_above(make: Make, tmp_path: Path) -> None:
    head, *lines = bank()["BNA"]
    owned = make({"BNA": [head, *lines[::-1]]})
    bring(owned, statement(tmp_path, OVERLAP, *NEW))
    assert labels(owned)[:5] == ["PRLV SEAAL", "=CMD|' /C calc'!A0", "TPE NAFTAL", "TPE NAFTAL", "VIR RECU TRANSMED"]
    assert [row[4] for row in rows(owned)[1:6]] == [1053485.25, 1056699.45, 1056599.45, 1060399.45, 1064199.45]


def test_a_total_line_stays_last(make: Make, tmp_path: Path) -> None:
    sheets = bank()
    sheets["BNA"].append(["Total", None, 635800.55, 700000.0, None])
    owned = make(sheets)
    bring(owned, statement(tmp_path, OVERLAP, *NEW))
    assert rows(owned)[-1][0] == "Total"
    assert len(labels(owned)) == 12


def test_a_tab_of_several_accounts_names_the_account(tmp_path: Path) -> None:
    head = ["Compte", "Date", "Libellé", "Montant"]
    lines: list[list[object]] = [["CPA", datetime(2026, 10, 1), "LOYER", -100.0], ["B.N.A", datetime(2026, 10, 2), "VERS ESP", 50.0]]
    owned = InMemory(tmp_path, {"Opérations": [head, *lines]})
    bring(owned, statement(tmp_path, "25/10/2026;FRAIS;10,00;;"), account="BNA")
    assert rows(owned, "Opérations")[-1] == ["B.N.A", date(2026, 10, 25), "FRAIS", -10.0]


# ------------------------------------------------------------------------------------------------ accounts
def test_a_new_account_gets_a_tab_after_the_others_and_a_line_in_comptes(make: Make, tmp_path: Path) -> None:
    owned = make({**bank(), "Comptes": [["Compte", "Type", "Devise", "Solde initial", "RIB"], ["BNA", "Banque", "DZD", None, None]]})
    done = bring(
        owned, statement(tmp_path, "21/11/2026;VERS ESP AG604;;500,00;1 500,00", "22/11/2026;FRAIS;10,00;;1 490,00"), account="CPA"
    )
    assert done.new_tabs == ("CPA",)
    assert names(owned)[:3] == ["BNA", "CPA", "Factures clients"]
    assert [row[:7] for row in rows(owned, "CPA")] == [
        ["Date", "Date de valeur", "Libellé", "Tiers", "Débit", "Crédit", "Solde"],
        [date(2026, 11, 21), None, "VERS ESP AG604", "VERS ESP", None, 500.0, 1500.0],
        [date(2026, 11, 22), None, "FRAIS", "FRAIS", 10.0, None, 1490.0],
    ]
    assert rows(owned, "Comptes")[2][:4] == ["CPA", "Banque", "DZD", 1000.0]


def test_the_account_is_known_by_its_rib_in_comptes(tmp_path: Path) -> None:
    rib = "001 00604 0300004512 58"
    accounts = [["Compte", "RIB"], ["Courant", rib], ["Devises", "002 00010 0100200300 00"]]
    owned = InMemory(tmp_path, {"Comptes": accounts, "Courant": bank()["BNA"], "Devises": bank()["BNA"]})
    path = statement(tmp_path, OVERLAP, *NEW, above=[f"Compte n° {rib};;;;", ";;;;"])
    assert bring(owned, path).plan.planned[0].sheet == "Courant"


def test_nothing_that_tells_the_account_is_a_question_and_alone_a_refusal(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {"BNA": bank()["BNA"], "CPA": bank()["BNA"][:4]})
    path = statement(tmp_path, "25/10/2025;FRAIS;10,00;;")
    assert refusal(owned, path).code == "ACCOUNT_UNSURE"
    done = bring(owned, path, answers=Answers(picks=[1]))
    assert done.plan.planned[0].account == "CPA"


def test_two_accounts_in_one_file_go_to_two_tabs(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {"Notes": [["à moi"]]})
    lines = ["11111111;21/11/2026;A;-10,00", "22222222;21/11/2026;B;20,00", "11111111;22/11/2026;C;-5,00"]
    done = bring(owned, statement(tmp_path, *lines, head="N° compte;Date;Libellé;Montant"), account="Essai")
    assert sorted(done.new_tabs) == ["Essai", "Essai 2222"]
    assert [row[2] for row in rows(owned, "Essai")[1:]] == ["A", "C"]


def test_a_statement_of_another_account_asks_before_it_goes_where_she_said(tmp_path: Path) -> None:
    rib = "001 00604 0300004512 58"
    owned = InMemory(tmp_path, {"Comptes": [["Compte", "RIB"], ["BNA", rib], ["CPA", ""]], "BNA": bank()["BNA"], "CPA": bank()["BNA"]})
    path = statement(tmp_path, *NEW, above=[f"Compte n° {rib};;;;", ";;;;"])
    assert refusal(owned, path, account="CPA").code == "CONFIRMATION_NEEDED"


def test_a_statement_in_another_currency_is_refused(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {**bank(), "Comptes": [["Compte", "Devise"], ["BNA", "DZD"]]})
    path = statement(tmp_path, "21/11/2026;ADOBE;-59,99", head="Date;Libellé;Montant (EUR)")
    assert refusal(owned, path, account="BNA").code == "ACCOUNT_CURRENCY_DIFFERS"


# ------------------------------------------------------------------------------------------------ proof and bad input
def test_a_balance_that_does_not_follow_writes_nothing_unless_she_accepts(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    path = statement(tmp_path, OVERLAP, NEW[0], "02/11/2026;TPE NAFTAL;3 900,00;;1 056 599,45", *NEW[2:])
    refused = refusal(owned, path)
    assert (refused.code, refused.finding.row) == ("STATEMENT_NOT_PROVEN", 4)
    done = bring(owned, path, accepts=True)
    assert (done.count, done.plan.planned[0].proof.check) == (4, "broken")


def test_a_line_that_cannot_be_read_is_listed_and_the_good_ones_go_through(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    done = bring(owned, statement(tmp_path, OVERLAP, NEW[0], "99/11/2026;TPE NAFTAL;3 800,00;;1 056 599,45", *NEW[2:]))
    assert done.count == 3
    (rejected,) = [finding for finding in done.findings if finding.code == "LINE_DATE_UNREADABLE"]
    assert (rejected.sheet, rejected.row, rejected.column, rejected.value) == ("releve.csv", 4, "Date", "99/11/2026")


def test_a_file_that_cannot_be_read_does_not_stop_the_others_and_alone_is_refused(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    broken = tmp_path / "vide.csv"
    broken.touch()
    assert refusal(owned, broken).code == "STATEMENT_EMPTY"
    done = bring(owned, broken, statement(tmp_path, OVERLAP, *NEW))
    assert (done.count, [refused.code for refused in done.plan.refused]) == (4, ["STATEMENT_EMPTY"])


def test_what_the_file_leaves_open_is_asked_and_refused_where_nobody_answers(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    path = statement(tmp_path, "02/03/2027;ACHAT;-10,00", "03/04/2027;RECU;5,00", head="Date;Libellé;Montant")
    assert refusal(owned, path, account="BNA").code == "TABLE_DATE_ORDER_UNSURE"
    done = bring(owned, path, account="BNA", answers=Answers())
    assert [day.date() for day in done.plan.planned[0].statement.lines["booked_on"]] == [date(2027, 3, 2), date(2027, 4, 3)]
    assert "Profils" in names(owned), "the answer is kept"
    again = statement(tmp_path, "04/05/2027;ACHAT;-10,00", "05/06/2027;RECU;5,00", head="Date;Libellé;Montant", name="mai.csv")
    assert bring(owned, again, account="BNA").count == 2


def test_an_import_that_she_declines_writes_nothing(tmp_path: Path) -> None:
    assert refusal(InMemory(tmp_path, bank()), statement(tmp_path, OVERLAP, *NEW), agrees=False).code == "DECLINED"


def test_a_sheet_of_hers_called_imports_is_left_alone(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {**bank(), "Imports": [["Conteneur", "Port"], ["A12", "Alger"]]})
    assert refusal(owned, statement(tmp_path, OVERLAP, *NEW)).code == "SHEET_NAME_TAKEN"


def test_an_amount_in_centimes_and_a_year_that_slipped_are_said(tmp_path: Path) -> None:
    sheets = bank()
    sheets["BNA"] += [[datetime(2026, 10, 29), "SADEG", 14000.0 + i, None, None] for i in range(4)]
    owned = InMemory(tmp_path, {"BNA": sheets["BNA"]})
    lines = [
        "16/11/2026;SADEG;1 450 000,00;;",
        *(f"{day}/11/{year};FRAIS;10,00;;" for day, year in ((17, 2026), (18, 2062), (19, 2026), (20, 2026))),
    ]
    codes = {finding.code for finding in bring(owned, statement(tmp_path, *lines), account="BNA").findings}
    assert {"SLIP_CENTIMES", "SLIP_YEAR"} <= codes


def test_a_tab_that_she_deleted_is_brought_again(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    path = statement(tmp_path, "21/11/2026;VERS ESP;;500,00;1 500,00", name="cpa.csv")
    bring(owned, path, account="CPA")
    owned.remove("CPA")
    done = bring(owned, path, account="CPA")
    assert (done.new_tabs, done.count) == (("CPA",), 1)


# ------------------------------------------------------------------------------------------------ undo
def test_undo_takes_lines_tabs_and_the_memory_of_the_import_back(make: Make, tmp_path: Path) -> None:
    owned = make({**bank(), "Comptes": [["Compte", "Devise"], ["BNA", "DZD"]]})
    before = everything(owned)
    one, two = statement(tmp_path, OVERLAP, *NEW), statement(tmp_path, "21/11/2026;VERS ESP;;500,00;1 500,00", name="cpa.csv")
    bring(owned, one)
    bring(owned, two, account="CPA")
    undo(owned)
    assert "CPA" not in names(owned)
    undo(owned)
    assert {name: rows(owned, name) for name in before} == before
    assert bring(owned, one).count == 4, "what was undone can be imported again"


def test_undo_takes_out_lines_that_went_in_at_several_places(make: Make, tmp_path: Path) -> None:
    owned = make({"BNA": [row[:4] for row in bank()["BNA"]]})
    before = rows(owned)
    bring(owned, statement(tmp_path, "10/09/2026;A;1,00;", "20/10/2026;B;2,00;", "30/11/2026;C;3,00;", head=HEAD[:-6]), account="BNA")
    assert [label for label in labels(owned) if label in ("A", "B", "C")] == ["A", "B", "C"]
    assert labels(owned).index("A") == 1
    undo(owned)
    assert rows(owned) == before


def test_undo_refuses_lines_of_months_that_she_has_closed_since(make: Make, tmp_path: Path) -> None:
    owned = make({**bank(), "Paramètres": [["Paramètre", "Valeur"], ["Société", "Zellige"]]})
    bring(owned, statement(tmp_path, OVERLAP, *NEW))
    owned.type_in("Paramètres", {(3, 1): "Mois clôturés jusqu'au", (3, 2): "31/12/2026"})
    before = everything(owned)
    with pytest.raises(TresoError) as refused:
        undo(owned)
    assert (refused.value.code, refused.value.finding.sheet) == ("UNDO_CLOSED", "BNA")
    assert everything(owned) == before
    owned.type_in("Paramètres", {(3, 2): "31/01/2026"})
    undo(owned)
    assert len(rows(owned)) < len(before["BNA"])


def test_undo_refuses_when_an_added_line_was_changed_or_moved(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    bring(owned, statement(tmp_path, OVERLAP, *NEW))
    owned.type_in("BNA", {(10, 2): "autre chose"})
    before = rows(owned)
    with pytest.raises(TresoError) as refused:
        undo(owned)
    assert refused.value.code == "UNDO_GONE"
    assert rows(owned) == before
