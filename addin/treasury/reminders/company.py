"""Who writes the letters: the company's identity and its legal mentions, as `Paramètres` gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from addin.treasury.dossier import Settings

_KEYS = {
    "legal_form": r"forme juridique|statut juridique",
    "capital": r"capital( social)?( en da| da)?",
    "address": r"adresse( de la societe| du siege)?|siege( social)?",
    "city": r"ville( de la societe)?|lieu de signature|fait a",
    "phone": r"telephone( de la societe)?|tel",
    "email": r"(adresse )?e ?mail( de la societe)?|courriel",
    "rc": r"(n )?rc|registre d[ue] commerce",
    "nif": r"(n )?nif|numero d identification fiscale",
    "nis": r"(n )?nis|numero d identification statistique",
    "ai": r"(n )?ai|article d imposition",
    "rib": r"rib( de la societe)?|compte bancaire|rib pour les reglements",
    "bank": r"banque( de domiciliation)?|domiciliation( bancaire)?",
    "signatory": r"signataire( des relances| des lettres)?",
    "role": r"(fonction|qualite) du signataire",
}
NEEDED = ("name", "address", "rc", "nif", "nis", "ai", "rib")
"""Mentions that a firm's letter is expected to carry, in the order in which their lack is told."""


@dataclass(frozen=True)
class Company:
    """The company; "" for what `Paramètres` does not say."""

    name: str = ""
    legal_form: str = ""
    capital: str = ""
    address: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    rc: str = ""
    nif: str = ""
    nis: str = ""
    ai: str = ""
    rib: str = ""
    bank: str = ""
    signatory: str = ""
    role: str = ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """The needed mentions that are not known."""
        return tuple(name for name in NEEDED if not getattr(self, name))


def company_of(settings: Settings) -> Company:
    """The company as `Paramètres` describes it."""
    found = {
        field: next((value.strip() for name, value in settings.raw.items() if value.strip() and re.fullmatch(key, name)), "")
        for field, key in _KEYS.items()
    }
    if found["rib"]:
        found["rib"] = _grouped_rib(found["rib"])
    return Company(name=settings.company, **found)


def _grouped_rib(text: str) -> str:
    r"""A RIB of twenty figures in its four parts (bank, branch, account, key); anything else as it was typed.

    >>> _grouped_rib("00100604010000123467").replace("\u00a0", " "), _grouped_rib("CCP 12345 clé 67")
    ('001 00604 0100001234 67', 'CCP 12345 clé 67')
    """
    figures = re.sub(r"[ .\-\u00a0]", "", text)
    if not re.fullmatch(r"\d{20}", figures):
        return text
    cuts = (0, 3, 8, 18, 20)
    return "\u00a0".join(figures[start:end] for start, end in pairwise(cuts))
