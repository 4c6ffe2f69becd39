"""Which dues of the Échéancier are paid: by a bank line, or because they are an invoice under another name."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import fold, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.invoice_numbers import invoice_number, mentions
from addin.treasury.named_tiers import significant_words
from addin.treasury.settlement import Settlement

PAPERS = ("cheque", "effect")
"""Kinds of dues that a bank line settles by the number printed on the paper."""
_SAME_INVOICE_DAYS = {"once": 35, "week": 3, "month": 15, "quarter": 35, "half_year": 35, "year": 35}
"""A due this close to an invoice's due date, same tiers and amount, is that invoice."""
LIKENESS = 0.2
"""A due whose nature, tiers or label a bank line tells is paid by it up to this relative difference."""
_BY_NATURE = ("salary", "tax", "social", "loan")
_WINDOW_DAYS = {"once": (15, 90), "week": (3, 3), "month": (12, 15), "quarter": (20, 40), "half_year": (20, 60), "year": (20, 90)}
"""Days before and after the due date within which a line may pay it."""
_PAPER_NUMBER = re.compile(r"\b(?:CHQS?|CHEQUES?|CHEQ|EFFETS?|TRAITES?|LCR)[^0-9A-Z]*(?:N[O°º]?[^0-9A-Z]*)?0*([0-9]{3,})")
_PAPER_WORD = re.compile(r"\b(?:CHQS?|CHEQUES?|CHEQ|EFFETS?|TRAITES?|LCR)(?![A-Z])")
_LABEL_STOP = frozenset(
    "VIR VIREMENT ECHEANCE FACTURE PAIEMENT REGLEMENT MENSUEL MENSUELLE TRIMESTRE SEMESTRE ANNUEL ANNUELLE MOIS CHQ CHEQUE EFFET TRAITE "
    "PRLV PRELEVEMENT ACHAT CARTE DES LES POUR PAR SUR AUX UNE BANQUE COMPTE SOLDE ACOMPTE SARL EURL SPA JANVIER FEVRIER MARS AVRIL MAI "
    "JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE".split()
)


def same_invoice(planned: pd.DataFrame, invoices: pd.DataFrame) -> np.ndarray:
    """For each occurrence, the index of the invoice that it repeats, -1 without one; an invoice is taken once.

    The same: the invoice's number stands in the label or reference of a single due, or same tiers, same amount, close due dates.

    Args:
        invoices: with `open_cents`, signed, the amount to compare.
    """
    tiers = [normalise(name) for name in invoices["counterparty"]]
    words = [significant_words(name) for name in tiers]
    cents, currency, due = invoices["open_cents"].to_numpy(), invoices["currency"].to_numpy(), _days(invoices["due_on"])
    by_amount: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at in range(len(invoices)):
        by_amount[currency[at], int(cents[at])].append(at)
    texts = [" ".join(parts) for parts in zip(planned["label"], planned["reference"], planned["counterparty"], strict=True)]
    spoken = [set(normalise(text).split()) for text in texts]
    named = _named_invoices(texts, spoken, list(invoices["number"]), words)
    index = invoices.index.to_numpy()
    taken: set[int] = set()
    out = np.full(len(planned), -1, dtype=np.int64)
    columns = (planned["amount_cents"], planned["currency"], _days(planned["on"]), planned["every"], planned["counterparty"])
    for row, (amount, code, on, every, name) in enumerate(zip(*columns, strict=True)):
        numbered = [at for at in named.get(row, ()) if every == "once" and currency[at] == code and (cents[at] > 0) == (amount > 0)]
        alike = [
            at
            for at in by_amount.get((code, int(amount)), ())
            if abs(int(due[at] - on)) <= _SAME_INVOICE_DAYS[every]
            and ((words[at] and words[at] <= spoken[row]) or (name and normalise(name) == tiers[at]))
        ]
        free = [at for at in (*numbered, *alike) if at not in taken]
        if free:
            best = min(free, key=lambda at: (at not in numbered, abs(int(due[at] - on))))
            taken.add(best)
            out[row] = index[best]
    return out


def _named_invoices(texts: list[str], spoken: list[set[str]], numbers: list[str], words: list[frozenset[str]]) -> dict[int, list[int]]:
    """Positions of the invoices whose number stands in each text: whole number, or a short one beside the tiers."""
    parsed = [invoice_number(text) for text in numbers]
    by_short: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(parsed):
        if own is not None:
            by_short[own.short].append(at)
    named: dict[int, list[int]] = defaultdict(list)
    for row, number in mentions(texts, by_short):
        for at in by_short[number.short]:
            own = parsed[at]
            is_whole = own is not None and own.key == number.key and number.is_telling
            is_beside = own is not None and bool(words[at]) and words[at] <= spoken[row]
            if is_whole or (is_beside and own is not None and (own.key == number.key or not (own.year and number.year))):
                named[row].append(at)
    return named


def paid_by_lines(planned: pd.DataFrame, dossier: Dossier, as_of: date, settled: Settlement | None) -> np.ndarray:
    """Which occurrences the bank lines up to the closing date pay (bool, one per row); a line is used once.

    In this order: number of the cheque or effect; exact amount, then ±20 %, with the same nature, tiers or label; the lines of one
    nature that add up (salaries paid one by one); the exact amount alone, unless that line pays an invoice.
    """
    pairing = _Pairing(planned, dossier, as_of, settled)
    pairing.by_paper_number()
    pairing.by_likeness(0.0)
    pairing.by_likeness(LIKENESS)
    pairing.by_sum()
    pairing.by_amount()
    return pairing.paid


class _Pairing:
    def __init__(self, planned: pd.DataFrame, dossier: Dossier, as_of: date, settled: Settlement | None) -> None:
        before, after = (planned["every"].map(lambda every, side=side: _WINDOW_DAYS[every][side]).to_numpy() for side in (0, 1))
        self.on = _days(planned["on"])
        self.first, self.last = self.on - before, self.on + after
        self.cents, self.currency = planned["amount_cents"].to_numpy(), planned["currency"].to_numpy()
        self.kinds = planned["kind"].to_numpy()
        self.references = [_reference(text) if kind in PAPERS else "" for kind, text in zip(self.kinds, planned["reference"], strict=True)]
        self.words = [_telling_words(name, label) for name, label in zip(planned["counterparty"], planned["label"], strict=True)]
        self.paid = np.zeros(len(planned), dtype=bool)
        lines = _candidate_lines(dossier, int(self.first.min()), as_of)
        self.days = _days(lines["booked_on"])
        self.line_cents, self.line_currency = lines["amount_cents"].to_numpy(), lines["currency"].to_numpy()
        self.natures = lines["nature"].to_numpy()
        self.labels = lines["label"].to_numpy()
        self.texts = (lines["label"] + " " + lines["counterparty"]).to_numpy()
        paying = settled.payments["operation"].to_numpy() if settled is not None else np.array([], dtype=np.int64)
        self.pays_invoice = np.isin(lines.index.to_numpy(), paying)
        self.is_used = np.zeros(len(lines), dtype=bool)

    def by_paper_number(self) -> None:
        rows = [row for row, reference in enumerate(self.references) if reference]
        if not rows:
            return
        numbers: dict[str, list[int]] = defaultdict(list)
        for at, label in enumerate(self.labels):
            if any(sign.isdigit() for sign in label) and (found := _PAPER_NUMBER.search(fold(label))):
                numbers[found[1]].append(at)
        for row in rows:
            for at in numbers.get(self.references[row], ()):
                if not self.is_used[at] and self.days[at] >= self.first[row] and self._has_its_sign(row, at):
                    self._pay(row, [at])
                    break

    def by_likeness(self, tolerance: float) -> None:
        for row in self._unpaid():
            if not self.references[row]:
                told = next((at for at in self._close(row, tolerance) if self._is_told(row, at)), None)
                if told is not None:
                    self._pay(row, [told])

    def by_sum(self) -> None:
        for row in self._unpaid():
            if self.kinds[row] in _BY_NATURE:
                inside = self._inside(row)
                parts = inside[self.natures[inside] == self.kinds[row]]
                gap = abs(int(self.line_cents[parts].sum()) - int(self.cents[row]))
                if len(parts) > 1 and gap <= LIKENESS * abs(int(self.cents[row])):
                    self._pay(row, parts.tolist())

    def by_amount(self) -> None:
        for row in self._unpaid():
            for at in self._close(row, 0.0):
                if not self.pays_invoice[at] and (not self.references[row] or self._is_unnumbered_paper(at)):
                    self._pay(row, [at])
                    break

    def _unpaid(self) -> list[int]:
        return [int(row) for row in np.flatnonzero(~self.paid)]

    def _inside(self, row: int) -> np.ndarray:
        """Free lines of the right sign and currency in the row's window."""
        inside = np.arange(np.searchsorted(self.days, self.first[row], "left"), np.searchsorted(self.days, self.last[row], "right"))
        is_fit = ~self.is_used[inside] & (self.line_currency[inside] == self.currency[row])
        found: np.ndarray = inside[is_fit & (np.sign(self.line_cents[inside]) == np.sign(self.cents[row]))]
        return found

    def _close(self, row: int, tolerance: float) -> list[int]:
        """Lines of the row's window within a relative difference, nearest amount then nearest day first."""
        inside = self._inside(row)
        gaps = np.abs(self.line_cents[inside] - self.cents[row])
        found = inside[gaps <= tolerance * abs(int(self.cents[row]))]
        return sorted(
            found.tolist(), key=lambda at: (abs(int(self.line_cents[at] - self.cents[row])), abs(int(self.days[at] - self.on[row])))
        )

    def _is_told(self, row: int, at: int) -> bool:
        if self.kinds[row] in _BY_NATURE and self.natures[at] == self.kinds[row]:
            return True
        spoken = set(normalise(self.texts[at]).split())
        return any(words and words <= spoken for words in self.words[row])

    def _is_unnumbered_paper(self, at: int) -> bool:
        label = fold(self.labels[at])
        return _PAPER_WORD.search(label) is not None and _PAPER_NUMBER.search(label) is None

    def _has_its_sign(self, row: int, at: int) -> bool:
        return bool(np.sign(self.line_cents[at]) == np.sign(self.cents[row]))

    def _pay(self, row: int, lines: list[int]) -> None:
        self.paid[row] = True
        self.is_used[lines] = True


def _candidate_lines(dossier: Dossier, first_day: int, as_of: date) -> pd.DataFrame:
    """Bank lines from a day (days since 1970) to the closing date, in date order; own-account transfers are no payments."""
    operations = dossier.operations
    booked = operations["booked_on"]
    is_inside = (booked <= pd.Timestamp(as_of)) & (booked >= pd.Timestamp(np.datetime64(first_day, "D")))
    return operations[is_inside & ~operations["transfer_state"].isin(NEUTRAL_STATES)].sort_values("booked_on", kind="stable")


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _reference(text: str) -> str:
    """Number of a cheque or effect without leading zeros, "" when it is too short to tell."""
    digits = "".join(re.findall(r"[0-9]+", text))
    return digits.lstrip("0") if len(digits) >= 3 else ""


def _telling_words(tiers: str, label: str) -> list[frozenset[str]]:
    """Sets of words any of which, whole in a bank label, tells that it is this due: the tiers, or a telling word of the label."""
    telling = [word for word in normalise(label).split() if len(word) >= 3 and word not in _LABEL_STOP and not word.isdigit()]
    return [significant_words(tiers), *(frozenset({word}) for word in telling)]
