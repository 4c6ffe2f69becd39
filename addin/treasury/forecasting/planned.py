"""What of the Échéancier is trade (ventes et achats prévus): sales and purchases that are planned, not yet billed."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.schedule_payments import PAPERS

_SALES = re.compile(r"\b(?:CLIENTS?|VENTES?|CONTRATS?|ABONNES?|RECETTES? (?:DES|DE LA|CAISSE|MAGASIN)|CHIFFRE D AFFAIRES|PRESTATIONS?)\b")
CAPITAL = re.compile(r"\b(?:FINANCEMENTS?|EMPRUNTS?|PRETS?|APPORTS?|CAPITAL|ASSOCIES?|PLACEMENTS?|INVESTISSEMENTS?|IMMOBILISATIONS?)\b")
PURCHASES = re.compile(r"\b(?:ACHATS?|MATIERES?|MARCHANDISES?|FOURNITURES?|APPROVISIONNEMENTS?|STOCKS?|SOUS TRAITANCES?)\b")


def planned_trade(dossier: Dossier, events: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which events are planned sales, and which planned purchases.

    Planned means a line of the Échéancier that is neither a cheque nor an effect: its tiers is a customer (or a supplier of purchases), or
    its label says so.
    """
    operations, invoices = dossier.operations, dossier.invoices
    is_planned = ((events["source"] == "schedule") & (events["kind"] == "other") & ~events["kind"].isin(PAPERS)).to_numpy()
    customers = _keys(invoices.loc[invoices["side"] == "customer", "counterparty"])
    bought = (operations["amount_cents"] < 0) & _says(operations["category"], PURCHASES)
    billed = (invoices["side"] == "supplier") & _says(invoices["category"], PURCHASES)
    suppliers = _keys(operations.loc[bought, "party"]) | _keys(invoices.loc[billed, "counterparty"])
    who = map_distinct(events["counterparty"], normalise)
    comes_in = (events["amount_cents"] > 0).to_numpy()
    sales = (who.isin(customers) | _says(events["label"], _SALES)).to_numpy()
    purchases = (who.isin(suppliers) | _says(events["label"], PURCHASES)).to_numpy()
    return is_planned & comes_in & sales, is_planned & ~comes_in & purchases


def _keys(names: Iterable[str]) -> set[str]:
    return {key for name in set(names) if (key := normalise(name))}


def _says(texts: pd.Series, words: re.Pattern[str]) -> pd.Series:
    return map_distinct(texts, lambda text: words.search(normalise(text)) is not None).astype(bool)


def recurring_trade(dossier: Dossier, events: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which recurrences are regular sales, and which regular purchases.

    A receipt that comes back is a sale unless its category is financing, or its tiers is regularly paid too (a loan, a partner). A payment
    is a purchase when its category says so, or when its tiers sends supplier invoices.
    """
    is_regular = (events["layer"] == "recurrences").to_numpy()
    comes_in = (events["amount_cents"] > 0).to_numpy()
    who = map_distinct(events["counterparty"], normalise)
    places = pd.MultiIndex.from_frame(dossier.operations[["sheet", "row"]])
    at = places.get_indexer(pd.MultiIndex.from_frame(events[["sheet", "row"]])) if len(places) else np.full(len(events), -1)
    categories = dossier.operations["category"].to_numpy(dtype=object)
    category = pd.Series([categories[line] if line >= 0 else "" for line in at], index=events.index, dtype=object)
    paid = set(who[is_regular & ~comes_in])
    suppliers = _keys(dossier.invoices.loc[dossier.invoices["side"] == "supplier", "counterparty"])
    sales = is_regular & comes_in & ~_says(category, CAPITAL).to_numpy() & ~who.isin(paid).to_numpy()
    purchases = is_regular & ~comes_in & (_says(category, PURCHASES) | who.isin(suppliers)).to_numpy()
    return sales, purchases
