"""When a cap will be exceeded: the pace so far, and what comes back on a known day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.cap_projection import CapProjection, project_caps
from addin.treasury.caps import cap_states
from addin.treasury.recurrences.recurrences import find_recurrences
from tests.treasury.builders import account, cents, make_dossier, operation

DAY = date(2026, 10, 10)


def projected(limit: float, *lines: dict[str, Any], on: date = DAY, **cap: Any) -> CapProjection:
    caps = [{"target": "Logiciels", "kind": "category", "period": "month", "amount_cents": cents(limit), "warn_at": 0.8, **cap}]
    accounts = [account("BNA", 0), account("CIB", 0, kind="card", holder="Marketing")]
    dossier = make_dossier(lines, accounts=accounts, caps=caps)
    (found,) = project_caps(dossier, on, cap_states(dossier, on), find_recurrences(dossier.operations, on))
    return found


def tool(on: str, amount: float, label: str = "VISA SEMRUSH", **more: Any) -> dict[str, Any]:
    return operation(on, label, amount, category="Logiciels", **more)


def test_a_subscription_still_to_come_counts_on_its_day_and_once() -> None:
    months = [tool(f"2026-{month:02d}-20", -100) for month in range(4, 10)]
    found = projected(250, *months, tool("2026-10-05", -160, "VISA ACHAT UNIQUE"))
    assert found.breach_on == date(2026, 10, 16)  # 16 a day: 256 with what is left of October
    assert found.total_cents == cents(160 + 16 * 21 + 100)
    assert projected(1_000, *months).breach_on is None
    assert projected(99, *months).breach_on == date(2026, 10, 20)


def test_a_subscription_of_this_month_is_not_spread_over_the_days_to_come() -> None:
    months = [tool(f"2026-{month:02d}-05", -100) for month in range(4, 11)]
    found = projected(150, *months)
    assert (found.total_cents, found.breach_on) == (cents(100), None)


def test_a_subscription_that_is_late_is_expected_tomorrow() -> None:
    months = [tool(f"2026-{month:02d}-05", -100) for month in range(4, 10)]
    assert projected(99, *months).breach_on == date(2026, 10, 11)


def test_a_weekly_order_counts_each_week() -> None:
    weeks = [tool(f"2026-09-{day:02d}", -50) for day in (4, 11, 18, 25)] + [tool("2026-10-02", -50), tool("2026-10-09", -50)]
    found = projected(1_000, *weeks)
    assert found.total_cents == cents(100 + 3 * 50)


def test_what_is_ordinary_goes_on_at_its_pace() -> None:
    lines = [tool("2026-10-03", -60, "VISA A1"), tool("2026-10-08", -40, "VISA B2")]
    assert projected(149, *lines).breach_on == date(2026, 10, 15)
    assert projected(310, *lines).breach_on is None
    assert projected(310, *lines).total_cents == cents(310)


def test_a_cap_exceeded_gives_the_day_on_which_it_was() -> None:
    assert projected(50, tool("2026-10-03", -60, "VISA A1")).breach_on == date(2026, 10, 3)


def test_a_team_is_capped_by_the_card_that_it_holds() -> None:
    lines = [operation("2026-10-03", "TPE A1", -60, account="CIB"), operation("2026-10-04", "TPE B2", -40)]
    found = projected(100, *lines, target="Marketing", kind="team")
    assert (found.cap.spent_cents, found.cap.state) == (cents(60), "OK")


@pytest.mark.parametrize("on", [date(2026, 10, 31), date(2026, 10, 1)])
def test_the_last_and_the_first_day_of_a_period(on: date) -> None:
    found = projected(1_000, tool("2026-10-01", -60, "VISA A1"), on=on)
    assert found.total_cents == (cents(60) if on.day == 31 else cents(60 * 31))


@given(st.lists(st.tuples(st.integers(1, 10), st.integers(1, 50_000)), min_size=1, max_size=12), st.integers(1, 400_000))
def test_the_day_of_the_breach_is_the_first_one_above_the_limit(spent: list[tuple[int, int]], limit: int) -> None:
    lines = [tool(f"2026-10-{day:02d}", -amount / 100, f"VISA X{at}Z") for at, (day, amount) in enumerate(spent)]
    found = projected(limit / 100, *lines)
    total = sum(amount for _, amount in spent)
    pace = [total + total * ahead // 10 for ahead in range(22)]
    assert found.total_cents == pace[-1]
    expected = next((date(2026, 10, 10 + ahead) for ahead in range(1, 22) if pace[ahead] > limit), None)
    assert found.breach_on == (found.cap.since if total > limit else expected)
