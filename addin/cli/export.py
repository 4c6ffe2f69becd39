"""`treso export`: accounting entries for the accountant's software."""

from __future__ import annotations

from datetime import datetime

from addin.cli.run import Run
from addin.console import readable

DONE, LOOK = 0, 1


def export(run: Run) -> int:
    """Export what is validated and was never exported; what is left out is listed."""
    options, console = run.options, run.console
    workbook = run.open(for_writing=True)
    workbook.read_ahead()
    from addin.app.export_entries import export_entries
    from addin.app.export_json import export_as_json
    from addin.app.read_dossier import needs_a_look
    from addin.hosts.entry_files import ExportFolder
    from addin.sheets.entry_book import told

    place = ExportFolder(options.folder_of_export.absolute(), run.target.absolute().parent)
    done = export_entries(workbook, console, options.export_format, place, datetime.now(), as_of=options.date)
    run.files += [options.folder_of_export / name for name in done.files if done.is_placed]
    console.show(
        lambda: {**export_as_json(done), "file": readable(str(run.target))},
        lambda: "\n".join(told(done.export, done.folder, done.drafted.known, is_placed=done.is_placed)),
    )
    console.list_findings(list(done.findings))
    return LOOK if needs_a_look(done.findings) else DONE
