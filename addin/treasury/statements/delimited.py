"""Delimited text (CSV, TSV…): from bytes to a grid whose rows know their line, and on to the statements in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from addin.messages.statements import STATEMENT_WORDS
from addin.treasury.statements.decoding import decode
from addin.treasury.statements.delimiters import DELIMITERS, fit, is_unsure, rank_delimiters, sample_of
from addin.treasury.statements.fixed_width import cut_lines, find_columns
from addin.treasury.statements.model import Evidence, Question, Rejected, StatementFile
from addin.treasury.statements.profiles import Profile
from addin.treasury.statements.quoted_fields import split_lines
from addin.treasury.statements.wide_rows import narrowed

_DECLARED = re.compile(r'\s*"?sep=(.|\\t)"?\s*', re.I)
_WIDEST, _LONGEST = 1_000, 100_000
"""Fields and characters of a line at most."""
_SHOWN = 200
_WEAK = 0.25
"""Score of a delimiter under which columns of spaces are looked for first."""


@dataclass(frozen=True)
class Grid:
    """The fields of a text.

    Attributes:
        rows: one for each record, blank ones too, but for those in `rejected` and `left_out`.
        first_line: number of the first row's line, or of each row's, where a record may have several lines.
        delimiter: "" for a text without columns.
    """

    rows: list[list[str]]
    first_line: int | list[int]
    delimiter: str
    evidence: Evidence
    rejected: tuple[Rejected, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[tuple[str, Mapping[str, object]], ...] = ()


def read_delimited(
    data: bytes,
    file: str,
    *,
    profile: Profile | None = None,
    profiles: Sequence[Profile] = (),
    choices: Mapping[str, str] = {},
) -> StatementFile:
    """The statements in a delimited text.

    Args:
        data: the whole file.
        file: its name, for messages, and because it may name the account or the bank.
        profile: what is known of the bank; its encoding and delimiter count before what is found.
        profiles: among which one may be recognised.
        choices: answers to questions; also "encoding" and "delimiter" (`;`, or as `DELIMITERS` names it).
    Raises:
        TresoError: ENCODING_UNKNOWN, and the refusals of `read_table`.
    """
    from addin.treasury.statements.tables import read_table

    decoded = decode(data, choices.get("encoding", "") or (profile.encoding if profile else ""))
    grid = read_grid(decoded.text, file, choices.get("delimiter", "") or (profile.delimiter if profile else ""))
    if isinstance(grid, Question):
        return StatementFile(
            file, "CSV", decoded.encoding, profile.name if profile else "", evidence=(decoded.evidence,), questions=(grid,)
        )
    read = read_table(
        grid.rows, file, format="CSV", profiles=profiles, profile=profile, choices=choices, first_line=grid.first_line, context=file
    )
    left_out = dict(read.left_out)
    for reason, count in grid.left_out.items():
        left_out[reason] = left_out.get(reason, 0) + count
    return replace(
        read,
        encoding=decoded.encoding,
        evidence=(decoded.evidence, grid.evidence, *read.evidence),
        rejected=tuple(sorted((*read.rejected, *grid.rejected), key=lambda rejected: rejected.line)) if grid.rejected else read.rejected,
        left_out=left_out,
        findings=(*decoded.findings(), *grid.findings, *read.findings),
    )


def read_grid(text: str, file: str = "", given: str = "") -> Grid | Question:
    """The fields of a delimited text, or the question which of two delimiters it is.

    A line `sep=;` at the top names the delimiter. Nothing is evaluated: `=cmd|…` and `+1` are text.

    Args:
        text: with any line ends.
        file: for the question.
        given: delimiter or its name in `DELIMITERS`, "" to find it.

    >>> grid = read_grid("Date;Libellé;Montant\\n02/01/2026;Loyer;-700,50\\n")
    >>> grid.rows[1], grid.delimiter, grid.first_line
    (['02/01/2026', 'Loyer', '-700,50'], ';', 1)
    """
    lines = text_lines(text)
    names = {name: mark for mark, name in DELIMITERS.items()}
    given = names.get(given, given)
    declared = _DECLARED.fullmatch(lines[0]) if lines else None
    skipped = 1 if declared else 0
    if len(given) == 1:
        delimiter, evidence = given, Evidence("delimiter", "delimiter_given", {"delimiter": delimiter_words(given)})
    elif declared:
        delimiter = declared[1].replace("\\t", "\t")
        evidence = Evidence("delimiter", "delimiter_declared", {"delimiter": delimiter_words(delimiter)})
    else:
        ranked = rank_delimiters(lines)
        if columns := find_columns(lines) if not ranked or ranked[0].score < _WEAK else []:
            return _listing(lines, columns)
        if is_unsure(ranked):
            return _question(file, ranked[0].mark, ranked[1].mark)
        delimiter = ranked[0].mark if ranked else ""
        evidence = _evidence(lines, delimiter)
    return _grid(lines, skipped, delimiter, evidence)


def delimiter_words(mark: str) -> str:
    """« le point-virgule »; an unusual mark shows itself."""
    return STATEMENT_WORDS.get(mark, f"« {mark} »")


def text_lines(text: str) -> list[str]:
    """The lines of a text without their ends: CRLF, LF or CR, all three in one file; NEL where there is no other.

    >>> text_lines("a\\r\\nb\\rc\\n"), text_lines("a\\x85b")
    (['a', 'b', 'c'], ['a', 'b'])
    """
    if "\r" in text:  # CR CR LF is what a program writes that ends its lines twice over
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    elif "\x85" in text and "\n" not in text:
        text = text.replace("\x85", "\n")
    lines = text.rstrip("\x1a").split("\n")
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _listing(lines: Sequence[str], columns: Sequence[tuple[int, int]]) -> Grid:
    """A text whose columns are kept apart by spaces."""
    rows, across = cut_lines(lines, columns)
    evidence = Evidence("delimiter", "delimiter_fixed", {"width": len(columns)})
    if not across:
        return Grid(rows, 1, "", evidence)
    rejected = tuple(Rejected(place + 1, "", lines[place].strip()[:_SHOWN], "LINE_ACROSS_COLUMNS") for place in across)
    kept = [place for place in range(len(rows)) if place not in set(across)]
    return Grid([rows[place] for place in kept], [place + 1 for place in kept], "", evidence, rejected)


def _question(file: str, first: str, second: str) -> Question:
    details = {"file": file, "first": delimiter_words(first), "second": delimiter_words(second)}
    return Question("delimiter", "delimiter", (DELIMITERS[first], DELIMITERS[second]), "DELIMITER_UNSURE", details)


def _evidence(lines: Sequence[str], delimiter: str) -> Evidence:
    if not delimiter:
        return Evidence("delimiter", "delimiter_none")
    found = fit(sample_of(lines), delimiter)
    words = {"delimiter": delimiter_words(delimiter), "count": found.count, "total": found.total, "width": found.width}
    return Evidence("delimiter", "delimiter", words)


def _grid(lines: list[str], skipped: int, delimiter: str, evidence: Evidence) -> Grid:
    body = lines[skipped:] if skipped else lines
    if delimiter:
        fields = split_lines(body, delimiter, fit(sample_of(body), delimiter).width)
        rows, first_lines, broken = fields.rows, fields.first_lines, fields.broken
    else:
        rows, first_lines, broken = [[line] for line in body], None, []
    if skipped and first_lines:
        first_lines = [line + skipped for line in first_lines]
    rejected: list[Rejected] = []
    is_suspect = first_lines is not None or max(map(len, body), default=0) >= _WIDEST
    if is_suspect and any(map(_is_excessive, rows)):
        numbers = first_lines or list(range(1 + skipped, 1 + skipped + len(rows)))
        rejected = [_refused(row, line) for row, line in zip(rows, numbers, strict=True) if _is_excessive(row)]
        kept = [at for at, row in enumerate(rows) if not _is_excessive(row)]
        rows, first_lines = [rows[at] for at in kept], [numbers[at] for at in kept]
    findings: list[tuple[str, Mapping[str, object]]] = []
    if delimiter and len(set(map(len, rows))) > 1:
        numbers = first_lines or list(range(1 + skipped, 1 + skipped + len(rows)))
        narrow = narrowed(rows, numbers, delimiter)
        rows = narrow.rows
        if narrow.first:
            findings.append(("FIELDS_REJOINED", {"count": narrow.joined, "line": narrow.first[0], "value": narrow.first[1]}))
        if narrow.rejected:
            rejected = sorted((*rejected, *narrow.rejected), key=lambda one: one.line)
            kept = [at for at in range(len(rows)) if at not in narrow.dropped]
            rows, first_lines = [rows[at] for at in kept], [numbers[at] for at in kept]
    if broken:
        more = STATEMENT_WORDS["more_lines"].format(count=len(broken) - 1) if len(broken) > 1 else ""
        findings.append(("QUOTES_BROKEN", {"line": broken[0] + skipped, "more": more}))
    first_line: int | list[int] = first_lines if first_lines is not None else 1 + skipped
    return Grid(rows, first_line, delimiter, evidence, tuple(rejected), {"separator": skipped} if skipped else {}, tuple(findings))


def _is_excessive(row: Sequence[str]) -> bool:
    return len(row) > _WIDEST or (len(row) < 100 and max(map(len, row)) > _LONGEST) or (len(row) >= 100 and sum(map(len, row)) > _LONGEST)


def _refused(row: Sequence[str], line: int) -> Rejected:
    value = next((cell for cell in row if cell), "")[:_SHOWN]
    if len(row) > _WIDEST:
        return Rejected(line, "", value, "LINE_TOO_WIDE", {"count": len(row)})
    return Rejected(line, "", value, "LINE_TOO_LONG", {"count": sum(map(len, row))})
