"""Lines with a known category, for the measures of categorisation: as OPERATIONS rows, with the category that a person gave."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from addin.treasury.dossier import OPERATION_COLUMNS, frame
from addin.treasury.meaning import with_meaning

DATA = Path(__file__).parents[2] / "shared" / "data"
PME = DATA / "pme_fec_e"
TRAINED_ON = 0.8
EXPENSES = (
    "Achats & sous-traitance", "Personnel & CNAS", "Publicité", "Logiciels & abonnements", "Déplacements & missions", "Frais généraux",
)  # fmt: skip

Row = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Known:
    """Lines in the order of time and what they are for.

    Attributes:
        operations: OPERATIONS rows without category.
        truth: the category of each, index of `operations`.
        counts: bool per line: it is measured when it is told.
    """

    operations: pd.DataFrame
    truth: pd.Series
    counts: pd.Series

    def cut(self, share: float = TRAINED_ON) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the first lines and of the last ones."""
        at = int(len(self.truth) * share)
        return np.arange(at), np.arange(at, len(self.truth))

    def shuffled(self) -> Known:
        """The lines in a random order, always the same, without their days: to be split at random."""
        order = np.random.default_rng(0).permutation(len(self.truth))
        operations = self.operations.iloc[order].reset_index(drop=True)
        operations = operations.assign(
            position=range(len(order)), booked_on=pd.Series(pd.NaT, index=operations.index, dtype="datetime64[s]")
        )
        return Known(operations, self.truth.iloc[order].reset_index(drop=True), self.counts.iloc[order].reset_index(drop=True))


def pme_six() -> Known:
    """The same lines in six categories and technical classes; only expenses are measured."""
    known = pme()
    six = six_categories(known.truth)
    kept = (six != "").to_numpy()
    truth = six[kept].reset_index(drop=True)
    return Known(known.operations[kept].reset_index(drop=True), truth, truth.isin(EXPENSES))


def pme() -> Known:
    """The bank lines of a small French company, 34 classes."""
    rows = sorted(_csv(PME / "bank_operations.csv"), key=lambda row: row["date"])
    return _known(
        rows,
        [row["label"] for row in rows],
        [round(float(row["amount"]) * 100) for row in rows],
        [row["category"] for row in rows],
        accounts=[row["bank_name"] for row in rows],
    )


def six_categories(truth: pd.Series) -> pd.Series:
    """The six categories and the technical classes of the 34 classes; "" for those that belong to none."""
    names = {row["category"]: row["six"] for row in _csv(PME / "six_categories.csv")}
    return truth.map(names).fillna("").astype(object)


def council(column: str, most: int) -> Known:
    """A council's payments: supplier and narrative.

    Args:
        column: expenditure_category or expenditure_code.
        most: classes kept, the most frequent ones.
    """
    with gzip.open(DATA / "council_spend" / "harrogate_2015_2019.csv.gz") as packed:
        rows = [row for row in csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8")) if row["date"] and row[column]]
    frequent = dict(Counter(row[column] for row in rows).most_common(most))
    rows = sorted((row for row in rows if row[column] in frequent), key=lambda row: row["date"])
    labels = [f"{row['supplier']} {row['narrative']}".strip() for row in rows]
    cents = [-round(float(row["amount"] or 0) * 100) for row in rows]
    return _known(rows, labels, cents, [row[column] for row in rows], tiers=[row["supplier"] for row in rows])


def hackclub() -> Known:
    """A non-profit's postings on expenses and income: payee and note."""
    rows = sorted(_csv(DATA / "hackclub" / "postings_2015_2016.csv"), key=lambda row: row["date"])
    rows = [row for row in rows if row["account"].startswith(("Expenses", "Income"))]
    labels = [f"{row['payee']} {row['note']}".strip() for row in rows]
    cents = [-round(float(row["amount"]) * 100) for row in rows]
    return _known(rows, labels, cents, [row["account"] for row in rows], tiers=[row["payee"] for row in rows])


def za_bank() -> Known:
    """Short narrations of South African banks, in the order of the file: split at random, days are of several people."""
    rows = list(_csv(DATA / "za_bank" / "transactions.csv"))
    cents = []
    for row in rows:
        try:
            cents.append(round(float(row["amount"].replace(" ", "")) * 100))
        except ValueError:
            cents.append(0)
    return _known(rows, [row["description"] for row in rows], cents, [row["label"] for row in rows])


def _csv(path: Path) -> Sequence[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _known(
    rows: Sequence[Row],
    labels: Sequence[str],
    cents: Sequence[int],
    truth: Iterable[str],
    *,
    accounts: Sequence[str] = (),
    tiers: Sequence[str] = (),
) -> Known:
    days = pd.to_datetime([row["date"][:10] for row in rows], errors="coerce")
    count = len(rows)
    operations = frame(
        OPERATION_COLUMNS,
        {
            "sheet": ["Banque"] * count,
            "row": list(range(2, count + 2)),
            "account": list(accounts or ["Banque"] * count),
            "position": list(range(count)),
            "booked_on": days,
            "value_date": days,
            "label": list(labels),
            "amount_cents": list(cents),
            "base_cents": list(cents),
            "currency": ["EUR"] * count,
            "counterparty": list(tiers or [""] * count),
        },
    )
    given = pd.Series(list(truth), dtype=object)
    return Known(with_meaning(operations), given, pd.Series(True, index=given.index))
