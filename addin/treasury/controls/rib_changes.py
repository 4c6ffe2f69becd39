"""Bank details of a supplier that have changed (RIB modifié): the commonest fraud, and the dearest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from addin.treasury.controls.model import LOOK_BACK, Books, ControlFinding, Severity
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dates import as_date
from addin.treasury.money_text import money_text
from addin.treasury.stable_key import key_of
from addin.treasury.statements.account_numbers import check_rib

_IBAN = r"[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){4,7}(?: ?[A-Z0-9]{1,3})?"
_RIB = r"[0-9]{3}[ -]?[0-9]{5}[ -]?[0-9]{10}[ -]?[0-9]{2}"
_SHORTEST = 10
"""Characters of an account number; a shorter text is none."""
_IN_LABEL = re.compile(rf"(?<![A-Z0-9])(?:{_IBAN}|{_RIB})(?![A-Z0-9])")


def rib_changes(books: Books) -> Iterator[ControlFinding]:
    """Suppliers whose account number is not the one that was paid or invoiced before, within the last six months.

    Numbers stand in the column RIB of supplier invoices and in bank labels. A number whose key is wrong is said too: money sent there is
    lost or comes back.
    """
    parts = [part for part in (_of_invoices(books), _of_labels(books)) if len(part)]
    if not parts:
        return
    seen = pd.concat(parts)
    seen = seen.sort_values("on", kind="stable")
    since = books.since(LOOK_BACK)
    for _, mine in seen.groupby("who", sort=False):
        known: dict[str, pd.Series] = {}
        for _, row in mine.iterrows():
            number = str(row["number"])
            if number in known:
                continue
            if row["on"] >= since and (known or not row["holds"]):
                yield _finding(row, known[next(reversed(known))] if known else None)
            known[number] = row


def _finding(row: pd.Series, before: pd.Series | None) -> ControlFinding:
    reason = "rib_wrong" if not row["holds"] else "rib_changed"
    severity: Severity = "likely"
    at = int(row["index"])
    details = {
        "name": row["party"], "number": _masked(str(row["number"])), "before": "" if before is None else _masked(str(before["number"])),
        "amount": money_text(abs(int(row["cents"])), str(row["currency"])),
    }  # fmt: skip
    return ControlFinding(
        "changed_rib", severity, 0.85 if reason == "rib_changed" else 0.9, reason, -abs(int(row["cents"])), str(row["currency"]),
        key_of("changed_rib", (row["who"], row["number"])), (at,) if row["is_line"] else (), () if row["is_line"] else (at,),
        on=as_date(row["on"]), party=str(row["party"]), details=details,
    )  # fmt: skip


def _masked(number: str) -> str:
    """The end of a number, which is enough to recognise it: « …1243 »."""
    return f"…{number[-4:]}"


def _of_invoices(books: Books) -> pd.DataFrame:
    invoices = books.dossier.invoices
    mine = invoices[(invoices["side"] == "supplier") & (invoices["bank_number"] != "")]
    issued = mine["issued_on"].fillna(mine["due_on"])
    mine = mine[(issued <= pd.Timestamp(books.as_of)).to_numpy(dtype=bool)]
    return _numbers(mine, mine["counterparty"], mine["bank_number"], issued.loc[mine.index], is_line=False)


def _of_labels(books: Books) -> pd.DataFrame:
    lines = books.paid[books.paid["who"] != ""]
    texts = map_distinct(lines["label"], number_in_label)
    mine = lines[(texts != "").to_numpy(dtype=bool)]
    return _numbers(mine, mine["party"], texts.loc[mine.index], mine["booked_on"], is_line=True)


def _numbers(rows: pd.DataFrame, party: pd.Series, texts: pd.Series, on: pd.Series, *, is_line: bool) -> pd.DataFrame:
    checked = [check_rib(str(text)) for text in texts]
    numbers = [each.key if len(each.key) >= _SHORTEST else "" for each in checked]
    table = pd.DataFrame(
        {
            "index": rows.index.to_numpy(),
            "who": [normalise(str(name)) for name in party],
            "party": party.to_numpy(),
            "number": numbers,
            "holds": [each.holds is not False for each in checked],
            "on": on.to_numpy(),
            "cents": rows["amount_cents"].to_numpy(),
            "currency": rows["currency"].to_numpy(),
            "is_line": np.full(len(rows), is_line),
        }
    )
    return table[(table["who"] != "") & (table["number"] != "")]


@lru_cache(maxsize=1 << 16)
def number_in_label(label: str) -> str:
    """The account number that a label tells, "" without one: an IBAN, a RIB of 20 digits whose key holds.

    >>> number_in_label("VIR INFODIS RIB 00100012345678901243"), number_in_label("VIR INFODIS FA881")
    ('00100012345678901243', '')
    """
    for found in _IN_LABEL.findall(label.upper()):
        number = check_rib(found)
        if number.kind != "number" and number.holds:
            return number.key
    return ""
