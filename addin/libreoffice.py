"""What the LibreOffice extension calls, in the process of LibreOffice: a function of a cell, a button, the opening of a workbook."""

from __future__ import annotations

import gc
from collections.abc import Collection, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from addin.app.cells import Store
    from addin.hosts.calc_functions import Row
    from addin.registry import Function
    from addin.treasury.dossier import Dossier


def call(name: str, arguments: Sequence[Any]) -> tuple[Row, ...]:
    """The result of « TRESO.TVA » for the arguments that Calc gives, as rows that Calc takes; never raises.

    Args:
        arguments: as the interface of the component has them (`call_from_calc`).
    """
    from addin.hosts.bug_log import log_bug
    from addin.hosts.calc_functions import call_from_calc, error_number

    gc.disable()  # a column of 10,000 cells makes many small objects that all go at once: searching cycles only costs time
    try:
        return call_from_calc(_functions()[name], arguments, _STORE)
    except Exception:
        log_bug(f"{name} (LibreOffice)")
        return ((error_number("#VALUE!"),),)
    finally:
        gc.enable()


def press(name: str, context: Any, document: Any) -> None:
    """Run the button « RapportHebdo » on an open document; it says itself what came of it.

    Args:
        context: component context of the LibreOffice that runs this.
        document: the spreadsheet (UNO model) of the window in which the menu was used.
    """
    import addin.macros
    from addin.hosts.calc import book_of, connect

    addin.macros.run(name, book_of(connect(context), document))


def opened(document: Any, names: Collection[str]) -> None:
    """Put right the formulas that Excel stored.

    Heavy packages stay out: this runs whenever any spreadsheet is opened.

    Args:
        names: short names of the functions that exist.
    """
    from addin.hosts.bug_log import log_bug
    from addin.hosts.calc_formulas import repair_formulas

    try:
        repair_formulas(document, names)
    except Exception:  # the opening of a workbook must not fail because of us
        log_bug("ouverture (LibreOffice)")


def may_offer(document: Any) -> bool:
    """True when last week's report may have to be offered: Trésorerie was used in this workbook, and she sees it."""
    controller = document.CurrentController
    is_shown = controller is not None and bool(controller.Frame.ContainerWindow.isVisible())
    return is_shown and bool(document.NamedRanges.hasByName("Dossier"))


def offer(context: Any, document: Any) -> None:
    """Offer last week's report, at most once a week."""
    press("PropositionHebdo", context, document)


@cache
def _functions() -> dict[str, Function]:
    import addin.functions.catalogue  # noqa: F401  (declares them)
    from addin.registry import FUNCTIONS

    return FUNCTIONS


class _LazyStore:
    """The store of dossiers of this user, opened by the first function that asks for one."""

    @cached_property
    def _store(self) -> Store:
        from addin.hosts.dossier_store import DossierStore

        return DossierStore()

    def load(self, handle: str) -> Dossier | None:
        return self._store.load(handle)

    def save(self, dossier: Dossier) -> str:
        return self._store.save(dossier)


_STORE = _LazyStore()
