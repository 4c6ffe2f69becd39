"""`Relances`: the journal of contacts with customers, as she keeps it and as we complete it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from addin.treasury.counterparties import normalise
from addin.treasury.dates import as_date
from addin.treasury.dossier import REMINDER_COLUMNS
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.lists import List, list_frame

Outcome = Literal["", "dispute", "dispute_over", "never"]

_LEVEL = re.compile(r"(?:n|niv|niveau)? ?([0-4])\b.*")
_LEVEL_WORDS = (
    (0, r"rappel (avant|de courtoisie|courtois).*|avant echeance|preventif.*"),
    (4, r"mise en demeure.*|med"),
    (3, r"dernier.*"),
    (2, r"(2e|2eme|deuxieme|seconde|relance ferme).*"),
    (1, r"(1er|1ere|premier|premiere|rappel|relance simple).*"),
)
_NO_LEVEL = re.compile(r"aucun|sans|non|appel|visite|telephone|contact|promesse|litige|e mail|email")
_OUTCOMES: tuple[tuple[Outcome, str], ...] = (
    ("dispute_over", r"litige (leve|regle|resolu|clos|termine).*|fin (du |de )?litige.*"),
    ("dispute", r"(en )?(litige|contestee?|conteste|differend|reclamation).*"),
    ("never", r"ne (plus|pas) relancer.*|plus de relance.*|stop.*|contentieux.*|huissier.*|avocat.*"),
)
_SEPARATORS = re.compile(r"[,;+&\n]| et ")


def read_journal(tab: List, base: str) -> pd.DataFrame:
    """`Relances` as a `REMINDERS` frame; a line without a date or a customer is said and left out."""
    records = []
    for line in tab.lines:
        name, day = line.text("counterparty"), line.day("day")
        if not name and day is None:
            continue
        if not name or day is None:
            line.find("REMINDER_INCOMPLETE", "day" if day is None else "counterparty")
            continue
        currency = line.currency(base) or base
        words = line.words("level")
        level = level_of(words)
        if level is None:
            line.find("REMINDER_LEVEL_UNKNOWN", "level", line.text("level"))
        outcome = next((code for code, pattern in _OUTCOMES if re.fullmatch(pattern, line.words("outcome"))), None)
        if outcome is None and line.words("outcome"):
            line.find("REMINDER_OUTCOME_UNKNOWN", "outcome", line.text("outcome"))
        records.append(
            {
                "sheet": tab.tab.sheet,
                "row": line.row,
                "day": day,
                "counterparty": name,
                "level": -1 if level is None else level,
                "channel": line.text("channel"),
                "numbers": line.text("numbers"),
                "promised_on": line.day("promised_on"),
                "promised_cents": line.amount("promised", currency),
                "outcome": outcome or "",
                "letter": line.text("letter"),
                "remark": line.text("remark"),
            }
        )
    return list_frame(REMINDER_COLUMNS, records)


def level_of(words: str) -> int | None:
    """Level that simplified words name, -1 for none of the ladder, None when they cannot be understood.

    >>> level_of("n2"), level_of("2"), level_of("mise en demeure"), level_of(""), level_of("appel"), level_of("n9")
    (2, 2, 4, -1, -1, None)
    """
    if not words or _NO_LEVEL.match(words):
        return -1
    found = _LEVEL.fullmatch(words)
    if found:
        return int(found[1])
    return next((level for level, pattern in _LEVEL_WORDS if re.fullmatch(pattern, words)), None)


def number_keys(text: str) -> frozenset[str]:
    """Keys of the invoice numbers in a cell.

    >>> sorted(number_keys("FA112/26, FAC-0118/26 et DIVERS"))
    ['112/26', '118/26', 'DIVERS']
    """
    return frozenset(key for part in _SEPARATORS.split(text) if (key := number_key(part)))


def number_key(text: str) -> str:
    """One invoice number as it is compared, "" for a blank one."""
    found = invoice_number(text)
    return found.key if found else normalise(text)


@dataclass(frozen=True)
class Contacted:
    """One line of the journal; see `dossier.REMINDER_COLUMNS`."""

    sheet: str
    row: int
    day: date
    level: int
    numbers: frozenset[str]
    promised_on: date | None
    promised_cents: int | None
    outcome: str


def contacts_by_customer(reminders: pd.DataFrame, until: date) -> Mapping[str, tuple[Contacted, ...]]:
    """The lines of the journal up to a day, oldest first, by customer (`normalise`d name)."""
    known = reminders[reminders["day"] <= pd.Timestamp(until)].sort_values(["day", "row"], kind="stable")
    found: dict[str, list[Contacted]] = {}
    names = ("sheet", "row", "day", "counterparty", "level", "numbers", "promised_on", "promised_cents", "outcome")
    columns = [known[name] for name in names]
    for sheet, row, day, name, level, numbers, promised_on, promised_cents, outcome in zip(*columns, strict=True):
        until_day = None if pd.isna(promised_on) else as_date(promised_on)
        cents = None if pd.isna(promised_cents) else abs(int(promised_cents))
        contacted = Contacted(sheet, int(row), as_date(day), int(level), number_keys(numbers), until_day, cents, outcome)
        found.setdefault(normalise(name), []).append(contacted)
    return {name: tuple(lines) for name, lines in found.items()}
