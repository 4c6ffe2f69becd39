"""The tab « Lettrage » as she left it: which of its lines count, and which bank line and invoice each of them means by now.

A line names its bank line by account, date, amount and label, and its invoice by number, tiers and amount; the places (« BNA!14 »)
only choose among equals, as rows move when lines are imported or sorted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import normalise
from addin.treasury.dossier import LETTERING_COLUMNS, frame
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.lists import List, list_frame

YES, NO = "oui", "non"
PROPOSED = "propose"
WITHOUT_INVOICE = "sans facture"


@dataclass(frozen=True)
class WrittenLine:
    """One line of the tab, as written.

    Attributes:
        decision: "kept", "refused" or "proposed".
        amount_cents: of the bank line.
        number, tiers: of the invoice, as keys that compare.
        part_cents: what of the invoice is settled; None when she did not say (all of it).
    """

    sheet: str
    row: int
    match: int
    decision: str
    is_hers: bool
    account: str
    booked_on: date
    amount_cents: int
    currency: str
    label: str
    place: str
    number: str
    tiers: str
    invoice_cents: int | None
    invoice_place: str
    part_cents: int | None
    remark: str


def read_lettering(tab: List, base: str) -> list[WrittenLine]:
    """The lines of the tab that speak of an invoice; « Oui » and « Non » are hers, whatever the state says."""
    out = []
    for line in tab.lines:
        state, answer = line.words("status"), line.words("decision")
        number, tiers = line.text("number"), line.text("counterparty")
        if state == WITHOUT_INVOICE or not (number or tiers):
            continue
        if answer not in (YES, NO, ""):
            line.find("LETTERING_DECISION", "decision", line.text("decision"))
            answer = ""
        if not state and not answer:
            continue
        currency = line.currency(base) or base
        booked_on, amount = line.day("booked_on"), line.amount("amount", currency)
        if booked_on is None or amount is None:
            line.find("LETTERING_LINE_LOST")
            continue
        decision = "refused" if answer == NO else "kept" if answer == YES or state != PROPOSED else "proposed"
        match = line.cells.get("match")
        out.append(
            WrittenLine(
                tab.tab.sheet,
                line.row,
                int(match) if isinstance(match, (int, float)) else 0,
                decision,
                bool(answer),
                line.text("account"),
                booked_on,
                amount,
                currency,
                normalise(line.text("label")),
                line.text("place"),
                _key(number),
                normalise(tiers),
                line.amount("invoice_amount", currency),
                line.text("invoice_place"),
                line.amount("part", currency),
                line.text("remark"),
            )
        )
    return out


def resolve_lettering(
    written: Sequence[WrittenLine], operations: pd.DataFrame, invoices: pd.DataFrame
) -> tuple[pd.DataFrame, list[Finding]]:
    """The lines with the bank line and the invoice that they mean.

    Returns:
        A LETTERING frame, and what is lost: a line of hers or of ours whose bank line or invoice is there no more.
    """
    if not written:
        return frame(LETTERING_COLUMNS), []
    lines = _found(written, _operation_reference, _operations_by_key(written, operations))
    found = _found(written, _invoice_reference, _invoices_by_key(invoices))
    amounts = invoices["amount_cents"].to_numpy()
    records, findings = [], []
    for line, operation, invoice in zip(written, lines, found, strict=True):
        is_lost = operation < 0 or invoice < 0
        if is_lost and line.decision != "proposed":
            details = {"number": line.number, "counterparty": line.tiers, "missing": "invoice" if operation >= 0 else "operation"}
            findings.append(Finding("LETTERING_LINE_LOST", line.sheet, line.row, details=details))
        whole = int(amounts[invoice]) if invoice >= 0 else 0
        records.append(
            {
                "sheet": line.sheet,
                "row": line.row,
                "match": line.match,
                "decision": "lost" if is_lost else line.decision,
                "is_hers": line.is_hers,
                "operation": operation,
                "invoice": invoice,
                "part_cents": whole if line.part_cents is None else line.part_cents,
                "remark": line.remark,
            }
        )
    return list_frame(LETTERING_COLUMNS, records), findings


# ------------------------------------------------------------------------------------------------ finding again
_Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class _Reference:
    """What a line says of one side: the keys to look under, the best first, and what chooses among equals."""

    keys: tuple[_Key, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class _Candidate:
    index: int
    marks: tuple[str, ...]


def _found(
    written: Sequence[WrittenLine], reference: Callable[[WrittenLine], _Reference], known: dict[_Key, list[_Candidate]]
) -> list[int]:
    """For each line the candidate that it means, -1 without one. Equal references mean the same; different ones never the same."""
    chosen: dict[_Reference, int] = {}
    taken: set[int] = set()
    references = [reference(line) for line in written]
    distinct = list(dict.fromkeys(references))
    best = max((len(each.marks) for each in distinct), default=0)
    for wanted in range(best, -1, -1):  # those that agree in most come first
        for each in distinct:
            if each in chosen:
                continue
            for key in each.keys:
                free = [c for c in known.get(key, ()) if c.index not in taken and _likeness(c.marks, each.marks) >= wanted]
                if free:
                    chosen[each] = free[0].index
                    taken.add(free[0].index)
                    break
    return [chosen.get(each, -1) for each in references]


def _likeness(marks: tuple[str, ...], others: tuple[str, ...]) -> int:
    return sum(mark == other for mark, other in zip(marks, others, strict=True))


def _operation_reference(line: WrittenLine) -> _Reference:
    return _Reference(((line.account, line.booked_on, line.amount_cents),), (line.label, line.place))


def _operations_by_key(written: Sequence[WrittenLine], operations: pd.DataFrame) -> dict[_Key, list[_Candidate]]:
    mine = operations[operations["amount_cents"].isin({line.amount_cents for line in written})]
    known: dict[_Key, list[_Candidate]] = defaultdict(list)
    columns = (mine[name] for name in ("account", "booked_on", "amount_cents", "label", "sheet", "row"))
    for index, account, booked_on, cents, label, sheet, row in zip(mine.index, *columns, strict=True):
        known[account, booked_on.date(), int(cents)].append(_Candidate(int(index), (normalise(label), f"{sheet}!{row}")))
    return known


def _invoice_reference(line: WrittenLine) -> _Reference:
    keys: list[_Key] = [(line.number, line.tiers, line.invoice_cents)] if line.invoice_cents is not None else []
    if line.number:
        keys.append((line.number, line.tiers))
        if not line.tiers:
            keys.append((line.number,))
    return _Reference(tuple(keys), (line.invoice_place,))


def _invoices_by_key(invoices: pd.DataFrame) -> dict[_Key, list[_Candidate]]:
    known: dict[_Key, list[_Candidate]] = defaultdict(list)
    columns = (invoices[name] for name in ("number", "counterparty", "amount_cents", "sheet", "row"))
    for index, number, tiers, cents, sheet, row in zip(invoices.index, *columns, strict=True):
        candidate, key, name = _Candidate(int(index), (f"{sheet}!{row}",)), _key(number), normalise(tiers)
        known[key, name, int(cents)].append(candidate)
        if key:
            known[key, name].append(candidate)
            known[key,].append(candidate)
    return known


def _key(number: str) -> str:
    found = invoice_number(number)
    return found.key if found else normalise(number)
