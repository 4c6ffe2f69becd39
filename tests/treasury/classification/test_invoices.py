"""The category of a line by the invoices that it pays."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from addin.messages import say
from addin.messages.classification import REASONS
from addin.treasury.classification.classes import CUSTOMER_RECEIPT
from addin.treasury.classification.invoices import tell_by_invoice
from tests.treasury.builders import customer_invoice, make_dossier, operation, supplier_invoice

Told = dict[str, Any]
Suppliers = list[tuple[str, str, int]]


def told(invoices: list[dict[str, Any]], parts: list[tuple[int, float]], suppliers: Suppliers | None = None) -> Told:
    """The verdict of one line that pays parts (invoice, amount); its reason must make a sentence."""
    dossier = make_dossier([operation("2026-10-04", "VIR", -1), operation("2026-10-05", "AUTRE", -1)], invoices=invoices)
    paid = pd.DataFrame(
        [(invoice, 0, int(amount * 100), "number") for invoice, amount in parts],
        columns=["invoice", "operation", "amount_cents", "evidence"],
    )
    known = pd.DataFrame(suppliers or [], columns=["party", "category", "lines"]).astype({"lines": "int64"})
    verdicts = tell_by_invoice(dossier.operations, paid, dossier.invoices, known)
    assert dict(verdicts.iloc[1])["origin"] == "none"
    verdict = dict(verdicts.iloc[0])
    assert "{" not in say(REASONS[verdict["reason"]], **{"category": verdict["category"] or verdict["suggestion"], **verdict["detail"]})
    return verdict


def bill(number: str, category: str = "", name: str = "Infodis") -> dict[str, Any]:
    return supplier_invoice(number, name, 100, due="2026-10-01", category=category)


def test_the_category_typed_on_the_invoice_is_that_of_its_payment() -> None:
    verdict = told([bill("F1", "Publicité")], [(0, -100)])
    assert (verdict["category"], verdict["origin"], verdict["reason"]) == ("Publicité", "invoice", "invoice")
    assert verdict["detail"] == {"number": "F1", "counterparty": "Infodis"}
    assert told([bill("", "Publicité")], [(0, -100)])["reason"] == "invoice_unnumbered"


def test_a_customer_invoice_is_a_receipt_from_customers() -> None:
    verdict = told([customer_invoice("C1", "Novatec", 100, due="2026-10-01")], [(0, 100)])
    assert (verdict["category"], verdict["reason"]) == (CUSTOMER_RECEIPT, "invoice_customer")


@pytest.mark.parametrize(
    ("suppliers", "category", "suggestion"),
    [
        ([("INFODIS", "Achats", 5)], "Achats", "Achats"),
        ([("INFODIS", "Achats", 1)], "", "Achats"),
        ([("INFODIS", "Achats", 5), ("INFODIS", "Salon", 4)], "", "Achats"),
        ([("AUTRE", "Achats", 5)], "", ""),
    ],
    ids=["five lines", "one line", "lines that do not agree", "another supplier"],
)
def test_without_a_category_the_supplier_tells_when_enough_of_its_lines_agree(suppliers: Suppliers, category: str, suggestion: str) -> None:
    verdict = told([bill("F1")], [(0, -100)], suppliers)
    assert (verdict["category"], verdict["suggestion"]) == (category, suggestion)


def test_other_invoices_of_the_supplier_tell_as_its_lines_do() -> None:
    verdict = told([bill("F1"), *(bill(f"F{at}", "Achats") for at in range(2, 6))], [(0, -100)])
    assert (verdict["category"], verdict["reason"]) == ("Achats", "invoice_supplier")
    assert (verdict["detail"]["same"], verdict["detail"]["total"]) == (4, 4)


def test_several_invoices_of_one_category_give_it() -> None:
    assert told([bill("F1", "Achats"), bill("F2", "Achats")], [(0, -60), (1, -40)])["category"] == "Achats"


def test_invoices_of_different_categories_are_only_suggested_the_biggest_part_with_the_parts_of_each() -> None:
    verdict = told([bill("F1", "Achats"), bill("F2", "Salon")], [(0, -40), (1, -60)])
    assert (verdict["category"], verdict["suggestion"], verdict["reason"]) == ("", "Salon", "invoice_split")
    assert verdict["detail"] == {"count": 2, "parts": (("Achats", 4_000), ("Salon", 6_000))}


def test_a_part_that_nothing_tells_keeps_the_rest_a_suggestion() -> None:
    verdict = told([bill("F1", "Achats"), bill("F2", name="Inconnu")], [(0, -40), (1, -60)])
    assert (verdict["category"], verdict["suggestion"]) == ("", "Achats")
    assert verdict["detail"]["parts"] == (("Achats", 4_000), ("", 6_000))
