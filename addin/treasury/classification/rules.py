"""Her rules (« Règles »): words in the label, sense, amounts, account, project; the most specific one decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.classification.rule_texts import RuleText, read_text
from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.counterparties import fold, map_distinct, normalise
from addin.treasury.headings import simplify


@dataclass(frozen=True)
class Rule:
    """One line of « Règles ».

    Attributes:
        sign: -1 of money paid, 1 of money received, 0 of both.
        minimum: minor units of the base currency, without sign; None without limit. maximum: the same.
        meant: what its text means.
    """

    sheet: str
    row: int
    text: str
    category: str
    account: str
    scf_account: str
    sign: int
    minimum: int | None
    maximum: int | None
    project: str
    meant: RuleText

    @property
    def specific(self) -> tuple[int, int, int]:
        """Rank among the rules that apply to one line: letters of the text, then conditions, then the upper line; greatest decides."""
        conditions = (self.sign != 0, self.minimum is not None, self.maximum is not None, bool(self.account), bool(self.project))
        return self.meant.weight, sum(conditions), -self.row

    def applies(self, line: Mapping[str, object]) -> bool:
        """Whether one row of OPERATIONS is meant, as `tell_by_rules` would say."""
        label, cents, base = str(line["label"]), int(line["amount_cents"]), line["base_cents"]  # type: ignore[call-overload]
        if self.sign and (cents > 0) - (cents < 0) != self.sign:
            return False
        if self.minimum is not None or self.maximum is not None:
            size = None if pd.isna(base) else abs(int(base))  # type: ignore[call-overload]
            if size is None or (self.minimum is not None and size < self.minimum) or (self.maximum is not None and size > self.maximum):
                return False
        asked = ((self.account, line["account"]), (self.project, line["project"]))
        if any(wanted and simplify(wanted) != simplify(str(given)) for wanted, given in asked):
            return False
        return self.meant.says(f" {normalise(label)} " if self.meant.keyed else fold(label))


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
    chosen = np.full(len(lines), -1)
    for at, meant in enumerate(_meant(lines, known)):  # the most specific last: it overwrites
        chosen[meant] = at
    details: list[Mapping[str, object]] = [*({"text": rule.text, "row": rule.row} for rule in known), {}]
    names = np.array([*(rule.category for rule in known), ""], dtype=object)[chosen]
    is_told = chosen >= 0
    return verdicts.assign(
        category=names,
        suggestion=names,
        scf_account=np.array([*(rule.scf_account for rule in known), ""], dtype=object)[chosen],
        confidence=np.where(is_told, 1.0, 0.0),
        origin=np.where(is_told, "rule", "none"),
        reason=np.where(is_told, "rule", "none"),
        detail=pd.Series([details[i] for i in chosen.tolist()], index=lines.index, dtype=object),
    )


def rule_findings(rules: pd.DataFrame, categories: pd.DataFrame | None = None) -> list[Finding]:
    """The rules that cannot be used, each with its row and why, and those whose category « Catégories » does not list.

    Args:
        categories: CATEGORIES; without any, every category is known.
    """
    known, findings = read_rules(rules)
    listed = {simplify(str(name)) for name in categories["category"]} if categories is not None else set()
    unknown = [rule for rule in known if listed and simplify(rule.category) not in listed]
    said = [Finding("RULE_CATEGORY_UNKNOWN", rule.sheet, rule.row, value=rule.category, details={"text": rule.text}) for rule in unknown]
    return sorted([*findings, *said], key=lambda each: each.row or 0)


def read_rules(rules: pd.DataFrame) -> tuple[list[Rule], list[Finding]]:
    """The rules as they apply, and what is wrong with the others."""
    known, findings = [], []
    for line in rules.to_dict("records"):
        text, row, sheet = str(line["text"]).strip(), int(line["row"]), str(line["sheet"])
        meant, sign = read_text(text), _sign(str(line["direction"]))
        if meant is None:
            findings.append(Finding("RULE_EXPRESSION_BROKEN", sheet, row, value=text))
        elif not line["category"]:
            findings.append(Finding("RULE_WITHOUT_CATEGORY", sheet, row, value=text))
        elif sign is None:
            findings.append(Finding("RULE_SENSE_UNKNOWN", sheet, row, value=str(line["direction"]), details={"text": text}))
        else:
            low, high = (None if pd.isna(line[name]) else abs(int(line[name])) for name in ("minimum_cents", "maximum_cents"))
            category, account, scf, project = (str(line[name]) for name in ("category", "account", "scf_account", "project"))
            known.append(Rule(sheet, row, text, category, account, scf, sign, low, high, project, meant))
    return known, findings


def _meant(lines: pd.DataFrame, rules: Sequence[Rule]) -> list[np.ndarray]:
    """bool per line, for each rule: it applies."""
    codes, labels = pd.factorize(lines["label"])
    texts = [str(label) for label in labels]
    keys = [f" {normalise(text)} " for text in texts]
    folded = [fold(text) for text in texts] if any(not rule.meant.keyed for rule in rules) else keys
    holding = _holding(keys, {rule.meant.first for rule in rules if rule.meant.first})
    amounts = lines["amount_cents"].to_numpy(dtype=np.int64)
    sizes = lines["base_cents"].abs().to_numpy(dtype="float64", na_value=np.nan)  # a limit says nothing of an amount without rate
    accounts, projects = (map_distinct(lines[name], simplify).to_numpy() for name in ("account", "project"))
    out = []
    for rule in rules:
        told = np.zeros(len(texts), dtype=bool)
        says, asked = rule.meant.says, keys if rule.meant.keyed else folded
        told[[at for at in (holding[rule.meant.first] if rule.meant.first else range(len(texts))) if says(asked[at])]] = True
        applies = told[codes]
        if rule.sign:
            applies &= np.sign(amounts) == rule.sign
        if rule.minimum is not None:
            applies &= sizes >= rule.minimum
        if rule.maximum is not None:
            applies &= sizes <= rule.maximum
        if rule.account:
            applies &= accounts == simplify(rule.account)
        if rule.project:
            applies &= projects == simplify(rule.project)
        out.append(applies)
    return out


def _holding(keys: Sequence[str], words: set[str]) -> dict[str, list[int]]:
    """Word → positions of the keys that hold it, in order."""
    out: dict[str, list[int]] = {word: [] for word in words}
    for at, key in enumerate(keys):
        for word in words.intersection(key.split()):
            out[word].append(at)
    return out


def _sign(direction: str) -> int | None:
    """-1, 1, 0 when nothing stands there, None when what stands there is no sense."""
    word = simplify(direction)
    if not direction.strip() or word in ("les deux", "tous", "tout"):
        return 0
    if word.startswith(("debit", "sortie", "depense", "paiement", "decaissement")) or direction.strip() in ("-", "D", "d"):
        return -1
    return 1 if word.startswith(("credit", "entree", "recette", "encaissement")) or direction.strip() in ("+", "C", "c") else None
