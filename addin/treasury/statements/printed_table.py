"""The table of operations on printed pages: its columns by the place of the headings, its rows, and what only the paper needs.

What only the paper needs is taken away and counted: headings and heads of page repeated, feet of page. The further lines of a
label are joined to their operation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from addin.treasury.headings import simplify
from addin.treasury.statements.columns_vocabulary import BANK_COLUMNS
from addin.treasury.statements.printed_lines import Line, Word, cells_of, is_near, merged

_MONEY = frozenset({"amount", "debit", "credit", "balance", "balance_debit", "balance_credit"})
_MOVED = frozenset({"amount", "debit", "credit"})
_DAYS = frozenset({"booked_on", "value_date"})
_LONGEST_HEADING = 4  # words
_HEADING_GAP = 0.7
_NEXT_LINE = 1.9  # from top to top, in heights: a line of the same label
_DATE = re.compile(
    r"\d{1,2}[/.\-]\d{1,2}(?:[/.\-](?:\d{4}|\d{2}))?|\d{4}-\d\d-\d\d|\d{1,2}[/.\-]?[A-Za-zéûÉÛ]{3,9}\.?[/.\-]?(?:\d{4}|\d{2})"
)
_AMOUNT = re.compile(r"[-+(]?\d{1,3}(?:[ .,']?\d{3})*[.,]\d{2,3}[-)]?(?:[A-Z]{1,3})?|[-+]?[.,]\d{2}")
_WHOLE = re.compile(r"[-+(]?\d{1,3}(?: ?\d{3})*[-)]?")
_CARRIED_ON = re.compile(r"(?:solde |total |totaux )?a reporter(?: page \d+)?")
_CARRIED_HERE = re.compile(r"(?:solde )?report(?:e|s)?(?: page precedente| solde)?(?: page \d+)?")
_DIGITS = re.compile(r"\d+")
_BALANCE_WORDS = re.compile(r"\b(?:SOLDE|REPORT|REPORTER|TOTAL|TOTAUX|ANCIEN|NOUVEAU)\b", re.IGNORECASE)


@dataclass(frozen=True)
class PrintedTable:
    """The grid of a printed document.

    Attributes:
        rows: texts, the headings among them; what stands above the first headings comes first, in cells of its own.
        numbers: line of the document of each row.
        left_out: reason → number of lines that are not in `rows`.
        headings: as printed, in their order; empty when no line of headings was found.
        pages: first and last page of the table.
    """

    rows: list[list[str]]
    numbers: list[int]
    left_out: Counter[str] = field(default_factory=Counter)
    headings: tuple[str, ...] = ()
    pages: tuple[int, int] = (1, 1)


@dataclass(frozen=True)
class _Heading:
    """The line of headings: its cells, their fields ("" for a column of another kind), how many lines it takes."""

    cells: tuple[Word, ...]
    fields: tuple[str, ...]
    lines: int

    @property
    def known(self) -> int:
        return len({name for name in self.fields if name})

    @property
    def is_one(self) -> bool:
        names = set(self.fields)
        return bool(names & _DAYS) and bool(names & _MOVED) and self.known >= 3


def printed_table(lines: Sequence[Line]) -> PrintedTable:
    """The rows of the table in a document of one or several pages.

    Each line of the document is counted once: in `numbers`, or in `left_out` ("heading", "repeated", "label", "junk").
    """
    heads = {at: heading for at in range(len(lines)) if (heading := _heading_at(lines, at)) is not None}
    heads = {at: heading for at, heading in heads.items() if at - 1 not in heads or heads[at - 1].lines == 1}
    if not heads:
        return PrintedTable([cells_of(line) for line in lines], [line.number for line in lines])
    first = min(heads)
    repeated = _repeated(lines, first)
    table = PrintedTable([], [], headings=tuple(cell.text for cell in heads[first].cells), pages=(lines[first].page, lines[-1].page))
    for line in lines[:first]:
        table.rows.append(cells_of(line))
        table.numbers.append(line.number)
    starts = sorted(heads)
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        heading = heads[start]
        body = list(lines[start + heading.lines : stop])
        _add_part(table, heading, lines[start], body, repeated, is_first=start == first)
        table.left_out["heading"] += heading.lines - (start == first)
    return table


def _add_part(table: PrintedTable, heading: _Heading, at: Line, body: list[Line], repeated: set[int], *, is_first: bool) -> None:
    """The rows under one line of headings, up to the next one."""
    if is_first:
        table.rows.append([cell.text for cell in heading.cells])
        table.numbers.append(at.number)
    columns = _Columns(heading, [line for line in body if line.number not in repeated])
    last: Line | None = None
    is_started = False
    pages = table.pages
    for line in body:
        if line.number in repeated:
            table.left_out["repeated"] += 1
            last = None
            continue
        cells = columns.cells(line)
        kind = columns.kind(cells, line)
        if kind == "row" and _is_carried(cells, line, pages):
            table.left_out["balance"] += 1
            last = None
        elif kind == "row":
            table.rows.append(cells)
            table.numbers.append(line.number)
            last, is_started = line, True
        elif (
            kind == "label"
            and last is not None
            and last.page == line.page
            and line.top - last.top <= _NEXT_LINE * max(line.height, last.height)
        ):
            table.rows[-1][columns.label] = f"{table.rows[-1][columns.label]} {cells[columns.label]}".strip()
            table.left_out["label"] += 1
            last = line
        else:
            is_heading = not is_started and not any(character.isdigit() for character in line.text)
            table.left_out["heading" if is_heading else "junk"] += 1
            last = None


def _is_carried(cells: Sequence[str], line: Line, pages: tuple[int, int]) -> bool:
    """True for the balance that one page hands on to the next one: « A reporter » at its foot, « Report » at the head of the other."""
    words = next((simplify(cell) for cell in cells if cell), "")
    if _CARRIED_ON.fullmatch(words):
        return line.page < pages[1]
    return _CARRIED_HERE.fullmatch(words) is not None and line.page > pages[0]


class _Columns:
    """Where the columns of a table begin and end."""

    def __init__(self, heading: _Heading, body: Sequence[Line]) -> None:
        self.fields = heading.fields
        self.label = heading.fields.index("label") if "label" in heading.fields else self._widest(heading)
        operations = [
            line
            for line in body
            if any(_DATE.fullmatch(word.text) for word in line.words) and any(_AMOUNT.fullmatch(word.text) for word in line.words)
        ]
        words = [word for line in operations or body for word in line.words]
        self.edges = [_valley(left, right, words) for left, right in pairwise(heading.cells)]

    @staticmethod
    def _widest(heading: _Heading) -> int:
        gaps = [right.x0 - left.x0 for left, right in pairwise(heading.cells)]
        return gaps.index(max(gaps))

    def cells(self, line: Line) -> list[str]:
        """The texts of a line, one for each column."""
        cells: list[list[str]] = [[] for _ in self.fields]
        for word in line.words:
            middle = (word.x0 + word.x1) / 2
            cells[sum(edge < middle for edge in self.edges)].append(word.text)
        return [" ".join(cell) for cell in cells]

    def kind(self, cells: Sequence[str], line: Line) -> str:
        """ "row" for an operation, a balance or a total; "label" for the rest of a label; "other" for the rest of the page."""
        has_day = any(_DATE.fullmatch(cell) for cell, name in zip(cells, self.fields, strict=True) if name in _DAYS)
        money = [cell for cell, name in zip(cells, self.fields, strict=True) if name in _MONEY and cell]
        has_amount = any(_AMOUNT.fullmatch(cell) for cell in money) or (has_day and any(_WHOLE.fullmatch(cell) for cell in money))
        if has_day or (has_amount and all(_AMOUNT.fullmatch(cell) or _WHOLE.fullmatch(cell) for cell in money)):
            return "row"
        if _BALANCE_WORDS.search(line.text) and any(_AMOUNT.fullmatch(word.text) for word in line.words):
            return "row"
        is_label = all(not cell for at, cell in enumerate(cells) if at != self.label and self.fields[at] != "piece")
        return "label" if is_label and cells[self.label] else "other"


def _valley(left: Word, right: Word, words: Sequence[Word]) -> float:
    """Where two neighbouring columns part: the widest place that the fewest words cross between the middles of their headings."""
    start, end = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
    spans = [(max(word.x0, start), min(word.x1, end)) for word in (*words, left, right) if word.x1 > start and word.x0 < end]
    points = sorted({start, end, *(x for span in spans for x in span)})
    changes: Counter[float] = Counter()
    for x0, x1 in spans:
        changes[x0] += 1
        changes[x1] -= 1
    best, crossing = (len(spans) + 1, 0.0, (start + end) / 2), 0
    for x0, x1 in pairwise(points):
        crossing += changes[x0]
        best = min(best, (crossing, x0 - x1, (x0 + x1) / 2))
    return best[2]


def _heading_at(lines: Sequence[Line], at: int) -> _Heading | None:
    """The headings that stand on a line, or on it and the next one; None when it is not one."""
    line = lines[at]
    if not any(simplify(word.text) for word in line.words):
        return None
    alone = _named(line.words, 1)
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is None or below.page != line.page or below.top - line.top > 2 * max(line.height, below.height):
        return alone if alone.is_one else None
    if any(character.isdigit() for character in below.text):
        return alone if alone.is_one else None
    both = _stacked(line, below)
    if both.is_one and both.known > alone.known:
        return both
    return alone if alone.is_one else None


def _named(words: Sequence[Word], lines: int) -> _Heading:
    """The words of a line as headings: the longest runs that name a field; other words that touch are one heading."""
    cells: list[Word] = []
    fields: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_HEADING, len(words) - at), 0, -1):
            run = words[at : at + length]
            if all(is_near(left, right, _HEADING_GAP) for left, right in pairwise(run)):
                name = BANK_COLUMNS.field_of(simplify(" ".join(word.text for word in run)))
                if name is not None:
                    break
        else:
            name, length = "", 1
        cell = merged(words[at : at + length])
        if not name and cells and not fields[-1] and is_near(cells[-1], cell, _HEADING_GAP):
            cells[-1] = merged([cells[-1], cell])
        else:
            cells.append(cell)
            fields.append(name or "")
        at += length
    return _Heading(tuple(cells), tuple(fields), lines)


def _stacked(upper: Line, lower: Line) -> _Heading:
    """Headings on two lines: what stands one under the other is one heading."""
    columns = [[word] for word in _joined(upper.words)]
    for word in _joined(lower.words):
        over = [column for column in columns if min(column[0].x1, word.x1) > max(column[0].x0, word.x0)]
        if over:
            over[0].append(word)
        else:
            columns.append([word])
    cells = sorted(merged(column) for column in columns)
    fields = tuple(BANK_COLUMNS.field_of(simplify(cell.text)) or "" for cell in cells)
    return _Heading(tuple(cells), fields, 2)


def _joined(words: Sequence[Word]) -> list[Word]:
    runs: list[list[Word]] = []
    for word in words:
        if runs and is_near(runs[-1][-1], word, _HEADING_GAP):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [merged(run) for run in runs]


def _repeated(lines: Sequence[Line], first: int) -> set[int]:
    """Numbers of the lines that stand on several pages, numbers aside, at the head or the foot; not those that state a balance.

    On the first page, what stands above the headings is kept once.
    """
    pages: dict[str, set[int]] = {}
    for line in lines:
        pages.setdefault(_DIGITS.sub("0", line.text), set()).add(line.page)
    several = {text for text, where in pages.items() if len(where) > 1}
    return {
        line.number
        for at, line in enumerate(lines)
        if at > first
        and _DIGITS.sub("0", line.text) in several
        and not any(_AMOUNT.fullmatch(word.text) for word in line.words)
        and not any(_DATE.fullmatch(word.text) for word in line.words[:1])
    }
