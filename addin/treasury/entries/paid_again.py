"""Bank lines that name an invoice which others have paid wholly: money to get back (or to give), not one more charge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import normalise
from addin.treasury.invoice_numbers import invoice_number, mentions


def paid_again(lines: pd.DataFrame, invoices: pd.DataFrame, used: Collection[int]) -> dict[int, int]:
    """Line → the one settled invoice that it names, by number and by tiers.

    Args:
        lines: OPERATIONS up to the closing date.
        invoices: those of the settlement.
        used: lines that pay invoices, or bounced.
    """
    settled = invoices[(invoices["remaining_cents"] == 0) & (invoices["amount_cents"] != 0)]
    by_short: dict[str, list[int]] = defaultdict(list)
    keys: dict[int, str] = {}
    for index, text in zip(settled.index.tolist(), settled["number"].tolist(), strict=True):
        number = invoice_number(str(text))
        if number is not None:
            by_short[number.short].append(int(index))
            keys[int(index)] = number.key
    free = lines[~lines.index.isin(list(used)) & ~lines["transfer_state"].isin(NEUTRAL_STATES) & (lines["nature"] != "bounced")]
    if not by_short or free.empty:
        return {}
    labels = [str(label) for label in free["label"]]
    sides, currencies = settled["amount_cents"] > 0, settled["currency"]
    tiers = {index: normalise(str(name)) for index, name in zip(settled.index.tolist(), settled["counterparty"].tolist(), strict=True)}
    found: dict[int, set[int]] = defaultdict(set)
    for mention in mentions(labels, by_short):
        line = free.iloc[mention.label]
        words = f" {normalise(labels[mention.label])} {normalise(str(line['counterparty']))} "
        for index in by_short[mention.number.short]:
            is_same_way = bool(sides.at[index]) == (int(line["amount_cents"]) > 0) and currencies.at[index] == line["currency"]
            is_number = keys[index] == mention.number.key or (not mention.number.year and mention.number.is_telling)
            if is_same_way and is_number and tiers[index] and f" {tiers[index]} " in words:
                found[int(free.index[mention.label])].add(index)
    return {line: its.pop() for line, its in found.items() if len(its) == 1}
