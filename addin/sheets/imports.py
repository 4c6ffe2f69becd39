"""The sheet `Imports` as data: one line per imported statement, and at its right what recognises its lines again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from addin.messages import Finding, TresoError
from addin.sheets.model import Band, Column, Page, Role, Sheet, TableBlock, Value
from addin.treasury.currency import exponent, to_decimal
from addin.treasury.statements.fingerprints import DamagedFingerprintsError, Fingerprints, no_fingerprints, packed, unpacked
from addin.treasury.statements.register import Import, Register

TITLE = "Imports"
UNDONE = "Annulé"
"""What « État » begins with for an import that was undone: « Annulé le 12/11/2026 09:30 »."""

_WHEN = "%d/%m/%Y %H:%M"
_CHECKS = {"ok": "juste", "broken": "écart", "absent": "sans solde"}
_INTERIM = " (provisoire)"
_MORE = "(suite)"
_CELLS = 16
_READABLE = (
    Column("N°", Role.COUNT, 6),
    Column("Le", Role.TEXT, 17),
    Column("Fichier", Role.TEXT, 34),
    Column("Format", Role.TEXT, 20),
    Column("Compte", Role.TEXT, 20),
    Column("Onglet", Role.TEXT, 20),
    Column("N° de compte du relevé", Role.TEXT, 30),
    Column("Du", Role.DATE, 12),
    Column("Au", Role.DATE, 12),
    Column("Lignes lues", Role.COUNT, 11),
    Column("Ajoutées", Role.COUNT, 11),
    Column("Déjà connues", Role.COUNT, 11),
    Column("Rejetées", Role.COUNT, 11),
    Column("Somme ajoutée", Role.AMOUNT, 18),
    Column("Devise", Role.STATE, 9),
    Column("Solde début", Role.AMOUNT, 18),
    Column("Solde fin", Role.AMOUNT, 18),
    Column("Solde prouvé", Role.STATE, 13),
    Column("État", Role.TEXT, 26),
)
_MEMORY = tuple(Column(f"E{number}", Role.NOTE, 5) for number in range(1, _CELLS + 1))
COLUMNS = (*_READABLE, *_MEMORY)
_TITLES = [column.title for column in _READABLE]
STATE_COLUMN = len(_READABLE)
"""Column of « État », as Excel numbers it."""


def imports_sheet(rows: Sequence[tuple[Value, ...]]) -> Sheet:
    """`Imports` holding these lines (`import_rows`); hidden, it is the workbook's own memory."""
    table = TableBlock("imports", "tblImports", COLUMNS, tuple(rows))
    return Sheet(
        TITLE,
        tuple(column.width for column in COLUMNS),
        {"full": (0, len(COLUMNS)), "readable": (0, len(_READABLE))},
        (Band((table,)),),
        Page(landscape=True, one_page=False, print_lanes=("readable",), repeat_rows=1),
        (1, 3),
        "state",
    )


def import_rows(one: Import) -> list[tuple[Value, ...]]:
    """The lines of one import: the readable one, and further ones where its fingerprints need more room."""
    cells = packed(one.lines)
    parts = [cells[at : at + _CELLS] for at in range(0, len(cells), _CELLS)] or [[]]

    def amount(cents: int | None) -> Value:
        return None if cents is None else to_decimal(cents, one.currency)

    said: tuple[Value, ...] = (
        one.number,
        one.at.strftime(_WHEN) if one.at else None,
        one.file,
        one.format + (_INTERIM if one.is_interim else ""),
        one.account,
        one.tab,
        one.identity or None,
        one.first,
        one.last,
        one.read,
        one.added,
        one.known,
        one.rejected,
        amount(one.added_cents),
        one.currency or None,
        amount(one.opening_cents),
        amount(one.closing_cents),
        _CHECKS[one.check],
        None,
    )
    more: tuple[Value, ...] = (one.number, None, _MORE, *[None] * (len(_READABLE) - 3))
    return [(*(more if i else said), *part, *[None] * (_CELLS - len(part))) for i, part in enumerate(parts)]


def read_register(rows: Sequence[Sequence[object]], *, file: str, sheet: str = TITLE) -> Register:
    """What the sheet `Imports` remembers.

    Args:
        rows: the sheet from A1.
        file: name of the workbook, for a refusal.
    Returns:
        The register; imports whose memory is damaged are in its findings and hold no lines.
    Raises:
        TresoError: SHEET_NAME_TAKEN when the sheet does not carry our headings: it is hers.
    """
    head = next((i for i, row in enumerate(rows) if [_text(cell) for cell in row[: len(_TITLES)]] == _TITLES), None)
    if head is None:
        raise TresoError("SHEET_NAME_TAKEN", file=file, sheet=sheet)
    groups: dict[int, list[tuple[int, Sequence[object]]]] = {}
    findings = []
    for i, row in enumerate(rows[head + 1 :], head + 2):
        number = row[0] if row else None
        if isinstance(number, (int, float)) and not isinstance(number, bool):
            groups.setdefault(int(number), []).append((i, [*row, *[None] * (len(COLUMNS) - len(row))]))
        elif any(_text(cell) for cell in row):
            findings.append(Finding("REGISTER_DAMAGED", sheet, i))
    imports = []
    for number, lines in groups.items():
        readable = [(i, row) for i, row in lines if _text(row[2]) != _MORE]
        if len(readable) != 1:
            findings.append(Finding("REGISTER_DAMAGED", sheet, lines[0][0]))
            if not readable:
                continue
        row_at, row = readable[0]
        memory, is_whole = _memory(lines)
        is_whole &= _count(row[10]) <= len(memory) <= _count(row[9])
        is_undone = _text(row[STATE_COLUMN - 1]).startswith(UNDONE)
        if not is_whole and not is_undone:
            findings.append(Finding("REGISTER_DAMAGED", sheet, row_at))
        imports.append(_import(number, row_at, row, memory, is_undone))
    return Register(tuple(imports), tuple(findings), is_written=True)


def _memory(lines: Sequence[tuple[int, Sequence[object]]]) -> tuple[Fingerprints, bool]:
    cells = [_text(cell) for _, row in lines for cell in row[len(_READABLE) :] if _text(cell)]
    try:
        return unpacked(sorted(cells, key=_rank)), True
    except DamagedFingerprintsError:
        return no_fingerprints(), False


def _rank(cell: str) -> int:
    """Place of a cell among the others (« E1 12/13 … »), whatever the order of the rows by now."""
    digits = cell.partition(" ")[2].partition("/")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


def _import(number: int, at: int, row: Sequence[object], memory: Fingerprints, is_undone: bool) -> Import:
    named = _text(row[3])
    return Import(
        number,
        _text(row[4]),
        _text(row[5]),
        memory,
        identity=_text(row[6]),
        format=named.removesuffix(_INTERIM),
        file=_text(row[2]),
        at=_moment(row[1]),
        first=_day(row[7]),
        last=_day(row[8]),
        currency=_text(row[14]),
        read=_count(row[9]),
        added=_count(row[10]),
        known=_count(row[11]),
        rejected=_count(row[12]),
        opening_cents=_cents(row[15], _text(row[14])),
        closing_cents=_cents(row[16], _text(row[14])),
        check=next((code for code, word in _CHECKS.items() if word == _text(row[17])), "absent"),
        is_interim=named.endswith(_INTERIM),
        is_undone=is_undone,
        row=at,
    )


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _count(cell: object) -> int:
    return int(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else 0


def _cents(cell: object, currency: str) -> int | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)) or not currency:
        return None
    return int(Decimal(str(cell)).scaleb(exponent(currency)).to_integral_value(ROUND_HALF_UP))


def _day(cell: object) -> date | None:
    return date(cell.year, cell.month, cell.day) if isinstance(cell, date) else None


def _moment(cell: object) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    try:
        return datetime.strptime(_text(cell), _WHEN)
    except ValueError:
        return None
