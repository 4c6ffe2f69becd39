"""A LibreOffice with the extension installed, as `treso calc installer` leaves it; one for each test process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.hosts.calc_functions import TRACE
from addin.hosts.calc_packages import PROFILE, packages_of
from addin.hosts.calc_places import Machine
from addin.hosts.calc_runtime import running_runtime
from addin.hosts.calc_setup import Setup
from addin.hosts.places import OVERRIDE
from addin.resources import resource
from tests.soffice import RunningOffice, find_soffice, find_uno, write_profile


class Sheet:
    """A sheet of an open document: formulas in, what the cells show out."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def __setitem__(self, cell: str, formula: str | float) -> None:
        target = self.sheet.getCellRangeByName(cell)
        if ":" in cell:
            target.setArrayFormula(formula)
        elif isinstance(formula, str):
            target.setFormula(formula)
        else:
            target.setValue(formula)

    def __getitem__(self, cell: str) -> Any:
        """A value, « Err:504 » or « #N/A » in the French of LibreOffice; rows of them for a range."""
        cells = self.sheet.getCellRangeByName(cell)
        if ":" not in cell:
            return self.shown(cells)
        at = cells.RangeAddress
        height, width = at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1
        return [[self.shown(cells.getCellByPosition(j, i)) for j in range(width)] for i in range(height)]

    @staticmethod
    def shown(cell: Any) -> Any:
        if cell.getError():
            return cell.getString().replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
        ((value,),) = cell.getDataArray()
        return value if value or cell.getString() else ""  # an empty element of an array counts 0 and shows nothing


@pytest.fixture(scope="session")
def calc_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where that LibreOffice keeps its profile, our files and the trace of the calls."""
    return tmp_path_factory.mktemp("extension")


@pytest.fixture(scope="session")
def calc_environment(calc_folder: Path) -> dict[str, str]:
    """Environment of that LibreOffice: the program's own files go below `calc_folder`, each call is noted."""
    return {OVERRIDE: str(calc_folder / "donnees"), TRACE: str(calc_folder / "appels.txt"), PROFILE: str(calc_folder / "profil")}


@pytest.fixture(scope="session")
def calc_profile(calc_environment: dict[str, str]) -> Path:
    """A profile with the extension; LibreOffice must be started anew after the installation."""
    assert find_soffice(), "as for `office`"
    if not find_uno():
        pytest.skip("this Python cannot load LibreOffice's module `uno`")
    profile = Path(calc_environment[PROFILE])
    write_profile(profile)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in calc_environment.items():
            patch.setenv(name, value)
        change, _ = Setup(Machine(), packages_of).install(resource("xlsm/tresorerie.oxt").read_bytes(), running_runtime())
    assert change == "installed"
    return profile


@pytest.fixture(scope="session")
def calc(calc_profile: Path, calc_environment: dict[str, str]) -> Iterator[RunningOffice]:
    """A running LibreOffice with the extension; tests close the documents that they open."""
    with RunningOffice(calc_profile, environment={**os.environ, **calc_environment}) as office:
        yield office


@pytest.fixture
def sheet(calc: RunningOffice) -> Iterator[Sheet]:
    """The first sheet of a new document."""
    document = calc.open()
    yield Sheet(document.Sheets.getByIndex(0))
    document.close(True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"calc", "calc_profile", "sheet"} & set(getattr(item, "fixturenames", ())) and item.get_closest_marker("calc") is None:
            item.add_marker("calc")
