"""The page « Dépenses » as a use case: what it writes, where, and after which agreement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from addin.app.spending import Spent, follow_spending
from addin.app.spending_json import spent_as_json
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.sheets.model import fingerprint
from addin.sheets.spending import TITLES
from tests.app.fakes import Answers
from tests.app.workbooks import NOW, WEEK
from tests.hosts.adapters import Owned, Sheets

Make = Callable[[Sheets], Owned]
TITLE = TITLES[0]


def sheets() -> dict[str, list[list[object]]]:
    return {
        "Visa marketing": [
            ["Date", "Libellé", "Débit", "Crédit", "Catégorie", "Projet"],
            [datetime(2026, 9, 12), "VISA ADOBE USD59,99", 7_798.7, None, "Logiciels", None],
            [datetime(2026, 10, 12), "VISA ADOBE USD59,99", 7_798.7, None, "Logiciels", None],
            [datetime(2026, 10, 14), "VISA META EUR290", 43_790.0, None, "Publicité", "Rentrée"],
            [datetime(2026, 10, 16), "CASHBACK VISA", None, 500.0, None, None],
            [datetime(2026, 10, 28), "TPE AIR ALGERIE", 38_600.0, None, "Déplacements", None],
            [datetime(2026, 10, 29), "RECHARGE CARTE VISA", None, 100_000.0, None, None],
        ],
        "Comptes": [
            ["Compte", "Type", "Devise", "Solde initial", "Responsable"], ["Visa marketing", "Carte", "DZD", 200_000.0, "Yacine"],
        ],
        "Plafonds": [["Poste", "Type", "Période", "Montant"], ["Publicité", "Catégorie", "Mois", 40_000.0]],
        "Cours": [["Date", "Devise", "Cours"], [datetime(2026, 10, 4), "USD", 128.5], [datetime(2026, 9, 1), "EUR", 150.0]],
    }  # fmt: skip


def build(owned: Owned, answers: Answers | None = None) -> Spent:
    return follow_spending(owned.open(), answers or Answers(), as_of=WEEK, now=NOW)


def names(owned: Owned) -> list[str]:
    return [sheet.name for sheet in owned.open().sheets()]


def values(owned: Owned, sheet: str = TITLE) -> list[list[object]]:
    return [list(row) for row in owned.open().read(sheet).rows]


def test_the_page_is_added_told_made_again_the_same_and_undone(make: Make) -> None:
    owned = make(sheets())
    before = names(owned)
    done = build(owned)
    assert names(owned) == [*before, TITLE, "Historique"]
    assert fingerprint(values(owned)) == fingerprint(done.sheet.values())
    answers = Answers()
    assert fingerprint(build(owned, answers).sheet.values()) == fingerprint(done.sheet.values())
    assert len(answers.questions) == 1
    undo_last(owned.open(), Answers(), NOW)
    undo_last(owned.open(), Answers(), NOW)
    assert [name for name in names(owned) if name != "Historique"] == before


def test_the_json_tells_the_months_the_holder_the_caps_and_the_real_cost(make: Make) -> None:
    told = spent_as_json(build(make(sheets())))
    assert (told["as_of"], told["months"]) == ("2026-10-31", ["2026-09", "2026-10"])
    assert [(row["name"], row["months"]) for row in told["by"]["team"]] == [("Yacine", ["7798.70", "89688.70"])]
    assert [row["name"] for row in told["by"]["campaign"]] == ["Rentrée"]
    assert told["cashback"]["total"] == "500.00"
    (cap,) = told["caps"]
    assert (cap["target"], cap["spent"], cap["left"], cap["state"], cap["row"]) == ("Publicité", "43790.00", "-3790.00", "ALERTE", 2)
    adobe = [each for each in told["foreign"] if each["supplier"].upper() == "ADOBE"]
    assert [(each["month"], each["card_rate"], each["bank_rate"], each["fee"], each["rate_age_days"]) for each in adobe] == [
        ("2026-09", "130.0000", None, None, None), ("2026-10", "130.0000", "128.5000", "89.98", 8),
    ]  # fmt: skip
    assert [each["code"] for each in told["warnings"] if each["code"].startswith("CARD_RATE")] == ["CARD_RATE_MISSING"]


def test_a_tab_of_expenses_of_hers_is_read_and_the_page_takes_another_name(make: Make) -> None:
    hers: list[list[object]] = [["Date", "Libellé", "Montant"], [datetime(2026, 10, 2), "Achat de papier", -100.0]]
    owned = make({**sheets(), TITLE: hers})
    before = fingerprint(values(owned))
    for _ in range(2):
        done = build(owned)
        assert done.sheet.title == TITLES[1]
    assert fingerprint(values(owned)) == before
    assert done.spending.total.total_cents == 9_748_740 + 10_000
    owned = make({**sheets(), **{title: [["Mes notes"]] for title in TITLES}})
    with pytest.raises(TresoError) as refusal:
        build(owned)
    assert refusal.value.code == "SHEET_NAME_TAKEN"


def test_nothing_is_written_without_her_agreement(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    before = fingerprint(values(owned))
    with pytest.raises(TresoError) as refusal:
        build(owned, Answers(False))
    assert refusal.value.code == "DECLINED"
    assert fingerprint(values(owned)) == before
