"""Several files for one line, several lines for one file: exact sums of a few, of the same tiers, and only when there is one way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from addin.treasury.currency import exponent
from addin.treasury.receipts.likelihood import FileWords, words_of
from addin.treasury.receipts.model import Link, SaidAmount
from addin.treasury.receipts.targets import Target

_MOST_PARTS, _MOST_CANDIDATES = 4, 14
_LEAST_WEIGHT = 0.75
_LINE_DAYS = 62
"""Lines that pay one document in parts lie at most so far apart."""
_SCORE = 0.8


def add_up(files: Mapping[int, FileWords], targets: Sequence[Target], refused: Collection[tuple[int, int]]) -> list[Link]:
    """Links of what is left over by the pairs: sums of two to four.

    Args:
        files: those without a link, by position.
        targets: those without a file.
        refused: (file, operation) never to be linked.
    """
    lines = [target for target in targets if target.invoice < 0]
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, target in enumerate(lines):
        for word in {word for name in target.names for word in words_of(name)}:
            by_word[word].append(at)
    told = {at: said for at, words in files.items() if (said := _total(words)) is not None}
    meetings: dict[int, list[int]] = defaultdict(list)  # line → files that name its tiers
    of_file: dict[int, list[int]] = {}
    for file in told:
        candidates = {at for word in files[file].words for at in by_word.get(word, ())}
        mine = [at for at in sorted(candidates) if files[file].naming(lines[at].names) >= 1.0 and files[file].timing(lines[at].days)[0] > 0]
        of_file[file] = [at for at in mine if (file, lines[at].operations[0]) not in refused]
        for at in of_file[file]:
            meetings[at].append(file)
    links: list[Link] = []
    used: set[int] = set()
    taken: set[int] = set()
    for at in sorted(meetings):
        links += _files_of_line(at, [file for file in meetings[at] if file not in used], lines, told, used, taken)
    for file in sorted(of_file):
        if file not in used:
            links += _lines_of_file(file, [at for at in of_file[file] if at not in taken], lines, told, taken)
    return links


def _files_of_line(
    at: int, files: Sequence[int], lines: Sequence[Target], told: Mapping[int, SaidAmount], used: set[int], taken: set[int]
) -> list[Link]:
    amounts = [_thousandths(told[file], lines[at]) for file in files]
    for wanted, currency in lines[at].amounts:
        parts = _only_sum([amount or 0 for amount in amounts], wanted * 10 ** (3 - exponent(currency)))
        if parts:
            used.update(files[part] for part in parts)
            taken.add(at)
            return [Link(files[part], lines[at].operations, "sure", _SCORE, ("sum_files", "name")) for part in parts]
    return []


def _lines_of_file(
    file: int, candidates: Sequence[int], lines: Sequence[Target], told: Mapping[int, SaidAmount], taken: set[int]
) -> list[Link]:
    said = told[file]
    near = [at for at in candidates if any(not said.currency or said.currency == code for _, code in lines[at].amounts[:1])]
    amounts = [lines[at].amounts[0][0] * 10 ** (3 - exponent(lines[at].amounts[0][1])) for at in near]
    parts = _only_sum(amounts, said.cents * 10 ** (3 - exponent(said.currency or "DZD")))
    if not parts:
        return []
    days = [lines[near[part]].days[0] for part in parts]
    if max(days) - min(days) > _LINE_DAYS:
        return []
    taken.update(near[part] for part in parts)
    operations = tuple(line for part in parts for line in lines[near[part]].operations)
    return [Link(file, operations, "sure", _SCORE, ("sum_lines", "name"))]


def _only_sum(amounts: Sequence[int], wanted: int) -> tuple[int, ...]:
    """Positions of the two to four amounts that add up exactly; empty without any, with two ways to do it, or too many candidates."""
    usable = [at for at, amount in enumerate(amounts) if 0 < amount < wanted]
    if len(usable) > _MOST_CANDIDATES:
        return ()
    ways = [
        parts
        for count in range(2, _MOST_PARTS + 1)
        for parts in combinations(usable, count)
        if sum(amounts[part] for part in parts) == wanted
    ]
    return ways[0] if len(ways) == 1 else ()


def _total(words: FileWords) -> SaidAmount | None:
    """The amount of a file that is clearly its total."""
    amounts = words.reading.amounts
    if not amounts or amounts[0].weight < _LEAST_WEIGHT:
        return None
    return amounts[0]


def _thousandths(said: SaidAmount, line: Target) -> int | None:
    """The amount of a file as part of a line, None when it is in another currency."""
    if said.currency and all(said.currency != code for _, code in line.amounts):
        return None
    return said.cents * int(10 ** (3 - exponent(said.currency or "DZD")))
