"""Questions on the terminal: a number for an option, a refusal that names the options where nobody can answer."""

from __future__ import annotations

import io
import sys

import pytest

from addin.console import Console
from addin.messages import TresoError


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def _asked(monkeypatch: pytest.MonkeyPatch, typed: str) -> tuple[int | None, str]:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stderr", screen)
    return Console(json=False, yes=False).choose("Quel compte ?", ["BNA", "CPA"]), screen.getvalue()


@pytest.mark.parametrize(
    ("typed", "picked"), [("2\n", 1), (" 1 \n", 0), ("\n", None), ("3\n", None), ("0\n", None), ("CPA\n", None), ("", None)]
)
def test_an_option_is_chosen_by_its_number(typed: str, picked: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    found, shown = _asked(monkeypatch, typed)
    assert found == picked
    assert shown.startswith("Quel compte ?\n  1. BNA\n  2. CPA\n")


@pytest.mark.parametrize("json", [True, False])
def test_where_nobody_can_answer_the_options_are_named(json: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n") if not json else Terminal("1\n"))
    console = Console(json=json, yes=True)
    with pytest.raises(TresoError) as refusal:
        console.choose("Quel compte ?", ["BNA", "CPA"])
    assert refusal.value.code == "CONFIRMATION_NEEDED"
    assert "2. CPA" in str(refusal.value)
    with pytest.raises(TresoError):
        console.choose_files()
