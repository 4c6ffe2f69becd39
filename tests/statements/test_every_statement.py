"""Each real statement file: its lines and sums as they were read and checked once, nothing added twice, nothing lost between halves."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.statements.counted_apart import counted_apart, is_counted_apart
from tests.statements.every_statement import is_left_open_when_cut, lines_of_a_file_cut_in_two, outcome, statement_files

GOLDEN = Path(__file__).parent / "every_statement.txt"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "statements"
FILES = statement_files(SHARED) if SHARED.is_dir() else []
"""Looked for when the tests are collected, so that they can run side by side."""

pytestmark = pytest.mark.skipif(not FILES, reason="the statements beside the checkout (../shared/data/statements) are not there")


def _golden() -> dict[str, str]:
    return {line.partition(" | ")[0]: line for line in GOLDEN.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_statement_gives_its_lines_once(path: Path) -> None:
    name = path.relative_to(SHARED).as_posix()
    found = outcome(path, name)
    if os.environ.get("TRESO_GOLDEN") == "write":
        lines = {**(_golden() if GOLDEN.exists() else {}), name: found.line}
        GOLDEN.write_text("\n".join(lines[each] for each in sorted(lines)) + "\n", encoding="utf-8")
    assert found.line == _golden()[name]
    assert not found.again, "importing it again adds lines"
    assert not found.halves, "two overlapping halves are not the whole"


def test_the_table_holds_no_other_file() -> None:
    assert set(_golden()) == {path.relative_to(SHARED).as_posix() for path in FILES}


NOT_THE_SAME = {
    "cfonb120/operation.txt": "no record says which account and which balance its operation belongs to: refused",
    "cfonb120/operation_already_defined.txt": "the same",
    "cfonb120/operation_out_of_statement.txt": "the operation behind the closing balance is rejected",
    "ofx/fail_nice/date_missing.ofx": "its day is 31 February: rejected",
    "ofx/fidelity-savings.ofx": "four decimals are rounded to those of the currency, and it is said",
}


@pytest.mark.parametrize("name", [name for name in sorted(_golden()) if is_counted_apart(Path(name))])
def test_another_program_counts_the_same_lines_and_the_same_sum(name: str) -> None:
    apart = counted_apart(SHARED / name)
    told = re.findall(r"(\d+) lines (-?[\d.]+)", _golden()[name])
    read = (sum(int(count) for count, _ in told), sum((Decimal(moved) for _, moved in told), Decimal(0)))
    assert (read == apart) == (name not in NOT_THE_SAME), f"{read} read, {apart} counted apart"


_ENOUGH = 6
"""Operations from which a table is cut in two."""
CUT_OTHERWISE = {
    "banquePostaleWithErrors_converted.csv": "only one half says that it is in euros: refused for an account that is in dinars by now",
    "MS_JANE_SMITH_01-12-2019_14-12-2019.csv": "a half without any negative amount does not tell the signs: she is asked, and the first "
    "answer is another one",
}


def _tables() -> list[Path]:
    counts = {name: sum(int(count) for count in re.findall(r"(\d+) lines", line)) for name, line in _golden().items()}
    return [path for path in FILES if path.suffix in (".csv", ".tsv") and counts[path.relative_to(SHARED).as_posix()] >= _ENOUGH]


@pytest.mark.parametrize("path", _tables(), ids=lambda path: path.name)
def test_a_table_cut_in_two_files_that_overlap_gives_the_lines_of_the_whole(path: Path, tmp_path: Path) -> None:
    if path.name in CUT_OTHERWISE:
        assert is_left_open_when_cut(path, tmp_path), CUT_OTHERWISE[path.name]
        return
    whole, cut = lines_of_a_file_cut_in_two(path, tmp_path)
    assert len(whole) >= _ENOUGH
    assert cut == whole
