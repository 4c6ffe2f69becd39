"""The pages « Prévision » and « Comparaison des scénarios » as use cases: what they write, where, and after which agreement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from addin.app.compare_scenarios import Compared, compare_scenarios
from addin.app.forecast_cash import Forecasted, forecast_workbook
from addin.app.refresh import refresh
from addin.app.undo import undo_last
from addin.app.weekly_json import report_as_json
from addin.app.weekly_report import build_weekly_report
from addin.messages import TresoError
from addin.sheets.dashboard import TITLE as DASHBOARD
from addin.sheets.dashboard_check import find_check
from addin.sheets.forecast import TITLES as FORECAST
from addin.sheets.model import fingerprint
from addin.sheets.past_forecasts import TITLES as PAST
from addin.sheets.past_forecasts import read_past
from addin.sheets.scenarios import TITLES as SCENARIOS
from tests.app.fakes import Answers, MemoryStore
from tests.app.workbooks import NOW, WEEK
from tests.hosts.adapters import Owned, Sheets

Make = Callable[[Sheets], Owned]


def sheets() -> dict[str, list[list[object]]]:
    """Half a year of weekly sales and purchases, an open invoice, the tax to come, a scenario of hers."""
    lines: list[list[object]] = [["Date", "Libellé", "Débit", "Crédit"]]
    for week in range(26, -1, -1):
        day = datetime(2026, 10, 29) - timedelta(weeks=week)
        lines.append([day, "VIR RECU NOVATEC", None, 100_000.0 + 7_000 * (week % 5)])
        lines.append([day + timedelta(days=1), "CHQ INFODIS", 80_000.0 + 9_000 * (week % 4), None])
    return {
        "BNA": lines,
        "Comptes": [["Compte", "Type", "Devise", "Solde initial"], ["BNA", "Banque", "DZD", 900_000.0]],
        "Factures clients": [
            ["N° facture", "Client", "Date facture", "Échéance", "Montant TTC"],
            ["FA1", "Novatec", datetime(2026, 10, 12), datetime(2026, 11, 12), 250_000.0],
        ],
        "Échéancier": [
            ["Libellé", "Type", "Sens", "Montant", "Date", "Périodicité"],
            ["Four à pain", "Autre", "Payer", 700_000.0, datetime(2026, 11, 20), "Une fois"],
        ],
        "Scénarios": [
            ["Scénario", "Effet", "Valeur", "Mois", "Cible", "Actif"],
            ["Novatec part", "Client perdu", None, None, "Novatec", "Oui"],
            ["Deuxième four", "Investissement", 400_000.0, "décembre", None, "Oui"],
        ],
    }


def predict(owned: Owned, answers: Answers | None = None, as_of: date = WEEK, **asked: object) -> Forecasted:
    return forecast_workbook(owned.open(), answers or Answers(None), as_of=as_of, now=NOW, **asked)  # type: ignore[arg-type]


def compare(owned: Owned, answers: Answers | None = None) -> Compared:
    return compare_scenarios(owned.open(), answers or Answers(None), as_of=WEEK, now=NOW)


def names(owned: Owned) -> list[str]:
    return [sheet.name for sheet in owned.open().sheets()]


def values(owned: Owned, sheet: str) -> list[list[object]]:
    return [list(row) for row in owned.open().read(sheet).rows]


def test_the_forecast_is_added_with_its_memory_not_written_again_when_it_says_the_same_and_undone(make: Make) -> None:
    owned = make(sheets())
    before = names(owned)
    done = predict(owned)
    assert set(names(owned)) == {*before, FORECAST[0], PAST[0], "Historique"}
    assert fingerprint(values(owned, FORECAST[0])) == fingerprint(done.sheet.values())
    history = fingerprint(values(owned, "Historique"))
    predict(owned)
    assert fingerprint(values(owned, "Historique")) == history
    undo_last(owned.open(), Answers(), NOW)
    assert [name for name in names(owned) if name != "Historique"] == before


def test_what_was_forecast_a_week_before_is_confronted_with_what_came(make: Make) -> None:
    owned = make(sheets())
    earlier = predict(owned, as_of=WEEK - timedelta(days=14))
    later = predict(owned)
    (found,) = later.report.confronted
    assert found.forecast.made_on == WEEK - timedelta(days=14)
    assert found.forecast.day == WEEK
    assert found.forecast.p50_cents == earlier.report.weeks[1].p50_cents
    assert found.actual_cents == later.report.base.cash_cents
    past = read_past(values(owned, PAST[0]), "DZD")
    assert len(past) == 26


def test_every_weekly_report_remembers_its_forecast_and_says_what_became_of_the_last_one(make: Make) -> None:
    owned = make(sheets())
    first = build_weekly_report(owned.open(), Answers(), as_of=WEEK - timedelta(days=7), now=NOW)
    second = build_weekly_report(owned.open(), Answers(), as_of=WEEK, now=NOW)
    assert first.summary.confronted is None
    assert second.summary.confronted is not None
    assert second.summary.confronted.forecast.made_on == WEEK - timedelta(days=7)
    assert second.summary.confronted.forecast.day == WEEK
    assert second.summary.confronted.actual_cents == second.summary.cash_cents
    words = [cell for row in second.sheet.values() for cell in row if isinstance(cell, str)]
    assert any(word.startswith("Prévu le") for word in words)
    assert report_as_json(second)["past_forecast"]["date"] == WEEK.isoformat()
    assert {each.made_on for each in read_past(values(owned, PAST[0]), "DZD")} == {WEEK - timedelta(days=7), WEEK}


def test_a_tab_of_hers_named_like_the_memory_is_left_alone(make: Make) -> None:
    hers: list[list[object]] = [["Mois", "Prévu"], ["Octobre", 12.0]]
    owned = make({**sheets(), PAST[0]: hers})
    predict(owned)
    assert PAST[1] in names(owned)
    assert values(owned, PAST[0])[0][0] == "Mois"
    assert len(read_past(values(owned, PAST[1]), "DZD")) == 13


def test_what_she_wrote_on_a_page_is_dropped_only_with_her_consent(make: Make) -> None:
    owned = make(sheets())
    predict(owned)
    compare(owned)
    for title, again in ((FORECAST[0], predict), (SCENARIOS[0], compare)):
        owned.type_in(title, {(5, 1): "à revoir avec la banque"})
        before = fingerprint(values(owned, title))
        with pytest.raises(TresoError) as refusal:
            again(owned, Answers(False))
        assert refusal.value.code == "DECLINED"
        assert fingerprint(values(owned, title)) == before
        answers = Answers()
        again(owned, answers)
        assert len(answers.questions) == 1


def test_the_scenarios_of_the_tab_are_compared_with_the_base_first_and_the_two_hardest_together(make: Make) -> None:
    owned = make(sheets())
    done = compare(owned)
    assert [each.scenario.name for each in done.outcomes] == ["BASE", "Novatec part", "Deuxième four", "Novatec part + Deuxième four"]
    assert done.outcomes[0].low_delta_cents == done.outcomes[0].end_delta_cents == 0
    assert done.outcomes[3].end_delta_cents <= min(each.end_delta_cents for each in done.outcomes[1:3])
    assert fingerprint(values(owned, SCENARIOS[0])) == fingerprint(done.sheet.values())
    undo_last(owned.open(), Answers(), NOW)
    assert SCENARIOS[0] not in names(owned)


def test_a_forecast_under_scenarios_remembers_the_one_without(make: Make) -> None:
    owned = make(sheets())
    plain, harder = predict(make(sheets())), predict(owned, scenarios=["Deuxième four", "RETARD 10"])
    assert harder.report.outcome is not None
    assert harder.report.outcome.scenario.name == "Deuxième four + RETARD 10"
    assert harder.report.risk.end_cents < plain.report.risk.end_cents
    past = read_past(values(owned, PAST[0]), "DZD")
    assert [each.p50_cents for each in past] == [week.p50_cents for week in plain.report.weeks]


def test_pages_of_ours_are_read_as_no_tab_and_a_tab_of_hers_is_never_taken(make: Make) -> None:
    hers: list[list[object]] = [["Date", "Libellé", "Montant"], [datetime(2026, 10, 2), "Achat de papier", -100.0]]
    owned = make({**sheets(), FORECAST[0]: hers})
    before = fingerprint(values(owned, FORECAST[0]))
    assert predict(owned).sheet.title == FORECAST[1]
    compare(owned)
    again = predict(owned)
    assert (again.sheet.title, fingerprint(values(owned, FORECAST[0]))) == (FORECAST[1], before)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"weeks": 0}, "WEEKS_OUTSIDE"), ({"weeks": 5_000}, "WEEKS_OUTSIDE"), ({"scenarios": ["Inconnu"]}, "SCENARIO_UNREADABLE")],
)
def test_a_refusal_comes_before_anything_is_written(make: Make, asked: dict[str, object], code: str) -> None:
    owned = make(sheets())
    before = names(owned)
    with pytest.raises(TresoError) as refusal:
        predict(owned, **asked)
    assert refusal.value.code == code
    assert names(owned) == before


def test_without_a_known_balance_the_forecast_is_refused_with_the_remedy(make: Make) -> None:
    bare = {"BNA": sheets()["BNA"]}
    for again in (predict, compare):
        with pytest.raises(TresoError) as refusal:
            again(make(bare))
        assert refusal.value.code == "FORECAST_NO_BALANCE"


def test_a_shorter_forecast_of_the_same_day_leaves_the_later_weeks_of_a_longer_one(make: Make) -> None:
    owned = make(sheets())
    predict(owned, weeks=26)
    build_weekly_report(owned.open(), Answers(), as_of=WEEK, now=NOW)
    past = read_past(values(owned, PAST[0]), "DZD")
    assert len(past) == len({each.day for each in past}) == 26


def test_the_dashboard_knows_how_many_sheets_a_report_with_its_memory_leaves(make: Make) -> None:
    owned, store = make(sheets()), MemoryStore()
    refresh(owned.open(), Answers(), store, NOW)
    build_weekly_report(owned.open(), Answers(), as_of=WEEK, now=NOW, store=store)
    rows = values(owned, DASHBOARD)
    found = find_check(rows)
    assert found is not None
    assert rows[found[0].row + 2][found[0].column] == len(names(owned))
