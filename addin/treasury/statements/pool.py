"""All lines that an account is known to hold: those that the register remembers and those of the tab, each once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.treasury.statements.fingerprints import Fingerprints, fingerprints, joined, label_keys
from addin.treasury.statements.pairing import pair_among
from addin.treasury.statements.register import Memory

_MOVED_DAYS = 20  # days by which she may have moved a line, less than the rhythm of a monthly one


@dataclass(frozen=True, eq=False)
class Pool:
    """All lines that the account is known to hold: those of the register, then those of the tab that the register does not explain.

    Attributes:
        tab_at: position of the line in the tab, -1 for one that she removed or that is not written yet.
        keys: label as it stands in the tab, None where it is not there.
        is_register: known from the register.
        is_elsewhere: brought by a file of another format.
    """

    lines: Fingerprints
    tab_at: np.ndarray
    keys: np.ndarray
    is_register: np.ndarray
    is_interim: np.ndarray
    is_pending: np.ndarray
    is_elsewhere: np.ndarray
    tab: pd.DataFrame

    @staticmethod
    def of(tab: pd.DataFrame, memory: Memory, format: str, days: np.ndarray) -> Pool:
        """All lines that may be those of a statement.

        Args:
            days: of its lines, since 1970. Where the register remembers nothing, lines of the tab before and after them cannot be meant.
        """
        booked = tab["booked_on"].to_numpy()
        near = np.arange(len(tab))
        if not len(memory.lines):
            tab_days = booked.astype("datetime64[D]").astype(np.int64)
            near = near[(tab_days >= days.min()) & (tab_days <= days.max())] if len(days) else near[:0]
        part = tab.iloc[near]
        tab_keys = np.full(len(tab) + 1, None, dtype=object)
        tab_keys[near] = label_keys(part["label"])
        typed = fingerprints(booked[near], part["amount_cents"].to_numpy(), tab_keys[near].tolist(), (), part["balance_cents"])
        at = _found_in_tab(memory, typed)
        alone = np.ones(len(typed), bool)
        alone[at[at >= 0]] = False
        others = np.flatnonzero(alone)
        at = np.r_[at, near[others]]
        texts = tab_keys[at]
        count, more = len(memory.lines), np.zeros(len(others), bool)
        return Pool(
            joined([memory.lines, typed.taken(others)]),
            at,
            texts,
            np.arange(len(at)) < count,
            np.r_[memory.is_interim, more],
            np.r_[memory.is_pending, more],
            np.r_[memory.format != format, more] if format else np.zeros(len(at), bool),
            tab,
        )


def _found_in_tab(memory: Memory, tab: Fingerprints) -> np.ndarray:
    """Where each remembered line stands in the tab by now: as it was, else with another label, day or amount; -1 when it is gone."""
    at = np.full(len(memory.lines), -1, np.int64)
    left = np.ones(len(tab), bool)
    lines = memory.lines
    parts = ("days", "cents", "label"), ("days", "cents"), ("cents", "label"), ("days", "label")
    for names in parts:
        free = (at < 0) & ~memory.is_pending
        here = left.copy()
        if "label" in names and len(names) == 2:
            free, here = free & (lines.label != 0), here & (tab.label != 0)
        own, their = (tuple(getattr(each, name) for name in names) for each in (lines, tab))
        one, other = pair_among(own, their, free, here)
        near = np.abs(lines.days[one] - tab.days[other]) <= _MOVED_DAYS
        at[one[near]] = other[near]
        left[other[near]] = False
    return at
