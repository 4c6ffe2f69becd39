"""CATEGORISER and COMPTE: one line or a column of them, in the workbook or not; nothing rather than a guess."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from addin.app.asked_categories import AskedClassifier
from addin.app.cells import Source
from addin.app.ports import CellError
from addin.functions import asked_categories
from addin.functions.asked_categories import Answers
from addin.functions.classification import categories, scf_accounts
from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.dossier import Settings
from tests.functions.facts import code, one, source_of
from tests.treasury.builders import make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)
UNSORTED = "À classer"


class CountingTeller:
    """Knows fuel as a payment and sales as a receipt, whatever the label says after the first word, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def tell(self, lines: pd.DataFrame) -> pd.DataFrame:
        self.asked.extend(lines["label"])
        verdicts = no_verdicts(lines.index)
        for index, label, cents, category in zip(lines.index, lines["label"], lines["amount_cents"], lines["category"], strict=True):
            word = label.partition(" ")[0]
            known = {"NAFTAL": ("Frais généraux", "6071", 0.9, -1), "VENTE": ("Encaissement clients", "4111", 0.99, 1)}
            if word in known:
                name, account, confidence, sign = known[word]
                fits = cents * sign > 0
                verdicts.loc[index, ["category", "suggestion"]] = [name if fits else "", name if fits else ""]
                verdicts.loc[index, "scf_account"] = account if fits else ""
                verdicts.loc[index, "confidence"] = confidence if fits else 0.0
            elif word == "PEUTETRE":
                verdicts.loc[index, "suggestion"], verdicts.loc[index, "confidence"] = "Publicité", 0.6
            elif word == "DEUX":
                name = "Publicité" if cents < 0 else "Encaissement clients"
                verdicts.loc[index, ["category", "suggestion"]] = [name, name]
                verdicts.loc[index, "confidence"] = 0.9
            if category:
                verdicts.loc[index, "scf_account"] = "623"
        return verdicts


@pytest.fixture
def teller() -> CountingTeller:
    return CountingTeller()


@pytest.fixture
def source(teller: CountingTeller) -> Iterator[Source]:
    dossier = make_dossier(
        [operation("2026-10-05", "VIR X", -100, category="Publicité"), operation("2026-10-06", "VIR Y", -300)],
        settings=Settings(as_of=AS_OF),
    )
    source = source_of(dossier)
    asked_categories._answers[source] = Answers(AskedClassifier(dossier, teller, AS_OF, True, 0))
    yield source
    del asked_categories._answers[source]


def test_a_line_gets_its_category_and_its_account(source: Source) -> None:
    assert one(categories(source, ["NAFTAL BIRKHADEM"], [-3800.0])) == "Frais généraux"
    assert one(scf_accounts(source, ["NAFTAL BIRKHADEM"], [-3800.0])) == "6071"


def test_the_sign_of_the_amount_counts(source: Source) -> None:
    assert categories(source, ["NAFTAL A", "NAFTAL A", "VENTE 1", "VENTE 1"], [-1.0, 1.0, -1.0, 1.0]) == [
        "Frais généraux", UNSORTED, UNSORTED, "Encaissement clients",
    ]  # fmt: skip


def test_without_an_amount_the_direction_that_is_sure_answers_and_two_that_differ_do_not(source: Source) -> None:
    assert categories(source, ["NAFTAL A", "VENTE 1", "DEUX"]) == ["Frais généraux", "Encaissement clients", UNSORTED]
    assert categories(source, ["NAFTAL A"], [None]) == ["Frais généraux"]


def test_what_is_not_sure_is_to_be_classed_unless_a_lower_threshold_is_asked(source: Source) -> None:
    assert categories(source, ["PEUTETRE"], [-1.0]) == [UNSORTED]
    given: list[object] = [0.5, 50.0, "50 %", 0.6, 0.61, "61 %", 1.0, None]
    found = categories(source, ["PEUTETRE"] * 8, [-1.0] * 8, None, given)
    assert found == ["Publicité"] * 4 + [UNSORTED] * 4
    assert categories(source, ["NAFTAL"], [-1.0], None, [0.95]) == [UNSORTED]


@pytest.mark.parametrize("threshold", ["beaucoup", 101.0, -0.1, True])
def test_a_threshold_that_is_no_share_is_refused(source: Source, threshold: object) -> None:
    assert code(categories(source, ["NAFTAL"], [-1.0], None, [threshold])) == "ARGUMENT_UNKNOWN"


def test_blank_lines_give_an_empty_text_and_a_line_without_label_is_to_be_classed(source: Source) -> None:
    assert categories(source, [None, "  ", None], [None, None, -50.0]) == ["", "", UNSORTED]
    assert scf_accounts(source, [None, "  "], [None, 3.0]) == ["", ""]


def test_a_bad_element_is_refused_alone(source: Source) -> None:
    found = categories(source, ["NAFTAL", "NAFTAL", "NAFTAL"], [-1.0, "beaucoup", -2.0])
    assert [found[0], found[2]] == ["Frais généraux", "Frais généraux"]
    assert code([found[1]]) == "ARGUMENT_NOT_AMOUNT"


def test_a_cell_in_error_is_the_result_of_its_element(source: Source) -> None:
    error = CellError("#N/A")
    assert categories(source, ["NAFTAL", error], [error, -1.0]) == [error, error]


def test_the_account_of_a_category_of_hers_is_given_and_an_unknown_category_is_refused(source: Source) -> None:
    assert scf_accounts(source, ["VIR Z", None], [-5.0, None], ["publicite", "Publicité"]) == ["623", "623"]
    assert code(scf_accounts(source, ["VIR Z"], [-5.0], ["Publicités"])) == "NAME_UNKNOWN"


def test_the_same_line_is_asked_once_and_tells_the_same_alone_and_in_a_column(source: Source, teller: CountingTeller) -> None:
    labels: list[object] = ["NAFTAL A", "VENTE 1", "NAFTAL A", "inconnu"] * 5
    amounts: list[object] = [-1.0, 2.0, -1.0, -3.0] * 5
    found = categories(source, labels, amounts)
    assert len(teller.asked) == 3
    assert found == [one(categories(source, [label], [amount])) for label, amount in zip(labels, amounts, strict=True)]
    assert len(teller.asked) == 3


def test_numbers_and_booleans_that_are_equal_are_different_cells(source: Source) -> None:
    assert code(categories(source, ["NAFTAL"], [True])) == "ARGUMENT_NOT_AMOUNT"
    assert categories(source, ["NAFTAL"], [1.0]) == [UNSORTED]
    assert code(categories(source, ["NAFTAL"], [True])) == "ARGUMENT_NOT_AMOUNT"


def test_what_is_kept_in_memory_is_bounded(source: Source, teller: CountingTeller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_categories, "_MOST_KEPT", 10)
    labels: list[object] = [f"NAFTAL {i}" for i in range(25)]
    assert categories(source, labels, [-1.0] * 25) == ["Frais généraux"] * 25
    assert categories(source, labels[:5], [-1.0] * 5) == ["Frais généraux"] * 5
    assert len(asked_categories._answers[source]._known) <= 30


def test_odd_labels_are_answered(source: Source) -> None:
    odd: list[object] = ["سونلغاز فاتورة", "🚀🚀", "x" * 10_000, "\n", 4471902.0, date(2026, 1, 1)]
    assert [type(found) for found in categories(source, odd, [-1.0] * 6)] == [str] * 6


def test_the_invoices_that_the_lines_pay_are_evidence(teller: CountingTeller) -> None:
    dossier = make_dossier(
        [operation("2026-10-05", "VIR X", -100)],
        [supplier_invoice("FA881", "Infodis", 119_000, due="2026-10-02"), supplier_invoice("FA9", "Immo", 500, due="2026-10-02")],
        settings=Settings(as_of=AS_OF),
    )
    told: list[pd.DataFrame] = []

    def with_payments(paid: pd.DataFrame) -> CountingTeller:
        told.append(paid)
        return teller

    answers = Answers(AskedClassifier(dossier, teller, AS_OF, True, 0, with_payments))
    source = source_of(dossier)
    asked_categories._answers[source] = answers
    assert categories(source, ["NAFTAL", "VIR INFODIS FA881", "SADEG"], [-1.0, -119_000.0, -2.0]) == ["Frais généraux", UNSORTED, UNSORTED]
    (paid,) = told
    assert paid[["invoice", "operation", "amount_cents"]].to_numpy().tolist() == [[0, 1, -11_900_000]]
    assert categories(source, ["SADEG", "NAFTAL"], [-3.0, None]) == [UNSORTED, "Frais généraux"]
    assert len(told) == 1
