"""Payments just under a limit of approval (juste sous un seuil), several of them to one tiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from addin.treasury.amounts import read_amounts
from addin.treasury.controls.model import LOOK_BACK, Books, ControlFinding
from addin.treasury.currency import exponent
from addin.treasury.money_text import money_text
from addin.treasury.stable_key import key_of

_NAMES = re.compile(r"\b(?:seuil|plafond|limite)\b.*\b(?:approbation|validation|signature|autorisation|visa)\b")
_JUST_UNDER = 0.95
_SEVERAL = 3
_DAYS = 31


def just_under(books: Books) -> Iterator[ControlFinding]:
    """Three payments and more to one tiers within a month, each within 5 % under the limit that « Paramètres » tells.

    The limit is a line whose name says so (« Seuil d'approbation », « Limite de signature »…); without one there is nothing to control.
    """
    base = books.dossier.base_currency
    for name, text in books.dossier.settings.raw.items():
        read = read_amounts([text or None], exponent(base))
        if not _NAMES.search(name) or not read.known[0] or read.cents[0] <= 0:
            continue
        limit = int(read.cents[0])
        lines = books.paid[(books.paid["who"] != "") & (books.paid["nature"] == "") & (books.paid["booked_on"] >= books.since(LOOK_BACK))]
        cents = -lines["base_cents"].fillna(0).to_numpy().astype(np.int64)
        near = lines[(cents < limit) & (cents >= _JUST_UNDER * limit)]
        for who, mine in near.groupby("who", sort=False):
            days = mine["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
            if len(mine) < _SEVERAL or (days[_SEVERAL - 1 :] - days[: 1 - _SEVERAL]).min() > _DAYS:
                continue
            at = tuple(int(line) for line in mine.index)
            on = books.last_day(at)
            details = {"count": len(at), "limit": money_text(limit, base)}
            yield ControlFinding(
                "threshold", "watch", 0.6, "threshold", int(mine["base_cents"].sum()), base, key_of("threshold", (who, limit, on)), at,
                on=on, party=str(mine["party"].iloc[-1]), details=details,
            )  # fmt: skip
