"""The pockets sized on what is dated: windows, vital and other, earmarks first, the season of last year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier, Settings
from addin.treasury.earmarks import set_aside
from addin.treasury.forecast import known_events
from addin.treasury.placed import idle_cash
from addin.treasury.pocket_horizon import HorizonNeeds, horizon_needs, seasonal_need, split_by_horizon
from addin.treasury.pocket_review import review_pockets
from addin.treasury.pockets import bounded_days, split_pockets
from addin.treasury.settlement import Settlement, settle_invoices
from tests.treasury.builders import account, cents, customer_invoice, make_dossier, operation, placement, scheduled, supplier_invoice

OCTOBER = date(2026, 10, 31)
SIX = [
    {"category": "Achats", "pocket": "operating", "is_expense": True},
    {"category": "Frais généraux", "pocket": "security", "is_expense": True},
    {"category": "Investissement", "pocket": "opportunity", "is_expense": False},
]


def needs_of(dossier: Dossier, events: pd.DataFrame | None = None) -> HorizonNeeds:
    settled = settle_invoices(dossier, OCTOBER)
    given_events = dated_events(dossier, settled, OCTOBER) if events is None else events
    found = horizon_needs(dossier, given_events, set_aside(dossier, settled, OCTOBER), OCTOBER)
    assert found is not None
    return found


def dated_events(dossier: Dossier, settled: Settlement, as_of: date) -> pd.DataFrame:
    days = bounded_days(dossier.settings.security_days, dossier.settings.operating_days)
    return known_events(dossier, settled, as_of, sum(days)).events


def day(after: int) -> str:
    return (OCTOBER + timedelta(days=after)).isoformat()


def test_vital_dues_of_the_first_window_size_security_and_others_of_both_size_operating() -> None:
    dossier = make_dossier(
        schedule=[
            scheduled("Salaires", -1, day(60), kind="salary"),
            scheduled("Salaires", -2, day(61), kind="salary"),
            scheduled("Loyer", -4, day(1), kind="rent"),
            scheduled("Budget publicité", -8, day(60)),
            scheduled("Sous-traitance", -16, day(180)),
            scheduled("Sous-traitance", -32, day(181)),
            scheduled("Client", 64, day(5)),
            scheduled("Prêt", -128, day(10), kind="loan"),
            scheduled("Énergie, télécoms", -256, day(10)),
        ]
    )
    found = needs_of(dossier)
    assert (found.vital_soon_cents, found.other_soon_cents) == (cents(1 + 4 + 128 + 256), cents(8))
    assert (found.vital_later_cents, found.other_later_cents) == (cents(2), cents(16))
    assert (found.security_target_cents, found.operating_target_cents) == (cents(389), cents(24))
    assert (found.security_last, found.operating_last) == (date(2026, 12, 30), date(2027, 4, 29))


def test_what_is_set_aside_is_in_no_need() -> None:
    dossier = make_dossier(
        schedule=[
            scheduled("G50", -515, "2026-11-22", every="month", kind="tax"),
            scheduled("Chèque émis", -70, "2026-10-20", kind="cheque", reference="18841"),
            scheduled("CNAS", -336, "2026-10-30", kind="social"),
        ]
    )
    found = needs_of(dossier)
    assert found.earmarked_cents == cents(515 + 70 + 336)
    assert found.vital_soon_cents == cents(515)  # the one of December: beyond the 35 days that are set aside
    assert found.vital_later_cents == cents(515 * 4)


def test_the_return_that_pays_the_tva_set_aside_is_not_counted_again() -> None:
    paid = customer_invoice("FA1", "NOVATEC", 119, due="2026-10-10", paid_on="2026-10-10", paid_cents=cents(119))
    dossier = make_dossier([operation("2026-10-10", "VIR NOVATEC", 119)], invoices=[paid], settings=Settings(vat_rate=Decimal("0.19")))
    assert set_aside(dossier, settle_invoices(dossier, OCTOBER), OCTOBER).vat.cents == cents(19)
    due = pd.to_datetime(["2026-11-20", "2026-12-20"]).astype("datetime64[s]")
    events = pd.DataFrame(
        {
            "on": due, "amount_cents": [-cents(19), -cents(30)], "kind": "tax", "label": "G50", "sheet": "", "row": 0, "due_on": due,
            "category": "",
        }
    )  # fmt: skip
    found = needs_of(dossier, events)
    assert (found.earmarked_cents, found.vital_soon_cents) == (cents(19), cents(30))


def test_supplier_invoices_go_by_their_category_and_investment_waits_in_the_opportunity_pocket() -> None:
    dossier = make_dossier(
        invoices=[
            supplier_invoice("A", "Pixel", 1, due=day(5), category="Achats"),
            supplier_invoice("B", "Bureau", 2, due=day(5), category="Frais généraux"),
            supplier_invoice("C", "Condor", 4, due=day(5), category="Investissement"),
            supplier_invoice("D", "En retard", 8, due=day(-20)),
        ],
        categories=SIX,
    )
    found = needs_of(dossier)
    assert (found.vital_soon_cents, found.other_soon_cents, found.opportunity_cents) == (cents(2), cents(9), cents(4))


def test_a_category_that_comes_with_the_events_decides() -> None:
    on = pd.to_datetime([day(3)] * 2).astype("datetime64[s]")
    events = pd.DataFrame(
        {
            "on": on, "amount_cents": [-100, -200], "kind": "other", "label": "X", "sheet": "", "row": 0, "due_on": on,
            "category": ["Achats", "Frais généraux"],
        }
    )  # fmt: skip
    found = needs_of(make_dossier(categories=SIX), events)
    assert (found.other_soon_cents, found.vital_soon_cents) == (100, 200)


def test_nothing_dated_is_unknown_and_not_zero() -> None:
    dossier = make_dossier([operation("2026-10-01", "VIR A", -5)], [customer_invoice("FA1", "X", 10, due=day(4))])
    settled = settle_invoices(dossier, OCTOBER)
    aside = set_aside(dossier, settled, OCTOBER)
    assert horizon_needs(dossier, dated_events(dossier, settled, OCTOBER), aside, OCTOBER) is None
    paid = replace(dossier, schedule=make_dossier(schedule=[scheduled("Salaires", -5, "2027-12-05", kind="salary")]).schedule)
    assert needs_of(paid).security_target_cents == 0


def test_the_cash_is_poured_as_in_the_other_mode_and_the_days_are_those_of_the_dues() -> None:
    dossier = make_dossier(
        schedule=[scheduled("Salaires", -730, day(26), kind="salary"), scheduled("Salaires", -730, day(56), kind="salary"),
                  scheduled("Budget publicité", -400, day(22)), scheduled("Salaires", -730, day(87), kind="salary")]
    )  # fmt: skip
    found = needs_of(dossier)
    full = split_by_horizon(cents(3_000), found, (60, 120))
    assert (full.security_cents, full.operating_cents, full.opportunity_cents) == (cents(1_460), cents(400), cents(1_140))
    assert (full.state, full.days_covered) == ("OK", 180)
    short = split_by_horizon(cents(1_000), found, (20, 300))
    assert (short.security_cents, short.missing_cents, short.state, short.days_covered) == (cents(1_000), cents(460), "ALERTE", 55)
    assert short.is_clamped
    assert split_by_horizon(cents(-50), found, (60, 120)).missing_cents == cents(1_510)
    assert [found.security_days_covered(cents(each)) for each in (0, 729, 730, 1_460)] == [25, 25, 55, 60]
    assert [found.operating_days_covered(cents(each)) for each in (399, 400)] == [21, 180]


SCHEDULED = st.lists(
    st.tuples(
        st.integers(1, 200), st.integers(1, 10**9), st.sampled_from(["salary", "rent", "other", "tax", "cheque", "effect", "loan"]),
        st.sampled_from(["X", "Loyer", "Investissement", "Impôt"]),
    ),
    min_size=1, max_size=15,
)  # fmt: skip


@settings(max_examples=40)
@given(SCHEDULED, st.integers(-(10**9), 10**11))
def test_each_dated_outflow_counts_once_and_the_pockets_sum_to_the_cash(items: list[tuple[int, int, str, str]], cash: int) -> None:
    lines: list[dict[str, Any]] = [scheduled(f"{word} {at}", Decimal(-amount) / 100, day(after), kind=kind)
                                   for at, (after, amount, kind, word) in enumerate(items)]  # fmt: skip
    dossier = make_dossier(schedule=lines)
    found = needs_of(dossier)
    within = sum(amount for after, amount, _, _ in items if after <= 180)
    aside = set_aside(dossier, settle_invoices(dossier, OCTOBER), OCTOBER).total_cents
    assert found.earmarked_cents == aside
    needed = found.security_target_cents + found.operating_target_cents + found.vital_later_cents
    assert needed + found.opportunity_cents + aside == within
    assert (int(found.vital_by_day.sum()), int(found.other_by_day.sum())) == (
        found.vital_soon_cents + found.vital_later_cents,
        found.operating_target_cents,
    )
    poured = split_by_horizon(cash, found, (60, 120))
    assert poured.security_cents + poured.operating_cents + poured.opportunity_cents == max(0, cash)


def test_the_season_is_what_the_same_days_took_last_year() -> None:
    lines = [
        operation("2025-10-31", "VIR A", -1),
        operation("2025-11-01", "VIR SALAIRES", -2),
        operation("2025-12-30", "VIR SALAIRES", -4),
        operation("2025-12-31", "VIR SALAIRES", -8),
        operation("2026-02-28", "VIR A", -16),
        operation("2026-03-01", "VIR A", -32),
        operation("2025-11-20", "G50", -64),
    ]
    found = seasonal_need(make_dossier(lines), OCTOBER)
    assert found is not None
    assert (found.first, found.security_cents, found.operating_cents) == (date(2025, 11, 1), cents(6), cents(16))
    assert seasonal_need(make_dossier(lines[1:]), OCTOBER) == found
    assert seasonal_need(make_dossier([operation("2025-11-02", "VIR A", -1)]), OCTOBER) is None
    assert seasonal_need(make_dossier(), OCTOBER) is None
    leap = seasonal_need(make_dossier([operation("2027-01-01", "VIR A", -1)]), date(2028, 2, 28))
    assert leap is not None
    assert leap.first == date(2027, 2, 28)


def reviewed(mode: str = "cover", **more: Any) -> Any:
    lines = [operation(f"2026-{month:02d}-05", "VIR SALAIRES", -600) for month in (7, 8, 9, 10)]
    chosen = Settings(pocket_mode=mode, **more.pop("settings", {}))  # type: ignore[arg-type]
    more = {"schedule": [scheduled("Salaires", -600, "2026-11-26", every="month", kind="salary")], **more}
    opening = more.pop("opening", 20_000)
    return review_pockets(make_dossier(lines, accounts=[account("BNA", opening)], settings=chosen, **more), OCTOBER)


def test_the_mode_she_chose_concludes_unless_it_knows_nothing() -> None:
    cover, horizon = reviewed(), reviewed("horizon")
    assert (cover.mode, cover.pockets) == ("cover", cover.summary.cover)
    assert (horizon.mode, horizon.pockets) == ("horizon", horizon.horizon)
    assert horizon.pockets.security_target_cents == cents(1_200)
    assert (cover.summary.pockets, horizon.summary.pockets) == (cover.summary.cover, horizon.horizon)
    assert (cover.summary.pocket_mode, horizon.summary.pocket_mode) == ("cover", "horizon")
    assert reviewed("horizon", schedule=[]).mode == "cover"
    due = [scheduled("Salaires", -600, "2026-11-26", kind="salary")]
    young = review_pockets(make_dossier([operation("2026-10-31", "X", 1)], accounts=[account("BNA", 5)], schedule=due), OCTOBER)
    assert (young.summary.cover, young.mode, young.pockets) == (None, "horizon", young.horizon)
    nothing = review_pockets(make_dossier([operation("2026-10-31", "X", 1)], accounts=[account("BNA")]), OCTOBER)
    assert (nothing.pockets, nothing.idle_cents, nothing.reserve.quantile_cents) == (None, None, None)


def test_idle_cash_is_above_the_needs_at_the_low_point_and_its_cost_needs_her_rate() -> None:
    found = reviewed("horizon")
    low = found.summary.low.amount_cents
    assert low == cents(20_000 - 4 * 600 - 3 * 600)
    assert found.idle_cents == low - found.pockets.security_target_cents - found.pockets.operating_target_cents
    assert found.idle_cost_cents is None
    priced = reviewed("horizon", settings={"placement_rate": Decimal("0.04")})
    assert priced.idle_cost_cents == round(found.idle_cents * 0.04 * 91 / 365)
    assert reviewed("horizon", opening=3_000).idle_cents == 0


def test_placements_are_in_no_available_cash() -> None:
    without, held = reviewed(), reviewed(placements=[placement("DAT", 5_000, None)])
    assert held.placed.total_cents == cents(5_000)
    assert held.summary.available_cents == without.summary.available_cents
    assert held.pockets == without.pockets


@given(st.integers(0, 10**10), st.integers(0, 10**7), st.integers(0, 10**7), st.integers(-(10**10), 10**11))
def test_idle_cash_never_exceeds_the_opportunity_pocket(cash: int, vital: int, other: int, low: int) -> None:
    pockets = split_pockets(cash, vital, other)
    found = idle_cash(pockets, low)
    assert 0 <= found <= pockets.opportunity_cents
    assert found == 0 or found <= low - pockets.security_target_cents - pockets.operating_target_cents


def test_a_rent_that_comes_back_is_dated_although_no_tab_names_it() -> None:
    sales = [operation(f"2026-{month:02d}-{day:02d}", "REMISE CHEQUES", 100) for month in range(1, 11) for day in (3, 10, 17, 24)]
    rents = [operation(f"2026-{month:02d}-05", "VIR LOYER IMMO EL BAHIA", -60) for month in range(1, 11)]
    ads = [operation(f"2026-{month:02d}-12", "PRLV META", -20, category="Publicité") for month in range(1, 11)]
    lines = sorted([*sales, *rents, *ads], key=lambda line: str(line["booked_on"]))
    review = review_pockets(make_dossier(lines, accounts=[account("BNA", 20_000)], settings=Settings(pocket_mode="horizon")), OCTOBER)
    assert review.needs is not None
    first, both = review.needs.security_days // 30, (review.needs.security_days + review.needs.operating_days) // 30
    assert review.needs.vital_soon_cents == cents(60 * first)
    assert review.needs.operating_target_cents == cents(20 * both)
    assert review.needs.opportunity_cents == 0
    assert review.summary.pockets == review.horizon


def test_what_comes_back_is_of_the_category_and_the_nature_of_its_last_line() -> None:
    sales = [operation(f"2026-{month:02d}-{day:02d}", "REMISE CHEQUES", 1_000) for month in range(1, 11) for day in (3, 10, 17, 24)]
    regular = {
        "PRLV ALPHA": ("Frais généraux", -60), "PRLV BETA": ("Investissement", -70), "PRLV GAMMA": ("Achats", -80),
        "ECHEANCE PRET BNA": ("", -90),
    }  # fmt: skip
    lines = [
        operation(f"2026-{month:02d}-05", label, cents, category=category, counterparty="Maison Zed" if "PRET" in label else "")
        for month in range(1, 11)
        for label, (category, cents) in regular.items()
    ]
    lines = sorted([*sales, *lines], key=lambda line: str(line["booked_on"]))
    found = review_pockets(make_dossier(lines, accounts=[account("BNA", 20_000)], categories=SIX), OCTOBER).needs
    assert found is not None
    first, both = found.security_days // 30, (found.security_days + found.operating_days) // 30
    assert found.vital_soon_cents == cents((60 + 90) * first)
    assert found.operating_target_cents == cents(80 * both)
    assert found.opportunity_cents == cents(70 * both)
