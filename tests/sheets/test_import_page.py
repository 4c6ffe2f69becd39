"""What she is shown of an import before she agrees, and the page that stays beside it."""

from __future__ import annotations

from datetime import date

from addin.messages import Finding
from addin.sheets.import_page import ShownLine, ShownStatement, agreement, conclusion, import_as_text, import_sheet
from addin.sheets.text import as_text
from addin.treasury.statements.model import Evidence

STATEMENT = ShownStatement(
    "bna.csv", "CSV", "BNA", "BNA", False, "DZD", date(2026, 11, 2), date(2026, 11, 30),
    41, 38, 2, 1, -1_071_420, 98_419_945, 97_348_525, "ok",
    (
        Evidence("headings", "table_headings", {"line": 5, "columns": "date = Date, montant = Montant"}),
        Evidence("date_order", "table_dates_days", {"count": 41, "total": 41, "order": "jj/mm/aaaa", "proofs": 12}),
        Evidence("account", "account_asked", {"account": "BNA"}),
    ),
    (ShownLine(date(2026, 11, 2), "TPE NAFTAL", -380_000, 98_039_945, "NAFTAL"), ShownLine(date(2026, 11, 3), "REMISE", 500_000, None, "")),
)  # fmt: skip
SLIP = Finding("SLIP_YEAR", "bna.csv", 14, value="04/11/2062", details={"value": "04/11/2062", "expected": "04/11/2026"})
REMARK = Finding("TABLE_CURRENCY_NONE", "bna.csv", details={"file": "bna.csv"})


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_before_agreeing_she_reads_counts_proof_evidence_and_what_deserves_a_look() -> None:
    said = _plain(agreement([STATEMENT], [SLIP, REMARK])).splitlines()
    assert said[0] == (
        "bna.csv → « BNA » : 41 lignes lues du 02/11/2026 au 30/11/2026, 38 nouvelles, 2 déjà connues, 1 rejetée. "
        "Preuve : 984 199,45 DA − 10 714,20 DA = 973 485,25 DA (soldes justes)."
    )
    assert said[1].startswith("• 41 dates sur 41 en jj/mm/aaaa ; 12 date(s)")
    assert said[3:5] == ["", "À revoir (1) :"]
    assert "04/11/2062" in said[5]
    assert said[-1] == "Ajouter 38 opérations nouvelles ?"


def test_many_statements_are_told_by_their_counts_alone() -> None:
    said = agreement([STATEMENT] * 12, [])
    assert len(said.splitlines()) == 14


def test_the_conclusion_counts_what_is_new_known_and_to_look_at() -> None:
    assert _plain(conclusion([STATEMENT], [SLIP, REMARK])) == "38 opérations nouvelles, 2 déjà connues, 1 point à revoir."


def test_the_page_holds_proof_first_lines_evidence_problems_and_remarks() -> None:
    page = as_text(import_sheet([STATEMENT], [SLIP, REMARK], "classeur.xlsx")).replace("\u00a0", " ")
    wanted = ("Import de relevés dans classeur.xlsx", "bna.csv (CSV) → onglet « BNA »", "TPE NAFTAL", "3 800,00", "… et 36 autres")
    assert [words for words in wanted if words not in page] == []
    assert page.index("Titres à la ligne 5") < page.index("À revoir (1)") < page.index("Remarques (1)")


def test_the_command_line_says_the_same_without_the_lines() -> None:
    text = _plain(import_as_text([STATEMENT], [SLIP]))
    assert "Preuve : 984 199,45 DA" in text
    assert "Titres à la ligne 5" in text
    assert "TPE NAFTAL" not in text
