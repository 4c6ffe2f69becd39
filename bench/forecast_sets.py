"""Two real companies as dossiers that grow week by week: what the forecast is measured on.

`pme_fec_e`: bank lines of one accounting year, invoices with the day on which the accountant's letters say they were paid.
`hackclub`: bank lines of a small non-profit over two years, without invoices.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from addin.treasury.dossier import ACCOUNT_COLUMNS, INVOICE_COLUMNS, OPERATION_COLUMNS, Dossier, frame
from addin.treasury.meaning import with_meaning
from addin.treasury.reading import build_dossier

_DATA = Path(__file__).parents[2] / "shared" / "data"


def pme() -> Dossier:
    """The French company of `pme_fec_e`: 1,224 bank lines, 1,237 invoices."""
    lines = pd.read_csv(_DATA / "pme_fec_e" / "bank_operations.csv", parse_dates=["date"], keep_default_na=False)
    return replace(_books(lines["bank_name"], lines["date"], lines["label"], lines["amount"].astype(float)), invoices=_pme_invoices())


def hackclub() -> Dossier:
    """The non-profit of `hackclub`: the postings on its bank accounts."""
    postings = pd.read_csv(_DATA / "hackclub" / "postings_2015_2016.csv", parse_dates=["date"], keep_default_na=False)
    lines = postings[postings["account"].str.startswith("Assets:")]
    label = (lines["payee"] + " " + lines["note"]).str.strip()
    return _books(lines["account"].str.split(":", n=1).str[1], lines["date"], label, lines["amount"].astype(float))


def _pme_invoices() -> pd.DataFrame:
    rows = pd.read_csv(
        _DATA / "pme_fec_e" / "invoices_and_payments_lettrage.csv",
        parse_dates=["EcritureDate", "PieceEcheance"], dtype={"CompteNum": str, "PieceRef": str, "auxn": str},
    )  # fmt: skip
    paid = rows[rows["kind"] == "payment"].groupby("grp")["EcritureDate"].max()
    papers = rows[rows["kind"] == "invoice"]
    return frame(
        INVOICE_COLUMNS,
        {
            "sheet": ["Factures"] * len(papers),
            "row": np.arange(2, len(papers) + 2),
            "side": np.where(papers["CompteNum"].str.startswith("411"), "customer", "supplier"),
            "number": papers["PieceRef"].fillna("").to_numpy(),
            "counterparty": papers["auxn"].fillna("").to_numpy(),
            "issued_on": papers["EcritureDate"].to_numpy(),
            "due_on": papers["PieceEcheance"].fillna(papers["EcritureDate"]).to_numpy(),
            "amount_cents": _cents(papers["m"]),
            "currency": ["EUR"] * len(papers),
            "paid_on": papers["grp"].map(paid).to_numpy(),
        },
    )


def _books(account: pd.Series, booked_on: pd.Series, label: pd.Series, amount: pd.Series) -> Dossier:
    """A dossier of bank lines in the order of the days, every account starting from zero."""
    order = np.argsort(booked_on.to_numpy(), kind="stable")
    account, booked_on, label, amount = (column.iloc[order].reset_index(drop=True) for column in (account, booked_on, label, amount))
    lines = frame(
        OPERATION_COLUMNS,
        {
            "sheet": account, "row": account.groupby(account).cumcount() + 2, "account": account,
            "position": account.groupby(account).cumcount(), "booked_on": booked_on, "label": label,
            "amount_cents": _cents(amount), "base_cents": _cents(amount), "currency": ["EUR"] * len(account),
        },
    )  # fmt: skip
    names = sorted(set(account))
    accounts = frame(
        ACCOUNT_COLUMNS,
        {
            "account": names, "kind": ["bank"] * len(names), "currency": ["EUR"] * len(names), "opening_cents": [0] * len(names),
            "opening_on": [pd.Timestamp(date(2015, 1, 1))] * len(names), "is_included": [True] * len(names),
        },
    )  # fmt: skip
    return replace(build_dossier([]), base_currency="EUR", operations=with_meaning(lines), accounts=accounts)


def _cents(amounts: pd.Series) -> np.ndarray:
    cents: np.ndarray = np.rint(amounts.to_numpy(dtype=float) * 100).astype(np.int64)
    return cents
