"""The sheet `Imports` as data: one line per imported statement, and at its right what recognises its lines again."""

from __future__ import annotations

from collections.abc import Sequence

from addin.messages import Finding
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
from addin.treasury.statements.fingerprints import DamagedFingerprintsError, Fingerprints, no_fingerprints, packed, unpacked
from addin.treasury.statements.register import Import, Register

TITLE = "Imports"

_CHECKS = {"ok": "juste", "broken": "écart", "absent": "sans solde"}
_INTERIM = " (provisoire)"
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
COLUMNS = (*_READABLE, *PACKED)
_TITLES = [column.title for column in _READABLE]
STATE_COLUMN = len(_READABLE)
"""Column of « État », as Excel numbers it."""


def imports_sheet(rows: Sequence[tuple[Value, ...]]) -> Sheet:
    """`Imports` holding these lines (`import_rows`); hidden, it is the workbook's own memory."""
    return memory_page(TITLE, "tblImports", COLUMNS, rows, readable=len(_READABLE), frozen=(1, 3))


def import_rows(one: Import) -> list[tuple[Value, ...]]:
    """The lines of one import: the readable one, and further ones where its fingerprints need more room."""
    cells = packed(one.lines)
    parts = [cells[at : at + CELLS] for at in range(0, len(cells), CELLS)] or [[]]

    def amount(cents: int | None) -> Value:
        return None if cents is None else to_decimal(cents, one.currency)

    said: tuple[Value, ...] = (
        one.number,
        moment_text(one.at),
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
    more: tuple[Value, ...] = (one.number, None, MORE, *[None] * (len(_READABLE) - 3))
    return [(*(more if i else said), *part, *[None] * (CELLS - len(part))) for i, part in enumerate(parts)]


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
    head = heading_row(rows, _TITLES, file=file, sheet=sheet)
    groups, lost = numbered_rows(rows, head, len(COLUMNS))
    findings = [Finding("REGISTER_DAMAGED", sheet, row) for row in lost]
    imports = []
    for number, lines in groups.items():
        readable = [(i, row) for i, row in lines if text_of(row[2]) != MORE]
        if len(readable) != 1:
            findings.append(Finding("REGISTER_DAMAGED", sheet, lines[0][0]))
            if not readable:
                continue
        row_at, row = readable[0]
        memory, is_whole = _memory(lines)
        is_whole &= count_of(row[10]) <= len(memory) <= count_of(row[9])
        is_undone = text_of(row[STATE_COLUMN - 1]).startswith(UNDONE)
        if not is_whole and not is_undone:
            findings.append(Finding("REGISTER_DAMAGED", sheet, row_at))
        imports.append(_import(number, row_at, row, memory, is_undone))
    return Register(tuple(imports), tuple(findings), is_written=True)


def _memory(lines: Sequence[tuple[int, Sequence[object]]]) -> tuple[Fingerprints, bool]:
    cells = [text_of(cell) for _, row in lines for cell in row[len(_READABLE) :] if text_of(cell)]
    try:
        return unpacked(sorted(cells, key=packed_rank)), True
    except DamagedFingerprintsError:
        return no_fingerprints(), False


def _import(number: int, at: int, row: Sequence[object], memory: Fingerprints, is_undone: bool) -> Import:
    named = text_of(row[3])
    return Import(
        number,
        text_of(row[4]),
        text_of(row[5]),
        memory,
        identity=text_of(row[6]),
        format=named.removesuffix(_INTERIM),
        file=text_of(row[2]),
        at=moment_of(row[1]),
        first=day_of(row[7]),
        last=day_of(row[8]),
        currency=text_of(row[14]),
        read=count_of(row[9]),
        added=count_of(row[10]),
        known=count_of(row[11]),
        rejected=count_of(row[12]),
        opening_cents=cents_of(row[15], text_of(row[14])),
        closing_cents=cents_of(row[16], text_of(row[14])),
        check=next((code for code, word in _CHECKS.items() if word == text_of(row[17])), "absent"),
        is_interim=named.endswith(_INTERIM),
        is_undone=is_undone,
        row=at,
    )
