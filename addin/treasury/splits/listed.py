"""The tab « Ventilations » as she left it: the parts of each line, and which bank line they mean by now.

A line is named by its date and its amount, by its label and its account where that is not enough; rows that leave both blank go on with
the line above. Nothing is guessed: parts that do not make their line, to the centime, are said and the line stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.characters import is_blank
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import SPLIT_COLUMNS, frame
from addin.treasury.lists import List, ListLine, list_frame
from addin.treasury.money_text import money_text

_NAMES = ("booked_on", "amount", "label", "account")


@dataclass(frozen=True)
class Part:
    """One part of a line, as written."""

    row: int
    cents: int
    category: str
    scf_account: str
    project: str


@dataclass(frozen=True)
class WrittenSplit:
    """The parts of one line, as written.

    Attributes:
        row: where the line is named.
        amount_cents: of the line, as typed: a debit may be typed without its sign.
        label, account: keys that compare, "" when she did not say.
        is_whole: every one of its parts could be read.
    """

    sheet: str
    row: int
    booked_on: date
    amount_cents: int
    label: str
    account: str
    currency: str
    parts: tuple[Part, ...]
    is_whole: bool


def read_splits(tab: List, base: str) -> list[WrittenSplit]:
    """The lines of the tab, the parts of one bank line together; what cannot be read is said."""
    groups: list[list[ListLine]] = []
    for line in tab.lines:
        if (groups and all(is_blank(line.cells.get(name)) for name in ("booked_on", "amount"))) or (
            groups and _named_again(groups[-1][0], line)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    found = []
    for lines in groups:
        first = lines[0]
        currency = first.currency(base) or base
        booked_on, amount = first.day("booked_on"), first.amount("amount", currency)
        if booked_on is None or amount is None:
            first.find("SPLIT_LINE_LOST")
            continue
        parts = [part for line in lines if (part := _part(line, currency)) is not None]
        label, account = normalise(first.text("label")), normalise(first.text("account"))
        is_whole = len(parts) == len(lines)
        found.append(WrittenSplit(tab.tab.sheet, first.row, booked_on, amount, label, account, currency, tuple(parts), is_whole))
    return found


def resolve_splits(written: Sequence[WrittenSplit], operations: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """The parts that hold, each with the bank line that it is a part of.

    Returns:
        A SPLITS frame, and what does not hold: no such line, several, parts that do not make it.
    """
    if not written:
        return frame(SPLIT_COLUMNS), []
    lines = _Lines(operations)
    records: list[dict[str, object]] = []
    findings: list[Finding] = []
    for split in written:
        if not split.is_whole:
            continue  # its part is already said
        candidates = lines.of(split)
        if len(candidates) != 1:
            findings.append(Finding("SPLIT_LINE_LOST" if not candidates else "SPLIT_LINE_AMBIGUOUS", split.sheet, split.row))
            continue
        (at,) = candidates
        amount, total = int(lines.cents[at]), sum(part.cents for part in split.parts)
        if total not in (amount, -amount) or not amount:
            told = {"parts": money_text(abs(total), split.currency), "amount": money_text(abs(amount), split.currency)}
            findings.append(Finding("SPLIT_SUM_DIFFERS", split.sheet, split.row, details=told))
            continue
        lines.taken.add(at)
        sign = 1 if total == amount else -1
        records += [
            {
                "sheet": split.sheet,
                "row": part.row,
                "operation": int(operations.index[at]),
                "part_cents": sign * part.cents,
                "category": part.category,
                "scf_account": part.scf_account,
                "project": part.project,
            }
            for part in split.parts
        ]
    return list_frame(SPLIT_COLUMNS, records), findings


class _Lines:
    """Bank lines to be found by date and amount; one that has been parted is not found again."""

    def __init__(self, operations: pd.DataFrame) -> None:
        self.cents = operations["amount_cents"].to_numpy()
        self.taken: set[int] = set()
        self._labels = map_distinct(operations["label"], normalise).to_numpy()
        self._accounts = map_distinct(operations["account"], normalise).to_numpy()
        self._at: dict[tuple[int, int], list[int]] = {}
        days = operations["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
        for at, key in enumerate(zip(days.tolist(), np.abs(self.cents).tolist(), strict=True)):
            self._at.setdefault(key, []).append(at)

    def of(self, split: WrittenSplit) -> list[int]:
        """Places of the lines that may be meant; of lines that are the same in all, the first."""
        key = int(np.datetime64(split.booked_on, "D").astype(np.int64)), abs(split.amount_cents)
        found = [at for at in self._at.get(key, ()) if at not in self.taken]
        for wanted, have in ((split.account, self._accounts), (split.label, self._labels)):
            if wanted:
                found = [at for at in found if have[at] == wanted]
        same_sign = [at for at in found if self.cents[at] == split.amount_cents]
        found = same_sign or found
        is_twins = len({(self._accounts[at], self._labels[at], int(self.cents[at])) for at in found}) == 1
        return found[:1] if is_twins else found


def _named_again(first: ListLine, line: ListLine) -> bool:
    """The line names the same bank line as the first of its group: she copied the cells down."""
    return all(line.text(name) == first.text(name) for name in _NAMES)


def _part(line: ListLine, currency: str) -> Part | None:
    cents = line.amount("part", currency)
    category, account = line.text("category"), line.text("scf_account")
    if cents is None or not (category or account):
        line.find("SPLIT_PART_BLANK")
        return None
    return Part(line.row, cents, category, account, line.text("project"))
