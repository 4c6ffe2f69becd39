"""POCHES and ALERTE: the table, one figure, the states with their sentences."""

from __future__ import annotations

from datetime import date

import pytest

from addin.app.cells import Source
from addin.functions.steering import alert, pockets
from addin.messages import ALERT_SENTENCES, STATES
from addin.registry import Rows
from addin.treasury.dossier import Settings
from tests.functions.facts import code, example_source, one, source_of
from tests.treasury.builders import account, make_dossier, operation


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
