"""The account of the plan (compte SCF) of a line: typed, of the evidence, of her lines of that tiers, of its category."""

from __future__ import annotations

import pandas as pd

from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.entries.plan import account_text
from addin.treasury.headings import simplify


def accounts_of(lines: pd.DataFrame, verdicts: pd.DataFrame, dossier: Dossier) -> pd.Series:
    """SCF account of each line, "" where nothing tells; index of `lines`.

    Order: the one typed on the line; her rule's or the starter's, when that evidence gave the category; the one that her lines of the
    same tiers and category carry most; the one of the category in « Catégories »; the usual one of a category of that name.

    Args:
        lines: OPERATIONS rows; verdicts: VERDICT, same index.
    """
    from addin.treasury.entries.classified import Classified

    typed = map_distinct(lines["scf_account"], account_text)
    category = verdicts["category"].where(verdicts["category"] != "", verdicts["suggestion"])
    by_category = Classified(dossier)
    usual = map_distinct(category, by_category.of_category)
    hers = _of_tiers(dossier.operations)
    keys = zip(map_distinct(lines["party"], normalise), map_distinct(category, simplify), strict=True)
    remembered = pd.Series([hers.get((party, name), "") for party, name in keys], index=lines.index, dtype=object)
    told = verdicts["scf_account"].where(verdicts["origin"].isin(("rule", "starter")), "")
    out = typed
    for weaker in (told, remembered, usual):
        out = out.where(out != "", weaker)
    return out.astype(verdicts["category"].dtype).where((category != "") | (typed != ""), "").rename("scf_account")


def _of_tiers(operations: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(tiers, category) as comparison keys → the account that her lines carry most."""
    known = operations[(operations["scf_account"] != "") & (operations["category"] != "") & (operations["party"] != "")]
    if known.empty:
        return {}
    told = pd.DataFrame(
        {
            "party": map_distinct(known["party"], normalise),
            "category": map_distinct(known["category"], simplify),
            "scf": map_distinct(known["scf_account"], account_text),
        }
    )
    counted = told.groupby(["party", "category", "scf"], sort=True).size().sort_values(kind="stable")
    return {(str(key[0]), str(key[1])): str(key[2]) for key in counted.index.tolist()}
