"""Bugs are kept under their number, in a log that does not grow for ever."""

from __future__ import annotations

import re

import pytest

from addin.hosts import bug_log
from addin.hosts.places import log_file


def broken(what: str) -> str:
    try:
        raise ValueError(f"broken: {what}")
    except ValueError:
        return bug_log.log_bug(what)


def test_a_bug_stands_in_the_log_with_its_number_and_where_it_happened() -> None:
    number = broken("TRESO.TVA")
    assert re.fullmatch("[0-9A-F]{4}", number)
    written = log_file().read_text(encoding="utf-8")
    assert re.search(rf"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d {number} TRESO\.TVA \(Trésorerie ", written)
    assert "ValueError: broken: TRESO.TVA" in written


def test_a_log_that_became_long_makes_room_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bug_log, "LARGEST", 10)
    broken("first")
    broken("second")
    assert "broken: first" in log_file().with_suffix(".ancien.log").read_text(encoding="utf-8")
    assert "broken: first" not in log_file().read_text(encoding="utf-8")
