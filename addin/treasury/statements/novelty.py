"""What of a statement is new, and what only looks known."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from addin.messages import Finding
from addin.treasury.money_text import money_text
from addin.treasury.statements.fingerprints import Fingerprints
from addin.treasury.statements.model import Statement


@dataclass(frozen=True)
class Similar:
    """A line that looks like one of the tab.

    Attributes:
        position: of the line in the statement.
        sheet, row: of the line of the tab.
        is_new: it is added all the same.
        is_settled: the balances tell.
    """

    position: int
    sheet: str
    row: int
    is_new: bool
    is_settled: bool


@dataclass(frozen=True, eq=False)
class Novelty:
    """What of a statement is new.

    Attributes:
        is_new: bool, per line of the statement.
        known_as: "register", "tab" or "" per line.
        tab_at: int64, per line, position among the account's operations of the line that it is; -1 without one there.
        similar: lines that look like one of the tab without being told to be it by their label.
        fingerprints: of all lines of the statement.
        pending_days, pending_cents: lines of this run that the tab does not show yet and that are not of this statement.
    """

    is_new: np.ndarray
    known_as: np.ndarray
    tab_at: np.ndarray
    fingerprints: Fingerprints
    similar: tuple[Similar, ...] = ()
    pending_days: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    pending_cents: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def to_remember(self) -> np.ndarray:
        """Lines whose fingerprints the register does not hold yet."""
        unseen: np.ndarray = self.known_as != "register"
        return unseen


def double_findings(statement: Statement, novelty: Novelty, file: str) -> list[Finding]:
    """The lines that are added beside one of the tab that looks like them, at that line of the tab (POSSIBLE_DOUBLE)."""
    lines = statement.lines
    at, cents, labels = lines["line"].to_numpy(), lines["amount_cents"].to_numpy(), lines["label"].tolist()
    return [
        Finding(
            "POSSIBLE_DOUBLE",
            each.sheet,
            each.row,
            details={
                "file": file,
                "line": int(at[each.position]),
                "amount": money_text(int(cents[each.position]), statement.currency or "DZD"),
                "label": labels[each.position],
            },
        )
        for each in novelty.similar
        if each.is_new and not each.is_settled
    ]
