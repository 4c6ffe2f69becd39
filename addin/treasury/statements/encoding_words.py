"""How plausible the words are that an encoding makes of the bytes beyond ASCII: French, Arabic, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

CANDIDATES = ("cp1252", "cp1256", "cp850", "mac_roman")
"""Encodings that are weighed, the more usual one first: it wins where they tell the same."""

_FRENCH = frozenset("àâäçéèêëîïôöùûüœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ")
_SIGNS = frozenset("«»°€£’‘“”–—…•·²³№µ§´¤ºª×\u00a0")
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_MARKS = frozenset("ًٌٍَُِّْـ")
_KNOWN = frozenset(
    """
    libellé libellés débit débits crédit crédits débiteur créditeur opération opérations numéro numéros référence références relevé
    relevés précédent précédente chèque chèques espèces prélèvement prélèvements échéance échéances intérêt intérêts société algérie
    février août décembre dépôt dépôts bénéficiaire reçu reçus à règlement règlements période périodes arrêté arrêtés émis émise émetteur
    découvert pénalité intitulé devisé détail détails catégorie créé édité édition régime sécurité hôtel frères père mère electricité
    électricité télécom téléphone matériel café général générale générales commerçant payé payée ordonné ordonnée présenté compensé
    التاريخ تاريخ المبلغ مبلغ الرصيد رصيد مدين دائن البيان بيان عملية العملية من إلى الى تحويل بنك البنك الجزائر الجزائري شيك صك دينار
    حساب الحساب رقم المرجع دفع إيداع سحب رسوم عمولة شركة مؤسسة فاتورة قرض القيمة
    """.split()
)


@dataclass(frozen=True)
class Plausibility:
    """How well an encoding fits; `letters` of the kind that speaks for it."""

    total: float
    letters: int
    kind: Literal["french", "arabic", "unsure"]


def plausibility(words: Mapping[bytes, int], encoding: str) -> Plausibility:
    """How well the words fit an encoding.

    Args:
        words: runs of letters and bytes beyond ASCII → times they occur.
        encoding: one of `CANDIDATES`.
    """
    table = _table(encoding)
    total, letters = 0.0, Counter[str]()
    for word, times in words.items():
        weight = min(times, 5)  # one label on each line says no more than on five of them
        text = word.decode("latin-1").translate(table)
        total += weight * _score(text)
        for char in text:
            if char in _FRENCH:
                letters["french"] += times
            elif _ARABIC.match(char):
                letters["arabic"] += times
    if total <= 0 or not letters:
        return Plausibility(total, sum(letters.values()), "unsure")
    kind: Literal["french", "arabic"] = "arabic" if letters["arabic"] > letters["french"] else "french"
    return Plausibility(total, letters[kind], kind)


@cache
def _table(encoding: str) -> dict[int, str]:
    return {byte: bytes([byte]).decode(encoding, "replace") for byte in range(0x80, 0x100)}


def _score(word: str) -> float:
    """Points of one word: each letter beyond ASCII by itself and by its neighbours."""
    score = 0.0
    for at, char in enumerate(word):
        if char.isascii():
            continue
        before, after = word[at - 1 : at] if at else "", word[at + 1 : at + 2]
        if _ARABIC.match(char):
            latin = sum(near.isalpha() and not _ARABIC.match(near) for near in (before, after))
            alone = not _ARABIC.match(before) and not _ARABIC.match(after)
            score += 1 - 2 * latin - 1.5 * alone
        elif char in _FRENCH:
            score += 1 - 2.5 * _breaks_case(before, char, after) - 0.75 * (before in _FRENCH if before else 0)
        elif char in _SIGNS:
            score += -1.0 if before.isalpha() and after.isalpha() and char not in "’‘´" else 0.25
        elif char in _MARKS:
            score += 0.5 if _ARABIC.match(before) else -1
        elif char == "\ufffd" or not char.isprintable():
            score -= 4
        elif char.isalpha():
            score += -1 if _breaks_case(before, char, after) else -0.25
        else:
            score -= 1.5
    return score + (3 if word.lower() in _KNOWN else 0)


def _breaks_case(before: str, char: str, after: str) -> bool:
    """A capital after a small letter, or a small letter before or at the end of capitals (« Pâte » breaks nothing)."""
    if char.isupper():
        return before.islower() or (after.islower() and before.isalpha())
    return after.isupper() or (before.isupper() and not after)
