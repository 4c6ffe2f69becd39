"""What is missing or over a limit: receipts, categories, caps breached, cash boxes below zero, big cash purchases, bounced payments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from addin.treasury.bounced import bounces
from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.cap_projection import project_caps
from addin.treasury.caps import cap_states
from addin.treasury.controls.model import LOOK_BACK, Books, ControlFinding, Kind, Severity
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dates import as_date
from addin.treasury.money_text import money_text
from addin.treasury.receipts.needs import exemptions, policy_of, typed_state
from addin.treasury.reconciliation.cash_boxes import negative_cash
from addin.treasury.recurrences.model import Recurrence
from addin.treasury.reliability import TO_CLASSIFY
from addin.treasury.stable_key import key_of

CASH_LIMIT_CENTS = 100_000_000
"""Above 1 000 000 DA TTC paid in cash the TVA cannot be deducted (LF 2023)."""
_COMING = 0.5
"""A cap of which less than half is spent is not yet said to be exceeded one day: the pace of a few days proves little."""
_BACK_AGAIN = 60


def caps_breached(books: Books, recurrences: Sequence[Recurrence]) -> Iterator[ControlFinding]:
    """Caps (plafonds) that are exceeded at the closing date, and those that will be before the end of their period."""
    base = books.dossier.base_currency
    for projected in project_caps(books.dossier, books.as_of, cap_states(books.dossier, books.as_of), recurrences):
        cap, on = projected.cap, projected.breach_on
        breached = cap.state == "ALERTE"
        if on is None or cap.state == "NON_RENSEIGNE" or (not breached and cap.spent_cents < _COMING * cap.limit_cents):
            continue
        details = {
            "target": cap.target or "tout", "spent": money_text(cap.spent_cents, base), "limit": money_text(cap.limit_cents, base),
            "total": money_text(projected.total_cents, base), "first": f"{cap.first:%d/%m/%Y}", "last": f"{cap.last:%d/%m/%Y}",
            "on": f"{on:%d/%m/%Y}",
        }  # fmt: skip
        key = key_of("cap", (normalise(cap.target), cap.kind, cap.period, cap.first, cap.limit_cents, breached))
        yield ControlFinding(
            "cap", "certain" if breached else "watch", 1.0 if breached else 0.5, "cap_breached" if breached else "cap_coming",
            -cap.spent_cents, base, key, on=on if breached else books.as_of, party=cap.target, details=details,
        )  # fmt: skip


def cash_troubles(books: Books) -> Iterator[ControlFinding]:
    """Cash boxes below zero, and purchases paid in cash above the limit of the TVA."""
    lines = books.lines
    for each in negative_cash(books.dossier, books.as_of):
        day = pd.Timestamp(each.depth_on)
        mine = lines[(lines["account"] == each.account) & (lines["booked_on"] == day) & (lines["amount_cents"] < 0)]
        if day < books.since(LOOK_BACK):
            continue
        details = {"account": each.account, "balance": money_text(each.depth_cents, each.currency), "on": f"{each.depth_on:%d/%m/%Y}"}
        yield ControlFinding(
            "cash_negative", "certain", 1.0, "cash_negative", each.depth_cents, each.currency,
            key_of("cash_negative", (normalise(each.account), each.depth_on, each.depth_cents)), tuple(mine.index.tolist()),
            on=each.depth_on, party=each.account, details=details,
        )  # fmt: skip
    cash = {account for account, kind in books.kinds.items() if kind == "cash"}
    paid = books.paid
    big = paid[
        paid["account"].isin(cash) & (paid["currency"] == "DZD") & (paid["amount_cents"] < -CASH_LIMIT_CENTS) & (paid["nature"] == "")
    ]
    for line, row in _rows(big[big["booked_on"] >= books.since(LOOK_BACK)]):
        yield _of_line(books, "cash_limit", line, row, 0.7)


def bounced_payments(books: Books) -> Iterator[ControlFinding]:
    """Payments of customers that came back unpaid (impayés) and were not paid again since."""
    lines = books.lines
    for bounce in bounces(lines):
        row = lines.iloc[bounce.reversal]
        if row["booked_on"] < books.since(LOOK_BACK) or row["amount_cents"] >= 0:
            continue
        later = lines.iloc[bounce.reversal + 1 :]
        again = later[(later["amount_cents"] == -row["amount_cents"]) & (later["currency"] == row["currency"])]
        named = again["who"] == (lines.iloc[bounce.taken_back]["who"] if bounce.taken_back >= 0 else row["who"])
        if (named & (again["who"] != "") & (again["booked_on"] <= row["booked_on"] + pd.Timedelta(days=_BACK_AGAIN))).any():
            continue
        yield _of_line(books, "bounced", int(lines.index[bounce.reversal]), row, 0.9, "likely")


def missing_receipts(books: Books) -> Iterator[ControlFinding]:
    """Purchases by card of the last six months without receipt, in tabs whose column Justificatif is kept."""
    dossier, lines = books.dossier, books.lines
    kept = {reading.sheet for reading in dossier.readings if "receipt" in reading.headings}
    cards = {account for account, kind in books.kinds.items() if kind == "card"}
    policy = policy_of(dossier.settings, dossier.base_currency)[0]
    told = map_distinct(lines["receipt"], typed_state)
    asked = (
        lines["sheet"].isin(kept)
        & lines["account"].isin(cards)
        & told.isin(("", "missing"))
        & (lines["booked_on"] >= books.since(LOOK_BACK))
    )
    asked &= exemptions(lines, policy, books.as_of) == ""
    of_sheet = lines[lines["sheet"].isin(kept) & (lines["amount_cents"] < 0)]
    filled = map_distinct(of_sheet["receipt"], typed_state).isin(("justified", "needless")).groupby(of_sheet["sheet"]).mean()
    for line, row in _rows(lines[asked]):
        if filled.get(row["sheet"], 0.0) >= 0.5:  # a column that is hardly ever filled asks for nothing
            yield _of_line(books, "missing_receipt", line, row, 0.8, "likely")


def unclassified(books: Books) -> Iterator[ControlFinding]:
    """The lines that wait for a category, all together: how many, how much, since when."""
    lines, dossier = books.lines, books.dossier
    used = set(lines.loc[lines["category"] != "", "sheet"])
    if not used:
        return
    used |= {reading.sheet for reading in dossier.readings if "category" in reading.headings}
    blank = map_distinct(lines["category"], normalise).isin(("", TO_CLASSIFY)) & lines["sheet"].isin(used)
    blank &= ~lines["transfer_state"].isin(NEUTRAL_STATES) & ~lines.index.isin(dossier.splits["operation"])
    mine = lines[blank]
    if mine.empty:
        return
    cents = int(mine["base_cents"].fillna(0).abs().sum())
    oldest = as_date(mine["booked_on"].min())
    details = {
        "count": len(mine), "amount": money_text(cents, dossier.base_currency), "oldest": f"{oldest:%d/%m/%Y}",
        "days": (books.as_of - oldest).days,
    }  # fmt: skip
    at = tuple(int(line) for line in mine.index)
    last = books.last_day(at)  # what waits again after a decision is said again
    yield ControlFinding(
        "unclassified", "watch", 0.5, "unclassified", -cents, dossier.base_currency, key_of("unclassified", (last,)), at,
        on=last, details=details,
    )  # fmt: skip


def closed_days(books: Books) -> Iterator[ControlFinding]:
    """Payments that a bank which is closed that day booked: only banks that hardly ever do; cards, CCP and cash move every day."""
    base = books.dossier.base_currency
    rest = (4, 5) if base == "DZD" else (5, 6)
    banks = {account for account, kind in books.kinds.items() if kind == "bank"}
    lines = books.lines[books.lines["account"].isin(banks)]
    weekday = lines["booked_on"].dt.day_of_week
    is_closed = weekday.isin(rest) | lines["booked_on"].isin(books.dossier.holidays["day"])
    by_account = is_closed.groupby(lines["account"])
    rare = (by_account.mean() <= 0.01) & (by_account.size() >= 100)
    odd = lines[is_closed & lines["account"].map(rare).astype(bool) & (lines["amount_cents"] < 0) & (lines["nature"] == "")]
    for line, row in _rows(odd[odd["booked_on"] >= books.since(LOOK_BACK)]):
        yield _of_line(books, "weekend", line, row, 0.4)


def _rows(lines: pd.DataFrame) -> Iterator[tuple[int, pd.Series]]:
    """Index and values of each line."""
    return ((int(index), row) for index, (_, row) in zip(lines.index.tolist(), lines.iterrows(), strict=True))


def _of_line(books: Books, kind: Kind, line: int, row: pd.Series, score: float, severity: Severity = "watch") -> ControlFinding:
    cents, currency = int(row["amount_cents"]), str(row["currency"])
    return ControlFinding(
        kind, severity, score, kind, cents, currency, books.key(kind, (line,)), (line,), on=books.last_day((line,)),
        party=str(row["party"]), details={"amount": money_text(abs(cents), currency), "label": str(row["label"])},
    )  # fmt: skip
