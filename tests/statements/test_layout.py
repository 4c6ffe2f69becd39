"""New lines take the columns, the signs and the order of the tab that receives them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from addin.treasury.reading import build_dossier
from addin.treasury.statements.layout import TabLayout, lay_out, layout_of, places
from addin.treasury.statements.model import line_frame
from addin.treasury.tabs import RawTab

D = Decimal


def _layout(rows: list[list[object]], account: str = "BNA") -> TabLayout:
    tab = RawTab("BNA", rows)
    dossier = build_dossier([tab])
    (reading,) = dossier.readings
    assert reading.kind == "operations", reading
    return layout_of(tab, reading, dossier.operations, account)


def _lines(*lines: tuple[date, str, int], balances: list[object] | None = None) -> pd.DataFrame:
    days, labels, amounts = zip(*lines, strict=True)
    given = {"line": range(len(lines)), "booked_on": days, "label": labels, "amount_cents": amounts}
    return line_frame(given | ({"balance_cents": balances} if balances else {}))


_SPENT = (date(2026, 10, 12), "CHQ 12", -45_050)
_EARNED = (date(2026, 10, 13), "VIR RECU", 100_000)


def test_a_tab_with_debit_and_credit_gets_positive_amounts_in_the_right_column() -> None:
    layout = _layout(
        [["Date", "Libellé", "Débit", "Crédit"], [date(2026, 10, 1), "FRAIS", 100.0, None], [date(2026, 10, 2), "REM", None, 5.0]]
    )
    assert lay_out(_lines(_SPENT, _EARNED), layout, "DZD") == [
        (date(2026, 10, 12), "CHQ 12", D("450.50"), None),
        (date(2026, 10, 13), "VIR RECU", None, D("1000.00")),
    ]


def test_a_tab_that_writes_payments_with_a_minus_in_its_debit_column_keeps_doing_so() -> None:
    layout = _layout(
        [["Date", "Libellé", "Débit", "Crédit"], [date(2026, 10, 1), "FRAIS", -100.0, None], [date(2026, 10, 2), "REM", None, 5.0]]
    )
    assert lay_out(_lines(_SPENT), layout, "DZD") == [(date(2026, 10, 12), "CHQ 12", D("-450.50"), None)]


def test_a_book_of_account_512_gets_receipts_in_its_debit_column() -> None:
    rows: list[list[object]] = [["Date", "Libellé", "Débit", "Crédit", "Solde"]]
    rows += [[date(2026, 10, 1), "A NOUVEAU", None, None, 500.0], [date(2026, 10, 2), "VENTE", 100.0, None, 600.0]]
    rows += [[date(2026, 10, 3), "ACHAT", None, 40.0, 560.0]]
    assert lay_out(_lines(_EARNED), _layout(rows), "DZD") == [(date(2026, 10, 13), "VIR RECU", D("1000.00"), None, None)]


def test_one_signed_column_keeps_the_sign_that_the_tab_gives_to_payments() -> None:
    layout = _layout([["Montant", "Date", "Libellé"], [-100.0, date(2026, 10, 1), "FRAIS"], [50.0, date(2026, 10, 2), "REMISE"]])
    assert lay_out(_lines(_SPENT, _EARNED), layout, "DZD") == [
        (D("-450.50"), date(2026, 10, 12), "CHQ 12"),
        (D("1000.00"), date(2026, 10, 13), "VIR RECU"),
    ]


def test_a_column_sens_gets_the_words_of_the_tab_and_amounts_without_sign() -> None:
    rows: list[list[object]] = [["Date", "Libellé", "Montant", "Sens"], [date(2026, 10, 1), "FRAIS", 100.0, "Sortie"]]
    rows += [[date(2026, 10, 2), "REMISE", 50.0, "Entrée"]]
    assert lay_out(_lines(_SPENT, _EARNED), _layout(rows), "DZD") == [
        (date(2026, 10, 12), "CHQ 12", D("450.50"), "Sortie"),
        (date(2026, 10, 13), "VIR RECU", D("1000.00"), "Entrée"),
    ]


def test_a_tab_of_several_accounts_names_the_account_as_its_lines_do() -> None:
    rows: list[list[object]] = [["Date", "Compte", "Libellé", "Débit", "Crédit"], [date(2026, 10, 1), "B.N.A", "FRAIS", 100.0, None]]
    rows += [[date(2026, 10, 2), "CPA", "REM", None, 5.0]]
    tab = RawTab("Opérations", rows)
    dossier = build_dossier([tab])
    layout = layout_of(tab, dossier.readings[0], dossier.operations, "B.N.A")
    assert lay_out(_lines(_SPENT), layout, "DZD") == [(date(2026, 10, 12), "B.N.A", "CHQ 12", D("450.50"), None)]


def test_printed_balances_fill_the_column_solde_and_absent_ones_leave_it_blank() -> None:
    rows: list[list[object]] = [["Date", "Libellé", "Débit", "Crédit", "Solde"], [date(2026, 10, 1), "REM", None, 5.0, 5.0]]
    lines = _lines(_SPENT, _EARNED, balances=[55_000, pd.NA])
    assert [row[4] for row in lay_out(lines, _layout(rows), "DZD")] == [D("550.00"), None]


def test_a_line_of_amount_zero_keeps_its_zero() -> None:
    layout = _layout(
        [["Date", "Libellé", "Débit", "Crédit"], [date(2026, 10, 1), "FRAIS", 100.0, None], [date(2026, 10, 2), "REM", None, 5.0]]
    )
    assert lay_out(_lines((date(2026, 10, 3), "INFO", 0)), layout, "DZD") == [(date(2026, 10, 3), "INFO", D(0), None)]


# ------------------------------------------------------------------------------------------------ where
_OLDEST_FIRST: list[list[object]] = [
    ["Relevé BNA"], ["Date", "Libellé", "Montant"],
    [date(2026, 10, 1), "A", 1.0], [date(2026, 10, 5), "B", 2.0], [date(2026, 10, 9), "C", -3.0],
]  # fmt: skip
_NEWEST_FIRST = [*_OLDEST_FIRST[:2], *_OLDEST_FIRST[:1:-1]]


def _placed(rows: list[list[object]], *days: date) -> list[tuple[int, int | None, list[int]]]:
    return [(each.at, each.model, each.picked.tolist()) for each in places(_layout(rows), np.array(days, dtype="datetime64[s]"))]


def test_later_lines_go_under_the_last_one() -> None:
    assert _placed(_OLDEST_FIRST, date(2026, 10, 9), date(2026, 10, 12)) == [(6, 5, [0, 1])]


def test_in_a_tab_with_the_newest_line_first_they_go_over_the_first_one_in_its_order() -> None:
    assert _placed(_NEWEST_FIRST, date(2026, 10, 9), date(2026, 10, 12)) == [(3, 3, [1, 0])]


def test_lines_in_between_take_their_place_from_the_bottom_up() -> None:
    assert _placed(_OLDEST_FIRST, date(2026, 9, 30), date(2026, 10, 5), date(2026, 10, 12)) == [(6, 5, [2]), (5, 4, [1]), (3, 3, [0])]
    assert _placed(_NEWEST_FIRST, date(2026, 9, 30), date(2026, 10, 5), date(2026, 10, 12)) == [(6, 5, [0]), (4, 4, [1]), (3, 3, [2])]


def test_lines_scattered_over_a_whole_tab_all_go_to_its_end() -> None:
    days = [date(2026, 1, 1 + i) for i in range(30)]
    rows = [["Date", "Libellé", "Montant"], *([day, "X", -1.0] for day in days)]
    assert _placed(rows, *days) == [(32, 31, list(range(30)))]


def test_under_bare_headings_there_is_no_row_to_take_after() -> None:
    layout = TabLayout(
        "BNA", {"booked_on": 0}, {}, 1, {}, "", "", "oldest_first", 3, np.array([], dtype=int), np.array([], dtype="datetime64[s]")
    )
    (place,) = places(layout, np.array(["2026-10-01"], dtype="datetime64[s]"))
    assert (place.at, place.model, place.picked.tolist()) == (4, None, [0])


@pytest.mark.parametrize("rows", [_OLDEST_FIRST, _NEWEST_FIRST])
def test_each_line_is_placed_once(rows: list[list[object]]) -> None:
    days = np.sort(np.array([f"2026-10-{day:02d}" for day in (1, 3, 3, 7, 9, 20)], dtype="datetime64[s]"))
    assert sorted(i for each in places(_layout(rows), days) for i in each.picked.tolist()) == list(range(len(days)))
