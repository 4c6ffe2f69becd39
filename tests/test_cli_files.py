"""Files that `treso` refuses, each with its message and not a byte changed; and bad cells, which are listed while the report is built."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.app.workbooks import REPORT, bank
from tests.commands import Done, command, contents, environment, sheet_names, treso
from tests.errors import refused_files
from tests.errors.refused_files import REFUSED, Builder, sound
from tests.hosts.adapters import OnDisk
from tests.hosts.workbooks import pack, parts_of

CASES = [(code, builder) for code, builders in REFUSED.items() for builder in builders]


@pytest.mark.parametrize(("code", "builder"), CASES, ids=[builder.__name__ for _, builder in CASES])
def test_a_bad_file_is_refused_with_place_cause_and_remedy(code: str, builder: Builder, tmp_path: Path) -> None:
    path = builder(tmp_path)
    before = contents(tmp_path)
    done = treso("rapport", path, "--oui", "--json")
    assert (done.status, done.error["code"], done.error["file"]) == (2, code, path.name)
    assert done.err.strip() == done.error["message"]
    assert f"« {path.name} »" in done.err.replace("\u00a0", " ")
    assert " → " in done.err
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "builder", [refused_files.encrypted, refused_files.locked_structure, refused_files.open_in_excel, refused_files.truncated]
)
def test_undo_refuses_bad_files_too(builder: Builder, tmp_path: Path) -> None:
    path = builder(tmp_path)
    before = contents(tmp_path)
    assert treso("annuler", path, "--oui").status == 2
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "builder",
    [
        refused_files.signed,
        refused_files.shared,
        refused_files.locked_structure,
        refused_files.open_in_excel,
        refused_files.read_only,
        refused_files.read_only_folder,
    ],
    ids=lambda builder: builder.__name__,
)
def test_what_only_forbids_writing_can_be_checked(builder: Builder, tmp_path: Path) -> None:
    path = builder(tmp_path)
    before = contents(tmp_path)
    done = treso("verifier", path, "--json")
    assert done.status in (0, 1), done.err
    assert [(sheet["sheet"], sheet["kind"], sheet["rows"]) for sheet in done.json["sheets"]] == [("BNA", "operations", 3)]
    assert contents(tmp_path) == before


def test_a_read_only_workbook_may_be_reported_elsewhere(tmp_path: Path) -> None:
    path = refused_files.read_only(tmp_path)
    before = path.read_bytes()
    done = treso("rapport", path, "-o", tmp_path / "r.xlsx")
    assert done.status in (0, 1), done.err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "code"),
    [([], "WORKBOOK_EMPTY"), ([["bonjour"]], "NO_OPERATIONS"), ([["Date", "Libellé", "Montant"]], "NO_OPERATIONS")],
    ids=["empty", "no-tab", "no-row"],
)
def test_a_workbook_without_matter_is_refused(rows: list[list[object]], code: str, tmp_path: Path) -> None:
    path = OnDisk(tmp_path, {"Feuil1": rows}).path
    before = contents(tmp_path)
    done = treso("rapport", path, "--json")
    assert (done.status, done.error["code"], done.error["file"]) == (2, code, path.name)
    assert contents(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe with a name is a POSIX thing")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.xlsx")
    assert treso("verifier", tmp_path / "tube.xlsx", "--json", timeout=20).error["code"] == "FILE_NOT_EXCEL"


@pytest.mark.parametrize("name", ["x" * 300 + ".xlsx", "", "."])
def test_a_strange_path_is_a_refusal(name: str, tmp_path: Path) -> None:
    done = treso("rapport", name, "--json", folder=tmp_path)
    assert (done.status, done.error["code"] in ("FILE_NOT_FOUND", "FILE_IS_FOLDER")) == (2, True)


# ------------------------------------------------------------------------------------------------ the disk


def _heavy(folder: Path) -> Path:
    """A workbook with a part that does not compress."""
    path = OnDisk(folder, bank()).path
    return pack(path, {**parts_of(path), "xl/media/image1.png": os.urandom(150_000)})


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on file sizes is a POSIX one")
@pytest.mark.parametrize("limit", [0, 1_000, 30_000, 120_000, 155_000])
def test_a_disk_that_fills_up_at_any_point_leaves_everything_as_it_was(limit: int, tmp_path: Path) -> None:
    path = _heavy(tmp_path)
    before = contents(tmp_path)
    script = (
        "import resource, sys; limit = int(sys.argv.pop(1)); resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)); "
        "from addin.cli import main; sys.exit(main())"
    )
    words = [sys.executable, "-B", "-c", script, str(limit), "rapport", str(path), "--json"]
    ran = subprocess.run(words, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120)
    done = Done(ran.returncode, ran.stdout, ran.stderr)
    assert (done.status, done.error["code"]) == (2, "DISK_FULL"), done.err
    assert contents(tmp_path) == before


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 300 kB."""
    place = tmp_path / "disque"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    mounted = subprocess.run(words, capture_output=True, text=True) if os.name == "posix" else None
    if mounted is None or mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip() if mounted else 'not a POSIX system'}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_really_full_leaves_everything_as_it_was(tiny_disk: Path) -> None:
    path = _heavy(tiny_disk)
    before = contents(tiny_disk)
    done = treso("rapport", path, "--json")
    assert (done.status, done.error["code"]) == (2, "DISK_FULL")
    assert contents(tiny_disk) == before
    done = treso("demo", tiny_disk / "exemple", "--json", changes={"PATH": os.devnull})
    assert (done.status, done.error["code"]) == (2, "DISK_FULL")
    assert contents(tiny_disk) == {**before, "exemple": None}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="an administrator may read everything")
def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = sound(tmp_path)
    path.chmod(0)
    assert treso("verifier", path, "--json").error["code"] == "FILE_FORBIDDEN"


# ------------------------------------------------------------------------------------------------ bad cells


def _change(edit: Callable[[Any], None]) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        path = OnDisk(folder, bank()).path
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
        return path

    return build


@_change
def broken_reference(book: Any) -> None:
    book["BNA"]["C4"] = "#REF!"
    book["BNA"]["C4"].data_type = "e"


@_change
def text_for_a_date(book: Any) -> None:
    book["BNA"]["A5"] = "mi-octobre"


@_change
def heading_twice(book: Any) -> None:
    book["BNA"]["F1"] = "Débit"
    book["BNA"]["F4"] = 999


@_change
def both_sides(book: Any) -> None:
    book["BNA"]["D4"] = 50


@_change
def unknown_currency(book: Any) -> None:
    book["BNA"]["F1"] = "Devise"
    for row in range(2, 9):
        book["BNA"].cell(row, 6).value = "DA" if row != 6 else "QQQ"


BAD_CELLS = [
    (broken_reference, "CELL_ERROR", 4, "Débit", "#REF!"),
    (text_for_a_date, "DATE_UNREADABLE", 5, "Date", "mi-octobre"),
    (heading_twice, "DUPLICATE_HEADING", 1, None, "Débit"),
    (both_sides, "DEBIT_AND_CREDIT", 4, None, None),
    (unknown_currency, "CURRENCY_UNKNOWN", 6, "Devise", "QQQ"),
]


@pytest.mark.parametrize(("build", "code", "row", "column", "value"), BAD_CELLS, ids=[case[1] for case in BAD_CELLS])
def test_bad_cells_are_listed_with_their_place_and_the_report_is_built(
    build: Callable[[Path], Path], code: str, row: int, column: str | None, value: str | None, tmp_path: Path
) -> None:
    path = build(tmp_path)
    done = treso("rapport", path, "--json")
    assert done.status == 1, done.err
    assert REPORT in sheet_names(path)
    found = [each for each in done.json["warnings"] if each["code"] == code]
    assert [(each["sheet"], each["row"]) for each in found] == [("BNA", row)]
    assert column is None or found[0]["column"] == column
    assert value is None or found[0]["value"] == value
    assert "« BNA »" in found[0]["message"].replace("\u00a0", " ")
    assert f"ligne {row}" in found[0]["message"]


def test_on_a_terminal_the_bad_cells_are_listed_below_the_report(tmp_path: Path) -> None:
    done = treso("rapport", text_for_a_date(tmp_path))
    assert done.status == 1
    assert "mi-octobre" in done.err
    assert "ligne 5" in done.err
    assert "mi-octobre" not in done.out


def test_a_workbook_with_thousands_of_bad_cells_shows_the_first_ones(tmp_path: Path) -> None:
    sheets = bank()
    sheets["BNA"] += [[f"jour {i}", "x", None, 5.0, None] for i in range(60)]
    done = treso("rapport", OnDisk(tmp_path, sheets).path)
    assert done.status == 1
    assert len(done.err.splitlines()) < 30
    assert "treso verifier" in done.err
    assert len(treso("verifier", tmp_path / "classeur.xlsx", "--json").json["warnings"]) >= 60


def test_a_tab_that_looks_like_operations_but_cannot_be_read_is_said(tmp_path: Path) -> None:
    rows = [["Jour comptable", "Quoi", "Somme due"], *([datetime(2026, 10, i), f"achat numéro {i}", 10.5 * i] for i in range(1, 9))]
    path = OnDisk(tmp_path, {**bank(), "CPA 2026": rows}).path
    done = treso("rapport", path, "--json")
    codes = [(each["code"], each["sheet"], each["severity"]) for each in done.json["warnings"]]
    sheets = {sheet["sheet"]: sheet["kind"] for sheet in treso("verifier", path, "--json").json["sheets"]}
    assert done.status == 1
    assert ("TAB_UNREADABLE", "CPA 2026", "error") in codes or sheets["CPA 2026"] == "operations"


def test_the_command_line_of_the_tests_is_the_one_of_the_readme() -> None:
    assert command("rapport")[-3:] == ["-m", "addin.cli", "rapport"]
