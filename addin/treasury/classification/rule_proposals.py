"""Rules that her corrections ask for: several lines of one tiers that she put elsewhere than we did, and none that says otherwise."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.treasury.classification.rules import tell_by_rules
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.entries.plan import account_text
from addin.treasury.headings import simplify

FEWEST = 2
"""Corrections of one tiers from which a rule is proposed."""
_SHORTEST = 3
"""Letters of a text, under which it stands in too many labels."""

Key = tuple[str, str, str]
"""Text, direction and category of a rule, as comparison keys."""


@dataclass(frozen=True)
class RuleProposal:
    """A line for « Règles » that she has not decided.

    Attributes:
        text: words that stand whole in the label of each of its lines, a comparison key.
        direction: "debit" or "credit".
        category: hers, as she writes it most.
        scf_account: the one that all its lines with an account carry, else "".
        corrected: index of the lines that she corrected; others: of her further lines that the rule would have told the same.
    """

    text: str
    direction: str
    category: str
    scf_account: str
    corrected: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def key(self) -> Key:
        """By which a refused proposal is known again."""
        return proposal_key(self.text, self.direction, self.category)


def proposal_key(text: str, direction: str, category: str) -> Key:
    """The same key however the three are written."""
    return normalise(text), simplify(direction), simplify(category)


def propose_rules(
    operations: pd.DataFrame, hers: pd.Series, corrected: pd.Series, rules: pd.DataFrame, refused: Collection[Key] = ()
) -> tuple[RuleProposal, ...]:
    """The rules to propose, those of most corrections first; deterministic.

    A tiers whose name does not stand in its labels is left out: no text would find its lines. So is a text that stands in a line of
    hers, of the same sense, with another category; and lines that a rule of hers already tells so.

    Args:
        operations: OPERATIONS rows.
        hers: bool per operation, its category is her word.
        corrected: bool per operation, she changed what we had told of it.
        rules: RULES.
        refused: keys of the proposals that she refused, never made again.
    """
    mine = operations[hers.to_numpy(dtype=bool) & (operations["category"] != "").to_numpy() & (operations["amount_cents"] != 0).to_numpy()]
    asked = corrected.reindex(mine.index).to_numpy(dtype=bool)
    if not asked.any():
        return ()
    keys = pd.DataFrame(
        {
            "party": map_distinct(mine["party"], normalise),
            "label": map_distinct(mine["label"], lambda label: f" {normalise(label)} "),
            "category": map_distinct(mine["category"], simplify),
            "direction": np.where(mine["amount_cents"] < 0, "debit", "credit"),
            "told": map_distinct(tell_by_rules(mine, rules)["category"], simplify),
            "corrected": asked,
        },
        index=mine.index,
    )
    wanted = keys[keys["corrected"] & (keys["told"] != keys["category"]) & (keys["party"].str.len() >= _SHORTEST)]
    found = []
    for (party, direction), lines in wanted.groupby(["party", "direction"], sort=True):
        if len(lines) >= FEWEST and lines["category"].nunique() == 1:
            proposal = _proposal(str(party), str(direction), lines, keys, mine)
            if proposal is not None and proposal.key not in refused:
                found.append(proposal)
    return tuple(sorted(found, key=lambda each: (-len(each.corrected), each.text, each.direction)))


def _proposal(party: str, direction: str, lines: pd.DataFrame, keys: pd.DataFrame, mine: pd.DataFrame) -> RuleProposal | None:
    """The rule of one tiers, None when a line of hers contradicts it."""
    same_sense = keys[keys["direction"] == direction]
    holds = same_sense["label"].str.contains(f" {party} ", regex=False)
    meant = same_sense[holds]
    of_tiers = same_sense[same_sense["party"] == party]
    category = lines["category"].iloc[0]
    if not lines.index.isin(meant.index).all() or (meant["category"] != category).any() or (of_tiers["category"] != category).any():
        return None
    written = mine.loc[meant.index, "category"].value_counts()
    name = min(written[written == written.max()].index)
    accounts = set(map_distinct(mine.loc[meant.index, "scf_account"], account_text)) - {""}
    others = tuple(int(at) for at in meant.index.difference(lines.index, sort=False))
    return RuleProposal(party, direction, str(name), accounts.pop() if len(accounts) == 1 else "", tuple(map(int, lines.index)), others)
