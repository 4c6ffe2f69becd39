"""Say what each tab was taken for, what was read, and what does not hold (vérifier)."""

from __future__ import annotations

from dataclasses import dataclass

from addin.app.ports import Dialogs, Workbook
from addin.app.read_dossier import read_dossier
from addin.messages import Finding
from addin.treasury.closing import default_closing_date
from addin.treasury.dossier import Dossier


@dataclass(frozen=True)
class Check:
    dossier: Dossier
    findings: tuple[Finding, ...]
    as_of: str


def check_workbook(workbook: Workbook, dialogs: Dialogs) -> Check:
    """Read everything, change nothing.

    Raises:
        TresoError: WORKBOOK_EMPTY.
    """
    dossier = read_dossier(workbook, dialogs)
    as_of = default_closing_date(dossier).isoformat() if len(dossier.operations) else ""
    return Check(dossier, dossier.findings, as_of)
