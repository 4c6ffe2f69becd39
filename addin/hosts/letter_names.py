"""Names of files that every system takes: Windows forbids more than the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_LONGEST = 80
_UNNAMED = "Sans nom"


class FileNames:
    """File names told apart from each other and from those of a folder, whatever their case.

    Args:
        taken: names that are there already.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {_key(name) for name in taken}

    def name(self, words: str, suffix: str) -> str:
        """A free name made of the words: « Novatec - N1 Rappel.docx », « Novatec - N1 Rappel (2).docx ».

        >>> names = FileNames(["novatec.docx"])
        >>> names.name("Novatec", ".docx"), names.name("NOVATEC", ".docx"), names.name("A/B: <x> ", ".docx"), names.name("CON", ".docx")
        ('Novatec (2).docx', 'NOVATEC (3).docx', 'A-B- -x-.docx', '_CON.docx')
        """
        stem = safe_words(words)
        name, number = f"{stem}{suffix}", 2
        while _key(name) in self._taken:
            name, number = f"{stem} ({number}){suffix}", number + 1
        self._taken.add(_key(name))
        return name


def safe_words(words: str) -> str:
    """The words without what a file name may not hold, at most 80 characters.

    >>> safe_words("  Éts Ben Ali & Fils. "), safe_words("...")
    ('Éts Ben Ali & Fils', 'Sans nom')
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", words))
    text = " ".join(_FORBIDDEN.sub("-", text.encode("utf-8", "ignore").decode()).split())
    text = text[:_LONGEST].strip(" .") or _UNNAMED
    return f"_{text}" if _RESERVED.fullmatch(text) else text


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
