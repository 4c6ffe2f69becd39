"""What printed words and XML invoices say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.receipts.electronic import is_invoice, read_electronic
from addin.treasury.receipts.model import READER, Reading, SaidAmount, SaidDay, bounded, merged, packed, unpacked
from addin.treasury.receipts.printed import read_printed
from addin.treasury.statements.xml_safely import parse_xml

UBL = """<?xml version="1.0"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="b" xmlns:cac="a">
 <cac:Signature><cbc:ID>SIGN-1</cbc:ID></cac:Signature>
 <cbc:ID>FA881/26</cbc:ID><cbc:IssueDate>2026-10-05</cbc:IssueDate><cbc:DocumentCurrencyCode>DZD</cbc:DocumentCurrencyCode>
 <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Pixelrégie</cbc:Name></cac:PartyName></cac:Party>
 </cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Agence Chéraga</cbc:RegistrationName>
 </cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
 <cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="DZD">350000</cbc:TaxExclusiveAmount>
 <cbc:TaxInclusiveAmount currencyID="DZD">416500.00</cbc:TaxInclusiveAmount>
 <cbc:PayableAmount currencyID="DZD">400000.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
</Invoice>"""
CII = """<?xml version="1.0"?>
<rsm:CrossIndustryInvoice xmlns:rsm="r" xmlns:ram="a" xmlns:udt="u">
 <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:factur-x.eu</ram:ID>
 </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument><ram:ID>IEE2026</ram:ID><ram:IssueDateTime><udt:DateTimeString format="102">20261005</udt:DateTimeString>
 </ram:IssueDateTime></rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>
 <ram:SellerTradeParty><ram:Name>Adobe Systems</ram:Name></ram:SellerTradeParty>
 <ram:BuyerTradeParty><ram:Name>Agence Chéraga</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
 <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>USD</ram:InvoiceCurrencyCode>
 <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:GrandTotalAmount>59.99</ram:GrandTotalAmount>
 <ram:DuePayableAmount>59.99</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
 </ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""


@pytest.mark.parametrize(
    ("text", "number", "name", "amounts"),
    [
        (UBL, "FA881/26", "Pixelrégie", [(41_650_000, "DZD"), (40_000_000, "DZD")]),
        (CII, "IEE2026", "Adobe Systems", [(5_999, "USD")]),
    ],
)
def test_an_xml_invoice_states_its_facts(text: str, number: str, name: str, amounts: list[tuple[int, str]]) -> None:
    root = parse_xml(text.encode(), "facture.xml")
    assert is_invoice(root)
    said = merged(read_electronic(root))
    assert (said.numbers, said.name, said.day, said.is_named) == ((number,), name, date(2026, 10, 5), True)
    assert [(each.cents, each.currency) for each in said.amounts] == amounts


@pytest.mark.parametrize(
    ("lines", "cents", "currency"),
    [
        (["Total HT 350 000,00", "TVA 19 % 66 500,00", "Total TTC 416 500,00"], 41_650_000, ""),
        (["Subtotal 50.41", "VAT 9.58", "GRAND TOTAL (USD) 59.99"], 5_999, "USD"),
        (["NET A PAYER", "1.190.000,00 DA", "Capital 10 000 000,00"], 119_000_000, "DZD"),
        (["Amount due $1,234.56"], 123_456, "USD"),
        (["TOTAL 3 800 DA", "ESPECES 4 000 DA", "RENDU 200 DA"], 380_000, "DZD"),
        (["المبلغ الاجمالي ٣٨٠٠,٥٠ دج"], 380_050, "DZD"),
    ],
)
def test_the_total_to_pay_is_the_likeliest_amount(lines: list[str], cents: int, currency: str) -> None:
    said = read_printed(lines, "text")
    assert said.amount is not None
    assert (said.amount.cents, said.amount.currency) == (cents, currency)


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Échéance : 04/11/2026", "Date : 05/10/2026"], date(2026, 10, 5)),
        (["Alger, le 5 octobre 2026"], date(2026, 10, 5)),
        (["Invoice date 2026-10-05"], date(2026, 10, 5)),
        (["Tél 021 30 40 50", "RC 16/00-1234567"], None),
    ],
)
def test_the_date_of_the_document_comes_before_the_others(lines: list[str], day: date | None) -> None:
    assert read_printed(lines, "text").day == day


def test_phone_and_account_numbers_are_no_amounts() -> None:
    said = read_printed(["Tél : 0550 12 34 56", "RIB 00100123456789012345", "NIF 001216098765432", "10/2026", "TVA 19,00 %"], "text")
    assert said.amounts == ()


def test_nothing_printed_is_said_to_be_so() -> None:
    assert read_printed(["", "  "], "ocr").trouble == "no_text"


weights = st.floats(0, 1).map(lambda weight: round(weight, 2))
readings = st.builds(
    Reading,
    st.lists(st.builds(SaidDay, st.dates(), st.sampled_from(["document", "taken"]), weights)).map(tuple),
    st.lists(st.builds(SaidAmount, st.integers(0, 10**14), st.sampled_from(["", "DZD"]), weights)).map(tuple),
    st.text(max_size=100),
    st.text(max_size=600),
    st.booleans(),
    st.lists(st.text(max_size=60)).map(tuple),
    st.just(("name",)),
    st.sampled_from(["", "broken", "later"]),
    st.booleans(),
)  # fmt: skip


@given(readings)
def test_a_reading_is_kept_in_one_cell_and_comes_back(reading: Reading) -> None:
    kept = bounded(reading)
    text = packed(kept)
    assert len(text) < 32_767
    assert unpacked(text) == kept


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"v":0}', packed(Reading()).replace(f'"v":{READER}', '"v":999'), "{"])
def test_a_damaged_memory_is_forgotten(text: str) -> None:
    assert unpacked(text) is None
