"""Every message about a statement file is met by a file that gives it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from addin.hosts.statement_files import read_statement_file
from addin.messages import MESSAGES, Finding, TresoError
from addin.treasury.statements.model import StatementFile
from tests.errors.refused_statements import BUILT, ELSEWHERE, FOLDER, Builder, examples

ADDIN = Path(__file__).resolve().parents[2] / "addin"
READERS = sorted(
    [*(ADDIN / "treasury" / "statements").glob("*.py"), *(ADDIN / "hosts").glob("statement_*.py"), *(ADDIN / "hosts").glob("pdf_st*.py")]
)
AFTER_READING = {
    "fingerprints", "identity", "layout", "likeness", "novelty", "pairing", "proof", "recognition", "register", "slips", "tab_check",
}  # fmt: skip
"""Modules that work on statements already read."""


def codes_given(path: Path) -> set[str]:
    """All codes that the reading of a file gives."""
    return set().union(*map(_codes_of, attempted(path)))


def attempted(path: Path) -> list[StatementFile | TresoError]:
    """What a file gives, a refusal of all of it included."""
    try:
        return read_statement_file(path, profiles=())
    except TresoError as refusal:
        return [refusal]


def _codes_of(one: StatementFile | TresoError) -> set[str]:
    if isinstance(one, TresoError):
        return {one.code}
    return {rejected.code for rejected in one.rejected} | {code for code, _ in one.findings} | {asked.refusal for asked in one.questions}


@pytest.mark.parametrize(("code", "builder"), examples(), ids=[f"{code}-{builder.__name__}" for code, builder in examples()])
def test_a_file_gives_its_message(code: str, builder: Builder, tmp_path: Path) -> None:
    assert code in MESSAGES
    assert code in codes_given(builder(tmp_path))


@pytest.mark.parametrize(("code", "builder"), examples(), ids=[f"{code}-{builder.__name__}" for code, builder in examples()])
def test_every_sentence_of_an_example_has_its_values(code: str, builder: Builder, tmp_path: Path) -> None:
    for one in attempted(builder(tmp_path)):
        if isinstance(one, TresoError):
            assert str(one)
        if isinstance(one, StatementFile):
            for rejected in one.rejected:
                Finding(rejected.code, row=rejected.line, column=rejected.column, value=rejected.value, details=rejected.details).text()
            for found, details in one.findings:
                Finding(found, details=details).text()


def test_every_message_of_the_readers_has_a_file_that_gives_it() -> None:
    shown = {*BUILT, *ELSEWHERE, *(path.name for path in FOLDER.glob("*") if path.is_dir())}
    used = {
        node.value
        for path in READERS
        if path.stem not in AFTER_READING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in MESSAGES
    }
    assert sorted(used - shown) == []
    assert sorted(shown - set(MESSAGES)) == []
