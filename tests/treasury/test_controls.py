"""The controls (contrôles): what each of them says, what it keeps quiet about, and how findings are known again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.sheets.controls import reason_of
from addin.sheets.example import PLANTED, example_sheets
from addin.treasury.closing import default_closing_date
from addin.treasury.controls.controls import MOST, Controls, control
from addin.treasury.controls.duplicates import pairs
from addin.treasury.controls.invoice_doubles import _PATTERNS
from addin.treasury.controls.model import Books, ControlFinding
from addin.treasury.controls.robust import FAR, modified_z
from addin.treasury.dossier import Dossier, Settings, SheetReading
from addin.treasury.headings import simplify
from addin.treasury.reading import build_dossier
from addin.treasury.recurrences.subscriptions import find_subscriptions
from addin.treasury.tabs import RawTab
from tests.treasury.builders import account, cents, customer_invoice, make_dossier, operation, scheduled, supplier_invoice

AS_OF = date(2026, 10, 31)
Line = Mapping[str, Any]
CARD = [account("BNA", 0), account("CIB", 0, kind="card")]


def months(first: str, last: str) -> list[str]:
    """« 2025-09 » … « 2026-10 »."""
    at = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    return [str(month) for month in at]


def usual() -> list[dict[str, Any]]:
    """Fourteen months of a rent and a printer: what is paid in a usual month, without anything to say."""
    lines = []
    for at, month in enumerate(months("2025-09", "2026-10")):
        lines.append(operation(f"{month}-03", "VIR IMMO EL BAHIA", -100_000))
        lines.append(operation(f"{month}-{8 + at % 5:02}", "VIR LUMEN PRINT", -(40_000 + 1_370.25 * (at * 5 % 7))))
    return lines


def controlled(lines: Iterable[Line] = (), as_of: date = AS_OF, **tables: Any) -> Controls:
    return control(make_dossier([*usual(), *lines], **tables), as_of)


def found(kind: str, *lines: Line, **tables: Any) -> list[ControlFinding]:
    return [each for each in controlled(lines, **tables).findings if each.kind == kind]


def told(findings: Iterable[ControlFinding]) -> list[tuple[str, str]]:
    return [(each.severity, each.reason) for each in findings]


# ---------------------------------------------------------------------------------------------------------------- payments made twice


def test_what_is_usual_gives_nothing() -> None:
    assert controlled().findings == ()


def test_the_same_invoice_paid_twice_is_certain() -> None:
    (double,) = found(
        "duplicate", operation("2026-09-08", "VIR INFODIS FA881", -119_000), operation("2026-09-15", "VIR INFODIS FA881", -119_000)
    )
    assert (double.severity, double.reason, double.on, double.amount_cents) == (
        "certain",
        "same_reference",
        date(2026, 9, 15),
        cents(-119_000),
    )
    assert reason_of(double).replace("\u00a0", " ") == "Même tiers, même référence, 119 000,00 DA, à 7 j d'écart."
    cheques = [operation("2026-09-08", "CHQ 0018834", -23_800), operation("2026-10-08", "CHEQUE N° 18834", -23_800)]
    assert told(found("duplicate", *cheques)) == [("certain", "same_reference")]
    formal = [operation("2026-09-08", "VIR SARL INFODIS FA881", -119_000), operation("2026-09-15", "VIR INFODIS FAC-0881", -119_000)]
    assert told(found("duplicate", *formal)) == [("certain", "same_reference")]
    other = [operation("2026-09-08", "VIR LUMEN FA881", -119_000), operation("2026-09-15", "VIR INFODIS FA881", -119_000)]
    assert found("duplicate", *other) == []
    late = [operation("2026-01-08", "VIR INFODIS FA881", -119_000), operation("2026-09-15", "VIR INFODIS FA881", -119_000)]
    assert found("duplicate", *late) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("VIR INFODIS FA881", "VIR INFODIS FA882"),
        ("CHQ 0018834 INFODIS", "CHQ 0018835 INFODIS"),
        ("VIR INFODIS 09/26", "VIR INFODIS 10/26"),
        ("VIR INFODIS T2", "VIR INFODIS T3"),
        ("VIR INFODIS 1/3", "VIR INFODIS 2/3"),
    ],
)
def test_two_numbers_two_months_or_two_instalments_are_no_double(one: str, two: str) -> None:
    assert found("duplicate", operation("2026-10-08", one, -119_456), operation("2026-10-12", two, -119_456)) == []


def test_the_same_amount_without_a_reference_is_likely_unless_refunded_far_or_usual() -> None:
    first, again = operation("2026-10-05", "VIR BATIMA", -119_456.30), operation("2026-10-08", "VIR BATIMA", -119_456.30)
    (double,) = found("duplicate", first, again)
    assert (double.severity, double.reason, double.details["days"]) == ("likely", "same_amount", 3)
    back = operation("2026-10-07", "VIR RECU BATIMA", 119_456.30)
    assert found("duplicate", first, back, again) == []
    assert found("duplicate", first, operation("2026-10-16", "VIR BATIMA", -119_456.30)) == []
    habit = [operation(f"{month}-{day}", "VIR BATIMA", -119_456.30) for month in months("2026-01", "2026-10") for day in ("02", "04", "19")]
    assert [each for each in found("duplicate", *habit) if each.severity != "watch" and each.on and each.on > date(2026, 4, 30)] == []


def test_payments_of_different_invoices_are_no_double() -> None:
    lines = [operation("2026-10-05", "VIR BATIMA", -119_456.30), operation("2026-10-08", "VIR BATIMA", -119_456.30)]
    invoices = [supplier_invoice(f"FA{at}", "Batima", 119_456.30, issued=f"2026-09-{at}") for at in (12, 20)]
    assert found("duplicate", *lines, invoices=invoices) == []
    assert len(found("duplicate", *lines, invoices=invoices[:1])) == 1


def test_a_card_purchase_repeated_is_only_to_be_watched() -> None:
    lines = [operation(f"2026-10-0{day}", "TPE CONDOR CENTER", -42_810.55, account="CIB") for day in (5, 6)]
    assert told(found("duplicate", *lines, accounts=CARD)) == [("watch", "same_amount")]


def test_salaries_fees_and_transfers_are_never_doubles() -> None:
    lines = [
        operation(f"2026-10-0{day}", label, -61_234.55, transfer_state=state)
        for day in (5, 6)
        for label, state in (("VIR SALAIRE BENALI", ""), ("COM VIR+TVA", ""), ("VIR INTERNE CPA", "paired"), ("RETRAIT ESPECES", "single"))
    ]
    assert found("duplicate", *lines) == []


def test_a_rent_paid_twice_is_a_double_and_two_months_of_it_are_none() -> None:
    assert found("duplicate", operation("2026-11-03", "VIR IMMO EL BAHIA", -100_000), as_of=date(2026, 11, 30)) == []
    twice = [operation("2026-10-06", "VIR IMMO EL BAHIA", -100_000)]
    assert len(controlled(twice).recurrences[0].lines) == 14
    assert [each.on for each in found("duplicate", *twice)] in ([date(2026, 10, 6)], [])  # round and usual: worth a look at most


_DAYS = st.integers(0, 70).map(lambda at: (date(2026, 8, 1) + timedelta(days=at)).isoformat())
_LINES = st.lists(
    st.builds(
        operation,
        _DAYS,
        st.sampled_from(["VIR ALPHA", "VIR BATIMA", "VIR BATIMA FA881", "VIR SARL BATIMA FA881", "TPE CONDOR", "CHQ 0018834"]),
        st.sampled_from([-119_456.3, -119_456.3, -42_000, -42_000, -815.55, 119_456.3, 42_000]),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(_LINES, st.integers(0, 70))
def test_a_pair_is_told_from_what_was_known_on_its_day(lines: list[dict[str, Any]], days: int) -> None:
    until = date(2026, 8, 1) + timedelta(days=days)
    whole, cut = (pairs(Books(make_dossier(lines), end)) for end in (AS_OF, until))
    assert cut == [pair for pair in whole if date.fromisoformat(lines[pair.second]["booked_on"]) <= until]
    assert all(0 <= pair.score <= 0.97 and pair.days >= 0 for pair in whole)


# ---------------------------------------------------------------------------------------------------------------- invoices typed twice
FIRST = ("FA1324", "Infodis", "2026-09-01", 119_000.0)
SECONDS: dict[str, tuple[str, str, str, float]] = {
    "EEEE": FIRST,
    "EESE": ("FA1324", "SARL INFODIS", "2026-09-06", 119_000),
    "EEDE": ("FAC-1324", "Infodis", "2026-09-25", 119_000),
    "DEEE": ("FA1324", "Lumen", "2026-09-01", 119_000),
    "DESE": ("FA1324", "Lumen", "2026-09-06", 119_000),
    "ESEE": ("FA1342", "Infodis", "2026-09-01", 119_000),
    "ESSE": ("FA1324A", "Infodis", "2026-09-06", 119_000),
    "EEES": ("FA1324", "Infodis", "2026-09-01", 119_001),
    "EESS": ("FA1324", "Infodis", "2026-09-06", 119_500),
    "ESES": ("FA1342", "Infodis", "2026-09-01", 119_001),
}


def invoice(number: str, supplier: str, issued: str, amount: float) -> dict[str, Any]:
    return supplier_invoice(number, supplier, amount, issued=issued)


@pytest.mark.parametrize("pattern", sorted(_PATTERNS))
def test_invoices_typed_twice_are_found_by_pattern(pattern: str) -> None:
    doubles = found("invoice_double", invoices=[invoice(*FIRST), invoice(*SECONDS[pattern])])
    if pattern == "ESES":
        assert told(doubles) in ([("watch", "similar_both")], [])
        return
    (double,) = doubles
    assert (double.severity, double.score, double.reason) == _PATTERNS[pattern]
    assert double.invoices == (0, 1)
    assert reason_of(double)


def test_invoices_that_follow_each_other_are_no_doubles() -> None:
    assert SECONDS.keys() == _PATTERNS.keys()
    following = [invoice(f"FA{1324 + at}", "Infodis", f"2026-09-{1 + at:02}", 119_000) for at in range(4)]
    assert found("invoice_double", invoices=following) == []
    years = [invoice("FA12/25", "Infodis", "2025-12-30", 119_000), invoice("FA12/26", "Infodis", "2026-01-04", 119_000)]
    assert found("invoice_double", invoices=years) == []
    cancelled = [invoice(*FIRST), {**invoice(*FIRST), "status": "cancelled"}]
    assert found("invoice_double", invoices=cancelled) == []


# ---------------------------------------------------------------------------------------------------------------- amounts and suppliers
def water(amounts: Mapping[str, float], first: str = "2025-11") -> list[dict[str, Any]]:
    """A bill of about 3 200 a month."""
    return [
        operation(f"{month}-18", "SEAAL", -amounts.get(month, 3_100 + 40 * (at * 3 % 5)), category="Eau")
        for at, month in enumerate(months(first, "2026-10"))
    ]


def test_the_modified_z_of_the_seven_bills_points_at_one() -> None:
    scores = modified_z(np.array([42_000, 39_500, 41_000, 40_250, 43_000, 38_900, 96_000]))
    assert np.flatnonzero(np.abs(scores) > FAR).tolist() == [6]
    assert round(float(scores[6]), 2) == 24.73
    assert modified_z(np.array([5, 5, 5])).tolist() == [0, 0, 0]
    assert modified_z(np.array([])).tolist() == []


def test_a_bill_a_hundred_times_too_big_is_said_and_a_big_one_is_out_of_habit() -> None:
    (bill,) = found("times_100", *water({"2026-08": 321_420}))
    assert (bill.severity, bill.on, bill.amount_cents, bill.party) == ("likely", date(2026, 8, 18), cents(-321_420), "SEAAL")
    assert "100 fois plus" in reason_of(bill)
    bare = [{**line, "category": ""} for line in water({"2026-08": 16_000})]
    (big,) = found("amount", *bare)
    assert (big.severity, big.on, big.details["count"]) == ("likely", date(2026, 8, 18), 11)
    assert found("amount", *[{**line, "category": ""} for line in water({"2026-08": 3_400})]) == []
    assert found("times_100", *bare) == []
    old = control(make_dossier([*usual(), *water({"2026-01": 16_000})]), AS_OF)
    assert [each for each in old.findings if each.kind == "amount"] == []


def test_too_few_payments_tell_no_habit() -> None:
    assert found("times_100", *water({"2026-08": 321_420}, first="2026-05")) == []


def test_a_big_first_payment_without_invoice_is_unusual_and_a_small_or_announced_one_is_not() -> None:
    new = operation("2026-09-22", "VIR EURL SAHEL NEGOCE", -285_600)
    (first,) = found("unusual_supplier", new)
    assert (first.severity, first.reason, first.party) == ("likely", "new_supplier", "EURL SAHEL NEGOCE")
    assert found("unusual_supplier", operation("2026-09-22", "VIR EURL SAHEL NEGOCE", -28_560)) == []
    assert found("unusual_supplier", new, invoices=[supplier_invoice("FA9", "EURL Sahel Négoce", 285_600, issued="2026-09-10")]) == []
    coming = [scheduled("Matériel", -285_600, "2026-09-30", counterparty="EURL Sahel Négoce")]
    assert found("unusual_supplier", new, schedule=coming) == []
    assert found("unusual_supplier", operation("2025-10-22", "VIR EURL SAHEL NEGOCE", -285_600)) == []  # the history is too young
    box = [account("BNA", 0), account("Caisse", 900_000, kind="cash")]
    assert found("unusual_supplier", {**new, "account": "Caisse"}, accounts=box) == []


def paid_before(name: str) -> list[dict[str, Any]]:
    return [operation(f"2026-0{month}-12", f"VIR {name}", -20_000 - month) for month in (3, 4, 5)]


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("MEDIAPLUS", "MEDIAPLUZ"),
        ("INFODIS", "INFODYS"),
        ("NOVATEC", "NOVATECH"),
        ("INFODIS", "INFDOIS"),
        ("SAHEL NEGOCE", "SAHEL NEGOSE"),
        ("SARL MEDIAPLUS", "EURL MEDIAPLUZ"),
    ],
)
def test_a_name_one_letter_from_a_known_one_is_said_whatever_the_amount(known: str, new: str) -> None:
    payment = operation("2026-09-22", f"VIR {new}", -900)
    (twin,) = found("unusual_supplier", *paid_before(known), payment)
    assert (twin.severity, twin.reason) == ("likely", "look_alike")
    assert known.title() in reason_of(twin)
    paper = [supplier_invoice("FA9", new, 900, issued="2026-09-10")]
    assert found("unusual_supplier", *paid_before(known), payment, invoices=paper) == []


@pytest.mark.parametrize("new", ["BATIMA", "SARL INFODIS", "INFODIS ORAN", "INFO"])
def test_another_name_and_another_legal_form_are_no_look_alike(new: str) -> None:
    assert found("unusual_supplier", *paid_before("INFODIS"), operation("2026-09-22", f"VIR {new}", -900)) == []


def test_another_legal_form_of_a_known_supplier_is_nobody_new() -> None:
    big = operation("2026-09-22", "VIR SARL INFODIS", -285_600)
    assert len(found("unusual_supplier", big)) == 1
    assert found("unusual_supplier", *paid_before("INFODIS"), big) == []


# ---------------------------------------------------------------------------------------------------------------- peaks
def ads(month: str, *amounts: float, **more: Any) -> list[dict[str, Any]]:
    return [
        operation(f"{month}-{4 + 5 * at:02}", "VISA META EUR290", -amount, **{"category": "Publicité", **more})
        for at, amount in enumerate(amounts)
    ]


def campaign(high: Mapping[str, float], usually: float = 20_000) -> list[dict[str, Any]]:
    """Each month another supplier, one project."""
    return [
        operation(f"{month}-11", f"VIR {word}", -(high.get(month, usually) + 131 * at), category="Évènement", project="Salon")
        for at, (month, word) in enumerate(
            zip(
                months("2025-09", "2026-10"),
                ("ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT", "GOLFEUR", "HOTELIER", "INDIGO", "JULIETTE", "KILOS", "LIMONADE",
                 "MIKADO", "NOVEMBRIS"), strict=True,
            )
        )
    ]  # fmt: skip


def test_a_month_of_many_payments_is_a_peak_and_its_single_lines_are_not_said_again() -> None:
    lines = [line for at, month in enumerate(months("2025-11", "2026-10")) for line in ads(month, 20_000 + 310 * at, 21_000 - 170 * at)]
    high = [*lines, *ads("2026-06", 72_000, 72_480, 73_100, account="BNA")]
    (peak,) = found("spike", *high)
    twice = [*high, *ads("2026-06", 72_480)]  # the same amount again: a part of the peak
    assert [each.severity for each in found("spike", *twice)] == ["likely"]
    assert found("duplicate", *twice, accounts=[account("BNA", 0, kind="card")]) == []
    assert (peak.severity, peak.reason, peak.details["month"], len(peak.lines)) == ("likely", "spike_tiers", "06/2026", 5)
    assert found("amount", *high) == []
    assert found("spike", *lines) == []


def test_a_peak_of_a_campaign_is_said_of_the_campaign() -> None:
    (peak,) = found("spike", *campaign({"2026-09": 98_000}))
    assert (peak.severity, peak.reason, peak.details["name"], peak.details["month"]) == ("watch", "spike_category", "Salon", "09/2026")
    without = [{**line, "project": ""} for line in campaign({"2026-09": 98_000})]
    (peak,) = found("spike", *without)
    assert peak.details["name"] == "Évènement"


def test_the_same_month_of_the_year_before_explains_a_peak() -> None:
    assert len(found("spike", *campaign({"2026-09": 98_000}))) == 1
    assert found("spike", *campaign({"2025-09": 95_000, "2026-09": 98_000})) == []


def test_an_invoiced_month_of_twice_the_usual_is_no_peak() -> None:
    def paid(high: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        lines, invoices = [], []
        for at, month in enumerate(months("2025-11", "2026-10")):
            amount = high if month == "2026-09" else 30_000 + 217.5 * at
            lines.append(operation(f"{month}-20", f"VIR BATIMA FA{400 + at}", -amount, category="Travaux"))
            invoices.append(supplier_invoice(f"FA{400 + at}", "Batima", amount, due=f"{month}-20"))
        return lines, invoices

    lines, invoices = paid(75_000)
    assert found("spike", *lines, invoices=invoices) == []
    assert len(found("spike", *lines)) == 1
    lines, invoices = paid(175_000)
    assert len(found("spike", *lines, invoices=invoices)) == 1


# ---------------------------------------------------------------------------------------------------------------- series of numbers
def own_invoices(*figures: int) -> list[dict[str, Any]]:
    return [customer_invoice(f"FA{at}/26", f"Client {at}", 10_000 + at, issued=f"2026-0{1 + (at - 101) // 4}-10") for at in figures]


def test_missing_numbers_of_own_invoices_are_one_finding_and_one_given_twice_is_likely() -> None:
    full = [*range(101, 104), 105, 106, *range(108, 113)]
    (gap,) = found("sequence", invoices=own_invoices(*full))
    assert (gap.severity, gap.reason, gap.details["numbers"], gap.details["count"]) == ("watch", "invoice_gap", "104, 107", 2)
    assert found("sequence", invoices=own_invoices(*range(101, 113))) == []
    assert found("sequence", invoices=own_invoices(101, 110, 120, 130)) == []  # too few, and not counted one by one
    other = customer_invoice("FAC-106/2026", "Novatec", 88_000, issued="2026-03-10")
    (twice,) = found("sequence", invoices=[*own_invoices(*range(101, 113)), other])
    assert (twice.severity, twice.reason, len(twice.invoices)) == ("likely", "invoice_twice", 2)
    copied = own_invoices(106)[0]
    assert found("sequence", invoices=[*own_invoices(*range(101, 113)), copied]) == []  # the same invoice, said elsewhere


def test_missing_cheques_are_one_finding() -> None:
    lines = [operation(f"2026-0{1 + at // 2}-{10 + at}", f"CHQ 00188{20 + at}", -1_000 - at) for at in range(12) if at not in (4, 9)]
    (gap,) = found("sequence", *lines)
    assert (gap.severity, gap.reason, gap.details["numbers"], gap.details["name"]) == ("watch", "cheque_gap", "18824, 18829", "BNA")


def test_several_payments_just_under_a_limit_are_said_only_where_a_limit_is() -> None:
    limit = Settings(raw={simplify("Seuil d'approbation"): "200 000,00"})
    lines = [operation(f"2026-10-{day:02}", "VIR BATIMA", -amount) for day, amount in ((2, 199_000), (9, 195_500.5), (22, 198_100))]
    (under,) = found("threshold", *lines, settings=limit)
    assert (under.severity, under.amount_cents, len(under.lines)) == ("watch", cents(-592_600.5), 3)
    assert found("threshold", *lines) == []
    assert found("threshold", *lines[:2], settings=limit) == []
    assert found("threshold", *lines[:2], operation("2026-10-22", "VIR BATIMA", -200_000), settings=limit) == []
    assert found("threshold", *lines[:2], operation("2026-05-22", "VIR BATIMA", -199_000), settings=limit) == []


# ---------------------------------------------------------------------------------------------------------------- what is missing
def test_a_cash_purchase_above_a_million_and_a_cash_box_below_zero_are_said() -> None:
    box = [account("BNA", 0), account("Caisse", 2_000_000, kind="cash")]
    big = operation("2026-10-05", "ACHAT MATERIEL", -1_000_000.01, account="Caisse")
    assert [each.amount_cents for each in found("cash_limit", big, accounts=box)] == [cents(-1_000_000.01)]
    assert found("cash_limit", {**big, "amount_cents": cents(-1_000_000), "base_cents": cents(-1_000_000)}, accounts=box) == []
    assert found("cash_limit", {**big, "account": "BNA"}, accounts=box) == []
    poor = [account("BNA", 0), account("Caisse", 500_000, kind="cash")]
    (below,) = found("cash_negative", big, operation("2026-10-07", "VERSEMENT", 900_000, account="Caisse"), accounts=poor)
    assert (below.severity, below.on, below.amount_cents) == ("certain", date(2026, 10, 5), cents(-500_000.01))
    assert found("cash_negative", big, accounts=box) == []


def test_caps_that_are_exceeded_are_certain_and_those_that_will_be_are_to_watch() -> None:
    def cap(amount: float) -> dict[str, Any]:
        return {"target": "Publicité", "kind": "category", "period": "month", "amount_cents": cents(amount), "warn_at": 0.8}

    lines = [operation("2026-10-05", "VISA META", -85_000, category="Publicité")]
    assert told(found("cap", *lines, caps=[cap(80_000)])) == [("certain", "cap_breached")]
    half = control(make_dossier(lines, caps=[cap(90_000)]), date(2026, 10, 25))
    assert told(half.findings) == [("watch", "cap_coming")]
    assert found("cap", *lines, caps=[cap(200_000)]) == []


def receipts(count: int, missing: int) -> list[dict[str, Any]]:
    lines = [
        operation(f"2026-0{6 + at % 4}-{1 + at % 27:02}", f"TPE MAGASIN {chr(65 + at)}", -3_000 - 11 * at, account="CIB")
        for at in range(count)
    ]
    return [{**line, "receipt": "" if at < missing else "facture.pdf"} for at, line in enumerate(lines)]


def kept_receipts(lines: Iterable[Line], *, is_kept: bool = True) -> Dossier:
    headings = {"receipt": "Justificatif"} if is_kept else {}
    return make_dossier([*usual(), *lines], accounts=CARD, readings=[SheetReading("CIB", "operations", headings=headings)])


def test_card_purchases_without_receipt_are_said_where_receipts_are_kept() -> None:
    lines = receipts(8, 2)
    missing = control(kept_receipts(lines), AS_OF).findings
    assert told(missing) == [("likely", "missing_receipt")] * 2
    assert control(kept_receipts(lines, is_kept=False), AS_OF).findings == ()
    assert control(kept_receipts(receipts(8, 6)), AS_OF).findings == ()  # a column that is hardly ever filled
    needless = [{**line, "receipt": line["receipt"] or "non requis"} for line in lines]
    assert control(kept_receipts(needless), AS_OF).findings == ()


@pytest.mark.parametrize("kind", ["bank", "postal", "card"])
def test_a_bank_that_never_works_on_fridays_is_odd_on_one(kind: str) -> None:
    """The CCP and the cards move every day."""
    days = [date(2026, 3, 1) + timedelta(days=at) for at in range(200)]
    names = ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT", "GOLFEUR"]
    lines = [
        operation(day.isoformat(), f"VIR {names[at % 7]}", -1_000 - 17 * at, account="CPA")
        for at, day in enumerate(days)
        if day.weekday() not in (4, 5)
    ]
    friday = operation("2026-09-25", "VIR BATIMA", -12_345, account="CPA")
    accounts = [account("BNA", 0), account("CPA", 0, kind=kind)]
    odd = found("weekend", *lines, friday, accounts=accounts)
    assert [each.on for each in odd] == ([date(2026, 9, 25)] if kind == "bank" else [])
    often = [operation(day.isoformat(), "VIR BATIMA", -500 - at, account="CPA") for at, day in enumerate(days) if day.weekday() == 4]
    assert found("weekend", *lines, friday, *often, accounts=accounts) == []


def test_a_bounced_cheque_is_said_until_it_is_paid_again() -> None:
    deposit = operation("2026-10-06", "REM CHQ 4471902 NOVATEC", 476_000)
    back = operation("2026-10-13", "IMPAYE CHQ 4471902", -476_000)
    (bounced,) = found("bounced", deposit, back)
    assert (bounced.severity, bounced.on, bounced.amount_cents) == ("likely", date(2026, 10, 13), cents(-476_000))
    assert found("bounced", deposit, back, operation("2026-10-20", "VIR RECU NOVATEC", 476_000)) == []
    assert len(found("bounced", deposit, back, operation("2026-10-20", "VIR RECU LUMEN", 476_000))) == 1


def test_the_lines_without_category_are_said_together() -> None:
    lines = [{**line, "category": "Charges"} for line in usual()]
    waiting = [operation("2026-10-25", "VIR BATIMA", -5_000), operation("2026-10-29", "VIR RECU NOVATEC", 3_350, category="À classer")]
    (finding,) = control(make_dossier([*lines, *waiting]), AS_OF).findings
    assert (finding.kind, finding.severity, finding.details["count"], finding.details["days"]) == ("unclassified", "watch", 2, 6)
    assert finding.amount_cents == cents(-8_350)
    assert found("unclassified", *waiting[:1]) == []  # nobody classifies here


# ---------------------------------------------------------------------------------------------------------------- keys, order, number
def troubled() -> list[dict[str, Any]]:
    return [
        *usual(),
        *water({"2026-08": 321_420}),
        operation("2026-09-08", "VIR INFODIS FA881", -119_000),
        operation("2026-09-15", "VIR INFODIS FA881", -119_000),
        operation("2026-09-22", "VIR EURL SAHEL NEGOCE", -285_600),
        operation("2026-10-05", "VIR BATIMA", -119_456.30),
        operation("2026-10-05", "VIR BATIMA", -119_456.30),
        operation("2026-10-13", "IMPAYE CHQ 4471902", -476_000),
    ]


def test_a_finding_keeps_its_key_when_rows_move_and_more_lines_come() -> None:
    def keys(lines: list[dict[str, Any]], as_of: date = AS_OF) -> set[tuple[str, str]]:
        bank = [{**line, "row": 400 - at} for at, line in enumerate(lines)]
        return {(each.kind, each.key) for each in control(make_dossier(bank), as_of).findings if each.kind != "unclassified"}

    before = keys(troubled())
    assert len(before) >= 5
    assert keys(troubled()[::-1]) == before
    more = [operation("2025-09-01", "VIR PHARMADZ", -77), *troubled(), operation("2026-11-04", "VIR IMMO EL BAHIA", -100_000)]
    assert keys(more) == before
    assert keys(more, date(2026, 11, 10)) == before
    one = control(make_dossier(troubled()), AS_OF).findings
    assert len({each.key for each in one}) == len(one)


def test_the_surest_come_first() -> None:
    severities = [each.severity for each in control(make_dossier(troubled()), AS_OF).findings]
    assert severities == sorted(severities, key=("certain", "likely", "watch").index)
    assert severities[0] == "certain"


def test_many_findings_of_a_kind_are_counted_and_those_decided_take_no_place() -> None:
    dossier = kept_receipts(receipts(50, 20))
    first = control(dossier, AS_OF)
    assert (len(first.findings), first.more) == (MOST, {"missing_receipt": 5})
    decided = {each.key for each in first.findings[:4]}
    then = control(dossier, AS_OF, decided)
    assert (len(then.findings), then.more) == (MOST + 4, {"missing_receipt": 1})
    assert decided <= {each.key for each in then.findings}


# ---------------------------------------------------------------------------------------------------------------- the example
@cache
def example() -> tuple[Dossier, Controls]:
    dossier = build_dossier([RawTab(sheet.title, sheet.values()) for sheet in example_sheets()])
    return dossier, control(dossier, default_closing_date(dossier))


CONTROLLED = {
    "ad_peak": "spike", "cap_breached": "cap", "double_payment": "duplicate", "unusual_supplier": "unusual_supplier",
    "times_100": "times_100", "missing_receipt": "missing_receipt", "bounced_cheque": "bounced",
}  # fmt: skip
ELSEWHERE = {"unused_subscription", "late_customer", "undebited_cheque"}
"""Told by the subscriptions, the receivables and the reconciliation."""


def test_the_example_gives_its_planted_findings_and_no_other_certain_one() -> None:
    dossier, done = example()
    labels = dossier.operations["label"]
    assert {planted.kind for planted in PLANTED} == CONTROLLED.keys() | ELSEWHERE
    for planted in PLANTED:
        if planted.kind in ELSEWHERE:
            continue
        same = [each for each in done.findings if each.kind == CONTROLLED[planted.kind] and each.severity != "watch"]
        if planted.kind == "cap_breached":
            assert [each.party for each in same] == [planted.label]
            continue
        wanted = set(dossier.operations.index[labels.str.contains(planted.label, regex=False) & dossier.operations["booked_on"].isin(
            [np.datetime64(day) for day in planted.days])])  # fmt: skip
        assert wanted, planted
        assert [each for each in same if wanted <= set(each.lines)], planted
    assert {each.kind for each in done.findings if each.severity == "certain"} == {"cap", "duplicate"}
    assert sum(each.severity == "certain" for each in done.findings) == 2
    assert sum(each.severity == "likely" for each in done.findings) == 9
    assert done.more == {}


def test_the_unused_subscriptions_of_the_example_are_subscriptions() -> None:
    dossier, done = example()
    running = [each for each in find_subscriptions(dossier, done.recurrences, AS_OF) if each.status != "stopped"]
    names = {each.counterparty.upper() for each in running}
    planted = {each.label.removeprefix("VISA ") for each in PLANTED if each.kind == "unused_subscription"}
    assert len(planted) == 3
    assert all(any(name in known for known in names) for name in planted), names


@pytest.mark.parametrize(("limit", "said"), [(150, ["cap_coming"]), (210, []), (99, ["cap_breached"])])
def test_a_cap_to_be_exceeded_is_said_once_half_of_it_is_spent(limit: int, said: list[str]) -> None:
    caps = [{"target": "Pub", "kind": "category", "period": "month", "amount_cents": cents(limit), "warn_at": 0.8}]
    lines = [operation("2026-10-03", "VISA A1", -60, category="Pub"), operation("2026-10-08", "VISA B2", -40, category="Pub")]
    found = [each for each in control(make_dossier(lines, caps=caps), date(2026, 10, 10)).findings if each.kind == "cap"]
    assert [each.reason for each in found] == said
