"""`treso calc installer | retirer | diagnostic`: what is found, changed and said, on machines that are only folders."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from addin import __version__
from addin.app.cells import dossier_of
from addin.cli import main
from addin.hosts.calc_packages import OfficePackages, Unopkg, packages_of
from addin.hosts.calc_places import Machine, Office, find_offices, require_office
from addin.hosts.calc_runtime import Runtime, personal_extension, read_runtime, running_runtime
from addin.hosts.calc_setup import Setup, diagnose
from addin.hosts.dossier_store import DossierStore
from addin.hosts.places import OVERRIDE, cache_folder, configuration_file
from addin.messages import TresoError
from addin.resources import resource
from tests.calc.fakes import MemoryPackages, machine, put_office

PROGRAMS = "usr/lib/libreoffice/program"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own files go below the test's folder."""
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "donnees"))
    return tmp_path / "donnees" / "Tresorerie" / "libreoffice"


@pytest.fixture(scope="module")
def package() -> bytes:
    return resource("xlsm/tresorerie.oxt").read_bytes()


@pytest.fixture
def linux(tmp_path: Path) -> Machine:
    put_office(tmp_path / PROGRAMS)
    return machine(tmp_path)


def runtime_here(tmp_path: Path) -> Runtime:
    return Runtime((3, 11), (str(tmp_path),))


def code_of(action: object) -> str:
    with pytest.raises(TresoError) as refused:
        action()  # type: ignore[operator]
    return refused.value.code


# ------------------------------------------------------------------------------------------------ finding LibreOffice
@pytest.mark.parametrize(
    ("platform", "programs", "python"),
    [
        ("linux", "usr/lib/libreoffice/program", None),
        ("linux", "usr/lib64/libreoffice/program", None),
        ("linux", "opt/libreoffice24.8/program", "python-core-3.9.20"),
        ("win32", "Program Files/LibreOffice/program", "python-core-3.10.18"),
        ("darwin", "Applications/LibreOffice.app/Contents/MacOS", "../Frameworks/LibreOfficePython.framework/Versions/3.10"),
    ],
)
def test_libreoffice_is_found_in_the_usual_places_with_its_python(tmp_path: Path, platform: str, programs: str, python: str | None) -> None:
    put_office(tmp_path / programs, "24.8", linked=11 if python is None else None)
    if python is not None:
        (tmp_path / programs / python).mkdir(parents=True)
    here = machine(tmp_path, platform, {"ProgramFiles": str(tmp_path / "Program Files")})
    office = require_office(here)
    assert (office.programs, office.version) == ((tmp_path / programs).resolve(), (24, 8))
    assert office.python == (
        (3, 11) if python is None else tuple(int(part) for part in python.split("-")[-1].split("/")[-1].split(".")[:2])
    )


def test_the_programs_of_windows_are_those_that_can_be_waited_for(tmp_path: Path) -> None:
    for name in ("soffice.exe", "soffice.com", "unopkg.exe", "unopkg.com"):
        (tmp_path / name).write_text("", encoding="utf-8")
    office = Office(tmp_path, (7, 4), (3, 11))
    assert (office.soffice.name, office.unopkg.name) == ("soffice.com", "unopkg.com")


def test_a_libreoffice_elsewhere_is_found_on_the_search_path(tmp_path: Path) -> None:
    put_office(tmp_path / "ailleurs" / "program")
    found = find_offices(machine(tmp_path, found=str(tmp_path / "ailleurs" / "program" / "soffice")))
    assert [office.programs for office in found] == [(tmp_path / "ailleurs" / "program").resolve()]


def test_the_newest_libreoffice_that_can_be_used_is_taken(tmp_path: Path) -> None:
    put_office(tmp_path / "opt/libreoffice7.5/program", "7.5")
    put_office(tmp_path / "opt/libreoffice24.2/program", "24.2")
    put_office(tmp_path / "opt/libreoffice25.8/program", "25.8", linked=None)
    (tmp_path / "var/lib/flatpak/app/org.libreoffice.LibreOffice").mkdir(parents=True)
    assert [(office.version, office.box) for office in find_offices(machine(tmp_path))] == [
        ((24, 2), ""), ((7, 5), ""), ((25, 8), ""), ((0, 0), "Flatpak"),
    ]  # fmt: skip


def test_no_libreoffice_is_said(tmp_path: Path) -> None:
    assert code_of(lambda: require_office(machine(tmp_path))) == "CALC_NOT_FOUND"


@pytest.mark.parametrize(
    ("folder", "box"), [("home/.local/share/flatpak/app/org.libreoffice.LibreOffice", "Flatpak"), ("snap/libreoffice", "Snap")]
)
def test_a_libreoffice_in_a_sandbox_is_refused_by_its_name(tmp_path: Path, folder: str, box: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    with pytest.raises(TresoError, match=box) as refused:
        require_office(machine(tmp_path))
    assert refused.value.code == "CALC_BOXED"


def test_an_old_libreoffice_is_refused(tmp_path: Path) -> None:
    put_office(tmp_path / PROGRAMS, "6.3")
    assert code_of(lambda: require_office(machine(tmp_path))) == "CALC_TOO_OLD"


def test_a_libreoffice_without_python_is_refused(tmp_path: Path) -> None:
    put_office(tmp_path / PROGRAMS, linked=None)
    assert code_of(lambda: require_office(machine(tmp_path))) == "CALC_WITHOUT_PYTHON"


# ------------------------------------------------------------------------------------------------ installing and removing
def test_installing_twice_changes_nothing_the_second_time(linux: Machine, tmp_path: Path, package: bytes) -> None:
    packages = MemoryPackages()
    setup = Setup(linux, lambda office: packages)
    changes = [setup.install(package, runtime_here(tmp_path))[0] for _ in range(2)]
    assert changes == ["installed", "unchanged"]
    assert packages.added == [personal_extension(package, runtime_here(tmp_path))]


def test_a_program_that_moved_is_installed_again(linux: Machine, tmp_path: Path, package: bytes) -> None:
    packages = MemoryPackages()
    setup = Setup(linux, lambda office: packages)
    setup.install(package, Runtime((3, 11), ("/ancien",)))
    assert setup.install(package, runtime_here(tmp_path))[0] == "updated"


def test_another_python_is_refused_before_anything_is_written(linux: Machine, own_folder: Path, package: bytes) -> None:
    packages = MemoryPackages()
    assert code_of(lambda: Setup(linux, lambda office: packages).install(package, Runtime((3, 12), ()))) == "CALC_OTHER_PYTHON"
    assert not packages.added
    assert not own_folder.exists()


def test_an_installation_that_fails_is_not_taken_for_done(linux: Machine, tmp_path: Path, package: bytes) -> None:
    packages = MemoryPackages(refusal=TresoError("CALC_RUNNING"))
    setup = Setup(linux, lambda office: packages)
    assert code_of(lambda: setup.install(package, runtime_here(tmp_path))) == "CALC_RUNNING"
    packages.refusal = None
    assert setup.install(package, runtime_here(tmp_path))[0] == "installed"


def test_removing_leaves_nothing_and_can_be_asked_again(linux: Machine, tmp_path: Path, own_folder: Path, package: bytes) -> None:
    packages = MemoryPackages()
    setup = Setup(linux, lambda office: packages)
    setup.install(package, runtime_here(tmp_path))
    assert own_folder.exists()
    assert [setup.remove(), setup.remove()] == ["removed", "absent"]
    assert packages.installed == {}
    assert not own_folder.exists()


@pytest.mark.parametrize("has_excel", [False, True])
def test_kept_dossiers_go_with_the_last_host_that_reads_them(linux: Machine, tmp_path: Path, package: bytes, has_excel: bool) -> None:
    setup = Setup(linux, lambda office: packages)
    packages = MemoryPackages()
    setup.install(package, runtime_here(tmp_path))
    DossierStore().save(dossier_of([]))
    if has_excel:
        configuration_file().write_text("", encoding="utf-8")
    setup.remove()
    assert any(cache_folder().rglob("*.dossier")) is has_excel


# ------------------------------------------------------------------------------------------------ unopkg
def test_unopkg_is_asked_for_the_version_and_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRESO_CALC_PROFIL", raising=False)
    asked: list[list[str]] = []
    listed = "Identifier: fr.treso.calc\n  Version: 0.1.0\n  is registered: yes\n"

    def run(command: object) -> tuple[int, str]:
        asked.append(list(command)[1:])  # type: ignore[call-overload]
        return 0, listed

    packages = Unopkg(Office(tmp_path, (7, 4), (3, 11)), run)
    assert packages.version("fr.treso.calc") == "0.1.0"
    packages.add(Path("x.oxt"))
    packages.remove("fr.treso.calc")
    assert asked == [["list", "fr.treso.calc"], ["add", "--force", "--suppress-license", "x.oxt"], ["remove", "fr.treso.calc"]]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ERROR: unopkg cannot be started. The lock file indicates it as already running.", "CALC_RUNNING"),
        ("ERROR: No space left on device", "CALC_FAILED"),
    ],
)
def test_what_unopkg_refuses_is_said_in_french(tmp_path: Path, said: str, code: str) -> None:
    packages = Unopkg(Office(tmp_path, (7, 4), (3, 11)), lambda command: (1, said))
    assert code_of(lambda: packages.add(Path("x.oxt"))) == code
    assert packages.version("fr.treso.calc") is None


def test_root_goes_through_libreoffice_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, (7, 4), (3, 11))
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    assert isinstance(packages_of(office), OfficePackages)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert isinstance(packages_of(office), Unopkg)


# ------------------------------------------------------------------------------------------------ the diagnostic
def wrong_codes(setup: Setup, runtime: Runtime) -> list[str]:
    """Remedies of what is wrong, as the first words of each."""
    return [check.remedy for check in diagnose(setup, runtime) if not check.is_right]


def test_all_is_right_after_the_installation(linux: Machine, tmp_path: Path, package: bytes) -> None:
    packages = MemoryPackages()
    setup = Setup(linux, lambda office: packages)
    assert [remedy for remedy in wrong_codes(setup, runtime_here(tmp_path)) if "n'est pas installée" in remedy]
    setup.install(package, runtime_here(tmp_path))
    packages.installed["fr.treso.calc"] = __version__
    assert wrong_codes(setup, runtime_here(tmp_path)) == []


def test_the_diagnostic_names_what_is_wrong(linux: Machine, tmp_path: Path, package: bytes) -> None:
    packages = MemoryPackages()
    setup = Setup(linux, lambda office: packages)
    setup.install(package, Runtime((3, 11), (str(tmp_path / "parti"),)))
    packages.installed["fr.treso.calc"] = __version__
    (moved,) = wrong_codes(setup, runtime_here(tmp_path))
    assert "parti" in moved
    packages.installed["fr.treso.calc"] = "0.0.1"
    (older,) = wrong_codes(setup, runtime_here(tmp_path))
    assert "0.0.1" in older
    other, _ = wrong_codes(setup, Runtime((3, 12), ()))
    assert "Python 3.11" in other


def test_the_diagnostic_stops_where_there_is_no_libreoffice(tmp_path: Path) -> None:
    (check,) = diagnose(Setup(machine(tmp_path), lambda office: MemoryPackages()), runtime_here(tmp_path))
    assert not check.is_right
    (tmp_path / "snap/libreoffice").mkdir(parents=True)
    (check,) = diagnose(Setup(machine(tmp_path), lambda office: MemoryPackages()), runtime_here(tmp_path))
    assert "Snap" in check.remedy


# ------------------------------------------------------------------------------------------------ the record
def test_the_record_of_the_runtime_is_read_back_and_nonsense_is_not() -> None:
    runtime = running_runtime()
    assert read_runtime(runtime.as_json()) == runtime
    assert runtime.python == sys.version_info[:2]
    assert Path(runtime.paths[0], "addin").is_dir()
    assert [read_runtime(text) for text in ("", "[]", '{"python": [3], "paths": [], "version": ""}')] == [None, None, None]


def test_only_folders_of_packages_are_recorded(tmp_path: Path) -> None:
    folder = tmp_path / "lib" / "site-packages"
    folder.mkdir(parents=True)
    paths = running_runtime(["", str(tmp_path), str(folder), str(tmp_path / "parti" / "site-packages")]).paths
    assert paths[1:] == (str(folder.resolve()),)


# ------------------------------------------------------------------------------------------------ for real
@pytest.mark.calc
def test_the_command_installs_diagnoses_and_removes_in_a_real_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRESO_CALC_PROFIL", str(tmp_path / "profil"))
    done = []
    for action in ("installer", "installer", "diagnostic", "retirer", "retirer"):
        status = main(["calc", action, "--json"])
        result = json.loads(capsys.readouterr().out)
        done.append((status, result.get("change", result["warnings"])))
    assert done == [(0, "installed"), (0, "unchanged"), (0, []), (0, "removed"), (0, "absent")]
