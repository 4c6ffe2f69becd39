"""The account of the workbook that a statement belongs to, with what tells it; a question where nothing does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from addin.messages import TresoError, say
from addin.messages.statements import ACCOUNT_NUMBER_SAID
from addin.treasury.accounts import AccountNames
from addin.treasury.balances import balances_on
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.headings import simplify
from addin.treasury.money_text import money_text
from addin.treasury.statements.account_keys import account_key, find_accounts, possible_accounts, same_account
from addin.treasury.statements.fingerprints import fingerprints, label_keys
from addin.treasury.statements.model import Evidence, Question, Statement
from addin.treasury.statements.pairing import pair
from addin.treasury.statements.proof import Proof
from addin.treasury.statements.register import Register

_OVERLAP = 3  # lines that a tab must already hold
_TELLING_CENTS = 100_000  # a smaller balance, or zero, may be that of several accounts
_LONG_NUMBER = 10  # letters and digits: more than an account of the chart (compte SCF)
_LONGEST_NAME = 31  # characters of a tab's name
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Recognised:
    """The account of a statement.

    Attributes:
        tab: the tab that its lines go to; "" when one must be made.
        is_new: the workbook does not know the account yet.
        contradicts: another account to which the number of the statement leads, when she asked for this one; "" without.
    """

    account: str
    tab: str
    is_new: bool
    evidence: Evidence
    contradicts: str = ""


def recognise(
    statement: Statement,
    dossier: Dossier,
    *,
    numbers: Mapping[str, str],
    register: Register,
    tabs: Mapping[str, str],
    asked: str | None = None,
    proof: Proof | None = None,
    file: str = "",
) -> Recognised | Question:
    """The account (compte) that a statement belongs to.

    What she asked for comes first, then the number of the account (in `Comptes`, in the tabs, in the register), then lines
    that the account already holds, then its balance, which the statement goes on from; last the only account, if it is empty.

    Args:
        numbers: number as declared in `Comptes` → account.
        tabs: tab of operations → the text above its headings.
        asked: account given by `--compte` or chosen; one that is not known is a new one.
        proof: of the statement, for its opening balance.
        file: name of the file, for a question.
    Returns:
        The account, or the question to ask (`options` are names of accounts, to be given back as `asked`).
    Raises:
        TresoError: ACCOUNT_CURRENCY_DIFFERS.
    """
    return _Recognition(statement, dossier, numbers, register, tabs, proof, file).answer(asked)


def suggested_name(statement: Statement) -> str:
    """A short name for a new account, fit for a tab: its name, else its bank, else the end of its number; "" when nothing is said."""
    account = statement.account
    ending = f"Compte {account.number.strip()[-4:]}" if account.number.strip() else ""
    for text in (account.name, account.bank, ending):
        name = " ".join(text.translate(_NOT_IN_A_NAME).split())[:_LONGEST_NAME].strip()
        if name:
            return name
    return ""


class _Recognition:
    """One statement against all accounts of the workbook."""

    def __init__(
        self,
        statement: Statement,
        dossier: Dossier,
        numbers: Mapping[str, str],
        register: Register,
        tabs: Mapping[str, str],
        proof: Proof | None,
        file: str,
    ) -> None:
        self.statement, self.dossier, self.proof, self.file = statement, dossier, proof, file
        self.numbers, self.register, self.tabs = numbers, register, tabs
        self.number = statement.account.number
        accounts = dossier.accounts
        self.names: list[str] = accounts["account"].tolist()
        self.currencies: dict[str, str] = dict(zip(accounts["account"], accounts["currency"], strict=True))
        self.operations = dossier.operations

    def answer(self, asked: str | None) -> Recognised | Question:
        by_number = self._by_number()
        if asked is not None and asked.strip():
            return self._asked(" ".join(asked.split()), by_number)
        if by_number is not None:
            return by_number
        if not self._leads_to_several():
            for found in (self._by_lines(), self._by_balance(), self._by_emptiness()):
                if found is not None:
                    return found
        return self._question()

    # ------------------------------------------------------------------ evidence, strongest first
    def _asked(self, asked: str, by_number: Recognised | None) -> Recognised:
        name = AccountNames(self.names, self.numbers).find(asked)
        evidence = Evidence("account", "account_asked", {"account": name or asked})
        contradicts = by_number.account if by_number is not None and by_number.account != self._in_currency(name) else ""
        if name is None:
            return Recognised(asked, "", True, evidence, contradicts)
        return self._recognised(name, evidence, contradicts)

    def _by_number(self) -> Recognised | None:
        found = self._numbered()
        if len(found) != 1:
            return None
        ((account, evidence),) = found.items()
        return self._recognised(account, evidence)

    def _leads_to_several(self) -> bool:
        return len(self._numbered()) > 1

    def _numbered(self) -> dict[str, Evidence]:
        """Accounts that carry the number of the statement, by the first kind of place that has one; several are not told apart."""
        if not self.number:
            return {}
        declared = {name for number, name in self.numbers.items() if same_account(number, self.number)}
        if declared:
            return {each: self._said("account_declared", each) for each in sorted(declared)}
        written: dict[str, Evidence] = {}
        for tab, text in self.tabs.items():
            if any(same_account(each, self.number) for each in _numbers_in(f"{tab}\n{text}")):
                mine = self.operations.loc[self.operations["sheet"] == tab, "account"].unique().tolist()
                own = mine if mine else [name for name in self.names if simplify(name) == simplify(tab)]
                if len(own) == 1:
                    written[own[0]] = self._said("account_in_tab", own[0], tab=tab)
        if written:
            return written
        return {name: self._said("account_remembered", name) for name in self.register.accounts_of(self.number, self.names)}

    def _by_lines(self) -> Recognised | None:
        """The account that already holds lines of the statement, clearly more than any other."""
        lines = self.statement.lines
        if len(lines) < _OVERLAP or not len(self.operations):
            return None
        days = lines["booked_on"]
        near = self.operations[(self.operations["booked_on"] >= days.min()) & (self.operations["booked_on"] <= days.max())]
        counts = {name: _common(lines, group) for name, group in near.groupby("account", sort=False) if self._is_possible(str(name))}
        best = sorted(counts, key=lambda name: -counts[name])[:2]
        if not best or counts[best[0]] < _OVERLAP or (len(best) > 1 and 2 * counts[best[1]] > counts[best[0]]):
            return None
        return self._recognised(str(best[0]), self._said("account_lines", str(best[0]), count=counts[best[0]]))

    def _by_balance(self) -> Recognised | None:
        """The account whose balance, on the evening before, is the opening balance of the statement to the centime."""
        lines, opening = self.statement.lines, None if self.proof is None else self.proof.opening_cents
        if opening is None or abs(opening) < _TELLING_CENTS or not len(lines) or not len(self.operations):
            return None
        day = as_date(lines["booked_on"].to_numpy().min()) - timedelta(days=1)
        held = balances_on(self.dossier, day)
        same = held[held["is_known"].to_numpy(dtype=bool) & (held["balance_cents"] == opening).fillna(False).to_numpy(dtype=bool)]
        names = [name for name in same["account"].tolist() if self._is_possible(name)]
        if len(names) != 1:
            return None
        currency = self.currencies.get(names[0], "DZD")
        said = self._said("account_continues", names[0], date=f"{day:%d/%m/%Y}", balance=money_text(opening, currency))
        return self._recognised(names[0], said)

    def _by_emptiness(self) -> Recognised | None:
        """The only account of the workbook, as long as it holds nothing."""
        if len(self.names) != 1 or len(self.operations) or not self._is_possible(self.names[0]):
            return None
        return self._recognised(self.names[0], self._said("account_waiting", self.names[0]))

    # ------------------------------------------------------------------ results
    def _question(self) -> Question:
        number = say(ACCOUNT_NUMBER_SAID, number=self.number) if self.number else ""
        if not self.names:
            details = {"file": self.file, "number": number, "suggested": suggested_name(self.statement)}
            return Question("account", "new_account", (), "ACCOUNT_NEW_UNNAMED", details)
        possible = [name for name in self.names if self._is_possible(name)] or self.names
        details = {"file": self.file, "number": number, "names": ", ".join(possible), "suggested": suggested_name(self.statement)}
        return Question("account", "which_account", tuple(possible), "ACCOUNT_UNSURE", details)

    def _recognised(self, account: str, evidence: Evidence, contradicts: str = "") -> Recognised:
        account = self._in_currency(account) or account
        currency, stated = self.currencies.get(account, ""), self.statement.currency
        if currency and stated and currency != stated:
            raise TresoError("ACCOUNT_CURRENCY_DIFFERS", file=self.file, currency=stated, account=account, expected=currency)
        return Recognised(account, self._tab(account), False, evidence, contradicts)

    def _in_currency(self, account: str | None) -> str | None:
        """The account that holds the currency of the statement: « Caisse EUR » beside « Caisse »."""
        if account is None or self.currencies.get(account) == self.statement.currency:
            return account
        other = f"{account} {self.statement.currency}"
        return other if other in self.currencies else account

    def _is_possible(self, account: str) -> bool:
        """Its currency is that of the statement, and no other number is known of it."""
        currency, stated = self.currencies.get(account, ""), self.statement.currency
        if currency and stated and currency != stated:
            return False
        own = [number for number, name in self.numbers.items() if name == account and len(account_key(number)) >= _LONG_NUMBER]
        is_told = bool(own) and len(account_key(self.number)) >= _LONG_NUMBER
        return not is_told or any(same_account(each, self.number) for each in own)

    def _tab(self, account: str) -> str:
        """The tab of the account that holds the days of the statement, else its latest one."""
        mine = self.operations[self.operations["account"] == account]
        if mine.empty:
            empty = [tab for tab in self.tabs if simplify(tab) == simplify(account)]
            return empty[0] if len(empty) == 1 else ""
        spans = mine.groupby("sheet", sort=False)["booked_on"].agg(["min", "max"])
        days = self.statement.lines["booked_on"]
        if len(days) and len(spans) > 1:
            holding = spans[(spans["min"] <= days.min()) & (spans["max"] >= days.max())]
            if len(holding) == 1:
                return str(holding.index[0])
        return str(spans.index[int(spans["max"].to_numpy().argmax())])

    def _said(self, code: str, account: str, **details: object) -> Evidence:
        return Evidence("account", code, {"account": account, "number": self.number, **details})


def _numbers_in(text: str) -> Sequence[str]:
    return [found.text for found in find_accounts(text)] + possible_accounts(text)


def _common(lines: pd.DataFrame, operations: pd.DataFrame) -> int:
    """Lines of the same day, amount and label, one for one."""
    first, second = (
        fingerprints(each["booked_on"].to_numpy(), each["amount_cents"].to_numpy(), label_keys(each["label"]))
        for each in (lines, operations)
    )
    named = np.flatnonzero(first.label != 0), np.flatnonzero(second.label != 0)
    mine, theirs = first.taken(named[0]), second.taken(named[1])
    return len(pair((mine.days, mine.cents, mine.label), (theirs.days, theirs.cents, theirs.label))[0])
