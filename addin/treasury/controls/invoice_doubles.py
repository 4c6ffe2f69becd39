"""Supplier invoices typed twice, by the patterns of the audit tables: tiers, number, date and amount, exact or similar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from addin.treasury.controls.model import LOOK_BACK_DOUBLES, Books, ControlFinding, Severity
from addin.treasury.counterparties import normalise
from addin.treasury.dates import as_date
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.money_text import money_text
from addin.treasury.named_tiers import significant_words
from addin.treasury.stable_key import key_of

_NEAR_DAYS = 10
_NEAR_CENTS = 100
"""A dinar, which a rounding or a stamp may make."""
_MOST = 40
"""Invoices in one block: more share an amount by chance."""
# tiers, number, date, amount: E exact, S similar, D different → how sure
_PATTERNS: dict[str, tuple[Severity, float, str]] = {
    "EEEE": ("certain", 0.99, "typed_twice"),
    "EESE": ("certain", 0.95, "typed_twice"),
    "EEDE": ("likely", 0.9, "typed_twice"),
    "DEEE": ("likely", 0.75, "other_supplier"),
    "DESE": ("watch", 0.5, "other_supplier"),
    "ESEE": ("likely", 0.8, "similar_number"),
    "ESSE": ("likely", 0.65, "similar_number"),
    "EEES": ("likely", 0.7, "similar_amount"),
    "EESS": ("watch", 0.55, "similar_amount"),
    "ESES": ("watch", 0.4, "similar_both"),
}


def invoice_doubles(books: Books) -> Iterator[ControlFinding]:
    """Pairs of supplier invoices of the last year that look like one."""
    invoices = books.dossier.invoices
    issued = invoices["issued_on"].fillna(invoices["due_on"])
    kept = (invoices["side"] == "supplier") & (invoices["status"] != "cancelled") & (invoices["amount_cents"] < 0)
    kept &= (issued <= pd.Timestamp(books.as_of)) & (issued >= books.since(LOOK_BACK_DOUBLES))
    table = invoices[kept].assign(on=issued[kept])
    numbers = [invoice_number(str(text)) for text in table["number"]]
    table = table.assign(
        short=["" if number is None else number.short for number in numbers],
        year=["" if number is None else number.year for number in numbers],
        is_telling=[number is not None and number.is_telling for number in numbers],
        who=[normalise(name) for name in table["counterparty"]],
    )
    rows: dict[int, dict[str, Any]] = dict(zip(table.index.tolist(), table.to_dict("records"), strict=True))  # type: ignore[arg-type]
    done: set[tuple[int, int]] = set()
    numbered = table[table["short"] != ""]
    for block in (numbered.groupby(["who", "short"], sort=False), table.groupby(["amount_cents", "currency"], sort=False)):
        for _, mine in block:
            if 1 < len(mine) <= _MOST:
                for one, two in combinations(mine.sort_values("on", kind="stable").index.tolist(), 2):
                    if (one, two) not in done:
                        done.add((one, two))
                        found = _finding(one, rows[one], two, rows[two])
                        if found is not None:
                            yield found


def similar_numbers(one: str, two: str) -> bool:
    """A letter more at the end, or two figures turned round; numbers that follow each other are not similar.

    >>> similar_numbers("8012306", "8012306A"), similar_numbers("1324", "1342"), similar_numbers("880", "881")
    (True, True, False)
    """
    if one == two or not one or not two:
        return False
    short, long = sorted((one, two), key=len)
    if len(long) == len(short) + 1:
        return long[:-1] == short and long[-1].isalpha()
    if len(long) != len(short) or len(one) < 4:
        return False
    off = [at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    return len(off) == 2 and off[1] == off[0] + 1 and one[off[0]] == two[off[1]] and one[off[1]] == two[off[0]]


def _finding(one: int, a: Mapping[str, Any], two: int, b: Mapping[str, Any]) -> ControlFinding | None:
    if a["currency"] != b["currency"]:
        return None
    words, others = significant_words(str(a["counterparty"])), significant_words(str(b["counterparty"]))
    party = "E" if a["who"] == b["who"] or (words and words == others) else "D"
    years = {a["year"], b["year"]} - {""}
    same_number = bool(a["short"]) and a["short"] == b["short"] and len(years) < 2
    number = "E" if same_number else "S" if similar_numbers(str(a["short"]), str(b["short"])) else "D"
    days = abs((b["on"] - a["on"]).days)
    day = "E" if days == 0 else "S" if days <= _NEAR_DAYS else "D"
    gap = abs(int(a["amount_cents"]) - int(b["amount_cents"]))
    amount = "E" if gap == 0 else "S" if gap <= max(_NEAR_CENTS, abs(int(a["amount_cents"])) // 100) else "D"
    told = _PATTERNS.get(party + number + day + amount)
    if told is None or (party == "D" and not (a["is_telling"] and b["is_telling"])):
        return None
    severity, score, reason = told
    cents, currency = int(b["amount_cents"]), str(b["currency"])
    details = {
        "number": b["number"], "other": a["number"], "amount": money_text(abs(cents), currency), "supplier": a["counterparty"],
    }  # fmt: skip
    parts = [sorted(f"{each['who']}|{each['number']}|{each['on']:%Y-%m-%d}|{each['amount_cents']}" for each in (a, b))]
    return ControlFinding(
        "invoice_double", severity, score, reason, cents, currency, key_of("invoice_double", parts), invoices=(one, two),
        on=as_date(b["on"]), party=str(b["counterparty"]), details=details,
    )  # fmt: skip
