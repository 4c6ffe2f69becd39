"""What a purchase in another currency costs: the rate of the card, the rate of the bank, and the fee between them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from addin.treasury.spending.foreign import amount_in_label, amounts_in_labels, foreign_costs, foreign_findings, foreign_purchases
from tests.treasury.builders import account, make_dossier, operation, rate

FIRST, DAY = date(2026, 5, 1), date(2026, 10, 31)


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("VISA ADOBE USD59,99", ("USD", 5_999)), ("VISA META EUR290", ("EUR", 29_000)), ("VISA CANVA EUR12", ("EUR", 1_200)),
        ("GOOGLE ADS 1 250,00 EUR", ("EUR", 125_000)), ("AWS $ 1,234.56", ("USD", 123_456)), ("OVH 24€", ("EUR", 2_400)),
        ("OVH 1.290 EUR", ("EUR", 129_000)), ("RAKUTEN JPY1500", ("JPY", 1_500)), ("STE TUNISIE TND12,500", ("TND", 12_500)),
        ("visa figma usd15.00", ("USD", 1_500)),
        ("VISA ADOBE DZD7798", None), ("SADEG 10/26", None), ("VIR EURL SAHEL NEGOCE", None), ("CARTE 4970USD", ("USD", 497_000)),
        ("CHANGE USD100 EUR92", None), ("VISA ADOBE USD0", None),
    ],
)  # fmt: skip
def test_the_amount_that_a_label_names(label: str, told: tuple[str, int] | None) -> None:
    assert amount_in_label(label, "DZD") == told
    assert amounts_in_labels(pd.Series([f"VIR {label}", "", None, "VIR\nß", label], dtype="str"), "DZD").tolist()[-1] == told


def test_the_fee_is_what_was_debited_beyond_the_bank_rate() -> None:
    dossier = make_dossier(
        [operation("2026-10-12", "VISA ADOBE USD59,99", "-7798.70", account="Visa")],
        accounts=[account("Visa", 0, kind="card")],
        rates=[rate("USD", "2026-10-11", 128.5), rate("USD", "2026-10-13", 999), rate("USD", "2026-10-12", 777, kind="CARTE")],
    )
    (found,) = foreign_purchases(dossier, FIRST, DAY)
    assert (found.card_rate, found.bank_rate, found.rate_on, found.rate_days) == (Decimal(130), Decimal("128.5"), date(2026, 10, 11), 1)
    assert (found.bank_cents, found.fee_cents) == (770_872, 779_870 - 770_872)


def test_purchases_are_added_up_by_supplier_and_month_and_a_refund_is_taken_off() -> None:
    lines = [
        operation("2026-09-12", "VISA ADOBE USD100", -13_200), operation("2026-10-12", "VISA ADOBE USD100", -13_200),
        operation("2026-10-20", "VISA ADOBE USD50", -6_600), operation("2026-10-25", "REMB VISA ADOBE USD50", 6_600),
        operation("2026-10-14", "VISA META EUR290", -43_790),
    ]  # fmt: skip
    costs = foreign_costs(
        foreign_purchases(make_dossier(lines, rates=[rate("USD", "2026-09-01", 130), rate("EUR", "2026-09-01", 150)]), FIRST, DAY)
    )
    told = [(each.supplier, each.month.month, each.currency, each.foreign_cents, each.debited_cents, each.fee_cents) for each in costs]
    assert told == [
        ("META", 10, "EUR", 29_000, 4_379_000, 29_000), ("ADOBE", 9, "USD", 10_000, 1_320_000, 20_000),
        ("ADOBE", 10, "USD", 10_000, 1_320_000, 20_000),
    ]  # fmt: skip
    assert [len(each.purchases) for each in costs] == [1, 1, 3]


def test_without_a_rate_the_fee_is_not_known_and_it_is_said() -> None:
    lines = [operation("2026-10-12", "VISA ADOBE USD100", -13_200), operation("2026-10-14", "VISA FIGMA USD10", -1_320)]
    purchases = foreign_purchases(
        make_dossier(lines, rates=[rate("USD", "2026-10-13", 130), rate("USD", "2026-10-01", 1, kind="CARTE")]), FIRST, DAY
    )
    assert [each.fee_cents for each in purchases] == [None, 2_000]
    adobe = next(each for each in foreign_costs(purchases) if each.supplier == "ADOBE")
    assert (adobe.fee_cents, adobe.bank_rate, adobe.unrated, adobe.card_rate) == (None, None, 1, Decimal(132))
    assert [(finding.code, finding.row) for finding in foreign_findings(purchases)] == [("CARD_RATE_MISSING", 2)]


def test_an_old_rate_is_used_and_its_age_is_said() -> None:
    purchases = foreign_purchases(
        make_dossier([operation("2026-10-30", "VISA ADOBE USD100", -13_200)], rates=[rate("USD", "2026-10-01", 130)]), FIRST, DAY
    )
    (cost,) = foreign_costs(purchases)
    assert (cost.fee_cents, cost.oldest_days) == (20_000, 29)
    assert [finding.code for finding in foreign_findings(purchases)] == ["CARD_RATE_OLD"]


def test_a_label_whose_rate_is_absurd_makes_no_fee_and_is_counted() -> None:
    purchases = foreign_purchases(
        make_dossier([operation("2026-10-30", "VISA PLAN USD2026", -13_200)], rates=[rate("USD", "2026-10-29", 130)]), FIRST, DAY
    )
    (cost,) = foreign_costs(purchases)
    assert (cost.fee_cents, cost.odd, cost.debited_cents) == (None, 1, 1_320_000)


def test_an_account_in_another_currency_is_converted_between_the_two() -> None:
    bought = (("CARTE ADOBE USD100", -90), ("CARTE OVH EUR9", -9))
    dossier = make_dossier(
        [operation("2026-10-30", label, amount, account="BEA", currency="EUR") for label, amount in bought],
        rates=[rate("USD", "2026-10-29", 130), rate("EUR", "2026-10-28", 150)],
    )  # fmt: skip
    (found,) = foreign_purchases(dossier, FIRST, DAY)
    assert (found.unit, found.bank_cents, found.fee_cents, found.rate_days) == ("EUR", 8_667, 333, 2)
