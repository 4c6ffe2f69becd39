"""A real LibreOffice for tests: a French profile of its own, and a running one that is driven over a local socket (UNO).

`import uno` needs the Python that LibreOffice was built for, or another of the same minor version: Debian keeps the module in
its own folder, which is added to the path here when the running Python does not find it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_DEBIAN = "/usr/lib/python3/dist-packages"
_PROFILE = {  # French, no questions, formulas recalculated on load
    ("/org.openoffice.Office.Linguistic/General", "UILocale"): "fr",
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale"): "fr-FR",
    ("/org.openoffice.Setup/L10N", "ooLocale"): "fr",
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale"): "fr-FR",
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted"): "true",
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion"): "99.9",
    ("/org.openoffice.Office.Common/Misc", "FirstRun"): "false",
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay"): "false",
    ("/org.openoffice.Office.Common/Misc", "CrashReport"): "false",
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode"): "0",
    ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode"): "0",
}


def find_soffice() -> str | None:
    """LibreOffice's program, None without it."""
    usual = (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        "C:/Program Files/LibreOffice/program/soffice.exe",
    )
    return shutil.which("soffice") or shutil.which("libreoffice") or next((path for path in usual if Path(path).exists()), None)


def find_uno() -> bool:
    """Make `import uno` work; False where this Python cannot load it."""
    if importlib.util.find_spec("uno") is None and Path(_DEBIAN, "uno.py").exists():
        sys.path.append(_DEBIAN)
    try:
        import uno  # noqa: F401
    except ImportError:
        return False
    return True


def write_profile(folder: Path, more: Mapping[tuple[str, str], str] | None = None) -> None:
    """Settings of a new LibreOffice profile; one that is already there is left as it is.

    Args:
        more: (path, name) → value of further settings, or instead of the usual ones.
    """
    settings_file = folder / "user" / "registrymodifications.xcu"
    if settings_file.exists():
        return
    settings_file.parent.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for (path, name), value in {**_PROFILE, **(more or {})}.items()
    )
    settings_file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n',
        encoding="utf-8",
    )


def kill(process: subprocess.Popen[Any]) -> None:
    """End LibreOffice with its helper processes; it does not listen to a polite request."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        pass
    process.wait()


class RunningOffice:
    """A LibreOffice that runs until `stop`, in a profile of its own.

    Attributes:
        context: UNO component context of that LibreOffice.
        desktop: its `com.sun.star.frame.Desktop`.
        process: for its environment and its end.
    """

    def __init__(self, profile: Path, *, headless: bool = True, environment: Mapping[str, str] | None = None) -> None:
        self.profile = profile
        self._headless = headless
        self._environment = dict(environment or {})

    def start(self, timeout: float = 60) -> RunningOffice:
        """Start and connect.

        Raises:
            TimeoutError: it did not answer in time.
        """
        import uno

        write_profile(self.profile)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        accept = f"socket,host=127.0.0.1,port={port},tcpNoDelay=1;urp;"
        program = find_soffice()
        assert program is not None
        command = [program, f"-env:UserInstallation={self.profile.resolve().as_uri()}", "--norestore", "--nologo", "--nofirststartwizard"]
        command += ["--nodefault", "--nolockcheck", f"--accept={accept}", *(["--headless"] if self._headless else [])]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        self.process = subprocess.Popen(
            command, env={"LC_ALL": "C.UTF-8", **inherited, **self._environment}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + timeout
        while True:
            try:
                self.context = resolver.resolve(f"uno:{accept}StarOffice.ComponentContext")
                break
            except Exception as error:  # a UNO exception type exists only once connected
                if time.monotonic() > end:
                    kill(self.process)
                    raise TimeoutError("LibreOffice does not answer") from error
                time.sleep(0.05)
        self.desktop = self.service("com.sun.star.frame.Desktop")
        return self

    def service(self, name: str) -> Any:
        """A UNO service of that LibreOffice."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def open(self, path: Path | None = None, *, hidden: bool = True) -> Any:
        """Open a document, or a new spreadsheet; the UNO document."""
        import uno

        hide = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        hide.Name, hide.Value = "Hidden", hidden
        url = "private:factory/scalc" if path is None else path.resolve().as_uri()
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, (hide,))
        assert document is not None, f"LibreOffice did not open {path}"
        return document

    def stop(self) -> None:
        """End it and all that it started."""
        kill(self.process)

    def __enter__(self) -> RunningOffice:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
