"""`treso categoriser`: a category, an account and a reason for each line that waits."""

from __future__ import annotations

from datetime import datetime

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.categorise import CATEGORISE_SCREEN

DONE, LOOK = 0, 1


def categoriser(run: Run) -> int:
    """Classify what waits, write it beside the lines, show what is left."""
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.categorise import categorise
    from addin.app.categorise_json import categorised_as_json
    from addin.app.read_dossier import needs_a_look
    from addin.hosts.model_cache import ModelCache
    from addin.sheets.classification_page import TITLE, classification_as_text

    done = categorise(workbook, run.console, ModelCache(), as_of=run.options.date, now=datetime.now())
    run.console.show(
        lambda: {**categorised_as_json(done), "file": readable(str(run.target))},
        lambda: classification_as_text(done.lines, done.counts, done.classification.accuracy, done.as_of),
    )
    key = "written" if done.counts.new else "same"
    run.console.tell(say(CATEGORISE_SCREEN[key], count=done.counts.new, file=run.target, sheet=TITLE))
    run.console.list_findings(done.findings)
    return LOOK if needs_a_look(done.findings) else DONE
