"""Fiabilité: what makes the page provisional, what is only said, and what does not count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from addin.messages import Finding
from addin.treasury.bridge import week_bridge
from addin.treasury.dossier import Dossier, Settings, SheetReading
from addin.treasury.reliability import Reliability, reliability
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import account, cents, customer_invoice, make_dossier, operation, rate

DAY = date(2026, 10, 31)


def judged(dossier: Dossier, as_of: date = DAY) -> Reliability:
    return reliability(dossier, as_of, week_bridge(dossier, as_of), settle_invoices(dossier, as_of))


def daily(name: str, last: date, *, lines: int = 30, every: int = 1, amount: float = -10, **more: Any) -> list[dict[str, Any]]:
    """Lines of one account up to a day, at a regular pace."""
    return [operation(str(last - timedelta(days=every * n)), "TPE NAFTAL", amount, account=name, **more) for n in reversed(range(lines))]


def names(trust: Reliability) -> tuple[list[str], list[str], list[str]]:
    """Stale, stale that matter, dormant."""
    return (
        [each.account for each in trust.stale],
        [each.account for each in trust.stale_that_matter],
        [each.account for each in trust.dormant],
    )


# ------------------------------------------------------------------------------------------------ accounts without news


def test_an_account_that_holds_much_and_has_stopped_makes_the_page_provisional() -> None:
    trust = judged(
        make_dossier([*daily("BNA", DAY), *daily("CPA", date(2026, 10, 12))], accounts=[account("BNA", 1_000), account("CPA", 900)])
    )
    assert names(trust) == (["CPA"], ["CPA"], [])
    assert (trust.stale[0].last_line, trust.stale[0].days) == (date(2026, 10, 12), 19)
    assert trust.is_provisional


def test_an_account_that_holds_and_moves_little_is_said_and_no_more() -> None:
    lines = [*daily("BNA", DAY, amount=-1_000), *daily("Carte", date(2026, 10, 12), amount=-1)]
    trust = judged(make_dossier(lines, accounts=[account("BNA", 100_000), account("Carte", 100)]))
    assert names(trust) == (["Carte"], [], [])
    assert not trust.is_provisional


def test_an_account_that_moves_much_matters_even_when_it_is_swept_to_zero() -> None:
    swept = [*daily("CPA", date(2026, 10, 12), amount=-500), *daily("CPA", date(2026, 10, 12), amount=500)]
    trust = judged(make_dossier([*daily("BNA", DAY), *swept], accounts=[account("BNA", 1_000_000), account("CPA", 0)]))
    assert names(trust)[1] == ["CPA"]


def test_a_dormant_account_never_makes_everything_provisional() -> None:
    lines = [*daily("BNA", DAY), *daily("Ancien", date(2026, 6, 30))]
    trust = judged(make_dossier(lines, accounts=[account("BNA", 1_000), account("Ancien", 9_000_000)]))
    assert names(trust) == ([], [], ["Ancien"])
    assert not trust.is_provisional


def test_a_dormant_account_without_money_is_not_even_said() -> None:
    trust = judged(
        make_dossier([*daily("BNA", DAY), *daily("Ancien", date(2026, 6, 30))], accounts=[account("BNA", 1_000), account("Ancien", 300)])
    )
    assert names(trust) == ([], [], [])


def test_an_account_is_stale_by_its_own_rhythm() -> None:
    monthly = daily("Prêt", date(2026, 9, 5), lines=6, every=30)
    assert names(judged(make_dossier([*daily("BNA", DAY), *monthly])))[0] == []


@pytest.mark.parametrize(("days", "stale"), [(7, []), (8, ["CPA"])])
def test_seven_days_are_always_granted(days: int, stale: list[str]) -> None:
    lines = [*daily("BNA", DAY), *daily("CPA", DAY - timedelta(days=days))]
    assert names(judged(make_dossier(lines)))[0] == stale


def test_an_excluded_account_does_not_count() -> None:
    accounts = [account("BNA", 1_000), account("Bloqué", 9_000, is_included=False)]
    trust = judged(make_dossier([*daily("BNA", DAY), *daily("Bloqué", date(2026, 10, 12))], accounts=accounts))
    assert names(trust) == ([], [], [])
    assert not trust.is_provisional


def test_too_few_lines_tell_no_rhythm_but_their_age_is_said() -> None:
    trust = judged(make_dossier([*daily("BNA", DAY), operation("2026-09-01", "VIR", 5, account="Neuf")]))
    assert names(trust) == ([], [], ["Neuf"])


# ------------------------------------------------------------------------------------------------ lines to classify


def test_without_any_category_nothing_is_to_classify() -> None:
    trust = judged(make_dossier(daily("BNA", DAY)))
    assert (trust.unclassified_count, trust.unclassified_cents, trust.is_provisional) == (None, None, False)


def test_only_the_tabs_that_carry_categories_are_to_classify() -> None:
    lines = [*daily("BNA", DAY, category="Achats"), operation("2026-10-30", "VIR", -7), *daily("Caisse", DAY)]
    trust = judged(make_dossier(lines))
    assert (trust.unclassified_count, trust.unclassified_cents) == (1, cents(7))


def test_a_new_tab_with_an_empty_category_column_is_to_classify() -> None:
    reading = SheetReading("BNA 2026", "operations", 1, headings={"category": "Catégorie"})
    lines = [*daily("BNA", DAY, category="Achats"), operation("2026-10-30", "VIR", -7, sheet="BNA 2026", account="BNA")]
    assert judged(make_dossier(lines, readings=[reading])).unclassified_count == 1


def test_a_classer_and_blank_wait_and_paired_transfers_do_not() -> None:
    lines = [
        *daily("BNA", DAY, category="Achats"),
        operation("2026-10-30", "VIR", -7, category="À classer"),
        operation("2026-10-30", "VIR", -8),
        operation("2026-10-30", "VIR INTERNE", -9, transfer_state="paired", transfer=0),
    ]
    assert judged(make_dossier(lines)).unclassified_count == 2


def test_old_lines_without_category_are_left_in_peace() -> None:
    lines = [operation("2026-07-01", "VIR", -7_000), *daily("BNA", DAY, category="Achats")]
    assert judged(make_dossier(lines)).unclassified_count == 0


@pytest.mark.parametrize(("open_amount", "provisional"), [(24, False), (26, True)])
def test_the_page_is_provisional_when_more_than_a_fifth_of_the_week_waits(open_amount: float, provisional: bool) -> None:
    lines = [operation("2026-10-28", "VIR", -100, category="Achats"), operation("2026-10-29", "VIR", -open_amount)]
    assert judged(make_dossier(lines)).is_provisional is provisional


# ------------------------------------------------------------------------------------------------ the rest


def test_receipts_that_pay_no_invoice_are_counted_where_there_are_invoices() -> None:
    lines = [
        operation("2026-10-20", "VIR RECU NOVATEC FA1/26", 500),
        operation("2026-10-21", "VERS ESP", 70),
        operation("2026-10-22", "SADEG", -9),
    ]
    trust = judged(make_dossier(lines, [customer_invoice("FA1/26", "Novatec", 500, due="2026-10-15")]))
    assert (trust.unmatched_count, trust.unmatched_cents) == (1, cents(70))
    assert judged(make_dossier(lines)).unmatched_count is None


def test_a_gap_counts_even_when_another_account_hides_it_in_the_total() -> None:
    lines = []
    for name, after in (("BNA", 150), ("CPA", 50)):
        lines += [
            operation("2026-10-20", "VIR", 100, account=name, balance_cents=cents(100)),
            operation("2026-10-28", "VIR", 0, account=name, balance_cents=cents(after)),
        ]
    trust = judged(make_dossier(lines))
    assert (trust.gap_cents, trust.is_provisional) == (0, True)


def test_an_unread_tab_makes_the_page_provisional() -> None:
    reading = SheetReading("BNA 2026", "ignored", reason="no_amount")
    trust = judged(
        make_dossier(daily("BNA", DAY), readings=[reading], findings=[Finding("TAB_UNREADABLE", "BNA 2026", details={"reason": "…"})])
    )
    assert (trust.unreadable, trust.is_provisional) == (("BNA 2026",), True)


def test_a_missing_rate_makes_the_page_provisional_while_something_is_held_or_moves() -> None:
    dollars = [operation("2026-10-20", "VIR", 10, account="BEA", currency="USD")]
    trust = judged(make_dossier([*daily("BNA", DAY), *dollars]))
    assert (trust.missing_rates, trust.is_provisional) == (("USD",), True)


def test_a_currency_left_long_ago_needs_no_rate() -> None:
    dollars = [operation(day, "VIR", amount, account="BEA", currency="USD") for day, amount in (("2025-01-05", 10), ("2025-01-09", -10))]
    trust = judged(make_dossier([*dollars, *daily("BNA", DAY)]))
    assert (trust.missing_rates, trust.is_provisional) == ((), False)


def test_an_old_rate_is_said() -> None:
    euros = [operation("2026-10-20", "VIR", 10, account="BEA", currency="EUR")]
    trust = judged(make_dossier([*daily("BNA", DAY), *euros], rates=[rate("EUR", "2026-08-01", 150)]))
    assert [finding.code for finding in trust.findings] == ["RATE_OLD"]
    assert not trust.is_provisional


def test_a_proposed_transfer_is_placed_on_its_payment_and_names_its_receipt() -> None:
    proposed = {"transfer": 3, "transfer_state": "proposed"}
    lines = [operation("2026-10-20", "VIR", -50, account="BNA", **proposed), operation("2026-10-20", "VIR", 50, account="CPA", **proposed)]
    trust = judged(make_dossier(lines))
    (finding,) = (finding for finding in trust.findings if finding.code == "TRANSFER_PROPOSED")
    assert (finding.sheet, finding.row, finding.details["other"]) == ("BNA", 2, "« CPA » ligne 2")
    assert trust.proposed_transfers == 1


def test_a_cash_box_below_zero_is_said_with_its_first_day() -> None:
    lines = [operation("2026-10-20", "ACHAT", -50, account="Caisse"), operation("2026-10-25", "RECETTE", 80, account="Caisse")]
    trust = judged(make_dossier(lines, accounts=[account("Caisse", 10, kind="cash")]))
    (finding,) = (finding for finding in trust.findings if finding.code == "CASH_NEGATIVE")
    assert finding.details["date"] == "20/10/2026"


def test_a_week_without_lines_and_lines_after_the_closing_date_are_counted() -> None:
    lines = [operation("2026-09-01", "VIR", 5), operation("2026-11-02", "VIR", 6), operation("2026-11-03", "VIR", 7)]
    trust = judged(make_dossier(lines))
    assert (trust.week_rows, trust.later_rows) == (0, 2)


def test_the_settings_grant_more_days() -> None:
    lines = [*daily("BNA", DAY), *daily("CPA", date(2026, 10, 12))]
    assert names(judged(make_dossier(lines, settings=Settings(stale_days=20))))[0] == []
