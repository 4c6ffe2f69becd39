"""RETARDS and RATIO: late invoices by customer and age, days outstanding by both methods, working capital need."""

from __future__ import annotations

from datetime import date

import pytest

from addin.app.cells import Source
from addin.functions.cash import balance
from addin.functions.follow_up import late_invoices, ratio
from addin.messages import TresoError
from addin.treasury.dossier import Settings
from tests.functions.facts import code, one, source_of
from tests.treasury.builders import customer_invoice, make_dossier, operation, supplier_invoice

AS_OF = date(2026, 8, 31)


def dossier(invoices: list[dict[str, object]]) -> Source:
    return source_of(make_dossier([operation("2026-06-01", "Apport", 5)], invoices, settings=Settings(as_of=AS_OF)))


@pytest.fixture
def source() -> Source:
    """The vector of DOMAIN 7: sales TTC of 1 190 000, 1 428 000 and 952 000 in June, July and August, 2 023 000 of them open."""
    return dossier(
        [
            customer_invoice("F1", "Novatec", 1_190_000, issued="2026-06-10", due="2026-07-10", paid_on="2026-07-01"),
            customer_invoice("F2", "Pharmadz", 357_000, issued="2026-07-01", due="2026-07-31", paid_on="2026-08-01"),
            customer_invoice("F3", "Algérie Lait", 1_071_000, issued="2026-07-20", due="2026-08-20"),
            customer_invoice("F4", "Novatec", 952_000, issued="2026-08-10", due="2026-09-10"),
            supplier_invoice("B1", "Infodis", 450_000, issued="2026-07-15", due="2026-09-15"),
            supplier_invoice("B2", "Infodis", 450_000, issued="2026-08-15", due="2026-09-30", paid_on="2026-08-20"),
        ]
    )


def test_the_days_of_sales_outstanding_of_the_specification(source: Source) -> None:
    assert one(ratio(source, ["DSO"], [92.0])) == pytest.approx(2_023_000 / 3_570_000 * 92)  # June to August
    assert one(ratio(source, ["dso epuisement"])) == pytest.approx(54.25)


def test_the_days_of_purchases_outstanding_and_the_working_capital_need(source: Source) -> None:
    assert one(ratio(source, ["DPO"])) == 45.0
    assert one(ratio(source, ["BFR"])) == 2_023_000.0 - 450_000.0


def test_credit_notes_lessen_the_sales_and_what_is_owed(source: Source) -> None:
    noted = dossier(
        [
            customer_invoice("F1", "Novatec", 1_000, issued="2026-08-02", due="2026-09-01"),
            customer_invoice("AV1", "Novatec", -200, issued="2026-08-05", due="2026-08-05"),
            supplier_invoice("B1", "Infodis", 300, issued="2026-08-01", due="2026-09-01"),
        ]
    )
    assert one(ratio(noted, ["BFR"])) == 500.0
    assert one(ratio(noted, ["DSO"], [30.0])) == 30.0
    assert one(ratio(source, ["BFR"])) != 0


def test_without_the_tab_or_the_sales_a_ratio_is_unknown() -> None:
    nothing = dossier([])
    assert [code(ratio(nothing, [name])) for name in ("DSO", "DSO_EPUISEMENT", "DPO", "BFR")] == ["FACT_UNKNOWN"] * 4
    old = dossier([customer_invoice("F1", "Novatec", 1_000, issued="2020-01-01", due="2020-02-01")])
    assert code(ratio(old, ["DSO"])) == code(ratio(old, ["DSO_EPUISEMENT"])) == "FACT_UNKNOWN"


def test_a_ratio_that_does_not_exist_is_refused(source: Source) -> None:
    assert code(ratio(source, ["ROE"])) == code(ratio(source, [None])) == "ARGUMENT_UNKNOWN"
    assert code(ratio(source, ["DSO"], [0.0])) == "ARGUMENT_NOT_WHOLE"


def test_late_invoices_are_told_by_customer_whatever_the_spelling(source: Source) -> None:
    assert late_invoices(source, ["algerie-lait", "ALGÉRIE LAIT", "Novatec", None]) == [1_071_000.0, 1_071_000.0, 0.0, 1_071_000.0]
    assert late_invoices(source, ["TOUS"] * 3, ["MONTANT", "nombre", "Jours"]) == [1_071_000.0, 1.0, 11.0]


def test_late_invoices_are_told_by_age(source: Source) -> None:
    buckets: list[object] = ["1-15", "16-30", "31 - 60", "61-90", ">90", "toutes"]
    assert late_invoices(source, [None] * 6, ["NOMBRE"] * 6, buckets) == [1.0, 0.0, 0.0, 0.0, 0.0, 1.0]


def test_what_cannot_be_asked_of_late_invoices_is_refused(source: Source) -> None:
    assert code(late_invoices(source, ["Novatek SARL"])) == "NAME_UNKNOWN"
    assert code(late_invoices(source, None, ["TOTAL"])) == "ARGUMENT_UNKNOWN"
    assert code(late_invoices(source, None, None, ["0-15"])) == "ARGUMENT_UNKNOWN"
    assert code(late_invoices(dossier([]))) == "FACT_UNKNOWN"


def test_late_invoices_are_told_as_of_another_day(source: Source) -> None:
    later = date(2026, 9, 20)
    assert late_invoices(source, None, None, None, ["20/09/2026", later, None]) == [2_023_000.0, 2_023_000.0, one(late_invoices(source))]
    assert one(late_invoices(source, ["novatec"], ["JOURS"], None, [later])) == 10.0
    assert code(late_invoices(source, None, None, None, ["bientôt"])) == "ARGUMENT_NOT_DATE"


def test_a_range_of_invoices_alone_stands_on_the_day_of_the_last_one(source: Source) -> None:
    invoices = [
        customer_invoice("F1", "Novatec", 1_190, issued="2026-08-01", due="2026-09-01"),
        customer_invoice("F2", "Algérie Lait", 500, issued="2026-10-01", due="2026-11-01"),
    ]
    alone = source_of(make_dossier([], invoices), is_range=True)
    assert alone.as_of == date(2026, 10, 1)
    assert one(late_invoices(alone)) == 1_190.0
    assert one(late_invoices(alone, None, None, None, [date(2026, 11, 30)])) == 1_690.0
    assert one(ratio(alone, ["DSO"])) == 90.0
    with pytest.raises(TresoError, match="opérations"):
        one(balance(alone))
    with pytest.raises(TresoError, match="opérations"):
        _ = alone.summary
