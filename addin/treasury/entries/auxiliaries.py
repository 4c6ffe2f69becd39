"""Codes of the tiers accounts (comptes auxiliaires): made of the name, the same in every export."""

from __future__ import annotations

import re
import zlib

from addin.treasury.counterparties import fold, normalise

LENGTH = 12
DIVERS = "Divers"
_DIGITS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_TAIL = 4


_PAPER = re.compile(r"^(?:CHEQUES?|CHQS?|EFFETS?|TRAITES?|REMISES?|VERSEMENTS?|VIREMENTS?|VIR)?[0-9 ]*$")
"""A cheque or a number is no tiers: « Chèque 0018834 »."""


def tiers(name: str, side: str) -> tuple[str, str]:
    """Code and name of the tiers account; those that nobody names share one, « Divers ».

    >>> tiers("Novatec", "customer"), tiers("Chèque 4471902", "customer"), tiers("", "supplier")
    (('CNOVATEC', 'Novatec'), ('CDIVERS', 'Divers'), ('FDIVERS', 'Divers'))
    """
    known = name if not _PAPER.match(normalise(name)) else DIVERS
    return auxiliary(known, side), known


def auxiliary(name: str, side: str) -> str:
    """C (customer) or F (supplier) and the letters of the name; a long one, or one without Latin letters, ends in a check of the whole.

    Depends on the name alone, so that adding a tiers renames nobody.

    >>> auxiliary("Novatec SARL", "customer"), auxiliary("", "customer")
    ('CNOVATECSARL', '')
    >>> auxiliary("Agence nationale A", "supplier") != auxiliary("Agence nationale B", "supplier")
    True
    """
    key = re.sub(r"[\W_]+", "", fold(name))
    if not key:
        return ""
    plain = "".join(letter for letter in key if letter.isascii())
    room = LENGTH - 1
    if plain == key and len(key) <= room:
        return _PREFIX[side] + key
    check, tail = zlib.crc32(key.encode("utf-8", "surrogatepass")), ""
    for _ in range(_TAIL):
        check, digit = divmod(check, len(_DIGITS))
        tail += _DIGITS[digit]
    return _PREFIX[side] + plain[: room - _TAIL] + tail


_PREFIX = {"customer": "C", "supplier": "F"}
