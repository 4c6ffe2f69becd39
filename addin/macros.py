"""What the ribbon buttons do: one use case each, on the open workbook, asking and telling through `Dialogs`.

`run` is what Excel and LibreOffice call with the name of a button.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from addin.app.ports import Dialogs, Workbook
from addin.messages import QUESTIONS, SCREEN, Finding, TresoError, say
from addin.registry import BUTTONS, FUNCTIONS, button

if TYPE_CHECKING:
    import xlwings

    from addin.app.categorise import Categorised
    from addin.app.cells import Store
    from addin.app.check_workbook import Check
    from addin.app.compare_scenarios import Compared
    from addin.app.controls import Controlled
    from addin.app.export_entries import Exported
    from addin.app.forecast_cash import Forecasted
    from addin.app.import_statements import Imported
    from addin.app.letter_payments import Lettered
    from addin.app.pockets import FollowedPockets
    from addin.app.prepare import Prepared
    from addin.app.receipts import Receipts
    from addin.app.reconcile import Reconciled
    from addin.app.refresh import Refreshed
    from addin.app.remind import Reminded
    from addin.app.spending import Spent
    from addin.app.undo import Undone
    from addin.app.weekly_report import WeeklyReport
    from addin.hosts.excel_repair import Repaired
    from addin.sheets.model import Sheet
    from addin.treasury.reminders.model import Reminders

OFFER = "PropositionHebdo"
"""Not a button: called when a workbook is first opened in a week."""


@button(
    "Actualiser",
    label="Actualiser",
    screentip="Relit le classeur pour les formules TRESO.",
    supertip=(
        "Lit tous vos onglets et met à jour la cellule « Dossier » de « Tableau de bord », dont se servent les formules TRESO. "
        "La feuille est ajoutée si elle manque. Vos onglets ne sont pas touchés."
    ),
    group="Démarrer",
    icon="RefreshAll",
    keytip="A",
    is_large=True,
)
def refresh(workbook: Workbook, dialogs: Dialogs) -> Refreshed:
    """Read the workbook again and let its live formulas speak of what it holds now (actualiser)."""
    from addin.app.refresh import refresh as refresh_workbook

    refreshed = refresh_workbook(workbook, dialogs, _store(), datetime.now())
    if refreshed.is_new:
        dialogs.tell(say(SCREEN["dashboard_new"], sheet=refreshed.sheet))
    dialogs.tell(say(SCREEN["refreshed" if refreshed.has_changed else "refreshed_same"], handle=refreshed.handle))
    dialogs.tell(_to_review(refreshed.findings))
    return refreshed


@button(
    "PreparerClasseur",
    label="Préparer le classeur",
    screentip="Ajoute les onglets de Trésorerie qui manquent.",
    supertip=(
        "Ajoute Comptes, Catégories, Échéancier, Plafonds, Alertes, Poches, Paramètres et leur mode d'emploi, s'ils manquent, "
        "remplis de ce que vos onglets disent déjà. Vos onglets ne sont pas touchés ; l'ajout s'annule."
    ),
    group="Démarrer",
    icon="ControlProperties",
    keytip="P",
)
def prepare(workbook: Workbook, dialogs: Dialogs) -> Prepared:
    """Add the first tabs that the workbook lacks (préparer le classeur)."""
    from addin.app.prepare import prepare as prepare_workbook

    prepared = prepare_workbook(workbook, dialogs, datetime.now())
    added = ", ".join(prepared.added)
    dialogs.tell(say(SCREEN["prepared"], sheets=added) if added else SCREEN["nothing_lacking"])
    for sentence in prepared.remaining:
        dialogs.tell(f"• {sentence}")
    return prepared


@button(
    "RapportHebdo",
    label="Rapport hebdo",
    screentip="Écrit la page de la semaine dans ce classeur.",
    supertip=(
        "Lit vos onglets d'opérations et de factures et ajoute la feuille « Rapport AAAA-Sxx » : disponible, échéances, point bas, "
        "retards, dépenses, poches, alertes. Seule cette feuille est écrite, et la cellule « Dossier » s'il y en a une ; "
        "votre commentaire est gardé."
    ),
    group="Piloter",
    icon="PivotTableReport",
    keytip="H",
    is_large=True,
)
def weekly_report(workbook: Workbook, dialogs: Dialogs) -> WeeklyReport:
    """Build the weekly report (rapport hebdo) of the open workbook."""
    return _weekly_report(workbook, dialogs, None)


@button(
    "ImporterReleve",
    label="Importer un relevé",
    screentip="Ajoute les opérations de relevés bancaires, sans doublon.",
    supertip=(
        "Choisissez un ou plusieurs fichiers de la banque (CSV, Excel, OFX, QIF, MT940, CAMT, CFONB, PDF). Vous voyez ce qui a été "
        "compris et ce que les soldes prouvent ; les lignes nouvelles vont dans l'onglet du compte, à ses colonnes. L'import s'annule."
    ),
    group="Démarrer",
    icon="GetExternalDataFromText",
    keytip="I",
)
def import_statements(workbook: Workbook, dialogs: Dialogs) -> Imported | None:
    """Add what is new in the statements that she picks (importer un relevé)."""
    from addin.app.import_plan import ImportPlan, Wishes
    from addin.app.import_shown import shown_statements
    from addin.app.import_statements import import_statements as import_files
    from addin.hosts.statement_files import read_statement_file
    from addin.sheets.import_page import agreement, import_sheet

    paths = dialogs.choose_files()
    if not paths:
        return None

    def agrees(plan: ImportPlan) -> bool:
        shown = shown_statements(plan)
        dialogs.display(import_sheet(shown, plan.findings, plan.workbook))
        return not plan.count or dialogs.confirm(agreement(shown, plan.findings))

    wishes = Wishes(accepts_gap=dialogs.confirm)
    done = import_files(workbook, dialogs, [Path(path) for path in paths], read_statement_file, wishes, agrees, datetime.now())
    known = sum(len(each.statement.lines) - each.count for each in done.plan.planned)
    dialogs.tell(say(SCREEN["imported_open"], count=done.count, known=known) if done.count else SCREEN["nothing_imported"])
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Lettrer",
    label="Lettrer",
    screentip="Relie les paiements aux factures qu'ils règlent.",
    supertip=(
        "Cherche pour chaque ligne de banque la ou les factures qu'elle paie : numéro, tiers, montant, sommes, acomptes. La feuille "
        "« Lettrage » montre ce qui est sûr et ce qui est à décider ; vos réponses Oui et Non sont gardées. L'action s'annule."
    ),
    group="Classer",
    icon="Consolidate",
    keytip="L",
    is_large=True,
)
def letter_payments(workbook: Workbook, dialogs: Dialogs) -> Lettered:
    """Match bank lines and invoices (lettrer) in the sheet « Lettrage »."""
    from addin.app.letter_payments import letter_payments as letter
    from addin.messages.lettering import LETTERING_SCREEN
    from addin.sheets.lettering import TITLE

    done = letter(workbook, dialogs, as_of=None, now=datetime.now())
    dialogs.tell(say(LETTERING_SCREEN["done" if done.is_written else "same"], sheet=TITLE, **done.counts))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Categoriser",
    label="Catégoriser",
    screentip="Donne une catégorie et un compte aux lignes qui attendent.",
    supertip=(
        "Sur vos lignes sélectionnées, sinon sur toutes celles qui attendent. Montre d'abord ce qui serait écrit et pourquoi : "
        "vos règles, la facture payée, vos lignes du même tiers, ce qui a été appris, les tiers connus. "
        "Ce que vous avez saisi n'est jamais modifié, ce que vous corrigez est appris. L'action s'annule."
    ),
    group="Classer",
    icon="ConditionalFormattingHighlightTextContaining",
    keytip="C",
)
def categorise(workbook: Workbook, dialogs: Dialogs) -> Categorised:
    """Give the lines that wait a category, an account and a reason (catégoriser), after she has seen them."""
    from addin.app.categorise import categorise as categorise_lines
    from addin.hosts.excel import ExcelWorkbook
    from addin.hosts.model_cache import ModelCache
    from addin.messages.categorise import CATEGORISE_SCREEN
    from addin.sheets.classification_page import TITLE, Counts

    def agrees(page: Sheet, counts: Counts) -> bool:
        dialogs.display(page)
        words = CATEGORISE_SCREEN["agree_selected" if counts.selected else "agree"]
        return dialogs.confirm(say(words, count=counts.new, unsorted=counts.unsorted, selected=counts.selected))

    selected = workbook.selected_rows() if isinstance(workbook, ExcelWorkbook) else None
    done = categorise_lines(workbook, dialogs, ModelCache(), as_of=None, now=datetime.now(), agrees=agrees, selected=selected)
    key = "written" if done.counts.new else "same"
    dialogs.tell(say(CATEGORISE_SCREEN[key], count=done.counts.new, file=workbook.name, sheet=TITLE))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Justificatifs",
    label="Justificatifs",
    screentip="Range les justificatifs d'un dossier et liste ceux qui manquent.",
    supertip=(
        "Lit le dossier des justificatifs (photos, PDF, factures XML), relie chaque fichier à son opération et écrit la feuille "
        "« Justificatifs », avec la liste à demander à chacun. Vos réponses sont gardées ; les fichiers sont renommés avec votre accord."
    ),
    group="Classer",
    icon="FileSendAsAttachment",
    keytip="J",
)
def receipts(workbook: Workbook, dialogs: Dialogs) -> Receipts:
    """Match the receipts (justificatifs) of a folder with the operations, and list what is missing."""
    from addin.app.receipts import check_receipts
    from addin.hosts.excel import ExcelWorkbook
    from addin.hosts.receipt_files import folder_tools, home_of
    from addin.messages.receipts import RECEIPT_WORDS

    assert isinstance(workbook, ExcelWorkbook), "links lead from the folder of an open workbook"
    scan_folder, names = folder_tools(home_of(workbook.book))

    def ask_folder() -> str:
        return dialogs.choose_folder(RECEIPT_WORDS["pick_folder"])

    done = check_receipts(workbook, dialogs, "", scan_folder, names, datetime.now(), renames=True, ask_folder=ask_folder)
    dialogs.tell(say(RECEIPT_WORDS["done"], **done.counts))
    if done.renames:
        dialogs.tell(say(RECEIPT_WORDS["renamed"], count=len(done.renames)))
    if not done.is_written:
        dialogs.tell(RECEIPT_WORDS["unchanged"])
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Relances",
    label="Relances",
    screentip="Écrit les lettres aux clients en retard.",
    supertip=(
        "Une lettre Word par client, au niveau que son retard et le journal appellent (N0 rappel à N4 mise en demeure), dans un dossier "
        "à côté du classeur. L'onglet « Relances » les note, « À relancer » montre où en est chacun. Rien n'est envoyé ; l'action s'annule."
    ),
    group="Agir",
    icon="FileSendAsAttachment",
    keytip="R",
)
def remind(workbook: Workbook, dialogs: Dialogs) -> Reminded:
    """Write the letters to late customers (relances) and note them in the journal."""
    from addin.app.remind import remind_customers
    from addin.hosts.excel import ExcelWorkbook
    from addin.hosts.letters import LetterFolder, folder_beside
    from addin.messages.reminders import REMINDER_SCREEN
    from addin.sheets.reminder_page import levels

    assert isinstance(workbook, ExcelWorkbook), "letters go beside an open workbook"

    def agrees(campaign: Reminders, page: Sheet, folder: str, journal: str) -> bool:
        dialogs.display(page)
        values = {"count": len(campaign.to_send), "levels": levels(campaign), "folder": folder, "sheet": journal}
        return dialogs.confirm(say(REMINDER_SCREEN["agree"], **values))

    place = LetterFolder(folder_beside(workbook.book))
    done = remind_customers(workbook, dialogs, place, agrees, as_of=None, now=datetime.now())
    if done.paths:
        dialogs.tell(say(REMINDER_SCREEN["done"], count=len(done.paths), folder=done.folder))
        dialogs.tell(say(REMINDER_SCREEN["journal"], sheet=done.journal))
    else:
        dialogs.tell(say(REMINDER_SCREEN["none"], sheet=done.page.title))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Verifier",
    label="Vérifier",
    screentip="Dit comment chaque onglet a été lu.",
    supertip=(
        "Montre pour chaque onglet ce qui a été reconnu, les lignes lues, les totaux, les soldes vérifiés et les lignes à revoir. "
        "Rien n'est modifié : le résultat s'ouvre dans un nouveau classeur."
    ),
    group="Contrôler",
    icon="TraceError",
    keytip="V",
)
def check(workbook: Workbook, dialogs: Dialogs) -> Check:
    """Say what each tab was taken for and what deserves a look (vérifier)."""
    from addin.app.check_workbook import check_workbook
    from addin.sheets.checked import check_sheet

    checked = check_workbook(workbook, dialogs)
    dialogs.display(check_sheet(checked.dossier, checked.findings, workbook.name))
    dialogs.tell(_to_review(checked.findings))
    dialogs.tell(say(SCREEN["checked"], tabs=len(checked.dossier.readings)))
    return checked


@button(
    "Rapprochement",
    label="Rapprochement",
    screentip="Compare la banque et les livres de chaque compte.",
    supertip=(
        "Écrit la feuille « Rapprochement » : solde du relevé, suspens (chèques, remises, virements en cours), solde des livres, écart "
        "non expliqué, caisse créditrice. Vos visas et les soldes saisis restent. L'action s'annule."
    ),
    group="Contrôler",
    icon="CompareAndMergeWorkbooks",
    keytip="B",
)
def reconcile(workbook: Workbook, dialogs: Dialogs) -> Reconciled:
    """Compare the bank with the books of each account (état de rapprochement bancaire)."""
    from addin.app.reconcile import reconcile_accounts
    from addin.messages.reconciliation import RECONCILIATION_SCREEN

    done = reconcile_accounts(workbook, dialogs, as_of=None, now=datetime.now())
    count = len(done.shown)
    dialogs.tell(say(RECONCILIATION_SCREEN["reconciled"], sheet=done.sheet.title, good=done.good, count=count, file=workbook.name))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Controles",
    label="Contrôles",
    screentip="Liste ce qui mérite un second regard, peu et juste.",
    supertip=(
        "Doubles paiements, fournisseur, montant ou RIB inhabituel, erreur × 100, pic, plafond, justificatif manquant, séquence rompue, "
        "et vos abonnements. Écrit la feuille « Contrôles » ; vos décisions et vos remarques y restent. L'action s'annule."
    ),
    group="Contrôler",
    icon="ErrorChecking",
    keytip="O",
)
def control(workbook: Workbook, dialogs: Dialogs) -> Controlled:
    """List what deserves a second look (contrôles)."""
    from addin.app.controls import control_workbook
    from addin.messages.controls import CONTROL_SCREEN

    done = control_workbook(workbook, dialogs, as_of=None, now=datetime.now())
    dialogs.tell(say(CONTROL_SCREEN["done"], sheet=done.sheet.title, **done.counts))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Prevision",
    label="Prévision 13 semaines",
    screentip="Prévoit le solde de chaque jour, avec sa fourchette.",
    supertip=(
        "Écrit la feuille « Prévision » : solde probable, prudent et favorable, point bas, risque de passer sous le seuil, d'où viennent "
        "les montants, et ce que les prévisions passées valaient. L'action s'annule."
    ),
    group="Piloter",
    icon="SparklineLineInsert",
    keytip="E",
)
def forecast(workbook: Workbook, dialogs: Dialogs) -> Forecasted:
    """Forecast the cash of the thirteen weeks to come (prévision)."""
    from addin.app.forecast_cash import forecast_workbook
    from addin.messages.forecast import FORECAST_SCREEN

    done = forecast_workbook(workbook, dialogs, as_of=None, now=datetime.now())
    dialogs.tell(say(FORECAST_SCREEN["written"], sheet=done.sheet.title, file=workbook.name))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Scenarios",
    label="Scénarios",
    screentip="Compare ce que changeraient un retard, une basse saison, une hausse…",
    supertip=(
        "Écrit la feuille « Comparaison des scénarios » : chaque scénario de l'onglet « Scénarios » sur la même prévision, son point bas, "
        "son risque, et ce qui relèverait le point bas. L'action s'annule."
    ),
    group="Piloter",
    icon="ScenarioManager",
    keytip="N",
)
def scenarios(workbook: Workbook, dialogs: Dialogs) -> Compared:
    """Compare the scenarios of the workbook (scénarios)."""
    from addin.app.compare_scenarios import compare_scenarios
    from addin.messages.forecast import SCENARIO_SCREEN

    done = compare_scenarios(workbook, dialogs, as_of=None, now=datetime.now())
    dialogs.tell(say(SCENARIO_SCREEN["written"], sheet=done.sheet.title, file=workbook.name))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Depenses",
    label="Dépenses",
    screentip="Suit les dépenses par carte, équipe, campagne et catégorie.",
    supertip=(
        "Écrit la feuille « Dépenses » : six mois par carte, équipe, campagne et catégorie, plafonds, déplacements, avoirs et cashback, "
        "coût réel des achats en devises. L'action s'annule."
    ),
    group="Piloter",
    icon="TableSummarizeWithPivot",
    keytip="S",
)
def follow_spending(workbook: Workbook, dialogs: Dialogs) -> Spent:
    """Follow what is spent by card, team, campaign and category (dépenses)."""
    from addin.app.spending import follow_spending as follow
    from addin.messages.reconciliation import RECONCILIATION_SCREEN

    done = follow(workbook, dialogs, as_of=None, now=datetime.now())
    dialogs.tell(say(RECONCILIATION_SCREEN["spent"], sheet=done.sheet.title, file=workbook.name))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "Poches",
    label="Poches",
    screentip="Répartit le disponible en trois poches, en deux modes.",
    supertip=(
        "Écrit la feuille « Suivi des poches » : ce qui est dû, puis sécurité, exploitation et opportunité par couverture et par horizon, "
        "ce qui manque, vos placements à votre prix, l'argent qui dort, le solde minimal conseillé. L'action s'annule."
    ),
    group="Piloter",
    icon="Consolidate",
    keytip="K",
)
def follow_pockets(workbook: Workbook, dialogs: Dialogs) -> FollowedPockets:
    """Pour the cash into its three pockets (poches), by cover and by horizon."""
    from addin.app.pockets import follow_pockets as follow
    from addin.messages.pockets import POCKET_MODES, POCKET_SCREEN
    from addin.sheets.pocket_page import conclusion

    done = follow(workbook, dialogs, as_of=None, now=datetime.now())
    mode, words = POCKET_MODES[done.review.mode].lower(), conclusion(done.review)[0]
    dialogs.tell(say(POCKET_SCREEN["done"], mode=mode, conclusion=words, sheet=done.sheet.title))
    dialogs.tell(_to_review(done.findings))
    return done


@button(
    "ExportComptable",
    label="Export comptable",
    screentip="Écrit les écritures pour le logiciel du comptable.",
    supertip=(
        "Écritures équilibrées de ce qui est classé et lettré, jamais deux fois : générique, PC Compta, Sage ou FEC, avec une copie Excel, "
        "l'état des fournisseurs de la G50 et un dossier (zip) avec les pièces. Ce qui n'est pas prêt est listé. L'export s'annule."
    ),
    group="Transmettre",
    icon="FileSaveAsPdfOrXps",
    keytip="X",
)
def export_entries(workbook: Workbook, dialogs: Dialogs) -> Exported | None:
    """Export the validated rows as accounting entries (export comptable)."""
    from addin.app.export_entries import export_entries as export
    from addin.hosts.entry_files import ExportFolder
    from addin.hosts.excel import ExcelWorkbook
    from addin.hosts.receipt_files import home_of
    from addin.messages.entries import EXPORT_WORDS
    from addin.sheets.entry_book import told
    from addin.treasury.entries.layouts import FORMATS, shown_format

    assert isinstance(workbook, ExcelWorkbook), "pieces are found from the folder of an open workbook"
    picked = dialogs.choose(EXPORT_WORDS["format"], [shown_format(name) for name in FORMATS])
    folder = dialogs.choose_folder(EXPORT_WORDS["pick_folder"]) if picked is not None else ""
    if picked is None or not folder:
        return None
    place = ExportFolder(Path(folder), home_of(workbook.book))
    done = export(workbook, dialogs, FORMATS[picked], place, datetime.now())
    for line in told(done.export, done.folder, done.drafted.known, is_placed=done.is_placed):
        dialogs.tell(line)
    dialogs.tell(_to_review(done.findings))
    return done


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
    from addin.hosts.excel import ExcelWorkbook
    from addin.hosts.receipt_files import home_of
    from addin.hosts.receipt_names import NamesBeside

    names = None
    if isinstance(workbook, ExcelWorkbook):
        with suppress(TresoError):  # a workbook that was never saved has no folder, and no file beside it
            names = NamesBeside(home_of(workbook.book))
    undone = undo_last(workbook, dialogs, datetime.now(), names)
    dialogs.tell(say(SCREEN["undone"], action=undone.action, sheets=", ".join(undone.sheets)))
    return undone


@button(
    "ReparerFormules",
    label="Réparer les formules",
    screentip="Relie les formules TRESO qui affichent #NOM?.",
    supertip=(
        "Un classeur reçu d'un collègue peut garder le chemin de son complément. Les formules TRESO sont saisies à nouveau, "
        "à l'identique ; les autres cellules ne sont pas touchées."
    ),
    group="Outils",
    icon="ErrorChecking",
    keytip="F",
)
def repair(workbook: Workbook, dialogs: Dialogs) -> Repaired:
    """Type our formulas anew that are not bound to the add-in (réparer les formules)."""
    from addin.functions import catalogue
    from addin.hosts.excel import ExcelWorkbook
    from addin.hosts.excel_repair import repair_formulas

    assert catalogue.MODULES  # imported for its declarations
    assert isinstance(workbook, ExcelWorkbook), "formulas are repaired where they are live"
    repaired = repair_formulas(workbook.book, {function.short_name for function in FUNCTIONS.values()})
    dialogs.tell(say(SCREEN["repaired"], count=repaired.cells) if repaired.cells else SCREEN["nothing_to_repair"])
    if repaired.protected:
        dialogs.tell(say(SCREEN["repair_protected"], sheets=", ".join(repaired.protected)))
    return repaired


@button(
    "Aide",
    label="Aide",
    screentip="Montre ce que font les boutons et les fonctions.",
    supertip="Ouvre l'aide dans un nouveau classeur : chaque bouton, chaque fonction avec un exemple. Sans internet. Rien n'est modifié.",
    group="Outils",
    icon="Help",
    keytip="D",
)
def show_help(workbook: Workbook, dialogs: Dialogs) -> None:
    """Show the buttons and the functions with an example each (aide)."""
    from addin.functions import catalogue
    from addin.sheets.help import help_sheet

    assert catalogue.MODULES  # imported for its declarations
    dialogs.display(help_sheet(BUTTONS.values(), FUNCTIONS.values()))
    dialogs.tell(SCREEN["help_shown"])


def offer_report(workbook: Workbook, dialogs: Dialogs, today: date) -> WeeklyReport | None:
    """Offer last week's report where it is missing, once: a no is remembered for that week.

    Args:
        today: said by the entry point.
    """
    from addin.app.read_dossier import read_dossier
    from addin.app.weekly_offer import report_to_offer
    from addin.hosts.declined_offers import declined, remember_declined
    from addin.sheets.weekly import report_name

    dossier = read_dossier(workbook, dialogs)
    closing = report_to_offer(dossier, [sheet.name for sheet in workbook.sheets()], today, declined(workbook.name))
    if closing is None:
        return None
    title = report_name(closing)
    if not dialogs.confirm(say(QUESTIONS["offer_report"], sheet=title, date=f"{closing:%d/%m/%Y}", file=workbook.name)):
        remember_declined(workbook.name, title)
        return None
    return _weekly_report(workbook, dialogs, closing)


def run(name: str, book: xlwings.Book | None = None) -> None:
    """Press a button on the open workbook; what came of it is said in one message, and nothing is raised.

    Args:
        name: of the button (« RapportHebdo »), or `OFFER`.
        book: the workbook; None for the one that called, else the active one.
    Raises:
        KeyError: no such button; a mistake of the caller.
    """
    from addin.hosts.excel_session import run_action

    call = _offer_today if name == OFFER else BUTTONS[name].call
    run_action(name, lambda workbook, dialogs: _page_of(call(workbook, dialogs)), book)


def _offer_today(workbook: Workbook, dialogs: Dialogs) -> WeeklyReport | None:
    return offer_report(workbook, dialogs, date.today())


def _weekly_report(workbook: Workbook, dialogs: Dialogs, as_of: date | None) -> WeeklyReport:
    from addin.app.weekly_report import build_weekly_report

    report = build_weekly_report(workbook, dialogs, as_of=as_of, now=datetime.now(), store=_store())
    dialogs.tell(say(SCREEN["report_written"], sheet=report.sheet.title, file=workbook.name))
    dialogs.tell(_to_review(report.findings))
    return report


def _page_of(result: object) -> str | None:
    """The sheet to look at after an action, None for the one that was in front."""
    from addin.app.import_statements import Imported
    from addin.app.letter_payments import Lettered
    from addin.app.receipts import Receipts
    from addin.app.reconcile import Reconciled
    from addin.app.refresh import Refreshed
    from addin.app.remind import Reminded
    from addin.app.spending import Spent
    from addin.app.weekly_report import WeeklyReport
    from addin.sheets.lettering import TITLE as LETTERING
    from addin.sheets.receipts import TITLE as RECEIPTS

    if isinstance(result, (WeeklyReport, Reconciled, Spent)):
        return result.sheet.title
    if isinstance(result, Imported):
        return next((each.sheet for each in result.plan.planned if each.count), None)
    if isinstance(result, Lettered):
        return LETTERING
    if isinstance(result, Receipts):
        return RECEIPTS
    if isinstance(result, Reminded):
        return result.page.title
    return result.sheet if isinstance(result, Refreshed) and result.is_new else None


def _store() -> Store:
    """Where the functions of this user find dossiers."""
    from addin.hosts.dossier_store import DossierStore

    return DossierStore()


def _to_review(findings: Iterable[Finding]) -> str:
    from addin.app.read_dossier import needs_a_look

    count = sum(needs_a_look([finding]) for finding in findings)
    if count < 2:
        return SCREEN["to_review_one"] if count else SCREEN["nothing_to_review"]
    return say(SCREEN["to_review"], count=count)
