"""The one way every host calls a function: broadcasting as in Excel, the dossier argument, errors, tables."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.app.cells import Block, LiveCell, Source, caller_store, dossier_of
from addin.app.ports import CellError
from addin.hosts.places import log_file
from addin.hosts.udf_bridge import NOT_AVAILABLE_CODES, attempt, evaluate
from addin.messages import MESSAGES, TresoError
from addin.registry import Argument, ArgumentKind, Function, Rows
from tests.functions.hosts import BNA, HANDLE, FakeCell, MemoryStore, packet

NA, VALUE, NUM = CellError("#N/A"), CellError("#VALUE!"), CellError("#NUM!")


def declared(call: Callable[..., object], *arguments: str) -> Function:
    """A function with arguments written « montant », « taux? » (optional) or « dossier:dossier »."""
    made = []
    for word in arguments:
        label, _, kind = word.rstrip("?").partition(":")
        made.append(Argument(label, "Une aide.", word.endswith("?"), _kind(kind)))
    return Function("TRESO.ESSAI", "Aide.", "Essais", tuple(made), "=TRESO.ESSAI(1)", 1, call)


def _kind(text: str) -> ArgumentKind:
    kinds: dict[str, ArgumentKind] = {"": "value", "dossier": "dossier", "ranges": "ranges", "cell": "cell"}
    return kinds[text]


def added(first: list[object], second: list[object] | None = None) -> list[object]:
    """The sum of two columns, as a function would write it: errors pass, an empty cell is 0."""
    others = second if second is not None else [0.0] * len(first)
    return [
        next((x for x in pair if isinstance(x, CellError)), None) or sum(x or 0.0 for x in pair) for pair in zip(first, others, strict=True)
    ]  # type: ignore[misc]


ADD = declared(added, "a", "b?")
COLUMN, ROW = packet((1.0,), (2.0,), (3.0,)), packet((10.0, 20.0))


def result(function: Function, *arguments: object) -> list[list[object]]:
    return evaluate(function, arguments, store=MemoryStore())


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((1, 2), [[3.0]]),
        ((COLUMN, 1), [[2.0], [3.0], [4.0]]),
        ((1, ROW), [[11.0, 21.0]]),
        ((COLUMN, ROW), [[11.0, 21.0], [12.0, 22.0], [13.0, 23.0]]),
        ((COLUMN, packet((1.0,), (2.0,))), [[2.0], [4.0], [NA]]),
        ((ROW, packet((1.0, 2.0, 3.0))), [[11.0, 22.0, NA]]),
        ((packet((1.0, 2.0), (3.0, 4.0)), packet((10.0, 20.0, 30.0))), [[11.0, 22.0, NA], [13.0, 24.0, NA]]),
        ((packet((1.0, 2.0), (3.0, 4.0)), COLUMN), [[2.0, 3.0], [5.0, 6.0], [NA, NA]]),
        ((packet((None,), (-2146826281,), (2.0,)),), [[0.0], [CellError("#DIV/0!")], [2.0]]),
        ((1, None), [[1.0]]),
        (((1.0, 2.0), 1), [[2.0, 3.0]]),
    ],
    ids=str,
)
def test_ranges_of_several_shapes_meet_as_in_excel(arguments: tuple[object, ...], shown: list[list[object]]) -> None:
    assert result(ADD, *arguments) == shown


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_any_two_shapes_give_what_numpy_or_excel_would(a: int, b: int, c: int, d: int) -> None:
    first, second = np.arange(a * b, dtype=float).reshape(a, b), 100 * np.arange(c * d, dtype=float).reshape(c, d)
    got = result(ADD, packet(*map(tuple, first.tolist())), packet(*map(tuple, second.tolist())))
    height, width = max(a, c), max(b, d)
    for i in range(height):
        for j in range(width):
            reached = [(0 if h == 1 else i, 0 if w == 1 else j) for h, w in ((a, b), (c, d)) if (h == 1 or i < h) and (w == 1 or j < w)]
            assert got[i][j] == (first[reached[0]] + second[reached[1]] if len(reached) == 2 else NA)


def test_an_omitted_argument_is_none_and_an_empty_cell_is_a_column_of_none() -> None:
    seen: list[object] = []

    def look(a: object, b: object = None) -> list[object]:
        seen.append((a, b))
        return [1.0]

    function = declared(look, "a", "b?")
    result(function, 1.0)
    result(function, 1.0, packet((None,)))
    assert seen == [([1.0], None), ([1.0], [None])]


def test_each_refused_element_is_an_error_of_its_own() -> None:
    function = declared(lambda a: [TresoError("ARGUMENT_NEGATIVE", argument="a", value=x) if x < 0 else x for x in a], "a")
    assert result(function, packet((1.0,), (-1.0,), (2.0,))) == [[1.0], [VALUE], [2.0]]


def test_what_is_not_known_is_na_and_a_bad_argument_is_value() -> None:
    assert set(MESSAGES) >= NOT_AVAILABLE_CODES
    for code, shown in (("DOSSIER_UNKNOWN", NA), ("ARGUMENT_NOT_AMOUNT", VALUE)):

        def refuses(code: str = code) -> list[object]:
            raise TresoError(code, argument="a", value="b")

        assert result(declared(refuses)) == [[shown]]


def test_a_bug_is_value_and_its_traceback_stands_in_the_log_under_its_number() -> None:
    def breaks() -> list[object]:
        raise ZeroDivisionError("division by zero")

    outcome = attempt(declared(breaks), [], store=MemoryStore())
    assert outcome.results == [[VALUE]]
    written = log_file().read_text(encoding="utf-8")
    assert f" {outcome.bug} TRESO.ESSAI " in written
    assert "ZeroDivisionError: division by zero" in written


def test_a_log_that_cannot_be_written_does_not_make_it_worse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "un fichier"
    blocked.touch()
    monkeypatch.setenv("TRESO_DOSSIER_UTILISATEUR", str(blocked))
    assert result(declared(lambda: "no list")) == [[VALUE]]


@pytest.mark.parametrize("gives", [[1.0, 2.0], 3.0, "BNA", [Ellipsis], None], ids=str)
def test_a_function_that_does_not_give_one_result_for_each_element_is_a_bug(gives: object) -> None:
    outcome = attempt(declared(lambda: gives), [], store=MemoryStore())
    assert (outcome.results, bool(outcome.bug)) == ([[VALUE]], True)


@pytest.mark.parametrize(
    ("given_back", "shown"),
    [
        (2, 2.0),
        (2**70, float(2**70)),
        (True, True),
        (np.float64(1.5), 1.5),
        (np.int64(3), 3.0),
        (np.bool_(True), True),
        (float("nan"), NUM),
        (float("-inf"), NUM),
        (None, None),
        (pd.NA, None),
        (pd.NaT, None),
        (pd.Timestamp("2026-10-31"), datetime(2026, 10, 31)),
        (np.datetime64("2026-10-31", "ns"), datetime(2026, 10, 31)),
        (date(2026, 10, 31), date(2026, 10, 31)),
        ("x" * 40_000, "x" * 32_766 + "…"),
        (CellError("#REF!"), CellError("#REF!")),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_result_is_one_of_the_types_that_every_host_can_show(given_back: object, shown: object) -> None:
    cell = result(declared(lambda: [given_back]))[0][0]
    assert cell == shown
    assert type(cell) is type(shown)


def test_a_table_is_shown_with_rows_of_equal_length() -> None:
    assert result(declared(lambda: Rows((("Poste", 1), ("x",), ())))) == [["Poste", 1.0], ["x", None], [None, None]]
    assert result(declared(lambda: Rows(()))) == [[None]]


def test_too_many_arguments_and_a_missing_one_are_refused() -> None:
    def codes(*arguments: object) -> list[str]:
        return [refused.code for refused in attempt(ADD, arguments, store=MemoryStore()).refusals]

    assert codes(1, 2, 3) == ["ARGUMENTS_TOO_MANY"]
    assert codes() == ["ARGUMENT_MISSING"]
    assert codes(1) == []


def test_a_column_against_a_row_does_not_fill_the_memory() -> None:
    long = packet(*[(1.0,)] * 5_000)
    outcome = attempt(ADD, [long, packet((1.0,) * 5_000)], store=MemoryStore())
    assert [refused.code for refused in outcome.refusals] == ["ARGUMENT_TOO_LARGE"]


# ------------------------------------------------------------------------------------------------ the dossier argument
def total(source: Source) -> list[object]:
    return [float(source.dossier.operations["amount_cents"].sum()) / 100]


TOTAL = declared(total, "dossier:dossier")
BNA_DOSSIER = dossier_of([Block("BNA", 1, 1, [list(row) for row in BNA])])


def test_a_handle_leads_to_its_dossier_typed_or_in_a_cell() -> None:
    store = MemoryStore({HANDLE: BNA_DOSSIER})
    for argument in (HANDLE, f" {HANDLE} ", packet((HANDLE,), sheet="Tableau de bord", row=4, column=2)):
        assert evaluate(TOTAL, [argument], store=store) == [[64_499.5]]
    assert store.asked == [HANDLE] * 3


def test_a_range_with_headings_is_read_where_it_stands() -> None:
    store = MemoryStore()
    assert evaluate(TOTAL, [packet(*BNA)], store=store) == [[64_499.5]]
    placed = attempt(TOTAL, [packet(*BNA, row=7, column=3)], store=store).source
    assert placed is not None
    assert (placed.name, placed.is_range) == ("BNA!C7:E10", True)
    assert placed.dossier.operations["row"].tolist() == [8, 9, 10]
    assert [reading.header_row for reading in placed.dossier.readings] == [7]
    assert store.asked == []


def test_the_findings_of_a_range_say_the_row_and_the_column_of_the_sheet() -> None:
    rows = (*BNA, (datetime(2026, 1, 7), "Sans montant", "à voir"))
    source = attempt(TOTAL, [packet(*rows, row=100)], store=MemoryStore()).source
    assert source is not None
    assert [finding.row for finding in source.dossier.findings if finding.code == "AMOUNT_UNREADABLE"] == [104]


def test_an_error_cell_in_a_range_does_not_silence_the_function() -> None:
    rows = (*BNA, (datetime(2026, 1, 7), "Formule", -2146826265))
    outcome = attempt(TOTAL, [packet(*rows)], store=MemoryStore())
    assert outcome.results == [[64_499.5]]
    assert outcome.source is not None
    assert [finding.row for finding in outcome.source.dossier.findings if finding.code == "CELL_ERROR"] == [5]


def test_two_ranges_of_one_tab_are_two_tabs() -> None:
    blocks = [Block("Banques", 3, 1, [list(row) for row in BNA]), Block("Banques", 3, 6, [list(row) for row in BNA])]
    read = dossier_of(blocks)
    assert read.operations["sheet"].tolist() == ["Banques"] * 3 + ["Banques (2)"] * 3
    assert read.operations["row"].tolist() == [4, 5, 6] * 2


def test_the_same_range_is_read_once() -> None:
    first = attempt(TOTAL, [packet(*BNA, sheet="Une fois")], store=MemoryStore()).source
    again = attempt(TOTAL, [packet(*BNA, sheet="Une fois")], store=MemoryStore()).source
    changed = attempt(TOTAL, [packet(*BNA[:-1], sheet="Une fois")], store=MemoryStore()).source
    assert first is again
    assert changed is not first


def test_the_facts_of_a_dossier_are_computed_once() -> None:
    store = MemoryStore({HANDLE: BNA_DOSSIER})
    sources = [attempt(TOTAL, [HANDLE], store=store).source for _ in range(2)]
    assert sources[0] is sources[1]
    assert sources[0] is not None
    assert sources[0].summary is sources[0].summary


def test_a_range_speaks_of_its_last_line_and_a_handle_of_the_closing_date_of_the_report() -> None:
    in_range = Source(BNA_DOSSIER, "BNA!A:C", is_range=True)
    assert in_range.as_of == date(2026, 1, 6)
    from addin.treasury.closing import default_closing_date

    assert Source(BNA_DOSSIER, HANDLE).as_of == default_closing_date(BNA_DOSSIER)


@pytest.mark.parametrize(
    ("argument", "code", "shown"),
    [
        ("1 opération · BNA · au 01/01/2020 · #00000000", "DOSSIER_UNKNOWN", NA),
        (None, "DOSSIER_MISSING", NA),
        (packet((None,)), "DOSSIER_MISSING", NA),
        ("BNA", "DOSSIER_NOT_HANDLE", VALUE),
        (12.0, "DOSSIER_NOT_HANDLE", VALUE),
        (packet(("Caisse",)), "DOSSIER_NOT_HANDLE", VALUE),
    ],
    ids=str,
)
def test_a_first_argument_without_a_dossier_is_refused(argument: object, code: str, shown: CellError) -> None:
    asked = MemoryStore()
    assert [refused.code for refused in attempt(TOTAL, [argument], store=asked).refusals] == [code]
    assert evaluate(TOTAL, [argument], store=asked) == [[shown]]


def test_a_dossier_cell_in_error_passes_its_error_on() -> None:
    assert result(TOTAL, -2146826259) == [[CellError("#NAME?")]]


def test_a_range_without_operations_says_so_when_its_date_is_asked() -> None:
    function = declared(lambda source: [float(source.as_of.day)], "dossier:dossier")
    outcome = attempt(function, [packet(("Nom", "Ville"), ("A", "Alger"))], store=MemoryStore())
    assert [refused.code for refused in outcome.refusals] == ["NO_OPERATIONS"]


def test_ranges_are_gathered_and_keep_their_places() -> None:
    seen: list[list[Block]] = []

    def look(blocks: list[Block]) -> list[object]:
        seen.append(blocks)
        return [1.0]

    function = declared(look, "plages:ranges")
    result(function, packet(*BNA), packet(*BNA, sheet="CPA"))
    assert [block.address for block in seen[0]] == ["BNA!A1:C4", "CPA!A1:C4"]
    assert [refused.code for refused in attempt(function, [], store=MemoryStore()).refusals] == ["ARGUMENT_MISSING"]


def test_a_function_can_keep_a_dossier_in_the_store_of_its_host() -> None:
    store = MemoryStore()
    function = declared(lambda blocks: [caller_store().save(dossier_of(blocks))], "plages:ranges")
    assert evaluate(function, [packet(*BNA)], store=store) == [[HANDLE]]
    assert list(store.dossiers) == [HANDLE]
    with pytest.raises(LookupError):
        caller_store()


def test_a_live_cell_is_handed_over_as_it_is() -> None:
    cell: LiveCell = FakeCell("=1+1")
    function = declared(lambda given: [given.formula], "cellule:cell")
    assert result(function, cell) == [["=1+1"]]
    for other in ("B7", 7.0, packet((1.0,)), None):
        assert [refused.code for refused in attempt(function, [other], store=MemoryStore()).refusals] == ["ARGUMENT_NOT_CELL"]


def test_ten_thousand_rows_pass_in_a_blink() -> None:
    plain = declared(lambda a: a, "a")
    rows = packet(*[(float(i),) for i in range(10_000)])
    result(plain, rows)
    started = time.perf_counter()
    assert result(plain, rows)[-1] == [9_999.0]
    assert time.perf_counter() - started < 0.5
