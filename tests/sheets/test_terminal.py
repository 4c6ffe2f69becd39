"""The weekly page on a terminal: a few blocks, aligned, sentences under their row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from addin.sheets.model import Band, Block, Cell, Role, Row, Sheet, Tone
from addin.sheets.terminal import terminal_text


def test_the_blocks_are_aligned_and_marked_and_the_others_left_out() -> None:
    title = Block("title", (Row((Cell("Trésorerie", Role.TITLE, span=9),)),), "full")
    conclusion = Block(
        "conclusion", (Row((Cell("Conclusion", Role.BLOCK),)), Row((Cell("Tout va bien.", Role.LEAD, Tone.GOOD, span=9),))), "full"
    )
    decisions = Block(
        "decisions",
        (
            Row((Cell("À décider", Role.BLOCK, span=9),)),
            Row(
                (Cell("Qui", Role.HEAD), Cell("Décision", Role.HEAD, span=2), Cell("Effet", Role.HEAD, span=4), Cell("Montant", Role.HEAD))
            ),
            Row(
                (Cell("Novatec", tone=Tone.WATCH), Cell("Relancer", span=2), Cell("suffit", span=4), Cell(Decimal("1190000"), Role.AMOUNT))
            ),
            Row((Cell("CPA"), Cell("Payer", span=2), Cell(None, span=4), Cell(Decimal("-5.5"), Role.AMOUNT, Tone.BAD))),
        ),
        "full",
    )
    path = Block("cash_path", (Row((Cell(date(2026, 10, 31), Role.DATE), Cell(Decimal(1), Role.AMOUNT))),), "data")
    bands = (Band((title,)), Band((conclusion,)), Band((decisions,)), Band((path,)))
    page = Sheet("Rapport 2026-S44", (10.0,) * 12, {"full": (0, 9), "data": (10, 2)}, bands)
    assert terminal_text(page).splitlines() == [
        "Trésorerie",
        "",
        "CONCLUSION",
        "  Tout va bien.",
        "",
        "À DÉCIDER",
        "  Qui        Décision       Montant",
        "  ? Novatec  Relancer  1 190 000,00",
        "      suffit",
        "  CPA        Payer          ! -5,50",
    ]


def test_a_page_without_these_blocks_gives_no_more_than_a_line_break() -> None:
    assert terminal_text(Sheet("Vide", (10.0,), {"full": (0, 1)}, ())) == "\n"
