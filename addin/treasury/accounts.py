"""The accounts of the workbook: what names them, what each held before its first line, and where the sources contradict each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.dates import as_date
from addin.treasury.dossier import ACCOUNT_COLUMNS, frame
from addin.treasury.headings import simplify
from addin.treasury.lists import account_kind
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
        inside = {
            name
            for number, name in self._by_digits.items()
            if min(len(number), len(digits)) >= _LONG_NUMBER and (number in digits or digits in number)
        }
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
    seen = operations.groupby("account", sort=False)["currency"].first()
    known = set(accounts["account"])
    added = [(name, currency) for name, currency in seen.items() if name not in known]
    if added:
        more = frame(
            ACCOUNT_COLUMNS,
            {"account": [name for name, _ in added], "kind": [account_kind(simplify(str(name))) for name, _ in added],
             "currency": [currency for _, currency in added], "is_included": [True] * len(added)},
        )  # fmt: skip
        accounts = pd.concat([accounts, more], ignore_index=True) if len(accounts) else more
    accounts = accounts.copy()
    starts = _starts(operations)
    findings: list[Finding] = []
    stated = _stated_openings(operations, read)
    for i, line in enumerate(accounts.itertuples(index=False)):
        if line.account not in seen.index:
            findings.append(Finding("ACCOUNT_WITHOUT_LINES", line.sheet, int(line.row) or None, details={"account": line.account}))
            continue
        mine = operations["account"].to_numpy() == line.account
        opening, opens_on = stated.get(line.account, (None, None))
        found = starts.get(line.account, opening)
        before = (
            mine & (operations["booked_on"] < line.opening_on).to_numpy()
            if not pd.isna(line.opening_on)
            else np.zeros(len(mine), dtype=bool)
        )
        place = (line.sheet, int(line.row) or None) if line.sheet else (str(operations["sheet"].to_numpy()[mine][0]), None)
        if found is not None and not pd.isna(line.opening_cents):
            due = found + int(operations["amount_cents"].to_numpy()[before].sum())
            if due != line.opening_cents:
                details = {
                    "account": line.account,
                    "declared": money_text(int(line.opening_cents), line.currency),
                    "found": money_text(due, line.currency),
                }
                findings.append(Finding("OPENING_DIFFERS", *place, details=details))
                if line.account not in starts:
                    accounts.loc[i, ["opening_cents", "opening_on"]] = [opening, pd.NaT if opens_on is None else pd.Timestamp(opens_on)]
        elif opening is not None:
            accounts.loc[i, "opening_cents"] = opening
            if opens_on is not None:
                accounts.loc[i, "opening_on"] = pd.Timestamp(opens_on)
        elif line.account in starts:
            continue
        elif pd.isna(line.opening_cents):
            findings.append(Finding("OPENING_MISSING", str(operations["sheet"].to_numpy()[mine][0]), details={"account": line.account}))
        elif before.any():
            details = {"count": int(before.sum()), "account": line.account, "date": line.opening_on.strftime("%d/%m/%Y")}
            findings.append(Finding("BEFORE_OPENING", *place, details=details))
    return accounts, findings + _breaks_between_tabs(operations) + _continued(operations, starts, stated)


def _starts(operations: pd.DataFrame) -> dict[str, int]:
    """Balance before the first line, for accounts with printed balances."""
    running = operations.groupby("account", sort=False)["amount_cents"].cumsum()
    printed = operations[operations["balance_cents"].notna()].drop_duplicates("account")
    return {
        name: int(balance) - int(running[i])
        for i, name, balance in zip(printed.index, printed["account"], printed["balance_cents"], strict=True)
    }


def _stated_openings(operations: pd.DataFrame, read: Sequence[TabOperations]) -> dict[str, tuple[int, object]]:
    """Opening balances that a line of a tab states: account → (minor units, day or None for « before the first line »)."""
    found: dict[str, tuple[int, object]] = {}
    account_of = operations.drop_duplicates(["sheet", "account"]).groupby("sheet", sort=False)["account"].agg(list)
    seen: set[str] = set()
    for tab in read:
        names = account_of.get(tab.sheet, [])
        if len(names) == 1 and tab.opening_cents is not None and names[0] not in found:
            on = tab.opening_on if names[0] not in seen else as_date(np.min(tab.columns["booked_on"]))  # type: ignore[call-overload]
            found[names[0]] = (tab.opening_cents, on)
        seen.update(names)
    return found


def _breaks_between_tabs(operations: pd.DataFrame) -> list[Finding]:
    """An account that goes on in another tab must go on from the same balance."""
    findings = []
    sheets = operations.groupby("account", sort=False)["sheet"].nunique()
    for name in sheets.index[sheets > 1]:
        lines = operations[operations["account"] == name]
        running = lines["amount_cents"].cumsum()
        printed = lines[lines["balance_cents"].notna()]
        change = printed["sheet"] != printed["sheet"].shift()
        for before, after in zip(printed.index[:-1], printed.index[1:], strict=True):
            if not change[after]:
                continue
            expected, balance = (
                int(printed["balance_cents"][before] + running[after] - running[before]),
                int(printed["balance_cents"][after]),
            )
            if expected != balance:
                details = {
                    key: money_text(cents, lines["currency"].iloc[0])
                    for key, cents in (("found", balance), ("expected", expected), ("gap", balance - expected))
                }
                findings.append(Finding("BALANCE_BROKEN", str(printed["sheet"][after]), int(printed["row"][after]), details=details))
    return findings


def _continued(operations: pd.DataFrame, starts: Mapping[str, int], stated: Mapping[str, tuple[int, object]]) -> list[Finding]:
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
    )
    findings = []
    for after, start in known.items():
        for before in known:
            gap = (facts["first"][after] - facts["last"][before]).days
            ends = known[before] + int(facts["moved"][before])
            if (
                before != after
                and start == ends != 0
                and 0 <= gap <= _NEXT_TAB_DAYS
                and facts["currency"][before] == facts["currency"][after]
            ):
                findings.append(Finding("ACCOUNT_CONTINUES", str(facts["sheet"][after]), details={"other": str(facts["sheet"][before])}))
                break
    return findings


def _squeezed(text: str) -> str:
    return simplify(text).replace(" ", "")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text) if re.fullmatch(r"[\d\s./-]*", text) else ""
