"""Short ways to write a statement and the tab that it goes to: amounts in dinars, dates as text, everything else neutral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd

from addin.treasury.dossier import OPERATION_COLUMNS, frame
from addin.treasury.statements.identity import BalanceAt, Novelty, new_lines
from addin.treasury.statements.model import AccountId, Balance, Statement, line_frame
from addin.treasury.statements.proof import prove
from addin.treasury.statements.register import Import, Register, fingerprints_of

Row = tuple[object, ...]
"""(day, label, amount, balance or None, reference or "")."""


def cents(amount: object) -> int:
    return int((Decimal(str(amount)) * 100).to_integral_value())


def statement(
    *rows: Row,
    opening: object = None,
    closing: object = None,
    number: str = "",
    name: str = "",
    currency: str = "DZD",
    interim: bool = False,
    first_line: int = 1,
) -> Statement:
    """A statement of these lines, the first one on line `first_line` + 1 of its file."""
    full = [(*row, *(None, "")[len(row) - 3 :]) if len(row) < 5 else row for row in rows]
    lines = line_frame(
        {
            "line": [first_line + i for i in range(1, len(full) + 1)],
            "booked_on": [row[0] for row in full],
            "label": [row[1] for row in full],
            "amount_cents": [cents(row[2]) for row in full],
            "balance_cents": [pd.NA if row[3] is None else cents(row[3]) for row in full],
            "reference": [row[4] for row in full],
        }
    )
    stated = [None if each is None else Balance(cents(each)) for each in (opening, closing)]
    return Statement(AccountId(number, name), currency, lines, *stated, first_line=first_line, is_interim=interim)


def tab(*rows: Row, sheet: str = "BNA", account: str = "BNA", currency: str = "DZD") -> pd.DataFrame:
    """Operations of an account: (day, label, amount, balance or None)."""
    full = [(*row, None) if len(row) < 4 else row for row in rows]
    count = len(full)
    return (
        frame(
            OPERATION_COLUMNS,
            {
                "sheet": [sheet] * count,
                "row": list(range(2, count + 2)),
                "account": [account] * count,
                "position": list(range(count)),
                "booked_on": pd.to_datetime(pd.Series([row[0] for row in full], dtype=object)).astype("datetime64[s]"),
                "label": [row[1] for row in full],
                "amount_cents": [cents(row[2]) for row in full],
                "balance_cents": pd.array([pd.NA if row[3] is None else cents(row[3]) for row in full], dtype="Int64"),
                "currency": [currency] * count,
            },
        )
        if count
        else frame(OPERATION_COLUMNS)
    )


def balances(operations: pd.DataFrame, opening: object) -> BalanceAt:
    """The balance of a tab that held `opening` before its first line."""

    def balance_at(on: date) -> int | None:
        before = operations["booked_on"] <= pd.Timestamp(on)
        return cents(opening) + int(operations.loc[before, "amount_cents"].sum())

    return balance_at


def novelty(
    one: Statement, operations: pd.DataFrame, register: Register | None = None, *, opening: object = None, format: str = ""
) -> Novelty:
    """`new_lines` as the use case calls it; `opening`: of the tab, None when the tab has no balance."""
    balance_at = None if opening is None else balances(operations, opening)
    return new_lines(one, operations, (register or Register()).of_account("BNA"), proof=prove(one), balance_at=balance_at, format=format)


def new_labels(one: Statement, found: Novelty) -> list[str]:
    return one.lines.loc[found.is_new, "label"].tolist()


def remembered(register: Register, one: Statement, found: Novelty, *, pending: bool = False, format: str = "") -> Register:
    """The register after an import."""
    lines = fingerprints_of(one).taken(found.to_remember)
    made = Import(register.next_number, "BNA", "BNA", lines, one.account.number, format, is_interim=one.is_interim, is_pending=pending)
    return register.added(replace(made, read=len(one.lines), added=int(found.is_new.sum())))


def appended(operations: pd.DataFrame, one: Statement, found: Novelty, *, with_balance: bool = False) -> pd.DataFrame:
    """The tab after an import."""
    lines = one.lines[found.is_new]
    known = (
        []
        if operations.empty
        else list(zip(*(operations[name] for name in ("booked_on", "label", "amount_cents", "balance_cents")), strict=True))
    )
    added = list(zip(lines["booked_on"], lines["label"], lines["amount_cents"], lines["balance_cents"], strict=True))
    rows = [
        (
            day,
            label,
            Decimal(int(amount)) / 100,
            None if pd.isna(balance) or (not with_balance and i >= len(known)) else Decimal(int(balance)) / 100,
        )
        for i, (day, label, amount, balance) in enumerate(known + added)
    ]
    return tab(*rows)


def imported(
    files: Sequence[Statement], operations: pd.DataFrame | None = None, *, opening: object = None, format: str = ""
) -> tuple[pd.DataFrame, Register, list[int]]:
    """The tab and the register after several imports, one after the other, and how many lines each added."""
    held, register, counts = tab() if operations is None else operations, Register(), []
    for one in files:
        found = novelty(one, held, register, opening=opening, format=format)
        register = remembered(register, one, found, format=format)
        held = appended(held, one, found)
        counts.append(int(found.is_new.sum()))
    return held, register, counts
