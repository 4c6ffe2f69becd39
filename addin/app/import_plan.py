"""What an import would do: read, recognised, proven, told apart from what is known; nothing is written yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_dossier import read_even_empty
from addin.app.read_statements import AnsweredFile, ReadStatement, known_profiles, read_files
from addin.app.statement_accounts import StatementAccounts
from addin.messages import Finding, TresoError
from addin.sheets.account_tab import LONGEST_TITLE, tab_title
from addin.sheets.imports import TITLE as REGISTER
from addin.sheets.imports import read_register
from addin.treasury.counterparties import Shapes, label_shapes
from addin.treasury.dossier import Dossier
from addin.treasury.money_text import money_text
from addin.treasury.statements.fingerprints import Fingerprints
from addin.treasury.statements.identity import Novelty, new_lines
from addin.treasury.statements.model import Evidence, Rejected, Statement, StatementFile
from addin.treasury.statements.proof import Proof, chain_findings, proof_findings, prove, rejected_of
from addin.treasury.statements.register import Import, Register
from addin.treasury.statements.slips import Slip, find_slips, rib_slip
from addin.treasury.statements.tab_check import check_tab, tab_balances, tab_findings
from addin.treasury.tabs import RawTab


@dataclass(frozen=True)
class Wishes:
    """What she asked for beside the files.

    Attributes:
        account: the one that receives the lines (`--compte`), created when it is missing; None to recognise it.
        profile: name of the bank profile, None to recognise it.
        accepts_gap: told what does not hold, says whether to write all the same.
    """

    account: str | None = None
    profile: str | None = None
    accepts_gap: Callable[[str], bool] = lambda question: False


@dataclass(frozen=True, eq=False)
class PlannedStatement:
    """One statement, where it goes, and what of it is new.

    Attributes:
        account: as the workbook names it, or will.
        sheet: the tab that receives its lines.
        needs_tab: no tab of the workbook takes its lines: one is added.
        currency: ISO code of its amounts.
        order: positions of the new lines, in chronological order.
        opening_cents, closing_cents: as the bank states them, or as balances that hold give them; None otherwise.
        known_balances: Int64, balance after each line: as printed, else as the proof gives it, else the closing one after the last.
        shapes: of the labels of the new lines, in the order of the file.
    """

    file: StatementFile
    statement: Statement
    account: str
    sheet: str
    needs_tab: bool
    currency: str
    proof: Proof
    novelty: Novelty
    rejected: tuple[Rejected, ...]
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    shapes: Shapes | None = None

    @property
    def order(self) -> np.ndarray:
        picked: np.ndarray = self.proof.order[self.novelty.is_new[self.proof.order]]
        return picked

    @property
    def is_disproved(self) -> bool:
        """Its balances say that its lines are not all there, and nothing explains it.

        Lines that were rejected explain a total that lacks them, as long as the balances printed beside the others hold.
        """
        broken = {step.nature for step in self.proof.broken}
        follows = any(step.nature == "running" and step.holds for step in self.proof.steps)
        return bool(broken) and not (self.rejected and follows)

    @property
    def count(self) -> int:
        """New lines."""
        return int(self.novelty.is_new.sum())

    @property
    def added_cents(self) -> int:
        """Their sum."""
        return int(self.statement.lines["amount_cents"].to_numpy()[self.novelty.is_new].sum())

    @property
    def opening_cents(self) -> int | None:
        return self.proof.opening_cents if self.proof.check != "absent" or self.statement.opening is not None else None

    @property
    def closing_cents(self) -> int | None:
        return self.proof.closing_cents if self.proof.check != "absent" or self.statement.closing is not None else None

    @property
    def known_balances(self) -> pd.Series:
        printed: pd.Series = self.statement.lines["balance_cents"]
        order, opening, closing = self.proof.order, self.proof.opening_cents, self.statement.closing
        if printed.notna().any() or not len(order):
            return printed
        if self.proof.check == "ok" and opening is not None:
            after = np.empty(len(order), dtype=np.int64)
            after[order] = opening + np.cumsum(self.statement.lines["amount_cents"].to_numpy()[order])
            return pd.Series(after, index=printed.index, dtype="Int64")
        if closing is not None and not self.rejected and not self.is_disproved:
            printed = printed.copy()
            printed.iloc[int(order[-1])] = closing.cents
        return printed

    @cached_property
    def _to_remember(self) -> Fingerprints:
        return self.novelty.fingerprints.taken(self.novelty.to_remember)

    def register_entry(self, number: int, at: datetime, *, is_pending: bool) -> Import:
        """The import as the register keeps it."""
        lines = self.statement.lines
        first, last = (lines["booked_on"].min().date(), lines["booked_on"].max().date()) if len(lines) else (None, None)
        return Import(
            number,
            self.account,
            self.sheet,
            self._to_remember,
            identity=self.statement.account.number,
            format=self.file.format,
            file=self.file.file,
            at=at,
            first=first,
            last=last,
            currency=self.currency,
            read=len(lines) + len(self.rejected),
            added=self.count,
            known=len(lines) - self.count,
            rejected=len(self.rejected),
            added_cents=self.added_cents,
            opening_cents=self.opening_cents,
            closing_cents=self.closing_cents,
            check=self.proof.check,
            is_interim=self.statement.is_interim,
            is_pending=is_pending,
        )


@dataclass(frozen=True, eq=False)
class ImportPlan:
    """All that an import would do.

    Attributes:
        refused: files that could not be read at all, when others could.
        files: all that was read, those without any statement too.
        answered: the same, with her answers.
    """

    workbook: str
    dossier: Dossier
    tabs: tuple[RawTab, ...]
    register: Register
    files: tuple[StatementFile, ...]
    planned: tuple[PlannedStatement, ...]
    refused: tuple[TresoError, ...]
    answered: tuple[AnsweredFile, ...] = ()

    @property
    def count(self) -> int:
        """New lines in all."""
        return sum(each.count for each in self.planned)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What deserves a look or is only said: of the files, their lines, their balances, the register."""
        found = [refusal.finding for refusal in self.refused]
        for file in self.files:
            found += [Finding(code, file.file, details={"file": file.file, **details}) for code, details in file.findings]
            found += rejected_findings(file)
        found += [finding for each in self.planned for finding in each.findings]
        return (*found, *self.register.findings)


def rejected_findings(file: StatementFile) -> list[Finding]:
    """The lines of a file that could not be read, each with its place."""
    return [
        Finding(each.code, file.file, each.line, each.column, each.value, {"file": file.file, **each.details}) for each in file.rejected
    ]


def plan_import(
    workbook: Workbook, dialogs: Dialogs, paths: Sequence[Path], read: ReadStatement, wishes: Wishes, now: datetime
) -> ImportPlan:
    """Read workbook and statements, and decide.

    Raises:
        TresoError: SHEET_NAME_TAKEN when « Imports » is a sheet of hers; the refusal of the only file; an open question
            where nobody can answer; an account that is not known, or whose name no tab can carry; DECLINED.
    """
    register = _read_register(workbook)
    profiles, said = known_profiles(workbook)
    answered, refused = read_files(dialogs, paths, read, profiles, wishes.profile)  # while the workbook is still read aside
    dossier, tabs = read_even_empty(workbook, dialogs)
    accounts = StatementAccounts(dossier, tabs, dialogs, wishes.account)
    planned: list[PlannedStatement] = []
    growing = register
    files = [each.file for each in answered]
    for file in files:
        proofs = [prove(statement, rejected_of(statement, file)) for statement in file.statements]
        for statement, proof in zip(file.statements, proofs, strict=True):
            one = _plan(file, statement, proof, dossier, growing, accounts, now)
            planned.append(one)
            growing = growing.added(one.register_entry(growing.next_number, now, is_pending=True))
        if proofs and (joints := chain_findings(file, proofs)):
            planned[-1] = replace(planned[-1], findings=(*planned[-1].findings, *joints))
    register = replace(register, findings=(*register.findings, *said))
    return ImportPlan(workbook.name, dossier, tuple(tabs), register, tuple(files), tuple(planned), tuple(refused), tuple(answered))


def _read_register(workbook: Workbook) -> Register:
    found = find_sheet(workbook.sheets(), REGISTER)
    if found is None:
        return Register()
    return read_register(workbook.read(found.name).rows if found.is_grid else (), file=workbook.name, sheet=found.name)


# ------------------------------------------------------------------------------------------------ one statement
def _plan(
    file: StatementFile,
    statement: Statement,
    proof: Proof,
    dossier: Dossier,
    register: Register,
    accounts: StatementAccounts,
    now: datetime,
) -> PlannedStatement:
    recognised = accounts.of(statement, proof, register, file.file)
    account, sheet = recognised.account, recognised.tab or tab_title(recognised.account)
    if not recognised.tab and len(account) > LONGEST_TITLE:  # two such names could give one tab
        raise TresoError("ACCOUNT_NAME_TOO_LONG", file=file.file, account=account, count=len(account), limit=LONGEST_TITLE)
    operations = dossier.operations
    mine = operations[operations["account"] == account]
    declared = dossier.accounts.loc[dossier.accounts["account"] == account, "currency"]
    currency = statement.currency or (str(declared.iloc[0]) if len(declared) else dossier.base_currency)
    balance_at = tab_balances(dossier, account)
    imports = register.of_account(account, statement.account.number)
    if not recognised.tab:  # a tab that she deleted since: what went there is to be brought again
        imports = [each for each in imports if each.is_pending]
    novelty = new_lines(statement, mine, imports, proof=proof, balance_at=balance_at, format=file.format)
    rejected = rejected_of(statement, file)
    findings = proof_findings(statement, proof, file.file)
    findings += tab_findings(check_tab(statement, proof, novelty, mine, balance_at), statement, account, sheet, file.file)
    findings += _doubles(statement, novelty, file.file, currency)
    moved = None
    if statement.opening is not None and statement.closing is not None:
        moved = statement.closing.cents - statement.opening.cents
    new = statement.lines[novelty.is_new]
    slips = [slip for slip in (rib_slip(statement.account.number),) if slip is not None]
    shapes = label_shapes(new["label"])
    stated = moved if novelty.is_new.all() else None
    slips += find_slips(new, mine, now.date(), currency=currency, stated_movement_cents=stated, told=shapes)
    findings += [_slip_finding(slip, file.file, currency) for slip in slips]
    if recognised.contradicts:
        findings.append(
            Finding("ACCOUNT_CONTRADICTED", file.file, details={"file": file.file, "account": account, "other": recognised.contradicts})
        )
    evidence = (*file.evidence, recognised.evidence)
    return PlannedStatement(
        file,
        statement,
        account,
        sheet,
        recognised.is_new or not recognised.tab,
        currency,
        proof,
        novelty,
        tuple(rejected),
        tuple(findings),
        evidence,
        shapes,
    )


def _doubles(statement: Statement, novelty: Novelty, file: str, currency: str) -> list[Finding]:
    """Lines of the tab that look like one that is added, when no balance tells whether they are two."""
    lines = statement.lines
    places, cents, labels = lines["line"].to_numpy(), lines["amount_cents"].to_numpy(), lines["label"].tolist()
    found = []
    for each in novelty.similar:
        if each.is_new and not each.is_settled:
            at = each.position
            said = {"file": file, "line": int(places[at]), "amount": money_text(int(cents[at]), currency), "label": labels[at]}
            found.append(Finding("POSSIBLE_DOUBLE", each.sheet, each.row, details=said))
    return found


def _slip_finding(slip: Slip, file: str, currency: str) -> Finding:
    details = {
        key: f"{value:%d/%m/%Y}"
        if isinstance(value, date)
        else money_text(value, currency)
        if key in _AMOUNTS and isinstance(value, int)
        else value
        for key, value in slip.details.items()
    }
    row, *more = slip.lines or (None,)
    return Finding(slip.code, file, row, value=str(details.get("value", "")), details=details, also_rows=tuple(more))


_AMOUNTS = ("value", "expected", "usual")
"""Details of a slip that are minor units."""
