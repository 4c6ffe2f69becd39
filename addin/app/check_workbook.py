"""Say what each tab was taken for, what was read, and what does not hold (vérifier)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from addin.app.ports import Dialogs, Workbook
from addin.app.read_dossier import read_dossier
from addin.messages import Finding
from addin.treasury.closing import default_closing_date
from addin.treasury.dossier import Dossier


@dataclass(frozen=True)
class Check:
    """What was read of the workbook.

    Attributes:
        as_of: closing date that a report would take, None without operations.
    """

    dossier: Dossier
    as_of: date | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What deserves a look or is only said."""
        return self.dossier.findings


def check_workbook(workbook: Workbook, dialogs: Dialogs, *, as_of: date | None = None) -> Check:
    """Read everything, change nothing.

    Args:
        as_of: closing date (arrêté); None takes the one that the report would take.
    Raises:
        TresoError: WORKBOOK_EMPTY.
    """
    dossier = read_dossier(workbook, dialogs)
    default = default_closing_date(dossier) if len(dossier.operations) else None
    return Check(dossier, as_of or default)
