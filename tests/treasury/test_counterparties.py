"""The counterparty of a bank line: the name left once the bank's own words, numbers and dates are gone."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.counterparties import counterparty_of, fold, map_distinct, normalise


def counterparty(label: str) -> str:
    return str(counterparty_of(pd.Series([label], dtype=object)).iloc[0])


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("VIR RECU NOVATEC FA112/26", "NOVATEC"),
        ("VIR INFODIS FA881", "INFODIS"),
        ("Virement reçu SARL Béta n° facture 2026/045", "SARL BETA"),
        ("VIR EN FAVEUR DE PIXELREGIE", "PIXELREGIE"),
        ("VISA META EUR290", "META"),
        ("VISA ADOBE USD59,99", "ADOBE"),
        ("VISA ADOBE USD 61,20", "ADOBE"),
        ("VISA SLACK 45,00 EUR", "SLACK"),
        ("CARTE 4970XXXX1234 UBER TRIP 14:32", "UBER TRIP"),
        ("PRLV GOOGLE WORKSPACE 12/10", "GOOGLE WORKSPACE"),
        ("TPE AIR ALGERIE", "AIR ALGERIE"),
        ("CHEQUE SODELI", "SODELI"),
        ("CHQ 0018834 SARL BENALI", "SARL BENALI"),
        ("LOYER MARS 2026", "LOYER"),
        ("G50 09/26", "G50"),
        ("VIR TRESOR WILAYA", "TRESOR WILAYA"),
        ("CREDIT POPULAIRE D'ALGERIE", "CREDIT POPULAIRE D'ALGERIE"),
        ("MARS", "MARS"),
        ("IDOOM 4G", "IDOOM 4G"),
    ],
)
def test_the_name_is_what_the_bank_did_not_add(label: str, name: str) -> None:
    assert counterparty(label) == name


def test_a_paper_without_a_name_keeps_its_number() -> None:
    assert counterparty("CHQ 0018834") == "Chèque 0018834"
    assert counterparty("Chèque n° 0018834") == "Chèque 0018834"
    assert counterparty("EFFET 002917") == "Effet 002917"


def test_a_bounced_cheque_has_the_counterparty_of_the_cheque_handed_in() -> None:
    assert counterparty("IMPAYE CHQ 4471902") == counterparty("REM CHQ 4471902") == "Chèque 4471902"


def test_a_typed_counterparty_wins() -> None:
    found = counterparty_of(pd.Series(["VIR 12", "VISA ADOBE USD9"]), pd.Series(["  Sonel  gaz ", ""]))
    assert found.tolist() == ["Sonel gaz", "ADOBE"]


def test_a_label_of_bank_words_only_stays_as_it_is() -> None:
    assert counterparty("VERS ESP AG604") == "VERS ESP"
    assert counterparty("VIREMENT") == "VIREMENT"
    assert counterparty("4471902") == "4471902"


def test_accents_case_spaces_and_arabic_digits_do_not_tell_names_apart() -> None:
    assert normalise("Café  d’Alger") == normalise("CAFE D'ALGER") == "CAFE D ALGER"
    assert normalise("Œuvre ٤٢") == "OEUVRE 42"
    assert fold("n° 12") == "N° 12"


def test_absent_labels_give_nothing_and_the_index_is_kept() -> None:
    assert counterparty_of(pd.Series([None, "MARS"], index=[5, 2], dtype=object)).to_dict() == {5: "", 2: "MARS"}
    assert counterparty_of(pd.Series([], dtype=object), pd.Series([], dtype=object)).empty


@given(st.lists(st.text(max_size=30), max_size=8))
def test_a_label_with_text_always_has_a_counterparty_whatever_stands_around_it(labels: list[str]) -> None:
    found = counterparty_of(pd.Series(labels, dtype=object)).tolist()
    assert found == [counterparty(label) for label in labels]
    assert all(bool(name) == bool(label.split()) for name, label in zip(found, labels, strict=True) if label.isprintable())


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(st.sampled_from(["a", "b", "", "c"]), max_size=20))
def test_mapping_distinct_texts_equals_mapping_each(texts: list[str]) -> None:
    assert map_distinct(pd.Series(texts, dtype=object), lambda text: (text, 1)).tolist() == [(text, 1) for text in texts]
