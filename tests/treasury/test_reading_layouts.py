"""Where the table stands in a tab, and what stands around it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.treasury.raw_tabs import (
    LATER,
    MOVEMENTS,
    ONE_COLUMN,
    TWO_COLUMNS,
    amounts,
    balances,
    codes,
    dinars,
    in_one_column,
    in_two_columns,
    problems,
    read,
    reading,
    rows_of,
    sides,
    tab,
    total,
    totals,
    unaccounted,
)

SUM = total(*MOVEMENTS)


def test_headings_are_found_on_row_25_and_in_column_d() -> None:
    junk = [[f"Ligne {i}"] for i in range(24)]
    rows = [["", "", "", *row] for row in (TWO_COLUMNS, *in_two_columns())]
    assert totals(read(tab("BEA", *junk, *rows))) == {"BEA": SUM}


def test_headings_may_stand_on_three_lines_with_merged_cells() -> None:
    dossier = read(
        tab(
            "BNA",
            ["", "", "COMPTE COURANT", "", "", ""],
            ["Date", "Nature", "Mouvements", "", "Soldes", ""],
            ["", "", "Débit", "Crédit", "Débiteur", "Créditeur"],
            *(
                [*row, dinars(-balance) if balance < 0 else "", dinars(balance) if balance >= 0 else ""]
                for row, balance in zip(in_two_columns(), balances(MOVEMENTS, -500_000_00), strict=True)
            ),
        )
    )
    assert totals(dossier) == {"BNA": SUM}
    assert reading(dossier, "BNA").balance_check == "ok"
    assert problems(dossier) == []


@pytest.mark.parametrize(
    "headings",
    [
        ["Date *", " Libellé :", "Débit\n(DA)", "Crédit\u00a0(DA)", "  SOLDE  "],
        ["\u200eDate", "Libel\u200blé", "Dé\u00adbit", "Crédit\u200f", "Solde"],
        ["التاريخ", "البيان", "مدين", "دائن", "الرصيد"],
        ["Transaction Date", "Description", "Debit", "Credit", "Balance"],
    ],
)
def test_headings_are_known_with_marks_breaks_invisible_characters_and_in_other_languages(headings: list[str]) -> None:
    dossier = read(tab("BNA", headings, *in_two_columns(start=10_00)))
    assert totals(dossier) == {"BNA": SUM}
    assert reading(dossier, "BNA").balance_check == "ok"


def test_a_number_on_the_heading_line_beside_the_table_does_not_hide_the_headings() -> None:
    dossier = read(tab("BNA", [*TWO_COLUMNS, "", "", "Solde initial", 10.0], *in_two_columns()))
    assert totals(dossier) == {"BNA": SUM}


def test_a_summary_beside_the_operations_is_none_of_them() -> None:
    first, *others = in_one_column()
    dossier = read(tab("BNA", [*ONE_COLUMN, "", "", "Entrées", "Sorties", "Solde"], [*first, "", "", 5000.0, 3000.0, 2000.0], *others))
    assert totals(dossier) == {"BNA": SUM}
    assert problems(dossier) == []


def test_a_blank_column_inside_the_table_does_not_cut_it() -> None:
    rows = [[day, label, "", debit, "", credit, "", balance] for day, label, debit, credit, balance in in_two_columns(start=10_00)]
    dossier = read(tab("BNA", ["Date", "Libellé", "", "Débit", "", "Crédit", "", "Solde"], *rows))
    assert totals(dossier) == {"BNA": SUM}
    assert reading(dossier, "BNA").balance_check == "ok"


@pytest.mark.parametrize("blank_lines", [1, 2, 10])
def test_a_summary_below_the_operations_is_none_of_them_and_breaks_no_balance(blank_lines: int) -> None:
    summary = [
        ["Entrées", "", "", 5000.0],
        ["Sorties", "", 3000.0, ""],
        ["Solde", "", "", "", 2000.0],
        ["Nombre d'opérations", "", "", 8.0],
    ]
    raw = tab("BNA", [*TWO_COLUMNS, "Solde"], *in_two_columns(start=10_00), *([[]] * blank_lines), *summary)
    dossier = read(raw)
    assert totals(dossier) == {"BNA": SUM}
    assert reading(dossier, "BNA").balance_check == "ok"
    assert problems(dossier) == []
    assert list(unaccounted([raw], dossier)) == []


def test_another_table_below_with_its_own_dates_is_said_and_not_read() -> None:
    cheques = [["Date", "N° chèque", "Bénéficiaire", "Montant"], [date(2021, 1, 30), "0018840", "SADEG", 1500.0]]
    dossier = read(tab("BNA", [*TWO_COLUMNS, "Solde"], *in_two_columns(start=10_00), [], ["Chèques non débités"], *cheques))
    assert totals(dossier) == {"BNA": SUM}
    assert rows_of(dossier, "OTHER_TABLE_UNREAD") == [13]


def test_statements_may_be_stacked_with_titles_repeated_headings_and_totals() -> None:
    rows: list[list[object]] = []
    for title, movements in (("JANVIER 2021", MOVEMENTS), ("FEVRIER 2021", LATER)):
        spent, earned = (dinars(sum(abs(c) for *_, c in movements if (c < 0) is out)) for out in (True, False))
        rows += [[title], TWO_COLUMNS, *in_two_columns(movements), ["", f"Total {title.lower()}", spent, earned], []]
    raw = tab("BNA", *rows)
    dossier = read(raw)
    assert totals(dossier) == {"BNA": total(*MOVEMENTS, *LATER)}
    assert problems(dossier) == []
    assert list(unaccounted([raw], dossier)) == []


def test_a_block_with_its_columns_in_another_order_is_read_by_its_own_headings() -> None:
    rows = [[day, sides(cents)[1], sides(cents)[0], label] for day, label, cents in LATER]
    dossier = read(tab("BNA", TWO_COLUMNS, *in_two_columns(), [], ["Date", "Crédit", "Débit", "Libellé"], *rows))
    assert totals(dossier) == {"BNA": total(*MOVEMENTS, *LATER)}
    assert dossier.operations["label"].tolist()[-1] == "REM CHQ 4471903"


def test_a_second_table_of_operations_beside_the_first_is_said() -> None:
    rows = [[*first, "", *second] for first, second in zip(in_one_column()[:4], in_one_column(LATER), strict=True)]
    dossier = read(tab("Banques", [*ONE_COLUMN, "", *ONE_COLUMN], *rows))
    assert amounts(dossier) == [cents for _, _, cents in MOVEMENTS[:4]]
    assert "SIDE_TABLE_UNREAD" in codes(dossier)


def test_a_first_line_of_text_is_no_second_heading_line() -> None:
    rows = [["04/01/2021", "Achat", "Carte", "-100,00"], ["25/01/2021", "Vente", "Virement", "250,00"]]
    assert amounts(read(tab("BNA", ["Date", "Libellé", "Mode", "Montant"], *rows))) == [-10_000, 25_000]


def test_titles_with_words_of_headings_are_no_headings() -> None:
    title = [["Compte", "Devise", "Solde", "Date"], ["0012345", "DZD", 1000.0, date(2021, 1, 1)], []]
    assert totals(read(tab("BNA", *title, TWO_COLUMNS, *in_two_columns()))) == {"BNA": SUM}


def test_unknown_columns_and_a_missing_label_column_do_no_harm() -> None:
    rows = [[float(i), "x", day, debit, credit, balance] for i, (day, _, debit, credit, balance) in enumerate(in_two_columns(start=10_00))]
    dossier = read(tab("BNA", ["N° ligne", "Pointé", "Date", "Débit", "Crédit", "Solde"], *rows))
    assert totals(dossier) == {"BNA": SUM}
    assert problems(dossier) == []


def test_two_columns_of_one_field_are_one_when_no_line_fills_both() -> None:
    heads = ["Date", "Libellé", "Recettes espèces", "Recettes chèques", "Dépenses"]
    dossier = read(tab("Caisse", heads, [MOVEMENTS[0][0], "A", 100.0, "", ""], [MOVEMENTS[1][0], "B", "", 200.0, ""]))
    assert amounts(dossier) == [10_000, 20_000]
    both = read(tab("Caisse", heads, [MOVEMENTS[0][0], "A", 119.0, 100.0, ""], [MOVEMENTS[1][0], "B", "", "", 50.0]))
    assert amounts(both) == [11_900, -5_000]
    assert "AMOUNT_COLUMN_UNREAD" in codes(both)


def test_columns_of_one_field_in_two_currencies_are_not_added() -> None:
    heads = ["Date", "Libellé", "Entrée DA", "Sortie DA", "Entrée EUR"]
    dossier = read(tab("Caisse", heads, [MOVEMENTS[0][0], "A", 100.0, "", ""], [MOVEMENTS[1][0], "B", "", "", 50.0]))
    assert amounts(dossier) == [10_000]
    assert "AMOUNT_COLUMN_UNREAD" in codes(dossier)


def test_the_value_date_is_the_date_when_there_is_no_other() -> None:
    assert totals(read(tab("BNA", ["Date de valeur", "Libellé", "Débit", "Crédit"], *in_two_columns()))) == {"BNA": SUM}


def test_a_column_of_words_named_like_an_amount_is_the_label() -> None:
    dossier = read(tab("Caisse", ["Date", "Dépense", "Montant"], [MOVEMENTS[0][0], "Café", -100.0], [MOVEMENTS[1][0], "Taxi", -40.0]))
    assert (amounts(dossier), dossier.operations["label"].tolist()) == ([-10_000, -4_000], ["Café", "Taxi"])


def test_a_second_label_column_is_added_and_line_breaks_are_spaces() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Détail", "Montant"], [MOVEMENTS[0][0], "VIR\n  RECU", "NOVATEC", 1.0]))
    assert dossier.operations["label"].tolist() == ["VIR RECU NOVATEC"]


def test_the_footer_of_a_statement_is_a_comment() -> None:
    footer = [["Édité le 31/01/2021", "Page 1/3"], ["Sauf erreur ou omission de notre part"]]
    dossier = read(tab("BNA", TWO_COLUMNS, *in_two_columns(), *footer))
    assert totals(dossier) == {"BNA": SUM}
    assert problems(dossier) == []


def test_a_used_range_of_all_columns_and_thousands_of_formatted_rows_is_read() -> None:
    width = 16_384
    rows = [[*row, *[""] * (width - len(row))] for row in (TWO_COLUMNS, *in_two_columns())]
    assert totals(read(tab("BNA", *rows))) == {"BNA": SUM}
    assert totals(read(tab("BNA", TWO_COLUMNS, *in_two_columns(), *([[None] * 4] * 5_000)))) == {"BNA": SUM}
