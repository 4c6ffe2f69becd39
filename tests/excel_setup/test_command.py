"""The command `treso excel`: what she reads, what a program reads, and how it ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest

from addin.cli.arguments import Options, parse
from addin.cli.excel import diagnose_in, install_in, remove_from
from addin.cli.run import Run
from addin.console import Console
from addin.hosts.excel_setup.machine import Machine, Outcome
from addin.messages import SETUP, SETUP_CAUSES, SETUP_RULES
from tests.commands import treso
from tests.excel_setup.fakes import FakeMachine, windows

Command = Callable[[Run, Machine], int]


def said(command: Command, fake: FakeMachine, capsys: pytest.CaptureFixture[str], *, as_json: bool = False) -> tuple[int, str]:
    """Status and standard output of a command on a machine."""
    status = command(Run(Options(), Console(json=as_json, yes=True)), fake.machine)
    return status, capsys.readouterr().out.replace("\u00a0", " ")


def test_installing_ends_with_a_verdict_and_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = said(install_in, windows(), capsys)
    assert status == 0
    assert "Trésorerie 0.1.0 est installé dans Excel." in out
    assert "Ouvrez Excel" in out
    assert out.rstrip().endswith("Verdict : tout est en place.")


def test_a_second_installation_says_that_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    fake = windows()
    said(install_in, fake, capsys)
    status, out = said(install_in, fake, capsys)
    assert status == 0
    assert "était déjà installé : rien n'a été changé" in out
    assert "Écrit" not in out


def test_what_keeps_a_finished_installation_from_working_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    fake = windows()
    fake.registry.content[r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"] = {"disablealladdins": 1}
    status, out = said(install_in, fake, capsys)
    assert status == 1
    assert "Une règle de votre entreprise bloque le complément" in out
    assert "1 point(s) à corriger" in out
    assert "Ouvrez Excel" not in out


def test_the_diagnosis_shows_every_point_and_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    fake = windows()
    said(install_in, fake, capsys)
    fake.files.remove(fake.addin())
    status, out = said(diagnose_in, fake, capsys)
    assert status == 1
    lines = out.splitlines()
    assert [line for line in lines if line and not line.startswith(" ")] == [
        "Cet ordinateur", "Excel", "Complément", "Configuration", "Python d'Excel", "Sécurité",
        "Verdict : 1 point(s) à corriger, signalés par « à corriger ».",
    ]  # fmt: skip
    (wrong,) = (number for number, line in enumerate(lines) if line.startswith("  à corriger"))
    assert lines[wrong + 1].strip().startswith("→ Regardez la quarantaine")


def test_the_json_of_a_diagnosis_has_each_point(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = said(diagnose_in, windows(), capsys, as_json=True)
    told = json.loads(out)
    assert status == 1
    assert set(told) == {"as_of", "version", "checks", "warnings"}
    assert [check["code"] for check in told["checks"] if check["state"] == "bad"] == ["SETUP_ABSENT"]
    assert all(set(check) == {"topic", "state", "text", "remedy", "code"} for check in told["checks"])


def test_removing_lists_what_went_and_says_that_workbooks_are_untouched(capsys: pytest.CaptureFixture[str]) -> None:
    fake = windows()
    said(install_in, fake, capsys)
    status, out = said(remove_from, fake, capsys)
    assert status == 0
    assert "Vos classeurs ne sont pas touchés" in out
    assert str(fake.addin()) in out
    status, out = said(remove_from, fake, capsys)
    assert (status, "il n'y avait rien à retirer" in out) == (0, True)


def test_a_file_that_was_left_makes_the_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    fake = windows()
    said(install_in, fake, capsys)
    fake.files.contents[fake.addin()] += b"x"
    status, out = said(remove_from, fake, capsys, as_json=True)
    assert status == 1
    assert [warning["code"] for warning in json.loads(out)["warnings"]] == ["SETUP_FILE_KEPT"]


def test_no_personal_data_beside_paths_and_versions_is_in_a_diagnosis(capsys: pytest.CaptureFixture[str]) -> None:
    fake = windows()
    fake.change(environment={**fake.machine.environment, "USERNAME": "samia.b", "COMPUTERNAME": "PC-COMPTA", "TOKEN": "s3cret"})
    said(install_in, fake, capsys)
    fake.programs.failures = {"-c": Outcome(1, "ModuleNotFoundError")}
    _, out = said(diagnose_in, fake, capsys, as_json=True)
    assert not [word for word in ("samia.b", "PC-COMPTA", "s3cret") if word in out]


@pytest.mark.parametrize("action", ["installer", "retirer", "diagnostic"])
def test_the_three_actions_are_typed_in_french(action: str) -> None:
    options = parse(["excel", action])
    assert (options.command, options.action) == ("excel", action)


def test_another_action_is_refused() -> None:
    done = treso("excel", "desinstaller", "--json")
    assert (done.status, done.error["code"]) == (2, "BAD_COMMAND")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there it would install in the Excel of this machine")
def test_installing_where_there_is_no_excel_is_a_refusal_that_shows_the_way() -> None:
    done = treso("excel", "installer", "--json")
    assert (done.status, done.error["code"]) == (2, "EXCEL_NOT_HERE")
    assert "treso calc installer" in done.error["message"]


@pytest.mark.parametrize("sentences", [SETUP, SETUP_CAUSES, SETUP_RULES])
def test_sentences_are_written_with_ordinary_spaces(sentences: dict[str, str]) -> None:
    assert [text for text in sentences.values() if "\u00a0" in text or "\u202f" in text or "..." in text] == []
