"""Column headings as bookkeepers write them: recognised whatever the accents, case, spacing, line breaks or currency mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from addin.treasury.currency import currency_code

SEARCH_ROWS = 30
"""The heading line is looked for in the first rows of a tab."""

_CURRENCY_TAIL = re.compile(r"\s(?:en\s)?(da|dzd|dinars?|eur|euros?|usd|dollars?|gbp|tnd|mad|chf|cad)$")
_SIGNS = {"€": " eur ", "$": " usd ", "£": " gbp ", "°": " ", "º": " "}


@cache
def simplify(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces.

    >>> simplify("  Date\\nd'Opération "), simplify("N° facture"), simplify("Débit (DA)")
    ('date d operation', 'n facture', 'debit da')
    """
    for sign, name in _SIGNS.items():
        text = text.replace(sign, name)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    plain = plain.replace("œ", "oe").replace("æ", "ae")
    return re.sub(r"\bd a$", "da", " ".join(re.sub(r"[\W_]+", " ", plain).split()))


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
        fields: field → names, separated by « | », already simplified; a name ending with « * » matches any longer heading.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = tuple(fields)
        self._exact: dict[str, str] = {}
        self._starts: list[tuple[str, str]] = []
        for name, words in fields.items():
            for word in words.split("|"):
                if word.strip().endswith("*"):
                    self._starts.append((word.strip().rstrip("*").strip(), name))
                else:
                    self._exact.setdefault(word.strip(), name)
        self._starts.sort(key=lambda pair: -len(pair[0]))

    def field_of(self, heading: str) -> str | None:
        """The field that a simplified heading names, None when it is not one of this kind."""
        bare, _ = split_currency(heading)
        for candidate in dict.fromkeys((heading, bare)):
            if candidate in self._exact:
                return self._exact[candidate]
        for start, name in self._starts:
            if bare == start or bare.startswith(start + " "):
                return name
        return None


@dataclass(frozen=True)
class Headings:
    """The heading line of a tab.

    Attributes:
        row: Excel row of the heading line, its last one when there are two.
        columns: field → 0-based column.
        texts: field → heading as written.
        currencies: field → ISO code named in the heading (« Montant (EUR) »).
        duplicates: (field, heading, all its 0-based columns) for fields found more than once; the first column is used.
        unknown: headings that name no field, 0-based column → text.
    """

    row: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]
    currencies: Mapping[str, str] = field(default_factory=dict)
    duplicates: tuple[tuple[str, str, tuple[int, ...]], ...] = ()
    unknown: Mapping[int, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def covers(self, *names: str) -> bool:
        return all(name in self.columns for name in names)


def find_headings(rows: Sequence[Sequence[object]], vocabulary: Vocabulary) -> Headings | None:
    """The line (or pair of lines) of the first 30 rows that names most fields; None when none names two.

    A pair of lines counts only when it names more fields than each of its lines alone (« Mouvements » above « Débit | Crédit »).
    """
    best: Headings | None = None
    head = rows[:SEARCH_ROWS]
    previous: Headings | None = None
    for i, row in enumerate(head):
        if not _is_text_line(row):
            previous = None
            continue
        single = _match([_text(cell) for cell in row], i + 1, vocabulary)
        pair = None
        if i and _is_text_line(head[i - 1]) and any(_text(cell) for cell in head[i - 1]):
            pair = _match_pair(head[i - 1], row, i + 1, vocabulary)
            if pair is not None and len(pair.columns) <= max(len(single.columns), len(previous.columns) if previous else 0):
                pair = None
        for candidate in (single, pair):
            if candidate is not None and len(candidate.columns) >= 2 and (best is None or len(candidate.columns) > len(best.columns)):
                best = candidate
        previous = single
    return best


def _is_text_line(row: Sequence[object]) -> bool:
    """Headings are text; a line with numbers or dates is data (years such as « 2025 » typed as headings are not expected here)."""
    return any(isinstance(cell, str) and cell.strip() for cell in row) and all(cell is None or isinstance(cell, str) for cell in row)


def _text(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _match_pair(upper: Sequence[object], lower: Sequence[object], row: int, vocabulary: Vocabulary) -> Headings | None:
    tops, tails = [_text(cell) for cell in upper], [_text(cell) for cell in lower]
    if not any(tails):
        return None
    texts, carried = [], ""
    for j in range(max(len(tops), len(tails))):
        top, tail = tops[j] if j < len(tops) else "", tails[j] if j < len(tails) else ""
        carried = top or (carried if tail else "")
        options = [f"{carried} {tail}".strip(), tail, top]
        texts.append(next((text for text in options if text and vocabulary.field_of(simplify(text))), options[0]))
    return _match(texts, row, vocabulary)


def _match(texts: Sequence[str], row: int, vocabulary: Vocabulary) -> Headings:
    columns: dict[str, int] = {}
    written: dict[str, str] = {}
    currencies: dict[str, str] = {}
    places: dict[str, list[int]] = {}
    unknown: dict[int, str] = {}
    for j, text in enumerate(texts):
        if not text:
            continue
        plain = simplify(text)
        name = vocabulary.field_of(plain)
        if name is None:
            unknown[j] = text
            continue
        places.setdefault(name, []).append(j)
        if name not in columns:
            columns[name], written[name] = j, " ".join(text.split())
            if currency := split_currency(plain)[1]:
                currencies[name] = currency
    duplicates = tuple(
        (name, written[name], tuple(at)) for name, at in places.items() if len(at) > 1 and len({simplify(texts[j]) for j in at}) < len(at)
    )
    return Headings(row, columns, written, currencies, duplicates, unknown)
