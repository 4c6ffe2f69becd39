"""The weekly report says what waits on the page « Contrôles », without controlling again."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from addin.app.controls import control_workbook
from addin.app.weekly_report import build_weekly_report
from tests.app.fakes import Answers, MemoryWorkbook

NOW = datetime(2026, 11, 1, 9, 30)
DAY = date(2026, 10, 31)
TWICE: list[list[object]] = [
    ["Date", "Libellé", "Montant"],
    *[[f"{day:02d}/10/2026", "VIR RECU NOVATEC", 500_000] for day in (1, 8, 15, 22)],
    ["05/10/2026", "VIR INFODIS FA881", -119_000],
    ["12/10/2026", "VIR INFODIS FA881", -119_000],
    ["31/10/2026", "FRAIS TENUE", -450],
]


def report(workbook: MemoryWorkbook, on: date = DAY) -> list[list[object]]:
    written = build_weekly_report(workbook, Answers(), as_of=on, now=NOW)
    return [[cell for cell in row if cell not in (None, "")] for row in written.sheet.values()]


def test_without_the_page_the_report_says_nothing_of_controls() -> None:
    assert not any("Contrôles" in str(row) for row in report(MemoryWorkbook({"BNA": TWICE})))


def test_a_double_payment_is_to_be_decided_and_the_alert_counts_it() -> None:
    workbook = MemoryWorkbook({"BNA": TWICE})
    control_workbook(workbook, Answers(), as_of=DAY, now=NOW)
    rows = report(workbook)
    assert ["INFODIS", "Vérifier le double paiement"] in [row[:2] for row in rows]
    (alert,) = [row for row in rows if "Contrôles" in row]
    assert alert[alert.index("Contrôles") :] == ["Contrôles", "ALERTE", "1\u00a0certain, 0\u00a0probable"]


def test_what_she_settled_leaves_the_report() -> None:
    workbook = MemoryWorkbook({"BNA": TWICE})
    control_workbook(workbook, Answers(), as_of=DAY, now=NOW)
    page = [list(row) for row in workbook.content["Contrôles"]]
    at = next(number for number, row in enumerate(page) if "Double paiement" in row)
    page[at][page[at - 1].index("Décision")] = "OK"
    workbook.content["Contrôles"] = page
    rows = report(workbook)
    assert not any("Vérifier le double paiement" in row for row in rows)
    (alert,) = [row for row in rows if "Contrôles" in row]
    assert alert[-2:] == ["OK", "0\u00a0certain, 0\u00a0probable"]


@pytest.mark.parametrize(("on", "is_old"), [(DAY, False), (date(2026, 11, 7), True)])
def test_controls_of_an_earlier_week_are_said_to_be_old(on: date, is_old: bool) -> None:
    workbook = MemoryWorkbook({"BNA": [*TWICE, ["06/11/2026", "FRAIS", -10]]})
    control_workbook(workbook, Answers(), as_of=DAY, now=NOW)
    assert any("à refaire" in str(row) for row in report(workbook, on)) == is_old
