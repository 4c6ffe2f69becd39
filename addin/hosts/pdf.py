"""One sheet as a PDF page, through LibreOffice where it is installed (a private profile, a time limit)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from addin.hosts.render import side_workbook
from addin.messages import TresoError
from addin.sheets.model import Sheet

_TIMEOUT_SECONDS = 120
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
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
        raise TresoError("PDF_UNAVAILABLE", reason="LibreOffice n'est pas installé sur cette machine.")
    return office


def sheet_to_pdf(sheet: Sheet, target: Path) -> None:
    """Write a sheet as PDF, as it would be printed; an existing file of ours is replaced.

    Raises:
        TresoError: PDF_UNAVAILABLE when LibreOffice is absent, fails or does not answer in two minutes;
            FOLDER_READ_ONLY when the target cannot be written.
    """
    office = require_office()
    with tempfile.TemporaryDirectory(prefix="tresorerie-pdf-") as folder:
        source = Path(folder, "page.xlsx")
        source.write_bytes(side_workbook([sheet]))
        profile = _french_profile(Path(folder, "profil"))
        command = [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nolockcheck",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        _run(command)
        made = Path(folder, "page.pdf")
        if not made.is_file():
            raise TresoError("PDF_UNAVAILABLE", reason="LibreOffice n'a pas su convertir la page.")
        try:
            shutil.copyfile(made, target)
        except OSError:
            raise TresoError("FOLDER_READ_ONLY", file=target.name) from None


def _french_profile(folder: Path) -> str:
    """A fresh profile that writes numbers and dates as in Algeria, whatever the machine speaks; its address."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in (
            ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "fr-FR"),
            ("/org.openoffice.Setup/L10N", "ooLocale", "fr"),
            ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
        )
    )
    schema = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    (user / "registrymodifications.xcu").write_text(f'<?xml version="1.0" encoding="UTF-8"?><oor:items {schema}>{items}</oor:items>', encoding="utf-8")
    return folder.as_uri()


def _run(command: list[str]) -> None:
    """Run LibreOffice in a process group of its own: past the time limit the whole group is ended."""
    own_group = {} if sys.platform == "win32" else {"start_new_session": True}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, **own_group
    )  # type: ignore[call-overload]
    try:
        process.wait(_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise TresoError("PDF_UNAVAILABLE", reason="LibreOffice n'a pas répondu en deux minutes.") from None
