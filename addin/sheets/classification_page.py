"""The page « Catégorisation »: what was classified and why, and what is left for her."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.messages import french, say
from addin.messages.categorise import CATEGORISE_SCREEN, ORIGINS
from addin.sheets.french import exact
from addin.sheets.model import Band, Block, Cell, Column, Page, Role, Row, Sheet, TableBlock, Value
from addin.treasury.classification.accuracy import Accuracy
from addin.treasury.currency import to_decimal
from addin.treasury.vocabularies import CLASSIFICATION_MARK

TITLE = "Catégorisation"
UNSORTED = "À classer"
MOST_SHOWN = 5_000
COLUMNS = (
    Column("Date", Role.DATE, 12),
    Column("Compte", Role.TEXT, 16),
    Column("Libellé", Role.TEXT, 36),
    Column("Tiers", Role.TEXT, 22),
    Column("Montant", Role.AMOUNT, 16),
    Column("Devise", Role.STATE, 8),
    Column("Catégorie", Role.TEXT, 26),
    Column("Proposition", Role.TEXT, 24),
    Column("Compte SCF", Role.STATE, 12),
    Column("Confiance", Role.PERCENT, 11),
    Column("Sur quoi", Role.TEXT, 24),
    Column("Motif", Role.TEXT, 66),
    Column("Ligne", Role.NOTE, 18),
)
_TITLES = [column.title for column in COLUMNS]


@dataclass(frozen=True)
class ShownLine:
    """One line of the page. Amount in minor units.

    Attributes:
        category: "" when it is left to her; suggestion: the best guess then.
        origin: one of `verdicts.ORIGINS`; place: « BNA!14 ».
    """

    booked_on: date | None
    account: str
    label: str
    counterparty: str
    amount_cents: int
    currency: str
    category: str
    suggestion: str
    scf_account: str
    confidence: float
    origin: str
    reason: str
    place: str


@dataclass(frozen=True)
class Counts:
    """Lines: told now, left to her, hers already; and told now by kind of evidence."""

    new: int
    unsorted: int
    typed: int
    by_origin: Mapping[str, int]


def classification_sheet(lines: Sequence[ShownLine], counts: Counts, accuracy: Accuracy | None, as_of: date) -> Sheet:
    """The page: counts, accuracy, then the lines left to her, the biggest first, then those told now."""
    width = len(COLUMNS)
    sentences = sentences_of(counts, accuracy, as_of, hidden=max(0, len(lines) - MOST_SHOWN))
    roles = (Role.TITLE, Role.LEAD)
    rows = tuple(Row((Cell(text, roles[i] if i < len(roles) else Role.NOTE, span=width),), lines=1.0) for i, text in enumerate(sentences))
    head = Block("head", rows, "full")
    table = TableBlock("lines", "tblCategorisation", COLUMNS, tuple(map(_row, lines[:MOST_SHOWN])))
    page = Page(landscape=True, one_page=False, print_lanes=("full",), repeat_rows=head.height + 2)
    return Sheet(
        TITLE, tuple(column.width for column in COLUMNS), {"full": (0, width)}, (Band((head,)), Band((table,))), page, (head.height + 2, 1)
    )


def sentences_of(counts: Counts, accuracy: Accuracy | None, as_of: date, hidden: int = 0) -> list[str]:
    """What the page says above its table."""
    out = [
        say(CATEGORISE_SCREEN["title"], date=f"{as_of:%d/%m/%Y}"),
        say(CATEGORISE_SCREEN["lead"], new=counts.new, unsorted=counts.unsorted, typed=counts.typed),
    ]
    if counts.by_origin:
        parts = ", ".join(f"{ORIGINS[origin]} ({count})" for origin, count in counts.by_origin.items())
        out.append(say(CATEGORISE_SCREEN["by_origin"], parts=parts))
    if accuracy is None:
        out.append(french(CATEGORISE_SCREEN["no_accuracy"]))
    else:
        kept_right = accuracy.kept_right if accuracy.kept else 0.0
        shares = {"right": percent(accuracy.right), "kept": percent(accuracy.kept), "kept_right": percent(kept_right)}
        out.append(say(CATEGORISE_SCREEN["accuracy"], lines=accuracy.lines, **shares))
    out.append(CLASSIFICATION_MARK)
    out.append(french(CATEGORISE_SCREEN["help"]))
    if hidden:
        out.append(say(CATEGORISE_SCREEN["more"], count=hidden))
    return out


def classification_as_text(lines: Sequence[ShownLine], counts: Counts, accuracy: Accuracy | None, as_of: date, most: int = 20) -> str:
    """The same for a terminal: the sentences, then the biggest lines left to her."""
    out = [text for text in sentences_of(counts, accuracy, as_of) if text != CLASSIFICATION_MARK]
    for line in [line for line in lines if not line.category][:most]:
        day = f"{line.booked_on:%d/%m/%Y}" if line.booked_on else " " * 10
        out.append(f"  ? {day}  {exact(line.amount_cents, line.currency):>20}  {line.label[:40]:<40}  {line.suggestion}".rstrip())
    return "\n".join(out)


def is_classification_page(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is ours: it carries the mark of the page."""
    return any(CLASSIFICATION_MARK in row for row in rows[:20])


def percent(share: float) -> str:
    """« 93 % », rounded down: nothing short of certain is said to be.

    >>> percent(0.999).replace("\\u00a0", " ")
    '99 %'
    """
    return french(f"{int(share * 100 + 1e-9)} %")


def _row(line: ShownLine) -> tuple[Value, ...]:
    return (
        line.booked_on,
        line.account,
        line.label,
        line.counterparty or None,
        to_decimal(line.amount_cents, line.currency),
        line.currency,
        line.category or UNSORTED,
        line.suggestion if not line.category else None,
        line.scf_account or None,
        int(line.confidence * 100 + 1e-9) / 100 if line.confidence else None,
        ORIGINS[line.origin],
        line.reason or None,
        line.place,
    )
