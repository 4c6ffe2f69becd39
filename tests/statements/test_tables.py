"""A grid gives the operations of the bank, or a question: never a wrong number, and no line is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.messages import MESSAGES, TresoError, french
from addin.messages.statements import ANSWERS, EVIDENCE, QUESTIONS_ASKED
from addin.treasury.statements.bank_profiles import BANK_PROFILES
from addin.treasury.statements.model import LINE_COLUMNS, StatementFile
from addin.treasury.statements.profiles import Profile
from addin.treasury.statements.tables import read_table
from tests.statements.table_variants import Truth, Variant, truths, variants, write

Grid = list[list[object]]
HEAD: list[object] = ["Date", "Libellé", "Débit", "Crédit", "Solde"]
MARCH: Grid = [
    HEAD,
    ["25/03/2026", "VERSEMENT", "", "500,00", "1 500,00"],
    ["26/03/2026", "RETRAIT", "200,00", "", "1 300,00"],
    ["28/03/2026", "FRAIS", "10,50", "", "1 289,50"],
]


def read(rows: Grid, **options: object) -> StatementFile:
    return read_table(rows, "relevé.csv", **{"format": "CSV", "profiles": (), **options})  # type: ignore[arg-type]


def cents(found: StatementFile) -> list[list[int]]:
    return [statement.lines["amount_cents"].tolist() for statement in found.statements]


def labels(found: StatementFile) -> list[str]:
    return [label for statement in found.statements for label in statement.lines["label"]]


def sentence(found: StatementFile, subject: str) -> str:
    return " ".join(french(EVIDENCE[each.code]).format(**each.details) for each in found.evidence if each.subject == subject)


def assert_counted(found: StatementFile, rows: Grid) -> None:
    lines = sum(len(statement.lines) for statement in found.statements)
    assert lines + len(found.rejected) + sum(found.left_out.values()) == len(rows)


# ---------------------------------------------------------------------------------------------------- what is understood
def test_debits_are_negative_and_the_balances_prove_it() -> None:
    found = read(MARCH)
    assert cents(found) == [[50000, -20000, -1050]]
    assert found.statements[0].lines["balance_cents"].tolist() == [150000, 130000, 128950]
    assert sentence(found, "balance") == "2 soldes sur 2 suivent d'une ligne à l'autre."
    assert sentence(found, "date_order").startswith("3 dates sur 3 en jj/mm/aaaa")
    assert tuple(found.statements[0].lines.columns) == LINE_COLUMNS


def test_lines_know_their_place_in_the_file_and_keep_its_order() -> None:
    found = read([HEAD, *reversed(MARCH[1:])], first_line=[3, 7, 8, 12])
    assert found.statements[0].lines["line"].tolist() == [7, 8, 12]
    assert cents(found) == [[-1050, -20000, 50000]]


def test_lines_above_give_account_holder_currency_and_balances() -> None:
    rows: Grid = [
        ["BANQUE D'EXEMPLE"],
        ["Titulaire du compte : SARL EXEMPLE"],
        ["RIB", "007 99999 0001234567 89", "Devise", "DZD"],
        ["Ancien solde au 24/03/2026 : 1 000,00"],
        [],
        *MARCH,
        ["", "Total des mouvements", "210,50", "500,00"],
        ["", "Nouveau solde au 31/03/2026", "", "", "1 289,50"],
        ["Nombre d'opérations : 3"],
    ]
    found = read(rows)
    statement = found.statements[0]
    assert (statement.account.number, statement.account.name, statement.currency) == ("007 99999 0001234567 89", "SARL EXEMPLE", "DZD")
    assert statement.opening is not None
    assert statement.opening.cents == 100000
    assert statement.opening.on == date(2026, 3, 24)
    assert statement.closing is not None
    assert statement.closing.cents == 128950
    assert (statement.total_in_cents, statement.total_out_cents, statement.stated_count) == (50000, -21050, 3)
    assert_counted(found, rows)


def test_the_rest_of_a_label_on_the_next_line_is_added_to_it() -> None:
    rows = [*MARCH[:2], ["", "ESPECES GUICHET", "", "", ""], *MARCH[2:]]
    found = read(rows)
    assert labels(found)[0] == "VERSEMENT ESPECES GUICHET"
    assert found.left_out["continuation"] == 1
    assert_counted(found, rows)


def test_a_column_sens_gives_the_sign() -> None:
    rows: Grid = [
        ["Date", "Libellé", "Montant", "Sens"],
        ["25/03/2026", "A", "12,00", "D"],
        ["26/03/2026", "B", "1.500,00", "C"],
        ["27/03/2026", "C", "3,00", "X"],
    ]
    found = read(rows)
    assert cents(found) == [[-1200, 150000]]
    assert [(each.line, each.column, each.value, each.code) for each in found.rejected] == [(4, "Sens", "X", "LINE_DIRECTION_UNKNOWN")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("1.234,56-", -123456), ("(12,00)", -1200), ("12,00 DR", -1200), ("12,00 CR", 1200), ("+ £1,100.00", 110000), ("1'234.50", 123450)],
)
def test_amounts_are_read_with_the_sign_where_the_bank_puts_it(written: str, expected: int) -> None:
    rows: Grid = [
        ["Date", "Description", "Amount"],
        ["25/03/2026", "A", written],
        ["26/03/2026", "B", "-1,00" if "," in written[-6:] else "-1.00"],
    ]
    assert cents(read(rows))[0][0] == expected


def test_each_currency_is_a_statement_of_its_own() -> None:
    rows: Grid = [
        ["Date", "Libellé", "Montant", "Devise"],
        ["25/03/2026", "A", "-12,00", "EUR"],
        ["26/03/2026", "B", "20,00", "USD"],
        ["27/03/2026", "C", "5,00", "EUR"],
        ["28/03/2026", "D", "5,00", "ZZZ"],
    ]
    found = read(rows)
    assert [(each.currency, each.lines["amount_cents"].tolist()) for each in found.statements] == [("EUR", [-1200, 500]), ("USD", [2000])]
    assert [each.code for each in found.rejected] == ["LINE_CURRENCY_UNKNOWN"]
    assert_counted(found, rows)


def test_each_account_of_a_column_is_a_statement_of_its_own() -> None:
    rows: Grid = [["Numéro de compte", "Date", "Libellé", "Montant"]]
    rows += [[f"0021234567{i % 2}", f"{20 + i}/03/2026", "A", f"{i},00"] for i in range(1, 9)]
    rows[2][3] = "-2,00"
    assert [each.account.number for each in read(rows).statements] == ["00212345671", "00212345670"]


def test_accounts_one_under_the_other_are_statements_of_their_own() -> None:
    rows: Grid = [["Compte n° 00111111111"], *MARCH, [], ["Compte n° 00222222222"], *MARCH[:3]]
    found = read(rows)
    assert [(each.account.number, len(each.lines)) for each in found.statements] == [("00111111111", 3), ("00222222222", 2)]
    assert_counted(found, rows)


def test_the_headings_of_the_next_page_are_left_out() -> None:
    rows = [*MARCH[:3], HEAD, MARCH[3]]
    found = read(rows)
    assert cents(found) == [[50000, -20000, -1050]]
    assert found.left_out["heading"] == 2


@pytest.mark.parametrize("language", ["fr", "en", "de", "nl", "es", "it", "ar"])
def test_headings_are_known_in_the_languages_of_banks(language: str) -> None:
    truth = Truth(((date(2026, 3, 25), 50000, "A B"), (date(2026, 3, 27), -20000, "C D"), (date(2026, 3, 28), -1050, "E F")), 100000)
    for layout in ("signed", "sides", "flags"):
        written = Variant("dmy", "1234,56", layout, language, True, True, True, False, False, False, False, False, False)
        assert cents(read(write(truth, written))) == [[50000, -20000, -1050]]


def test_a_file_without_headings_is_understood_by_its_content() -> None:
    found = read(MARCH[1:])
    assert cents(found) == [[50000, -20000, -1050]]
    assert labels(found) == ["VERSEMENT", "RETRAIT", "FRAIS"]
    assert "colonnes reconnues à leur contenu" in sentence(found, "headings")


def test_operations_that_are_not_booked_yet_are_left_out() -> None:
    rows = [*MARCH, ["En attente", "CARTE", "12,00", "", ""]]
    found = read(rows)
    assert found.left_out["pending"] == 1
    assert_counted(found, rows)


def test_typed_cells_of_a_workbook_are_read_as_they_are() -> None:
    rows: Grid = [["Date", "Libellé", "Montant"], [date(2026, 3, 4), "A", -12.5], [46_110.0, "B", 0.29]]
    found = read(rows)
    assert cents(found) == [[-1250, 29]]
    assert found.statements[0].lines["booked_on"].dt.date.tolist() == [date(2026, 3, 4), date(2026, 3, 29)]


# ---------------------------------------------------------------------------------------------------- what is asked
def ambiguous() -> Grid:
    return [["Date", "Libellé", "Montant"], ["05/04/2026", "A", "-12,00"], ["07/04/2026", "B", "20,00"]]


def in_sequence() -> Grid:
    days = ("01/04", "02/04", "03/04", "06/04", "09/04", "12/04", "01/05")
    return [["Date", "Libellé", "Montant"], *[[f"{day}/2026", "A", f"{i - 3},00"] for i, day in enumerate(days)]]


def test_days_up_to_twelve_are_a_question_and_the_answer_is_taken() -> None:
    found = read(ambiguous())
    assert [(each.subject, each.options, each.refusal) for each in found.questions] == [
        ("date_order", ("dmy", "mdy"), "TABLE_DATE_ORDER_UNSURE")
    ]
    assert not found.statements
    assert read(ambiguous(), choices={"date_order": "dmy"}).statements[0].lines["booked_on"].dt.date.tolist()[0] == date(2026, 4, 5)
    assert read(ambiguous(), choices={"date_order": "mdy"}).statements[0].lines["booked_on"].dt.date.tolist()[0] == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("rows", "context", "why"),
    [
        ([["Période du 01/04/2026 au 30/04/2026"], *ambiguous()], "", "table_dates_above"),
        (ambiguous(), "releve_20260401_20260430.csv", "table_dates_bounds"),
        (in_sequence(), "", "table_dates_sequence"),
    ],
)  # fmt: skip
def test_other_evidence_settles_the_order_of_dates(rows: Grid, context: str, why: str) -> None:
    found = read(rows, context=context)
    assert [each.code for each in found.evidence if each.subject == "date_order"] == [why]
    assert {day.month for day in found.statements[0].lines["booked_on"].dt.date} <= {4, 5}


def test_an_answer_does_not_overrule_days_above_twelve() -> None:
    found = read(MARCH, choices={"date_order": "mdy"})
    assert found.statements[0].lines["booked_on"].dt.date.tolist()[0] == date(2026, 3, 25)


def test_a_point_that_may_part_thousands_is_a_question() -> None:
    rows: Grid = [["Date", "Libellé", "Montant"], ["25/04/2026", "A", "-1.234"], ["27/04/2026", "B", "2.500"]]
    assert [(each.subject, each.details["value"]) for each in read(rows).questions] == [("decimal", "-1.234")]
    assert cents(read(rows, choices={"decimal": ","})) == [[-123400, 250000]]
    assert cents(read(rows, choices={"decimal": "."})) == [[-123, 250]]


def test_the_balances_answer_what_a_point_parts() -> None:
    rows: Grid = [["Date", "Libellé", "Montant", "Solde"], ["25/04/2026", "A", "-234", "10.000"], ["26/04/2026", "B", "-1.000", "9.000"]]
    rows.append(["27/04/2026", "C", "-999", "8.001"])
    found = read(rows)
    assert not found.questions
    assert cents(found) == [[-23400, -100000, -99900]]


def test_many_amounts_without_any_sign_are_a_question() -> None:
    rows: Grid = [["Date", "Libellé", "Montant"], *[[f"{d}/04/2026", "ACHAT", f"{d},00"] for d in range(20, 26)]]
    assert [each.subject for each in read(rows).questions] == ["sign"]
    assert cents(read(rows, choices={"sign": "reversed"}))[0][0] == -2000


def test_few_amounts_without_any_sign_are_taken_as_printed_and_said() -> None:
    rows: Grid = [["Date", "Libellé", "Montant"], ["25/04/2026", "VIREMENT", "12,00"]]
    found = read(rows)
    assert cents(found) == [[1200]]
    assert "SIGN_UNPROVEN" in dict(found.findings)


def test_two_columns_without_headings_are_a_question_and_never_a_guess() -> None:
    rows: Grid = [["25/04/2026", "ACHAT CARTE", "", "12,00"], ["26/04/2026", "VIREMENT", "20,00", ""], ["27/04/2026", "LOYER", "", "7,00"]]
    assert [each.options for each in read(rows).questions] == [("first_is_debit", "first_is_credit")]
    assert cents(read(rows, choices={"sides": "first_is_credit"})) == [[-1200, 2000, -700]]


def test_amounts_without_sign_take_it_from_the_balances_and_the_first_is_said() -> None:
    rows: Grid = [["Date", "Libellé", "Montant", "Solde"]]
    rows += [["25/04/2026", "A", "12,00", "100,00"], ["26/04/2026", "B", "30,00", "70,00"], ["27/04/2026", "C", "5,00", "75,00"]]
    found = read(rows)
    assert cents(found) == [[-3000, 500]]
    assert [(each.line, each.code) for each in found.rejected] == [(2, "LINE_SIGN_UNPROVEN")]
    with_opening = read([["Solde initial : 112,00"], *rows])
    assert cents(with_opening) == [[-1200, -3000, 500]]


def test_a_card_statement_with_turned_signs_is_put_right_by_its_balances() -> None:
    rows: Grid = [["Date", "Libellé", "Montant", "Solde"]]
    rows += [["25/04/2026", "A", "12,00", "88,00"], ["26/04/2026", "B", "-30,00", "118,00"], ["27/04/2026", "C", "8,00", "110,00"]]
    found = read(rows)
    assert cents(found) == [[-1200, 3000, -800]]
    assert "retourné" in sentence(found, "sign")


# ---------------------------------------------------------------------------------------------------- what is rejected
def test_bad_lines_are_listed_with_their_place_and_the_good_ones_go_through() -> None:
    rows = [
        *MARCH,
        ["31/02/2026", "X", "1,00", "", ""],
        ["", "Y", "2,00", "", ""],
        ["29/03/2026", "Z", "douze 1", "", ""],
        ["29/03/2026", "T", "", "", ""],
        ["29/03/2026", "U", "1,00", "2,00", ""],
    ]
    found = read(rows)
    assert cents(found) == [[50000, -20000, -1050]]
    assert [(each.line, each.column, each.value, each.code) for each in found.rejected] == [
        (5, "Date", "31/02/2026", "LINE_DATE_UNREADABLE"),
        (6, "Date", "", "LINE_DATE_MISSING"),
        (7, "Débit", "douze 1", "LINE_AMOUNT_UNREADABLE"),
        (8, "Débit", "", "LINE_AMOUNT_MISSING"),
        (9, "Débit", "1,00", "LINE_BOTH_SIDES"),
    ]
    assert_counted(found, rows)


@pytest.mark.parametrize("rows", [[], [[]], [["", None]], [["bonjour"], ["rien ici"]], [["Date", "Libellé", "Montant"]][:0]])
def test_a_grid_without_operations_is_refused(rows: Grid) -> None:
    with pytest.raises(TresoError) as refusal:
        read(rows)
    assert refusal.value.code == "STATEMENT_NO_TABLE"


def test_a_statement_without_operations_is_said_not_refused() -> None:
    found = read([["Compte n° 00111111111"], ["Date", "Libellé", "Débit", "Crédit", "Solde"]])
    assert cents(found) == [[]]
    assert [code for code, _ in found.findings] == ["STATEMENT_WITHOUT_LINES"]


# ---------------------------------------------------------------------------------------------------- laws
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(truths(), variants())
def test_a_truth_written_in_any_way_is_found_again_or_asked_about(truth: Truth, variant: Variant) -> None:
    rows = write(truth, variant)
    try:
        found = read(rows)
    except TresoError as refusal:
        assert (refusal.code, variant.has_headings) == ("STATEMENT_NO_TABLE", False)  # noqa: PT017
        return
    if found.questions:
        is_one_column_of_debits = variant.layout == "sides" and all(amount < 0 for _, amount, _ in truth.lines)
        answers = {
            "date_order": "mdy" if variant.dates == "mdy" else "dmy",
            "decimal": "," if ",56" in variant.amounts else ".",
            "sides": "first_is_debit",
            "sign": "reversed" if variant.layout == "reversed" or is_one_column_of_debits else "as_printed",
        }
        for question in found.questions:
            assert answers[question.subject] in question.options
            assert {*question.options} <= ANSWERS.keys()
            assert question.code in QUESTIONS_ASKED
            assert question.refusal in MESSAGES
        found = read(rows, choices={question.subject: answers[question.subject] for question in found.questions})
    assert not found.questions
    assert_counted(found, rows)
    assert {each.code for each in found.rejected} <= {"LINE_SIGN_UNPROVEN"}
    is_said = variant.layout in ("reversed", "unsigned") or "SIGN_UNPROVEN" in dict(found.findings)
    got = sorted(
        (day, abs(amount) if is_said else amount)
        for each in found.statements
        for day, amount in zip(each.lines["booked_on"].dt.date, each.lines["amount_cents"], strict=True)
    )
    wanted = sorted((day, abs(amount) if is_said else amount) for day, amount, _ in truth.lines)
    if found.rejected:
        assert len(got) + len(found.rejected) == len(wanted)
        assert {*got} <= {*wanted}
    else:
        assert got == wanted
    for each in found.evidence:
        french(EVIDENCE[each.code]).format(**each.details)
    for code, details in found.findings:
        french(MESSAGES[code].problem).format(**{"value": "", "column": "", **details})


_CELL = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from([*map(str, HEAD), "01/02/2026", "31/12/2025", "12/31/2025", "1.234", "12,50", "-3,00", "D", "C", "Total", "EUR",
                     "Solde initial",
                     "Compte n° 00123456789", "En attente", "0", "1e5", "=1+1", "\u202e12", "NaN", "20260101", "١٢,٥٠"]),
    st.floats(-1e6, 1e6),
    st.integers(-10**18, 10**18),
    st.dates(),
    st.booleans(),
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(_CELL, max_size=7), max_size=14), st.booleans())
def test_any_grid_is_read_refused_or_asked_about_and_no_line_is_lost(rows: Grid, has_headings: bool) -> None:
    rows = [list(HEAD), *rows] if has_headings else rows
    try:
        found = read(rows, profiles=BANK_PROFILES, context="relevé.csv")
    except TresoError as refusal:
        assert refusal.code == "STATEMENT_NO_TABLE"  # noqa: PT017
        return
    if not found.questions:
        assert_counted(found, rows)
        assert all(each.code in MESSAGES for each in found.rejected)


def test_a_profile_that_does_not_fit_is_refused() -> None:
    with pytest.raises(TresoError) as refusal:
        read(MARCH, profile=Profile("Ma banque", columns={"booked_on": "Jour", "amount": "Somme"}))
    assert refusal.value.code == "PROFILE_MISFIT"
