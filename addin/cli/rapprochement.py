"""`treso rapprochement`: the bank against the books of each account."""

from __future__ import annotations

from datetime import datetime

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.reconciliation import RECONCILIATION_SCREEN

DONE, LOOK = 0, 1


def rapprochement(run: Run) -> int:
    """Write the page « Rapprochement » of the workbook."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.read_dossier import needs_a_look
    from addin.app.reconcile import reconcile_accounts
    from addin.app.reconcile_json import reconciled_as_json
    from addin.sheets.text import as_text

    done = reconcile_accounts(workbook, console, as_of=options.date, now=datetime.now(), account=options.account)
    console.show(lambda: {**reconciled_as_json(done), "file": readable(str(run.target))}, lambda: as_text(done.told))
    count = len(done.shown)
    console.tell(say(RECONCILIATION_SCREEN["reconciled"], sheet=done.sheet.title, good=done.good, count=count, file=run.target))
    console.list_findings(done.findings)
    return LOOK if needs_a_look(done.findings) else DONE
