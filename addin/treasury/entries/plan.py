"""Which accounts exist (plan comptable): the SCF, and those that she adds in the tab « Plan comptable »."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from addin.treasury.entries.scf import PLAN
from addin.treasury.headings import SEARCH_ROWS, simplify
from addin.treasury.tables import shown

TAB = "plan comptable"
"""Simplified name of her tab."""
LONGEST = 14
"""Characters of an account that accounting software takes."""

_CODE = frozenset({"compte", "n compte", "numero", "n de compte", "code", "compte scf", "numero de compte"})
_LABEL = frozenset({"intitule", "libelle", "nom", "designation", "intitule du compte"})
_ACCOUNT = re.compile(r"[1-7]\d{1,13}")


@dataclass(frozen=True)
class Plan:
    """The accounts that an entry may use.

    Attributes:
        labels: account → label, those of the SCF and hers.
        hers: accounts that she listed, empty without the tab.
    """

    labels: Mapping[str, str]
    hers: frozenset[str] = field(default_factory=frozenset)

    def holds(self, account: str) -> bool:
        """The account is listed or subdivides one that is, of two digits at least."""
        return account in self.hers or bool(_ACCOUNT.fullmatch(account) and self._listed(account))

    def label(self, account: str) -> str:
        """Its label, that of the account it subdivides when it has none of its own; "" outside the plan."""
        return self.labels.get(self._listed(account), "")

    def _listed(self, account: str) -> str:
        """The longest listed account that it begins with, "" without one."""
        return next((account[:length] for length in range(len(account), 1, -1) if account[:length] in self.labels), "")


@cache
def scf() -> Plan:
    """The plan that is shipped.

    >>> plan = scf()
    >>> plan.holds("6278"), plan.holds("62311"), plan.holds("699"), plan.holds("BNA"), plan.label("62311")
    (True, True, False, False, 'Publicité, publication, relations publiques')
    """
    return Plan(dict(line.split(" ", 1) for line in PLAN.strip().splitlines()))


def plan_with(rows: Sequence[Sequence[object]]) -> Plan:
    """The SCF and the accounts of her tab « Plan comptable » (columns Compte, Intitulé); without such columns, the SCF alone.

    Args:
        rows: the tab from A1.
    """
    headings = [[simplify(shown(cell)) for cell in row] for row in rows[:SEARCH_ROWS]]
    head = next((i for i, names in enumerate(headings) if _CODE.intersection(names)), None)
    if head is None:
        return scf()
    code = next(j for j, name in enumerate(headings[head]) if name in _CODE)
    label = next((j for j, name in enumerate(headings[head]) if name in _LABEL), None)
    hers: dict[str, str] = {}
    for row in rows[head + 1 :]:
        account = account_text(row[code] if code < len(row) else None)
        if account:
            hers[account] = shown(row[label]) if label is not None and label < len(row) else ""
    known = scf()
    named = {account: text or known.label(account) for account, text in hers.items()}
    return Plan({**known.labels, **named}, frozenset(hers))


def account_text(cell: object) -> str:
    """An account as typed, without spaces and dots.

    >>> account_text(6278.0), account_text(" 62 78 "), account_text("62.78"), account_text(None)
    ('6278', '6278', '6278', '')
    """
    return re.sub(r"[\s.\u00a0\u202f]", "", shown(cell))
