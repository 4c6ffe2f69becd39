"""`treso controles`: what deserves a second look."""

from __future__ import annotations

from datetime import datetime

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.controls import CONTROL_SCREEN

DONE, LOOK = 0, 1


def controles(run: Run) -> int:
    """Write the page « Contrôles » of the workbook."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.controls import control_workbook
    from addin.app.controls_json import controls_as_json
    from addin.app.read_dossier import needs_a_look
    from addin.sheets.controls import controls_as_text

    done = control_workbook(workbook, console, as_of=options.date, now=datetime.now())
    console.show(lambda: {**controls_as_json(done), "file": readable(str(run.target))}, lambda: controls_as_text(done.shown))
    console.tell(say(CONTROL_SCREEN["written"], sheet=done.sheet.title, file=run.target))
    console.list_findings(done.findings)
    waits = any(done.counts[severity] for severity in ("certain", "likely"))
    return LOOK if waits or needs_a_look(done.findings) else DONE
