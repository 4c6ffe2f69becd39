"""Balances, totals and senses: what the tab proves about its own lines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.treasury.raw_tabs import (
    LATER,
    MOVEMENTS,
    ONE_COLUMN,
    TWO_COLUMNS,
    Cell,
    amounts,
    balances,
    codes,
    dinars,
    in_one_column,
    in_two_columns,
    opening,
    problems,
    read,
    reading,
    rows_of,
    sides,
    tab,
    total,
    totals,
)

SUM = total(*MOVEMENTS)
START = 1_000_00
IN_BOOKS_SENSE = [[day, label, credit, debit] for day, label, debit, credit in in_two_columns()]


def balance_line(label: str, cents: int, day: Cell = "") -> list[Cell]:
    return [day, label, *sides(cents)]


# ------------------------------------------------------------------------------- lines that state a balance
@pytest.mark.parametrize(
    "label",
    [
        "ANCIEN SOLDE AU 31/12/2020",
        "Solde initial",
        "REPORT",
        "Report à nouveau",
        "SOLDE REPORTE",
        "Solde créditeur au 31/12/2020",
        "À nouveau",
    ],
)
@pytest.mark.parametrize("day", ["", date(2021, 1, 1)])
def test_a_line_that_brings_a_balance_forward_gives_the_opening_balance(label: str, day: Cell) -> None:
    dossier = read(tab("CCP", TWO_COLUMNS, balance_line(label, START, day), *in_two_columns()))
    assert totals(dossier) == {"CCP": SUM}
    assert opening(dossier, "CCP") == START
    assert reading(dossier, "CCP").left_out["opening"] == 1


@pytest.mark.parametrize(
    "title", [["Solde initial au 01/01/2021 : 1 000,00 DA"], ["Ancien solde", 1000.0], ["Solde au 31/12/2020", "", "1 000,00"]]
)
def test_an_opening_balance_may_stand_above_the_headings(title: list[Cell]) -> None:
    assert opening(read(tab("BNA", title, [], ONE_COLUMN, *in_one_column())), "BNA") == START


def test_other_balances_above_the_headings_are_not_taken_for_the_opening() -> None:
    assert opening(read(tab("BNA", ["Solde minimum de sécurité : 500 000,00"], ONE_COLUMN, *in_one_column())), "BNA") is None
    assert opening(read(tab("LBP", ["Solde (EUROS)", "1 234,56"], ONE_COLUMN, *in_one_column())), "LBP") is None


def test_a_closing_balance_gives_the_opening_when_nothing_else_does() -> None:
    rows = list(reversed(in_one_column()))
    dossier = read(tab("Compte", ["Solde au 31/01/2021 5 000,00 €"], [], ["Date", "Libellé", "Montant euros"], *rows))
    assert opening(dossier, "Compte") == 5_000_00 - SUM


def test_a_closing_balance_that_the_lines_contradict_is_said_at_its_row() -> None:
    dossier = read(
        tab("CCP", TWO_COLUMNS, balance_line("Ancien solde", START), *in_two_columns(), balance_line("Nouveau solde", START + SUM + 1))
    )
    assert rows_of(dossier, "BALANCE_BROKEN") == [11]
    assert reading(dossier, "CCP").balance_check == "broken"


def test_balances_carried_from_page_to_page_under_credit_are_no_operations() -> None:
    end = START + SUM
    rows = [balance_line("REPORT", START), *in_two_columns(), balance_line("A REPORTER", end), [], TWO_COLUMNS]
    dossier = read(tab("BADR", TWO_COLUMNS, *rows, balance_line("REPORT", end, date(2021, 2, 1)), *in_two_columns(LATER)))
    assert totals(dossier) == {"BADR": total(*MOVEMENTS, *LATER)}
    assert problems(dossier) == []


@pytest.mark.parametrize(
    "label",
    [
        "TOTAL ENERGIES STATION",
        "SOLDE FACTURE 12",
        "REPORT ECHEANCE PRET",
        "NOUVEAU CLIENT ACOMPTE",
        "SOLDE DE TOUT COMPTE ALI",
        "TOTAL",
        "CUMULUS SARL",
        "ANCIEN SOLDE FACTURE 3",
        "SOLDE",
        "TOTAL ALGER",
    ],
)
def test_a_dated_line_whose_label_begins_like_a_balance_or_a_total_is_an_operation(label: str) -> None:
    dossier = read(tab("BNA", ONE_COLUMN, [date(2021, 1, 4), "VIR RECU", 7.0], [date(2021, 1, 5), label, -50.0]))
    assert amounts(dossier) == [700, -5_000]


# ------------------------------------------------------------------------------- totals
def test_totals_with_the_opening_balance_in_them_and_sums_without_a_word_are_recognised() -> None:
    spent, earned = -total(*(m for m in MOVEMENTS if m[2] < 0)), total(*(m for m in MOVEMENTS if m[2] > 0))
    rows = [["", "Solde initial", "", dinars(START)], *in_two_columns(), ["", "TOTAL", dinars(spent), dinars(START + earned)]]
    assert problems(read(tab("Caisse", TWO_COLUMNS, *rows))) == []
    unnamed = read(tab("BNA", TWO_COLUMNS, *in_two_columns(), ["", "", dinars(spent), dinars(earned)]))
    assert totals(unnamed) == {"BNA": SUM}
    assert problems(unnamed) == []


def test_totals_that_were_never_calculated_are_no_lines_to_look_at() -> None:
    last = len(MOVEMENTS) + 1
    raw = tab("BNA", TWO_COLUMNS, *in_two_columns(), ["", "TOTAL", "", ""], errors={(last, 2): "", (last, 3): "", (last + 1, 2): ""})
    assert totals(read(raw)) == {"BNA": SUM}
    assert problems(read(raw)) == []


# ------------------------------------------------------------------------------- order and sense
def test_a_day_may_keep_its_order_in_a_tab_with_the_newest_day_first() -> None:
    rows = in_one_column(start=START)
    by_day = [row for day in sorted({row[0] for row in rows}, reverse=True) for row in rows if row[0] == day]  # type: ignore[type-var]
    dossier = read(tab("BNA", [*ONE_COLUMN, "Solde"], *by_day))
    assert reading(dossier, "BNA").balance_check == "ok"
    assert dossier.operations["label"].tolist() == [label for _, label, _ in MOVEMENTS]


def test_a_balance_printed_on_the_last_line_of_each_day_is_enough() -> None:
    rows = in_one_column(start=START)
    sparse = [[*row[:3], row[3] if i + 1 == len(rows) or rows[i + 1][0] != row[0] else ""] for i, row in enumerate(rows)]
    assert reading(read(tab("BNA", [*ONE_COLUMN, "Solde"], *sparse)), "BNA").balance_check == "ok"


def test_a_balance_may_be_written_with_d_or_c_or_in_two_columns() -> None:
    after = balances(MOVEMENTS, -900_000_00)
    letters = [
        [*row, f"{abs(b) // 100},{abs(b) % 100:02d} {'D' if b < 0 else 'C'}"] for row, b in zip(in_two_columns(), after, strict=True)
    ]
    dossier = read(tab("CPA", [*TWO_COLUMNS, "Solde"], *letters))
    assert (reading(dossier, "CPA").balance_check, problems(dossier)) == ("ok", [])
    columns = [[*row, *sides(b)] for row, b in zip(in_two_columns(), after, strict=True)]
    dossier = read(tab("CPA", [*TWO_COLUMNS, "Solde débiteur", "Solde créditeur"], *columns))
    assert (reading(dossier, "CPA").balance_check, problems(dossier)) == ("ok", [])


def test_the_books_sense_is_taken_from_the_name_of_the_tab_and_its_labels_when_no_balance_tells() -> None:
    dossier = read(tab("512000 BNA", TWO_COLUMNS, *IN_BOOKS_SENSE))
    assert totals(dossier) == {"512000 BNA": SUM}
    assert problems(dossier) == ["SIDES_REVERSED"]
    assert totals(read(tab("BNA", ["Date", "Libellé", "Sorties", "Entrées"], *in_two_columns()))) == {"BNA": SUM}


def test_signs_that_are_not_written_are_taken_from_the_balance_or_missed() -> None:
    opening_line = ["", "Solde initial", "", dinars(START)]
    rows = [[day, label, abs(amount), balance] for day, label, amount, balance in in_one_column(start=START)]  # type: ignore[arg-type]
    dossier = read(tab("Carte", [*ONE_COLUMN, "Solde"], opening_line, *rows))
    assert (totals(dossier), problems(dossier)) == ({"Carte": SUM}, [])
    assert "NO_PAYMENT" in codes(read(tab("Carte", ONE_COLUMN, *[row[:3] for row in rows])))


@pytest.mark.parametrize("heading", ["Sens", "Type", "D/C"])
@pytest.mark.parametrize(("out", "into"), [("Débit", "Crédit"), ("D", "C"), ("Sortie", "Entrée"), ("-", "+")])
def test_a_direction_column_signs_the_amounts_whatever_its_heading_and_words(heading: str, out: str, into: str) -> None:
    rows = [[day, label, out if cents < 0 else into, dinars(abs(cents))] for day, label, cents in MOVEMENTS]
    assert totals(read(tab("BNA", ["Date", "Libellé", heading, "Montant"], *rows))) == {"BNA": SUM}


def test_a_type_column_of_other_words_is_no_direction_and_a_blank_direction_is_not_guessed() -> None:
    rows = [[day, "VIR", label, amount] for day, label, amount in in_one_column()]
    assert totals(read(tab("BNA", ["Date", "Type", "Libellé", "Montant"], *rows))) == {"BNA": SUM}
    heads = ["Date", "Libellé", "Montant", "Sens"]
    dossier = read(
        tab("BNA", heads, [date(2021, 1, 4), "A", 10.0, "D"], [date(2021, 1, 5), "B", 20.0, ""], [date(2021, 1, 6), "C", 5.0, "C"])
    )
    assert (amounts(dossier), rows_of(dossier, "DIRECTION_UNKNOWN")) == ([-1_000, 500], [3])


def test_a_reversal_keeps_the_direction_it_reverses() -> None:
    heads = ["Date", "Libellé", "Montant", "Sens"]
    rows = [[date(2021, 1, 4), "A", 10.0, "D"], [date(2021, 1, 5), "EXTOURNE A", -10.0, "D"], [date(2021, 1, 6), "B", 5.0, "D"]]
    assert amounts(read(tab("BNA", heads, *rows))) == [-1_000, 1_000, -500]


@pytest.mark.parametrize("heading", ["Débit/Crédit", "Mouvement", "Valeur"])
def test_one_signed_column_may_be_called_debit_credit_or_mouvement(heading: str) -> None:
    assert totals(read(tab("BNA", ["Date", "Libellé", heading, "Solde"], *in_one_column(start=START)))) == {"BNA": SUM}


def test_a_balance_that_a_refused_line_explains_is_not_said_twice() -> None:
    rows = in_one_column(start=START)
    rows[2][2] = ""
    dossier = read(tab("BNA", [*ONE_COLUMN, "Solde"], *rows, errors={(3, 2): "#REF!"}))
    assert problems(dossier) == ["CELL_ERROR"]
    assert reading(dossier, "BNA").balance_check == "broken"


def test_a_balance_column_that_has_nothing_to_do_with_the_lines_is_one_finding() -> None:
    rows = [[date(2021, 1, 4), f"A{i}", 1.0 - 2 * (i % 2), float(i * i * 37 % 1000)] for i in range(60)]
    dossier = read(tab("BNA", [*ONE_COLUMN, "Solde"], *rows))
    assert problems(dossier) == ["BALANCE_UNRELATED"]


def test_a_balance_that_was_never_calculated_is_absent_and_its_lines_are_read() -> None:
    errors = {(i + 1, 4): "" for i in range(len(MOVEMENTS))}
    dossier = read(tab("BNA", [*TWO_COLUMNS, "Solde"], *[[*row, ""] for row in in_two_columns()], errors=errors))
    assert (totals(dossier), problems(dossier)) == ({"BNA": SUM}, [])
    assert reading(dossier, "BNA").balance_check == "absent"
