"""« Tableau de bord »: what it shows is what its formulas give, and its check says truly whether the tabs have changed."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import addin.functions.catalogue  # noqa: F401  # declares the functions
from addin.app.ports import CellError
from addin.app.refresh import find_dashboard
from addin.hosts.udf_bridge import evaluate
from addin.registry import FUNCTIONS
from addin.sheets.dashboard import TITLE, dashboard_sheet, handle_in, handle_place, is_dashboard, refreshed_cells
from addin.sheets.dashboard_check import MOST_TABS, Place, Read, find_check
from addin.sheets.example import example_sheets
from addin.sheets.live import DASH, UNKNOWN_RESULT
from addin.sheets.model import Formula, Sheet
from addin.sheets.text import as_text
from addin.treasury.coverage import TabTotals, tab_totals
from addin.treasury.dossier import Dossier
from addin.treasury.handle import handle_of
from addin.treasury.reading import build_dossier
from addin.treasury.summary import summarise
from addin.treasury.tabs import RawTab, classify
from tests.sheets.weekly_dossiers import DAY, SITUATIONS

GOLDEN = Path(__file__).parent / "golden" / "dashboard_example.txt"
CALL = re.compile(r"TRESO\.(\w+)\(([^()]*)\)")


class OneDossier:
    """A store that knows one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier, self.handle = dossier, handle_of(dossier)

    def load(self, handle: str) -> Dossier | None:
        return self.dossier if handle == self.handle else None

    def save(self, dossier: Dossier) -> str:
        raise AssertionError("nothing is saved by a formula of the dashboard")


@cache
def example_tabs() -> tuple[RawTab, ...]:
    return tuple(RawTab(sheet.title, sheet.values()) for sheet in example_sheets())


@cache
def example() -> Dossier:
    return build_dossier(example_tabs())


def page_of(dossier: Dossier, as_of: date) -> Sheet:
    return dashboard_sheet(summarise(dossier, as_of), Read(handle_of(dossier)))


def formulas(sheet: Sheet) -> Iterator[Formula]:
    return (cell.value for _, _, cell in sheet.cells() if isinstance(cell.value, Formula))


def result_of(call: re.Match[str], store: OneDossier) -> object:
    """What the function gives when a cell calls it like this."""
    words = next(csv.reader([call[2]], doublequote=True))
    arguments = [None if word == "" else float(word) if re.fullmatch(r"\d+", word) else word for word in words[1:]]
    ((result,),) = evaluate(FUNCTIONS[f"TRESO.{call[1]}"], [store.handle, *arguments], store=store)
    return result


def computed(formula: Formula, store: OneDossier) -> object:
    """What a formula of the dashboard gives: a call, or one of the few shapes around calls."""
    results = [result_of(call, store) for call in CALL.finditer(formula.text)]
    failed = next((result for result in results if isinstance(result, CellError)), None)
    bare = CALL.sub("_", formula.text)
    if bare == "_":
        return results[0]
    if bare == f'IF(ISNUMBER(_),_,"{DASH}")':
        return results[0] if isinstance(results[0], date) else DASH
    if failed is not None:
        return failed
    if bare.startswith("ROUND(_"):
        first, *others = [float(str(result)) for result in results]
        assert bare == f"ROUND(_{'-_' * len(others)},2)"
        return round(first - sum(others), 2)
    assert bare == '_&" facture(s)"', bare
    return f"{results[0]:.0f} facture(s)"


def differing(sheet: Sheet, dossier: Dossier) -> list[str]:
    store = OneDossier(dossier)
    return [
        f"{formula.text}: {shown!r} is shown, {given!r} is given"
        for formula in formulas(sheet)
        if CALL.search(formula.text)
        for shown, given in [(CellError(formula.error) if formula.error else formula.cached, computed(formula, store))]
        if not same(shown, given)
    ]


def same(shown: object, given: object) -> bool:
    if isinstance(shown, (int, float, Decimal)) and isinstance(given, (int, float)):
        return float(shown) == pytest.approx(float(given), abs=0.005)
    return shown == given


def test_every_figure_of_the_example_is_what_its_formula_gives() -> None:
    page = page_of(example(), date(2026, 10, 31))
    assert differing(page, example()) == []
    assert sum(CALL.search(formula.text) is not None for formula in formulas(page)) > 60


def test_the_page_says_what_was_read_and_accepted() -> None:
    totals = tab_totals(example(), example_tabs())
    handle = "2 438 opérations · BNA+CPA+CCP+5 autres · au 31/10/2026 · #00000000"
    page = as_text(dashboard_sheet(summarise(example(), date(2026, 10, 31)), Read(handle, totals, 26)))
    if os.environ.get("TRESO_GOLDEN") == "write":
        GOLDEN.write_text(page, encoding="utf-8", newline="\n")
    assert page == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_figure_of_an_odd_workbook_is_what_its_formula_gives(situation: str) -> None:
    read = SITUATIONS[situation]()
    dossier = replace(read, settings=replace(read.settings, as_of=DAY))
    assert differing(page_of(dossier, DAY), dossier) == []


def test_the_template_shows_dashes_until_the_dossier_is_read() -> None:
    page = dashboard_sheet(None, Read())
    live = [formula for formula in formulas(page) if CALL.search(formula.text)]
    assert {formula.cached for formula in live} == {DASH}
    assert all(formula.text.startswith(f'IF(Dossier="","{DASH}",') for formula in live)
    assert handle_in(page.values()) == ""


def test_what_the_workbook_does_not_say_is_an_error_and_not_a_zero() -> None:
    tab = RawTab("BNA", [["Date", "Libellé", "Montant"], [date(2026, 1, 4), "Vente", 100.0], [date(2026, 1, 5), "Loyer", -50.0]])
    dossier = build_dossier([tab])
    page = page_of(dossier, date(2026, 1, 10))
    shown = {formula.text: formula.error or formula.cached for formula in formulas(page)}
    assert shown["TRESO.SOLDE(Dossier)"] == shown["TRESO.RETARDS(Dossier)"] == UNKNOWN_RESULT


def test_the_dashboard_is_known_by_its_cells_under_whatever_name() -> None:
    page = page_of(example(), date(2026, 10, 31))
    assert is_dashboard(page.values())
    assert classify(RawTab("Mes chiffres", page.values())).kind == "report"
    assert not is_dashboard([["Dossier lu"], ["12 opérations"]])
    assert find_dashboard([*example_tabs(), RawTab("Mes chiffres", page.values())]).sheet == "Mes chiffres"  # type: ignore[union-attr]
    assert find_dashboard(example_tabs()) is None


def test_handle_and_check_are_found_where_she_moved_them() -> None:
    page = page_of(example(), date(2026, 10, 31))
    moved = [[], ["une ligne à moi"], *[[None, "x" if j == 0 else None, *row] for j, row in enumerate(page.values())]]
    assert handle_in(moved) == handle_of(example())
    assert handle_place(moved) == (7, 3)
    cells = refreshed_cells(moved, Read("nouveau", (TabTotals("BNA", 0, (3,), 5, 10.0),), 4))
    top, shown = find_check(moved) or (Place(0, 0), -1)
    assert (cells[7, 3], cells[top.row + 2, top.column + 1], shown) == ("nouveau", "nouveau", 0)
    assert {row for row, _ in cells} == {7, top.row + 2, top.row + 3, top.row + 5}


def test_fewer_tabs_than_before_leave_no_line_behind() -> None:
    before = Read("a", (TabTotals("A", 0, (1,), 1, 1.0), TabTotals("B", 0, (1,), 1, 1.0)), 2)
    values = dashboard_sheet(None, before).values()
    cells = refreshed_cells(values, Read("b", before.tabs[:1], 1))
    top, shown = find_check(values) or (Place(0, 0), 0)
    assert shown == 2
    assert [cells[top.row + 6, top.column + j] for j in range(6)] == [None] * 6


def test_the_check_calls_no_function_of_ours_and_nothing_volatile() -> None:
    page = dashboard_sheet(None, Read("a", (TabTotals("L'onglet", 0, (3, 4), 1, 1.0),), 3))
    checking = [formula.text for formula in formulas(page) if "TRESO" not in formula.text]
    assert len(checking) == 7  # two of the page, two of the sheets, three of the tab
    assert not re.search("INDIRECT|OFFSET|NOW|TODAY|RAND|CELL|INFO", " ".join(checking))
    assert "ROWS('L''onglet'!$A:$A)-COUNTBLANK('L''onglet'!$A:$A)" in checking
    assert """SUMIF('L''onglet'!$D:$D,"<1E+300")+SUMIF('L''onglet'!$E:$E,"<1E+300")""" in checking
    assert any(f"$P$4:$P${6 + MOST_TABS}" in text for text in checking)


def test_the_named_cell_is_the_one_of_the_handle() -> None:
    page = page_of(example(), date(2026, 10, 31))
    ((row, column),) = [
        (top + cell[0], left + cell[1]) for top, left, block in page.placed() for cell in getattr(block, "book_names", {}).values()
    ]
    assert (row + 1, column + 1) == handle_place(page.values())


def test_totals_count_and_sum_whole_columns_as_excel_does() -> None:
    rows = [
        ["BNA", None, None, None],
        ["Date", "Libellé", "Débit", "Crédit"],
        [date(2026, 1, 4), "Vente", None, 100.5],
        ["05/01/2026", "Loyer", 50, ""],
        [None, "Total", 50.0, 100.5],
    ]
    tab = RawTab("BNA", rows, {(4, 0): "#REF!"})
    (totals,) = tab_totals(build_dossier([tab]), [tab])
    assert (totals.counted, totals.summed) == (0, (2, 3))
    assert totals.count == 5  # the title, the heading, the two days, the error
    assert totals.total == 301.0


def test_each_tab_of_data_is_covered_and_reports_are_not() -> None:
    page = page_of(example(), date(2026, 10, 31))
    tabs = [*example_tabs(), RawTab(TITLE, page.values())]
    covered = [totals.sheet for totals in tab_totals(build_dossier(tabs), tabs)]
    assert covered == [tab.sheet for tab in example_tabs() if tab.sheet not in ("Mode d'emploi", "Contrôles")]
