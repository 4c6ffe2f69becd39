"""The laws that every reader of statements keeps, whatever it is given, and a mutator of files to try them with.

    outcome = keeps_laws(lambda: read_mt940(data, "x.sta"), at_least=count)

* Nothing but `TresoError` is raised, within seconds.
* Each record of the file is counted once: in the lines, in `rejected` or in `left_out`.
* What is handed over has the form that `model.py` promises, and every code of it has its sentence with all its values.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from addin.messages import MESSAGES, Finding, TresoError
from addin.messages.statements import ANSWERS, EVIDENCE, QUESTIONS_ASKED
from addin.treasury.statements.model import LINE_COLUMNS, Statement, StatementFile

SECONDS = 10.0
"""A small file is read in milliseconds; a second comes from a busy machine."""
_FORMATS = frozenset(
    {"CSV", "XLSX", "XLS", "ODS", "HTML", "OFX", "QFX", "QIF", "MT940", "MT942", "CAMT.052", "CAMT.053", "CAMT.054", "CFONB 120", "PDF"}
)
_TYPES = {"line": "int64", "booked_on": "datetime64[s]", "value_date": "datetime64[s]", "amount_cents": "int64", "balance_cents": "Int64"}
_TEXTS = ("label", "reference", "counterparty", "piece")


@dataclass(frozen=True)
class Outcome:
    """What became of a reading: `refusal` is its code, "" when it was accepted; `records` are those counted."""

    refusal: str = ""
    records: int = 0
    lines: int = 0
    rejected: int = 0
    asked: bool = False
    seconds: float = 0.0


def keeps_laws(
    read: Callable[[], StatementFile | Sequence[StatementFile | TresoError]],
    *,
    at_least: int = 0,
    exactly: int | None = None,
) -> Outcome:
    """The outcome of a reading that keeps the laws.

    Args:
        read: reads one file.
        at_least: records that stand in it, counted by another way than the reader's.
        exactly: as `at_least`, where the other way counts them all.
    Raises:
        AssertionError: a law is broken.
    """
    start = time.perf_counter()
    refused: TresoError | None = None
    found: StatementFile | Sequence[StatementFile | TresoError] = ()
    try:
        found = read()
    except TresoError as refusal:
        refused = refusal
    if refused is not None:
        seconds = time.perf_counter() - start
        severity = MESSAGES[refused.code].severity
        assert severity == "refusal", f"{refused.code} is raised, but declared as a {severity}"
        assert str(refused)
        assert seconds < SECONDS, f"{seconds:.1f} s to refuse"
        return Outcome(refused.code, seconds=seconds)
    seconds = time.perf_counter() - start
    assert seconds < SECONDS, f"{seconds:.1f} s"
    files = [found] if isinstance(found, StatementFile) else list(found)
    read_files = [one for one in files if isinstance(one, StatementFile)]
    for one in read_files:
        check_form(one)
    asked = any(one.questions for one in read_files)
    records = sum(counted(one) for one in read_files)
    if not asked and len(read_files) == len(files):
        blank = sum(one.left_out.get("blank", 0) for one in read_files)
        assert records >= at_least, f"{records} records counted of {at_least}"
        assert exactly is None or records - blank == exactly, f"{records - blank} records counted of {exactly}"
    lines = sum(len(statement.lines) for one in read_files for statement in one.statements)
    return Outcome("", records, lines, sum(len(one.rejected) for one in read_files), asked, seconds)


def counted(one: StatementFile) -> int:
    """Records of a file, each counted where it went."""
    return sum(len(statement.lines) for statement in one.statements) + len(one.rejected) + sum(one.left_out.values())


def check_form(one: StatementFile) -> None:
    """What a reader hands over is what the model promises.

    Raises:
        AssertionError: it is not.
    """
    assert one.format in _FORMATS, one.format
    assert not (one.questions and one.statements), "questions and statements at once"
    for reason, count in one.left_out.items():
        assert reason
        assert isinstance(count, int), (reason, count)
        assert count >= 0, (reason, count)
    for rejected in one.rejected:
        assert rejected.line >= 1, rejected
        assert len(rejected.value) <= 200, rejected
        finding = Finding(rejected.code, row=rejected.line, column=rejected.column, value=rejected.value, details=rejected.details)
        assert finding.text()
    for code, details in one.findings:
        assert MESSAGES[code].severity != "refusal", f"{code} is a finding, but declared as a refusal"
        assert Finding(code, details=details).text()
    for evidence in one.evidence:
        assert EVIDENCE[evidence.code].format(**evidence.details)
    for question in one.questions:
        assert QUESTIONS_ASKED[question.code].format(**question.details)
        assert question.options
        assert all(option in ANSWERS for option in question.options), question.options
        assert str(TresoError(question.refusal, **question.details))
    for statement in one.statements:
        _check_statement(statement)


def _check_statement(statement: Statement) -> None:
    lines = statement.lines
    assert tuple(lines.columns) == LINE_COLUMNS, list(lines.columns)
    assert re.fullmatch("[A-Z]{3}|", statement.currency), statement.currency
    for name, kind in _TYPES.items():
        assert str(lines[name].dtype) == kind, (name, lines[name].dtype)
    assert not lines["booked_on"].isna().any()
    for name in ("booked_on", "value_date"):
        days = lines[name].dropna()
        assert (days == days.dt.normalize()).all(), "a time of day"
    assert (lines["line"] >= 1).all()
    for name in _TEXTS:
        assert all(isinstance(text, str) for text in lines[name]), name
    assert not any("\n" in text or "\r" in text for text in lines["label"])
    for balance in (statement.opening, statement.closing):
        assert balance is None or isinstance(balance.cents, int)
    assert pd.api.types.is_integer_dtype(lines["amount_cents"])


# ------------------------------------------------------------------------------------------ mutations
_TOKENS = (
    b'"', b";", b",", b"\t", b"\0", b"\r", b"\n", b"\r\n", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"</", b"]]>",
    b"&#0;", b"&amp;", b"<!--",
    b"'",
    b"99999999999999999999999", b"-", b"+", b"1e400", b"NaN", b"0000-00-00", b"31/02/2026", b"00000000", b"=cmd|' /C calc'!A1",
    b"\xe9", b"\xd9\xa1",
    b"\x1a", b"\x85", b":", b"^", b"!", b"{", b"}", b":61:", b":86:", b"\n^\n", b"<STMTTRN>", b"</STMTTRN>", b"0" * 200, b" " * 130,
)  # fmt: skip


def mutated(data: bytes, draw: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """The file with one to eight small damages: bits, bytes, cuts, insertions, lines doubled, lost or swapped, ends cut off."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        if not changed:
            changed += draw.randbytes(8)
        draw.choice(_CHANGES)(changed, draw, others)
    return bytes(changed)


Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]


def _flip(data: bytearray, draw: random.Random, _: Sequence[bytes]) -> None:
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _replace(data: bytearray, draw: random.Random, _: Sequence[bytes]) -> None:
    data[draw.randrange(len(data))] = draw.choice((0, 10, 13, 32, 34, 44, 45, 46, 48, 57, 59, 60, 127, 128, 255, draw.randrange(256)))


def _insert(data: bytearray, draw: random.Random, _: Sequence[bytes]) -> None:
    at = draw.randrange(len(data) + 1)
    data[at:at] = draw.choice(_TOKENS)


def _cut(data: bytearray, draw: random.Random, _: Sequence[bytes]) -> None:
    at = draw.randrange(len(data))
    del data[at : at + draw.choice((1, 2, 5, 20, 200))]


def _shorten(data: bytearray, draw: random.Random, _: Sequence[bytes]) -> None:
    del data[draw.randrange(len(data)) :]


def _behead(data: bytearray, draw: random.Random, _: Sequence[bytes]) -> None:
    del data[: draw.randrange(len(data))]


def _lines(data: bytearray, draw: random.Random, _: Sequence[bytes]) -> None:
    lines = bytes(data).split(b"\n")
    first, second = draw.randrange(len(lines)), draw.randrange(len(lines))
    match draw.randrange(4):
        case 0:
            lines.insert(first, lines[second])
        case 1:
            del lines[first]
        case 2:
            lines[first], lines[second] = lines[second], lines[first]
        case _:
            lines[first : first + 2] = [b"".join(lines[first : first + 2])]
    data[:] = b"\n".join(lines)


def _double(data: bytearray, draw: random.Random, _: Sequence[bytes]) -> None:
    at = draw.randrange(len(data))
    piece = data[at : at + draw.choice((1, 10, 100, 1000))]
    data[at:at] = piece * draw.choice((1, 2, 20))


def _splice(data: bytearray, draw: random.Random, others: Sequence[bytes]) -> None:
    if others:
        other = draw.choice(others)
        at, start = draw.randrange(len(data) + 1), draw.randrange(len(other) + 1)
        data[at : at + draw.choice((0, 50, 500))] = other[start : start + draw.choice((10, 100, 1000))]


_CHANGES: tuple[Change, ...] = (
    _flip,
    _replace,
    _replace,
    _insert,
    _insert,
    _cut,
    _cut,
    _shorten,
    _behead,
    _lines,
    _lines,
    _lines,
    _double,
    _splice,
)
