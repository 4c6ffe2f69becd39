"""The plain text of a sheet: aligned, French, and saying everything that the cells say."""

from datetime import date
from decimal import Decimal

from addin.sheets.model import Band, Block, Cell, Chart, Column, Page, Role, Row, Sheet, TableBlock, Tone
from addin.sheets.text import as_text, value_text


def _sheet() -> Sheet:
    cash = Block(
        "cash",
        (
            Row((Cell("Disponible", Role.BLOCK, span=3),)),
            Row((Cell("Compte", Role.HEAD), Cell("Solde", Role.HEAD), Cell("Dernière ligne", Role.HEAD))),
            Row((Cell("BNA"), Cell(Decimal("1234567.8"), Role.AMOUNT), Cell(date(2026, 10, 29), Role.DATE))),
            Row((Cell("CPA"), Cell(Decimal("-500"), Role.AMOUNT, Tone.BAD), Cell("non renseigné", tone=Tone.MUTED))),
            Row((Cell("Total", Role.TOTAL_TEXT), Cell(Decimal("1234067.8"), Role.TOTAL))),
        ),
        "left",
        chart=Chart("Point bas", "points", 8),
    )
    note = Block("note", (Row((Cell(None, Role.INPUT, span=3),), 3),), "full", name="Commentaire")
    table = TableBlock(
        "caps", "tblPlafonds", (Column("Type", choices=("Carte", "Campagne")), Column("Montant", Role.AMOUNT)), (("Carte", Decimal(5)),)
    )
    return Sheet(
        "Essai", (10, 10, 10), {"full": (0, 3), "left": (0, 3)}, (Band((cash,)), Band((note,)), Band((table,))), Page(footer="Pied")
    )


def test_a_sheet_reads_as_aligned_french_text() -> None:
    assert as_text(_sheet()).splitlines() == [
        "« Essai » (report), A4 portrait, une page",
        "pied : Pied",
        "─" * 60,
        "[left] cash",
        "# Disponible",
        "  Compte |        Solde | Dernière ligne",
        "  BNA    | 1 234 567,80 | 29/10/2026",
        "  CPA    |  [!] -500,00 | [~] non renseigné",
        "  Total  | 1 234 067,80",
        "  <graphique « Point bas » de points, 8 lignes>",
        "─" * 60,
        "[full] note, nom Commentaire",
        "  [à saisir : ]",
        "─" * 60,
        "[full] caps, tableau tblPlafonds",
        "  Type  | Montant",
        "  Carte |    5,00",
        "  liste Type : Carte · Campagne",
    ]


def test_amounts_round_half_up_and_line_breaks_stay_on_one_line() -> None:
    assert value_text(Decimal("0.005"), Role.AMOUNT) == "0,01"
    assert value_text(Decimal("149.25"), Role.RATE) == "149,2500"
    assert value_text("a\nb") == "a ⏎ b"
    assert value_text(True) == "VRAI"
    assert value_text(1234, Role.COUNT) == "1 234"
