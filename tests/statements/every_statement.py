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
from addin.treasury.statements.bank_profiles import BANK_PROFILES
from addin.treasury.statements.model import Statement, StatementFile
from addin.treasury.statements.profiles import Profile
from tests.app.fakes import Answers, MemoryWorkbook

Profiles = Sequence[Profile]
Found = list[StatementFile | TresoError]
NOW = datetime(2026, 11, 23, 9, 30)
_FIRST = {"date_order": "dmy", "sides": "first_is_debit", "sign": "as_printed"}
"""What the answers of the tests come to."""
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


def lines_of_a_file_cut_in_two(path: Path, folder: Path) -> tuple[list[str], list[str]]:
    """The lines that a table brings at once, and those that two files of its text lines bring one after the other.

    Both begin with what stands above the first operation; the second one starts a third of the operations before the first one
    ends, wherever in a day that is.
    """
    whole, cut = (MemoryWorkbook({"Notes": [["à moi"]]}) for _ in range(2))
    _bring(whole, [path], read_statement_file)
    for half in _cut_in_two(path, folder):
        _bring(cut, [half], read_statement_file)
    return _held(whole), _held(cut)


def is_left_open_when_cut(path: Path, folder: Path) -> bool:
    """One of the two files asks what the whole one tells, or does not go where the other one went."""
    asked = [_subjects(each) for each in (path, *_cut_in_two(path, folder))]
    if any(half - asked[0] for half in asked[1:]):
        return True
    try:
        lines_of_a_file_cut_in_two(path, folder)
    except TresoError:
        return True
    return False


def _subjects(path: Path) -> set[str]:
    found = read_statement_file(path, profiles=BANK_PROFILES)
    return {question.subject for each in found if isinstance(each, StatementFile) for question in each.questions}


def _cut_in_two(path: Path, folder: Path) -> list[Path]:
    found = [each for each in read_statement_file(path, profiles=BANK_PROFILES, choices=_FIRST) if isinstance(each, StatementFile)]
    starts = sorted({int(line) for each in found for statement in each.statements for line in statement.lines["line"]})
    text = path.read_bytes().splitlines(keepends=True)
    head, third = text[: starts[0] - 1], len(starts) // 3
    halves = []
    for name, body in (("1", text[starts[0] - 1 : starts[2 * third] - 1]), ("2", text[starts[third] - 1 :])):
        halves.append(folder / f"{name}{path.suffix}")
        halves[-1].write_bytes(b"".join([*head, *body]))
    return halves


def _held(workbook: MemoryWorkbook) -> list[str]:
    return sorted(f"{name}: {row[:6]}" for name, rows in workbook.content.items() if name.startswith("TEST") for row in rows[1:])
