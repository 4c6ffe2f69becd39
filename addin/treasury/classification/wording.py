"""How the categories that we know are called in this workbook: her own words, learnt of the lines that she classified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from addin.treasury.classification.starter import classes_of, topics_of
from addin.treasury.dossier import Dossier
from addin.treasury.headings import simplify

_FEWEST = 2
_SHARE = 0.6
"""Lines of a topic, and share of them under one category, from which the topic is called so."""


@dataclass(frozen=True, eq=False)
class Wording:
    """Her words.

    Attributes:
        names: simplified name → category as she writes it, of her lines and of « Catégories ».
        of_topic: (class, topic) → her category of such lines, of_class: class → the same; class as starter knowledge calls it.
        is_free: she uses no words of her own: ours are used as they stand.
    """

    names: Mapping[str, str]
    of_topic: Mapping[tuple[str, str], str]
    of_class: Mapping[str, str]
    is_free: bool

    @classmethod
    def of(cls, dossier: Dossier, hers: pd.DataFrame) -> Wording:
        """The words of a workbook.

        Args:
            hers: the operations whose category is her word.
        """
        invoiced = dossier.invoices["category"].value_counts().index[::-1]
        listed = [str(name) for name in (*invoiced, *dossier.categories["category"]) if str(name)]
        names = {simplify(name): name for name in [*hers["category"].value_counts().index[::-1], *listed]}
        told = pd.DataFrame({"class": classes_of(hers), "topic": topics_of(hers), "category": hers["category"]})
        told = told[told["class"] != ""]
        of_topic = {(key[0], key[1]): name for key, name in _majority(told[told["topic"] != ""], ["class", "topic"]).items()}
        return cls(names, of_topic, {key[0]: name for key, name in _majority(told, ["class"]).items()}, not names)

    def said(self, verdicts: pd.DataFrame, topics: pd.Series) -> pd.DataFrame:
        """Verdicts of starter knowledge in her words; what she has no word for is not said.

        Args:
            topics: `topics_of` the lines.
        """
        if self.is_free:
            return verdicts
        return verdicts.assign(
            category=[self.word(name, topic) for name, topic in zip(verdicts["category"], topics, strict=True)],
            suggestion=[self.word(name, topic) for name, topic in zip(verdicts["suggestion"], topics, strict=True)],
        )

    def word(self, name: str, topic: str) -> str:
        """Her category for a class of the template and a topic, "" when she has none."""
        if not name:
            return ""
        return self.of_topic.get((name, topic)) or self.names.get(simplify(name)) or self.of_class.get(name) or ""


def _majority(told: pd.DataFrame, by: list[str]) -> dict[tuple[str, ...], str]:
    """The category that most lines of a group carry, when most do."""
    if told.empty:
        return {}
    counted = told.groupby([*by, "category"], sort=True).size().rename("lines").reset_index()
    total = counted.groupby(by)["lines"].transform("sum")
    kept = counted[(counted["lines"] >= _FEWEST) & (counted["lines"] >= _SHARE * total)]
    return {tuple(str(part) for part in key): str(name) for *key, name in kept[[*by, "category"]].itertuples(index=False)}
