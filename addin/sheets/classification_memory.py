"""The hidden sheet « Classements » as data: which category « Catégoriser » wrote on which lines."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from addin.messages import Finding
from addin.sheets.memory import (
    CELLS,
    MORE,
    PACKED,
    UNDONE,
    count_of,
    heading_row,
    memory_page,
    moment_of,
    moment_text,
    numbered_rows,
    packed_rank,
    text_of,
)
from addin.sheets.model import Column, Role, Sheet, Value
from addin.treasury.classification.written import Written, WrittenRegister
from addin.treasury.statements.fingerprints import DamagedFingerprintsError, packed, unpacked

TITLE = "Classements"
NAMES = "(catégories)"
"""Stands in « Compte » of the line that remembers the list of « Catégories »."""
REFUSED = "(règles refusées)"
"""Stands in « Compte » of the line that remembers the rules that she refused."""
_READABLE = (
    Column("N°", Role.COUNT, 6),
    Column("Le", Role.TEXT, 17),
    Column("Compte", Role.TEXT, 20),
    Column("Catégorie", Role.TEXT, 28),
    Column("Compte SCF", Role.TEXT, 12),
    Column("Lignes", Role.COUNT, 9),
    Column("État", Role.TEXT, 26),
)
COLUMNS = (*_READABLE, *PACKED)
_TITLES = [column.title for column in _READABLE]
STATE_COLUMN = len(_READABLE)
"""Column of « État », as Excel numbers it."""

Rows = list[tuple[Value, ...]]


def memory_rows(
    entries: Sequence[Written], names: Sequence[tuple[str, str]], number: int, refused: Collection[tuple[str, str, str]] = ()
) -> Rows:
    """The lines of one run: one or more for each entry, and the list of « Catégories » as it then was.

    A line (the first of each entry) tells; those that go on carry « (suite) » in « Compte ».
    """
    rows: Rows = []
    for entry in entries:
        cells = packed(entry.lines)
        parts = [cells[at : at + CELLS] for at in range(0, len(cells), CELLS)] or [[]]
        for i, part in enumerate(parts):
            said: tuple[Value, ...] = (
                number,
                moment_text(entry.at) if not i else None,
                MORE if i else entry.account,
                None if i else entry.category,
                None if i else entry.scf_account or None,
                None if i else len(entry.lines),
                None,
            )
            rows.append((*said, *part, *[None] * (CELLS - len(part))))
    for what, told in ((NAMES, list(names)), (REFUSED, sorted(refused))):
        listed = json.dumps([list(each) for each in told], ensure_ascii=False)
        if told:
            rows.append((number, None, what, None, None, len(told), None, listed, *[None] * (CELLS - 1)))
    return rows


def memory_sheet(rows: Sequence[tuple[Value, ...]]) -> Sheet:
    """« Classements » holding these lines; hidden, it is the workbook's own memory."""
    return memory_page(TITLE, "tblClassements", COLUMNS, rows, readable=len(_READABLE), frozen=(1, 3))


def read_memory(rows: Sequence[Sequence[object]], *, file: str, sheet: str = TITLE) -> WrittenRegister:
    """What the sheet remembers.

    Args:
        rows: the sheet from A1.
        file: name of the workbook, for a refusal.
    Returns:
        The register; what is damaged is in its findings: those lines are then taken for hers.
    Raises:
        TresoError: SHEET_NAME_TAKEN when the sheet does not carry our headings: it is hers.
    """
    head = heading_row(rows, _TITLES, file=file, sheet=sheet)
    groups, lost = numbered_rows(rows, head, len(COLUMNS))
    findings = [Finding("CLASSIFICATION_MEMORY_DAMAGED", sheet, row) for row in lost]
    entries: list[Written] = []
    names: tuple[tuple[str, ...], ...] = ()
    refused: set[tuple[str, ...]] = set()
    for number, lines in sorted(groups.items()):
        open_rows: list[tuple[int, list[object]]] = []
        for at, row in lines:
            if text_of(row[2]) == NAMES:
                names = _tuples(text_of(row[len(_READABLE)]), 2)
            elif text_of(row[2]) == REFUSED:
                refused |= set(_tuples(text_of(row[len(_READABLE)]), 3))
            elif text_of(row[2]) == MORE and open_rows:
                open_rows[-1][1].extend(row[len(_READABLE) :])
            else:
                open_rows.append((at, row))
        for at, row in open_rows:
            cells = [text_of(cell) for cell in row[len(_READABLE) :] if text_of(cell)]
            try:
                marks = unpacked(sorted(cells, key=packed_rank))
            except DamagedFingerprintsError:
                marks = None
            if marks is None or len(marks) != count_of(row[5]):
                findings.append(Finding("CLASSIFICATION_MEMORY_DAMAGED", sheet, at))
                continue
            is_undone = text_of(row[STATE_COLUMN - 1]).startswith(UNDONE)
            entries.append(Written(number, text_of(row[2]), text_of(row[3]), text_of(row[4]), marks, moment_of(row[1]), is_undone, at))
    return WrittenRegister(tuple(entries), tuple(findings), names, frozenset(refused))  # type: ignore[arg-type]


def _tuples(text: str, size: int) -> tuple[tuple[str, ...], ...]:
    """A list of texts by so many; nothing when the cell was changed."""
    try:
        told = json.loads(text) if text else []
    except ValueError:
        return ()
    parts = told if isinstance(told, list) else []
    return tuple(tuple(map(str, each)) for each in parts if isinstance(each, list) and len(each) == size)
