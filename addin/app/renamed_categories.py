"""Lines that follow a category renamed in « Catégories »: ours at once, hers when she agrees; undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pandas as pd

from addin.app.category_columns import CategoryColumns, Grid, category_columns
from addin.app.history import Change
from addin.app.ports import Dialogs, SheetInfo, Workbook, find_sheet
from addin.app.read_dossier import read_with_tabs
from addin.app.renamed_lists import ListedCell, listed_cells, with_new_names
from addin.messages import SCREEN, Finding, TresoError, say
from addin.messages.categorise import CATEGORISE_SCREEN
from addin.messages.renamed_categories import OLD_NAMES_STAY, QUESTION
from addin.sheets.classification_memory import TITLE as MEMORY
from addin.sheets.classification_memory import read_memory
from addin.sheets.model import Value
from addin.treasury.classification.renames import Renaming, renamed, renamings_of
from addin.treasury.classification.written import Written, WrittenRegister, entries_of
from addin.treasury.dossier import Dossier
from addin.treasury.tabs import RawTab

RELABELLED = "Catégorie renommée"
"""Nature of a change in `Historique`: `before` is the number of the run in « Classements », `after` how many lines of the tab."""
MARK = "(renommées) "
"""Stands before the account in « Classements » for lines that followed a new name: « Catégorie » then holds the old name, « Compte SCF »
the new one. No account bears such a name, so nothing there is taken for a category that we chose."""

_LEFT = {"yes": "CATEGORY_OLD_NAME_KEPT", "declined": "CATEGORY_OLD_NAME_KEPT", "unasked": "CATEGORY_RENAME_UNASKED"}

Place = tuple[int, int]


def _no_lines() -> pd.Index:
    return pd.Index([], dtype="int64")


@dataclass(frozen=True, eq=False)
class Followed:
    """What the new names change.

    Attributes:
        dossier: as it will be.
        names: the list of « Catégories » to remember: a name that nobody could be asked about keeps its old form, and is asked again.
        lines: index of the lines that follow; ours: of those whose category we had written.
        cells: tab → cells of her lines to write; lists: cells of her invoices, rules and caps.
        has_answer: she was asked, so `names` is to be remembered even when no line follows.
        before: the operations as they were.
    """

    dossier: Dossier
    names: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...] = ()
    lines: pd.Index = field(default_factory=_no_lines)
    ours: pd.Index = field(default_factory=_no_lines)
    cells: Mapping[str, Mapping[Place, Value]] = field(default_factory=dict)
    lists: tuple[ListedCell, ...] = ()
    has_answer: bool = False
    before: pd.DataFrame | None = None

    @property
    def has_cells(self) -> bool:
        """Something is to be written."""
        return bool(self.cells or self.lists)

    def queue(self, workbook: Workbook, number: int) -> list[Change]:
        """Queue the cells; what `Historique` tells of them.

        Args:
            number: of the run in « Classements ».
        """
        changes = []
        for sheet, cells in self.cells.items():
            workbook.update(sheet, cells)
            changes.append(Change(sheet, RELABELLED, str(number), str(len(cells))))
        for cell in self.lists:
            workbook.update(cell.sheet, {(cell.row, cell.column): cell.new})
        return [*changes, *(cell.change for cell in self.lists)]

    def entries(self, number: int, now: datetime) -> tuple[Written, ...]:
        """What « Classements » is to remember: our lines under their new name, and the old name of all."""
        if self.before is None or not len(self.lines):
            return ()
        old = self.before.loc[self.lines]
        new = self.dossier.operations.loc[self.lines]
        told = pd.DataFrame({"category": old["category"], "scf_account": new["category"]})
        mine = self.dossier.operations.loc[self.ours]
        return (
            *entries_of(mine, mine[["category", "scf_account"]], number, now),
            *entries_of(old.assign(account=MARK + old["account"].astype(str)), told, number, now),
        )


def follow_new_names(
    workbook: Workbook, dialogs: Dialogs, dossier: Dossier, tabs: Sequence[RawTab], register: WrittenRegister, closed: date | None
) -> Followed:
    """Which lines follow the names that changed in « Catégories » since the last run; she is asked about those that she classified.

    Nothing is queued yet. Formulas, numbers and closed months keep their text.

    Args:
        closed: last day of the closed months.
    """
    names = tuple(zip(dossier.categories["category"].astype(str), dossier.categories["scf_account"].astype(str), strict=True))
    operations = dossier.operations
    found = renamings_of(register.names, names)
    becomes = renamed(operations, found)
    moves = becomes != operations["category"]
    lists = listed_cells(workbook, dossier, tabs, found, closed) if found else []
    if not (moves.any() or lists):
        return Followed(dossier, names)
    is_ours = register.ours(operations)
    is_closed = (operations["booked_on"] <= pd.Timestamp(closed)) if closed else pd.Series(False, index=operations.index)
    columns = _columns(workbook, dossier, tabs, list(operations.loc[moves, "sheet"].unique()))
    grids = {tab.sheet: tab.rows for tab in tabs}
    places = zip(operations["sheet"], operations["row"].tolist(), moves, strict=True)
    plain = [bool(move) and _is_plain(columns[sheet], grids[sheet], row) for sheet, row, move in places]
    is_plain = pd.Series(plain, index=operations.index, dtype=bool)
    follows = pd.Series(False, index=operations.index)
    findings: list[Finding] = []
    postponed: set[str] = set()
    has_answer = False
    agreed: list[ListedCell] = []
    for each in found:
        its = moves & (becomes == each.new)
        hers = its & ~is_closed & is_plain & ~is_ours
        listed = [cell for cell in lists if cell.new == each.new]
        count = int(hers.sum()) + len(listed)
        answer = _agreed(dialogs, each, count) if count else "yes"
        has_answer |= bool(count) and answer != "unasked"
        agreed += listed if answer == "yes" else []
        if answer == "unasked":
            postponed.add(each.new)
        goes = its & ~is_closed & is_plain & (is_ours | (answer == "yes"))
        follows |= goes
        gone, left = (count, 0) if answer == "yes" else (0, count)
        ours = int((goes & is_ours).sum())
        told = {"CATEGORY_RENAMED": gone + ours, _LEFT[answer]: left, "CATEGORY_OLD_NAME_FIXED": int((its & ~goes & ~hers).sum())}
        findings += _said(dossier, each, told)
    lines = operations.index[follows]
    cells: dict[str, dict[Place, Value]] = {}
    for sheet, row, text in zip(operations.loc[lines, "sheet"], operations.loc[lines, "row"].tolist(), becomes[lines], strict=True):
        cells.setdefault(str(sheet), {})[row, columns[sheet].at["category"]] = str(text)
    after = replace(dossier, operations=operations.assign(category=becomes.where(follows, operations["category"])))
    old_of = {each.new: each.old for each in found if each.new in postponed}
    kept = tuple((old_of.get(name.strip(), name), account) for name, account in names)
    after = with_new_names(after, agreed)
    ours_too = operations.index[follows & is_ours]
    return Followed(after, kept, tuple(findings), lines, ours_too, cells, tuple(agreed), has_answer, operations)


def relabelled_back(workbook: Workbook, dialogs: Dialogs, change: Change, present: SheetInfo | None) -> Callable[[], None]:
    """What gives the lines of a tab their old names again, wherever they stand by now; those that changed since stay."""
    if present is None:
        return lambda: dialogs.tell(say(SCREEN["sheet_gone"], sheet=change.sheet))
    memory = find_sheet(workbook.sheets(), MEMORY)
    if memory is None or not memory.is_grid:
        return lambda: dialogs.tell(say(CATEGORISE_SCREEN["memory_gone"], sheet=change.sheet))
    register = read_memory(workbook.read(memory.name).rows, file=workbook.name, sheet=memory.name)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    operations = dossier.operations[dossier.operations["sheet"] == present.name]
    rows = next(tab.rows for tab in tabs if tab.sheet == present.name)
    columns = _columns(workbook, dossier, tabs, [present.name])[present.name]
    cells: dict[Place, Value] = {}
    for entry, is_its in _by_entry(operations, register, int(change.before)):
        mine = operations.loc[is_its, "row"].tolist()
        cells |= {(row, columns.at["category"]): entry.category for row in mine if _is_plain(columns, rows, row)}
    lost = int(change.after or 0) - len(cells)

    def step() -> None:
        workbook.update(present.name, cells)
        if lost > 0:
            dialogs.tell(say(OLD_NAMES_STAY, count=lost, sheet=present.name))

    return step


def renamed_by_run(operations: pd.DataFrame, register: WrittenRegister, number: int) -> pd.Series:
    """bool per operation: it carries the new name that a run gave it."""
    found = pd.Series(False, index=operations.index)
    for _, is_its in _by_entry(operations, register, number):
        found |= is_its
    return found


def _by_entry(operations: pd.DataFrame, register: WrittenRegister, number: int) -> Iterator[tuple[Written, pd.Series]]:
    """The entries of a run, each with the operations that still carry its new name."""
    marked = operations.assign(account=MARK + operations["account"].astype(str))
    for entry in register.entries:
        if entry.number == number and entry.account.startswith(MARK):
            is_its = WrittenRegister((entry,)).of_run(marked.assign(category=entry.category), number)
            yield entry, (operations["category"] == entry.scf_account) & is_its


def _columns(workbook: Workbook, dossier: Dossier, tabs: Sequence[RawTab], sheets: Sequence[str]) -> dict[str, CategoryColumns]:
    readings, grids = {reading.sheet: reading for reading in dossier.readings}, {tab.sheet: tab.rows for tab in tabs}
    return {sheet: category_columns(readings[sheet], grids[sheet], workbook.layout(sheet), ()) for sheet in map(str, sheets)}


def _is_plain(columns: CategoryColumns, rows: Grid, row: int) -> bool:
    """The category of a line is a text of its own: no formula, no number."""
    at = columns.at.get("category")
    if at is None or (row, at) in columns.formulas or row > len(rows) or at > len(rows[row - 1]):
        return False
    return isinstance(rows[row - 1][at - 1], str)


def _agreed(dialogs: Dialogs, renaming: Renaming, count: int) -> str:
    """ "yes", "declined", or "unasked" where nobody can answer."""
    try:
        return "yes" if dialogs.confirm(say(QUESTION, old=renaming.old, new=renaming.new, count=count)) else "declined"
    except TresoError as error:
        if error.code != "CONFIRMATION_NEEDED":
            raise
        return "unasked"


def _said(dossier: Dossier, renaming: Renaming, counts: Mapping[str, int]) -> list[Finding]:
    """How many lines followed and how many did not, with why; said where the name stands in « Catégories »."""
    listed = dossier.categories[dossier.categories["category"].str.strip() == renaming.new].iloc[0]
    sheet, row, named = str(listed["sheet"]), int(listed["row"]), {"old": renaming.old, "new": renaming.new}
    return [Finding(code, sheet, row, details={**named, "count": count}) for code, count in counts.items() if count]
