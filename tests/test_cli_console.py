"""`treso` on any console: encodings, closed and broken streams, a terminal, questions, Ctrl+C, mistakes in the command, bugs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from addin.hosts.atomic import kept_version
from addin.hosts.render import side_workbook
from addin.sheets.example import example_sheets
from tests.app.workbooks import REPORT, bank
from tests.commands import ROOT, Done, command, contents, environment, sheet_names, treso
from tests.hosts.adapters import OnDisk

ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="descriptors, terminals and signals of POSIX systems")
PLAIN = {"PYTHONIOENCODING": None, "PYTHONUTF8": "0", "LANG": None, "LC_ALL": None}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A sound workbook, alone in its folder."""
    folder = tmp_path / "dossier"
    folder.mkdir()
    return OnDisk(folder, bank()).path


# ------------------------------------------------------------------------------------------------ encodings


@pytest.mark.parametrize(
    ("changes", "encoding"),
    [
        ({"PYTHONIOENCODING": "ascii"}, "ascii"),
        ({"PYTHONIOENCODING": "cp1252"}, "cp1252"),
        ({"PYTHONIOENCODING": "cp850"}, "cp850"),
        ({"PYTHONIOENCODING": "cp437"}, "cp437"),
        ({"PYTHONIOENCODING": "utf-16"}, "utf-16"),
        ({"PYTHONIOENCODING": "ascii:strict"}, "ascii"),
        ({**PLAIN, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, "ascii"),
        ({**PLAIN, "LC_ALL": "POSIX"}, "utf-8"),
    ],
    ids=lambda given: "-".join(f"{name}={value}" for name, value in given.items() if value) if isinstance(given, dict) else "",
)
def test_a_console_of_any_encoding_shows_the_result_and_refusals(
    workbook: Path, changes: dict[str, str | None], encoding: str, tmp_path: Path
) -> None:
    done = treso("verifier", workbook, changes=changes, encoding=encoding)
    assert done.status == 0, done.err
    assert "Rien a revoir." in _plain(done.out)
    refused = treso("verifier", tmp_path / "été شركة.xlsx", changes=changes, encoding=encoding)
    assert refused.status == 2
    assert "est introuvable" in _plain(refused.err)
    assert "ete" in _plain(refused.err)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").translate(str.maketrans("àéè", "aee"))


@pytest.mark.parametrize("encoding", ["ascii", "cp850", "utf-8"])
def test_json_is_ascii_whatever_the_console(workbook: Path, encoding: str) -> None:
    done = treso("verifier", workbook, "--json", changes={"PYTHONIOENCODING": encoding}, encoding=encoding)
    assert done.json["sheets"][0]["sheet"] == "BNA"
    assert done.err == ""


@ON_POSIX
def test_a_name_that_the_console_cannot_decode_is_told_as_it_is(tmp_path: Path) -> None:
    changes = {**PLAIN, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    assert treso("verifier", tmp_path / "été.xlsx", "--json", changes=changes).error["file"] == "été.xlsx"


# ------------------------------------------------------------------------------------------------ streams


def _shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line of the shell in which `treso` is the command."""
    script = f'treso() {{ "{sys.executable}" -B -m addin.cli "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120
    )


@ON_POSIX
@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("treso rapport classeur.xlsx | head -c 1; exit ${PIPESTATUS[0]}", 0),
        ("treso rapport classeur.xlsx | true; exit ${PIPESTATUS[0]}", 0),
        ("treso rapport classeur.xlsx <&-", 0),
        ("treso rapport classeur.xlsx >&-", 0),
        ("treso rapport classeur.xlsx 2>&-", 0),
        ("treso rapport classeur.xlsx <&- >&- 2>&-", 0),
        ("treso rapport classeur.xlsx 2> >(true)", 0),
    ],
)
def test_a_stream_that_is_closed_stops_nothing(workbook: Path, line: str, status: int) -> None:
    done = _shell(line, workbook.parent)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert REPORT in sheet_names(workbook)


@ON_POSIX
def test_without_standard_error_nothing_foreign_comes_into_the_json(workbook: Path) -> None:
    done = _shell("treso rapport absent.xlsx --json 2>&-", workbook.parent)
    assert Done(done.returncode, done.stdout, "").error["code"] == "FILE_NOT_FOUND"


@ON_POSIX
def test_a_question_with_a_closed_standard_input_is_a_refusal(workbook: Path) -> None:
    treso("rapport", workbook)
    before = contents(workbook.parent)
    done = _shell("treso rapport classeur.xlsx <&-", workbook.parent)
    assert done.returncode == 2
    assert "--oui" in done.stderr
    assert contents(workbook.parent) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no always-full device")
def test_a_result_that_cannot_be_shown_is_said(workbook: Path) -> None:
    done = _shell("treso rapport classeur.xlsx --json > /dev/full", workbook.parent)
    assert done.returncode == 1
    assert "n'a pas pu être affiché" in done.stderr
    assert "Traceback" not in done.stderr
    assert REPORT in sheet_names(workbook)


# ------------------------------------------------------------------------------------------------ a terminal


def _on_a_terminal(workbook: Path, answer: bytes, *arguments: object) -> tuple[int, str]:
    """Run `treso rapport` on a terminal, type an answer; gives the exit status and all that the screen received."""
    import pty

    pid, screen = pty.fork()
    if pid == 0:  # the command
        os.chdir(workbook.parent)
        words = command("rapport", workbook, *arguments)
        os.execve(words[0], words, {**environment(), "TERM": "xterm"})
    seen, answered = b"", False
    while True:
        try:
            seen += os.read(screen, 4096)
        except OSError:  # the command has ended
            break
        if b"[o/N]" in seen and not answered:
            answered = True
            os.write(screen, answer)
    os.close(screen)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), seen.decode("utf-8", "replace").replace("\u00a0", " ")


@ON_POSIX
@pytest.mark.parametrize(("answer", "status"), [(b"oui\n", 0), (b"O\n", 0), (b"n\n", 2), (b"\n", 2), (b"\x04", 2), (b"\xff\xfe\n", 2)])
def test_on_a_terminal_she_is_asked(workbook: Path, answer: bytes, status: int) -> None:
    treso("rapport", workbook)
    before = contents(workbook.parent)
    ended, seen = _on_a_terminal(workbook, answer)
    assert ended == status, seen
    assert f"La feuille « {REPORT} » existe déjà" in seen
    assert (contents(workbook.parent) == before) == (status == 2)


@ON_POSIX
def test_on_a_terminal_nobody_is_asked_for_json(workbook: Path) -> None:
    treso("rapport", workbook)
    ended, seen = _on_a_terminal(workbook, b"", "--json")
    assert ended == 2
    assert "CONFIRMATION_NEEDED" in seen


@ON_POSIX
def test_long_work_shows_a_bar_that_is_wiped_before_the_result(workbook: Path) -> None:
    workbook.write_bytes(side_workbook(example_sheets()))
    ended, seen = _on_a_terminal(workbook, b"")
    assert ended in (0, 1)
    assert "█" in seen
    assert "Lecture de « " in seen or "Analyse de « " in seen
    last_bar = max(seen.rindex("█"), seen.rindex("░"))
    assert "\r" in seen[last_bar : seen.index("CONCLUSION")]


# ------------------------------------------------------------------------------------------------ Ctrl+C

_INTERRUPTED = """
import signal, sys
from pathlib import Path
from addin.cli import main
step, left = sys.argv[1], [int(sys.argv[2])]
def hook(event, arguments):
    if event == step or (step == "read" and event == "open" and "classeur.xlsx" in str(arguments[0])):
        left[0] -= 1
        if left[0] == 0:
            signal.raise_signal(signal.SIGINT)
sys.addaudithook(hook)
sys.exit(main(sys.argv[3:]))
"""


def _interrupted(workbook: Path, step: str, count: int, *arguments: object) -> Done:
    """`treso` stopped by Ctrl+C when it asks something of the system for the n-th time."""
    words = [sys.executable, "-B", "-c", _INTERRUPTED, step, str(count), *map(str, arguments)]
    done = subprocess.run(words, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(("step", "count"), [("read", 1), ("read", 2), ("tempfile.mkstemp", 1), ("shutil.copymode", 1)])
def test_ctrl_c_before_the_exchange_leaves_everything_as_it_was(workbook: Path, step: str, count: int) -> None:
    treso("rapport", workbook)
    before = contents(workbook.parent)
    done = _interrupted(workbook, step, count, "rapport", workbook, "--oui", "--json")
    assert (done.status, done.error["code"]) == (2, "INTERRUPTED"), done.err
    assert "rien n'a été modifié" in done.error["message"]
    assert "Traceback" not in done.err
    assert contents(workbook.parent) == before


@pytest.mark.parametrize(("step", "count"), [("os.link", 1), ("os.rename", 1), ("os.rename", 2)])
def test_ctrl_c_during_the_exchange_waits_for_its_end(workbook: Path, step: str, count: int) -> None:
    treso("rapport", workbook)
    before = workbook.read_bytes()
    done = _interrupted(workbook, step, count, "rapport", workbook, "--oui", "--json")
    assert (done.status, done.error["code"]) == (1, "INTERRUPTED")
    assert "était déjà écrit" in done.error["message"]
    assert workbook.read_bytes() != before
    assert contents(workbook.parent) == {workbook.name: workbook.read_bytes(), kept_version(workbook).name: before}


@ON_POSIX
@pytest.mark.parametrize("after", [0.3, 0.5, 0.7])
def test_ctrl_c_at_any_moment_leaves_the_old_or_the_new_workbook(workbook: Path, after: float) -> None:
    before = workbook.read_bytes()
    process = subprocess.Popen(command("rapport", workbook), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    if workbook.read_bytes() == before:
        assert set(contents(workbook.parent)) == {workbook.name}
    else:
        assert REPORT in sheet_names(workbook)
        assert kept_version(workbook).read_bytes() == before


# ------------------------------------------------------------------------------------------------ mistakes


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "il manque COMMANDE"),
        (["raport", "x.xlsx"], "inconnu : « raport »"),
        (["rapport"], "il manque CLASSEUR"),
        (["rapport", "x.xlsx", "--pdf"], "une valeur est attendue"),
        (["rapport", "x.xlsx", "--vite"], "option inconnue : --vite"),
        (["rapport", "x.xlsx", "y.xlsx"], "option inconnue : y.xlsx"),
        (["rapport", "x.xlsx", "--dat", "2026-10-31"], "option inconnue"),
        (["rapport", "x.xlsx", "--oui=non"], "ne prend pas de valeur"),
        (["verifier", "x.xlsx", "-o"], "une valeur est attendue"),
    ],
)
def test_a_command_that_is_not_understood_is_refused_in_french(words: list[str], said: str) -> None:
    done = treso(*words, "--json")
    assert (done.status, done.error["code"]) == (2, "BAD_COMMAND")
    message = done.error["message"].replace("\u00a0", " ")
    assert said in message
    assert "Utilisation : treso" in message
    assert not [word for word in ("usage", "required", "argument", "invalid", "expected", "unrecognized", "choose") if word in message]


@pytest.mark.parametrize(
    "day", ["", "31/10/2026", "2026-13-01", "2026-02-30", "20261031", "2026-W44-6", "0001-01-01", "9999-12-31", "demain", "٢٠٢٦-١٠-٣١"]
)
def test_a_date_that_is_not_one_is_refused(day: str) -> None:
    done = treso("rapport", "x.xlsx", "--date", day, "--json")
    assert (done.status, done.error["code"]) == (2, "BAD_DATE_OPTION")
    assert "AAAA-MM-JJ" in done.error["message"]


def test_common_options_may_stand_before_the_command(workbook: Path) -> None:
    done = treso("--json", "--date", "2026-10-24", "verifier", workbook)
    assert (done.status, done.json["as_of"]) == (0, "2026-10-24")


@pytest.mark.parametrize("words", [["--aide"], ["-h"], ["rapport", "-h"], ["demo", "--aide"]])
def test_help_is_french_and_done(words: list[str]) -> None:
    done = treso(*words)
    assert (done.status, done.err) == (0, "")
    assert "Utilisation" in done.out
    assert not [word for word in ("usage", "positional", "show this", "optional") if word in done.out]
    assert treso(*words, "--json").json["help"].strip() == done.out.strip()


# ------------------------------------------------------------------------------------------------ bugs

_BUG = """
import sys
import {module} as module
from addin.cli import main
def crash(*arguments, **options):
    raise RuntimeError("essai de défaut")
module.{name} = crash
sys.exit(main(sys.argv[1:]))
"""


def _with_a_bug(module: str, name: str, *arguments: object, temporary: Path) -> Done:
    words = [sys.executable, "-B", "-c", _BUG.format(module=module, name=name), *map(str, arguments)]
    given = environment({"TMPDIR": str(temporary), "TEMP": str(temporary)})
    done = subprocess.run(words, env=given, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120)
    return Done(done.returncode, done.stdout, done.stderr)


def test_a_bug_has_a_number_and_a_log_and_changes_nothing(workbook: Path, tmp_path: Path) -> None:
    before = contents(workbook.parent)
    done = _with_a_bug("addin.app.weekly_report", "summarise", "rapport", workbook, "--json", temporary=tmp_path)
    assert (done.status, done.error["code"]) == (3, "BUG")
    assert "rien n'a été modifié" in done.error["message"]
    assert "Traceback" not in done.err
    log = Path(done.error["message"].rsplit(" ", 1)[1])
    assert log.parent == tmp_path
    assert "essai de défaut" in log.read_text(encoding="utf-8")
    assert contents(workbook.parent) == before


def test_debug_shows_the_trace_of_a_bug(workbook: Path, tmp_path: Path) -> None:
    done = _with_a_bug("addin.app.weekly_report", "summarise", "rapport", workbook, "--json", "--debug", temporary=tmp_path)
    assert (done.status, done.error["code"]) == (3, "BUG")
    assert "RuntimeError: essai de défaut" in done.err


def test_a_bug_after_the_save_does_not_claim_that_nothing_was_written(workbook: Path, tmp_path: Path) -> None:
    done = _with_a_bug("addin.sheets.terminal", "terminal_text", "rapport", workbook, temporary=tmp_path)
    assert done.status == 3
    assert "était déjà écrit" in done.err
    assert "rien n'a été modifié" not in done.err
    assert REPORT in sheet_names(workbook)


def test_a_log_that_cannot_be_written_is_said(workbook: Path, tmp_path: Path) -> None:
    done = _with_a_bug("addin.app.check_workbook", "read_dossier", "verifier", workbook, temporary=tmp_path / "absent")
    assert done.status == 3
    assert "Erreur interne n°" in done.err.replace("\u00a0", " ")


def test_the_command_starts_without_the_heavy_packages() -> None:
    asked = (
        "import sys; from addin.cli import main; main(['rapport', 'absent.xlsx']); "
        "print([name for name in ('pandas', 'openpyxl', 'sklearn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=60)
    assert done.stdout.strip() == "[]"
