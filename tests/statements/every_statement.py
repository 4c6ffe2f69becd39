"""Each statement file beside the checkout, imported as the command would: what came of it, again, and in two overlapping halves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from addin.app.import_plan import Wishes
from addin.app.import_statements import Imported, import_statements
from addin.app.read_statements import ReadStatement
from addin.hosts.statement_files import read_statement_file
from addin.messages import TresoError
from addin.treasury.currency import to_decimal
from addin.treasury.statements.model import Statement, StatementFile
from addin.treasury.statements.profiles import Profile
from tests.app.fakes import Answers, MemoryWorkbook

Profiles = Sequence[Profile]
Found = list[StatementFile | TresoError]
NOW = datetime(2026, 11, 23, 9, 30)
_NO_STATEMENTS = (".json", ".yml", ".conf", ".xhb")


def statement_files(folder: Path) -> list[Path]:
    """The files, in the order of their paths."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in _NO_STATEMENTS and not path.name.upper().startswith("LICENSE")
    )


@dataclass(frozen=True)
class Outcome:
    """What the import of a file gave.

    Attributes:
        line: its account by account, as one line of a table.
        again: lines that a second import added; None when nothing could be imported.
        halves: lines that were lost (negative) or doubled when the file came in two overlapping halves.
    """

    line: str
    again: int | None = None
    halves: int | None = None


def outcome(path: Path, name: str) -> Outcome:
    """Import a file into an empty workbook; questions get their first answer, gaps are accepted."""
    workbook = MemoryWorkbook({"Notes": [["à moi"]]})
    try:
        done = _bring(workbook, [path], read_statement_file)
    except TresoError as refusal:
        return Outcome(f"{name} | {refusal.code}")
    parts = [_told(done)]
    again = _bring(workbook, [path], read_statement_file).count
    halves = MemoryWorkbook({"Notes": [["à moi"]]})
    brought = sum(_bring(halves, [path], half).count for half in (_first_half, _second_half))
    return Outcome(f"{name} | {' ; '.join(parts)}", again, brought - done.count)


def _bring(workbook: MemoryWorkbook, paths: Sequence[Path], read: ReadStatement) -> Imported:
    return import_statements(workbook, Answers(), paths, read, Wishes("TEST", None, lambda question: True), lambda plan: True, NOW)


def _told(done: Imported) -> str:
    told = []
    for each in done.plan.planned:
        moved = to_decimal(int(each.statement.lines["amount_cents"].sum()), each.currency)
        told.append(f"{each.file.format} {len(each.statement.lines)} lines {moved:f} {each.currency} {each.proof.check}")
    rejected = sum(len(file.rejected) for file in done.plan.files)
    return " ; ".join(told or ["no statement"]) + (f" ; {rejected} rejected" if rejected else "")


def _first_half(path: Path, *, profiles: Profiles, profile: str | None = None, choices: Mapping[str, str] = {}) -> Found:
    return _half(read_statement_file(path, profiles=profiles, profile=profile, choices=choices), is_first=True)


def _second_half(path: Path, *, profiles: Profiles, profile: str | None = None, choices: Mapping[str, str] = {}) -> Found:
    return _half(read_statement_file(path, profiles=profiles, profile=profile, choices=choices), is_first=False)


def _half(found: Found, *, is_first: bool) -> Found:
    """The first or the last two thirds of each statement, by whole days where it has several, without the balances of the whole."""
    return [
        replace(each, statements=tuple(_cut(each.statements, is_first=is_first)), rejected=()) if isinstance(each, StatementFile) else each
        for each in found
    ]


def _cut(statements: Sequence[Statement], *, is_first: bool) -> Iterator[Statement]:
    for statement in statements:
        days, lines = statement.lines["booked_on"], statement.lines
        known = sorted(set(days.dropna()))
        if len(known) > 1:
            lines = lines[days.isin(known[: 2 * len(known) // 3 + 1] if is_first else known[len(known) // 3 :])]
        bare = replace(statement, lines=lines.reset_index(drop=True), opening=None, closing=None)
        yield replace(bare, total_in_cents=None, total_out_cents=None, stated_count=None)
