"""What must not happen when our Python ends: xlwings would kill every Excel that shows no window, whoever started it."""

from __future__ import annotations

import atexit

import xlwings


def spare_other_excels() -> None:
    """Take back xlwings' exit handler, which runs `taskkill /F` on other Excel processes (Windows; elsewhere there is none)."""
    windows = getattr(xlwings, "_xlwindows", None)
    if windows is not None:
        atexit.unregister(windows.cleanup)
