"""`treso excel diagnostic`: one test for each thing that can be wrong, and none is found where all is right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from addin.hosts.excel_setup.diagnose import diagnose, is_good
from addin.hosts.excel_setup.excels import find_excels
from addin.hosts.excel_setup.install import install
from addin.hosts.excel_setup.machine import Outcome
from tests.excel_setup.fakes import ADDIN, ARABIC_HOME, EXE_32, EXE_64, OFFICE_32, XLWINGS, FakeMachine, FakeTalk, mac, windows

POLICIES = r"HKCU\Software\Policies\Microsoft\Office\16.0"
MACHINE_POLICIES = r"HKLM\Software\Policies\Microsoft\Office\16.0"
OWN = r"HKCU\Software\Microsoft\Office\16.0"
ASR = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
STORE = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051.1_x86__8wekyb3d8bbwe"


def codes(fake: FakeMachine) -> list[str]:
    """Codes of the points that are not simply right."""
    return [check.code for check in diagnose(fake.machine) if check.code]


def installed(fake: FakeMachine) -> FakeMachine:
    install(fake.machine, FakeTalk())
    return fake


@pytest.mark.parametrize("home", [r"C:\Users\compta", r"C:\Users\Zoé", ARABIC_HOME])
def test_after_an_installation_everything_is_right(home: str) -> None:
    fake = installed(windows(home))
    checks = diagnose(fake.machine)
    assert is_good(checks)
    assert codes(fake) == []
    assert {check.topic for check in checks} == {"here", "excel", "addin", "configuration", "runtime", "protection"}


def test_on_macos_it_says_that_cells_cannot_call_python() -> None:
    fake = installed(mac())
    assert codes(fake) == ["MAC_NO_FUNCTIONS"]
    assert is_good(diagnose(fake.machine))


def test_before_an_installation_it_says_so_and_nothing_else() -> None:
    assert codes(windows()) == ["SETUP_ABSENT"]


def test_on_linux_it_points_to_libreoffice() -> None:
    (_, check) = diagnose(FakeMachine("Linux").machine)
    assert check.code == "EXCEL_NOT_HERE"
    assert "treso calc installer" in check.remedy


def remove_addin(fake: FakeMachine) -> None:
    fake.files.remove(fake.addin())


def change_addin(fake: FakeMachine) -> None:
    fake.files.contents[fake.addin()] += b"x"


def copy_addin(fake: FakeMachine) -> None:
    fake.files.contents[fake.path(r"AppData\Roaming\Microsoft\AddIns\tresorerie.xlam")] = ADDIN


def copy_to_alternate(fake: FakeMachine) -> None:
    fake.registry.content[rf"{OWN}\Excel\Options"] = {"altstartup": r"D:\Macros"}
    fake.files.contents[PureWindowsPath(r"D:\Macros\tresorerie.xlam")] = ADDIN


def mark_addin(fake: FakeMachine) -> None:
    fake.files.contents[fake.addin().with_name("tresorerie.xlam:Zone.Identifier")] = b"[ZoneTransfer]\r\nZoneId=3\r\n"


def disable_addin(fake: FakeMachine) -> None:
    item = b"\x02\0\0\0" + bytes(8) + str(fake.addin()).lower().encode("utf-16-le") + b"\0\0"
    fake.registry.content[rf"{OWN}\Excel\Resiliency\DisabledItems"] = {"1a2b3c": item}


def policy(key: str, **values: int | str) -> Callable[[FakeMachine], None]:
    def apply(fake: FakeMachine) -> None:
        fake.registry.content[key] = dict(values)

    return apply


def only_listed(fake: FakeMachine) -> None:
    fake.registry.content[rf"{POLICIES}\Excel\Resiliency"] = {"restricttolist": 1}
    fake.registry.content[rf"{POLICIES}\Excel\Resiliency\AddinList"] = {"autre.xlam": "1"}


def listed(fake: FakeMachine) -> None:
    only_listed(fake)
    fake.registry.content[rf"{POLICIES}\Excel\Resiliency\AddinList"] = {"tresorerie.xlam": "2"}


def synchronise(fake: FakeMachine) -> None:
    fake.change(environment={**fake.machine.environment, "ONEDRIVE": str(fake.path("AppData"))})


def forget_configuration(fake: FakeMachine) -> None:
    fake.files.remove(fake.machine.places.configuration)


def remove_python(fake: FakeMachine) -> None:
    for path in [path for path in fake.files.contents if path.name in ("python.exe", "pythonw.exe")]:
        fake.files.remove(path)


def remove_dlls(fake: FakeMachine) -> None:
    for path in [path for path in fake.files.contents if path.suffix == ".dll"]:
        fake.files.remove(path)


def break_python(fake: FakeMachine) -> None:
    fake.programs.failures = {"-c": Outcome(1, "ModuleNotFoundError: No module named 'pandas'")}


def lack_pywin32(fake: FakeMachine) -> None:
    fake.programs.told = {"pywin32": False}


def other_xlwings(fake: FakeMachine) -> None:
    fake.programs.told = {"xlwings": "0.36.1"}


def other_program(fake: FakeMachine) -> None:
    fake.programs.told = {"treso": "0.0.9"}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (remove_addin, "ADDIN_MISSING"),
        (change_addin, "ADDIN_OTHER"),
        (copy_addin, "ADDIN_TWICE"),
        (copy_to_alternate, "ADDIN_TWICE"),
        (mark_addin, "ADDIN_FROM_INTERNET"),
        (disable_addin, "ADDIN_DISABLED"),
        (policy(rf"{MACHINE_POLICIES}\Common", vbaoff=1), "ADDIN_POLICY"),
        (policy(rf"{POLICIES}\Excel\Security", disablealladdins=1), "ADDIN_POLICY"),
        (policy(rf"{POLICIES}\Excel\Security", requireaddinsig=1), "ADDIN_POLICY"),
        (policy(rf"{POLICIES}\Excel\Security\Trusted Locations", alllocationsdisabled=1), "ADDIN_POLICY"),
        (policy(rf"{POLICIES}\Excel\Resiliency\AddinList", **{"tresorerie.xlam": "0"}), "ADDIN_POLICY"),
        (only_listed, "ADDIN_POLICY"),
        (policy(rf"{OWN}\Excel\Security", disablealladdins=1), "ADDIN_TRUST_CENTRE"),
        (policy(ASR, **{"d4f940ab-401b-4efc-aadc-ad5f3c50688a": "1"}), "DEFENDER_RULE"),
        (policy(ASR, **{"92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": 6}), "DEFENDER_RULE"),
        (synchronise, "PLACE_SYNCHRONISED"),
        (forget_configuration, "CONFIGURATION_MISSING"),
        (remove_python, "INTERPRETER_MISSING"),
        (break_python, "RUNTIME_BROKEN"),
        (lack_pywin32, "PYWIN32_MISSING"),
        (other_xlwings, "RUNTIME_OTHER"),
        (other_program, "RUNTIME_OTHER"),
        (remove_dlls, "DLL_MISSING"),
    ],
)
def test_each_thing_that_is_wrong_is_found_alone_and_has_a_remedy(spoil: Callable[[FakeMachine], None], code: str) -> None:
    fake = installed(windows())
    spoil(fake)
    (check,) = (check for check in diagnose(fake.machine) if check.code)
    assert check.code == code
    assert check.state == "bad"
    assert check.remedy


@pytest.mark.parametrize(
    "harmless",
    [
        policy(ASR, **{"d4f940ab-401b-4efc-aadc-ad5f3c50688a": "2"}),
        policy(rf"{POLICIES}\Excel\Resiliency\AddinList", **{"tresorerie.xlam": "1"}),
        listed,
        policy(rf"{POLICIES}\Excel\Security", disablealladdins=0),
        policy(rf"{OWN}\Excel\Resiliency\DisabledItems", **{"1a": 7}),
    ],
)
def test_rules_that_do_not_stop_the_add_in_are_not_reported(harmless: Callable[[FakeMachine], None]) -> None:
    fake = installed(windows())
    harmless(fake)
    assert codes(fake) == []


def test_a_rule_that_several_excels_obey_is_said_once() -> None:
    fake = windows()
    fake.add_excel(OFFICE_32, EXE_32, node="WOW6432Node\\")
    installed(fake)
    policy(rf"{POLICIES}\Excel\Security", disablealladdins=1)(fake)
    assert codes(fake) == ["EXCEL_SEVERAL", "ADDIN_POLICY"]


def test_a_startup_folder_on_the_network_is_said() -> None:
    fake = windows()
    fake.change(environment={**fake.machine.environment, "APPDATA": r"\\serveur\profils\compta"})
    assert codes(installed(fake)) == ["PLACE_ON_NETWORK"]


def test_the_dll_looked_for_is_that_of_excel_not_that_of_python() -> None:
    fake = FakeMachine()
    fake.add_excel(OFFICE_32, EXE_32, node="WOW6432Node\\")
    installed(fake)
    for path in [path for path in fake.files.contents if path.name == f"xlwings64-{XLWINGS}.dll"]:
        fake.files.remove(path)
    assert codes(fake) == []
    remove_dlls(fake)
    (check,) = (check for check in diagnose(fake.machine) if check.code)
    assert f"xlwings32-{XLWINGS}.dll" in check.text


def test_an_excel_of_the_store_is_found_though_its_program_cannot_be_read() -> None:
    fake = FakeMachine()
    key = r"HKCU\Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
    fake.registry.content[rf"{key}\Microsoft.Office.Desktop.Excel_16051.1_x86__8wekyb3d8bbwe"] = {"packagerootfolder": STORE}
    (excel,) = find_excels(fake.machine)
    assert excel.is_store
    assert "EXCEL_FROM_STORE" in codes(installed(fake))


def test_an_excel_named_only_by_its_application_path_is_found_once() -> None:
    fake = FakeMachine()
    program = r"C:\Office\EXCEL.EXE"
    fake.files.contents[PureWindowsPath(program)] = EXE_64
    fake.registry.content[r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"] = {"": f'"{program}"'}
    fake.registry.content[r"HKCR\Excel.Application\CurVer"] = {"": "Excel.Application.16"}
    (excel,) = find_excels(fake.machine)
    assert (excel.version, excel.bits, excel.is_store) == ("16.0", 64, False)


def test_the_bits_of_a_program_that_cannot_be_read_come_from_what_office_says() -> None:
    fake = windows()
    fake.files.contents[PureWindowsPath(r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE")] = b"MZ"
    fake.registry.content[r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"] = {"platform": "x86"}
    (excel,) = find_excels(fake.machine)
    assert excel.bits == 32


def test_a_missing_script_on_macos_is_said() -> None:
    fake = installed(mac())
    for path in [path for path in fake.files.contents if path.suffix == ".applescript"]:
        if "Application Scripts" in str(path):
            fake.files.remove(path)
    assert codes(fake) == ["MAC_NO_FUNCTIONS", "MAC_SCRIPT_MISSING"]


def test_an_excel_without_a_readable_version_on_macos_still_counts() -> None:
    fake = FakeMachine("macOS")
    fake.files.contents[PurePosixPath("/Applications/Microsoft Excel.app/Contents/Info.plist")] = b"not a plist"
    (excel,) = find_excels(fake.machine)
    assert excel.version == ""


def test_an_excel_that_runs_is_a_note_not_a_fault() -> None:
    fake = installed(windows())
    fake.programs.running = {"EXCEL.EXE"}
    assert is_good(diagnose(fake.machine))
    assert "Excel est ouvert en ce moment" in [check.text for check in diagnose(fake.machine)]
