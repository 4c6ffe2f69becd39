"""What she decided in the sheet « Justificatifs »: states, files put to lines, files refused, dates of request, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from addin.messages import Finding
from addin.treasury.counterparties import normalise
from addin.treasury.receipts.model import FoundFile

_PLACE = re.compile(r"(.+?)[\s,;:!]+(?:ligne|l\.?|n°|row)?\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class SaidLine:
    """One line of the sheet as it stands.

    Attributes:
        row: Excel row.
        key: of the operation that we wrote it for (`operation_keys`), "" for a file alone or a line of hers.
        state: code of the state it shows, "" when blank or no state.
        written: the state that we wrote, "" for a line of hers.
        is_state_hers, are_files_hers, is_person_hers: kept from a decision before.
        digests: first figures of the files that we wrote.
        has_other_files, has_other_person: the cell holds something else than what we wrote.
        file, operation, person, remark: texts of the cells.
    """

    row: int
    key: str = ""
    state: str = ""
    written: str = ""
    is_state_hers: bool = False
    are_files_hers: bool = False
    is_person_hers: bool = False
    digests: tuple[str, ...] = ()
    has_other_files: bool = False
    has_other_person: bool = False
    requested_on: date | None = None
    file: str = ""
    operation: str = ""
    person: str = ""
    remark: str = ""


@dataclass
class Decisions:
    """Her decisions, by operation (index of the operations) and by file (position).

    Attributes:
        states: operation → state that she gave.
        links: file → operations that she gave it.
        refused: (file, operation).
        requested: operation → day.
        persons, remarks: operation → text.
        file_remarks: digest → text, of files without operation.
        earlier: file → operations that it proved until now, and still may (it may have lost its telling name).
        typed: operation → what she wrote as its file, when no file of the folder bears that name.
    """

    states: dict[int, str] = field(default_factory=dict)
    links: dict[int, tuple[int, ...]] = field(default_factory=dict)
    refused: set[tuple[int, int]] = field(default_factory=set)
    requested: dict[int, date] = field(default_factory=dict)
    persons: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)
    file_remarks: dict[str, str] = field(default_factory=dict)
    typed: dict[int, str] = field(default_factory=dict)
    earlier: dict[int, tuple[int, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


DIGEST_SHOWN = 12
"""Figures of a digest that the sheet keeps."""


def decisions_of(
    lines: Sequence[SaidLine],
    keys: Mapping[str, int],
    places: Mapping[tuple[str, int], int],
    receipts: Mapping[int, str],
    files: Sequence[FoundFile],
    sheet: str,
) -> Decisions:
    """What the lines of the sheet decide.

    Args:
        keys: key → operation.
        places: (tab as `normalise` gives it, Excel row) → operation.
        receipts: operation → what the column « Justificatif » of her tab says.
        files: those of the folder, second copies included.
    """
    return _Reading(keys, places, receipts, files, sheet).read(lines)


class _Reading:
    def __init__(
        self,
        keys: Mapping[str, int],
        places: Mapping[tuple[str, int], int],
        receipts: Mapping[int, str],
        files: Sequence[FoundFile],
        sheet: str,
    ) -> None:
        self.keys, self.places, self.receipts, self.sheet = keys, places, receipts, sheet
        self.out = Decisions()
        self.by_digest: dict[str, int] = {}
        self.by_name: dict[str, int] = {}
        for at, file in enumerate(files):
            if file.digest:
                self.by_digest.setdefault(file.digest[:DIGEST_SHOWN], at)
            for name in file.known_as():
                self.by_name.setdefault(normalise(name), at)
        self.links: dict[int, list[int]] = {}
        self.earlier: dict[int, list[int]] = {}
        self.unknown: list[tuple[int, str]] = []

    def read(self, lines: Sequence[SaidLine]) -> Decisions:
        for line in lines:
            if not line.key:
                self._without_operation(line)
            elif line.key in self.keys:
                self._of_operation(line, self.keys[line.key])
            elif line.is_state_hers or line.are_files_hers or line.requested_on or line.remark or line.state != line.written:
                self._unknown_operation(line)
        if self.unknown:
            (row, name), *others = self.unknown
            also = tuple(row for row, _ in others)
            self.out.findings.append(Finding("RECEIPT_FILE_UNKNOWN", self.sheet, row, "Fichier", name, also_rows=also))
        self.out.links = {file: tuple(dict.fromkeys(operations)) for file, operations in self.links.items()}
        self.out.earlier = {file: tuple(operations) for file, operations in self.earlier.items()}
        return self.out

    def _of_operation(self, line: SaidLine, operation: int) -> None:
        out = self.out
        if line.requested_on:
            out.requested[operation] = line.requested_on
        if line.remark:
            out.remarks[operation] = line.remark
        if line.person and (line.has_other_person or line.is_person_hers):
            out.persons[operation] = line.person
        mine = [self.by_digest[digest] for digest in line.digests if digest in self.by_digest]
        has_changed = line.state != line.written
        if line.has_other_files or (line.file and not line.digests):
            self._other_files(line, operation, mine)
        elif has_changed and line.state in ("to_request", "requested", "not_required"):
            out.refused |= {(file, operation) for file in mine}
        elif line.are_files_hers or (has_changed and line.state == "justified"):
            self._link(mine, operation)
        elif line.state == "justified":
            for file in mine:
                self.earlier.setdefault(file, []).append(operation)
        if has_changed:
            if line.state in ("not_required", "requested") or (line.state == "justified" and not mine and not line.file):
                out.states[operation] = line.state
        elif line.is_state_hers and line.state:
            out.states[operation] = line.state

    def _other_files(self, line: SaidLine, operation: int, mine: Sequence[int]) -> None:
        """She typed, replaced or emptied the file of a line."""
        if line.file and line.file == " ".join(self.receipts[operation].split()):
            return
        found, unknown = self._files(line.file)
        self._typed(line, operation, unknown)
        self.out.refused |= {(file, operation) for file in mine if file not in found}
        self._link(found, operation)

    def _without_operation(self, line: SaidLine) -> None:
        """A file alone, or a line that she added: the operation that she gives it."""
        found, unknown = self._files(line.file)
        if not found:
            found = [self.by_digest[digest] for digest in line.digests if digest in self.by_digest]
        if line.remark:
            self.out.file_remarks |= dict.fromkeys(line.digests, line.remark)
        if not line.operation:
            return
        operation = self._place(line.operation)
        if operation is None:
            self._unknown_operation(line)
            return
        if line.requested_on:
            self.out.requested[operation] = line.requested_on
        if line.remark:
            self.out.remarks.setdefault(operation, line.remark)
        if found:
            self._link(found, operation)
        elif line.file and line.file == " ".join(self.receipts[operation].split()):
            return  # her tab says the same
        else:
            self._typed(line, operation, unknown)
        if not found and line.state and line.state not in ("no_operation", "to_request", "proposed"):
            self.out.states[operation] = line.state

    def _typed(self, line: SaidLine, operation: int, unknown: str) -> None:
        """She names a file that is not in the folder: her word stands, and it is said."""
        if not unknown:
            return
        self.out.typed[operation] = line.file
        if line.state == line.written or line.state not in ("to_request", "requested", "not_required"):
            self.out.states[operation] = "justified"
        self.unknown.append((line.row, unknown))

    def _link(self, files: Sequence[int], operation: int) -> None:
        for file in files:
            self.links.setdefault(file, []).append(operation)

    def _files(self, text: str) -> tuple[list[int], str]:
        """The files that a cell names, and the first name that leads to none."""
        found, unknown = [], ""
        for name in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
            at = self.by_name.get(normalise(name))
            if at is None:
                unknown = unknown or name
            else:
                found.append(at)
        return found, unknown

    def _place(self, text: str) -> int | None:
        found = _PLACE.fullmatch(text.strip())
        return self.places.get((normalise(found[1]), int(found[2]))) if found else None

    def _unknown_operation(self, line: SaidLine) -> None:
        self.out.findings.append(Finding("RECEIPT_OPERATION_UNKNOWN", self.sheet, line.row, "Opération", line.operation))
