"""Fixtures of all tests: the shared data, and a real LibreOffice (`office`) with a profile of its own.

A test that uses `office`, or is marked `calc`, needs LibreOffice. Without it the test is skipped and says so; where `CI=true`
that is a failure, so that the machine that decides never passes without having looked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from addin.hosts.places import OVERRIDE
from tests.soffice import RunningOffice, find_soffice, find_uno, kill, write_profile

ROOT = Path(__file__).resolve().parent.parent
IS_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
_FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf:calc_pdf_Export", "csv": "csv:Text - txt - csv (StarCalc):59,34,76"}

IS_DEEP = "TRESO_LOIS" in os.environ
"""`TRESO_LOIS=300`: so many examples of each law that does not set its own number, when there is time."""
_LAWS = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=int(os.environ.get("TRESO_LOIS", "40")), print_blob=True
)
settings.register_profile("local", _LAWS)
settings.register_profile("ci", _LAWS, derandomize=not IS_DEEP)
settings.load_profile("ci" if IS_CI else "local")


class Office:
    """A LibreOffice for one test process: conversions in a private profile, each with a hard time limit."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._profile = folder / "profil"

    def convert(self, path: Path, to: str, folder: Path | None = None, *, timeout: int = 120) -> Path:
        """Open a document (formulas are recalculated) and save it in another format.

        Args:
            path: the document.
            to: extension (« pdf », « xlsx », « csv »: first sheet, `;`) or LibreOffice's own « extension:filter ».
            folder: where the result goes; beside the document, in a new folder « converti », without it.
            timeout: seconds before LibreOffice is killed.
        Returns:
            The file written.
        Raises:
            RuntimeError: nothing was written; the text is what LibreOffice said.
            TimeoutError: it took too long.
        """
        folder = folder or path.parent / "converti"
        target = folder / f"{path.stem}.{to.split(':')[0]}"
        target.unlink(missing_ok=True)
        write_profile(self._profile)
        command = [self._program, f"-env:UserInstallation={self._profile.as_uri()}", "--headless", "--norestore", "--nologo"]
        command += ["--nolockcheck", "--nodefault", "--convert-to", _FILTERS.get(to, to), "--outdir", str(folder), str(path)]
        process = subprocess.Popen(
            command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            kill(process)
            shutil.rmtree(self._profile, ignore_errors=True)  # the next conversion starts clean
            raise TimeoutError(f"LibreOffice: {path.name} to {to}: more than {timeout} s") from None
        if not target.exists():  # its exit status is 0 even when it failed
            raise RuntimeError(f"LibreOffice did not convert {path.name} to {to}: {said}")
        return target


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A real LibreOffice, French, one private profile for each test process."""
    program = find_soffice()
    assert program, "tests that use `office` are skipped or failed before this point when LibreOffice is missing"
    folder = tmp_path_factory.mktemp("office")
    yield Office(program, folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def running_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """A LibreOffice that stays open, driven over UNO, one for each test process; tests close the documents that they open."""
    assert find_soffice(), "as for `office`"
    if not find_uno():
        pytest.skip("this Python cannot load LibreOffice's module `uno`")
    with RunningOffice(tmp_path_factory.mktemp("running") / "profil") as office:
        yield office


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder « shared » is not beside this checkout")
    return folder


def pytest_configure(config: pytest.Config) -> None:
    """Nothing of the tests goes into the folders of whoever runs them."""
    if OVERRIDE not in os.environ:
        os.environ[OVERRIDE] = tempfile.mkdtemp(prefix="tresorerie-tests-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(OVERRIDE), ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"office", "running_office"} & set(getattr(item, "fixturenames", ())) and item.get_closest_marker("calc") is None:
            item.add_marker("calc")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("calc") and find_soffice() is None:
        pytest.skip("LibreOffice (soffice) is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IS_CI and report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("calc"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} needs LibreOffice and was skipped although CI=true: {reason}"
    return report
