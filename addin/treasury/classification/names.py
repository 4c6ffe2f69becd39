"""Categories as she writes them: spellings that differ only by accents, case or spaces are one category."""

from __future__ import annotations

import pandas as pd

from addin.treasury.counterparties import map_distinct
from addin.treasury.headings import simplify


def names_of_one_category(categories: pd.Series) -> tuple[pd.Series, tuple[tuple[str, ...], ...]]:
    """Each category under its most frequent spelling (the last one used when several are), and the groups of spellings met.

    >>> names_of_one_category(pd.Series(["Publicité", "publicite", "Publicité", "Achats"]))[1]
    (('Publicité', 'publicite'),)
    """
    keys = map_distinct(categories, lambda name: simplify(name) or name)
    spellings = pd.DataFrame({"key": keys.to_numpy(), "name": categories.to_numpy()})
    spellings["rank"] = range(len(spellings))
    counted = spellings.groupby(["key", "name"], sort=False)["rank"].agg(["size", "max"]).reset_index()
    counted = counted.sort_values(["key", "size", "max"], ascending=[True, False, False], kind="stable")
    first = counted.drop_duplicates("key").set_index("key")["name"]
    several = counted[counted.duplicated("key", keep=False)]
    groups = tuple(tuple(str(name) for name in group["name"]) for _, group in several.groupby("key", sort=True))
    return keys.map(first).astype(object), groups
