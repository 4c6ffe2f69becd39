"""Fixtures of the statement tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def statements(shared: Path) -> Path:
    """The folder of real statement files beside the checkout."""
    folder = shared / "data" / "statements"
    if not folder.is_dir():
        pytest.skip("the real statement files are not in the shared data")
    return folder
