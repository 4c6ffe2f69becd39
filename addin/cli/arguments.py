"""What can be typed after `treso`: commands and options, in French, refused like everything else in the product."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, NoReturn

from addin.messages import TresoError, french

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_YEAR, _LAST_YEAR = 1990, 2199
_FRENCH = (
    ("the following arguments are required:", "il manque"),
    ("invalid choice:", "inconnu :"),
    ("unrecognized arguments:", "option inconnue :"),
    ("ignored explicit argument", "cette option ne prend pas de valeur :"),
    ("expected one argument", "une valeur est attendue"),
    ("choose from", "choix possibles :"),
    ("argument ", ""),
    ("positional arguments:", "arguments :"),
    ("options:", "options :"),
    ("commandes:", "commandes :"),
    ("usage:", "Utilisation :"),
)


class Options(argparse.Namespace):
    """What was typed.

    Attributes:
        output: where the workbook is written, itself when None.
        date: closing date (arrêté), included; None for the default.
        pdf: where the page is printed.
        template, folder: what `modele` and `demo` write.
        action: what `excel` and `calc` do.
        statements, account, profile, accept_gap: of `importer`.
        folder_of_receipts, rename: of `justificatifs`.
        folder_of_export, export_format: of `export`.
        letters, catch_up: of `relances`.
        weeks, scenarios: of `prevision`.
    """

    command: str = ""
    workbook: Path = Path()
    output: Path | None = None
    date: date | None = None
    pdf: Path | None = None
    template: Path = Path()
    folder: Path = Path("exemple")
    action: str = ""
    statements: Sequence[Path] = ()
    account: str | None = None
    profile: str | None = None
    accept_gap: bool = False
    folder_of_receipts: Path | None = None
    folder_of_export: Path = Path()
    export_format: Literal["generique", "pccompta", "sage", "fec"] = "generique"
    rename: bool = False
    letters: Path | None = None
    catch_up: bool = False
    weeks: int = 13
    scenarios: Sequence[str] = ()


class HelpAskedError(Exception):
    """The help was asked for; the text is it."""


def parse(arguments: Sequence[str]) -> Options:
    """The options typed.

    Raises:
        TresoError: BAD_COMMAND, BAD_DATE_OPTION.
        HelpAskedError: `--aide`.
    """
    options = _parser().parse_args(arguments, namespace=Options())
    options.date = None if options.date is None else _day(str(options.date))
    return options


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise TresoError("BAD_DATE_OPTION", value=text)
    return day


def _weeks(text: str) -> int:
    """A number of weeks; what is none at all is refused like a number out of range."""
    if not text.lstrip("-").isdigit():
        raise TresoError("WEEKS_OUTSIDE", value=text)
    return int(text)


class _Parser(argparse.ArgumentParser):
    """argparse that speaks French, wants options in full and refuses like the rest of the product."""

    def __init__(self, **settings: Any) -> None:
        if sys.version_info >= (3, 14):
            settings["color"] = False
        has_help = settings.pop("add_help", True)
        super().__init__(**settings, add_help=False, allow_abbrev=False)
        if has_help:
            self.add_argument("-h", "--aide", action=_Help, nargs=0, help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        raise TresoError("BAD_COMMAND", reason=_in_french(message), usage=" ".join(self.format_usage().split()))

    def format_usage(self) -> str:
        return _in_french(super().format_usage())

    def format_help(self) -> str:
        return _in_french(super().format_help())


class _Help(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        raise HelpAskedError(parser.format_help())


def _in_french(text: str) -> str:
    for english, word in _FRENCH:
        text = text.replace(english, word)
    return french(re.sub(r"'([^'\n]*)'", r"« \1 »", text))


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)  # what is not typed leaves the attribute of `Options`
    common.add_argument("--date", metavar="AAAA-MM-JJ", help="date d'arrêté, comprise")
    common.add_argument("--oui", action="store_true", help="répondre oui aux confirmations")
    elsewhere = "écrire dans un autre fichier au lieu du classeur"
    common.add_argument("-o", "--sortie", dest="output", type=Path, metavar="FICHIER", help=elsewhere)
    common.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")
    common.add_argument("--debug", action="store_true", help="montrer la trace d'une erreur interne")
    parser = _Parser(prog="treso", parents=[common], description="Trésorerie : le rapport de la semaine, dans votre classeur.")
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMANDE", title="commandes")

    def add(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=help, description=help)

    def add_workbook(command: argparse.ArgumentParser) -> None:
        command.add_argument("workbook", type=Path, metavar="CLASSEUR")

    demo = add("demo", "écrire le classeur d'exemple et son rapport")
    demo.add_argument("folder", nargs="?", type=Path, default=Options.folder, metavar="DOSSIER", help="« exemple » sans autre nom")
    add("modele", "écrire une copie vide du modèle").add_argument("template", type=Path, metavar="SORTIE.xlsx")
    add_workbook(add("verifier", "dire comment chaque onglet est lu et ce qui ne va pas"))
    report = add("rapport", "écrire le rapport de la semaine dans le classeur")
    add_workbook(report)
    report.add_argument("--pdf", type=Path, metavar="FICHIER", help="écrire aussi la page en PDF (par LibreOffice)")
    importer = add("importer", "ajouter les opérations de relevés bancaires, sans doublon")
    add_workbook(importer)
    importer.add_argument("statements", nargs="+", type=Path, metavar="RELEVE", help="CSV, Excel, OFX, QIF, MT940, CAMT, CFONB, PDF ou zip")
    importer.add_argument("--compte", dest="account", metavar="NOM", help="le compte qui reçoit les lignes ; créé s'il manque")
    importer.add_argument("--profil", dest="profile", metavar="NOM", help="la banque : un profil livré, ou de votre onglet Profils")
    accept = "écrire même si les soldes du relevé ne sont pas justes"
    importer.add_argument("--accepter-ecart", dest="accept_gap", action="store_true", help=accept)
    add_workbook(add("lettrer", "rapprocher les paiements et les factures (lettrage)"))
    add_workbook(add("categoriser", "donner une catégorie et un compte aux lignes qui attendent"))
    add_workbook(add("controles", "lister ce qui mérite un second regard, et les abonnements"))
    forecast = add("prevision", "prévoir la trésorerie des semaines à venir")
    add_workbook(forecast)
    forecast.add_argument(
        "--semaines", dest="weeks", type=_weeks, default=Options.weeks, metavar="N", help="de 1 à 52 ; 13 sans autre nombre"
    )
    under = "sous ce scénario : RETARD, BASSE_SAISON, MATIERES ou un de l'onglet « Scénarios » ; plusieurs s'ajoutent"
    forecast.add_argument("--scenario", dest="scenarios", action="append", default=[], metavar="NOM", help=under)
    add_workbook(add("scenarios", "comparer les scénarios du classeur"))
    receipts = add("justificatifs", "rapprocher les justificatifs d'un dossier de leurs opérations")
    add_workbook(receipts)
    where = "le dossier des justificatifs ; sans lui, celui de l'onglet Paramètres"
    receipts.add_argument("--repertoire", dest="folder_of_receipts", type=Path, metavar="REP", help=where)
    receipts.add_argument("--renommer", dest="rename", action="store_true", help="renommer les fichiers AAAA-MM-JJ_tiers_montant")
    balances = add("rapprochement", "comparer la banque et les livres de chaque compte (état de rapprochement bancaire)")
    add_workbook(balances)
    balances.add_argument("--compte", dest="account", metavar="NOM", help="ce compte seulement")
    add_workbook(add("depenses", "suivre les dépenses par carte, équipe, campagne et catégorie"))
    add_workbook(add("poches", "répartir le disponible en trois poches : besoins, placements, argent qui dort, solde minimal"))
    reminders = add("relances", "écrire les lettres aux clients en retard ; rien n'est envoyé")
    add_workbook(reminders)
    there = "le dossier des lettres ; sans lui, « Relances AAAA-MM-JJ » à côté du classeur"
    reminders.add_argument("--repertoire", dest="letters", type=Path, metavar="REP", help=there)
    at_once = "donner tout de suite le niveau de l'ancienneté, au lieu d'un niveau à la fois"
    reminders.add_argument("--rattraper", dest="catch_up", action="store_true", help=at_once)
    accounting = add("export", "écrire les écritures comptables de ce qui est validé, une seule fois")
    add_workbook(accounting)
    accounting.add_argument(
        "--format",
        dest="export_format",
        choices=["generique", "pccompta", "sage", "fec"],
        metavar="generique|pccompta|sage|fec",
        required=True,
        help="la forme que lit le logiciel comptable",
    )
    accounting.add_argument(
        "--repertoire", dest="folder_of_export", type=Path, metavar="REP", required=True, help="le dossier des fichiers"
    )
    add_workbook(add("annuler", "annuler la dernière commande faite sur ce classeur"))
    excel = add("excel", "installer ou retirer Trésorerie dans Excel, ou dire ce qui manque")
    office = add("calc", "installer ou retirer Trésorerie dans LibreOffice, ou dire ce qui manque")
    for host in (excel, office):
        host.add_argument(
            "action", choices=["installer", "retirer", "diagnostic"], metavar="installer|retirer|diagnostic", help="ce qu'il faut faire"
        )
    return parser
