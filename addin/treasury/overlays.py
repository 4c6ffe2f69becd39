"""Scenarios over the known events (scénarios): customers who pay later, a low season, dearer purchases.

An overlay changes what is dated and known, nothing else: an invoice that is issued keeps its amount, sales and purchases that nobody has
planned yet do not exist here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.schedule_payments import PAPERS

Kind = Literal["delay", "low_season", "materials"]
DEFAULTS: dict[Kind, int] = {"delay": 15, "low_season": 10, "materials": 10}
"""Days for "delay", percent for the others: less sales, dearer purchases. The 10 % of purchases are ours, the article gives none."""

_SALES = re.compile(r"\b(?:CLIENTS?|VENTES?|CONTRATS?|ABONNES?|RECETTES? (?:DES|DE LA|CAISSE|MAGASIN)|CHIFFRE D AFFAIRES|PRESTATIONS?)\b")
_PURCHASES = re.compile(r"\b(?:ACHATS?|MATIERES?|MARCHANDISES?|FOURNITURES?|APPROVISIONNEMENTS?|STOCKS?|SOUS TRAITANCES?)\b")


@dataclass(frozen=True)
class Overlay:
    """One change of the known events.

    Attributes:
        value: days for "delay", percent for the others, not negative.
    """

    kind: Kind
    value: int


@dataclass(frozen=True, eq=False)
class Overlaid:
    """The events once changed.

    Attributes:
        events: `forecast.EVENT_COLUMNS`, in date order; some may now lie beyond the horizon.
        touched: number of events that an overlay could touch; 0 means that it says nothing about this dossier.
        beyond_cents: receipts that went beyond the horizon: late, not lost.
    """

    events: pd.DataFrame
    touched: int
    beyond_cents: int


def overlay_events(dossier: Dossier, events: pd.DataFrame, overlays: Sequence[Overlay], last: date) -> Overlaid:
    """The known events under some overlays together (scénario).

    "delay": open customer invoices and planned sales come in so many days later. "low_season": planned sales shrink. "materials":
    planned purchases grow. Planned means a line of the Échéancier that is neither a cheque nor an effect: its tiers is a customer (or a
    supplier of purchases), or its label says so.

    Args:
        events: EVENTS of `dossier`.
        last: last day of the horizon.
    """
    changed = events.copy()
    is_sale, is_purchase = planned_trade(dossier, events)
    is_receipt = is_sale | ((events["source"] == "invoice") & (events["kind"] == "customer") & (events["amount_cents"] > 0)).to_numpy()
    touched = np.zeros(len(events), dtype=bool)
    for overlay in overlays:
        if overlay.kind == "delay":
            changed["on"] = changed["on"].where(~is_receipt, changed["on"] + pd.Timedelta(days=overlay.value))
            touched |= is_receipt
        else:
            mine, percent = (is_sale, 100 - overlay.value) if overlay.kind == "low_season" else (is_purchase, 100 + overlay.value)
            cents = changed["amount_cents"].to_numpy(dtype=np.int64, copy=True)
            cents[mine] = _part(cents[mine], percent)
            changed["amount_cents"] = cents
            touched |= mine
    end = pd.Timestamp(last)
    left = (events["on"] <= end) & (changed["on"] > end)
    beyond = int(changed.loc[left, "amount_cents"].sum())
    return Overlaid(changed.sort_values("on", kind="stable").reset_index(drop=True), int(touched.sum()), beyond)


def planned_trade(dossier: Dossier, events: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which events are planned sales, and which planned purchases."""
    operations, invoices = dossier.operations, dossier.invoices
    is_planned = ((events["source"] == "schedule") & (events["kind"] == "other") & ~events["kind"].isin(PAPERS)).to_numpy()
    customers = _keys(invoices.loc[invoices["side"] == "customer", "counterparty"])
    bought = (operations["amount_cents"] < 0) & _says(operations["category"], _PURCHASES)
    billed = (invoices["side"] == "supplier") & _says(invoices["category"], _PURCHASES)
    suppliers = _keys(operations.loc[bought, "party"]) | _keys(invoices.loc[billed, "counterparty"])
    who = map_distinct(events["counterparty"], normalise)
    comes_in = (events["amount_cents"] > 0).to_numpy()
    sales = (who.isin(customers) | _says(events["label"], _SALES)).to_numpy()
    purchases = (who.isin(suppliers) | _says(events["label"], _PURCHASES)).to_numpy()
    return is_planned & comes_in & sales, is_planned & ~comes_in & purchases


def _keys(names: Iterable[str]) -> set[str]:
    return {key for name in set(names) if (key := normalise(name))}


def _says(texts: pd.Series, words: re.Pattern[str]) -> pd.Series:
    return map_distinct(texts, lambda text: words.search(normalise(text)) is not None).astype(bool)


def _part(cents: np.ndarray, percent: int) -> np.ndarray:
    """So many percent of amounts, rounded half away from zero."""
    doubled = 2 * np.abs(cents) * max(0, percent) + 100
    rounded: np.ndarray = np.sign(cents) * (doubled // 200)
    return rounded
