"""Statements in sheets and web tables: each sheet with values is read on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from addin.messages import TresoError
from addin.messages.statements import STATEMENT_WORDS
from addin.treasury.characters import is_blank
from addin.treasury.statements.model import Evidence, StatementFile
from addin.treasury.statements.profiles import Profile
from addin.treasury.statements.sniffing import Kind


@dataclass(frozen=True)
class SheetGrid:
    """One sheet: rows from its first one, cells as calamine gives them; an error or a formula without value is a text."""

    name: str
    rows: Sequence[Sequence[object]]

    @property
    def count(self) -> int:
        """Rows that hold something."""
        return sum(any(not is_blank(cell) for cell in row) for row in self.rows)


def read_tables(
    data: bytes,
    file: str,
    kind: Kind,
    *,
    profile: Profile | None,
    profiles: Sequence[Profile],
    choices: Mapping[str, str],
) -> list[StatementFile]:
    """The statements of a workbook, an Excel XML file or a web page, one for each sheet that holds a table of operations.

    A sheet without one is named in a finding of the first; when there is no other sheet, its refusal is raised.

    Raises:
        TresoError: STATEMENT_SHEETS_EMPTY, the refusals of `read_table` and of the opening.
    """
    from addin.treasury.statements.tables import read_table

    format, sheets = _sheets(data, file, kind)
    sheets = [sheet for sheet in sheets if sheet.count]
    if not sheets:
        raise TresoError("STATEMENT_SHEETS_EMPTY", file=file)
    read: list[StatementFile] = []
    refused: list[tuple[SheetGrid, TresoError]] = []
    for sheet in sheets:
        name = file if len(sheets) == 1 else STATEMENT_WORDS["sheet"].format(file=file, sheet=sheet.name)
        context = f"{file} {sheet.name}".strip()
        try:
            one = read_table(sheet.rows, name, format=format, profiles=profiles, profile=profile, choices=choices, context=context)
        except TresoError as refusal:
            refused.append((sheet, refusal))
            continue
        seen = (Evidence("sheet", "sheet_read", {"tab": sheet.name}),) if sheet.name else ()
        read.append(replace(one, evidence=(*seen, *one.evidence)))
    if not read:
        raise max(refused, key=lambda pair: pair[0].count)[1]
    if refused:
        skipped = [
            ("STATEMENT_SHEET_SKIPPED", {"tab": sheet.name, "file": file, "count": sheet.count, "reason": refusal.finding.problem()})
            for sheet, refusal in refused
        ]
        read[0] = replace(read[0], findings=(*read[0].findings, *skipped))
    return read


def _sheets(data: bytes, file: str, kind: Kind) -> tuple[str, list[SheetGrid]]:
    if kind == "html":
        from addin.hosts.statement_web import web_tables

        return "HTML", [SheetGrid("", web_tables(data, file))]
    if kind == "spreadsheetml":
        from addin.hosts.statement_web import excel_xml_sheets

        return "XLS", [SheetGrid(name, rows) for name, rows in excel_xml_sheets(data, file)]
    from addin.hosts.statement_workbooks import workbook_sheets

    format, found = workbook_sheets(data, file)
    return format, [SheetGrid(name, rows) for name, rows in found]
