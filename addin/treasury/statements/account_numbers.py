"""One account number (RIB, RIP, CCP, IBAN, card) as it is written: what it is, its bank, and whether its key holds.

Sources: Banque d'Algérie, instruction 06-2004 (20 digits, key over agency and account, the bank is not part of it); Algérie
Poste (CCP key: digits weighted 4, 5, 6… from the right, modulo 100); ISO 13616 (IBAN); CFONB (key of the French RIB). An
Algerian IBAN is in no registry: both forms met are read, DZ + key + RIB (24 characters) and DZ + key + 00 + RIB (26).
schwifty (MIT) was looked at: it knows no Algerian key, refuses the form of 24, and installs 29 MB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from addin.treasury.characters import plain

AccountKind = Literal["rib", "rip", "ccp", "rib_fr", "iban", "card", "number", ""]
"""`rib`: Algerian bank · `rip`: Algérie Poste, 20 digits · `ccp`: its account number · `rib_fr`: French · `card`: masked number."""

BANKS = {
    "001": "BNA",
    "002": "BEA",
    "003": "BADR",
    "004": "CPA",
    "005": "BDL",
    "006": "Al Baraka",
    "007": "CCP",
    "008": "Trésor",
    "010": "CNMA",
    "011": "CNEP",
    "012": "Citibank",
    "014": "ABC",
    "020": "Natixis",
    "021": "SGA",
    "026": "Arab Bank",
    "027": "BNP Paribas El Djazaïr",
    "029": "Trust Bank",
    "031": "Housing Bank",
    "032": "AGB",
    "035": "Fransabank",
    "036": "Calyon",
    "037": "HSBC",
    "038": "Al Salam Bank",
    "111": "Banque d'Algérie",
}
"""Bank code of an Algerian RIB → short name (instruction 06-2004, list of the MIT package rib-validator-dz)."""

_LENGTHS_TEXT = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CI28 CM27 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
    FI18 FO18 FR27 GA27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20
    LU20 LV21 LY25 MA28 MC27 MD24 ME22 MG27 MK19 ML28 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31
    SE24 SI19 SK24 SM27 SN28 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20
"""
_LENGTHS = {part[:2]: int(part[2:]) for part in _LENGTHS_TEXT.split()}
_SHORTEST, _LONGEST = 15, 34
_LETTER_VALUES = {
    letter: str(value) for letter, value in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", [*range(1, 10)] * 2 + [*range(2, 10)], strict=True)
}
POST = "00799999"
NOISE = re.compile(r"[\s.\-/_:,'\"()\\|]+")
_MASK = re.compile(r"[*X•#.]{4,}", re.IGNORECASE)
_LABELS = re.compile(
    r"^(?:(?:COMPTE|CPTE|ACCOUNT|NUMERO|NUMÉRO|NUM|RIB|RIP|IBAN|CCP|NO|DE|DU|N)[^A-Z0-9]+|N[°º]\s*"
    r"|(?:RIB|RIP|IBAN|CCP)(?=[0-9]{5}|[A-Z]{2}[0-9]{2}))",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"(?<=[0-9]{6})(?:DZD|EUR|USD|GBP|CHF|CAD|TND|MAD|HUF|PLN|CZK)$")  # MT940 writes it after the number
_CCP = re.compile(r"^\D*(\d{1,10})\s*(?:CL[EÉ]|KEY|/)\s*:?\s*(\d{2})$", re.IGNORECASE)


@dataclass(frozen=True)
class AccountNumber:
    """An account number as read.

    Attributes:
        text: as it was given, spaces trimmed.
        kind: what it is; "number" for anything without a key of its own, "" for a text that holds none.
        key: comparable form whatever the spaces and dashes: the RIB of 20 digits (inside an Algerian IBAN too), the French RIB,
            the IBAN, the card with its stars, else letters and digits. "" when there is none.
        holds: its control key is right; None when it has no key to check.
        expected: the two digits that the key should be, "" without a key.
        bank: short name of an Algerian bank, "" when the code is unknown.
    """

    text: str
    kind: AccountKind
    key: str
    holds: bool | None = None
    expected: str = ""
    bank: str = ""


def rib_key(agency: str, account: str) -> str:
    """The two digits that close an Algerian RIB or RIP.

    Args:
        agency: 5 digits.
        account: 10 digits.

    >>> rib_key("99999", "0023456789"), rib_key("00012", "3456789012")
    ('41', '43')
    """
    return f"{97 - int(agency + account) * 100 % 97:02d}"


def ccp_key(account: str) -> str:
    """The two digits that Algérie Poste puts after a CCP number (clé CCP).

    >>> ccp_key("0023456789")
    '88'
    """
    return f"{sum(int(digit) * weight for weight, digit in enumerate(reversed(account), 4)) % 100:02d}"


def french_rib_key(bank: str, branch: str, account: str) -> str:
    """The two digits that close a French RIB of 23 characters.

    >>> french_rib_key("20041", "01005", "0500013M026")
    '06'
    """
    digits = "".join(_LETTER_VALUES.get(character, character) for character in bank + branch + account)
    return f"{97 - int(digits) * 100 % 97:02d}"


def iban_key(iban: str) -> str:
    """The two digits that stand after the country in an IBAN (ISO 7064, modulo 97-10).

    >>> iban_key("FR1420041010050500013M02606"), iban_key("GB82WEST12345698765432")
    ('14', '82')
    """
    moved = iban[4:] + iban[:2] + "00"
    return f"{98 - int(''.join(str(int(character, 36)) for character in moved)) % 97:02d}"


def check_rib(text: str) -> AccountNumber:
    """What an account number is, and whether its key holds (contrôle du RIB).

    Reads an Algerian RIB or RIP, a CCP number with its key (« 23456789 clé 88 »), a French RIB, an IBAN of any country (an
    Algerian one, of 24 or 26 characters, is read as the RIB in it), a masked card. Never raises.

    >>> rib = check_rib("RIB : 001 00012 3456789012 43")
    >>> rib.kind, rib.key, rib.holds, rib.bank
    ('rib', '00100012345678901243', True, 'BNA')
    >>> wrong = check_rib("004 00012 3456789012 12")
    >>> wrong.holds, wrong.expected, check_rib("CCP 23456789 clé 88").key
    (False, '43', '00799999002345678941')
    """
    given = " ".join(plain(text).split())
    bare = given
    while (label := _LABELS.match(bare)) and label.end() < len(bare):
        bare = bare[label.end() :].lstrip(" :.-")
    postal = _CCP.match(bare)
    if postal is not None:
        return _postal(given, postal[1].zfill(10), postal[2])
    if _MASK.search(bare) and sum(character.isdigit() for character in bare) >= 4 and re.fullmatch(r"[\dX*•#. -]+", bare, re.IGNORECASE):
        return AccountNumber(given, "card", re.sub(r"[X•#.]", "*", re.sub(r"[\s-]", "", bare).upper()))
    compact = "".join(character for character in NOISE.sub("", bare).upper() if character.isascii() and character.isalnum())
    compact = _CURRENCY.sub("", compact)
    if not any(character.isdigit() for character in compact):
        return AccountNumber(given, "", "")
    return _compact(given, compact)


def _compact(given: str, compact: str) -> AccountNumber:
    if len(compact) == 20 and compact.isdigit():
        return _algerian(given, compact)
    if len(compact) in (24, 26) and compact.startswith("DZ") and compact[2:].isdigit():
        inside = _algerian(given, compact[-20:])
        holds = inside.holds and compact[2:4] == iban_key(compact)
        return AccountNumber(given, inside.kind, inside.key, holds, iban_key(compact) if inside.holds else inside.expected, inside.bank)
    if len(compact) == 23 and compact[:10].isdigit() and compact[-2:].isdigit():
        expected = french_rib_key(compact[:5], compact[5:10], compact[10:21])
        return AccountNumber(given, "rib_fr", compact, expected == compact[-2:], expected)
    iban = _iban_in(compact)
    if iban is None:
        return AccountNumber(given, "number", compact)
    expected = iban_key(iban)
    if iban[:2] in ("FR", "MC"):
        return AccountNumber(given, "rib_fr", iban[4:], expected == iban[2:4], expected)
    return AccountNumber(given, "iban", iban, expected == iban[2:4], expected)


def _algerian(given: str, digits: str) -> AccountNumber:
    expected = rib_key(digits[3:8], digits[8:18])
    kind: AccountKind = "rip" if digits.startswith("007") else "rib"
    return AccountNumber(given, kind, digits, expected == digits[18:], expected, BANKS.get(digits[:3], ""))


def _postal(given: str, account: str, key: str) -> AccountNumber:
    expected = ccp_key(account)
    return AccountNumber(given, "ccp", POST + account + rib_key("99999", account), expected == key, expected, BANKS["007"])


def _iban_in(compact: str) -> str | None:
    """The IBAN that a text begins with: the length of its country, or any length for which the key holds."""
    if not re.match(r"[A-Z]{2}[0-9]{2}[A-Z0-9]", compact):
        return None
    length = _LENGTHS.get(compact[:2])
    if length is not None:
        return compact if len(compact) == length else None
    return compact if _SHORTEST <= len(compact) <= _LONGEST and iban_key(compact) == compact[2:4] else None
