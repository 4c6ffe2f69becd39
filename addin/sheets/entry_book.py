"""The workbook that goes with an accounting export: the entries, the statement of suppliers, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from addin.messages import french, say
from addin.messages.entries import EXPORT_WORDS, SKIP_REASONS
from addin.sheets.model import Band, Block, Cell, Column, Page, Role, Row, Sheet, TableBlock, Value
from addin.treasury.currency import to_decimal
from addin.treasury.entries.layouts import shown_format
from addin.treasury.entries.model import Entry, Skipped, totals
from addin.treasury.entries.plan import Plan
from addin.treasury.entries.register import Export
from addin.treasury.entries.suppliers import SupplierLine
from addin.treasury.money_text import money_text

_ENTRIES = (
    Column("Journal", Role.STATE, 9),
    Column("N° écriture", Role.COUNT, 11),
    Column("Date", Role.DATE, 12),
    Column("N° pièce", Role.TEXT, 18),
    Column("Compte", Role.TEXT, 10),
    Column("Intitulé", Role.TEXT, 34),
    Column("Auxiliaire", Role.TEXT, 15),
    Column("Tiers", Role.TEXT, 26),
    Column("Libellé", Role.TEXT, 44),
    Column("Débit", Role.AMOUNT, 18),
    Column("Crédit", Role.AMOUNT, 18),
    Column("Échéance", Role.DATE, 12),
    Column("Lettrage", Role.STATE, 9),
    Column("Montant devise", Role.AMOUNT, 16),
    Column("Devise", Role.STATE, 8),
    Column("Ligne", Role.NOTE, 24),
)
_SUPPLIERS = (
    Column("Fournisseur", Role.TEXT, 34),
    Column("NIF", Role.TEXT, 22),
    Column("RC", Role.TEXT, 20),
    Column("N° facture", Role.TEXT, 18),
    Column("Date", Role.DATE, 12),
    Column("Montant HT", Role.AMOUNT, 18),
    Column("TVA", Role.AMOUNT, 18),
    Column("Montant TTC", Role.AMOUNT, 18),
)
_SKIPPED = (
    Column("Onglet", Role.TEXT, 26),
    Column("Ligne", Role.COUNT, 8),
    Column("Motif", Role.TEXT, 62),
    Column("Catégorie", Role.TEXT, 30),
)


def entry_book(
    entries: Sequence[Entry],
    suppliers: Sequence[SupplierLine],
    skipped: Sequence[Skipped],
    plan: Plan,
    *,
    base: str,
    number: int,
    format: str,
    as_of: date,
) -> list[Sheet]:
    """The sheets: entries always, the two others when they have lines.

    Args:
        base: currency of the amounts.
        format: as it is shown.
    """
    title = say(EXPORT_WORDS["entries_title"], number=number, format=format, date=f"{as_of:%d/%m/%Y}")
    debit, credit = totals(entries)
    total: tuple[Value, ...] = (
        *[None] * 8, EXPORT_WORDS["total"], to_decimal(debit, base), to_decimal(credit, base), *[None] * (len(_ENTRIES) - 11),
    )  # fmt: skip
    rows = [_entry_row(entry, at, plan, base) for entry in entries for at in range(len(entry.postings))]
    sheets = [_sheet(EXPORT_WORDS["entries_tab"], title, "tblEcritures", _ENTRIES, rows, total)]
    if suppliers:
        sums = [sum(line.net_cents for line in suppliers), sum(line.vat_cents for line in suppliers)]
        last: tuple[Value, ...] = (EXPORT_WORDS["total"], *[None] * 4, *(to_decimal(each, base) for each in (*sums, sum(sums))))
        said = say(EXPORT_WORDS["suppliers_title"], number=number)
        sheets.append(
            _sheet(
                EXPORT_WORDS["suppliers_tab"],
                said,
                "tblEtatFournisseurs",
                _SUPPLIERS,
                [_supplier_row(line, base) for line in suppliers],
                last,
            )
        )
    if skipped:
        lines: list[tuple[Value, ...]] = [
            (each.sheet, each.row, french(SKIP_REASONS[each.reason]), each.detail or None) for each in skipped
        ]
        sheets.append(_sheet(EXPORT_WORDS["skipped_tab"], EXPORT_WORDS["skipped_title"], "tblNonExporte", _SKIPPED, lines))
    return sheets


def told(export: Export, folder: str, known: int, *, is_placed: bool) -> list[str]:
    """What is said of an export at the end: number, totals, folder, files, what did not leave again."""
    assert export.first is not None
    assert export.last is not None
    whole = {
        "number": export.number,
        "format": shown_format(export.format),
        "entries": export.entries,
        "debit": money_text(export.debit_cents, export.currency),
        "first": f"{export.first:%d/%m/%Y}",
        "last": f"{export.last:%d/%m/%Y}",
        "folder": folder,
    }
    lines = [say(EXPORT_WORDS["done"], **whole)]
    if is_placed:
        lines += [say(EXPORT_WORDS["one_file"], file=name) for name in export.files]
    if known:
        lines.append(say(EXPORT_WORDS["already"], count=known))
    return lines


def _sheet(
    name: str, title: str, table: str, columns: tuple[Column, ...], rows: Sequence[tuple[Value, ...]], total: tuple[Value, ...] = ()
) -> Sheet:
    width = len(columns)
    head = Block("head", (Row((Cell(french(title), Role.TITLE, span=width),)),), "full")
    bands = [Band((head,)), Band((TableBlock("table", table, columns, tuple(rows)),), gap=0)]
    if total:
        roles = [Role.TOTAL if column.role is Role.AMOUNT else Role.TOTAL_TEXT for column in columns]
        bands.append(Band((Block("total", (Row(tuple(Cell(value, role) for value, role in zip(total, roles, strict=True))),), "full"),)))
    return Sheet(
        name,
        tuple(column.width for column in columns),
        {"full": (0, width)},
        tuple(bands),
        Page(landscape=True, one_page=False, repeat_rows=3),
        (3, 0),
    )


def _entry_row(entry: Entry, at: int, plan: Plan, base: str) -> tuple[Value, ...]:
    posting = entry.postings[at]
    foreign = None if posting.foreign_cents is None else to_decimal(posting.foreign_cents, posting.currency)
    label = entry.label if entry.on == entry.piece_on else f"{entry.label} ({entry.piece_on:%d/%m/%Y})"
    return (
        entry.journal,
        entry.number,
        entry.on,
        entry.piece or None,
        posting.account,
        plan.label(posting.account) or None,
        posting.auxiliary or None,
        posting.party if posting.auxiliary else None,
        label,
        to_decimal(posting.debit_cents, base) if posting.cents > 0 else None,
        to_decimal(posting.credit_cents, base) if posting.cents < 0 else None,
        posting.due_on,
        posting.letter or None,
        foreign,
        posting.currency or None,
        f"{entry.sheet}!{entry.row}",
    )


def _supplier_row(line: SupplierLine, base: str) -> tuple[Value, ...]:
    amounts = (line.net_cents, line.vat_cents, line.net_cents + line.vat_cents)
    return (line.party, line.nif or None, line.rc or None, line.number, line.issued_on, *(to_decimal(each, base) for each in amounts))
