"""The page « Suivi des poches » as a use case: what it writes, where, and after which agreement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from addin.app.pockets import FollowedPockets, follow_pockets
from addin.app.pockets_json import pockets_as_json
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.sheets.model import fingerprint
from addin.sheets.pocket_page import TITLES
from tests.app.fakes import Answers
from tests.app.workbooks import NOW, WEEK
from tests.hosts.adapters import Owned, Sheets

Make = Callable[[Sheets], Owned]
TITLE = TITLES[0]


def sheets() -> dict[str, list[list[object]]]:
    """Salaries each month, dated ones to come, a placement with its price, the settings of the page."""
    lines: list[list[object]] = [["Date", "Libellé", "Débit", "Crédit"]]
    for month in range(6, 11):
        lines.append([datetime(2026, month, 5), "VIR RECU NOVATEC", None, 900_000.0])
        lines.append([datetime(2026, month, 26), "VIR SALAIRES", 600_000.0, None])
    return {
        "BNA": lines,
        "Comptes": [["Compte", "Type", "Devise", "Solde initial"], ["BNA", "Banque", "DZD", 6_000_000.0]],
        "Échéancier": [
            ["Libellé", "Type", "Sens", "Montant", "Date", "Périodicité"],
            ["Salaires", "Salaires", "Payer", 600_000.0, datetime(2026, 11, 26), "Mois"],
            ["G50", "Impôts", "Payer", 200_000.0, datetime(2026, 11, 22), "Une fois"],
            ["Budget publicité", "Autre", "Payer", 300_000.0, datetime(2026, 11, 20), "Une fois"],
        ],
        "Placements": [
            ["Libellé", "Montant", "Échéance", "Préavis (jours)", "Valeur"],
            ["DAT", 1_000_000.0, datetime(2027, 2, 28), 32.0, 1_010_000.0],
        ],
        "Paramètres": [["Paramètre", "Valeur"], ["Mode des poches", "Horizon"], ["Taux annuel de placement", "4 %"]],
    }  # fmt: skip


def build(owned: Owned, answers: Answers | None = None, as_of: date = WEEK) -> FollowedPockets:
    return follow_pockets(owned.open(), answers or Answers(), as_of=as_of, now=NOW)


def names(owned: Owned) -> list[str]:
    return [sheet.name for sheet in owned.open().sheets()]


def values(owned: Owned, sheet: str = TITLE) -> list[list[object]]:
    return [list(row) for row in owned.open().read(sheet).rows]


def test_the_page_is_added_not_written_again_when_it_says_the_same_and_undone(make: Make) -> None:
    owned = make(sheets())
    before = names(owned)
    done = build(owned)
    assert done.is_written
    assert names(owned) == [*before, TITLE, "Historique"]
    assert fingerprint(values(owned)) == fingerprint(done.sheet.values())
    history = fingerprint(values(owned, "Historique"))
    again = build(owned, Answers(None))
    assert not again.is_written
    assert fingerprint(values(owned, "Historique")) == history
    undo_last(owned.open(), Answers(), NOW)
    assert [name for name in names(owned) if name != "Historique"] == before


def test_another_day_replaces_the_page_without_a_question_when_it_is_as_it_was_written(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    later = build(owned, Answers(None), date(2026, 11, 7))
    assert later.is_written
    assert fingerprint(values(owned)) == fingerprint(later.sheet.values())


def test_what_she_wrote_on_the_page_is_dropped_only_with_her_consent(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    owned.type_in(TITLE, {(9, 10): "vu avec la banque"})
    before = fingerprint(values(owned))
    with pytest.raises(TresoError) as refusal:
        build(owned, Answers(False))
    assert refusal.value.code == "DECLINED"
    assert fingerprint(values(owned)) == before
    answers = Answers()
    assert build(owned, answers).is_written
    assert len(answers.questions) == 1


def test_the_json_tells_both_modes_the_placement_the_idle_cash_and_the_reserve(make: Make) -> None:
    told = pockets_as_json(build(make(sheets())))
    assert (told["as_of"], told["sheet"], told["mode"], told["cash"]) == ("2026-10-31", TITLE, "horizon", "7500000.00")
    assert told["set_aside"] == {"cheques": "0.00", "vat": "0.00", "taxes": "200000.00", "social": None}
    assert told["available"] == "7300000.00"
    security = told["horizon"]["security"]
    assert (security["days"], security["target"], security["missing"]) == (60, "1200000.00", "0.00")
    assert told["horizon"]["operating"]["target"] == "300000.00"
    assert told["horizon"]["opportunity"]["amount"] == "5800000.00"
    assert told["cover"]["security"]["target"] == "1173913.04"
    assert told["dated_needs"]["second_window"] == {"last": "2027-04-29", "vital": "2400000.00", "other": "0.00"}
    (row,) = told["placements"]["rows"]
    assert (told["placements"]["total"], row["value"], row["her_price"], row["available_on"]) == (
        "1010000.00", "1010000.00", True, "2026-12-02",
    )  # fmt: skip
    assert told["idle"] == {
        "low_point": {"date": "2027-01-26", "amount": "5200000.00"}, "amount": "3700000.00", "cost_13_weeks": "36898.63",
    }  # fmt: skip
    assert (told["reserve"]["quantile"], told["reserve"]["no_miller_orr"], told["last_year"]) == ("600000.00", "no_cost", None)


def test_a_tab_of_hers_is_never_taken_and_the_page_is_read_as_no_tab(make: Make) -> None:
    hers: list[list[object]] = [["Date", "Libellé", "Montant"], [datetime(2026, 10, 2), "Achat de papier", -100.0]]
    owned = make({**sheets(), TITLE: hers})
    before = fingerprint(values(owned))
    first = build(owned)
    assert first.sheet.title == TITLES[1]
    again = build(owned, Answers(None))
    assert (again.sheet.title, again.is_written) == (TITLES[1], False)
    assert fingerprint(values(owned)) == before
    assert again.review.summary.cash_cents == first.review.summary.cash_cents
    kinds = {reading.sheet: reading.kind for reading in again.review.summary.dossier.readings}
    assert (kinds[TITLES[1]], kinds[TITLE]) == ("report", "operations")
    owned = make({**sheets(), **{title: [["Mes notes"]] for title in TITLES}})
    there = names(owned)
    with pytest.raises(TresoError) as refusal:
        build(owned)
    assert (refusal.value.code, names(owned)) == ("SHEET_NAME_TAKEN", there)


def test_a_refusal_writes_nothing(make: Make) -> None:
    owned = make(sheets())
    there = names(owned)
    with pytest.raises(TresoError) as refusal:
        build(owned, as_of=date(2020, 1, 1))
    assert (refusal.value.code, names(owned)) == ("NO_OPERATION_BEFORE", there)
