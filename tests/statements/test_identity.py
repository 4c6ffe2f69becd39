"""Which lines of a statement are new: twice adds nothing, overlaps add the rest, twins stay."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from addin.treasury.statements.identity import double_findings, new_lines
from addin.treasury.statements.model import AccountId, Statement, line_frame
from addin.treasury.statements.proof import prove
from addin.treasury.statements.register import Import, Register, fingerprints_of
from tests.statements.import_builders import appended, imported, new_labels, novelty, remembered, statement, tab

OCTOBER = statement(
    ("2026-10-01", "VIR RECU NOVATEC FA112/26", 1190000, 2190000),
    ("2026-10-04", "CHQ 0018834", -45000, 2145000),
    ("2026-10-04", "FRAIS TENUE CPTE", -500, 2144500),
    ("2026-10-04", "FRAIS TENUE CPTE", -500, 2144000),
    ("2026-10-11", "PRLV SONELGAZ", -18250.75, 2125749.25),
    opening=1000000,
    closing=2125749.25,
)


def without_balances(one: Statement) -> Statement:
    lines = one.lines.assign(balance_cents=pd.array([pd.NA] * len(one.lines), dtype="Int64"))
    return replace(one, lines=lines, opening=None, closing=None)


@pytest.mark.parametrize("file", [OCTOBER, without_balances(OCTOBER)], ids=["with balances", "without balances"])
def test_the_same_file_twice_adds_nothing(file: Statement) -> None:
    _, _, counts = imported([file, file])
    assert counts == [5, 0]


def test_the_same_file_twice_adds_nothing_when_the_register_is_lost() -> None:
    held, _, _ = imported([OCTOBER])
    found = novelty(OCTOBER, held)
    assert not found.is_new.any()
    assert set(found.known_as) == {"tab"}


def edited(held: pd.DataFrame, at: int, column: str, value: object) -> pd.DataFrame:
    held = held.copy()
    held.loc[at, column] = value
    return held


@pytest.mark.parametrize(
    ("column", "value"),
    [("label", "loyer payé par chèque"), ("label", ""), ("amount_cents", -4_400_000), ("booked_on", pd.Timestamp("2026-10-05"))],
)
def test_a_line_edited_by_hand_is_still_recognised(column: str, value: object) -> None:
    held, register, _ = imported([OCTOBER])
    found = novelty(OCTOBER, edited(held, 1, column, value), register)
    assert not found.is_new.any()
    assert found.tab_at.tolist() == [0, 1, 2, 3, 4]


def test_a_line_edited_in_all_its_cells_or_deleted_is_still_recognised() -> None:
    held, register, _ = imported([OCTOBER])
    held = edited(edited(edited(held, 1, "label", "x"), 1, "amount_cents", 1), 1, "booked_on", pd.Timestamp("2026-12-24"))
    assert not novelty(OCTOBER, held, register).is_new.any()
    assert not novelty(OCTOBER, held.drop(index=[0, 3]).reset_index(drop=True), register).is_new.any()
    assert not novelty(OCTOBER, tab(), register).is_new.any()


def test_two_overlapping_halves_after_the_whole_add_nothing() -> None:
    halves = [
        replace(OCTOBER, lines=OCTOBER.lines.iloc[rows].reset_index(drop=True), opening=None, closing=None)
        for rows in (slice(0, 4), slice(2, 5))
    ]
    assert imported([OCTOBER, *halves])[2] == [5, 0, 0]
    assert imported([*halves, OCTOBER])[2] == [4, 1, 0]


def test_genuine_twins_in_one_file_stay() -> None:
    held, _, counts = imported([OCTOBER])
    assert counts == [5]
    assert held["label"].tolist().count("FRAIS TENUE CPTE") == 2


def test_a_file_with_a_further_twin_adds_only_that_one() -> None:
    one = statement(("2026-10-04", "FRAIS", -500))
    three = statement(("2026-10-04", "FRAIS", -500), ("2026-10-04", "FRAIS", -500), ("2026-10-04", "FRAIS", -500))
    assert imported([one, three])[2] == [1, 2]


def test_a_twin_on_the_day_that_two_files_cut_is_told_by_the_printed_balances() -> None:
    morning = statement(("2026-10-04", "VERS ESP", 900, 1900), ("2026-10-04", "FRAIS", -500, 1400))
    evening = statement(("2026-10-04", "FRAIS", -500, 900), ("2026-10-05", "CHQ 7", -100, 800))
    assert imported([morning, evening])[2] == [2, 2]
    assert imported([evening, morning])[2] == [2, 2]
    assert imported([morning, evening, morning, evening])[2] == [2, 2, 0, 0]


def test_a_twin_on_the_day_that_two_files_cut_is_told_by_opening_and_closing_balances() -> None:
    morning = statement(("2026-10-04", "VERS ESP", 900), ("2026-10-04", "FRAIS", -500), opening=1000, closing=1400)
    evening = statement(("2026-10-04", "FRAIS", -500), ("2026-10-05", "CHQ 7", -100), opening=1400, closing=800)
    assert imported([morning, evening], opening=1000)[2] == [2, 2]
    assert imported([morning, evening, evening, morning], opening=1000)[2] == [2, 2, 0, 0]


def test_a_day_printed_in_another_order_is_the_same_day() -> None:
    one = statement(("2026-10-04", "A", -500, 500), ("2026-10-04", "B", -200, 300), ("2026-10-05", "C", 50, 350))
    other = statement(("2026-10-04", "B", -200, 800), ("2026-10-04", "A", -500, 300), ("2026-10-05", "C", 50, 350))
    assert imported([one, other])[2] == [3, 0]


def test_a_reference_of_the_bank_tells_twins_apart_and_survives_another_label() -> None:
    first = statement(("2026-10-04", "FRAIS", -500, None, "BK001"), ("2026-10-05", "CHQ 7", -100, None, "BK002"))
    second = statement(
        ("2026-10-05", "CHEQUE NUMERO 7", -100, None, "BK002"),
        ("2026-10-05", "FRAIS", -500, None, "BK003"),
        ("2026-10-04", "FRAIS", -500, None, "BK004"),
    )
    held, register, _ = imported([first])
    assert new_labels(second, novelty(second, held, register)) == ["FRAIS", "FRAIS"]


@pytest.mark.parametrize("reference", ["0", "NONREF", "NOTPROVIDED", "000000", "  ", "n/a", "SAME"])
def test_a_reference_that_tells_nothing_does_not_count(reference: str) -> None:
    first = statement(("2026-10-04", "FRAIS", -500, None, reference), ("2026-10-05", "CHQ 7", -500, None, reference))
    second = statement(("2026-10-06", "FRAIS", -500, None, reference), ("2026-10-07", "CHQ 8", -500, None, reference))
    assert imported([first, second])[2] == [2, 2]


def test_a_bank_that_numbers_its_lines_anew_at_each_download_adds_nothing() -> None:
    def download(letter: str) -> Statement:
        return statement(*((f"2026-10-0{i}", f"CHQ {i}", -100 * i, None, f"{letter}{i:05}") for i in range(1, 6)))

    assert imported([download("A"), download("B")])[2] == [5, 0]


def test_the_same_statement_in_another_format_is_recognised_by_its_cut_labels() -> None:
    csv = statement(
        ("2026-10-01", "VIR. REÇU SARL NOVATEC ALGER FACTURE FA112/26 DU 15/09", 1190000),
        ("2026-10-04", "Paiement TPE CIB 1234 SUPERMARCHÉ ARDIS", -4500),
        ("2026-10-04", "Paiement TPE CIB 1234 SUPERMARCHÉ UNO", -4500),
    )
    ofx = statement(
        ("2026-10-04", "SUPERMARCHE UNO", -4500, None, "F1"),
        ("2026-10-04", "SUPERMARCHE ARDIS", -4500, None, "F2"),
        ("2026-10-01", "VIR RECU SARL NOVATEC ALGER FACT", 1190000, None, "F3"),
    )
    held, register, _ = imported([csv], format="CSV")
    found = novelty(ofx, held, register, format="OFX")
    assert not found.is_new.any()
    assert found.tab_at.tolist() == [2, 1, 0]
    held, register, _ = imported([ofx], format="OFX")
    assert not novelty(csv, held, register, format="CSV").is_new.any()


def test_other_merchants_of_one_day_and_amount_are_not_merged() -> None:
    one = statement(("2026-10-04", "CARTE ARDIS", -4500))
    other = statement(("2026-10-04", "CARTE CARREFOUR", -4500))
    assert imported([one, other])[2] == [1, 1]


def test_lines_typed_by_hand_are_known_when_the_statement_proves_itself_complete() -> None:
    typed = tab(("2026-10-01", "Novatec", 1190000), ("2026-10-04", "loyer", -45000), ("2026-10-11", "", -18250.75))
    found = novelty(OCTOBER, typed)
    assert new_labels(OCTOBER, found) == ["FRAIS TENUE CPTE", "FRAIS TENUE CPTE"]
    assert found.known_as.tolist() == ["tab", "tab", "", "", "tab"]
    assert not any(each.is_new for each in found.similar)


def test_a_line_typed_in_other_words_on_the_last_day_is_added_and_said_for_it_may_come_after_the_statement() -> None:
    found = novelty(OCTOBER, tab(("2026-10-11", "électricité", -18250.75)))
    assert found.is_new.all()
    assert [finding.row for finding in double_findings(OCTOBER, found, "r.csv")] == [2]


def test_lines_typed_by_hand_are_added_and_said_when_no_balance_tells() -> None:
    typed = tab(("2026-10-01", "Facture Novatec", 1190000), ("2026-10-04", "loyer", -45000))
    found = novelty(without_balances(OCTOBER), typed)
    assert found.is_new.all()
    assert [(each.position, each.sheet, each.row, each.is_new, each.is_settled) for each in found.similar] == [(0, "BNA", 2, True, False)]
    (said,) = double_findings(without_balances(OCTOBER), found, "r.csv")
    assert (said.code, said.sheet, said.row, said.details["line"]) == ("POSSIBLE_DOUBLE", "BNA", 2, 2)


def test_a_like_line_that_the_balance_of_the_tab_proves_to_be_another_is_new_and_not_doubtful() -> None:
    one = statement(("2026-10-04", "CHQ 11 NOVATEC", -500), ("2026-10-05", "CHQ 12", -100), opening=500, closing=-100)
    typed = tab(("2026-10-04", "Novatec acompte", -500))
    found = novelty(one, typed, opening=1000)
    assert found.is_new.all()
    assert [(each.is_new, each.is_settled) for each in found.similar] == [(True, True)]


def test_provisional_lines_come_again_in_the_final_statement() -> None:
    during = statement(("2026-10-04", "NTRF 1234", -500), ("2026-10-04", "NTRF 99", 700), interim=True)
    final = statement(("2026-10-04", "VIR RECU NOVATEC", 700), ("2026-10-04", "CHQ 1234 SONELGAZ", -500), ("2026-10-04", "FRAIS", -10))
    held, register, _ = imported([during])
    assert new_labels(final, novelty(final, held, register)) == ["FRAIS"]


def test_files_of_one_run_see_each_other_before_the_tab_is_written() -> None:
    held, register = tab(), Register()
    first = novelty(OCTOBER, held, register)
    register = remembered(register, OCTOBER, first, pending=True)
    assert not novelty(OCTOBER, held, register).is_new.any()


def test_an_undone_import_does_not_count() -> None:
    _, register, _ = imported([OCTOBER])
    undone = Register(tuple(replace(each, is_undone=True) for each in register.imports))
    assert novelty(OCTOBER, tab(), undone).is_new.all()


def test_a_line_known_from_the_tab_is_remembered_too() -> None:
    held = tab(("2026-10-04", "CHQ 0018834", -45000))
    _, register, counts = imported([OCTOBER], held)
    assert counts == [4]
    changed = appended(tab(("2026-10-09", "autre chose", -1)), OCTOBER, novelty(OCTOBER, held))
    assert not novelty(OCTOBER, changed, register).is_new.any()


def test_an_empty_statement_adds_nothing() -> None:
    found = novelty(statement(), tab(("2026-10-04", "CHQ", -45000)), opening=0)
    assert len(found.is_new) == 0


LINES = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(["FRAIS", "CHQ 1", "CHQ 12", "VIR NOVATEC", ""]), st.sampled_from([-500, -100, 100, 700])),
    min_size=1,
    max_size=14,
)


@given(LINES, st.data())
@settings(max_examples=150, deadline=None)
def test_law_any_windows_of_whole_days_bring_each_line_once(rows: list[tuple[int, str, int]], data: st.DataObject) -> None:
    rows.sort(key=lambda row: row[0])
    with_balance = data.draw(st.booleans())
    held, balance = [], 1000
    for day, label, amount in rows:
        balance += amount
        held.append((f"2026-10-{day:02}", label, amount, balance if with_balance else None))
    windows = [*data.draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)).map(sorted), min_size=1, max_size=4)), [1, 4]]
    files = [statement(*(row for row in held if first <= int(str(row[0])[-2:]) <= last)) for first, last in windows]
    final, _, _ = imported([file for file in files if len(file.lines)])
    expected = sorted((str(row[0]), str(row[1]), int(str(row[2])) * 100) for row in held)
    assert sorted(zip(final["booked_on"].dt.strftime("%Y-%m-%d"), final["label"], final["amount_cents"], strict=True)) == expected


@given(LINES, st.data())
@settings(max_examples=150, deadline=None)
def test_law_cuts_inside_a_day_bring_each_line_once_when_balances_are_printed(
    rows: list[tuple[int, str, int]], data: st.DataObject
) -> None:
    rows.sort(key=lambda row: row[0])
    chain, balance = [], 10_000
    for day, label, amount in rows:
        balance += amount
        chain.append((f"2026-10-{day:02}", label, amount, balance))
    assume(len({(day, amount, end) for day, _, amount, end in chain}) == len(chain))  # else two lines that nothing tells apart
    cut = data.draw(st.integers(0, len(chain)))
    files = [statement(*part) for part in (chain[:cut], chain[cut:]) if part]
    assert imported(files)[2] == [len(file.lines) for file in files]
    assert imported([*files, statement(*chain)])[2][-1] == 0


def test_a_hundred_thousand_lines_against_as_many_take_less_than_half_a_second() -> None:
    random = np.random.default_rng(7)
    count = 100_000
    days = np.sort(random.integers(0, 1000, count)).astype("timedelta64[D]") + np.datetime64("2024-01-01")
    cents = random.integers(-10_000_000, 10_000_000, count)
    labels = [f"PAIEMENT CIB {i} n° {i % 977}" for i in random.integers(0, 60_000, count).tolist()]
    lines = line_frame({"line": range(count), "booked_on": days, "amount_cents": cents, "label": labels, "balance_cents": np.cumsum(cents)})
    file = Statement(AccountId(), "DZD", lines)
    rows = pd.DataFrame({"booked_on": days, "label": labels, "amount_cents": cents})
    held = tab(("2026-10-04", "x", 1)).iloc[[0] * count].reset_index(drop=True)
    held = held.assign(**{name: rows[name].to_numpy() for name in rows})
    held["booked_on"] = held["booked_on"].astype("datetime64[s]")
    imports = [Import(1, "BNA", "BNA", fingerprints_of(file))]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        found = new_lines(file, held, imports, proof=prove(file))
        times.append(time.perf_counter() - start)
        assert not found.is_new.any()
    assert min(times) < 1.5  # 0.4 s alone; others share the machine
