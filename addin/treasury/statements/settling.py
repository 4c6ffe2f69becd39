"""What the balances say of lines that look alike: with them, without them, only one of the two adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

_MOST_ANSWERS = 2_000

Ground = Literal["likeness", "balance", "first_day", "last_day"]
_NEVER: tuple[Ground, ...] = ("last_day",)  # inside the closing balance or after it: the sum is the same
_ENDS: tuple[Ground, ...] = ("first_day", "last_day")  # the movements alone do not tell either


@dataclass(frozen=True)
class Doubt:
    """A line of a statement and a line that the account already holds, which may be one or two.

    Attributes:
        line, known: their positions.
        is_new: they are two; what is taken when no balance tells.
        ground: why there is a doubt: labels that differ, balances that differ, or a day that the file may cut in two.
        is_said: their labels look alike: it deserves a word to her.
        is_settled: the balances told.
    """

    line: int
    known: int
    cents: int
    is_new: bool
    ground: Ground
    is_said: bool = False
    is_settled: bool = False


@dataclass(frozen=True)
class Period:
    """The days of a statement whose balances prove it complete; minor units.

    Attributes:
        opening_cents, closing_cents: of the statement.
        held_cents: what the tab holds on these days, with the lines that are surely new.
        apart_first_cents, apart_last_cents: of it, on the first and on the last day, lines that are not of the statement.
        before_cents: balance of the tab on the evening before, None when not known.
    """

    opening_cents: int
    closing_cents: int
    held_cents: int
    apart_first_cents: int
    apart_last_cents: int
    before_cents: int | None


def settle(doubts: Sequence[Doubt], period: Period | None) -> list[Doubt]:
    """The doubts as the balances decide them; as they were when no single answer adds up.

    The tab's own balance comes first. Where it is not known, or does not lead to the closing balance either way, the
    statement's movements do: a proven statement is complete, so on its days the tab must move as much as it does.
    """
    if not doubts or period is None:
        return list(doubts)
    lasts = {0, period.apart_last_cents}
    if period.before_cents is not None:
        lacking = [period.closing_cents - period.before_cents - period.held_cents + apart for apart in sorted(lasts, key=abs)]
        before = period.opening_cents - period.before_cents
        if (answer := _first_answer(doubts, lacking, _NEVER, {before, before - period.apart_first_cents})) is not None:
            return answer
    moved = period.closing_cents - period.opening_cents - period.held_cents
    lacking = [moved + apart for apart in sorted({first + last for first in {0, period.apart_first_cents} for last in lasts}, key=abs)]
    return _first_answer(doubts, lacking, _ENDS, set()) or list(doubts)


def _first_answer(doubts: Sequence[Doubt], lacking: Sequence[int], fixed: Sequence[Ground], earlier: set[int]) -> list[Doubt] | None:
    """What is supposed, when one of the sums confirms it; else the first answer that one of them gives.

    Args:
        lacking: sums that the new lines must make, for each side on which other lines of the last day may stand.
        earlier: sums of lines of the first day that the tab holds before the opening balance.
    """
    supposed = sum(doubt.cents for doubt in doubts if doubt.is_new)
    for sums in ([each for each in lacking if each == supposed], lacking):
        for each in sums:
            if (answer := _answer(doubts, each, fixed)) is not None and _is_earlier(doubts, answer, earlier):
                return answer
    return None


def _is_earlier(doubts: Sequence[Doubt], answer: Sequence[Doubt], earlier: set[int]) -> bool:
    """Lines of the first day that turn out to be twins leave theirs before the opening balance: the tab leads to it with them."""
    turned = [one.cents for one, other in zip(doubts, answer, strict=True) if one.ground == "first_day" and other.is_new and not one.is_new]
    return not turned or sum(turned) in earlier


def _answer(doubts: Sequence[Doubt], lacking: int, fixed: Sequence[Ground]) -> list[Doubt] | None:
    """The one answer whose new lines make up what is lacking; the supposed one when several do; None when none does."""
    supposed = tuple(doubt.is_new for doubt in doubts)
    fitting = {
        answer
        for answer in _answers(doubts, fixed)
        if sum(doubt.cents for doubt, new in zip(doubts, answer, strict=True) if new) == lacking
    }
    if not fitting or (len(fitting) > 1 and supposed not in fitting):
        return None
    (answer,) = fitting if len(fitting) == 1 else (supposed,)
    return [
        replace(doubt, is_new=new, is_settled=len(fitting) == 1 and doubt.ground not in fixed)
        for doubt, new in zip(doubts, answer, strict=True)
    ]


def _answers(doubts: Sequence[Doubt], fixed: Sequence[Ground]) -> Iterator[tuple[bool, ...]]:
    """Ground by ground: as supposed, all known, all new; for lines of one amount also the first ones known and the others new."""
    places: dict[Ground, list[int]] = {}
    for at, doubt in enumerate(doubts):
        places.setdefault(doubt.ground, []).append(at)
    choices: list[list[tuple[bool, ...]]] = []
    for ground, ats in places.items():
        mine = [doubts[at] for at in ats]
        options = [tuple(doubt.is_new for doubt in mine)]
        if ground not in fixed:
            options += [(False,) * len(mine), (True,) * len(mine)]
            if len({doubt.cents for doubt in mine}) == 1 and len(mine) < _MOST_ANSWERS:
                options += [tuple(at >= known for at in range(len(mine))) for known in range(1, len(mine))]
        choices.append(list(dict.fromkeys(options)))
    for count, answer in enumerate(product(*choices)):
        if count >= _MOST_ANSWERS:
            return
        flat = [False] * len(doubts)
        for ats, chosen in zip(places.values(), answer, strict=True):
            for at, new in zip(ats, chosen, strict=True):
                flat[at] = new
        yield tuple(flat)
