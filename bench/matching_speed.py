"""The time of a lettrage against a pandas merge of the same lines on their amounts (`python -m bench.matching --speed`).

10,000 payments against 10,000 open invoices, whole calls of `match_payments`: from a dossier in memory to its matches and
proposals.
Each call is paired with a merge made just before it; medians of the ratios. Where amounts are equal a merge would make a hundred
million rows: the merge beside is then the one of as many distinct amounts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.dossier import INVOICE_COLUMNS, OPERATION_COLUMNS, Dossier, frame
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.matching.matching import match_payments
from addin.treasury.meaning import with_meaning
from addin.treasury.named_tiers import significant_words
from addin.treasury.reading import build_dossier

_END = date(2026, 12, 31)
_EQUAL_CENTS = 1_234_567


def dossier_of(operations: dict[str, object], invoices: dict[str, object]) -> Dossier:
    """A dossier of bank lines and invoices only."""
    lines = with_meaning(frame(OPERATION_COLUMNS, operations))
    return replace(build_dossier([]), base_currency="EUR", operations=lines, invoices=frame(INVOICE_COLUMNS, invoices))


def one_each(count: int, *, are_equal: bool, names: bool, seed: int = 7) -> Dossier:
    """As many payments as invoices of 400 customers, each payment of the amount of its invoice, 5 to 90 days after it.

    Args:
        are_equal: all amounts are the same; names: the labels name the customers.
    """
    draw = np.random.default_rng(seed)
    cents = np.full(count, _EQUAL_CENTS) if are_equal else draw.integers(100_000, 50_000_000, count)
    who = draw.integers(0, 400, count)
    issued = _issued(count, draw)
    order = draw.permutation(count)
    labels = [f"VIR RECU CLIENTELE{who[i]:03d} SARL" if names else "REM CHQ" for i in order]
    paid = (issued + pd.to_timedelta(draw.integers(5, 90, count), unit="D"))[order]
    return _dossier(paid, labels, cents[order], who, issued, cents)


def realistic(count: int, seed: int = 11) -> Dossier:
    """About as many payments as invoices: seven in ten of one invoice, the others of two or three, in two parts, less a fee, without
    a name, by number, and lines that pay no invoice; one amount in three is a round one that many invoices share."""
    draw = np.random.default_rng(seed)
    round_cents = draw.choice([119_000, 238_000, 595_000, 1_190_000], count)
    cents = np.where(draw.random(count) < 1 / 3, round_cents, draw.integers(100_000, 50_000_000, count))
    who = draw.integers(0, 400, count)
    issued = _issued(count, draw)
    by_customer = np.argsort(who, kind="stable")
    days, labels, amounts = [], [], []
    at = 0
    while at < count:
        kind = draw.random()
        chosen = by_customer[at : at + (1 if kind < 0.86 else int(draw.integers(2, 4)))]
        at += len(chosen)
        first = chosen[0]
        total = int(cents[chosen].sum())
        parts = [total]
        label = f"VIR RECU CLIENTELE{who[first]:03d} SARL"
        if kind < 0.04:
            parts = [total // 3, total - total // 3]
        elif kind < 0.07:
            parts = [total - 450]
        elif kind < 0.12:
            label = f"REM CHQ {draw.integers(1_000_000, 9_999_999)}"
        elif kind < 0.20:
            label = f"VIR CLIENTELE{who[first]:03d} FA{first:05d}/26"
        elif kind < 0.24:
            parts, label = [-total], "PRLV ASSURANCES"
        for part in parts:
            days.append(issued[chosen].max() + pd.Timedelta(days=int(draw.integers(5, 90))))
            labels.append(label)
            amounts.append(part)
    return _dossier(pd.DatetimeIndex(days), labels, np.array(amounts), who, issued, cents)


def speed(count: int, runs: int) -> None:
    """Print the ratio to a merge, for amounts that differ, a realistic mix, amounts that are all equal, with and without names."""
    usual = one_each(count, are_equal=False, names=True)
    print(f"{count:,} payments × {count:,} invoices: ratio of a whole lettrage to a merge on the amounts (claim: at most 20)")
    cases = (
        ("amounts differ", usual, usual),
        ("amounts differ, no names", one_each(count, are_equal=False, names=False), usual),
        ("realistic mix", realistic(count), realistic(count)),
        ("all amounts equal", one_each(count, are_equal=True, names=True), usual),
        ("all amounts equal, no names", one_each(count, are_equal=True, names=False), usual),
    )
    for what, dossier, merged in cases:
        print(f"  {what:28} {_ratio(dossier, merged, runs)}")
    thousand = one_each(1_000, are_equal=True, names=False)
    print(f"  {'1,000 equal, its own merge':28} {_ratio(thousand, thousand, runs)}")
    adversarial = one_each(3_000, are_equal=True, names=False)
    seconds = statistics.median([_time(lambda: match_payments(adversarial, _END)) for _ in range(3)])
    print(f"  3,000 equal amounts without a name: {seconds:.2f} s")


def _dossier(
    paid: pd.DatetimeIndex, labels: list[str], amounts: np.ndarray, who: np.ndarray, issued: pd.DatetimeIndex, cents: np.ndarray
) -> Dossier:
    lines, count = len(labels), len(cents)
    return dossier_of(
        {
            "sheet": ["BNA"] * lines, "row": list(range(2, lines + 2)), "account": ["BNA"] * lines, "position": list(range(lines)),
            "booked_on": paid, "label": labels, "amount_cents": amounts, "currency": ["EUR"] * lines,
        },
        {
            "sheet": ["Factures clients"] * count, "row": list(range(2, count + 2)), "side": ["customer"] * count,
            "number": [f"FA{i:05d}/26" for i in range(count)], "counterparty": [f"CLIENTELE{each:03d} SARL" for each in who],
            "issued_on": issued, "due_on": issued + pd.Timedelta(days=30), "amount_cents": cents, "currency": ["EUR"] * count,
        },
    )  # fmt: skip


def _issued(count: int, draw: np.random.Generator) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(pd.Timestamp("2026-01-01") + pd.to_timedelta(draw.integers(0, 180, count), unit="D"))


def _ratio(dossier: Dossier, merged: Dossier, runs: int) -> str:
    def lettrage() -> object:
        return match_payments(dossier, _END)

    def merge() -> object:
        return merged.operations.merge(merged.invoices, on="amount_cents", how="left")

    invoice_number.cache_clear()
    significant_words.cache_clear()
    first = _time(lettrage)
    _time(merge)
    pairs = [(_time(merge), _time(lettrage)) for _ in range(runs)]
    ours, theirs = (statistics.median(times) * 1000 for times in ((each[1] for each in pairs), (each[0] for each in pairs)))
    ratio = statistics.median(lettering / merging for merging, lettering in pairs)
    return f"{ratio:6.1f}  ({ours:.0f} ms / {theirs:.1f} ms; first call {first * 1000:.0f} ms)"


def _time(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
