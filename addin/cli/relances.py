"""`treso relances`: letters to late customers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.reminders import REMINDER_SCREEN

if TYPE_CHECKING:
    from addin.sheets.model import Sheet
    from addin.treasury.reminders.model import Reminders

DONE, LOOK = 0, 1


def relances(run: Run) -> int:
    """Write the letters of the closing date and note them in the journal; nothing is sent."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.read_dossier import needs_a_look
    from addin.app.remind import remind_customers
    from addin.app.remind_json import reminded_as_json
    from addin.hosts.letters import LetterFolder
    from addin.sheets.text import as_text

    def agrees(campaign: Reminders, page: Sheet, folder: str, journal: str) -> bool:
        return True  # she typed the command: what it did is told at its end

    place = LetterFolder(run.target.resolve().parent, options.letters)
    done = remind_customers(workbook, console, place, agrees, as_of=options.date, now=datetime.now(), catch_up=options.catch_up)
    console.show(lambda: {**reminded_as_json(done), "file": readable(str(run.target))}, lambda: as_text(done.page))
    if done.paths:
        console.tell(say(REMINDER_SCREEN["done"], count=len(done.paths), folder=done.folder))
        console.tell(say(REMINDER_SCREEN["journal"], sheet=done.journal))
    else:
        console.tell(say(REMINDER_SCREEN["none"], sheet=done.page.title))
    console.list_findings(done.findings)
    return LOOK if needs_a_look(done.findings) else DONE
