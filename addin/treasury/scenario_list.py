"""`Scénarios`: hers, each line an effect; and scenarios as they are named in a cell or on a command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from addin.messages import TresoError
from addin.messages.forecast import SCENARIO_NAMES
from addin.treasury.amounts import parse_amount
from addin.treasury.characters import is_blank
from addin.treasury.counterparties import normalise
from addin.treasury.dates import MONTHS
from addin.treasury.dossier import SCENARIO_COLUMNS, Dossier
from addin.treasury.forecasting.scenario import (
    AMOUNT_EFFECTS,
    DAY_EFFECTS,
    PERCENT_EFFECTS,
    TARGET_EFFECTS,
    Change,
    Effect,
    Scenario,
    combine_scenarios,
)
from addin.treasury.headings import simplify
from addin.treasury.lists import List, ListLine, list_frame

_EFFECTS: tuple[tuple[Effect, str], ...] = (
    ("supplier_delay", r".*(delai|retard|report).*(fournisseurs?|paiements?|decaissements?).*"),
    ("delay", r".*(retard|delai|decalage).*"),
    ("follow", r".*achats?.*(lies?|suivent|liees?).*"),
    ("advertising", r".*(publicit|pub\b|marketing).*"),
    ("sales", r".*(ventes?|chiffre d affaires|\bca\b|encaissements? prevus?).*"),
    ("purchases", r".*(achats?|matieres?).*"),
    ("exchange", r".*(cours|change|devise).*"),
    ("lost_customer", r".*client.*(perdu|perte|depart).*|perte.*client.*"),
    ("hire", r".*(embauche|recrutement|salarie).*"),
    ("investment", r".*(investissement|depense|decaissement|equipement).*"),
    ("receipt", r".*(encaissement|apport|emprunt|recette).*"),
)
BUILT_IN: dict[str, tuple[Change, int]] = {
    "RETARD": (Change("delay", Fraction(15)), 365),
    "BASSE_SAISON": (Change("sales", Fraction(-10), is_low_season=True), 100),
    "MATIERES": (Change("purchases", Fraction(10)), 300),
}
"""The three of the house: name → its change, and the most that its number may be. The 10 % of purchases are ours."""
BASE = "BASE"
_SEASON = "season"
_LOW_SEASON = re.compile(r"(mois )?(detecte\w*|automatiques?|auto)|(mois de )?(la )?basse saison( detectee)?")
_PART = re.compile(r"(?P<name>.*?)[\s:=]*(?P<number>-?\d+(?:[.,]\d+)?)?\s*(?:%|J|JOURS?)?", re.IGNORECASE)
_MOST_DAYS = 365


def read_scenarios(tab: List, base: str) -> pd.DataFrame:
    """`Scénarios` as a `SCENARIOS` frame; a line whose effect or value is not understood is said and left out.

    A line without a name goes on with the scenario above it.
    """
    records: list[dict[str, object]] = []
    name = ""
    for line in tab.lines:
        name = line.text("scenario") or name
        record = _record(tab, line, name, base)
        if name and record is not None:
            records.append(record)
    return list_frame(SCENARIO_COLUMNS, records)


def _record(tab: List, line: ListLine, name: str, base: str) -> dict[str, object] | None:
    words, cell = line.words("effect"), line.cells.get("value")
    if not words and is_blank(cell):
        return None
    effect = next((effect for effect, pattern in _EFFECTS if re.fullmatch(pattern, words)), None)
    if effect is None:
        line.find("SCENARIO_EFFECT", "effect", line.text("effect"))
        return None
    months, unknown = _months(line.text("months"))
    is_low_season = _LOW_SEASON.fullmatch(line.words("months")) is not None
    if unknown and not is_low_season:
        line.find("SCENARIO_MONTH", "months", unknown)
        return None
    size, cents = float("nan"), None
    if effect in AMOUNT_EFFECTS:
        cents = line.amount("value", base)
    elif effect != "lost_customer":
        size = _number(cell, is_percent=effect in PERCENT_EFFECTS)
    limit = _MOST_DAYS if effect in DAY_EFFECTS else 1000
    is_known = cents is not None if effect in AMOUNT_EFFECTS else effect == "lost_customer" or abs(size) <= limit
    target = line.text("target")
    if not is_known or (effect in DAY_EFFECTS and size < 0) or (effect == "lost_customer" and not target):
        line.find("SCENARIO_VALUE", "value", line.text("value"), effect=line.text("effect"))
        return None
    return {
        "sheet": tab.tab.sheet, "row": line.row, "scenario": name, "effect": effect, "size": size, "value_cents": cents,
        "months": _SEASON if is_low_season else " ".join(map(str, months)), "is_active": line.flag("active", True),
        "target": target if effect in TARGET_EFFECTS else "",
    }  # fmt: skip


def scenarios_of(dossier: Dossier) -> tuple[Scenario, ...]:
    """Her active scenarios in the order of the tab; without any, the three of the house."""
    table = dossier.scenarios[dossier.scenarios["is_active"]]
    hers = tuple(
        Scenario(str(name), tuple(_change(line) for line in lines.itertuples())) for name, lines in table.groupby("scenario", sort=False)
    )
    return hers or tuple(Scenario(SCENARIO_NAMES[code], (change,)) for code, (change, _) in BUILT_IN.items())


def find_scenario(dossier: Dossier, text: str) -> Scenario:
    """The scenario that a text names: « RETARD 30 + MATIERES 5 », « Basse saison », one of her tab's; `BASE` changes nothing.

    Upper and lower case, accents and the order of the parts do not matter. A number after one of the three of the house is its own.

    Raises:
        TresoError: SCENARIO_UNREADABLE, which lists the legal names.
    """
    hers = {normalise(each.name): each for each in scenarios_of(dossier)}
    known = hers.get(normalise(text))
    if known is not None:
        return known
    parts = [_part(dossier, hers, part.strip(), text) for part in text.split("+")]
    if len(parts) == 1:
        return parts[0]
    return combine_scenarios([part for part in parts if part.changes])


def _part(dossier: Dossier, hers: dict[str, Scenario], part: str, whole: str) -> Scenario:
    if (exact := hers.get(normalise(part))) is not None:
        return exact
    found = _PART.fullmatch(part)
    word = "" if found is None else normalise(found["name"]).replace(" ", "_")
    number = None if found is None or found["number"] is None else abs(Fraction(found["number"].replace(",", ".")))
    if word == BASE and number is None:
        return Scenario(BASE)
    if word in BUILT_IN:
        change, most = BUILT_IN[word]
        if number is not None and number > most:
            raise _unreadable(dossier, whole)
        sized = change.value if number is None else number if change.value > 0 else -number
        return Scenario(part, (replace(change, value=sized),))
    starts = [each for key, each in hers.items() if word and key.replace(" ", "_").startswith(word)] if number is None else []
    if len(starts) == 1:
        return starts[0]
    raise _unreadable(dossier, whole)


def _unreadable(dossier: Dossier, text: str) -> TresoError:
    names = [BASE, *BUILT_IN, *(each.name for each in scenarios_of(dossier) if len(dossier.scenarios))]
    return TresoError("SCENARIO_UNREADABLE", value=text, known=" ; ".join(names))


def _change(line: object) -> Change:
    effect: Effect = line.effect  # type: ignore[attr-defined]
    if effect in AMOUNT_EFFECTS:
        value = Fraction(int(line.value_cents))  # type: ignore[attr-defined]
    else:
        value = Fraction(0) if effect == "lost_customer" else Fraction(str(line.size))  # type: ignore[attr-defined]
    months, target = line.months, line.target  # type: ignore[attr-defined]
    if months == _SEASON:
        return Change(effect, value, target=target, is_low_season=True)
    return Change(effect, value, frozenset(map(int, months.split())), target)


def _number(cell: object, *, is_percent: bool) -> float:
    """Days or percent of a cell: 10, « 10 % », and of percent 0.1 too; NaN when it holds no number."""
    value = parse_amount(cell.rstrip("% jJ").replace("−", "-"), ",") if isinstance(cell, str) and cell.strip() else cell
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return float("nan")
    number = float(value)
    return round(number * 100, 6) if is_percent and 0 < abs(number) < 1 and not isinstance(cell, str) else number


def _months(text: str) -> tuple[Sequence[int], str]:
    """Numbers of the months named in a text, and the first word that is none."""
    found = []
    for part in re.split(r"[;,+/\n]|\bet\b", text):
        words = simplify(re.sub(r"\d{4}", " ", part))
        if not words:
            continue
        number = MONTHS.get(words) or (int(words) if words.isdigit() and 1 <= int(words) <= 12 else None)
        if number is None:
            return [], part.strip()
        found.append(number)
    return sorted(set(found)), ""
