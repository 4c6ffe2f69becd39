"""File names of receipts: the one rule `AAAA-MM-JJ_tiers_montant`, what other names say, and the name that the rule gives."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from addin.treasury.counterparties import fold, normalise
from addin.treasury.currency import currency_code, exponent, to_decimal
from addin.treasury.receipts.model import Reading, SaidAmount, SaidDay, bounded

_ISO = re.compile(r"(?<!\d)(20\d\d)([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])([-_. ])(0?[1-9]|1[0-2])\2(20\d\d|\d\d)(?!\d)")
_PHONE = re.compile(
    r"^(?:IMG|PXL|DSC[NF]?|DCIM|PHOTO|IMAGE|WHATSAPP|WA|SCREENSHOT|CAPTURE|SCAN(?:NED|NER)?|CAMSCANNER|NUMERISATION|DOC|MVIMG|SNAPCHAT"
    r"|FB IMG|SIGNAL|RECEIVED|20\d{6}[ _-]\d{6})(?:[^A-Z]|$)"
)
_CLOCK = re.compile(r"(?:\bAT\b|\bA\b|\bTO\b)?[ _-]*(?<!\d)(?:[01]\d|2[0-3])[.:hH_-]?[0-5]\d[.:_-]?[0-5]\d(?:\d{3})?(?!\d)(?: ?[AP]M)?")
_COPY = re.compile(r"\(\d{1,3}\)|\bCOP(?:IE|Y)(?: DE| OF)?\b|\bWA\d{4}\b")
_SIGN = r"EUROS?|EUR|USD|DOLLARS?|GBP|CHF|CAD|DZD|DINARS?|DA|TND|MAD|€|\$|£"
_FIGURES = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,3})?"
_AMOUNT = re.compile(rf"(?<![\dA-Z.,/-])(?:({_SIGN}) ?)?({_FIGURES})(?: ?({_SIGN})(?![A-Z]))?(?![\dA-Z/-])")
_WHOLE_AMOUNT = re.compile(rf"-?(?:({_SIGN}) ?)?({_FIGURES})(?: ?({_SIGN}))?")
_NUMBER = re.compile(
    r"\b(?:FACTURE|FACT|FAC|INVOICE|INV|AVOIR|TICKET|RECU|QUITTANCE|BL|BON)S?[ _.:#°-]*(?:N[O°]?[ _.:#°-]*)?"
    r"((?=[A-Z/-]*\d)[A-Z0-9][A-Z0-9/-]*)"
    r"|\b(FA?C?[-/]?\d{2,}(?:[-/]\d{2,4})?)\b"
)
_EMPTY_WORDS = frozenset(
    """FACTURE FACTURES FACT FAC INVOICE RECU RECEIPT TICKET JUSTIFICATIF PIECE SCAN DOC DOCUMENT PDF COPIE COPY DUPLICATA QUITTANCE
    BON DE DU DES LA LE AVOIR N NO PAIEMENT PAYMENT IMG IMAGE PHOTO WHATSAPP AT TTC HT DA DZD EUR USD""".split()
)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 40


def read_name(file: str) -> Reading:
    """What the name of a file says, without its folder.

    >>> said = read_name("2026-10-05_Novatec_1190000,50.pdf")
    >>> said.day, said.name, said.amount.cents, said.by_rule
    (datetime.date(2026, 10, 5), 'Novatec', 119000050, True)
    >>> read_name("IMG_20260915_142233.jpg").days[0].kind, read_name("IMG_2026.jpg").day
    ('taken', None)
    >>> said = read_name("adobe USD59,99 05-10-2026.pdf")
    >>> said.amount.cents, said.amount.currency, said.words
    (5999, 'USD', 'ADOBE')
    """
    stem = file.rpartition("/")[2]
    if "." in stem.strip("."):
        stem = stem.rpartition(".")[0]
    if (ruled := _by_rule(stem)) is not None:
        return ruled
    text = fold(stem)
    is_phone = _PHONE.match(text) is not None
    days, rest = _days(text, is_phone)
    if is_phone:
        rest = _CLOCK.sub(" ", rest)
    rest = _COPY.sub(" ", rest)
    numbers = tuple(found[1] or found[2] for found in _NUMBER.finditer(rest))
    without = _NUMBER.sub(" ", rest).replace("_", " ")
    amounts = [] if is_phone else _amounts(without)
    words = " ".join(word for word in normalise(_AMOUNT.sub(" ", without)).split() if word not in _EMPTY_WORDS and not word.isdigit())
    kept = "" if is_phone else words
    return bounded(Reading(tuple(days), tuple(amounts), kept.title(), kept, False, numbers, ("name",)))


def rule_name(day: date, name: str, cents: int, currency: str, base: str, suffix: str) -> str:
    """The name that the rule gives; valid on Windows, macOS and Linux.

    Args:
        cents: amount in minor units, its sign does not count; `currency` is written unless it is the base currency.
        suffix: « .pdf ».

    >>> rule_name(date(2026, 10, 5), "SARL  Pixel/Régie", -41650000, "DZD", "DZD", ".PDF")
    '2026-10-05_SARL-Pixel-Régie_416500.pdf'
    >>> rule_name(date(2026, 10, 5), "", 5999, "USD", "DZD", ".jpg")
    '2026-10-05_inconnu_59,99USD.jpg'
    """
    amount = to_decimal(abs(cents), currency)
    written = f"{amount:f}"
    if amount == amount.to_integral_value():
        written = f"{amount.to_integral_value():f}"
    tiers = re.sub(r"[\s_]+", "-", _FORBIDDEN.sub(" ", name).replace(".", " ").strip())[:_LONGEST_NAME].strip("-. ")
    sign = "" if currency == base else currency
    return f"{day.isoformat()}_{tiers or 'inconnu'}_{written.replace('.', ',')}{sign}{suffix.lower()}"


def _by_rule(stem: str) -> Reading | None:
    """A name that follows the rule (to a space, a case or a decimal point), None for another."""
    parts = re.sub(r" \(\d{1,3}\)$", "", stem.strip()).split("_")
    if len(parts) < 3:
        return None
    found = _ISO.fullmatch(parts[0].strip())
    amount = _WHOLE_AMOUNT.fullmatch(fold(parts[-1].strip()))
    name = " ".join(" ".join(parts[1:-1]).replace("-", " ").split())
    if found is None or amount is None or not re.search(r"[^\W\d_]", name):
        return None
    day = _valid(found[1], found[3], found[4])
    cents = _cents(amount[2], _currency(amount[1] or amount[3]))
    if day is None or not cents:
        return None
    said = tuple(SaidAmount(value, _currency(amount[1] or amount[3]), weight) for value, weight in cents)
    numbers = tuple(match[1] or match[2] for match in _NUMBER.finditer(fold(name)))
    return bounded(Reading((SaidDay(day),), said, name, normalise(name), True, numbers, ("name",), by_rule=True))


def _days(text: str, is_phone: bool) -> tuple[list[SaidDay], str]:
    """The dates of a name, and the name without them."""
    days: list[SaidDay] = []
    kind = "taken" if is_phone else "document"
    for pattern, order in ((_ISO, (1, 3, 4)), (_DAY_FIRST, (4, 3, 1))):
        for found in pattern.finditer(text):
            year, month, number = (found[at] for at in order)
            day = _valid(year if len(year) == 4 else f"20{year}", month, number)
            if day is not None:
                days.append(SaidDay(day, kind, 1.0 if not days else 0.7))  # type: ignore[arg-type]
                text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    return days, text


def _amounts(text: str) -> list[SaidAmount]:
    """The amounts of a loose name: sure with a currency or centimes, a mere number only at the end, and then doubtful."""
    out = []
    found = list(_AMOUNT.finditer(text))
    for match in found:
        sign, figures = match[1] or match[3], match[2]
        has_cents = re.search(r"[.,]\d\d$", figures) is not None
        is_last = not text[match.end() :].strip(" .-")
        if not sign and not has_cents and not (is_last and len(re.sub(r"\D", "", figures)) >= 3):
            continue
        weight = 0.95 if sign else 0.9 if has_cents else 0.5
        out += [SaidAmount(cents, _currency(sign), weight * sure) for cents, sure in _cents(figures, _currency(sign))]
    return out


def _cents(figures: str, currency: str) -> list[tuple[int, float]]:
    """Minor units that figures can mean, with how sure each is; « 1.234 » means two things."""
    scale = 10 ** exponent(currency or "DZD")
    plain = re.sub(r"[ ']", "", figures)
    separators = re.findall(r"[.,]", plain)
    if not separators:
        return [(int(plain) * scale, 1.0)]
    head, _, tail = plain.rpartition(separators[-1])
    head = re.sub(r"\D", "", head)
    as_decimal = int(Decimal(f"{head or 0}.{tail}") * scale)
    as_whole = int(head + tail) * scale
    if len(tail) != 3:
        return [(as_decimal, 1.0)] if as_decimal else []
    if len(set(separators)) == 1 and len(separators) > 1:
        return [(as_whole, 1.0)]
    return [(as_whole, 0.8), (as_decimal, 0.5)] if currency != "TND" else [(as_decimal, 0.9), (as_whole, 0.5)]


def _currency(sign: str | None) -> str:
    return (currency_code(sign) or "") if sign else ""


def _valid(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
