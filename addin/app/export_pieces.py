"""The files that prove the rows of an export: those that « Justificatifs » holds as such, else those that a row names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from addin.sheets.receipts import TITLE, read_receipts_sheet
from addin.treasury.dossier import Dossier
from addin.treasury.receipts.needs import operation_keys, policy_of
from addin.treasury.tabs import RawTab

_FILE_NAME = re.compile(r"[^\r\n;|<>*?\"]+\.(?:pdf|jpe?g|png|tiff?|heic|xml|webp|gif|bmp|docx?|xlsx?|eml|msg|txt)", re.IGNORECASE)


def folder_of_pieces(dossier: Dossier) -> str:
    """The folder of receipts of `Paramètres`, "" when it is not said."""
    return policy_of(dossier.settings, dossier.base_currency)[0].folder


def pieces_of(dossier: Dossier, tabs: Sequence[RawTab], file: str) -> dict[int, tuple[str, ...]]:
    """Bank line (index) → its files, named from the folder of receipts.

    Args:
        file: name of the workbook, for a refusal.
    Raises:
        TresoError: SHEET_NAME_TAKEN when « Justificatifs » is a sheet of hers.
    """
    out: dict[int, list[str]] = {}
    operations = dossier.operations
    tab = next((tab for tab in tabs if tab.sheet.casefold() == TITLE.casefold()), None)
    if tab is not None:
        places = dict(zip(operation_keys(operations), operations.index.tolist(), strict=True))
        for line in read_receipts_sheet(tab.rows, tab.errors, file=file, sheet=tab.sheet):
            if line.state == "justified" and line.key in places and line.file:
                names = [name.strip() for name in line.file.split(" ; ") if name.strip() not in ("", "…")]
                out.setdefault(int(places[line.key]), []).extend(names)
    named = zip(operations.index.tolist(), operations["receipt"].tolist(), operations["piece"].tolist(), strict=True)
    for index, *texts in named:
        for text in texts:
            out.setdefault(int(index), []).extend(found[0].strip() for found in _FILE_NAME.finditer(str(text)))
    return {index: tuple(dict.fromkeys(names)) for index, names in out.items() if names}
