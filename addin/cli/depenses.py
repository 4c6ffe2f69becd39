"""`treso depenses`: what was spent by card, team, campaign and category."""

from __future__ import annotations

from datetime import datetime

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.reconciliation import RECONCILIATION_SCREEN

DONE, LOOK = 0, 1


def depenses(run: Run) -> int:
    """Write the page « Dépenses » of the workbook."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.read_dossier import needs_a_look
    from addin.app.spending import follow_spending
    from addin.app.spending_json import spent_as_json
    from addin.sheets.text import as_text

    done = follow_spending(workbook, console, as_of=options.date, now=datetime.now())
    console.show(lambda: {**spent_as_json(done), "file": readable(str(run.target))}, lambda: as_text(done.sheet))
    console.tell(say(RECONCILIATION_SCREEN["spent"], sheet=done.sheet.title, file=run.target))
    console.list_findings(done.findings)
    return LOOK if needs_a_look(done.findings) else DONE
