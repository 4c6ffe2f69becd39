"""Memory: the same label, tiers, sign and amount; the last lines count more; what was never seen is known to be new."""

from __future__ import annotations

import numpy as np

from addin.treasury.classification.features import lines_of
from addin.treasury.classification.memory import Memory, Remembered
from tests.treasury.classification.lines import Known, operations_of

RENT, PHONE, ADS = 0, 1, 2


def remembered(taught: list[tuple[str, float, int]], asked: list[tuple[str, float]]) -> Remembered:
    lines: list[Known] = [(label, amount, "x") for label, amount, _ in taught]
    memory = Memory.of(lines_of(operations_of(lines)), np.array([number for *_, number in taught]), 3)
    return memory.tell(lines_of(operations_of([(label, amount, "") for label, amount in asked])))


def test_the_same_label_is_remembered_whatever_its_accents_case_and_numbers() -> None:
    told = remembered(
        [("VIR LOYER SCI PALMIERS 01/2026", -200, RENT), ("IDOOM FIBRE", -9, PHONE)], [("Vir loyer SCI Pâlmiers 02/2026", -200)]
    )
    assert told.is_known.tolist() == [True]
    assert told.shares.argmax(axis=1).tolist() == [RENT]


def test_a_label_never_seen_is_new_and_gets_what_its_sign_usually_is() -> None:
    told = remembered([("A1 ALPHA", -1, RENT), ("B1 BETA", -2, RENT), ("C1 GAMMA", 5, ADS)], [("DELTA", -3), ("DELTA", 3)])
    assert told.is_known.tolist() == [False, False]
    assert told.shares.argmax(axis=1).tolist() == [RENT, ADS]


def test_a_tiers_that_is_customer_and_supplier_is_two_memories() -> None:
    told = remembered([("INFODIS", -100, PHONE), ("INFODIS", 50, ADS)] * 3, [("INFODIS", -80), ("INFODIS", 70)])
    assert told.shares.argmax(axis=1).tolist() == [PHONE, ADS]


def test_two_uses_of_one_tiers_are_told_apart_by_the_amount() -> None:
    taught = [("ORANGE", -9_900, PHONE), ("ORANGE", -250_000, ADS)] * 4
    told = remembered(taught, [("ORANGE", -9_900), ("ORANGE", -250_000)])
    assert told.shares.argmax(axis=1).tolist() == [PHONE, ADS]


def test_of_corrections_that_contradict_each_other_the_last_ones_count_more_and_none_is_certain() -> None:
    changed = remembered([("ORANGE", -at, ADS) for at in range(1, 6)] + [("ORANGE", -at, PHONE) for at in range(6, 11)], [("ORANGE", -77)])
    steady = remembered([("ORANGE", -at, PHONE) for at in range(1, 11)], [("ORANGE", -77)])
    assert changed.shares.argmax(axis=1).tolist() == [PHONE]
    assert changed.shares[0, PHONE] < steady.shares[0, PHONE] - 0.1


def test_how_many_lines_agree_is_counted() -> None:
    told = remembered([("ORANGE", -1, ADS)] + [("ORANGE", -at, PHONE) for at in range(2, 16)], [("ORANGE", -5), ("RIEN", -5)])
    same, total = told.counts("text", np.array([PHONE, PHONE]))
    assert (same.tolist(), total.tolist()) == ([14, 0], [15, 0])


def test_shares_of_each_line_add_up_to_one() -> None:
    told = remembered([("ORANGE", -1, ADS), ("CHQ 0018834", -1, RENT), ("", 4, PHONE)], [("ORANGE", -5), ("", 0), ("CHQ 1", -1)])
    np.testing.assert_allclose(told.shares.sum(axis=1), 1)


def test_nothing_known_and_nothing_asked_are_answered() -> None:
    assert remembered([], [("ORANGE", -1)]).shares.shape == (1, 3)
    assert remembered([("ORANGE", -1, ADS)], []).shares.shape == (0, 3)
