"""Changed bank details (RIB modifié): told from supplier invoices and bank labels, never from the first number seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest

from addin.sheets.controls import reason_of
from addin.treasury.controls.model import Books, ControlFinding
from addin.treasury.controls.rib_changes import rib_changes
from addin.treasury.statements.account_numbers import rib_key
from tests.treasury.builders import cents, customer_invoice, make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)


def rib(account: str, bank: str = "001", agency: str = "00012") -> str:
    """A RIB whose key holds."""
    return f"{bank}{agency}{account}{rib_key(agency, account)}"


FIRST, SECOND = rib("3456789012"), rib("3456799999", "004")
WRONG = f"{FIRST[:-2]}{(int(FIRST[-2:]) + 1) % 97:02}"
Line = Mapping[str, Any]


def changes(lines: Iterable[Line] = (), invoices: Iterable[Line] = (), as_of: date = AS_OF) -> list[ControlFinding]:
    return list(rib_changes(Books(make_dossier(lines, invoices), as_of)))


def bill(issued: str, number: str, supplier: str = "Infodis", amount: float = 119_000) -> dict[str, Any]:
    return supplier_invoice(f"FA{issued[5:7]}{issued[8:]}", supplier, amount, issued=issued, bank_number=number)


def paid(on: str, number: str, amount: float = -119_000) -> dict[str, Any]:
    return operation(on, f"VIR INFODIS RIB {number}", amount)


def test_a_number_that_changes_from_one_invoice_to_the_next_is_said_on_the_second_one() -> None:
    (changed,) = changes(invoices=[bill("2026-06-02", FIRST), bill("2026-09-02", SECOND, amount=88_000), bill("2026-10-02", SECOND)])
    assert (changed.kind, changed.severity, changed.reason) == ("changed_rib", "likely", "rib_changed")
    assert (changed.on, changed.invoices, changed.lines, changed.amount_cents) == (date(2026, 9, 2), (1,), (), cents(-88_000))


def test_a_number_that_changes_in_a_bank_label_is_said() -> None:
    (changed,) = changes([paid("2026-06-02", FIRST), paid("2026-09-02", f"{SECOND[:3]} {SECOND[3:8]} {SECOND[8:18]} {SECOND[18:]}")])
    assert (changed.reason, changed.lines, changed.invoices) == ("rib_changed", (1,), ())


def test_an_invoice_asks_for_another_account_than_the_one_that_was_paid() -> None:
    (changed,) = changes([paid("2026-06-02", FIRST)], [bill("2026-09-02", SECOND, "INFODIS")])
    assert (changed.invoices, changed.on) == ((0,), date(2026, 9, 2))


def test_the_first_number_the_same_one_and_a_known_one_again_say_nothing() -> None:
    assert changes(invoices=[bill("2026-09-02", FIRST)]) == []
    spaced = f"{FIRST[:3]} {FIRST[3:8]} {FIRST[8:18]} {FIRST[18:]}"
    assert changes([paid("2026-10-20", FIRST)], [bill("2026-09-02", FIRST), bill("2026-10-02", spaced)]) == []
    both = [bill("2025-06-02", FIRST), bill("2025-07-02", SECOND), bill("2026-09-02", FIRST), bill("2026-10-02", SECOND)]
    assert changes(invoices=both) == []
    assert changes(invoices=[bill("2026-06-02", FIRST), bill("2026-09-02", SECOND, "Lumen")]) == []
    assert changes(invoices=[bill("2026-06-02", FIRST), bill("2026-09-02", "à demander")]) == []


def test_an_old_change_a_coming_one_and_the_number_on_own_invoices_are_not_said() -> None:
    assert changes(invoices=[bill("2025-06-02", FIRST), bill("2025-09-02", SECOND)]) == []
    assert changes(invoices=[bill("2026-06-02", FIRST), bill("2026-11-02", SECOND)]) == []
    own = [
        customer_invoice(f"FA{at}", "Infodis", 1_000, issued=f"2026-0{at}-02", bank_number=number)
        for at, number in ((6, FIRST), (9, SECOND))
    ]
    assert changes(invoices=own) == []


def test_a_number_whose_key_is_wrong_is_said_even_the_first_time() -> None:
    (wrong,) = changes(invoices=[bill("2026-09-02", WRONG)])
    assert (wrong.reason, wrong.severity) == ("rib_wrong", "likely")
    assert "clé" in reason_of(wrong)
    assert changes([paid("2026-06-02", FIRST), paid("2026-09-02", WRONG)]) == []  # in a label, digits without a right key are no RIB


@pytest.mark.parametrize("numbers", [(FIRST, SECOND), (FIRST, WRONG)])
def test_the_sentence_shows_only_the_end_of_the_numbers(numbers: tuple[str, str]) -> None:
    (found,) = changes(invoices=[bill("2026-06-02", numbers[0]), bill("2026-09-02", numbers[1])])
    said = reason_of(found)
    assert f"…{numbers[1][-4:]}" in said
    assert numbers[0][:-4] not in said
    assert numbers[1][:-4] not in said
    assert not any(number in str(found.details) for number in numbers)


def test_the_key_of_a_change_holds_when_more_invoices_come() -> None:
    two = [bill("2026-06-02", FIRST), bill("2026-09-02", SECOND)]
    (before,) = changes(invoices=two)
    (after,) = changes(invoices=[bill("2026-03-02", FIRST), *two[::-1], bill("2026-10-02", SECOND)])
    assert after.key == before.key
