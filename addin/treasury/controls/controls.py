"""All controls together, the surest first: few and right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.treasury.controls.amounts import amounts_out_of_habit
from addin.treasury.controls.duplicates import duplicates
from addin.treasury.controls.gaps import bounced_payments, caps_breached, cash_troubles, closed_days, missing_receipts, unclassified
from addin.treasury.controls.invoice_doubles import invoice_doubles
from addin.treasury.controls.model import SEVERITIES, Books, ControlFinding
from addin.treasury.controls.peaks import peaks
from addin.treasury.controls.rib_changes import rib_changes
from addin.treasury.controls.sequences import broken_sequences
from addin.treasury.controls.thresholds import just_under
from addin.treasury.controls.unusual import unusual_suppliers
from addin.treasury.dossier import Dossier
from addin.treasury.recurrences.model import Recurrence
from addin.treasury.recurrences.recurrences import find_recurrences
from addin.treasury.settlement import settle_invoices

MOST = 15
"""Findings of one kind that are listed; the others are counted. Those that are certain are always listed."""


@dataclass(frozen=True)
class Controls:
    """What the controls give.

    Attributes:
        findings: by severity, then score, then amount.
        recurrences: what comes back, in and out.
        more: kind → findings that are not listed.
    """

    findings: tuple[ControlFinding, ...]
    recurrences: tuple[Recurrence, ...]
    more: Mapping[str, int]


def control(dossier: Dossier, as_of: date, decided: Collection[str] = ()) -> Controls:
    """Control the lines and invoices up to a closing date.

    Args:
        decided: keys of findings that she decided: they are always given, and take no place of the others.
    """
    books = Books(dossier, as_of)
    recurrences = find_recurrences(dossier.operations, as_of)
    payments = settle_invoices(dossier, as_of).payments
    paid: dict[int, set[int]] = defaultdict(set)
    for operation, invoice in zip(payments["operation"].tolist(), payments["invoice"].tolist(), strict=True):
        if operation >= 0:
            paid[int(operation)].add(int(invoice))
    twice = list(duplicates(books, recurrences, paid))
    habits = list(amounts_out_of_habit(books, recurrences))
    new = list(unusual_suppliers(books, paid))
    alone = frozenset(line for each in (*twice, *habits, *new) if each.kind != "amount" and each.severity != "watch" for line in each.lines)
    high = list(peaks(books, recurrences, alone, set(paid)))
    in_peaks = {line for each in high for line in each.lines}
    without = list(missing_receipts(books))
    said = in_peaks | {line for each in without for line in each.lines} | set(paid)  # an invoice explains its amount
    found = [each for each in twice if each.severity != "watch" or not in_peaks.issuperset(each.lines)]
    found += invoice_doubles(books)
    found += [each for each in habits if each.kind == "times_100" or not said & set(each.lines)]
    found += [*new, *high, *without, *rib_changes(books), *caps_breached(books, recurrences), *cash_troubles(books)]
    found += [*broken_sequences(books), *just_under(books), *closed_days(books), *bounced_payments(books), *unclassified(books)]
    return _listed(found, recurrences, decided)


def _listed(found: Sequence[ControlFinding], recurrences: tuple[Recurrence, ...], decided: Collection[str]) -> Controls:
    ordered = sorted(found, key=lambda each: (SEVERITIES.index(each.severity), -each.score, -abs(each.amount_cents), each.key))
    kept: list[ControlFinding] = []
    count: Counter[str] = Counter()
    more: Counter[str] = Counter()
    for each in ordered:
        if each.key not in decided and each.severity != "certain":
            count[each.kind] += 1
            if count[each.kind] > MOST:
                more[each.kind] += 1
                continue
        kept.append(each)
    return Controls(tuple(kept), recurrences, dict(more))
