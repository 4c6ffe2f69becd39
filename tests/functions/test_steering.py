"""POCHES and ALERTE: the table, one figure, the states with their sentences."""

from __future__ import annotations

from datetime import date

import pytest

from addin.app.cells import Source
from addin.functions.reserve import minimum_balance
from addin.functions.steering import alert, pockets
from addin.messages import ALERT_SENTENCES, STATES
from addin.registry import Rows
from addin.treasury.dossier import Settings
from tests.functions.facts import code, example_source, one, source_of
from tests.treasury.builders import account, make_dossier, operation, placement, scheduled


def funded(cash: float) -> Source:
    """Needs of 21 000 a day (7 665 000 a year) and 14 000 a day, declared: the vector of DOMAIN 7."""
    settings = Settings(as_of=date(2026, 10, 31), vital_monthly_cents=21_000_00 * 365 // 12, operating_monthly_cents=14_000_00 * 365 // 12)
    return source_of(make_dossier([operation("2026-10-31", "Apport", 0)], accounts=[account("BNA", cash)], settings=settings))


def test_the_pockets_of_the_specification() -> None:
    table = pockets(funded(3_450_000))
    assert isinstance(table, Rows)
    assert [row[0] for row in table.rows] == pytest.approx([1_260_000.0, 1_680_000.0, 510_000.0], abs=0.02)  # a twelfth of 14 000 × 365
    assert [row[2] for row in table.rows] == [60.0, 120.0, None]
    short = pockets(funded(1_000_000))
    assert isinstance(short, Rows)
    assert [row[0] for row in short.rows] == [1_000_000.0, 0.0, 0.0]
    assert short.rows[0][3] == 260_000.0


def test_one_figure_of_one_pocket() -> None:
    source = funded(1_000_000)
    assert pockets(source, ["sécurité"] * 4, ["MONTANT", "CIBLE", "JOURS", "MANQUE"]) == [1_000_000.0, 1_260_000.0, 47.0, 260_000.0]
    assert pockets(source, ["OPPORTUNITE"] * 2, ["CIBLE", "MONTANT"]) == [None, 0.0]
    assert pockets(source, None, ["MONTANT"]) == Rows(((1_000_000.0,), (0.0,), (0.0,)))


def test_what_a_pocket_cannot_tell_is_refused_and_its_state_is_an_alert() -> None:
    assert code(pockets(example_source(), ["SURVIE"])) == "ARGUMENT_UNKNOWN"
    assert code(pockets(example_source(), ["SECURITE"], ["STATUT"])) == "ARGUMENT_UNKNOWN"
    assert [one(alert(funded(cash), ["POCHES"])) for cash in (3_450_000, 1_300_000, 1_000_000)] == ["OK", "ATTENTION", "ALERTE"]
    assert "260\u00a0000\u00a0DA" in str(one(alert(funded(1_000_000), ["POCHES"], ["MESSAGE"])))


def test_unknown_needs_or_cash_are_said() -> None:
    no_needs = source_of(make_dossier([operation("2026-10-31", "Vente", 5)], settings=Settings(as_of=date(2026, 10, 31))))
    no_cash = source_of(make_dossier([operation("2026-10-31", "Vente", 5)], accounts=[account("BNA")]))
    assert code(pockets(no_needs, ["SECURITE"])) == code(pockets(no_cash, ["SECURITE"])) == "FACT_UNKNOWN"
    assert one(alert(no_needs, ["POCHES"])) == "NON RENSEIGNÉ"


def test_an_alert_tells_its_state_since_when_and_a_sentence() -> None:
    source = example_source()
    assert one(alert(source, ["factures retard"], ["DEPUIS"])) == date(2026, 9, 28)
    assert one(alert(source, ["SOLDE_MINIMAL"], ["DEPUIS"])) is None
    sentence = str(one(alert(source, ["PLAFOND_PUB"], ["message"]))).replace("\u00a0", " ")
    assert sentence == "Plafond « Rentrée 2026 » dépassé depuis le 21/10/2026 : 641 490 DA pour 600 000 DA."
    assert code(alert(source, ["SOLDE"])) == code(alert(source, [None])) == "ARGUMENT_UNKNOWN"


def test_an_alert_may_be_asked_for_another_day() -> None:
    assert one(alert(example_source(), ["FACTURES_RETARD"], None, [date(2026, 9, 1)])) in STATES.values()
    assert code(alert(example_source(), ["FACTURES_RETARD"], None, ["01/01/2020"])) == "NO_OPERATION_BEFORE"


@pytest.mark.parametrize("name", ["SOLDE_MINIMAL", "FACTURES_RETARD", "PLAFOND_PUB", "POCHES"])
def test_every_state_of_every_alert_has_its_sentence(name: str) -> None:
    assert all((name, state) in ALERT_SENTENCES for state in STATES)


def test_without_thresholds_the_alerts_say_so() -> None:
    source = source_of(make_dossier([operation("2026-10-31", "Vente", 5)]))
    states = [one(alert(source, [name])) for name in ("SOLDE_MINIMAL", "FACTURES_RETARD", "PLAFOND_PUB")]
    assert states == ["NON RENSEIGNÉ"] * 3
    assert all("non renseigné" in str(one(alert(source, [name], ["MESSAGE"]))) for name in ("SOLDE_MINIMAL", "FACTURES_RETARD"))


def dated() -> Source:
    """Salaries of 730 000 on the 26th, an advertising budget on the 22nd, a deposit and a securities account."""
    return source_of(
        make_dossier(
            [operation("2026-10-31", "Apport", 0)],
            accounts=[account("BNA", 3_000_000)],
            schedule=[
                scheduled("Salaires", -730_000, "2026-11-26", every="month", kind="salary"),
                scheduled("Budget publicité", -400_000, "2026-11-22"),
            ],
            placements=[placement("DAT", 2_000_000, "2027-02-28"), placement("Titres", 1, None, value_cents=51_500_000)],
            settings=Settings(as_of=date(2026, 10, 31)),
        )
    )


def test_the_horizon_mode_takes_what_is_dated() -> None:
    table = pockets(dated(), None, None, None, ["horizon"])
    assert table == Rows(((1_460_000.0, 1_460_000.0, 60.0, 0.0), (400_000.0, 400_000.0, 180.0, 0.0), (1_140_000.0, None, None, 0.0)))
    assert one(pockets(dated(), ["SECURITE"], ["CIBLE"], None, ["HORIZON"])) == 1_460_000.0
    later = [date(2026, 11, 30)]
    assert one(pockets(dated(), ["EXPLOITATION"], ["CIBLE"], later, ["HORIZON"])) == 400_000.0  # the budget is overdue, not gone
    assert code(pockets(dated(), ["SECURITE"], None, None, ["AVENIR"])) == "ARGUMENT_UNKNOWN"
    assert code(pockets(funded(5), ["SECURITE"], None, None, ["HORIZON"])) == "FACT_UNKNOWN"


def test_the_cover_mode_is_the_one_without_a_mode() -> None:
    source = funded(3_450_000)
    assert pockets(source, None, None, None, ["COUVERTURE"]) == pockets(source)
    assert pockets(source, ["SECURITE"], None, None, [None]) == pockets(source, ["SECURITE"])


def test_placements_are_worth_her_price_and_stand_in_no_pocket() -> None:
    assert pockets(dated(), ["placements"] * 2, ["MONTANT", "CIBLE"]) == [2_515_000.0, None]
    rows = pockets(dated(), None, ["MONTANT"], None, ["HORIZON"])
    assert isinstance(rows, Rows)
    assert sum(float(str(row[0])) for row in rows.rows) == 3_000_000.0


def test_the_minimum_balance_is_advised_by_three_methods() -> None:
    source = example_source()
    assert [round(float(str(one(minimum_balance(source, [each]))))) for each in ("quantile", "Miller Orr", "BAUMOL")] == [
        1_931_135,
        2_988_945,
        1_775_770,
    ]
    assert one(minimum_balance(source, None, ["99,5 %"], [28.0])) > one(minimum_balance(source, None, [50.0], [28.0]))  # type: ignore[operator]
    assert one(minimum_balance(source, None, [0.95])) == one(minimum_balance(source, None, ["95 %"])) == one(minimum_balance(source))
    assert code(minimum_balance(source, ["ZORRO"])) == "ARGUMENT_UNKNOWN"
    assert [code(minimum_balance(source, None, [share])) for share in (0.3, 100.0, "beaucoup", True)] == ["ARGUMENT_UNKNOWN"] * 4
    assert code(minimum_balance(source, None, None, [0.0])) == code(minimum_balance(source, None, None, [181.0])) == "ARGUMENT_NOT_WHOLE"


def test_what_the_minimum_balance_lacks_is_said() -> None:
    lines = [operation("2026-01-01", "A", -5), operation("2026-10-31", "B", 0)]
    silent = source_of(make_dossier(lines, settings=Settings(as_of=date(2026, 10, 31))))
    assert one(minimum_balance(silent)) == 0.0
    assert code(minimum_balance(silent, ["MILLER_ORR"])) == code(minimum_balance(silent, ["BAUMOL"])) == "FACT_UNKNOWN"
    (refused,) = minimum_balance(silent, ["BAUMOL"])
    assert "Taux annuel de placement" in str(refused)
    (short,) = minimum_balance(funded(5))
    assert "huit semaines" in str(short)


def test_without_a_mode_the_pockets_are_those_that_she_chose() -> None:
    lines = [operation(f"2026-{month:02d}-05", "VIR SALAIRES", -600) for month in (7, 8, 9, 10)]
    due = [scheduled("Salaires", -600, "2026-11-26", every="month", kind="salary")]
    for mode, word in (("cover", "COUVERTURE"), ("horizon", "HORIZON")):
        chosen = Settings(as_of=date(2026, 10, 31), pocket_mode=mode)  # type: ignore[arg-type]
        source = source_of(make_dossier(lines, accounts=[account("BNA", 20_000)], schedule=due, settings=chosen))
        plain, both = pockets(source), [pockets(source, None, None, None, [each]) for each in ("COUVERTURE", "HORIZON")]
        assert plain == pockets(source, None, None, None, [word])
        assert both[0] != both[1]
