"""What the printed words of a receipt say (text of a PDF, or OCR): totals, dates, number, who issued it. Candidates, never a verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from addin.treasury.counterparties import fold, normalise
from addin.treasury.currency import currency_code, exponent
from addin.treasury.dates import dates_in, read_date
from addin.treasury.receipts.model import Reading, SaidAmount, SaidDay, bounded

_FIGURES = re.compile(r"(?<![\d.,/:-])(\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{2})?|\d+[.,]\d{2})(?![\d%/:-]|[.,]\d| ?%)")
_BARE = re.compile(r"(?<![\d.,/:-])(\d{2,9})(?![\d/:-]|[.,]\d| ?%)")
_SIGNS = re.compile(r"(?<![A-Z])(EUROS?|EUR|USD|GBP|CHF|CAD|DZD|DINARS?|DA|TND|MAD)(?![A-Z])|[€$£]|دج|د\.ج|دينار")
_ARABIC_DINAR = frozenset({"دج", "د.ج", "دينار"})
_GRAND = re.compile(
    r"NET A PAYER|TOTAL T\.?T\.?C|MONTANT T\.?T\.?C|TOTAL A (?:PAYER|REGLER)|MONTANT (?:TOTAL|PAYE|REGLE|A PAYER)|TOTAL GENERAL|GRAND TOTAL"
    r"|AMOUNT (?:DUE|PAID)|TOTAL (?:DUE|PAID|AMOUNT)|BALANCE DUE|TOTAL DE LA FACTURE|الصافي|المبلغ الاجمالي|المجموع"
)
_PARTS = re.compile(r"\bH\.?T\.?\b|\bT\.?V\.?A\.?\b|\bVAT\b|SOUS[- ]?TOTAL|SUB ?TOTAL|REMISE|ACOMPTE|TIMBRE|RENDU|MONNAIE|ESPECES|CAPITAL")
_DUE = re.compile(r"ECHEANCE|DUE|AVANT LE|VALIDITE|LIMITE|EXPIR|PERIODE|LIVRAISON")
_DATED = re.compile(r"\bDATE\b|\bLE\b|DATED|التاريخ")
_WRITTEN = re.compile(r"\b\d{1,2}(?:er)?[ .-]+[a-zéûôA-ZÉÛÔ]{3,9}\.?[ .,-]+20\d\d\b")
_NUMBER = re.compile(
    r"\b(?:FACTURE|INVOICE|FACT|AVOIR|CREDIT NOTE|RECU|RECEIPT|QUITTANCE|TICKET)(?: NUMBER| NUMERO| NUM)?[ .:#]*(?:N ?[O°º]?|№)?[ .:#°º]*"
    r"((?=[A-Z/_.-]*\d)[A-Z0-9][A-Z0-9/_.-]*[A-Z0-9])"
)
_NOT_A_NAME = re.compile(
    r"^(?:FACTURE|INVOICE|RECU|RECEIPT|TICKET|QUITTANCE|AVOIR|DATE|TEL|FAX|EMAIL|E MAIL|ADRESSE|ORIGINAL|DUPLICATA|PAGE|BON|CLIENT|DEVIS"
    r"|TOTAL|WWW|HTTP|N[O°]?|RC|NIF|NIS|AI|RIB|SIRET|TVA)\b"
)
_HEAD_LINES = 14
_YEARS = (2000, 2100)


def read_printed(lines: Sequence[str], source: str) -> Reading:
    """Candidates in the lines of a receipt, from top to bottom.

    Args:
        source: "text" or "ocr".

    >>> lines = ["SARL PIXEL REGIE", "Facture N° FA881/26 du 05/10/2026", "Total HT 350 000,00", "Net à payer 416 500,00 DA"]
    >>> said = read_printed(lines, "text")
    >>> said.amount.cents, said.amount.currency, said.day, said.numbers, said.name
    (41650000, 'DZD', datetime.date(2026, 10, 5), ('FA881/26',), 'SARL PIXEL REGIE')
    """
    shown = [" ".join(line.split()) for line in lines]
    shown = [line for line in shown if line]
    folded = [fold(line) for line in shown]
    if not shown:
        return Reading(sources=(source,), trouble="no_text")
    head = [line for line in shown[:_HEAD_LINES] if re.search(r"[^\W\d_]{3}", line)]
    names = [line for line in head if not _NOT_A_NAME.match(normalise(line))]
    reading = Reading(
        tuple(_days(shown, folded)),
        tuple(_amounts(folded)),
        names[0] if names else "",
        normalise(" ".join(head)),
        False,
        tuple(dict.fromkeys(found[1] for line in folded for found in _NUMBER.finditer(line) if not _is_date(found[1]))),
        (source,),
    )
    return bounded(reading)


def _amounts(lines: Sequence[str]) -> list[SaidAmount]:
    signs = Counter(sign for line in lines for sign in _signs(line))
    usual = signs.most_common(1)[0][0] if signs else ""
    best: dict[tuple[int, str], float] = {}
    before = ""  # « Net à payer » alone on its line speaks of the next one
    for line in lines:
        title = line if re.search(r"[A-Z\u0600-\u06ff]{2}", _SIGNS.sub("", line)) else before
        found = list(_FIGURES.finditer(line))
        told = next(iter(_signs(line)), usual)
        if not found and (_GRAND.search(title) or (told and told in _signs(line))):
            found = list(_BARE.finditer(line))
        weight = _weight(title)
        for match in found:
            cents = _cents(match[1], told)
            if cents:
                best[cents, told] = max(best.get((cents, told), 0.0), weight)
        before = title if not found else ""
    largest = max((cents for cents, _ in best), default=0)
    return [
        SaidAmount(cents, currency, min(1.0, weight + (0.1 if cents == largest else 0.0))) for (cents, currency), weight in best.items()
    ]


def _weight(title: str) -> float:
    if _GRAND.search(title):
        return 0.9
    if _PARTS.search(title) and "TTC" not in title:
        return 0.2
    if "TTC" in title:
        return 0.8
    return 0.7 if "TOTAL" in title else 0.4


def _days(shown: Sequence[str], folded: Sequence[str]) -> list[SaidDay]:
    best: dict[date, float] = {}
    for text, line in zip(shown, folded, strict=True):
        days = dates_in(line)
        days += [day for found in _WRITTEN.findall(text) if (day := read_date(_spaced(found))) is not None]
        weight = 0.3 if _DUE.search(line) else 0.9 if _DATED.search(line) else 0.7
        for day in days:
            if _YEARS[0] <= day.year < _YEARS[1]:
                best[day] = max(best.get(day, 0.0), weight)
    return [SaidDay(day, "document", weight) for day, weight in best.items()]


def _spaced(text: str) -> str:
    return " ".join(re.sub(r"(?<=\d)er\b|[.,-]", " ", text).split())


def _signs(line: str) -> list[str]:
    found = (match[0] for match in _SIGNS.finditer(line))
    return [code for sign in found if (code := "DZD" if sign in _ARABIC_DINAR else currency_code(sign))]


def _cents(figures: str, currency: str) -> int:
    """Minor units of printed figures: the last separator before two figures is the decimal mark, all others part thousands."""
    scale = 10 ** exponent(currency or "DZD")
    plain = re.sub(r"[ '\u00a0\u202f]", "", figures)
    found = re.fullmatch(r"(.*)[.,](\d\d)", plain)
    if found is None:
        return int(re.sub(r"\D", "", plain)) * int(scale)
    return int(Decimal(f"{re.sub(r'[^0-9]', '', found[1]) or 0}.{found[2]}") * scale)


def _is_date(text: str) -> bool:
    return bool(dates_in(text)) and re.search(r"[A-Z]", text) is None
