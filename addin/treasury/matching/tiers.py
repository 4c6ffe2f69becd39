"""Which tiers a bank line may be of: the Tiers typed, else the names that stand in its label, whole or cut short by the bank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from addin.treasury.counterparties import normalise
from addin.treasury.named_tiers import NamedTiers, significant_words

_SHORTEST = 4
"""Letters from which a word cut short still tells."""
_CUT_AT = 9
"""Length from which a name may have been cut short by a programme that keeps ten letters or so."""


class LabelledTiers:
    """The tiers of the invoices, as bank labels name them.

    Args:
        named: the same names as whole words, when already at hand.
    """

    def __init__(self, names: Iterable[str], named: NamedTiers | None = None) -> None:
        keys = list(dict.fromkeys(map(normalise, dict.fromkeys(names))))
        self._keys = frozenset(keys)
        self._named = NamedTiers(keys) if named is None else named
        self._cut: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for key in keys:
            telling = significant_words(key)
            words = [word for word in key.split() if word in telling]
            if words and len(words[0]) >= _SHORTEST:
                self._cut[words[0][:_SHORTEST]].append((tuple(words), key))
        self._asked: dict[tuple[str, str], frozenset[str]] = {}

    def of_line(self, label: str, typed: str) -> frozenset[str]:
        """Keys of the tiers that a line names; empty when it names none of them.

        Args:
            typed: what stands in its column Tiers; one of the tiers there settles it.

        >>> sorted(LabelledTiers(["AVAR SYSTEMES", "GODET"]).of_line("VIR AVAR SYSTE 882", ""))
        ['AVAR SYSTEMES']
        """
        known = self._asked.get((label, typed))
        if known is None:
            own = normalise(typed)
            known = frozenset({own}) if own in self._keys and own else self._in_text(f"{label} {typed}")
            self._asked[label, typed] = known
        return known

    def is_one(self, typed: str) -> bool:
        """Whether a typed text is the name of one of them, the empty one included when an invoice has no tiers."""
        return normalise(typed) in self._keys

    def _in_text(self, text: str) -> frozenset[str]:
        found = self._named.in_text(text)
        if found:
            return found
        words = normalise(text).split()
        return frozenset(
            key
            for at, word in enumerate(words)
            if len(word) >= _SHORTEST
            for name, key in self._cut.get(word[:_SHORTEST], ())
            if _is_cut(words[at : at + len(name)], name)
        )


def _is_cut(words: Sequence[str], name: Sequence[str]) -> bool:
    """The words are the name, cut short at its end on either side: by the bank in the label, or in the list of invoices."""
    if not words or any(word != own for word, own in zip(words[:-1], name, strict=False)):
        return False
    last, own = words[-1], name[len(words) - 1]
    if own.startswith(last):
        return len(last) >= _SHORTEST - (len(words) > 1)
    return len(words) == len(name) and last.startswith(own) and len(" ".join(name)) >= _CUT_AT
