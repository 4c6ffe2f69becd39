"""JOUROUVRE and ECHEANCE: working days, her own feasts, periods in every form."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from addin.app.cells import Block, Source
from addin.app.ports import CellError
from addin.functions.calendar import due_date, working_day
from addin.messages import TresoError
from addin.treasury.dossier import Settings
from tests.functions.facts import code, one, source_of
from tests.treasury.builders import make_dossier, operation

FEASTS = Block("Jours fériés", 1, 1, [["Date", "Libellé"], [datetime(2026, 11, 22), "Pont"], ["23/11/2026", "Pont"], [None, None]])


def dossier(as_of: date = date(2026, 10, 31), **more: object) -> Source:
    return source_of(make_dossier([operation("2026-10-01", "Vente", 5)], settings=Settings(as_of=as_of), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 11, 20), 0.0, date(2026, 11, 22)),  # a Friday
        (date(2026, 11, 22), None, date(2026, 11, 22)),
        ("19/11/2026", 1.0, date(2026, 11, 22)),
        (46_345.0, -1.0, date(2026, 11, 18)),
        (datetime(2026, 3, 19, 8), 1.0, date(2026, 3, 23)),  # Aïd el-Fitr
        (None, 5.0, None),
    ],
)
def test_a_working_day_is_found_from_any_form_of_date(day: object, count: object, found: date | None) -> None:
    assert working_day([day], [count]) == [found]


def test_her_own_feasts_replace_the_shipped_ones_in_the_years_that_they_name() -> None:
    assert one(working_day([date(2026, 11, 20)], [0.0], [FEASTS])) == date(2026, 11, 24)
    assert one(working_day([date(2026, 11, 1)], [0.0], [FEASTS])) == date(2026, 11, 1)  # not in her list
    assert one(working_day([date(2027, 5, 16)], [0.0], [FEASTS])) == date(2027, 5, 19)  # her list knows nothing of 2027


def test_feasts_without_a_date_are_refused_and_a_cell_in_error_among_them_decides() -> None:
    with pytest.raises(TresoError, match="dans F!B1:B2"):
        working_day([date(2026, 11, 20)], [0.0], [Block("F", 1, 2, [["Libellé"], ["Pont"]])])
    error = CellError("#REF!")
    assert working_day([date(2026, 11, 20)] * 2, [0.0] * 2, [Block("F", 1, 1, [[datetime(2026, 1, 1)], [error]])]) == [error, error]


def test_a_column_of_days_gives_each_its_own_result() -> None:
    error = CellError("#N/A")
    results = working_day([date(2026, 11, 20), error, "x", date(2026, 11, 20)], [0.0, 0.0, 0.0, 1.5])
    assert results[:2] == [date(2026, 11, 22), error]
    assert [code([each]) for each in results[2:]] == ["ARGUMENT_NOT_DATE", "ARGUMENT_NOT_WHOLE"]


@pytest.mark.parametrize(
    ("obligation", "period", "what", "found"),
    [
        ("G50", "10/2026", None, date(2026, 11, 22)),
        ("g50", "2026-10", "CONSEILLEE", date(2026, 11, 18)),
        ("G 50", date(2026, 10, 17), "legale", date(2026, 11, 22)),
        ("G50", 46_296.0, None, date(2026, 11, 22)),  # 01/10/2026
        ("G50", "T3 2026", None, date(2026, 10, 20)),
        ("CASNOS", 2026.0, None, date(2026, 6, 30)),
        ("acompte1", "2026", None, date(2026, 3, 23)),
    ],
)
def test_an_obligation_falls_due_for_a_period_in_any_form(obligation: str, period: object, what: object, found: date) -> None:
    assert one(due_date(dossier(), [obligation], [period], [what])) == found


@pytest.mark.parametrize(
    ("as_of", "obligation", "period", "found"),
    [
        (date(2026, 10, 31), "G50", None, date(2026, 11, 22)),
        (date(2026, 11, 22), "G50", None, date(2026, 11, 22)),  # it is due on the closing date itself
        (date(2026, 11, 23), "G50", None, date(2026, 12, 20)),
        (date(2026, 10, 31), "G50", "TRIMESTRE", date(2027, 1, 20)),
        (date(2026, 10, 31), "CNAS", "mois", date(2026, 11, 2)),
        (date(2026, 7, 1), "CASNOS", None, date(2027, 6, 30)),
        (date(2026, 1, 1), "BILAN", None, date(2026, 4, 30)),
        (date(2026, 1, 20), "DAS", None, date(2026, 2, 1)),
    ],
)
def test_without_a_period_the_next_one_from_the_closing_date_is_found(as_of: date, obligation: str, period: object, found: date) -> None:
    assert one(due_date(dossier(as_of), [obligation], [period])) == found


def test_the_feasts_of_the_dossier_decide() -> None:
    source = dossier(holidays=[{"day": "2026-11-22", "label": "Pont"}])
    assert one(due_date(source, ["G50"], ["10/2026"])) == date(2026, 11, 23)
    assert one(due_date(source, ["G50"], ["02/2027"])) == date(2027, 3, 21)  # the shipped feasts: nothing on 20/03/2027 but a Saturday


def test_a_period_that_does_not_fit_is_refused_with_an_example() -> None:
    assert code(due_date(dossier(), ["G50"], ["2026"])) == "PERIOD_UNREADABLE"
    assert code(due_date(dossier(), ["G50"], ["octobre"])) == "PERIOD_UNREADABLE"
    assert code(due_date(dossier(), ["CASNOS"], ["TRIMESTRE"])) == "PERIOD_UNREADABLE"
    assert code(due_date(dossier(), ["TVA"])) == "ARGUMENT_UNKNOWN"
    assert code(due_date(dossier(), [None])) == "ARGUMENT_UNKNOWN"
    assert code(due_date(dossier(), ["G50"], None, ["TOT"])) == "ARGUMENT_UNKNOWN"
