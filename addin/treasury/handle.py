"""The handle of a dossier (poignée): a short text in the cell `Dossier` that says what was read and leads back to it."""

from __future__ import annotations

import hashlib
import re

from addin.treasury.closing import default_closing_date
from addin.treasury.dossier import Dossier
from addin.treasury.dossier_bytes import encode

DIGEST_LENGTH = 8
HANDLE = re.compile(rf"\S.* #(?P<digest>[0-9a-f]{{{DIGEST_LENGTH}}})")
"""A handle, whole: what was read, then « #3f9a12c4 »."""

_MOST_ACCOUNTS = 4
_BETWEEN = " · "
_NBSP = "\u00a0"


def handle_of(dossier: Dossier) -> str:
    """The handle of a dossier: the same content gives the same handle.

    « 2 512 opérations · BNA+CPA+CCP+Caisse · au 31/10/2026 · #3f9a12c4 »: lines read, included accounts, closing date (the one the
    report would take), digest of the content.
    """
    return handle_with(dossier, digest_of(encode(dossier)))


def handle_with(dossier: Dossier, digest: str) -> str:
    """The handle of a dossier whose digest is known."""
    count = len(dossier.operations)
    if not count:
        return f"aucune opération{_BETWEEN}#{digest}"
    number = f"{count:,}".replace(",", _NBSP)
    parts = [f"{number}{_NBSP}opération{'s' if count > 1 else ''}", _accounts(dossier), f"au {default_closing_date(dossier):%d/%m/%Y}"]
    return _BETWEEN.join([*(part for part in parts if part), f"#{digest}"])


def digest_of(data: bytes) -> str:
    """Digest of an encoded dossier, as the handle shows it."""
    return hashlib.sha256(data).hexdigest()[:DIGEST_LENGTH]


def digest_in(text: str) -> str | None:
    """The digest that a handle ends with, None when the text is not a handle.

    >>> digest_in("12 opérations · BNA · au 31/10/2026 · #3f9a12c4"), digest_in("BNA"), digest_in("#../../x")
    ('3f9a12c4', None, None)
    """
    found = HANDLE.fullmatch(text.strip())
    return found["digest"] if found else None


def _accounts(dossier: Dossier) -> str:
    """« BNA+CPA+CCP+Caisse », « BNA+CPA+CCP+4 autres »: accounts that have lines, in their order."""
    with_lines = set(dossier.operations["account"])
    names = [str(name) for name in dossier.accounts["account"] if name in with_lines]
    if len(names) > _MOST_ACCOUNTS:
        names = [*names[: _MOST_ACCOUNTS - 1], f"{len(names) - _MOST_ACCOUNTS + 1} autres"]
    return "+".join(names)
