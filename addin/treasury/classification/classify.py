"""The category of each line, by the strongest evidence: typed, her rules, the invoice paid, her own lines, starter knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.classification.accounts import accounts_of
from addin.treasury.classification.accuracy import Accuracy
from addin.treasury.classification.invoices import tell_by_invoice
from addin.treasury.classification.learning import Learned, learn
from addin.treasury.classification.rules import tell_by_rules
from addin.treasury.classification.starter import tell_by_starter, topics_of
from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.classification.wording import Wording
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.entries.classified import UNSORTED
from addin.treasury.headings import simplify

STARTER_THRESHOLD = 0.75
"""Confidence from which starter knowledge gives a category; under it, it only suggests one."""


@dataclass(frozen=True, eq=False)
class Classification:
    """What is said of every operation.

    Attributes:
        verdicts: VERDICT frame, index of OPERATIONS.
        learned: what was learnt of the lines that are her word.
        accuracy: measured on her last lines; None when there are too few.
        findings: what deserves a remark.
    """

    verdicts: pd.DataFrame
    learned: Learned
    accuracy: Accuracy | None
    findings: tuple[Finding, ...]


def classify(
    dossier: Dossier, as_of: date, *, trusted: pd.Series | None = None, paid: pd.DataFrame | None = None, learned: Learned | None = None
) -> Classification:
    """What each operation is for, whatever the order of the tabs; deterministic.

    Args:
        as_of: closing date (arrêté), included: later lines are told, their categories are not learnt.
        trusted: bool per operation, its category is her word; without it, every category typed is.
        paid: the part of each line that pays each invoice (`settlement.Settlement.payments`); without it, the invoices are not asked.
        learned: what was learnt of the same lines before; without it, it is learnt now.
    """
    classifier = Classifier(dossier, as_of, trusted=trusted, paid=paid, learned=learned, learns=True)
    operations = dossier.operations
    verdicts = classifier.tell(operations)
    typed = classifier.hers.to_numpy()
    verdicts = _typed(verdicts, operations, typed)
    taught = classifier.learned
    assert taught is not None
    return Classification(verdicts, taught, taught.accuracy, tuple(_findings(operations, taught)))


class Classifier:
    """Who tells lines, in the workbook or not, by the evidence of one dossier.

    Args:
        learned: what was learnt of its lines; without it and without `learns`, what the same label or the same tiers were for is
            remembered, and no model is asked.
        learns: learn the lines now when `learned` is not given.

    Attributes:
        hers: bool per operation of the dossier: its category is her word.
        learned: what is asked of her lines.
        wording: how the categories that we know are called in this workbook.
    """

    def __init__(
        self,
        dossier: Dossier,
        as_of: date,
        *,
        trusted: pd.Series | None = None,
        paid: pd.DataFrame | None = None,
        learned: Learned | None = None,
        learns: bool = False,
    ) -> None:
        self._dossier, self._paid = dossier, paid
        operations = dossier.operations
        self.hers = hers_of(operations, trusted)
        known = self.hers & (operations["booked_on"].isna() | (operations["booked_on"] <= pd.Timestamp(as_of)))
        if learned is None:
            learned = learn(operations, known) if learns else _remember(operations, known)
        self.learned = learned
        self.wording = Wording.of(dossier, operations[self.hers])
        self._supplier_categories = _categories_of_tiers(operations[known])

    def tell(self, lines: pd.DataFrame) -> pd.DataFrame:
        """VERDICT of lines, by all evidence but what stands in their category.

        Args:
            lines: OPERATIONS rows; those of the workbook keep their index, by which the invoices that they pay are found.
        """
        verdicts = no_verdicts(lines.index)
        for told in self._evidence(lines):
            verdicts = stronger(verdicts, told)
        return verdicts.assign(scf_account=accounts_of(lines, verdicts, self._dossier))

    def _evidence(self, lines: pd.DataFrame) -> Iterator[pd.DataFrame]:
        """Verdicts, the strongest evidence first."""
        if len(self._dossier.rules):
            yield tell_by_rules(lines, self._dossier.rules)
        topics = topics_of(lines)
        if self._paid is not None and len(self._paid):
            yield self.wording.said(tell_by_invoice(lines, self._paid, self._dossier.invoices, self._supplier_categories), topics)
        starter = self.wording.said(sure_from(tell_by_starter(lines), STARTER_THRESHOLD), topics)
        if self.learned.classes:
            learned = self.learned.tell(lines, topics)
            is_sure = (learned["category"] != "").to_numpy()
            yield learned.where(pd.Series(is_sure, index=lines.index), no_verdicts(lines.index))
            agrees = starter["suggestion"] == learned["suggestion"]  # what her lines say of the same line must not be contradicted
            yield starter.where(agrees, no_verdicts(lines.index))
            yield learned
            yield starter.assign(category="")
        else:
            yield starter


def hers_of(operations: pd.DataFrame, trusted: pd.Series | None) -> pd.Series:
    """bool per operation: it carries a category that is her word."""
    is_sorted = ~map_distinct(operations["category"], lambda name: simplify(name) in UNSORTED).astype(bool)
    return is_sorted if trusted is None else is_sorted & trusted.astype(bool)


def stronger(verdicts: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Verdicts completed by weaker evidence: a category where none is given yet, a suggestion where there is none."""
    gives = ((verdicts["category"] == "") & (told["category"] != "")).to_numpy()
    suggests = ((verdicts["category"] == "") & (verdicts["suggestion"] == "") & (told["suggestion"] != "")).to_numpy()
    return told.where(pd.Series(gives | suggests, index=verdicts.index), verdicts).astype({"confidence": "float64"})


def sure_from(verdicts: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Verdicts whose category is only a suggestion under a confidence."""
    return verdicts.assign(category=verdicts["category"].where(verdicts["confidence"] >= threshold, ""))


def _typed(verdicts: pd.DataFrame, operations: pd.DataFrame, typed: np.ndarray) -> pd.DataFrame:
    """Her categories as they stand, over what would be said."""
    hers = operations["category"].to_numpy()
    accounts = operations["scf_account"].where(operations["scf_account"] != "", verdicts["scf_account"]).to_numpy()
    nothing: list[dict[str, object]] = [{}]
    return verdicts.assign(
        category=np.where(typed, hers, verdicts["category"]),
        suggestion=np.where(typed, hers, verdicts["suggestion"]),
        scf_account=np.where(typed, accounts, verdicts["scf_account"]),
        confidence=np.where(typed, 1.0, verdicts["confidence"]),
        origin=np.where(typed, "typed", verdicts["origin"]),
        reason=np.where(typed, "typed", verdicts["reason"]),
        detail=np.where(typed, np.array(nothing * len(typed), dtype=object), verdicts["detail"]),
    )


def _remember(operations: pd.DataFrame, known: pd.Series) -> Learned:
    from addin.treasury.classification.remembered import remember

    return remember(operations, known)


def _categories_of_tiers(known: pd.DataFrame) -> pd.DataFrame:
    """What her lines of each tiers are for: `party` (comparison key), `category`, `lines`."""
    paid = known[known["amount_cents"] < 0]
    keys = map_distinct(paid["party"], normalise)
    counted = pd.DataFrame({"party": keys, "category": paid["category"]}).query("party != ''")
    return counted.groupby(["party", "category"], sort=True).size().rename("lines").reset_index()


def _findings(operations: pd.DataFrame, learned: Learned) -> Iterator[Finding]:
    """Spellings of one category, and lines that are alike and carry different ones."""
    for group in learned.collisions:
        at = operations.index[operations["category"] == group[-1]]
        sheet, row = (str(operations["sheet"].loc[at[-1]]), int(operations["row"].loc[at[-1]])) if len(at) else ("", None)
        yield Finding("CATEGORY_SPELLINGS", sheet, row, value=group[-1], details={"kept": group[0], "count": len(group)})


__all__: Sequence[str] = ("Classification", "Classifier", "classify", "hers_of", "stronger")
