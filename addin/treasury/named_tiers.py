"""Which tiers a bank line names: the significant words of a customer's or supplier's name, as whole words in the label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from addin.treasury.counterparties import normalise

_EMPTY_WORDS = frozenset(
    "SARL EURL SPA SNC SAS SASU SA SCI SCP EI ETS ETABLISSEMENT ETABLISSEMENTS STE SOCIETE ENTREPRISE ENT GROUPE CIE COMPAGNIE LTD GMBH "
    "INC LLC CO ET AND DE DU DES LA LE LES EN AU AUX MR MME MLLE MONSIEUR MADAME".split()
)
_GENERIC_WORDS = frozenset(
    "DIVERS DIVERSE DIVERSES CLIENT CLIENTS CLIENTELE FOURNISSEUR FOURNISSEURS FRS COMPTOIR PASSAGE PARTICULIER PARTICULIERS "
    "INCONNU INCONNUS AUTRE AUTRES ANONYME COMPTANT VENTE VENTES ACHAT ACHATS CAISSE ESPECES TIERS".split()
)


@lru_cache(maxsize=16384)
def significant_words(name: str) -> frozenset[str]:
    """The words of a name that tell who it is; none for a generic name.

    >>> sorted(significant_words("SARL Novatec & Fils")), significant_words("Clients divers"), significant_words("Comptoir")
    (['FILS', 'NOVATEC'], frozenset(), frozenset())
    """
    spoken = [word for word in normalise(name).split() if len(word) > 1]
    words = [word for word in spoken if word not in _EMPTY_WORDS] or [word for word in spoken if len(word) > 2]  # a firm called « SCI »
    return frozenset() if all(word in _GENERIC_WORDS or word.isdigit() for word in words) else frozenset(words)


def is_generic(name: str) -> bool:
    """Whether a name may stand for several people (« DIVERS », « Client comptoir », empty)."""
    return not significant_words(name)


class NamedTiers:
    """The names worth looking for, indexed by their rarest word; asking about one text costs its number of words."""

    def __init__(self, names: Iterable[str]) -> None:
        words = {key: significant_words(key) for key in dict.fromkeys(map(normalise, dict.fromkeys(names)))}
        frequency = Counter(word for these in words.values() for word in these)
        self._by_word: dict[str, list[tuple[frozenset[str], str]]] = {}
        for key, these in words.items():
            if these:
                rarest = min(these, key=lambda word: (frequency[word], word))
                self._by_word.setdefault(rarest, []).append((these, key))
        self._asked: dict[str, frozenset[str]] = {}

    def in_text(self, text: str) -> frozenset[str]:
        """Keys (`normalise`d names) of the tiers all of whose significant words stand in the text.

        >>> NamedTiers(["Novatec", "Nova", "SARL Nova Print"]).in_text("VIR RECU NOVATEC FA112/26")
        frozenset({'NOVATEC'})
        """
        known = self._asked.get(text)
        if known is None:
            words = set(normalise(text).split())
            found = (key for word in words if word in self._by_word for these, key in self._by_word[word] if these <= words)
            known = self._asked[text] = frozenset(found)
        return known
