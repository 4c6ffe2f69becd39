"""How likely a file belongs to a target: amount, tiers, date and number weighed into one score."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from addin.treasury.counterparties import normalise
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.receipts.model import Reading
from addin.treasury.receipts.targets import Target

AMOUNT, NAME, DAY, NUMBER, UNIQUE = 0.45, 0.30, 0.25, 0.35, 0.12
_CONFLICT = -0.12
_LEGAL = frozenset("SARL EURL SPA SNC ETS STE SOCIETE ETABLISSEMENT ETABLISSEMENTS SAS SASU LTD INC GMBH THE AND DES LES".split())
_SHORTEST, _TELLING = 3, 4
_AFTER = ((0, 1.0), (3, 0.96), (15, 0.85), (45, 0.6), (100, 0.35))
"""Days from the document to its payment → how usual that is; in between, the straight line; beyond, never."""
_BEFORE = ((0, 1.0), (3, 0.8), (15, 0.4))
_TAKEN = ((0, 0.85), (2, 0.8), (10, 0.65), (62, 0.35))
"""Days between a picture and the payment, whichever came first."""
_NO_DAY = 0.2


@dataclass(frozen=True)
class Likelihood:
    """A score, and what it rests on; `days` from the document to the payment."""

    score: float
    evidence: tuple[str, ...]
    days: int | None


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name (`normalise`) that tell who it is.

    >>> words_of("SARL PIXEL REGIE"), words_of("SPA")
    (('PIXEL', 'REGIE'), ())
    """
    return tuple(word for word in name.split() if len(word) >= _SHORTEST and word not in _LEGAL and not word.isdigit())


class FileWords:
    """What is asked of one file again and again, prepared once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        text = f"{normalise(reading.name)} {reading.words}" if reading.is_named else reading.words
        self.words = frozenset(text.split())
        self.joined = text.replace(" ", "")
        self.declared = words_of(normalise(reading.name)) if reading.is_named else ()
        found = (invoice_number(number) for number in reading.numbers)
        self.numbers = frozenset(number.short for number in found if number is not None)
        self.days = tuple((said.day.toordinal() - 719163, said.kind, said.weight) for said in reading.days)

    def naming(self, names: tuple[str, ...]) -> float:
        """1 when the file names the tiers, less for a part of the name, negative when it names another one, 0 when nothing tells."""
        best = 0.0
        is_known = False
        for name in names:
            words = words_of(name)
            if not words:
                continue
            is_known = True
            hits = [word for word in words if word in self.words]
            joined = "".join(words)
            if len(hits) == len(words) or (len(joined) > _TELLING and joined in self.joined):
                return 1.0
            if any(len(word) >= _TELLING for word in hits):
                best = max(best, 0.6)
        if best == 0 and is_known and self.declared:
            return _CONFLICT / NAME
        return best

    def may_be(self, target: Target) -> bool:
        """False when the days are out of all measure and no number says otherwise."""
        return self.timing(target.days)[0] > 0 or bool(self.numbers & target.numbers)

    def timing(self, days: tuple[int, ...]) -> tuple[float, int | None]:
        """How usual the delay is between the file and the nearest of some days; 0 when out of all measure."""
        if not self.days:
            return _NO_DAY, None
        best, least = 0.0, None
        for day, kind, weight in self.days:
            for paid in days:
                delay = paid - day
                usual = _usual(delay, kind) * (0.6 + 0.4 * weight)
                if usual > best or least is None:
                    best, least = max(usual, best), delay
        return best, least


def likelihood(file: FileWords, target: Target, weight: float, *, is_unique: bool) -> Likelihood | None:
    """How likely a file belongs to a target whose amount it bears; None when it is out of the question.

    Args:
        weight: of the amount in the file (`SaidAmount.weight`); 0 when the file bears none, and the number alone speaks.
        is_unique: within its time neither another target nor another file bears this amount, which is no round one.
    """
    timing, days = file.timing(target.days)
    naming = file.naming(target.names)
    has_number = bool(file.numbers & target.numbers)
    if (timing == 0 and not has_number) or (not weight and not (has_number and naming > 0)):
        return None
    score = AMOUNT * weight + NAME * naming + DAY * timing + NUMBER * has_number + UNIQUE * (is_unique and weight > 0.5)
    told = (
        ("amount", weight > 0),
        ("number", has_number),
        ("name", naming > 0),
        ("day", timing > _NO_DAY),
        ("unique", is_unique and naming <= 0 and not has_number),
        ("invoice", target.invoice >= 0),
    )
    return Likelihood(max(0.0, min(1.0, score)), tuple(code for code, holds in told if holds), days)


def _usual(delay: int, kind: str) -> float:
    steps = _TAKEN if kind == "taken" else _AFTER if delay >= 0 else _BEFORE
    days = abs(delay)
    for (first, high), (last, low) in pairwise(steps):
        if days <= last:
            return high + (low - high) * (days - first) / (last - first)
    return 0.0
