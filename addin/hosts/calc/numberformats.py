"""Number formats: Excel's codes (en-US) over the keys of a document."""

from __future__ import annotations

import re
from typing import Any

from addin.hosts.calc.office import locale

DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024
"""Bits of `com.sun.star.util.NumberFormat`."""

_TOKENS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|General|[DMYHS]+')
_COLORS = ("Black", "Blue", "Cyan", "Green", "Magenta", "Red", "White", "Yellow")


def excel_code(code: str) -> str:
    """An en-US code of LibreOffice spelled as Excel spells it.

    >>> excel_code('[RED]DD/MM/YYYY HH:MM AM/PM "DM"')
    '[Red]dd/mm/yyyy hh:mm AM/PM "DM"'
    """

    def spelled(match: re.Match[str]) -> str:
        token = match[0]
        if token.startswith("["):
            inner = token[1:-1]
            color = inner.capitalize()
            return f"[{color}]" if color in _COLORS else token.lower() if set(inner) <= set("HMS") else token
        return token.lower() if token[0] in "DMYHS" else token

    return _TOKENS.sub(spelled, code)


class NumberFormats:
    """Codes and kinds of the formats of one document, asked once each."""

    def __init__(self, doc: Any) -> None:
        self._formats = doc.NumberFormats
        self._english = locale("en", "US")
        self._keys: dict[str, int] = {"General": 0}
        self._codes: dict[int, str] = {0: "General"}
        self._kinds: dict[int, int] = {0: 0}

    def key(self, code: str) -> int:
        """Key of an Excel code, added to the document when it is new.

        Raises:
            ValueError: it is no number format.
        """
        if code not in self._keys:
            try:
                key = self._formats.addNewConverted(code, self._english, locale())
            except Exception as error:
                if type(error).__name__.endswith("MalformedNumberFormatException"):
                    raise ValueError(f"« {code} » is no number format") from error
                raise
            self._keys[code] = key
            self._codes[key] = code
        return self._keys[code]

    def code(self, key: int) -> str:
        """Excel code of a key."""
        if key not in self._codes:
            known = self._formats.getByKey(key)
            english = known.FormatString
            if known.Locale.Language != "en":
                source = known.Locale if known.Locale.Language else self._system()
                english = self._formats.getByKey(self._formats.addNewConverted(english, source, self._english)).FormatString
            self._codes[key] = excel_code(english)
        return self._codes[key]

    def kind(self, key: int) -> int:
        """Bits of what a format shows: DATE, TIME, TEXT, LOGICAL."""
        if key not in self._kinds:
            self._kinds[key] = int(self._formats.getByKey(key).Type)
        return self._kinds[key]

    def _system(self) -> Any:
        """The locale that the formats of the empty locale are written in."""
        standard = self._formats.getByKey(self._formats.getStandardFormat(DATE, locale())).FormatString
        french = locale("fr", "FR")
        return french if "J" in standard.upper() else self._english
