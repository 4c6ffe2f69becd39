"""The use cases run over every adapter of the port: in memory, in a closed file, in a document open in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.adapters import HOSTS, Make, maker


@pytest.fixture(params=HOSTS, ids=lambda host: host.__name__)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes a workbook from its sheets."""
    return maker(request, tmp_path)
