"""Scenarios as overlays on the known events."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier
from addin.treasury.forecast import EVENT_COLUMNS, known_events
from addin.treasury.overlays import DEFAULTS, Kind, Overlay, overlay_events
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import customer_invoice, make_dossier, operation, scheduled, supplier_invoice

AS_OF, LAST = date(2026, 10, 31), date(2027, 1, 30)
OVERLAYS = st.lists(st.builds(Overlay, st.sampled_from([*DEFAULTS]), st.integers(0, 100)), max_size=4)


def dossier() -> Dossier:
    return make_dossier(
        [
            operation("2026-10-01", "VIR GROSSISTE", -100, category="Achats & sous-traitance", counterparty="Grossiste"),
            operation("2026-10-02", "VIR SAA", -50, category="Frais généraux", counterparty="SAA"),
        ],
        [
            customer_invoice("FA1", "Novatec", 1_000, due="2026-11-10", issued="2026-10-10"),
            supplier_invoice("B1", "Grossiste", 300, due="2026-11-12", issued="2026-10-12"),
        ],
        schedule=[
            scheduled("Commande", -400, "2026-11-20", counterparty="GROSSISTE"),
            scheduled("Assurance", -60, "2026-11-21", counterparty="SAA"),
            scheduled("Acompte", 500, "2026-11-22", counterparty="novatec"),
            scheduled("Apport associé", 700, "2026-11-23"),
            scheduled("Effet Novatec", 90, "2026-11-24", kind="effect", counterparty="Novatec"),
            scheduled("Salaires", -800, "2026-11-28", kind="salary"),
        ],
    )


def events() -> pd.DataFrame:
    whole = dossier()
    return known_events(whole, settle_invoices(whole, AS_OF), AS_OF, 91).events


def change(kind: Kind, value: int) -> dict[str, tuple[int, int]]:
    """What an overlay changes: label or number → (days later, centimes more)."""
    before, after = events(), overlay_events(dossier(), events(), [Overlay(kind, value)], LAST).events
    named = [table.assign(name=table["label"].where(table["label"] != "", table["number"])).set_index("name") for table in (before, after)]
    days = (named[1]["on"] - named[0]["on"]).dt.days
    cents = named[1]["amount_cents"] - named[0]["amount_cents"]
    return {str(name): (int(days[name]), int(cents[name])) for name in days.index if days[name] or cents[name]}


def test_a_delay_moves_invoices_of_customers_and_planned_sales_not_papers_nor_capital() -> None:
    assert change("delay", 15) == {"FA1": (15, 0), "Acompte": (15, 0)}


def test_a_low_season_lowers_planned_sales_only() -> None:
    assert change("low_season", 10) == {"Acompte": (0, -50_00)}


def test_dearer_materials_raise_planned_purchases_only() -> None:
    assert change("materials", 10) == {"Commande": (0, -40_00)}


def test_no_overlay_changes_nothing() -> None:
    same = overlay_events(dossier(), events(), [], LAST)
    pd.testing.assert_frame_equal(same.events, events())
    assert (same.touched, same.beyond_cents) == (0, 0)


def test_an_overlay_on_nothing_known_says_so() -> None:
    nothing = make_dossier([operation("2026-10-01", "Vente", 5)])
    empty = events().iloc[:0]
    assert overlay_events(nothing, empty, [Overlay("delay", 15)], LAST).touched == 0


@settings(max_examples=25)  # each reads a dossier twice
@given(OVERLAYS)
def test_overlays_keep_every_event_and_its_sign(overlays: list[Overlay]) -> None:
    before, after = events(), overlay_events(dossier(), events(), overlays, LAST)
    assert list(after.events.columns) == list(EVENT_COLUMNS)
    assert sorted(after.events["row"]) == sorted(before["row"])
    assert after.events["on"].is_monotonic_increasing
    assert after.beyond_cents >= 0
    merged = after.events.merge(before, on=["sheet", "row"], suffixes=("", "_before"))
    assert ((merged["amount_cents"] >= 0) == (merged["amount_cents_before"] >= 0)).all()
    assert (merged["on"] >= merged["on_before"]).all()


@pytest.mark.parametrize("first", ["delay", "low_season"])
def test_the_order_of_overlays_does_not_matter(first: Kind) -> None:
    parts = [Overlay(first, 20), Overlay("materials", 7), Overlay("delay", 3)]
    one, other = (overlay_events(dossier(), events(), order, LAST).events for order in (parts, parts[::-1]))
    pd.testing.assert_frame_equal(one, other)
