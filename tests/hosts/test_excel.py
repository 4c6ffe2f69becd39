"""What the adapter for open workbooks does where no Excel can be: its values, its memory, its manners, over small stand-ins."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.app.ports import CellError, SheetValues
from addin.hosts import declined_offers, excel_gaps
from addin.hosts.excel import ExcelWorkbook
from addin.hosts.excel_dialogs import ExcelDialogs
from addin.hosts.excel_kept import WORKBOOKS, KeptSheet, KeptSheets
from addin.hosts.excel_repair import unbound
from addin.hosts.excel_session import run_action
from addin.hosts.excel_settings import QUIET, UNCALCULATED, settings
from addin.hosts.excel_values import runs, sheet_values, written
from addin.hosts.places import OVERRIDE, log_file
from addin.messages import TresoError
from addin.sheets.model import Formula

NA, DIV, SPILL = -2146826246, -2146826281, -2146826243


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "moi"))


# ------------------------------------------------------------------------------------------------ values


def test_cells_come_as_the_port_wants_them_whatever_excel_sends() -> None:
    sent = (
        (Decimal("1234.5000"), datetime(2026, 10, 31, tzinfo=UTC), datetime(1899, 12, 30, 8, 30), True, "  texte "),
        (NA, None, 3.0, "#REF!", SPILL),
    )
    values = sheet_values(sent, (2, 2), errors_are_texts=False)
    assert list(values.rows) == [
        [],
        [None, 1234.5, datetime(2026, 10, 31), time(8, 30), True, "  texte "],
        [None, None, None, 3.0, "#REF!", None],
    ]
    assert values.errors == {(2, 1): CellError("#N/A"), (2, 5): CellError("#SPILL!")}


def test_on_a_mac_errors_come_as_texts() -> None:
    values = sheet_values([["#DIV/0!", "x"]], (1, 1), errors_are_texts=True)
    assert (list(values.rows), values.errors) == ([[None, "x"]], {(0, 0): CellError("#DIV/0!")})


def test_one_cell_is_a_sheet_of_one_cell() -> None:
    assert list(sheet_values("seul", (1, 1)).rows) == [["seul"]]
    assert list(sheet_values(None, (1, 1)).rows) == [[None]]


@pytest.mark.parametrize(
    "text", ["007", "31/10/2026", "=A1", "+213", "-", "@tiers", "VRAI", "true", "#REF!", "1e5", "'x", " 1", "5 mai", "Jan 26"]
)
def test_a_text_that_excel_would_read_as_something_else_is_marked_as_text(text: str) -> None:
    assert written(text) == f"'{text}"


def test_values_are_handed_over_in_types_that_com_takes() -> None:
    assert [written(value) for value in (3, Decimal("0.10"), True, None, "Loyer", date(2026, 1, 2), time(8, 0))] == [
        3.0, 0.1, True, None, "Loyer", datetime(2026, 1, 2), datetime(1899, 12, 30, 8, 0),
    ]  # fmt: skip
    with pytest.raises(TypeError):
        written(Formula("1+1"))


@given(st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 6)), st.integers()))
def test_rectangles_hold_each_cell_once_and_nothing_else(cells: dict[tuple[int, int], int]) -> None:
    found = [((top + i, left + j), cell) for (top, left), block in runs(cells) for i, row in enumerate(block) for j, cell in enumerate(row)]
    assert len(found) == len(cells)
    assert dict(found) == cells


# ------------------------------------------------------------------------------------------------ the version kept


def test_what_is_kept_comes_back_with_its_types(tmp_path: Path) -> None:
    rows = [["x", 1.5, None, True, date(2026, 1, 2), datetime(2026, 1, 2, 8), time(9, 30)]]
    sheet = KeptSheet(SheetValues(rows, {(0, 2): CellError("#N/A")}), {(1, 1): Formula("A2"), (1, 2): "=pas une formule"}, {(3, 3): "=B1"})
    kept = KeptSheets(tmp_path, "C:\\classeur.xlsx")
    assert kept.load() is None
    kept.begin()
    kept.commit(["A", "B"], {"A": sheet})
    assert KeptSheets(tmp_path, "C:\\classeur.xlsx").load() == (["A", "B"], {"A": sheet})
    assert KeptSheets(tmp_path, "C:\\autre.xlsx").load() is None
    kept.forget()
    assert kept.load() is None


def test_an_action_that_was_taken_back_leaves_the_version_kept(tmp_path: Path) -> None:
    kept = KeptSheets(tmp_path, "x")
    kept.begin()
    kept.commit(["A"], {})
    kept.begin()
    kept.give_up()
    assert kept.load() == (["A"], {})


def test_a_damaged_version_is_none_and_the_oldest_workbooks_go(tmp_path: Path) -> None:
    for number in range(WORKBOOKS + 3):
        kept = KeptSheets(tmp_path, str(number))
        kept.begin()
        kept.commit([], {})
    assert len(list(tmp_path.iterdir())) <= WORKBOOKS + 1
    assert kept.load() == ([], {})
    (kept.folder / "index.json").write_text('{"version": 1, "sheets": {"A": [3]}}', encoding="utf-8")
    assert kept.load() is None


def test_an_answer_no_is_remembered_for_that_workbook_only() -> None:
    assert declined_offers.declined("a.xlsx") == ""
    declined_offers.remember_declined("a.xlsx", "Rapport 2026-S44")
    assert [declined_offers.declined(name) for name in ("a.xlsx", "b.xlsx")] == ["Rapport 2026-S44", ""]
    (log_file().parent / "propositions.json").write_text("[", encoding="utf-8")
    assert declined_offers.declined("a.xlsx") == ""


# ------------------------------------------------------------------------------------------------ the application


class App:
    """An application: settings, a status bar, message boxes; it may be in a cell, or break a setting."""

    def __init__(self, *, answers: str = "yes") -> None:
        self.engine = SimpleNamespace(name="excel")
        self.calculation, self.enable_events, self.display_alerts = "semiautomatic", True, True
        self.status_bar: object = False
        self.alerts: list[str] = []
        self.busy_for = 0
        self.answers = answers
        self._screen = True

    @property
    def screen_updating(self) -> bool:
        if self.busy_for:
            self.busy_for -= 1
            raise RejectedError
        return self._screen

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self._screen = value

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str:
        assert (title, self._screen) == ("Trésorerie", True) or buttons == "yes_no"
        self.alerts.append(prompt.replace("\u00a0", " "))
        return self.answers


class RejectedError(Exception):
    """pywin32's com_error while a cell is being edited."""

    hresult = -2147418111


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setattr(excel_gaps, "_PAUSE_SECONDS", 0.0)
    return App()


def _book(app: App) -> Any:
    sheets = SimpleNamespace(active=SimpleNamespace(activate=lambda: None))
    return SimpleNamespace(app=app, name="classeur.xlsx", sheets=sheets)


def test_settings_are_put_back_even_when_the_work_fails(app: Any) -> None:
    seen = []

    def work() -> None:
        with settings(app, {**QUIET, **UNCALCULATED}):
            seen.append((app.screen_updating, app.calculation, app.enable_events, app.display_alerts))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert seen == [(False, "manual", False, False)]
    assert (app.screen_updating, app.calculation, app.enable_events, app.display_alerts) == (True, "semiautomatic", True, True)


def test_an_edit_in_progress_is_waited_for_a_little(app: App) -> None:
    app.busy_for = 3
    run_action("X", lambda workbook, dialogs: dialogs.tell("fait"), _book(app))
    assert app.alerts == ["fait"]


def test_an_edit_that_does_not_end_is_said_and_nothing_is_run(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_gaps, "_PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(App, "screen_updating", property(_rejects))
    run_action("X", lambda workbook, dialogs: pytest.fail("ran"), _book(app))
    assert len(app.alerts) == 1
    assert app.alerts[0].startswith("Le tableur est occupé.")


def _rejects(app: App) -> bool:
    raise RejectedError


def test_everything_is_told_in_one_message_and_the_status_bar_is_given_back(app: App) -> None:
    def action(workbook: ExcelWorkbook, dialogs: ExcelDialogs) -> None:
        for done in range(100):
            dialogs.progress(done, 100, "Lecture")
            assert str(app.status_bar).startswith("Trésorerie")
        dialogs.tell("un")
        dialogs.tell("deux")

    run_action("X", action, _book(app))
    assert (app.alerts, app.status_bar) == (["un\ndeux"], False)


def test_a_refusal_is_told_with_its_remedy(app: App) -> None:
    def action(workbook: ExcelWorkbook, dialogs: ExcelDialogs) -> None:
        raise TresoError("BOOK_READ_ONLY", file="classeur.xlsx")

    run_action("X", action, _book(app))
    assert app.alerts == [str(TresoError("BOOK_READ_ONLY", file="classeur.xlsx")).replace("\u00a0", " ")]
    assert not log_file().exists()


@pytest.mark.parametrize(
    ("saved", "damaged", "words"),
    [(False, False, "rien n'a été modifié"), (True, False, "classeur.xlsx était déjà écrit"), (False, True, "a pu changer")],
)
def test_a_bug_is_told_by_a_number_that_stands_in_the_log(app: App, saved: bool, damaged: bool, words: str) -> None:
    def action(workbook: ExcelWorkbook, dialogs: ExcelDialogs) -> None:
        workbook.is_saved, workbook.is_damaged = saved, damaged
        raise ZeroDivisionError("aïe")

    run_action("X", action, _book(app))
    (said,) = app.alerts
    assert words in said
    number = said.split("n° ")[1][:4]
    log = log_file().read_text(encoding="utf-8")
    assert number in log
    assert "ZeroDivisionError: aïe" in log


def test_an_excel_that_goes_into_a_cell_in_between_is_no_bug(app: App) -> None:
    def action(workbook: ExcelWorkbook, dialogs: ExcelDialogs) -> None:
        raise RejectedError

    run_action("X", action, _book(app))
    assert app.alerts[0].startswith("Le tableur est occupé.")


def test_a_chart_sheet_in_front_does_not_stop_a_button(app: App) -> None:
    book = _book(app)
    book.sheets = SimpleNamespace()  # xlwings fails on a chart sheet
    run_action("X", lambda workbook, dialogs: dialogs.tell("fait"), book)
    assert app.alerts == ["fait"]


def test_without_any_host_a_button_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import xlwings

    monkeypatch.setattr(xlwings.Book, "caller", _nobody)
    monkeypatch.setattr("addin.hosts.excel_session.calling_book", lambda: None)
    monkeypatch.setattr("xlwings.apps", SimpleNamespace(active=None))
    run_action("X", lambda workbook, dialogs: pytest.fail("ran"))


def _nobody() -> None:
    raise RuntimeError


# ------------------------------------------------------------------------------------------------ Excel's own words


def _windows_book(monkeypatch: pytest.MonkeyPatch, **state: bool) -> Any:
    monkeypatch.setattr(sys, "platform", "win32")
    api = SimpleNamespace(ReadOnly=False, MultiUserEditing=False, ProtectStructure=False, Charts=[])
    for name, value in state.items():
        setattr(api, name, value)
    sheet_api = SimpleNamespace(ProtectContents=False, ProtectionMode=False, FilterMode=True)
    sheet = SimpleNamespace(name="BNA", visible=-1, api=sheet_api)
    return SimpleNamespace(app=App(), api=api, name="classeur.xlsx", sheets=[sheet])


@pytest.mark.parametrize(
    ("state", "code"), [("ReadOnly", "BOOK_READ_ONLY"), ("MultiUserEditing", "FILE_SHARED"), ("ProtectStructure", "FILE_LOCKED_STRUCTURE")]
)
def test_a_workbook_that_excel_would_not_let_us_change_is_refused_at_once(monkeypatch: pytest.MonkeyPatch, state: str, code: str) -> None:
    with pytest.raises(TresoError) as refusal:
        ExcelWorkbook(_windows_book(monkeypatch, **{state: True})).append("BNA", [["x"]])
    assert refusal.value.code == code


def test_a_filtered_sheet_is_refused_in_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TresoError) as refusal:
        ExcelWorkbook(_windows_book(monkeypatch)).update("bna", {(1, 1): "x"})
    assert refusal.value.code == "BOOK_FILTERED"


def test_hidden_very_hidden_and_chart_sheets_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    book = _windows_book(monkeypatch)
    book.api.Charts = [SimpleNamespace(Name="Graphique")]
    book.sheets = [SimpleNamespace(name=str(visible), visible=visible) for visible in (-1, 0, 2)]
    found = [(sheet.name, sheet.visibility, sheet.is_grid) for sheet in ExcelWorkbook(book).sheets()]
    assert found == [("-1", "visible", True), ("0", "hidden", True), ("2", "very_hidden", True), ("Graphique", "visible", False)]


def test_our_formulas_are_typed_anew_where_they_show_a_name_error_or_cite_a_file() -> None:
    formulas = (
        ('=TRESO.SOLDE(Dossier,"BNA")', "=SUM(A1:A2)", "texte TRESO"),
        ("='C:\\x\\tresorerie.xlam'!TRESO.TVA(1)", "=TRESO.TVA(2)", "=INCONNU(1)"),
    )
    name = -2146826259
    used = SimpleNamespace(formula=formulas, address="$B$2:$D$3", raw_value=((name, 1.0, "texte TRESO"), (5.0, 6.0, name)))
    used.options = lambda **_: used
    assert unbound(SimpleNamespace(used_range=used), {"SOLDE", "TVA"}) == {  # type: ignore[arg-type]
        (2, 2): '=TRESO.SOLDE(Dossier,"BNA")', (3, 2): "=TRESO.TVA(1)",
    }  # fmt: skip
