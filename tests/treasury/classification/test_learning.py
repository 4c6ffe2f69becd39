"""What is learnt of a workbook's lines: told, refused when unsure, measured, the same each time, whatever the lines are."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pandas as pd
import pytest

from addin.treasury.classification.accuracy import calibration_error
from addin.treasury.classification.calibration import straighten, threshold_of, weigh
from addin.treasury.classification.learned_bytes import decode, encode
from addin.treasury.classification.learning import learn, recent
from addin.treasury.classification.names import names_of_one_category
from addin.treasury.classification.validation import folds
from addin.treasury.classification.verdicts import VERDICT_COLUMNS
from tests.treasury.classification.lines import Known, learnt_from, operations_of, ordinary_year, told


def test_what_she_classified_is_told_again_with_how_many_lines_agree() -> None:
    verdict = told(learnt_from(ordinary_year()), "VISA META EUR310", -46_100)
    assert (verdict["category"], verdict["origin"], verdict["reason"]) == ("Publicité", "memory", "memory_label")
    assert verdict["detail"] == {"same": 12, "total": 12}
    assert verdict["confidence"] > 0.9


def test_the_same_tiers_is_told_by_the_direction_of_the_money() -> None:
    learned = learnt_from(ordinary_year())
    assert told(learned, "VIR INFODIS", -119_000)["suggestion"] == "Sous-traitance"
    assert told(learned, "VIR RECU INFODIS", 119_000)["suggestion"] == "Clients"


def test_a_tiers_that_nothing_tells_is_not_guessed() -> None:
    verdict = told(learnt_from(ordinary_year()), "ZXQW KLMP", -33_333)
    assert (verdict["category"], verdict["origin"]) == ("", "model")
    assert verdict["suggestion"] != ""


def test_contradictory_corrections_lower_the_confidence_and_the_last_word_counts() -> None:
    steady: list[Known] = [("VIR ORANGE", -5_000, "Télécom")] * 12
    changed: list[Known] = [("VIR ORANGE", -5_000, "Publicité")] * 6 + [("VIR ORANGE", -5_000, "Télécom")] * 6
    sure, torn = (told(learnt_from(ordinary_year(6) + lines), "VIR ORANGE", -5_000) for lines in (steady, changed))
    assert sure["suggestion"] == torn["suggestion"] == "Télécom"
    assert torn["confidence"] < sure["confidence"]
    assert torn["reason"] == "memory_mixed"
    assert torn["detail"] == {"same": 6, "total": 12}


def test_without_history_nothing_is_said() -> None:
    verdict = told(learnt_from([]), "VIR NOVATEC", 5)
    assert [verdict[name] for name in VERDICT_COLUMNS[:5]] == ["", "", "", 0.0, "none"]


def test_one_category_only_is_remembered_without_a_model() -> None:
    learned = learnt_from([("VIR NOVATEC", 5, "Clients")] * 30)
    assert learned.model is None
    assert told(learned, "VIR NOVATEC", 5)["category"] == "Clients"
    assert told(learned, "ZXQW", -5)["category"] == ""


@pytest.mark.parametrize("label", ["", " ", "أجور العمال", "🚀🚀", "A" * 10_000, "\u200f", "'=1+1", "n° ½ ﬁ"])
def test_any_label_is_told_and_can_be_learnt(label: str) -> None:
    lines: list[Known] = [*ordinary_year(4), *[(label, -7.0, "Divers")] * 6]
    assert told(learnt_from(lines), label, -7.0)["suggestion"] == "Divers"


def test_spellings_that_differ_by_accents_are_one_category_and_said() -> None:
    lines: list[Known] = [
        ("IDOOM", -9.0, "Télécom"),
        ("DJEZZY", -8.0, "TELECOM"),
        ("MOBILIS", -7.0, "Télécom"),
        ("LOYER", -90.0, "Loyer"),
    ] * 6
    learned = learnt_from(lines)
    assert learned.classes == ("Loyer", "Télécom")
    assert learned.collisions == (("Télécom", "TELECOM"),)


def test_of_two_spellings_as_frequent_the_last_used_is_kept() -> None:
    names, groups = names_of_one_category(pd.Series(["telecom", "Télécom"]))
    assert (names.tolist(), groups) == (["Télécom", "Télécom"], (("Télécom", "telecom"),))


def test_lines_are_learnt_the_same_whatever_their_order_in_the_tab() -> None:
    operations = operations_of(ordinary_year())
    mixed = operations.sample(frac=1, random_state=3)
    one, other = (encode(learn(lines, lines["category"] != "")) for lines in (operations, mixed))
    assert one == other


def test_what_was_learnt_comes_back_from_its_bytes() -> None:
    learned = learnt_from(ordinary_year())
    asked = operations_of([("VISA META EUR310", -46_100, ""), ("VIR TRUC", 5, ""), ("", -1, "")])
    pd.testing.assert_frame_equal(decode(encode(learned)).tell(asked), learned.tell(asked))
    nothing = learnt_from([])
    assert decode(encode(nothing)).classes == nothing.classes == ()


def test_the_accuracy_shown_is_measured_on_her_later_lines() -> None:
    draw = random.Random(5)
    steady = learnt_from(ordinary_year()).accuracy
    noise: list[Known] = [(label, amount, draw.choice("ABCD")) for label, amount, _ in ordinary_year()]
    chance = learnt_from(noise).accuracy
    assert steady is not None
    assert chance is not None
    assert steady.right > 0.95
    assert chance.right < 0.5
    assert chance.kept < 0.1
    assert learnt_from(ordinary_year(1)).accuracy is None


def test_fifty_thousand_distinct_labels_are_learnt_in_bounded_time_and_space() -> None:
    lines: list[Known] = [(f"VIR {'ABCDEFGH'[at % 8] * 4} {at:x}ZQ", -1.0 - at % 50, "ABCDEFGH"[at % 8]) for at in range(50_000)]
    operations = operations_of(lines, every=0)
    learned = learn(operations, operations["category"] != "")
    assert learned.model is not None
    assert learned.model.coefficients.size <= 8_000_000
    assert (learned.tell(operations.tail(2_000))["suggestion"] == operations["category"].tail(2_000)).mean() > 0.99


def test_notes_typed_as_categories_are_remembered_one_by_one() -> None:
    names = ["".join(letters) for letters in itertools.islice(itertools.product("ABDEILMNORST", repeat=4), 2_000)]
    operations = operations_of([(f"VIR {name}", -5.0, f"note {name}") for name in names], every=0)
    learned = learn(operations, operations["category"] != "")
    again = learned.tell(operations.tail(300))
    assert (again["suggestion"] == operations["category"].tail(300)).mean() > 0.9


def test_the_last_lines_are_learnt_and_the_last_few_of_a_category_that_would_be_lost() -> None:
    truth = np.array([7, 7, 7] + [1] * 100)
    kept = recent(truth, 10, of_each=2)
    assert kept.tolist() == [1, 2, *range(93, 103)]


def test_lines_are_tried_only_with_earlier_ones() -> None:
    for count in (20, 500, 2_999, 3_000, 60_000):
        for learnt, tried in folds(count, 5):
            assert learnt.max() < tried.min()
            assert tried.max() < count


def test_a_threshold_keeps_what_was_right_and_leaves_out_what_was_not() -> None:
    confidence = np.linspace(1, 0, 1_001)
    assert threshold_of(confidence, confidence > 0.6) == pytest.approx(0.6, abs=0.04)
    assert threshold_of(confidence, np.zeros(1_001, dtype=bool)) > 0.95
    assert threshold_of(np.full(60, 0.9), np.arange(60) < 30) >= 0.85


def test_one_surprise_among_few_lines_does_not_silence_all_that_is_sure() -> None:
    confidence = np.full(55, 0.98)
    assert threshold_of(confidence, np.arange(55) != 3) <= 0.85


def test_confidence_that_boasts_is_brought_down() -> None:
    draw = np.random.default_rng(1)
    shares = np.full((2_000, 2), [0.95, 0.05])
    right = draw.random(2_000) < 0.7
    slope, offset = straighten(shares, right, np.ones(2_000, dtype=bool))[1]
    said = 1 / (1 + np.exp(-(slope * np.log(19) + offset)))
    assert said == pytest.approx(0.7, abs=0.03)


def test_a_witness_that_is_always_right_is_believed_and_one_that_is_not_is_not() -> None:
    draw = np.random.default_rng(2)
    truth = draw.integers(0, 3, 600)
    right, noise = np.eye(3)[truth] * 2, draw.normal(size=(600, 3))
    weights = weigh(np.stack([np.zeros((600, 3)), noise, right], axis=1), truth, np.ones(600, dtype=bool))
    assert weights[1, 2] > 2
    assert weights[1, 1] < 0.5


def test_calibration_error_is_the_gap_between_what_was_said_and_what_was_right() -> None:
    assert calibration_error(np.full(100, 0.9), np.arange(100) < 90) == pytest.approx(0)
    assert calibration_error(np.full(100, 0.9), np.arange(100) < 50) == pytest.approx(0.4)
    assert calibration_error(np.zeros(0), np.zeros(0, dtype=bool)) == 0
