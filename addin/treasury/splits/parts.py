"""Operations with the lines that she parted (ventilation) replaced by their parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.treasury.dossier import Dossier


def split_operations(dossier: Dossier) -> pd.DataFrame:
    """OPERATIONS where each part is a line of its own, in the place of its line: for sums by category, account or project.

    A part has the day, label, tiers and place of its line. Balances and transfers belong to whole lines: those of a part are its
    line's and are not to be added up. The amounts of the parts make the line's, in its currency and in the base currency.

    Returns:
        The operations as they are (same index) when nothing is parted, else with an index of their own; `line` is then the index in
        OPERATIONS of each.
    """
    operations, splits = dossier.operations, dossier.splits
    if splits.empty:
        return operations
    parts = operations.loc[splits["operation"]]
    given = {name: splits[name].to_numpy() for name in ("category", "scf_account", "project")}
    project = np.where(given["project"] == "", parts["project"].to_numpy(), given["project"])
    base = part_base_cents(dossier)
    parts = parts.assign(
        amount_cents=splits["part_cents"].to_numpy(),
        base_cents=pd.array(base, dtype="Int64"),
        category=given["category"],
        scf_account=given["scf_account"],
        project=project,
    )
    whole = operations[~operations.index.isin(splits["operation"])]
    ordered: pd.DataFrame = pd.concat([whole, parts]).sort_index(kind="stable")
    return ordered.reset_index(names="line")


def part_base_cents(dossier: Dossier) -> list[int | None]:
    """What each part is in the base currency, rounded so that the parts make their line; None without a rate."""
    splits = dossier.splits
    lines = dossier.operations.loc[splits["operation"], ["amount_cents", "base_cents"]]
    amounts: list[int] = lines["amount_cents"].tolist()
    has_rate: list[bool] = lines["base_cents"].notna().tolist()
    bases: list[int] = lines["base_cents"].fillna(0).astype("int64").tolist()
    spent: dict[int, tuple[int, int]] = {}
    out: list[int | None] = []
    told = zip(splits["operation"].tolist(), splits["part_cents"].tolist(), amounts, bases, has_rate, strict=True)
    for operation, cents, amount, base, is_known in told:
        if not is_known:
            out.append(None)
            continue
        so_far, shared = spent.get(operation, (0, 0))
        so_far += cents
        value = _rounded(base * so_far, amount) - shared
        spent[operation] = so_far, shared + value
        out.append(value)
    return out


def _rounded(value: int, by: int) -> int:
    """Quotient rounded half away from zero."""
    size, divisor = abs(value), abs(by)
    quotient = (2 * size + divisor) // (2 * divisor)
    return quotient if (value >= 0) == (by >= 0) else -quotient
