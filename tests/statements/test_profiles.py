"""A bank is declared in a few lines, found by its name or its marks, and kept in the tab `Profils`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.messages import MESSAGES, TresoError
from addin.sheets.profiles import COLUMNS, profiles_sheet, read_profiles
from addin.treasury.statements.bank_profiles import BANK_PROFILES
from addin.treasury.statements.profiles import Profile, profile_named, recognised_profile
from addin.treasury.statements.tables import read_table

ROWS: list[list[object]] = [["Jour", "Texte", "Somme"], ["05/04/2026", "A", "-12,00"], ["07/04/2026", "B", "20,00"]]
MINE = Profile(
    "Ma banque", columns={"booked_on": "Jour", "label": "Texte", "amount": "Somme"}, date_order="dmy", sign="reversed", account="123"
)


def test_a_profile_is_asked_for_whatever_its_case_and_accents() -> None:
    assert profile_named("algerie poste ccp", BANK_PROFILES).bank == "Algérie Poste"
    assert profile_named("la banque POSTALE", BANK_PROFILES).name == "La Banque Postale"


def test_an_unknown_profile_is_refused_with_the_known_names() -> None:
    with pytest.raises(TresoError) as refusal:
        profile_named("CNEP", BANK_PROFILES)
    assert refusal.value.code == "PROFILE_UNKNOWN"
    assert "BADR" in str(refusal.value)


@pytest.mark.parametrize("name", ["CPA", "BDL", "BNA", "BEA", "BADR", "AGB", "Algérie Poste (CCP)"])
def test_banks_without_a_real_sample_are_to_be_confirmed_and_it_is_said(name: str) -> None:
    profile = profile_named(name, BANK_PROFILES)
    assert profile.to_confirm
    found = read_table([["Date", "Libellé", "Montant"], ["25/04/2026", "A", "-1,00"], ["26/04/2026", "B", "2,00"]], "r.csv", format="CSV",
                       profiles=BANK_PROFILES, profile=profile)  # fmt: skip
    assert ("PROFILE_TO_CONFIRM", {"profile": name}) in found.findings
    assert (found.profile, found.statements[0].currency, found.statements[0].account.bank) == (name, "DZD", profile.bank)


def test_a_profile_is_recognised_by_what_stands_above_the_operations_and_not_by_their_labels() -> None:
    above: list[list[object]] = [["Banque Nationale d'Algérie"], ["Date", "Libellé", "Montant"], ["25/04/2026", "VIR CPA", "1,00"]]
    found = recognised_profile(above, BANK_PROFILES, "")
    assert found is not None
    assert found.name == "BNA"
    assert recognised_profile(above[1:], BANK_PROFILES, "") is None
    named = recognised_profile(above[1:], BANK_PROFILES, "releve_CPA_mars.csv")
    assert named is not None
    assert named.name == "CPA"


def test_marks_of_two_banks_decide_nothing() -> None:
    assert recognised_profile([["BNA vers CPA"], ["Date", "Libellé", "Montant"]], BANK_PROFILES, "") is None


def test_a_declared_profile_places_columns_and_answers_what_the_file_leaves_open() -> None:
    found = read_table(ROWS, "r.csv", format="CSV", profiles=(MINE,))
    assert found.profile == "Ma banque"
    lines = found.statements[0].lines
    assert lines["amount_cents"].tolist() == [1200, -2000]
    assert lines["booked_on"].dt.month.tolist() == [4, 4]
    assert lines["label"].tolist() == ["A", "B"]
    assert found.statements[0].account.number == "123"


def test_a_profile_places_columns_by_letter_or_number_in_a_file_without_headings() -> None:
    profile = Profile("P", columns={"booked_on": "A", "label": "2", "debit": "C", "credit": "D"}, header_row=0)
    rows: list[list[object]] = [["25/04/2026", "X", "1,00", ""], ["26/04/2026", "Y", "", "2,00"]]
    found = read_table(rows, "r.csv", format="CSV", profiles=(), profile=profile)
    assert found.statements[0].lines["amount_cents"].tolist() == [-100, 200]


def test_the_columns_that_a_profile_does_not_name_are_found_by_their_headings() -> None:
    rows: list[list[object]] = [
        ["Date", "Libellé", "Mvt banque", "Solde"],
        ["25/04/2026", "X", "-1,00", "9,00"],
        ["26/04/2026", "Y", "2,00", "11,00"],
    ]
    profile = Profile("P", columns={"amount": "Mvt banque", "booked_on": "Date"})
    lines = read_table(rows, "r.csv", format="CSV", profiles=(), profile=profile).statements[0].lines
    assert lines["label"].tolist() == ["X", "Y"]
    assert lines["balance_cents"].tolist() == [900, 1100]


def test_the_tab_profils_gives_back_what_was_put_in() -> None:
    profiles = (
        *BANK_PROFILES,
        MINE,
        Profile("Sans titres", columns={"booked_on": "1", "amount": "C"}, header_row=0, delimiter="\t", decimal="."),
    )
    back, findings = read_profiles(profiles_sheet(profiles).values())
    assert back == tuple(replace(profile, is_hers=True) for profile in profiles)
    assert findings == ()


def test_wrong_cells_of_the_tab_are_said_and_their_profile_is_not_read() -> None:
    titles = [column.title for column in COLUMNS]
    line: list[object] = [None] * len(titles)
    line[0], line[titles.index("Ordre des dates")], line[titles.index("Devise")] = "P", "à l'envers", "dinar"
    nameless: list[object] = [None, "BNA"]
    good: list[object] = ["Q"]
    back, findings = read_profiles([titles, line, [], nameless, good, ["q"]])
    assert [profile.name for profile in back] == ["Q"]
    assert [(each.code, each.row, each.column) for each in findings] == [
        ("PROFILE_CELL_WRONG", 2, "Ordre des dates"),
        ("PROFILE_NAMELESS", 4, "Profil"),
        ("PROFILE_TWICE", 6, "Profil"),
    ]
    assert all(each.text() for each in findings)
    assert {each.code for each in findings} <= MESSAGES.keys()


def test_a_tab_without_its_headings_or_empty_declares_nothing() -> None:
    assert read_profiles([]) == ((), ())
    assert read_profiles([["Bonjour"], ["BNA"]])[1][0].code == "PROFILES_WITHOUT_NAME"


def test_titles_of_the_tab_are_all_different() -> None:
    titles = [column.title for column in COLUMNS]
    assert len(set(titles)) == len(titles)
    assert all(len(column.help) <= 255 for column in COLUMNS)
