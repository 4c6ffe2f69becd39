"""The nature of a bank line: the bookkeeper's words first, precision before recall."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.natures import NATURES, natures_of


def nature(label: str, category: str = "") -> str:
    return str(natures_of(pd.Series([label], dtype=object), pd.Series([category], dtype=object)).iloc[0])


@pytest.mark.parametrize(
    ("expected", "labels"),
    [
        (
            "salary",
            "VIR SALAIRES 10/26|Virement salaire Ahmed B.|PAIE OCTOBRE|NET A PAYER 10/26|VIR SAL OCT|PERSONNEL NOM .NOM",
        ),
        ("salary", "SOLDE DE TOUT COMPTE"),
        (
            "tax",
            "G50 09/26|G 50 SEPT|G50/09-2026|VIR DGI|RECETTE DES IMPÔTS CHERAGA|CDI ROUIBA|IRG SALAIRES 09/26|ACOMPTE IBS 2026|TAP 09/2023",
        ),
        ("tax", "TVA 09/26|TVA A DECAISSER|IFU 2026"),
        ("social", "CNAS DAC 09/26|CASNOS GERANT|CACOBATPH T3|PRLV URSSAF|SECURITE SOCIALE|Cotisations sociales"),
        ("loan", "ECH PRET 14/36|Échéance crédit véhicule|REMB EMPRUNT BNA|MENSUALITE LEASING"),
        (
            "bank_fee",
            "COM VIR+TVA|COMMISSION 10/26|FRAIS TENUE|FRAIS DE TENUE DE COMPTE|AGIOS|TVA/COM|TVA SUR COMMISSIONS|COM VIR SALAIRES",
        ),
        ("cash_withdrawal", "RET ESP CHQ0018840|RETRAIT DAB 12/10|RETRAIT ESPÈCES|RETRAIT"),
        ("transfer", "VIR INTERNE CCP|Virement interne|VIR CPTE A CPTE|VERSEMENT CCP|ALIMENTATION CAISSE|ALIM CARTE|VIR ENTRE COMPTES"),
        ("bounced", "IMPAYE CHQ 4471902|Chèque impayé n° 4471902|REJET PRLV|VIR SALAIRE REJETE"),
        ("", "VIR RECU NOVATEC FA112/26|CHQ 0018834|TPE NAFTAL|VIR TRESOR WILAYA|APPORT ASSOCIE|EFFET 002917|"),
    ],
)
def test_the_words_of_a_bank_label_tell_its_nature(expected: str, labels: str) -> None:
    assert {label: nature(label) for label in labels.split("|")} == dict.fromkeys(labels.split("|"), expected)


@pytest.mark.parametrize(
    "label",
    [
        "TOTAL ENERGIES",
        "PAIERIE COMMUNALE",
        "COMPTOIR DU BOIS",
        "TAP AIR PORTUGAL",
        "PRET A PORTER YASMINE",
        "AMAZON.COM",
        "COMMISSION COMMERCIALE ALI",
        "FRAIS DE MISSION ORAN",
        "LOGICIEL PAIE",
        "SAGE PAIE ABONNEMENT",
        "IBS INFORMATIQUE",
        "SARL TVA CONSEIL",
        "CONSEIL IMPOTS SARL",
        "CARTE GRISE",
        "REGLEMENT IMPAYE CHQ 33",
        "COMETE",
        "RETRAITE COMPLEMENTAIRE",
        "CREDIT CLIENT NOVATEC",
        "FRAIS DE TRANSPORT",
        "FACT 12 NET A PAYER FACTURE 12",
    ],
)
def test_words_that_only_look_alike_tell_nothing(label: str) -> None:
    assert nature(label) == ""


def test_a_typed_category_wins_over_the_label() -> None:
    assert nature("VIR AHMED BENALI", "Personnel") == "salary"
    assert nature("VIR 0012", "Impôts & taxes") == "tax"
    assert nature("VIR BNA", "Virement interne") == "transfer"
    assert nature("CHQ 12", "Frais bancaires") == "bank_fee"


def test_in_a_category_that_holds_personnel_and_social_dues_the_label_decides_and_else_it_is_a_salary() -> None:
    assert nature("CNAS DAC 09/26", "Personnel & CNAS") == "social"
    assert nature("IRG SALAIRES", "Personnel & CNAS") == "tax"
    assert nature("VIR SALAIRES 10/26", "Personnel & CNAS") == "salary"
    assert nature("VIR AHMED BENALI", "2 Personnel & CNAS") == "salary"
    assert nature("VIR AHMED BENALI", "personnel et cnas") == "salary"


def test_a_category_that_names_no_nature_leaves_the_word_to_the_label() -> None:
    assert nature("G50 09/26", "Frais généraux") == "tax"
    assert nature("TPE NAFTAL", "Déplacements & missions") == ""


def test_absent_labels_and_categories_have_no_nature_and_the_index_is_kept() -> None:
    labels = pd.Series([None, "", "AGIOS"], index=[7, 3, 9], dtype=object)
    found = natures_of(labels, pd.Series([None, "", None], index=labels.index, dtype=object))
    assert found.to_dict() == {7: "", 3: "", 9: "bank_fee"}
    assert natures_of(pd.Series([], dtype=object)).empty


@given(st.lists(st.text(max_size=30), max_size=8))
def test_each_line_has_one_of_the_known_natures_whatever_stands_around_it(labels: list[str]) -> None:
    together = natures_of(pd.Series(labels, dtype=object))
    assert set(together) <= set(NATURES)
    assert together.tolist() == [nature(label) for label in labels]
