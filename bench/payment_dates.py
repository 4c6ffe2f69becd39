"""When invoices are paid, against shrunk medians and due dates: `python -m bench.payment_dates`.

Sets: customers and suppliers of a small French company (pairs matched by its accountant, CC0; all of them are paid by the end of the
file, so its last weeks hold only the quick ones), and IBM's sample of receivables, whose delay is counted from the due date. Every
prediction is made at the end of the day before the issue, from what was paid until then. « cut »: learnt once, at a cut, for all that is
issued later; « walk »: learnt anew each day. The error is in days, of the median. The baselines see the same payments: the due date,
the due date plus the median lateness of the counterparty, the issue plus its median delay, both shrunk to all by 5 payments, and the
issue plus the median not shrunk (« own median »). `BASELINES` are those of ../shared/data/README.md; `stated_baseline` gives the first
back. « later »: at the end of each week, for every invoice still open, each baseline at least one day ahead; `forecast` is the due date,
14 days ahead when overdue.

The constants of the model were chosen on « walk » and « later » of these very sets, which are too small to keep a part of them aside:
nothing here is held out. How little the figures move with them is in docs/adr/0031.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

from addin.treasury.dossier import INVOICE_COLUMNS, frame
from addin.treasury.payment_dates.history import day_number
from addin.treasury.payment_dates.learning import learn_delays
from addin.treasury.payment_dates.model import DelayModel

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
BASELINES = {"customers": 16.8, "IBM": 6.5}
CLAIMS = {"customers": 15.5, "IBM": 5.5}
RULES = ("due", "due + median", "issue + median", "own median", "forecast", "ours")

_LEVELS = np.arange(1, 10) / 10
_SHRUNK = 5
_LATE_DAYS = 14
_ROUNDING_CENTS = 100
_MATURE_DAYS = 90


@dataclass(frozen=True)
class Scores:
    """Errors in days by rule, and how good the distribution is.

    Attributes:
        invoices: predictions scored.
        errors: rule → mean absolute error.
        coverage: share of payments from the 10 % to the 90 % quantile, both included.
        pinball: mean over the nine deciles, in days.
    """

    invoices: int
    errors: dict[str, float]
    coverage: float
    pinball: float


class Predictions:
    """Predicted days collected with the day paid."""

    def __init__(self) -> None:
        self._rows: list[pd.DataFrame] = []

    def add(self, known: pd.DataFrame, asked: pd.DataFrame, as_of: date, model: DelayModel) -> None:
        """Predict `asked` at the end of a day by every rule; the baselines learn from `known`, paid until then."""
        today = day_number(as_of)
        due = _days(asked["due_on"].fillna(asked["issued_on"]))
        rules = {
            "due": due,
            "due + median": due + _shrunk_median(known, asked, "due_on"),
            "issue + median": _days(asked["issued_on"]) + _shrunk_median(known, asked, "issued_on"),
            "own median": _days(asked["issued_on"]) + _shrunk_median(known, asked, "issued_on", shrunk=0),
            "forecast": np.where(due < today, today + _LATE_DAYS, due),
        }
        is_open = (_days(asked["issued_on"]) <= today)[:, None]
        said = pd.DataFrame(rules, index=asked.index)
        said = said.mask(np.broadcast_to(is_open, said.shape) & (said <= today), today + 1)
        deciles = today + model.quantiles(asked, as_of, _LEVELS)
        said["ours"] = deciles[:, 4]
        said["paid"] = _days(asked["settled_on"])
        self._rows.append(pd.concat([said, pd.DataFrame(deciles, index=asked.index, columns=[f"q{i}" for i in range(1, 10)])], axis=1))

    def scores(self) -> Scores:
        """All predictions together."""
        rows = pd.concat(self._rows)
        paid = rows["paid"].to_numpy()
        deciles = rows[[f"q{i}" for i in range(1, 10)]].to_numpy()
        gap = paid[:, None] - deciles
        pinball = np.maximum(_LEVELS * gap, (_LEVELS - 1) * gap).mean()
        covered = (paid >= deciles[:, 0]) & (paid <= deciles[:, -1])
        return Scores(len(rows), {rule: float((rows[rule] - paid).abs().mean()) for rule in RULES}, float(covered.mean()), float(pinball))


def company(side: str, *, with_roundings: bool = False) -> pd.DataFrame:
    """Invoices of a small French company with the day each was paid, oldest first.

    Args:
        with_roundings: with the accountant's differences of a centime, which are in the file as invoices paid on their day.
    """
    pairs = pd.read_csv(DATA / "pme_fec_e" / "payment_delays.csv", dtype={"aux": str}, parse_dates=["date_inv", "paid", "due"])
    pairs = pairs[pairs["side"] == {"customer": "client", "supplier": "fournisseur"}[side]]
    cents = (pairs["m"].abs() * 100).round().astype("int64")
    kept = pairs[with_roundings | (cents > _ROUNDING_CENTS)]
    amounts = cents[kept.index] * (1 if side == "customer" else -1)
    return _frame(kept["aux"], kept["date_inv"], kept["due"], kept["paid"], amounts, side)


def receivables(*, with_disputes: bool) -> pd.DataFrame:
    """IBM's sample, oldest first; the day on which a dispute began is not in it, so without disputes only what the issue day knows."""
    rows = pd.read_csv(DATA / "receivables" / "invoices_2012_2013_04.csv", parse_dates=["InvoiceDate", "DueDate", "SettledDate"])
    cents = (rows["InvoiceAmount"] * 100).round().astype("int64")
    is_disputed = (rows["Disputed"] == "Yes") & with_disputes
    dates = (rows[name] for name in ("InvoiceDate", "DueDate", "SettledDate"))
    return _frame(rows["customerID"], *dates, cents, "customer", is_disputed)


def _frame(
    party: pd.Series, issued: pd.Series, due: pd.Series, paid: pd.Series, cents: pd.Series, side: str, disputed: pd.Series | None = None
) -> pd.DataFrame:
    given = {
        "side": [side] * len(party), "counterparty": party.tolist(), "issued_on": issued.to_numpy(), "due_on": due.to_numpy(),
        "amount_cents": cents.to_numpy(), "is_disputed": [False] * len(party) if disputed is None else disputed.to_numpy(),
    }  # fmt: skip
    invoices = frame(INVOICE_COLUMNS, given).assign(settled_on=paid.to_numpy().astype("datetime64[s]"))
    return invoices.sort_values("issued_on", kind="stable").reset_index(drop=True)


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy(dtype="datetime64[D]").astype(np.int64)


def _shrunk_median(known: pd.DataFrame, asked: pd.DataFrame, origin: str, shrunk: int = _SHRUNK) -> np.ndarray:
    """Days from `origin` to the payment: median of the counterparty, shrunk to that of all."""
    delay = (known["settled_on"] - known[origin]).dt.days.dropna()
    pool = float(delay.median()) if len(delay) else 0.0
    of_party = delay.groupby(known["counterparty"]).agg(["median", "size"])
    median = (of_party["size"] * of_party["median"] + shrunk * pool) / (of_party["size"] + shrunk)
    return asked["counterparty"].map(median).fillna(pool).to_numpy()


def _known(invoices: pd.DataFrame, as_of: date) -> pd.DataFrame:
    return invoices[(invoices["settled_on"] <= pd.Timestamp(as_of)) & (invoices["issued_on"] <= pd.Timestamp(as_of))]


def cut(invoices: pd.DataFrame, share: float) -> Scores:
    """Learnt once, on the day before the invoice at that share of all; what is issued from then on is scored."""
    start = invoices["issued_on"].iloc[int(len(invoices) * share)]
    day_before = (start - pd.Timedelta(days=1)).date()
    model, known = learn_delays(invoices, day_before), _known(invoices, day_before)
    found = Predictions()
    for issued, asked in invoices[invoices["issued_on"] >= start].groupby("issued_on"):
        found.add(known, asked, (issued - pd.Timedelta(days=1)).date(), model)
    return found.scores()


def stated_baseline(invoices: pd.DataFrame, share: float) -> tuple[int, float, float]:
    """How the baseline of the sets was stated: number scored, errors of the due date and of the due date plus the shrunk median.

    The medians are over all invoices before the cut, also those paid after it; invoices without a due date are left out.
    """
    before = invoices.iloc[: int(len(invoices) * share)].dropna(subset="due_on")
    asked = invoices.iloc[int(len(invoices) * share) :].dropna(subset="due_on")
    late = (asked["settled_on"] - asked["due_on"]).dt.days.to_numpy()
    return len(asked), float(np.abs(late).mean()), float(np.abs(late - _shrunk_median(before, asked, "due_on")).mean())


def walk(invoices: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> Scores:
    """Learnt anew for each day of issue."""
    found = Predictions()
    for issued, asked in invoices[invoices["issued_on"].between(since, until)].groupby("issued_on"):
        as_of = (issued - pd.Timedelta(days=1)).date()
        found.add(_known(invoices, as_of), asked, as_of, learn_delays(invoices, as_of))
    return found.scores()


def later(invoices: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> Scores:
    """Invoices still open at the end of each week, as a forecast asks; each as often as it is open, those issued until `until`."""
    found = Predictions()
    for origin in pd.date_range(since, invoices["settled_on"].max(), freq="7D"):
        asked = invoices[(invoices["issued_on"] <= min(origin, until)) & (invoices["settled_on"] > origin)]
        if len(asked):
            found.add(_known(invoices, origin.date()), asked, origin.date(), learn_delays(invoices, origin.date()))
    return found.scores()


def _print(name: str, scores: Scores) -> None:
    errors = "".join(f"{scores.errors[rule]:>15.2f}" for rule in RULES)
    print(f"  {name:34}{scores.invoices:>8}{errors}{scores.coverage:>10.1%}{scores.pinball:>9.2f}")


def _print_set(name: str, invoices: pd.DataFrame, shares: tuple[float, ...], *, is_complete: bool) -> dict[float, Scores]:
    headings = "".join(f"{rule:>15}" for rule in RULES)
    print(f"\n{name}: {len(invoices)} invoices\n  {'':34}{'scored':>8}{headings}{'80 % in':>10}{'pinball':>9}")
    cuts = {share: cut(invoices, share) for share in shares}
    for share, scores in cuts.items():
        _print(f"cut at {share:.0%}", scores)
    issued = invoices["issued_on"]
    first, last = issued.iloc[len(issued) // 5], issued.iloc[-1]
    mature = last if is_complete else invoices["settled_on"].max() - pd.Timedelta(days=_MATURE_DAYS)
    parts = [("walk, from 20 %", first, last), ("walk, second half", issued.iloc[len(issued) // 2], last)]
    if not is_complete:
        parts.append((f"walk, seen for {_MATURE_DAYS} days or more", first, mature))
    for title, since, until in parts:
        _print(title, walk(invoices, since, until))
    _print("later, weekly origins from 20 %", later(invoices, first, mature))
    _print("later, second half", later(invoices, issued.iloc[len(issued) // 2], mature))
    return cuts


def _print_speed(seed: int = 0) -> None:
    """Invented invoices of both sides over two years: learning, and the table of all of them."""
    for count, parties in ((2_000, 200), (20_000, 2_000), (20_000, 18_000)):
        draw = np.random.default_rng(seed)
        party = draw.integers(0, parties, count)
        issued = np.datetime64("2024-11-01") + np.sort(draw.integers(0, 730, count))
        delay = np.rint(draw.gamma(4, draw.uniform(10, 70, parties)[party] / 4)).astype(np.int64)
        is_customer = party % 2 == 0
        given = {
            "side": np.where(is_customer, "customer", "supplier"), "counterparty": [f"Société n° {each}" for each in party],
            "issued_on": issued.astype("datetime64[s]"), "due_on": (issued + 30).astype("datetime64[s]"),
            "amount_cents": np.where(is_customer, 100, -100),
        }  # fmt: skip
        invoices = frame(INVOICE_COLUMNS, given).assign(settled_on=(issued + delay).astype("datetime64[s]"))
        as_of = date(2026, 10, 31)
        model = learn_delays(invoices, as_of)
        learning, table = (_best(action) for action in (lambda: learn_delays(invoices, as_of), lambda: model.table(invoices, as_of)))  # noqa: B023
        print(f"{count:>6} invoices, {parties:>6} counterparties: learnt in {learning * 1000:.0f} ms, table of all {table * 1000:.0f} ms")


def _best(action: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        action()
        taken.append(perf_counter() - start)
    return min(taken)


def main() -> None:
    if not DATA.exists():
        raise SystemExit("the sets of ../shared/data are not here")
    shares = (0.5, 0.68, 0.8)
    given = _print_set("company, customers, as given", company("customer", with_roundings=True), shares, is_complete=False)
    _print_set("company, customers, without differences of a centime", company("customer"), shares, is_complete=False)
    _print_set("company, suppliers", company("supplier"), shares, is_complete=False)
    undisputed = _print_set("IBM, disputes not known", receivables(with_disputes=False), shares, is_complete=True)
    disputed = _print_set("IBM, disputes known", receivables(with_disputes=True), shares, is_complete=True)
    count, due, median = stated_baseline(company("customer", with_roundings=True), 0.68)
    print(f"\ncustomers as stated, cut at 68 %, all outcomes before it known: {count} invoices, due {due:.1f}, shrunk median {median:.1f}")
    for name, told, scores in (
        ("customers", "", given[0.68]),
        ("IBM", ", disputes known", disputed[0.68]),
        ("IBM", ", disputes not known", undisputed[0.68]),
    ):
        verdict = "reached" if scores.errors["ours"] <= CLAIMS[name] else "MISSED"
        print(
            f"{name}{told}, cut at 68 %: ours {scores.errors['ours']:.1f} (stated {BASELINES[name]:g}, claim ≤ {CLAIMS[name]:g}): {verdict}"
        )
    print()
    _print_speed()


if __name__ == "__main__":
    main()
