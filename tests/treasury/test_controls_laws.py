"""What holds of the controls whatever the workbook: they answer, each finding once, and never of what is not there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from addin.sheets.controls import COLUMNS, ShownFinding, controls_sheet, reason_of
from addin.sheets.controls_read import has_notes, read_controls
from addin.treasury.controls.controls import control
from addin.treasury.recurrences.subscriptions import find_subscriptions
from tests.treasury.builders import account, make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)
LABELS = (
    "VIR INFODIS FA881", "VIR INFODIS", "CHQ 0018834", "VISA ADOBE USD59,99", "", "🙂", "سونلغاز", "IMPAYE CHQ 0018834",
    "VIR SALAIRES 10/26", "X" * 3_000,
)  # fmt: skip
LINES = st.builds(
    lambda ago, label, amount, account, category: operation(
        str(AS_OF - timedelta(days=ago)), label, amount, account=account, category=category, currency="EUR" if account == "BEA" else "DZD"
    ),
    st.integers(-40, 900),
    st.sampled_from(LABELS),
    st.sampled_from((-119_000, -1_190, -119, 119_000, 0, -0.01, 10**11)),
    st.sampled_from(("BNA", "Caisse", "CIB", "BEA")),
    st.sampled_from(("", "Publicité", "À classer")),
)
BILLS = st.builds(
    lambda ago, number, name, amount, rib: supplier_invoice(
        number, name, amount, issued=str(AS_OF - timedelta(days=ago)), due=str(AS_OF), bank_number=rib
    ),
    st.integers(-40, 900),
    st.sampled_from(("FA881", "FA882", "", "1,23E+05", "8012306A", "8012306")),
    st.sampled_from(("Infodis", "INFODIS SARL", "")),
    st.sampled_from((-119_000, -119_001, 119_000)),
    st.sampled_from(("", "00100012345678901243", "00400012345678901243", "rien")),
)
ACCOUNTS = [account("BNA", 0), account("Caisse", 0, kind="cash"), account("CIB", 0, kind="card"), account("BEA", 0, currency="EUR")]


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=40), st.lists(BILLS, max_size=12), st.integers(1, 4))
def test_the_controls_answer_whatever_the_lines_and_say_each_thing_once(lines: list[Any], bills: list[Any], times: int) -> None:
    dossier = make_dossier(lines * times, bills, ACCOUNTS)
    found = control(dossier, AS_OF)
    assert len({each.key for each in found.findings}) == len(found.findings)
    late = set(dossier.operations.index[dossier.operations["booked_on"] > str(AS_OF)])
    assert not late & {line for each in found.findings for line in each.lines}
    assert all(0 < each.score <= 1 and reason_of(each) for each in found.findings)
    subscriptions = find_subscriptions(dossier, found.recurrences, AS_OF)
    assert len({each.key for each in subscriptions}) == len(subscriptions)
    sheet = controls_sheet([ShownFinding(each, ()) for each in found.findings], subscriptions, found.more, AS_OF, "", "Contrôles")
    rows = sheet.values()
    assert not has_notes(rows, len(COLUMNS))
    answers = read_controls(rows, "Contrôles")
    assert set(answers.decisions) == {each.key for each in found.findings}
    assert set(answers.subscriptions) == {each.key for each in subscriptions}


@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_finding(lines: list[Any], random: Any) -> None:
    lines = [{**line, "position": at} for at, line in enumerate(lines)]
    straight = control(make_dossier(lines, accounts=ACCOUNTS), AS_OF)
    random.shuffle(lines)  # rows alone: the bank's order inside a day stays
    turned = control(make_dossier(lines, accounts=ACCOUNTS), AS_OF)
    assert [(each.key, each.reason) for each in straight.findings] == [(each.key, each.reason) for each in turned.findings]
