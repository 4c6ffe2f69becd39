"""Who is reminded of what: the ladder, the journal, promises, disputes, credit notes, small amounts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.dossier import Settings
from addin.treasury.reminders.campaign import remind
from addin.treasury.reminders.model import Reminder, Reminders
from addin.treasury.reminders.rules import LADDER_DAYS, ReminderRules, reminder_rules
from tests.treasury.builders import customer_invoice, make_dossier, operation, rate, supplier_invoice

AS_OF = date(2026, 10, 31)  # a Saturday; Sunday 1 November is a feast, so letters are of Monday 2
SENT_ON = date(2026, 11, 2)


def due(days_late: int) -> str:
    return (AS_OF - timedelta(days=days_late)).isoformat()


def late(days: int, number: str = "FA1/26", customer: str = "Novatec", amount: float = 119_000, **more: Any) -> dict[str, Any]:
    return customer_invoice(number, customer, amount, due=due(days), **more)


def contact(day: str, level: int = -1, customer: str = "Novatec", **more: Any) -> dict[str, Any]:
    return {"day": day, "counterparty": customer, "level": level, **more}


def campaign(
    *invoices: dict[str, Any], journal: list[dict[str, Any]] | None = None, catch_up: bool = False, settings: dict[str, str] | None = None,
    **more: Any,
) -> Reminders:  # fmt: skip
    dossier = make_dossier(
        [operation("2026-10-01", "Frais", -1)], invoices, reminders=journal or [], settings=Settings(raw=settings or {}), **more
    )
    return remind(dossier, AS_OF, catch_up=catch_up)


def only(found: Reminders) -> Reminder:
    (one,) = found.reminders
    return one


def codes(found: Reminders) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(("days", "level"), [(7, 1), (20, 1), (21, 1), (60, 1), (400, 1)])
def test_a_customer_who_got_no_letter_begins_with_n1_however_late(days: int, level: int) -> None:
    found = only(campaign(late(days)))
    assert (found.state, found.level) == ("send", level)


def test_the_age_that_calls_for_more_is_told() -> None:
    found = campaign(late(40))
    assert (only(found).level, only(found).reached, only(found).is_held_back) == (1, 3, True)
    assert codes(found) == ["REMINDER_HELD_BACK"]


def test_she_may_have_the_level_of_the_age_at_once() -> None:
    assert only(campaign(late(70), catch_up=True)).level == 4
    assert only(campaign(late(70), settings={"relances un niveau a la fois": "Non"})).level == 4


@pytest.mark.parametrize(("last", "level"), [(1, 2), (2, 3), (3, 4)])
def test_each_letter_is_followed_by_the_next_level(last: int, level: int) -> None:
    found = only(campaign(late(100), journal=[contact("2026-10-01", last)]))
    assert (found.state, found.level, found.sent_on) == ("send", level, (date(2026, 10, 1),))


def test_two_letters_are_eight_days_apart() -> None:
    found = only(campaign(late(100), journal=[contact("2026-10-26", 1)]))
    assert (found.state, found.level, found.next_date) == ("wait", 1, date(2026, 11, 3))
    assert only(campaign(late(100), journal=[contact("2026-10-25", 1)])).state == "send"


def test_a_level_waits_for_its_age() -> None:
    found = only(campaign(late(15), journal=[contact("2026-10-20", 1)]))
    assert (found.state, found.next_date) == ("wait", date(2026, 11, 8))  # J+21 is Friday 6: Sunday 8


def test_after_the_formal_notice_no_letter_comes() -> None:
    found = only(campaign(late(100), journal=[contact("2026-10-20", 4)]))
    assert (found.state, found.level, found.next_date) == ("after", 4, date(2026, 10, 28))


def test_the_courteous_reminder_comes_five_days_before_the_due_date_and_once() -> None:
    found = campaign(late(-5), late(-6, "FA2/26"))
    assert [(one.level, [invoice.number for invoice in one.invoices]) for one in found.to_send] == [(0, ["FA1/26"])]
    again = only(campaign(late(-5), journal=[contact("2026-11-02", 0, numbers="FA1/26")]))
    assert again.state == "wait"


def test_what_is_late_by_less_than_a_week_waits_for_n1() -> None:
    found = only(campaign(late(3)))
    assert (found.state, found.next_date) == ("wait", date(2026, 11, 4))


def test_an_invoice_due_before_the_letter_is_not_said_to_fall_due() -> None:
    assert only(campaign(late(-1))).state == "wait"


def test_nothing_is_said_of_invoices_that_are_far_from_due() -> None:
    assert campaign(late(-30)).reminders == ()


def test_a_customer_gets_one_letter_with_all_that_is_late() -> None:
    found = only(campaign(late(10, "FA2/26"), late(30, "FA1/26"), late(-20, "FA3/26"), late(8, "FA4/26", customer="NOVATÈC")))
    assert [invoice.number for invoice in found.invoices] == ["FA1/26", "FA2/26", "FA4/26"]
    assert found.totals == (("DZD", 357_000_00),)


def test_part_payments_and_credit_notes_are_taken_off() -> None:
    found = only(campaign(late(30, paid_cents=19_000_00), customer_invoice("AV1/26", "Novatec", -20_000, due=due(5))))
    (invoice,) = found.invoices
    assert (invoice.amount_cents, invoice.paid_cents, invoice.credited_cents, invoice.left_cents) == (
        119_000_00, 19_000_00, 20_000_00, 80_000_00,
    )  # fmt: skip
    assert found.totals == (("DZD", 80_000_00),)


def test_paid_cancelled_and_supplier_invoices_are_not_reminded() -> None:
    settled = (late(30, paid_on="2026-10-15"), late(40, "FA2/26", status="cancelled"), supplier_invoice("B1", "Infodis", 5, due=due(90)))
    assert campaign(*settled).reminders == ()


def test_a_customer_who_has_paid_begins_again_at_n1() -> None:
    journal = [contact("2026-06-01", 1, numbers="FA1/26"), contact("2026-07-01", 3, numbers="FA1/26")]
    found = only(campaign(late(150, paid_on="2026-07-20"), late(30, "FA2/26"), journal=journal))
    assert (found.level, found.sent_on) == (1, ())


def test_a_letter_without_numbers_counts_for_what_was_in_the_ladder_then() -> None:
    assert only(campaign(late(30), journal=[contact("2026-09-20", 1)])).level == 1  # sent eleven days before the due date
    assert only(campaign(late(30), journal=[contact("2026-10-10", 1)])).level == 2


def test_what_is_noted_after_the_letters_does_not_count() -> None:
    assert only(campaign(late(30), journal=[contact("2026-11-03", 1)])).level == 1
    assert only(campaign(late(30), journal=[contact("2026-11-02", 1)])).state == "wait"


def test_a_promise_is_kept_off_until_its_day() -> None:
    found = only(campaign(late(40), journal=[contact("2026-10-20", promised_on="2026-11-12")]))
    assert (found.state, found.next_date) == ("promised", date(2026, 11, 15))  # the 13 is a Friday


def test_a_broken_promise_is_said_and_the_ladder_goes_on_at_once() -> None:
    journal = [contact("2026-10-20", 1), contact("2026-10-28", promised_on="2026-10-30")]
    found = campaign(late(40), journal=journal)
    assert (only(found).state, only(found).level, only(found).promise is not None) == ("send", 2, True)
    assert "PROMISE_BROKEN" in codes(found)


def test_a_promise_whose_amount_came_is_no_longer_told() -> None:
    journal = [contact("2026-10-15", promised_on="2026-10-20", promised_cents=19_000_00)]
    dossier = make_dossier([operation("2026-10-18", "VIR RECU NOVATEC FA1/26", 19_000)], [late(40)], reminders=journal)
    (found,) = remind(dossier, AS_OF).reminders
    assert found.promise is None
    assert found.totals == (("DZD", 100_000_00),)


def test_disputed_invoices_are_left_out_and_said() -> None:
    found = campaign(late(40, is_disputed=True), late(20, "FA2/26"))
    assert [invoice.number for invoice in only(found).invoices] == ["FA2/26"]
    assert "REMINDER_DISPUTED" in codes(found)
    alone = campaign(late(40), journal=[contact("2026-10-01", outcome="dispute", numbers="FA1/26")])
    assert (only(alone).state, alone.to_send) == ("disputed", ())


def test_a_dispute_that_is_over_is_reminded_again() -> None:
    journal = [contact("2026-10-01", outcome="dispute"), contact("2026-10-15", outcome="dispute_over")]
    assert only(campaign(late(40, is_disputed=True), journal=journal)).state == "send"


def test_she_may_stop_the_reminders_of_a_customer() -> None:
    assert only(campaign(late(40), journal=[contact("2026-10-15", outcome="never")])).state == "never"


def test_public_bodies_have_their_own_ladder() -> None:
    assert only(campaign(late(20, customer="Wilaya de Tipaza", is_public=True))).state == "wait"
    assert only(campaign(late(30, customer="Wilaya de Tipaza", is_public=True))).level == 1
    assert campaign(late(-3, customer="Wilaya de Tipaza", is_public=True)).reminders == ()


def test_little_is_left_alone_and_said() -> None:
    found = campaign(late(40, amount=350), settings={"relances montant minimum": "1 000"})
    assert (only(found).state, codes(found)) == ("small", ["REMINDER_SMALL"])


def test_a_name_that_may_be_several_people_gets_no_letter() -> None:
    found = campaign(late(40, customer="Clients divers"), late(50, "FA9/26", customer=""))
    assert {one.state for one in found.reminders} == {"generic"}
    assert codes(found) == ["REMINDER_GENERIC", "REMINDER_GENERIC"]


def test_an_acronym_is_a_name() -> None:
    assert {one.state for one in campaign(late(40, customer="E.N.I.E."), late(40, "FA2/26", customer="A/B: <x>")).reminders} == {"send"}


def test_foreign_invoices_keep_their_currency() -> None:
    foreign = late(40, "FA2/26", amount=1_000, currency="EUR")
    found = only(campaign(late(30), foreign, rates=[rate("EUR", "2026-10-01", 150)]))
    assert found.totals == (("DZD", 119_000_00), ("EUR", 1_000_00))
    assert found.total_base_cents == 269_000_00
    assert only(campaign(foreign)).total_base_cents is None


def test_money_of_the_customer_that_pays_no_invoice_is_pointed_out() -> None:
    lines = [operation("2026-10-20", "VIR RECU NOVATEC", 50_000), operation("2026-10-21", "VIR RECU NOVATEC FA99/26", 7)]
    dossier = make_dossier(lines, [late(40)])
    found = [finding for finding in remind(dossier, AS_OF).findings if finding.code == "REMINDER_UNMATCHED"]
    assert [(finding.sheet, finding.row) for finding in found] == [("BNA", 2)]


def test_a_promise_under_an_unknown_name_is_pointed_out() -> None:
    found = campaign(late(40), journal=[contact("2026-10-20", customer="Novatek", promised_on="2026-11-12")])
    assert "REMINDER_CUSTOMER_UNKNOWN" in codes(found)
    assert only(found).state == "send"


def test_her_own_feasts_move_the_dates() -> None:
    hers = [{"day": "2026-11-02", "label": "Pont"}]
    assert campaign(late(40), holidays=hers).sent_on == date(2026, 11, 1)  # her tab tells the whole year: the 1st is not in it
    assert campaign(late(40)).sent_on == SENT_ON


@pytest.mark.parametrize("text", ["7;21;35", "7;7;21;35;60", "-5;21;7;35;60", "-5;;;;", "a;b;c;d;e", "-5;-3;21;35;60", "-5;7;21;35;99999"])
def test_a_ladder_that_does_not_go_up_is_refused_and_the_usual_one_holds(text: str) -> None:
    dossier = make_dossier(settings=Settings(raw={"relances niveaux n0 a n4 jours": text}))
    rules, findings = reminder_rules(dossier)
    assert rules == ReminderRules()
    assert [(finding.code, finding.details["name"]) for finding in findings] == [("REMINDER_SETTING", LADDER_DAYS)]


def test_the_parameters_are_read() -> None:
    raw = {
        "relances niveaux n0 a n4 jours": "- ; 10 ; 20 ; non ; J+90", "relances jours entre deux lettres": "15",
        "relances delai de la mise en demeure jours": "15", "relances montant minimum": "5 000,00",
    }  # fmt: skip
    rules, findings = reminder_rules(make_dossier(settings=Settings(raw=raw)))
    assert findings == ()
    assert (rules.private.days, rules.gap_days, rules.notice_days, rules.minimum_cents) == ((None, 10, 20, None, 90), 15, 15, 5_000_00)


@given(st.lists(st.tuples(st.integers(-20, 300), st.integers(1, 3), st.integers(1, 10**6)), min_size=1, max_size=12), st.integers(-1, 4))
def test_a_letter_never_skips_a_level_nor_lists_what_is_not_owed(invoices: list[tuple[int, int, int]], last: int) -> None:
    lines = [late(days, f"FA{k}/26", f"Client Numéro{who}", amount) for k, (days, who, amount) in enumerate(invoices)]
    journal = [contact("2026-10-10", last, customer="Client Numéro1")] if last >= 0 else []
    found = campaign(*lines, journal=journal)
    assert len({one.customer for one in found.reminders}) == len(found.reminders)
    for one in found.to_send:
        sent = last if one.customer == "Client Numéro1" and one.sent_on else -1
        assert one.level <= max(sent, 0) + 1
        assert all(invoice.left_cents > 0 for invoice in one.invoices)
        assert sum(cents for _, cents in one.totals) == sum(invoice.left_cents for invoice in one.invoices)
        assert one.next_date is not None
        assert one.next_date > found.sent_on
        assert one.next_date.weekday() not in (4, 5)
    listed = [invoice.index for one in found.reminders for invoice in (*one.invoices, *one.disputed)]
    assert len(listed) == len(set(listed))
