"""The commands: parse is done, so open the workbook, call one use case, show what it gives.

Heavy packages are imported once a command has looked at its files: a refusal comes at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING

from addin.cli.calc import calc
from addin.cli.categoriser import categoriser
from addin.cli.controles import controles
from addin.cli.depenses import depenses
from addin.cli.excel import excel
from addin.cli.export import export
from addin.cli.importer import importer
from addin.cli.justificatifs import justificatifs
from addin.cli.lettrer import lettrer
from addin.cli.poches import poches
from addin.cli.prevision import prevision, scenarios
from addin.cli.rapprochement import rapprochement
from addin.cli.relances import relances
from addin.cli.run import Run
from addin.console import readable
from addin.messages import SCREEN, Finding, TresoError, say

if TYPE_CHECKING:
    from addin.hosts.atomic import Replacement
    from addin.hosts.file import FileWorkbook

DONE, LOOK, REFUSED, BUG = 0, 1, 2, 3
"""Exit statuses: done; done, some data need a look; refused, nothing written; a bug."""


def _verifier(run: Run) -> int:
    workbook = run.open(for_writing=False)
    workbook.read_ahead()
    from addin.app.check_workbook import check_workbook
    from addin.app.read_dossier import needs_a_look
    from addin.app.results import check_as_json
    from addin.sheets.checked import check_as_text

    check = check_workbook(workbook, run.console, as_of=run.options.date)
    run.console.show(lambda: check_as_json(check), lambda: check_as_text(check.dossier, check.findings))
    return LOOK if needs_a_look(check.findings) else DONE


def _rapport(run: Run) -> int:
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    with _pdf_beside(run) as pdf:
        from addin.app.read_dossier import needs_a_look
        from addin.app.weekly_json import report_as_json
        from addin.app.weekly_report import build_weekly_report
        from addin.sheets.model import Sheet
        from addin.sheets.terminal import terminal_text

        def print_page(page: Sheet) -> None:
            if pdf is not None:
                from addin.hosts.pdf import sheet_as_pdf

                console.tell(SCREEN["pdf_making"])
                pdf.fill(sheet_as_pdf(page))

        report = build_weekly_report(workbook, console, as_of=options.date, now=datetime.now(), print_page=print_page)
        late = _put_in_place(pdf) if pdf is not None else []
    is_printed = pdf is not None and pdf.is_committed
    files = {"file": readable(str(run.target)), "pdf": readable(str(options.pdf)) if is_printed else None}
    console.show(lambda: {**report_as_json(report, late), **files}, lambda: terminal_text(report.sheet))
    console.tell(say(SCREEN["report_written"], sheet=report.sheet.title, file=run.target))
    if is_printed:
        console.tell(say(SCREEN["pdf_written"], file=options.pdf))
    findings = [*report.findings, *late]
    console.list_findings(findings)
    return LOOK if needs_a_look(findings) else DONE


def _put_in_place(pdf: Replacement) -> list[Finding]:
    """The PDF takes its place; the workbook is written by now, so that a refusal is one more thing to look at."""
    try:
        pdf.commit(keep=False)
    except TresoError as refusal:
        return [refusal.finding]
    return []


def _pdf_beside(run: Run) -> AbstractContextManager[Replacement | None]:
    """The PDF to come, after all that could make us refuse it has been looked at."""
    path = run.options.pdf
    if path is None:
        return nullcontext()
    from addin.hosts.admission import refuse_place
    from addin.hosts.atomic import Replacement, sweep
    from addin.hosts.pdf import require_office

    if path.suffix.lower() != ".pdf":
        raise TresoError("OUTPUT_EXTENSION", file=path.name, extension=".pdf")
    refuse_place(path)
    require_office()
    run.confirm_replacing(path)
    sweep(path)
    return Replacement(path)


def _annuler(run: Run) -> int:
    """Back to the file of before when this is exactly what our last command made, else change by change."""
    workbook = run.open(for_writing=True)
    from addin.app.history import read_history
    from addin.app.receipt_renames import names_given_back
    from addin.app.undo import undo_last, undone_of
    from addin.hosts.receipt_names import NamesBeside

    names = NamesBeside(run.options.workbook.absolute().parent)
    workbook.keeps_version = False  # undoing is no step to come back to
    action = read_history(workbook).last_standing
    is_exact = False
    if action is not None and workbook.can_take_back():
        with names_given_back([change for _, change in action.changes], names, run.console):
            is_exact = workbook.take_back()
    undone = undone_of(action) if action is not None and is_exact else undo_last(workbook, run.console, datetime.now(), names)
    remaining = sum(not each.is_undone for each in read_history(workbook).actions)
    run.console.show(
        lambda: {
            "as_of": None,
            "action": undone.action,
            "sheets": list(undone.sheets),
            "byte_for_byte": is_exact,
            "remaining": remaining,
            "warnings": [],
        },
        lambda: say(SCREEN["undone"], action=undone.action, sheets=", ".join(undone.sheets)),
    )
    if remaining:
        run.console.tell(say(SCREEN["undo_remaining"], count=remaining))
    return DONE


def _modele(run: Run) -> int:
    from addin.hosts.admission import refuse_place
    from addin.hosts.atomic import write_new
    from addin.resources import template_path

    path = run.options.template
    if path.suffix.lower() != ".xlsx":
        raise TresoError("OUTPUT_EXTENSION", file=path.name, extension=".xlsx")
    refuse_place(path)
    was_there = path.exists()
    run.confirm_replacing(path)
    write_new(path, template_path().read_bytes(), replace=was_there)
    run.files.append(path)
    run.console.show(
        lambda: {"as_of": None, "file": readable(str(path)), "warnings": []},
        lambda: say(SCREEN["template_written"], file=path),
    )
    return DONE


def _demo(run: Run) -> int:
    options, console = run.options, run.console
    console.tell(SCREEN["demo_making"])
    from addin.app.categorise import categorise
    from addin.app.controls import control_workbook
    from addin.app.forecast_cash import forecast_workbook
    from addin.app.letter_payments import letter_payments
    from addin.app.refresh import refresh
    from addin.app.weekly_json import report_as_json
    from addin.app.weekly_report import WeeklyReport, build_weekly_report
    from addin.hosts.atomic import write_new
    from addin.hosts.dossier_store import DossierStore
    from addin.hosts.example import NAME, write_example
    from addin.hosts.model_cache import ModelCache
    from addin.hosts.pdf import find_office, sheet_as_pdf
    from addin.sheets.example import example_sheets
    from addin.sheets.terminal import terminal_text

    reports: list[WeeklyReport] = []

    def build(workbook: FileWorkbook) -> None:
        store = DossierStore()
        letter_payments(workbook, console, as_of=options.date, now=datetime.now())
        categorise(workbook, console, ModelCache(), as_of=options.date, now=datetime.now())
        control_workbook(workbook, console, as_of=options.date, now=datetime.now())
        forecast_workbook(workbook, console, as_of=options.date, now=datetime.now())
        refresh(workbook, console, store, datetime.now())
        reports.append(build_weekly_report(workbook, console, as_of=options.date, now=datetime.now(), store=store))

    example = write_example(options.folder, example_sheets(), build)
    run.files.append(example)
    report, pdf = reports[0], example.with_suffix(".pdf")
    if example.name != NAME:
        console.tell(say(SCREEN["demo_kept"], file=NAME))
    if find_office() is not None:
        console.tell(SCREEN["pdf_making"])
        try:
            write_new(pdf, sheet_as_pdf(report.sheet), replace=True)
            run.files.append(pdf)
        except TresoError as refusal:  # the example itself is there: say it and go on
            console.tell(str(refusal))
    files = {"file": readable(str(example)), "pdf": readable(str(pdf)) if pdf in run.files else None}
    console.show(lambda: {**report_as_json(report), **files}, lambda: terminal_text(report.sheet))
    console.tell(say(SCREEN["demo_written"], file=example))
    console.tell(say(SCREEN["demo_sheet"], sheet=report.sheet.title))
    if pdf in run.files:
        console.tell(say(SCREEN["pdf_written"], file=pdf))
    console.list_findings(report.findings)
    return DONE  # what there is to look at was planted


COMMANDS: dict[str, Callable[[Run], int]] = {
    "demo": _demo,
    "modele": _modele,
    "verifier": _verifier,
    "rapport": _rapport,
    "importer": importer,
    "relances": relances,
    "justificatifs": justificatifs,
    "lettrer": lettrer,
    "categoriser": categoriser,
    "controles": controles,
    "prevision": prevision,
    "scenarios": scenarios,
    "rapprochement": rapprochement,
    "depenses": depenses,
    "poches": poches,
    "export": export,
    "annuler": _annuler,
    "excel": excel,
    "calc": calc,
}
