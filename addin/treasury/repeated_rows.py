"""Lines that stand in two tabs: a statement pasted twice, a copied tab, two months that overlap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.messages import Finding

_FEW, _MOSTLY = 3, 0.8  # lines, share of the smaller tab, between tabs of different accounts


def repeated_rows(operations: pd.DataFrame) -> list[Finding]:
    """One finding for each pair of tabs that share lines of the same date, label and amount.

    Between tabs of one account a single line is enough; between different accounts most of the smaller tab must be repeated
    (a copied tab), since two banks may charge the same fee on the same day.
    """
    sheet, names = pd.factorize(operations["sheet"])
    if len(names) < 2:
        return []
    cents = operations["amount_cents"].to_numpy()
    days = operations["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    key = pd.factorize(days * 1_000_003 + cents * 31)[0]
    first, last = np.full(len(key), len(names)), np.full(len(key), -1)
    np.minimum.at(first, key, sheet)
    np.maximum.at(last, key, sheet)
    shared = operations[(first[key] != last[key]) & (cents != 0) & (operations["label"] != "").to_numpy()]
    if shared.empty:
        return []
    same = ["booked_on", "amount_cents", "label"]
    lines = shared.assign(sheet_no=sheet[shared.index], twin=shared.groupby([*same, "sheet"], sort=False).cumcount())
    pairs = lines.merge(lines, on=[*same, "twin"], suffixes=("", "_other"))
    pairs = pairs[pairs["sheet_no"] > pairs["sheet_no_other"]]
    sizes = operations["sheet"].value_counts()
    findings = []
    for (here, other), found in pairs.groupby(["sheet", "sheet_other"], sort=False):
        is_one_account = (found["account"] == found["account_other"]).any()
        if not is_one_account and (len(found) < _FEW or len(found) < _MOSTLY * min(sizes[here], sizes[other])):
            continue
        if is_one_account:
            found = found[found["account"] == found["account_other"]]
        rows = sorted(found["row"].tolist())
        details = {"other": other, "account": found["account"].iloc[0], "count": len(rows)}
        findings.append(Finding("ROW_TWICE", str(here), rows[0], details=details, also_rows=tuple(rows[1:])))
    return findings
