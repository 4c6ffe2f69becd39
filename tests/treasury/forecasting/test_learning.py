"""What is learnt from the past: the history, the weights, the band, the sawtooth of paydays."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from addin.treasury.forecasting.bands import band_over_time
from addin.treasury.forecasting.history import cash_history
from addin.treasury.forecasting.members import NAMES, forecasts_now, forecasts_of
from addin.treasury.forecasting.open_items import open_item_paths
from addin.treasury.forecasting.regular import bend, due_days
from addin.treasury.forecasting.stacking import weights_over_time
from addin.treasury.recurrences.model import Recurrence
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import account, customer_invoice, make_dossier, operation
from tests.treasury.forecasting.years import AS_OF, firm

HORIZONS = np.array([7, 14, 28, 56, 91])


def test_the_history_ends_at_the_cash_and_counts_only_known_accounts_that_are_included() -> None:
    lines = [operation("2026-10-01", "A", 100), operation("2026-10-20", "B", -30), operation("2026-10-10", "C", 7, account="Autre")]
    accounts = [account("BNA", 0), account("Autre", 0, is_included=False)]
    past = cash_history(make_dossier(lines, accounts=accounts), AS_OF, 70_00)
    assert (past.first, past.lines, past.balance[-1], past.balance[0], past.balance[18]) == (date(2026, 10, 1), 2, 70_00, 100_00, 100_00)
    assert (past.receipts.sum(), past.payments.sum()) == (100_00, -30_00)


def test_transfers_between_own_accounts_move_no_flow() -> None:
    legs = {"transfer": 1, "transfer_state": "paired"}
    lines = [operation("2026-10-05", "Virement", -50, **legs), operation("2026-10-05", "Virement", 50, account="CPA", **legs)]
    past = cash_history(make_dossier([operation("2026-10-01", "Vente", 100), *lines]), AS_OF, 100_00)
    assert past.receipts.sum() == 100_00
    assert past.payments.sum() == 0


def test_a_member_that_was_always_right_gains_weight_and_one_that_was_always_wrong_loses_it() -> None:
    random = np.random.default_rng(3)
    balance = np.cumsum(random.normal(0, 100, 300))
    came = np.full((300, len(HORIZONS)), np.nan)
    for column, days in enumerate(HORIZONS):
        came[:-days, column] = balance[days:] - balance[:-days]
    forecasts = np.zeros((300, len(HORIZONS), len(NAMES)))
    forecasts[:, :, 0], forecasts[:, :, 2] = np.nan_to_num(came), -np.nan_to_num(came)
    weights = weights_over_time(forecasts, came, HORIZONS)
    assert (weights >= 0).all()
    assert (weights.sum(axis=-1) <= 1 + 1e-9).all()
    assert (weights[-1, :, 0] > 0.6).all()
    assert (weights[-1, :, 2] < 0.05).all()


def test_the_weights_of_a_day_use_no_outcome_after_it() -> None:
    random = np.random.default_rng(5)
    came, forecasts = random.normal(size=(200, len(HORIZONS))), random.normal(size=(200, len(HORIZONS), len(NAMES)))
    day = 199 - 7 * 10  # one on which weights are renewed
    later = came.copy()
    for column, days in enumerate(HORIZONS):
        later[max(0, day - days + 1) :, column] = 1e9
    both = [weights_over_time(forecasts, each, HORIZONS)[day] for each in (came, later)]
    assert np.array_equal(both[0], both[1])


def test_the_members_of_the_last_day_are_those_of_all_days() -> None:
    balance = np.cumsum(np.random.default_rng(1).normal(0, 10, 200))
    items = np.random.default_rng(2).normal(size=(200, len(HORIZONS)))
    assert np.allclose(forecasts_now(balance, items[-1], HORIZONS), forecasts_of(balance, items, HORIZONS)[-1])


def test_the_band_is_wider_further_away_and_never_on_the_wrong_side() -> None:
    nothing = np.full((40, len(HORIZONS)), np.nan)
    below, above = band_over_time(nothing[:29], HORIZONS, 28, 100.0)
    assert (np.diff(above) > 0).all()
    assert np.allclose(below, -above)
    below, above = band_over_time(np.ones((400, len(HORIZONS))), HORIZONS, 399, 0.0)
    assert (below == 0).all()
    assert (above > 0).all()


def test_open_invoices_are_expected_by_the_delays_known_so_far() -> None:
    paid = [
        customer_invoice(f"FA{n}", "Novatec", 100, issued=f"2026-0{1 + n // 5}-{1 + 5 * (n % 5):02d}", due="2026-03-01", paid_on=None)
        | {"paid_on": np.datetime64(f"2026-0{1 + n // 5}-{1 + 5 * (n % 5):02d}") + np.timedelta64(20, "D")}
        for n in range(20)
    ]
    waits = customer_invoice("FB", "Novatec", 500, issued="2026-10-21", due="2026-11-20")
    dossier = make_dossier([operation("2026-01-01", "Apport", 1)], [*paid, waits])
    paths = open_item_paths(dossier, settle_invoices(dossier, AS_OF), date(2026, 1, 1), 304, np.array([5, 10, 30]), since=303)
    assert paths[-1].tolist() == [0.0, 500_00.0, 500_00.0]  # all were paid on their twentieth day, this one is ten days old


def test_month_ends_are_kept_and_what_is_late_comes_on_the_next_day() -> None:
    each = Recurrence("Loyer", "BNA", "DZD", 30.4375, -1, True, (0,), AS_OF, AS_OF, date(2026, 11, 30), "running")
    assert due_days(each, AS_OF, 91) == [date(2026, 11, 30), date(2026, 12, 30), date(2027, 1, 30)]
    late = Recurrence("Fibre", "BNA", "DZD", 7.0, -1, True, (0,), AS_OF, AS_OF, date(2026, 10, 28), "late")
    assert due_days(late, AS_OF, 10) == [date(2026, 11, 1), date(2026, 11, 4)]
    over = Recurrence("Fini", "BNA", "DZD", 7.0, -1, True, (0,), AS_OF, AS_OF, None, "stopped")
    assert due_days(over, AS_OF, 10) == []


def test_dated_flows_bend_the_path_and_leave_its_end() -> None:
    flows = np.zeros(91)
    flows[26] = -91.0
    bent = bend(flows)
    assert bent[25] == pytest.approx(26.0)
    assert bent[26] == pytest.approx(-64.0)
    assert bent[90] == pytest.approx(0.0)


def test_the_firm_has_enough_to_learn_from() -> None:
    assert cash_history(firm(), AS_OF, 0).is_enough
    assert not cash_history(firm(days=50), AS_OF, 0).is_enough
