"""The VBA module of xlwings, cut and closed: what Trésorerie keeps of `xlwings_custom_addin.bas` and the changes made to it.

xlwings is made for a person who runs her own code. In an add-in that opens workbooks sent by others, its module would let such a
workbook choose the Python interpreter, its own folder or a cell formula be run as code. Each change is named, says why, and must
apply exactly as often as it says, so that a new version of xlwings stops the build until somebody has looked.
docs/adr/0012-calling-python-from-vba.md explains them; `tests/build/test_xlwings_module.py` holds what they guarantee.

The licence of xlwings (BSD 3-clause) is kept at the head of the module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from addin.build.checkout import SOURCES

PINNED_VERSION = "0.37.8"
PROJECT_NAME = "treso"
MODULE_NAME = "xlwings"
OWN_PART = "XlwingsSuite.bas"
"""What is written anew, appended to the module."""


@dataclass(frozen=True)
class Patch:
    """A change of the module.

    Attributes:
        name: what it guarantees, unique.
        why: the harm it prevents.
        old: text replaced; or a regular expression when `is_pattern`.
        new: what stands there then.
        times: how often `old` occurs, checked.
    """

    name: str
    why: str
    old: str
    new: str
    times: int = 1
    is_pattern: bool = False

    def applied(self, source: str) -> str:
        """The source with the change.

        Raises:
            ValueError: the text to change is not there as often as expected.
        """
        found = len(re.findall(self.old, source, re.MULTILINE)) if self.is_pattern else source.count(self.old)
        if found != self.times:
            raise ValueError(f"xlwings patch {self.name!r}: expected {self.times} times, found {found}; read the new xlwings first")
        if self.is_pattern:
            return re.sub(self.old, lambda _: self.new, source, flags=re.MULTILINE)
        return source.replace(self.old, self.new)


REMOVED = (
    "ExecuteWindows", "RunFrozenPython", "GetUdfModules", "NDims", "ImportPythonUDFsBase", "ImportPythonUDFs",
    "ImportPythonUDFsToAddin", "ImportXlwingsUdfsModule", "GetDLLVersion", "GetDirectoryPath", "GetDirectoryConfigFilePath",
    "GetConfigFromSheet", "SaveConfigToFile", "WScript", "IsFullName", "GetDirectory", "ShowError", "ExpandEnvironmentStrings",
    "SheetExists", "GetBaseName", "has_dynamic_array", "CreateGUID", "CheckConda", "GetFullName", "XLPyCommand", "XLPyLoadDLL", "GetConfig",
    "RunPython", "KillFileOnMac",
)  # fmt: skip
"""Procedures taken out: those that nothing of ours calls (a formula in a cell could call them) and those that are written anew below."""

PATCHES = (
    Patch(
        "the project has its own name",
        "the configuration file of another xlwings add-in would be ours too",
        'Public Const PROJECT_NAME As String = "myaddin"',
        f'Public Const PROJECT_NAME As String = "{PROJECT_NAME}"',
    ),
    Patch(
        "no formula can call the module",
        "public functions of an add-in can be called from the cells of any workbook, also one that holds no macro",
        'Attribute VB_Name = "xlwings"\n',
        'Attribute VB_Name = "xlwings"\nOption Private Module\n',
    ),
    Patch(
        "the functions of the DLL belong to the module",
        "one of them starts a program of which the caller gives the command",
        r"^( +)(?:Private )?Declare (?=(?:PtrSafe )?Function XLPyDLL)",
        "        Private Declare ",
        times=9,
        is_pattern=True,
    ),
    Patch(
        "on macOS Python starts isolated",
        "a module beside the workbook or in a PYTHON... variable would be imported; a path with a space would be cut",
        '    ParameterString = ParameterString + "|" + PythonInterpreter\n',
        '    ParameterString = ParameterString + "|" + "\'" + Replace(PythonInterpreter, "\'", "\'\\\'\'") + "\' -I"\n',
    ),
    Patch(
        "on macOS the name of a workbook is not a command",
        "the script puts the name into a shell command, where $(...) would be run",
        '    ParameterString = PYTHONPATH + ";"\n',
        '    If ActiveWorkbook.Name Like "*[$`""\\|'
        "'"
        ']*" Then Err.Raise 5, "xlwings", ActiveWorkbook.Name\n    ParameterString = PYTHONPATH\n',
    ),
    Patch(
        "on macOS an error is told by our own message",
        "xlwings' message is in English and can write into the workbook",
        "            ShowError (LOG_FILE)\n            Application.StatusBar = False\n",
        "            Application.StatusBar = False\n            MsgBox Log, vbCritical\n",
    ),
    Patch(
        "on macOS the error of a finished run is told by our own message",
        "as above",
        "        Call ShowError(LOG_FILE)\n",
        "        MsgBox ReadFile(LOG_FILE), vbCritical\n",
    ),
    Patch(
        "on macOS a missing script is told by our own message",
        "as above; and the command it names is not the one of our installer",
        """    MsgBox "To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.", vbCritical\n""",
        '    Err.Raise 76, "xlwings", "xlwings-" & XLWINGS_VERSION & ".applescript"\n',
    ),
    Patch(
        "on macOS the log is removed without a shell",
        "no program is started but Python",
        "            KillFileOnMac ToMacPath(ToPosixPath(LOG_FILE))\n",
        "            Kill LOG_FILE\n",
    ),
    Patch(
        "what is read is read as it is",
        "the variables of the environment are not ours to expand",
        "        FileName = ExpandEnvironmentStrings(FileName)\n",
        "",
    ),
)


def cut_module() -> str:
    """The module of xlwings without the procedures in `REMOVED`, line ends as line feeds.

    Raises:
        ValueError: the installed xlwings is not the pinned one, or a procedure is not there.
    """
    source = files("xlwings").joinpath("xlwings_custom_addin.bas").read_text(encoding="utf-8").replace("\r\n", "\n")
    if f'Public Const XLWINGS_VERSION As String = "{PINNED_VERSION}"' not in source:
        raise ValueError(f"the VBA module is made from xlwings {PINNED_VERSION}, another one is installed")
    for name in REMOVED:
        source = without_procedure(source, name)
    return source


def xlwings_module() -> str:
    """The module's source: cut, changed, and with what is written anew.

    Raises:
        ValueError: as `cut_module`, or a change does not apply.
    """
    source = cut_module()
    for patch in PATCHES:
        source = patch.applied(source)
    source = re.sub(r'^#If App = "Microsoft Excel" Then\n\s*#(?:Else\n\s*#)?End If\n', "", source, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", source).rstrip("\n") + "\n\n" + (SOURCES / OWN_PART).read_text(encoding="ascii")


def without_procedure(source: str, name: str) -> str:
    """The source without a procedure, whose head may stand twice in an `#If`.

    Raises:
        ValueError: it is not there once.
    """
    head = rf"(?:Public |Private )?(Function|Sub) {name}\([^\n]*\n"
    twice = rf"#If App[^\n]*\n{head}#Else\n{head}#End If\n"
    for pattern in (rf"^{twice}.*?^End \1\n", rf"^{head}.*?^End \1\n"):
        found = list(re.finditer(pattern, source, re.MULTILINE | re.DOTALL))
        if len(found) == 1:
            return source[: found[0].start()] + source[found[0].end() :]
    raise ValueError(f"xlwings procedure {name} is not there once; read the new xlwings first")
