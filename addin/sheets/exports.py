"""The sheet `Exports` as data: one line for each accounting export, and under it what recognises its rows again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from addin.messages import TresoError
from addin.sheets.memory import (
    CELLS,
    MORE,
    PACKED,
    UNDONE,
    cents_of,
    count_of,
    day_of,
    heading_row,
    memory_page,
    moment_of,
    moment_text,
    numbered_rows,
    packed_rank,
    text_of,
)
from addin.sheets.model import Column, Role, Sheet, Value
from addin.treasury.currency import to_decimal
from addin.treasury.entries.register import Export, ExportRegister, Scope
from addin.treasury.statements.fingerprints import DamagedFingerprintsError, Fingerprints, packed, unpacked

TITLE = "Exports"

_BETWEEN = " ; "
_READABLE = (
    Column("N°", Role.COUNT, 6),
    Column("Le", Role.TEXT, 17),
    Column("Format", Role.TEXT, 14),
    Column("Arrêté au", Role.DATE, 12),
    Column("Du", Role.DATE, 12),
    Column("Au", Role.DATE, 12),
    Column("Écritures", Role.COUNT, 11),
    Column("Débit", Role.AMOUNT, 18),
    Column("Crédit", Role.AMOUNT, 18),
    Column("Devise", Role.STATE, 9),
    Column("Fichiers", Role.TEXT, 44),
    Column("Journaux", Role.TEXT, 30),
    Column("Lettres", Role.COUNT, 9),
    Column("Lignes de", Role.TEXT, 22),
    Column("Compte", Role.TEXT, 20),
    Column("Nombre", Role.COUNT, 9),
    Column("État", Role.TEXT, 26),
)
COLUMNS = (*_READABLE, *PACKED)
_TITLES = [column.title for column in _READABLE]
STATE_COLUMN = len(_READABLE)
"""Column of « État », as Excel numbers it."""

_NATURES = {
    "lines": "Opérations",
    "direct": "Opérations (charges et produits)",
    "customer": "Factures clients",
    "supplier": "Factures fournisseurs",
}


def exports_sheet(rows: Sequence[tuple[Value, ...]]) -> Sheet:
    """`Exports` holding these lines (`export_rows`); hidden, it is the workbook's own memory."""
    return memory_page(TITLE, "tblExports", COLUMNS, rows, readable=len(_READABLE), frozen=(1, 3))


def export_rows(one: Export) -> list[tuple[Value, ...]]:
    """The lines of one export: the readable one, then one or more for each memory."""
    blank: tuple[Value, ...] = (None,) * CELLS
    rows: list[tuple[Value, ...]] = [
        (
            one.number,
            moment_text(one.at),
            one.format,
            one.as_of,
            one.first,
            one.last,
            one.entries,
            to_decimal(one.debit_cents, one.currency),
            to_decimal(one.credit_cents, one.currency),
            one.currency,
            _BETWEEN.join(one.files),
            json.dumps(dict(one.journals), ensure_ascii=False) if one.journals else None,
            one.letters,
            None,
            None,
            sum(map(len, one.memory.values())),
            None,
            *blank,
        )
    ]
    for scope, lines in one.memory.items():
        cells = packed(lines)
        for at in range(0, len(cells), CELLS):
            part = cells[at : at + CELLS]
            head = (one.number, None, MORE, *[None] * 10, _NATURES[scope.nature], scope.account or None, len(lines), None)
            rows.append((*head, *part, *blank[len(part) :]))
    return rows


def read_exports(rows: Sequence[Sequence[object]], *, file: str, sheet: str = TITLE) -> ExportRegister:
    """What the sheet `Exports` remembers.

    Args:
        rows: the sheet from A1.
        file: name of the workbook, for a refusal.
    Raises:
        TresoError: SHEET_NAME_TAKEN when the sheet does not carry our headings: it is hers; EXPORT_REGISTER_DAMAGED when what an
            export that stands remembers does not read.
    """
    head = heading_row(rows, _TITLES, file=file, sheet=sheet)
    groups, lost = numbered_rows(rows, head, len(COLUMNS))
    if lost:
        raise TresoError("EXPORT_REGISTER_DAMAGED", file=file, sheet=sheet, row=lost[0])
    return ExportRegister(tuple(_export(number, lines, file, sheet) for number, lines in sorted(groups.items())))


def _export(number: int, lines: Sequence[tuple[int, list[object]]], file: str, sheet: str) -> Export:
    readable = [(at, row) for at, row in lines if text_of(row[2]) != MORE]
    if len(readable) != 1:
        raise TresoError("EXPORT_REGISTER_DAMAGED", file=file, sheet=sheet, row=lines[0][0])
    at, row = readable[0]
    is_undone = text_of(row[STATE_COLUMN - 1]).startswith(UNDONE)
    memory: dict[Scope, Fingerprints] = {}
    if not is_undone:
        try:
            memory = _memory([row for _, row in lines if text_of(row[2]) == MORE], count_of(row[15]))
        except (DamagedFingerprintsError, StopIteration) as error:
            raise TresoError("EXPORT_REGISTER_DAMAGED", file=file, sheet=sheet, row=at) from error
    currency = text_of(row[9]) or "DZD"
    return Export(
        number,
        moment_of(row[1]),
        text_of(row[2]),
        day_of(row[3]),
        day_of(row[4]),
        day_of(row[5]),
        count_of(row[6]),
        cents_of(row[7], currency) or 0,
        cents_of(row[8], currency) or 0,
        currency,
        tuple(filter(None, text_of(row[10]).split(_BETWEEN))),
        _journals(text_of(row[11])),
        count_of(row[12]),
        memory,
        is_undone,
        at,
    )


def _journals(text: str) -> dict[str, str]:
    """Account → code; nothing when the cell was changed: the codes are then given anew."""
    try:
        told = json.loads(text) if text else {}
    except ValueError:
        return {}
    return {str(account): str(code) for account, code in told.items()} if isinstance(told, dict) else {}


def _memory(rows: Sequence[Sequence[object]], count: int) -> dict[Scope, Fingerprints]:
    """The fingerprints by scope.

    Raises:
        DamagedFingerprintsError: some are missing or do not read.
        StopIteration: a nature that we do not know.
    """
    cells: dict[Scope, list[str]] = {}
    counts: dict[Scope, int] = {}
    for row in rows:
        nature = next(code for code, word in _NATURES.items() if word == text_of(row[13]))
        scope = Scope(nature, text_of(row[14]))  # type: ignore[arg-type]
        cells.setdefault(scope, []).extend(text_of(cell) for cell in row[len(_READABLE) :] if text_of(cell))
        counts[scope] = count_of(row[15])
    memory = {scope: unpacked(sorted(its, key=packed_rank)) for scope, its in cells.items()}
    if any(len(lines) != counts[scope] for scope, lines in memory.items()) or sum(counts.values()) != count:
        raise DamagedFingerprintsError("lines are missing")
    return memory
