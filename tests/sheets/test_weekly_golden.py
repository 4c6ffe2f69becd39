"""The weekly page as text, one golden file a situation.

A golden is read before it is accepted. To write the files again: `TRESO_GOLDEN=write python -m pytest tests/sheets/test_weekly_golden.py`
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from addin.sheets.text import as_text
from addin.sheets.weekly import weekly_sheet
from addin.treasury.summary import WeeklySummary, summarise
from tests.sheets.weekly_dossiers import DAY, SITUATIONS

GOLDEN = Path(__file__).parent / "golden"


@cache
def summary_of(situation: str) -> WeeklySummary:
    return summarise(SITUATIONS[situation](), DAY)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_page_says_what_was_read_and_accepted(situation: str) -> None:
    page = as_text(weekly_sheet(summary_of(situation)))
    file = GOLDEN / f"weekly_{situation}.txt"
    if os.environ.get("TRESO_GOLDEN") == "write":
        file.write_text(page, encoding="utf-8", newline="\n")
    assert page == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("situation", "sentence"),
    [
        ("calm", "Disponible 6 420 000 DA au 31/10 (+310 000) ; point bas 4 100 000 DA le 22/11 : rien d'urgent."),
        ("tense", "Après la G50 du 22/11, il manquera 240 000 DA ; encaisser Novatec (1 190 000 DA, 34 jours de retard) suffit."),
        ("provisional", "Provisoire : CPA arrêté au 12/10, 14 lignes à classer (860 000 DA) ; importer avant de décider."),
    ],
)
def test_the_conclusion_is_worded_as_a_practitioner_words_it(situation: str, sentence: str) -> None:
    page = weekly_sheet(summary_of(situation))
    conclusion = next(block for _, _, block in page.placed() if block.key == "conclusion")
    assert str(conclusion.rows[1].cells[0].value).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_blocks_stand_in_the_order_of_the_page(situation: str) -> None:
    keys = [block.key for _, _, block in weekly_sheet(summary_of(situation)).placed()]
    assert keys == [
        "title", "conclusion", "decisions", "available", "bridge", "dues", "low_point", "late", "expenses", "pockets", "alerts",
        "reliability", "comment", "cash_path",
    ]  # fmt: skip
