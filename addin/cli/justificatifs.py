"""`treso justificatifs`: receipts of a folder put to their operations."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from addin.cli.run import Run
from addin.console import readable
from addin.messages import say
from addin.messages.receipts import RECEIPT_WORDS

DONE, LOOK = 0, 1


def justificatifs(run: Run) -> int:
    """Read the folder, match, write the sheets; rename by the rule with `--renommer`."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.read_dossier import needs_a_look
    from addin.app.receipts import check_receipts
    from addin.app.receipts_json import receipts_as_json
    from addin.hosts.receipt_files import folder_tools
    from addin.sheets.receipts import conclusion

    scan_folder, names = folder_tools(run.target.absolute().parent)
    folder = "" if options.folder_of_receipts is None else str(Path(options.folder_of_receipts).absolute())
    done = check_receipts(workbook, console, folder, scan_folder, names, datetime.now(), as_of=options.date, renames=options.rename)
    console.show(
        lambda: {**receipts_as_json(done), "file": readable(str(run.target))},
        lambda: conclusion(done.board, done.operations),
    )
    if options.rename:
        console.tell(say(RECEIPT_WORDS["renamed"], count=len(done.renames)) if done.renames else RECEIPT_WORDS["nothing_to_rename"])
    if not done.is_written:
        console.tell(RECEIPT_WORDS["unchanged"])
    console.list_findings(list(done.findings))
    return LOOK if needs_a_look(done.findings) else DONE
