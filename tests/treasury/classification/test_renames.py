"""Names of « Catégories » that became others."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.classification.renames import Renaming, renamed, renamings_of

LIST = [("Achats", "600"), ("Personnel", "631"), ("Publicité", "623"), ("Frais généraux", "613")]


def names(*changes: tuple[int, str, str]) -> list[tuple[str, str]]:
    """The list with some lines written otherwise."""
    listed = list(LIST)
    for place, name, account in changes:
        listed[place] = (name, account)
    return listed


def test_a_name_written_over_another_with_its_account_is_renamed() -> None:
    assert renamings_of(LIST, names((2, "Réclame", "623"))) == (Renaming("Publicité", "Réclame"),)


def test_a_list_that_did_not_change_renames_nothing() -> None:
    assert renamings_of(LIST, LIST) == ()
    assert renamings_of((), LIST) == ()


def test_another_category_at_the_same_place_is_no_renaming() -> None:
    assert renamings_of(LIST, names((2, "Impôts", "64"))) == ()


def test_a_respelling_follows_even_with_another_account() -> None:
    assert renamings_of(LIST, names((2, "PUBLICITE", "6231"))) == (Renaming("Publicité", "PUBLICITE"),)


def test_a_name_that_moved_and_changed_is_known_by_its_account() -> None:
    moved = [("Réclame", "623"), LIST[0], LIST[1], LIST[3]]
    assert renamings_of(LIST, moved) == (Renaming("Publicité", "Réclame"),)


def test_lines_sorted_in_another_order_rename_nothing() -> None:
    assert renamings_of(LIST, LIST[::-1]) == ()


def test_two_names_that_changed_places_stay_what_they_are() -> None:
    assert renamings_of(LIST, names((0, "Personnel", "600"), (1, "Achats", "631"))) == ()


def test_a_name_removed_or_added_renames_nothing() -> None:
    assert renamings_of(LIST, LIST[:2] + LIST[3:]) == ()
    assert renamings_of(LIST[:3], LIST) == ()


def test_two_names_with_one_account_merged_into_one_are_not_guessed() -> None:
    both = [("Carburant", "607"), ("Énergie", "607"), ("Achats", "600")]
    assert renamings_of(both, [("Achats", "600"), ("Fluides", "607")]) == ()


def test_two_neighbours_renamed_at_once_each_follow_their_own() -> None:
    after = names((1, "Équipe", "631"), (2, "Réclame", "623"))
    assert set(renamings_of(LIST, after)) == {Renaming("Personnel", "Équipe"), Renaming("Publicité", "Réclame")}


def test_lines_follow_whatever_their_accents_and_the_others_stay() -> None:
    lines = pd.DataFrame({"category": ["Publicité", "PUBLICITE ", "Achats", "", "Réclame"]})
    after = renamed(lines, (Renaming("Publicité", "Réclame"),))
    assert after.tolist() == ["Réclame", "Réclame", "Achats", "", "Réclame"]


def test_no_line_at_all_is_no_trouble() -> None:
    assert renamed(pd.DataFrame({"category": pd.Series([], dtype=object)}), (Renaming("a", "b"),)).empty


_LISTS = st.lists(st.tuples(st.sampled_from(list("abcdefg")), st.sampled_from(["", "1", "2", "3"])), max_size=6)


@given(_LISTS, _LISTS)
def test_no_name_that_still_stands_is_renamed_and_no_two_become_one(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> None:
    found = renamings_of(before, after)
    old, new = {name for name, _ in before}, {name for name, _ in after}
    assert all(each.old in old - new and each.new in new - old for each in found)
    assert len({each.new for each in found}) == len(found) == len({each.old for each in found})


@pytest.mark.parametrize("name", ["", "  "])
def test_a_blank_name_is_none(name: str) -> None:
    assert renamings_of([(name, "600")], [("Achats", "600")]) == ()
