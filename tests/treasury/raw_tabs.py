"""Short ways to write the tabs of a workbook in a test, and to look at what they were read as.

`MOVEMENTS` is one small bank statement; its sums are computed here, apart from the product.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from addin.treasury.dossier import Dossier, SheetReading
from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab

Cell = object
Movement = tuple[date, str, int]

MOVEMENTS: tuple[Movement, ...] = (
    (date(2021, 1, 4), "VIR RECU NOVATEC FA112/26", 1_190_000_00),
    (date(2021, 1, 5), "FRAIS TENUE DE COMPTE", -446_25),
    (date(2021, 1, 5), "VIR SALAIRES 12/20", -730_000_00),
    (date(2021, 1, 12), "CHQ 0018834", -120_000_50),
    (date(2021, 1, 18), "REM CHQ 4471902", 476_000_00),
    (date(2021, 1, 25), "TPE NAFTAL", -3_800_75),
    (date(2021, 1, 25), "VERS ESP AG604", 150_000_00),
    (date(2021, 1, 28), "PRLV SADEG", -14_380_55),
)
LATER: tuple[Movement, ...] = (
    (date(2021, 2, 1), "VIR RECU EL BARAKA", 95_000_00),
    (date(2021, 2, 9), "VISA META", -43_790_10),
    (date(2021, 2, 17), "LOYER", -60_000_00),
    (date(2021, 2, 25), "REM CHQ 4471903", 12_345_67),
)


def total(*movements: Movement) -> int:
    """Sum of some movements, in centimes."""
    return sum(cents for _, _, cents in movements)


def balances(movements: Sequence[Movement], start: int) -> list[int]:
    """Balance after each movement, in centimes."""
    return list(accumulate((cents for _, _, cents in movements), initial=start))[1:]


def dinars(cents: int) -> float:
    return cents / 100


def sides(cents: int) -> tuple[Cell, Cell]:
    """(Débit, Crédit) of a bank: a payment is a debit."""
    return (dinars(-cents), "") if cents < 0 else ("", dinars(cents))


def in_two_columns(movements: Sequence[Movement] = MOVEMENTS, start: int | None = None) -> list[list[Cell]]:
    """Rows Date, Libellé, Débit, Crédit, and Solde when a start is given."""
    rows = [[day, label, *sides(cents)] for day, label, cents in movements]
    return rows if start is None else [[*row, dinars(balance)] for row, balance in zip(rows, balances(movements, start), strict=True)]


def in_one_column(movements: Sequence[Movement] = MOVEMENTS, start: int | None = None) -> list[list[Cell]]:
    """Rows Date, Libellé, Montant, and Solde when a start is given."""
    rows: list[list[Cell]] = [[day, label, dinars(cents)] for day, label, cents in movements]
    return rows if start is None else [[*row, dinars(balance)] for row, balance in zip(rows, balances(movements, start), strict=True)]


TWO_COLUMNS = ["Date", "Libellé", "Débit", "Crédit"]
ONE_COLUMN = ["Date", "Libellé", "Montant"]


def tab(name: str, *rows: Sequence[Cell], errors: dict[tuple[int, int], str] | None = None) -> RawTab:
    """A tab of these rows, made equally long; errors are (row, column), 0-based, as the reader of files gives them."""
    width = max((len(row) for row in rows), default=0)
    return RawTab(name, [[*row, *[""] * (width - len(row))] for row in rows], errors or {})


def read(*tabs: RawTab) -> Dossier:
    return build_dossier(tabs)


def amounts(dossier: Dossier) -> list[int]:
    cents: list[int] = dossier.operations["amount_cents"].tolist()
    return cents


def totals(dossier: Dossier) -> dict[str, int]:
    """Account → sum of its operations, in minor units."""
    sums: dict[str, int] = dossier.operations.groupby("account")["amount_cents"].sum().to_dict()
    return sums


def codes(dossier: Dossier) -> list[str]:
    return [finding.code for finding in dossier.findings]


def problems(dossier: Dossier) -> list[str]:
    """Codes of the findings that make the exit status 1, a missing opening balance aside."""
    return [finding.code for finding in dossier.findings if finding.severity != "info" and finding.code != "OPENING_MISSING"]


def rows_of(dossier: Dossier, code: str) -> list[int | None]:
    return [row for finding in dossier.findings if finding.code == code for row in (finding.row, *finding.also_rows)]


def reading(dossier: Dossier, sheet: str) -> SheetReading:
    return next(each for each in dossier.readings if each.sheet == sheet)


def opening(dossier: Dossier, account: str) -> int | None:
    """Opening balance of an account, None when it is not known."""
    found = dict(zip(dossier.accounts["account"], dossier.accounts["opening_cents"].tolist(), strict=True))[account]
    return found if isinstance(found, int) else None


def unaccounted(tabs: Sequence[RawTab], dossier: Dossier) -> Iterator[str]:
    """Tabs with filled rows that were neither read nor counted among those left out."""
    for raw, found in zip(tabs, dossier.readings, strict=True):
        if found.header_row is None or found.kind not in ("operations", "customer_invoices", "supplier_invoices"):
            continue
        in_error = {row for row, _ in raw.errors if row >= found.header_row}
        filled = {i for i, row in enumerate(raw.rows) if i >= found.header_row and any(_shows(c) for c in row if c is not None)}
        left_out = sum(count for nature, count in found.left_out.items() if nature != "blank")
        if found.rows + left_out != len(filled | in_error):
            yield f"{raw.sheet}: {found.rows} read, {dict(found.left_out)} left out, {len(filled | in_error)} filled"


def _shows(cell: object) -> bool:
    """Something can be seen in the cell: more than spaces and marks without width."""
    return any(unicodedata.category(character) != "Cf" and not character.isspace() for character in str(cell))
