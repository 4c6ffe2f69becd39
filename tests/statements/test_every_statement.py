"""Each real statement file: its lines and sums as they were read and checked once, nothing added twice, nothing lost between halves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.statements.every_statement import outcome, statement_files

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
