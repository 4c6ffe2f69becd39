"""One sheet as a PDF page, through LibreOffice where it is installed (a private profile, a time limit)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from addin.hosts.side import rendered
from addin.messages import PDF_REASONS, TresoError
from addin.sheets.model import Sheet

_TIMEOUT_SECONDS = 120
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_PROFILE = (
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "fr-FR"),
    ("/org.openoffice.Setup/L10N", "ooLocale", "fr"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
)


def find_office() -> str | None:
    """Path of LibreOffice's command, None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def require_office() -> str:
    """Path of LibreOffice's command.

    Raises:
        TresoError: PDF_UNAVAILABLE where it is not installed.
    """
    office = find_office()
    if office is None:
        raise TresoError("PDF_UNAVAILABLE", reason=PDF_REASONS["absent"])
    return office


def sheet_as_pdf(sheet: Sheet) -> bytes:
    """A sheet as PDF, as it would be printed.

    Raises:
        TresoError: PDF_UNAVAILABLE when LibreOffice is absent, fails or does not answer in two minutes; DISK_FULL.
    """
    office = require_office()
    try:
        with tempfile.TemporaryDirectory(prefix="tresorerie-pdf-", ignore_cleanup_errors=True) as folder:
            source = Path(folder, "page.xlsx")
            source.write_bytes(rendered([sheet], file=sheet.title))
            profile = _french_profile(Path(folder, "profil"))
            options = ["--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", "pdf", "--outdir", folder]
            _run([office, f"-env:UserInstallation={profile}", *options, str(source)])
            return Path(folder, "page.pdf").read_bytes()
    except OSError as error:  # no room for its files, it does not start, or it made no page
        raise TresoError("PDF_UNAVAILABLE", reason=PDF_REASONS["failed"]) from error


def _french_profile(folder: Path) -> str:
    """A fresh profile that writes numbers and dates as in Algeria, whatever the machine speaks; its address."""
    user = folder / "user"
    user.mkdir(parents=True)
    item = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
    items = "".join(item.format(*setting) for setting in _PROFILE)
    schema = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    registry = f'<?xml version="1.0" encoding="UTF-8"?><oor:items {schema}>{items}</oor:items>'
    (user / "registrymodifications.xcu").write_text(registry, encoding="utf-8")
    return folder.as_uri()


def _run(command: list[str]) -> None:
    """Run LibreOffice in a process group of its own: past the time limit, or on Ctrl+C, the whole group is ended."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=nowhere, stdout=nowhere, stderr=nowhere, env=environment, start_new_session=sys.platform != "win32"
    )
    try:
        process.wait(_TIMEOUT_SECONDS)
    except BaseException as stopped:
        _end(process)
        if isinstance(stopped, subprocess.TimeoutExpired):
            raise TresoError("PDF_UNAVAILABLE", reason=PDF_REASONS["slow"]) from None
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
