"""What Excel tells her when a typed value does not fit its column."""

from __future__ import annotations

from addin.messages import french

NOT_IN_LIST = "Choisissez une valeur de la liste."
NOT_IN_TABLE = french("Cette valeur n'est pas dans la liste. La garder ?")
NOT_A_DATE = "Saisissez une date, par exemple 31/10/2026."
NOT_A_NUMBER = "Saisissez un nombre."
