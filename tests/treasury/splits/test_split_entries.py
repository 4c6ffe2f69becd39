"""A line that she parted in the accounting export, the caps and the pockets: each part goes to its own account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from addin.treasury.caps import cap_states
from addin.treasury.dossier import SPLIT_COLUMNS, Dossier, frame
from tests.treasury.builders import make_dossier, operation, rate
from tests.treasury.test_entries import SETTINGS, drafted, one, shown, with_settings


def parted(dossier: Dossier, *parts: tuple[int, str, str]) -> Dossier:
    """The first line in parts: cents, category, account."""
    cents, categories, accounts = ([part[i] for part in parts] for i in range(3))
    told = {"operation": [0] * len(parts), "part_cents": cents, "category": categories, "scf_account": accounts}
    return replace(dossier, splits=frame(SPLIT_COLUMNS, told))


def test_each_part_is_posted_to_its_own_account_and_the_entry_balances() -> None:
    line = operation("2026-10-05", "PAPETERIE", -12_000)
    entry = one(parted(make_dossier([line], settings=SETTINGS), (-900_000, "", "6074"), (-300_000, "Publicité", "")))
    assert shown(entry) == [("5121", -12_000), ("6074", 9_000), ("623", 3_000)]


def test_a_discount_among_the_parts_is_on_the_other_side() -> None:
    line = operation("2026-10-05", "PAPETERIE", -12_000)
    entry = one(parted(make_dossier([line], settings=SETTINGS), (-1_250_000, "", "6074"), (50_000, "", "609")))
    assert shown(entry) == [("5121", -12_000), ("6074", 12_500), ("609", -500)]


def test_one_part_without_account_leaves_the_whole_line_out() -> None:
    line = operation("2026-10-05", "PAPETERIE", -12_000)
    made = drafted(parted(make_dossier([line], settings=SETTINGS), (-900_000, "", "6074"), (-300_000, "Fantaisie", "")))
    assert made.entries == ()
    assert [each.reason for each in made.skipped] == ["unclassified"]
    waits = with_settings(comptes_d_attente_autorises="Oui")
    entry = one(parted(make_dossier([line], settings=waits), (-900_000, "", "6074"), (-300_000, "Fantaisie", "")))
    assert shown(entry) == [("5121", -12_000), ("6074", 9_000), ("476", 3_000)]


def test_a_line_in_euros_is_parted_in_dinars_to_the_centime() -> None:
    line = operation("2026-10-05", "HOSTING", -10, account="EUR", currency="EUR", base_cents=-145_333)
    dossier = make_dossier([line], rates=[rate("EUR", "2026-10-01", 145.333)], settings=SETTINGS)
    entry = one(parted(dossier, (-333, "", "6516"), (-333, "", "623"), (-334, "", "625")))
    assert sum(posting.cents for posting in entry.postings) == 0
    assert entry.postings[0].cents == -145_333
    assert len(entry.postings) == 4


@pytest.mark.parametrize(("target", "spent"), [("Publicité", 3_000_00), ("Achats", 9_000_00)])
def test_a_cap_counts_its_part_alone(target: str, spent: int) -> None:
    line = operation("2026-10-05", "PAPETERIE", -12_000)
    caps = [{"target": target, "kind": "category", "period": "month", "amount_cents": 1_000_000_00, "warn_at": 0.8}]
    dossier = parted(make_dossier([line], caps=caps, settings=SETTINGS), (-900_000, "Achats", ""), (-300_000, "Publicité", ""))
    (state,) = cap_states(dossier, date(2026, 10, 10))
    assert state.spent_cents == spent
