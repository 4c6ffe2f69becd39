"""Which team each line is for: the column that names one, else who answers for the card or the account."""

from __future__ import annotations

import re

import pandas as pd

from addin.treasury.account_list import holders_of
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.headings import simplify

_TEAM_HEADINGS = re.compile(r".*\b(?:equipes?|departements?|services?|poles?|teams?)\b.*")


def says_team(dossier: Dossier, lines: pd.DataFrame) -> pd.Series:
    """bool per line: its « project » is the name of a team, as the heading of the column says (Équipe, Service…)."""
    sheets = {reading.sheet for reading in dossier.readings if _TEAM_HEADINGS.fullmatch(simplify(reading.headings.get("project", "")))}
    return lines["sheet"].isin(sheets)


def teams_of(dossier: Dossier, lines: pd.DataFrame) -> pd.Series:
    """The team of each line, "" when nothing tells it.

    Args:
        lines: OPERATIONS rows; `card` names the card, whose holder (« Responsable » of `Comptes`) is the team.
    """
    held = holders_of(dossier.accounts)
    cards = set(dossier.accounts.loc[dossier.accounts["kind"] == "card", "account"])
    card = lines["card"].where(lines["card"] != "", lines["account"].where(lines["account"].isin(cards), ""))
    by_holder = map_distinct(card, lambda name: held.get(normalise(name), ""))
    team: pd.Series = lines["project"].where(says_team(dossier, lines) & (lines["project"] != ""), by_holder)
    return team
