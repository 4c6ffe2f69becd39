"""The sheet « Lettrage »: each match of bank lines and invoices, what it rests on, and her decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.messages import french, say
from addin.messages.lettering import LETTERING_SCREEN, MATCH_STATES
from addin.sheets.french import exact
from addin.sheets.model import Band, Block, Cell, Column, Page, Role, Row, Sheet, TableBlock, Value
from addin.treasury.currency import to_decimal

TITLE = "Lettrage"
YES, NO = "Oui", "Non"
_DECISION = french("Oui : accepter. Non : refuser pour toujours, ou défaire. Vide : pas encore décidé.")
COLUMNS = (
    Column("N°", Role.COUNT, 6),
    Column("État", Role.STATE, 12),
    Column("Décision", Role.STATE, 10, (YES, NO), help=_DECISION),
    Column("Date", Role.DATE, 12),
    Column("Libellé", Role.TEXT, 38),
    Column("Montant", Role.AMOUNT, 16),
    Column("Devise", Role.STATE, 8),
    Column("Compte", Role.TEXT, 16),
    Column("Facture", Role.TEXT, 16),
    Column("Tiers", Role.TEXT, 24),
    Column("Date facture", Role.DATE, 12),
    Column("Montant facture", Role.AMOUNT, 16),
    Column("Part lettrée", Role.AMOUNT, 16),
    Column("Reste dû", Role.AMOUNT, 16),
    Column("Écart", Role.AMOUNT, 13),
    Column("Confiance", Role.PERCENT, 11),
    Column("Motif", Role.TEXT, 52),
    Column("Ligne", Role.NOTE, 20),
    Column("Ligne de la facture", Role.NOTE, 24),
    Column("Remarque", Role.TEXT, 26),
)
_PRINTED = 17
"""Columns that are printed: all up to the reason."""
_DECIDED, _REMARK = 2, len(COLUMNS) - 1


@dataclass(frozen=True)
class ShownPiece:
    """One line of the sheet: a bank line and the invoice that it pays, or a bank line without invoice. Amounts in minor units.

    Attributes:
        match: number of the match, shared by its lines.
        status: key of `messages.lettering.MATCH_STATES`.
        decision: « Oui », « Non » or "".
        part_cents: what of the invoice is settled by this line; None without invoice.
        left_cents: what is left of the invoice after all that counts.
        difference_cents: bank line minus invoices of the match, 0 when exact.
        score: 0–1, None without invoice.
        place, invoice_place: « BNA!14 ».
    """

    match: int
    status: str
    decision: str
    booked_on: date
    label: str
    amount_cents: int
    currency: str
    account: str
    place: str
    number: str = ""
    counterparty: str = ""
    issued_on: date | None = None
    invoice_cents: int | None = None
    part_cents: int | None = None
    left_cents: int | None = None
    difference_cents: int = 0
    score: float | None = None
    reason: str = ""
    invoice_place: str = ""
    remark: str = ""


def lettering_sheet(pieces: Sequence[ShownPiece], as_of: date, counts: Mapping[str, int]) -> Sheet:
    """The page: how many, how to decide, then a table in the order given.

    Args:
        counts: "matched", "invoices", "proposed", "unmatched".
    """
    width = len(COLUMNS)
    head = Block(
        "head",
        (
            Row((Cell(say(LETTERING_SCREEN["title"], date=f"{as_of:%d/%m/%Y}"), Role.TITLE, span=_PRINTED),)),
            Row((Cell(say(LETTERING_SCREEN["lead"], **counts), Role.LEAD, span=_PRINTED),)),
            Row((Cell(french(LETTERING_SCREEN["help"]), Role.NOTE, span=_PRINTED),)),
        ),
        "full",
    )
    to_fill = frozenset((i, _DECIDED) for i, piece in enumerate(pieces) if piece.number or piece.counterparty)
    remarks = frozenset((i, _REMARK) for i in range(len(pieces)))
    table = TableBlock("lettering", "tblLettrage", COLUMNS, tuple(map(_row, pieces)), to_fill=to_fill | remarks)
    page = Page(landscape=True, one_page=False, print_lanes=("readable",), repeat_rows=head.height + 2)
    return Sheet(
        TITLE,
        tuple(column.width for column in COLUMNS),
        {"full": (0, width), "readable": (0, _PRINTED)},
        (Band((head,)), Band((table,))),
        page,
        (head.height + 2, 3),
        "input",
    )


def lettering_as_text(pieces: Sequence[ShownPiece], as_of: date, counts: Mapping[str, int]) -> str:
    """The same for a terminal: the counts, then what waits for her."""
    lines = [say(LETTERING_SCREEN["title"], date=f"{as_of:%d/%m/%Y}"), say(LETTERING_SCREEN["lead"], **counts)]
    for piece in pieces:
        if piece.status == "proposed":
            amount = exact(piece.amount_cents, piece.currency)
            line = f"  ? {piece.booked_on:%d/%m/%Y}  {amount:>20}  {piece.label[:40]:<40}  {piece.number} {piece.counterparty}"
            lines.append(line.rstrip())
    return "\n".join(lines)


def _row(piece: ShownPiece) -> tuple[Value, ...]:
    def amount(cents: int | None) -> Value:
        return None if cents is None else to_decimal(cents, piece.currency)

    return (
        piece.match or None,
        MATCH_STATES[piece.status],
        piece.decision or None,
        piece.booked_on,
        piece.label,
        amount(piece.amount_cents),
        piece.currency,
        piece.account,
        piece.number or None,
        piece.counterparty or None,
        piece.issued_on,
        amount(piece.invoice_cents),
        amount(piece.part_cents),
        amount(piece.left_cents),
        amount(piece.difference_cents) if piece.difference_cents else None,
        piece.score,
        piece.reason or None,
        piece.place,
        piece.invoice_place or None,
        piece.remark or None,
    )
