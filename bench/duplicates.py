"""Doubles against the naive rule, and the false alarms of all controls: `python -m bench.duplicates`.

Repeats: purchases of a council's cards (Birmingham, UK OGL) that repeat merchant, amount and card within 7 days, with a weak label: the
amount was refunded within 60 days. One refund labels all repeats of that amount (a fee paid 118 times, one refund), so a second measure
gives each refund to the last repeat before it. All repeats are what the naive rule « same tiers, amount, 7 days » says, so its precision
is the same at every recall. `duplicates.pairs` gives each a score; « lift » is how many times more precise it is where its best scores
hold 25, 50, 75 and 100 % of the refunded ones (equal scores are all taken). Months are cut in two halves: the score was chosen on the
first one. A refund is known on the next day only, else those of the same day would settle what is asked; `known_on_the_day` proves that
later lines are not seen: files cut at a day give the same pairs until then.

Alarms: `control` at the end of every month on the bank lines of a small French company (nothing is known to be wrong in them): what is
new each month among certain and likely doubles, amounts out of habit, errors × 100 and unusual suppliers; with its invoices too.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from addin.sheets.controls import reason_of
from addin.treasury.controls.controls import control
from addin.treasury.controls.duplicates import pairs
from addin.treasury.controls.model import Books, ControlFinding
from addin.treasury.dossier import ACCOUNT_COLUMNS, OPERATION_COLUMNS, Dossier, frame
from addin.treasury.meaning import with_meaning
from bench.categorise_lines import dossier_with
from bench.category_sets import pme
from bench.purchase_cards import FILE, SHARED

RECALLS = (0.25, 0.5, 0.75, 1.0)
LIFT_CLAIM = 1.2
ALARMS_CLAIM = 2.0
KINDS = ("duplicate", "amount", "times_100", "unusual_supplier")
_LABELS = "repeats_with_refund_label.csv"
_KEY = ["day", "merchant", "pence", "card"]
_WARM_UP = 4
"""Months before the alarms are counted: nothing is usual yet."""


# ------------------------------------------------------------------------------------------------ repeats of purchases by card
@dataclass(frozen=True)
class Repeats:
    """The labelled repeats: `day`, `refunded` and `score` (0 when they are no pair), oldest first."""

    table: pd.DataFrame

    def precision(self, recall: float) -> float:
        """Share of refunded ones among the best scores that hold that share of them."""
        scores, refunded = self.table["score"].to_numpy(), self.table["refunded"].to_numpy(dtype=bool)
        wanted = np.sort(scores[refunded])[::-1][max(0, int(np.ceil(recall * refunded.sum())) - 1)]
        return float(refunded[scores >= wanted].mean())

    @property
    def naive(self) -> float:
        """Share of refunded ones among all of them."""
        return float(self.table["refunded"].mean())

    def halves(self) -> tuple[Repeats, Repeats]:
        """The first half of the months, and the second one."""
        months = self.table["day"].to_numpy().astype("datetime64[M]")
        all_months = np.unique(months)
        is_first = months < all_months[(len(all_months) + 1) // 2]
        return Repeats(self.table[is_first]), Repeats(self.table[~is_first])


def purchases(folder: Path = SHARED) -> Dossier:
    """The purchases and refunds as bank lines, an account for each card, each row once though several files hold it.

    A refund stands on the day after its own.
    """
    rows = pd.read_csv(folder / FILE, dtype=str, keep_default_na=False)
    columns = [name for name in rows.columns if name != "source_file"]
    twin = rows.groupby([*columns, "source_file"], sort=False).cumcount()
    rows = rows[~rows.assign(twin=twin).duplicated([*columns, "twin"])]
    rows = rows.assign(day=pd.to_datetime(rows["TRANS DATE"])).sort_values("day", kind="stable")
    cents = -(rows["ORIGINAL GROSS AMT"].astype(float) * 100).round().astype("int64").to_numpy()
    known_on = rows["day"] + pd.to_timedelta((cents > 0).astype(int), unit="D")
    given: dict[str, Iterable[object]] = {
        "sheet": rows["CARD NUMBER"], "row": range(2, len(rows) + 2), "account": rows["CARD NUMBER"], "position": range(len(rows)),
        "booked_on": known_on, "label": rows["MERCHANT NAME"], "counterparty": rows["MERCHANT NAME"], "amount_cents": cents,
        "base_cents": cents, "currency": ["GBP"] * len(rows),
    }  # fmt: skip
    operations = with_meaning(frame(OPERATION_COLUMNS, {name: list(values) for name, values in given.items()}))
    cards = sorted(set(rows["CARD NUMBER"]))
    accounts = frame(ACCOUNT_COLUMNS, {"account": cards, "kind": ["card"] * len(cards), "currency": ["GBP"] * len(cards)})
    dossier = dossier_with(operations)
    return Dossier(**{**vars(dossier), "base_currency": "GBP", "accounts": accounts})


def repeats(dossier: Dossier, folder: Path = SHARED) -> Repeats:
    """The labelled repeats with the scores of their lines."""
    labels = pd.read_csv(folder / _LABELS, dtype={"CARD NUMBER": str})
    labels = labels.assign(
        day=pd.to_datetime(labels["d"]), merchant=labels["MERCHANT NAME"], pence=(labels["a"] * 100).round().astype("int64"),
        card=labels["CARD NUMBER"].str.zfill(4), refunded=labels["weak_label_refunded"],
    )  # fmt: skip
    lines = dossier.operations
    end = lines["booked_on"].max().date()
    scores = {pair.second: pair.score for pair in pairs(Books(dossier, end))}
    scored = pd.DataFrame(
        {
            "day": lines["booked_on"], "merchant": lines["label"], "pence": -lines["amount_cents"], "card": lines["account"],
            "score": [scores.get(line, 0.0) for line in lines.index],
        }
    )  # fmt: skip
    for table in (labels, scored):  # twins of one day: the last ones are the repeats
        table["rank"] = table.iloc[::-1].groupby(_KEY, sort=False).cumcount()
    scored = scored.drop_duplicates([*_KEY, "rank"])
    joined = labels.merge(scored.astype({"day": labels["day"].dtype}), on=[*_KEY, "rank"], how="left")
    return Repeats(joined.assign(score=joined["score"].fillna(0.0)).sort_values("day", kind="stable"))


def one_refund_each(found: Repeats, dossier: Dossier) -> Repeats:
    """The same, each refund given to the last repeat of its merchant, amount and card in the 60 days before it."""
    lines = dossier.operations
    refunds = lines[lines["amount_cents"] > 0].sort_values("booked_on", kind="stable")
    table = found.table.reset_index(drop=True)
    labelled = table[table["refunded"]].groupby(_KEY[1:], sort=False).indices
    of_label = table.index[table["refunded"]].to_numpy()
    days = table["day"].to_numpy()
    taken = np.zeros(len(table), dtype=bool)
    columns = (refunds[name] for name in ("label", "amount_cents", "account", "booked_on"))
    for merchant, pence, card, on in zip(*columns, strict=True):
        at = of_label[labelled.get((merchant, pence, card), [])]
        age = (np.datetime64(on) - days[at]) / np.timedelta64(1, "D")
        free = at[(age >= 1) & (age <= 61) & ~taken[at]]
        taken[free[-1:]] = True
    return Repeats(table.assign(refunded=taken))


def known_on_the_day(dossier: Dossier, days: int = 6) -> int:
    """How many pairs are the same when the file ends on their day, on some days spread over it; a difference is an error."""
    all_days = np.unique(dossier.operations["booked_on"].to_numpy())
    whole = pairs(Books(dossier, all_days[-1].astype("datetime64[D]").item()))
    day_of = dossier.operations["booked_on"].to_dict()
    checked = 0
    for day in all_days[np.linspace(20, len(all_days) - 2, days).astype(int)]:
        cut = pairs(Books(dossier, day.astype("datetime64[D]").item()))
        if cut != [pair for pair in whole if day_of[pair.second] <= pd.Timestamp(day)]:
            raise AssertionError(f"later lines change what was said on {day}")
        checked += len(cut)
    return checked


def _print_repeats(name: str, found: Repeats) -> None:
    told = "  ".join(f"{found.precision(recall):>5.1%} (×{found.precision(recall) / found.naive:.2f})" for recall in RECALLS)
    print(f"{name:16}{len(found.table):>8} {int(found.table['refunded'].sum()):>9} {found.naive:>6.1%}  {told}")


# ------------------------------------------------------------------------------------------------ alarms of a small company
def company() -> Dossier:
    """The bank lines of a small company, by account, with their accountant's categories."""
    known = pme()
    dossier = dossier_with(known.operations.assign(category=known.truth.to_numpy()))
    names = sorted(set(known.operations["account"]))
    accounts = frame(ACCOUNT_COLUMNS, {"account": names, "kind": ["bank"] * len(names), "currency": ["EUR"] * len(names)})
    return Dossier(**{**vars(dossier), "base_currency": "EUR", "accounts": accounts})


def with_invoices() -> Dossier:
    """The same company as a workbook: bank tabs and invoices."""
    from openpyxl import load_workbook

    from addin.treasury.reading import build_dossier
    from addin.treasury.tabs import RawTab

    book = load_workbook(SHARED.parent / "pme_fec_e" / "classeur_pme_e.xlsx", read_only=True, data_only=True)
    return build_dossier([RawTab(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book.worksheets])


def alarms(dossier: Dossier) -> dict[str, list[ControlFinding]]:
    """Month → certain and likely findings of the kinds asked about that were not said at the end of the months before."""
    months = np.unique(dossier.operations["booked_on"].to_numpy().astype("datetime64[M]"))
    said: set[str] = set()
    found: dict[str, list[ControlFinding]] = {}
    for month in months.tolist():
        end = date(month.year, month.month, monthrange(month.year, month.month)[1])
        listed = [each for each in control(dossier, end).findings if each.kind in KINDS and each.severity in ("certain", "likely")]
        found[f"{end:%Y-%m}"] = [each for each in listed if each.key not in said]
        said |= {each.key for each in listed}
    return found


def _print_alarms(name: str, found: dict[str, list[ControlFinding]]) -> None:
    counted = dict(list(found.items())[_WARM_UP:])
    total = sum(map(len, counted.values()))
    kinds = Counter(each.kind for month in counted.values() for each in month)
    at_once = max(map(len, counted.values()))
    print(f"\n{name}: {total} in {len(counted)} months, {total / len(counted):.2f} a month (claim ≤ {ALARMS_CLAIM:g}), {at_once} at most")
    print(f"  {', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}")
    for month, findings in counted.items():
        for each in findings:
            print(f"  {month}  {each.severity:8} {each.kind:17} {each.on}  {each.party[:24]:24} {reason_of(each)}")


def main() -> None:
    if not SHARED.exists():
        raise SystemExit("the sets of ../shared/data are not here")
    dossier = purchases()
    checked = known_on_the_day(dossier)
    print(f"{len(dossier.operations):,} purchases and refunds; {checked:,} pairs are the same when the file ends on their day")
    found = repeats(dossier)
    lifts = []
    for title, labelled in (("refunded", found), ("a refund for one", one_refund_each(found, dossier))):
        print(f"\n{title:16} repeats  refunded  naive  precision (lift) at recall {', '.join(f'{recall:.0%}' for recall in RECALLS)}")
        for name, part in zip(("all months", "first half", "second half"), (labelled, *labelled.halves()), strict=True):
            _print_repeats(name, part)
            lifts += [part.precision(recall) / part.naive for recall in RECALLS[:2]]
    print(f"claim: lift ≥ {LIFT_CLAIM:g} at 25 and 50 % everywhere: {'reached' if min(lifts) >= LIFT_CLAIM else 'MISSED'}")
    _print_alarms("pme_fec_e, bank lines", alarms(company()))
    _print_alarms("pme_fec_e, with invoices", alarms(with_invoices()))


if __name__ == "__main__":
    main()
