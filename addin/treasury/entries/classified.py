"""The account that a bank line or an invoice belongs to: the one typed, a rule of hers, its category's; never a guess."""

from __future__ import annotations

from collections.abc import Mapping

from addin.treasury.classification.rules import read_rules
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
        rules = [rule for rule in read_rules(dossier.rules)[0] if account_text(rule.scf_account)]
        self._rules = sorted(rules, key=lambda rule: rule.specific, reverse=True)

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
        """Account of her most specific rule for that very category that applies to the line: finer than the category's."""
        name = simplify(category)
        found = (rule for rule in self._rules if simplify(rule.category) == name and rule.applies(line))
        rule = next(found, None)
        return account_text(rule.scf_account) if rule else ""
