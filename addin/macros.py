"""What the ribbon buttons do: one use case each, on the open workbook, asking and telling through `Dialogs`."""

from __future__ import annotations

from datetime import datetime

from addin.app.ports import Dialogs, Workbook
from addin.registry import button


@button(
    "RapportHebdo",
    label="Rapport hebdo",
    screentip="Écrit la page de la semaine dans ce classeur.",
    supertip=(
        "Lit vos onglets d'opérations et de factures et ajoute la feuille « Rapport AAAA-Sxx » : disponible, échéances, point bas, "
        "retards, dépenses, poches, alertes. Seule cette feuille est écrite ; votre commentaire est gardé."
    ),
)
def weekly_report(workbook: Workbook, dialogs: Dialogs) -> object:
    """Build the weekly report (rapport hebdo) of the open workbook."""
    from addin.app.weekly_report import build_weekly_report

    return build_weekly_report(workbook, dialogs, as_of=None, now=datetime.now())


@button(
    "Verifier",
    label="Vérifier",
    screentip="Dit comment chaque onglet a été lu.",
    supertip=(
        "Montre pour chaque onglet ce qui a été reconnu, les lignes lues, les totaux, les soldes vérifiés et les lignes à revoir. "
        "Rien n'est modifié."
    ),
)
def check(workbook: Workbook, dialogs: Dialogs) -> object:
    """Say what each tab was taken for and what deserves a look (vérifier)."""
    from addin.app.check_workbook import check_workbook

    return check_workbook(workbook, dialogs)


@button(
    "AnnulerAction",
    label="Annuler la dernière action",
    screentip="Remet ce que la dernière action de Trésorerie a changé.",
    supertip=(
        "Les cellules et les feuilles écrites par la dernière action reprennent leur état d'avant. "
        "Ce que vous avez saisi n'est jamais touché."
    ),
)
def undo(workbook: Workbook, dialogs: Dialogs) -> object:
    """Take back the last action of Trésorerie on this workbook (annuler)."""
    from addin.app.undo import undo_last

    return undo_last(workbook, dialogs, datetime.now())
