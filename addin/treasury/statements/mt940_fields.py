"""The fields of an MT940 or MT942 file (« :61:… »), each with its place; what stands outside any field is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from addin.treasury.statements.delimited import text_lines
from addin.treasury.statements.records import Tally

_TAGS = "13 13D 20 21 25 25P 28 28C 34F 60 60F 60M 61 62 62F 62M 64 65 86 90 90C 90D NS"
_KNOWN = frozenset(_TAGS.split())
_SEVERAL_LINES = frozenset({"61", "86", "NS", "25P"})
_FIELD = re.compile(r"[ \t]*:(\d\d[A-Z]?|NS):(.*)", re.DOTALL)
_SPLIT_TAG = re.compile(r"(?:\d\d[A-Z]?|NS):")
_ENVELOPE = re.compile(r"\{[1-5S]:")
_INTERIM = re.compile(r"\{2:[IO]942")
_TEXT_BLOCK = re.compile(r"\{4:[ \t]*(?=:)")
_HOUR_END = re.compile(r"[T ]\d\d$")
_MINUTES = re.compile(r":[0-5]\d:[0-5]\d(?!\d)")
_AFTER_CLOSING = frozenset("13 13D 21 25 25P 28 28C 34F 60 60F 60M 61".split())
_CLOSING = frozenset({"62", "62F", "62M"})


@dataclass(frozen=True)
class Field:
    """One field: its tag without colons, its lines as written, the text line of its tag."""

    tag: str
    lines: Sequence[str]
    line: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Block:
    """The fields of one statement, or of one page of it.

    Attributes:
        is_interim: the message announces itself as an MT942.
    """

    fields: list[Field] = field(default_factory=list)
    is_interim: bool = False

    def all(self, *tags: str) -> list[Field]:
        """The fields of these tags, in their order."""
        return [each for each in self.fields if each.tag in tags]


@dataclass(frozen=True)
class _Envelope:
    """A SWIFT message begins here."""

    is_interim: bool


def blocks(text: str, tally: Tally) -> list[Block]:
    """The statements of a file, each with its fields.

    A block begins with `:20:`; without it, with any field that cannot follow a closing balance. Stray lines are counted in `tally`
    (« junk »), SWIFT's own blocks too (« heading », « trailer »).
    """
    found = [Block()]
    is_closed = False
    for each in _fields(text, tally):
        if isinstance(each, _Envelope):
            found.append(Block(is_interim=each.is_interim))
            is_closed = False
            continue
        if found[-1].fields and (each.tag == "20" or (is_closed and each.tag in _AFTER_CLOSING)):
            found.append(Block(is_interim=found[-1].is_interim))
            is_closed = False
        found[-1].fields.append(each)
        is_closed = is_closed or each.tag in _CLOSING
    return [block for block in found if block.fields]


def _fields(text: str, tally: Tally) -> Iterator[Field | _Envelope]:
    current: tuple[str, list[str], int] | None = None
    for line, written in _joined_tags(text_lines(text)):
        if not written.strip() or written.strip() == "-":
            continue
        if _ENVELOPE.match(written):
            if current:
                yield Field(*current)
                current = None
            tally.leave("heading")
            yield _Envelope(_INTERIM.search(written) is not None)
            text_block = _TEXT_BLOCK.search(written)
            if text_block is None:
                continue
            written = written[text_block.end() :]
        elif written.startswith("-}"):
            if current:
                yield Field(*current)
                current = None
            tally.leave("trailer")
            continue
        match = _FIELD.match(written)
        if match and current and current[0] in _SEVERAL_LINES and (match[1] not in _KNOWN or _is_wrapped_time(current, written)):
            match = None
        if match:
            if current:
                yield Field(*current)
            current = (match[1], [match[2]], line)
        elif current and current[0] in _SEVERAL_LINES:
            current[1].append(written)
        else:
            tally.leave("junk")
    if current:
        yield Field(*current)


def _joined_tags(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines; a tag whose colon was left alone on the line before is put together again."""
    is_colon_alone = False
    for number, written in enumerate(lines, 1):
        if is_colon_alone:
            is_colon_alone = False
            if _SPLIT_TAG.match(written):
                yield number - 1, ":" + written
                continue
            yield number - 1, ":"
        if written.strip() == ":":
            is_colon_alone = True
        else:
            yield number, written
    if is_colon_alone:
        yield len(lines), ":"


def _is_wrapped_time(current: tuple[str, list[str], int], written: str) -> bool:
    """A detail line that begins with the minutes of an hour at the end of the line before: « …2014T16 » / « :26:37 »."""
    return current[0] == "86" and _MINUTES.match(written) is not None and _HOUR_END.search(current[1][-1].rstrip()) is not None
