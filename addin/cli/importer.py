"""`treso importer`: statements into the workbook."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from addin.cli.run import Run
from addin.console import readable
from addin.messages import SCREEN, say

if TYPE_CHECKING:
    from addin.app.import_plan import ImportPlan

DONE, LOOK = 0, 1


def importer(run: Run) -> int:
    """Read the statements, prove them, add what is new; nothing is asked but what the files leave open."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.import_json import import_as_json
    from addin.app.import_plan import Wishes
    from addin.app.import_shown import shown_statements
    from addin.app.import_statements import import_statements
    from addin.app.read_dossier import needs_a_look
    from addin.hosts.statement_files import read_statement_file
    from addin.sheets.import_page import import_as_text

    for needed_later in ("addin.treasury.statements.tables", "addin.hosts.render"):
        import_module(needed_later)  # while the workbook is read aside

    def agrees(plan: ImportPlan) -> bool:
        return True  # she typed the command: what it did is told at its end

    wishes = Wishes(options.account, options.profile, lambda question: options.accept_gap)
    done = import_statements(workbook, console, options.statements, read_statement_file, wishes, agrees, datetime.now())
    console.show(
        lambda: {**import_as_json(done), "file": readable(str(run.target))},
        lambda: import_as_text(shown_statements(done.plan), done.findings),
    )
    console.tell(say(SCREEN["imported"], count=done.count, file=run.target) if done.count else SCREEN["nothing_imported"])
    console.list_findings(done.findings)
    return LOOK if needs_a_look(done.findings) else DONE
