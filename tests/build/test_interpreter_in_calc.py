"""Which Python the VBA would start, run for real in LibreOffice with the configuration of a user and a folder of traps.

The conditional parts are those of Excel for Windows; drive C: is a folder of the test.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator

import openpyxl
import pytest

from addin.build.excel_files import with_macros
from addin.build.vba_modules import handwritten
from addin.build.vba_project import Module
from tests.build.test_vba_in_calc import Sheet, opened, played_modules
from tests.soffice import RunningOffice, find_uno

pytestmark = [pytest.mark.calc, pytest.mark.skipif(os.name == "nt", reason="names of files with a backslash")]

_ASKED = """\
Attribute VB_Name = "Demande"
Option Explicit

Function COMMANDE()
    On Error GoTo refus
    COMMANDE = XLPyCommand()
    Exit Function
refus:
    COMMANDE = "refus " & Err.Number
End Function
"""

Command = Callable[[str], str]


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """Gives the command that would be started with this text in the user's configuration file."""
    if not find_uno():
        pytest.skip("this Python cannot load LibreOffice's module `uno`")
    home = tmp_path_factory.mktemp("home")
    book = openpyxl.Workbook()
    trap = book.create_sheet("treso.conf")
    trap["A1"], trap["B1"] = "INTERPRETER_WIN", "C:\\piege\\pythonw.exe"
    written = io.BytesIO()
    book.save(written)
    folder = tmp_path_factory.mktemp("piege")
    for name in ("treso.conf", "xlwings.conf"):
        (folder / name).write_text('"INTERPRETER_WIN","C:\\piege\\pythonw.exe"\n', encoding="ascii")
    for program in ("rt\\pythonw.exe", "piege\\pythonw.exe", "pythonw.exe"):
        (home / f"c\\{program}").touch()  # Linux: one file with such a name
        (folder / program).touch()
    modules = []
    for module in played_modules():
        source = module.source.replace("Private Function XLPyCommand", "Public Function XLPyCommand")
        modules.append(Module(module.name, source.replace("GetAttr(FileSpec)", f'GetAttr(Replace(FileSpec, "C:\\", "{home}/c\\"))')))
    path = folder / "recu.xlsm"
    path.write_bytes(with_macros(written.getvalue(), "xlsm", [*modules, Module("Demande", _ASKED)], handwritten("ThisWorkbook"), {}))
    with RunningOffice(tmp_path_factory.mktemp("profil"), environment={"USERPROFILE": str(home / "user")}) as office:
        sheet = Sheet(opened(office, path))

        def asked(configuration: str) -> str:
            (home / "user\\.treso\\treso.conf").write_text(configuration, encoding="ascii")
            return sheet.shows("=COMMANDE()")

        yield asked


def test_the_interpreter_of_the_user_is_started_isolated_and_directly(command: Command) -> None:
    shown = command('"OTHER","x"\n"INTERPRETER_WIN","C:\\rt\\pythonw.exe"\n"PYTHONPATH","C:\\piege"\n')
    assert shown == '"C:\\rt\\pythonw.exe" -I -B -c "import os, sys; os.chdir(sys.prefix); import xlwings; xlwings.serve(\'$(CLSID)\')"'


def test_without_configuration_of_the_user_nothing_is_started(command: Command) -> None:
    """Neither the sheet « treso.conf » of the open workbook nor the file of that name beside it is read."""
    assert command("") == "refus 53"


@pytest.mark.parametrize(
    "interpreter",
    ["pythonw.exe", "rt\\pythonw.exe", "\\\\server\\share\\pythonw.exe", "%TEMP%\\pythonw.exe", "C:\\absent\\pythonw.exe", "C:pythonw.exe"],
)
def test_an_interpreter_that_is_not_a_complete_path_of_a_file_is_refused(command: Command, interpreter: str) -> None:
    assert command(f'"INTERPRETER_WIN","{interpreter}"\n') == "refus 53"
