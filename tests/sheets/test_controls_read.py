"""The page « Contrôles » read back: what waits, what is unused, what she wrote beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from addin.sheets.controls import COLUMNS, ShownFinding, controls_sheet
from addin.sheets.controls_read import Decision, has_notes, read_controls, standing_of
from addin.sheets.example.answers import controls_page
from addin.treasury.controls.model import ControlFinding
from addin.treasury.recurrences.subscriptions import Subscription

DAY = date(2026, 10, 31)
FINDING = ControlFinding(
    "duplicate", "certain", 1.0, "same_reference", -11_900_000, "DZD", "a1", (), on=date(2026, 9, 15), party="Infodis",
    details={"amount": "119 000,00 DA", "days": 7},
)  # fmt: skip
SUBSCRIPTION = Subscription(
    key="s1", counterparty="Zoom", account="Visa", currency="DZD", period_days=30.4375, amount_cents=-100_00, yearly_cents=-1_200_00,
    next_on=date(2026, 11, 5), status="running", change=None, used="", asked_on=date(2026, 8, 1), is_unused=True, is_to_verify=True,
    function="video", overlaps=(), lines=(),
)  # fmt: skip


def page(*shown: ShownFinding, subscriptions: tuple[Subscription, ...] = (), more: dict[str, int] | None = None) -> list[list[object]]:
    sheet = controls_sheet(shown, subscriptions, more or {}, DAY, "Zellige", "Contrôles")
    return [list(row) for row in sheet.values()]


def test_what_waits_is_told_and_what_she_settled_is_not() -> None:
    others = [ShownFinding(replace(FINDING, key=key), (), Decision(code)) for key, code in (("a2", "ok"), ("a3", "ignore"), ("a4", "fix"))]
    found = standing_of(page(ShownFinding(FINDING, (("BNA", 458),)), *others), DAY, "DZD")
    assert [(each.kind, each.severity, each.party, each.amount_cents, each.on) for each in found.findings] == [
        ("duplicate", "certain", "Infodis", -11_900_000, date(2026, 9, 15))
    ] * 2
    assert (found.as_of, found.count("certain"), found.count("likely"), found.unused) == (DAY, 2, 0, ())


def test_a_subscription_without_answer_for_sixty_days_or_answered_no_is_unused_and_a_stopped_one_is_none() -> None:
    several = (
        SUBSCRIPTION,
        replace(SUBSCRIPTION, key="s2", counterparty="Slack", asked_on=date(2026, 9, 1)),
        replace(SUBSCRIPTION, key="s3", counterparty="Figma", used="no", asked_on=DAY),
        replace(SUBSCRIPTION, key="s4", counterparty="Notion", used="yes"),
        replace(SUBSCRIPTION, key="s5", counterparty="Adobe", used="no", status="stopped", yearly_cents=0),
    )
    found = standing_of(page(subscriptions=several), DAY, "DZD")
    assert (found.unused, found.unused_cents) == (("Zoom", "Figma"), 240_000)
    assert standing_of(page(subscriptions=several), date(2026, 11, 2), "DZD").unused == ("Zoom", "Slack", "Figma")


def test_the_page_of_the_example_leaves_three_without_answer() -> None:
    rows = controls_page().values()
    answers = read_controls(rows, "Contrôles").subscriptions
    assert sum(1 for each in answers.values() if not each.used) == 3
    assert sorted(standing_of(rows, DAY, "DZD").unused) == ["Hootsuite", "Shutterstock", "Zoom"]
    assert standing_of(rows, date(2026, 10, 30), "DZD").unused == ()


def test_a_page_as_we_made_it_holds_no_note_and_one_with_hers_does() -> None:
    rows = page(ShownFinding(FINDING, ()), subscriptions=(SUBSCRIPTION,), more={"duplicate": 3})
    assert not has_notes(rows, len(COLUMNS))
    assert not has_notes(page(ShownFinding(FINDING, ()), more={"duplicate": 3}), len(COLUMNS))
    assert not has_notes(page(), len(COLUMNS))
    assert has_notes([*rows[:8], [*rows[8], "à voir avec Nadia"], *rows[9:]], len(COLUMNS))
    assert has_notes([*rows, [], ["à voir avec Nadia"]], len(COLUMNS))
    last = max(number for number, row in enumerate(rows) if "s1" in row)
    assert has_notes([*rows[:last], [None, None, "entre deux tableaux"], *rows[last:]], len(COLUMNS))
    assert has_notes([*rows, [None, "appeler la banque"]], len(COLUMNS))


def test_her_decisions_fill_no_note() -> None:
    rows = page(ShownFinding(FINDING, (), Decision("fix", "remboursement demandé")))
    assert not has_notes(rows, len(COLUMNS))
    assert read_controls(rows, "Contrôles").decisions == {"a1": Decision("fix", "remboursement demandé")}
