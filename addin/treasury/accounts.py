"""The accounts of the workbook: what names them, what each held before its first line, and where the sources contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.account_list import account_kind
from addin.treasury.dates import as_date
from addin.treasury.dossier import ACCOUNT_COLUMNS, frame
from addin.treasury.headings import simplify
from addin.treasury.money_text import money_text
from addin.treasury.operations import TabOperations

_LONG_NUMBER = 8  # digits from which a number may stand inside a longer one (account number inside a RIB)
_NEXT_TAB_DAYS = 35


class AccountNames:
    """Which account a text names, whatever its accents, case and spaces, or by the number of the account.

    Args:
        names: declared accounts.
        numbers: number or code as declared (RIB, compte SCF) → account.
    """

    def __init__(self, names: Sequence[str], numbers: Mapping[str, str]) -> None:
        self._by_name = {_squeezed(name): name for name in reversed(names)}
        self._by_digits = {digits: name for number, name in numbers.items() if (digits := _digits(number))}

    def find(self, text: str) -> str | None:
        """The declared account, None when the text names none."""
        if (name := self._by_name.get(_squeezed(text))) is not None:
            return name
        digits = _digits(text)
        if digits in self._by_digits:
            return self._by_digits[digits]
        inside = {name for number, name in self._by_digits.items() if _is_inside(number, digits)}
        return inside.pop() if len(inside) == 1 else None

    def known(self, text: str) -> str:
        """The declared account, else the first way in which this one was written."""
        return self.find(text) or self._by_name.setdefault(_squeezed(text) or text, text)


def complete_accounts(
    accounts: pd.DataFrame, operations: pd.DataFrame, read: Sequence[TabOperations]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The declared accounts and those that only their lines name, with the opening balances that the tabs state.

    Args:
        operations: in the order of each account (`position`).
        read: the tabs they come from, earliest first.
    """
    accounts = _with_undeclared(accounts, operations)
    starts = _starts(operations)
    stated = _stated_openings(operations, read)
    uncertain = {name for tab in read if not tab.is_start_certain for name in set(tab.columns["account"])}
    first_sheet = operations.drop_duplicates("account").set_index("account")["sheet"].to_dict()
    findings: list[Finding] = []
    lines: Iterable[Any] = accounts.itertuples(index=False)
    for i, line in enumerate(lines):
        place = (line.sheet, int(line.row) or None) if line.sheet else (first_sheet.get(line.account, ""), None)
        if line.account not in first_sheet:
            findings.append(Finding("ACCOUNT_WITHOUT_LINES", *place, details={"account": line.account}))
            continue
        opening, opens_on = stated.get(line.account, (None, None))
        found = starts.get(line.account, opening)
        earlier = _earlier(operations, line)
        if pd.isna(line.opening_cents):
            if opening is not None:
                accounts.loc[i, "opening_cents"], accounts.loc[i, "opening_on"] = opening, pd.Timestamp(opens_on) if opens_on else pd.NaT
            elif found is None:
                findings.append(Finding("OPENING_MISSING", first_sheet[line.account], details={"account": line.account}))
            continue
        due = None if found is None or line.account in uncertain else found + int(earlier.sum())
        if due is not None and due != line.opening_cents:
            declared, said = (money_text(int(cents), line.currency) for cents in (line.opening_cents, due))
            findings.append(Finding("OPENING_DIFFERS", *place, details={"account": line.account, "declared": declared, "found": said}))
            if line.account not in starts:
                accounts.loc[i, "opening_cents"], accounts.loc[i, "opening_on"] = opening, pd.Timestamp(opens_on) if opens_on else pd.NaT
        elif found is None and len(earlier):
            details = {"count": len(earlier), "account": line.account, "date": f"{line.opening_on:%d/%m/%Y}"}
            findings.append(Finding("BEFORE_OPENING", *place, details=details))
    return accounts, findings + _breaks_between_tabs(operations) + _continued(operations, starts, stated)


def _with_undeclared(accounts: pd.DataFrame, operations: pd.DataFrame) -> pd.DataFrame:
    """The declared accounts, and one for each other name in the operations."""
    known = set(accounts["account"])
    seen = operations.drop_duplicates("account")
    added = seen[~seen["account"].isin(known)]
    if added.empty:
        return accounts.copy()
    more = frame(
        ACCOUNT_COLUMNS,
        {
            "account": added["account"].tolist(),
            "kind": [account_kind(simplify(name)) for name in added["account"]],
            "currency": added["currency"].tolist(),
            "is_included": [True] * len(added),
        },
    )
    return pd.concat([accounts, more], ignore_index=True) if len(accounts) else more


def _earlier(operations: pd.DataFrame, line: Any) -> np.ndarray:
    """Amounts of an account before the day of its declared opening balance."""
    if pd.isna(line.opening_on):
        return np.zeros(0, dtype=np.int64)
    mine = (operations["account"] == line.account) & (operations["booked_on"] < line.opening_on)
    amounts: np.ndarray = operations["amount_cents"].to_numpy()[mine.to_numpy()]
    return amounts


def _starts(operations: pd.DataFrame) -> dict[str, int]:
    """Balance before the first line, for accounts with printed balances."""
    running = operations.groupby("account", sort=False)["amount_cents"].cumsum()
    printed = operations[operations["balance_cents"].notna()].drop_duplicates("account")
    starts = printed["balance_cents"].astype("int64") - running[printed.index]
    return dict(zip(printed["account"], starts.tolist(), strict=True))


def _stated_openings(operations: pd.DataFrame, read: Sequence[TabOperations]) -> dict[str, tuple[int, date | None]]:
    """Opening balances that a line of a tab states: account → (minor units, day or None for « before the first line »)."""
    found: dict[str, tuple[int, date | None]] = {}
    pairs = operations.drop_duplicates(["sheet", "account"])
    account_of: dict[str, list[str]] = {}
    for sheet, name in zip(pairs["sheet"], pairs["account"], strict=True):
        account_of.setdefault(sheet, []).append(name)
    seen: set[str] = set()
    for tab in read:
        names = account_of[tab.sheet]
        if len(names) == 1 and tab.opening_cents is not None and names[0] not in found:
            on = tab.opening_on if names[0] not in seen else as_date(tab.columns["booked_on"].min())
            found[names[0]] = (tab.opening_cents, on)
        seen.update(names)
    return found


def _breaks_between_tabs(operations: pd.DataFrame) -> list[Finding]:
    """An account that goes on in another tab must go on from the same balance."""
    findings = []
    sheets = operations.groupby("account", sort=False)["sheet"].nunique()
    for name in sheets.index[sheets > 1]:
        lines = operations[operations["account"] == name]
        running = lines["amount_cents"].cumsum()[lines["balance_cents"].notna()].to_numpy()
        printed = lines[lines["balance_cents"].notna()]
        balance, sheet = printed["balance_cents"].to_numpy(dtype=np.int64), printed["sheet"].to_numpy()
        expected = balance[:-1] + np.diff(running)
        for k in np.flatnonzero((sheet[1:] != sheet[:-1]) & (expected != balance[1:])).tolist():
            cents = {"found": balance[k + 1], "expected": expected[k], "gap": balance[k + 1] - expected[k]}
            details = {key: money_text(int(value), lines["currency"].iloc[0]) for key, value in cents.items()}
            findings.append(Finding("BALANCE_BROKEN", sheet[k + 1], int(printed["row"].iloc[k + 1]), details=details))
    return findings


def _continued(operations: pd.DataFrame, starts: Mapping[str, int], stated: Mapping[str, tuple[int, date | None]]) -> list[Finding]:
    """Two accounts of which one starts where the other ended are one account in two tabs."""
    known = {**{name: opening for name, (opening, _) in stated.items()}, **starts}
    if len(known) < 2:
        return []
    groups = operations[operations["account"].isin(known)].groupby("account", sort=False)
    facts = groups.agg(
        first=("booked_on", "min"),
        last=("booked_on", "max"),
        moved=("amount_cents", "sum"),
        currency=("currency", "first"),
        sheet=("sheet", "first"),
    ).to_dict("index")
    findings = []
    for after, start in known.items():
        for before in known:
            ends = known[before] + int(facts[before]["moved"])
            days = (facts[after]["first"] - facts[before]["last"]).days
            is_same_currency = facts[before]["currency"] == facts[after]["currency"]
            if before != after and start == ends != 0 and 0 <= days <= _NEXT_TAB_DAYS and is_same_currency:
                findings.append(Finding("ACCOUNT_CONTINUES", facts[after]["sheet"], details={"other": facts[before]["sheet"]}))
                break
    return findings


def _is_inside(number: str, other: str) -> bool:
    return min(len(number), len(other)) >= _LONG_NUMBER and (number in other or other in number)


def _squeezed(text: str) -> str:
    return simplify(text).replace(" ", "")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text) if re.fullmatch(r"[\d\s./-]*", text) else ""
