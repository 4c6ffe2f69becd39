"""A statement against the tab that it goes to: where they part, a line is missing there or stands twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.balances import balances_on
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.money_text import money_text
from addin.treasury.statements.identity import BalanceAt, Novelty
from addin.treasury.statements.model import Statement
from addin.treasury.statements.proof import Proof

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class TabCheck:
    """What the tab holds less than the statement says, in minor units; None where one of them states no balance.

    Attributes:
        opening_gap: before the first line of the statement.
        closing_gap: after its last line, the new lines added.
        before, after: the days compared, at their end.
    """

    opening_gap: int | None = None
    closing_gap: int | None = None
    before: date | None = None
    after: date | None = None


def tab_balances(dossier: Dossier, account: str, currency: str = "") -> BalanceAt:
    """The balance of an account at the end of a day, as the workbook tells it (`balances_on`).

    Args:
        currency: ISO code; "" for the only one of the account.
    """

    def balance_at(on: date) -> int | None:
        held = balances_on(dossier, on)
        mine = held[(held["account"] == account) & held["is_known"].to_numpy(dtype=bool)]
        if currency:
            mine = mine[mine["currency"] == currency]
        return int(mine["balance_cents"].to_numpy()[0]) if len(mine) == 1 else None

    return balance_at


def check_tab(statement: Statement, proof: Proof, novelty: Novelty, operations: pd.DataFrame, balance_at: BalanceAt) -> TabCheck:
    """Compare the balances of the tab with those of the statement before its first line and after its last one.

    A line of the tab on the first or last day that is not of the statement may stand on either side of its balance: the gap is
    none when one of the two fits.

    Args:
        operations: of the account, as given to `new_lines`.
        balance_at: `tab_balances` of the account.
    """
    lines = statement.lines
    if proof.opening_cents is None or proof.closing_cents is None or not len(lines) or not len(operations):
        return TabCheck()
    days = lines["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    cents = lines["amount_cents"].to_numpy(dtype=np.int64)
    first, last = int(days.min()), int(days.max())
    tab_days = operations["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    tab_cents = operations["amount_cents"].to_numpy(dtype=np.int64)
    is_apart = np.ones(len(tab_days), bool)
    is_apart[novelty.tab_at[novelty.tab_at >= 0]] = False
    before_day = date.fromordinal(first - 1 + _EPOCH)
    before = balance_at(before_day)
    if before is None:
        return TabCheck()
    before += int(novelty.pending_cents[novelty.pending_days < first].sum())

    def apart(day: int) -> int:
        waiting = int(novelty.pending_cents[novelty.pending_days == day].sum())
        return int(tab_cents[is_apart & (tab_days == day)].sum()) + waiting

    opening_gap = _smallest(proof.opening_cents - before, apart(first))
    within = (tab_days >= first) & (tab_days <= last)
    waiting = (novelty.pending_days >= first) & (novelty.pending_days <= last)
    held = int(tab_cents[within].sum()) + int(novelty.pending_cents[waiting].sum()) + int(cents[novelty.is_new].sum())
    closing_gap = _smallest(proof.closing_cents - before - held, -apart(last))
    if proof.check == "broken" and closing_gap - opening_gap == proof.closing_cents - proof.opening_cents - int(cents.sum()):
        closing_gap = opening_gap  # what the statement itself lacks is not told twice
    return TabCheck(opening_gap, closing_gap, before_day, as_date(lines["booked_on"].to_numpy().max()))


def tab_findings(check: TabCheck, statement: Statement, account: str, sheet: str, file: str) -> list[Finding]:
    """The gaps as sentences, in the tab."""
    gaps: Sequence[tuple[str, int | None, date | None]] = (
        ("STATEMENT_TAB_BEFORE", check.opening_gap, check.before),
        ("STATEMENT_TAB_AFTER", check.closing_gap, check.after),
    )
    found = [(code, gap, day) for code, gap, day in gaps if gap and day is not None]
    if len(found) == 2 and check.opening_gap == check.closing_gap:
        found = found[:1]  # what was lacking before is lacking still: nothing new
    currency = statement.currency or "DZD"
    return [
        Finding(code, sheet, details={"file": file, "account": account, "gap": money_text(gap, currency), "date": f"{day:%d/%m/%Y}"})
        for code, gap, day in found
    ]


def _smallest(gap: int, apart: int) -> int:
    return 0 if gap == apart else gap
