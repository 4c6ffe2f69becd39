"""Short ways to write lines that were classified, and to learn them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from addin.treasury.classification.learning import Learned, learn
from tests.treasury.builders import make_dossier, operation

Known = tuple[str, float, str]
"""Label, amount in dinars, category."""


def operations_of(lines: Iterable[Known], *, start: date = date(2026, 1, 4), every: int = 1, **more: Any) -> pd.DataFrame:
    """OPERATIONS rows, one every few days."""
    return make_dossier(
        [
            operation((start + timedelta(days=every * at)).isoformat(), label, amount, category=category, **more)
            for at, (label, amount, category) in enumerate(lines)
        ]
    ).operations


def learnt_from(lines: Iterable[Known]) -> Learned:
    """What these lines teach."""
    operations = operations_of(lines)
    return learn(operations, operations["category"] != "")


def told(learned: Learned, label: str, amount: float, **more: Any) -> dict[str, Any]:
    """The verdict of one line."""
    verdicts = learned.tell(operations_of([(label, amount, "")], start=date(2026, 10, 4), **more))
    return dict(verdicts.iloc[0])


def ordinary_year(rounds: int = 12) -> list[Known]:
    """A year of a small agency: rent, telephone, advertising, customers, a tiers that is both customer and supplier."""
    month: list[Known] = [
        ("VIR LOYER SCI PALMIERS", -200_000, "Loyer"),
        ("IDOOM FIBRE", -9_900, "Télécom"),
        ("DJEZZY FLOTTE", -21_420, "Télécom"),
        ("VIR PIXELREGIE", -416_500, "Publicité"),
        ("VISA META EUR290", -43_790, "Publicité"),
        ("VIR RECU NOVATEC FA112/26", 1_190_000, "Clients"),
        ("VIR RECU SANTEX", 476_000, "Clients"),
        ("VIR INFODIS", -119_000, "Sous-traitance"),
        ("VIR RECU INFODIS", 59_500, "Clients"),
        ("COM VIR+TVA", -59.5, "Banque"),
    ]
    return [
        (label, amount + (number % 3 if amount > 0 else -(number % 3)), name) for number in range(rounds) for label, amount, name in month
    ]
