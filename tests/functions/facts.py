"""The example workbook as the functions get it, and the elements of what they give."""

from __future__ import annotations

from functools import cache

from addin.app.cells import Source
from addin.messages import TresoError
from addin.sheets.example import example_sheets
from addin.treasury.dossier import Dossier
from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab


@cache
def example_source() -> Source:
    """The dossier of the example workbook behind a handle."""
    return Source(build_dossier([RawTab(sheet.title, sheet.values()) for sheet in example_sheets()]), "poignée")


def source_of(dossier: Dossier, *, is_range: bool = False) -> Source:
    return Source(dossier, "BNA!A:F" if is_range else "poignée", is_range)


def one(results: object) -> object:
    """The only element of a result; a refusal is raised."""
    assert isinstance(results, list)
    (result,) = results
    if isinstance(result, TresoError):
        raise result
    return result


def code(results: object) -> str:
    """Code of the only element, which is refused."""
    assert isinstance(results, list)
    (result,) = results
    assert isinstance(result, TresoError), result
    return result.code
