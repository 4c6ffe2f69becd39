"""The configuration file: what VBA reads back, what is kept, and which texts can stand in it."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.hosts.excel_setup.configuration import is_plain, read_interpreter, with_interpreter
from tests.excel_setup.fakes import mac, windows

PYTHON = r"C:\Users\compta\AppData\Local\Tresorerie\python-0123456789\Scripts\pythonw.exe"
WORDS = st.text(st.characters(codec="cp1252", exclude_characters='",', exclude_categories=("Cc",)), min_size=1)
LINES = st.lists(st.tuples(WORDS.filter(lambda word: word.strip().upper() != "INTERPRETER_WIN" and word == word.strip()), WORDS))


def read_as_vba(content: bytes) -> list[tuple[str, str]]:
    """What `Input #` gives, two values a time: fields with quotes, separated by commas and ends of lines."""
    return [(key, value) for key, value in csv.reader(content.decode("cp1252").split("\r\n")[:-1])]


@given(LINES)
def test_the_lines_of_others_are_kept_and_ours_is_read_back(lines: list[tuple[str, str]]) -> None:
    fake = windows()
    before = "".join(f'"{key}","{value}"\r\n' for key, value in lines).encode("cp1252")
    content = with_interpreter(before, fake.machine, PYTHON)
    assert read_as_vba(content) == [*lines, ("INTERPRETER_WIN", PYTHON)]
    assert with_interpreter(content, fake.machine, PYTHON) == content
    fake.files.write(fake.machine.places.configuration, content)
    assert read_interpreter(fake.machine) == PYTHON


@given(st.binary())
def test_any_content_is_replaced_without_a_failure(content: bytes) -> None:
    fake = windows()
    fake.files.write(fake.machine.places.configuration, with_interpreter(content, fake.machine, PYTHON))
    assert read_interpreter(fake.machine) == PYTHON


def test_the_first_of_two_lines_counts_as_it_does_for_vba() -> None:
    fake = windows()
    fake.files.write(fake.machine.places.configuration, b'"INTERPRETER_WIN","C:\\a.exe"\r\n"INTERPRETER_WIN","C:\\b.exe"\r\n')
    assert read_interpreter(fake.machine) == r"C:\a.exe"


def test_each_system_has_its_own_key() -> None:
    assert with_interpreter(None, mac().machine, "/x/python") == b'"INTERPRETER_MAC","/x/python"\n'


@pytest.mark.parametrize("path", [r"C:\Zoé\pythonw.exe", 'C:\\x"y', "C:\\" + "x" * 200])
def test_a_path_that_some_program_would_not_take_is_not_plain(path: str) -> None:
    assert not is_plain(path)
