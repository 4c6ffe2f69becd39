"""What Excel and LibreOffice each show to let someone choose: one of some options, files to open.

Excel on Windows has no list to choose from: two options become Yes and No, more of them numbers to type. On macOS the system asks.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from addin.hosts import excel_gaps
from addin.messages import SCREEN, TresoError, say

if TYPE_CHECKING:
    import xlwings

EXTENSIONS = (
    "csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "ofx", "qfx", "qif", "sta", "940", "942", "mt940", "mt942", "xml", "cfo", "pdf",
    "htm", "html", "zip",
)  # fmt: skip
"""Of the files that are proposed first; all others can be picked, too."""
_LONGEST_PROMPT = 250
"""Characters that Excel's input box shows (255), less a few."""
_CANCELLED = 1  # osascript, when its dialog is closed
_PICK_FILES = """on run argv
activate
set found to ""
repeat with one in (choose file with prompt (item 1 of argv) with multiple selections allowed)
set found to found & POSIX path of one & linefeed
end repeat
return found
end run"""
_PICK_FOLDER = """on run argv
activate
return POSIX path of (choose folder with prompt (item 1 of argv))
end run"""
_FOLDER_PICKER, _PICKED = 4, -1  # of Excel's FileDialog
_PICK_ONE = """on run argv
activate
set found to choose from list (items 3 thru -1 of argv) with title (item 1 of argv) with prompt (item 2 of argv)
if found is false then return ""
return item 1 of found
end run"""


def choose(app: xlwings.App, question: str, options: Sequence[str]) -> int | None:
    """Position of the option that was picked; None when she gave up.

    Raises:
        TresoError: CONFIRMATION_NEEDED where there is no screen.
    """
    from addin.hosts.calc import NobodyAnswersError

    system = excel_gaps.system_of(app)
    if system == "mac":
        return _number(_osascript(_PICK_ONE, SCREEN["product"], question, *_numbered(options)).partition(".")[0], options)
    if system == "windows":
        return _of_two(app, question, options) if len(options) == 2 else _by_number(app, question, options)
    try:
        picked = app.impl.choose(question, SCREEN["product"], list(options))
    except NobodyAnswersError as error:
        raise TresoError("CONFIRMATION_NEEDED", question="\n".join([question, *_numbered(options)])) from error
    return None if picked is None else int(picked)


def choose_files(app: xlwings.App) -> list[str]:
    """Full paths of the statements that she picked, none when she gave up.

    Raises:
        TresoError: CONFIRMATION_NEEDED where there is no screen.
    """
    from addin.hosts.calc import NobodyAnswersError

    system, title = excel_gaps.system_of(app), SCREEN["pick_statements"]
    if system == "mac":
        return [path for path in _osascript(_PICK_FILES, title).split("\n") if path]
    if system == "calc":
        try:
            return [str(path) for path in app.impl.choose_files(title, _filters())]
        except NobodyAnswersError as error:
            raise TresoError("CONFIRMATION_NEEDED", question=SCREEN["which_files"]) from error
    filters = ",".join(f"{name} ({patterns}),{patterns}" for name, patterns in _filters().items())
    picked = app.api.GetOpenFilename(FileFilter=filters, FilterIndex=1, Title=title, MultiSelect=True)
    return [str(path) for path in picked] if isinstance(picked, (list, tuple)) else []


def choose_folder(app: xlwings.App, title: str) -> str:
    """Full path of the folder that she picked, "" when she gave up.

    Raises:
        TresoError: CONFIRMATION_NEEDED where there is no screen.
    """
    from addin.hosts.calc import NobodyAnswersError

    system = excel_gaps.system_of(app)
    if system == "mac":
        return _osascript(_PICK_FOLDER, title)
    if system == "calc":
        try:
            return str(app.impl.choose_folder(title))
        except NobodyAnswersError as error:
            raise TresoError("CONFIRMATION_NEEDED", question=title) from error
    dialog = app.api.FileDialog(_FOLDER_PICKER)
    dialog.Title = title
    return str(dialog.SelectedItems(1)) if dialog.Show() == _PICKED else ""


def _filters() -> Mapping[str, str]:
    """Name → patterns; only the first name lists them when shown."""
    return {SCREEN["statement_files"]: ";".join(f"*.{extension}" for extension in EXTENSIONS), SCREEN["all_files"]: "*.*"}


def _numbered(options: Sequence[str]) -> list[str]:
    return [f"{number}. {option}" for number, option in enumerate(options, 1)]


def _of_two(app: xlwings.App, question: str, options: Sequence[str]) -> int | None:
    text = say(SCREEN["choose_of_two"], question=question, first=options[0], second=options[1])
    pressed = app.alert(text, title=SCREEN["product"], buttons="yes_no_cancel", mode="info")
    return 0 if pressed == "yes" else 1 if pressed == "no" else None


def _by_number(app: xlwings.App, question: str, options: Sequence[str]) -> int | None:
    """An input box, again until what is typed is one of the numbers; a list too long for it is shown before."""
    listed = "\n".join([question, "", *_numbered(options)])
    prompt = say(SCREEN["choose_number"], count=len(options))
    if len(listed) + len(prompt) + 2 <= _LONGEST_PROMPT:
        prompt = f"{listed}\n\n{prompt}"
    elif app.alert(listed, title=SCREEN["product"], buttons="ok_cancel", mode="info") != "ok":
        return None
    while True:
        typed = app.api.InputBox(Prompt=prompt, Title=SCREEN["product"], Type=1)  # a number; False when cancelled
        if isinstance(typed, bool):
            return None
        picked = _number(typed, options)
        if picked is not None:
            return picked


def _number(typed: object, options: Sequence[str]) -> int | None:
    try:
        number = float(str(typed))
    except ValueError:
        return None
    return int(number) - 1 if number in range(1, len(options) + 1) else None


def _osascript(script: str, *arguments: str) -> str:
    """What a script of macOS answers, "" when its dialog is closed.

    Raises:
        TresoError: CONFIRMATION_NEEDED when it cannot be shown.
    """
    done = subprocess.run(["osascript", "-e", script, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, _CANCELLED) or (done.returncode and "-128" not in done.stderr):
        raise TresoError("CONFIRMATION_NEEDED", question="\n".join(arguments))
    return done.stdout.rstrip("\n") if not done.returncode else ""
