"""One suite over all adapters of the port `Workbook`: the same calls give the same values back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from addin.app.ports import Workbook
from addin.messages import TresoError
from addin.sheets.history import history_sheet
from addin.sheets.model import Band, Block, Cell, Column, Role, Row, Sheet, TableBlock, Value, fingerprint
from tests.hosts.adapters import HOSTS, Make, Owned, Sheets, maker

TWO: Sheets = {"BNA": [["Date", "Montant"], [datetime(2026, 10, 31), 1500.5]], "Notes": [["à garder"]]}
AWKWARD: list[Value] = [
    "=A1+B1", "+213 21 00 00 00", "-", "@tiers", "'cité'", " bords ", "deux\nlignes", "a\tb", "1 234,56", "31/10/2026", "#REF!", "VRAI",
    "007", '<&>"', "شركة النور", "été €", "😀", True, False, 0, -3, 12.5, 1e15, Decimal("-1234.50"), Decimal("0.1"),
]  # fmt: skip
DAYS: list[Value] = [date(2026, 10, 31), datetime(2026, 10, 31)]


@pytest.fixture(params=HOSTS, ids=lambda host: host.__name__)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    return maker(request, tmp_path)


def _sheet(title: str, *rows: tuple[Value, ...], tab: str = "report") -> Sheet:
    width = max(map(len, rows))
    block = Block("main", tuple(Row(tuple(Cell(value, Role.TEXT) for value in row)) for row in rows), "full")
    return Sheet(title, (20.0,) * width, {"full": (0, width)}, (Band((block,)),), tab=tab)


def _names(workbook: Workbook) -> list[str]:
    return [sheet.name for sheet in workbook.sheets()]


def _values(owned: Owned, sheet: str) -> list[list[object]]:
    """The sheet as a new command reads it; blanks are None and numbers floats, trailing blanks do not count."""
    rows = [[_plain(cell) for cell in row] for row in owned.open().read(sheet).rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _plain(cell: object) -> object:
    if cell in (None, "") and cell is not False:
        return None
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == datetime.min.time() else cell
    return float(cell) if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) else cell


# ------------------------------------------------------------------------------------------------ reading


def test_sheets_come_in_tab_order_and_say_whether_they_show(make: Make) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.put(history_sheet([]))
    workbook.save()
    found = [(sheet.name, sheet.visibility, sheet.is_grid) for sheet in owned.open().sheets()]
    assert found == [("BNA", "visible", True), ("Notes", "visible", True), ("Historique", "hidden", True)]


def test_values_are_read_from_the_first_cell_on(make: Make) -> None:
    owned = make({"BNA": [[], [None, "Date"], [None, datetime(2026, 1, 2), 5]], "Vide": []})
    rows = owned.open().read("BNA").rows
    assert [_plain(cell) for cell in rows[1]][:2] == [None, "Date"]
    assert _values(owned, "BNA") == [[], [None, "Date"], [None, date(2026, 1, 2), 5.0]]
    assert _values(owned, "Vide") == []


def test_a_sheet_is_found_whatever_the_case_of_its_name(make: Make) -> None:
    owned = make(TWO)
    assert owned.open().read("bna").rows[0][0] == "Date"
    workbook = owned.open()
    workbook.put(_sheet("NOTES", ("nouveau",)))
    workbook.save()
    assert _names(owned.open()) == ["BNA", "NOTES"]


def test_an_unknown_sheet_is_a_mistake_of_the_caller(make: Make) -> None:
    owned = make(TWO)
    calls: list[Callable[[Workbook], object]] = [
        lambda workbook: workbook.read("Absent"),
        lambda workbook: workbook.delete("Absent"),
        lambda workbook: workbook.append("Absent", [[1]]),
        lambda workbook: workbook.update("Absent", {(1, 1): 1}),
        lambda workbook: workbook.put(_sheet("R", ("x",)), after="Absent"),
    ]
    for call in calls:
        with pytest.raises(KeyError):
            call(owned.open())


# ------------------------------------------------------------------------------------------------ putting and deleting


def test_what_is_put_is_read_back_and_only_after_the_save(make: Make) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.put(_sheet("Rapport", ("Trésorerie", 12.5), (None, date(2026, 10, 31))))
    assert _names(workbook) == ["BNA", "Notes"]
    workbook.save()
    assert _values(owned, "Rapport") == [["Trésorerie", 12.5], [None, date(2026, 10, 31)]]
    assert _values(owned, "Notes") == [["à garder"]]


def test_nothing_is_written_without_a_save(make: Make) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.put(_sheet("Rapport", ("x",)))
    workbook.delete("Notes")
    assert _names(owned.open()) == ["BNA", "Notes"]


@pytest.mark.parametrize("value", AWKWARD, ids=repr)
def test_any_value_comes_back_as_it_was_put_and_has_the_same_fingerprint(make: Make, value: Value) -> None:
    owned = make(TWO)
    page = _sheet("Rapport", ("titre", value, "fin"))
    workbook = owned.open()
    workbook.put(page)
    workbook.append("Notes", [[value, "fin"]])
    workbook.update("BNA", {(5, 2): value})
    workbook.save()
    assert _values(owned, "Rapport") == [["titre", _plain(value), "fin"]]
    assert fingerprint(owned.open().read("Rapport").rows) == fingerprint(page.values())
    assert _values(owned, "Notes")[1] == [_plain(value), "fin"]
    assert _values(owned, "BNA")[4] == [None, _plain(value)]


@pytest.mark.parametrize("value", ["_x000D_", "_x005F_x000D_"])
def test_a_text_that_looks_like_an_escape_stays_a_text_in_her_cells(make: Make, value: str) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.append("Notes", [[value]])
    workbook.save()
    assert _values(owned, "Notes")[1] == [value]


@pytest.mark.parametrize("value", DAYS, ids=repr)
def test_a_day_stays_a_day_in_a_cell_made_for_days(make: Make, value: Value) -> None:
    owned = make(TWO)
    page = _sheet("Rapport", ("titre", value))
    workbook = owned.open()
    workbook.put(page)
    workbook.append("BNA", [[value, 3]])
    workbook.update("BNA", {(2, 1): value})
    workbook.save()
    assert _values(owned, "Rapport") == [["titre", _plain(value)]]
    assert fingerprint(owned.open().read("Rapport").rows) == fingerprint(page.values())
    assert [row[0] for row in _values(owned, "BNA")[1:]] == [_plain(value)] * 2


def test_a_sheet_is_put_at_the_end_or_after_another_one(make: Make) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.put(_sheet("Fin", ("x",)))
    workbook.put(_sheet("Milieu", ("x",)), after="BNA")
    workbook.save()
    assert _names(owned.open()) == ["BNA", "Milieu", "Notes", "Fin"]


def test_a_sheet_of_the_same_name_is_replaced_where_it_stands(make: Make) -> None:
    owned = make(TWO)
    for text in ("un", "deux"):
        workbook = owned.open()
        workbook.put(_sheet("BNA", (text,), ("et", "plus") if text == "un" else (None,)), after="Notes")
        workbook.save()
    assert _names(owned.open()) == ["BNA", "Notes"]
    assert _values(owned, "BNA") == [["deux"]]


def test_a_deleted_sheet_is_gone_and_the_others_stay(make: Make) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.delete("BNA")
    workbook.save()
    assert _names(owned.open()) == ["Notes"]
    assert _values(owned, "Notes") == [["à garder"]]


def test_several_changes_of_one_save_stand_together(make: Make) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.put(_sheet("Rapport", ("x",)), after="BNA")
    workbook.append("Notes", [["ajout"]])
    workbook.update("BNA", {(2, 2): 7})
    workbook.save()
    assert _names(owned.open()) == ["BNA", "Rapport", "Notes"]
    assert _values(owned, "Notes") == [["à garder"], ["ajout"]]
    assert _values(owned, "BNA")[1] == [date(2026, 10, 31), 7.0]


def test_new_sheets_find_their_place_beside_replaced_and_deleted_ones(make: Make) -> None:
    owned = make({"A": [["a"]], "B": [["b"]], "C": [["c"]]})
    workbook = owned.open()
    workbook.delete("A")
    workbook.put(_sheet("B", ("b2",)))
    workbook.put(_sheet("Fin", ("x",)))
    workbook.put(_sheet("Après B", ("y",)), after="B")
    workbook.save()
    assert _names(owned.open()) == ["B", "Après B", "C", "Fin"]
    assert [_values(owned, name) for name in ("B", "Après B", "C", "Fin")] == [[["b2"]], [["y"]], [["c"]], [["x"]]]


def test_every_sheet_can_be_deleted_when_another_one_comes(make: Make) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.put(_sheet("Seule", ("x",)))
    for name in ("BNA", "Notes"):
        workbook.delete(name)
    workbook.save()
    assert _names(owned.open()) == ["Seule"]


# ------------------------------------------------------------------------------------------------ cells


def test_rows_are_appended_under_the_last_used_one(make: Make) -> None:
    owned = make({"Notes": [["a"], [], ["b"]]})
    workbook = owned.open()
    workbook.append("Notes", [["c", None, 3], [None, "d"]])
    workbook.save()
    workbook = owned.open()
    workbook.append("Notes", [["e"]])
    workbook.save()
    assert _values(owned, "Notes") == [["a"], [], ["b"], ["c", None, 3.0], [None, "d"], ["e"]]


def test_lines_follow_each_other_in_a_table(make: Make) -> None:
    owned = make(TWO)
    table = TableBlock("t", "tblT", (Column("N°", Role.COUNT), Column("Nom")), ((1, "un"),))
    workbook = owned.open()
    workbook.put(Sheet("Table", (10.0, 10.0), {"full": (0, 2)}, (Band((table,)),), tab="state"))
    workbook.save()
    for number, name in ((2, "deux"), (3, "trois")):
        workbook = owned.open()
        workbook.append("Table", [(number, name)])
        workbook.save()
    assert _values(owned, "Table") == [["N°", "Nom"], [1.0, "un"], [2.0, "deux"], [3.0, "trois"]]


def test_cells_are_set_and_blanked(make: Make) -> None:
    owned = make({"Notes": [["a", "b"], ["c", "d"]]})
    workbook = owned.open()
    workbook.update("Notes", {(1, 2): None, (2, 1): "C", (4, 3): 9})
    workbook.save()
    assert _values(owned, "Notes") == [["a"], ["C", "d"], [], [None, None, 9.0]]


def test_rows_go_in_where_they_are_wanted_and_what_is_below_moves_down(make: Make) -> None:
    owned = make({"BNA": [["Date", "Montant"], [datetime(2026, 10, 30), 2.0], ["Total", 2.0]]})
    workbook = owned.open()
    assert workbook.add_rows("bna", [[date(2026, 10, 31), 5], [date(2026, 11, 1), None, "=1+1"]], at=3, model=2) == ()
    assert workbook.add_rows("BNA", [], at=3, model=2) == ()
    workbook.save()
    days = [date(2026, 10, day) for day in (30, 31)] + [date(2026, 11, 1)]
    expected: list[list[object]] = [["Date", "Montant"], [days[0], 2.0], [days[1], 5.0], [days[2], None, "=1+1"], ["Total", 2.0]]
    assert _values(owned, "BNA") == expected


def test_rows_go_in_at_the_end_and_right_under_the_headings(make: Make) -> None:
    owned = make({"BNA": [["Date", "Montant"], [datetime(2026, 10, 30), 2.0]], "Vide": [["Date"]]})
    workbook = owned.open()
    workbook.add_rows("BNA", [[date(2026, 10, 31), 5]], at=3, model=2)
    workbook.add_rows("Vide", [[date(2026, 10, 31)]], at=2, model=None)
    workbook.save()
    assert _values(owned, "BNA")[1:] == [[date(2026, 10, 30), 2.0], [date(2026, 10, 31), 5.0]]
    assert _values(owned, "Vide") == [["Date"], [date(2026, 10, 31)]]


def test_rows_taken_out_are_as_if_they_had_never_come(make: Make) -> None:
    owned = make({"BNA": [["Date", "Montant"], [datetime(2026, 10, 30), 2.0], ["Total", 2.0]]})
    before = _values(owned, "BNA")
    workbook = owned.open()
    workbook.add_rows("BNA", [[date(2026, 10, 31), 5], [None, 6]], at=3, model=2)
    workbook.save()
    workbook = owned.open()
    workbook.remove_rows("BNA", 3, 2)
    workbook.save()
    assert _values(owned, "BNA") == before


# ------------------------------------------------------------------------------------------------ the version kept


def test_the_version_kept_is_the_one_before_the_last_save(make: Make) -> None:
    owned = make(TWO)
    assert owned.open().read_kept("Notes") is None
    for text in ("un", "deux"):
        workbook = owned.open()
        workbook.update("Notes", {(1, 1): text})
        workbook.save()
    kept = owned.open().read_kept("notes")
    assert kept is not None
    assert kept.rows[0][0] == "un"
    assert owned.open().read_kept("Absent") is None


def test_a_save_without_a_change_leaves_the_version_kept(make: Make) -> None:
    owned = make(TWO)
    workbook = owned.open()
    workbook.update("Notes", {(1, 1): "un"})
    workbook.save()
    owned.open().save()
    kept = owned.open().read_kept("Notes")
    assert kept is not None
    assert kept.rows[0][0] == "à garder"


def test_a_sheet_is_put_back_as_it_was_where_it_was(make: Make) -> None:
    owned = make({"A": [["a"]], "B": [["avant", 1]], "C": [["c"]]})
    workbook = owned.open()
    workbook.put(_sheet("B", ("après",)))
    workbook.save()
    workbook = owned.open()
    workbook.restore("B")
    workbook.save()
    assert _names(owned.open()) == ["A", "B", "C"]
    assert _values(owned, "B") == [["avant", 1.0]]


def test_a_sheet_deleted_since_is_put_back_behind_its_neighbour(make: Make) -> None:
    owned = make({"A": [["a"]], "B": [["b"]], "C": [["c"]]})
    workbook = owned.open()
    workbook.delete("B")
    workbook.save()
    workbook = owned.open()
    workbook.restore("B")
    workbook.save()
    assert _names(owned.open()) == ["A", "B", "C"]
    assert _values(owned, "B") == [["b"]]


def test_without_a_version_kept_nothing_can_be_put_back(make: Make) -> None:
    owned = make(TWO)
    with pytest.raises(TresoError) as never:
        owned.open().restore("Notes")
    workbook = owned.open()
    workbook.put(_sheet("R", ("x",)))
    workbook.save()
    with pytest.raises(TresoError) as not_in_it:
        owned.open().restore("R")
    owned.forget_kept()
    with pytest.raises(TresoError) as gone:
        owned.open().restore("Notes")
    assert [refusal.value.code for refusal in (never, not_in_it, gone)] == ["UNDO_GONE"] * 3
