"""How each format writes entries: which columns, how dates and amounts look; `Paramètres` may say otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from addin.messages import TresoError
from addin.treasury.entries.settings import EntrySettings, is_yes
from addin.treasury.headings import simplify

Format = Literal["generique", "pccompta", "sage", "fec"]
Field = Literal[
    "journal", "journal_name", "number", "day", "folio", "piece", "piece_day", "account", "account_name", "auxiliary", "party", "label",
    "debit", "credit", "amount", "side", "due", "letter", "letter_day", "valid_day", "foreign", "currency", "empty",
]  # fmt: skip

FORMATS: tuple[Format, ...] = ("generique", "pccompta", "sage", "fec")
_NAMES: dict[str, Field] = {
    "journal": "journal", "code journal": "journal", "nom du journal": "journal_name", "libelle journal": "journal_name",
    "n ecriture": "number", "numero d ecriture": "number", "ecriture": "number", "date": "day", "folio": "folio", "n piece": "piece",
    "piece": "piece", "reference": "piece", "date piece": "piece_day", "date de piece": "piece_day", "compte": "account",
    "compte general": "account", "intitule": "account_name", "intitule du compte": "account_name", "auxiliaire": "auxiliary",
    "compte auxiliaire": "auxiliary", "compte tiers": "auxiliary", "tiers": "party", "nom du tiers": "party", "libelle": "label",
    "debit": "debit", "credit": "credit", "montant": "amount", "sens": "side", "echeance": "due", "lettrage": "letter", "lettre": "letter",
    "date de lettrage": "letter_day", "date de validation": "valid_day", "montant devise": "foreign", "montant en devise": "foreign",
    "devise": "currency", "vide": "empty",
}  # fmt: skip
"""What a column may be called in « Colonnes … » of `Paramètres`, simplified."""

_DATES = {"jj/mm/aaaa": "%d/%m/%Y", "jjmmaa": "%d%m%y", "jjmmaaaa": "%d%m%Y", "aaaammjj": "%Y%m%d", "aaaa-mm-jj": "%Y-%m-%d"}
_DELIMITERS = {";": ";", ",": ",", "tabulation": "\t", "tab": "\t", "|": "|", "point-virgule": ";", "virgule": ","}
_CODECS = {"utf8": "utf-8", "utf8bom": "utf-8-sig", "cp1252": "cp1252", "windows1252": "cp1252", "ansi": "cp1252", "latin1": "latin-1"}
_SHOWN = {"generique": "générique", "pccompta": "PC Compta", "sage": "Sage", "fec": "FEC"}
_KEYS = {"generique": "generique", "pccompta": "pc compta", "sage": "sage"}


@dataclass(frozen=True)
class Layout:
    """One file format.

    Attributes:
        columns: (heading, field), in order.
        writes_zero: an amount of nothing is written « 0,00 » rather than left blank.
        is_quoted: a text with the delimiter stands in quotes; otherwise the delimiter is taken out of it.
    """

    key: Format
    columns: tuple[tuple[str, Field], ...]
    delimiter: str
    has_headings: bool
    day: str
    codec: str
    extension: str
    writes_zero: bool = False
    is_quoted: bool = True


_GENERIC: tuple[tuple[str, Field], ...] = (
    ("Journal", "journal"), ("Date", "day"), ("N° pièce", "piece"), ("Compte", "account"), ("Auxiliaire", "auxiliary"),
    ("Libellé", "label"), ("Débit", "debit"), ("Crédit", "credit"), ("Échéance", "due"), ("Lettrage", "letter"),
)  # fmt: skip
_PC_COMPTA: tuple[tuple[str, Field], ...] = (
    ("Journal", "journal"), ("Folio", "folio"), ("Date", "day"), ("Compte", "account"), ("Auxiliaire", "auxiliary"), ("N° pièce", "piece"),
    ("Libellé", "label"), ("Débit", "debit"), ("Crédit", "credit"), ("Échéance", "due"),
)  # fmt: skip
_SAGE: tuple[tuple[str, Field], ...] = (
    ("Journal", "journal"), ("Date", "day"), ("Compte", "account"), ("Compte tiers", "auxiliary"), ("N° pièce", "piece"),
    ("Libellé", "label"), ("Débit", "debit"), ("Crédit", "credit"), ("Échéance", "due"),
)  # fmt: skip
_FEC: tuple[tuple[str, Field], ...] = (
    ("JournalCode", "journal"), ("JournalLib", "journal_name"), ("EcritureNum", "number"), ("EcritureDate", "day"),
    ("CompteNum", "account"),
    ("CompteLib", "account_name"), ("CompAuxNum", "auxiliary"), ("CompAuxLib", "party"), ("PieceRef", "piece"), ("PieceDate", "piece_day"),
    ("EcritureLib", "label"), ("Debit", "debit"), ("Credit", "credit"), ("EcritureLet", "letter"), ("DateLet", "letter_day"),
    ("ValidDate", "valid_day"), ("Montantdevise", "foreign"), ("Idevise", "currency"),
)  # fmt: skip

LAYOUTS: dict[Format, Layout] = {
    "generique": Layout("generique", _GENERIC, ";", True, "%d/%m/%Y", "utf-8-sig", ".csv"),
    "pccompta": Layout("pccompta", _PC_COMPTA, ";", True, "%d/%m/%Y", "cp1252", ".csv"),
    "sage": Layout("sage", _SAGE, ";", False, "%d%m%y", "cp1252", ".txt"),
    "fec": Layout("fec", _FEC, "\t", True, "%Y%m%d", "utf-8", ".txt", writes_zero=True, is_quoted=False),
}


def layout_for(name: Format, settings: EntrySettings) -> Layout:
    """The layout of a format with what `Paramètres` changes of it; the 18 columns of the FEC are fixed.

    « Colonnes PC Compta » (Journal ; Date ; Compte…), « Séparateur PC Compta », « Dates PC Compta », « Titres PC Compta », « Codage PC
    Compta »; the same for Sage and générique.

    Raises:
        TresoError: EXPORT_SETTING_UNREADABLE.
    """
    layout = LAYOUTS[name]
    if name not in _KEYS:
        return layout

    def said(what: str) -> str:
        return settings.raw.get(f"{what} {_KEYS[name]}", "").strip()

    def refusal(what: str, value: str) -> TresoError:
        return TresoError("EXPORT_SETTING_UNREADABLE", name=f"{what} {_SHOWN[name]}", value=value)

    if text := said("colonnes"):
        given = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
        known = [_NAMES.get(simplify(part)) for part in given]
        columns = [(part, field) for part, field in zip(given, known, strict=True) if field is not None]
        fields = {field for _, field in columns}
        is_enough = {"day", "account"} <= fields and ({"debit", "credit"} <= fields or {"amount", "side"} <= fields)
        if None in known or not is_enough:
            raise refusal("Colonnes", text)
        layout = replace(layout, columns=tuple(columns))
    if text := said("separateur"):
        delimiter = _DELIMITERS.get(text.casefold())
        if delimiter is None:
            raise refusal("Séparateur", text)
        layout = replace(layout, delimiter=delimiter)
    if text := said("dates"):
        day = _DATES.get(text.casefold())
        if day is None:
            raise refusal("Dates", text)
        layout = replace(layout, day=day)
    if text := said("codage"):
        codec = _CODECS.get(re.sub(r"[\W_]", "", text.casefold()))
        if codec is None:
            raise refusal("Codage", text)
        layout = replace(layout, codec=codec)
    if text := said("titres"):
        layout = replace(layout, has_headings=is_yes(text))
    return layout


def shown_format(name: str) -> str:
    """« PC Compta » for « pccompta »."""
    return _SHOWN[name]
