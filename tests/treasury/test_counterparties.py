"""The counterparty of a bank line: the name left once the bank's own words, numbers and dates are gone."""

from __future__ import annotations

from pathlib import Path

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
        ("VIR RECU D/ORDRE SARL DELTA REF 123", "SARL DELTA"),
        ("VIREMENT ORDONNE EN FAVEUR DE EURL ZETA", "EURL ZETA"),
        ("VIR EMIS FAV/ SARL EPSILON", "SARL EPSILON"),
        ("VIR RECU DE SARL BETA REF ABCDEF", "SARL BETA"),
        ("CHQ N° 0018834 BENEF SARL BENALI", "SARL BENALI"),
        ("TELECOMPENSATION CHQ 4471902 SONELGAZ", "SONELGAZ"),
        ("VERSEMENT ESPECES PAR KADRI", "KADRI"),
        ("EFFET N° 123456 SARL ETA", "SARL ETA"),
        ("TPE STATION NAFTAL CHERAGA", "STATION NAFTAL"),
        ("ACHAT CIB 12/10 14:32 CARREFOUR BAB EZZOUAR DZ", "CARREFOUR"),
        ("PRLV IDOOM FIBRE OCT 2026", "IDOOM FIBRE"),
        ("VIR DE 00100012345678901243 SARL IOTA", "SARL IOTA"),
        ("VIR VERS RIB 001 00012 3456789012 43 EURL KAPPA", "EURL KAPPA"),
        ("VIR IBAN FR14 2004 1010 0505 0001 3M02 606 LAMBDA", "LAMBDA"),
        ("CHQ Nï¿½ 0405001 REFORMITCH", "REFORMITCH"),
    ],
)
def test_the_name_is_what_the_bank_did_not_add(label: str, name: str) -> None:
    assert counterparty(label) == name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("CARTE 12/03 SOCIETE X PARIS", "SOCIETE X"),
        ("CARTE X1234 12/03 SOCIETE BETA PARIS COMMERCE ELECTRONIQUE", "SOCIETE BETA"),
        ("PAIEMENT PAR CARTE X1234 BRICO PRO LYON 12/03", "BRICO PRO"),
        ("FACTURE CARTE DU 120320 FNAC PARIS CARTE 4974XXXXXXXX1234", "FNAC"),
        ("CARTE 12/03/20 AMAZON EU SARL LUXEMBOURG LU CB*1234", "AMAZON EU SARL"),
        ("VIREMENT SEPA RECU /DE DUPONT SARL /MOTIF FACTURE 123 /REF XYZ", "DUPONT SARL"),
        ("000001 VIR RECU 1234567890S DE: M DUPONT DATE: 12/10/2020 REF: xxx MOTIF: yyy", "M DUPONT"),
        ("PRLV SEPA EDF ECH/120120 ID EMETTEUR/FR47EDF001007 MDT/00001 REF/ABC LIB/X", "EDF"),
        ("PRELEVEMENT EUROPEEN 1234567 DE: FREE TELECOM ID: FR57ZZZ459654 MOTIF: FORFAIT REF: 12", "FREE TELECOM"),
        ("PRELEVEMENT DE ORANGE SA REFERENCE : 123456", "ORANGE SA"),
        ("VIREMENT EN VOTRE FAVEUR DE SARL GAMMA", "SARL GAMMA"),
        ("VIR INST RE 525252 MME HADDAD", "MME HADDAD"),
        ("PRLV DIRECT ENERGIE", "DIRECT ENERGIE"),
        ("PAYPAL *NETFLIX 35314369001", "NETFLIX"),
        ("POS Purchase Uber Eats  * 09 Sep", "UBER EATS"),
        ("DIRECT DEBIT BRITISH GAS REF 1234", "BRITISH GAS"),
        ("Online Purchase: Liberty Hello (Card )", "LIBERTY HELLO"),
    ],
)
def test_the_words_of_french_and_english_banks_are_known(label: str, name: str) -> None:
    assert counterparty(label) == name


def test_a_city_stays_where_the_name_needs_it_and_on_anything_but_a_card() -> None:
    assert counterparty("TPE HOTEL ORAN") == "HOTEL ORAN"
    assert counterparty("VIR RECU HABITAT ORAN") == "HABITAT ORAN"
    assert counterparty("TPE AIR ALGERIE") == "AIR ALGERIE"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("REMISE CHEQUES 3", "REMISE CHEQUES"),
        ("REMISE DE 3 CHEQUES", "REMISE CHEQUES"),
        ("ECH PRET 14/36", "ECH PRET"),
        ("FRAIS TENUE DE COMPTE T3 2026", "FRAIS TENUE DE COMPTE"),
        ("COM/VIR 12345", "COM VIR"),
        ("RETRAIT AU DISTRIBUTEUR X1234 ALGER 12/03 14H02", "RETRAIT AU DISTRIBUTEUR"),
        ("VIR INTERNE CCP", "VIR INTERNE CCP"),
    ],
)
def test_the_banks_own_operations_keep_one_name_whatever_their_number(label: str, words: str) -> None:
    assert counterparty(label) == words


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


WORDS = st.sampled_from(
    """VIR RECU DE SARL BETA REF PRLV SEPA CARTE CHQ N° EFFET REMISE ESPECES PARIS HOTEL MARS 12/03 2026 0018834 FA112 /MOTIF MOTIF: DE: ID
    EUR 61,20 PAYPAL * CB*1234
    POUR LE COMPTE Été G50 T3 X ECH/120320 POS PURCHASE 3M02 FR14 RIB www.a.com (Card ) CCP VERS - œuvre""".split()
)


@given(st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=40))
def test_the_counterparty_of_a_counterparty_is_itself(label: str) -> None:
    assert counterparty(counterparty(label)) == counterparty(label)


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_case_and_accents_do_not_change_the_counterparty(label: str) -> None:
    expected = normalise(counterparty(label))
    for written in (label.lower(), label.upper(), label.replace("E", "É")):
        assert normalise(counterparty(written)) == expected


def test_real_labels_of_one_merchant_come_together(shared: Path) -> None:
    labels = pd.read_csv(shared / "data" / "za_bank" / "transactions.csv")["description"].astype(object)
    found = counterparty_of(labels)
    assert labels.nunique() == 348
    assert found.nunique() <= 275
    assert not found[labels.str.contains("POS Purchase")].str.startswith("POS ").any()
