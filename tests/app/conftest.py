"""The use cases run over every adapter of the port: in memory and in a closed file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hosts.adapters import HOSTS, Host, Owned, Sheets


@pytest.fixture(params=HOSTS, ids=lambda host: host.__name__)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Sheets], Owned]:
    """Makes a workbook from its sheets."""
    host: Host = request.param
    return lambda sheets: host(tmp_path, sheets)
