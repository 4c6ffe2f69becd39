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
from addin.treasury.classification.rule_proposals import RuleProposal
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
YES, NO = "Oui", "Non"
RULE_COLUMNS = (
    Column(
        "Décision",
        Role.STATE,
        12,
        (YES, NO),
        help=french("Oui : la règle est ajoutée à l'onglet « Règles ». Non : elle n'est plus proposée."),
    ),
    Column("Sens", Role.STATE, 16),
    Column("Texte de la règle proposée", Role.TEXT, 36),
    Column("Catégorie", Role.TEXT, 22),
    Column("Compte SCF", Role.STATE, 16),
    Column("Lignes", Role.COUNT, 8),
)
"""Of the rules that her corrections ask for; they share the widths of the first columns."""
_RULE_TITLES = [column.title for column in RULE_COLUMNS]
_SENSES = {"debit": "Débit", "credit": "Crédit"}


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
    """Lines: told now, left to her, hers already; told now by kind of evidence; in her selection, 0 when all lines were looked at."""

    new: int
    unsorted: int
    typed: int
    by_origin: Mapping[str, int]
    selected: int = 0


@dataclass(frozen=True)
class Decided:
    """A rule that was proposed and that she has decided, as the page says it.

    Attributes:
        is_yes: she accepts it; direction: « Débit » or « Crédit ».
    """

    is_yes: bool
    direction: str
    text: str
    category: str
    scf_account: str


def classification_sheet(
    lines: Sequence[ShownLine], counts: Counts, accuracy: Accuracy | None, as_of: date, rules: Sequence[RuleProposal] = ()
) -> Sheet:
    """The page: counts, accuracy, rules to decide, then the lines left to her, the biggest first, then those told now."""
    width = len(COLUMNS)
    sentences = sentences_of(counts, accuracy, as_of, hidden=max(0, len(lines) - MOST_SHOWN))
    roles = (Role.TITLE, Role.LEAD)
    rows = tuple(Row((Cell(text, roles[i] if i < len(roles) else Role.NOTE, span=width),), lines=1.0) for i, text in enumerate(sentences))
    head = Block("head", rows, "full")
    table = TableBlock("lines", "tblCategorisation", COLUMNS, tuple(map(_row, lines[:MOST_SHOWN])))
    bands = [Band((head,)), *_rules_band(rules), Band((table,))]
    top = sum(band.height + band.gap for band in bands[:-1]) + 1
    page = Page(landscape=True, one_page=False, print_lanes=("full",), repeat_rows=0 if rules else top)
    lanes = {"full": (0, width), "rules": (0, len(RULE_COLUMNS))}
    return Sheet(TITLE, tuple(column.width for column in COLUMNS), lanes, tuple(bands), page, (0 if rules else top, 1), "input")


def decisions_of(rows: Sequence[Sequence[object]]) -> tuple[list[Decided], list[str]]:
    """What she decided of the rules proposed on the page as it stands, and the texts of all that it proposes.

    Args:
        rows: the page from A1.
    """
    width = len(_RULE_TITLES)
    head = next((i for i, row in enumerate(rows) if [str(cell) for cell in row[:width]] == _RULE_TITLES), None)
    decided, shown = [], []
    for row in rows[head + 1 :] if head is not None else ():
        decision, direction, text, category, account, _ = (
            "" if cell is None else str(cell).strip() for cell in (*row, *[None] * width)[:width]
        )
        if not text:
            break
        shown.append(text)
        if decision.casefold() in (YES.casefold(), NO.casefold()):
            decided.append(Decided(decision.casefold() == YES.casefold(), direction, text, category, account.removesuffix(".0")))
    return decided, shown


def _rules_band(rules: Sequence[RuleProposal]) -> list[Band]:
    if not rules:
        return []
    rows: list[tuple[Value, ...]] = [
        (None, _SENSES[rule.direction], rule.text, rule.category, rule.scf_account or None, len(rule.corrected) + len(rule.others))
        for rule in rules
    ]
    to_fill = frozenset((i, 0) for i in range(len(rows)))
    return [Band((TableBlock("rules", "tblReglesProposees", RULE_COLUMNS, tuple(rows), "rules", to_fill),))]


def sentences_of(counts: Counts, accuracy: Accuracy | None, as_of: date, hidden: int = 0) -> list[str]:
    """What the page says above its table."""
    out = [
        say(CATEGORISE_SCREEN["title"], date=f"{as_of:%d/%m/%Y}"),
        say(CATEGORISE_SCREEN["lead"], new=counts.new, unsorted=counts.unsorted, typed=counts.typed),
    ]
    if counts.selected:
        out.append(say(CATEGORISE_SCREEN["selected"], count=counts.selected))
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
