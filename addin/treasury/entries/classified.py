"""The account that a bank line or an invoice belongs to: the one typed, a rule of hers, its category's; never a guess."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from addin.treasury.counterparties import fold, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.entries.plan import account_text
from addin.treasury.headings import simplify
from addin.treasury.natures import category_nature

UNSORTED = frozenset({"", "a classer", "non classe", "a trier", "inconnu", "divers a classer"})
_USUAL: tuple[tuple[str, str], ...] = (  # DOMAIN 4.4, of the categories that the template proposes
    ("achats sous traitance", "611"), ("achats", "600"), ("sous traitance", "611"), ("personnel cnas", "631"), ("personnel", "631"),
    ("publicite", "623"), ("logiciels abonnements", "6516"), ("logiciels", "6516"), ("abonnements", "6516"),
    ("deplacements missions", "625"), ("deplacements", "625"), ("missions", "625"), ("frais generaux", "613"), ("loyer", "613"),
    ("loyers", "613"), ("impots taxes", "44551"), ("financement", "164"), ("investissement", "218"), ("encaissement clients", "4111"),
    ("encaissements clients", "4111"), ("autre encaissement", "7588"), ("autres encaissements", "7588"), ("virement interne", "5811"),
    ("honoraires", "6226"), ("assurance", "616"), ("assurances", "616"), ("carburant", "6071"), ("energie", "6073"),
    ("telecommunications", "626"), ("telecoms", "626"), ("entretien", "615"), ("transport", "624"), ("transports", "624"),
)  # fmt: skip
USUAL: Mapping[str, str] = dict(_USUAL)
_OF_NATURE = {"bank_fee": "6278", "salary": "631", "social": "635", "loan": "164", "transfer": "5811"}


class Classified:
    """Accounts by category and by rule, ready for many look-ups.

    Args:
        dossier: its categories, its rules.
    """

    def __init__(self, dossier: Dossier) -> None:
        categories = dossier.categories
        given = zip(categories["category"], categories["scf_account"], strict=True)
        self._by_category = {simplify(str(name)): account_text(account) for name, account in given}
        rules = dossier.rules
        self._rules = [
            (normalise(str(row["text"])), str(row["direction"]), row, account_text(row["scf_account"]))
            for _, row in rules.iterrows()
            if account_text(row["scf_account"]) and normalise(str(row["text"]))
        ]

    def of_category(self, category: str) -> str:
        """Account of a category: in `Catégories`, else the usual one of that name, "" when unsorted or unknown."""
        name = simplify(category)
        if name in UNSORTED:
            return ""
        return self._by_category.get(name) or USUAL.get(name.lstrip("0123456789 "), "") or _OF_NATURE.get(category_nature(category), "")

    def of_line(self, line: Mapping[str, object]) -> str:
        """Account of a bank line that she has classified, "" for one that she has not.

        Args:
            line: a row of OPERATIONS.
        """
        typed = account_text(line["scf_account"])
        if typed:
            return typed
        category = str(line["category"])
        if simplify(category) in UNSORTED:
            return ""
        return self._by_rule(line, category) or self.of_category(category)

    def _by_rule(self, line: Mapping[str, object], category: str) -> str:
        """Account of her first rule for that very category whose text stands in the label: finer than the category's."""
        if not self._rules:
            return ""
        words = f" {normalise(fold(str(line['label'])))} "
        cents = int(line["amount_cents"])  # type: ignore[call-overload]
        for text, direction, rule, account in self._rules:
            if f" {text} " not in words or simplify(str(rule["category"])) != simplify(category):
                continue
            if direction and direction.startswith("debit" if cents > 0 else "credit"):
                continue
            if rule["account"] and simplify(str(rule["account"])) != simplify(str(line["account"])):
                continue
            low, high = rule["minimum_cents"], rule["maximum_cents"]
            if (pd.notna(low) and abs(cents) < int(low)) or (pd.notna(high) and abs(cents) > int(high)):
                continue
            return account
        return ""
