"""Amount columns of a statement: their decimal mark, and what proves it; the words that say which way the money went."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from addin.treasury.amount_shapes import only_mark, proven_marks
from addin.treasury.amounts import AmountColumn, read_amounts
from addin.treasury.characters import plain
from addin.treasury.headings import simplify
from addin.treasury.signs import read_directions

_THOUSAND_OR_DECIMALS = re.compile(r"^(\D*\d{1,3})([.,])(\d{3})(\D*)$")
_OUT = "af out outflow soll debet dare addebito cargo debito ud ut uitgaven ausgang kiadas vydaj wydatek مدين سحب"
_IN = "bij in inflow haben kredit avere accredito abono credito ind inn eingang bevetel prijem wplyw دائن ايداع"
_OWN = {simplify(word): sign for sign, words in ((-1, _OUT), (1, _IN)) for word in words.split()}
_PARTNERS = {"o": "i", "i": "o", "k": "d", "h": "s", "s": "he", "e": "s"}
"""A letter that says little without its partner: out and in, Kredit and Debet, Haben and Soll, entrée and sortie."""
_LETTERS_IN = "ikhe"
_DIRECTION_HEADING = re.compile(
    r"sens( .*)?|[dckshe] [dckshe]|dc|dk|sh|(cr|dr) (cr|dr)|"
    r"(debit|credit|soll|haben|af|bij|debet)( (debit|credit|soll|haben|af|bij|debet))+"
    r"( indicator)?|(debit ou credit)|cd ?flag|segno|signo|signe|vorzeichen|bevetel kiadas|مدين داين|مدين دائن"
)
BLANK, UNKNOWN = 2, 0


@dataclass(frozen=True)
class AmountsFound:
    """The amount columns of a file.

    Attributes:
        columns: field → amounts in minor units.
        mark: decimal mark, "" when no text depends on it.
        why: "typed" (numbers), "proven", "plain" (each text can be read in one way only), "chosen", "profile", "open".
        count, proofs: texts, and those of them that show the mark.
        ambiguous: field → positions of texts that have two readings.
    """

    columns: Mapping[str, AmountColumn]
    mark: str
    why: str
    count: int = 0
    proofs: int = 0
    example: str = ""


def read_marked_amounts(cells: Mapping[str, Sequence[object]], decimals: int, mark: str, why: str) -> AmountsFound:
    """Amount columns, read together.

    Args:
        cells: field → cells.
        decimals: decimals of the currency.
        mark: given decimal mark, "" to find it out.
        why: "chosen" or "profile" when it is given.
    """
    marks = proven_marks(cells.values())
    count, proven = marks.total(), only_mark(marks)
    is_given = bool(mark) and not proven
    settled = mark if is_given else proven
    columns = {}
    for name, column in cells.items():
        forced = (
            [_as_told(cell, settled) if type(cell) is str else cell for cell in column]
            if is_given or (settled and decimals == 3)
            else column
        )
        columns[name] = read_amounts(forced, decimals, settled)
    doubtful = [cells[name][i] for name, column in columns.items() for i, trouble in column.troubles.items() if trouble == "ambiguous"]
    example = str(doubtful[0]) if doubtful else ""
    if not count:
        return AmountsFound(columns, "", "typed")
    if settled:
        return AmountsFound(columns, settled, why if is_given else "proven", count, marks[settled])
    return AmountsFound(columns, "", "open" if doubtful else "plain", count, 0, example)


def _as_told(text: str, mark: str) -> str:
    """« 1.234 » in a form that has one reading, the decimal mark being known."""
    match = _THOUSAND_OR_DECIMALS.match(plain(text))
    if match is None:
        return text
    return f"{match[1]}{mark}{match[3]}0{match[4]}" if match[2] == mark else f"{match[1]}{match[3]}{match[4]}"


def read_flags(cells: Sequence[object], *, is_named: bool = False) -> np.ndarray:
    """-1 money out, 1 money in, `BLANK`, `UNKNOWN`: the words of bank exports, in the languages of `columns_vocabulary` too.

    Args:
        is_named: the heading says that this is the direction; else a single letter counts only beside its partner.
    """
    texts = [cell if type(cell) is str else "" if cell is None else str(cell) for cell in cells]
    known = read_directions(texts)
    distinct = {text: simplify(text) for text in set(texts)}
    words = {word for word in distinct.values() if word}
    meaning: dict[str, int | None] = {}
    for text, word in distinct.items():
        if word in _PARTNERS:
            meaning[text] = (1 if word in _LETTERS_IN else -1) if is_named or words & set(_PARTNERS[word]) else UNKNOWN
        else:
            meaning[text] = _OWN.get(word)
    for i, text in enumerate(texts):
        if text and (sign := meaning[text]) is not None:
            known[i] = sign
    return known


def names_direction(heading: str) -> bool:
    """True for a heading that can only be that of a direction (« Sens », « D/C »), not for « Type »."""
    return _DIRECTION_HEADING.fullmatch(simplify(heading)) is not None
