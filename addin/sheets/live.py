"""Live cells of a sheet: formulas over the dossier of the cell `Dossier`, each with the result it has when the sheet is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from addin.sheets.model import BELOW_ZERO, Cell, Formula, Plain, Role, Tone
from addin.treasury.currency import to_decimal

DOSSIER_NAME = "Dossier"
"""Defined name of the cell that holds the handle."""
DASH = "—"
UNKNOWN_RESULT = "#N/A"
"""What a function of ours shows for what the workbook does not say."""

STATES = {"OK": "OK", "ATTENTION": "ATTENTION", "ALERTE": "ALERTE", "NON_RENSEIGNE": "NON RENSEIGNÉ"}
"""State of an alert or a cap → the word that a cell shows."""

_STATE_TONES = (("OK", Tone.GOOD), ("ATTENTION", Tone.WATCH), ("ALERTE", Tone.BAD), (STATES["NON_RENSEIGNE"], Tone.MUTED))


def call(function: str, *arguments: str | int | None) -> str:
    """A call of one of our functions on the dossier, in English syntax; None leaves an argument out.

    >>> call("SOLDE", "BNA"), call("VARIATION", None, 7, None, "ENTREES"), call("SOLDE")
    ('TRESO.SOLDE(Dossier,"BNA")', 'TRESO.VARIATION(Dossier,,7,,"ENTREES")', 'TRESO.SOLDE(Dossier)')
    """
    written = ["" if each is None else str(each) if isinstance(each, int) else quoted(each) for each in arguments]
    return f"TRESO.{function}({','.join([DOSSIER_NAME, *written])})"


def quoted(text: str) -> str:
    """A text constant of a formula: between quotes, its own quotes twice.

    >>> quoted('6" de vis').count('"')
    4
    """
    return '"' + text.replace('"', '""') + '"'


def as_typed(text: str) -> str:
    """A formula as she types it in a French Excel, for a remark.

    >>> as_typed('TRESO.SOLDE(Dossier,"BNA")')
    '=TRESO.SOLDE(Dossier;"BNA")'
    """
    return "=" + text.replace(",", ";")


@dataclass(frozen=True)
class Live:
    """Makes live cells.

    Attributes:
        unit: currency of the amounts.
        is_read: False in a sheet that has no dossier yet: its live cells show a dash until it has one.
    """

    unit: str = "DZD"
    is_read: bool = True

    def amount(self, text: str, cents: int | None, role: Role = Role.AMOUNT, span: int = 1, *, bad: str = BELOW_ZERO) -> Cell:
        """An amount, « #N/A » when it is unknown (None).

        Args:
            bad: `BELOW_ZERO` or `NOT_ZERO`: when it turns red; "" never.
        """
        result = None if cents is None else to_decimal(cents, self.unit)
        return Cell(self._formula(text, result), role, span=span, tones=((bad, Tone.BAD),) if bad else ())

    def number(self, text: str, number: float | None, role: Role = Role.COUNT, span: int = 1) -> Cell:
        """A count or a share."""
        return Cell(self._formula(text, number), role, span=span)

    def words(self, text: str, words: str | None, role: Role = Role.TEXT, span: int = 1) -> Cell:
        """A text; a word of state in its colour."""
        return Cell(self._formula(text, words), role, span=span, tones=_STATE_TONES if role is Role.TEXT else ())

    def day(self, text: str, day: date | None, role: Role = Role.DATE, span: int = 1, *, may_be_blank: bool = False) -> Cell:
        """A date; without one, a dash when the function may give none, else « #N/A »."""
        if may_be_blank:
            return Cell(self._formula(f'IF(ISNUMBER({text}),{text},"{DASH}")', day or DASH), role, span=span)
        return Cell(self._formula(text, day), role, span=span)

    def _formula(self, text: str, result: Plain) -> Formula:
        if not self.is_read:
            return Formula(f'IF({DOSSIER_NAME}="","{DASH}",{text})', DASH)
        return Formula(text, error=UNKNOWN_RESULT) if result is None else Formula(text, result)
