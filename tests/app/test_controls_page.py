"""The page « Contrôles » as a use case: what it writes, what it keeps of hers, and after which agreement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from addin.app.controls import Controlled, control_workbook
from addin.app.controls_json import controls_as_json
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.sheets.controls import COLUMNS, TITLES
from addin.sheets.controls_read import ASKED, DECISION, KEY, REMARK, USED
from addin.sheets.model import fingerprint
from tests.app.fakes import Answers
from tests.app.workbooks import NOW, WEEK
from tests.hosts.adapters import Owned, Sheets

Make = Callable[[Sheets], Owned]
TITLE = TITLES[0]
LATER = WEEK + timedelta(days=70)


def sheets() -> dict[str, list[list[object]]]:
    """A bank with an invoice paid twice and a big first payment, a card with two subscriptions."""
    rows: list[list[object]] = [["Date", "Libellé", "Débit", "Crédit"]]
    for month in range(3, 11):
        rows.append([datetime(2026, month, 3), "VIR IMMO EL BAHIA", 100_000.0, None])
        rows.append([datetime(2026, month, 9), "VIR LUMEN PRINT", 40_000.0 + 1_370.25 * (month * 5 % 7), None])
    rows[-3:-3] = [
        [datetime(2026, 4, 20), "VIR INFODIS FA790", 95_000.0, None],
        [datetime(2026, 9, 8), "VIR INFODIS FA881", 119_000.0, None],
        [datetime(2026, 9, 15), "VIR INFODIS FA881", 119_000.0, None],
        [datetime(2026, 9, 22), "VIR EURL SAHEL NEGOCE", 285_600.0, None],
    ]
    card: list[list[object]] = [["Date", "Libellé", "Montant"]]
    for month in range(3, 11):
        card.append([datetime(2026, month, 11), "VISA ZOOM EUR15", -2_250.0])
        card.append([datetime(2026, month, 18), "VISA CANVA EUR12", -1_800.0])
    accounts: list[list[object]] = [
        ["Compte", "Type", "Devise", "Solde initial"], ["BNA", "Banque", "DZD", 5_000_000.0], ["Visa", "Carte", "DZD", 200_000.0],
    ]  # fmt: skip
    return {"BNA": rows, "Visa": card, "Comptes": accounts}


def build(owned: Owned, answers: Answers | None = None, as_of: date = WEEK) -> Controlled:
    return control_workbook(owned.open(), answers or Answers(), as_of=as_of, now=NOW)


def names(owned: Owned) -> list[str]:
    return [sheet.name for sheet in owned.open().sheets()]


def values(owned: Owned, sheet: str = TITLE) -> list[list[object]]:
    return [list(row) for row in owned.open().read(sheet).rows]


def place(owned: Owned, key: str, title: str) -> tuple[int, int]:
    """Row and column, 1-based, of what stands under a heading beside a key."""
    at: list[object] = []
    for number, row in enumerate(values(owned), 1):
        if KEY in row:
            at = row
        elif key in row:
            return number, at.index(title) + 1
    raise AssertionError(f"{key} is not on the page")


def say(owned: Owned, key: str, **told: object) -> None:
    """She types under the headings of the page: `decision`, `remark`, `used`."""
    headings = {"decision": DECISION, "remark": REMARK, "used": USED, "asked": ASKED}
    owned.type_in(TITLE, {place(owned, key, headings[name]): value for name, value in told.items()})


def key_of(done: Controlled, kind: str) -> str:
    (key,) = [each.finding.key for each in done.shown if each.finding.kind == kind]
    return key


def told(done: Controlled) -> Any:
    return controls_as_json(done)


def test_the_page_is_added_not_written_again_when_it_says_the_same_and_undone(make: Make) -> None:
    owned = make(sheets())
    before = names(owned)
    done = build(owned)
    assert names(owned) == [*before, TITLE, "Historique"]
    assert fingerprint(values(owned)) == fingerprint(done.sheet.values())
    assert {each.finding.kind for each in done.shown} >= {"duplicate", "unusual_supplier"}
    assert done.is_written
    history = fingerprint(values(owned, "Historique"))
    answers = Answers(None)
    again = build(owned, answers)
    assert (again.is_written, answers.questions) == (False, [])
    assert fingerprint(values(owned, "Historique")) == history
    undo_last(owned.open(), Answers(), NOW)
    assert [name for name in names(owned) if name != "Historique"] == before


def test_a_decision_and_a_remark_stay_when_the_page_is_made_again(make: Make) -> None:
    owned = make(sheets())
    done = build(owned)
    double, new = key_of(done, "duplicate"), key_of(done, "unusual_supplier")
    say(owned, double, decision="ok", remark="vu avec Infodis")
    say(owned, new, decision="Ignorer")
    answers = Answers(None)
    again = build(owned, answers)
    assert (again.is_written, answers.questions) == (True, [])
    assert again.counts["decided"] == 2
    assert again.counts["certain"] == 0
    for _ in range(2):
        told_again = {each["key"]: (each["decision"], each["remark"]) for each in told(build(owned, Answers(None)))["findings"]}
        assert (told_again[double], told_again[new]) == (("ok", "vu avec Infodis"), ("ignore", None))
    page = values(owned)
    at = next(number for number, row in enumerate(page) if "Décidés" in row)
    below = {cell for row in page[at:] for cell in row}
    assert {double, new} <= below
    assert "OK" in below  # her « ok » as the list writes it


def test_to_be_mended_stays_in_the_list_and_an_unknown_word_is_said(make: Make) -> None:
    owned = make(sheets())
    done = build(owned)
    double, new = key_of(done, "duplicate"), key_of(done, "unusual_supplier")
    say(owned, double, decision="À corriger", remark="avoir demandé")
    say(owned, new, decision="peut-être")
    again = build(owned, Answers(None))
    assert again.counts["certain"] == 1
    assert again.counts["decided"] == 0
    (warning,) = [each for each in again.findings if each.code == "CONTROL_DECISION"]
    assert (warning.sheet, warning.value) == (TITLE, "peut-être")
    (fix,) = [each for each in told(again)["findings"] if each["key"] == double]
    assert (fix["decision"], fix["remark"]) == ("fix", "avoir demandé")
    (unknown,) = [each for each in told(again)["findings"] if each["key"] == new]
    assert unknown["decision"] is None


def test_an_answer_on_a_subscription_is_kept_with_the_day_of_the_question(make: Make) -> None:
    owned = make(sheets())
    keys = {each.counterparty.upper(): each.key for each in build(owned).subscriptions}
    assert keys.keys() == {"ZOOM", "CANVA"}
    say(owned, keys["ZOOM"], used="non")
    for _ in range(2):
        found = {
            each["counterparty"].upper(): each for each in told(build(owned, Answers(None), WEEK + timedelta(days=5)))["subscriptions"]
        }
        assert (found["ZOOM"]["unused"], found["ZOOM"]["asked_on"], found["ZOOM"]["to_verify"]) == (True, WEEK.isoformat(), False)
        assert (found["CANVA"]["unused"], found["CANVA"]["asked_on"]) == (None, WEEK.isoformat())
    say(owned, keys["CANVA"], used="je crois")
    again = build(owned, Answers(None))
    assert [each.value for each in again.findings if each.code == "CONTROL_USED"] == ["je crois"]


def test_a_subscription_without_answer_is_to_be_verified_after_sixty_days(make: Make) -> None:
    given = sheets()
    given["Visa"] += [[datetime(2026, month, 18), "VISA CANVA EUR12", -1_800.0] for month in (11, 12)]
    owned = make(given)
    build(owned)
    (found,) = [each for each in told(build(owned, Answers(None), LATER))["subscriptions"] if each["counterparty"].upper() == "CANVA"]
    assert (found["unused"], found["to_verify"], found["asked_on"]) == (True, True, WEEK.isoformat())


def test_what_she_wrote_beside_the_list_is_dropped_only_with_her_consent(make: Make) -> None:
    owned = make(sheets())
    done = build(owned)
    say(owned, key_of(done, "duplicate"), decision="OK")
    owned.type_in(TITLE, {(7, len(COLUMNS) + 2): "appeler le banquier"})
    before = fingerprint(values(owned))
    with pytest.raises(TresoError) as refusal:
        build(owned, Answers(False))
    assert refusal.value.code == "DECLINED"
    assert fingerprint(values(owned)) == before
    answers = Answers()
    assert build(owned, answers).counts["decided"] == 1
    assert len(answers.questions) == 1


def test_a_refusal_writes_nothing_and_a_sheet_of_hers_is_never_taken(make: Make) -> None:
    owned = make({TITLE: [["Mes contrôles", "faits"]], **sheets()})
    before, there = fingerprint(values(owned)), names(owned)
    with pytest.raises(TresoError) as refusal:
        build(owned, as_of=date(2020, 1, 1))
    assert refusal.value.code == "NO_OPERATION_BEFORE"
    assert names(owned) == there
    assert build(owned).sheet.title == TITLES[1]
    assert build(owned, Answers(None)).sheet.title == TITLES[1]
    assert fingerprint(values(owned)) == before
    owned = make({**{title: [["Mes notes"]] for title in TITLES}, **sheets()})
    there = names(owned)
    with pytest.raises(TresoError) as refusal:
        build(owned)
    assert refusal.value.code == "SHEET_NAME_TAKEN"
    assert names(owned) == there


def test_the_page_is_no_tab_of_operations(make: Make) -> None:
    owned = make(sheets())
    first = build(owned)
    again = build(owned, Answers(None), WEEK + timedelta(days=2))
    assert len(again.shown) == len(first.shown)
    assert [each.code for each in again.findings if each.sheet == TITLE] == []


def test_the_keys_are_found_again_wherever_she_sorts_the_rows(make: Make) -> None:
    owned = make(sheets())
    done = build(owned)
    key = key_of(done, "unusual_supplier")
    say(owned, key, decision="OK", remark="convenu")
    page = values(owned)
    top = next(number for number, row in enumerate(page) if KEY in row) + 1
    end = next(number for number in range(top, len(page)) if not any(page[number]))
    owned.rewrite(TITLE, [*page[:top], *page[top:end][::-1], *page[end:]])
    (found,) = [each for each in told(build(owned))["findings"] if each["key"] == key]
    assert (found["decision"], found["remark"]) == ("ok", "convenu")
