"""The commands of `treso`, each as a process: what they write, what they say, and how they end."""

from __future__ import annotations

import shutil
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from addin.cli import main
from addin.hosts.atomic import kept_version
from addin.hosts.example import write_example
from addin.hosts.file import FileWorkbook
from addin.messages import TresoError
from addin.resources import template_path
from addin.sheets.example import example_sheets
from tests.app.workbooks import REPORT, bank
from tests.commands import NO_OFFICE, contents, sheet_names, treso
from tests.conftest import Office
from tests.errors.refused_files import excel_lock, read_only_folder
from tests.hosts.adapters import OnDisk

EXAMPLE = "exemple-agence-alger.xlsx"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook with nothing to look at, alone in a folder whose name has a space, accents and Arabic letters."""
    folder = tmp_path / "dossier été شركة"
    folder.mkdir()
    return OnDisk(folder, bank()).path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demonstration has run once."""
    folder = tmp_path_factory.mktemp("demo") / "mon exemple"
    done = treso("demo", folder, changes=NO_OFFICE)
    assert done.status == 0, done.err
    return folder


# ------------------------------------------------------------------------------------------------ rapport


def test_the_report_is_written_in_the_workbook_and_the_version_before_is_kept(workbook: Path) -> None:
    before = workbook.read_bytes()
    done = treso("rapport", workbook)
    assert (done.status, REPORT in done.err) == (0, True)
    assert sheet_names(workbook) == ["BNA", "Factures clients", REPORT, "Historique"]
    assert contents(workbook.parent) == {workbook.name: workbook.read_bytes(), kept_version(workbook).name: before}


def test_the_terminal_shows_the_decisions_and_not_the_points_of_the_chart(workbook: Path) -> None:
    said = treso("rapport", workbook).out
    assert "CONCLUSION" in said
    assert "À DÉCIDER" in said
    assert "Novatec" in said
    assert "ALERTES" in said
    assert "Solde prévu" not in said
    assert "[full]" not in said
    assert len(said.splitlines()) < 50


def test_rebuilding_needs_an_agreement(workbook: Path) -> None:
    treso("rapport", workbook)
    before = contents(workbook.parent)
    done = treso("rapport", workbook)
    assert done.status == 2
    assert "--oui" in done.err
    assert done.out == ""
    assert contents(workbook.parent) == before
    assert treso("rapport", workbook, "--oui").status == 0
    assert sheet_names(workbook) == ["BNA", "Factures clients", REPORT, "Historique"]


def test_with_an_output_the_workbook_stays_as_it_is(workbook: Path, tmp_path: Path) -> None:
    before = workbook.read_bytes()
    output = tmp_path / "sorties 2026"
    output.mkdir()
    done = treso("rapport", workbook.name, "-o", output / "r.xlsx", folder=workbook.parent)
    assert done.status == 0
    assert contents(workbook.parent) == {workbook.name: before}
    assert list(contents(output)) == ["r.xlsx"]
    assert REPORT in sheet_names(output / "r.xlsx")


def test_an_output_that_is_the_workbook_is_the_workbook_itself(workbook: Path) -> None:
    before = workbook.read_bytes()
    assert treso("rapport", workbook, "-o", workbook.name, folder=workbook.parent).status == 0
    assert kept_version(workbook).read_bytes() == before


def test_a_file_in_the_place_of_the_output_is_replaced_only_after_an_agreement(workbook: Path) -> None:
    other = OnDisk(workbook.parent.parent, {"Autre": [["à elle"]]}).path.rename(workbook.parent / "autre.xlsx")
    before = contents(workbook.parent)
    done = treso("rapport", workbook, "-o", other, "--json")
    assert (done.status, done.error["code"]) == (2, "CONFIRMATION_NEEDED")
    assert contents(workbook.parent) == before
    assert treso("rapport", workbook, "-o", other, "--oui").status == 0
    assert REPORT in sheet_names(other)
    assert set(contents(workbook.parent)) == {workbook.name, other.name}


def test_an_empty_file_in_the_place_of_the_output_has_nothing_to_lose(workbook: Path, tmp_path: Path) -> None:
    output = tmp_path / "r.xlsx"
    output.touch()
    assert treso("rapport", workbook, "-o", output).status == 0


@pytest.mark.parametrize(
    ("output", "code"),
    [("absent/r.xlsx", "FOLDER_NOT_FOUND"), ("r.xlsm", "OUTPUT_EXTENSION"), (".", "FILE_IS_FOLDER"), ("r", "OUTPUT_EXTENSION")],
)
def test_an_output_that_cannot_be_is_refused(workbook: Path, output: str, code: str) -> None:
    before = contents(workbook.parent)
    done = treso("rapport", workbook, "-o", output, "--json", folder=workbook.parent)
    assert (done.status, done.error["code"]) == (2, code)
    assert contents(workbook.parent) == before


@pytest.mark.parametrize(("day", "report"), [("2026-10-31", REPORT), ("2026-10-24", "Rapport 2026-S43"), ("2026-11-01", REPORT)])
def test_the_closing_date_can_be_given(workbook: Path, day: str, report: str) -> None:
    done = treso("rapport", workbook, "--date", day, "--json")
    assert (done.status, done.json["sheet"], done.json["as_of"]) == (0, report, day)


def test_a_closing_date_before_the_first_line_is_refused(workbook: Path) -> None:
    before = contents(workbook.parent)
    done = treso("rapport", workbook, "--date", "2026-08-31", "--json")
    assert (done.status, done.error["code"]) == (2, "NO_OPERATION_BEFORE")
    assert contents(workbook.parent) == before


# ------------------------------------------------------------------------------------------------ rapport --pdf


def test_the_page_is_printed_too(workbook: Path, office: Office) -> None:
    pdf = workbook.parent / "la page.pdf"
    done = treso("rapport", workbook, "--pdf", pdf, "--json")
    assert done.status == 0, done.err
    assert (done.json["pdf"], done.json["file"]) == (str(pdf), str(workbook))
    data = pdf.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type/Page/") + data.count(b"/Type/Page>") + data.count(b"/Type /Page\n") == 1
    assert set(contents(workbook.parent)) == {workbook.name, kept_version(workbook).name, pdf.name}


@pytest.mark.parametrize(
    ("pdf", "code"), [("page.xlsx", "OUTPUT_EXTENSION"), ("absent/page.pdf", "FOLDER_NOT_FOUND"), ("page.pdf", "PDF_UNAVAILABLE")]
)
def test_a_page_that_cannot_be_printed_leaves_the_workbook_as_it_was(workbook: Path, pdf: str, code: str) -> None:
    before = contents(workbook.parent)
    done = treso("rapport", workbook, "--pdf", pdf, "--json", folder=workbook.parent, changes=NO_OFFICE)
    assert (done.status, done.error["code"]) == (2, code)
    assert contents(workbook.parent) == before


@pytest.mark.skipif(shutil.which("true") is None, reason="needs a program that does nothing")
def test_an_office_that_fails_leaves_the_workbook_as_it_was(workbook: Path, tmp_path: Path) -> None:
    fake = tmp_path / "programmes"
    fake.mkdir()
    (fake / "soffice").symlink_to(str(shutil.which("true")))
    before = contents(workbook.parent)
    done = treso("rapport", workbook, "--pdf", workbook.parent / "page.pdf", "--json", changes={"PATH": str(fake)})
    assert (done.status, done.error["code"]) == (2, "PDF_UNAVAILABLE")
    assert contents(workbook.parent) == before


# ------------------------------------------------------------------------------------------------ annuler


def test_the_last_command_is_undone(workbook: Path) -> None:
    treso("rapport", workbook)
    done = treso("annuler", workbook)
    assert (done.status, "Rapport hebdo" in done.out) == (0, True)
    assert sheet_names(workbook) == ["BNA", "Factures clients"]
    refused = treso("annuler", workbook, "--json")
    assert (refused.status, refused.error["code"]) == (2, "NOTHING_TO_UNDO")


def test_an_undo_may_go_into_another_file(workbook: Path, tmp_path: Path) -> None:
    treso("rapport", workbook)
    before = contents(workbook.parent)
    done = treso("annuler", workbook, "-o", tmp_path / "avant.xlsx", "--json")
    assert done.status == 0
    assert done.json == {
        "as_of": None,
        "action": "Rapport hebdo",
        "sheets": [REPORT],
        "byte_for_byte": True,
        "remaining": 0,
        "warnings": [],
    }
    assert contents(workbook.parent) == before
    assert REPORT not in sheet_names(tmp_path / "avant.xlsx")


# ------------------------------------------------------------------------------------------------ verifier


def test_checking_says_how_each_tab_is_read_and_writes_nothing(workbook: Path) -> None:
    before = contents(workbook.parent)
    done = treso("verifier", workbook)
    assert done.status == 0, done.out
    assert "« BNA »" in done.out.replace("\u00a0", " ")
    assert "Rien à revoir." in done.out
    assert contents(workbook.parent) == before


def test_checking_lists_what_deserves_a_look_and_ends_with_one(tmp_path: Path) -> None:
    sheets = bank()
    sheets["BNA"][3][0] = "pas une date"
    path = OnDisk(tmp_path, sheets).path
    done = treso("verifier", path, "--json")
    assert done.status == 1
    assert ("DATE_UNREADABLE", "BNA", 4) in [(each["code"], each["sheet"], each["row"]) for each in done.json["warnings"]]


def test_checking_has_no_output_and_says_so(workbook: Path) -> None:
    done = treso("verifier", workbook, "-o", workbook.parent / "r.xlsx")
    assert done.status == 0
    assert "sans effet" in done.err
    assert set(contents(workbook.parent)) == {workbook.name}


# ------------------------------------------------------------------------------------------------ modele


def test_the_template_is_given_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "nouveau modèle.xlsx"
    done = treso("modele", path, "--json")
    assert (done.status, done.json["file"]) == (0, str(path))
    assert path.read_bytes() == template_path().read_bytes()
    assert set(contents(tmp_path)) == {path.name}


def test_the_template_never_replaces_a_file_without_an_agreement(workbook: Path) -> None:
    before = contents(workbook.parent)
    done = treso("modele", workbook, "--json")
    assert (done.status, done.error["code"]) == (2, "CONFIRMATION_NEEDED")
    assert contents(workbook.parent) == before
    assert treso("modele", workbook, "--oui").status == 0
    assert workbook.read_bytes() == template_path().read_bytes()


@pytest.mark.parametrize(
    ("path", "code"), [("m.xls", "OUTPUT_EXTENSION"), ("absent/m.xlsx", "FOLDER_NOT_FOUND"), ("d.xlsx", "FILE_IS_FOLDER")]
)
def test_a_template_that_cannot_be_written_is_refused(tmp_path: Path, path: str, code: str) -> None:
    (tmp_path / "d.xlsx").mkdir()
    done = treso("modele", path, "--json", "--oui", folder=tmp_path)
    assert (done.status, done.error["code"]) == (2, code)
    assert set(contents(tmp_path)) == {"d.xlsx"}


# ------------------------------------------------------------------------------------------------ demo


def test_the_demonstration_leaves_the_example_with_its_report_and_nothing_else(demo: Path) -> None:
    assert list(contents(demo)) == [EXAMPLE]
    assert {REPORT, "Historique", "BNA"} <= set(sheet_names(demo / EXAMPLE))


def test_the_demonstration_may_run_again(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copie"
    shutil.copytree(demo, folder)
    done = treso("demo", folder, "--json", changes=NO_OFFICE)
    assert (done.status, done.json["file"], done.json["pdf"]) == (0, str(folder / EXAMPLE), None)
    assert done.json["sheet"] == REPORT
    assert list(contents(folder)) == [EXAMPLE]


def test_the_demonstration_knows_its_own_example_on_another_day(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Later:
            return cls(2031, 5, 3, 7, 41, 12, tzinfo=tz)

    folder = tmp_path / "copie"
    shutil.copytree(demo, folder)
    monkeypatch.setattr("addin.cli.commands.datetime", Later)
    monkeypatch.setattr("addin.cli.gc.disable", lambda: None)
    for name, value in NO_OFFICE.items():
        monkeypatch.setenv(name, value)
    assert main(["demo", str(folder)]) == 0
    assert list(contents(folder)) == [EXAMPLE]


def test_the_demonstration_never_touches_an_example_that_she_has_changed(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copie"
    shutil.copytree(demo, folder)
    hers = folder / EXAMPLE
    hers.write_bytes(OnDisk(tmp_path, {"BNA": [["à elle"]]}).path.read_bytes())
    before = hers.read_bytes()
    for _ in range(2):
        done = treso("demo", folder, changes=NO_OFFICE)
        assert (done.status, "reste comme il est" in done.err) == (0, True)
    assert hers.read_bytes() == before
    assert list(contents(folder)) == ["exemple-agence-alger (2).xlsx", EXAMPLE]


def test_the_demonstration_takes_another_name_while_the_example_is_open(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copie"
    shutil.copytree(demo, folder)
    lock = excel_lock(folder / EXAMPLE, "Nadia")
    assert treso("demo", folder, changes=NO_OFFICE).status == 0
    assert set(contents(folder)) == {EXAMPLE, lock.name, "exemple-agence-alger (2).xlsx"}


def test_the_demonstration_refuses_a_folder_that_is_a_file_or_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("à elle", encoding="utf-8")
    assert treso("demo", tmp_path / "fichier", "--json", changes=NO_OFFICE).error["code"] == "NOT_A_FOLDER"
    assert (tmp_path / "fichier").read_text(encoding="utf-8") == "à elle"
    locked = read_only_folder(tmp_path).parent
    before = contents(tmp_path)
    done = treso("demo", locked, "--json", changes=NO_OFFICE)
    assert (done.status, done.error["code"]) == (2, "FOLDER_READ_ONLY")
    assert contents(tmp_path) == before


def test_a_folder_that_may_not_be_written_is_refused_before_the_example_is_made(tmp_path: Path) -> None:
    locked = read_only_folder(tmp_path).parent
    made: list[FileWorkbook] = []
    with pytest.raises(TresoError) as refusal:
        write_example(locked, example_sheets(), made.append)
    assert (refusal.value.code, made) == ("FOLDER_READ_ONLY", [])


def test_the_demonstration_prints_its_page_where_there_is_an_office(tmp_path: Path, office: Office) -> None:
    done = treso("demo", folder=tmp_path)
    assert done.status == 0, done.err
    assert set(contents(tmp_path / "exemple")) == {EXAMPLE, "exemple-agence-alger.pdf"}
