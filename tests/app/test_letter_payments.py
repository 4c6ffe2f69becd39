"""The use case Lettrer: the sheet, her decisions, what the report makes of it, undo."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from addin.app.letter_payments import Lettered, letter_payments
from addin.app.lettering_json import lettering_as_json
from addin.app.read_dossier import read_dossier
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.treasury.settlement import settle_invoices
from tests.app.fakes import Answers, Grid, MemoryWorkbook

NOW = datetime(2026, 11, 23, 9, 30)
AS_OF = date(2026, 10, 31)
BANK: Grid = [
    ["Date", "Libellé", "Débit", "Crédit"],
    [date(2026, 9, 2), "SOLDE CLIENT DIVERS", None, 10.0],
    [date(2026, 10, 5), "VIR RECU NOVATEC FA112/26", None, 1190.0],
    [date(2026, 10, 6), "REM CHQ 4471902", None, 500.37],
    [date(2026, 10, 7), "VIR INFODIS", 357.25, None],
    [date(2026, 10, 20), "COM VIR+TVA", 59.5, None],
    [date(2026, 10, 31), "FRAIS TENUE", 10.0, None],
]
CUSTOMERS: Grid = [
    ["N° facture", "Client", "Date facture", "Échéance", "Montant TTC"],
    ["FA112/26", "Novatec", date(2026, 9, 5), date(2026, 10, 5), 1190.0],
    ["FA113/26", "Immo El Bahia", date(2026, 9, 6), date(2026, 10, 6), 500.37],
    ["FA114/26", "Aurès Textiles", date(2026, 9, 7), date(2026, 10, 7), 500.37],
]
SUPPLIERS: Grid = [
    ["N° facture", "Fournisseur", "Date facture", "Échéance", "Montant TTC"],
    ["881", "Infodis", date(2026, 9, 5), date(2026, 10, 5), 357.25],
]


@pytest.fixture
def workbook() -> MemoryWorkbook:
    return MemoryWorkbook({"BNA": BANK, "Factures clients": CUSTOMERS, "Factures fournisseurs": SUPPLIERS})


def letter(workbook: MemoryWorkbook) -> Lettered:
    return letter_payments(workbook, Answers(True), as_of=AS_OF, now=NOW)


def left(workbook: MemoryWorkbook) -> dict[str, int]:
    settled = settle_invoices(read_dossier(workbook, Answers(True)), AS_OF).invoices
    return dict(zip(settled["number"], settled["remaining_cents"], strict=True))


def decide(workbook: MemoryWorkbook, number: str, answer: str) -> None:
    grid = workbook.content["Lettrage"]
    head = next(row for row in grid if "Décision" in row)
    for row in grid:
        if len(row) > head.index("Facture") and row[head.index("Facture")] == number:
            row[head.index("Décision")] = answer
            return
    raise AssertionError(f"no line of {number}")


def test_sure_matches_count_at_once_and_doubtful_ones_wait_for_her(workbook: MemoryWorkbook) -> None:
    done = letter(workbook)
    assert done.counts == {"matched": 2, "invoices": 2, "proposed": 1, "unmatched": 1}
    assert left(workbook) == {"FA112/26": 0, "FA113/26": 50_037, "FA114/26": 50_037, "881": 0}


def test_her_yes_settles_the_invoice_in_late_invoices_and_forecast(workbook: MemoryWorkbook) -> None:
    letter(workbook)
    decide(workbook, "FA114/26", "Oui")
    assert left(workbook)["FA114/26"] == 0
    done = letter(workbook)
    assert done.counts["proposed"] == 0
    assert [match.origin for match in done.matching.matches if 2 in match.invoices] == ["hers"]


def test_her_no_is_never_proposed_again_and_stays_in_the_sheet(workbook: MemoryWorkbook) -> None:
    letter(workbook)
    decide(workbook, "FA113/26", "Non")
    for _ in range(2):
        done = letter(workbook)
        assert all(1 not in match.invoices for ideas in done.matching.proposals.values() for match in ideas)
    assert any("Refusé" in row and "FA113/26" in row for row in workbook.content["Lettrage"])


def test_her_no_undoes_a_match_found_before(workbook: MemoryWorkbook) -> None:
    letter(workbook)
    decide(workbook, "FA112/26", "Non")
    assert left(workbook)["FA112/26"] == 119_000
    assert all(0 not in match.invoices for match in letter(workbook).matching.matches)


def test_decisions_follow_their_lines_when_rows_move(workbook: MemoryWorkbook) -> None:
    letter(workbook)
    decide(workbook, "FA114/26", "Oui")
    workbook.content["BNA"].insert(1, [date(2026, 9, 1), "VERS ESP", None, 25.0])
    workbook.content["Factures clients"].reverse()
    workbook.content["Factures clients"].insert(0, workbook.content["Factures clients"].pop())
    assert left(workbook)["FA114/26"] == 0


def test_a_decision_whose_invoice_is_gone_is_said(workbook: MemoryWorkbook) -> None:
    letter(workbook)
    decide(workbook, "FA114/26", "Oui")
    del workbook.content["Factures clients"][3]
    assert "LETTERING_LINE_LOST" in {finding.code for finding in read_dossier(workbook, Answers(True)).findings}


def test_another_word_than_oui_and_non_is_said_and_decides_nothing(workbook: MemoryWorkbook) -> None:
    letter(workbook)
    decide(workbook, "FA114/26", "peut-être")
    assert "LETTERING_DECISION" in {finding.code for finding in read_dossier(workbook, Answers(True)).findings}
    assert left(workbook)["FA114/26"] == 50_037


def test_lettering_again_without_news_writes_nothing(workbook: MemoryWorkbook) -> None:
    letter(workbook)
    before = {name: [list(row) for row in rows] for name, rows in workbook.content.items()}
    assert not letter(workbook).is_written
    assert workbook.content == before


def test_undo_takes_the_sheet_away_again(workbook: MemoryWorkbook) -> None:
    letter(workbook)
    undo_last(workbook, Answers(True), NOW)
    assert "Lettrage" not in workbook.content


def test_a_sheet_of_hers_named_lettrage_is_left_alone(workbook: MemoryWorkbook) -> None:
    workbook.content["Lettrage"] = [["mes notes"]]
    with pytest.raises(TresoError) as refused:
        letter(workbook)
    assert refused.value.code == "SHEET_NAME_TAKEN"
    assert workbook.saves == 0


def test_a_workbook_without_invoices_is_refused_with_the_remedy() -> None:
    with pytest.raises(TresoError) as refused:
        letter(MemoryWorkbook({"BNA": BANK}))
    assert refused.value.code == "NO_INVOICES"


def test_the_json_locates_each_match_and_what_is_left(workbook: MemoryWorkbook) -> None:
    told = lettering_as_json(letter(workbook))
    assert told["as_of"] == "2026-10-31"
    first = told["matches"][0]
    assert (first["operations"], first["status"], first["amount"]) == ([{"sheet": "BNA", "row": 3}], "matched", "1190.00")
    assert first["invoices"] == [{"sheet": "Factures clients", "row": 2, "number": "FA112/26"}]
    assert [match["status"] for match in told["matches"]].count("proposed") == 2
    assert {"sheet": "BNA", "row": 4} in told["unmatched_operations"]
    assert [entry["number"] for entry in told["unmatched_invoices"]] == ["FA113/26", "FA114/26"]
