"""What a label says besides its tiers: the number of the invoice or cheque that it pays, its month, its instalment."""

from __future__ import annotations

import re
from functools import lru_cache

from addin.treasury.counterparties import fold
from addin.treasury.invoice_numbers import invoice_number

_CHEQUE = re.compile(r"\b(?:CHQ|CHEQUE|CHEQ|EFFET|TRAITE|LCR)S?(?: N| NO| NUM| NUMERO)?[ .:°]*([0-9]{4,})")
_INVOICE = re.compile(r"\b((?:FACTURE|FACT|FAC|FA|F|AV|FC)[ .:#°N-]*[0-9]+[A-Z]?(?:[/-][0-9]{2,4})?)\b")
_PERIOD = re.compile(r"(?<![0-9/.\-])(0?[1-9]|1[0-2])[/\-.](?:20)?([2-3][0-9])(?![0-9/.\-])")
_INSTALMENT = re.compile(r"(?<![0-9/.\-])([0-9]{1,3})/([0-9]{1,3})(?![0-9/.\-])")
_QUARTER = re.compile(
    r"\b(?:T[1-4]|[1-4](?:ER|E|EME) TRIM[A-Z]*|JANVIER|FEVRIER|MARS|AVRIL|MAI|JUIN|JUILLET|AOUT|SEPTEMBRE|OCTOBRE|NOVEMBRE|DECEMBRE)\b"
)
_LONG = re.compile(r"(?<![0-9])[0-9]{5,}(?![0-9])")


@lru_cache(maxsize=1 << 16)
def reference_of(label: str) -> str:
    """« C » and the number of the cheque or bill (effet), or « F » and the key of the invoice number; "" when a label names neither.

    >>> reference_of("CHQ 0018834"), reference_of("VIR INFODIS FA881"), reference_of("VIR SALAIRES 10/26")
    ('C18834', 'F881', '')
    >>> reference_of("HANDSWORTH S.STN FS123")  # the number of a shop
    ''
    """
    text = fold(label)
    cheque = _CHEQUE.search(text)
    if cheque:
        return f"C{cheque[1].lstrip('0')}"
    found = _INVOICE.search(text)
    number = invoice_number(found[1]) if found else None
    return f"F{number.key}" if number is not None else ""


@lru_cache(maxsize=1 << 16)
def marks_of(label: str) -> frozenset[str]:
    """Months, quarters, instalments and long numbers of a label: two payments that differ in them are two payments.

    >>> sorted(marks_of("ECH PRET 14/36")), sorted(marks_of("VIR SALAIRES 10/26")), sorted(marks_of("FRAIS TENUE T3"))
    (['14/36'], ['10/26'], ['T3'])
    """
    text = fold(label)
    periods = {f"{int(month)}/{year}" for month, year in _PERIOD.findall(text)}
    parts = {f"{int(part)}/{whole}" for part, whole in _INSTALMENT.findall(text) if int(part) <= int(whole)}
    return frozenset({*periods, *parts, *_QUARTER.findall(text), *(number.lstrip("0") for number in _LONG.findall(text))})
