"""A short name for something that she decides about, the same on every machine and wherever its rows move."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def key_of(kind: str, parts: Iterable[object]) -> str:
    """Twelve hexadecimal digits, the same for the same parts.

    >>> key_of("cap", ("PUB", 5)) == key_of("cap", ("PUB", 5)), len(key_of("cap", ()))
    (True, 12)
    """
    text = "\x1f".join([kind, *map(str, parts)])
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
