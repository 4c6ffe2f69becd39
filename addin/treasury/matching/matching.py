"""The lettrage of a dossier at a date: what she decided, what labels and typed dates prove, what amounts tell, what is left to her."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.matching.ledger import Ledger, Lines
from addin.treasury.matching.model import Matching
from addin.treasury.matching.outcome import Rows, matches_of
from addin.treasury.matching.pools import OpenInvoices
from addin.treasury.matching.proposals import proposals_of
from addin.treasury.matching.solver import solve
from addin.treasury.matching.tiers import LabelledTiers
from addin.treasury.payment_evidence import PaymentEvidence
from addin.treasury.settlement import read_evidence

_NO_INVOICE = frozenset({"salary", "tax", "social", "loan", "bank_fee", "cash_withdrawal", "transfer", "bounced"})
"""Natures of lines that pay no invoice unless a label, a tiers or she says so."""
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{2,3}")


def match_payments(dossier: Dossier, as_of: date) -> Matching:
    """Which bank lines pay which invoices up to a date (lettrage).

    What she decided in « Lettrage » comes first and is never contradicted; then numbers in labels and typed dates
    (`payment_evidence`); then tiers and amounts (`solver`). A line and an invoice are never given away twice. What a payment of a
    later date shows does not count.

    Args:
        as_of: closing date (arrêté), included.
    """
    if dossier.invoices.empty or dossier.operations.empty:
        return _nothing(dossier)
    evidence, findings = read_evidence(dossier, as_of, only_hers=True)
    lines, invoices = evidence.lines.reset_index(), evidence.invoices.reset_index()
    ledger = _ledger(evidence, lines, invoices)
    solve(ledger)
    index = invoices["index"].tolist()
    rows = Rows(
        operations=lines["index"].tolist(),
        invoices=index,
        days=_days(lines["booked_on"]),
        currency=ledger.lines.currency,
        left=evidence.left(),
        surplus={index[i]: more for i, more in evidence.surpluses().items()},
        hers=_decided(dossier),
    )
    matches, left = matches_of(evidence.payments(), ledger, rows)
    return Matching(
        matches=matches,
        proposals=proposals_of(ledger, rows),
        remaining_cents=pd.Series(left, index=pd.Index(np.array(index, dtype=np.int64)), dtype="int64"),
        unused_cents=_unused(ledger, lines),
        findings=(*findings, *evidence.findings(), *_scientific(dossier)),
    )


def _nothing(dossier: Dossier) -> Matching:
    unused = dossier.operations["amount_cents"].iloc[:0]
    return Matching((), {}, dossier.invoices["amount_cents"].copy(), unused)


def _ledger(evidence: PaymentEvidence, lines: pd.DataFrame, invoices: pd.DataFrame) -> Ledger:
    names = evidence.tiers.tolist()
    keys = [f"{side} {name}" if name else "" for side, name in zip(invoices["side"].tolist(), names, strict=True)]
    expected = invoices["paid_on"].fillna(invoices["due_on"]).fillna(invoices["issued_on"])
    issued = invoices["issued_on"].fillna(invoices["due_on"])
    pool = OpenInvoices(evidence.unexplained(), invoices["currency"].tolist(), keys, _days(issued), _days(expected))
    cents = lines["amount_cents"].to_numpy()
    told = _told(lines, LabelledTiers(names, evidence.named), frozenset(keys))
    is_transfer = map_distinct(lines["category"], lambda category: category.startswith("Virement")).to_numpy(dtype=bool)
    may_stand = ~lines["nature"].isin(_NO_INVOICE).to_numpy() & ~told.is_typed & ~is_transfer
    free_lines = Lines(
        cents=np.where(evidence.are_free(), cents, 0).tolist(),
        days=_days(lines["booked_on"]).tolist(),
        currency=lines["currency"].tolist(),
        label=told.label,
        tiers=told.tiers,
        main=told.main,
        can_stand_alone=may_stand.tolist(),
    )
    return Ledger(free_lines, pool, evidence.refused)


class _Told(NamedTuple):
    """What the texts of the lines say: as in `Lines`, and whether one of the invoices' tiers is typed beside the line."""

    label: list[str]
    tiers: list[frozenset[str]]
    main: list[str]
    is_typed: np.ndarray


def _told(lines: pd.DataFrame, named: LabelledTiers, known: frozenset[str]) -> _Told:
    """Each distinct text is read once."""
    label_codes, distinct_labels = pd.factorize(lines["label"])
    typed_codes, distinct_typed = pd.factorize(lines["counterparty"])
    labels, typed = list(map(str, distinct_labels.tolist())), list(map(str, distinct_typed.tolist()))
    codes, texts = pd.factorize(label_codes.astype(np.int64) * len(typed) + typed_codes)
    tiers = np.empty(len(texts), dtype=object)
    mains = np.full((2, len(texts)), "", dtype=object)
    for at, text in enumerate(texts.tolist()):
        found = named.of_line(labels[text // len(typed)], typed[text % len(typed)])
        tiers[at] = frozenset(key for name in found for key in (f"customer {name}", f"supplier {name}") if key in known)
        if len(found) == 1:
            (name,) = found
            mains[:, at] = [key if (key := f"{side} {name}") in known else "" for side in ("supplier", "customer")]
    is_received = (lines["amount_cents"].to_numpy() > 0).astype(np.int64)
    keys = np.array([normalise(label) for label in labels], dtype=object)
    is_typed = np.array([named.is_one(text) for text in typed], dtype=bool)
    return _Told(keys[label_codes].tolist(), tiers[codes].tolist(), mains[is_received, codes].tolist(), is_typed[typed_codes])


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _scientific(dossier: Dossier) -> list[Finding]:
    """Invoice numbers that a spreadsheet has turned into « 1.23E+05 »: no label will ever name them."""
    is_lost = [_SCIENTIFIC.fullmatch(number) is not None if "E" in number else False for number in dossier.invoices["number"].tolist()]
    lost = dossier.invoices[is_lost] if any(is_lost) else dossier.invoices.iloc[:0]
    return [
        Finding("INVOICE_NUMBER_SCIENTIFIC", sheet, int(row), value=number)
        for sheet, row, number in zip(lost["sheet"], lost["row"], lost["number"], strict=True)
    ]


def _decided(dossier: Dossier) -> frozenset[tuple[int, int]]:
    kept = dossier.lettering[(dossier.lettering["decision"] == "kept") & dossier.lettering["is_hers"]]
    return frozenset(zip(kept["operation"].tolist(), kept["invoice"].tolist(), strict=True))


def _unused(ledger: Ledger, lines: pd.DataFrame) -> pd.Series:
    """Free lines that may pay an invoice: they name a tiers of ours, or their nature does not rule it out."""
    names = np.fromiter(map(bool, ledger.lines.tiers), dtype=bool, count=len(lines))
    mine = lines[np.array(ledger.free, dtype=bool) & (names | np.array(ledger.lines.can_stand_alone, dtype=bool))]
    return pd.Series(mine["amount_cents"].to_numpy(), index=mine["index"].to_numpy(), dtype="int64")
