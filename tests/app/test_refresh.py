"""« Actualiser »: the cell `Dossier` leads to what the workbook holds now; everything else on the page is hers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from addin.app.history import ADDED, CELL, REPLACED
from addin.app.refresh import Refreshed, find_dashboard, refresh
from addin.app.undo import undo_last
from addin.app.weekly_report import build_weekly_report
from addin.messages import TresoError
from addin.sheets.dashboard import HANDLE_TITLE, TITLE, dashboard_sheet, handle_in, handle_place
from addin.sheets.dashboard_check import Read, find_check
from addin.sheets.guide import guide_sheet
from addin.sheets.model import fingerprint
from addin.treasury.tabs import RawTab
from tests.app.fakes import Answers, MemoryStore
from tests.app.test_weekly_report import history, names, values
from tests.app.workbooks import NOW, REPORT, WEEK, bank
from tests.hosts.adapters import InMemory, Owned, Sheets

Make = Callable[[Sheets], Owned]
LATER = NOW + timedelta(minutes=5)


def refreshed(owned: Owned, store: MemoryStore | None = None) -> Refreshed:
    return refresh(owned.open(), Answers(), store or MemoryStore(), NOW)


def refused(owned: Owned, store: MemoryStore | None = None) -> str:
    before = {name: fingerprint(values(owned, name)) for name in names(owned)}
    with pytest.raises(TresoError) as refusal:
        refreshed(owned, store)
    assert {name: fingerprint(values(owned, name)) for name in names(owned)} == before
    return refusal.value.code


def checked(owned: Owned, sheet: str = TITLE) -> list[tuple[object, object]]:
    """What the check says was read: number of sheets, then each tab and its cells."""
    rows = values(owned, sheet)
    found = find_check(rows)
    assert found is not None
    top, shown = found
    lines = [rows[top.row + 4 + i][top.column - 1 : top.column + 1] for i in range(shown)]
    return [("", rows[top.row + 2][top.column]), *((str(name), count) for name, count in lines)]


def test_the_first_time_the_dashboard_is_put_in_and_its_handle_leads_to_the_dossier(make: Make) -> None:
    owned, store = make(bank()), MemoryStore()
    done = refreshed(owned, store)
    assert names(owned) == ["BNA", TITLE, "Factures clients", "Historique"]
    assert (done.is_new, done.has_changed, done.sheet) == (True, True, TITLE)
    assert handle_in(values(owned, TITLE)) == done.handle
    dossier = store.load(done.handle)
    assert dossier is not None
    assert len(dossier.operations) == 7
    assert checked(owned) == [("", 4), ("BNA", 8), ("Factures clients", 3)]
    assert history(owned)[0][:4] == (1, "Actualiser", TITLE, ADDED)


def test_the_same_lines_give_the_same_handle_whatever_sheets_of_ours_were_added(make: Make) -> None:
    owned, store = make(bank()), MemoryStore()
    first = refreshed(owned, store)
    build_weekly_report(owned.open(), Answers(), as_of=WEEK, now=NOW)
    again = refreshed(owned, store)
    assert again.handle == first.handle
    assert (again.is_new, again.has_changed) == (False, False)
    assert checked(owned)[0] == ("", 5)


def test_a_changed_line_gives_another_handle_and_the_rest_of_the_page_stays(make: Make) -> None:
    owned, store = make(bank()), MemoryStore()
    before = refreshed(owned, store).handle
    owned.type_in(TITLE, {(60, 2): "à moi", (2, 1): "mon sous-titre"})
    owned.type_in("BNA", {(9, 1): "30/10/2026", (9, 2): "TPE NAFTAL", (9, 3): 3_800.0})
    done = refreshed(owned, store)
    rows = values(owned, TITLE)
    assert done.handle == handle_in(rows) != before
    assert (rows[59][1], rows[1][0]) == ("à moi", "mon sous-titre")
    assert checked(owned)[1] == ("BNA", 9)
    assert store.load(before) is not None
    assert [line[3] for line in history(owned)] == [ADDED, CELL]
    assert history(owned)[1][4:6] == (before, done.handle)


def test_a_dashboard_that_she_renamed_and_moved_is_still_the_one(make: Make) -> None:
    owned, store = make(bank()), MemoryStore()
    refreshed(owned, store)
    owned.rename(TITLE, "Mes chiffres")
    owned.rewrite("Mes chiffres", [[], ["bonjour"], *values(owned, "Mes chiffres")])
    owned.remove("Factures clients")
    done = refreshed(owned, store)
    assert names(owned) == ["BNA", "Mes chiffres", "Historique"]
    assert handle_in(values(owned, "Mes chiffres")) == done.handle
    assert checked(owned, "Mes chiffres") == [("", 3), ("BNA", 8)]


def test_undoing_gives_the_handle_of_before_back(make: Make) -> None:
    owned, store = make(bank()), MemoryStore()
    before = refreshed(owned, store).handle
    owned.type_in("BNA", {(8, 3): 21_421.0})
    after = refreshed(owned, store).handle
    undone = undo_last(owned.open(), Answers(), LATER)
    assert (undone.action, undone.sheets) == ("Actualiser", (TITLE,))
    assert handle_in(values(owned, TITLE)) == before != after
    undo_last(owned.open(), Answers(), LATER)
    assert names(owned) == ["BNA", "Factures clients", "Historique"]


def test_a_handle_that_she_has_written_over_is_given_back_only_when_she_agrees(make: Make) -> None:
    owned, store = make(bank()), MemoryStore()
    refreshed(owned, store)
    owned.type_in("BNA", {(8, 3): 21_421.0})
    refreshed(owned, store)
    owned.type_in(TITLE, {handle_place(values(owned, TITLE)): "autre chose"})
    with pytest.raises(TresoError) as refusal:
        undo_last(owned.open(), Answers(agrees=False), LATER)
    assert refusal.value.code == "DECLINED"
    assert handle_in(values(owned, TITLE)) == "autre chose"


def test_the_report_refreshes_the_handle_in_its_own_action(make: Make) -> None:
    owned, store = make(bank()), MemoryStore()
    before = refreshed(owned, store).handle
    owned.type_in("BNA", {(8, 3): 21_421.0})
    build_weekly_report(owned.open(), Answers(), as_of=WEEK, now=NOW, store=store)
    after = handle_in(values(owned, TITLE))
    assert after != before
    assert store.load(after) is not None
    assert checked(owned)[0] == ("", 5)
    assert [line[3] for line in history(owned)[1:]] == [ADDED, CELL]
    undo_last(owned.open(), Answers(), LATER)
    assert handle_in(values(owned, TITLE)) == before
    assert REPORT not in names(owned)


def test_the_page_of_the_template_becomes_one_of_her_accounts(make: Make) -> None:
    template = {"Mode d'emploi": guide_sheet().values(), TITLE: dashboard_sheet(None, Read()).values()}
    owned, store = make({**template, **bank()}), MemoryStore()
    done = refreshed(owned, store)
    assert names(owned)[:2] == ["Mode d'emploi", TITLE]
    assert any("BNA" in row for row in values(owned, TITLE))
    assert handle_in(values(owned, TITLE)) == done.handle
    assert history(owned)[0][3] == REPLACED


def test_a_page_of_the_template_with_something_of_hers_keeps_it(make: Make) -> None:
    page = [list(row) for row in dashboard_sheet(None, Read()).values()]
    page[1][0] = "mon entreprise"
    owned, store = make({TITLE: page, **bank()}), MemoryStore()
    done = refreshed(owned, store)
    assert values(owned, TITLE)[1][0] == "mon entreprise"
    assert handle_in(values(owned, TITLE)) == done.handle


def test_a_sheet_of_hers_of_that_name_is_refused(make: Make) -> None:
    assert refused(make({**bank(), "tableau de bord": [["à moi"]]})) == "SHEET_NAME_TAKEN"
    assert refused(make({**bank(), TITLE: [[HANDLE_TITLE], ["à moi"]]})) == "SHEET_NAME_TAKEN"


def test_a_workbook_without_operations_is_refused(make: Make) -> None:
    assert refused(make({"Notes": [["à faire"]]})) == "NO_OPERATIONS"


def test_a_dossier_that_cannot_be_kept_leaves_the_workbook_as_it_was(make: Make) -> None:
    store = MemoryStore()
    store.is_full = True
    assert refused(make(bank()), store) == "DOSSIER_NOT_KEPT"


def test_each_sheet_is_read_once_and_nothing_after_the_first_change(tmp_path: object) -> None:
    owned = InMemory(None, bank())  # type: ignore[arg-type]
    refreshed(owned)
    refreshed(owned)
    assert owned.workbook.reads_after_write == []


def test_a_tab_is_a_dashboard_by_its_cells_only() -> None:
    assert find_dashboard([RawTab(TITLE, [["Dossier lu"], ["x"]])]) is None
