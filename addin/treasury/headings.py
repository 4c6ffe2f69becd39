"""Column headings as bookkeepers write them: recognised whatever the accents, case, spacing, line breaks or currency mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from addin.treasury.characters import INVISIBLE, is_blank, plain
from addin.treasury.currency import currency_code

SEARCH_ROWS = 30
"""The heading line is looked for in the first rows of a tab."""
STACK = 3
"""Headings may stand on up to three lines."""

_CURRENCY_TAIL = re.compile(r"\s(?:en\s)?(da|dzd|dinars?|eur|euros?|usd|dollars?|gbp|tnd|mad|chf|cad)$")
_SIGNS = {"€": " eur ", "$": " usd ", "£": " gbp ", "°": " ", "º": " ", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
_DATA = re.compile(r"[-+(]?\s*\d[\d\s.,/:-]*\)?\s*\D{0,4}")


@cache
def simplify(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces.

    >>> simplify("  Date\\nd'Opération "), simplify("N° facture"), simplify("Débit (D.A.)"), simplify("Date d'arrêté")
    ('date d operation', 'n facture', 'debit da', 'date d arrete')
    """
    for sign, name in _SIGNS.items():
        text = text.replace(sign, name)
    letters = "".join(c for c in unicodedata.normalize("NFKD", text.translate(INVISIBLE)) if not unicodedata.combining(c)).lower()
    words = " ".join(re.sub(r"[\W_]+", " ", letters).split())
    return re.sub(r"\bd a$", "da", words)


@cache
def split_currency(text: str) -> tuple[str, str]:
    """A simplified heading without its currency, and the ISO code of that currency ("" without one).

    >>> split_currency("montant en da"), split_currency("debit eur"), split_currency("debit")
    (('montant', 'DZD'), ('debit', 'EUR'), ('debit', ''))
    """
    match = _CURRENCY_TAIL.search(text)
    if match is None:
        return text, ""
    return text[: match.start()], currency_code(match[1]) or ""


class Vocabulary:
    """The headings of one kind of tab: field → what people call it.

    Args:
        fields: field → names, separated by « | », already simplified; a name ending with « * » matches any longer
            heading, in the plural too.
        needed: fields without which the line cannot be the heading of such a tab, each a group of alternatives « a|b »;
            a line that has them is preferred to a longer one that has not.
    """

    def __init__(self, fields: Mapping[str, str], needed: Sequence[str] = ()) -> None:
        self.fields = tuple(fields)
        self.needed = tuple(tuple(group.split("|")) for group in needed)
        self._exact: dict[str, str] = {}
        self._starts: list[tuple[str, str]] = []
        for name, words in fields.items():
            for word in (" ".join(word.split()) for word in words.split("|")):
                if word.endswith("*"):
                    self._starts.append((word.rstrip("*").strip(), name))
                elif word:
                    self._exact.setdefault(word, name)
        self._starts.sort(key=lambda pair: -len(pair[0]))

    def named(self, heading: str) -> str | None:
        """The field that has this very name, a currency at its end aside."""
        bare, _ = split_currency(heading)
        return self._exact.get(heading) or self._exact.get(bare)

    def field_of(self, heading: str) -> str | None:
        """The field that a simplified heading names, None when it is not one of this kind."""
        bare, _ = split_currency(heading)
        longer = (name for start, name in self._starts if f"{bare} ".startswith((f"{start} ", f"{start}s ")))
        return self.named(heading) or next(longer, None)

    def is_complete(self, columns: Mapping[str, object]) -> bool:
        """True when all needed fields are among these."""
        return all(any(name in columns for name in group) for group in self.needed)


@dataclass(frozen=True)
class Headings:
    """The heading line of a tab.

    Attributes:
        row: Excel row of the heading line, its last one when there are several.
        columns: field → 0-based column.
        texts: field → heading as written.
        currencies: field → ISO code named in the heading (« Montant (EUR) »).
        places: field → all columns whose heading names it, the first one being the one in `columns`.
        cells: column → heading as written, those that name no field too.
    """

    row: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]
    currencies: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    cells: Mapping[int, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def covers(self, *names: str) -> bool:
        """True when all these fields have a column."""
        return all(name in self.columns for name in names)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings that name no field, simplified."""
        known = {at for places in self.places.values() for at in places}
        return tuple(simplify(text) for at, text in self.cells.items() if at not in known)

    def twins(self) -> list[tuple[str, tuple[int, ...]]]:
        """Fields whose very heading stands more than once, with the columns of it."""
        found = []
        for name, places in self.places.items():
            same = tuple(at for at in places if simplify(self.cells[at]) == simplify(self.cells[places[0]]))
            if len(same) > 1:
                found.append((name, same))
        return found

    def others(self, name: str) -> tuple[int, ...]:
        """Further columns whose heading names the same field with other words (« Recettes espèces », « Recettes chèques »)."""
        places = self.places.get(name, ())
        return tuple(at for at in places[1:] if simplify(self.cells[at]) != simplify(self.cells[places[0]]))

    def only(self, columns: Sequence[int], vocabulary: Vocabulary) -> Headings:
        """The same line, cut to some columns."""
        return name_columns({at: text for at, text in self.cells.items() if at in columns}, self.row, vocabulary)

    def renamed(self, columns: Mapping[str, int]) -> Headings:
        """The same line with other fields given to its columns."""
        names = {at: name for name, at in self.columns.items()}
        texts = {name: " ".join(self.cells[at].split()) for name, at in columns.items()}
        currencies = {name: self.currencies[names[at]] for name, at in columns.items() if names.get(at) in self.currencies}
        places = {
            name: (at, *(other for other in self.places.get(name, ()) if other not in columns.values())) for name, at in columns.items()
        }
        return Headings(self.row, columns, texts, currencies, places, self.cells)


def find_headings(rows: Sequence[Sequence[object]], vocabulary: Vocabulary) -> Headings | None:
    """The line, or lines, of the first 30 rows that names most fields; None when none names two.

    Lines stand for one only when together they name more fields than each alone (« Mouvements » above « Débit | Crédit »).
    """
    best: Headings | None = None
    best_rank = (False, 1)
    head = rows[:SEARCH_ROWS]
    lines = [_heading_texts(row, vocabulary) for row in head]
    for i, line in enumerate(lines):
        if not line:
            continue
        candidates = [name_columns(line, i + 1, vocabulary)]
        for height in range(2, STACK + 1):
            above = lines[i - height + 1 : i]
            if i - height + 1 < 0 or not all(above) or holds_data(head[i]):
                break
            stack = _match_stack([*above, line], i + 1, vocabulary)
            if len(stack.columns) > max(len(name_columns(each, i + 1, vocabulary).columns) for each in (*above, line)):
                candidates.append(stack)
        for candidate in candidates:
            rank = (vocabulary.is_complete(candidate.columns), len(candidate.columns))
            if rank[1] >= 2 and rank > best_rank:
                best, best_rank = candidate, rank
    return best


def cells_below(rows: Sequence[Sequence[object]], headings: Headings, name: str, limit: int | None = None) -> list[object]:
    """The cells of a field under the headings, None past the end of a short row.

    Args:
        limit: number of lines looked at.
    """
    at, first = headings.columns[name], headings.row
    return [row[at] if at < len(row) else None for row in rows[first : None if limit is None else first + limit]]


def name_columns(cells: Mapping[int, str], row: int, vocabulary: Vocabulary) -> Headings:
    """The headings of a line: column → text as written."""
    places: dict[str, list[int]] = {}
    for at, text in sorted(cells.items()):
        name = vocabulary.field_of(simplify(text))
        if name is not None:
            places.setdefault(name, []).append(at)
    columns = {name: at[0] for name, at in places.items()}
    currencies = {name: code for name, at in columns.items() if (code := split_currency(simplify(cells[at]))[1])}
    texts = {name: " ".join(cells[at].split()) for name, at in columns.items()}
    return Headings(row, columns, texts, currencies, {name: tuple(at) for name, at in places.items()}, dict(sorted(cells.items())))


def _heading_texts(row: Sequence[object], vocabulary: Vocabulary) -> dict[int, str]:
    """The texts of a line that may be headings: column → text.

    Cells side by side belong together; where they hold as many numbers or dates as headings, they are data, or a small table
    beside the headings.
    """
    texts: dict[int, str] = {}
    run: list[int] = []
    for j in range(len(row) + 1):
        if j < len(row) and not is_blank(row[j]):
            run.append(j)
        elif run:
            words = {at: cell.strip() for at in run if isinstance(cell := row[at], str) and not _looks_like_data(cell)}
            if len(words) == len(run) or len(name_columns(words, 0, vocabulary).columns) > len(run) - len(words):
                texts.update(words)
            run = []
    return texts


def holds_data(row: Sequence[object]) -> bool:
    """True for a line with a number, a date, or a text that looks like one."""
    return any(not isinstance(cell, str) or _looks_like_data(cell) for cell in row if not is_blank(cell))


def _looks_like_data(text: str) -> bool:
    return _DATA.fullmatch(plain(text)) is not None


def _match_stack(lines: Sequence[Mapping[int, str]], row: int, vocabulary: Vocabulary) -> Headings:
    """Lines read as one: a text stands over the cells to its right that have only something below (merged cells)."""
    width = max(max(line) for line in lines) + 1
    carried: list[list[str]] = []
    for depth, line in enumerate(lines):
        texts, last = [], ""
        for j in range(width):
            has_below = any(j in below for below in lines[depth + 1 :])
            last = line.get(j, last if has_below else "")
            texts.append(last)
        carried.append(texts)
    cells = {}
    for j in range(width):
        if not any(j in line for line in lines):
            continue
        under = [" ".join(texts[j] for texts in carried[start:] if texts[j]) for start in range(len(carried))]
        own = [line[j] for line in reversed(lines) if j in line]
        exact = (text for text in [*under, *own] if vocabulary.named(simplify(text)))
        longer = (text for text in own if vocabulary.field_of(simplify(text)))
        cells[j] = next(exact, None) or next(longer, None) or under[0]
    return name_columns(cells, row, vocabulary)
