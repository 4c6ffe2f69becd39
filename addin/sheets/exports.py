"""The sheet `Exports` as data: one line for each accounting export, and under it what recognises its rows again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from addin.messages import TresoError
from addin.sheets.model import Band, Column, Page, Role, Sheet, TableBlock, Value
from addin.treasury.currency import exponent, to_decimal
from addin.treasury.entries.register import Export, ExportRegister, Scope
from addin.treasury.statements.fingerprints import DamagedFingerprintsError, Fingerprints, packed, unpacked

TITLE = "Exports"
UNDONE = "Annulé"
"""What « État » begins with for an export that was undone."""

_WHEN = "%d/%m/%Y %H:%M"
_CELLS = 16
_MORE = "(suite)"
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
_MEMORY = tuple(Column(f"E{number}", Role.NOTE, 5) for number in range(1, _CELLS + 1))
COLUMNS = (*_READABLE, *_MEMORY)
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
    table = TableBlock("exports", "tblExports", COLUMNS, tuple(rows))
    return Sheet(
        TITLE,
        tuple(column.width for column in COLUMNS),
        {"full": (0, len(COLUMNS)), "readable": (0, len(_READABLE))},
        (Band((table,)),),
        Page(landscape=True, one_page=False, print_lanes=("readable",), repeat_rows=1),
        (1, 3),
        "state",
    )


def export_rows(one: Export) -> list[tuple[Value, ...]]:
    """The lines of one export: the readable one, then one or more for each memory."""
    blank: tuple[Value, ...] = (None,) * _CELLS
    rows: list[tuple[Value, ...]] = [
        (
            one.number,
            one.at.strftime(_WHEN) if one.at else None,
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
        for at in range(0, len(cells), _CELLS):
            part = cells[at : at + _CELLS]
            head = (one.number, None, _MORE, *[None] * 10, _NATURES[scope.nature], scope.account or None, len(lines), None)
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
    head = next((i for i, row in enumerate(rows) if [_text(cell) for cell in row[: len(_TITLES)]] == _TITLES), None)
    if head is None:
        raise TresoError("SHEET_NAME_TAKEN", file=file, sheet=sheet)
    groups: dict[int, list[tuple[int, list[object]]]] = {}
    for i, row in enumerate(rows[head + 1 :], head + 2):
        number = row[0] if row else None
        if isinstance(number, (int, float)) and not isinstance(number, bool):
            groups.setdefault(int(number), []).append((i, [*row, *[None] * (len(COLUMNS) - len(row))]))
        elif any(_text(cell) for cell in row):
            raise TresoError("EXPORT_REGISTER_DAMAGED", file=file, sheet=sheet, row=i)
    return ExportRegister(tuple(_export(number, lines, file, sheet) for number, lines in sorted(groups.items())))


def _export(number: int, lines: Sequence[tuple[int, list[object]]], file: str, sheet: str) -> Export:
    readable = [(at, row) for at, row in lines if _text(row[2]) != _MORE]
    if len(readable) != 1:
        raise TresoError("EXPORT_REGISTER_DAMAGED", file=file, sheet=sheet, row=lines[0][0])
    at, row = readable[0]
    is_undone = _text(row[STATE_COLUMN - 1]).startswith(UNDONE)
    memory: dict[Scope, Fingerprints] = {}
    if not is_undone:
        try:
            memory = _memory([row for _, row in lines if _text(row[2]) == _MORE], _count(row[15]))
        except (DamagedFingerprintsError, StopIteration) as error:
            raise TresoError("EXPORT_REGISTER_DAMAGED", file=file, sheet=sheet, row=at) from error
    currency = _text(row[9]) or "DZD"
    return Export(
        number,
        _moment(row[1]),
        _text(row[2]),
        _day(row[3]),
        _day(row[4]),
        _day(row[5]),
        _count(row[6]),
        _cents(row[7], currency),
        _cents(row[8], currency),
        currency,
        tuple(filter(None, _text(row[10]).split(_BETWEEN))),
        _journals(_text(row[11])),
        _count(row[12]),
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
        nature = next(code for code, word in _NATURES.items() if word == _text(row[13]))
        scope = Scope(nature, _text(row[14]))  # type: ignore[arg-type]
        cells.setdefault(scope, []).extend(_text(cell) for cell in row[len(_READABLE) :] if _text(cell))
        counts[scope] = _count(row[15])
    memory = {scope: unpacked(sorted(its, key=_rank)) for scope, its in cells.items()}
    if any(len(lines) != counts[scope] for scope, lines in memory.items()) or sum(counts.values()) != count:
        raise DamagedFingerprintsError("lines are missing")
    return memory


def _rank(cell: str) -> int:
    """Place of a cell among the others (« E1 12/13 … »)."""
    digits = cell.partition(" ")[2].partition("/")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _count(cell: object) -> int:
    return int(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else 0


def _cents(cell: object, currency: str) -> int:
    is_number = isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool)
    return round(Decimal(str(cell)).scaleb(exponent(currency))) if is_number else 0


def _day(cell: object) -> date | None:
    return date(cell.year, cell.month, cell.day) if isinstance(cell, date) else None


def _moment(cell: object) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    try:
        return datetime.strptime(_text(cell), _WHEN)
    except ValueError:
        return None
