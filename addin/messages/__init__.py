"""Every French sentence the product says when something is wrong: code, problem, cause, remedy.

Two kinds of trouble exist and both are declared here, once:

* **bad data** is *returned* as a `Finding` (code + place); the good rows still go through;
* **a refusal** is *raised* as a `TresoError`; nothing has been written.

A code is stable: tests, the JSON output and ``docs/erreurs.md`` rely on it. The tables below are grouped by
area; those of statement import stand in `messages/statements.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

Severity = Literal["refusal", "error", "warning", "info"]
"""`refusal`: nothing is done · `error`: red in the report · `warning`: a look is needed (exit 1) · `info`: said, no more."""


@dataclass(frozen=True)
class Message:
    """One sentence of the product; the three parts are `str.format` templates over the finding's details."""

    code: str
    severity: Severity
    problem: str
    cause: str
    remedy: str


MESSAGES: dict[str, Message] = {}


def declare(code: str, severity: Severity, problem: str, cause: str, remedy: str) -> None:
    """Add a sentence to the catalogue.

    Raises:
        ValueError: the code is already taken or one of the three parts is empty.
    """
    if code in MESSAGES:
        raise ValueError(f"message {code} is declared twice")
    if not (problem and cause and remedy):
        raise ValueError(f"message {code} needs a problem, a cause and a remedy")
    MESSAGES[code] = Message(code, severity, problem, cause, remedy)


@cache
def french(text: str) -> str:
    """The text with the non-breaking spaces of French: before « : ; ? ! % » and inside guillemets.

    Sentences are written with ordinary spaces and pass here once, before values (file names, amounts) are put in. The space
    is U+00A0, which every Windows console can show.

    >>> french("Onglet « BNA » : 19 % lus à 12:30").replace("\u00a0", "_")
    'Onglet «_BNA_»_: 19_% lus à 12:30'
    """
    return re.sub(r"(?<=«) | (?=[:;?!»%](?!\w))", "\u00a0", text)


@dataclass(frozen=True)
class Finding:
    """One thing to look at, located like Excel locates it.

    Attributes:
        code: key of `MESSAGES`.
        sheet: tab name, "" when the finding concerns the whole workbook.
        row: row as Excel numbers it, or None.
        column: heading of the column as she wrote it, or "".
        value: the offending value as text, or "".
        details: values for the sentence's placeholders.
        also_rows: further rows of the same sheet that the same sentence covers.
    """

    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    also_rows: tuple[int, ...] = ()

    @property
    def message(self) -> Message:
        return MESSAGES[self.code]

    @property
    def severity(self) -> Severity:
        return self.message.severity

    def place(self) -> str:
        """« BNA, ligne 14, colonne Montant », as far as it is known."""
        parts = [french("« {} »").format(self.sheet)] if self.sheet else []
        if self.row is not None:
            parts.append(f"ligne {self.row}")
        if self.column:
            parts.append(french("colonne « {} »").format(self.column))
        return ", ".join(parts)

    def text(self) -> str:
        """Place, problem, cause and remedy in one line, ready to be shown."""
        more = f" (et {len(self.also_rows)} autre{'s' if len(self.also_rows) > 1 else ''})" if self.also_rows else ""
        return f"{self._before(more)}{self._say(self.message.problem)} {self.cause()} → {self.remedy()}"

    def headline(self) -> str:
        """Place and problem only, for the page."""
        return self._before() + self._say(self.message.problem)

    def problem(self) -> str:
        """What is wrong."""
        return self._say(self.message.problem)

    def cause(self) -> str:
        """Why it happened."""
        return self._say(self.message.cause)

    def remedy(self) -> str:
        """What to do about it."""
        return self._say(self.message.remedy)

    def _before(self, more: str = "") -> str:
        place = self.place()
        return place + more + french(" : ") if place else ""

    def _say(self, part: str) -> str:
        values = {"sheet": self.sheet, "row": self.row, "column": self.column, "value": self.value, **self.details}
        return french(part).format(**values)


class TresoError(Exception):
    """A refusal: place, problem, cause and remedy are known and nothing was written.

    Attributes:
        finding: what is refused and where; its code is in `MESSAGES`.
        file: name of the file concerned, or "".
    """

    def __init__(self, code: str, *, file: str = "", sheet: str = "", row: int | None = None, **details: object) -> None:
        self.finding = Finding(code, sheet=sheet, row=row, details={"file": file, **details})
        self.file = file
        super().__init__(self.finding.text())

    @property
    def code(self) -> str:
        return self.finding.code


# A table: one message a line, in the order code, severity, problem, cause, remedy.
# fmt: off

# --------------------------------------------------------------------------------------------- the file itself
declare("FILE_NOT_FOUND", "refusal", "Le classeur « {file} » est introuvable.", "Le chemin donné ne mène à aucun fichier.", "Vérifiez le nom et le dossier.")
declare("FILE_CORRUPT", "refusal", "Le classeur « {file} » est illisible.", "Le fichier est abîmé ou incomplet ({reason}).", "Ouvrez-le dans Excel, laissez-le réparer, enregistrez-le, puis recommencez.")
declare("FILE_ENCRYPTED", "refusal", "Le classeur « {file} » est protégé par un mot de passe d'ouverture.", "Son contenu est chiffré.", "Dans Excel : Fichier > Informations > Protéger le classeur > Chiffrer, effacez le mot de passe, enregistrez, puis recommencez.")
declare("FILE_SIGNED", "refusal", "Le classeur « {file} » porte une signature numérique.", "Y ajouter une feuille rendrait la signature invalide.", "Travaillez sur une copie sans signature (Fichier > Informations > Supprimer la signature).")
declare("FILE_SHARED", "refusal", "Le classeur « {file} » est partagé (ancien mode de partage).", "Excel interdit d'ajouter une feuille à un classeur partagé.", "Dans Excel : Révision > Annuler le partage, enregistrez, puis recommencez.")
declare("FILE_LOCKED_STRUCTURE", "refusal", "La structure du classeur « {file} » est verrouillée.", "La protection du classeur interdit d'ajouter ou de remplacer une feuille.", "Dans Excel : Révision > Protéger le classeur, retirez la protection, enregistrez, puis recommencez.")
declare("FILE_OLD_FORMAT", "refusal", "Le classeur « {file} » est au format {format}.", "Seuls les formats .xlsx et .xlsm peuvent être complétés sans rien perdre.", "Dans Excel : Fichier > Enregistrer sous > Classeur Excel (*.xlsx), puis recommencez avec ce fichier.")
declare("FILE_STRICT", "refusal", "Le classeur « {file} » est au format « Strict Open XML ».", "Ce format utilise d'autres noms internes.", "Dans Excel : Fichier > Enregistrer sous > Classeur Excel (*.xlsx), puis recommencez avec ce fichier.")
declare("FILE_NOT_EXCEL", "refusal", "« {file} » n'est pas un classeur Excel.", "Son contenu n'est pas celui d'un fichier .xlsx ou .xlsm.", "Donnez un classeur .xlsx ou .xlsm.")
declare("FILE_OPEN_ELSEWHERE", "refusal", "Le classeur « {file} » est ouvert{by}.", "Le fichier de verrouillage « {lock} » se trouve à côté.", "Fermez le classeur (ou supprimez ce fichier s'il est resté après une panne), puis recommencez.")
declare("FILE_READ_ONLY", "refusal", "Le classeur « {file} » est en lecture seule.", "Le fichier ne peut pas être modifié avec vos droits.", "Retirez « Lecture seule » dans les propriétés du fichier, ou indiquez une autre sortie avec « -o ».")
declare("FOLDER_READ_ONLY", "refusal", "Rien ne peut être écrit dans le dossier de « {file} ».", "Vos droits sur ce dossier ne permettent pas d'y créer un fichier.", "Copiez le classeur dans un dossier à vous, ou indiquez une autre sortie avec « -o ».")
declare("FOLDER_NOT_FOUND", "refusal", "Le dossier de « {file} » n'existe pas.", "Le chemin de sortie est faux.", "Créez le dossier ou corrigez le chemin.")
declare("DISK_FULL", "refusal", "L'écriture de « {file} » a été interrompue : {reason}.", "Le disque est plein ou a cessé de répondre ; le classeur d'origine est intact.", "Libérez de la place, puis recommencez.")
declare("FILE_EXISTS", "refusal", "« {file} » existe déjà.", "La commande ne remplace pas un fichier sans votre accord.", "Donnez un autre nom, ou ajoutez « --oui ».")
declare("FILE_WOULD_LOSE", "refusal", "L'enregistrement de « {file} » a été arrêté.", "Le contrôle a vu que {count} partie(s) du classeur auraient changé sans raison ({parts}).", "Le classeur est intact. Signalez ce cas avec le classeur.")
declare("FILE_CHANGED_MEANWHILE", "refusal", "Le classeur « {file} » a changé pendant le travail.", "Un autre programme l'a enregistré entre-temps.", "Recommencez.")
declare("SHEET_NAME_TAKEN", "refusal", "La feuille « {sheet} » existe déjà et n'a pas été écrite par Trésorerie.", "Écrire dedans ou la remplacer toucherait à vos données.", "Renommez cette feuille, puis recommencez.")
declare("SHEET_PROTECTED", "refusal", "La feuille « {sheet} » est protégée.", "Sa protection interdit d'en changer les cellules.", "Dans Excel : Révision > Ôter la protection de la feuille, puis recommencez.")
declare("SHEET_REFERENCED", "refusal", "La feuille « {sheet} » ne peut pas être retirée.", "Des formules de « {user} » la citent.", "Remplacez d'abord ces formules par leurs valeurs.")
declare("CELL_IN_FORMULA_GROUP", "refusal", "La cellule {cell} de « {sheet} » ne peut pas être remplie.", "Elle porte une formule que d'autres cellules partagent (matricielle ou recopiée).", "Dans Excel, remplacez cette formule par sa valeur, enregistrez, puis recommencez.")
declare("OUTPUT_EXTENSION", "refusal", "La sortie « {file} » doit se terminer par {extension}.", "Excel n'ouvre pas un fichier dont l'extension contredit le contenu.", "Donnez un nom de sortie en {extension}.")

declare("BOOK_NONE", "refusal", "Aucun classeur n'est ouvert.", "Cette commande travaille dans le classeur affiché.", "Ouvrez votre classeur, puis recommencez.")
declare("BOOK_READ_ONLY", "refusal", "Le classeur « {file} » est ouvert en lecture seule.", "Ce qui y serait écrit ne pourrait pas être enregistré.", "Enregistrez-en une copie (Fichier > Enregistrer sous), ou rouvrez-le en écriture, puis recommencez.")
declare("BOOK_BUSY", "refusal", "Le tableur est occupé.", "Une cellule est en cours de saisie, ou une fenêtre attend une réponse.", "Validez la saisie (Entrée) ou fermez la fenêtre, puis recommencez.")
declare("ROWS_NO_ROOM", "refusal", "La feuille « {sheet} » n'a pas assez de place pour {count} ligne(s) de plus.", "Une feuille s'arrête à la ligne 1 048 576.", "Archivez les lignes les plus anciennes dans un autre classeur, ou supprimez ce qui se trouve tout en bas de la feuille.")
declare("BOOK_FILTERED", "refusal", "La feuille « {sheet} » est filtrée.", "Excel peut écrire au mauvais endroit quand un filtre cache des lignes.", "Effacez le filtre (Données > Effacer), puis recommencez.")

declare("FILE_IS_FOLDER", "refusal", "« {file} » est un dossier.", "La commande attend un fichier à cet endroit.", "Ajoutez un nom de fichier après le dossier.")
declare("FILE_FORBIDDEN", "refusal", "« {file} » ne peut pas être ouvert.", "Vos droits ne le permettent pas, ou un autre programme le tient.", "Fermez les autres programmes et vérifiez vos droits, ou travaillez sur une copie.")
declare("NOT_A_FOLDER", "refusal", "« {file} » n'est pas un dossier.", "Un fichier porte ce nom.", "Donnez un autre nom de dossier.")

FILE_WORDS: dict[str, str] = {  # fragments that the sentences above, and file names, are completed with
    "kept": "{stem} (version précédente){suffix}",
    "open_by": " par {user}",
    "empty": "il est vide",
    "truncated": "il est coupé ou n'est pas une archive complète",
    "unreadable": "il n'a pas pu être lu",
    "bad_part": "la partie {part} est abîmée",
    "missing_part": "la partie {part} manque",
    "twice": "deux parties portent le nom {part}",
    "too_big": "sa taille une fois décompressé est anormale",
    "no_space": "il n'y a plus de place sur le disque",
    "cache_closed": "le dossier personnel de Trésorerie n'accepte pas d'écriture",
    "device_error": "le disque a signalé une erreur",
    "temporary": "le dossier temporaire du système n'accepte plus rien",
    "no_kept_version": "La version précédente du classeur n'est plus à côté de lui.",
    "not_in_kept": "La version précédente du classeur ne contient pas cette feuille.",
}

# --------------------------------------------------------------------------------------------- the command
declare("WORKBOOK_EMPTY", "refusal", "Le classeur « {file} » est vide.", "Aucune feuille ne contient de valeur.", "Saisissez ou collez vos opérations, puis recommencez ; le bouton « Préparer le classeur », ou « treso modele », donne un modèle.")
declare("NO_OPERATIONS", "refusal", "Aucun onglet d'opérations n'a été reconnu dans « {file} ».", "{reason}", "Donnez à un onglet une ligne de titres avec au moins Date, Libellé et Montant (ou Débit et Crédit) ; « Vérifier » (« treso verifier ») dit comment chaque onglet a été lu.")
declare("NO_OPERATION_BEFORE", "refusal", "Aucune opération n'est datée du {date} ou d'avant.", "La première opération lue est du {first}.", "Choisissez une date d'arrêté plus récente, avec « --date » ou dans l'onglet « Paramètres ».")
declare("CONFIRMATION_NEEDED", "refusal", "La commande demande votre accord : {question}", "Personne ne peut répondre (sans terminal, ou avec « --json »), et « --oui » n'a pas été donné.", "Relancez-la avec « --oui » si vous êtes d'accord.")
declare("DECLINED", "refusal", "Rien n'a été fait.", "Vous avez répondu non.", "Recommencez quand vous le souhaitez.")
declare("BAD_COMMAND", "refusal", "La commande n'a pas été comprise : {reason}.", "{usage}", "« treso --aide » donne la liste des commandes.")
declare("BAD_DATE_OPTION", "refusal", "La date « {value} » n'est pas valable.", "La forme attendue est AAAA-MM-JJ, un jour du calendrier entre 1990 et 2199.", "Écrivez par exemple « --date 2026-10-31 ».")
declare("NOTHING_TO_UNDO", "refusal", "Il n'y a rien à annuler dans « {file} ».", "La feuille « Historique » ne porte aucune action de Trésorerie encore en place.", "Aucune action n'est nécessaire.")
declare("UNDO_CLOSED", "refusal", "L'action « {action} » ne peut pas être annulée : elle touche {count} ligne(s) du {first} au {last}, et les mois sont clôturés jusqu'au {closed}.", "« Mois clôturés jusqu'au », dans « Paramètres », interdit de retirer ou de changer des lignes à ces dates.", "Passez une écriture de correction à une date ouverte, ou déplacez la clôture avec l'accord de votre comptable.")
declare("UNDO_GONE", "refusal", "L'action « {action} » ne peut plus être annulée.", "{reason}", "Reprenez au besoin la version précédente gardée à côté du classeur.")
declare("PDF_UNAVAILABLE", "refusal", "Le PDF ne peut pas être produit.", "{reason}", "Installez LibreOffice (libre et gratuit), ou imprimez la feuille depuis Excel.")
declare("INTERRUPTED", "refusal", "La commande a été interrompue : {state}.", "Vous avez appuyé sur Ctrl+C.", "Relancez la commande quand vous le souhaitez.")

QUESTIONS: dict[str, str] = {  # what a person must agree to
    "offer_report": "La semaine est finie : écrire la feuille « {sheet} » (arrêté au {date}) dans {file} ?",
    "replace_report": "La feuille « {sheet} » existe déjà : la remplacer ? Seul votre commentaire sera gardé.",
    "undo_cell": "La cellule {cell} de « {sheet} » contient maintenant « {now} », au lieu de « {after} » que Trésorerie y avait écrit. Remettre quand même « {before} » ?",
    "undo_edited": "Vous avez écrit dans « {sheet} » depuis : annuler effacerait aussi ces changements. Annuler quand même ?",
    "accept_gap": "Les soldes de « {file} » ne sont pas justes. {reason} Importer malgré l'écart ?",
    "keep_profile": "Garder vos réponses dans l'onglet « Profils », pour les prochains relevés de {names} ?",
    "other_account": "Le relevé « {file} » porte le numéro du compte « {other} » : l'importer quand même dans « {account} » ?",
    "agree_import": "Ajouter {count} ?",
    "replace_file": "Le fichier « {file} » existe déjà : le remplacer ?",
}

PREPARATION: dict[str, str] = {  # what remains for her after « Préparer le classeur », in the order of the seven days
    "unread_one": "J1 · L'onglet {names} n'a pas été reconnu : corrigez ses titres, ou citez-le dans « Onglets à ignorer » de « Paramètres ».",
    "unread": "J1 · Les onglets {names} n'ont pas été reconnus : corrigez leurs titres, ou citez-les dans « Onglets à ignorer » de « Paramètres ».",
    "taken": "J1 · Une feuille à vous porte déjà le nom « {sheet} » et n'a pas été reconnue : elle reste telle quelle, le modèle n'a pas été ajouté.",
    "operations": "J1 · Collez vos relevés dans « Opérations », ou ajoutez vos propres onglets : un par banque, avec vos titres.",
    "openings_one": "J1 · Dans « {sheet} », saisissez le solde initial et sa date du compte {names} : sans eux, il n'est pas compté dans le disponible.",
    "openings": "J1 · Dans « {sheet} », saisissez les soldes initiaux et leurs dates des comptes {names} : sans eux, ils ne sont pas comptés dans le disponible.",
    "categories": "J2 · Regroupez vos {count} catégories de dépenses : six au plus.",
    "pockets": "J3 · Dans « Paramètres », saisissez vos charges mensuelles vitales : il y a moins de 30 jours d'opérations pour mesurer les poches.",
    "report": "J4 · Cliquez sur « Rapport hebdo » : la première page de la semaine.",
    "alerts_one": "J5 · Dans « Alertes », donnez un seuil à : {names}.",
    "alerts": "J5 · Dans « Alertes », donnez leurs seuils à : {names}.",
    "receipts": "J6 · Choisissez un seul dossier pour les justificatifs et une seule règle de nom : AAAA-MM-JJ_fournisseur_montant.",
    "compare": "J7 · Lisez le rapport, écrivez votre propre lecture dans « Commentaire du comptable », et comparez.",
}

SCREEN: dict[str, str] = {  # what is said besides results and refusals
    "product": "Trésorerie",
    "checked": "Onglets lus : {tabs}. Le détail est dans un nouveau classeur, à fermer sans l'enregistrer.",
    "which_files": "Quels fichiers ?",
    "pick_statements": "Relevés à importer",
    "statement_files": "Relevés",
    "all_files": "Tous les fichiers",
    "choose_of_two": "{question}\n\nOui : {first}\nNon : {second}",
    "choose_number": "Numéro de votre choix (1 à {count}) :",
    "reading_statement": "Lecture de {file}",
    "new_account": "un nouveau compte « {account} »",
    "imported": "Lignes ajoutées : {count}. Classeur : {file}",
    "imported_open": "Lignes ajoutées : {count}, déjà connues : {known}. « Annuler la dernière action » les retire.",
    "nothing_imported": "Aucune ligne nouvelle : le classeur n'a pas changé.",
    "help_shown": "L'aide est dans un nouveau classeur, à fermer sans l'enregistrer.",
    "refreshed": "Dossier actualisé : {handle}",
    "refreshed_same": "Rien n'a changé depuis la dernière actualisation : {handle}",
    "dashboard_new": "La feuille « {sheet} » a été ajoutée.",
    "prepared": "Feuilles ajoutées : {sheets}",
    "nothing_lacking": "Aucun onglet ne manque : rien n'a été ajouté.",
    "repaired": "Formules réparées : {count}",
    "repair_protected": "Non réparées, car protégées : {sheets}",
    "nothing_to_repair": "Toutes les formules de Trésorerie sont en ordre.",
    "maybe_changed": "une partie de {file} a pu changer ; fermez-le sans l'enregistrer",
    "reading": "Lecture de « {sheet} »",
    "analysing": "Analyse de « {sheet} »",
    "analysis": "Analyse",
    "report_written": "Feuille « {sheet} » écrite dans {file}",
    "pdf_making": "Mise en page du PDF par LibreOffice…",
    "pdf_written": "PDF : {file}",
    "undone": "Annulé : {action} ({sheets})",
    "undo_remaining": "{count} action(s) plus ancienne(s) peuvent encore être annulées : relancez « treso annuler ».",
    "sheet_gone": "La feuille « {sheet} » n'est plus là (supprimée ou renommée) : rien à retirer.",
    "calc_office": "LibreOffice",
    "calc_python": "Python de LibreOffice et de Trésorerie",
    "calc_extension": "Extension Trésorerie dans LibreOffice",
    "calc_packages": "Bibliothèques de Trésorerie",
    "calc_log": "Journal des erreurs",
    "calc_cache": "Dossiers gardés sur ce poste",
    "calc_installed": "Trésorerie est installé dans {office} : menu « Trésorerie » et fonctions TRESO.",
    "calc_updated": "Trésorerie est remis à jour dans {office}.",
    "calc_unchanged": "Trésorerie était déjà installé dans {office} : rien n'a été changé.",
    "calc_removed": "Trésorerie est retiré de {office}. Vos classeurs sont intacts.",
    "calc_absent": "Trésorerie n'était pas installé dans {office} : rien n'a été changé.",
    "calc_restart": "Fermez puis rouvrez LibreOffice : les fonctions y répondent à partir du prochain démarrage.",
    "template_written": "Modèle écrit : {file}",
    "demo_making": "Classeur d'exemple : une agence de Chéraga, 12 personnes, 18 mois d'opérations…",
    "demo_written": "Classeur : {file}",
    "demo_sheet": "Feuille : « {sheet} »",
    "demo_kept": "« {file} » a été modifié ou est ouvert : il reste comme il est, l'exemple prend un autre nom.",
    "output_unused": "« --sortie » est sans effet ici : cette commande n'écrit pas dans un classeur.",
    "to_review_one": "1 point à revoir.",
    "to_review": "{count} points à revoir.",
    "more_to_review": "  … « treso verifier » montre aussi les {count} suivants.",
    "nothing_to_review": "Rien à revoir.",
    "untouched": "rien n'a été modifié",
    "written": "{file} était déjà écrit",
    "bug": "Erreur interne n° {number} : {state}. Journal : {log}",
    "no_log": "non écrit",
    "output_lost": "Le résultat n'a pas pu être affiché en entier : {reason}.",
}

UNDO_REASONS: dict[str, str] = {  # why an action can no longer be undone
    "unknown_nature": "La nature « {nature} » n'est pas connue de cette version de Trésorerie.",
    "not_kept": "La version précédente de « {sheet} » n'est plus gardée.",
    "rows_changed": "Les lignes {first} à {last} de « {sheet} » ne sont plus telles qu'elles ont été ajoutées (triées, déplacées ou modifiées).",
}

PDF_REASONS: dict[str, str] = {
    "absent": "LibreOffice n'est pas installé sur cette machine.",
    "failed": "LibreOffice n'a pas su convertir la page.",
    "slow": "LibreOffice n'a pas répondu en deux minutes.",
}


def say(words: str, **values: object) -> str:
    """A sentence that is no finding, with its values: `say(SCREEN["pdf_written"], file="r.pdf")`.

    >>> say("Feuille : « {sheet} »", sheet="A : b").replace("\u00a0", "_")
    'Feuille_: «_A : b_»'
    """
    return french(words).format(**values)


CALC_COMPONENT: dict[str, str] = {  # what the LibreOffice extension says when the program behind it cannot answer
    "not_installed": "Trésorerie n'est pas installé pour ce LibreOffice ; rien n'a été modifié. Lancez la commande « treso calc installer », puis rouvrez LibreOffice.",
    "other_python": "Trésorerie est installé pour Python {wanted}, et ce LibreOffice emploie Python {here} ; rien n'a été modifié. Installez Trésorerie avec Python {here}, puis relancez « treso calc installer ».",
    "missing": "Le programme Trésorerie n'est plus là où il était ({reason}) ; rien n'a été modifié. Relancez « treso calc installer » ; la commande « treso calc diagnostic » dit ce qui manque.",
}

# --------------------------------------------------------------------------------------------- LibreOffice
declare("CALC_NOT_FOUND", "refusal", "LibreOffice est introuvable sur ce poste.", "Aucun des dossiers habituels ne contient LibreOffice.", "Installez LibreOffice 7.4 ou plus récent, puis relancez « treso calc installer ».")
declare("CALC_BOXED", "refusal", "Ce LibreOffice est installé par {box}.", "{box} l'enferme : il ne peut atteindre ni Trésorerie, ni son Python.", "Installez LibreOffice par les paquets de votre système ou depuis son site, puis relancez « treso calc installer ».")
declare("CALC_TOO_OLD", "refusal", "LibreOffice {version} est trop ancien.", "Trésorerie n'a été essayé qu'à partir de LibreOffice {oldest}.", "Installez une version plus récente, puis relancez « treso calc installer ».")
declare("CALC_WITHOUT_PYTHON", "refusal", "Ce LibreOffice n'a pas de Python pour ses extensions.", "Rien ne l'annonce dans « {folder} ».", "Ajoutez le paquet « python3-uno » (Debian, Ubuntu) ou « libreoffice-pyuno » (Fedora), puis relancez « treso calc installer ».")
declare("CALC_OTHER_PYTHON", "refusal", "LibreOffice emploie Python {wanted}, et Trésorerie est installé avec Python {here}.", "Les fonctions s'exécutent dans LibreOffice : il faut la même version des deux côtés.", "Installez Trésorerie avec Python {wanted}, puis relancez « treso calc installer ».")
declare("CALC_RUNNING", "refusal", "LibreOffice est ouvert.", "Une extension ne s'ajoute ni ne se retire pendant qu'il travaille.", "Fermez toutes ses fenêtres (et son démarrage rapide), puis recommencez.")
declare("CALC_FAILED", "refusal", "LibreOffice n'a pas pu faire ce changement.", "Il répond : {reason}.", "Lancez « treso calc diagnostic » ; si rien n'y est signalé, rouvrez puis fermez LibreOffice et recommencez.")
declare("CALC_NOT_INSTALLED", "refusal", "L'extension Trésorerie n'est pas installée dans LibreOffice.", "Elle n'a pas été ajoutée pour cet utilisateur, ou elle a été retirée.", "Lancez « treso calc installer ».")
declare("CALC_OTHER_VERSION", "refusal", "L'extension est la version {installed}, le programme la version {version}.", "Trésorerie a été mis à jour sans elle.", "Lancez « treso calc installer ».")
declare("CALC_MOVED", "refusal", "L'extension ne trouve plus le programme.", "Le dossier « {folder} » n'existe plus.", "Lancez « treso calc installer ».")
declare("CALC_PACKAGES_MISSING", "refusal", "Il manque des bibliothèques à Trésorerie : {names}.", "L'installation de Python est incomplète.", "Réinstallez Trésorerie, puis lancez « treso calc installer ».")

# --------------------------------------------------------------------------------------------- reading tabs
declare("TAB_UNREADABLE", "error", "Cet onglet ressemble à des opérations mais n'a pas pu être lu.", "{reason}", "Corrigez la ligne de titres, ou videz l'onglet s'il ne sert plus.")
declare("DUPLICATE_HEADING", "warning", "Le titre « {value} » figure plusieurs fois (colonnes {columns}).", "Seule la colonne {used} a été lue.", "Renommez ou supprimez la colonne en trop.")
declare("DATE_ORDER_UNPROVEN", "info", "L'ordre jour/mois des dates en texte n'est pas prouvé par les données.", "Aucune date du texte n'a de jour supérieur à 12.", "La lecture jj/mm a été retenue ; saisissez de vraies dates pour lever le doute.")
declare("DATE_ORDER_MIXED", "error", "Les dates en texte se contredisent : {dmy} ne se lisent qu'en jj/mm, {mdy} qu'en mm/jj.", "L'onglet mélange deux écritures ; {ambiguous} dates ambiguës n'ont pas été lues.", "Corrigez les dates listées ou saisissez de vraies dates.")
declare("DATE_ORDER_US", "warning", "Les dates en texte sont lues en mm/jj/aaaa.", "{mdy} dates sur {total} ne se lisent que dans cet ordre, aucune dans l'autre.", "Rien à faire si c'est bien le cas ; sinon corrigez ces dates.")
declare("DATE_SWAPPED", "warning", "Des dates semblent inversées (jour et mois).", "Les {text} dates en texte ont toutes un jour supérieur à 12, les vraies dates jamais : le fichier a sans doute été ouvert avec des réglages américains.", "Réimportez le relevé en précisant l'ordre jour/mois/année.")
declare("DATE_UNREADABLE", "warning", "La date « {value} » n'est pas lisible ; la ligne n'est pas comptée.", "Ce n'est ni une date, ni un texte du type jj/mm/aaaa.", "Corrigez la cellule.")
declare("DATE_AMBIGUOUS", "warning", "La date « {value} » peut se lire de deux façons ; la ligne n'est pas comptée.", "L'onglet mélange jj/mm et mm/jj.", "Saisissez une vraie date.")
declare("DATE_MISSING", "warning", "La ligne porte un montant sans date ; elle n'est pas comptée.", "La cellule de date est vide.", "Saisissez la date.")
declare("DATE_IMPLAUSIBLE", "warning", "La date {value} est improbable.", "Elle est très loin de celles des lignes voisines ; la ligne est comptée à cette date.", "Vérifiez l'année.")
declare("AMOUNT_UNREADABLE", "warning", "Le montant « {value} » n'est pas lisible ; la ligne n'est pas comptée.", "Ce n'est pas un nombre, ou ses séparateurs se contredisent.", "Corrigez la cellule.")
declare("AMOUNT_AMBIGUOUS", "warning", "Le montant « {value} » peut se lire de deux façons ; la ligne n'est pas comptée.", "Rien dans la colonne ne dit si le séparateur est celui des milliers ou des décimales.", "Saisissez un vrai nombre.")
declare("AMOUNT_MISSING", "warning", "La ligne est datée mais n'a pas de montant ; elle n'est pas comptée.", "La cellule de montant est vide.", "Saisissez le montant.")
declare("AMOUNT_TOO_PRECISE", "warning", "Le montant {value} a plus de décimales que sa monnaie.", "Il a été arrondi à {rounded}.", "Arrondissez la cellule si ce n'est pas voulu.")
declare("CELL_ERROR", "warning", "La cellule contient {value} ; la ligne n'est pas comptée.", "Une formule est en erreur.", "Corrigez la formule.")
declare("CELL_ERROR_ASIDE", "info", "{count} cellule(s) en erreur ou jamais calculée(s) dans une colonne d'appoint.", "Ces cellules ont été lues comme vides ; les lignes, elles, sont comptées.", "Corrigez les formules.")
declare("CELL_NOT_CALCULATED", "warning", "La formule n'a pas de résultat enregistré ; la ligne n'est pas comptée.", "Le classeur a été produit par un programme et jamais calculé.", "Ouvrez-le dans Excel, enregistrez-le, puis recommencez.")
declare("DEBIT_AND_CREDIT", "warning", "La ligne porte un débit ({debit}) et un crédit ({credit}) ; elle n'est pas comptée.", "Une opération est l'un ou l'autre.", "Gardez un seul des deux montants.")
declare("DIRECTION_UNKNOWN", "warning", "Le sens « {value} » n'est pas connu ; la ligne n'est pas comptée.", "Les sens lus sont D, C, Débit, Crédit, + et −.", "Corrigez la cellule.")
declare("CURRENCY_UNKNOWN", "warning", "La devise « {value} » n'est pas connue ; la ligne n'est pas comptée.", "Ce n'est ni un code ISO 4217 ni une écriture usuelle (DA, €, $).", "Corrigez la devise.")
declare("RATE_MISSING", "warning", "Aucun cours pour {currency} au {date} : {amount} n'est pas compté dans les totaux en {base}.", "L'onglet « Cours » n'a pas de cours de cette devise à cette date ou avant.", "Ajoutez le cours dans l'onglet « Cours ».")
declare("RATE_OLD", "info", "Le cours {currency} utilisé date du {date} ({days} jours).", "L'onglet « Cours » n'en a pas de plus récent.", "Ajoutez un cours récent.")
declare("BALANCE_BROKEN", "warning", "Le solde ne suit pas : {found} au lieu de {expected} (écart {gap}).", "Une ligne manque, est en trop ou a un montant faux à cet endroit.", "Comparez avec le relevé de la banque.")
declare("BALANCE_REVERSED", "info", "Débit et Crédit sont lus dans le sens comptable (512) : un débit est une entrée.", "C'est le seul sens qui suit la colonne Solde.", "Rien à faire.")
declare("BALANCE_UNREADABLE", "warning", "Le solde « {value} » n'est pas lisible.", "Ce n'est pas un nombre.", "Corrigez la cellule ; l'opération, elle, est comptée.")
declare("TOTAL_BROKEN", "warning", "La ligne de total annonce {found}, les lignes lues font {expected}.", "Une ligne n'a pas été lue ou le total est faux.", "Vérifiez les lignes signalées de cet onglet.")
declare("OPENING_DIFFERS", "warning", "Le solde d'ouverture de « {account} » diffère : {declared} dans « Comptes », {found} d'après les soldes de l'onglet.", "Les deux sources se contredisent ; l'onglet a été retenu.", "Corrigez l'onglet « Comptes ».")
declare("OPENING_MISSING", "warning", "Le compte « {account} » n'a pas de solde d'ouverture : variation seulement, non ajouté au disponible.", "Ni colonne Solde, ni ligne dans « Comptes ».", "Ajoutez le compte et son solde initial dans l'onglet « Comptes ».")
declare("BEFORE_OPENING", "info", "{count} opération(s) du compte « {account} » précèdent son solde initial du {date}.", "Elles sont déjà comprises dans ce solde.", "Rien à faire si c'est voulu.")
declare("CASH_NEGATIVE", "warning", "Caisse créditrice : « {account} » est à {balance} le {date}.", "Une caisse ne peut pas être négative : une recette manque ou une sortie est en trop.", "Vérifiez les lignes de caisse de cette date.")
declare("ACCOUNT_WITHOUT_LINES", "info", "Le compte « {account} » de « Comptes » n'a aucune ligne.", "Aucun onglet ni colonne Compte ne porte ce nom.", "Vérifiez le nom.")
declare("ROW_NOT_OPERATION", "info", "{count} ligne(s) sans date ni montant ont été laissées de côté.", "Ce sont des commentaires, des suites de libellé ou des séparateurs.", "Rien à faire.")
declare("TRANSFER_PROPOSED", "warning", "Virement interne possible avec {other} ({amount}).", "Le montant et la date concordent, mais aucun libellé ne le prouve.", "Écrivez « Virement interne » dans la catégorie des deux lignes si c'est bien le cas.")
declare("TRANSFER_SINGLE", "info", "Virement interne en cours : {amount} sans contrepartie.", "L'autre compte ne l'a pas encore, ou son relevé manque.", "Attendez le prochain relevé.")
declare("ROW_TWICE", "warning", "{count} ligne(s) à partir de celle-ci figurent aussi dans « {other} » (même date, même libellé, même montant).", "Deux onglets portent les mêmes opérations ; elles sont comptées deux fois (compte « {account} »).", "Retirez les lignes en double.")
declare("AMOUNT_COLUMN_UNREAD", "warning", "La colonne {unread} « {value} » n'a pas été lue.", "Elle se lit comme la colonne « {used} », et des lignes remplissent les deux.", "Renommez ou supprimez la colonne en trop.")
declare("SIDE_TABLE_UNREAD", "warning", "Un second tableau d'opérations, à partir de la colonne {columns}, n'a pas été lu.", "Un onglet est lu comme un seul tableau.", "Placez le second tableau dans un onglet à lui.")
declare("OTHER_TABLE_UNREAD", "warning", "{count} ligne(s) datée(s) d'un autre tableau, sous celui des opérations, n'ont pas été lues.", "Ses titres ne sont pas ceux du premier tableau.", "Placez ce tableau dans un onglet à lui.")
declare("BELOW_TABLE", "info", "{count} ligne(s) sans date sous le tableau ont été laissées de côté.", "C'est un récapitulatif, pas des opérations.", "Rien à faire.")
declare("DATE_CARRIED", "info", "{count} ligne(s) sans date ont reçu la date de la ligne du dessus.", "L'onglet n'écrit la date qu'une fois pour plusieurs lignes.", "Rien à faire ; sinon saisissez la date de chaque ligne.")
declare("DATE_ORDER_SEQUENCE", "warning", "Les dates en texte sont lues en mm/jj/aaaa.", "Aucune n'a de jour supérieur à 12, mais c'est le seul ordre dans lequel elles se suivent.", "Rien à faire si c'est bien le cas ; sinon saisissez de vraies dates.")
declare("SIDES_REVERSED", "warning", "Débit et Crédit sont lus dans le sens comptable (512) : un débit est une entrée.", "Le nom de l'onglet ou ses libellés le disent ({against} libellé(s) sur {told}), et aucun solde ne permet de le vérifier.", "Ajoutez une colonne Solde, ou renommez les colonnes « Entrées » et « Sorties ».")
declare("SIGNS_FROM_BALANCE", "info", "Les montants sont écrits sans signe : la colonne Solde dit lesquels sont des sorties.", "Chaque solde suit du précédent avec ce signe.", "Rien à faire.")
declare("NO_PAYMENT", "warning", "Aucun des {count} montants n'est négatif : tous sont lus comme des encaissements.", "La colonne n'a pas de signe, et ni une colonne Sens ni une colonne Solde ne dit le sens.", "Mettez un signe moins devant les sorties, ou ajoutez une colonne « Sens ».")
declare("ACCOUNT_CONTINUES", "warning", "Cet onglet reprend le solde de fin de « {other} » : le même compte est compté deux fois.", "Sans colonne Compte, chaque onglet est un compte à lui seul.", "Ajoutez aux deux onglets une colonne « Compte » qui porte le même nom.")
declare("TAB_SET_ASIDE", "info", "Cet onglet a des dates et des montants, mais n'a pas été lu comme des opérations.", "{reason}", "Renommez l'onglet si ce sont bien des opérations de banque, de caisse ou de carte.")
declare("BALANCE_SHARED", "info", "La colonne Solde suit l'ensemble des comptes de l'onglet.", "Elle ne dit donc pas ce que chacun contient.", "Donnez le solde initial de chaque compte dans l'onglet « Comptes ».")
declare("BALANCE_UNRELATED", "warning", "La colonne Solde ne suit pas les lignes ({count} écart(s) sur {compared}).", "Des lignes manquent, ou ce n'est pas le solde de ces opérations.", "Comparez avec le relevé de la banque, ou supprimez la colonne.")
declare("ACCOUNT_BLANK", "warning", "La ligne n'a pas de compte.", "La cellule de compte est vide ; la ligne est comptée dans un compte « {account} ».", "Saisissez le compte.")
declare("ACCOUNT_TWICE", "warning", "Le compte « {value} » figure deux fois.", "Seule sa première ligne a été lue.", "Supprimez la ligne en trop.")

REASONS: dict[str, str] = {
    "asked": "L'onglet est dans la liste « Onglets ignorés » de « Paramètres ».",
    "empty": "L'onglet est vide.",
    "other": "Ses titres ne sont ni ceux d'opérations, ni ceux de factures, ni ceux d'un onglet du modèle.",
    "no_headings": "Aucune ligne de titres n'a été reconnue dans les 30 premières lignes.",
    "no_date": "Aucune colonne de date n'a été reconnue parmi ses titres.",
    "no_amount": "Aucune colonne de montant (Montant, ou Débit et Crédit) n'a été reconnue parmi ses titres.",
    "side_unknown": "Rien ne dit si ce sont des factures de clients ou de fournisseurs.",
    "no_row_read": "L'onglet a bien les titres attendus, mais aucune de ses lignes n'a pu être lue.",
    "no_operations": "Aucun onglet ne porte des titres d'opérations.",
    "forecast": "C'est un budget ou une prévision, pas un relevé.",
    "payroll": "C'est une liste de paie ou de personnel, pas un relevé.",
    "tax": "C'est un calcul de taxes, pas un relevé.",
    "assets": "C'est une liste d'immobilisations, de stocks ou d'articles, pas un relevé.",
    "quotes": "Ce sont des devis ou des commandes, pas des factures.",
    "paper": "C'est une liste de chèques, d'effets ou de remises, pas un relevé.",
    "people": "C'est un carnet d'adresses.",
    "summary": "C'est un récapitulatif par mois ou par poste, pas un relevé.",
    "ledger": "Ce sont des écritures comptables (plusieurs classes de comptes, débits égaux aux crédits), pas un relevé.",
}
"""Why a tab was left out or could not be read."""

SETTINGS_SHOWN: dict[str, str] = {
    "week_starts_on": "Premier jour de la semaine",
    "vat_rate": "Taux de TVA",
    "terms_days": "Délai de paiement",
    "late_receipt_days": "Délai supposé des clients en retard",
    "stale_days": "Alerte compte non mis à jour",
    "security_days": "Poche sécurité",
    "operating_days": "Poche exploitation",
    "placement_rate": "Taux annuel de placement",
    "reserve_confidence": "Confiance de la réserve",
    "reserve_days": "Délai de la réserve",
    "pocket_mode": "Mode des poches",
}
SETTING_REASONS: dict[str, str] = {
    "weekday": "Écrivez le nom d'un jour.",
    "percent": "Écrivez un pourcentage, par exemple 19 %.",
    "days": "Un nombre de jours est attendu.",
    "rate": "Écrivez un pourcentage par an, par exemple 4 %.",
    "confidence": "Écrivez un pourcentage de 50 % à 99,9 %, par exemple 95 %.",
    "reserve_days": "Un nombre de jours de 1 à 180 est attendu.",
    "pocket_mode": "Écrivez Couverture ou Horizon.",
    "every": "Les périodicités lues sont : une fois, semaine, mois, trimestre, semestre, année.",
}
"""What is expected in a setting that could not be read."""
SETTING_DEFAULTS: dict[str, str] = {"every": "« une fois »", "unset": "non renseigné"}
"""What is taken when such a setting has no number."""

# --------------------------------------------------------------------------------------------- invoices and settings
declare("INVOICE_WITHOUT_DUE_DATE", "info", "{count} facture(s) sans échéance : {days} jours ont été comptés (estimé).", "La colonne Échéance est vide ou absente.", "Saisissez l'échéance.")
declare("DATE_UNREADABLE_ASIDE", "warning", "La date « {value} » n'est pas lisible ; elle a été laissée de côté.", "Ce n'est ni une date, ni un texte du type jj/mm/aaaa. La facture, elle, est suivie.", "Corrigez la cellule.")
declare("AMOUNT_UNREADABLE_ASIDE", "warning", "Le montant « {value} » n'est pas lisible ; il a été laissé de côté.", "Ce n'est pas un nombre. La facture, elle, est suivie.", "Corrigez la cellule.")
declare("INVOICE_WITHOUT_DATE", "warning", "La facture {number} n'a ni date ni échéance ; elle n'est pas suivie.", "Les deux cellules sont vides ou illisibles.", "Saisissez la date de la facture.")
declare("INVOICE_OVERPAID", "warning", "La facture {number} a reçu plus que son montant ({paid} pour {amount}).", "Un règlement est compté deux fois ou concerne une autre facture.", "Vérifiez les règlements.")
declare("INVOICE_TWICE", "warning", "La facture {number} de {counterparty} figure deux fois ({amount}).", "Même numéro, même tiers, même montant.", "Supprimez la ligne en double.")
declare("STATUS_UNKNOWN", "warning", "L'état « {value} » n'est pas connu ; la facture est suivie comme ouverte.", "Les états lus sont payée, partielle, ouverte, annulée.", "Corrigez la cellule.")
declare("IMPAYE_REOPENED", "warning", "Impayé de {amount} : {number} est de nouveau à encaisser.", "La banque a rejeté le règlement.", "Relancez le client.")
declare("SETTING_UNREADABLE", "warning", "Le réglage « {name} » n'est pas lisible : « {value} ».", "{reason}", "Corrigez la cellule ; la valeur par défaut {default} a été prise.")
declare("TOO_MANY_CATEGORIES", "warning", "L'onglet « Catégories » compte {count} catégories de dépenses.", "Le plan en prévoit six au plus.", "Regroupez-les.")
declare("TAX_ASIDE_UNKNOWN", "info", "TVA et charges à mettre de côté : non renseigné.", "Ni « Échéancier », ni taux de TVA.", "Remplissez l'onglet « Échéancier ».")

# --------------------------------------------------------------------------------------------- worksheet functions
declare("ARGUMENT_NOT_AMOUNT", "refusal", "L'argument « {argument} » n'est pas un montant : « {value} ».", "La fonction attend un nombre.", "Donnez un nombre ou une cellule qui en contient un.")
declare("ARGUMENT_NEGATIVE", "refusal", "L'argument « {argument} » est négatif : {value}.", "La fonction attend un montant positif ou nul.", "Donnez le montant sans son signe.")
declare("ARGUMENT_NOT_DATE", "refusal", "L'argument « {argument} » n'est pas une date : « {value} ».", "La fonction attend une date d'Excel ou un texte jj/mm/aaaa.", "Donnez une date ou une cellule qui en contient une.")
declare("ARGUMENT_UNKNOWN", "refusal", "L'argument « {argument} » ne peut pas valoir « {value} ».", "Les valeurs connues sont : {known}.", "Donnez une de ces valeurs.")
declare("ARGUMENT_MISSING", "refusal", "{function} : l'argument « {argument} » manque.", "La fonction ne peut rien répondre sans lui.", "Ajoutez-le ; l'assistant (fx) dit ce que chaque argument attend.")
declare("ARGUMENTS_TOO_MANY", "refusal", "{function} a reçu {count} arguments ; elle en prend {most} au plus.", "Un séparateur « ; » est en trop, ou un nombre est écrit avec un point-virgule.", "Retirez les arguments en trop.")
declare("ARGUMENT_TOO_LARGE", "refusal", "Les plages données demandent {count} résultats.", "Une colonne entière croisée avec une ligne entière se multiplie ; {most} résultats au plus sont calculés.", "Donnez des plages plus courtes.")
declare("ARGUMENT_NOT_CELL", "refusal", "{function} : l'argument « {argument} » doit être une cellule.", "Un texte, un nombre ou un calcul n'a pas de formule à expliquer.", "Désignez une seule cellule, par exemple B7.")
declare("DOSSIER_MISSING", "refusal", "Le dossier est vide.", "La cellule « Dossier » n'a pas encore été remplie, ou l'argument désigne une cellule vide.", "Cliquez sur Actualiser dans l'onglet « Trésorerie ».")
declare("DOSSIER_UNKNOWN", "refusal", "Ce poste ne connaît pas le dossier « {value} ».", "Il a été lu sur un autre poste, ou il est trop ancien pour avoir été gardé.", "Cliquez sur Actualiser dans l'onglet « Trésorerie ».")
declare("DOSSIER_NOT_KEPT", "refusal", "Le dossier n'a pas pu être gardé sur ce poste : {reason}.", "Les formules des cellules le relisent dans un dossier personnel, hors du classeur.", "Libérez de la place sur le disque ou rétablissez les droits, puis cliquez de nouveau sur Actualiser.")
declare("DOSSIER_NOT_HANDLE", "refusal", "Le premier argument « {value} » n'est pas un dossier.", "Cette fonction attend d'abord la cellule « Dossier », ou une plage d'opérations avec ses titres.", "Écrivez le dossier en premier, comme dans {example}.")
declare("ARGUMENT_NOT_WHOLE", "refusal", "L'argument « {argument} » ne peut pas valoir « {value} ».", "La fonction attend un nombre entier de {least} à {most}.", "Donnez un nombre entier entre ces bornes.")
declare("AMOUNT_TOO_LARGE", "refusal", "La somme « {value} » ne s'écrit pas en lettres.", "La fonction va jusqu'à 999 milliards.", "Vérifiez le montant : un séparateur manque peut-être.")
declare("NAME_UNKNOWN", "refusal", "Le dossier ne connaît pas {what} « {value} ».", "Noms connus : {known}.", "{remedy}")
declare("BALANCE_UNKNOWN", "refusal", "Le solde du compte « {account} » est inconnu au {date}.", "Ni une colonne Solde, ni un solde initial de l'onglet « Comptes » ne le dit à cette date.", "Donnez dans « Comptes » le solde initial et sa date, ou une date plus récente.")
declare("FACT_UNKNOWN", "refusal", "{fact} : non renseigné.", "{reason}", "{remedy}")
declare("RATE_UNKNOWN", "refusal", "Aucun cours {kind} de la devise {currency} n'est connu au {date}.", "{reason}", "Ajoutez ce cours dans l'onglet « Cours » (Date, Devise, Type, Cours), puis cliquez sur Actualiser.")
declare("PERIOD_UNREADABLE", "refusal", "La période « {value} » ne convient pas à {obligation}.", "Cette échéance revient {rhythm}.", "Écrivez-la comme « {example} », ou donnez une date qui y tombe.")
declare("SCENARIO_UNREADABLE", "refusal", "Le scénario « {value} » n'est pas compris.", "Les scénarios connus sont : {known} ; ils se combinent avec « + ».", "Écrivez par exemple RETARD, « RETARD 30 » ou « RETARD 15 + MATIERES 10 ».")
declare("HOLIDAYS_UNREADABLE", "refusal", "Aucune date de jour férié n'a été lue dans {place}.", "La plage donnée ne contient ni date ni texte jj/mm/aaaa.", "Donnez la colonne des dates de l'onglet « Jours fériés ».")

NAMES: dict[str, str] = {  # what a name that is not known should have been
    "account": "le compte",
    "customer": "le client",
    "cap": "le plafond",
    "category": "la catégorie",
    "none": "aucun",
    "near": "Écrivez « {name} » si c'est ce que vous vouliez dire.",
    "other": "Écrivez un de ces noms, ou complétez le classeur puis cliquez sur Actualiser.",
}
FACTS: dict[str, tuple[str, str, str]] = {  # what a workbook may say nothing about: the fact, why, what to do
    "cash": ("La trésorerie à cette date", "Aucun compte inclus n'a de solde connu ce jour-là.", "Donnez les soldes initiaux dans l'onglet « Comptes »."),
    "late": ("Les factures des clients", "Le dossier n'a pas d'onglet de factures clients.", "Ajoutez l'onglet « Factures clients », puis cliquez sur Actualiser."),
    "invoices": ("Les factures", "Le dossier n'a aucun onglet de factures.", "Ajoutez l'onglet « Factures clients » ou « Factures fournisseurs », puis cliquez sur Actualiser."),
    "sales": ("Les ventes de la période", "Aucune facture de client n'y a été émise.", "Demandez plus de jours, ou complétez l'onglet « Factures clients »."),
    "sales_history": ("Le DSO par épuisement", "Les ventes connues n'épuisent pas ce que doivent les clients.", "Complétez l'onglet « Factures clients » avec les mois d'avant."),
    "purchases": ("Les achats de la période", "Aucune facture de fournisseur n'y a été reçue.", "Demandez plus de jours, ou complétez l'onglet « Factures fournisseurs »."),
    "owed": ("Les factures des fournisseurs", "Le dossier n'a pas d'onglet de factures fournisseurs.", "Ajoutez l'onglet « Factures fournisseurs », puis cliquez sur Actualiser."),
    "pockets": ("Les poches", "Ni un mois d'opérations, ni les charges mensuelles de « Paramètres » ne disent les besoins de chaque jour.", "Renseignez « Charges mensuelles vitales » dans l'onglet « Paramètres »."),
    "dated": ("Les poches en mode HORIZON", "Rien n'est daté : ni « Échéancier », ni facture de fournisseur.", "Remplissez l'onglet « Échéancier », ou demandez le mode COUVERTURE."),
    "reserve": ("Le solde minimal conseillé", "L'historique est trop court : il faut huit semaines d'opérations, et deux fois le délai.", "Demandez un délai plus court, ou importez des relevés plus anciens."),
    "no_rate": ("Ce second avis", "L'onglet « Paramètres » ne donne pas de « Taux annuel de placement ».", "Donnez ce taux, puis cliquez sur Actualiser."),
    "zero_rate": ("Ce second avis", "Le « Taux annuel de placement » est nul : rien ne vaut d'être déplacé.", "Gardez la méthode QUANTILE."),
    "no_cost": ("Ce second avis", "L'onglet « Paramètres » ne donne pas de « Coût d'un virement de placement ».", "Donnez ce coût, puis cliquez sur Actualiser."),
    "no_variance": ("L'avis de Miller-Orr", "Les flux de chaque jour ne varient pas.", "Gardez la méthode QUANTILE."),
    "no_need": ("L'avis de Baumol", "Aucune sortie n'est connue.", "Gardez la méthode QUANTILE."),
    "caps": ("Les plafonds", "Aucun plafond n'est en vigueur à cette date.", "Remplissez l'onglet « Plafonds », puis cliquez sur Actualiser."),
    "cap": ("La consommation de ce plafond", "Aucune ligne ne remplit la colonne qu'il regarde.", "Remplissez la catégorie, le projet ou la carte des opérations."),
    "taxes": ("Les impôts et charges sociales dus", "Ni l'onglet « Échéancier », ni un taux de TVA ne les disent.", "Remplissez l'onglet « Échéancier »."),
}
STATES: dict[str, str] = {"OK": "OK", "ATTENTION": "ATTENTION", "ALERTE": "ALERTE", "NON_RENSEIGNE": "NON RENSEIGNÉ"}
"""State of an alert → as TRESO.ALERTE shows it."""
ALERT_SENTENCES: dict[tuple[str, str], str] = {
    ("SOLDE_MINIMAL", "OK"): "Trésorerie de {value}, au-dessus du minimum de {threshold}.",
    ("SOLDE_MINIMAL", "ATTENTION"): "Trésorerie de {value}, proche du minimum de {threshold} depuis le {since}.",
    ("SOLDE_MINIMAL", "ALERTE"): "Trésorerie de {value}, sous le minimum de {threshold} depuis le {since}.",
    ("SOLDE_MINIMAL", "NON_RENSEIGNE"): "Solde minimal : non renseigné (seuil de l'onglet « Alertes », ou soldes des comptes).",
    ("FACTURES_RETARD", "OK"): "Retards des clients : {value}, pour un seuil de {threshold}.",
    ("FACTURES_RETARD", "ATTENTION"): "Retards des clients : {value}, proches du seuil de {threshold} depuis le {since}.",
    ("FACTURES_RETARD", "ALERTE"): "Retards des clients : {value}, au-dessus du seuil de {threshold} depuis le {since}.",
    ("FACTURES_RETARD", "NON_RENSEIGNE"): "Factures en retard : non renseigné (seuil de l'onglet « Alertes », ou onglet « Factures clients »).",
    ("PLAFOND_PUB", "OK"): "Plafond « {subject} » : {value} dépensés sur {threshold}.",
    ("PLAFOND_PUB", "ATTENTION"): "Plafond « {subject} » : {value} dépensés sur {threshold}, à surveiller depuis le {since}.",
    ("PLAFOND_PUB", "ALERTE"): "Plafond « {subject} » dépassé depuis le {since} : {value} pour {threshold}.",
    ("PLAFOND_PUB", "NON_RENSEIGNE"): "Plafond de publicité : non renseigné (onglets « Plafonds » et « Alertes », catégories des opérations).",
    ("POCHES", "OK"): "Sécurité et exploitation sont pleines ; il reste {rest} pour l'opportunité.",
    ("POCHES", "ATTENTION"): "La poche exploitation n'est pas pleine : il manque {missing}.",
    ("POCHES", "ALERTE"): "La poche sécurité n'est pas pleine : il manque {missing}.",
    ("POCHES", "NON_RENSEIGNE"): "Poches : non renseignées (soldes des comptes, ou un mois d'opérations).",
}
"""What TRESO.ALERTE says with MESSAGE."""
RHYTHMS: dict[int, tuple[str, str]] = {  # months of a period → how often an obligation comes back, and how to write its period
    1: ("chaque mois, ou chaque trimestre", "10/2026"),
    12: ("chaque année", "2026"),
}
RATE_REASONS: dict[str, str] = {
    "later": "Le premier cours connu est du {first}.",
    "none": "L'onglet « Cours » n'en donne aucun.",
}

WHY: dict[str, str] = {  # what TRESO.POURQUOI says besides refusals
    "no_formula": "{cell} ne contient pas de formule.",
    "not_ours": "{cell} n'appelle aucune fonction de Trésorerie : {formula}.",
    "without_prefix": "Le nom complet est {full} : écrivez {full} au lieu de {name}.",
    "unreadable": "La formule de {cell} n'a pas pu être suivie. Simplifiez-la, ou mettez l'appel de Trésorerie seul dans une cellule.",
    "unknown_function": "{name} n'existe pas. Fonctions au nom proche : {near}.",
    "unknown_function_no_near": "{name} n'existe pas. L'assistant (fx) donne la liste des fonctions de Trésorerie.",
    "of_itself": "{function} explique une autre cellule : il n'y a rien à expliquer ici.",
    "bug": "{function} : erreur interne n° {number}, notée dans le journal. Rien n'a été modifié.",
    "no_dossier": "{function} : ce classeur n'a pas encore de cellule « Dossier ». Cliquez sur Actualiser dans l'onglet « Trésorerie ».",
    "no_name": "{function} : « {name} » ne mène à aucune cellule de ce classeur. Vérifiez le nom de l'onglet ou de la plage.",
    "not_followed": "{function} : l'argument « {argument} » ({text}) ne peut pas être suivi par POURQUOI. Mettez-le dans une cellule à part, désignez-la, et demandez de nouveau.",
    "read_in": "Valeur lue en {place}.",
    "others_refused": "Et {others}.",
    "other_refused": "autre élément refusé",
    "others_refused_many": "autres éléments refusés",
    "corrected": "Formule corrigée : {formula}",
    "error_given": "{function} : l'argument « {argument} » contient {error} en {place} ; le résultat en découle. Corrigez cette cellule.",
    "sizes_differ": "{function} : les plages données n'ont pas la même taille ; ce qui dépasse vaut #N/A. Donnez des plages de même taille.",
    "not_a_number": "{function} : le résultat n'est pas un nombre qu'une cellule peut montrer. Vérifiez les montants donnés.",
    "answered": "{function} répond {result}.",
    "arguments": "Arguments lus : {values}.",
    "from_handle": "Dossier lu : {name}.",
    "from_range": "Plage lue : {name}, {lines} du {first} au {last}.",
    "from_empty": "Aucune opération lue dans {name}.",
    "to_review": "À revoir dans les onglets : {points} (bouton Vérifier).",
    "not_bound": "La cellule montre {error} : la formule n'est pas reliée à Trésorerie. Cliquez sur « Réparer les formules ».",
    "shows_error": "La cellule montre encore {error} : recalculez-la (F2 puis Entrée).",
    "calc_error_cell": "LibreOffice n'appelle pas une fonction dont une plage de valeurs contient une erreur : {error} en {place}. Corrigez cette cellule, ou écrivez la formule ligne par ligne.",
    "table": "un tableau de {rows} et {columns}",
    "empty": "vide",
}
_FORECAST = "La prévision ajoute aux éléments datés du classeur (factures, échéancier, récurrences) ce que l'historique enseigne ; sous huit semaines d'historique, seuls les éléments datés sont comptés."
WHY_NOTES: dict[str, str] = {  # what a function does not take into account, said by TRESO.POURQUOI with its result
    **dict.fromkeys(("TRESO.PREVISION", "TRESO.SCENARIO", "TRESO.POINTBAS", "TRESO.RISQUE", "TRESO.AUTONOMIE", "TRESO.BUDGETPUB"), _FORECAST),
}

# --------------------------------------------------------------------------------------------- installing in Excel
declare("EXCEL_NOT_HERE", "refusal", "Excel n'existe pas pour ce système.", "Le complément s'installe dans Excel pour Windows ou pour macOS.", "Sous Linux, installez l'extension de LibreOffice : « treso calc installer ».")
declare("EXCEL_ABSENT", "refusal", "Aucun Excel n'a été trouvé sur cet ordinateur.", "Ni les registres de Windows ni les dossiers habituels n'en citent un ; Excel sur le web ne prend pas de complément de ce genre.", "Installez Excel de bureau, ou utilisez LibreOffice : « treso calc installer ».")
declare("EXCEL_TOO_OLD", "refusal", "Excel {version} est trop ancien.", "Le ruban et les fonctions demandent Excel 2010 ou plus récent.", "Installez un Excel plus récent, ou utilisez LibreOffice : « treso calc installer ».")
declare("EXCEL_NEVER_OPENED", "refusal", "Excel n'a encore jamais été ouvert sur ce Mac.", "macOS prépare les dossiers d'Excel à sa première ouverture.", "Ouvrez Excel une fois, fermez-le, puis recommencez.")
declare("EXCEL_RUNNING", "refusal", "Excel est ouvert ; rien n'a été changé.", "Tant qu'il tourne, Excel garde le complément pour lui. Il peut aussi tourner sans fenêtre.", "Enregistrez vos classeurs, fermez toutes les fenêtres d'Excel, puis recommencez. S'il reste ouvert sans fenêtre, fermez la session Windows et rouvrez-la.")
declare("EXCEL_FROM_STORE", "warning", "Cet Excel vient du Microsoft Store : {file}.", "Il est isolé du reste de Windows ; les fonctions peuvent y attendre deux minutes, puis échouer.", "Si les fonctions ne répondent pas, désinstallez Office, puis réinstallez-le depuis votre compte Microsoft (office.com), et relancez l'installation.")
declare("EXCEL_SEVERAL", "info", "Plusieurs Excel sont installés : {value}.", "Ils partagent le même dossier de démarrage, ou en ont chacun un.", "Le complément est placé pour chacun ; gardez de préférence un seul Excel.")
declare("PYTHON_FROM_STORE", "refusal", "Ce Python vient du Microsoft Store : {file}.", "Windows range ce qu'il écrit dans un dossier à part ; Excel ne verrait pas le complément.", "Installez Python depuis www.python.org (3.12 ou 3.13, 64 bits), puis relancez l'installation.")
declare("PYTHON_32_BITS", "refusal", "Ce Python est en 32 bits : {file}.", "Les bibliothèques de calcul n'existent plus qu'en 64 bits. Un Excel en 32 bits s'accorde très bien avec un Python en 64 bits.", "Installez Python depuis www.python.org (3.12 ou 3.13, « 64-bit »), puis relancez l'installation.")
declare("SETUP_PATH", "refusal", "Python se trouve à un endroit qu'Excel ne peut pas ouvrir : {file}.", "Le chemin contient des lettres accentuées ou arabes, ou il est trop long.", "Lancez « installer » depuis le dossier téléchargé de Trésorerie : un emplacement convenable sera choisi.")
declare("SETUP_NOT_WRITABLE", "refusal", "Impossible d'écrire dans « {file} » ; l'état d'avant a été remis.", "{reason}", "Fermez Excel, vérifiez que ce dossier n'est pas en lecture seule, puis recommencez. S'il est protégé par votre entreprise, demandez à l'administrateur.")
declare("SETUP_NOT_REMOVABLE", "refusal", "Impossible de supprimer « {file} ».", "{reason}", "Fermez Excel et les programmes qui s'en servent, puis recommencez : ce qui est déjà retiré le reste.")
declare("RUNTIME_NOT_MADE", "refusal", "Le Python privé d'Excel n'a pas pu être préparé ; rien n'a été changé. Détail : {detail}.", "{cause}", "Levez cette cause, puis relancez l'installation : elle reprend au début.")
declare("RUNTIME_RUNS_THIS", "refusal", "Ce programme ne peut pas se supprimer lui-même.", "La commande a été lancée par le Python privé d'Excel, dans « {file} ».", "Double-cliquez plutôt « {script} », qui le retire de l'extérieur.")
declare("SETUP_SOURCE_INCOMPLETE", "refusal", "Il manque un fichier au programme : {reason}.", "Le dossier a été copié ou décompressé en partie, ou un antivirus a retiré ce fichier.", "Décompressez de nouveau le fichier téléchargé, en entier, puis recommencez.")
declare("SETUP_ABSENT", "warning", "Trésorerie n'est pas installé dans Excel.", "Aucune installation n'est notée pour cet utilisateur.", "Double-cliquez « installer », ou lancez « treso excel installer ».")
declare("SETUP_FILE_KEPT", "warning", "« {file} » a été laissé en place.", "Ce fichier a changé depuis l'installation : il n'est peut-être plus à nous.", "Supprimez-le vous-même s'il ne sert plus.")
declare("SETUP_LEFT", "warning", "« {file} » n'a pas pu être supprimé : {reason}.", "Un programme s'en sert encore.", "Rien à craindre : la prochaine installation ou le prochain retrait le supprimera.")
declare("RUNTIME_KEPT", "info", "Le Python privé « {file} » est gardé.", "L'extension de LibreOffice s'en sert.", "S'il ne doit plus servir : « treso calc retirer », puis « treso excel retirer ».")
declare("ADDIN_MISSING", "warning", "Le complément n'est plus là : {file}.", "Il a été supprimé, ou un antivirus l'a mis en quarantaine.", "Regardez la quarantaine de l'antivirus et restaurez « tresorerie.xlam », ou relancez l'installation. Ne désactivez pas l'antivirus.")
declare("ADDIN_OTHER", "warning", "Le complément installé n'est pas celui de cette version : {file}.", "Le programme a été mis à jour sans relancer l'installation, ou le fichier a été modifié.", "Fermez Excel, puis relancez l'installation.")
declare("ADDIN_TWICE", "warning", "Un deuxième « tresorerie.xlam » est chargé par Excel : {file}.", "Une copie plus ancienne est restée dans un autre dossier ; l'une répond à la place de l'autre.", "Fermez Excel, puis supprimez cette copie.")
declare("ADDIN_FROM_INTERNET", "warning", "Windows a marqué le complément comme téléchargé : {file}.", "Il a été copié à la main depuis un courriel ou un navigateur ; Excel refuse alors ses macros.", "Relancez l'installation, ou faites un clic droit sur le fichier, Propriétés, Débloquer.")
declare("ADDIN_DISABLED", "warning", "Excel a désactivé le complément.", "Excel s'est arrêté pendant qu'il le chargeait, et ne le charge plus depuis.", "Dans Excel : Fichier, Options, Compléments, Gérer « Éléments désactivés », Atteindre, choisissez tresorerie.xlam, Activer. Puis redémarrez Excel.")
declare("ADDIN_POLICY", "warning", "Une règle de votre entreprise bloque le complément : {rule}.", "L'administrateur l'a posée sur cet ordinateur ; Trésorerie ne la contourne pas.", "Demandez à l'administrateur d'autoriser « tresorerie.xlam » dans le dossier de démarrage d'Excel. En attendant, « treso rapport » fait le rapport sans Excel.")
declare("ADDIN_TRUST_CENTRE", "warning", "Un réglage d'Excel bloque le complément : {rule}.", "Il se trouve dans le Centre de gestion de la confidentialité.", "Dans Excel : Fichier, Options, Centre de gestion de la confidentialité, Paramètres, Compléments (et Emplacements approuvés) : décochez ce réglage.")
declare("DEFENDER_RULE", "warning", "Une règle de Microsoft Defender gêne le complément : {rule}.", "Les fonctions démarrent Python depuis Excel ; cette règle l'interdit.", "Demandez à l'administrateur une exception pour le complément. En attendant, « treso rapport » fait le rapport sans Excel.")
declare("PLACE_ON_NETWORK", "warning", "Le dossier de démarrage d'Excel est sur le réseau : {file}.", "Le profil Windows est déporté ; Excel n'approuve pas toujours les macros d'un dossier réseau.", "Si le ruban manque : Fichier, Options, Centre de gestion de la confidentialité, Paramètres, Emplacements approuvés, cochez « Autoriser les emplacements approuvés sur mon réseau ».")
declare("PLACE_SYNCHRONISED", "warning", "« {file} » se trouve dans un dossier OneDrive.", "OneDrive peut retirer le fichier du disque ou le verrouiller pendant la synchronisation.", "Dans OneDrive, choisissez « Toujours conserver sur cet appareil » pour ce dossier.")
declare("CONFIGURATION_MISSING", "warning", "Excel ne sait pas quel Python démarrer : {file}.", "Le fichier de configuration est absent ou ne nomme aucun Python.", "Fermez Excel, puis relancez l'installation.")
declare("INTERPRETER_MISSING", "warning", "Le Python nommé dans la configuration n'est pas là : {file}.", "Il a été supprimé, déplacé, ou mis en quarantaine par un antivirus.", "Relancez l'installation ; si cela revient, regardez la quarantaine de l'antivirus.")
declare("INTERPRETER_KEPT", "info", "La configuration nomme un autre Python, qui est gardé : {file}.", "Elle a été modifiée après l'installation.", "Pour revenir au Python de Trésorerie, supprimez {configuration} et relancez l'installation.")
declare("RUNTIME_BROKEN", "warning", "Le Python d'Excel ne démarre pas : {file}. Détail : {detail}.", "{cause}", "Relancez l'installation : elle le refait.")
declare("RUNTIME_OTHER", "warning", "Le Python d'Excel contient {found} ; {expected} est attendu.", "Le complément et Python n'ont pas été installés ensemble.", "Fermez Excel, puis relancez l'installation.")
declare("DLL_MISSING", "warning", "Le pont entre Excel et Python manque : {file}.", "Un antivirus l'a mis en quarantaine, ou l'installation de xlwings est incomplète.", "Regardez la quarantaine de l'antivirus et restaurez ce fichier, ou relancez l'installation. Ne désactivez pas l'antivirus.")
declare("PYWIN32_MISSING", "warning", "Le Python d'Excel n'a pas pywin32 : {file}.", "Les boutons et les fonctions passent par lui ; l'installation est incomplète.", "Relancez l'installation.")
declare("MAC_SCRIPT_MISSING", "warning", "Le script qui relie les boutons à Python manque : {file}.", "macOS ne laisse Excel démarrer que les scripts de ce dossier.", "Relancez l'installation.")
declare("MAC_NO_FUNCTIONS", "info", "Sous macOS les boutons fonctionnent, pas les fonctions TRESO dans les cellules : elles donnent #N/A.", "Excel pour macOS ne sait pas attendre Python dans une cellule.", "Pour les fonctions, ouvrez le classeur dans LibreOffice (« treso calc installer ») ou dans Excel pour Windows.")

SETUP: dict[str, str] = {  # what installing, removing and diagnosing say besides
    "making_runtime": "Préparation du Python privé d'Excel (une seule fois, quelques minutes)…",
    "fetching": "  téléchargement des bibliothèques…",
    "placing": "  mise en place de Trésorerie…",
    "read_only": "Le dossier est en lecture seule, ou il appartient à un autre utilisateur.",
    "read_only_mac": "macOS n'a pas permis au Terminal d'écrire dans les dossiers d'Excel : acceptez quand il le demande, ou accordez-le dans Réglages, Confidentialité et sécurité.",
    "replace_addin": "« {file} » existe déjà et ne vient pas de cette installation. Le remplacer ?",
    "installed": "Trésorerie {version} est installé dans Excel.",
    "installed_next": "Ouvrez Excel : l'onglet « Trésorerie » est dans le ruban.",
    "unchanged": "Trésorerie {version} était déjà installé : rien n'a été changé.",
    "written": "Écrit : {file}",
    "removed": "Trésorerie est retiré d'Excel. Vos classeurs ne sont pas touchés.",
    "removed_file": "Supprimé : {file}",
    "nothing_to_remove": "Trésorerie n'était pas installé dans Excel : il n'y avait rien à retirer.",
    "verdict_good": "Verdict : tout est en place.",
    "verdict_bad": "Verdict : {count} point(s) à corriger, signalés par « à corriger ».",
    "good": "bien",
    "bad": "à corriger",
    "note": "à savoir",
    "excel": "Excel",
    "addin": "Complément",
    "configuration": "Configuration",
    "runtime": "Python d'Excel",
    "protection": "Sécurité",
    "here": "Cet ordinateur",
    "excel_found": "Excel {version}{bits} : {file}",
    "bits": ", {bits} bits",
    "addin_good": "{file}",
    "configuration_good": "{file}",
    "configuration_registry": "dans le registre de Windows, car le chemin du profil ne s'écrit pas dans {code_page}",
    "runtime_good": "Python {python}, xlwings {xlwings}, Trésorerie {treso} : {file}",
    "dll_good": "Pont xlwings {version} pour {bits} bits présent",
    "script_good": "{file}",
    "protection_good": "Aucune règle connue ne bloque le complément",
    "here_good": "{system}, Trésorerie {version}, Python {python}",
    "logs": "Journaux, s'il y en a : {files}",
    "running": "Excel est ouvert en ce moment",
}
SETUP_CAUSES: dict[str, str] = {
    "network": "Les bibliothèques n'ont pas pu être téléchargées : vérifiez la connexion, et le proxy de l'entreprise s'il y en a un.",
    "disk": "Le disque est plein : libérez environ 1 Go.",
    "hash": "Un fichier reçu n'est pas celui attendu : réessayez plus tard, ou depuis un autre réseau.",
    "platform": "Une bibliothèque n'existe pas pour ce Python, ou le réseau est absent : utilisez Python 3.12 ou 3.13, 64 bits.",
    "policy": "Une règle de l'entreprise interdit de démarrer ce programme : demandez à l'administrateur.",
    "virus": "L'antivirus a arrêté ce programme : regardez son historique. Ne le désactivez pas ; demandez une exception.",
    "access": "L'accès à un fichier a été refusé : un antivirus l'examine, ou le dossier est protégé.",
    "missing": "Le programme Python n'est plus là : Python a été désinstallé ou déplacé.",
    "time": "Python n'a pas répondu à temps : un antivirus examine peut-être chaque fichier. Réessayez une fois.",
    "venv": "Ce Python est incomplet (venv ou pip manque) : réinstallez Python depuis www.python.org.",
    "other": "La cause n'est pas connue ; le détail aide à la trouver.",
}
"""Why a Python could not be made or started."""
SETUP_RULES: dict[str, str] = {
    "vba_off": "les macros (VBA) sont désactivées dans Office",
    "no_addins": "tous les compléments sont désactivés",
    "signed_addins": "les compléments doivent être signés",
    "no_trusted_places": "les emplacements approuvés sont désactivés",
    "listed_addins": "seuls les compléments d'une liste sont admis",
    "child_process": "les applications Office ne peuvent pas démarrer d'autre programme (règle ASR)",
    "win32_calls": "les macros ne peuvent pas appeler Windows (règle ASR)",
}
"""What keeps an add-in from working, in words."""


from addin.messages import categorise as categorise  # noqa: E402 - the sentences of « Catégoriser »
from addin.messages import classification as classification  # noqa: E402 - why a line has its category
from addin.messages import controls as controls  # noqa: E402 - the sentences of « Contrôles »
from addin.messages import entries as entries  # noqa: E402 - the sentences of the accounting export
from addin.messages import forecast as forecast  # noqa: E402 - the sentences of the forecast and its scenarios
from addin.messages import learning as learning  # noqa: E402 - the sentences of what is learnt from her lines
from addin.messages import lettering as lettering  # noqa: E402 - the sentences of lettrage
from addin.messages import receipts as receipts  # noqa: E402 - the sentences of receipts
from addin.messages import reconciliation as reconciliation  # noqa: E402 - the sentences of bank reconciliation
from addin.messages import reminders as reminders  # noqa: E402 - the sentences of reminders and their letters
from addin.messages import renamed_categories as renamed_categories  # noqa: E402 - a category that she renamed
from addin.messages import splits as splits  # noqa: E402 - lines that are for several things
from addin.messages import statements as statements  # noqa: E402 - the sentences of import, declared beside
