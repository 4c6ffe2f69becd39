"""Lines of text cut into fields, quotes respected; a quote that nothing closes swallows no other line."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_MOST_LINES = 30
"""Lines of text at most in one quoted field."""
_DATE = re.compile(r"\s*\"?\s*(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{8}(?!\d)|\d{1,2}[ -][^\W\d_]{3,9})")
_DATE_AMONG = 3
"""Fields of a line among which the first date of an operation stands."""


@dataclass
class Fields:
    """Lines cut into fields.

    Attributes:
        first_lines: number of the first text line of each row, from 1; None when each row is one line.
        broken: lines with a quote that is never closed, read as an ordinary character.
    """

    rows: list[list[str]]
    first_lines: list[int] | None = None
    broken: list[int] = field(default_factory=list)


def split_lines(lines: Sequence[str], delimiter: str, width: int) -> Fields:
    """The fields of each record; a record goes over several lines only inside quotes that are closed again.

    Args:
        lines: without their ends.
        delimiter: one character.
        width: usual number of fields, 0 when it is not known: the usual one of the lines then counts.

    >>> split_lines(['a;"b', 'c";d', 'e;"f;g'], ";", 3)
    Fields(rows=[['a', 'b\\nc', 'd'], ['e', '"f', 'g']], first_lines=[1, 3], broken=[3])
    """
    if not any('"' in line for line in lines):
        return Fields([line.split(delimiter) for line in lines])
    quick = _read_whole(lines, delimiter, width)
    return quick if quick is not None else _read_carefully(lines, delimiter, width or _usual_width(lines, delimiter))


def _read_whole(lines: Sequence[str], delimiter: str, width: int) -> Fields | None:
    """All lines in one go; None when a quote looks broken."""
    fields = Fields([], [])
    assert fields.first_lines is not None
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    previous, longer = 0, []
    try:
        for row in reader:
            if reader.line_num > previous + 1:
                longer.append((previous, reader.line_num, len(row)))
            fields.rows.append(row or [""])
            fields.first_lines.append(previous + 1)
            previous = reader.line_num
    except csv.Error:  # a field beyond the limit of the module
        return None
    if lines and _is_open(lines[-1], delimiter) and (not longer or longer[-1][1] != len(lines)):
        return None
    if not longer:
        fields.first_lines = None
        return fields
    width = width or Counter(len(row) for row in fields.rows).most_common(1)[0][0]
    for start, end, found in longer:
        if found > width or end - start > _MOST_LINES or _is_record_within(lines[start + 1 : end], delimiter, width):
            return None
    start, end, _ = longer[-1]
    if end == len(lines) and _is_open("\n".join(lines[start:end]), delimiter):
        return None
    return fields


def _read_carefully(lines: Sequence[str], delimiter: str, width: int) -> Fields:
    """One line at a time; a quoted field goes on only as far as a line that closes it."""
    fields = Fields([], [])
    assert fields.first_lines is not None
    loose = re.compile(rf'(?:^|{re.escape(delimiter)})("(?:[^"]|"")*+"(?={re.escape(delimiter)}|$)|[^{re.escape(delimiter)}]*)')
    at = 0
    while at < len(lines):
        end, row = at + 1, None
        line = lines[at]
        if '"' not in line:
            row = line.split(delimiter)
        elif not _is_open(line, delimiter):
            row = _strict_row(line, delimiter)
        elif found := _closing(lines, at, delimiter, width):
            end, row = found
        if row is None:
            fields.broken.append(at + 1)
            row = [_unquoted(cell) for cell in loose.findall(line)]
        fields.rows.append(row or [""])
        fields.first_lines.append(at + 1)
        at = end
    return fields


def _closing(lines: Sequence[str], at: int, delimiter: str, width: int) -> tuple[int, list[str]] | None:
    """The line after the one that closes the quote left open at `at`, and the fields of the record."""
    for end in range(at + 1, min(at + _MOST_LINES, len(lines))):
        if _is_record(lines[end], delimiter, width):
            return None
        if '"' not in lines[end]:
            continue
        record = "\n".join(lines[at : end + 1])
        if not _is_open(record, delimiter):
            row = _strict_row(record, delimiter)
            return (end + 1, row) if row is not None and len(row) <= max(width, 2) else None
    return None


def _strict_row(record: str, delimiter: str) -> list[str] | None:
    try:
        rows = list(csv.reader(record.splitlines(keepends=True) if "\n" in record else [record], delimiter=delimiter))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _is_open(record: str, delimiter: str) -> bool:
    """True when the record ends inside quotes."""
    if '"' not in record:
        return False
    try:
        for _ in csv.reader([record], delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _is_record_within(lines: Sequence[str], delimiter: str, width: int) -> bool:
    return any(_is_record(line, delimiter, width) for line in lines)


def _is_record(line: str, delimiter: str, width: int) -> bool:
    """True for a line that has all fields of an operation, a date among the first ones."""
    if width < 2 or line.count(delimiter) < width - 1:
        return False
    return any(_DATE.match(cell) for cell in line.split(delimiter, _DATE_AMONG)[:_DATE_AMONG])


def _usual_width(lines: Sequence[str], delimiter: str) -> int:
    counts = Counter(line.count(delimiter) + 1 for line in lines if line.strip())
    return counts.most_common(1)[0][0] if counts else 1


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
