"""DOUBLON and ANOMALIE: a payment asked about, whether it is in the workbook or not yet."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from addin.app.cells import Source
from addin.functions.controls import anomaly, double_payment
from addin.treasury.dossier import Settings
from tests.functions.facts import code, example_source, one, source_of
from tests.treasury.builders import account, customer_invoice, make_dossier, operation, scheduled

AS_OF = date(2026, 10, 31)
DAY = date(2026, 10, 8)


def plain(result: object) -> object:
    return result.replace("\u00a0", " ").replace("\u202f", " ") if isinstance(result, str) else result


@pytest.fixture(scope="module")
def source() -> Source:
    months = [str(month) for month in np.arange(np.datetime64("2025-11", "M"), np.datetime64("2026-11", "M"))]
    lines = [
        *(operation(f"{month}-03", "VIR IMMO EL BAHIA", -100_000) for month in months),
        *(operation(f"{month}-18", "SEAAL", -(3_100 + 40 * (at * 3 % 5)), category="Eau") for at, month in enumerate(months)),
        *(operation(f"2026-0{month}-12", "VIR MEDIAPLUS", -20_000 - month) for month in (3, 4, 5)),
        operation("2026-10-05", "VIR INFODIS FA881", -119_000),
        operation("2026-10-06", "VIR BATIMA", -64_321.5),
        operation("2026-10-20", "VIR RECU NOVATEC", 64_321.5),
    ]
    coming = [scheduled("Matériel", -400_000, "2026-12-01", counterparty="EURL Horizon")]
    invoices = [customer_invoice("FA1", "Novatec", 64_321.5, due="2026-10-20")]
    accounts = [account("BNA", 5_000_000)]
    return source_of(make_dossier(lines, invoices, accounts, coming, settings=Settings(as_of=AS_OF)))


# ---------------------------------------------------------------------------------------------------------------- DOUBLON
def test_the_same_reference_is_certain_and_the_same_amount_likely(source: Source) -> None:
    row = 2 + 27
    assert (
        plain(one(double_payment(source, [DAY], [119_000.0], ["Infodis"], ["FA881"]))) == f"Certain : BNA ligne {row} (même référence, 3 j)"
    )
    assert plain(one(double_payment(source, [DAY], [-64_321.5], ["BATIMA"]))) == f"Probable : BNA ligne {row + 1} (même montant, 2 j)"
    assert str(one(double_payment(source, [DAY], [119_000.0], ["SARL INFODIS"], ["FAC-0881"]))).startswith("Certain")


def test_another_number_another_tiers_and_a_far_day_are_other_payments(source: Source) -> None:
    assert double_payment(source, [DAY] * 3, [119_000.0] * 3, ["Infodis", "Lumen", "Infodis"], ["FA882", "FA881", "FA881"])[:2] == ["", ""]
    far: list[object] = [date(2026, 10, 17)]
    assert double_payment(source, far, [64_321.5], ["Batima"]) == [""]
    assert plain(one(double_payment(source, far, [64_321.5], ["Batima"], None, [11.0]))) == "Probable : BNA ligne 30 (même montant, 11 j)"
    assert double_payment(source, [DAY], [64_321.5], ["Batima"], None, [1.0]) == [""]
    assert double_payment(source, [date(2026, 10, 20)], [64_321.5], ["Novatec"]) == [""]  # money received is no payment


def test_the_line_itself_and_what_comes_back_each_month_do_not_count(source: Source) -> None:
    assert double_payment(source, [date(2026, 10, 5)], [119_000.0], ["Infodis"], ["FA881"]) == [""]
    assert double_payment(source, [date(2026, 10, 6)], [64_321.5], ["Batima"]) == [""]
    assert double_payment(source, [date(2026, 10, 3)], [100_000.0], ["Immo El Bahia"], None, [31.0]) == [""]


def test_a_range_gives_one_text_for_each_payment_and_blanks_give_none(source: Source) -> None:
    days: list[object] = [DAY, None, DAY, "08/10/2026"]
    found = double_payment(source, days, [64_321.5, 64_321.5, None, "64 321,50"], ["Batima"] * 4)
    assert [bool(text) for text in found] == [True, False, False, True]
    assert found[0] == found[3]


@pytest.mark.parametrize(
    ("day", "amount", "window", "refused"),
    [
        (DAY, "abc", None, "ARGUMENT_NOT_AMOUNT"),
        ("hier", 64_321.5, None, "ARGUMENT_NOT_DATE"),
        (DAY, 64_321.5, 2.5, "ARGUMENT_NOT_WHOLE"),
        (DAY, 64_321.5, -1.0, "ARGUMENT_NOT_WHOLE"),
        (DAY, 64_321.5, 5_000.0, "ARGUMENT_NOT_WHOLE"),
    ],
)
def test_a_bad_element_is_refused_alone(source: Source, day: object, amount: object, window: object, refused: str) -> None:
    found = double_payment(source, [day, DAY], [amount, 64_321.5], ["Batima"] * 2, None, [window, None])
    assert code(found[:1]) == refused
    assert plain(found[1]) == "Probable : BNA ligne 30 (même montant, 2 j)"


# ---------------------------------------------------------------------------------------------------------------- ANOMALIE
def why(source: Source, label: object, amount: object, category: object = None, day: object = DAY) -> object:
    return plain(one(anomaly(source, [day], [label], [amount], [category])))


def test_each_reason_has_its_sentence(source: Source) -> None:
    assert "100 fois plus, une virgule oubliée ?" in str(why(source, "SEAAL", -318_000.0))
    assert "d'habitude" in str(why(source, "SEAAL", -16_000.0))
    assert "sur 12 autres paiements" in str(why(source, "SEAAL", -16_000.0))
    assert str(why(source, "VIR EURL SAHEL NEGOCE", -285_600.0)) == "Premier paiement à ce tiers, 285 600,00 DA, sans facture connue."
    assert "ressemble à « Mediaplus »" in str(why(source, "VIR MEDIAPLUZ", -900.0))
    assert why(source, "AGENCE DE L EAU", -90_000.0, "Eau") == "90 000,00 DA : plus que tout ce que « Eau » a connu (3 260,00 DA au plus)."


def test_what_is_usual_small_announced_or_received_is_no_anomaly(source: Source) -> None:
    found = anomaly(
        source,
        [DAY] * 6,
        ["SEAAL", "VIR EURL SAHEL NEGOCE", "VIR EURL HORIZON", "SEAAL", "VIR MEDIAPLUS", None],
        [-3_240.0, -2_000.0, -400_000.0, 318_000.0, -20_000.0, -500.0],
    )
    assert found == [""] * 6
    assert why(source, "SEAAL", -3_180.0, "Eau", date(2026, 10, 18)) == ""  # the line itself


def test_a_blank_day_gives_nothing_and_a_bad_element_is_refused_alone(source: Source) -> None:
    found = anomaly(source, [None, "hier", DAY, DAY], ["SEAAL"] * 4, [-318_000.0, -318_000.0, "abc", -318_000.0])
    assert found[0] == ""
    assert [code(found[at : at + 1]) for at in (1, 2)] == ["ARGUMENT_NOT_DATE", "ARGUMENT_NOT_AMOUNT"]
    assert "100 fois plus" in str(plain(found[3]))


def test_the_same_element_says_the_same_alone_and_in_a_range(source: Source) -> None:
    labels: list[object] = ["SEAAL", "VIR EURL SAHEL NEGOCE", "VIR MEDIAPLUZ", "SEAAL"]
    amounts: list[object] = [-318_000.0, -285_600.0, -900.0, -3_240.0]
    together = anomaly(source, [DAY] * 4, labels, amounts)
    assert together == [one(anomaly(source, [DAY], [label], [amount])) for label, amount in zip(labels, amounts, strict=True)]


def test_the_planted_double_and_the_planted_bill_of_the_example_are_told() -> None:
    example = example_source()
    assert str(one(double_payment(example, [date(2026, 9, 15)], [119_000.0], ["Infodis"], ["FA881"]))).startswith("Certain")
    assert "100 fois plus" in str(plain(one(anomaly(example, [date(2026, 8, 18)], ["SEAAL"], [-321_420.0]))))
    assert double_payment(example, [date(2026, 8, 18)], [321_420.0], ["SEAAL"]) == [""]
