"""Invoice numbers as people write them (numéros de facture): one key for all the ways to write the same number.

« FAC-0045/2025 », « 45/2025 », « F0045-2025 », « Fact. N° 0045/2025 » and « FA45/25 » are the same number. A cheque number, a date,
a month (« SALAIRES 10/26 ») or an amount in a bank label is not one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

_INVOICE_WORDS = frozenset({"FACTURE", "FACTURES", "FACT", "FACTS", "FAC", "FACS", "FA", "F"})
_NUMBER_WORDS = frozenset({"N", "NO", "N°", "Nº", "NUM", "NUMERO"})
_OTHER_WORDS = frozenset(
    "CHQ CHQS CHEQUE CHEQUES CHÈQUE CHÈQUES CHEQ EFFET EFFETS TRAITE TRAITES LCR REM REMISE BORDEREAU CARTE CB PRET PRÊT "
    "COMPTE CPTE RIB CCP AG AGENCE CONTRAT POLICE".split()
)
"""A number that follows one of these words belongs to a cheque, a card, a loan…"""

_WORDS = "|".join(sorted(map(re.escape, _INVOICE_WORDS | _NUMBER_WORDS | _OTHER_WORDS), key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<lead>(?<![A-Z0-9])(?:(?:{_WORDS})(?![A-Z0-9])[ .:#°º]*)+)?"
    r"(?<![A-Z0-9/_.\-])(?P<number>(?=[A-Z/_.\-]*[0-9])[A-Z0-9]+(?:[/_.\-][A-Z0-9]+)*)"
)
_LEAD_WORD = re.compile(r"[^\s.:#]+")
_CHAIN = re.compile(r"[ ]*(?:[+,&;]|ET)[ ]*")
_SPACED_SLASH = re.compile(r"[ \t\u00a0\u202f]*/[ \t\u00a0\u202f]*")
_LETTERS = re.compile(r"[A-Z]*")
_FIGURES = re.compile(r"[1-9][0-9]*")
_PART = re.compile(r"([A-Z]*)([0-9]+)([A-Z]?)")


class InvoiceNumber(NamedTuple):
    """A number taken apart.

    Attributes:
        short: series letters (other than FAC, FA, F, N°) and figures without leading zeros: "45", "AV12", "10-45".
        year: two figures, "" when the number states none.
        is_telling: it can stand for an invoice without the name of its tiers beside it.
    """

    short: str
    year: str
    is_telling: bool

    @property
    def key(self) -> str:
        return f"{self.short}/{self.year}" if self.year else self.short


class Mention(NamedTuple):
    """A number found in a label: position of the label, and the number."""

    label: int
    number: InvoiceNumber


@lru_cache(maxsize=65536)
def invoice_number(text: str) -> InvoiceNumber | None:
    """The number written in an invoice's « N° » cell, None when it holds no figure.

    >>> {invoice_number(t).key for t in ("FAC-0045/2025", "45/2025", "F0045-2025", "Fact. N° 0045/2025", "FA45/25", "2025/45")}
    {'45/25'}
    >>> invoice_number("08012306A").key, invoice_number("8012306").key, invoice_number("AV-012/25").key, invoice_number("95F0260").key
    ('8012306A', '8012306', 'AV12/25', '95F0260')
    >>> invoice_number("DIVERS") is None
    True
    """
    found = list(_TOKEN.finditer(_cleaned(text)))
    if not found:
        return None
    return _taken_apart("".join(match["number"] if i == 0 else "-" + match["number"] for i, match in enumerate(found)), True)


def mentions(labels: Sequence[str], wanted: Collection[str]) -> list[Mention]:
    """The invoice numbers that stand in bank labels, in label order.

    Args:
        labels: texts; give unique ones.
        wanted: the `short` numbers worth returning.
    """
    lines = [label.replace("\n", " ") for label in labels]
    text = _cleaned("\n".join(lines))
    starts = np.cumsum([0] + [len(line) + 1 for line in text.split("\n")])
    figures = set(_FIGURES.findall("\n".join(wanted)))
    found: list[tuple[int, InvoiceNumber]] = []
    end, was_named = -1, False
    for match in _TOKEN.finditer(text):
        lead, token = match["lead"], match["number"]
        kind = _kind_of_lead(lead) if lead else ""
        if not kind and was_named and _CHAIN.fullmatch(text, end, match.start()):
            kind = "invoice"
        end = match.end()
        was_named = kind == "invoice" or _has_prefix(token)
        if (kind == "other" and not was_named) or figures.isdisjoint(_FIGURES.findall(token)):
            continue
        number = _taken_apart(token, kind == "invoice")
        if number is not None and number.short in wanted:
            found.append((match.start("number"), number))
    at = np.searchsorted(starts, [position for position, _ in found], side="right") - 1
    return [Mention(int(line), number) for line, (_, number) in zip(at, found, strict=True)]


def _cleaned(text: str) -> str:
    return _SPACED_SLASH.sub("/", text.upper())


def _kind_of_lead(lead: str) -> str:
    words = [word for word in _LEAD_WORD.findall(lead) if word not in _NUMBER_WORDS and word.strip("°º")]
    if not words:
        return ""
    return "other" if words[-1] in _OTHER_WORDS else "invoice"


def _has_prefix(token: str) -> bool:
    return token[0] == "F" and _LETTERS.match(token)[0] in _INVOICE_WORDS  # type: ignore[index]


@lru_cache(maxsize=65536)
def _taken_apart(token: str, is_named: bool) -> InvoiceNumber | None:
    """Split a cleaned token into series, figures and year; None for a bare date."""
    parts = re.split(r"[/_.\-]", token)
    series, is_prefixed = "", False
    while parts and parts[0].isalpha():
        word = parts.pop(0)
        is_prefixed, series = is_prefixed or word in _INVOICE_WORDS, series + ("" if _is_prefix(word) else word)
    runs: list[tuple[str, str]] = []
    for i, part in enumerate(parts):
        match = _PART.fullmatch(part)
        if match is None or (match[1] and i > 0):
            literal = re.sub(r"[^A-Z0-9]", "", token)
            return InvoiceNumber(literal, "", sum(sign.isdigit() for sign in literal) >= 4)
        if match[1]:
            is_prefixed, series = is_prefixed or match[1] in _INVOICE_WORDS, series + ("" if _is_prefix(match[1]) else match[1])
        runs.append((match[2], match[3]))
    if not runs:
        return None
    is_bare = not (is_named or is_prefixed or series)
    if is_bare and _is_date([figures for figures, _ in runs]):
        return None
    year = _year_taken(runs)
    numbers = [(figures.lstrip("0") or "0") + letter for figures, letter in runs]
    digits = sum(len(figures.lstrip("0")) for figures, _ in runs)
    if is_named or is_prefixed:
        is_telling = True
    elif series:
        is_telling = digits >= 3 or bool(year)
    elif year:
        is_telling = not (len(runs) == 1 and len(runs[0][0]) <= 2 and 1 <= int(runs[0][0]) <= 12)  # 10/26 may be October
    else:
        is_telling = digits >= 4 and not (len(runs) == 1 and re.fullmatch(r"(?:19|20)\d\d", runs[0][0]))
    return InvoiceNumber(series + "-".join(numbers), year, is_telling)


def _is_prefix(word: str) -> bool:
    return word in _INVOICE_WORDS or word in _NUMBER_WORDS


def _year_taken(runs: list[tuple[str, str]]) -> str:
    """Take the year out of the runs of figures and give its last two figures, "" when there is none."""
    if len(runs) < 2:
        return ""
    is_long = [not letter and re.fullmatch(r"20[0-4]\d", figures) is not None for figures, letter in runs]
    if is_long[-1]:
        at = -1
    elif is_long[0]:
        at = 0
    elif len(runs[-1][0]) == 2 and not runs[-1][1]:
        at = -1
    else:
        return ""
    return runs.pop(at)[0][-2:]


def _is_date(figures: list[str]) -> bool:
    if len(figures) != 3 or not all(run.isdigit() and len(run) in (1, 2, 4) for run in figures):
        return False
    first, middle, last = (int(run) for run in figures)
    if len(figures[0]) == 4:
        return 1 <= middle <= 12 and 1 <= last <= 31
    return 1 <= first <= 31 and 1 <= middle <= 31 and len(figures[1]) <= 2 and min(first, middle) <= 12
