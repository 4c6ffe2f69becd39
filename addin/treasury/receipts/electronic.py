"""Invoices as XML: UBL and CII (the XML of Factur-X, ZUGFeRD, Order-X): what they state is no candidate but the fact."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from addin.treasury.counterparties import normalise
from addin.treasury.currency import currency_code, exponent
from addin.treasury.dates import read_date
from addin.treasury.receipts.model import Reading, SaidAmount, SaidDay, bounded

ROOTS = frozenset({"Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument"})
_PAYABLE = ("PayableAmount", "DuePayableAmount")
_TOTALS = ("TaxInclusiveAmount", "GrandTotalAmount")


def is_invoice(root: Element) -> bool:
    """True for the root of a UBL or CII document (names come without namespace)."""
    return root.tag in ROOTS


def read_electronic(root: Element) -> Reading:
    """What a UBL or CII invoice says: its totals (to pay, and with tax), date of issue, number, seller and buyer."""
    amounts = [*_amounts(root, _TOTALS, 1.0), *_amounts(root, _PAYABLE, 0.95)]
    seller = _party(root, ("AccountingSupplierParty", "SellerTradeParty"))
    buyer = _party(root, ("AccountingCustomerParty", "BuyerTradeParty"))
    own = next((" ".join((child.text or "").split()) for child in root if child.tag == "ID"), "")  # other IDs stand deeper
    number = own or _text(_first(root, "ExchangedDocument"), "ID")
    issued = _text(_first(_first(root, "ExchangedDocument"), "IssueDateTime"), "DateTimeString")
    day = read_date(_text(root, "IssueDate")) or read_date(issued)
    return bounded(
        Reading(
            (SaidDay(day),) if day is not None else (),
            tuple(amounts),
            seller,
            normalise(f"{seller} {buyer}"),
            bool(seller),
            (number,) if number else (),
            ("xml",),
            "" if amounts else "broken",
        )
    )


def _amounts(root: Element, names: tuple[str, ...], weight: float) -> Iterator[SaidAmount]:
    """Amounts of elements that stand in the totals of the document."""
    usual = currency_code(_text(root, "DocumentCurrencyCode") or _text(root, "InvoiceCurrencyCode")) or ""
    for element in root.iter():
        if element.tag not in names:
            continue
        currency = currency_code(element.get("currencyID") or "") or usual
        try:
            value = Decimal((element.text or "").strip())
        except InvalidOperation:
            continue
        cents = value.scaleb(exponent(currency or "DZD"))
        if value and value.is_finite() and abs(cents) < 10**15:
            yield SaidAmount(int(abs(cents).to_integral_value()), currency, weight)


def _party(root: Element, names: tuple[str, ...]) -> str:
    for name in names:
        party = _first(root, name)
        if party is not None:
            return next((text for tag in ("RegistrationName", "Name") if (text := _text(party, tag))), "")
    return ""


def _first(element: Element | None, name: str) -> Element | None:
    return None if element is None else next((each for each in element.iter() if each.tag == name), None)


def _text(element: Element | None, name: str) -> str:
    found = _first(element, name)
    return " ".join((found.text or "").split()) if found is not None else ""
