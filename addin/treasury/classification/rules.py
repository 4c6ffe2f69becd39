"""Her rules (« Règles »): words in the label, sense, amounts, account, project; the most specific one decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import translate

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.counterparties import fold, normalise
from addin.treasury.headings import simplify

_LONGEST = 2_000
"""Letters of a label that an expression of hers is tried on."""
_NESTED = re.compile(r"\([^()]*[+*][^()]*\)\s*[+*{]")
"""A repetition inside a repetition, whose time has no bound."""


@dataclass(frozen=True)
class Rule:
    """One line of « Règles ».

    Attributes:
        says: whether a label is meant.
        specific: how much it says: conditions, then letters of the text; of two equal ones the upper line decides.
    """

    row: int
    text: str
    category: str
    account: str
    scf_account: str
    sign: int
    minimum: int | None
    maximum: int | None
    project: str
    says: Callable[[str], bool]

    @property
    def specific(self) -> tuple[int, int, int]:
        """Rank among the rules that apply to one line: the greatest decides."""
        conditions = (self.sign != 0, self.minimum is not None, self.maximum is not None, bool(self.account), bool(self.project))
        return sum(conditions), len(normalise(self.text)), -self.row


def tell_by_rules(lines: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """VERDICT of lines by her rules; what no rule tells is "none".

    Args:
        lines: OPERATIONS rows.
        rules: RULES; those that cannot be read are left out (`rule_findings` says which).
    """
    verdicts = no_verdicts(lines.index)
    known = sorted(read_rules(rules)[0], key=lambda rule: rule.specific)
    if not known or lines.empty:
        return verdicts
    codes, labels = pd.factorize(lines["label"])
    folded = [f" {normalise(fold(str(label)))} " for label in labels]
    amounts, accounts = lines["amount_cents"].to_numpy(dtype=np.int64), lines["account"].map(simplify).to_numpy()
    projects = lines["project"].map(simplify).to_numpy() if "project" in lines else np.full(len(lines), "")
    chosen = np.full(len(lines), -1)
    for at, rule in enumerate(known):  # the most specific last: it overwrites
        meant = np.array([rule.says(label) for label in folded], dtype=bool)[codes]
        if rule.sign:
            meant &= np.sign(amounts) == rule.sign
        size = np.abs(amounts)
        if rule.minimum is not None:
            meant &= size >= abs(rule.minimum)
        if rule.maximum is not None:
            meant &= size <= abs(rule.maximum)
        if rule.account:
            meant &= accounts == simplify(rule.account)
        if rule.project:
            meant &= projects == simplify(rule.project)
        chosen[meant] = at
    details: list[Mapping[str, object]] = [*({"text": rule.text, "row": rule.row} for rule in known), {}]
    names = np.array([*(rule.category for rule in known), ""], dtype=object)[chosen]
    is_told = names != ""
    return verdicts.assign(
        category=names,
        suggestion=names,
        scf_account=np.array([*(rule.scf_account for rule in known), ""], dtype=object)[chosen],
        confidence=np.where(is_told, 1.0, 0.0),
        origin=np.where(is_told, "rule", "none"),
        reason=np.where(is_told, "rule", "none"),
        detail=pd.Series([details[i] for i in chosen.tolist()], index=lines.index, dtype=object),
    )


def rule_findings(rules: pd.DataFrame) -> list[Finding]:
    """The rules that cannot be used, each with its row and why."""
    return read_rules(rules)[1]


def read_rules(rules: pd.DataFrame) -> tuple[list[Rule], list[Finding]]:
    """The rules as they apply, and what is wrong with the others.

    A text is words that stand whole in the label (« * » for any letters); between two « / » it is a regular expression.
    """
    known, findings = [], []
    for line in rules.to_dict("records"):
        text, row, sheet = str(line["text"]).strip(), int(line["row"]), str(line["sheet"])
        says = _reader(text)
        if says is None:
            findings.append(Finding("RULE_EXPRESSION_BROKEN", sheet, row, value=text))
            continue
        if not line["category"]:
            findings.append(Finding("RULE_WITHOUT_CATEGORY", sheet, row, value=text))
            continue
        low, high = (None if pd.isna(line[name]) else int(line[name]) for name in ("minimum_cents", "maximum_cents"))
        direction = simplify(str(line["direction"]))
        known.append(
            Rule(
                row, text, str(line["category"]), str(line["account"]), str(line["scf_account"]), _sign(direction), low, high,
                str(line.get("project", "")), says,
            )
        )  # fmt: skip
    return known, findings


def _sign(direction: str) -> int:
    if direction.startswith(("debit", "sortie", "depense", "paiement", "-")):
        return -1
    return 1 if direction.startswith(("credit", "entree", "recette", "encaissement", "+")) else 0


def _reader(text: str) -> Callable[[str], bool] | None:
    """Whether a folded label is meant, None when the text is no rule."""
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        if _NESTED.search(text):
            return None
        try:
            expression = re.compile(text[1:-1], re.IGNORECASE)
        except re.error:
            return None
        return lambda label: expression.search(label[:_LONGEST]) is not None
    if "*" in text:
        parts = " ".join(normalise(part.replace("*", "\x00")) if "*" not in part else part for part in text.split())
        wanted = re.compile(translate(f"* {fold(parts).upper()} *"))
        return lambda label: wanted.match(label[:_LONGEST]) is not None
    words = normalise(text)
    return (lambda label: f" {words} " in label) if words else None
