"""`treso export --json`: the number of the export, its files and totals, and each row that was left out with its reason."""

from __future__ import annotations

from addin.app.export_entries import Exported
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.messages.entries import SKIP_REASONS


def export_as_json(done: Exported) -> Json:
    """The result of an export. `skipped` holds a code and its French words."""
    export = done.export
    return {
        "as_of": day(done.as_of),
        "export": {
            "number": export.number,
            "format": done.format,
            "folder": done.folder,
            "files": list(done.files) if done.is_placed else [],
            "entries": export.entries,
            "lines": sum(len(entry.postings) for entry in done.drafted.entries),
            "debit": money(export.debit_cents, export.currency),
            "credit": money(export.credit_cents, export.currency),
            "currency": export.currency,
            "first": day(export.first),
            "last": day(export.last),
            "already_exported": done.drafted.known,
            "pieces": done.pieces,
            "supplier_invoices": len(done.suppliers),
            "skipped": [
                {**place(each.sheet, each.row), "code": each.reason, "reason": SKIP_REASONS[each.reason]} for each in done.drafted.skipped
            ],
        },
        **warnings_and_notes(done.findings),
    }
