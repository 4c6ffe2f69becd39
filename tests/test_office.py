"""The LibreOffice of the tests itself: it calculates, speaks French, and cannot hang or be skipped unseen in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).resolve().parents[1]

SKIPPED_CALC = """
import pytest

@pytest.mark.calc
def test_calc():
    pytest.skip("a reason")

def test_plain():
    pytest.skip("another reason")

@pytest.mark.calc
def test_done():
    pass
"""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cell, value in {"A1": 2, "A2": 40, "A3": "=A1+A2", "A4": '=TEXT(DATE(2026,10,31),"jj/mm/aaaa")', "A5": '=VALUE("1,5")'}.items():
        sheet[cell] = value
    path = tmp_path / "é à" / "classeur n° 1.xlsx"
    path.parent.mkdir()
    book.save(path)
    return path


def test_formulas_are_calculated_on_load_in_french(office: Any, workbook: Path) -> None:
    sheet = load_workbook(office.convert(workbook, "xlsx"), data_only=True).active
    assert [sheet[cell].value for cell in ("A3", "A4", "A5")] == [42, "31/10/2026", 1.5]


def test_a_pdf_can_be_made(office: Any, workbook: Path, tmp_path: Path) -> None:
    assert office.convert(workbook, "pdf", tmp_path).read_bytes().startswith(b"%PDF")


def test_what_cannot_be_converted_is_said(office: Any, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="did not convert"):
        office.convert(tmp_path / "absent.xlsx", "pdf")


def test_a_libreoffice_that_hangs_is_killed_and_the_next_one_works(office: Any, workbook: Path) -> None:
    with pytest.raises(TimeoutError):
        office.convert(workbook, "pdf", timeout=0)
    assert office.convert(workbook, "pdf").exists()


@pytest.mark.parametrize(("ci", "closing"), [("true", "1 failed, 1 passed, 1 skipped"), ("", "1 passed, 2 skipped")])
def test_a_skipped_libreoffice_test_is_a_failure_in_ci_only(tmp_path: Path, ci: str, closing: str) -> None:
    if shutil.which("soffice") is None:
        closing = closing.replace("1 failed, 1 passed", "2 failed").replace("1 passed, 2 skipped", "3 skipped")
    shutil.copy(Path(__file__).parent / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = calc: needs LibreOffice\n", encoding="utf-8")
    (tmp_path / "test_calc.py").write_text(SKIPPED_CALC, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist"]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    assert closing in done.stdout
    assert done.returncode == (1 if ci else 0)
