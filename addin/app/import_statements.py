"""Import bank statements (importer un relevé): what is new goes into the tabs of the accounts, and is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from addin.app.added_rows import last_row, rows_added
from addin.app.closed_months import require_open
from addin.app.history import ADDED, REGISTERED, Change, History, read_history, record
from addin.app.import_plan import ImportPlan, PlannedStatement, Wishes, plan_import
from addin.app.kept_profiles import keep_profiles
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_statements import ReadStatement
from addin.app.total_lines import stale_totals
from addin.messages import QUESTIONS, Finding, TresoError, say
from addin.sheets.account_tab import FIELDS, account_tab
from addin.sheets.imports import STATE_COLUMN, import_rows, imports_sheet
from addin.sheets.imports import TITLE as REGISTER
from addin.sheets.model import Value, fingerprint
from addin.sheets.prepared import declared_row
from addin.treasury.counterparties import names_of
from addin.treasury.dates import as_date
from addin.treasury.statements.layout import Side, TabLayout, lay_out, layout_of, places
from addin.treasury.tables import column_letter

ACTION = "Importer un relevé"
_NEW_TAB = {"debit": Side(-1, 1), "credit": Side(1, 1)}


@dataclass(frozen=True, eq=False)
class Imported:
    """What was done.

    Attributes:
        rows: for each planned statement, the rows that its new lines took, in chronological order.
        new_tabs: titles of the tabs added.
        written: found while writing (formulas that could not be calculated here, totals that do not follow).
    """

    plan: ImportPlan
    rows: tuple[tuple[int, ...], ...]
    new_tabs: tuple[str, ...] = ()
    written: tuple[Finding, ...] = ()

    @property
    def count(self) -> int:
        """Lines added."""
        return self.plan.count

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What deserves a look or is only said."""
        return (*self.plan.findings, *self.written)


def import_statements(
    workbook: Workbook,
    dialogs: Dialogs,
    paths: Sequence[Path],
    read: ReadStatement,
    wishes: Wishes,
    agrees: Callable[[ImportPlan], bool],
    now: datetime,
) -> Imported:
    """Read the statements, prove them, add the lines that the accounts do not hold yet.

    Args:
        paths: full paths of the files.
        agrees: shown what would be done, says whether to do it.
        now: local time: for `Imports` and `Historique`, and to see dates to come.
    Raises:
        TresoError: STATEMENT_NOT_PROVEN when balances do not hold and she does not accept it; MONTH_CLOSED; DECLINED; what
            `plan_import` and the workbook refuse. Nothing is written then.
    """
    history = read_history(workbook)
    plan = plan_import(workbook, dialogs, paths, read, wishes, now)
    _require_proof(plan, wishes)
    for each in plan.planned:
        new_days = each.statement.lines.loc[each.novelty.is_new, "booked_on"].dt.date
        require_open(plan.dossier.settings, new_days, each.file.file, each.account)
    if not agrees(plan):
        raise TresoError("DECLINED", file=workbook.name)
    if not any(each.count or each.novelty.to_remember.any() for each in plan.planned):
        return Imported(plan, tuple(() for _ in plan.planned))
    return _Writing(workbook, plan, now).write(history, keep_profiles(workbook, dialogs, plan))


def _require_proof(plan: ImportPlan, wishes: Wishes) -> None:
    for each in plan.planned:
        if each.is_disproved:
            reasons = [finding.headline() for finding in each.findings if finding.code in _DISPROVES]
            if not wishes.accepts_gap(say(QUESTIONS["accept_gap"], file=each.file.file, reason=" ".join(reasons))):
                broken = next(step for step in each.proof.broken)
                raise TresoError("STATEMENT_NOT_PROVEN", file=each.file.file, row=broken.line, reason=" ".join(reasons))


_DISPROVES = ("STATEMENT_BALANCE_BROKEN", "STATEMENT_CLOSING_BROKEN", "STATEMENT_TOTAL_BROKEN", "STATEMENT_COUNT", "STATEMENT_PROOF_UNSURE")


class _Writing:
    """The writes of one import: rows in tabs, tabs added, accounts declared, the register."""

    def __init__(self, workbook: Workbook, plan: ImportPlan, now: datetime) -> None:
        self.workbook, self.plan, self.now = workbook, plan, now
        self.sheets = workbook.sheets()
        self.rows: list[tuple[int, ...]] = [() for _ in plan.planned]
        self.changes: list[Change] = []
        self.new_tabs: list[str] = []
        self.uncalculated: dict[str, set[str]] = {}
        self.under_a_total: list[tuple[str, list[tuple[Value, ...]]]] = []

    def write(self, history: History, kept: Sequence[Change]) -> Imported:
        """Queue everything and save.

        Args:
            kept: changes that are queued already.
        """
        by_sheet: dict[str, list[int]] = {}
        for i, each in enumerate(self.plan.planned):
            if each.count:
                by_sheet.setdefault(each.sheet, []).append(i)
        new = [sheet for sheet, which in by_sheet.items() if any(self.plan.planned[i].needs_tab for i in which)]
        for sheet in reversed(new):  # each right behind the same tab, so that they follow each other in their order
            self._add_tab(sheet, by_sheet[sheet])
        self.new_tabs.reverse()
        for sheet, which in by_sheet.items():
            if sheet not in new:
                self._add_lines(sheet, which)
        self._register()
        record(self.workbook, history, ACTION, [*self.changes, *kept], self.now)
        self.workbook.save()
        found = [
            Finding("FORMULA_NOT_CALCULATED", sheet, details={"columns": ", ".join(sorted(columns))})
            for sheet, columns in self.uncalculated.items()
        ]
        for sheet, cells in self.under_a_total:
            found += self._totals(sheet, cells)
        return Imported(self.plan, tuple(self.rows), tuple(self.new_tabs), tuple(found))

    # ------------------------------------------------------------------ lines
    def _add_lines(self, sheet: str, which: Sequence[int]) -> None:
        """New lines between or under those of a tab."""
        dossier = self.plan.dossier
        tab = next(tab for tab in self.plan.tabs if tab.sheet == sheet)
        reading = next(reading for reading in dossier.readings if reading.sheet == sheet)
        operations = dossier.operations[dossier.operations["sheet"] == sheet]
        cells: list[tuple[Value, ...]] = []
        days, owners = [], []
        checked: tuple[int, ...] = ()
        for i in which:
            each = self.plan.planned[i]
            layout = layout_of(tab, reading, operations, each.account)
            lines = _new_lines(each)
            cells += lay_out(lines, layout, each.currency)
            days.append(lines["booked_on"].to_numpy())
            owners += [i] * len(lines)
            checked = layout.checked_columns
        when = np.concatenate(days)
        order = np.argsort(when, kind="stable")
        groups = places(layout, when[order])
        taken: list[tuple[int, int]] = []  # (row, line) once all are in place
        added: list[Change] = []
        for group in groups:  # from the bottom up: each place holds until the ones above it are filled
            picked = order[group.picked]
            rows = [cells[line] for line in picked.tolist()]
            left = self.workbook.add_rows(sheet, rows, at=group.at, model=group.model)
            self.uncalculated.setdefault(sheet, set()).update(left)
            above = sum(len(other.picked) for other in groups if other.at < group.at)
            taken += [(group.at + above + k, line) for k, line in enumerate(picked.tolist())]
            added.append(rows_added(sheet, group.at + above, rows, checked))
        self.changes += sorted(added, key=lambda change: change.row or 0)
        if not self.uncalculated[sheet]:
            del self.uncalculated[sheet]
        self._remember_rows(which, owners, taken)
        if reading.left_out.get("total"):
            self.under_a_total.append((sheet, cells))

    def _totals(self, sheet: str, cells: Sequence[Sequence[Value]]) -> list[Finding]:
        """What is to say of the total line of a tab, now that the lines are written."""
        tab = next(tab for tab in self.plan.tabs if tab.sheet == sheet)
        reading = next(reading for reading in self.plan.dossier.readings if reading.sheet == sheet)
        operations = self.plan.dossier.operations
        last = int(operations.loc[operations["sheet"] == sheet, "row"].max())
        return stale_totals(sheet, reading.columns, last, tab.rows, self.workbook.read(sheet).rows, cells)

    def _remember_rows(self, which: Sequence[int], owners: Sequence[int], taken: Sequence[tuple[int, int]]) -> None:
        row_of = {line: row for row, line in taken}
        for i in which:
            self.rows[i] = tuple(row_of[line] for line, owner in enumerate(owners) if owner == i)

    # ------------------------------------------------------------------ new accounts
    def _add_tab(self, title: str, which: Sequence[int]) -> None:
        """The tab of a new account, with its lines, and its line in « Comptes »."""
        if find_sheet(self.sheets, title) is not None:
            raise TresoError("SHEET_NAME_TAKEN", file=self.workbook.name, sheet=title)
        cells: list[tuple[Value, ...]] = []
        days, owners = [], []
        none = np.array([], dtype="datetime64[s]")
        for i in which:
            each = self.plan.planned[i]
            layout = TabLayout(title, FIELDS, _NEW_TAB, 1, {}, "", each.currency, "oldest_first", 1, none.astype(np.int64), none)
            lines = _new_lines(each)
            cells += lay_out(lines, layout, each.currency)
            days.append(lines["booked_on"].to_numpy())
            owners += [i] * len(lines)
        order = np.argsort(np.concatenate(days), kind="stable")
        sheet = account_tab(title, [cells[line] for line in order.tolist()])
        self.workbook.put(sheet, after=self._last_account_tab())
        self.new_tabs.append(title)
        self.changes.append(Change(title, ADDED, "", fingerprint(sheet.values())))
        self._declare(self.plan.planned[which[0]])
        self._remember_rows(which, owners, [(2 + k, line) for k, line in enumerate(order.tolist())])

    def _last_account_tab(self) -> str | None:
        """The tab behind which a new account goes: the last one of operations, else the last of hers."""
        read = [reading.sheet for reading in self.plan.dossier.readings if reading.kind == "operations"]
        hers = [tab.sheet for tab, reading in zip(self.plan.tabs, self.plan.dossier.readings, strict=True) if reading.kind != "state"]
        return (read or hers)[-1] if read or hers else None

    def _declare(self, planned: PlannedStatement) -> None:
        """A line in « Comptes », when she has that tab and the account is not in it."""
        dossier = self.plan.dossier
        reading = next((each for each in dossier.readings if each.kind == "accounts"), None)
        if reading is None or planned.account in set(dossier.accounts.loc[dossier.accounts["sheet"] != "", "account"]):
            return
        tab = next(tab for tab in self.plan.tabs if tab.sheet == reading.sheet)
        opening, lines = planned.statement.opening, planned.statement.lines
        start = None if planned.rejected or planned.is_disproved else planned.proof.opening_cents
        since = opening.on if opening is not None and opening.on is not None else as_date(lines["booked_on"].min())
        number = planned.statement.account.number
        row = declared_row(reading.columns, planned.account, planned.currency, number, start, None if start is None else since)
        last = max(reading.header_row or 0, last_row(tab.rows))
        at, model = last + 1, last if last > (reading.header_row or 0) else None
        left = self.workbook.add_rows(reading.sheet, [row], at=at, model=model)
        if left:
            self.uncalculated.setdefault(reading.sheet, set()).update(left)
        self.changes.append(rows_added(reading.sheet, at, [row], sorted(set(reading.columns.values()))))

    # ------------------------------------------------------------------ the register
    def _register(self) -> None:
        number = self.plan.register.next_number
        rows: list[tuple[Value, ...]] = []
        firsts: list[int] = []
        for each in self.plan.planned:
            if each.count or each.novelty.to_remember.any():
                firsts.append(len(rows))
                rows += import_rows(each.register_entry(number, self.now, is_pending=False))
                number += 1
        found = find_sheet(self.sheets, REGISTER)
        if found is None:
            self.workbook.put(imports_sheet(rows))
            start = 2
        else:
            start = last_row(next(tab.rows for tab in self.plan.tabs if tab.sheet == found.name)) + 1
            self.workbook.append(found.name, rows)
        title = REGISTER if found is None else found.name
        letter = column_letter(STATE_COLUMN - 1)
        self.changes += [Change(title, REGISTERED, row=start + first, column=letter) for first in firsts]


def _new_lines(planned: PlannedStatement) -> pd.DataFrame:
    """The new lines in chronological order, with the balances that are known and the counterparty that the label names."""
    lines = planned.statement.lines.assign(balance_cents=planned.known_balances).iloc[planned.order].reset_index(drop=True)
    place = np.cumsum(planned.novelty.is_new) - 1  # of a line of the file among the new ones
    told = None if planned.shapes is None else planned.shapes.picked(place[planned.order])
    return lines.assign(counterparty=lines["counterparty"].where(lines["counterparty"] != "", names_of(lines["label"], told)))
