"""Which column of a file holds what: by its profile, by its headings, else by what the cells hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from addin.treasury.amounts import read_amounts
from addin.treasury.characters import is_blank, plain
from addin.treasury.currency import currency_code
from addin.treasury.headings import SEARCH_ROWS, Headings, find_headings, name_columns, simplify, split_currency
from addin.treasury.statements.columns_amounts import names_direction, read_flags
from addin.treasury.statements.columns_content import infer_columns, is_date_cell
from addin.treasury.statements.columns_vocabulary import BANK_COLUMNS, without_currency
from addin.treasury.statements.profiles import Profile
from addin.treasury.tables import column_letter

MONEY = ("amount", "debit", "credit", "balance", "balance_debit", "balance_credit")
_SIDES = ("debit", "credit")
_SAMPLE = 500
_MOSTLY = 0.8
_POSTED = re.compile(r"compta|book|buch|post|boek|verreken|zauct|ksieg|konyvel|contab|bokf|bogf|execution|operation")
_LARGEST_ACCOUNT_SHARE = 0.34

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Layout:
    """The columns of a file.

    Attributes:
        headings: field → column; with letters for headings where the file has none.
        origin: what told them.
        are_sides_open: nothing tells the debit from the credit column yet.
    """

    headings: Headings
    origin: Literal["headings", "content", "profile"]
    are_sides_open: bool = False


def find_layout(rows: Rows, profile: Profile) -> Layout | None:
    """The columns of a file; None when neither headings nor cells tell them."""
    if profile.columns and (placed := _by_profile(rows, profile)) is not None:
        return Layout(_settled(rows, placed, is_told=True), "profile")
    if profile.header_row != 0:
        found = find_headings(rows, BANK_COLUMNS)
        if found is not None:
            settled = _settled(rows, _widened(rows, found))
            if is_complete(settled):
                return Layout(settled, "headings")
    inferred = infer_columns(rows)
    return None if inferred is None else Layout(inferred.headings, "content", inferred.are_sides_open)


def is_complete(headings: Headings) -> bool:
    """True with a date and an amount."""
    return "booked_on" in headings and any(name in headings for name in ("amount", *_SIDES))


def heading_currency(text: str) -> str:
    """ISO code at the end of a heading (« Montant (EUR) », « Amount CZK »), "" without one."""
    words = simplify(text)
    return without_currency(words)[1] or split_currency(words)[1]


# ---------------------------------------------------------------------------------------------------------- by the profile
def _by_profile(rows: Rows, profile: Profile) -> Headings | None:
    """The columns that the profile names, None when the file has no such headings."""
    wanted = {name: simplify(text) for name, text in profile.columns.items() if not _place(text)}
    lines = [profile.header_row - 1] if profile.header_row else range(min(len(rows), SEARCH_ROWS)) if wanted else []
    at_line = next((i for i in lines if i < len(rows) and _holds(rows[i], wanted.values())), None)
    if wanted and at_line is None:
        return None
    if at_line is None:
        at_line = (profile.header_row or 0) - 1
    width = max((len(row) for row in rows), default=0)
    head = rows[at_line] if 0 <= at_line < len(rows) else ()
    cells = {j: str(head[j]).strip() if j < len(head) and not is_blank(head[j]) else column_letter(j) for j in range(width)}
    columns = {}
    for name, text in profile.columns.items():
        place = _place(text)
        column = place - 1 if place else next(j for j, cell in cells.items() if simplify(cell) == wanted[name])
        if column < width:
            columns[name] = column
    places = {name: (at,) for name, at in columns.items()}
    texts = {name: " ".join(cells[at].split()) for name, at in columns.items()}
    placed = Headings(at_line + 1, columns, texts, {}, places, cells)
    return _with_others(rows, placed) if wanted else placed


def _with_others(rows: Rows, placed: Headings) -> Headings:
    """The columns that the profile names, and those that it does not, by their headings."""
    usual = _settled(rows, _named(placed))
    taken = {*placed.columns.values()}
    has_amounts = any(name in placed for name in ("amount", *_SIDES))
    more = {
        name: at
        for name, at in usual.columns.items()
        if name not in placed and at not in taken and not (has_amounts and name in ("amount", *_SIDES, "direction"))
    }
    return _renamed(placed, {**placed.columns, **more}, {**usual.places, **placed.places})


def _named(headings: Headings) -> Headings:
    return replace(name_columns(headings.cells, headings.row, BANK_COLUMNS), cells=headings.cells)


def _place(text: str) -> int:
    """1 for « A » or « 1 »; 0 for a heading."""
    text = text.strip()
    if text.isdigit():
        return int(text)
    if re.fullmatch(r"[A-Za-z]{1,2}", text) and text.upper() == text:
        return int(np.polyval([ord(letter) - 64 for letter in text], 26))
    return 0


def _holds(row: Sequence[object], wanted: Collection[str]) -> bool:
    texts = {simplify(str(cell)) for cell in row if not is_blank(cell)}
    return set(wanted) <= texts


# ---------------------------------------------------------------------------------------------------------- by the headings
def _widened(rows: Rows, headings: Headings) -> Headings:
    """The same line, with a letter for each column that has no heading."""
    width = max(len(row) for row in rows[headings.row - 1 :])
    cells = {j: headings.cells.get(j, column_letter(j)) for j in range(width)}
    return replace(headings, cells=cells)


_OWN_ACCOUNT = re.compile(r"iban bban|rib|iban|rekeningnummer|iban rekening|auftragskonto|account n(o|umber)|(numero|n|num) (de )?compte")


def _settled(rows: Rows, headings: Headings, *, is_told: bool = False) -> Headings:
    """The headings after a look at the cells under them: « Valeur » may be a date or an amount, « Type » a direction.

    Args:
        is_told: the columns come from a profile and are not moved.
    """
    sample = _Sample(rows, headings)
    places = {name: list(at) for name, at in headings.places.items()}
    if not is_told:
        _sort_by_content(sample, headings, places)
    columns = {name: at[0] for name, at in places.items() if at}
    if is_told:
        return _renamed(headings, columns, places)
    if "booked_on" not in columns and "value_date" in columns:
        columns["booked_on"] = columns.pop("value_date")
        places["booked_on"] = places.pop("value_date")
    _choose_amounts(sample, columns)
    if "amount" in columns and not places.get("direction") and not sample.has_negative(columns["amount"]):
        places["direction"] = [at for at, text in headings.cells.items() if text == column_letter(at) and not sample.is_blank(at)]
    for name in ("direction", "currency", "account", "reference"):
        chosen = next((at for at in places.get(name, ()) if sample.suits(name, at, columns)), None)
        columns.pop(name, None)
        if chosen is not None:
            columns[name] = chosen
    if "label" not in columns:
        free = [at for at in headings.cells if at not in columns.values()]
        label = next((at for name in ("counterparty", "piece") for at in places.get(name, ()) if sample.is_text(at)), None)
        label = label if label is not None else max((at for at in free if sample.is_text(at)), key=sample.text_length, default=None)
        if label is not None:
            columns["label"] = label
            places["label"] = [label]
            if columns.get("counterparty") == label:
                del columns["counterparty"]
    return _renamed(headings, columns, places)


def _renamed(headings: Headings, columns: Mapping[str, int], places: Mapping[str, Sequence[int]]) -> Headings:
    cells = {**{at: column_letter(at) for at in columns.values()}, **headings.cells}  # a column may have no heading: its letter
    texts = {name: " ".join(cells[at].split()) for name, at in columns.items()}
    currencies = {name: code for name, text in texts.items() if (code := heading_currency(text))}
    kept = {name: (at, *(other for other in places.get(name, ()) if other != at)) for name, at in columns.items()}
    return Headings(headings.row, dict(columns), texts, currencies, kept, cells)


def _sort_by_content(sample: _Sample, headings: Headings, places: dict[str, list[int]]) -> None:
    """Take columns from fields that their cells do not suit, and give them to those they do."""
    for name in ("value_date", "label", "counterparty", "direction"):
        numbers = [at for at in places.get(name, ()) if sample.is_money(at) and not sample.is_date(at)]
        if numbers and not any(places.get(field) for field in ("amount", *_SIDES)):
            places["amount"] = numbers
        places[name] = [at for at in places.get(name, ()) if at not in numbers]
    for name in MONEY:
        dates = [at for at in places.get(name, ()) if sample.is_date(at) and not sample.is_money(at)]
        words = [at for at in places.get(name, ()) if at not in dates and not sample.is_money(at) and not sample.is_blank(at)]
        if dates and not places.get("value_date"):
            places["value_date"] = dates
        if words and not places.get("label"):
            places["label"] = words
        places[name] = [at for at in places.get(name, ()) if at not in dates and at not in words]
    booked = [at for at in places.get("booked_on", ()) if sample.is_date(at)] or places.get("booked_on", [])
    posted = [at for at in booked if _POSTED.search(simplify(headings.cells.get(at, "")))]
    places["booked_on"] = [*posted, *(at for at in booked if at not in posted)]
    value = [at for at in places.get("value_date", ()) if sample.is_date(at)]
    places["value_date"] = value
    places["label"] = [at for at in places.get("label", ()) if not sample.is_date(at)]


def _choose_amounts(sample: _Sample, columns: dict[str, int]) -> None:
    """One signed column, or Débit and Crédit: a signed column wins when it has payments; a lone side is a signed column."""
    if "amount" in columns and ("debit" in columns or "credit" in columns):
        is_whole = "debit" in columns and "credit" in columns and not sample.has_negative(columns["amount"])
        for name in ("amount",) if is_whole else _SIDES:
            columns.pop(name, None)


def _is_serial(cell: object) -> bool:
    """A number that Excel could show as a day from 1950 to 2100."""
    return isinstance(cell, float) and 18_264 <= cell <= 73_050 and cell == int(cell)


class _Sample:
    """The cells of the first lines under the headings, by column."""

    def __init__(self, rows: Rows, headings: Headings) -> None:
        self.headings = headings
        self.rows = rows[headings.row : headings.row + _SAMPLE]
        self._cells: dict[int, list[object]] = {}
        self._dated: dict[int, bool] = {}

    def cells(self, at: int) -> list[object]:
        if at not in self._cells:
            heading = self.headings.cells.get(at, "").strip()
            filled = (row[at] for row in self.rows if at < len(row) and not is_blank(row[at]))
            self._cells[at] = [cell for cell in filled if not (isinstance(cell, str) and cell.strip() == heading)]  # a next page repeats it
        return self._cells[at]

    def is_blank(self, at: int) -> bool:
        return not self.cells(at)

    def is_date(self, at: int) -> bool:
        if at not in self._dated:
            counts = Counter(self.cells(at))
            dated = sum(count for cell, count in counts.items() if is_date_cell(cell) or _is_serial(cell))
            self._dated[at] = 2 * dated > counts.total()
        return self._dated[at]

    def is_money(self, at: int) -> bool:
        cells = self.cells(at)
        if not cells:
            return False
        column = read_amounts(cells)
        return 2 * (int(column.known.sum()) + sum(trouble == "ambiguous" for trouble in column.troubles.values())) > len(cells)

    def has_negative(self, at: int) -> bool:
        return bool((read_amounts(self.cells(at)).cents < 0).any())

    def is_text(self, at: int) -> bool:
        cells = self.cells(at)
        return any(isinstance(cell, str) and re.search(r"[^\W\d_]{2}", cell) for cell in cells) and not self.is_date(at)

    def text_length(self, at: int) -> int:
        return sum(len(str(cell)) for cell in set(map(str, self.cells(at))))

    def suits(self, name: str, at: int, columns: Mapping[str, int]) -> bool:
        """True when the cells of a column are what the field holds."""
        cells = self.cells(at)
        if not cells:
            return False
        if name == "direction":
            is_named = names_direction(self.headings.cells.get(at, ""))
            flags = read_flags(cells, is_named=is_named)
            if is_named and "debit" not in columns and "credit" not in columns:
                return True
            is_one_sided = bool((flags == 1).all()) and len(cells) < len(self.rows)
            return "debit" not in columns and "credit" not in columns and (is_one_sided or float((np.abs(flags) == 1).mean()) >= _MOSTLY)
        if name == "currency":
            return sum(bool(currency_code(str(cell))) for cell in cells) >= 0.5 * len(cells)
        texts = [plain(str(int(cell) if isinstance(cell, float) else cell)) for cell in cells]
        if name == "account":
            few = len(set(texts)) <= max(1, int(_LARGEST_ACCOUNT_SHARE * len(texts)))
            is_own = bool(_OWN_ACCOUNT.fullmatch(simplify(self.headings.cells.get(at, ""))))
            return (few or is_own) and len(texts) >= 0.5 * len(self.rows) and not any(is_date_cell(cell) for cell in cells[:20])
        if name == "reference":
            return len(set(texts)) == len(texts) and 2 * len(texts) > len(self.rows)
        return True
