"""Dépenses: what was spent by card, team, campaign and category, net of what came back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier, Settings, SheetReading
from addin.treasury.spending.spending import Dimension, Spending, spending
from tests.sheets.weekly_dossiers import example
from tests.treasury.builders import account, make_dossier, operation

DAY = date(2026, 10, 31)


def spent(dossier: Dossier, **more: Any) -> Spending:
    return spending(dossier, DAY, **more)


def rows(found: Spending, dimension: Dimension) -> dict[str, tuple[int, ...]]:
    return {row.name: tuple(cents // 100 for cents in row.months) for row in found.by[dimension]}


def cap(target: str, amount: int, kind: str, period: str = "month", **more: Any) -> dict[str, Any]:
    return {"target": target, "kind": kind, "period": period, "amount_cents": amount * 100, "warn_at": 0.8, **more}


def test_spending_stands_under_its_month_card_campaign_and_category() -> None:
    lines = [
        operation("2026-09-10", "TPE META", -1_000, category="Publicité", project="Rentrée", card="CIB"),
        operation("2026-10-10", "TPE META", -2_000, category="Publicité", project="Rentrée", card="cib"),
        operation("2026-10-12", "SADEG", -300, category="Énergie"),
        operation("2026-10-20", "VIR RECU NOVATEC", 50_000, category="Encaissement"),
        operation("2026-11-02", "TPE META", -9_000, category="Publicité"),
    ]
    found = spent(make_dossier(lines))
    assert found.months == (date(2026, 9, 1), date(2026, 10, 1))
    assert rows(found, "card") == {"CIB": (1_000, 2_000)}
    assert rows(found, "campaign") == {"Rentrée": (1_000, 2_000)}
    assert rows(found, "category") == {"Publicité": (1_000, 2_000), "Énergie": (0, 300)}
    assert found.by["team"] == ()


def test_the_top_up_of_a_card_is_a_transfer_and_no_spending() -> None:
    lines = [
        operation("2026-10-01", "RECHARGE CARTE CIB", -50_000, transfer=1, transfer_state="paired"),
        operation("2026-10-01", "RECHARGE CARTE CIB", 50_000, account="CIB", transfer=1, transfer_state="paired"),
        operation("2026-10-02", "RECHARGE CARTE VISA", 20_000, account="CIB"),  # of no known transfer, its label says it
        operation("2026-10-05", "TPE NAFTAL", -3_800, account="CIB"),
    ]
    found = spent(make_dossier(lines, accounts=[account("BNA", 0), account("CIB", 0, kind="card")]))
    assert rows(found, "card") == {"CIB": (3_800,)}
    assert found.total.total_cents == 380_000


def test_a_refund_is_taken_off_what_was_spent() -> None:
    lines = [
        operation("2026-10-02", "VIR CONDOR", -10_000, category="Matériel", counterparty="Condor"),
        operation("2026-10-09", "AVOIR CONDOR", 4_000, category="", counterparty="Condor"),
        operation("2026-10-10", "VIR CONDOR", 500, category="Matériel", counterparty="Condor"),
        operation("2026-10-11", "REMBOURSEMENT NOVATEC", 7_000, counterparty="Novatec"),  # never paid: a receipt
    ]
    found = spent(make_dossier(lines))
    assert rows(found, "category") == {"Matériel": (9_500,), "": (-4_000,)}
    assert found.refunds.total_cents == 450_000


@pytest.mark.parametrize(
    ("said", "rule", "total"), [("", "reduction", 900), ("réduction", "reduction", 900), ("Produit (7588)", "income", 1_000)]
)
def test_cashback_is_a_reduction_or_an_income_as_she_says(said: str, rule: str, total: int) -> None:
    lines = [operation("2026-10-02", "TPE NAFTAL", -1_000, account="CIB"), operation("2026-10-30", "CASHBACK OCTOBRE", 100, account="CIB")]
    found = spent(make_dossier(lines, accounts=[account("CIB", 0, kind="card")], settings=Settings(raw={"cashback": said})))
    assert (found.cashback_rule, found.total.total_cents // 100, found.cashback.total_cents // 100) == (rule, total, 100)


def test_travel_is_part_of_the_spending_and_told_by_supplier() -> None:
    lines = [
        operation("2026-10-02", "TPE AIR ALGERIE", -38_600, category="Frais généraux"),
        operation("2026-10-03", "CHQ 0018834", -12_000, category="Déplacements & missions", counterparty="Hôtel Cirta"),
        operation("2026-10-04", "VIR GARAGE", -5_000, scf_account="6257"),
        operation("2026-10-05", "SADEG", -300, category="Énergie"),
    ]
    found = spent(make_dossier(lines))
    assert [row.total_cents // 100 for row in found.travel] == [38_600, 12_000, 5_000]
    assert found.total.total_cents // 100 == 55_900


def test_a_cap_stands_beside_what_it_caps() -> None:
    lines = [
        operation("2026-10-30", "TPE META", -450, category="Publicité"),
        operation("2026-10-02", "TPE META", -900, category="Publicité"),
    ]
    found = spent(make_dossier(lines, caps=[cap("publicite", 500, "category", "week"), cap("Publicité", 9_999, "card")]))
    (row,) = found.by["category"]
    assert row.cap is not None
    assert (row.total_cents, row.cap.period, row.cap.spent_cents, row.cap.remaining_cents, row.cap.state) == (
        135_000, "week", 45_000, 5_000, "ATTENTION",
    )  # fmt: skip
    assert [each.state.target for each in found.caps] == ["publicite", "Publicité"]


def test_the_team_is_the_column_equipe_else_who_holds_the_card() -> None:
    lines = [
        operation("2026-10-02", "TPE NAFTAL", -1_000, account="CIB"),
        operation("2026-10-03", "TPE META", -2_000, sheet="Marketing", project="Pub"),
        operation("2026-10-04", "TPE META", -3_000, sheet="Autre", project="Rentrée"),
    ]  # fmt: skip
    readings = [
        SheetReading("Marketing", "operations", headings={"project": "Équipe"}),
        SheetReading("Autre", "operations", headings={"project": "Projet"}),
    ]
    dossier = make_dossier(lines, accounts=[account("BNA", 0), account("CIB", 0, kind="card", holder="Yacine")], readings=readings)
    found = spent(dossier)
    assert rows(found, "team") == {"Pub": (2_000,), "Yacine": (1_000,)}
    assert rows(found, "campaign") == {"Rentrée": (3_000,)}


def test_lines_without_a_rate_are_counted_apart_and_never_as_zero() -> None:
    lines = [operation("2026-10-02", "VISA ADOBE", -60, account="Visa", currency="USD"), operation("2026-10-02", "SADEG", -10)]
    found = spent(make_dossier(lines))
    assert (found.unrated, found.total.count, found.total.total_cents) == (1, 1, 1_000)


def test_a_bounced_cheque_received_is_no_spending() -> None:
    found = spent(make_dossier([operation("2026-10-02", "IMPAYE CHQ 4471902", -476_000), operation("2026-10-02", "SADEG", -10)]))
    assert found.total.total_cents == 1_000


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(2026, 3, 1), DAY), st.integers(-(10**9), 10**9), st.sampled_from(["", "Pub", "Énergie"]),
            st.sampled_from(["", "CIB"]),
            st.sampled_from(["TPE NAFTAL", "AVOIR NAFTAL", "CASHBACK", "VIR INTERNE", "SALAIRES"]),
        ),
        min_size=1, max_size=30,
    )
)  # fmt: skip
def test_categories_add_up_to_the_total_and_each_month_to_its_own(lines: list[tuple[date, int, str, str, str]]) -> None:
    operations = [
        {**operation(str(on), label, 0, category=category, card=card), "amount_cents": cents} for on, cents, category, card, label in lines
    ]
    found = spent(make_dossier(operations))
    assert len(found.months) <= 6
    for at in range(len(found.months)):
        assert sum(row.months[at] for row in found.by["category"]) == found.total.months[at]


def test_the_example_adds_up_to_the_payments_of_its_months() -> None:
    dossier = example()
    found = spent(dossier)
    lines = dossier.operations
    inside = lines[(lines["booked_on"] >= "2026-05-01") & (lines["booked_on"] <= "2026-10-31") & (lines["base_cents"] < 0)]
    inside = inside[~inside["transfer_state"].isin(("paired", "single")) & ~inside["nature"].isin(("transfer", "bounced"))]
    assert found.total.total_cents == -int(inside["base_cents"].sum()) - found.refunds.total_cents - found.cashback.total_cents
    assert found.unrated == 0
