"""The command `treso`: the same use cases as in Excel, on a closed workbook."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from addin.console import Console
from addin.messages import TresoError

DONE, LOOK, REFUSED, BUG = 0, 1, 2, 3
Command = Callable[[argparse.Namespace, Console], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 done, 1 some data need a look, 2 refused, 3 a bug."""
    gc.disable()  # one short run over millions of small values that all stay alive: collecting only costs time
    console = Console()
    given = list(sys.argv[1:] if arguments is None else arguments)
    console.use(json="--json" in given, yes="--oui" in given)
    options = argparse.Namespace(debug="--debug" in given)
    try:
        options = _parser().parse_args(given)
        options.date = _day(options.date) if options.date else None
        command: Command = options.run
        return command(options, console)
    except TresoError as refusal:
        console.refuse(refusal)
        return REFUSED
    except KeyboardInterrupt:
        console.tell("Interrompu : rien n'a été modifié.")
        return REFUSED
    except BrokenPipeError:
        console.abandon_output()
        return DONE
    except Exception as bug:
        if options.debug:
            raise
        console.report_bug(bug)
        return BUG


def _verifier(options: argparse.Namespace, console: Console) -> int:
    from addin.app.check_workbook import check_workbook
    from addin.app.read_dossier import needs_a_look
    from addin.app.results import check_as_json
    from addin.hosts.file import FileWorkbook
    from addin.sheets.checked import check_as_text

    check = check_workbook(FileWorkbook.open(options.classeur, for_writing=False), console)
    console.show(lambda: check_as_json(check), lambda: check_as_text(check.dossier, check.findings))
    return LOOK if needs_a_look(check.findings) else DONE


def _rapport(options: argparse.Namespace, console: Console) -> int:
    from addin.app.read_dossier import needs_a_look
    from addin.app.weekly_report import build_weekly_report, report_as_json
    from addin.hosts.file import FileWorkbook
    from addin.hosts.pdf import require_office, sheet_to_pdf
    from addin.sheets.text import as_text

    if options.pdf:
        require_office()
    workbook = FileWorkbook.open(options.classeur, options.sortie)
    report = build_weekly_report(workbook, console, as_of=options.date, now=datetime.now())
    if options.pdf:
        sheet_to_pdf(report.sheet, options.pdf)
    console.show(lambda: report_as_json(report), lambda: as_text(report.sheet))
    console.tell(f"Feuille « {report.sheet.title} » écrite dans {options.sortie or options.classeur}")
    if options.pdf:
        console.tell(f"PDF : {options.pdf}")
    console.list_findings(report.findings)
    return LOOK if needs_a_look(report.findings) else DONE


def _annuler(options: argparse.Namespace, console: Console) -> int:
    from addin.app.undo import undo_last
    from addin.hosts.file import FileWorkbook

    undone = undo_last(FileWorkbook.open(options.classeur, options.sortie), console, datetime.now())
    console.show(lambda: {"as_of": None, "action": undone.action, "sheets": list(undone.sheets), "warnings": []}, lambda: f"Annulé : {undone.action} ({', '.join(undone.sheets)})")
    return DONE


def _modele(options: argparse.Namespace, console: Console) -> int:
    from addin.hosts.atomic import write_new
    from addin.resources import template_path

    write_new(options.sortie_modele, template_path().read_bytes(), replace=options.oui)
    console.show(lambda: {"as_of": None, "file": str(options.sortie_modele), "warnings": []}, lambda: f"Modèle écrit : {options.sortie_modele}")
    return DONE


def _demo(options: argparse.Namespace, console: Console) -> int:
    from addin.app.weekly_report import build_weekly_report, report_as_json
    from addin.hosts.file import FileWorkbook
    from addin.hosts.pdf import find_office, sheet_to_pdf
    from addin.hosts.render import side_workbook
    from addin.sheets.example import example_sheets
    from addin.sheets.text import as_text

    folder: Path = options.dossier
    folder.mkdir(parents=True, exist_ok=True)
    example = folder / "exemple-agence-alger.xlsx"
    console.tell("Classeur d'exemple : une agence de Chéraga, 12 personnes, 18 mois d'opérations…")
    from addin.hosts.atomic import write_new

    write_new(example, side_workbook(example_sheets()), replace=True)
    report = build_weekly_report(FileWorkbook.open(example), console, as_of=options.date, now=datetime.now())
    pdf = folder / f"{report.sheet.title}.pdf"
    if find_office():
        console.tell("Mise en page du PDF par LibreOffice…")
        sheet_to_pdf(report.sheet, pdf)
    console.show(lambda: {**report_as_json(report), "file": str(example)}, lambda: as_text(report.sheet))
    console.tell(f"Classeur : {example}\nFeuille  : « {report.sheet.title} »")
    if pdf.exists():
        console.tell(f"PDF      : {pdf}")
    return DONE


_FRENCH = (
    ("the following arguments are required:", "il manque"), ("invalid choice:", "inconnu :"), ("unrecognized arguments:", "option inconnue :"), ("expected one argument", "une valeur est attendue"),
    ("choose from", "choix possibles :"), ("argument ", ""), ("positional arguments:", "arguments :"), ("options:", "options :"), ("usage:", "Utilisation :"),
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """argparse that speaks French and refuses like the rest of the product."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "add_help": False})
        if settings.get("add_help", True):
            self.add_argument("-h", "--aide", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        raise TresoError("BAD_COMMAND", reason=_french(message), usage=self.format_usage().strip())

    def format_usage(self) -> str:
        return _french(super().format_usage())

    def format_help(self) -> str:
        return _french(super().format_help())


def _french(text: str) -> str:
    for english, french in _FRENCH:
        text = text.replace(english, french)
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TresoError("BAD_DATE_OPTION", value=text) from None


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument("--date", metavar="AAAA-MM-JJ", help="date d'arrêté, comprise")
    common.add_argument("--oui", action="store_true", help="répondre oui aux confirmations")
    common.add_argument("-o", "--sortie", type=Path, metavar="FICHIER", help="écrire dans un autre fichier au lieu du classeur")
    common.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")
    common.add_argument("--debug", action="store_true", help="montrer la trace d'une erreur interne")
    parser = _Parser(prog="treso", description="Trésorerie : le rapport de la semaine, dans votre classeur.")
    commands = parser.add_subparsers(required=True, metavar="COMMANDE", title="commandes")

    def add(name: str, run: Command, help: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=help, description=help)
        command.set_defaults(run=run)
        return command

    add("demo", _demo, "écrire le classeur d'exemple et son rapport").add_argument("dossier", nargs="?", type=Path, default=Path("exemple"), metavar="DOSSIER")
    add("modele", _modele, "écrire une copie vide du modèle").add_argument("sortie_modele", type=Path, metavar="SORTIE.xlsx")
    add("verifier", _verifier, "dire comment chaque onglet est lu et ce qui ne va pas").add_argument("classeur", type=Path, metavar="CLASSEUR")
    rapport = add("rapport", _rapport, "écrire le rapport de la semaine dans le classeur")
    rapport.add_argument("classeur", type=Path, metavar="CLASSEUR")
    rapport.add_argument("--pdf", type=Path, metavar="FICHIER", help="écrire aussi la page en PDF (par LibreOffice)")
    add("annuler", _annuler, "annuler la dernière commande faite sur ce classeur").add_argument("classeur", type=Path, metavar="CLASSEUR")
    return parser


if __name__ == "__main__":
    sys.exit(main())
