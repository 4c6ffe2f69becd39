"""What one cell given as an argument says: an amount, a date, a whole number, a word of a list; or why it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from addin.messages import NAMES, TresoError, french, say
from addin.treasury.counterparties import normalise

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")

ALL = ("TOUS", "TOUT", "TOUTES")
"""Words for « all of them », beside nothing."""
_SHOWN = 12
_PART = 3  # letters from which a part of a name suggests it
_NUMBERS = frozenset({float, int, Decimal})


def is_blank(cell: object) -> bool:
    """True for an argument left out, an empty cell and a text of spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: object) -> str:
    """The words of a cell, "" for a blank one; a whole number without decimals (« 2026 »)."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def shown(cell: object) -> str:
    """A cell as a sentence quotes it."""
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, (date, datetime)):
        return f"{cell:%d/%m/%Y}"
    return text_of(cell).replace(".", ",") if isinstance(cell, float) else text_of(cell)


def amounts_of(cells: Sequence[object], argument: str, decimals: int = 2) -> tuple[np.ndarray, dict[int, TresoError]]:
    """Minor units of a column of amounts, and the refusals by position; a blank cell counts 0, as everywhere in Excel.

    Each text is read by itself, whatever stands beside it: a cell gives the same result alone and in a range.
    """
    from addin.treasury.amounts import read_amounts

    column = read_amounts([cell if type(cell) in _NUMBERS else None for cell in cells], decimals)
    cents, refused = column.cents, {at: _not_amount(cells[at], argument) for at in column.troubles}
    texts: dict[str, tuple[int, bool]] = {}
    for at, cell in enumerate(cells):
        if type(cell) in _NUMBERS or is_blank(cell):
            continue
        known = False
        if isinstance(cell, str):
            if cell not in texts:
                read = read_amounts([cell], decimals)
                texts[cell] = int(read.cents[0]), bool(read.known[0])
            cents[at], known = texts[cell]
        if not known:
            refused[at] = _not_amount(cell, argument)
    return cents, refused


def day_of(cell: object, argument: str) -> date | None:
    """The day of a date, a serial number or a text jj/mm/aaaa; None for a blank cell.

    Raises:
        TresoError: ARGUMENT_NOT_DATE.
    """
    from addin.treasury.dates import read_date

    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if is_blank(cell):
        return None
    day = None if isinstance(cell, bool) else read_date(cell)
    if day is None:
        raise TresoError("ARGUMENT_NOT_DATE", argument=argument, value=shown(cell))
    return day


def days_of(cells: Sequence[object], argument: str) -> tuple[list[date | None], dict[int, TresoError]]:
    """The days of a column, and the refusals by position; each distinct cell is read once, by itself."""
    days: list[date | None] = []
    refused: dict[int, TresoError] = {}
    known: dict[object, date | TresoError | None] = {}
    for at, cell in enumerate(cells):
        key = (type(cell), cell)
        if key not in known:
            try:
                known[key] = day_of(cell, argument)
            except TresoError as refusal:
                known[key] = refusal
        found = known[key]
        days.append(None if isinstance(found, TresoError) else found)
        if isinstance(found, TresoError):
            refused[at] = found
    return days, refused


def refusing(results: list[object], *refused: Mapping[int, TresoError]) -> list[object]:
    """The results with refusals in their places, those of the first argument before those of the others."""
    for refusals in reversed(refused):
        for at, refusal in refusals.items():
            results[at] = refusal
    return results


def whole_of(cell: object, argument: str, default: int, least: int, most: int) -> int:
    """A whole number within bounds, both included; the default for a blank cell.

    Raises:
        TresoError: ARGUMENT_NOT_WHOLE, with the bounds.
    """
    from addin.treasury.amounts import read_amounts

    if is_blank(cell):
        return default
    column = read_amounts([cell], 2)
    cents = int(column.cents[0])
    if isinstance(cell, bool) or not column.known[0] or cents % 100 or not least <= cents // 100 <= most:
        raise TresoError("ARGUMENT_NOT_WHOLE", argument=argument, value=shown(cell), least=least, most=most)
    return cents // 100


def choice(cell: object, argument: str, known: Mapping[str, T], default: T) -> T:
    """What a word of a list stands for, compared without case, accents, spaces and underscores; the default for a blank cell.

    Args:
        known: word as shown → what it stands for.
    Raises:
        TresoError: ARGUMENT_UNKNOWN, with the words.
    """
    if is_blank(cell):
        return default
    wanted = _key(text_of(cell))
    for word, meaning in known.items():
        if _key(word) == wanted:
            return meaning
    raise TresoError("ARGUMENT_UNKNOWN", argument=argument, value=shown(cell), known=", ".join(known))


def one_of(cell: object, argument: str, known: Iterable[str]) -> str:
    """The word of a list that a cell means, as the list writes it; compared as in `choice`.

    Raises:
        TresoError: ARGUMENT_UNKNOWN, with the words; for a blank cell too.
    """
    words = {word: word for word in known}
    if is_blank(cell):
        raise TresoError("ARGUMENT_UNKNOWN", argument=argument, value="", known=", ".join(words))
    return choice(cell, argument, words, "")


def is_all(cell: object) -> bool:
    """True when nothing in particular is asked for: blank, or « TOUS »."""
    return is_blank(cell) or normalise(text_of(cell)) in ALL


def one_name(cell: object, argument: str, what: str, known: Iterable[str]) -> str:
    """The name of the workbook that a cell means, compared without case, accents and punctuation.

    Args:
        what: key of `NAMES`: « compte », « client »…
    Raises:
        TresoError: NAME_UNKNOWN, with the names that are known, the nearest first.
    """
    names = {normalise(name): name for name in known}
    wanted = normalise(text_of(cell))
    if wanted in names:
        return names[wanted]
    near = [key for key in names if min(len(wanted), len(key)) >= _PART and (wanted in key or key in wanted)]
    near += [key for key in get_close_matches(wanted, names, n=_SHOWN, cutoff=0.5) if key not in near]
    rest = [key for key in names if key not in near]
    listed = [names[key] for key in (*near, *rest)]
    more = f" (+{len(listed) - _SHOWN})" if len(listed) > _SHOWN else ""
    raise TresoError(
        "NAME_UNKNOWN",
        argument=argument,
        what=NAMES[what],
        value=shown(cell),
        known=(", ".join(listed[:_SHOWN]) or NAMES["none"]) + more,
        remedy=say(NAMES["near"], name=names[near[0]]) if near else french(NAMES["other"]),
    )


def _not_amount(cell: object, argument: str) -> TresoError:
    return TresoError("ARGUMENT_NOT_AMOUNT", argument=argument, value=shown(cell))


def _key(word: str) -> str:
    return normalise(word).replace(" ", "")
