"""`treso lettrer`: payments against invoices."""

from __future__ import annotations

from datetime import datetime

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.lettering import LETTERING_SCREEN

DONE, LOOK = 0, 1


def lettrer(run: Run) -> int:
    """Match bank lines and invoices, write the sheet « Lettrage »."""
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.letter_payments import letter_payments
    from addin.app.lettering_json import lettering_as_json
    from addin.app.read_dossier import needs_a_look
    from addin.sheets.lettering import TITLE, lettering_as_text

    done = letter_payments(workbook, run.console, as_of=run.options.date, now=datetime.now())
    run.console.show(
        lambda: {**lettering_as_json(done), "file": readable(str(run.target))},
        lambda: lettering_as_text(done.pieces, done.as_of, done.counts),
    )
    run.console.tell(say(LETTERING_SCREEN["written" if done.is_written else "same"], sheet=TITLE, file=run.target))
    run.console.list_findings(done.findings)
    return LOOK if needs_a_look(done.findings) else DONE
