"""The tab « Relances »: the journal of contacts with customers. Ours to begin and to complete, hers to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from addin.messages import french
from addin.messages.reminders import LEVEL_NAMES
from addin.sheets.model import Column, Role, Sheet, Value
from addin.sheets.template import CURRENCIES, Tab
from addin.treasury.currency import to_decimal
from addin.treasury.reminders.model import Reminder

_LEVELS = tuple(f"N{level}" for level in range(len(LEVEL_NAMES)))
_LEVEL_HELP = "N0 rappel avant échéance, N1 rappel, N2 relance ferme, N3 dernier avis, N4 mise en demeure. Vide : appel, visite, promesse."
_OUTCOME_HELP = "Litige : ces factures ne sont plus relancées, jusqu'à « Litige levé »."
JOURNAL = Tab("Relances", "tblRelances", (
    Column("Date", Role.DATE, 12, help="Jour de la lettre, de l'appel ou de la promesse."),
    Column("Client", width=28, help="Le nom, comme dans les factures."),
    Column("Niveau", width=9, choices=_LEVELS, help=_LEVEL_HELP),
    Column("Canal", width=18, choices=("Lettre préparée", "Courrier", "E-mail", "Téléphone", "Visite", "Huissier")),
    Column("Factures", width=34, help="Les numéros concernés, séparés par des virgules. Vide : toutes celles du client."),
    Column("Total", Role.AMOUNT, 16),
    Column("Devise", width=8, choices=CURRENCIES),
    Column("Promesse le", Role.DATE, 12, help="Jour où le client a promis de payer : pas de lettre avant."),
    Column("Montant promis", Role.AMOUNT, 16, help="Vide : tout ce qui est dû."),
    Column("Suite", width=18, choices=("Litige", "Litige levé", "Ne plus relancer"), help=_OUTCOME_HELP),
    Column("Prochaine relance", Role.DATE, 13),
    Column("Lettre", width=40, help="Le fichier écrit."),
    Column("Note", width=44, help="Pour vous."),
))  # fmt: skip
"""Headings and lists of the tab."""

_FIELDS = (
    "day", "counterparty", "level", "channel", "numbers", "total", "currency", "promised_on", "promised", "outcome", "next_date", "letter",
    "remark",
)  # fmt: skip
OWN_COLUMNS: Mapping[str, int] = {field: at for at, field in enumerate(_FIELDS)}
"""Field → 0-based column of the tab as we make it."""


def journal_sheet(rows: Sequence[tuple[Value, ...]]) -> Sheet:
    """The tab with its first lines."""
    return JOURNAL.sheet(rows)


def journal_row(reminder: Reminder, letter: str, sent_on: date, columns: Mapping[str, int]) -> tuple[Value, ...]:
    """The line of a letter, in the columns of her tab.

    Args:
        letter: name of the file.
        columns: field → 0-based column, as the tab was read; a field without a column is left out.
    """
    alone = reminder.totals[0] if len(reminder.totals) == 1 else None
    values: dict[str, Value] = {
        "day": sent_on,
        "counterparty": reminder.customer,
        "level": f"N{reminder.level}",
        "channel": "Lettre préparée",
        "numbers": ", ".join(invoice.number for invoice in reminder.invoices if invoice.number) or None,
        "total": to_decimal(alone[1], alone[0]) if alone else None,
        "currency": alone[0] if alone else None,
        "next_date": reminder.next_date,
        "letter": letter,
        "remark": None if alone else french(" + ".join(f"{to_decimal(cents, code)} {code}" for code, cents in reminder.totals)),
    }
    row: list[Value] = [None] * (max(columns.values()) + 1)
    for field, value in values.items():
        if field in columns:
            row[columns[field]] = value
    return tuple(row)
