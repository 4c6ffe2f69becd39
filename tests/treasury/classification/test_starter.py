"""Starter knowledge: the data file, the words in a label, and what is told of a line in a workbook where nothing was classified."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pandas as pd
import pytest

from addin.messages import say
from addin.messages.classification import REASONS
from addin.treasury.classification.classes import (
    ADS,
    CLASSES,
    CUSTOMER_RECEIPT,
    FINANCING,
    OTHER_RECEIPT,
    OVERHEADS,
    PURCHASES,
    SOFTWARE,
    STAFF,
    TAXES,
    TRANSFER,
    TRAVEL,
)
from addin.treasury.classification.classify import STARTER_THRESHOLD
from addin.treasury.classification.starter import classes_of, tell_by_starter, topics_of
from addin.treasury.classification.starter_words import entries, known_in
from addin.treasury.entries.plan import scf
from tests.treasury.builders import make_dossier, operation


def told(label: str, amount: float = -1_000, **more: Any) -> dict[str, Any]:
    """The verdict of one line; its reason must make a sentence."""
    operations = make_dossier([operation("2026-10-04", label, amount, **more)]).operations
    verdict = dict(tell_by_starter(operations).iloc[0])
    assert "{" not in say(REASONS[verdict["reason"]], **{"category": verdict["category"], **verdict["detail"]})
    return verdict


def test_every_entry_has_a_category_of_the_template_and_an_account_of_the_plan() -> None:
    assert len(entries()) > 1_300
    for entry in entries():
        assert entry.category in CLASSES
        assert entry.words
        assert 0 < entry.confidence < 1
        assert entry.topic, entry
        assert scf().holds(entry.account), entry


def test_a_word_has_one_meaning_for_money_of_one_sign() -> None:
    of_sign = Counter((entry.words, sign) for entry in entries() for sign in ((entry.sense,) if entry.sense else (-1, 1)))
    assert [word for word, count in of_sign.items() if count > 1] == []


@pytest.mark.parametrize(
    ("label", "category", "account"),
    [
        ("VIR SALAIRES 10/26", STAFF, "631"),
        ("CNAS DAC 09/26", STAFF, "6351"),
        ("CASNOS GERANT", STAFF, "6361"),
        ("PRLV SEPA URSSAF RHONE ALPES", STAFF, "635"),
        ("G50 09/26", TAXES, "44551"),
        ("ACOMPTE IBS 2", TAXES, "4441"),
        ("ECH PRET 14/36", FINANCING, "164"),
        ("SADEG", OVERHEADS, "6073"),
        ("SEAAL", OVERHEADS, "6073"),
        ("IDOOM FIBRE", OVERHEADS, "6264"),
        ("DJEZZY FLOTTE", OVERHEADS, "6263"),
        ("TPE NAFTAL", OVERHEADS, "6071"),
        ("VIR SAA PRIME AUTO", OVERHEADS, "616"),
        ("COM VIR+TVA", OVERHEADS, "6278"),
        ("AGIOS T3", OVERHEADS, "661"),
        ("VISA META EUR290", ADS, "6231"),
        ("VISA ADOBE USD59,99", SOFTWARE, "6516"),
        ("CB GOOGLE*WORKSPACE", SOFTWARE, "6516"),
        ("TPE AIR ALGERIE", TRAVEL, "625"),
        ("CB HOTEL IBIS PARIS", TRAVEL, "625"),
        ("CB POINT P 12/03", PURCHASES, "601"),
        ("RET ESP CHQ0018840", TRANSFER, "5811"),
        ("VIR INTERNE CCP", TRANSFER, "5811"),
        ("IMPAYE CHQ 4471902", CUSTOMER_RECEIPT, "4111"),
        ("دفع فاتورة سونلغاز", OVERHEADS, "6073"),
    ],
)
def test_what_is_paid_to_a_payee_that_is_known_is_given_with_its_account(label: str, category: str, account: str) -> None:
    verdict = told(label)
    assert (verdict["category"], verdict["scf_account"], verdict["origin"]) == (category, account, "starter")
    assert verdict["confidence"] >= STARTER_THRESHOLD


@pytest.mark.parametrize(
    ("label", "category"),
    [
        ("REM CHQ 4471902", CUSTOMER_RECEIPT),
        ("VERS ESP AG604", CUSTOMER_RECEIPT),
        ("VIR RECU NOVATEC FA112/26", CUSTOMER_RECEIPT),
        ("APPORT ASSOCIE", FINANCING),
        ("REMBOURSEMENT EDF", OTHER_RECEIPT),
        ("DGFIP REMBOURSEMENT TVA", OTHER_RECEIPT),
        ("قرض 12", FINANCING),
    ],
)
def test_what_is_received_is_told_apart_from_what_is_paid(label: str, category: str) -> None:
    verdict = told(label, 1_000)
    assert verdict["category"] == category
    assert verdict["confidence"] >= STARTER_THRESHOLD


@pytest.mark.parametrize("name", ["LCR 4471", "AVOIR"])
def test_the_same_words_say_other_things_of_money_received_and_of_money_paid(name: str) -> None:
    assert told(name, 1_000)["category"] != told(name, -1_000)["category"]


def test_the_name_of_more_words_decides_over_the_one_inside_it() -> None:
    assert [entry.words for entry in known_in("CB UBER *EATS PARIS", -1)] == ["UBER", "UBER EATS"]
    assert told("CB UBER EATS")["detail"]["topic"] != told("CB UBER TRIP")["detail"]["topic"]


def test_words_stand_whole_whatever_their_case_and_accents() -> None:
    assert told("vir médecine du travail")["category"] == STAFF
    assert told("VIR SEAALBERT")["confidence"] < STARTER_THRESHOLD


def test_the_surer_of_two_names_of_as_many_words_decides() -> None:
    assert told("CB RESTAURANT LE METRO")["category"] == TRAVEL


def test_a_typed_counterparty_tells_where_the_label_says_nothing() -> None:
    assert told("CHQ 0018834", counterparty="Sonelgaz")["category"] == OVERHEADS
    assert told("CHQ 0018834")["confidence"] < STARTER_THRESHOLD


@pytest.mark.parametrize("label", ["", "   ", "🎉", "حوالة", "x" * 10_000, "1" * 50, "*", "VIR " * 3_000])
def test_a_label_that_says_nothing_is_only_guessed_the_most_usual(label: str) -> None:
    paid, received = told(label, -1), told(label, 1)
    assert (paid["category"], received["category"]) == (PURCHASES, CUSTOMER_RECEIPT)
    assert {paid["reason"], received["reason"]} == {"starter_usual"}
    assert max(paid["confidence"], received["confidence"]) < STARTER_THRESHOLD


def test_an_amount_of_zero_without_a_known_word_says_nothing() -> None:
    assert (told("VIR ZZZQ", 0)["origin"], told("VIR ZZZQ", 0)["category"]) == ("none", "")


def test_classes_and_topics_are_silent_where_only_the_most_usual_is_told() -> None:
    lines = make_dossier([operation("2026-10-04", label, -10) for label in ("SADEG", "VIR ZZZQ", "CHQ 002917")]).operations
    assert list(classes_of(lines)) == [OVERHEADS, "", ""]
    assert topics_of(lines).tolist() == ["électricité et gaz", "", ""]


def test_what_is_typed_on_a_line_is_not_seen_by_what_tells_its_topic() -> None:
    lines = [operation(f"2026-10-0{at}", "VIR DUPONT", -10, category=name) for at, name in enumerate(("", "Personnel & CNAS", "Impôts"), 1)]
    operations = make_dossier(lines).operations
    assert operations["nature"].nunique() == 3
    assert topics_of(operations).tolist() == ["", "", ""]
    assert tell_by_starter(operations)["category"].nunique() == 1


def test_a_hundred_thousand_distinct_labels_take_little_time() -> None:
    lines = make_dossier([operation("2026-10-04", "x", -10)]).operations
    lines = lines.loc[[0] * 100_000].reset_index(drop=True)
    words = ("SADEG", "HOTEL", "MAISON", "ZZZQ", "UBER EATS", "VIR SALAIRES")
    lines = lines.assign(label=[f"CB {words[at % 6]} NUMERO X{at}" for at in range(len(lines))])
    start = time.perf_counter()
    verdicts = tell_by_starter(lines)
    assert time.perf_counter() - start < 6
    assert verdicts["category"].iloc[:6].tolist() == [OVERHEADS, TRAVEL, PURCHASES, PURCHASES, TRAVEL, STAFF]


def test_no_lines_are_told_nothing() -> None:
    operations = make_dossier([]).operations
    assert tell_by_starter(operations).empty
    assert len(topics_of(operations)) == len(classes_of(operations)) == 0
    assert isinstance(topics_of(operations), pd.Series)
