"""The account of each statement of an import, asked where nothing tells it, and remembered for the statements that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from addin.app.ports import Dialogs
from addin.app.read_statements import choose, refusal_of
from addin.messages import QUESTIONS, SCREEN, TresoError, say
from addin.treasury.account_list import account_numbers
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.headings import simplify
from addin.treasury.lists import List
from addin.treasury.money_text import money_text
from addin.treasury.statements.account_keys import same_account
from addin.treasury.statements.model import Evidence, Question, Statement
from addin.treasury.statements.proof import Proof
from addin.treasury.statements.recognition import Recognised, recognise
from addin.treasury.statements.register import Register
from addin.treasury.tabs import RawTab, classify


@dataclass
class StatementAccounts:
    """Finds the account of each statement, and remembers what was answered for those that the workbook does not know yet."""

    dossier: Dossier
    tabs: Sequence[RawTab]
    dialogs: Dialogs
    asked: str | None

    def __post_init__(self) -> None:
        kinds = {reading.sheet: reading for reading in self.dossier.readings}
        lists = [List(tab, headings) for tab in self.tabs if kinds[tab.sheet].kind == "accounts" and (headings := classify(tab).headings)]
        self._numbers = {number: name for each in lists for number, name in account_numbers(each).items()}
        self._above = {
            tab.sheet: "\n".join(str(cell) for row in tab.rows[: (kinds[tab.sheet].header_row or 1) - 1] for cell in row if cell)
            for tab in self.tabs
            if kinds[tab.sheet].kind == "operations"
        }
        self._done: list[tuple[str, str, str]] = []  # (number, currency, account) of the statements of this run
        self._ends: dict[
            tuple[int, str], tuple[str, date]
        ] = {}  # (closing balance, currency) of a statement of this run → account, last day

    def of(self, statement: Statement, proof: Proof, register: Register, file: str) -> Recognised:
        """The account of a statement.

        Raises:
            TresoError: ACCOUNT_UNSURE, ACCOUNT_NEW_UNNAMED, ACCOUNT_CURRENCY_DIFFERS, DECLINED.
        """
        asked = self._made_for(statement) or self.asked
        found = None
        if asked is not None and asked == self.asked and not self._goes_with_asked(statement):
            found = self._recognise(statement, None, proof, register, file)  # another account in the same files
            asked = self._name_beside(statement)
        if not isinstance(found, Recognised):
            found = self._recognise(statement, asked, proof, register, file)
        if isinstance(found, Question) and (before := self._goes_on_from(statement, proof)) is not None:
            found = self._recognise(statement, before.account, proof, register, file)
            if isinstance(found, Recognised):
                found = replace(found, evidence=before.evidence)
        if isinstance(found, Question):
            found = self._recognise(statement, self._answer(found), proof, register, file)
            assert isinstance(found, Recognised)
        if found.contradicts and not self.dialogs.confirm(
            say(QUESTIONS["other_account"], file=file, account=found.account, other=found.contradicts)
        ):
            raise TresoError("DECLINED", file=file)
        self._done.append((statement.account.number, statement.currency, found.account))
        if proof.closing_cents and len(statement.lines):
            self._ends[proof.closing_cents, statement.currency] = (found.account, as_date(statement.lines["booked_on"].max()))
        return found

    def _recognise(self, statement: Statement, asked: str | None, proof: Proof, register: Register, file: str) -> Recognised | Question:
        return recognise(
            statement, self.dossier, numbers=self._numbers, register=register, tabs=self._above, asked=asked, proof=proof, file=file
        )

    def _made_for(self, statement: Statement) -> str | None:
        """The account that an earlier statement of this run with the same number went to."""
        number, currency = statement.account.number, statement.currency
        same = (name for other, coin, name in self._done if number and coin == currency and same_account(number, other))
        return next(same, None)

    def _goes_on_from(self, statement: Statement, proof: Proof) -> Recognised | None:
        """The account of a statement of this run that ends with the balance by which this one begins."""
        opening = proof.opening_cents
        end = None if opening is None else self._ends.get((opening, statement.currency))
        if end is None or opening is None:
            return None
        account, day = end
        said = {"account": account, "date": f"{day:%d/%m/%Y}", "balance": money_text(opening, statement.currency or "DZD")}
        return Recognised(account, "", False, Evidence("account", "account_continues", said))

    def _goes_with_asked(self, statement: Statement) -> bool:
        """No statement of this run that went to the account asked for has another number or another currency."""
        number, currency = statement.account.number, statement.currency
        return all(
            coin == currency and (not number or not other or same_account(number, other))
            for other, coin, name in self._done
            if name == self.asked
        )

    def _name_beside(self, statement: Statement) -> str:
        """A name for a further account of the files, after the one that she gave."""
        coins = {coin for _, coin, name in self._done if name == self.asked}
        return f"{self.asked} {statement.account.number.strip()[-4:] if statement.currency in coins else statement.currency}".strip()

    def _answer(self, question: Question) -> str:
        """The account that she names; a new one under the name that the statement suggests."""
        suggested = str(question.details.get("suggested", ""))
        taken = {simplify(name) for name in self.dossier.accounts["account"]}
        new = [suggested] if suggested and simplify(suggested) not in taken else []
        answers = [*question.options, *(say(SCREEN["new_account"], account=name) for name in new)]
        if not answers:
            raise refusal_of(question)
        return [*question.options, *new][choose(self.dialogs, question, answers)]
