"""The use case Catégoriser: what is written beside her lines, what is learnt, what is never touched, undo."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from addin.app.categorise import Categorised, categorise, read_register
from addin.app.categorise_json import categorised_as_json
from addin.app.history import read_history
from addin.app.ports import SheetLayout
from addin.app.read_dossier import read_dossier
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.sheets.classification_memory import TITLE as MEMORY
from addin.sheets.classification_page import TITLE
from tests.app.fakes import Answers, Grid, MemoryWorkbook

NOW = datetime(2026, 11, 23, 9, 30)
HEAD: list[object] = ["Date", "Libellé", "Montant", "Catégorie"]
RENT, FUEL, PAY = "Loyer et charges", "Carburant", "Paie du mois"


class NoCache:
    """A cache that keeps nothing."""

    def __init__(self) -> None:
        self.saved: list[str] = []

    def load(self, key: str) -> bytes | None:
        return None

    def save(self, key: str, data: bytes) -> bool:
        self.saved.append(key)
        return True

    def forget(self, key: str) -> None:
        """Nothing is there."""


def bank(*last: list[object]) -> Grid:
    """Ten months of three payments that she has classified, then the lines given."""
    rows: Grid = [list(HEAD)]
    for month in range(1, 11):
        rows.append([date(2026, month, 3), "VIR AGENCE BELKACEM LOYER", -45_000.0, RENT])
        rows.append([date(2026, month, 12), f"TPE NAFTAL STATION {month}", -3_100.0 - month, FUEL])
        rows.append([date(2026, month, 27), "VIR SALAIRES", -730_000.0, PAY])
    return [*rows, *last]


NEW: Grid = [
    [date(2026, 11, 3), "VIR AGENCE BELKACEM LOYER", -45_000.0, None],
    [date(2026, 11, 12), "TPE NAFTAL STATION 4", -3_150.0, None],
    [date(2026, 11, 14), "VIR XQJ ZZT", -12.5, None],
]


@pytest.fixture
def workbook() -> MemoryWorkbook:
    return MemoryWorkbook({"BNA": bank(*NEW)})


def run(workbook: MemoryWorkbook, **more: object) -> Categorised:
    return categorise(workbook, Answers(True), NoCache(), as_of=date(2026, 11, 30), now=NOW, **more)  # type: ignore[arg-type]


def cells(workbook: MemoryWorkbook, row: int) -> list[object]:
    return list(workbook.content["BNA"][row - 1])


def test_a_new_line_like_hers_gets_her_category_its_confidence_and_its_reason(workbook: MemoryWorkbook) -> None:
    done = run(workbook)
    assert done.counts.new >= 2
    assert workbook.content["BNA"][0][3:6] == ["Catégorie", "Confiance", "Motif"] or "Compte SCF" in workbook.content["BNA"][0]
    rent, fuel = cells(workbook, 32), cells(workbook, 33)
    assert (rent[3], fuel[3]) == (RENT, FUEL)
    reason = workbook.content["BNA"][0].index("Motif")
    assert RENT in str(rent[reason])
    assert str(rent[reason - 1]).endswith("%")


def test_what_nothing_tells_keeps_its_blank_cell_and_stands_first_on_the_page(workbook: MemoryWorkbook) -> None:
    done = run(workbook)
    assert cells(workbook, 34)[3] in (None, "")
    assert [line.label for line in done.lines if not line.category] == ["VIR XQJ ZZT"]
    assert done.lines[0].label == "VIR XQJ ZZT"
    (page,) = [row for row in workbook.content[TITLE] if "VIR XQJ ZZT" in row]
    assert "À classer" in page


def test_a_category_that_she_typed_is_never_changed(workbook: MemoryWorkbook) -> None:
    before = [list(row[:4]) for row in workbook.content["BNA"][:31]]
    run(workbook)
    assert [list(row[:4]) for row in workbook.content["BNA"][:31]] == before


def test_a_second_run_writes_nothing_and_does_not_learn_from_what_we_wrote(workbook: MemoryWorkbook) -> None:
    first = run(workbook)
    held = {name: [list(row) for row in rows] for name, rows in workbook.content.items()}
    second = run(workbook)
    assert second.counts.new == 0
    assert second.counts.typed == first.counts.typed == 30
    assert workbook.content == held


def test_a_correction_of_hers_is_her_word_and_loses_our_reason(workbook: MemoryWorkbook) -> None:
    run(workbook)
    workbook.content["BNA"][31][3] = "Loyer du dépôt"
    again = run(workbook)
    assert again.counts.typed == 31
    reason = workbook.content["BNA"][0].index("Motif")
    assert cells(workbook, 32)[3] == "Loyer du dépôt"
    assert cells(workbook, 32)[reason] in (None, "")


def test_a_line_that_she_empties_waits_again(workbook: MemoryWorkbook) -> None:
    run(workbook)
    workbook.content["BNA"][31][3] = None
    assert run(workbook).counts.new == 1
    assert cells(workbook, 32)[3] == RENT


def test_rows_may_be_sorted_between_two_runs(workbook: MemoryWorkbook) -> None:
    run(workbook)
    head, *rows = workbook.content["BNA"]
    workbook.content["BNA"] = [head, *reversed(rows)]
    assert run(workbook).counts.new == 0
    assert read_register(workbook).ours(read_dossier(workbook, Answers(True)).operations).sum() >= 2


def test_undo_blanks_what_was_written_and_keeps_what_she_changed(workbook: MemoryWorkbook) -> None:
    before = [list(row[:4]) for row in workbook.content["BNA"]]
    run(workbook)
    workbook.content["BNA"][32][3] = "Véhicules"
    workbook.content["BNA"].insert(1, [date(2026, 1, 2), "FRAIS TENUE", -450.0, None])
    answers = Answers(True)
    assert undo_last(workbook, answers, NOW).action == "Catégoriser"
    after = [[None if cell == "" else cell for cell in row[:4]] for row in workbook.content["BNA"]]
    expected = [before[0], [date(2026, 1, 2), "FRAIS TENUE", -450.0, None], *before[1:]]
    expected[33] = [*expected[33][:3], "Véhicules"]
    assert after == expected
    assert [row for row in workbook.content["BNA"] if any(cell not in (None, "") for cell in row[4:])] == []
    assert TITLE not in workbook.content
    assert read_register(workbook).ours(read_dossier(workbook, Answers(True)).operations).sum() == 0


def test_a_no_writes_nothing(workbook: MemoryWorkbook) -> None:
    held = [list(row) for row in workbook.content["BNA"]]
    with pytest.raises(TresoError) as refused:
        run(workbook, agrees=lambda page, counts: False)
    assert refused.value.code == "DECLINED"
    assert workbook.content == {"BNA": held}


def test_a_line_of_a_closed_month_is_left_alone_and_said(workbook: MemoryWorkbook) -> None:
    workbook.content["Paramètres"] = [["Paramètre", "Valeur"], ["Mois clôturés jusqu'au", "11/2026"]]
    done = run(workbook)
    assert done.counts.new == 0
    assert "CATEGORY_MONTHS_CLOSED" in {finding.code for finding in done.findings}


def test_a_cell_with_a_formula_is_never_written(workbook: MemoryWorkbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryWorkbook, "layout", lambda self, sheet: SheetLayout(frozenset({(32, 4)})))
    run(workbook)
    assert cells(workbook, 32)[3] in (None, "")
    assert cells(workbook, 33)[3] == FUEL


def test_beside_a_table_no_column_is_added_and_it_is_said(workbook: MemoryWorkbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryWorkbook, "layout", lambda self, sheet: SheetLayout(is_fixed=True))
    done = run(workbook)
    assert cells(workbook, 32) == [*NEW[0][:3], RENT]
    assert "CATEGORY_COLUMNS_MISSING" in {finding.code for finding in done.findings}


def test_a_seventh_expense_in_categories_is_refused_before_anything_is_written(workbook: MemoryWorkbook) -> None:
    names = ["Achats", "Personnel", "Publicité", "Logiciels", "Déplacements", "Frais généraux", "Cadeaux"]
    workbook.content["Catégories"] = [["Catégorie", "Compte SCF", "Dépense du plan"], *([name, "613", "Oui"] for name in names)]
    held = {name: [list(row) for row in rows] for name, rows in workbook.content.items()}
    with pytest.raises(TresoError) as refused:
        run(workbook)
    assert refused.value.code == "CATEGORIES_TOO_MANY"
    assert workbook.content == held


def test_only_the_rows_selected_are_told_and_ours_there_are_told_again(workbook: MemoryWorkbook) -> None:
    done = run(workbook, selected={"BNA": [33]})
    assert (done.counts.new, cells(workbook, 32)[3]) == (1, None)
    workbook.content["BNA"][32][3] = FUEL
    again = run(workbook, selected={"BNA": [33]})
    assert again.counts.new == 1


def test_every_line_stands_in_the_json_with_its_evidence(workbook: MemoryWorkbook) -> None:
    told = categorised_as_json(run(workbook))
    lines = {line["row"]: line for line in told["lines"]}
    assert len(lines) == 33
    assert lines[2] | {"reason": ""} == {
        "sheet": "BNA", "row": 2, "category": RENT, "suggestion": RENT, "scf_account": lines[2]["scf_account"],
        "counterparty": "AGENCE BELKACEM LOYER", "confidence": 1.0, "origin": "typed", "reason": "", "written": False,
    }  # fmt: skip
    assert (lines[32]["category"], lines[32]["origin"], lines[32]["written"]) == (RENT, "memory", True)
    assert lines[34]["category"] is None
    assert told["abstained"] == 1


def test_a_workbook_without_any_category_is_classified_all_the_same() -> None:
    workbook = MemoryWorkbook({"BNA": [HEAD[:3], *(row[:3] for row in bank(*NEW)[1:])]})
    done = run(workbook)
    assert done.counts.typed == 0
    assert done.classification.accuracy is None
    assert workbook.content["BNA"][0][3] == "Catégorie"
    assert cells(workbook, 4)[3] == "Personnel & CNAS"


def test_a_memory_that_was_damaged_is_said_and_its_categories_are_hers(workbook: MemoryWorkbook) -> None:
    run(workbook)
    for row in workbook.content[MEMORY]:
        if len(row) > 7 and str(row[7]).startswith("E1"):
            row[7] = "E1 1/1 damaged"
    again = run(workbook)
    assert "CLASSIFICATION_MEMORY_DAMAGED" in {finding.code for finding in again.findings}
    assert again.counts.typed > 30


def test_a_sheet_of_hers_with_the_name_of_the_page_is_not_touched(workbook: MemoryWorkbook) -> None:
    workbook.content[TITLE] = [["mes notes"]]
    with pytest.raises(TresoError) as refused:
        run(workbook)
    assert refused.value.code == "SHEET_NAME_TAKEN"
    assert read_history(workbook).actions == ()


def corrected(workbook: MemoryWorkbook) -> None:
    """Two lines of one car park that she puts elsewhere than we did, and « Règles » waiting."""
    workbook.content["BNA"] = [
        list(HEAD),
        *([date(2026, 3, day), "VIR PARKING BELKACEM", -100.0 - day, None] for day in (1, 2, 3)),
        *([date(2026, 3, day), "VIR SALAIRES", -730_000.0 - day, None] for day in (4, 5, 6)),
    ]
    workbook.content["Règles"] = [["Texte", "Sens", "Montant min", "Montant max", "Compte", "Catégorie", "Compte SCF"]]
    run(workbook)
    assert cells(workbook, 2)[3]
    for row in (1, 2):
        workbook.content["BNA"][row][3] = "Chantier Est"


def decide(workbook: MemoryWorkbook, answer: str) -> None:
    """She answers on the page, beside the rule proposed."""
    (row,) = [row for row in workbook.content[TITLE] if "Chantier Est" in row and "BELKACEM" in str(row[2])]
    row[0] = answer


def proposed(workbook: MemoryWorkbook) -> list[str]:
    rows = workbook.content[TITLE]
    head = next((i for i, row in enumerate(rows) if "Texte de la règle proposée" in row), None)
    return [] if head is None else [str(row[2]) for row in rows[head + 1 :] if row and len(row) > 2 and row[2]][:1]


def test_two_corrections_propose_a_rule_which_applies_once_she_accepts_it() -> None:
    workbook = MemoryWorkbook({"BNA": bank()})
    corrected(workbook)
    run(workbook)
    assert "BELKACEM" in proposed(workbook)[0]
    assert len(workbook.content["Règles"]) == 1, "nothing is added before she says so"
    decide(workbook, "Oui")
    workbook.content["BNA"].append([date(2026, 3, 20), "VIR PARKING BELKACEM", -77.0, None])
    done = run(workbook)
    (rule,) = workbook.content["Règles"][1:]
    assert (rule[1], rule[5]) == ("Débit", "Chantier Est")
    assert done.classification.verdicts["origin"].iloc[-1] == "rule"
    assert cells(workbook, 8)[3] == "Chantier Est"
    assert "Texte de la règle proposée" not in {cell for row in workbook.content[TITLE] for cell in row}
    undo_last(workbook, Answers(True), NOW)
    assert len(workbook.content["Règles"]) == 1


def test_a_rule_that_she_refuses_never_comes_back() -> None:
    workbook = MemoryWorkbook({"BNA": bank()})
    corrected(workbook)
    run(workbook)
    decide(workbook, "Non")
    run(workbook)
    workbook.content["BNA"].append([date(2026, 3, 21), "VIR PARKING BELKACEM", -78.0, "Chantier Est"])
    run(workbook)
    assert "Texte de la règle proposée" not in {cell for row in workbook.content[TITLE] for cell in row}
    assert len(workbook.content["Règles"]) == 1


def test_an_accepted_rule_without_a_tab_for_it_is_said() -> None:
    workbook = MemoryWorkbook({"BNA": bank()})
    corrected(workbook)
    run(workbook)
    decide(workbook, "Oui")
    del workbook.content["Règles"]
    assert "RULES_TAB_MISSING" in {finding.code for finding in run(workbook).findings}


def test_lines_after_the_usual_closing_date_are_told_and_learnt_too() -> None:
    last = date(2026, 11, 29)
    lines: Grid = [[last, "PARKING DU PORT", -300.0, "Stationnement"], [last, "PARKING DU PORT", -320.0, None]]
    workbook = MemoryWorkbook({"BNA": bank(*NEW, *lines), "Paramètres": [["Paramètre", "Valeur"], ["Date d'arrêté", date(2026, 10, 31)]]})
    done = categorise(workbook, Answers(True), NoCache(), as_of=None, now=NOW)
    assert done.as_of < last
    assert cells(workbook, 36)[3] == "Stationnement"
    assert categorised_as_json(done)["as_of"] == done.as_of.isoformat()


def test_with_a_closing_date_later_lines_wait() -> None:
    workbook = MemoryWorkbook({"BNA": bank(*NEW)})
    categorise(workbook, Answers(True), NoCache(), as_of=date(2026, 11, 5), now=NOW)
    assert (cells(workbook, 32)[3], cells(workbook, 33)[3]) == (RENT, None)
