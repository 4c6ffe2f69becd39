"""How far the week's figures can be trusted (fiabilité): what is missing, stale, unread or contradictory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.balances import AccountDays, account_days
from addin.treasury.bridge import NEUTRAL_STATES, Bridge
from addin.treasury.counterparties import normalise
from addin.treasury.currency import rate_on
from addin.treasury.dossier import Dossier
from addin.treasury.money_text import money_text
from addin.treasury.settlement import Settlement

TO_CLASSIFY = "A CLASSER"
RECENT_DAYS = 91
_WEEK_DAYS = 7
_USUAL_LINES = 20
_LATE_FACTOR = 3
_OLD_RATE_DAYS = 30
_MATTERS = 0.05
"""A stale account matters when it holds, or moved over the last 13 weeks, at least this share of the whole."""
_MUCH_OPEN = 0.2
"""Share of the week's money still to classify above which the week is provisional."""


@dataclass(frozen=True)
class StaleAccount:
    """An account without recent lines; `matters` when the conclusion depends on it."""

    account: str
    last_line: date
    days: int
    matters: bool


@dataclass(frozen=True)
class Reliability:
    """What weakens the figures. Amounts in the base currency, minor units.

    Attributes:
        unclassified_count, unclassified_cents: lines of the last 13 weeks without category, of the tabs that are classified, and
            their absolute value; None when no tab carries a category.
        unmatched_count, unmatched_cents: ordinary receipts of the last 13 weeks that pay no invoice; None without customer invoices.
        proposed_transfers: pairs of lines that may be own-account transfers.
        single_transfers: own-account transfers seen on one side only.
        stale: accounts that should have newer lines, by their own rhythm.
        dormant: accounts that hold money but have had no line for more than 13 weeks, or for more than the settings' days when
            their lines are too few to tell a rhythm.
        unknown: accounts without opening balance (variation seulement).
        unreadable: tabs that look like operations but could not be read.
        broken: tabs whose running balance does not hold.
        rejected_rows: lines left out because of an unreadable cell.
        week_rows: lines of the week.
        later_rows: lines after the closing date, which do not count.
        gap_cents: gap of the bridge.
        missing_rates: currencies of recent lines, or of an account that holds some, without any rate.
        is_provisional: the conclusion must say so: a tab unread, a gap, a rate missing, a stale account that matters, or more
            than a fifth of the week's money to classify. A small or long dormant account alone never makes it so.
    """

    unclassified_count: int | None
    unclassified_cents: int | None
    unmatched_count: int | None
    unmatched_cents: int | None
    proposed_transfers: int
    single_transfers: int
    stale: tuple[StaleAccount, ...]
    dormant: tuple[StaleAccount, ...]
    unknown: tuple[str, ...]
    unreadable: tuple[str, ...]
    broken: tuple[str, ...]
    rejected_rows: int
    week_rows: int
    later_rows: int
    gap_cents: int
    estimated_dues: int
    missing_rates: tuple[str, ...]
    is_provisional: bool
    findings: tuple[Finding, ...]

    @property
    def stale_that_matter(self) -> tuple[StaleAccount, ...]:
        return tuple(each for each in self.stale if each.matters)


def reliability(dossier: Dossier, as_of: date, bridge: Bridge, settled: Settlement, held: AccountDays | None = None) -> Reliability:
    """Judge the dossier at a closing date (fiabilité).

    Args:
        held: `account_days` over the last 13 weeks, when already known.
    """
    start = as_of - timedelta(days=RECENT_DAYS)
    held = (held or account_days(dossier, start, as_of)).between(start, as_of)
    booked = dossier.operations["booked_on"]
    at = np.flatnonzero(((booked <= pd.Timestamp(as_of)) & (booked > pd.Timestamp(start))).to_numpy())
    recent = dossier.operations.iloc[at]
    states = recent["transfer_state"]
    to_classify = _to_classify(dossier, recent)
    unmatched = _unmatched(dossier, recent, settled)
    stale, dormant = _without_news(dossier, as_of, held, recent, held.key[at])
    missing, rate_findings = _rates(dossier, as_of, recent, held)
    unreadable = tuple(reading.sheet for reading in dossier.unreadable)
    week = recent[recent["booked_on"] > pd.Timestamp(as_of) - pd.Timedelta(days=_WEEK_DAYS)]
    open_share = 0.0 if to_classify is None else _absolute(week[to_classify.reindex(week.index)]) / max(1, _absolute(week))
    return Reliability(
        unclassified_count=None if to_classify is None else int(to_classify.sum()),
        unclassified_cents=None if to_classify is None else _absolute(recent[to_classify]),
        unmatched_count=None if unmatched is None else len(unmatched),
        unmatched_cents=None if unmatched is None else _absolute(unmatched),
        proposed_transfers=int((states == "proposed").sum()) // 2,
        single_transfers=int((states == "single").sum()),
        stale=stale,
        dormant=dormant,
        unknown=tuple(line.account for line in bridge.apart if line.now_cents is None),
        unreadable=unreadable,
        broken=tuple(reading.sheet for reading in dossier.readings if reading.balance_check == "broken"),
        rejected_rows=sum(reading.left_out.get("rejected", 0) for reading in dossier.readings),
        week_rows=len(week),
        later_rows=int((booked > pd.Timestamp(as_of)).sum()),
        gap_cents=bridge.total.gap_cents,
        estimated_dues=int(settled.invoices.loc[settled.invoices["remaining_cents"] != 0, "due_is_estimated"].sum()),
        missing_rates=missing,
        is_provisional=bool(unreadable or missing or _has_gap(bridge) or any(each.matters for each in stale)) or open_share > _MUCH_OPEN,
        findings=(*_transfer_findings(recent), *_negative_cash(held), *rate_findings),
    )


def _has_gap(bridge: Bridge) -> bool:
    """A gap on one account counts even when another account's gap hides it in the total."""
    return any(line.gap_cents for line in bridge.accounts)


def _absolute(lines: pd.DataFrame) -> int:
    return int(lines["base_cents"].abs().sum())


def _to_classify(dossier: Dossier, recent: pd.DataFrame) -> pd.Series | None:
    """Which recent lines wait for a category; a tab without any such column or entry is not hers to classify."""
    operations = dossier.operations
    categorised = set(operations.loc[operations["category"] != "", "sheet"].unique())
    if not categorised:
        return None
    categorised |= {reading.sheet for reading in dossier.readings if "category" in reading.headings}
    names = {name: normalise(name) for name in recent["category"].unique()}
    is_blank = recent["category"].map(names).isin(("", TO_CLASSIFY))
    is_blank &= ~recent.index.isin(dossier.splits["operation"])  # each of its parts has one
    return is_blank & recent["sheet"].isin(categorised) & ~recent["transfer_state"].isin(NEUTRAL_STATES)


def _unmatched(dossier: Dossier, recent: pd.DataFrame, settled: Settlement) -> pd.DataFrame | None:
    """Recent receipts that pay no invoice (non lettrés)."""
    if not (dossier.invoices["side"] == "customer").any():
        return None
    is_receipt = (recent["amount_cents"] > 0) & (recent["nature"] == "") & ~recent["transfer_state"].isin(NEUTRAL_STATES)
    return recent[is_receipt & ~recent.index.isin(settled.payments["operation"])]


def _without_news(
    dossier: Dossier, as_of: date, held: AccountDays, recent: pd.DataFrame, owner: np.ndarray
) -> tuple[tuple[StaleAccount, ...], tuple[StaleAccount, ...]]:
    """Stale accounts and dormant ones, those that matter and the longest first.

    Stale: no line for more than the settings' days and three times the usual gap of its last twenty days with lines. Dormant: it
    holds money and has had no line for more than 13 weeks, or for more than the settings' days when two or fewer days have lines.

    Args:
        owner: row of `held.accounts` for each recent line.
    """
    base, is_known = held.in_base(dossier)
    balance = np.where(is_known[:, -1], np.abs(base[:, -1]), 0)
    moved = np.zeros(len(balance), dtype=np.int64)
    np.add.at(moved, owner, recent["base_cents"].fillna(0).abs().to_numpy(dtype=np.int64))
    matters = (balance >= _MATTERS * max(1, balance.sum())) | (moved >= _MATTERS * max(1, moved.sum()))
    stale, dormant = [], []
    for i, days in enumerate(_days_with_lines(dossier, held, as_of)):
        if not held.accounts["is_included"].iloc[i] or len(days) == 0:
            continue
        last = days[-1].item()
        age = (as_of - last).days
        found = StaleAccount(str(held.accounts["account"].iloc[i]), last, age, bool(matters[i]))
        gaps = np.diff(days[-_USUAL_LINES:]).astype(np.int64)
        if age > RECENT_DAYS or len(gaps) < 2:
            dormant += [found] if balance[i] and age > dossier.settings.stale_days else []
        elif age > max(dossier.settings.stale_days, _LATE_FACTOR * int(np.median(gaps))):
            stale.append(found)
    return tuple(sorted(stale, key=lambda each: (not each.matters, -each.days))), tuple(sorted(dormant, key=lambda each: -each.days))


def _days_with_lines(dossier: Dossier, held: AccountDays, as_of: date) -> list[np.ndarray]:
    """Sorted distinct days with lines of each account, up to the closing date."""
    booked = dossier.operations["booked_on"].to_numpy().astype("datetime64[D]")
    usable = ~np.isnat(booked) & (booked <= np.datetime64(as_of, "D"))
    span = np.int64(1 << 24)  # days since 1970, in years long after Excel's last
    pairs = np.unique(held.key[usable] * span + booked[usable].astype(np.int64))
    owners, days = pairs // span, (pairs % span).astype("datetime64[D]")
    edges = np.searchsorted(owners, np.arange(len(held.accounts) + 1))
    return [days[start:end] for start, end in pairwise(edges)]


def _rates(dossier: Dossier, as_of: date, recent: pd.DataFrame, held: AccountDays) -> tuple[tuple[str, ...], list[Finding]]:
    """Currencies that need a rate and have none; a currency left long ago and of which nothing is held needs none."""
    is_held = held.is_known[:, -1] & (held.native[:, -1] != 0)
    used = set(recent["currency"]) | set(held.accounts.loc[is_held, "currency"])
    missing, findings = [], []
    for currency in sorted(used - {dossier.base_currency}):
        known = rate_on(dossier.rates, currency, as_of)
        if known is None:
            missing.append(currency)
            findings.append(_missing_rate(dossier, as_of, currency))
        elif (as_of - known[1]).days > _OLD_RATE_DAYS:
            details = {"currency": currency, "date": f"{known[1]:%d/%m/%Y}", "days": (as_of - known[1]).days}
            findings.append(Finding("RATE_OLD", details=details))
    return tuple(missing), findings


def _missing_rate(dossier: Dossier, as_of: date, currency: str) -> Finding:
    operations = dossier.operations
    mine = operations[(operations["currency"] == currency) & (operations["booked_on"] <= pd.Timestamp(as_of))]
    details = {
        "currency": currency,
        "date": f"{as_of:%d/%m/%Y}",
        "amount": money_text(int(mine["amount_cents"].sum()), currency),
        "base": dossier.base_currency,
    }
    return Finding("RATE_MISSING", str(mine["sheet"].iloc[0]) if len(mine) else "", details=details)


def _transfer_findings(recent: pd.DataFrame) -> list[Finding]:
    """One finding a proposed pair, placed on its payment, and one a leg without counterpart."""
    findings = []
    proposed = recent[recent["transfer_state"] == "proposed"]
    paid, received = proposed[proposed["amount_cents"] < 0], proposed[proposed["amount_cents"] > 0]
    pairs = paid.merge(received[["transfer", "sheet", "row"]], on="transfer", suffixes=("", "_other"))
    columns = ("sheet", "row", "amount_cents", "currency", "sheet_other", "row_other")
    for sheet, row, cents, currency, other, other_row in zip(*(pairs[name] for name in columns), strict=True):
        details = {"other": f"« {other} » ligne {other_row}", "amount": money_text(-int(cents), currency)}
        findings.append(Finding("TRANSFER_PROPOSED", sheet, int(row), details=details))
    single = recent[recent["transfer_state"] == "single"]
    for sheet, row, cents, currency in zip(single["sheet"], single["row"], single["amount_cents"], single["currency"], strict=True):
        findings.append(Finding("TRANSFER_SINGLE", sheet, int(row), details={"amount": money_text(int(cents), currency)}))
    return findings


def _negative_cash(held: AccountDays) -> list[Finding]:
    """A cash box can never be negative (caisse créditrice): the first day of the window on which it is."""
    findings = []
    below = held.is_known & (held.native < 0)
    for i in np.flatnonzero((held.accounts["kind"] == "cash").to_numpy() & below.any(axis=1)).tolist():
        at = int(np.argmax(below[i]))
        account, currency = held.accounts["account"].iloc[i], held.accounts["currency"].iloc[i]
        balance = money_text(int(held.native[i, at]), currency)
        findings.append(
            Finding("CASH_NEGATIVE", details={"account": account, "balance": balance, "date": f"{held.days[at].item():%d/%m/%Y}"})
        )
    return findings
