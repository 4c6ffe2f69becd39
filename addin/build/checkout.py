"""Where a checkout keeps what the build reads and writes."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCES = CHECKOUT / "xlsm"
"""VBA and texts written by hand; `generated/` below it and the two Excel files are built."""
GENERATED = SOURCES / "generated"
