"""The lines that are spending: payments and what came back of them, each with its card, team, campaign and category."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import counterparty_of, fold, map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.headings import simplify
from addin.treasury.splits.parts import split_operations
from addin.treasury.teams import says_team, teams_of

Cashback = Literal["reduction", "income"]
SPENDING_COLUMNS = (
    "sheet", "row", "booked_on", "month", "cents", "party", "label", "category", "card", "team", "campaign", "is_back", "is_cashback",
    "is_travel",
)  # fmt: skip
"""`month`: first day; `cents`: base currency, spent is positive, what came back is negative; `is_back`: refund, credit note or cashback."""

_NOT_SPENDING = ("transfer", "bounced")
_REFUND = re.compile(r"\b(?:AVOIR|REMB|REMBT|REMBOURSEMENT|REMBOURSE|ANNULATION|ANNUL|EXTOURNE|REFUND|RISTOURNE|NOTE DE CREDIT)\b")
_CASHBACK = re.compile(r"\b(?:CASH ?BACK|RISTOURNES?|REMISES? (?:FIDELITE|COMMERCIALES?|SUR ACHATS?|PARTENAIRES?)|BONUS CARTE)\b")
_INCOME = re.compile(r"\b(?:produits?|revenus?|recettes?|7588|758\d?)\b")
_TRAVEL_CATEGORY = re.compile(r"\b(?:DEPLACEMENTS?|MISSIONS?|VOYAGES?|TRANSPORTS? DU PERSONNEL)\b")
_TRAVEL_LABEL = re.compile(
    r"\b(?:AIR ALGERIE|TASSILI AIRLINES|TURKISH AIRLINES|AIR FRANCE|LUFTHANSA|EMIRATES|QATAR AIRWAYS|TUNISAIR|ASL AIRLINES|TRANSAVIA|"
    r"VUELING|SNTF|LOGITRANS|HOTELS?|HOTEL|SOFITEL|MARRIOTT|IBIS|NOVOTEL|SHERATON|BOOKING(?: COM)?|AIRBNB|EXPEDIA|YASSIR|HEETCH|"
    r"INDRIVE|TAXIS?|UBER|EUROPCAR|HERTZ|SIXT|LOCATION (?:DE )?(?:VOITURE|VEHICULE)S?|FRAIS DE MISSIONS?|BILLETS? (?:D )?AVION|PEAGE)\b"
)
_TRAVEL_SCF = "625"
_CASHBACK_SCF = "7588"


@dataclass(frozen=True, eq=False)
class SpendingLines:
    """The lines of a period.

    Attributes:
        lines: `SPENDING_COLUMNS`, index as in OPERATIONS.
        unrated: lines of the period without a rate into the base currency; they are not in `lines`.
    """

    lines: pd.DataFrame
    unrated: int


def cashback_rule(dossier: Dossier) -> Cashback:
    """How cashback is told (`Paramètres`, « Cashback »): "income" when the value says produit or 7588, else a reduction."""
    said = next((text for name, text in dossier.settings.raw.items() if name.startswith("cashback")), "")
    return "income" if _INCOME.search(simplify(said)) else "reduction"


def spending_lines(dossier: Dossier, first: date, last: date) -> SpendingLines:
    """What was spent from one day to another, both included, and what came back of it.

    Own-account transfers (a card's top-up among them) and bounced payments are no spending. Money received is part of a spending
    when it says so (avoir, remboursement) from a tiers that was paid before, when it stands in a category of expenses, when it comes
    back on a card, or when it is a cashback.
    """
    operations = split_operations(dossier)
    booked = operations["booked_on"]
    is_flow = ~operations["transfer_state"].isin(NEUTRAL_STATES) & ~operations["nature"].isin(_NOT_SPENDING)
    until = operations[is_flow & (booked <= pd.Timestamp(last)) & (operations["amount_cents"] != 0)]
    cards = set(dossier.accounts.loc[dossier.accounts["kind"] == "card", "account"])
    words = map_distinct(until["label"], normalise)
    is_paid = until["amount_cents"] < 0
    party = refunded_parties(until)
    who = map_distinct(party, normalise)
    is_cashback = ~is_paid & (map_distinct(words, lambda text: _CASHBACK.search(text) is not None).astype(bool))
    is_cashback |= ~is_paid & until["scf_account"].str.startswith(_CASHBACK_SCF)
    says_refund = map_distinct(words, lambda text: _REFUND.search(text) is not None).astype(bool)
    is_back = is_cashback | (says_refund & who.isin(set(who[is_paid]) - {""})) | until["account"].isin(cards)
    is_back |= (until["category"] != "") & until["category"].isin(_expense_categories(dossier, until))
    is_back &= ~is_paid
    is_inside = (is_paid | is_back) & (until["booked_on"] >= pd.Timestamp(first))
    mine = until[is_inside]
    has_rate = mine["base_cents"].notna()
    mine = mine[has_rate]
    card = mine["card"].where(mine["card"] != "", mine["account"].where(mine["account"].isin(cards), ""))
    is_team = says_team(dossier, mine)
    team = teams_of(dossier, mine)
    travel = mine["scf_account"].str.startswith(_TRAVEL_SCF)
    travel |= map_distinct(mine["category"], lambda text: _TRAVEL_CATEGORY.search(normalise(text)) is not None).astype(bool)
    travel |= map_distinct(words[mine.index] + " " + who[mine.index], lambda text: _TRAVEL_LABEL.search(text) is not None).astype(bool)
    lines = pd.DataFrame(
        {
            "sheet": mine["sheet"],
            "row": mine["row"],
            "booked_on": mine["booked_on"],
            "month": mine["booked_on"].to_numpy().astype("datetime64[M]").astype("datetime64[s]"),
            "cents": -mine["base_cents"].astype(np.int64),
            "party": party[mine.index],
            "label": mine["label"],
            "category": mine["category"],
            "card": card,
            "team": team,
            "campaign": mine["project"].where(~is_team, ""),
            "is_back": is_back[mine.index],
            "is_cashback": is_cashback[mine.index],
            "is_travel": travel.astype(bool),
        },
        columns=list(SPENDING_COLUMNS),
    )
    return SpendingLines(lines, int((~has_rate).sum()))


def refunded_parties(lines: pd.DataFrame) -> pd.Series:
    """The tiers of each line; in the label of money received, the words of a refund are not a part of the name.

    Args:
        lines: OPERATIONS rows.
    """
    received = lines[(lines["amount_cents"] > 0) & (lines["counterparty"] == "")]
    told = received[map_distinct(received["label"], lambda label: _REFUND.search(fold(label)) is not None).astype(bool)]
    bare = map_distinct(told["label"], lambda label: " ".join(_REFUND.sub(" ", fold(label)).split()))
    party = lines["party"].copy()
    party[told.index] = counterparty_of(bare)
    return party


def _expense_categories(dossier: Dossier, lines: pd.DataFrame) -> set[str]:
    """Categories of expenses: those that `Catégories` says, else those that cost more than they bring."""
    declared = dossier.categories
    if len(declared) and declared["is_expense"].any():
        names = {normalise(name) for name in declared.loc[declared["is_expense"], "category"]}
        return {name for name in lines["category"].unique() if normalise(name) in names}
    sums = lines["base_cents"].fillna(0).groupby(lines["category"]).sum()
    return set(sums.index[sums < 0])
