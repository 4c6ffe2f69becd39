"""`treso prevision` and `treso scenarios`: the cash to come, and what if."""

from __future__ import annotations

from datetime import datetime

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.forecast import FORECAST_SCREEN, SCENARIO_SCREEN

DONE, LOOK = 0, 1


def prevision(run: Run) -> int:
    """Write the page « Prévision » of the workbook."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.forecast_cash import forecast_workbook
    from addin.app.forecast_json import forecast_as_json
    from addin.app.read_dossier import needs_a_look
    from addin.sheets.forecast import forecast_as_text

    done = forecast_workbook(
        workbook, console, as_of=options.date, now=datetime.now(), weeks=options.weeks, scenarios=options.scenarios
    )  # fmt: skip
    file = {"sheet": done.sheet.title, "file": readable(str(run.target))}
    console.show(lambda: {**forecast_as_json(done.report, done.findings), **file}, lambda: forecast_as_text(done.report))
    console.tell(say(FORECAST_SCREEN["written"], sheet=done.sheet.title, file=run.target))
    console.list_findings(done.findings)
    return LOOK if needs_a_look(done.findings) else DONE


def scenarios(run: Run) -> int:
    """Write the page that compares the scenarios of the workbook."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.compare_scenarios import compare_scenarios
    from addin.app.forecast_json import scenarios_as_json
    from addin.app.read_dossier import needs_a_look
    from addin.sheets.scenarios import scenarios_as_text

    done = compare_scenarios(workbook, console, as_of=options.date, now=datetime.now())
    file = {"sheet": done.sheet.title, "file": readable(str(run.target))}
    console.show(
        lambda: {**scenarios_as_json(done.base, done.outcomes, done.actions, done.currency, done.findings), **file},
        lambda: scenarios_as_text(done.outcomes, done.currency),
    )
    console.tell(say(SCENARIO_SCREEN["written"], sheet=done.sheet.title, file=run.target))
    console.list_findings(done.findings)
    return LOOK if needs_a_look(done.findings) else DONE
