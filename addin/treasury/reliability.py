"""How far the week's figures can be trusted (fiabilité): what is missing, stale, unread or contradictory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.balances import account_days
from addin.treasury.bridge import Bridge
from addin.treasury.counterparties import normalise
from addin.treasury.currency import rate_on
from addin.treasury.dossier import Dossier
from addin.treasury.money_text import money_text

TO_CLASSIFY = "A CLASSER"
_RECENT_DAYS = 91
_USUAL_LINES = 20
_LATE_FACTOR = 3
_OLD_RATE_DAYS = 30


@dataclass(frozen=True)
class StaleAccount:
    account: str
    last_line: date
    days: int


@dataclass(frozen=True)
class Reliability:
    """What weakens the figures. Amounts in the base currency, minor units.

    Attributes:
        unclassified_count, unclassified_cents: lines of the last 13 weeks without category and their absolute value; None when the
            workbook carries no category at all.
        proposed_transfers: pairs of lines that may be own-account transfers.
        single_transfers: own-account transfers seen on one side only.
        stale: accounts that should have newer lines, by their own rhythm.
        unknown: accounts without opening balance (variation seulement).
        unreadable: tabs that look like operations but could not be read.
        broken: tabs whose running balance does not hold.
        rejected_rows: lines left out because of an unreadable cell.
        gap_cents: gap of the bridge.
        is_provisional: the conclusion must say so.
    """

    unclassified_count: int | None
    unclassified_cents: int | None
    proposed_transfers: int
    single_transfers: int
    stale: tuple[StaleAccount, ...]
    unknown: tuple[str, ...]
    unreadable: tuple[str, ...]
    broken: tuple[str, ...]
    rejected_rows: int
    gap_cents: int
    estimated_dues: int
    missing_rates: tuple[str, ...]
    is_provisional: bool
    findings: tuple[Finding, ...]


def reliability(dossier: Dossier, as_of: date, bridge: Bridge) -> Reliability:
    """Judge the dossier at a closing date (fiabilité)."""
    operations = dossier.operations[dossier.operations["booked_on"] <= pd.Timestamp(as_of)]
    count, cents = _unclassified(operations, as_of)
    recent = operations[operations["booked_on"] > pd.Timestamp(as_of) - pd.Timedelta(days=_RECENT_DAYS)]
    states = recent["transfer_state"]
    stale = _stale_accounts(dossier, operations, as_of)
    unknown = tuple(line.account for line in bridge.apart if line.now_cents is None)
    unreadable = tuple(reading.sheet for reading in dossier.unreadable)
    broken = tuple(reading.sheet for reading in dossier.readings if reading.balance_check == "broken")
    rejected = sum(reading.left_out.get("rejected", 0) for reading in dossier.readings)
    missing, rate_findings = _rates(dossier, operations, as_of)
    week_cents = int(operations.loc[operations["booked_on"] > pd.Timestamp(as_of) - pd.Timedelta(days=7), "base_cents"].abs().sum())
    recent_open = _unclassified(operations, as_of, days=7)[1] or 0
    is_provisional = bool(stale or unreadable or bridge.total.gap_cents or missing) or 5 * recent_open > max(1, week_cents)
    findings = (*_transfer_findings(recent), *_negative_cash(dossier, as_of), *rate_findings)
    return Reliability(
        count, cents, int((states == "proposed").sum()) // 2, int((states == "single").sum()), stale, unknown, unreadable, broken, rejected, bridge.total.gap_cents,
        int(dossier.invoices["due_is_estimated"].sum()), missing, is_provisional, findings,
    )  # fmt: skip


def _unclassified(operations: pd.DataFrame, as_of: date, days: int = _RECENT_DAYS) -> tuple[int | None, int | None]:
    categories = operations["category"]
    if not (categories != "").any():
        return None, None
    names = {name: normalise(name) for name in categories.unique()}
    is_open = categories.map(names).isin(("", TO_CLASSIFY)) & ~operations["transfer_state"].isin(("paired", "single"))
    is_open &= operations["booked_on"] > pd.Timestamp(as_of) - pd.Timedelta(days=days)
    return int(is_open.sum()), int(operations.loc[is_open, "base_cents"].abs().sum())


def _stale_accounts(dossier: Dossier, operations: pd.DataFrame, as_of: date) -> tuple[StaleAccount, ...]:
    """Accounts without line for more than the settings' days and three times their own usual gap; dormant ones do not count."""
    included = dict(zip(dossier.accounts["account"], dossier.accounts["is_included"], strict=True))
    out = []
    for account, days in operations.groupby("account", sort=False)["booked_on"]:
        stamps = np.unique(days.to_numpy())[-_USUAL_LINES:]
        if len(stamps) < 3 or not included.get(account, True):
            continue
        gaps = np.diff(stamps).astype("timedelta64[D]").astype(int)
        age = (as_of - pd.Timestamp(stamps[-1]).date()).days
        if max(dossier.settings.stale_days, _LATE_FACTOR * int(np.median(gaps))) < age <= _RECENT_DAYS:
            out.append(StaleAccount(str(account), pd.Timestamp(stamps[-1]).date(), age))
    return tuple(sorted(out, key=lambda each: -each.days))


def _rates(dossier: Dossier, operations: pd.DataFrame, as_of: date) -> tuple[tuple[str, ...], list[Finding]]:
    base = dossier.base_currency
    missing, findings = [], []
    for currency in sorted(set(operations["currency"]) - {base}):
        mine = operations[operations["currency"] == currency]
        known = rate_on(dossier.rates, currency, as_of)
        day = f"{as_of:%d/%m/%Y}"
        if known is None:
            missing.append(currency)
            total = money_text(int(mine["amount_cents"].sum()), currency)
            findings.append(Finding("RATE_MISSING", str(mine["sheet"].iloc[0]), details={"currency": currency, "date": day, "amount": total, "base": base}))
        elif (as_of - known[1]).days > _OLD_RATE_DAYS:
            findings.append(Finding("RATE_OLD", details={"currency": currency, "date": f"{known[1]:%d/%m/%Y}", "days": (as_of - known[1]).days}))
    return tuple(missing), findings


def _transfer_findings(recent: pd.DataFrame) -> list[Finding]:
    findings = []
    proposed = recent[(recent["transfer_state"] == "proposed") & (recent["amount_cents"] < 0)]
    pools: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for line in recent[(recent["transfer_state"] == "proposed") & (recent["amount_cents"] > 0)].itertuples(index=False):
        pools.setdefault((line.currency, int(line.amount_cents)), []).append((line.sheet, int(line.row)))
    for line in proposed.itertuples(index=False):
        others = pools.get((line.currency, -int(line.amount_cents)))
        if others:
            sheet, row = others.pop(0)
            amount = money_text(-int(line.amount_cents), line.currency)
            findings.append(Finding("TRANSFER_PROPOSED", line.sheet, int(line.row), details={"other": f"« {sheet} » ligne {row}", "amount": amount}))
    for line in recent[recent["transfer_state"] == "single"].itertuples(index=False):
        findings.append(Finding("TRANSFER_SINGLE", line.sheet, int(line.row), details={"amount": money_text(int(line.amount_cents), line.currency)}))
    return findings


def _negative_cash(dossier: Dossier, as_of: date) -> list[Finding]:
    """A cash box can never be negative (caisse créditrice): the first recent day on which it is."""
    if not (dossier.accounts["kind"] == "cash").any():
        return []
    held = account_days(dossier, as_of - timedelta(days=_RECENT_DAYS), as_of)
    findings = []
    for i, line in enumerate(held.accounts.itertuples(index=False)):
        below = np.flatnonzero(held.is_known[i] & (held.native[i] < 0))
        if line.kind == "cash" and len(below):
            day = held.days[below[0]].item()
            balance = money_text(int(held.native[i, below[0]]), line.currency)
            findings.append(Finding("CASH_NEGATIVE", details={"account": line.account, "balance": balance, "date": f"{day:%d/%m/%Y}"}))
    return findings
