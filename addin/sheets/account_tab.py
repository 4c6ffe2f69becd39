"""The tab of one account, after the template: what a statement brings, and the columns that she fills."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from addin.sheets.model import Column, Role, Sheet, Value
from addin.sheets.template import OPERATIONS, Tab

_FIELDS = {
    "Date": "booked_on", "Date de valeur": "value_date", "Libellé": "label", "Tiers": "counterparty", "Débit": "debit", "Crédit": "credit",
    "Devise": "currency", "Pièce": "piece",
}  # fmt: skip
_WITHOUT = ("Compte",)
_BALANCE = Column("Solde", Role.AMOUNT, 16, help="Solde du relevé après l'opération. Il sert de contrôle : laissez-le tel quel.")
LONGEST_TITLE = 31
"""Characters that Excel takes in the name of a tab."""


def _columns() -> tuple[Column, ...]:
    kept = [replace(column, choices_from=None) for column in OPERATIONS.columns if column.title not in _WITHOUT]
    after = [column.title for column in kept].index("Crédit") + 1
    return (*kept[:after], _BALANCE, *kept[after:])


COLUMNS = _columns()
FIELDS: Mapping[str, int] = {
    **{_FIELDS[column.title]: at for at, column in enumerate(COLUMNS) if column.title in _FIELDS},
    "balance": COLUMNS.index(_BALANCE),
}
"""What a statement fills, and in which column (0-based)."""


def account_tab(title: str, rows: Sequence[Sequence[Value]]) -> Sheet:
    """The tab of an account.

    Args:
        title: from `tab_title`.
        rows: values from column A; shorter ones are filled up with blanks.
    """
    letters = "".join(c for c in unicodedata.normalize("NFKD", title) if c.isascii() and c.isalnum())
    tab = Tab(title, f"tblReleve{letters}", COLUMNS)
    return tab.sheet([(*row, *[None] * (len(COLUMNS) - len(row))) for row in rows])


def tab_title(account: str) -> str:
    """The name of an account as Excel takes it for a tab.

    >>> tab_title("BNA [agence 604/2]"), tab_title("'CCP'")
    ('BNA (agence 604-2)', 'CCP')
    """
    text = account.replace("[", "(").replace("]", ")")
    return re.sub(r"[/\\?*:]", "-", text).strip(" '")[:LONGEST_TITLE].strip(" '") or "Compte"
