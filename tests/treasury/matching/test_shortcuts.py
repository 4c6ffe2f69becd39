"""What makes the lettrage quick changes nothing of what it finds: the same with and without each shortcut."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from addin.treasury.dossier import Dossier
from addin.treasury.matching import solver, sums_of_tiers
from addin.treasury.matching.matching import match_payments
from tests.treasury.builders import customer_invoice, make_dossier, operation

AS_OF = date(2026, 12, 31)
_FIRST = date(2026, 1, 1)


def many_tiers(seed: int) -> Dossier:
    """Twenty-four customers, amounts that some share, credit notes, payments of one invoice or several, with a name or without,
    early ones, some that pay nothing, and pairs that she refused."""
    draw = random.Random(seed)
    shared = [draw.randrange(100_000, 400_000) for _ in range(4)]
    invoices = []
    for n in range(90):
        cents = draw.choice(shared) if draw.random() < 0.3 else draw.randrange(50_000, 900_000)
        issued = _FIRST + timedelta(days=draw.randrange(240))
        amount = (cents if draw.random() < 0.93 else -cents) / 100
        due = (issued + timedelta(days=draw.choice([0, 30, 30]))).isoformat()
        invoices.append(customer_invoice(f"{n}", f"Maison{draw.randrange(24):02d}", amount, issued=issued.isoformat(), due=due))
    lines = []
    for _ in range(80):
        first = draw.choice(invoices)
        mine = [invoice for invoice in invoices if invoice["counterparty"] == first["counterparty"]]
        mine.sort(key=lambda invoice: str(invoice["due_on"]))
        at = mine.index(first)
        chosen = mine[at : at + draw.choice([1, 1, 1, 2, 3])]
        cents = sum(invoice["amount_cents"] for invoice in chosen) + draw.choice([0, 0, 0, 3, -4])
        day = max(date.fromisoformat(str(invoice["issued_on"])) for invoice in chosen) + timedelta(days=draw.randrange(-14, 80))
        lines.append(operation(day.isoformat(), draw.choice(["REM CHQ", f"VIR {first['counterparty']}"]), cents / 100))
    refused = [
        {"match": 1, "decision": "refused", "is_hers": True, "operation": at, "invoice": at, "part_cents": 1} for at in range(0, 60, 9)
    ]
    return make_dossier(lines, invoices, lettering=refused)


def _same(one: Dossier, monkeypatch: pytest.MonkeyPatch, *shortcuts: tuple[object, str, object]) -> bool:
    quick = match_payments(one, AS_OF)
    with monkeypatch.context() as without:
        for module, name, value in shortcuts:
            without.setattr(module, name, value)
        slow = match_payments(one, AS_OF)
    return quick.matches == slow.matches and quick.proposals == slow.proposals and quick.remaining_cents.equals(slow.remaining_cents)


@pytest.mark.parametrize("seed", range(12))
def test_pairs_told_apart_at_once_are_those_that_asking_line_by_line_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = (solver, "named_pairs", lambda ledger: None), (solver, "lonely_pairs", lambda ledger: None)
    assert _same(many_tiers(seed), monkeypatch, *nothing)


@pytest.mark.parametrize("seed", range(12))
def test_the_screen_of_sums_leaves_out_no_tiers_whose_invoices_make_a_line(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _same(many_tiers(seed), monkeypatch, (sums_of_tiers, "_FEW_TIERS", 1_000))


def test_the_random_dossiers_hold_sums_that_nobody_names() -> None:
    reasons = {match.reason for seed in range(12) for match in match_payments(many_tiers(seed), AS_OF).matches}
    assert {"named_amount", "named_sum", "amount_alone", "sum_alone"} <= reasons


def test_invoices_that_no_payment_can_know_yet_are_neither_matched_nor_proposed() -> None:
    later = [customer_invoice(f"{n}", "Novatec", "1234.56", issued="2026-09-01", due="2026-10-01") for n in range(3_000)]
    found = match_payments(make_dossier([operation("2026-03-05", "REM CHQ", "1234.56") for _ in range(3_000)], later), AS_OF)
    assert found.matches == ()
    assert found.proposals == {}
