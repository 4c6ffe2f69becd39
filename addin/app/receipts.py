"""Receipts (justificatifs): the folder read, files put to their operations, what is missing listed, names given by the rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import pandas as pd

from addin.app.history import ADDED, REPLACED, Change, History, read_history, record
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_dossier import read_with_tabs, require_operations
from addin.app.receipt_findings import folder_findings
from addin.app.receipt_renames import RENAMED, FileNames
from addin.messages import Finding, TresoError, say
from addin.messages.receipts import RECEIPT_WORDS
from addin.sheets.model import Sheet, fingerprint
from addin.sheets.receipt_memory import TITLE as MEMORY
from addin.sheets.receipt_memory import memory_sheet, read_memory
from addin.sheets.receipt_requests import TITLE as REQUESTS
from addin.sheets.receipt_requests import requests_sheet
from addin.sheets.receipts import TITLE, read_receipts_sheet, receipts_sheet
from addin.treasury.account_list import holders_of
from addin.treasury.closing import default_closing_date
from addin.treasury.dossier import Dossier
from addin.treasury.receipts.board import Board, build_board
from addin.treasury.receipts.memory import Remembered
from addin.treasury.receipts.model import Scan
from addin.treasury.receipts.needs import policy_of
from addin.treasury.receipts.renaming import Renaming, plan_renames, renamed
from addin.treasury.tabs import RawTab
from addin.treasury.vocabularies import RECEIPTS_MARK

ACTION = "Justificatifs"
_SHOWN_RENAMES = 5

Progress = Callable[[int, int, str], None]
ScanFolder = Callable[[str, Remembered, Progress], Scan]
"""Reads a folder, named as she names it (from the folder of the workbook)."""


@dataclass(frozen=True, eq=False)
class Receipts:
    """What was done.

    Attributes:
        is_written: the workbook has changed.
        renames: files that have a new name.
    """

    dossier: Dossier
    board: Board
    scan: Scan
    findings: tuple[Finding, ...]
    renames: tuple[Renaming, ...] = ()
    is_written: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """What the sentence at the end tells."""
        board = self.board
        return {
            "justified": board.count("justified"),
            "proposed": board.count("proposed"),
            "missing": board.count("to_request", "requested"),
            "unlinked": board.count("no_operation"),
        }

    @property
    def operations(self) -> pd.DataFrame:
        """Those of the workbook."""
        return self.dossier.operations


def check_receipts(
    workbook: Workbook,
    dialogs: Dialogs,
    folder: str,
    scan_folder: ScanFolder,
    names: FileNames,
    now: datetime,
    *,
    as_of: date | None = None,
    renames: bool = False,
    ask_folder: Callable[[], str] = lambda: "",
) -> Receipts:
    """Read the folder of receipts, match its files with the operations, write `Justificatifs` and the list of what to ask for.

    Args:
        folder: "" takes the one of `Paramètres`, else what `ask_folder` gives.
        now: local time, for `Historique` only.
        renames: files are to be renamed by the rule, once she agrees; without it the rest is done all the same.
    Raises:
        TresoError: RECEIPT_FOLDER_UNSET and what the scan refuses; WORKBOOK_EMPTY, NO_OPERATIONS; SHEET_NAME_TAKEN;
            CONFIRMATION_NEEDED for renames; RECEIPT_RENAME_REFUSED; what the workbook refuses. Nothing is written then, and files
            have their old names.
    """
    history = read_history(workbook)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    require_operations(dossier, workbook.name)
    policy, findings = policy_of(dossier.settings, dossier.base_currency)
    wanted = folder or policy.folder or ask_folder()
    if not wanted:
        raise TresoError("RECEIPT_FOLDER_UNSET", file=workbook.name)
    earlier = {title: _rows(workbook, tabs, title) for title in (TITLE, MEMORY, REQUESTS)}
    said = read_receipts_sheet(earlier[TITLE] or (), _errors(tabs), file=workbook.name, sheet=TITLE)
    remembered = read_memory(earlier[MEMORY] or (), file=workbook.name, sheet=MEMORY)
    _require_ours(workbook, earlier[REQUESTS])
    scan = scan_folder(wanted, remembered, lambda done, total, path: dialogs.progress(done, total, _reading(path)))
    build = partial(
        build_board,
        dossier,
        policy=policy,
        as_of=as_of or default_closing_date(dossier),
        said=said,
        refused={file.digest: file.refused for file in remembered.files if file.refused},
        holders=holders_of(dossier.accounts),
        sheet=TITLE,
    )
    board = build(scan)
    found = (*findings, *board.findings, *folder_findings(board, scan, remembered, said))
    planned = plan_renames(board, dossier.operations, dossier.base_currency) if renames else []
    if planned and not dialogs.confirm(_question(planned)):
        planned = []
    if planned:
        scan = renamed(scan, planned)
        board = build(scan)
    pages = (receipts_sheet(board, dossier.operations, scan.folder), requests_sheet(board, dossier.operations), memory_sheet(board))
    changes = _queue(workbook, pages, earlier)
    if not changes and not planned:
        return Receipts(dossier, board, scan, found)
    changes += [Change(TITLE, RENAMED, each.old_link, each.new_link) for each in planned]
    _write(workbook, history, changes, planned, names, now)
    return Receipts(dossier, board, scan, found, tuple(planned), is_written=True)


def _write(
    workbook: Workbook, history: History, changes: Sequence[Change], planned: Sequence[Renaming], names: FileNames, now: datetime
) -> None:
    """Files first, then the workbook; when that is refused, files get their names back."""
    record(workbook, history, ACTION, changes, now)
    pairs = [(each.old_link, each.new_link) for each in planned]
    names.rename(pairs)
    try:
        workbook.save()
    except BaseException:
        names.rename([(new, old) for old, new in reversed(pairs)])
        raise


def _queue(workbook: Workbook, pages: Sequence[Sheet], earlier: Mapping[str, Sequence[Sequence[object]] | None]) -> list[Change]:
    """Queue the pages that differ from what stands there."""
    changes = []
    for page in pages:
        rows = earlier[page.title]
        before, after = ("" if rows is None else fingerprint(rows)), fingerprint(page.values())
        if before != after:
            workbook.put(page)
            changes.append(Change(page.title, ADDED if rows is None else REPLACED, before, after))
    return changes


def _rows(workbook: Workbook, tabs: Sequence[RawTab], title: str) -> Sequence[Sequence[object]] | None:
    """Values of a sheet of ours, None without it."""
    found = find_sheet(workbook.sheets(), title)
    if found is None:
        return None
    if not found.is_grid:
        raise TresoError("SHEET_NAME_TAKEN", file=workbook.name, sheet=found.name)
    return next(tab.rows for tab in tabs if tab.sheet == found.name)


def _errors(tabs: Sequence[RawTab]) -> Collection[tuple[int, int]]:
    """Cells of `Justificatifs` in error or never calculated."""
    return next((tab.errors for tab in tabs if tab.sheet.casefold() == TITLE.casefold()), {})


def _require_ours(workbook: Workbook, rows: Sequence[Sequence[object]] | None) -> None:
    if rows is not None and not any(RECEIPTS_MARK in row for row in rows):
        raise TresoError("SHEET_NAME_TAKEN", file=workbook.name, sheet=REQUESTS)


def _question(planned: Sequence[Renaming]) -> str:
    shown = [say(RECEIPT_WORDS["one_rename"], old=each.old, new=each.new.rpartition("/")[2]) for each in planned[:_SHOWN_RENAMES]]
    examples = "\n".join([*shown, *(["• …"] if len(planned) > _SHOWN_RENAMES else [])])
    return say(RECEIPT_WORDS["ask_rename"], count=len(planned), examples=examples)


def _reading(path: str) -> str:
    return say(RECEIPT_WORDS["reading"], file=path)
