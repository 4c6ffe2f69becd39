"""Categories that she renamed in « Catégories » since the last run: same place or same account, another name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.treasury.headings import simplify

Listed = Sequence[tuple[str, str]]
"""Names and accounts of « Catégories », in order."""


@dataclass(frozen=True)
class Renaming:
    """A name that became another one."""

    old: str
    new: str


def renamings_of(before: Listed, after: Listed) -> tuple[Renaming, ...]:
    """What she renamed between two states of « Catégories »; nothing where it is not plain what became of a name.

    A name that is no longer there became the one that stands at its place with its account (or both without one, or when the names are
    spelt alike), else the one new name that carries the account which only the old name carried. A name that still stands is not renamed:
    two names that changed places stay what they are.

    >>> renamings_of([("Loyer", "613"), ("Pub", "623")], [("Loyer", "613"), ("Publicité", "623")])
    (Renaming(old='Pub', new='Publicité'),)
    """
    old, new = _told(before), _told(after)
    still = {name for name, _ in old} & {name for name, _ in new}
    gone, come = [each for each in old if each[0] not in still], [each for each in new if each[0] not in still]
    found: dict[str, str] = {}
    for first, second in _same_place(old, new, still):
        if first[1] == second[1] or simplify(first[0]) == simplify(second[0]):
            found[first[0]] = second[0]
    accounts_of_old, accounts_of_new = Counter(account for _, account in old), Counter(account for _, account in new)
    by_account = {account: name for name, account in come if account and accounts_of_new[account] == 1}
    for name, account in gone:
        if name not in found and accounts_of_old[account] == 1 and by_account.get(account, "") not in ("", *found.values()):
            found[name] = by_account[account]
    return tuple(Renaming(name, found[name]) for name, _ in gone if name in found)


def renamed(operations: pd.DataFrame, renamings: Sequence[Renaming]) -> pd.Series:
    """The category of each operation once renamed; the others as they stand.

    A line carries a category whatever the accents and the case it was typed with.

    Args:
        operations: OPERATIONS rows.
    """
    names: Mapping[str, str] = {simplify(each.old): each.new for each in renamings}
    kept = {each.new for each in renamings}
    codes, distinct = pd.factorize(operations["category"])
    becomes = [text if text in kept else names.get(simplify(text), text) for text in map(str, distinct)]
    if not len(distinct):
        return operations["category"]
    return pd.Series(np.array(becomes, dtype=object)[codes], index=operations.index, name="category")


def _told(listed: Listed) -> list[tuple[str, str]]:
    """Each name once, the first time."""
    first: dict[str, str] = {}
    for name, account in listed:
        if name.strip():
            first.setdefault(name.strip(), account.strip())
    return list(first.items())


def _same_place(old: Listed, new: Listed, still: set[str]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Names gone and names come that stand at the same place: as many of each between the same two names that are still there."""
    after = dict(_gaps(new, still))
    return [
        pair for ends, gone in _gaps(old, still) for pair in zip(gone, after.get(ends, ()), strict=False) if len(after[ends]) == len(gone)
    ]


def _gaps(listed: Listed, still: set[str]) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Names that are not in the other list, by the names that stand before and after them ("" at the ends)."""
    gaps: list[tuple[tuple[str, str], list[tuple[str, str]]]] = []
    last, gap = "", list[tuple[str, str]]()
    for name, account in [*listed, ("", "")]:
        if name and name not in still:
            gap.append((name, account))
            continue
        gaps.append(((last, name), gap))
        last, gap = name, []
    return gaps
