"""`treso justificatifs --json`: each file with its operations, what is missing and whom to ask, copies."""

from __future__ import annotations

from addin.app.receipts import Receipts
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.sheets.receipts import reason
from addin.treasury.receipts.board import Line
from addin.treasury.receipts.model import FoundFile


def receipts_as_json(done: Receipts) -> Json:
    """The result of `justificatifs`.

    `receipts`: one entry a file, copies too: `status` "justified", "proposed", "no_operation" or "duplicate"; amounts as the file
    says them. `missing`: the operations without receipt, `status` "to_request", "requested" or "proposed".
    """
    board = done.board
    lines: dict[str, list[Line]] = {}
    for line in board.lines:
        for file in line.files:
            lines.setdefault(file.path, []).append(line)
    copies = {copy.path for _, others in board.duplicates for copy in others}
    return {
        "as_of": day(board.as_of),
        "folder": done.scan.folder,
        "receipts": [_file(done, file, lines.get(file.path, []), file.path in copies) for file in board.files],
        "missing": [_missing(done, line) for line in board.lines if line.state in ("to_request", "requested", "proposed")],
        "justified": board.count("justified"),
        "not_required": sum(board.exempt.values()),
        "duplicates": [{"file": first.path, "copies": [copy.path for copy in others]} for first, others in board.duplicates],
        "renamed": [{"old": each.old, "new": each.new} for each in done.renames],
        "skipped": dict(done.scan.skipped),
        **warnings_and_notes(done.findings),
    }


def _file(done: Receipts, file: FoundFile, lines: list[Line], is_copy: bool) -> Json:
    said = file.reading
    best = next((line for line in lines if line.operation >= 0), None)
    status = "duplicate" if is_copy else "no_operation" if best is None else "proposed" if best.state == "proposed" else "justified"
    return {
        "file": file.path,
        "hash": file.digest or None,
        "date": day(said.day),
        "amount": money(said.amount.cents, said.amount.currency or "DZD") if said.amount else None,
        "currency": (said.amount.currency or None) if said.amount else None,
        "counterparty": said.name or None,
        "number": said.numbers[0] if said.numbers else None,
        "operations": [_place(done, line) for line in lines if line.operation >= 0],
        "status": status,
        "score": round(best.score, 3) if best else None,
        "reason": (reason(best) or None) if best else said.trouble or None,
    }


def _missing(done: Receipts, line: Line) -> Json:
    row = done.operations.loc[line.operation].to_dict()
    return {
        **place(row["sheet"], row["row"]),
        "date": day(row["booked_on"].date()),
        "amount": money(int(row["amount_cents"]), row["currency"]),
        "currency": row["currency"],
        "counterparty": row["party"] or None,
        "label": row["label"],
        "person": line.person or None,
        "status": line.state,
        "requested_on": day(line.requested_on),
        "proposed": [file.path for file in line.files],
    }


def _place(done: Receipts, line: Line) -> Json:
    row = done.operations.loc[line.operation].to_dict()
    return place(row["sheet"], row["row"])
