"""From a grid (CSV, workbook, HTML, PDF) to statements (relevés): what each column holds, and what proves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from addin.messages import TresoError
from addin.treasury.characters import is_blank
from addin.treasury.statements.columns_layout import Layout, find_layout
from addin.treasury.statements.model import Evidence, Question, Rejected, Statement, StatementFile
from addin.treasury.statements.profiles import FIELDS, GENERIC, Profile, recognised_profile
from addin.treasury.statements.table_evidence import evidence_of, findings_of, questions_of
from addin.treasury.statements.table_lines import TableLines, read_lines, reasons
from addin.treasury.statements.table_parts import parts_of
from addin.treasury.statements.table_statements import Group, SignFound, groups_of, make_statement, settle_sign, without_unproven_first

Rows = Sequence[Sequence[object]]
T = TypeVar("T")


def read_table(
    rows: Rows,
    file: str,
    *,
    format: str,
    profiles: Sequence[Profile],
    profile: Profile | None = None,
    choices: Mapping[str, str] = {},
    first_line: int | Sequence[int] = 1,
    context: str = "",
) -> StatementFile:
    """The statements that a grid holds, one for each account and currency.

    Args:
        rows: cells, text or typed; blank as None or "".
        file: name shown for it.
        format: "CSV", "XLSX"…
        profiles: those that may be recognised when none is asked for.
        profile: the one asked for.
        choices: answers to the questions of an earlier reading: "date_order", "decimal", "sign", "sides".
        first_line: line of the file of the first row, or of each row.
        context: names of the file and of the sheet, which may name account, currency and period.
    Returns:
        The statements, or the questions to answer first. Without questions each row is counted exactly once: in the lines, in
        `rejected` or in `left_out` (blank rows under "blank").
    Raises:
        TresoError: STATEMENT_NO_TABLE (no dates and amounts, or nothing tells the columns); PROFILE_MISFIT.
    """
    numbers = first_line + np.arange(len(rows)) if isinstance(first_line, int) else np.asarray(first_line, dtype=np.int64)
    if not any(not is_blank(cell) for row in rows for cell in row):
        raise TresoError("STATEMENT_NO_TABLE", file=file)
    used = profile or recognised_profile(rows, profiles, context) or GENERIC
    layout = find_layout(rows, used)
    if layout is not None and profile is not None and profile.columns and layout.origin != "profile":
        raise TresoError("PROFILE_MISFIT", file=file, profile=profile.name, columns=", ".join(profile.columns.values()))
    if layout is None:
        raise TresoError("STATEMENT_NO_TABLE", file=file)
    parts = [_Part(rows[start:stop], own, numbers[start:stop]) for start, stop, own in parts_of(rows, layout, used)]
    read = [_read_part(part, used, choices, context) for part in parts]
    read = _with_shared_order(parts, read, used, choices, context)
    questions = _distinct([question for each in read for question in each.questions(file)])
    statements: list[Statement] = []
    rejected: list[Rejected] = []
    left_out: Counter[str] = Counter()
    if not questions:
        for each in read:
            statements += each.statements()
            rejected += each.lines.rejected
            left_out.update(reasons(each.lines.fate))
    evidence = _distinct([item for each in read for item in each.evidence()])
    findings = _distinct([item for each in read for item in each.findings()])
    return StatementFile(
        file,
        format,
        profile=used.name,
        statements=tuple(statements),
        rejected=tuple(rejected),
        left_out=dict(left_out),
        evidence=tuple(evidence),
        questions=tuple(questions),
        findings=tuple(findings),
        columns=_headings(read[0].lines) if read else {},
    )


def _headings(lines: TableLines) -> dict[str, str]:
    """Field → heading, when headings told the columns."""
    if lines.layout.origin == "content":
        return {}
    texts = lines.layout.headings.texts
    return {name: texts[name] for name in FIELDS if texts.get(name)}


@dataclass(frozen=True)
class _Part:
    """The rows of one account with their columns and their lines in the file."""

    rows: Rows
    layout: Layout
    numbers: np.ndarray


@dataclass(frozen=True)
class _Read:
    """A part as read."""

    part: _Part
    profile: Profile
    lines: TableLines
    groups: list[Group]
    sign: SignFound

    def questions(self, file: str) -> list[Question]:
        is_open = self.lines.amounts.why == "open"
        return questions_of(self.lines, self.sign, file, is_decimal_open=is_open, are_sides_open=self.part.layout.are_sides_open)

    def evidence(self) -> list[Evidence]:
        return evidence_of(self.lines, self.groups, self.sign, self.profile, self.part.numbers)

    def findings(self) -> list[tuple[str, Mapping[str, object]]]:
        return findings_of(self.lines, self.sign, self.groups, self.profile)

    def statements(self) -> list[Statement]:
        signs = self.sign.signs or [None] * len(self.groups)
        return [
            make_statement(self.lines, group, self.sign.sign or 1, own, self.profile, self.part.numbers)
            for group, own in zip(self.groups, signs, strict=True)
        ]


def _read_part(part: _Part, profile: Profile, choices: Mapping[str, str], context: str) -> _Read:
    """One part; amounts with two readings are read both ways when the balances can tell which one is right."""
    read = _read_once(part, profile, choices, context)
    if read.lines.amounts.why != "open" or not (read.lines.balance is not None or read.lines.above.balances):
        return read
    tried = [_read_once(part, profile, {**choices, "decimal": mark}, context) for mark in (",", ".")]
    fits = [each for each in tried if each.sign.compared and each.sign.good == each.sign.compared]
    if len(fits) != 1:
        return read
    amounts = replace(fits[0].lines.amounts, why="balance")
    return replace(fits[0], lines=replace(fits[0].lines, amounts=amounts))


def _read_once(part: _Part, profile: Profile, choices: Mapping[str, str], context: str) -> _Read:
    lines = read_lines(part.rows, part.layout, profile, choices, part.numbers, context)
    groups = groups_of(lines)
    told, why = _told_sign(profile, choices)
    sign = settle_sign(lines, groups, told, why, are_sides_open=part.layout.are_sides_open)
    return _Read(part, profile, *without_unproven_first(lines, groups, sign))


def _told_sign(profile: Profile, choices: Mapping[str, str]) -> tuple[str, str]:
    sides = {"first_is_debit": "as_printed", "first_is_credit": "reversed"}
    told = choices.get("sign") or sides.get(choices.get("sides", ""), "")
    return (told, "chosen") if told else (profile.sign, "profile")


def _with_shared_order(
    parts: Sequence[_Part], read: list[_Read], profile: Profile, choices: Mapping[str, str], context: str
) -> list[_Read]:
    """Parts whose dates are open, read in the order that other parts of the same file prove."""
    proven = {each.lines.order.order for each in read if each.lines.order.why == "days"}
    if len(proven) != 1 or all(each.lines.order.order is not None for each in read):
        return read
    order = proven.pop()
    assert order is not None
    shared = replace(profile, date_order=order)  # type: ignore[arg-type]
    return [
        each if each.lines.order.order is not None else replace(_read_part(part, shared, choices, context), profile=profile)
        for part, each in zip(parts, read, strict=True)
    ]


def _distinct(items: Sequence[T]) -> list[T]:
    return [item for i, item in enumerate(items) if item not in items[:i]]
