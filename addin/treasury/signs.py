"""Which way the money of a line went: one signed amount (credit positive) from Montant, Sens, Débit and Crédit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from addin.treasury.amounts import AmountColumn
from addin.treasury.currency import to_decimal
from addin.treasury.headings import simplify
from addin.treasury.tables import Table

_OUT = "d debit deb debiteur db dr sortie s depense dep paiement out decaissement decaisse retrait achat"
_IN = "c credit cred crediteur cr entree e recette rec encaissement encaisse versement depot in vente"
_PLURAL = 4  # letters from which a word may take an s
DIRECTIONS = {
    form: sign
    for sign, words in ((-1, _OUT), (1, _IN))
    for word in words.split()
    for form in (word, f"{word}s")[: 1 + (len(word) >= _PLURAL)]
}
"""Simplified word → -1 for money out, 1 for money in."""
_MARKS = {"+": 1, "-": -1, "−": -1, "–": -1}
_SIDES = re.compile(r"(montants?|mouvements?|mvt|somme|operations?)?( (au|du))?\b(debits?|credits?|debiteurs?|crediteurs?|doit|avoir)\b.*")
_BOOKS = re.compile(
    r"5[1-3]\d{0,4}\b.*|.*\bgrand livre\b.*|(livre|journal|brouillard) (de )?(la )?(banque|caisse|tresorerie)\b.*|.*\bcompte 5[1-3]\d*\b.*"
)
_RECEIVED = re.compile(
    r"\b(recue?s?|versements?|vers|remises?|rem|encaissements?|apports?|recettes?|remboursements?|depots?|ventes?|"
    r"(virt?|virement) (de|du|client)|reglements? clients?)\b"
)
_SPENT = re.compile(
    r"\b(frais|commissions?|com|agios|retraits?|ret|paiements?|achats?|salaires?|loyers?|prelevements?|prlv|cnas|casnos|g50|"
    r"impots?|sonelgaz|sadeg|seaal|djezzy|mobilis|ooredoo|idoom|emis|carte|cb|tpe|cotisations?|echeances?|ech|"
    r"reglements? fournisseurs?|(virt?|virement) (a|vers))\b"
)
_OURS = frozenset({"Libellé", "Tiers", "Débit", "Crédit", "Devise", "Catégorie", "Compte SCF", "Pièce", "Justificatif"})
"""Headings of the template's tab of operations, whose guide says what Débit and Crédit mean there: a debit is money out."""
_SAMPLE = 2_000
_ENOUGH = 4


@dataclass(frozen=True)
class SignedAmounts:
    """The amounts of the lines.

    Attributes:
        cents: int64, credit positive; 0 where `known` is False.
        known: bool, the line has an amount.
        may_reverse: there is a Débit and a Crédit, which may be meant in the books' sense (account 512: a debit is money in).
        may_lack_sign: one column without any negative amount.
    """

    cents: np.ndarray
    known: np.ndarray
    may_reverse: bool = False
    may_lack_sign: bool = False


def sign_amounts(table: Table, columns: Mapping[str, AmountColumn], live: np.ndarray, rejected: np.ndarray, decimals: int) -> SignedAmounts:
    """One signed amount a line, in the bank's sense.

    Lines with a debit and a credit, or with an unknown direction, are said and added to `rejected`.

    Args:
        live: lines that may be operations.
        rejected: bool, changed in place.
    """
    single = _one_column(table, columns["amount"], live, rejected) if "amount" in columns else None
    if "debit" not in columns and "credit" not in columns:
        assert single is not None
        return single
    sides = _two_columns(table, columns, live, rejected, decimals)
    if single is None:
        return sides
    return SignedAmounts(np.where(sides.known, sides.cents, single.cents), sides.known | single.known, sides.may_reverse)


def looks_reversed(table: Table, amounts: SignedAmounts, live: np.ndarray, labels: Sequence[str]) -> tuple[int, int] | None:
    """When Débit and Crédit are meant in the books' sense by the name of the tab or by its labels: (labels that say so, labels that tell).

    Only asked when no balance can settle it; never of a tab with the headings of the template, which an import makes too.
    """
    if not amounts.may_reverse or set(table.headings.texts.values()) >= _OURS:
        return None
    against = told = 0
    for i in np.flatnonzero(live & (amounts.cents != 0))[:_SAMPLE].tolist():
        words = simplify(labels[i])
        is_received, is_spent = bool(_RECEIVED.search(words)), bool(_SPENT.search(words))
        if is_received != is_spent:
            told += 1
            against += (amounts.cents[i] > 0) != is_received
    above = [simplify(cell) for row in table.tab.rows[: max(0, table.first - 1)] for cell in row if isinstance(cell, str)]
    is_book = any(_BOOKS.fullmatch(text) for text in (simplify(table.tab.sheet), *above))
    if against >= _ENOUGH * max(1, told - against) or (is_book and 2 * against >= told and against):
        return against, told
    return None


def money(cents: int | np.int64, decimals: int) -> str:
    """An amount inside a sentence, without its currency."""
    code = {2: "DZD", 3: "TND", 0: "JPY"}[decimals]
    return f"{to_decimal(int(cents), code):,f}".replace(",", "\u00a0").replace(".", ",")


def _two_columns(table: Table, columns: Mapping[str, AmountColumn], live: np.ndarray, rejected: np.ndarray, decimals: int) -> SignedAmounts:
    none = AmountColumn(np.zeros(table.count, dtype=np.int64), np.zeros(table.count, dtype=bool), {}, ())
    debit, credit = columns.get("debit", none), columns.get("credit", none)
    both = live & (debit.cents != 0) & (credit.cents != 0) & ~rejected
    for i in np.flatnonzero(both).tolist():
        table.find("DEBIT_AND_CREDIT", i, "debit", debit=money(debit.cents[i], decimals), credit=money(credit.cents[i], decimals))
    rejected |= both
    spent = -debit.cents if _mostly_positive(debit.cents[live & ~both]) else debit.cents
    earned = credit.cents if _mostly_positive(credit.cents[live & ~both]) else -credit.cents
    names = [simplify(table.headings.texts[name]) for name in ("debit", "credit") if name in table.headings]
    may_reverse = len(names) == 2 and all(_SIDES.fullmatch(name) for name in names)
    return SignedAmounts(spent + earned, debit.known | credit.known, may_reverse)


def _one_column(table: Table, column: AmountColumn, live: np.ndarray, rejected: np.ndarray) -> SignedAmounts:
    cents = column.cents
    if "direction" not in table.headings:
        return SignedAmounts(cents, column.known, may_lack_sign=not (cents[live] < 0).any())
    signs = read_directions(table.cells("direction"))
    out = live & (signs == -1) & (cents != 0)
    has_sign = 2 * int((cents[out] < 0).sum()) > int(out.sum())  # payments carry their minus besides the word
    unsaid = (signs == 0) | ((signs == 2) & (cents > 0) & (not has_sign))
    for i in np.flatnonzero(unsaid & live & ~rejected).tolist():
        table.find("DIRECTION_UNKNOWN", i, "direction", table.cells("direction")[i])
        rejected[i] = True
    unsigned = np.where(signs == 2, cents, cents * np.where(np.abs(signs) == 1, signs, 0))
    return SignedAmounts(cents if has_sign else unsigned, column.known)


def read_directions(cells: Sequence[object]) -> np.ndarray:
    """-1 money out, 1 money in, 2 blank, 0 a word that says neither."""
    cache: dict[object, int] = {}
    out = []
    for cell in cells:
        key = cell if isinstance(cell, str) else ""
        if key not in cache:
            text = key.strip()
            cache[key] = 2 if not text else _MARKS.get(text) or DIRECTIONS.get(simplify(text), 0)
        out.append(cache[key])
    return np.array(out, dtype=np.int8)


def _mostly_positive(cents: np.ndarray) -> bool:
    return int((cents > 0).sum()) >= int((cents < 0).sum())
