"""The balances of a statement prove its lines, or show the first one that breaks them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.statements.identity import Novelty
from addin.treasury.statements.model import Rejected, Statement, StatementFile
from addin.treasury.statements.proof import Step, chain_findings, proof_findings, prove, rejected_of
from addin.treasury.statements.tab_check import check_tab, tab_findings
from tests.statements.import_builders import balances, cents, novelty, statement, tab

ROWS = (
    ("2026-10-01", "A", 1000, 2000),
    ("2026-10-01", "B", -300, 1700),
    ("2026-10-02", "C", -200, 1500),
    ("2026-10-03", "D", 50, 1550),
)


def test_opening_and_movements_make_the_closing_balance() -> None:
    rows = [row[:3] for row in ROWS]
    proof = prove(statement(*rows, opening=1000, closing=1550))
    assert (proof.check, [step.nature for step in proof.steps]) == ("ok", ["balances"])


def test_a_missing_line_breaks_the_closing_balance_by_its_amount() -> None:
    proof = prove(statement(*(row[:3] for row in ROWS[:-1]), opening=1000, closing=1550))
    (step,) = proof.broken
    assert (proof.check, step.expected, step.found) == ("broken", cents(1500), cents(1550))


@pytest.mark.parametrize("turned", [False, True], ids=["oldest first", "newest first"])
def test_running_balances_hold_in_either_order_of_the_file(turned: bool) -> None:
    proof = prove(statement(*(ROWS[::-1] if turned else ROWS)))
    assert (proof.check, proof.opening_cents, proof.closing_cents) == ("ok", cents(1000), cents(1550))
    assert proof.order.tolist() == ([3, 2, 1, 0] if turned else [0, 1, 2, 3])


def test_the_order_inside_a_day_is_told_by_the_balances() -> None:
    proof = prove(statement(ROWS[1], ROWS[0], ROWS[2], ROWS[3]))
    assert (proof.check, proof.order.tolist()) == ("ok", [1, 0, 2, 3])


def test_the_balance_of_the_evening_printed_on_all_lines_of_a_day_holds() -> None:
    proof = prove(statement(("2026-10-01", "A", 1000, 1700), ("2026-10-01", "B", -300, 1700), ("2026-10-02", "C", -200, 1500)))
    assert (proof.check, proof.opening_cents, proof.closing_cents) == ("ok", cents(1000), cents(1500))


def test_one_balance_printed_on_all_lines_proves_nothing() -> None:
    proof = prove(statement(*((*row[:3], 9000) for row in ROWS)))
    assert (proof.check, proof.opening_cents) == ("absent", None)


def test_the_first_line_that_breaks_is_told_with_what_was_expected() -> None:
    rows = [ROWS[0], ROWS[1], (*ROWS[2][:3], 1400), (*ROWS[3][:3], 1450)]
    (step,) = prove(statement(*rows)).broken
    assert step == Step("running", False, cents(1500), cents(1400), 4, 1)


def test_an_opening_balance_that_the_first_line_does_not_follow_is_broken() -> None:
    (step,) = prove(statement(*ROWS, opening=1200)).broken
    assert (step.line, step.expected, step.found) == (2, cents(2200), cents(2000))


def test_a_closing_balance_of_another_statement_is_broken() -> None:
    assert prove(statement(*ROWS, closing=1551)).check == "broken"
    assert prove(statement(*ROWS, closing=1550)).check == "ok"


def test_without_two_balances_nothing_is_proven_and_the_other_one_is_derived() -> None:
    rows = [row[:3] for row in ROWS]
    assert prove(statement(*rows)).check == "absent"
    proof = prove(statement(*rows, closing=1550))
    assert (proof.check, proof.opening_cents) == ("absent", cents(1000))
    assert prove(statement(ROWS[0])).check == "absent"


@pytest.mark.parametrize(
    ("stated", "check"),
    [
        ({"total_in_cents": cents(1050), "total_out_cents": cents(-500)}, "ok"),
        ({"total_in_cents": cents(1050), "total_out_cents": cents(-501)}, "broken"),
        ({"total_in_cents": cents(1050)}, "absent"),
        ({"stated_count": 4}, "absent"),
        ({"stated_count": 5}, "broken"),
    ],
)
def test_totals_and_counts_of_the_bank_are_compared(stated: dict[str, int], check: str) -> None:
    assert prove(replace(statement(*(row[:3] for row in ROWS)), **stated)).check == check  # type: ignore[arg-type]


def test_an_empty_statement_whose_balance_does_not_move_holds() -> None:
    assert prove(statement(opening=5, closing=5)).check == "ok"
    assert prove(statement(opening=5, closing=6)).check == "broken"


def test_rejected_lines_are_said_to_be_the_likely_cause() -> None:
    one = statement(ROWS[0], ROWS[2], ROWS[3], opening=1000, closing=1550)
    one.lines.loc[:, "line"] = [2, 4, 5]
    refused = [Rejected(3, "Montant", "3OO", "AMOUNT_UNREADABLE")]
    proof = prove(one, refused)
    assert proof.check == "broken"
    codes = [finding.code for finding in proof_findings(one, proof, "r.csv")]
    assert codes == ["STATEMENT_CLOSING_BROKEN", "STATEMENT_PROOF_UNSURE"]


def test_each_failing_check_has_its_sentence_with_its_place() -> None:
    one = replace(statement(*ROWS[:2], (*ROWS[2][:3], 1400), closing=9), total_in_cents=1, stated_count=7)
    found = proof_findings(one, prove(one), "r.csv")
    assert [finding.code for finding in found] == [
        "STATEMENT_BALANCE_BROKEN",
        "STATEMENT_CLOSING_BROKEN",
        "STATEMENT_TOTAL_BROKEN",
        "STATEMENT_COUNT",
    ]
    assert found[0].text().replace("\u00a0", " ").startswith("« r.csv », ligne 4 : Le solde du relevé ne suit pas : 1 500,00 DA attendu")


def file_of(*statements: Statement, rejected: tuple[Rejected, ...] = ()) -> StatementFile:
    return StatementFile("r.mt940", "MT940", statements=statements, rejected=rejected)


def test_statements_of_one_account_in_one_file_go_on_from_each_other() -> None:
    first = statement(*ROWS[:2], number="00100012345678901243")
    second = statement(*ROWS[2:], number="00100012345678901243", first_line=40)
    lost = statement(ROWS[3], number="00100012345678901243", first_line=40)
    other = statement(ROWS[3], number="00400012345678901234", first_line=40)
    for later, codes in ((second, []), (lost, ["STATEMENTS_NOT_JOINED"]), (other, []), (first, [])):
        for statements in ((first, later), (later, first)):
            file = file_of(*statements)
            assert [finding.code for finding in chain_findings(file, [prove(each) for each in statements])] == codes


def test_a_rejected_line_belongs_to_the_statement_in_which_it_stands() -> None:
    refused = tuple(Rejected(line, "", "", "AMOUNT_UNREADABLE") for line in (3, 45, 60))
    first, second = statement(*ROWS, first_line=1), statement(*ROWS, first_line=40)
    file = file_of(first, second, rejected=refused)
    assert [[each.line for each in rejected_of(one, file)] for one in (first, second)] == [[3], [45, 60]]


def test_the_tab_is_compared_with_the_statement_before_and_after() -> None:
    held = tab(("2026-09-30", "Z", 1000))
    one = statement(*ROWS, opening=1000, closing=1550)
    for opening, gaps in ((0, (0, 0)), (-50, (5000, 5000))):
        check = check_tab(one, prove(one), novelty(one, held, opening=opening), held, balances(held, opening))
        assert (check.opening_gap, check.closing_gap) == gaps
    extra = tab(("2026-09-30", "Z", 1000), ("2026-10-02", "en trop", 77))
    check = check_tab(one, prove(one), novelty(one, extra, opening=0), extra, balances(extra, 0))
    assert (check.opening_gap, check.closing_gap) == (0, -7700)
    assert [finding.code for finding in tab_findings(check, one, "BNA", "BNA", "r.csv")] == ["STATEMENT_TAB_AFTER"]


def test_a_line_of_the_first_or_last_day_may_stand_outside_the_statement() -> None:
    held = tab(("2026-10-01", "avant", 400), ("2026-10-03", "après", -77))
    one = statement(*ROWS, opening=1000, closing=1550)
    check = check_tab(one, prove(one), novelty(one, held, opening=600), held, balances(held, 600))
    assert (check.opening_gap, check.closing_gap) == (0, 0)


def test_an_account_without_balance_is_not_compared() -> None:
    held = tab(("2026-09-30", "Z", 1000))
    one = statement(*ROWS, opening=1000, closing=1550)
    every: Novelty = novelty(one, held)
    assert check_tab(one, prove(one), every, held, lambda day: None).opening_gap is None


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(-3, 3).filter(bool)), min_size=2, max_size=25), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_law_lines_of_a_day_in_any_order_are_proven_and_a_changed_amount_is_not(rows: list[tuple[int, int]], random: object) -> None:
    rows.sort(key=lambda row: row[0])
    balance, chain = 100, []
    for day, amount in rows:
        balance += amount
        chain.append((f"2026-10-{day:02}", "x", amount, balance))
    random.shuffle(chain)  # type: ignore[attr-defined]
    chain.sort(key=lambda row: row[0])
    proof = prove(statement(*chain, opening=100, closing=balance))
    assert proof.check == "ok"
    cents_in_order = np.array([cents(row[2]) for row in chain])[proof.order]
    stated = np.array([cents(row[3]) for row in chain])[proof.order]
    if all(step.nature != "running" or step.holds for step in proof.steps) and len({row[3] for row in chain}) > 1:
        follows = stated == cents(100) + np.cumsum(cents_in_order)
        evening = all(len({row[3] for row in chain if row[0] == day}) == 1 for day in {row[0] for row in chain})
        assert follows.all() or evening
    at = len(chain) // 2
    wrong = [*chain[:at], (*chain[at][:2], chain[at][2] + 1000, chain[at][3]), *chain[at + 1 :]]
    assert prove(statement(*wrong, opening=100, closing=balance)).check == "broken"
