"""Lines that are for several things: what the tab « Ventilations » says, and the lines once parted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.dossier import SPLIT_COLUMNS, Dossier, frame
from addin.treasury.reading import build_dossier
from addin.treasury.spending.lines import spending_lines
from addin.treasury.splits.offered import lines_to_split
from addin.treasury.splits.parts import part_base_cents, split_operations
from addin.treasury.tabs import RawTab
from tests.treasury.builders import make_dossier

HEAD = ["Date", "Libellé", "Montant", "Part", "Catégorie", "Compte SCF"]
BANK: list[list[object]] = [
    ["Date", "Libellé", "Montant", "Catégorie"],
    [date(2026, 3, 2), "VIR PAPETERIE CENTRALE", -12_000.0, None],
    [date(2026, 3, 2), "CHEQUE 0001", -500.0, "Achats"],
    [date(2026, 3, 5), "RETRAIT", -300.0, None],
    [date(2026, 3, 5), "TPE HOTEL", -300.0, None],
    [date(2026, 3, 9), "FRAIS", -40.0, None],
    [date(2026, 3, 9), "FRAIS", -40.0, None],
]


def read(*rows: list[object], head: list[str] = HEAD) -> Dossier:
    return build_dossier([RawTab("BNA", BANK), RawTab("Ventilations", [list(head), *rows])])


def codes(dossier: Dossier) -> list[str]:
    return [finding.code for finding in dossier.findings if finding.sheet == "Ventilations"]


def parts(dossier: Dossier) -> list[tuple[int, int, str]]:
    """(row in « BNA », cents, category) of each part."""
    rows = dossier.operations["row"]
    return [
        (int(rows[operation]), cents, category)
        for operation, cents, category in dossier.splits[["operation", "part_cents", "category"]].itertuples(index=False)
    ]


PAPER = [date(2026, 3, 2), "VIR PAPETERIE CENTRALE", -12_000.0]


def test_parts_that_make_their_line_are_read_and_the_tab_is_known() -> None:
    dossier = read([*PAPER, -9_000.0, "Achats", None], [*PAPER, -3_000.0, "Publicité", "6231"])
    assert parts(dossier) == [(2, -900_000, "Achats"), (2, -300_000, "Publicité")]
    assert dossier.splits["scf_account"].tolist() == ["", "6231"]
    assert {reading.sheet: reading.kind for reading in dossier.readings}["Ventilations"] == "splits"
    assert codes(dossier) == []


def test_a_line_may_be_named_once_and_without_its_sign() -> None:
    dossier = read([date(2026, 3, 2), None, 12_000.0, 9_000.0, "Achats", None], [None, None, None, 3_000.0, "Publicité", None])
    assert parts(dossier) == [(2, -900_000, "Achats"), (2, -300_000, "Publicité")]


def test_a_credit_among_the_parts_is_kept_with_its_sign() -> None:
    dossier = read([*PAPER, -12_500.0, "Achats", None], [None, None, None, 500.0, "Remises", None])
    assert [cents for _, cents, _ in parts(dossier)] == [-1_250_000, 50_000]


def test_parts_that_miss_a_centime_leave_the_line_whole_and_it_is_said() -> None:
    dossier = read([*PAPER, -9_000.0, "Achats", None], [*PAPER, -2_999.99, "Publicité", None])
    assert dossier.splits.empty
    (finding,) = [finding for finding in dossier.findings if finding.code == "SPLIT_SUM_DIFFERS"]
    assert (finding.sheet, finding.row) == ("Ventilations", 2)
    assert "11\u00a0999,99" in finding.text().replace("\u202f", "\u00a0")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([date(2026, 3, 3), "VIR PAPETERIE CENTRALE", -12_000.0, -12_000.0, "Achats", None], "SPLIT_LINE_LOST"),
        ([date(2026, 3, 2), "AUTRE CHOSE", -12_000.0, -12_000.0, "Achats", None], "SPLIT_LINE_LOST"),
        ([None, "sans date", -12_000.0, -12_000.0, "Achats", None], "SPLIT_LINE_LOST"),
        ([date(2026, 3, 5), None, -300.0, -300.0, "Achats", None], "SPLIT_LINE_AMBIGUOUS"),
        ([*PAPER, -12_000.0, None, None], "SPLIT_PART_BLANK"),
        ([*PAPER, None, "Achats", None], "SPLIT_PART_BLANK"),
    ],
)
def test_what_does_not_hold_is_said_and_parts_nothing(row: list[object], code: str) -> None:
    dossier = read(row)
    assert codes(dossier) == [code]
    assert dossier.splits.empty


def test_the_label_chooses_between_lines_of_one_day_and_amount() -> None:
    assert parts(read([date(2026, 3, 5), "TPE HOTEL", -300.0, -300.0, "Missions", None])) == [(5, -30_000, "Missions")]


def test_twins_are_parted_one_after_the_other() -> None:
    one, other = [date(2026, 3, 9), "FRAIS", -40.0], [date(2026, 3, 5), "TPE HOTEL", -300.0]
    dossier = read([*one, -40.0, "Banque", None], [*other, -300.0, "Missions", None], [*one, -40.0, "Divers", None])
    assert [row for row, _, _ in parts(dossier)] == [6, 5, 7]


def test_each_part_is_a_line_of_its_own_in_the_sums() -> None:
    dossier = read([*PAPER, -9_000.0, "Achats", None], [*PAPER, -3_000.0, "Publicité", None])
    lines = split_operations(dossier)
    assert len(lines) == len(dossier.operations) + 1
    assert lines["amount_cents"].sum() == dossier.operations["amount_cents"].sum()
    assert lines["row"].tolist()[:2] == [2, 2]
    assert lines.index.is_unique
    spent = spending_lines(dossier, date(2026, 3, 1), date(2026, 3, 31)).lines
    assert spent.groupby("category")["cents"].sum()[["Achats", "Publicité"]].tolist() == [950_000, 300_000]


def test_without_any_part_the_operations_are_the_very_same() -> None:
    dossier = build_dossier([RawTab("BNA", BANK)])
    assert split_operations(dossier) is dossier.operations


def test_no_operation_at_all_is_no_trouble() -> None:
    dossier = build_dossier([RawTab("Ventilations", [HEAD, [*PAPER, -12_000.0, "Achats", None]])])
    assert dossier.splits.empty


@given(st.lists(st.integers(-10_000, 10_000).filter(bool), min_size=1, max_size=6), st.integers(-999_999, 999_999))
def test_the_base_amounts_of_the_parts_make_the_lines_to_the_centime(cents: list[int], base: int) -> None:
    amount = sum(cents)
    if not amount:
        return
    line = {
        "account": "EUR",
        "label": "x",
        "amount_cents": amount,
        "currency": "EUR",
        "base_cents": base,
        "booked_on": pd.Timestamp("2026-03-02"),
    }
    splits = frame(SPLIT_COLUMNS, {"operation": [0] * len(cents), "part_cents": cents, "category": ["a"] * len(cents)})
    dossier = replace(make_dossier([line]), splits=splits)
    assert sum(each or 0 for each in part_base_cents(dossier)) == base
    assert int(split_operations(dossier)["base_cents"].sum()) == base


def test_a_line_that_pays_invoices_of_two_categories_is_offered() -> None:
    invoices = pd.DataFrame({"category": ["Achats", "Publicité", "achats", "", "À classer"]})
    lines = pd.DataFrame({"sheet": ["BNA"] * 4, "row": [2, 3, 4, 5]})
    paid = pd.DataFrame({"operation": [0, 0, 1, 1, 2, 2, 3], "invoice": [0, 1, 0, 2, 0, 3, 4]})
    (finding,) = lines_to_split(lines, paid, invoices)
    assert (finding.code, finding.sheet, finding.row, finding.also_rows) == ("LINES_TO_SPLIT", "BNA", 2, ())
    assert list(lines_to_split(lines, None, invoices)) == []
