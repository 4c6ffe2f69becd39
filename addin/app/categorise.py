"""Classify the lines that wait (catégoriser): what each is for, written beside it, with its reason; what she typed is learnt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pandas as pd

from addin.app.category_columns import HEADINGS, CategoryColumns, category_columns, cell_text
from addin.app.cells import column_letters
from addin.app.closed_months import closed_until
from addin.app.history import CELL, REMEMBERED, SORTED, Change, read_history, record
from addin.app.pages import named_page, put_page
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.proposed_rules import rule_decisions
from addin.app.read_dossier import read_with_tabs, require_operations
from addin.app.renamed_categories import follow_new_names
from addin.messages import Finding, TresoError, say
from addin.messages.classification import REASONS
from addin.sheets.classification_memory import TITLE as MEMORY
from addin.sheets.classification_memory import memory_rows, memory_sheet, read_memory
from addin.sheets.classification_page import TITLE, Counts, ShownLine, classification_sheet, is_classification_page, percent
from addin.sheets.model import Sheet, Value
from addin.treasury.classification.classify import Classification, classify
from addin.treasury.classification.rule_proposals import propose_rules
from addin.treasury.classification.rules import rule_findings
from addin.treasury.classification.written import WrittenRegister, entries_of
from addin.treasury.closing import default_closing_date
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.entries.classified import UNSORTED
from addin.treasury.headings import simplify
from addin.treasury.matching.matching import match_payments
from addin.treasury.matching.model import Matching
from addin.treasury.splits.offered import lines_to_split
from addin.treasury.tabs import RawTab

if TYPE_CHECKING:
    from addin.app.learned_models import ModelCache

ACTION = "Catégoriser"
MOST_CATEGORIES = 6
"""Expenses that « Catégories » may hold."""
Selected = Mapping[str, Collection[int]]
"""Tab → Excel rows."""


@dataclass(frozen=True, eq=False)
class Categorised:
    """What a classification gave.

    Attributes:
        classification: of all operations.
        new: index of the operations that got a category now; unsorted: of those left to her.
        lines: what the page shows; page: the page itself, None when it was not written.
        findings: of the reading, of what was learnt, of what could not be written.
    """

    dossier: Dossier
    as_of: date
    classification: Classification
    new: pd.Index
    unsorted: pd.Index
    counts: Counts
    lines: tuple[ShownLine, ...]
    page: Sheet | None
    findings: tuple[Finding, ...]


def categorise(
    workbook: Workbook,
    dialogs: Dialogs,
    cache: ModelCache,
    *,
    as_of: date | None,
    now: datetime,
    agrees: Callable[[Sheet, Counts], bool] | None = None,
    selected: Selected | None = None,
) -> Categorised:
    """Give the lines that wait a category, an account, a confidence and a reason, in the columns of their own tabs.

    What she typed is learnt and never changed, nor is a formula of hers or a line of a closed month. A line that nothing tells
    surely keeps its blank cell: it is « à classer », with the best guess on the page « Catégorisation ». A category that we wrote
    and that she left is not her word: it is not learnt, and it is told again only when she selects its line.

    Args:
        cache: where what is learnt is kept.
        as_of: closing date (arrêté), included: later lines are neither told nor learnt. None takes the default one, and looks at all lines:
            what was imported today is not to wait for the end of the week.
        now: local time, for `Historique` and the register.
        agrees: shows the page and asks before anything is written; without it, nothing is asked.
        selected: only these rows; lines there that we classified earlier are told again. Rows that hold no operation count as none.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS; CATEGORIES_TOO_MANY; SHEET_NAME_TAKEN; MONTH_CLOSED_UNREADABLE; DECLINED;
            whatever the workbook refuses. Nothing is written then.
    """
    from addin.app.learned_models import keep, learned_of

    history = read_history(workbook)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    require_operations(dossier, workbook.name)
    _require_six(dossier, workbook.name)
    register = read_register(workbook)
    _, earlier = named_page(workbook, [TITLE], is_classification_page)
    decisions = rule_decisions(earlier, dossier, tabs)
    dossier = decisions.with_accepted(dossier)
    refused = register.refused | decisions.refused
    closing = as_of or default_closing_date(dossier)
    until = as_of or max(closing, as_date(dossier.operations["booked_on"].max()))
    closed = closed_until(dossier.settings, workbook.name)
    trusted = ~register.ours(dossier.operations)
    followed = follow_new_names(workbook, dialogs, dossier, tabs, register, closed)
    dossier = followed.dossier
    operations = dossier.operations
    known = is_sorted(operations) & trusted & (operations["booked_on"] <= pd.Timestamp(until))
    learned = learned_of(operations, known, cache)
    paid = paid_parts(match_payments(dossier, until)) if len(dossier.invoices) else None
    classification = classify(dossier, until, trusted=trusted, paid=paid, learned=learned)
    verdicts = classification.verdicts
    is_parted = pd.Series(operations.index.isin(dossier.splits["operation"]), index=operations.index)
    waits = ~is_sorted(operations) & ~is_parted
    inside = _inside(operations, selected or {})
    if inside.any():
        waits = inside & ~is_parted & (waits | ~trusted)
    is_closed = (operations["booked_on"] <= pd.Timestamp(closed)) if closed else pd.Series(False, index=operations.index)
    told = waits & ~is_closed & (verdicts["category"] != "") & (operations["booked_on"] <= pd.Timestamp(until))
    writing = _Writing(workbook, dossier, tabs, verdicts, changes_ours=bool(inside.any()))
    new = writing.of(operations.index[told])
    corrected = is_sorted(operations) & trusted & register.touched(operations)
    writing.clear(operations.index[corrected])
    left = operations.index[~is_sorted(operations) & ~is_parted & ~told]
    counts = replace(_counts(operations, verdicts, new, left, trusted), selected=int(inside.sum()))
    lines = _shown(operations, verdicts, left, new)
    findings = (
        *dossier.findings,
        *register.findings,
        *classification.findings,
        *decisions.findings,
        *followed.findings,
        *rule_findings(dossier.rules, dossier.categories),
        *writing.findings,
        *_closed_finding(waits & is_closed, closed),
        *lines_to_split(operations[waits], paid, dossier.invoices),
        *_own_words(dossier),
    )
    proposals = propose_rules(operations, is_sorted(operations) & trusted, corrected, dossier.rules, refused)
    page = classification_sheet(lines, counts, classification.accuracy, closing, proposals)
    done = Categorised(dossier, closing, classification, new, left, counts, lines, page, findings)
    has_decided = bool(decisions.rows or decisions.refused) or {rule.text for rule in proposals} != set(decisions.shown)
    if not (writing.has_cells or has_decided or followed.has_cells or followed.has_answer) and earlier is not None:
        workbook.save()
        return replace(done, page=None)
    if agrees is not None and not agrees(page, counts):
        raise TresoError("DECLINED", file=workbook.name)
    number = register.next_number
    changes = [*decisions.queue(workbook), *followed.queue(workbook, number)]
    if followed.has_cells:  # a run of its own: its lines get their old names back, those classified now are blanked
        changes.append(_remember(workbook, number, memory_rows(followed.entries(number, now), followed.names, number)))
        number += 1
    changes += writing.queue(number)
    if len(new) or decisions.refused or followed.has_answer:
        entries = entries_of(operations.loc[new], verdicts.loc[new], number, now)
        changes.append(_remember(workbook, number, memory_rows(entries, followed.names, number, refused)))
    changes.append(put_page(workbook, page, earlier))
    record(workbook, history, ACTION, changes, now)
    workbook.save()
    after = operations.assign(category=operations["category"].where(~operations.index.isin(new), verdicts["category"]))
    keep(learned, after, is_sorted(after), cache)
    return done


def read_register(workbook: Workbook) -> WrittenRegister:
    """What « Classements » remembers; nothing without that sheet.

    Raises:
        TresoError: SHEET_NAME_TAKEN when a sheet of that name is hers.
    """
    found = find_sheet(workbook.sheets(), MEMORY)
    if found is None:
        return WrittenRegister()
    rows = workbook.read(found.name).rows if found.is_grid else ()
    return read_memory(rows, file=workbook.name, sheet=found.name)


def is_sorted(operations: pd.DataFrame) -> pd.Series:
    """bool per operation: it carries a category, whoever wrote it."""
    from addin.app.learned_models import filled

    return filled(operations)


def paid_parts(matching: Matching) -> pd.DataFrame:
    """What each line pays of each invoice: `payment_evidence.PAYMENT_COLUMNS`."""
    pieces = [
        (piece.invoice, piece.operation, piece.cents, match.reason)
        for match in matching.matches
        if match.status != "proposed"
        for piece in match.pieces
    ]
    return pd.DataFrame(pieces, columns=["invoice", "operation", "amount_cents", "evidence"])


class _Writing:
    """The cells of lines that get a category.

    Args:
        changes_ours: cells that we filled earlier may be written again.
    """

    def __init__(self, workbook: Workbook, dossier: Dossier, tabs: Sequence[RawTab], verdicts: pd.DataFrame, *, changes_ours: bool) -> None:
        self._workbook, self._dossier, self._verdicts, self._changes_ours = workbook, dossier, verdicts, changes_ours
        self._readings = {reading.sheet: reading for reading in dossier.readings}
        self._rows = {tab.sheet: tab.rows for tab in tabs}
        self._columns: dict[str, CategoryColumns] = {}
        self._cells: dict[str, dict[tuple[int, int], Value]] = {}
        self._lines: dict[str, int] = {}
        self.findings: list[Finding] = []

    def of(self, told: pd.Index) -> pd.Index:
        """Of these operations, those whose category can be written; their cells are made."""
        operations = self._dossier.operations
        written: list[int] = []
        for sheet, places in operations.loc[told].groupby("sheet", sort=False).groups.items():
            has_account = bool((self._verdicts.loc[places, "scf_account"] != "").any())
            columns = self._of_tab(str(sheet), [field for field in HEADINGS if has_account or field != "scf_account"])
            if "category" not in columns.at:
                continue
            rows, cells = self._rows[str(sheet)], self._cells.setdefault(str(sheet), {})
            mine = self._verdicts.loc[places, ["category", "scf_account", "confidence", "reason", "detail", "suggestion"]]
            excel_rows = operations.loc[places, "row"].tolist()
            for index, row, values in zip(places, excel_rows, mine.itertuples(index=False), strict=True):
                category, account, confidence, reason, detail, _ = values
                if not self._may(columns, rows, row, "category"):
                    continue
                cells[row, columns.at["category"]] = str(category)
                said: dict[str, Value] = {
                    "scf_account": str(account) or None,
                    "confidence": _confidence(float(confidence), is_added=bool(columns.added)),
                    "reason": reason_text(str(reason), str(category), detail),
                }
                for field, value in said.items():
                    if value is not None and (columns.is_free(rows, row, field) or (self._changes_ours and field in columns.at)):
                        cells[row, columns.at[field]] = value
                written.append(int(index))
            self._lines[str(sheet)] = sum(column == columns.at["category"] for _, column in cells)
        return pd.Index(written, dtype="int64")

    def clear(self, corrected: pd.Index) -> None:
        """The confidence and the reason beside a category that she has changed are no longer true."""
        operations = self._dossier.operations
        for sheet, places in operations.loc[corrected].groupby("sheet", sort=False).groups.items():
            name = str(sheet)
            rows = self._rows[name]
            columns = self._columns.get(name) or category_columns(self._readings[name], rows, self._workbook.layout(name), ())
            self._columns.setdefault(name, columns)
            for row in operations.loc[places, "row"].tolist():
                for field in ("confidence", "reason"):
                    at = row, columns.at.get(field, 0)
                    if field in columns.at and cell_text(rows, *at) and at not in columns.formulas:
                        self._cells.setdefault(name, {})[at] = None

    @property
    def has_cells(self) -> bool:
        """Something is to be written."""
        return any(self._cells.values())

    def queue(self, number: int) -> list[Change]:
        """Queue the cells and the headings of added columns; what `Historique` tells of them."""
        changes: list[Change] = []
        for sheet, cells in self._cells.items():
            if not cells:
                continue
            columns = self._columns[sheet]
            added = columns.added
            self._workbook.update(sheet, {**added, **cells})
            changes += [Change(sheet, CELL, "", title, at[0], column_letters(at[1])) for at, title in added.items()]
            if self._lines.get(sheet):
                changes.append(Change(sheet, SORTED, str(number), str(self._lines[sheet])))
        return changes

    def _of_tab(self, sheet: str, wanted: Sequence[str]) -> CategoryColumns:
        columns = category_columns(self._readings[sheet], self._rows[sheet], self._workbook.layout(sheet), wanted)
        self._columns[sheet] = columns
        missing = [HEADINGS[field] for field in wanted if field not in columns.at]
        if missing:
            named = ", ".join(f"« {title} »" for title in missing)
            self.findings.append(Finding("CATEGORY_COLUMNS_MISSING", sheet, details={"columns": named, "page": TITLE}))
        return columns

    def _may(self, columns: CategoryColumns, rows: Sequence[Sequence[object]], row: int, field: str) -> bool:
        """The cell is blank or holds « À classer », or what we wrote when she asks to tell it again; never a formula."""
        at = row, columns.at[field]
        if at in columns.formulas:
            return False
        return self._changes_ours or simplify(cell_text(rows, *at)) in UNSORTED


def _confidence(share: float, *, is_added: bool) -> Value:
    """A number where a column of that format waits; in a column that we add, a text that says the same without a format."""
    return percent(share) if is_added else int(share * 100 + 1e-9) / 100


def reason_text(reason: str, category: str, detail: object) -> str:
    """The evidence in words, as a sentence of its own."""
    fields = dict(detail) if isinstance(detail, Mapping) else {}
    said = say(REASONS[reason], **{"category": category, **fields})
    return f"{said[:1].upper()}{said[1:]}."


def _require_six(dossier: Dossier, file: str) -> None:
    expenses = dossier.categories[dossier.categories["is_expense"].astype(bool)] if len(dossier.categories) else dossier.categories
    if len(expenses) > MOST_CATEGORIES:
        first = expenses.iloc[MOST_CATEGORIES]
        raise TresoError("CATEGORIES_TOO_MANY", file=file, sheet=str(first["sheet"]), row=int(first["row"]), count=len(expenses))


def _inside(operations: pd.DataFrame, selected: Selected) -> pd.Series:
    inside = pd.Series(False, index=operations.index)
    for sheet, rows in selected.items():
        inside |= (operations["sheet"] == sheet) & operations["row"].isin(list(rows))
    return inside


def _remember(workbook: Workbook, number: int, rows: list[tuple[Value, ...]]) -> Change:
    found = find_sheet(workbook.sheets(), MEMORY)
    if found is None:
        workbook.put(memory_sheet(rows))
    else:
        workbook.append(found.name, rows)
    return Change(found.name if found else MEMORY, REMEMBERED, str(number), "")


def _counts(operations: pd.DataFrame, verdicts: pd.DataFrame, new: pd.Index, left: pd.Index, trusted: pd.Series) -> Counts:
    by_origin = verdicts.loc[new, "origin"].value_counts()
    typed = int((is_sorted(operations) & trusted).sum())
    return Counts(len(new), len(left), typed, {str(origin): int(count) for origin, count in by_origin.items()})


def _shown(operations: pd.DataFrame, verdicts: pd.DataFrame, left: pd.Index, new: pd.Index) -> tuple[ShownLine, ...]:
    """The lines left to her, the biggest first, then those told now, the least sure first."""
    first = operations.loc[left, "amount_cents"].abs().sort_values(ascending=False, kind="stable").index
    then = verdicts.loc[new, "confidence"].sort_values(kind="stable").index
    order = first.append(then)
    is_new = set(new)
    names = ["booked_on", "account", "label", "party", "amount_cents", "currency", "sheet", "row"]
    columns = [operations.loc[order, name].tolist() for name in names]
    said = verdicts.loc[order, ["category", "suggestion", "scf_account", "confidence", "origin", "reason", "detail"]]
    out = []
    for index, line, told in zip(order, zip(*columns, strict=True), said.itertuples(index=False), strict=True):
        booked_on, account, label, party, cents, currency, sheet, row = line
        category, suggestion, scf, confidence, origin, reason, detail = told
        day = None if booked_on is None or booked_on != booked_on else as_date(booked_on)
        text = reason_text(str(reason), str(category or suggestion), detail)
        given = str(category) if index in is_new else ""
        out.append(
            ShownLine(day, account, label, party, cents, currency, given, str(suggestion), scf, confidence, origin, text, f"{sheet}!{row}")
        )
    return tuple(out)


def _closed_finding(left_out: pd.Series, closed: date | None) -> list[Finding]:
    count = int(left_out.sum())
    return [Finding("CATEGORY_MONTHS_CLOSED", details={"count": count, "closed": f"{closed:%d/%m/%Y}"})] if count and closed else []


def _own_words(dossier: Dossier) -> list[Finding]:
    """Categories of her lines that « Catégories » does not list: they are learnt as they stand."""
    if dossier.categories.empty:
        return []
    listed = {simplify(str(name)) for name in dossier.categories["category"]} | UNSORTED
    own = {simplify(str(name)) for name in dossier.operations["category"].unique()} - listed
    return [Finding("CATEGORIES_MANY", str(dossier.categories["sheet"].iloc[0]), details={"count": len(own)})] if own else []
