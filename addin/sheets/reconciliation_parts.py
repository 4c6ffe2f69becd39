"""The words and the grid of the page « Rapprochement », with which it is written and read back."""

from __future__ import annotations

import re

from addin.messages import french
from addin.sheets.model import Cell, Role, Row, Tone
from addin.sheets.weekly_widths import fit, wrapped
from addin.treasury.currency import to_decimal
from addin.treasury.reconciliation.model import BankSource, BookSource, Nature

TITLES = ("Rapprochement", "Rapprochement Trésorerie")
"""Names of the page: the second one when a sheet of hers has the first."""
HEADLINE = "État de rapprochement bancaire"

WIDTHS = (26.0, 12.0, 38.0, 13.0, 9.0, 17.5)
FULL = len(WIDTHS)
MEMORY_WIDTHS = (18.0, 8.0, 12.0, 17.0, 13.0, 17.0, 17.0, 17.0, 17.0, 12.0, 22.0, 26.0)
LANES = {"full": (0, FULL), "memory": (FULL + 1, len(MEMORY_WIDTHS))}
GRID = (*WIDTHS, 3.0, *MEMORY_WIDTHS)
_MARGIN = 1.0

BANK, TYPED, BANK_TOTAL = "Solde du relevé", "Solde du relevé à saisir", "Banque, suspens compris"
BOOK, BOOK_TOTAL, GAP = "Solde des livres (512)", "Livres, opérations à comptabiliser comprises", "Écart non expliqué"
ELSEWHERE = "Échus, ni en banque ni dans les livres"
IN_TRANSIT, UNBOOKED, CARRIED = "Dans les livres, pas encore en banque", "En banque, pas encore dans les livres", "Suspens d'avant, dénoués"
SIGNED_ON, SIGNED_BY = "Visé le", "Visé par"
MEMORY = "Rapprochements visés"
MEMORY_HEADS = (
    "Compte", "Devise", "Arrêté au", "Relevé", "Source", "Livres", "Suspens", "À comptabiliser", "Écart", "Visé le", "Visé par", "Depuis",
)  # fmt: skip
UNKNOWN = "non renseigné"

NATURES: dict[Nature, str] = {
    "cheque": "Chèque émis",
    "effect": "Effet à payer",
    "remittance": "Remise non créditée",
    "invoice": "Facture notée réglée",
    "older_invoices": "Factures plus anciennes",
    "transfer": "Virement en cours",
    "older_transfers": "Virements plus anciens",
    "book": "Écriture",
    "bank": "Opération",
}
BANK_SOURCES: dict[BankSource, str] = {
    "typed": "saisi par vous",
    "statement": "relevé importé",
    "printed": "imprimé sur les lignes",
    "calculated": "calculé, aucun relevé",
    "": UNKNOWN,
}
BOOK_SOURCES: dict[BookSource, str] = {
    "tab": "onglet « {name} »",
    "ledger": "grand livre « {name} »",
    "declared": "paramètre « {name} »",
    "own": "solde calculé et suspens",
    "": UNKNOWN,
}

_HEADING = re.compile(r"Compte (?P<account>.+) · (?P<currency>[A-Z]{3}) · au (?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{4})")


def account_heading(account: str, currency: str, day: str) -> str:
    """Heading of the block of an account."""
    return f"Compte {account} · {currency} · au {day}"


def told_account(text: object) -> re.Match[str] | None:
    """The account, currency and date that such a heading tells."""
    return _HEADING.fullmatch(text.strip()) if isinstance(text, str) else None


def heading(words: str) -> Row:
    return Row((Cell(words, Role.BLOCK, span=FULL),), 1.1)


def heads(*words: str) -> Row:
    return Row(tuple(Cell(word or None, Role.HEAD) for word in words))


def text(words: str, at: int, span: int = 1, tone: Tone = Tone.PLAIN, role: Role = Role.TEXT) -> Cell:
    """Words on one line, cut where the columns end."""
    return Cell(fit(" ".join(words.split()), sum(WIDTHS[at : at + span]) - _MARGIN, role) or None, role, tone, span)


def note(words: str, tone: Tone = Tone.MUTED) -> list[Row]:
    """A remark over the whole width, on as many lines as it needs."""
    lines = wrapped(french(words), sum(WIDTHS) - _MARGIN, Role.NOTE)
    return [Row((Cell(line, Role.NOTE, tone, FULL),)) for line in lines]


def amount(cents: int | None, currency: str, tone: Tone = Tone.PLAIN, *, total: bool = False) -> Cell:
    """An amount in major units, « non renseigné » when it is not known."""
    if cents is None:
        return Cell(UNKNOWN, Role.AMOUNT, Tone.MUTED)
    return Cell(to_decimal(cents, currency), Role.TOTAL if total else Role.AMOUNT, tone)
