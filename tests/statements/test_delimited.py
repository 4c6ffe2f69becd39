"""Delimited text: which delimiter, what quotes do, and that each line of the text stands in exactly one row."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.statements.delimited import Grid, read_grid, text_lines
from addin.treasury.statements.delimiters import DELIMITERS
from addin.treasury.statements.model import Question

ROWS = [["Date", "Libellé", "Montant"], ["02/01/2026", "Versement", "1500.00"], ["13/01/2026", "Loyer janvier", "-700.50"]]


def grid(text: str, given: str = "") -> Grid:
    found = read_grid(text, "relevé.csv", given)
    assert isinstance(found, Grid)
    return found


def joined(rows: list[list[str]], mark: str, end: str = "\n") -> str:
    return "".join(mark.join(row) + end for row in rows)


@pytest.mark.parametrize("mark", DELIMITERS)
def test_each_delimiter_is_found(mark: str) -> None:
    found = grid(joined(ROWS, mark))
    assert (found.delimiter, found.rows) == (mark, ROWS)
    assert found.evidence.details["count"] == 3


def test_a_decimal_comma_is_no_delimiter() -> None:
    text = "Date;Libellé;Débit;Crédit\n" + "02/01/2026;Loyer, janvier;700,50;\n05/01/2026;Frais;12,00;\n"
    assert grid(text).delimiter == ";"


def test_a_semicolon_in_the_labels_is_no_delimiter() -> None:
    text = 'Date,Libellé,Montant\n02/01/2026,"Loyer; janvier",-700.50\n05/01/2026,"Frais; tenue",-12.00\n'
    assert grid(text).delimiter == ","


def test_junk_lines_above_and_below_do_not_hide_the_delimiter() -> None:
    junk = "Compte : 007, agence d'Alger, dinars\nPériode, du 01/01/2026 au 31/01/2026\n\n"
    text = junk + joined(ROWS, ";") + "\nDocument édité le 01/02/2026, sans valeur\n"
    found = grid(text)
    assert found.delimiter == ";"
    assert found.rows[3:6] == ROWS


def test_the_line_sep_names_the_delimiter_and_is_counted_apart() -> None:
    found = grid("sep=|\r\n" + joined(ROWS, "|", "\r\n"))
    assert (found.delimiter, found.rows, found.first_line, found.left_out) == ("|", ROWS, 2, {"separator": 1})


def test_two_delimiters_that_fit_alike_are_a_question() -> None:
    text = "a|b~c\n1|2~3\n5|6~7\n"
    asked = read_grid(text, "relevé.csv")
    assert isinstance(asked, Question)
    assert (set(asked.options), asked.refusal) == ({"pipe", "tilde"}, "DELIMITER_UNSURE")
    assert grid(text, "tilde").rows[1] == ["1|2", "3"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\r\r\n", "\x85"])
def test_every_kind_of_line_end_is_one(ends: str) -> None:
    assert grid(joined(ROWS, ";", ends)).rows == ROWS


def test_line_ends_may_be_mixed() -> None:
    assert text_lines("a\r\nb\rc\nd\x85e\x1a") == ["a", "b", "c", "d\x85e"]


def test_a_quoted_field_may_hold_delimiters_quotes_and_line_ends() -> None:
    text = 'Date;Libellé;Montant\n02/01/2026;"VIR ""X"";\nsuite";5,00\n03/01/2026;Frais;-1,00\n'
    found = grid(text)
    assert found.rows[1] == ["02/01/2026", 'VIR "X";\nsuite', "5,00"]
    assert found.first_line == [1, 2, 4]


def test_a_quote_that_is_never_closed_swallows_no_other_line() -> None:
    body = [["02/01/2026", "Versement", "1,00"]] * 5
    text = joined([*ROWS[:1], *body], ";") + '04/01/2026;"Vis;-2,00\n' + joined(body, ";")
    found = grid(text)
    assert len(found.rows) == 12
    assert found.rows[6] == ["04/01/2026", '"Vis', "-2,00"]
    assert found.findings == (("QUOTES_BROKEN", {"line": 7, "more": ""}),)


def test_two_broken_quotes_do_not_pair_up() -> None:
    lines = ['02/01/2026;"A;1,00', "03/01/2026;B;2,00", '04/01/2026;"C;3,00', "05/01/2026;D;4,00"]
    found = grid("Date;Libellé;Montant\n" + "\n".join(lines))
    assert [row[2] for row in found.rows[1:]] == ["1,00", "2,00", "3,00", "4,00"]
    assert found.findings == (("QUOTES_BROKEN", {"line": 2, "more": " (et 1 autre(s))"}),)


def test_inches_inside_a_label_are_no_quotes() -> None:
    found = grid('Date;Libellé;Montant\n02/01/2026;Vis 12" inox;-5,00\n03/01/2026;Tube 3" et 4";-6,00\n')
    assert [row[1] for row in found.rows[1:]] == ['Vis 12" inox', 'Tube 3" et 4"']
    assert found.findings == ()


def test_numbers_torn_at_their_comma_are_put_together_where_one_way_fits() -> None:
    text = "Date,Libellé,Débit,Crédit,Solde\n22/01/2026,Loyer,700,50,,12000,00\n23/01/2026,Vente,,1,234.50,13,234.50\n"
    text += "24/01/2026,Vente,,5,9.00\n"
    found = grid(text, ",")
    assert found.rows[1] == ["22/01/2026", "Loyer", "700,50", "", "12000,00"]
    assert found.rows[2] == ["23/01/2026", "Vente", "", "1,234.50", "13,234.50"]
    assert found.rows[3] == ["24/01/2026", "Vente", "", "5", "9.00"]
    assert found.findings == (("FIELDS_REJOINED", {"count": 2, "line": 2, "value": "700,50"}),)


def test_a_delimiter_inside_a_label_never_moves_the_amount() -> None:
    text = joined(ROWS, ";") + "14/01/2026;Achat;12;-700.50\n" + "15/01/2026;Frais;-1.00;;\n"
    found = grid(text)
    assert [(rejected.line, rejected.code, rejected.value) for rejected in found.rejected] == [(4, "FIELDS_TOO_MANY", "-700.50")]
    assert found.rows[:3] == ROWS
    assert found.first_line == [1, 2, 3, 5]


def test_headings_that_name_fewer_columns_than_there_are_reject_nothing() -> None:
    text = "Date;Libellé;Montant\n" + "13/01/2026;Loyer;-700,50;12000,00\n14/01/2026;Frais;-1,00;11999,00\n"
    assert not grid(text).rejected


def test_columns_kept_apart_by_spaces_are_found() -> None:
    lines = [
        "BANQUE NATIONALE            Agence 605 Alger",
        "",
        "Date        Libellé                   Débit        Crédit           Solde",
        "                Ancien solde                                1 000 000,00",
        "02/01/2026  VERSEMENT  AG 12                     150 000,00      1 150 000,00",
        "13/01/2026  CHEQUE, LOYER         70 050,50                      1 079 949,50",
        "            SUITE DU LIBELLE",
        "20/01/2026  VIREMENT RECU                         12 500,00      1 092 449,50",
        "21/01/2026  COMMISSION                 5,50                      1 092 444,00",
    ]
    found = grid("\n".join(lines))
    assert found.rows[4] == ["02/01/2026", "VERSEMENT  AG 12", "", "150 000,00", "1 150 000,00"]
    assert found.rows[5] == ["13/01/2026", "CHEQUE, LOYER", "70 050,50", "", "1 079 949,50"]
    assert found.rows[6] == ["", "SUITE DU LIBELLE", "", "", ""]
    assert found.rows[0] == ["BANQUE NATIONALE            Agence 605 Alger"]


@pytest.mark.parametrize("label", ["=cmd|' /C calc'!A1", "+1", "@x", "-2+3", '=HYPERLINK("http://x";"y")'])
def test_nothing_in_a_text_is_evaluated(label: str) -> None:
    quoted = '"' + label.replace('"', '""') + '"'
    assert grid(f"Date;Libellé;Montant\n02/01/2026;{quoted};5,00\n03/01/2026;Frais;1,00\n").rows[1][1] == label


def test_a_line_without_end_is_rejected_and_the_others_go_through() -> None:
    found = grid(joined(ROWS, ";") + "x;" * 3000 + "\n" + "04/01/2026;" + "y" * 200_000 + ";1\n")
    assert found.rows == ROWS
    assert [(rejected.line, rejected.code) for rejected in found.rejected] == [(4, "LINE_TOO_WIDE"), (5, "LINE_TOO_LONG")]


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000_000, ";x" * 5_000_000, ';"x' * 3_000_000, '"' * 10_000_000, '";' * 5_000_000, '"a\n' * 300_000, '"a";"b\n' * 30_000],
    ids=["one field", "fields", "open quotes", "quotes", "quoted delimiters", "open lines", "open second fields"],
)
def test_a_hostile_text_costs_seconds_at_most(text: str) -> None:
    start = time.perf_counter()
    read_grid(text)
    assert time.perf_counter() - start < 5


def test_a_hundred_thousand_lines_are_quick() -> None:
    text = "02/01/2026;Chèque n° 12 à l'ordre de Société;700,50;;12 000,00\r\n" * 100_000
    times = []
    for _ in range(3):
        start = time.perf_counter()
        grid(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.6  # 0.1 s on an idle machine


FIELDS = st.text(st.sampled_from("ab12/,;.\" '\n-é"), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(FIELDS, min_size=1, max_size=5), max_size=8), st.sampled_from(list(DELIMITERS)), st.booleans())
def test_each_line_of_a_text_stands_in_exactly_one_row(rows: list[list[str]], mark: str, quoted: bool) -> None:
    """The characters of the text, quotes aside, are those of the grid, in the same order."""
    text = "\n".join(mark.join(f'"{field}"' if quoted else field for field in row) for row in rows)
    found = read_grid(text, given=mark)
    assert isinstance(found, Grid)
    seen = "".join("".join(row) for row in found.rows)
    assert _letters(seen, mark) == _letters(text, mark)
    if isinstance(found.first_line, list):
        assert found.first_line == sorted(set(found.first_line))
        assert len(found.first_line) == len(found.rows)


def _letters(text: str, mark: str) -> str:
    return "".join(char for char in text if char not in '"\n\r\x1a' + mark)
