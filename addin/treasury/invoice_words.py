"""Words in invoice tabs: state of payment, credit notes, payment terms, public bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from addin.treasury.headings import simplify

Status = Literal["", "paid", "open", "partial", "cancelled"]

_OPEN = (
    r"n(?:on)?\b|pas\b|impaye|ouvert|en attente|attente|a (?:payer|encaisser|regler|recouvrer|relancer)|en cours|due?s?$|emis|envoye|"
    r"en retard|retard|echu|relance|recue?s?$|valide|0$|reste|en litige|litige|false|faux|brouillon"
)
_PAID = r"paye|regle|solde|oui|o$|x$|ok|encaisse|acquitte|totalement|fait|lettre|paid|1$|yes|vrai|true|v$|termine|cloture"
_STATUSES: tuple[tuple[Status, re.Pattern[str]], ...] = (  # the first that fits
    ("cancelled", re.compile(r".*\b(?:annul\w*|abandon\w*|supprim\w*|nulle)\b.*")),
    ("partial", re.compile(r".*\b(?:partiel\w*|acompte\w*|en partie)\b.*")),
    ("open", re.compile(rf"(?:{_OPEN}).*")),
    ("paid", re.compile(rf"(?:{_PAID}).*")),
)
_CREDIT_NOTE = re.compile(r"\b(avoirs?|notes? de credit|credit note)\b|^(av|nc)[ -]?\d")
_PUBLIC = re.compile(
    r"\b(WILAYA|APC|DAIRA|COMMUNE|MAIRIE|MINISTERE|TRESOR|CHU|EPH|EPSP|UNIVERSITE|ECOLE|LYCEE|ACADEMIE|DIRECTION|DGSN|PROTECTION CIVILE|"
    r"OPGI|ADE|ONA|RECTORAT|PREFECTURE|CONSEIL DEPARTEMENTAL|TRESORERIE|ANEP|EPIC|HOPITAL)\b"
)
_AT_ONCE = re.compile(r"\b(comptant|a reception|reception|immediat\w*|a la livraison|a vue|especes)\b")
_DAYS = re.compile(r"\b(\d{1,3}) ?(j|jr|jrs|jours?)?\b")
_END_OF_MONTH = re.compile(r"\b(fin (de |du )?mois|fdm|fm)\b")
_ON_THE = re.compile(r"\ble (\d{1,2})\b")


def status_of(text: str) -> Status | None:
    """State of payment as typed, "" for a blank cell, None when the words say none.

    >>> status_of("Réglée le 12/01/2021"), status_of("Non payée"), status_of("payée partiellement"), status_of("?!"), status_of("à voir")
    ('paid', 'open', 'partial', '', None)
    """
    words = simplify(text)
    if not words:
        return ""
    return next((status for status, pattern in _STATUSES if pattern.fullmatch(words)), None)


def is_disputed(text: str) -> bool:
    """True when the state typed says that the customer disputes the invoice.

    >>> is_disputed("En litige"), is_disputed("Litige réglé"), is_disputed("Ouverte")
    (True, False, False)
    """
    return re.fullmatch(r"(en |ouverte )?(litige|contestee?)( en cours)?", simplify(text)) is not None


def is_credit_note(number: str, *texts: str) -> bool:
    """True when the number or one of the texts says « avoir ».

    >>> is_credit_note("AV2/26"), is_credit_note("12", "Avoir sur FA10"), is_credit_note("AVRIL-01")
    (True, True, False)
    """
    return any(_CREDIT_NOTE.search(simplify(text)) for text in (number, *texts))


def is_public_body(name: str) -> bool:
    """True for an administration or public institution, from its name in capitals without accents."""
    return _PUBLIC.search(name) is not None


@dataclass(frozen=True)
class Terms:
    """When an invoice is due after its date.

    >>> Terms(30, ends_month=True).due_on(date(2021, 1, 10)), Terms(60, ends_month=True, day=10).due_on(date(2021, 1, 10))
    (datetime.date(2021, 2, 28), datetime.date(2021, 4, 10))
    """

    days: int
    ends_month: bool = False
    day: int | None = None

    def due_on(self, issued: date) -> date:
        """The due date: the days, then the end of that month, then a day of the month after."""
        due = issued + timedelta(days=self.days)
        if self.ends_month:
            following = date(due.year + due.month // 12, due.month % 12 + 1, 1)
            due = following - timedelta(days=1) if self.day is None else following + timedelta(days=self.day - 1)
        return due


def terms_of(text: str) -> Terms | None:
    """Payment terms in words, None when the text holds none.

    >>> terms_of("30 jours fin de mois"), terms_of("À réception"), terms_of("45 j"), terms_of("Virement")
    (Terms(days=30, ends_month=True, day=None), Terms(days=0, ends_month=False, day=None), Terms(days=45, ends_month=False, day=None), None)
    """
    words = simplify(text)
    on_the = _ON_THE.search(words)
    ends_month = _END_OF_MONTH.search(words) is not None
    days = _DAYS.search(_ON_THE.sub(" ", words))
    if days and (days[2] or ends_month or words == days[1]):
        return Terms(int(days[1]), ends_month, int(on_the[1]) if on_the and ends_month and 1 <= int(on_the[1]) <= 28 else None)
    if ends_month or _AT_ONCE.search(words):
        return Terms(0, ends_month)
    return None
