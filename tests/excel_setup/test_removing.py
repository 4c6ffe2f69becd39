"""`treso excel retirer`: all that was written goes, nothing else does."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import PurePath, PureWindowsPath

from addin.hosts.excel_setup.configuration import SETTINGS_KEY
from addin.hosts.excel_setup.diagnose import diagnose
from addin.hosts.excel_setup.install import install
from addin.hosts.excel_setup.machine import Outcome
from addin.hosts.excel_setup.manifest import manifest_file
from addin.hosts.excel_setup.remove import remove
from tests.excel_setup.fakes import ADDIN, ARABIC_HOME, EXE_64, FakeMachine, FakeTalk, mac, refused_code, windows


def installed(fake: FakeMachine) -> FakeMachine:
    """A machine with Trésorerie, after some use."""
    install(fake.machine, FakeTalk())
    places = fake.machine.places
    fake.files.contents[places.cache / "dossiers" / "3f9a12c4"] = b"kept dossier"
    fake.files.contents[places.data / "journal.log"] = b"log"
    fake.files.contents[places.configuration.with_name("excel.log")] = b"log of the VBA"
    return fake


def test_after_removing_everything_is_as_before_the_installation() -> None:
    for fake in (windows(), mac(), windows(r"C:\Users\Zoé"), windows(ARABIC_HOME)):
        hers = fake.path("Documents") / "compta.xlsx"
        fake.files.contents[hers] = b"her workbook"
        before = fake.files.texts(), dict(fake.registry.content)
        installed(fake)
        done = remove(fake.machine)
        assert (fake.files.texts(), fake.registry.content) == before
        assert fake.files.private == set()
        assert done.removed
        assert done.findings == ()


def test_removing_twice_does_nothing_the_second_time() -> None:
    fake = installed(windows())
    remove(fake.machine)
    assert remove(fake.machine).removed == ()


def test_an_installation_can_follow_a_removal() -> None:
    fake = installed(windows())
    remove(fake.machine)
    assert install(fake.machine, FakeTalk()).written


def test_what_vba_kept_in_the_registry_goes() -> None:
    fake = installed(windows())
    fake.registry.write(rf"{SETTINGS_KEY}\Semaines", r"C:\compta.xlsx", "2026-S44")
    other = r"HKCU\Software\VB and VBA Program Settings\Autre\Semaines"
    fake.registry.write(other, "x", "y")
    remove(fake.machine)
    assert not fake.registry.keys(SETTINGS_KEY)
    assert other in fake.registry.content


def test_a_file_that_changed_since_is_left_and_said() -> None:
    fake = installed(windows())
    path = fake.machine.places.configuration
    fake.files.contents[path] += b'"SHOW CONSOLE","True"\r\n'
    done = remove(fake.machine)
    assert [finding.code for finding in done.findings] == ["SETUP_FILE_KEPT"]
    assert path in fake.files.contents
    assert fake.addin() not in fake.files.contents


def test_other_add_ins_in_the_startup_folder_stay() -> None:
    fake = installed(windows())
    other = fake.addin().with_name("autre.xlam")
    fake.files.contents[other] = b"hers"
    remove(fake.machine)
    assert other in fake.files.contents


def test_nothing_is_removed_while_excel_runs() -> None:
    fake = installed(windows())
    fake.programs.running = {"EXCEL.EXE"}
    before = fake.files.texts()
    assert refused_code(lambda: remove(fake.machine)) == "EXCEL_RUNNING"
    assert fake.files.texts() == before


def test_the_private_python_does_not_remove_itself_on_windows_and_names_the_script_that_does() -> None:
    fake = installed(windows())
    runtime = next(path for path in fake.files.contents if path.name == "pythonw.exe").parent.parent
    fake.change_python(prefix=str(runtime))
    before = fake.files.texts()
    assert refused_code(lambda: remove(fake.machine)) == "RUNTIME_RUNS_THIS"
    assert fake.files.texts() == before
    assert fake.machine.places.data / "retirer.cmd" in fake.files.contents


def test_a_file_in_use_is_a_refusal_and_the_next_run_finishes() -> None:
    fake = installed(windows())
    runtime = next(path for path in fake.files.contents if path.name == "pythonw.exe")
    fake.files.locked = {runtime}
    assert refused_code(lambda: remove(fake.machine)) == "SETUP_NOT_REMOVABLE"
    fake.files.locked = set()
    assert remove(fake.machine).removed
    assert not fake.files.is_folder(fake.machine.places.data)


def test_an_installation_that_was_cut_short_is_removed_too() -> None:
    fake = windows()
    before = fake.files.texts()
    fake.files.locked = {fake.machine.places.configuration}
    assert refused_code(lambda: install(fake.machine, FakeTalk())) == "SETUP_NOT_WRITABLE"
    fake.files.locked = set()
    remove(fake.machine)
    assert fake.files.texts() == before


def test_an_upgrade_that_was_cut_short_by_the_power_is_removed_too() -> None:
    fake = installed(windows())
    fake.change_source(addin=b"PK newer", removal={"retirer.cmd": b"newer"})
    at_that_moment: list[dict[PurePath, bytes]] = []
    fake.files.before_write = lambda path: at_that_moment.append(dict(fake.files.contents)) if path.name == "retirer.cmd" else None
    install(fake.machine, FakeTalk())
    (fake.files.contents,) = at_that_moment
    assert fake.files.contents[fake.addin()] == b"PK newer"
    assert remove(fake.machine).findings == ()
    assert not fake.files.is_folder(fake.machine.places.data)


def test_the_copy_of_an_excel_that_is_gone_is_removed_with_the_rest() -> None:
    fake = windows()
    office = r"C:\Program Files (x86)\Microsoft Office\Office14"
    fake.add_excel(office, EXE_64, "14.0")
    fake.registry.content[r"HKCU\Software\Microsoft\Office\14.0\Common\General"] = {"xlstart": r"D:\Demarrage"}
    installed(fake)
    fake.files.remove_tree(PureWindowsPath(office))
    fake.change_source(addin=b"PK newer")
    install(fake.machine, FakeTalk())
    remove(fake.machine)
    assert not [path for path in fake.files.contents if path.name == "tresorerie.xlam"]


def test_without_a_manifest_our_own_add_in_is_recognised_and_another_one_stays() -> None:
    fake = installed(windows())
    fake.files.remove(manifest_file(fake.machine))
    remove(fake.machine)
    assert fake.addin() not in fake.files.contents
    fake.files.contents[fake.addin()] = b"PK another add-in"
    assert remove(fake.machine).removed == ()
    assert fake.files.contents[fake.addin()] != ADDIN


def extension(folder: PurePath) -> bytes:
    """LibreOffice's extension, installed by a Python in a folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("runtime.json", json.dumps({"python": [3, 12], "paths": [str(folder / "Lib" / "site-packages")]}))
    return content.getvalue()


def test_what_libreoffice_uses_stays_until_it_is_removed_there() -> None:
    fake = installed(windows())
    runtime = next(path for path in fake.files.contents if path.name == "pythonw.exe").parent.parent
    record = fake.machine.places.data / "libreoffice" / "tresorerie.oxt"
    fake.files.contents[record] = extension(runtime)
    done = remove(fake.machine)
    assert [finding.code for finding in done.findings] == ["RUNTIME_KEPT"]
    assert fake.files.is_folder(runtime)
    assert fake.files.is_folder(fake.machine.places.cache)
    assert fake.addin() not in fake.files.contents
    assert "SETUP_ABSENT" in [check.code for check in diagnose(fake.machine)]
    again = remove(fake.machine)
    assert (again.removed, [finding.code for finding in again.findings]) == ((), ["RUNTIME_KEPT"])
    fake.files.remove(record)
    remove(fake.machine)
    assert not fake.files.is_folder(fake.machine.places.data)


def test_an_upgrade_keeps_the_older_python_that_libreoffice_uses() -> None:
    fake = installed(windows())
    runtime = next(path for path in fake.files.contents if path.name == "pythonw.exe").parent.parent
    fake.files.contents[fake.machine.places.data / "libreoffice" / "tresorerie.oxt"] = extension(runtime)
    fake.change_source(digest="other sources")
    done = install(fake.machine, FakeTalk())
    assert [finding.code for finding in done.findings] == ["RUNTIME_KEPT"]
    assert fake.files.is_folder(runtime)


def test_an_extension_that_stands_on_another_python_keeps_nothing_but_the_dossiers() -> None:
    fake = installed(windows())
    fake.files.contents[fake.machine.places.data / "libreoffice" / "tresorerie.oxt"] = extension(PureWindowsPath(r"C:\Compta"))
    assert remove(fake.machine).findings == ()
    assert [path.name for path in fake.files.contents if fake.machine.places.data in path.parents] == ["3f9a12c4", "tresorerie.oxt"]


def test_an_environment_of_hers_stays() -> None:
    fake = windows()
    fake.change_source(checkout=None)
    fake.change_python(prefix=r"C:\Compta\treso")
    python = PureWindowsPath(r"C:\Compta\treso\Scripts\pythonw.exe")
    fake.files.contents.update({python: EXE_64, python.with_name("python.exe"): EXE_64})
    installed(fake)
    remove(fake.machine)
    assert python in fake.files.contents


def test_a_failed_preparation_leaves_nothing_to_remove() -> None:
    fake = mac()
    before = fake.files.texts()
    fake.programs.failures = {"--require-hashes": Outcome(1, "Connection refused")}
    assert refused_code(lambda: install(fake.machine, FakeTalk())) == "RUNTIME_NOT_MADE"
    assert remove(fake.machine).removed == ()
    assert fake.files.texts() == before
