"""Few calls cross the border of the processes, whatever the size of her tabs."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.hosts.places import OVERRIDE
from bench.border import MOST, calls_of_added_rows, calls_of_report
from bench.workbooks import write_operations
from tests.soffice import RunningOffice

pytestmark = pytest.mark.calc
ONLY_IN_EXCEL = 7
"""The mode of calculation (read, set, put back), read-only, shared, locked structure, chart sheets."""


def test_a_report_on_a_thousand_operations_takes_as_many_calls_as_one_on_a_hundred(
    running_office: RunningOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "moi"))
    found = []
    for count in (100, 1_000):
        document = running_office.open(write_operations(count, tmp_path / f"{count}.xlsx"))
        try:
            found.append(calls_of_report(running_office.context, document))
        finally:
            document.close(True)
    few, many = found
    assert few == many
    assert 30 < many.total() <= MOST - ONLY_IN_EXCEL


def test_a_thousand_rows_put_in_take_as_many_calls_as_ten(
    running_office: RunningOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "moi"))
    found = []
    for count in (10, 1_000):
        document = running_office.open(write_operations(100, tmp_path / f"{count}.xlsx"))
        try:
            found.append(calls_of_added_rows(running_office.context, document, count))
        finally:
            document.close(True)
    few, many = found
    assert few == many
    assert many["Moves.insert"] == 2
