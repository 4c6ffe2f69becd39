"""Lines to categorise for the measures of speed: known ones with a category, then new ones without."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from addin.treasury.dossier import OPERATION_COLUMNS, Dossier, frame
from addin.treasury.meaning import with_meaning
from addin.treasury.reading import build_dossier
from bench.workbooks import CATEGORIES

COUNCIL = Path(__file__).parents[2] / "shared" / "data" / "council_spend" / "harrogate_2015_2019.csv.gz"
_FIRST = date(2015, 1, 1)


class Line(NamedTuple):
    day: date
    label: str
    cents: int
    category: str


def lines_of(known: int, new: int, *, fine: bool = False) -> tuple[list[Line], list[Line], str]:
    """Known lines, the oldest, then new ones, and where they come from.

    Supplier and narrative of a council's payments; once they are used up they come again with a reference of their own, so that few
    labels are the same. Without that set: labels made up from 3,000 names.

    Args:
        fine: categories are the council's accounts, more than a hundred, instead of its 8 categories.
    """
    given, source = (_council("code" if fine else "category"), "council_spend") if COUNCIL.exists() else (_made_up(), "made-up lines")
    lines = list(islice(_again(list(islice(given, 60_000))), known + new))
    return lines[:known], lines[known:], source


def operations_of(lines: list[Line], *, with_category: int) -> pd.DataFrame:
    """OPERATIONS of lines; the first ones carry their category."""
    count = len(lines)
    days = pd.to_datetime([line.day for line in lines])
    return with_meaning(
        frame(
            OPERATION_COLUMNS,
            {
                "sheet": ["BNA"] * count,
                "row": list(range(2, count + 2)),
                "account": ["BNA"] * count,
                "position": list(range(count)),
                "booked_on": days,
                "value_date": days,
                "label": [line.label for line in lines],
                "amount_cents": [line.cents for line in lines],
                "base_cents": [line.cents for line in lines],
                "currency": ["DZD"] * count,
                "category": [line.category if at < with_category else "" for at, line in enumerate(lines)],
            },
        )
    )


def dossier_with(operations: pd.DataFrame) -> Dossier:
    """A dossier of bank lines only."""
    return replace(build_dossier([]), base_currency="DZD", operations=operations)


def _council(target: str) -> Iterator[Line]:
    column = f"expenditure_{target}"
    with gzip.open(COUNCIL) as packed:
        rows = [row for row in csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8")) if row["date"] and row[column]]
    for row in sorted(rows, key=lambda row: row["date"]):
        label = f"{row['supplier']} {row['narrative']}".strip()
        yield Line(date.fromisoformat(row["date"]), label, -round(float(row["amount"] or 0) * 100), row[column])


def _made_up() -> Iterator[Line]:
    draw = random.Random(7)
    names = [f"{draw.choice(('SARL', 'EURL', 'ETS', 'STE'))} {''.join(draw.choices('ABDEILMNORSTU', k=8))}" for _ in range(3_000)]
    for at in range(60_000):
        number = min(int(draw.paretovariate(0.6)), 3_000) - 1
        label = f"VIR {names[number]} FA{draw.randrange(10_000)}"
        yield Line(_FIRST + timedelta(days=at // 40), label, -draw.randrange(10_000, 9_000_000), CATEGORIES[number % 6])


def _again(lines: list[Line]) -> Iterator[Line]:
    """The lines, then the last two thirds of them again, each with a reference and a later day."""
    yield from lines
    repeated = lines[len(lines) // 3 :]
    last = lines[-1].day
    for at in range(10**9):
        line = repeated[at % len(repeated)]
        yield line._replace(day=last + timedelta(days=1 + at // 100), label=f"{line.label} REF{at:06d}")
