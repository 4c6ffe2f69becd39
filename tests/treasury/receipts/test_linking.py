"""Files put to operations: exact where something tells, abstaining where nothing does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier
from addin.treasury.receipts.file_names import read_name
from addin.treasury.receipts.linking import link_files
from addin.treasury.receipts.model import Link, Reading, SaidAmount, SaidDay
from addin.treasury.receipts.targets import targets_of
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)


def linked(dossier: Dossier, *files: str | Reading, **more: Any) -> list[Link]:
    readings = [read_name(file) if isinstance(file, str) else file for file in files]
    return link_files(readings, targets_of(dossier.operations, settle_invoices(dossier, AS_OF), AS_OF), **more)


def told(links: list[Link]) -> list[tuple[int, tuple[int, ...], str]]:
    return [(link.file, link.operations, link.status) for link in links]


def text(
    cents: int, day: str | None = None, words: str = "", weight: float = 0.9, currency: str = "", numbers: tuple[str, ...] = ()
) -> Reading:
    days = (SaidDay(date.fromisoformat(day), "document", 0.9),) if day else ()
    return Reading(days, (SaidAmount(cents, currency, weight),), words.title(), words, False, numbers, ("text",))


def test_amount_tiers_and_date_together_are_sure() -> None:
    dossier = make_dossier([operation("2026-10-08", "VIR PIXELREGIE", -416_500), operation("2026-10-09", "VIR INFODIS", -416_500)])
    assert told(linked(dossier, "2026-10-05_Pixelrégie_416500.pdf")) == [(0, (0,), "sure")]


def test_the_amount_in_the_currency_of_a_card_label_is_the_amount() -> None:
    dossier = make_dossier([operation("2026-10-06", "VISA ADOBE USD59,99", "-7798.70")])
    assert told(linked(dossier, text(5_999, "2026-10-05", "ADOBE SYSTEMS", currency="USD"))) == [(0, (0,), "sure")]
    assert linked(dossier, text(5_999, "2026-10-05", "ADOBE SYSTEMS", currency="EUR")) == []


def test_a_photo_with_an_unusual_amount_that_stands_once_is_sure_and_a_round_one_is_proposed() -> None:
    dossier = make_dossier([operation("2026-10-06", "TPE 00123", "-3214.20"), operation("2026-10-06", "TPE 00124", -5_000)])
    links = linked(dossier, text(321_420, "2026-10-06"), text(500_000, "2026-10-06"))
    assert [(link.file, link.status) for link in links] == [(0, "sure"), (1, "proposed")]


def test_nothing_is_linked_on_a_date_alone_or_across_months() -> None:
    dossier = make_dossier([operation("2026-10-06", "TPE NAFTAL", -3_800)])
    assert linked(dossier, "IMG_20261006_101010.jpg") == []
    assert linked(dossier, "2025-01-06_Naftal_3800.jpg") == []


def test_monthly_amounts_go_to_their_month() -> None:
    dossier = make_dossier([operation(f"2026-{month:02d}-08", "IDOOM FIBRE", -9_900) for month in range(3, 10)])
    files = [f"2026-{month:02d}-05_Idoom_9900.pdf" for month in (9, 3, 6)]
    assert told(linked(dossier, *files)) == [(0, (6,), "sure"), (1, (0,), "sure"), (2, (3,), "sure")]


def test_one_file_that_serves_two_lines_as_well_is_only_proposed() -> None:
    dossier = make_dossier([operation("2026-10-06", "TPE NAFTAL", -3_800), operation("2026-10-07", "TPE NAFTAL", -3_800)])
    (link,) = linked(dossier, Reading((), (SaidAmount(380_000),), "Naftal", "NAFTAL", True, (), ("name",)))
    assert link.status == "proposed"


def test_twins_of_one_day_each_get_a_file() -> None:
    dossier = make_dossier([operation("2026-10-06", "TPE NAFTAL", -3_800)] * 2)
    links = linked(dossier, "2026-10-06_Naftal_3800.jpg", "2026-10-06_Naftal_3800 (2).jpg")
    assert sorted(link.operations for link in links) == [(0,), (1,)]
    assert {link.status for link in links} == {"sure"}


def test_several_invoices_paid_by_one_line_each_have_their_file() -> None:
    dossier = make_dossier(
        [operation("2026-10-20", "VIR INFODIS FA880 FA881", -300_000)],
        [
            supplier_invoice("FA880", "Infodis", 100_000, issued="2026-10-01"),
            supplier_invoice("FA881", "Infodis", 200_000, issued="2026-10-02"),
        ],
    )
    links = linked(dossier, "2026-10-01_Infodis_100000.pdf", "2026-10-02_Infodis_200000.pdf")
    assert told(links) == [(0, (0,), "sure"), (1, (0,), "sure")]


def test_one_invoice_paid_in_two_parts_proves_both_lines() -> None:
    dossier = make_dossier(
        [operation("2026-10-10", "VIR INFODIS FA881 ACOMPTE", -50_000), operation("2026-10-20", "VIR INFODIS FA881", -69_000)],
        [supplier_invoice("FA881", "Infodis", 119_000, issued="2026-10-02")],
    )
    assert told(linked(dossier, "2026-10-02_Infodis_119000.pdf")) == [(0, (0, 1), "sure")]


def test_files_that_add_up_to_a_line_of_their_tiers_are_sure_and_two_ways_to_add_up_are_none() -> None:
    dossier = make_dossier([operation("2026-10-20", "VIR BUREAU VALLEE", -5_870)])
    files = ["2026-10-10_Bureau-Vallée_2000.pdf", "2026-10-12_Bureau-Vallée_3870.pdf"]
    assert told(linked(dossier, *files)) == [(0, (0,), "sure"), (1, (0,), "sure")]
    assert linked(dossier, *files, "2026-10-13_Bureau-Vallée_2000.pdf") == []


def test_lines_that_add_up_to_a_file_of_their_tiers_are_proven_by_it() -> None:
    dossier = make_dossier([operation("2026-10-10", "CHQ BATIPRO", -40_000), operation("2026-10-20", "CHQ BATIPRO", -60_000)])
    assert told(linked(dossier, "2026-10-02_Batipro_100000.pdf")) == [(0, (0, 1), "sure")]


def test_a_number_in_the_piece_column_and_the_tiers_are_enough_without_amount() -> None:
    dossier = make_dossier([operation("2026-10-20", "VIR INFODIS", -119_000, piece="FA0881/26")])
    (link,) = linked(dossier, Reading((SaidDay(date(2026, 10, 2)),), (), "Infodis", "INFODIS", False, ("FA881/26",), ("text",)))
    assert link.operations == (0,)
    assert "number" in link.evidence


def test_another_tiers_is_never_sure() -> None:
    dossier = make_dossier([operation("2026-10-06", "VIR PIXELREGIE", -416_500)])
    assert all(link.status == "proposed" for link in linked(dossier, "2026-10-05_Novatec_416500.pdf"))


def test_what_she_decided_comes_before_everything_and_what_she_refused_never_comes_back() -> None:
    dossier = make_dossier([operation("2026-10-06", "TPE NAFTAL", -3_800), operation("2026-10-20", "VIR INFODIS", -99)])
    file = "2026-10-06_Naftal_3800.jpg"
    assert told(linked(dossier, file, kept={0: (1,)})) == [(0, (1,), "hers")]
    assert linked(dossier, file, refused={(0, 0)}) == []


def test_own_transfers_and_later_lines_take_no_file() -> None:
    dossier = make_dossier([
        operation("2026-10-06", "VIR INTERNE", -700_000, transfer_state="paired"),
        operation("2026-11-06", "TPE NAFTAL", -3_800),
    ])  # fmt: skip
    assert linked(dossier, "2026-10-06_Interne_700000.pdf", "2026-11-06_Naftal_3800.jpg") == []


lines = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from([-3_800, -9_900, -50]), st.sampled_from(["TPE NAFTAL", "VIR INFODIS", "CHQ 12"])),
    max_size=12,
)
names = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from([3_800, 9_900, 13_700, 50]), st.sampled_from(["Naftal", "Infodis", "Zed"])), max_size=12
)


@given(lines, names)
@settings(max_examples=60, deadline=None)
def test_no_file_and_no_line_is_given_away_twice(lines: list[tuple[int, int, str]], names: list[tuple[int, int, str]]) -> None:
    dossier = make_dossier([operation(f"2026-10-{day:02d}", label, amount) for day, amount, label in lines])
    links = linked(dossier, *(f"2026-10-{day:02d}_{name}_{amount}.pdf" for day, amount, name in names))
    assert len({link.file for link in links}) == len(links)
    whole = [line for link in links if "sum_files" not in link.evidence for line in link.operations]
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("count", [600])
def test_a_crowd_of_equal_amounts_is_solved_without_a_crowd_of_seconds(count: int) -> None:
    dossier = make_dossier([operation(f"2026-{1 + i % 9:02d}-{1 + i % 28:02d}", "TPE NAFTAL", -3_800) for i in range(count)])
    links = linked(dossier, *(f"2026-{1 + i % 9:02d}-{1 + i % 28:02d}_Naftal_3800.pdf" for i in range(count)))
    assert len(links) >= 0.95 * count
