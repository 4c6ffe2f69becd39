"""Rows of a sheet that change their number: addresses, and the formulas that stand in them, as Excel would rewrite them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from addin.hosts.cellxml import column_index
from addin.hosts.formula_tokens import TOKEN, Reference, filled, references, rewritten
from addin.hosts.row_formulas import attributes_of
from addin.hosts.row_moves import Move, cell_name
from addin.hosts.rowpatch import SheetXml


class CannotMoveError(Exception):
    """A formula cannot follow its rows.

    Attributes:
        reason: key of `messages.statements.ROW_WORDS`.
        cell: where it stands, before the move.
    """

    def __init__(self, reason: str, cell: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cell = cell


@dataclass
class MovedRows:
    """Rows after their move.

    Attributes:
        data: their XML.
        before: (row, column) after the move → (row before, formula before).
        after: (row, column) after the move → formula.
        stale: those whose stored result no longer holds: they read the rows put in or taken out.
    """

    data: bytes
    before: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    after: dict[tuple[int, int], str] = field(default_factory=dict)
    stale: set[tuple[int, int]] = field(default_factory=set)


def moved_rows(xml: SheetXml, start: int, move: Move, sheet: str) -> MovedRows:
    """The rows from a place in the part to the end, moved.

    Args:
        start: where the first of them begins.
        sheet: name of the sheet, for formulas that cite it by name.
    Raises:
        CannotMoveError: a formula would lose cells, or cites the model's row alone.
    """
    prefix, end = xml.prefix, xml.inner[1]
    pattern = re.compile(rb"<" + re.escape(prefix) + rb"f\b([^>]*?)(?:/>|>([^<]*)</" + re.escape(prefix) + rb"f>)")
    result = MovedRows(b"")
    pieces: list[bytes] = []
    done, heads = start, set[str]()
    for found in pattern.finditer(xml.data, start, end):
        attributes, text = attributes_of(found[1]), html.unescape((found[2] or b"").decode())
        row, column = _cell(xml, found.start())
        at = cell_name(row, column)
        kind = attributes.get("t", "")
        if kind == "shared" and not text:
            if attributes.get("si", "") not in heads:
                raise CannotMoveError("array", at)
            continue
        if kind == "dataTable" or (kind == "shared" and not _moves_as_one(text, attributes.get("ref", at), move, sheet)):
            raise CannotMoveError("array", at)
        if kind == "shared":
            heads.add(attributes.get("si", ""))
        new = _moved(text, move, sheet, at)
        place = (move.row(row) or row, column)
        result.before[place], result.after[place] = (row, text), new
        if _reads_otherwise(text, move, sheet):
            result.stale.add(place)
        opening = re.sub(rb'(\sref=")([^"]*)"', lambda one: one[1] + move.ranges(one[2].decode(), joins=False).encode() + b'"', found[1])
        pieces += [xml.data[done : found.start()], b"<" + prefix + b"f" + opening + b">", escape(new).encode(), b"</" + prefix + b"f>"]
        done = found.end()
        if new == text:  # as it was written: characters may be escaped in other ways
            pieces[-2] = found[2] or b""
    pieces.append(xml.data[done:end])
    result.data = _renumbered(b"".join(pieces), prefix, move)
    _spread(result)
    return result


def _cell(xml: SheetXml, formula: int) -> tuple[int, int]:
    """Row and column of the cell around a formula; a cell without address cannot be followed."""
    start = xml.data.rfind(b"<" + xml.prefix + b"c ", 0, formula)
    address = re.search(rb'\sr="([A-Z]+)(\d+)"', xml.data[max(start, 0) : formula])
    if start < 0 or address is None:
        raise CannotMoveError("array", "?")
    return int(address[2]), column_index(address[1]) + 1


def _is_own(cited: Reference, sheet: str) -> bool:
    return cited.sheet_name.casefold() in ("", sheet.casefold())


def _moved(text: str, move: Move, sheet: str, at: str) -> str:
    def one(cited: Reference) -> Reference | None:
        if not _is_own(cited, sheet):
            return cited
        if move.count > 0 and cited.first_row == cited.last_row == move.model and move.model < move.at and not cited.is_range:
            raise CannotMoveError("last_cell", at)
        new = move.reference(cited, joins=True)
        if new is None:
            raise CannotMoveError("lost", at)
        return new

    return rewritten(text, one)


def _moves_as_one(text: str, ref: str, move: Move, sheet: str) -> bool:
    """A formula shared by several rows still reads right in all of them when its head is rewritten alone."""
    whole = next(iter(references(ref)), None)
    if whole is None:
        return False
    height = whole.last_row - whole.first_row
    try:
        return height == 0 or filled(_moved(text, move, sheet, ref), height) == _moved(filled(text, height), move, sheet, ref)
    except ValueError:
        return False


def _reads_otherwise(text: str, move: Move, sheet: str) -> bool:
    """The cells that a formula reads are not the same any more; columns of tables may have grown."""
    for cited in references(text):
        if _is_own(cited, sheet) and cited.first_row:
            new = move.reference(cited, joins=True)
            if new is None or new.last_row - new.first_row != cited.last_row - cited.first_row:
                return True
        elif _is_own(cited, sheet):
            return True
    return any(found["table"] for found in TOKEN.finditer(text))


def _renumbered(data: bytes, prefix: bytes, move: Move) -> bytes:
    pattern = re.compile(rb"(<" + re.escape(prefix) + rb'(?:row|c)\b[^<>]*?\sr="[A-Z]{0,3})(\d+)(?=")')
    pieces = pattern.split(data)
    pieces[2::3] = [b"%d" % (int(number) + move.count) for number in pieces[2::3]]
    return b"".join(pieces)


def _spread(result: MovedRows) -> None:
    """What reads a stale result is stale too."""
    if not result.stale:
        return
    growing = True
    while growing:
        growing = False
        for place, text in result.after.items():
            if place not in result.stale and any(covers(cited, other) for cited in references(text) for other in result.stale):
                result.stale.add(place)
                growing = True


def covers(cited: Reference, cell: tuple[int, int]) -> bool:
    """True when a cell is among those cited."""
    first, last = sorted((cited.first_row or 1, cited.last_row or 1_048_576))
    return first <= cell[0] <= last and (not cited.first_column or cited.first_column <= cell[1] <= cited.last_column)
