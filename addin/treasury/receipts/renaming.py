"""Names by the one rule for the files whose operation is known: what would be renamed to what."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from addin.treasury.receipts.board import Board, Line
from addin.treasury.receipts.file_names import read_name, rule_name
from addin.treasury.receipts.linking import thousandths
from addin.treasury.receipts.model import FoundFile, SaidAmount, Scan

_SURE_WEIGHT = 0.75


@dataclass(frozen=True)
class Renaming:
    """A file and its new name; both paths inside the folder, in the same folder below it. `old_link`, `new_link`: from the workbook."""

    old: str
    new: str
    old_link: str
    new_link: str


def plan_renames(board: Board, operations: pd.DataFrame, base: str) -> list[Renaming]:
    """The renames that the rule asks for: files of justified operations whose names do not follow it; copies are left alone.

    The date is the document's when it says one, else the payment's; the amount the file's own when the link rests on it. A name
    that is taken gets « (2) », « (3) »…
    """
    taken = {file.path.casefold() for file in board.files}
    done: set[str] = set()
    out = []
    for line in board.lines:
        if line.state != "justified" or line.operation < 0 or "typed" in line.evidence:  # she has written that name in her tab
            continue
        row = operations.loc[line.operation].to_dict()
        for file in line.files:
            if file.path in done or file.named.by_rule:
                continue
            done.add(file.path)
            folder, _, name = file.path.rpartition("/")
            suffix = f".{name.rpartition('.')[2]}" if "." in name.strip(".") else ""
            amount = _amount(file, line, row)
            wanted = rule_name(_day(file, row), _name(file, row), amount.cents, amount.currency, base, suffix)
            path = _free(f"{folder}/{wanted}" if folder else wanted, taken)
            if not read_name(path).by_rule:  # nothing in it that the rule could be made of
                continue
            taken.add(path.casefold())
            link_folder = file.link.rpartition("/")[0]
            new_name = path.rpartition("/")[2]
            out.append(Renaming(file.path, path, file.link, f"{link_folder}/{new_name}" if link_folder else new_name))
    return out


def renamed(scan: Scan, renames: Iterable[Renaming]) -> Scan:
    """The folder as it is once files have their new names; they are still known by the old ones."""
    new: Mapping[str, Renaming] = {each.old: each for each in renames}
    files = [
        replace(file, path=to.new, link=to.new_link, named=read_name(to.new), was=file.path) if (to := new.get(file.path)) else file
        for file in scan.files
    ]
    return replace(scan, files=tuple(sorted(files, key=lambda file: file.path)))


def _day(file: FoundFile, row: Mapping[Hashable, object]) -> date:
    said = next((each.day for each in file.reading.days if each.kind == "document" and each.weight >= 0.6), None)
    paid = row["booked_on"]
    assert isinstance(paid, pd.Timestamp)
    return said or paid.date()


def _name(file: FoundFile, row: Mapping[Hashable, object]) -> str:
    return str(row["party"]) or file.reading.name


def _amount(file: FoundFile, line: Line, row: Mapping[Hashable, object]) -> SaidAmount:
    own = SaidAmount(abs(int(str(row["amount_cents"]))), str(row["currency"]))
    said = file.reading.amounts
    if any(thousandths(each.cents, each.currency) == thousandths(own.cents, own.currency) for each in said):
        return own
    best = file.reading.amount
    if best is None or best.weight < _SURE_WEIGHT or not {"amount", "sum_files", "sum_lines"}.intersection(line.evidence):
        return own
    return best if best.currency else SaidAmount(best.cents, own.currency)


def _free(path: str, taken: set[str]) -> str:
    """The path, numbered when another file has it; names differ in more than their case."""
    stem, dot, suffix = path.rpartition(".")
    if not dot:
        stem, suffix = path, ""
    number, wanted = 1, path
    while wanted.casefold() in taken:
        number += 1
        wanted = f"{stem} ({number}){dot}{suffix}"
    return wanted
