"""TIERS: one label or a column of them."""

from __future__ import annotations

from addin.functions.labels import counterparties


def test_the_counterparty_of_each_label_of_a_column_is_given() -> None:
    labels = ["VIR RECU NOVATEC FA112/26", "CARTE 12/03 SOCIETE X PARIS", "REMISE CHEQUES 3", "CHQ 0018834"]
    assert counterparties(labels) == ["NOVATEC", "SOCIETE X", "REMISE CHEQUES", "Chèque 0018834"]


def test_empty_cells_give_an_empty_text_and_numbers_are_their_digits() -> None:
    assert counterparties([None, "  ", 4471902.0]) == ["", "", "4471902"]


def test_a_cell_gives_the_same_alone_and_in_a_range() -> None:
    labels = ["PRLV SONELGAZ 12/10", "VISA ADOBE USD59,99", ""]
    assert counterparties(labels) == [found for label in labels for found in counterparties([label])]
