"""Subscriptions (abonnements): which recurrences they are, what they cost, which overlap, and what her answers make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from addin.treasury.recurrences.recurrences import find_recurrences
from addin.treasury.recurrences.subscriptions import VERIFY_DAYS, Answer, Subscription, find_subscriptions
from tests.treasury.builders import account, cents, make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)
ACCOUNTS = [account("BNA", 0), account("Visa", 0, kind="card")]


def monthly(label: str, amount: float, first: int = 1, last: int = 10, day: int = 11, **more: Any) -> list[dict[str, Any]]:
    """Paid by card each month of 2026, unless it says otherwise."""
    return [operation(f"2026-{month:02}-{day:02}", label, amount, **{"account": "Visa", **more}) for month in range(first, last + 1)]


def subscriptions(
    lines: Iterable[Mapping[str, Any]], answers: Mapping[str, Answer] | None = None, as_of: date = AS_OF, **tables: Any
) -> dict[str, Subscription]:
    dossier = make_dossier(lines, accounts=ACCOUNTS, **tables)
    found = find_subscriptions(dossier, find_recurrences(dossier.operations, as_of), as_of, answers)
    return {each.counterparty: each for each in found}


def test_a_fixed_payment_by_card_is_a_subscription_and_a_bill_that_varies_is_none() -> None:
    assert subscriptions(monthly("TPE SALLE DE SPORT", -4_500)).keys() == {"SALLE DE SPORT"}
    varies = [
        {**line, "amount_cents": line["amount_cents"] - 40_000 * (at * 3 % 4)} for at, line in enumerate(monthly("TPE NAFTAL", -4_500))
    ]
    assert subscriptions(varies) == {}


def test_a_known_tool_or_a_service_is_one_from_the_bank_too_and_a_rent_is_none() -> None:
    bank: dict[str, Any] = {"account": "BNA"}
    lines = [
        *monthly("PRLV ZOOM", -2_250, **bank),
        *monthly("PRLV ASSURANCE SAA", -18_000, day=3, **bank),
        *monthly("VIR MAISON NUMERIQUE", -6_000, day=17, category="Logiciels & abonnements", **bank),
        *monthly("VIR RESEAU NORD", -9_000, day=21, scf_account="626", **bank),
        *monthly("VIR IMMO EL BAHIA", -100_000, day=5, **bank),
    ]
    found = subscriptions(lines)
    assert {name.upper() for name in found} == {"ZOOM", "ASSURANCE SAA", "MAISON NUMERIQUE", "RESEAU NORD"}
    assert found[next(name for name in found if name.upper() == "ZOOM")].function == "video"


@pytest.mark.parametrize("label", ["VISA META EUR290", "VISA GOOGLE ADS EUR150", "VIR SALAIRE BENALI", "COM CARTE", "ECH PRET VEHICULE"])
def test_ads_salaries_fees_and_loans_are_no_subscriptions(label: str) -> None:
    assert subscriptions(monthly(label, -43_790)) == {}


def test_money_that_comes_in_is_none() -> None:
    assert subscriptions(monthly("REMBOURSEMENT SPORT", 4_500)) == {}


def test_a_supplier_that_sends_invoices_is_none_unless_it_is_a_known_tool() -> None:
    invoices = [supplier_invoice(f"FA{at}", name, 4_500, issued="2026-09-01") for at, name in enumerate(("Salle de sport", "Zoom"))]
    lines = [*monthly("TPE SALLE DE SPORT", -4_500), *monthly("VISA ZOOM EUR15", -2_250)]
    assert {name.upper() for name in subscriptions(lines, invoices=invoices)} == {"ZOOM"}


def test_tools_of_one_function_overlap_suites_included_and_stopped_ones_do_not() -> None:
    lines = [
        *monthly("VISA ADOBE EUR60", -9_000),
        *monthly("VISA CANVA EUR12", -1_800, day=4),
        *monthly("VISA SHUTTERSTOCK EUR29", -4_350, day=18),
        *monthly("VISA SLACK EUR8", -1_200, day=23),
        *monthly("VISA FIGMA EUR15", -2_250, last=5, day=25),
    ]
    found = {name.upper(): each for name, each in subscriptions(lines).items()}
    assert {name: tuple(other.upper() for other in each.overlaps) for name, each in found.items()} == {
        "ADOBE": ("CANVA",), "CANVA": ("ADOBE",), "SHUTTERSTOCK": ("CANVA",), "SLACK": (), "FIGMA": (),
    }  # fmt: skip
    assert found["FIGMA"].status == "stopped"


def test_the_dearest_comes_first_with_what_a_year_of_the_present_price_costs() -> None:
    lines = [
        *monthly("TPE SALLE DE SPORT", -4_500),
        *monthly("TPE SALLE DE SPORT", -4_950, 8, 10, day=11),
        *monthly("VISA ZOOM EUR15", -2_250),
    ]
    lines = [line for line in lines if not (line["amount_cents"] == cents(-4_500) and line["booked_on"] >= "2026-08")]
    first, second = subscriptions(lines).values()
    assert (first.counterparty, first.yearly_cents) == ("SALLE DE SPORT", cents(-4_950) * 12)
    assert first.change is not None
    assert (first.change.before_cents, first.change.after_cents) == (cents(-4_500), cents(-4_950))
    assert second.yearly_cents == cents(-2_250) * 12
    yearly = [operation(day, "PRLV ASSURANCE SAA", -180_000, account="BNA") for day in ("2025-09-10", "2026-09-10")]
    (insurance,) = subscriptions(yearly).values()
    assert insurance.yearly_cents == cents(-180_000)
    (stopped,) = subscriptions(monthly("VISA ZOOM EUR15", -2_250, last=5)).values()
    assert (stopped.status, stopped.yearly_cents, stopped.next_on) == ("stopped", 0, None)


def asked(days: int, used: Any = "") -> Answer:
    return Answer(used, AS_OF - timedelta(days=days))


@pytest.mark.parametrize(
    ("answer", "unused", "to_verify"),
    [
        (Answer(), None, False),
        (asked(VERIFY_DAYS), None, False),
        (asked(VERIFY_DAYS + 1), True, True),
        (asked(VERIFY_DAYS + 1, "yes"), False, False),
        (asked(VERIFY_DAYS + 1, "no"), True, False),
        (asked(0, "no"), True, False),
    ],
)
def test_an_answer_or_sixty_days_without_one_tell_whether_it_serves(answer: Answer, unused: bool | None, to_verify: bool) -> None:
    lines = monthly("VISA ZOOM EUR15", -2_250)
    (fresh,) = subscriptions(lines).values()
    assert (fresh.asked_on, fresh.is_unused, fresh.is_to_verify) == (AS_OF, None, False)
    (then,) = subscriptions(lines, {fresh.key: answer}).values()
    assert (then.is_unused, then.is_to_verify, then.used) == (unused, to_verify, answer.used)
    assert then.asked_on == (answer.asked_on or AS_OF)


def test_a_subscription_that_stopped_is_not_to_be_verified() -> None:
    lines = monthly("VISA ZOOM EUR15", -2_250, last=5)
    (stopped,) = subscriptions(lines).values()
    (then,) = subscriptions(lines, {stopped.key: asked(200)}).values()
    assert (then.is_to_verify, then.is_unused) == (False, None)


def test_its_key_holds_when_older_lines_are_removed_and_the_price_rises() -> None:
    (all_year,) = subscriptions(monthly("TPE SALLE DE SPORT", -4_500)).values()
    (shorter,) = subscriptions(monthly("TPE SALLE DE SPORT", -4_500, first=5)).values()
    (dearer,) = subscriptions([*monthly("TPE SALLE DE SPORT", -4_500, last=7), *monthly("TPE SALLE DE SPORT", -4_950, 8)]).values()
    assert all_year.key == shorter.key == dearer.key


def test_two_contracts_of_one_supplier_have_keys_of_their_own() -> None:
    lines = [*monthly("PRLV DJEZZY FLOTTE", -21_420, account="BNA"), *monthly("PRLV DJEZZY FLOTTE", -4_500, day=24, account="BNA")]
    dossier = make_dossier(lines, accounts=ACCOUNTS)
    found = find_subscriptions(dossier, find_recurrences(dossier.operations, AS_OF), AS_OF)
    assert len(found) == len({each.key for each in found}) == 2
