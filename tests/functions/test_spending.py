"""TOPDEPENSES and PLAFOND: ranks, what is told of each, and the day on which a cap breaks."""

from __future__ import annotations

from datetime import date

import pytest

from addin.app.cells import Source
from addin.functions.spending import cap, top_expenses
from addin.registry import Rows
from addin.treasury.dossier import Settings
from tests.functions.facts import code, example_source, one, source_of
from tests.treasury.builders import cents, make_dossier, operation


def capped(amount: float, *spent: tuple[str, float], as_of: date = date(2026, 10, 10), **more: object) -> Source:
    lines = [operation(day, "META", -dinars, category="Publicité") for day, dinars in spent] or [operation("2026-10-01", "Vente", 5)]
    caps = [{"target": "Publicité", "kind": "category", "period": "month", "amount_cents": cents(amount), "warn_at": 0.8}]
    return source_of(make_dossier(lines, caps=caps, settings=Settings(as_of=as_of), **more))  # type: ignore[arg-type]


def test_a_rank_gives_one_figure_and_a_rank_beyond_the_last_an_empty_cell() -> None:
    source = source_of(
        make_dossier(
            [operation("2026-10-09", "VIR DUPONT", -500, category="Achats"), operation("2026-10-10", "VIR MARTIN", -1_500)],
            settings=Settings(as_of=date(2026, 10, 10)),
        )
    )
    assert top_expenses(source, [1.0, 2.0, 3.0]) == [-1_500.0, -500.0, None]
    assert top_expenses(source, [1.0, 2.0], ["TIERS", "categorie"]) == ["MARTIN", "Achats"]
    assert one(top_expenses(source, [1.0], ["PART"])) == 0.75
    assert one(top_expenses(source, [1.0], ["HABITUDE"])) is None
    assert top_expenses(source, None, ["MONTANT"]) == Rows(((-1_500.0,), (-500.0,)))
    assert one(top_expenses(source, [1.0], None, ["09/10/2026"])) == -500.0


def test_a_rank_that_is_none_is_refused() -> None:
    assert code(top_expenses(example_source(), [0.0])) == code(top_expenses(example_source(), [1.5])) == "ARGUMENT_NOT_WHOLE"
    assert code(top_expenses(example_source(), [1.0], ["NOM"])) == "ARGUMENT_UNKNOWN"


def test_a_cap_tells_what_was_spent_what_is_left_and_the_share() -> None:
    source = capped(1_000, ("2026-10-02", 250), ("2026-10-05", 250))
    assert cap(source, ["publicite"] * 3, ["CONSOMME", "RESTE", "TAUX"]) == [500.0, 500.0, 0.5]
    assert one(cap(source, ["PUBLICITÉ"], None, ["03/10/2026"])) == 250.0


@pytest.mark.parametrize(
    ("limit", "breaks"),
    [
        (999, date(2026, 10, 20)),  # 50 a day: 1 000 on the 20th
        (1_000, date(2026, 10, 21)),  # 1 000 is not over 1 000
        (1_549, date(2026, 10, 31)),
        (1_550, None),  # the month is over before
        (400, date(2026, 10, 5)),  # it is exceeded already
    ],
)
def test_the_day_a_cap_breaks_is_where_the_pace_so_far_leads(limit: float, breaks: date | None) -> None:
    source = capped(limit, ("2026-10-02", 250), ("2026-10-05", 250))
    assert one(cap(source, ["Publicité"], ["DATE_DEPASSEMENT"])) == breaks


def test_nothing_spent_never_breaks_a_cap() -> None:
    source = capped(400, ("2026-09-30", 250))
    assert one(cap(source, ["Publicité"], ["date depassement"])) is None
    assert one(cap(source, ["Publicité"])) == 0.0


def test_a_cap_that_is_not_known_or_tells_nothing_is_said() -> None:
    assert code(cap(example_source(), ["Publicite facebook"])) == "NAME_UNKNOWN"
    assert code(cap(source_of(make_dossier([operation("2026-10-01", "Vente", 5)])), ["Publicité"])) == "FACT_UNKNOWN"
    assert code(cap(capped(400), ["Publicité"])) == "FACT_UNKNOWN"  # no line has a category
    assert code(cap(example_source(), ["Publicité"], ["SOLDE"])) == "ARGUMENT_UNKNOWN"
