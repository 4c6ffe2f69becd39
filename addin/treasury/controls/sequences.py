"""Numbers that should follow each other (séquences): own invoices and cheques that are missing, a number given twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from addin.treasury.controls.model import LOOK_BACK_DOUBLES, Books, ControlFinding
from addin.treasury.controls.references import reference_of
from addin.treasury.counterparties import normalise
from addin.treasury.dates import as_date
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.stable_key import key_of

_SERIES = re.compile(r"([A-Z]*)([0-9]{1,9})")
_ENOUGH = 8
"""Numbers of a series before a gap in it means anything."""
_DENSE = 0.7
"""Share of the numbers between the first and the last that are there: else it is not counted one by one."""
_NAMED = 8
"""Missing numbers that are named; of more, the first ones."""


def broken_sequences(books: Books) -> Iterator[ControlFinding]:
    """Gaps among the numbers of own invoices and of cheques, and numbers of own invoices given twice."""
    yield from _own_invoices(books)
    yield from _cheques(books)


def _own_invoices(books: Books) -> Iterator[ControlFinding]:
    invoices = books.dossier.invoices
    issued = invoices["issued_on"].fillna(invoices["due_on"])
    mine = invoices[(invoices["side"] == "customer") & (issued <= pd.Timestamp(books.as_of))].assign(on=issued)
    mine = mine[mine["on"] >= books.since(LOOK_BACK_DOUBLES)]
    series: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, text in zip(mine.index.tolist(), mine["number"], strict=True):
        number = invoice_number(str(text))
        parts = _SERIES.fullmatch(number.short) if number else None
        if number and parts:
            series[parts[1], number.year][int(parts[2])].append(index)
    for (letters, year), given in series.items():
        name = f"{letters} 20{year}".strip() if year else letters
        yield from _missing("invoice_gap", np.array(sorted(given)), name, books)
        for figure, indices in given.items():
            if len(indices) < 2:
                continue
            rows = mine.loc[indices]
            told = set(zip(map(normalise, rows["counterparty"]), rows["amount_cents"].tolist(), strict=True))
            if len(told) < 2:
                continue
            on, cents, currency = as_date(rows["on"].max()), int(rows["amount_cents"].iloc[-1]), str(rows["currency"].iloc[-1])
            yield ControlFinding(
                "sequence", "likely", 0.85, "invoice_twice", cents, currency, key_of("sequence", (letters, year, figure)),
                invoices=tuple(int(index) for index in indices), on=on, party=str(rows["counterparty"].iloc[-1]),
                details={"number": rows["number"].iloc[-1], "count": len(told)},
            )  # fmt: skip


def _cheques(books: Books) -> Iterator[ControlFinding]:
    lines = books.lines[(books.lines["amount_cents"] < 0) & (books.lines["booked_on"] >= books.since(LOOK_BACK_DOUBLES))]
    numbers: dict[str, set[int]] = defaultdict(set)
    for account, label in zip(lines["account"], lines["label"], strict=True):
        reference = reference_of(str(label))
        if reference.startswith("C"):
            numbers[str(account)].add(int(reference[1:]))
    for account, known in numbers.items():
        yield from _missing("cheque_gap", np.array(sorted(known)), account, books)


def _missing(reason: str, numbers: np.ndarray, name: str, books: Books) -> Iterator[ControlFinding]:
    """One finding for the numbers that are missing among those of one series, none where it is not counted one by one.

    Args:
        numbers: distinct, ascending.
    """
    known = {int(number) for number in numbers}
    if len(known) < _ENOUGH or len(known) < _DENSE * (int(numbers[-1]) - int(numbers[0]) + 1):
        return
    missing = [number for number in range(int(numbers[0]), int(numbers[-1])) if number not in known]
    if not missing:
        return
    named = ", ".join(map(str, missing[:_NAMED])) + ("…" if len(missing) > _NAMED else "")
    details = {"name": f"« {name} » " if reason == "invoice_gap" and name else name, "numbers": named, "count": len(missing)}
    yield ControlFinding(
        "sequence", "watch", 0.5, reason, 0, books.dossier.base_currency, key_of("sequence", (reason, name, *missing)),
        on=books.as_of, details=details,
    )  # fmt: skip
