"""`treso excel installer`: what is written where, what is refused, and that a second run changes nothing."""

from __future__ import annotations

import json
from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from addin.hosts.excel_setup.configuration import PYTHON_KEY
from addin.hosts.excel_setup.install import install
from addin.hosts.excel_setup.machine import Outcome
from addin.hosts.excel_setup.manifest import manifest_file, read_manifest
from addin.messages import TresoError
from tests.excel_setup.fakes import (
    ADDIN,
    ARABIC_HOME,
    EXE_32,
    EXE_64,
    MAC_SCRIPT,
    OFFICE_32,
    VERSION,
    FakeMachine,
    FakeTalk,
    mac,
    refused_code,
    windows,
)


def run(fake: FakeMachine, *, agrees: bool = True) -> tuple[str, ...]:
    """Install, and give what was written."""
    return install(fake.machine, FakeTalk(agrees=agrees)).written


def interpreter(fake: FakeMachine) -> str:
    """The Python that the configuration names, as VBA's `Input #` reads it."""
    (line,) = fake.files.contents[fake.machine.places.configuration].decode("cp1252").splitlines()
    key, value = line.split(",")
    assert key in ('"INTERPRETER_WIN"', '"INTERPRETER_MAC"')
    return value.strip('"')


# ------------------------------------------------------------------------------------------------ Windows
def test_the_add_in_goes_to_the_startup_folder_and_the_configuration_names_the_private_python() -> None:
    fake = windows()
    written = run(fake)
    assert fake.files.contents[fake.addin()] == ADDIN
    python = PureWindowsPath(interpreter(fake))
    assert python.name == "pythonw.exe"
    assert fake.machine.places.data in python.parents
    assert fake.files.read(python) is not None
    assert {str(fake.addin()), str(fake.machine.places.configuration)} <= set(written)


def test_a_second_run_changes_nothing_and_starts_no_preparation() -> None:
    fake = windows()
    run(fake)
    before, fake.programs.commands = fake.files.texts(), []
    assert run(fake) == ()
    assert fake.files.texts() == before
    assert not [command for command in fake.programs.commands if "venv" in command or "pip" in command]


def test_a_second_run_is_allowed_while_excel_runs_since_it_changes_nothing() -> None:
    fake = windows()
    run(fake)
    fake.programs.running = {"EXCEL.EXE"}
    assert run(fake) == ()


def test_nothing_is_written_while_excel_runs() -> None:
    fake = windows()
    fake.programs.running = {"EXCEL.EXE"}
    before = fake.files.texts()
    assert refused_code(lambda: run(fake)) == "EXCEL_RUNNING"
    assert fake.files.texts() == before


def test_the_libraries_are_those_of_the_lock_each_checked_against_its_hash_and_the_program_needs_no_network() -> None:
    fake = windows()
    run(fake)
    venv, libraries, program = [command for command in fake.programs.commands if "-c" not in command]
    assert venv[0] == fake.machine.python.executable
    assert {"--require-hashes", ":all:", str(fake.machine.source.lock)} <= set(libraries)
    assert {"--no-index", "--no-deps", str(fake.machine.source.checkout)} <= set(program)
    assert all("-I" in command for command in fake.programs.commands)


def test_the_part_of_xlwings_that_has_another_licence_is_not_in_the_private_python() -> None:
    fake = windows()
    run(fake)
    assert not [path for path in fake.files.contents if path.parent.name == "pro"]


def test_an_excel_of_32_bits_with_a_python_of_64_bits_is_fine() -> None:
    fake = FakeMachine()
    fake.add_excel(OFFICE_32, EXE_32, node="WOW6432Node\\")
    assert run(fake)


def test_several_excels_each_get_the_add_in_where_they_look_for_it() -> None:
    fake = windows()
    fake.add_excel(r"C:\Program Files (x86)\Microsoft Office\Office14", EXE_32, "14.0", "WOW6432Node\\")
    fake.registry.content[r"HKCU\Software\Microsoft\Office\14.0\Common\General"] = {"xlstart": r"%APPDATA%\Excel2010\Demarrage"}
    run(fake)
    assert fake.files.contents[fake.addin()] == ADDIN
    assert fake.files.contents[fake.path(r"AppData\Roaming\Excel2010\Demarrage\tresorerie.xlam")] == ADDIN


def test_a_startup_folder_with_a_french_name_is_found() -> None:
    fake = windows()
    folder = fake.path(r"AppData\Roaming\Microsoft\Excel\XLOUVRIR")
    fake.files.contents[folder / "perso.xlsb"] = b"hers"
    run(fake)
    assert fake.files.contents[folder / "tresorerie.xlam"] == ADDIN


def test_the_roaming_folder_moved_by_the_company_is_followed() -> None:
    fake = windows()
    fake.change(environment={**fake.machine.environment, "APPDATA": r"\\serveur\profils\compta"})
    run(fake)
    assert PureWindowsPath(r"\\serveur\profils\compta\Microsoft\Excel\XLSTART\tresorerie.xlam") in fake.files.contents


def test_a_name_with_accents_puts_python_in_a_private_folder_with_a_plain_name() -> None:
    fake = windows(r"C:\Users\Zoé")
    run(fake)
    home = PureWindowsPath(r"C:\ProgramData\Tresorerie-0a1b2c3d")
    assert home in PureWindowsPath(interpreter(fake)).parents
    assert home in fake.files.private
    fake.change(token="ffffffff")
    assert run(fake) == (), "the next run keeps the same folder"


def test_an_arabic_name_has_python_named_in_the_registry_since_vba_cannot_open_the_file() -> None:
    fake = windows(ARABIC_HOME)
    written = run(fake)
    assert PYTHON_KEY in written
    named = PureWindowsPath(str(fake.registry.content[PYTHON_KEY]["interpreter_win"]))
    assert str(named).isascii()
    assert fake.files.read(named) is not None
    assert fake.machine.places.configuration not in fake.files.contents
    assert run(fake) == ()


def test_an_existing_configuration_keeps_its_other_lines() -> None:
    fake = windows()
    path = fake.machine.places.configuration
    fake.files.contents[path] = '"SHOW CONSOLE","False"\r\n"interpreter_win","C:\\Vieux\\pythonw.exe"\r\n'.encode("cp1252")
    run(fake)
    first, second = fake.files.contents[path].decode("cp1252").splitlines()
    assert first == '"SHOW CONSOLE","False"'
    assert second.startswith('"INTERPRETER_WIN","C:\\Users\\compta')


def test_a_python_that_she_chose_after_the_installation_is_kept_and_said() -> None:
    fake = windows()
    run(fake)
    own = PureWindowsPath(r"C:\Compta\Python\pythonw.exe")
    fake.files.contents[own] = EXE_64
    fake.files.contents[fake.machine.places.configuration] = f'"INTERPRETER_WIN","{own}"\r\n'.encode("cp1252")
    done = install(fake.machine, FakeTalk())
    assert interpreter(fake) == str(own)
    assert [finding.code for finding in done.findings] == ["INTERPRETER_KEPT"]


def test_a_new_version_replaces_add_in_and_python_and_removes_the_older_python() -> None:
    fake = windows()
    run(fake)
    old = PureWindowsPath(interpreter(fake)).parent.parent
    fake.change_source(addin=b"PK newer", digest="other sources")
    talk = FakeTalk()
    done = install(fake.machine, talk)
    assert done.written
    assert talk.questions == []
    assert fake.files.contents[fake.addin()] == b"PK newer"
    assert PureWindowsPath(interpreter(fake)).parent.parent != old
    assert not fake.files.is_folder(old)


def test_an_older_python_that_is_still_in_use_is_left_and_said() -> None:
    fake = windows()
    run(fake)
    python = PureWindowsPath(interpreter(fake))
    fake.files.locked = {python}
    fake.change_source(digest="other sources")
    done = install(fake.machine, FakeTalk())
    assert [finding.code for finding in done.findings] == ["SETUP_LEFT"]
    assert interpreter(fake) != str(python)


def test_an_add_in_of_that_name_from_elsewhere_is_replaced_only_when_she_agrees() -> None:
    fake = windows()
    fake.files.contents[fake.addin()] = b"PK something else"
    assert refused_code(lambda: run(fake, agrees=False)) == "DECLINED"
    assert fake.files.contents[fake.addin()] == b"PK something else"
    run(fake)
    assert fake.files.contents[fake.addin()] == ADDIN


def test_a_startup_folder_that_cannot_be_written_is_refused_before_anything_is_prepared() -> None:
    fake = windows()
    fake.files.read_only = {fake.addin().parent}
    before = fake.files.texts()
    assert refused_code(lambda: run(fake)) == "SETUP_NOT_WRITABLE"
    assert fake.files.texts() == before
    assert not [command for command in fake.programs.commands if "venv" in command]


def test_an_upgrade_that_fails_half_way_leaves_what_was_there() -> None:
    fake = windows()
    run(fake)
    before = {path: fake.files.contents[path] for path in (fake.addin(), fake.machine.places.configuration, manifest_file(fake.machine))}
    fake.change_source(addin=b"PK newer", digest="other sources")
    fake.files.locked = {fake.machine.places.configuration}
    assert refused_code(lambda: run(fake)) == "SETUP_NOT_WRITABLE"
    assert {path: fake.files.contents[path] for path in before} == before


def test_a_first_installation_that_fails_half_way_leaves_nothing() -> None:
    for fake in (windows(), windows(r"C:\Users\Zoé")):
        before = fake.files.texts()
        fake.files.locked = {fake.machine.places.configuration}
        assert refused_code(lambda fake=fake: run(fake)) == "SETUP_NOT_WRITABLE"
        left = set(fake.files.texts()) - set(before)
        assert not [path for path in left if "python-" not in path], "the private Python alone is kept for the next run"
        assert fake.files.private == set()


def test_an_interruption_half_way_leaves_what_was_there() -> None:
    fake = windows()
    run(fake)
    before = {path: fake.files.contents[path] for path in (fake.addin(), manifest_file(fake.machine))}
    fake.change_source(addin=b"PK newer", removal={"retirer.cmd": b"newer"})

    def interrupt(path: PurePath) -> None:
        if path.name == "retirer.cmd":
            fake.files.before_write = lambda path: None
            raise KeyboardInterrupt

    fake.files.before_write = interrupt
    with pytest.raises(KeyboardInterrupt):
        run(fake)
    assert {path: fake.files.contents[path] for path in before} == before


def test_a_python_whose_making_was_cut_short_is_made_again() -> None:
    fake = windows()
    run(fake)
    (stamp,) = (path for path in fake.files.contents if path.name == "tresorerie.json")
    fake.files.remove(stamp)
    fake.programs.commands = []
    run(fake)
    assert [command for command in fake.programs.commands if "venv" in command]
    assert stamp in fake.files.contents


def test_a_disk_that_is_full_at_the_end_of_the_preparation_leaves_nothing() -> None:
    fake = windows()
    before = fake.files.texts()

    def fill(path: PurePath) -> None:
        if path.name == "tresorerie.json":
            raise OSError(28, "No space left on device")

    fake.files.before_write = fill
    assert refused_code(lambda: run(fake)) == "SETUP_NOT_WRITABLE"
    assert fake.files.texts() == before


@pytest.mark.parametrize(
    ("step", "output", "cause"),
    [
        ("--require-hashes", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "n'est pas celui attendu"),
        ("--require-hashes", "Could not fetch: Connection refused", "connexion"),
        ("--require-hashes", "OSError: [Errno 28] No space left on device", "disque est plein"),
        ("venv", "The virtual environment was not created because ensurepip is not available", "incomplet"),
        ("--no-index", "PermissionError: [WinError 5] Access is denied", "antivirus l'examine"),
    ],
)
def test_a_python_that_cannot_be_prepared_leaves_nothing_behind_and_says_why(step: str, output: str, cause: str) -> None:
    fake = windows()
    fake.programs.failures = {step: Outcome(1, output)}
    before = fake.files.texts()
    with pytest.raises(TresoError) as refusal:
        run(fake)
    assert refusal.value.code == "RUNTIME_NOT_MADE"
    assert cause in str(refusal.value)
    assert output in str(refusal.value)
    assert fake.files.texts() == before


def test_a_rule_of_the_company_that_stops_python_is_explained() -> None:
    fake = windows()
    fake.programs.failures = {"-c": Outcome(None, "", "policy")}
    with pytest.raises(TresoError, match="règle de l'entreprise"):
        run(fake)


def test_a_private_folder_that_cannot_be_made_leaves_nothing_behind() -> None:
    fake = windows(r"C:\Users\Zoé")
    fake.programs.failures = {"--require-hashes": Outcome(1, "Connection refused")}
    before = fake.files.texts()
    assert refused_code(lambda: run(fake)) == "RUNTIME_NOT_MADE"
    assert fake.files.private == set()
    assert fake.files.texts() == before


def test_a_private_folder_is_known_to_the_removal_even_when_the_power_goes_out_while_it_is_filled() -> None:
    fake = windows(r"C:\Users\Zoé")
    noted = []
    fake.programs.before_pip = lambda: noted.append(read_manifest(fake.machine))
    run(fake)
    (manifest,) = noted
    assert manifest is not None
    assert (manifest.home, manifest.is_home_ours) == (r"C:\ProgramData\Tresorerie-0a1b2c3d", True)


def test_a_private_folder_that_was_deleted_is_made_anew_under_another_name() -> None:
    fake = windows(r"C:\Users\Zoé")
    run(fake)
    fake.files.remove_tree(PureWindowsPath(r"C:\ProgramData\Tresorerie-0a1b2c3d"))
    fake.change(token="ffffffff")
    run(fake)
    assert PureWindowsPath(r"C:\ProgramData\Tresorerie-ffffffff") in fake.files.private


def test_the_python_of_the_store_is_refused_because_excel_would_not_see_what_it_writes() -> None:
    fake = windows()
    fake.change_python(base=r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64__qbz5n2kfra8p0")
    assert refused_code(lambda: run(fake)) == "PYTHON_FROM_STORE"


def test_a_python_of_32_bits_is_refused() -> None:
    fake = windows()
    fake.change_python(is_64_bits=False)
    assert refused_code(lambda: run(fake)) == "PYTHON_32_BITS"


def test_without_an_excel_nothing_is_installed() -> None:
    assert refused_code(lambda: run(FakeMachine())) == "EXCEL_ABSENT"


def test_an_excel_that_the_registry_names_but_that_is_gone_does_not_count() -> None:
    fake = windows()
    fake.files.contents.clear()
    assert refused_code(lambda: run(fake)) == "EXCEL_ABSENT"


def test_excel_2007_is_too_old() -> None:
    fake = FakeMachine()
    fake.add_excel(r"C:\Program Files\Microsoft Office\Office12", EXE_32, "12.0")
    assert refused_code(lambda: run(fake)) == "EXCEL_TOO_OLD"


def test_on_linux_there_is_no_excel() -> None:
    assert refused_code(lambda: run(FakeMachine("Linux"))) == "EXCEL_NOT_HERE"


# ------------------------------------------------------------------------------------------------ an installed package
def installed_package(prefix: str = r"C:\Compta\treso") -> FakeMachine:
    """Windows where the program was installed with pip, in an environment of hers."""
    fake = windows()
    fake.change_source(checkout=None)
    fake.change_python(prefix=prefix)
    for name in ("python.exe", "pythonw.exe"):
        fake.files.contents[PureWindowsPath(prefix) / "Scripts" / name] = EXE_64
    return fake


def test_the_environment_that_runs_the_installed_program_is_used_as_it_is() -> None:
    fake = installed_package()
    pro = PureWindowsPath(r"C:\Compta\treso\Lib\site-packages\xlwings\pro\__init__.py")
    fake.files.contents[pro] = b"hers"
    run(fake)
    assert interpreter(fake) == r"C:\Compta\treso\Scripts\pythonw.exe"
    assert pro in fake.files.contents
    manifest = read_manifest(fake.machine)
    assert manifest is not None
    assert manifest.runtime == ""


def test_an_environment_of_hers_that_lacks_a_library_is_refused_with_what_it_said() -> None:
    fake = installed_package()
    fake.programs.failures = {"-c": Outcome(1, "ModuleNotFoundError: No module named 'lxml'")}
    before = fake.files.texts()
    with pytest.raises(TresoError, match="No module named 'lxml'"):
        run(fake)
    assert fake.files.texts() == before


def test_an_environment_in_a_folder_with_accents_is_refused_with_the_way_out() -> None:
    assert refused_code(lambda: run(installed_package(r"C:\Comptabilité\treso"))) == "SETUP_PATH"


# ------------------------------------------------------------------------------------------------ macOS
def test_on_macos_the_add_in_the_script_and_the_configuration_are_put_where_excel_looks() -> None:
    fake = mac()
    run(fake)
    assert fake.files.contents[fake.addin()] == ADDIN
    assert fake.files.contents[PurePosixPath(MAC_SCRIPT)] == b"script"
    assert interpreter(fake).endswith("/bin/python")
    assert run(fake) == ()


def test_on_macos_a_script_that_was_deleted_is_put_back() -> None:
    fake = mac()
    run(fake)
    del fake.files.contents[PurePosixPath(MAC_SCRIPT)]
    assert run(fake) == (MAC_SCRIPT,)


def test_on_macos_the_folder_of_an_excel_that_was_never_opened_is_not_made_in_its_place() -> None:
    fake = FakeMachine("macOS")
    fake.add_mac_excel()
    assert refused_code(lambda: run(fake)) == "EXCEL_NEVER_OPENED"


def test_on_macos_folders_that_the_terminal_may_not_write_are_explained() -> None:
    fake = mac()
    fake.files.read_only = {fake.machine.places.configuration.parent}
    with pytest.raises(TresoError, match="Confidentialité"):
        run(fake)


# ------------------------------------------------------------------------------------------------ the manifest
def test_the_manifest_names_every_file_written() -> None:
    fake = windows()
    excel = set(fake.files.contents)
    run(fake)
    told = json.loads(fake.files.contents[manifest_file(fake.machine)])
    runtime = PureWindowsPath(told["runtime"])
    written = {path for path in fake.files.contents if path not in excel and runtime not in path.parents}
    assert {str(path) for path in written} == {*told["files"], str(manifest_file(fake.machine))}
    assert told["version"] == VERSION


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": 2, "files": {}}', b'{"format": 1, "files": {}, "other": 1}', b"\xff"])
def test_a_damaged_manifest_is_no_manifest(content: bytes) -> None:
    fake = windows()
    fake.files.contents[manifest_file(fake.machine)] = content
    assert read_manifest(fake.machine) is None
    assert run(fake)
