"""The script for a real Excel cannot run here; what can be said of its text is."""

from __future__ import annotations

import re

from addin.build.checkout import SOURCES

SCRIPT = SOURCES / "verifier_excel.ps1"
TEXT = SCRIPT.read_text(encoding="utf-8-sig")


def without_texts() -> str:
    """The script without comments and quoted texts."""
    code = re.sub(r"<#.*?#>", "", TEXT, flags=re.DOTALL)
    code = re.sub(r"'(?:[^'\n]|'')*'", "''", code)
    return re.sub(r"(?m)#.*$", "", re.sub(r'"(?:[^"`\n]|`.)*"', '""', code))


def test_windows_powershell_reads_its_accents() -> None:
    assert SCRIPT.read_bytes().startswith(b"\xef\xbb\xbf")


def test_brackets_are_balanced() -> None:
    code = without_texts()
    for opening, closing in ("()", "{}", "[]"):
        assert code.count(opening) == code.count(closing), opening


def test_what_it_changes_is_given_back_whatever_happens() -> None:
    last = TEXT.split("} finally {")[-1]
    assert "Copy-Item $garde $place" in last
    assert "Remove-Item $essai -Recurse" in last
    assert "$env:PYTHONPATH = $python_avant" in last
    assert "$app.Quit()" in last


def test_it_ends_no_process() -> None:
    assert not re.search(r"Stop-Process|taskkill|\.Kill\(", TEXT, re.IGNORECASE)


def test_it_checks_each_open_point() -> None:
    for point in ("chargé par le dossier de démarrage", "ruban", "=TRESO.VERSION()", "=TRESO_VERSION()", "enregistré", "modèle", "relié",
                  "erreur d''Excel", "Python répond", "isolé", "ferment sans rien laisser"):  # fmt: skip
        assert any(point in line for line in TEXT.split("\n") if "Verifier '" in line), point
