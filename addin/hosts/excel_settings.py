"""Settings of an application while we work, and as they were afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

QUIET: Mapping[str, object] = {"screen_updating": False, "enable_events": False, "display_alerts": False}
"""No drawing, no events of hers, no questions of the application."""
UNCALCULATED: Mapping[str, object] = {"calculation": "manual"}
"""Not calculated after each write. Not for LibreOffice, where changing it marks every open document as modified."""
_log = logging.getLogger("addin")


@contextmanager
def settings(app: xlwings.App, wanted: Mapping[str, object]) -> Iterator[None]:
    """The settings wanted; those that were others are put back, whatever happens, one by one from the last to the first."""
    was: dict[str, object] = {}
    try:
        for setting, value in wanted.items():
            before = getattr(app, setting)
            if before != value:
                was[setting] = before
                setattr(app, setting, value)
        yield
    finally:
        for setting, value in reversed(was.items()):
            try:
                setattr(app, setting, value)
            except Exception:  # the others are put back all the same
                _log.exception("%s was not put back", setting)
