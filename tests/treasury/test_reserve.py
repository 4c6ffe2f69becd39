"""The minimum balance that her own history advises, and the second opinions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from addin.treasury.dossier import Settings
from addin.treasury.reserve import Reserve, daily_flows, reserve
from tests.treasury.builders import account, cents, make_dossier, operation

OCTOBER = date(2026, 10, 31)
PRICED = Settings(placement_rate=Decimal("0.04"), transfer_cost_cents=cents(1_500))


def lines(days: int, **more: Any) -> list[dict[str, Any]]:
    """A sale every Sunday, rent on the first day and every 28 days."""
    first = OCTOBER - timedelta(days=days - 1)
    out = [operation(str(first + timedelta(days=at)), "VIR CLIENT", 250, **more) for at in range(6, days, 7)]
    return [*out, *(operation(str(first + timedelta(days=at)), "LOYER", -900, **more) for at in range(0, days, 28)),
            operation(str(OCTOBER), "FIN", 0, **more)]  # fmt: skip


def advised(days: int = 280, settings: Settings = PRICED, floor: int = 0, **more: Any) -> Reserve:
    return reserve(make_dossier(lines(days), settings=settings), OCTOBER, floor, **more)


def test_the_reserve_covers_the_rent_until_the_sales_have_paid_it() -> None:
    found = advised(confidence=Decimal("0.99"))
    assert found.quantile_cents == cents(900)
    assert (found.first, found.last, found.lead_days, found.windows) == (OCTOBER - timedelta(days=279), OCTOBER, 28, 253)
    assert (found.confidence, advised().confidence) == (Decimal("0.99"), Decimal("0.95"))
    one_day = advised(lead_days=1, confidence=Decimal("0.95"))
    assert (one_day.lead_days, one_day.quantile_cents) == (1, 0)  # rent falls on one day of 28: less than one in twenty


def test_a_short_history_says_nothing() -> None:
    assert advised(55).quantile_cents is advised(55).gaussian_cents is None
    assert advised(56).quantile_cents is not None
    assert advised(119, lead_days=60).quantile_cents is None
    assert advised(120, lead_days=60).quantile_cents is not None
    empty = reserve(make_dossier(), OCTOBER, 0)
    assert (empty.quantile_cents, empty.first, empty.windows) == (None, None, 0)


def test_the_second_opinions_need_her_rate_and_the_cost_of_a_transfer_and_say_what_lacks() -> None:
    found = advised(floor=cents(400))
    assert found.miller_orr is not None
    assert found.miller_orr.return_point_cents > cents(400)
    assert found.baumol_cents is not None
    assert (found.silence, found.baumol_silence) == ("", "")
    assert found.yearly_need_cents == round(10 * cents(900) * 365 / 280)
    for settings, why in (
        (Settings(), "no_rate"),
        (Settings(placement_rate=Decimal(0), transfer_cost_cents=1), "zero_rate"),
        (Settings(placement_rate=Decimal("0.04")), "no_cost"),
    ):
        silent = advised(settings=settings)
        assert (silent.miller_orr, silent.baumol_cents, silent.silence, silent.baumol_silence) == (None, None, why, why)
    still = reserve(make_dossier([operation("2026-01-01", "A", 0), operation("2026-10-31", "B", 0)], settings=PRICED), OCTOBER, 0)
    assert (still.silence, still.baumol_silence, still.quantile_cents) == ("no_variance", "no_need", 0)


def test_transfers_money_placed_and_accounts_left_out_are_no_flows() -> None:
    dossier = make_dossier(
        [
            operation("2026-10-01", "A", -1),
            operation("2026-10-01", "VIR INTERNE", -2, transfer_state="paired"),
            operation("2026-10-01", "VIR INTERNE", -4, transfer_state="single"),
            operation("2026-10-02", "DAT", -8, scf_account="508"),
            operation("2026-10-03", "B", -16, account="Bloqué"),
            operation("2026-10-04", "C", 32),
            operation("2026-10-04", "PROPOSE", -64, transfer_state="proposed"),
            operation("2026-11-01", "D", -128),
            operation("2026-10-02", "E", -256, currency="EUR"),
        ],
        accounts=[account("BNA", 0), account("Bloqué", 0, is_included=False)],
    )
    found = daily_flows(dossier, OCTOBER)
    assert found["on"].dt.strftime("%d/%m").tolist() == ["01/10", "02/10", "03/10", "04/10"]
    assert found["net_cents"].tolist() == [-100, 0, 0, -3_200]
    assert found["out_cents"].tolist() == [100, 0, 0, 6_400]
