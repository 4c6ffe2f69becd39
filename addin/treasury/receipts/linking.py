"""Which file belongs to which operation: solved for all of them together, no file and no operation given away twice.

Files and targets meet over equal amounts (or an invoice number); each meeting is scored (`likelihood`), the best set of pairs is
chosen (`scipy`'s assignment inside each group that hangs together), and a pair that another choice would serve as well is only
proposed. Then files that add up to one line, and lines that add up to one file, of the same tiers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from addin.treasury.connected import connected
from addin.treasury.currency import exponent
from addin.treasury.receipts.likelihood import FileWords, likelihood
from addin.treasury.receipts.model import Link, Reading
from addin.treasury.receipts.sums import add_up
from addin.treasury.receipts.targets import Target

SURE, PROPOSED = 0.72, 0.50
_MARGIN = 0.05
_NEAREST = 24
"""Targets of one amount that a file is compared with at most: those nearest in time."""
_LARGEST_GROUP = 500
_TWIN_DAYS = 10
_ROUND = 1000 * 1000  # thousandths: a multiple of 1 000 units is no telling amount
_NEVER = -1.0e6


class _Edge(NamedTuple):
    file: int
    target: int
    score: float
    evidence: tuple[str, ...]
    days: int | None


def link_files(
    readings: Sequence[Reading],
    targets: Sequence[Target],
    *,
    kept: Mapping[int, tuple[int, ...]] = {},
    refused: Collection[tuple[int, int]] = (),
) -> list[Link]:
    """The files that prove operations, sure ones and proposals.

    Args:
        readings: of the files, second copies left out.
        targets: `targets_of`.
        kept: file → operations, as she said; neither is matched otherwise.
        refused: (file, operation) that she does not want.
    Returns:
        In the order of the files; a file stands in one link at most, a target in one sure link at most.
    """
    taken = {operation for operations in kept.values() for operation in operations}
    links = {file: Link(file, operations, "hers", 1.0, ("hers",)) for file, operations in kept.items() if operations}
    free = [at for at, target in enumerate(targets) if not taken.intersection(target.operations)]
    files = {at: FileWords(reading) for at, reading in enumerate(readings) if at not in kept and (reading.amounts or reading.numbers)}
    no = set(refused)
    edges = [edge for edge in _edges(files, targets, free) if not any((edge.file, line) in no for line in targets[edge.target].operations)]
    chosen = _assigned(edges)
    doubtful = _doubtful(chosen, edges, targets)
    for edge in chosen:
        is_sure = edge.score >= SURE and edge.file not in doubtful
        links[edge.file] = Link(
            edge.file, targets[edge.target].operations, "sure" if is_sure else "proposed", round(edge.score, 3), edge.evidence, edge.days
        )
    used = {line for link in links.values() for line in link.operations}
    left_files = {at: words for at, words in files.items() if at not in links}
    left_targets = [target for at in free if not used.intersection((target := targets[at]).operations)]
    for link in add_up(left_files, left_targets, no):
        links.setdefault(link.file, link)
    return [links[at] for at in sorted(links)]


def _edges(files: Mapping[int, FileWords], targets: Sequence[Target], free: Sequence[int]) -> list[_Edge]:
    """Every meeting worth a look, with its score."""
    by_amount: dict[int, list[tuple[int, int]]] = defaultdict(list)  # thousandths → (last day, target)
    by_number: dict[str, list[int]] = defaultdict(list)
    for at in free:
        for key in {thousandths(cents, currency) for cents, currency in targets[at].amounts}:
            by_amount[key].append((max(targets[at].days), at))
        for number in targets[at].numbers:
            by_number[number].append(at)
    for group in by_amount.values():
        group.sort()
    weighed: list[tuple[int, int, float]] = []
    for file, words in files.items():
        weights: dict[int, float] = {}
        for said in words.reading.amounts:
            key = thousandths(said.cents, said.currency)
            for at in _nearest(by_amount.get(key, ()), words):
                if _bears(targets[at], said.cents, said.currency):
                    weights[at] = max(weights.get(at, 0.0), said.weight)
        for number in words.numbers:
            for at in by_number.get(number, ())[:_NEAREST]:
                weights.setdefault(at, 0.0)
        weighed += [(file, at, weight) for at, weight in weights.items() if files[file].may_be(targets[at])]
    of_file = Counter(file for file, _, _ in weighed)
    of_target = Counter(at for _, at, _ in weighed)
    edges = []
    for file, at, weight in weighed:
        is_telling = any(thousandths(cents, currency) % _ROUND for cents, currency in targets[at].amounts)
        is_unique = is_telling and of_file[file] == 1 and of_target[at] == 1
        found = likelihood(files[file], targets[at], weight, is_unique=is_unique)
        if found is not None and found.score >= PROPOSED:
            edges.append(_Edge(file, at, found.score, found.evidence, found.days))
    return edges


def thousandths(cents: int, currency: str) -> int:
    """An amount as one number whatever the decimals of its currency; without a currency it has two."""
    return cents * int(10 ** (3 - exponent(currency or "DZD")))


def _bears(target: Target, cents: int, currency: str) -> bool:
    wanted = thousandths(cents, currency)
    return any(thousandths(own, code) == wanted and (not currency or currency == code) for own, code in target.amounts)


def _nearest(found: Sequence[tuple[int, int]], words: FileWords) -> list[int]:
    if len(found) <= _NEAREST or not words.days:
        return [at for _, at in found[:_NEAREST]]
    middle = bisect_left(found, (words.days[0][0], -1))
    start = max(0, min(middle - _NEAREST // 3, len(found) - _NEAREST))  # a payment follows its document
    return [at for _, at in found[start : start + _NEAREST]]


def _assigned(edges: Sequence[_Edge]) -> list[_Edge]:
    """The pairs whose scores add up to the most, each file and each target once."""
    from scipy.optimize import linear_sum_assignment

    chosen = []
    for group in connected(edges, lambda edge: (("file", edge.file), ("target", edge.target))):
        files, targets = sorted({edge.file for edge in group}), sorted({edge.target for edge in group})
        if len(files) == 1:
            chosen.append(max(group, key=lambda edge: (edge.score, -edge.target)))
            continue
        if max(len(files), len(targets)) > _LARGEST_GROUP:
            chosen += _greedy(group)
            continue
        rows, columns = {file: i for i, file in enumerate(files)}, {target: j for j, target in enumerate(targets)}
        scores = np.full((len(files), len(targets)), _NEVER)
        at = {}
        for edge in group:
            scores[rows[edge.file], columns[edge.target]] = edge.score
            at[rows[edge.file], columns[edge.target]] = edge
        picked = zip(*linear_sum_assignment(scores, maximize=True), strict=True)
        chosen += [at[int(i), int(j)] for i, j in picked if (int(i), int(j)) in at]
    return chosen


def _greedy(group: Sequence[_Edge]) -> list[_Edge]:
    files: set[int] = set()
    targets: set[int] = set()
    chosen = []
    for edge in sorted(group, key=lambda edge: (-edge.score, edge.file, edge.target)):
        if edge.file not in files and edge.target not in targets:
            files.add(edge.file)
            targets.add(edge.target)
            chosen.append(edge)
    return chosen


def _doubtful(chosen: Sequence[_Edge], edges: Sequence[_Edge], targets: Sequence[Target]) -> set[int]:
    """Files whose pair another choice would serve as well: another free partner, or an exchange of partners with another pair.

    Twins may be exchanged when both have a file: each then has its receipt, whichever it is. When one is left without, only twins
    of the same day are alike; else she would be asked for the wrong one.
    """
    of_file = {edge.file: edge for edge in chosen}
    of_target = {edge.target: edge for edge in chosen}
    score = {(edge.file, edge.target): edge.score for edge in edges}
    doubtful: set[int] = set()
    for edge in edges:
        mine, theirs = of_file.get(edge.file), of_target.get(edge.target)
        if mine is edge or (mine is None and theirs is None):
            continue
        if mine is not None and _are_twins(targets[mine.target], targets[edge.target], 0 if theirs is None else _TWIN_DAYS):
            continue
        if mine is not None and theirs is None:  # this file could as well go to a free target
            if mine.score - edge.score < _MARGIN:
                doubtful.add(edge.file)
        elif mine is None and theirs is not None:  # a file left over could as well take this target
            if theirs.score - edge.score < _MARGIN:
                doubtful.add(theirs.file)
        elif mine is not None and theirs is not None:
            crossed = score.get((theirs.file, mine.target))
            if crossed is not None and mine.score + theirs.score - edge.score - crossed < _MARGIN:
                doubtful |= {edge.file, theirs.file}
    return doubtful


def _are_twins(one: Target, other: Target, days: int) -> bool:
    """Lines of one tiers and one amount, at most so many days apart."""
    is_near = abs(max(one.days) - max(other.days)) <= days
    return is_near and (one.amounts, one.names, one.invoice) == (other.amounts, other.names, other.invoice) and bool(one.names)
