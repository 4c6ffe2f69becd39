"""Bugs under a number that she can read out: in the log of the add-in (`places.log_file`), never in a dialog from a cell."""

from __future__ import annotations

import logging
import platform
import traceback
from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from addin import __version__
from addin.hosts.places import log_file

LARGEST = 1_000_000
"""Bytes; a longer log becomes « journal.ancien.log » and a new one begins."""
_log = logging.getLogger("addin")


def log_bug(what: str) -> str:
    """Write the exception being handled to the log; gives the number under which it stands there (« 4F2A »).

    A log that cannot be written (full disk, no right) changes nothing for the caller.

    Args:
        what: the function or button that was running.
    """
    number = uuid4().hex[:4].upper()
    _log.error("%s: bug %s", what, number, exc_info=True)
    head = f"{datetime.now():%Y-%m-%d %H:%M:%S} {number} {what} (Trésorerie {__version__}, Python {platform.python_version()})"
    with suppress(OSError):
        path = log_file()
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_suffix(".ancien.log"))
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{head}\n{traceback.format_exc()}\n")
    return number
