"""What a receipt's file says, and which operations it proves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

READER = 1
"""Raised whenever files would be read in another way: what was kept of them is then read again."""

DayKind = Literal["document", "taken"]
Trouble = Literal["", "empty", "too_big", "encrypted", "broken", "slow", "forbidden", "no_text", "later", "no_reader"]
"""Why nothing was read inside a file. "no_text": a picture without OCR; "later": no time left for OCR; "no_reader": no PDF reader."""

_MOST_DAYS, _MOST_AMOUNTS, _MOST_NUMBERS, _LONGEST = 5, 8, 4, 400


@dataclass(frozen=True)
class SaidDay:
    """A date that a file says. `kind`: of the document, or when the picture was taken; `weight` 0–1: how likely it is the one."""

    day: date
    kind: DayKind = "document"
    weight: float = 1.0


@dataclass(frozen=True)
class SaidAmount:
    """An amount that a file says, in minor units of `currency` ("" when the file names none: two decimals). `weight` as in `SaidDay`."""

    cents: int
    currency: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class Reading:
    """What one file says: candidates, the likeliest first.

    Attributes:
        name: who issued it as far as it is told, for display.
        words: comparison key (`normalise`) of what may hold the name of the tiers.
        is_named: `name` was said as such (file name by the rule, XML invoice), not picked among words.
        numbers: invoice numbers as written.
        sources: what was read: "name", "text", "xml", "ocr".
        trouble: why its content was not read, "" when it was.
        by_rule: the file name follows the one rule.
    """

    days: tuple[SaidDay, ...] = ()
    amounts: tuple[SaidAmount, ...] = ()
    name: str = ""
    words: str = ""
    is_named: bool = False
    numbers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    trouble: Trouble = ""
    by_rule: bool = False

    @property
    def day(self) -> date | None:
        """The likeliest date of the document, else when the picture was taken."""
        return next((said.day for kind in ("document", "taken") for said in self.days if said.kind == kind), None)

    @property
    def amount(self) -> SaidAmount | None:
        """The likeliest amount."""
        return self.amounts[0] if self.amounts else None


@dataclass(frozen=True)
class FoundFile:
    """A file of the folder.

    Attributes:
        path: inside the folder, with « / ».
        link: where the workbook finds it: relative to the workbook, else whole.
        digest: SHA-256 in hexadecimal, "" when the file could not be opened.
        named, content: what its name says, and what stands inside.
        was: path that it had until now, "" when it is the same.
    """

    path: str
    link: str
    size: int
    modified_ns: int
    digest: str
    named: Reading
    content: Reading
    was: str = ""

    @cached_property
    def reading(self) -> Reading:
        """All that the file says."""
        return merged(self.named, self.content)

    @property
    def name(self) -> str:
        """Without its folder."""
        return self.path.rpartition("/")[2]

    def known_as(self) -> list[str]:
        """What she may call it: its path, its name, with and without the suffix; those of before too."""
        names = []
        for path in filter(None, (self.path, self.was)):
            name = path.rpartition("/")[2]
            names += [path, name, name.rpartition(".")[0] or name]
        return names


@dataclass(frozen=True)
class Scan:
    """A folder as found.

    Attributes:
        folder: as it is shown: from the folder of the workbook, else whole.
        files: by path.
        skipped: nature ("hidden", "temporary", "lock", "link", "other", "workbook") → how many.
        lacks_ocr, lacks_pdf: files whose text could not be read for want of a program.
    """

    folder: str
    files: tuple[FoundFile, ...]
    skipped: dict[str, int] = field(default_factory=dict)
    lacks_ocr: int = 0
    lacks_pdf: int = 0


@dataclass(frozen=True)
class Link:
    """A file and the operations that it proves (index of the operations).

    Attributes:
        file: position in the files given.
        status: "sure", "proposed" (waits for her), "hers" (she said so).
        score: 0–1.
        evidence: "amount", "name", "day", "number", "unique", "invoice", "sum_files", "sum_lines", "typed", "hers", "earlier".
        days: from the document to the payment, None when the document has no date.
    """

    file: int
    operations: tuple[int, ...]
    status: Literal["sure", "proposed", "hers"]
    score: float
    evidence: tuple[str, ...]
    days: int | None = None


def merged(first: Reading, *others: Reading) -> Reading:
    """Several readings of one file as one: of each candidate its greatest weight, the first reading's name before the others'.

    The trouble is that of the last reading that has one.
    """
    readings = (first, *others)
    days: dict[tuple[date, DayKind], float] = {}
    amounts: dict[tuple[int, str], float] = {}
    for reading in readings:
        for said in reading.days:
            days[said.day, said.kind] = max(days.get((said.day, said.kind), 0.0), said.weight)
        for amount in reading.amounts:
            amounts[amount.cents, amount.currency] = max(amounts.get((amount.cents, amount.currency), 0.0), amount.weight)
    named = next((each for each in readings if each.is_named), None) or next((each for each in readings if each.name), first)
    return bounded(
        Reading(
            tuple(SaidDay(day, kind, weight) for (day, kind), weight in days.items()),
            tuple(SaidAmount(cents, currency, weight) for (cents, currency), weight in amounts.items()),
            named.name,
            " ".join(dict.fromkeys(each.words for each in readings if each.words)),
            named.is_named,
            tuple(dict.fromkeys(number for each in readings for number in each.numbers)),
            tuple(dict.fromkeys(source for each in readings for source in each.sources)),
            next((each.trouble for each in reversed(readings) if each.trouble), ""),
            any(each.by_rule for each in readings),
        )
    )


def bounded(reading: Reading) -> Reading:
    """The reading with its likeliest candidates first, and few enough to be kept in a cell."""
    return replace(
        reading,
        days=tuple(sorted(reading.days, key=lambda said: (-said.weight, said.kind, said.day)))[:_MOST_DAYS],
        amounts=tuple(sorted(reading.amounts, key=lambda said: (-said.weight, -abs(said.cents))))[:_MOST_AMOUNTS],
        name=_printable(reading.name)[:80],
        words=_printable(reading.words)[:_LONGEST],
        numbers=tuple(_printable(number)[:40] for number in reading.numbers[:_MOST_NUMBERS]),
    )


def _printable(text: str) -> str:
    """The text without what no cell can hold (half characters and control signs out of a PDF)."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)


def packed(reading: Reading) -> str:
    """A reading as one short text, for the memory of the workbook."""
    told = {
        "v": READER,
        "d": [[said.day.isoformat(), said.kind, round(said.weight, 2)] for said in reading.days],
        "a": [[said.cents, said.currency, round(said.weight, 2)] for said in reading.amounts],
        "n": reading.name,
        "w": reading.words,
        "i": int(reading.is_named),
        "f": list(reading.numbers),
        "s": list(reading.sources),
        "t": reading.trouble,
        "r": int(reading.by_rule),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> Reading | None:
    """What `packed` made, None for anything else: the file is then read again."""
    try:
        told = json.loads(text)
        if told["v"] != READER:
            return None
        return Reading(
            tuple(SaidDay(date.fromisoformat(day), kind, float(weight)) for day, kind, weight in told["d"]),
            tuple(SaidAmount(int(cents), str(currency), float(weight)) for cents, currency, weight in told["a"]),
            str(told["n"]),
            str(told["w"]),
            bool(told["i"]),
            _texts(told["f"]),
            _texts(told["s"]),
            told["t"],
            bool(told["r"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
