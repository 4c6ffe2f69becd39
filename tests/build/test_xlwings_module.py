"""What Trésorerie guarantees about the VBA module of xlwings: no workbook, folder or variable chooses what runs."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from addin.build import xlwings_module as built
from addin.build.vba_modules import HANDWRITTEN, generated_modules, handwritten
from addin.build.xlwings_module import PATCHES, REMOVED, Patch, cut_module, without_procedure, xlwings_module


def upstream() -> str:
    return files("xlwings").joinpath("xlwings_custom_addin.bas").read_text(encoding="utf-8").replace("\r\n", "\n")


def code(source: str) -> str:
    """Without comments (an apostrophe outside of a text)."""
    return "\n".join(re.sub(r"""^((?:[^"']|"[^"]*")*)'.*$""", r"\1", line) for line in source.split("\n"))


def procedures(source: str) -> dict[str, str]:
    """Name → text of each procedure."""
    found = re.finditer(r"^(?:Public |Private )?(Function|Sub) (\w+)\(.*?^End \1$", source, re.MULTILINE | re.DOTALL)
    return {match[2]: match[0] for match in found}


MODULE = xlwings_module()
CODE = code(MODULE)


# ------------------------------------------------------------------------------------------------ the five guarantees


def test_no_configuration_comes_from_a_workbook() -> None:
    assert ".conf" in code(upstream())
    assert "GetConfigFromSheet" not in CODE
    assert "Sheets" not in CODE


def test_no_configuration_comes_from_the_folder_of_a_workbook() -> None:
    assert "GetDirectoryConfigFilePath" not in CODE
    assert ".Path" not in CODE.replace("Application.Path", "")
    assert "FullName" not in CODE
    assert re.findall(r'"[^"\n]*\.conf"', CODE) == ['".conf"', '".conf"']
    assert procedures(MODULE)["GetConfigFilePath"].count("PROJECT_NAME") == 3


def test_the_command_of_the_server_does_not_depend_on_the_active_workbook() -> None:
    assert "ActiveWorkbook" not in procedures(MODULE)["XLPyCommand"] + procedures(MODULE)["XLPyLoadDLL"] + procedures(MODULE)["Interpreter"]
    using = {name for name, text in procedures(CODE).items() if "ActiveWorkbook" in text}
    assert using == {"RunPython", "ExecuteMac"}


def test_no_folder_of_a_workbook_and_no_setting_lengthens_the_path_of_python() -> None:
    assert "ADD_WORKBOOK_TO_PYTHONPATH" not in CODE
    assert 'GetConfig("PYTHONPATH")' not in CODE
    assert "ONEDRIVE" not in CODE.upper()
    # xlwings.utils.prepare_sys_path adds what comes after the sixth semicolon, even nothing: « », the current folder
    assert 'ExecuteMac PythonCommand, Interpreter(), "false;;;;;"' in CODE
    assert "    ParameterString = PYTHONPATH\n" in CODE


def test_python_starts_isolated_for_functions_and_for_buttons() -> None:
    assert (
        '" -I -B -c ""import os, sys; os.chdir(sys.prefix); import xlwings; xlwings.serve(\'$(CLSID)\')"""'
        in procedures(MODULE)["XLPyCommand"]
    )
    assert '"\' -I"' in procedures(MODULE)["ExecuteMac"]
    run = procedures(CODE)["RunPython"]
    assert "XLPy.Exec PythonCommand" in run  # Windows: in the isolated server, no second way
    assert "ExecuteWindows" not in CODE


# ------------------------------------------------------------------------------------------------ further ways in


def test_only_a_complete_path_on_a_drive_is_an_interpreter() -> None:
    interpreter = procedures(MODULE)["Interpreter"]
    assert 'If Not (found Like "[A-Za-z]:\\*") Or InStr(found, Chr$(34)) > 0 Then found = ""' in interpreter
    assert 'If Left$(found, 1) <> "/" Then found = ""' in interpreter
    mac = 'PYTHON_MAC <> "python" And PYTHON_MAC <> "pythonw"', 'PythonInterpreter = "python"'  # what is given there is never that
    assert '"python' not in CODE.replace(mac[0], "").replace(mac[1], "")  # no default to search for


def test_no_program_is_started_but_python_itself() -> None:
    for word in ("cmd.exe", "WScript", r"Shell", "CreateObject", "taskkill", "conda", "LICENSE_KEY", "CurDir"):
        assert not re.search(rf"\b{word}\b", CODE, re.IGNORECASE), word


def test_the_library_is_loaded_by_its_complete_path_before_any_of_its_functions() -> None:
    assert CODE.count(" LoadLibrary(") == 1
    assert 'LoadLibrary(folder & "\\" & XLPyDLLName)' in procedures(MODULE)["XLPyLoadDLL"]
    for name in ("XLPy", "KillPy"):
        lines = [line.strip() for line in procedures(CODE)[name].split("\n")]
        assert lines[1] == "XLPyLoadDLL"


def test_environment_variables_only_say_where_the_user_lives() -> None:
    assert set(re.findall(r'Environ\$?\("(\w+)"\)', CODE)) == {"USERPROFILE", "HOME"}


def test_a_formula_cannot_run_python() -> None:
    assert MODULE.split("\n")[1] == "Option Private Module"
    run = procedures(CODE)["RunPython"]
    assert run.startswith("Public Sub")  # cells call functions only
    assert 'If TypeName(Application.Caller) = "Range" Then Err.Raise' in run
    assert not re.search(r"^ *(Public )?Declare", CODE, re.MULTILINE)


def test_only_a_button_of_ours_is_run() -> None:
    run = procedures(CODE)["RunPython"]
    assert "import addin.macros; addin.macros.run('" in run
    assert 'button Like "*[!A-Za-z]*"' in run
    assert "ActiveWorkbook Is Nothing" in run
    everything = MODULE + "".join(handwritten(name) for name in (*HANDWRITTEN, "ThisWorkbook"))
    assert {name for name, text in procedures(code(everything)).items() if ".Exec " in text} == {"RunPython"}


def test_no_process_is_killed() -> None:
    everything = "".join([*generated_modules([], []).values(), *(handwritten(name) for name in (*HANDWRITTEN, "ThisWorkbook"))])
    assert "taskkill" not in everything.lower()
    assert "tasklist" not in everything.lower()
    assert "TerminateProcess" not in everything


# ------------------------------------------------------------------------------------------------ how it is made


def test_the_licence_is_kept_and_the_version_is_the_pinned_one() -> None:
    licence = upstream().split('\'Attribute VB_Name = "Main"')[0].split("'Version")[1]
    assert licence in MODULE
    assert f'XLWINGS_VERSION As String = "{built.PINNED_VERSION}"' in MODULE
    assert 'PROJECT_NAME As String = "treso"' in MODULE
    assert "POSSIBILITY OF SUCH DAMAGE" in handwritten_licences()


def handwritten_licences() -> str:
    return (built.SOURCES / "licences.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.name)
def test_each_change_applies_exactly_as_often_as_it_says(patch: Patch) -> None:
    source = cut_module()
    assert patch.applied(source) != source
    for other in (source + source, ""):
        with pytest.raises(ValueError, match="read the new xlwings"):
            patch.applied(other)


@pytest.mark.parametrize("name", REMOVED)
def test_each_removed_procedure_was_there_once(name: str) -> None:
    head = re.compile(rf"^(?:Public |Private )?(?:Function|Sub) {name}\(", re.MULTILINE)
    assert head.search(upstream())
    assert not head.search(without_procedure(upstream(), name))
    with pytest.raises(ValueError, match="read the new xlwings"):
        without_procedure(MODULE.split("' Written anew")[0], name)


def test_the_changes_have_names_of_their_own() -> None:
    assert len({patch.name for patch in PATCHES}) == len(PATCHES)
    assert all(patch.why for patch in PATCHES)


def test_every_procedure_that_is_called_is_there() -> None:
    """What was cut is not called any more."""
    there = set(procedures(MODULE))
    assert not {name for name in REMOVED if name not in there and re.search(rf"\b{name}\b", CODE)}


def test_conditional_parts_are_balanced() -> None:
    lines = [line.strip() for line in CODE.split("\n")]
    assert sum(line.startswith("#If") for line in lines) == sum(line == "#End If" for line in lines)


def test_another_xlwings_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built, "PINNED_VERSION", "0.37.9")
    with pytest.raises(ValueError, match="another one is installed"):
        xlwings_module()
