"""Adding and removing LibreOffice's extension: by `unopkg`, or by LibreOffice itself for root, whom `unopkg` refuses."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from addin.hosts.calc_places import Office
from addin.messages import TresoError

PROFILE = "TRESO_CALC_PROFIL"
"""Environment variable: the profile to use instead of the user's own (tests, portable installations)."""
_TIMEOUT = 180
_LOCKED = re.compile(r"lock|already running|verrou", re.IGNORECASE)
_UNO_FOLDERS = ("/usr/lib/python3/dist-packages", "/usr/lib64/python3/site-packages")
Run = Callable[[Sequence[str]], tuple[int, str]]


class Packages(Protocol):
    """The extensions of one user."""

    def version(self, identifier: str) -> str | None:
        """Version of an installed extension, None without it."""

    def add(self, package: Path) -> None:
        """Install, or replace, an extension. Raises TresoError CALC_RUNNING or CALC_FAILED."""

    def remove(self, identifier: str) -> None:
        """Remove an extension. Raises as `add`."""


def packages_of(office: Office) -> Packages:
    """The way that this user can take."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return OfficePackages(office)
    return Unopkg(office)


def run(command: Sequence[str]) -> tuple[int, str]:
    """Exit status and words of a program."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_TIMEOUT, stdin=subprocess.DEVNULL, env=clean_environment()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    return done.returncode, f"{done.stdout}\n{done.stderr}".strip()


def clean_environment() -> dict[str, str]:
    """The environment without what would lead LibreOffice's Python to another one's packages."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "__PYVENV"))}


def _profile() -> list[str]:
    path = os.environ.get(PROFILE)
    return [f"-env:UserInstallation={Path(path).resolve().as_uri()}"] if path else []


class Unopkg:
    """By the program of LibreOffice for that."""

    def __init__(self, office: Office, run: Run = run) -> None:
        self._program, self._run = str(office.unopkg), run

    def version(self, identifier: str) -> str | None:
        status, said = self._run([self._program, "list", identifier, *_profile()])
        told = re.search(r"^\s*Version:\s*(\S+)", said, re.MULTILINE)
        return told[1] if status == 0 and told else None

    def add(self, package: Path) -> None:
        self._must("add", "--force", "--suppress-license", str(package))

    def remove(self, identifier: str) -> None:
        self._must("remove", identifier)

    def _must(self, *arguments: str) -> None:
        status, said = self._run([self._program, *arguments, *_profile()])
        if status:
            last = said.splitlines()[-1] if said else str(status)
            raise TresoError("CALC_RUNNING") if _LOCKED.search(said) else TresoError("CALC_FAILED", reason=last)


class OfficePackages:
    """By a LibreOffice started for it, without a window, over a local socket."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def version(self, identifier: str) -> str | None:
        with self._manager() as (manager, environment, channel):
            return self._find(manager, environment, channel, identifier)

    def add(self, package: Path) -> None:
        with self._manager() as (manager, environment, channel):
            self._try(lambda: manager.addExtension(package.resolve().as_uri(), (), "user", channel, environment))

    def remove(self, identifier: str) -> None:
        with self._manager() as (manager, environment, channel):
            self._try(lambda: manager.removeExtension(identifier, "", "user", channel, environment))

    @staticmethod
    def _find(manager: Any, environment: Any, channel: Any, identifier: str) -> str | None:
        for package in manager.getDeployedExtensions("user", channel, environment):
            if package.Identifier.IsPresent and package.Identifier.Value == identifier:
                return str(package.Version)
        return None

    @staticmethod
    def _try(action: Callable[[], object]) -> None:
        try:
            action()
        except Exception as error:  # UNO's own kinds exist only once connected
            raise TresoError("CALC_FAILED", reason=str(error).splitlines()[0] if str(error) else type(error).__name__) from error

    @contextmanager
    def _manager(self) -> Iterator[tuple[Any, Any, Any]]:
        """LibreOffice's extension manager, a command environment that agrees, a channel."""
        with _started(self._office) as context:
            manager = context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
            yield manager, _agreeing(), manager.createAbortChannel()


def _agreeing() -> Any:
    """A command environment that says yes: the extension has no licence to show."""
    import unohelper
    from com.sun.star.task import XInteractionHandler
    from com.sun.star.ucb import XCommandEnvironment

    class Agree(unohelper.Base, XInteractionHandler):  # type: ignore[misc]
        def handle(self, request: Any) -> None:
            request.getContinuations()[0].select()

    class Environment(unohelper.Base, XCommandEnvironment):  # type: ignore[misc]
        def getInteractionHandler(self) -> Any:  # noqa: N802
            return Agree()

        def getProgressHandler(self) -> Any:  # noqa: N802
            return None

    return Environment()


@contextmanager
def _started(office: Office) -> Iterator[Any]:
    """The component context of a LibreOffice that ends with the block."""
    uno = _import_uno()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    accept = f"socket,host=127.0.0.1,port={port};urp;"
    command = [str(office.soffice), "--headless", "--norestore", "--nologo", "--nofirststartwizard", "--nodefault", f"--accept={accept}"]
    process = subprocess.Popen(
        [*command, *_profile()], env=clean_environment(), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + 60
        while True:
            try:
                context = resolver.resolve(f"uno:{accept}StarOffice.ComponentContext")
                break
            except Exception as error:  # a UNO exception: not there yet
                if time.monotonic() > end or process.poll() not in (None, 81):
                    raise TresoError("CALC_RUNNING") from error
                time.sleep(0.1)
        yield context
    finally:
        try:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)  # the group that was started above, nothing else
            else:
                process.kill()
        except ProcessLookupError:
            pass
        process.wait()


def _import_uno() -> Any:
    """LibreOffice's module `uno`, where a distribution keeps it; the search path stays as it is."""
    added = [] if importlib.util.find_spec("uno") else [folder for folder in _UNO_FOLDERS if Path(folder, "uno.py").exists()]
    sys.path += added
    try:
        import uno
        import unohelper  # noqa: F401  (from the same folder)
    except ImportError as error:
        raise TresoError("CALC_FAILED", reason=str(error)) from error
    finally:
        for folder in added:
            sys.path.remove(folder)
    return uno
