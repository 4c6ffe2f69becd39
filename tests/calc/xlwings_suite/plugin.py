"""pytest plugin of the inner run: the vendored tests of xlwings get our engine, and a LibreOffice for each `xlwings.App()`.

Nothing of the tests is changed. Instances are kept for the next `App()` when one is closed, because a start takes a second;
`App.quit` for real is a test of our own (tests/calc/test_engine_app.py).
"""

from __future__ import annotations

import datetime as dt
import importlib
import sys
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.soffice import RunningOffice, find_uno, write_profile

ENGLISH = {  # the tests expect sheets called « Sheet1 »
    ("/org.openoffice.Office.Linguistic/General", "UILocale"): "en-US",
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale"): "en-US",
    ("/org.openoffice.Setup/L10N", "ooLocale"): "en-US",
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale"): "en-US",
}


class Pool:
    """LibreOffices in their own profiles, started when none is free."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._all: list[RunningOffice] = []
        self.free: list[Any] = []

    def take(self) -> Any:
        """A component context that nobody else has."""
        if self.free:
            return self.free.pop()
        profile = self._folder / f"profile{len(self._all)}"
        write_profile(profile, ENGLISH)
        office = RunningOffice(profile).start()
        self._all.append(office)
        return office.context

    def stop(self) -> None:
        """End all of them."""
        for office in self._all:
            office.stop()


@pytest.fixture(scope="session", autouse=True)
def engine() -> Iterator[None]:
    """Our engine as the active one, with one running application."""
    assert find_uno()
    from addin.hosts.calc import NotPortedError, connect
    from addin.hosts.calc.applications import App
    from addin.hosts.calc.engine import ENGINE

    with tempfile.TemporaryDirectory() as folder:
        pool = Pool(Path(folder))
        keep: pytest.MonkeyPatch = pytest.MonkeyPatch()

        def close(app: Any) -> None:
            for book in list(app.books):
                book.close()
            app.apps.drop(app)
            pool.free.append(app.context)

        keep.setattr(App, "quit", close)
        keep.setattr(App, "kill", close)
        keep.setattr(ENGINE.apps, "start", pool.take)
        keep.setattr(NotPortedError, "__init__", _remember)
        try:
            connect(pool.take())
            yield
        finally:
            keep.undo()
            pool.stop()


def pytest_configure() -> None:
    """A stand-in for pytz, which one test module imports and pandas does not bring any more."""
    importlib.import_module("pandas")  # it would look for pytz itself
    stand_in = ModuleType("pytz")
    stand_in.utc, stand_in.timezone = dt.UTC, _Zone  # type: ignore[attr-defined]
    sys.modules.setdefault("pytz", stand_in)


class _Zone(zoneinfo.ZoneInfo):
    def localize(self, moment: dt.datetime) -> dt.datetime:
        """The moment in this zone, in pytz's words."""
        return moment.replace(tzinfo=self)


def _remember(error: BaseException, *said: object) -> None:
    """Keep the text of what is not ported: xlwings' tests make an anonymous skip of it."""
    LATEST[:] = [str(part) for part in said]


LATEST: list[str] = []
Outcome = tuple[str, str]
RESULTS: dict[str, Outcome] = {}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note how each test ended, and why."""
    outcome: Any = yield
    report = outcome.get_result()
    name = item.nodeid.split("/")[-1]
    if report.skipped:
        said = str(report.longrepr[2])
        RESULTS[name] = ("skipped", " ".join(LATEST) if "NotImplementedError" in said else said)
    elif report.failed:
        RESULTS[name] = ("failed", str(report.longrepr.reprcrash.message if hasattr(report.longrepr, "reprcrash") else report.longrepr))
    elif report.when == "call":
        RESULTS.setdefault(name, ("passed", ""))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the outcomes over."""
    import json

    path: Callable[[str], Any] = session.config.getoption
    Path(path("--outcomes")).write_text(json.dumps(RESULTS, indent=1), encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the outcomes go."""
    parser.addoption("--outcomes", required=True)
