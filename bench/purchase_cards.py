"""The monthly files of a council's purchase cards imported one after the other: which repeats are recognised, which twins stay.

    python -m bench.purchase_cards [FOLDER]

FOLDER is `purchase_cards` of the shared data (Birmingham City Council, UK OGL). The truth is derived apart from the importer:
a row that stands with all its columns in an earlier file is a repeat, as often as it stood there at most; rows that are
identical inside one file are genuine twins. The importer sees less: day, merchant and amount, one account for all cards (or one
for each). Precision and recall are those of « this line is already known ».
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from addin.treasury.dossier import OPERATION_COLUMNS, frame
from addin.treasury.statements.identity import new_lines
from addin.treasury.statements.model import AccountId, Statement, line_frame
from addin.treasury.statements.register import Import, Register, fingerprints_of

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "purchase_cards"
FILE = "birmingham_2014_2015.csv.gz"
_DAY, _AMOUNT, _MERCHANT, _CARD = "TRANS DATE", "ORIGINAL GROSS AMT", "MERCHANT NAME", "CARD NUMBER"

TRUTHS = {
    "all columns identical": [
        "TRANS DATE",
        "TRANS VAT DESC",
        "ORIGINAL GROSS AMT",
        "MERCHANT NAME",
        "CARD NUMBER",
        "TRANS CAC CODE 1",
        "TRANS CAC DESC 1",
        "DIRECTORATE",
    ],
    "day, merchant and amount identical": [_DAY, _MERCHANT, _AMOUNT],
}
"""What makes a row the same row, apart from the importer's own rule."""


@dataclass(frozen=True)
class Score:
    """What the importer said against the truth, in rows.

    Attributes:
        repeats: rows that an earlier file already held.
        twins: rows that stand more than once in their file, and in no earlier one.
        found: repeats that were recognised; `missed` those added again; `lost` rows taken for known that no file held.
        lost_twins: of `lost`, genuine twins.
        again: rows added when every file is imported a second time.
    """

    rows: int
    repeats: int
    twins: int
    found: int
    missed: int
    lost: int
    lost_twins: int
    again: int
    seconds: float

    @property
    def precision(self) -> float:
        """Share of the rows taken for known that are repeats."""
        return self.found / max(self.found + self.lost, 1)

    @property
    def recall(self) -> float:
        """Share of the repeats that were recognised."""
        return self.found / max(self.repeats, 1)


def read_rows(folder: Path) -> pd.DataFrame:
    """The rows in the order in which the files were published, each with its amount in pence."""
    rows = pd.read_csv(folder / FILE, dtype=str, keep_default_na=False)
    rows["pence"] = (rows[_AMOUNT].astype(float) * 100).round().astype("int64")
    rows["day"] = pd.to_datetime(rows[_DAY]).astype("datetime64[s]")
    first = rows.groupby("source_file")["day"].median()
    rows["file_rank"] = rows["source_file"].map(first.rank(method="first"))
    return rows.sort_values(["file_rank"], kind="stable").reset_index(drop=True)


def known_before(rows: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """True for a row that an earlier file already held, once for each time that it stood there (the truth)."""
    keys = list(zip(*(rows[name] for name in columns), strict=True))
    held: Counter[tuple[object, ...]] = Counter()
    out = np.zeros(len(rows), bool)
    for _, places in rows.groupby("file_rank", sort=True).indices.items():
        mine: Counter[tuple[object, ...]] = Counter()
        for at in places.tolist():
            mine[keys[at]] += 1
            out[at] = mine[keys[at]] <= held[keys[at]]
        held |= mine
    return out


def measure(rows: pd.DataFrame, truth: np.ndarray, *, per_card: bool) -> Score:
    """Import the files one after the other and count.

    Args:
        per_card: an account for each card, as its statements would be; else one account for all.
    """
    group = rows[_CARD] if per_card else pd.Series("all", index=rows.index)
    known = np.zeros(len(rows), bool)
    again, start = 0, time.perf_counter()
    for account, places in rows.groupby(group, sort=False).indices.items():
        mine = rows.iloc[places]
        register, held = Register(), frame(OPERATION_COLUMNS)
        files = [(part.index.to_numpy(), _statement(part)) for _, part in mine.groupby("file_rank", sort=True)]
        for turn in (0, 1):
            for at, statement in files:
                found = new_lines(statement, held, register.of_account(str(account)))
                if turn:
                    again += int(found.is_new.sum())
                    continue
                known[at] = ~found.is_new
                lines = fingerprints_of(statement).taken(found.to_remember)
                register = register.added(Import(register.next_number, str(account), str(account), lines))
                held = _appended(held, statement, found.is_new, str(account))
    seconds = time.perf_counter() - start
    several = rows.duplicated(["file_rank", _DAY, _AMOUNT, _MERCHANT, _CARD], keep=False).to_numpy() & ~truth
    lost = known & ~truth
    counts = (truth.sum(), several.sum(), (known & truth).sum(), (truth & ~known).sum(), lost.sum(), (lost & several).sum())
    return Score(len(rows), *(int(count) for count in counts), again, seconds)


def _statement(rows: pd.DataFrame) -> Statement:
    lines = {"line": range(2, len(rows) + 2), "booked_on": rows["day"], "amount_cents": rows["pence"], "label": rows[_MERCHANT]}
    return Statement(AccountId(), "GBP", line_frame({name: list(values) for name, values in lines.items()}))


def _appended(held: pd.DataFrame, statement: Statement, which: np.ndarray, account: str) -> pd.DataFrame:
    lines = statement.lines[which]
    names = {name: lines[name].to_numpy() for name in ("booked_on", "label", "amount_cents")}
    more = frame(OPERATION_COLUMNS, {**names, "account": [account] * len(lines), "sheet": [account] * len(lines)})
    return pd.concat([held, more], ignore_index=True) if len(held) else more


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--per-card", action="store_true", help="an account for each of the cards too (a minute)")
    options = parser.parse_args()
    rows = read_rows(options.folder)
    print(f"{len(rows):,} rows in {rows['source_file'].nunique()} files")
    for said, columns in TRUTHS.items():
        truth = known_before(rows, columns)
        for per_card in (False, True) if options.per_card else (False,):
            score = measure(rows, truth, per_card=per_card)
            print(f"truth: {said}, {'an account per card' if per_card else 'one account'}")
            print(f"  repeats {score.repeats:,}: recognised {score.found:,}, missed {score.missed}; known wrongly {score.lost}")
            print(f"  genuine twins {score.twins:,}: lost {score.lost_twins}")
            print(f"  precision {score.precision:.4f}, recall {score.recall:.4f}; all files once more: {score.again} added")
            print(f"  {score.seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
