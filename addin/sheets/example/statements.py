"""The account tabs of the example, each in the layout that its bank (or its keeper) gives it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from addin.sheets.example.days import LAST, working
from addin.sheets.example.movements import BEA, BNA, CARDS, CASH, CCP, CPA, Book, Movement
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Value
from addin.sheets.template import ENTRY, OPERATIONS
from addin.treasury.classification.classes import UNSORTED

FIRM = "SARL Zellige Studio"
ENTRY_FROM = date(2026, 10, 25)
"""The cash of the last week stands in « Saisie », not yet in the cash tab."""


def amount(cents: int) -> Decimal:
    """Major units, two decimals."""
    return Decimal(cents).scaleb(-2)


def account_tabs(book: Book, openings: dict[str, int]) -> tuple[Sheet, ...]:
    """BNA, CPA, CCP, Caisse, BEA devises, then the cards in « Opérations » and the last cash lines in « Saisie »."""
    cash = book.of(CASH)
    recent = [line for line in cash if line.day >= ENTRY_FROM]
    return (
        _bna(book.of(BNA), openings[BNA]),
        _cpa(book.of(CPA)),
        _ccp(book.of(CCP)),
        _cash([line for line in cash if line.day < ENTRY_FROM], openings[CASH]),
        _bea(book.of(BEA), openings[BEA]),
        OPERATIONS.sheet([_operation(line) for line in book.of(*CARDS)]),
        ENTRY.sheet([_operation(line) for line in recent]),
    )


def _bna(lines: Sequence[Movement], opening: int) -> Sheet:
    head = [
        ["BANQUE NATIONALE D'ALGERIE - Agence 604 Chéraga"],
        [f"Relevé du compte 001 00604 0300 004 512 58 - {FIRM}"],
        ["Période du 01/05/2025 au 31/10/2026 - montants en dinars"],
        [],
    ]
    titles = ["Date opération", "Date valeur", "Libellé", "Débit", "Crédit", "Solde", "Catégorie", "Tiers", "Projet"]
    rows: list[list[Value]] = [[None, None, "ANCIEN SOLDE AU 30/04/2025", None, None, amount(opening), None, None, None]]
    balance = opening
    for line in lines:
        balance += line.cents
        debit, credit = _sides(line)
        rows.append(
            [line.day, _value_date(line), line.label, debit, credit, amount(balance), _category(line), _payer(line), line.project or None]
        )
    paid = sum(line.cents for line in lines if line.cents < 0)
    received = sum(line.cents for line in lines if line.cents > 0)
    rows.append([None, None, "TOTAL DES MOUVEMENTS", amount(-paid), amount(received), None, None, None, None])
    roles = [Role.DATE, Role.DATE, Role.TEXT, Role.AMOUNT, Role.AMOUNT, Role.AMOUNT, Role.TEXT, Role.TEXT, Role.TEXT]
    return _tab(BNA, head, titles, rows, roles, (14, 12, 34, 16, 16, 17, 26, 24, 16))


def _cpa(lines: Sequence[Movement]) -> Sheet:
    titles = ["Date", "Valeur", "Référence", "Libellé de l'opération", "Montant", "Rubrique"]
    rows: list[list[Value]] = [
        [line.day, _value_date(line), f"OP{i:05d}", line.label, amount(line.cents), _category(line)] for i, line in enumerate(lines, 1)
    ]
    roles = [Role.DATE, Role.DATE, Role.TEXT, Role.TEXT, Role.AMOUNT, Role.TEXT]
    return _tab(CPA, [["CPA Chéraga - extrait de compte (DZD)"]], titles, rows, roles, (12, 12, 12, 36, 17, 26))


def _ccp(lines: Sequence[Movement]) -> Sheet:
    """Dates and amounts as text, as the postal site gives them when it is pasted."""
    titles = ["Date", "Nature de l'opération", "Débit", "Crédit", "Rubrique"]
    rows: list[list[Value]] = []
    for line in lines:
        written = f"{abs(line.cents) / 100:,.2f}".replace(",", "\u00a0").replace(".", ",")
        day = line.day.strftime("%d/%m/%Y")
        rows.append([day, line.label, written if line.cents < 0 else None, written if line.cents > 0 else None, _category(line)])
    roles = [Role.TEXT, Role.TEXT, Role.TEXT, Role.TEXT, Role.TEXT]
    return _tab(CCP, [], titles, rows, roles, (12, 32, 16, 16, 26))


def _cash(lines: Sequence[Movement], opening: int) -> Sheet:
    titles = ["Date", "Libellé", "Entrée", "Sortie", "Solde", "N° pièce", "Rubrique"]
    rows: list[list[Value]] = []
    balance = opening
    for i, line in enumerate(lines, 1):
        balance += line.cents
        debit, credit = _sides(line)
        rows.append([line.day, line.label, credit, debit, amount(balance), f"BC {i:04d}", _category(line)])
    roles = [Role.DATE, Role.TEXT, Role.AMOUNT, Role.AMOUNT, Role.AMOUNT, Role.TEXT, Role.TEXT]
    return _tab(CASH, [[f"Brouillard de caisse - {FIRM}"], []], titles, rows, roles, (12, 34, 15, 15, 16, 11, 26))


def _bea(lines: Sequence[Movement], opening: int) -> Sheet:
    titles = ["Date opération", "Libellé", "Débit EUR", "Crédit EUR", "Solde EUR", "Catégorie"]
    rows: list[list[Value]] = []
    balance = opening
    for line in lines:
        balance += line.cents
        debit, credit = _sides(line)
        rows.append([line.day, line.label, debit, credit, amount(balance), _category(line)])
    roles = [Role.DATE, Role.TEXT, Role.AMOUNT, Role.AMOUNT, Role.AMOUNT, Role.TEXT]
    return _tab(BEA, [["BEA Alger - compte en devises (EUR)"]], titles, rows, roles, (14, 34, 14, 14, 15, 26))


def _operation(line: Movement) -> tuple[Value, ...]:
    """A line in the layout of « Opérations »."""
    debit, credit = _sides(line)
    card = line.account if line.account in CARDS else None
    return (
        line.day, None, line.account, line.label, line.counterparty or None, debit, credit, None, _category(line), None,
        line.piece or None, line.project or None, card, line.receipt or None, None, None,
    )  # fmt: skip


def _sides(line: Movement) -> tuple[Decimal | None, Decimal | None]:
    return (amount(-line.cents), None) if line.cents < 0 else (None, amount(line.cents))


def _category(line: Movement) -> str | None:
    return line.category if line.category != UNSORTED else None


def _payer(line: Movement) -> str | None:
    """Who stands behind the line; a cheque slip does not say it."""
    return None if "CHQ" in line.label else line.counterparty or None


def _value_date(line: Movement) -> date:
    """Money in counts one working day later, money out on the day."""
    return working(line.day + timedelta(days=1)) if line.cents > 0 and line.day < LAST else line.day


def _tab(
    title: str,
    head: Sequence[Sequence[str]],
    titles: Sequence[str],
    rows: Sequence[Sequence[Value]],
    roles: Sequence[Role],
    widths: tuple[float, ...],
) -> Sheet:
    """A pasted statement: lines of the bank above, one line of headings, the movements."""
    above = [Row(tuple(Cell(text) for text in line)) for line in head]
    heading = Row(tuple(Cell(text, Role.HEAD) for text in titles))
    body = [Row(tuple(Cell(value, role) for value, role in zip(row, roles, strict=True))) for row in rows]
    block = Block("statement", (*above, heading, *body), "full")
    page = Page(landscape=True, one_page=False, footer=f"{FIRM} - {title}", repeat_rows=len(above) + 1)
    return Sheet(title, widths, {"full": (0, len(widths))}, (Band((block,), gap=0),), page, freeze=(len(above) + 1, 0), tab="input")
