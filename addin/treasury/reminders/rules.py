"""When a customer is reminded: the two ladders and their parameters (`Paramètres`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from addin.messages import Finding
from addin.treasury.amounts import read_amounts
from addin.treasury.characters import plain
from addin.treasury.currency import exponent
from addin.treasury.dossier import Dossier

LEVELS = (0, 1, 2, 3, 4)
FORMAL_NOTICE = 4
"""Mise en demeure: the last level of the ladder."""

LADDER_DAYS, PUBLIC_LADDER_DAYS, GAP_DAYS, NOTICE_DAYS, MINIMUM, STEP_BY_STEP = (
    "Relances : niveaux N0 à N4 (jours)",
    "Relances : niveaux des organismes publics (jours)",
    "Relances : jours entre deux lettres",
    "Relances : délai de la mise en demeure (jours)",
    "Relances : montant minimum",
    "Relances : un niveau à la fois",
)
"""Names of the parameters, as `Paramètres` writes them."""
_KEYS = {
    LADDER_DAYS: r"relances? niveaux?( n0 a n4)?( jours)?",
    PUBLIC_LADDER_DAYS: r"relances? niveaux?( des)? organismes publics( jours)?",
    GAP_DAYS: r"relances? (jours|delai) entre deux (lettres|relances|courriers)( jours)?",
    NOTICE_DAYS: r"relances? delai de (la )?mise en demeure( jours)?",
    MINIMUM: r"relances? montant minim(um|al)",
    STEP_BY_STEP: r"relances? un niveau a la fois",
}
USUAL = {
    LADDER_DAYS: "J-5 ; J+7 ; J+21 ; J+35 ; J+60",
    PUBLIC_LADDER_DAYS: "non ; J+30 ; J+60 ; J+90 ; J+150",
    GAP_DAYS: "8",
    NOTICE_DAYS: "8",
    MINIMUM: "0",
    STEP_BY_STEP: "Oui",
}
"""The usual values, as they are typed (« -5 » at the head of a cell would be a formula)."""
_STEP = re.compile(r"(?:j ?)?([+-]?\d+)|(-|non|aucun|x)", re.IGNORECASE)
_YES, _NO = ("oui", "o", "vrai", "1", "x"), ("non", "n", "faux", "0")
_LONGEST = 3_650


@dataclass(frozen=True)
class Ladder:
    """Days after the due date at which each level is reached (negative: before it); None for a level that is not used."""

    days: tuple[int | None, ...]

    def reached(self, days_late: int) -> int:
        """The highest level reached at an age, -1 for none.

        >>> Ladder((-5, 7, 21, 35, 60)).reached(20), Ladder((-5, 7, 21, 35, 60)).reached(-6), Ladder((None, 30, 60, 90, 150)).reached(0)
        (1, -1, -1)
        """
        return max((level for level, day in enumerate(self.days) if day is not None and days_late >= day), default=-1)

    def after(self, level: int) -> int | None:
        """The next level that is used, None after the last one; a reminder of a late invoice starts at N1, never before.

        >>> Ladder((-5, 7, None, 35, 60)).after(1), Ladder((-5, 7, 21, 35, 60)).after(4), Ladder((-5, 7, 21, 35, 60)).after(-1)
        (3, None, 1)
        """
        return next((step for step in LEVELS[1:] if step > level and self.days[step] is not None), None)

    @property
    def first(self) -> int:
        """The first level of a late invoice."""
        return next(step for step in LEVELS[1:] if self.days[step] is not None)

    def days_of(self, level: int) -> int:
        """Days after the due date of a level that is used."""
        day = self.days[level]
        assert day is not None
        return day


@dataclass(frozen=True)
class ReminderRules:
    """The parameters.

    Attributes:
        gap_days: two letters to one customer are at least this many days apart.
        notice_days: what the formal notice leaves to pay.
        minimum_cents: customers who owe less, in the base currency, are left alone.
        is_step_by_step: one level at a time, whatever the age.
    """

    private: Ladder = Ladder((-5, 7, 21, 35, 60))
    public: Ladder = Ladder((None, 30, 60, 90, 150))
    gap_days: int = 8
    notice_days: int = 8
    minimum_cents: int = 0
    is_step_by_step: bool = True

    def ladder(self, is_public: bool) -> Ladder:
        """The ladder of a customer."""
        return self.public if is_public else self.private


def reminder_rules(dossier: Dossier) -> tuple[ReminderRules, tuple[Finding, ...]]:
    """The parameters of `Paramètres`, and those that could not be read (the usual value then holds)."""
    raw = dossier.settings.raw
    rules, findings = ReminderRules(), []
    sheet = next((reading.sheet for reading in dossier.readings if reading.kind == "settings"), "")
    for name, key in _KEYS.items():
        text = next((plain(value) for said, value in raw.items() if value and re.fullmatch(key, said)), "")
        if not text:
            continue
        changed = _with(rules, name, text, dossier.base_currency)
        if changed is None:
            findings.append(Finding("REMINDER_SETTING", sheet, value=text, details={"name": name, "usual": USUAL[name]}))
        rules = changed or rules
    return rules, tuple(findings)


def _with(rules: ReminderRules, name: str, text: str, currency: str) -> ReminderRules | None:
    """The rules with one parameter as typed, None when it cannot be understood."""
    if name in (LADDER_DAYS, PUBLIC_LADDER_DAYS):
        ladder = _ladder(text)
        field = "private" if name == LADDER_DAYS else "public"
        return None if ladder is None else replace(rules, **{field: ladder})  # type: ignore[arg-type]
    if name == STEP_BY_STEP:
        word = text.lower()
        return replace(rules, is_step_by_step=word in _YES) if word in (*_YES, *_NO) else None
    if name == MINIMUM:
        amount = read_amounts([text], exponent(currency))
        return replace(rules, minimum_cents=int(amount.cents[0])) if amount.known[0] and amount.cents[0] >= 0 else None
    if not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= _LONGEST:
        return None
    return replace(rules, **{"gap_days" if name == GAP_DAYS else "notice_days": int(text)})  # type: ignore[arg-type]


def _ladder(text: str) -> Ladder | None:
    """« J-5 ; J+7 ; J+21 ; J+35 ; J+60 »: five steps that go up, « - » or « non » for a level that is not used; N1 at least is."""
    parts = [part.strip() for part in re.split(r"[;/,]", text)]
    found = [_STEP.fullmatch(part) for part in parts]
    if len(parts) != len(LEVELS) or not all(found):
        return None
    days = tuple(int(match[1]) if match and match[1] else None for match in found)
    used = [day for day in days if day is not None]
    late = [day for day in days[1:] if day is not None]
    rises = all(first < second for first, second in pairwise(used))
    is_plausible = bool(late) and min(late) >= 1 and (days[0] is None or -_LONGEST <= days[0] <= 0) and max(used) <= _LONGEST
    return Ladder(days) if rises and is_plausible else None
