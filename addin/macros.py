"""What the ribbon buttons do: one use case each, on the open workbook, asking and telling through `Dialogs`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from addin.app.ports import Dialogs, Workbook
from addin.messages import SCREEN, Finding, say
from addin.registry import button

if TYPE_CHECKING:
    from addin.app.check_workbook import Check
    from addin.app.undo import Undone
    from addin.app.weekly_report import WeeklyReport


@button(
    "RapportHebdo",
    label="Rapport hebdo",
    screentip="Écrit la page de la semaine dans ce classeur.",
    supertip=(
        "Lit vos onglets d'opérations et de factures et ajoute la feuille « Rapport AAAA-Sxx » : disponible, échéances, point bas, "
        "retards, dépenses, poches, alertes. Seule cette feuille est écrite ; votre commentaire est gardé."
    ),
    group="Piloter",
    icon="PivotTableReport",
    keytip="H",
    is_large=True,
)
def weekly_report(workbook: Workbook, dialogs: Dialogs) -> WeeklyReport:
    """Build the weekly report (rapport hebdo) of the open workbook."""
    from addin.app.weekly_report import build_weekly_report

    report = build_weekly_report(workbook, dialogs, as_of=None, now=datetime.now())
    dialogs.tell(say(SCREEN["report_written"], sheet=report.sheet.title, file=workbook.name))
    dialogs.tell(_to_review(report.findings))
    return report


@button(
    "Verifier",
    label="Vérifier",
    screentip="Dit comment chaque onglet a été lu.",
    supertip=(
        "Montre pour chaque onglet ce qui a été reconnu, les lignes lues, les totaux, les soldes vérifiés et les lignes à revoir. "
        "Rien n'est modifié."
    ),
    group="Contrôler",
    icon="TraceError",
    keytip="V",
)
def check(workbook: Workbook, dialogs: Dialogs) -> Check:
    """Say what each tab was taken for and what deserves a look (vérifier)."""
    from addin.app.check_workbook import check_workbook
    from addin.sheets.checked import check_as_text

    checked = check_workbook(workbook, dialogs)
    dialogs.tell(check_as_text(checked.dossier, checked.findings))
    return checked


@button(
    "AnnulerAction",
    label="Annuler la dernière action",
    screentip="Remet ce que la dernière action de Trésorerie a changé.",
    supertip=(
        "Les cellules et les feuilles écrites par la dernière action reprennent leur état d'avant. "
        "Si vous avez écrit dans une de ces feuilles depuis, votre accord est demandé."
    ),
    group="Outils",
    icon="Undo",
    keytip="Z",
)
def undo(workbook: Workbook, dialogs: Dialogs) -> Undone:
    """Take back the last action of Trésorerie on this workbook (annuler)."""
    from addin.app.undo import undo_last

    undone = undo_last(workbook, dialogs, datetime.now())
    dialogs.tell(say(SCREEN["undone"], action=undone.action, sheets=", ".join(undone.sheets)))
    return undone


def _to_review(findings: Iterable[Finding]) -> str:
    from addin.app.read_dossier import needs_a_look

    count = sum(needs_a_look([finding]) for finding in findings)
    if count < 2:
        return SCREEN["to_review_one"] if count else SCREEN["nothing_to_review"]
    return say(SCREEN["to_review"], count=count)
