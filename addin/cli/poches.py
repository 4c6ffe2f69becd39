"""`treso poches`: the three pockets of cash in both modes."""

from __future__ import annotations

from datetime import datetime

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.pockets import POCKET_SCREEN

DONE, LOOK = 0, 1


def poches(run: Run) -> int:
    """Write the page « Suivi des poches » of the workbook."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.pockets import follow_pockets
    from addin.app.pockets_json import pockets_as_json
    from addin.app.read_dossier import needs_a_look
    from addin.sheets.pocket_page import TERMINAL_BLOCKS
    from addin.sheets.terminal import terminal_text

    done = follow_pockets(workbook, console, as_of=options.date, now=datetime.now())
    console.show(lambda: {**pockets_as_json(done), "file": readable(str(run.target))}, lambda: terminal_text(done.sheet, TERMINAL_BLOCKS))
    console.tell(say(POCKET_SCREEN["written"], sheet=done.sheet.title, file=run.target))
    console.list_findings(done.findings)
    pockets = done.review.pockets
    is_short = pockets is not None and pockets.state == "ALERTE"
    return LOOK if is_short or needs_a_look(done.findings) else DONE
