"""Lines of a tab that are no operations: totals, balances brought forward (report, ancien solde) and carried over (nouveau solde)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from addin.treasury.amounts import AmountColumn, read_amounts
from addin.treasury.characters import plain
from addin.treasury.dates import DateColumn
from addin.treasury.headings import simplify
from addin.treasury.later_headings import Part
from addin.treasury.tables import Table

Nature = Literal["opening", "closing", "total", ""]

MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|janv|fev|fevr|avr|juil|sept|oct|nov|dec|jan"
_ASIDE = re.compile(rf"\b(?:\d+|{MONTHS}|au|du|de|des|d|l|la|le|les|a|en|et|da|dzd|eur|euros?|usd|crediteurs?|debiteurs?|deb|cred)\b")
_OPENING = frozenset(
    (
        "ancien solde|solde ancien|solde initial|solde precedent|solde anterieur|solde ouverture|solde reporte|solde debut|"
        "solde debut mois|solde debut periode|solde debut exercice|solde depart|solde mois precedent|solde veille|solde nouveau|"
        "solde initial caisse|solde initial compte|solde initial banque|solde caisse initial|solde caisse depart|"
        "solde depart caisse|solde caisse precedent|solde banque precedent|solde compte precedent|report|report nouveau|"
        "report solde|report precedent|report mois precedent|report page precedente|report anterieur|report solde precedent|"
        "report solde anterieur|report solde initial|nouveau|ran|reprise solde|caisse initiale|fonds caisse initial|"
        "montant reporte|ouverture|situation initiale|situation debut|encaisse initiale|encaisse debut|opening balance|"
        "balance brought forward"
    ).split("|")
)
_CLOSING = frozenset(
    "nouveau solde|solde|solde final|solde actuel|solde fin|solde fin mois|solde fin periode|solde fin exercice|solde cloture|"
    "solde arrete|solde reporter|reporter|solde disponible|solde comptable|solde compte|solde jour|solde ce jour|solde journee|"
    "solde journalier|solde mois|solde theorique|solde reel|solde caisse|solde banque|solde bancaire|solde final caisse|solde net|"
    "total solde|closing balance".split("|")
)
_TOTALS = frozenset(
    "total general|totaux generaux|totaux|total mouvements|totaux mouvements|total mois|total debit|total credit|total debit credit|"
    "total debits|total credits|total debits credits|total periode|total page|total reporter|sous total|sous total mois|cumul|cumuls|"
    "cumul mois|total operations|total recettes|total depenses|total entrees|total sorties|total encaissements|total decaissements|"
    "total mensuel|total journee|total jour|total semaine|total annuel|total annee|total trimestre|total cumule".split("|")
)
_ANY_TOTAL = re.compile(r"(sous )?tota(l|ux)( .*)?|cumuls?( .*)?|ensemble|somme( .*)?")
_RECAP = re.compile(
    r"(solde|ecart|variation|difference|nombre|disponible|tresorerie|entrees?|sorties?|recettes?|depenses?|encaissements?|"
    r"decaissements?|debits?|credits?|resultat|marge|moyenne|recap.*|reste)\b.*"
)
_FIRST_WORD = re.compile(
    r"[\W_]*(?:total|totaux|sous|cumul|ancien|solde|report|a nouveau|à nouveau|nouveau|a reporter|à reporter|ran\b|reprise|ouverture|"
    r"situation|encaisse\b|caisse init|fonds|montant report|opening|closing|balance b)",
    re.IGNORECASE,
)
_FIRST_LETTERS = frozenset("tTsScCaAàÀrRnNoOeEfFmMbB*-_=. («\"'#>+")
_WITH_DATE = re.compile(rf"\b(?:{MONTHS}|20\d\d|au)\b")
_TAIL_NUMBER = re.compile(r"[-+(]?\d[\d\s.,']*\)?-?\s*\D{0,4}$")
_CUT_AFTER = 2  # blank lines that part the table from what stands below it


@dataclass
class SpecialLines:
    """Lines that are no operations.

    Attributes:
        mask: bool, the line is one of them.
        totals: positions of total lines.
        balances: positions of lines that state a balance.
        counts: nature → number of lines.
        below: positions of undated lines below the table that hold amounts.
    """

    mask: np.ndarray
    totals: list[int] = field(default_factory=list)
    balances: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    below: list[int] = field(default_factory=list)


def nature_of(words: str) -> Nature:
    """What a simplified label says to be, its dates, months and small words aside; "" for an operation.

    >>> nature_of("ancien solde crediteur au 31 12 2020"), nature_of("total du mois de janvier"), nature_of("solde facture 12")
    ('opening', 'total', '')
    """
    core = " ".join(_ASIDE.sub(" ", words).split())
    if core in _OPENING:
        return "opening"
    if core in _CLOSING:
        return "closing"
    return "total" if core in _TOTALS or (core == "total" and _WITH_DATE.search(words)) else ""


def find_special_lines(table: Table, dates: DateColumn, columns: Mapping[str, AmountColumn], labels: Sequence[str]) -> SpecialLines:
    """Mark totals, balances, repeated headings and what stands below the table.

    Args:
        columns: the amount columns (amount, debit, credit) as read; a bare « Total » counts as one when it is the sum above it.
    """
    found = SpecialLines(table.part != Part.TABLE)
    found.counts["heading"] = int((table.part == Part.HEADING).sum())
    found.counts["comment"] = int(((table.part == Part.BELOW) & table.filled).sum())
    live = table.filled & ~found.mask
    moves = np.zeros(table.count, dtype=bool)
    for column in columns.values():
        moves |= column.known & (column.cents != 0)
    last_dated = int(np.flatnonzero(dates.known & live)[-1]) if (dates.known & live).any() else -1
    undated = set(np.flatnonzero(live & ~dates.known).tolist())
    named = {i for i, label in enumerate(labels) if label[:1] in _FIRST_LETTERS and label and live[i] and _FIRST_WORD.match(label)}
    first_dated = next((i for i in np.flatnonzero(dates.known & live).tolist() if i not in named), table.count)
    blanks = _blank_lines_before(table.filled)
    dated_by_formula = {i for i, c in table.errors if c == table.headings.columns["booked_on"]}
    uncalculated = {i for (i, _), text in table.errors.items() if not text and not moves[i]} - dated_by_formula
    is_below = False
    for i in sorted(undated | named):
        words = simplify(labels[i])
        if i in undated:
            words = next((text for text in (words, *table.words(i)) if text), "")
        nature = nature_of(words)
        is_last = i in undated and i > last_dated >= 0
        is_below = is_below or (is_last and (blanks[i] >= _CUT_AFTER or bool(blanks[i] and nature == "" and _RECAP.fullmatch(words))))
        if is_below and nature != "total" and not _ANY_TOTAL.fullmatch(words):
            found.mask[i] = True
            found.counts["comment"] += 1
            if moves[i]:
                found.below.append(i)
            continue
        if i in undated:
            is_sum = not words and (i in uncalculated or _is_sum(i, columns, live & ~found.mask, found.totals))
            if nature == "" and (is_sum or _ANY_TOTAL.fullmatch(words)):
                nature = "total"
            elif nature == "" and words.startswith("solde ") and not moves[i]:
                nature = "closing"
        elif nature == "" and re.fullmatch(r"total(aux)?", words) and _is_sum(i, columns, live & ~found.mask, found.totals):
            nature = "total"
        elif nature == "closing" and moves[i] and words == "solde":
            nature = ""  # « SOLDE » with a movement settles an invoice
        if nature == "":
            continue
        found.mask[i] = True
        if nature == "total":
            found.totals.append(i)
        else:
            found.balances.append(i)
        opens = nature == "opening" or (nature == "closing" and i < first_dated)
        found.counts["opening" if opens else "total"] += 1
    return found


def stated_balance(table: Table, i: int, columns: Mapping[str, AmountColumn], decimals: int) -> tuple[int, bool] | None:
    """The balance that a line states, and whether it stands on a side (Débit or Crédit) rather than with its own sign."""
    printed = columns.get("balance")
    sides = [(name, columns[name]) for name in ("credit", "debit") if name in columns]
    moved = [(name, int(column.cents[i])) for name, column in sides if column.known[i] and column.cents[i] != 0]
    if printed is not None and printed.known[i] and (printed.cents[i] != 0 or not moved):
        return int(printed.cents[i]), False
    if len(moved) == 1:
        name, cents = moved[0]
        return (cents if name == "credit" else -abs(cents)), True
    single = columns.get("amount")
    label = " ".join(table.words(i))
    owes = bool(re.search(r"\bdebiteur\b", label))
    if single is not None and single.known[i]:
        return (-abs(int(single.cents[i])) if owes else int(single.cents[i])), False
    numbers = [cell for cell in table.line(i).values() if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    if len(numbers) == 1 and (column := read_amounts(numbers, decimals)).known[0]:
        cents = int(column.cents[0])
        return (-abs(cents) if owes else cents), False
    cents_in_text = next(
        (found for cell in table.line(i).values() if isinstance(cell, str) and (found := amount_in(cell, decimals)) is not None), None
    )
    return None if cents_in_text is None else (-abs(cents_in_text) if owes else cents_in_text, False)


def amount_in(text: str, decimals: int) -> int | None:
    """The amount at the end of a sentence like « Solde au 31/12/2020 : 1 234,56 DA », in minor units; None without one.

    >>> amount_in("Solde au 31/12/2020 : 1 234,56 DA", 2), amount_in("Solde au 31/12/2020", 2)
    (123456, None)
    """
    rest = re.sub(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d", " | ", plain(text)).split(":")[-1].split("|")[-1]
    match = _TAIL_NUMBER.search(rest.strip())
    column = read_amounts([match[0].strip() if match else ""], decimals, ",")
    return int(column.cents[0]) if column.known[0] else None


def _is_sum(i: int, columns: Mapping[str, AmountColumn], counted: np.ndarray, totals: list[int]) -> bool:
    """The amounts of a line are the sums of the lines above it: from the top, or since the last total."""
    stated = [column for name, column in columns.items() if name != "balance" and column.known[i]]
    if not stated or not any(column.cents[i] for column in stated):
        return False
    for start in {0, totals[-1] + 1 if totals else 0}:
        if all(int(column.cents[i]) == int(column.cents[start:i][(counted & column.known)[start:i]].sum()) for column in stated):
            return True
    return False


def _blank_lines_before(filled: np.ndarray) -> np.ndarray:
    """Number of blank lines right above each line."""
    places = np.arange(len(filled))
    last = np.maximum.accumulate(np.where(filled, places, -1)) if len(filled) else places
    before = np.r_[-1, last[:-1]] if len(filled) else places
    blank: np.ndarray = places - before - 1
    return blank
