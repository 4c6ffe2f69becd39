"""JUSTIFICATIF as plain Python."""

from __future__ import annotations

from datetime import date
from typing import Any

from addin.functions.receipts import receipt_state
from tests.functions.facts import code, one, source_of
from tests.treasury.builders import make_dossier, operation

DAY = date(2026, 10, 6)


def listed(state: str, amount: int, label: str = "TPE NAFTAL") -> dict[str, Any]:
    return {"day": DAY.isoformat(), "amount_cents": amount, "currency": "DZD", "label": label, "status": state, "place": "BNA ligne 2"}


def test_the_sheet_says_the_state_whatever_the_sign() -> None:
    source = source_of(make_dossier([operation("2026-10-06", "TPE NAFTAL", -3_800)], receipts=[listed("requested", -380_000)]))
    assert receipt_state(source, [DAY, "06/10/2026"], [-3800.0, "3 800,00"]) == ["Demandé", "Demandé"]


def test_of_equal_lines_the_one_that_is_least_advanced_is_told_and_the_label_chooses() -> None:
    lines = [operation("2026-10-06", "TPE NAFTAL", -3_800), operation("2026-10-06", "TPE ARDIS", -3_800)]
    source = source_of(make_dossier(lines, receipts=[listed("justified", -380_000)]))
    assert one(receipt_state(source, [DAY], [3800.0])) == "À demander"
    assert one(receipt_state(source, [DAY], [3800.0], ["tpe  naftal"])) == "Justifié"


def test_without_the_sheet_the_column_of_the_tab_and_the_nature_tell() -> None:
    lines = [
        operation("2026-10-06", "TPE NAFTAL", -3_800, receipt="ticket.jpg"), operation("2026-10-06", "VIR SALAIRES 10/26", -300_000),
        operation("2026-10-06", "SADEG", -14_380), operation("2026-10-06", "VISA ADOBE", "-59.99", currency="USD"),
    ]  # fmt: skip
    source = source_of(make_dossier(lines))
    assert receipt_state(source, [DAY] * 4, [3800.0, 300000.0, 14380.0, 59.99]) == ["Justifié", "Non requis", "À demander", "À demander"]


def test_blank_cells_give_nothing_and_a_line_that_is_not_there_is_refused() -> None:
    source = source_of(make_dossier([operation("2026-10-06", "TPE NAFTAL", -3_800)]))
    assert receipt_state(source, [None, DAY], [1.0, None]) == ["", ""]
    assert code(receipt_state(source, [DAY], [3801.0])) == "RECEIPT_OPERATION_NOT_FOUND"
    assert code(receipt_state(source, ["hier"], [3800.0])) == "ARGUMENT_NOT_DATE"
    assert code(receipt_state(source, [DAY], ["beaucoup"])) == "ARGUMENT_NOT_AMOUNT"
