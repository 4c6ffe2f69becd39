"""Transfers between the company's own accounts (virements internes): which lines are the two legs of one movement."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from addin.treasury.counterparties import Shapes, label_shapes, map_distinct, normalise
from addin.treasury.natures import category_nature, natures_of

WORKING_DAYS = 3
_WEEKMASK = "1111001"  # Monday … Sunday: Friday and Saturday are off
_OFFSETS = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5)  # days from the payment to the receipt; three working days span five at most
_GENERIC_TEXT = "COMPTE COMPTES CPTE BANQUE COURANT AGENCE DEVISE DEVISES CARTE LIVRE OPERATIONS RELEVE JOURNAL ACHATS VENTES LES"
_GENERIC = frozenset(_GENERIC_TEXT.split())  # words that name no account
_CASH_BOX = re.compile(r"\b(?:CAISSE|ESPECES?|CASH)\b")
_CASH_WORDS = re.compile(
    r"\b(?:RET|RETRAITS?|VERS|VERST|VERSEMENTS?|DEPOTS?|REMISE) (?:D |DE |EN )?(?:ESP|ESPECES?|CASH)\b|\bRETRAITS? (?:DAB|GAB)\b"
)
_FAR_DAY = 1 << 24
"""More than any day, in days since 1970."""
_OPEN_CATEGORIES = frozenset({"", "A CLASSER", "NON CLASSE", "AUTRE", "DIVERS"})
_LABEL_NATURES = ("", "cash_withdrawal")


def pair_transfers(
    operations: pd.DataFrame, account_names: Sequence[str] = (), *, natures: pd.Series | None = None, told: Shapes | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Pair the two legs of each transfer between own accounts (virements internes).

    Two legs have different accounts, the same currency, opposite amounts, and dates at most three working days apart (Sunday to
    Thursday; a leg may well fall on a Friday or Saturday). That alone proves nothing: one of them must also show evidence, a
    transfer word or the category « Virement interne », the other account's name or number in the label, or a cash movement
    when the other account is a cash box. A leg that names another own account than its partner's, one with a nature of its own
    (salary, tax…) and one that she put in another category are no candidates. Pairs are one to one, closest dates first.

    Args:
        operations: columns account, booked_on, label, amount_cents, currency, category.
        account_names: all own accounts, those without lines too: a label that names one of them is no leg of another pair.
        natures: `natures_of` the same rows, when already known.
        told: `label_shapes` of their labels, when already known.
    Returns:
        (int64 pair id, same on both legs, -1 otherwise; object state), aligned with the rows. States: "paired"; "proposed", an
        unambiguous pair one day apart at most without evidence; "single", a leg with a transfer word or category and no
        counterpart (virement en cours); "".
    """
    size = len(operations)
    ids, states = np.full(size, -1, dtype=np.int64), np.full(size, "", dtype=object)
    if size == 0:
        return ids, states
    legs = _legs(operations, account_names, natures, told)
    pairs = _proven_pairs(legs)
    paid, received = pairs["paid"].to_numpy(), pairs["received"].to_numpy()
    ids[paid] = ids[received] = np.arange(len(pairs))
    states[paid] = states[received] = "paired"
    left = legs[states == ""]
    proposed = _unambiguous_pairs(left[~left["is_told"] & ~left["is_taken"]])
    paid, received = proposed["paid"].to_numpy(), proposed["received"].to_numpy()
    ids[paid] = ids[received] = len(pairs) + np.arange(len(proposed))
    states[paid] = states[received] = "proposed"
    states[(states == "") & (legs["is_told"] & (legs["cents"] != 0)).to_numpy()] = "single"
    return ids, states


def _legs(operations: pd.DataFrame, account_names: Sequence[str], natures: pd.Series | None, told: Shapes | None) -> pd.DataFrame:
    """One row per operation with what pairing needs; index 0…n-1.

    `is_told`: a transfer word or category. `is_taken`: has a nature or a category of its own, never a leg. `names`: number of the
    own account that its label names (-1 none, -2 several). `moves_cash`: cash in or out by its label. `is_cash_box`: of its account.
    """
    account, with_lines = pd.factorize(operations["account"])
    accounts = list(dict.fromkeys([*with_lines, *account_names]))
    category_natures = map_distinct(operations["category"], category_nature).to_numpy()
    is_open = map_distinct(operations["category"], lambda text: normalise(text) in _OPEN_CATEGORIES).to_numpy(dtype=bool)
    nature = (natures_of(operations["label"], operations["category"]) if natures is None else natures).to_numpy()
    label_codes, texts, shape_codes, shapes = told or label_shapes(operations["label"])
    words = [normalise(shape) for shape in shapes]
    moves_cash = np.array([_CASH_WORDS.search(text) is not None for text in words])[shape_codes][label_codes]
    is_cash_box = np.array([_CASH_BOX.search(normalise(str(name))) is not None for name in accounts])[account]
    is_told = (nature == "transfer") & (is_open | (category_natures == "transfer"))
    is_ordinary = np.isin(nature, _LABEL_NATURES) & (is_open | (category_natures == "cash_withdrawal"))
    return pd.DataFrame(
        {
            "account": account,
            "currency": pd.factorize(operations["currency"])[0],
            "day": operations["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64),
            "cents": operations["amount_cents"].to_numpy(dtype=np.int64),
            "is_told": is_told,
            "is_taken": ~is_told & ~is_ordinary,
            "names": _named_accounts(texts, words, shape_codes, [str(name) for name in accounts])[label_codes, account],
            "moves_cash": moves_cash,
            "is_cash_box": is_cash_box,
        }
    )


def _named_accounts(texts: list[str], words: list[str], shape_codes: np.ndarray, accounts: list[str]) -> np.ndarray:
    """For each distinct label (row) on each account (column): the *other* own account it names, -1 none, -2 several."""
    named = np.zeros((len(texts), len(accounts)), dtype=bool)
    first_words = [next((word for word in normalise(name).split() if len(word) > 2 and word not in _GENERIC), "") for name in accounts]
    for i, name in enumerate(accounts):
        aliases = [normalise(name)]
        if first_words.count(first_words[i]) == 1:
            aliases.append(first_words[i])
        phrases = [re.escape(alias) for alias in set(aliases) if len(alias) > 2 and alias not in _GENERIC and not alias.isdigit()]
        if phrases:
            pattern = re.compile(rf"\b(?:{'|'.join(phrases)})\b")
            named[:, i] = np.array([pattern.search(text) is not None for text in words])[shape_codes]
        numbers = [digits for alias in aliases if len(digits := re.sub(r"\D", "", alias)) >= 6]
        if numbers:
            named[:, i] |= np.array([any(number in re.sub(r"[\s.-]", "", text) for number in numbers) for text in texts])
    result = np.full(named.shape, -1, dtype=np.int64)
    for i in range(len(accounts)):
        others = named.copy()
        others[:, i] = False
        count = others.sum(axis=1)
        result[:, i] = np.where(count == 0, -1, np.where(count > 1, -2, others.argmax(axis=1)))
    return result


def _proven_pairs(legs: pd.DataFrame) -> pd.DataFrame:
    """Pairs with evidence (columns paid, received: row numbers), closest dates first, twins one to one."""
    usable = legs[~legs["is_taken"] & (legs["cents"] != 0)]
    usable = usable.assign(key=usable.groupby(["currency", usable["cents"].abs()], sort=False).ngroup(), row=usable.index)
    has_evidence = usable["is_told"] | (usable["names"] != -1) | usable["moves_cash"]
    usable = usable[usable["key"].isin(usable.loc[has_evidence, "key"].unique())]
    found: list[pd.DataFrame] = []
    for offset in _OFFSETS:
        while len(meeting := usable[_meet(usable, offset)]):
            pairs = _pairs_at(meeting, offset)
            if pairs.empty:
                break
            found.append(pairs)
            usable = usable[~usable["row"].isin(pairs["paid"]) & ~usable["row"].isin(pairs["received"])]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame({"paid": np.zeros(0, int), "received": np.zeros(0, int)})


def _meet(usable: pd.DataFrame, offset: int) -> np.ndarray:
    """The legs for which there is one of the other sense, of their amount, so many days away."""
    is_paid = (usable["cents"] < 0).to_numpy()
    day = usable["day"].to_numpy()
    place = usable["key"].to_numpy() * _FAR_DAY + day + np.where(is_paid, offset, 0)
    meets: np.ndarray = np.isin(place, np.intersect1d(place[is_paid], place[~is_paid]))
    return meets


def _pairs_at(usable: pd.DataFrame, offset: int) -> pd.DataFrame:
    """One-to-one pairs whose receipt falls `offset` days after the payment.

    Twins (same account, day and amount) meet rank by rank, so many equal amounts on one day cost no more than as many pairs.
    """
    twins = ["account", "key", "day", "is_told", "names", "moves_cash"]
    paid, received = usable[usable["cents"] < 0], usable[usable["cents"] > 0]
    paid = paid.assign(rank=paid.groupby(twins, sort=False).cumcount(), meets=paid["day"] + offset)
    received = received.assign(rank=received.groupby(twins, sort=False).cumcount(), meets=received["day"])
    both = paid.merge(received, on=["key", "meets", "rank"], suffixes=("_out", "_in"))
    both = both[both["account_out"] != both["account_in"]]
    both = both[_is_proven(both) & _is_close(both)]
    both = both.assign(said=-((both["names_out"] == both["account_in"]).astype(int) + (both["names_in"] == both["account_out"])))
    both = both.sort_values(["said", "row_out", "row_in"], kind="stable")
    gone: set[int] = set()
    kept: list[tuple[int, int]] = []
    for out, into in zip(both["row_out"].tolist(), both["row_in"].tolist(), strict=True):
        if out not in gone and into not in gone:
            gone.update((out, into))
            kept.append((out, into))
    return pd.DataFrame(np.array(kept, dtype=np.int64).reshape(-1, 2), columns=["paid", "received"])


def _is_proven(both: pd.DataFrame) -> pd.Series:
    """Evidence on one leg, and no leg that names another own account than its partner's."""
    named = (both["names_out"] == both["account_in"]) | (both["names_in"] == both["account_out"])
    cash = (both["moves_cash_out"] & both["is_cash_box_in"]) | (both["moves_cash_in"] & both["is_cash_box_out"])
    elsewhere = ((both["names_out"] >= 0) & (both["names_out"] != both["account_in"])) | (
        (both["names_in"] >= 0) & (both["names_in"] != both["account_out"])
    )
    return (named | cash | both["is_told_out"] | both["is_told_in"]) & ~elsewhere


def _is_close(both: pd.DataFrame) -> np.ndarray:
    """At most three working days between the two legs."""
    early = both[["day_out", "day_in"]].min(axis=1).to_numpy().astype("datetime64[D]")
    late = both[["day_out", "day_in"]].max(axis=1).to_numpy().astype("datetime64[D]")
    close: np.ndarray = np.busday_count(early, late, weekmask=_WEEKMASK) <= WORKING_DAYS
    return close


def _unambiguous_pairs(legs: pd.DataFrame) -> pd.DataFrame:
    """Pairs without evidence: each leg has exactly one opposite amount within a day, on another account."""
    plain = legs[legs["cents"] != 0]
    plain = plain.assign(row=plain.index, amount=plain["cents"].abs(), is_paid=plain["cents"] < 0)
    groups = plain.groupby(["currency", "amount", "is_paid", "day"], sort=False).agg(
        row=("row", "first"), account=("account", "first"), count=("row", "size")
    )
    groups = groups.reset_index()
    paid, received = groups[groups["is_paid"]].drop(columns="is_paid"), groups[~groups["is_paid"]].drop(columns="is_paid")
    near = pd.concat([paid.assign(meets=paid["day"] + offset) for offset in (-1, 0, 1)])
    both = near.merge(received, left_on=["currency", "amount", "meets"], right_on=["currency", "amount", "day"], suffixes=("_out", "_in"))
    choices_out = both.groupby("row_out")["count_in"].transform("sum")
    choices_in = both.groupby("row_in")["count_out"].transform("sum")
    sure = (choices_out == 1) & (choices_in == 1) & (both["count_out"] == 1) & (both["count_in"] == 1)
    both = both[sure & (both["account_out"] != both["account_in"])]
    return both[["row_out", "row_in"]].rename(columns={"row_out": "paid", "row_in": "received"}).sort_values("paid")
