"""`treso importer --json`: what was read of each file, where the new lines stand, what was rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from addin.app.import_plan import PlannedStatement, rejected_findings
from addin.app.import_statements import Imported
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.treasury.dates import as_date
from addin.treasury.statements.model import StatementFile

_WORST = ("broken", "ok", "absent")


def import_as_json(done: Imported) -> Json:
    """The result of an import.

    `files` holds one entry for each file and account, in the order of the files; `read` = `added` + `already_known` + `rejected`.
    Several statements of one account in a file are told apart in `statements`, each with its own proof.
    """
    plan = done.plan
    entries = [entry for file in plan.files for entry in _entries(file, [each for each in plan.planned if each.file is file])]
    added = [place(each.sheet, row) for each, rows in zip(plan.planned, done.rows, strict=True) for row in rows]
    rejected = [
        {
            "file": each.sheet,
            "line": each.row,
            "column": each.column,
            "value": each.value,
            "code": each.code,
            "message": each.text(),
        }
        for file in plan.files
        for each in rejected_findings(file)
    ]
    refused = [{"file": each.finding.details.get("file"), "code": each.code, "message": str(each)} for each in plan.refused]
    days = [_last_day(each) for each in plan.planned if len(each.statement.lines)]
    known = plan.dossier.operations["booked_on"]
    as_of = max([*days, *([as_date(known.max())] if len(known) else [])], default=None)
    return {
        "as_of": day(as_of),
        "files": entries,
        "added": added,
        "rejected": rejected,
        "refused": refused,
        "new_tabs": list(done.new_tabs),
        **warnings_and_notes(done.findings),
    }


def _entries(file: StatementFile, planned: Sequence[PlannedStatement]) -> Iterator[Json]:
    common: Json = {"file": file.file, "format": file.format, "encoding": file.encoding or None, "profile": file.profile or None}
    if not planned:
        nothing: Json = dict.fromkeys(("account", "sheet", "currency", "opening_balance", "closing_balance"))
        counts = {"read": len(file.rejected), "added": 0, "sum_added": "0.00", "already_known": 0, "rejected": len(file.rejected)}
        yield {**common, **nothing, **counts, "balance_check": "absent", "left_out": dict(file.left_out), "statements": []}
        return
    for k, (_, group) in enumerate(groupby(sorted(planned, key=_account), key=_account)):
        yield {**common, **_totals(file, list(group), is_first=k == 0)}


def _account(planned: PlannedStatement) -> tuple[str, str]:
    return planned.account, planned.currency


def _totals(file: StatementFile, group: Sequence[PlannedStatement], *, is_first: bool) -> Json:
    """One account of a file. Rejected lines that no statement holds are told with the first one."""
    first, last = group[0], group[-1]
    held = {id(rejected) for each in group for rejected in each.rejected}
    rejected = len(file.rejected) if is_first and len(group) == len(file.statements) else len(held)
    count, added = sum(len(each.statement.lines) for each in group), sum(each.count for each in group)
    checks = {each.proof.check for each in group}
    return {
        "account": first.account,
        "sheet": first.sheet,
        "currency": first.currency,
        "read": count + rejected,
        "added": added,
        "sum_added": money(sum(each.added_cents for each in group), first.currency),
        "already_known": count - added,
        "rejected": rejected,
        "opening_balance": money(first.opening_cents, first.currency),
        "closing_balance": money(last.closing_cents, last.currency),
        "balance_check": next((check for check in _WORST if check in checks), "absent"),
        "left_out": dict(file.left_out) if is_first else {},
        "statements": [_statement(each) for each in group],
    }


def _statement(each: PlannedStatement) -> Json:
    lines = each.statement.lines
    return {
        "number": each.statement.account.number or None,
        "reference": each.statement.reference or None,
        "first_date": day(as_date(lines["booked_on"].min())) if len(lines) else None,
        "last_date": day(_last_day(each)) if len(lines) else None,
        "read": len(lines),
        "sum": money(int(lines["amount_cents"].sum()), each.currency),
        "added": each.count,
        "opening_balance": money(each.opening_cents, each.currency),
        "closing_balance": money(each.closing_cents, each.currency),
        "balance_check": each.proof.check,
        "interim": each.statement.is_interim,
    }


def _last_day(each: PlannedStatement) -> date:
    return as_date(each.statement.lines["booked_on"].max())
