"""The dated outflows that the pockets are sized on (mode Horizon): what is committed, invoices when they will be paid, what comes back."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.dossier import Dossier
from addin.treasury.earmarks import SetAside
from addin.treasury.forecast import known_events
from addin.treasury.forecasting.cash_forecast import CashForecast
from addin.treasury.forecasting.layers import layer_events
from addin.treasury.pocket_horizon import HorizonNeeds, horizon_needs
from addin.treasury.pockets import bounded_days
from addin.treasury.settlement import Settlement


def dated_needs(
    dossier: Dossier, settled: Settlement, aside: SetAside, as_of: date, forecast: CashForecast | None = None
) -> HorizonNeeds | None:
    """What is dated to leave over the days of both pockets; None when the dossier dates nothing.

    Args:
        forecast: of that day; when its history is long enough, its recurrences and the predicted dates of invoices count too.
    """
    days = sum(bounded_days(dossier.settings.security_days, dossier.settings.operating_days))
    known = known_events(dossier, settled, as_of, days)
    if forecast is None or forecast.knows_only_dated:
        return horizon_needs(dossier, known.events, aside, as_of)
    return horizon_needs(dossier, _as_their_lines(dossier, layer_events(dossier, settled, as_of, days, known).events), aside, as_of)


def _as_their_lines(dossier: Dossier, events: pd.DataFrame) -> pd.DataFrame:
    """Events with the `category` of the invoice or of the last line that they follow; what comes back is of the nature of that line."""
    lines, papers = dossier.operations, dossier.invoices
    category = _by_place(papers, "category") | _by_place(lines, "category")
    nature = _by_place(lines, "nature")
    rows = zip(events["sheet"], events["row"], events["kind"], events["layer"] == "recurrences", strict=True)
    told = [(category.get((sheet, row), ""), (again and nature.get((sheet, row))) or kind) for sheet, row, kind, again in rows]
    categories, kinds = zip(*told, strict=True) if told else ((), ())
    return events.assign(kind=np.array(kinds, dtype=object), category=np.array(categories, dtype=object))


def _by_place(table: pd.DataFrame, column: str) -> dict[tuple[str, int], str]:
    return {(sheet, row): value for sheet, row, value in zip(table["sheet"], table["row"], table[column], strict=True)}
