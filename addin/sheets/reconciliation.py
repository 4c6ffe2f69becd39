"""The page « Rapprochement »: a block for each account, what is in suspense, the cash boxes, and what was signed off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from addin.messages import french
from addin.messages.reconciliation import VISA_FIGURES
from addin.sheets.french import count, exact, full_day
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Tone
from addin.sheets.reconciliation_parts import (
    BANK,
    BANK_SOURCES,
    BANK_TOTAL,
    BOOK,
    BOOK_SOURCES,
    BOOK_TOTAL,
    CARRIED,
    ELSEWHERE,
    FULL,
    GAP,
    GRID,
    HEADLINE,
    IN_TRANSIT,
    LANES,
    MEMORY,
    MEMORY_HEADS,
    NATURES,
    SIGNED_BY,
    SIGNED_ON,
    TITLES,
    TYPED,
    UNBOOKED,
    UNKNOWN,
    account_heading,
    amount,
    heading,
    heads,
    note,
    text,
)
from addin.treasury.reconciliation.model import AccountReconciliation, Item, NegativeCash, Visa
from addin.treasury.reconciliation.sign_off import Changed
from addin.treasury.vocabularies import RECONCILIATION_MARK

_NEEDS_TYPING = ("typed", "calculated", "")


@dataclass(frozen=True)
class AccountPage:
    """What the page shows of one account.

    Attributes:
        account: as it is now, or with the figures that were signed off.
        signed_on, signed_by: what stands in the boxes.
        changed: what changed since it was signed off.
    """

    account: AccountReconciliation
    signed_on: date | str | None = None
    signed_by: str = ""
    is_signed: bool = False
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class ReconciliationPage:
    """What the page says.

    Attributes:
        visas: all that was signed off, this date's included.
        changed: what changed since, of any of them.
    """

    as_of: date
    company: str
    accounts: tuple[AccountPage, ...]
    unassigned: tuple[Item, ...]
    negative_cash: tuple[NegativeCash, ...]
    cash_boxes: tuple[str, ...]
    visas: tuple[Visa, ...] = ()
    changed: tuple[Changed, ...] = ()
    books: Mapping[str, str] = field(default_factory=dict)


def reconciliation_sheet(page: ReconciliationPage, name: str = TITLES[0]) -> Sheet:
    """The page under this name, on as many A4 sheets as it needs."""
    company = f"{page.company} · " if page.company else ""
    title = (
        Row((Cell(HEADLINE, Role.TITLE, span=FULL),), 1.6),
        Row((Cell(french(f"{company}Arrêté au {full_day(page.as_of)}"), Role.SUBTITLE, span=FULL),)),
        Row((Cell(RECONCILIATION_MARK, Role.NOTE, span=FULL),)),
    )
    blocks = [Block("title", title, "full"), _summary(page)]
    blocks += [_account(each, f"account_{at}") for at, each in enumerate(page.accounts)]
    if page.unassigned:
        blocks.append(_unassigned(page.unassigned))
    if page.cash_boxes:
        blocks.append(_cash_boxes(page))
    footer = french(f"{HEADLINE} · arrêté au {full_day(page.as_of)}")
    return Sheet(
        name, GRID, LANES, tuple(Band((block,)) for block in blocks), Page(one_page=False, footer=footer, print_lanes=("full",)),
        aside=(_memory(page),),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ the page
def _summary(page: ReconciliationPage) -> Block:
    rows = [heading("Synthèse"), heads("Compte", "Dernière ligne", "Constat", SIGNED_ON, "Suspens", "Écart")]
    for each in page.accounts:
        account = each.account
        words, tone = _verdict(each)
        waiting = sum(item.count for item in (*account.in_transit, *account.unbooked))
        rows.append(
            Row(
                (
                    text(account.account, 0),
                    Cell(account.last_line or "aucune", Role.DATE, Tone.PLAIN if account.last_line else Tone.MUTED),
                    text(words, 2, tone=tone),
                    Cell(each.signed_on if isinstance(each.signed_on, date) else None, Role.DATE),
                    Cell(waiting, Role.COUNT),
                    _gap(account),
                )
            )
        )
    if not page.accounts:
        rows += note("Aucun compte bancaire n'a de ligne à cette date.")
    for book, bank in page.books.items():
        rows += note(f"L'onglet « {book} » est pris pour le livre comptable de « {bank} ».")
    return Block("summary", tuple(rows), "full")


def _verdict(page: AccountPage) -> tuple[str, Tone]:
    account = page.account
    if page.changed:
        return "changé depuis le visa", Tone.BAD
    if account.difference_cents:
        return "écart non expliqué", Tone.BAD
    if account.bank_source in ("calculated", ""):
        return "solde du relevé à saisir", Tone.WATCH
    if account.difference_cents is None:
        return "solde des livres non renseigné", Tone.WATCH
    if any(item.is_stale for item in (*account.in_transit, *account.unbooked)):
        return "juste, suspens anciens", Tone.WATCH
    return "juste", Tone.GOOD


def _account(page: AccountPage, key: str) -> Block:
    account = page.account
    unit = account.currency
    source = BANK_SOURCES[account.bank_source]
    rows = [
        heading(account_heading(account.account, unit, full_day(account.as_of))),
        Row((text(BANK, 0), Cell(account.bank_on, Role.DATE), text(source, 2, 3, _told(account)), amount(account.bank_cents, unit))),
    ]
    if account.bank_source in _NEEDS_TYPING and not page.is_signed:
        typed = amount(account.bank_cents, unit).value if account.bank_source == "typed" else None
        rows.append(Row((text(TYPED, 0, 5, Tone.WATCH), Cell(typed, Role.INPUT))))
    rows += _section(IN_TRANSIT, account.in_transit, unit)
    corrected = None if account.bank_cents is None else account.bank_cents + account.transit_cents
    rows.append(_total(BANK_TOTAL, amount(corrected, unit, total=True)))
    name = french(BOOK_SOURCES[account.book_source].format(name=account.book_name))
    rows.append(
        Row((text(BOOK, 0, 2), text(name, 2, 3, Tone.PLAIN if account.book_source else Tone.MUTED), amount(account.book_cents, unit)))
    )
    if account.book_source != "own":  # nothing of the bank can be missing in books that are made of its lines
        rows += _section(UNBOOKED, account.unbooked, unit)
        rows += _section(CARRIED, account.carried, unit)
        booked = None if account.book_cents is None else account.book_cents + account.unbooked_cents
        rows.append(_total(BOOK_TOTAL, amount(booked, unit, total=True)))
        rows += _section(ELSEWHERE, account.elsewhere, unit)
    rows.append(_total(GAP, _gap(account, total=True), tone=Tone.BAD if account.difference_cents else Tone.PLAIN))
    if account.statement_gap_cents:
        words = f"Le solde du relevé s'écarte de {exact(account.statement_gap_cents, unit)} de celui que donnent l'ouverture et les lignes."
        rows += note(words, Tone.BAD)
    for each in page.changed:
        rows += note(_changed(each), Tone.BAD)
    rows.append(
        Row(
            (
                text(SIGNED_ON, 0),
                Cell(page.signed_on, Role.INPUT),
                Cell(SIGNED_BY, Role.AMOUNT, Tone.MUTED),
                Cell(page.signed_by or None, Role.INPUT, span=3),
            ),
            1.3,
        )
    )
    return Block(key, tuple(rows), "full")


def _told(account: AccountReconciliation) -> Tone:
    return Tone.WATCH if account.bank_source in ("calculated", "") else Tone.PLAIN


def _gap(account: AccountReconciliation, *, total: bool = False) -> Cell:
    return amount(account.difference_cents, account.currency, Tone.BAD if account.difference_cents else Tone.PLAIN, total=total)


def _total(words: str, figure: Cell, tone: Tone = Tone.PLAIN) -> Row:
    return Row((Cell(words, Role.TOTAL_TEXT, tone, span=FULL - 1), figure))


def _section(title: str, items: Sequence[Item], unit: str) -> list[Row]:
    """What is in suspense on one side; its heading says when there is nothing."""
    if not items:
        return [] if title in (CARRIED, ELSEWHERE) else [Row((text(f"{title} : rien", 0, 5, Tone.MUTED), Cell(None)))]
    return [heads(title, "Date", "Libellé", "Référence", "Âge (j)", "Montant"), *(_item(each, unit) for each in items)]


def _item(each: Item, unit: str) -> Row:
    tone = Tone.WATCH if each.is_stale else Tone.PLAIN
    label = each.label
    if each.nature == "older_transfers":
        label = f"{count(each.count, 'virement')} de {each.label}"
    elif each.nature == "older_invoices":
        label = f"{count(each.count, 'notée réglée', 'notées réglées')}, sans trace en banque"
    return Row(
        (
            text(NATURES[each.nature], 0, tone=tone),
            Cell(each.on or UNKNOWN, Role.DATE, tone if each.on else Tone.MUTED),
            text(label, 2, tone=tone),
            text(each.reference, 3, tone=tone),
            Cell(each.days, Role.COUNT, tone),
            amount(each.cents, unit, tone),
        )
    )


def _unassigned(items: Sequence[Item]) -> Block:
    rows = [heading("Suspens sans compte"), *note("Rien ne dit quelle banque les paiera ou les recevra : nommez-la dans le libellé.")]
    for currency in dict.fromkeys(item.currency for item in items):
        rows += _section(f"En {currency}", [item for item in items if item.currency == currency], currency)
    return Block("unassigned", tuple(rows), "full")


def _cash_boxes(page: ReconciliationPage) -> Block:
    """Control « caisse créditrice »."""
    rows = [heading("Caisse créditrice")]
    if not page.negative_cash:
        boxes = ", ".join(page.cash_boxes)
        return Block("cash_boxes", (*rows, *note(f"Aucun jour négatif : {boxes}.", Tone.GOOD)), "full")
    rows.append(heads("Caisse", "Premier jour", "Lignes de sortie de ce jour", "Dernier jour", "Jours", "Plus bas"))
    for each in page.negative_cash:
        sheets = dict.fromkeys(sheet for sheet, _ in each.rows)
        places = " ; ".join(f"{sheet} {', '.join(str(row) for name, row in each.rows if name == sheet)}" for sheet in sheets)
        rows.append(
            Row(
                (
                    text(each.account, 0, tone=Tone.BAD),
                    Cell(each.first, Role.DATE, Tone.BAD),
                    text(places or UNKNOWN, 2),
                    Cell(each.last if each.is_over else "dure encore", Role.DATE, Tone.PLAIN if each.is_over else Tone.BAD),
                    Cell(each.days, Role.COUNT),
                    amount(each.depth_cents, each.currency, Tone.BAD),
                )
            )
        )
    return Block("cash_boxes", tuple(rows), "full")


# ------------------------------------------------------------------------------------------------ what was signed off
def _memory(page: ReconciliationPage) -> Block:
    """All that was signed off, beside the page: what a rebuild compares with."""
    width = LANES["memory"][1]
    rows = [Row((Cell(MEMORY, Role.BLOCK, span=width),), 1.1)]
    if not page.visas:
        return Block("memory", (*rows, Row((Cell("Aucun.", Role.NOTE, span=width),))), "memory")
    rows.append(heads(*MEMORY_HEADS))
    for visa in sorted(page.visas, key=lambda visa: (visa.as_of, visa.account, visa.currency), reverse=True):
        mine = [each for each in page.changed if each.visa == visa]
        since = ", ".join(VISA_FIGURES[each.what] for each in mine)
        unit = visa.currency
        rows.append(
            Row(
                (
                    Cell(visa.account),
                    Cell(unit, Role.STATE),
                    Cell(visa.as_of, Role.DATE),
                    amount(visa.bank_cents, unit),
                    Cell(BANK_SOURCES[visa.bank_source], Role.STATE),
                    amount(visa.book_cents, unit),
                    amount(visa.transit_cents, unit),
                    amount(visa.unbooked_cents, unit),
                    amount(visa.difference_cents, unit),
                    Cell(visa.signed_on or visa.signed_text, Role.DATE),
                    Cell(visa.signed_by or None),
                    Cell(f"changé : {since}" if mine else "inchangé", Role.NOTE, Tone.BAD if mine else Tone.MUTED),
                )
            )
        )
    return Block("memory", tuple(rows), "memory")


def _changed(each: Changed) -> str:
    before, after = (UNKNOWN if cents is None else exact(cents, each.visa.currency) for cents in (each.before_cents, each.after_cents))
    return f"Changé depuis le visa, {VISA_FIGURES[each.what]} : {before} visé, {after} maintenant."
