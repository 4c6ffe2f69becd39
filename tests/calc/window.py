"""A screen without a monitor (Xvfb) and what a person does in front of it: open a menu, read a message box, press a key."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.soffice import RunningOffice, find_soffice

PROGRAMS = ("Xvfb", "openbox", "xdotool", "maim")
_MENU_BAR, _ALERTS = 35, (1, 12)  # AccessibleRole: MENU_BAR; ALERT, DIALOG
_SIZE = (1400, 900)


def missing_programs() -> list[str]:
    """What this machine lacks for a screen."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


_TRIES = 3


class Screen:
    """A display of its own with a window manager, until the block ends."""

    def __enter__(self) -> Screen:
        for _ in range(_TRIES - 1):  # a server that takes the number of one just killed may have a manager that gives up
            with suppress(TimeoutError):
                self._start(20)
                return self
            self.__exit__()
        self._start(60)
        return self

    def _start(self, seconds: float) -> None:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{_SIZE[0]}x{_SIZE[1]}x24", "-nolisten", "tcp"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL, "start_new_session": True}
        self._server = subprocess.Popen(command, pass_fds=(write,), **quiet)  # type: ignore[call-overload]
        os.close(write)
        with os.fdopen(read) as number:
            self.display = f":{int(number.readline())}"
        self.environment = {
            "DISPLAY": self.display, "SAL_USE_VCLPLUGIN": "gtk3", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1", "GTK_THEME": "Adwaita",
        }  # fmt: skip
        self._manager = subprocess.Popen(["openbox"], env={**os.environ, **self.environment}, **quiet)  # type: ignore[call-overload]
        wait_for(lambda: self._run("xdotool", "get_num_desktops", check=False) == 0, seconds)  # the window manager answers

    def __exit__(self, *_: object) -> None:
        for process in (self._manager, self._server):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def press(self, *keys: str) -> None:
        """Press keys one after the other (« F10 », « Return »)."""
        for key in keys:
            self._run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.15)

    def type_text(self, text: str) -> None:
        """Type letter by letter."""
        self._run("xdotool", "type", "--clearmodifiers", "--delay", "30", text)
        time.sleep(0.5)

    def wait_for_window(self, title: str, seconds: float = 60) -> None:
        """Wait until a window whose title holds a text is in front, and give it a moment to fill."""
        wait_for(lambda: self._run("xdotool", "search", "--onlyvisible", "--name", title, check=False) == 0, seconds)
        self._run("xdotool", "search", "--onlyvisible", "--name", title, "windowactivate", "--sync")
        time.sleep(1)

    def click(self, x: int, y: int) -> None:
        """Click with the left button."""
        self._run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def picture(self, path: Path) -> Path:
        """What the screen shows, as PNG."""
        self._run("maim", "--hidecursor", str(path))
        return path

    def fill_with(self, title: str) -> None:
        """Give the window whose title holds a text the whole screen."""
        wait_for(lambda: self._run("xdotool", "search", "--onlyvisible", "--name", title, check=False) == 0)
        width, height = (str(length) for length in _SIZE)
        self._run("xdotool", "search", "--onlyvisible", "--name", title, "windowactivate", "--sync", "windowmove", "0", "0")
        self._run("xdotool", "search", "--onlyvisible", "--name", title, "windowsize", width, height)
        time.sleep(1)

    def _run(self, *command: str, check: bool = True) -> int:
        environment = {**os.environ, **self.environment}
        return subprocess.run(command, env=environment, check=check, timeout=30, capture_output=True).returncode


def open_in_window(office: RunningOffice, path: Path) -> Any:
    """Open a document as its icon does: LibreOffice loads it in its main thread. (GTK may hang when a remote call loads it.)"""
    program = find_soffice()
    assert program is not None
    profile = f"-env:UserInstallation={office.profile.resolve().as_uri()}"
    subprocess.run([program, profile, str(path)], check=True, timeout=60, capture_output=True)
    url = path.resolve().as_uri()

    def document() -> Any:
        components = office.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if component.getURL() == url and component.CurrentController is not None:
                return component
        return None

    return wait_for(document)


class Window:
    """The window of an open document on a screen."""

    def __init__(self, screen: Screen, document: Any, toolkit: Any) -> None:
        self.screen, self.document, self._toolkit = screen, document, toolkit
        screen.fill_with(str(document.Title))

    def open_menu(self, title: str) -> None:
        """Open a menu of the menu bar with the keyboard, as one does without a mouse."""
        titles = [each.getAccessibleName() for each in _children(self._find(_MENU_BAR))]
        self.screen.press("F10", *["Right"] * titles.index(title), "Down")

    def entries(self, title: str) -> list[str]:
        """The entries of a menu, lines between them left out."""
        menu = next(each for each in _children(self._find(_MENU_BAR)) if each.getAccessibleName() == title)
        return [each.getAccessibleName() for each in _children(menu) if each.getAccessibleName()]

    def choose(self, title: str, entry: str) -> None:
        """Choose an entry of a menu."""
        below = self.entries(title).index(entry)  # asked before: LibreOffice answers badly while a menu is open
        self.open_menu(title)
        self.screen.press(*["Down"] * below, "Return")

    def message(self) -> str | None:
        """The text of the message box in front, None without one."""
        from com.sun.star.lang import DisposedException

        for number in range(self._toolkit.getTopWindowCount()):
            try:
                window = self._toolkit.getTopWindow(number)
                context = None if window is None else window.getAccessibleContext()  # one that closes just now has none
                if context is not None and context.getAccessibleRole() in _ALERTS:
                    return "\n".join(dict.fromkeys(_texts(context)))
            except DisposedException:  # it closed while we looked
                continue
        return None

    def _find(self, role: int) -> Any:
        window = self.document.CurrentController.Frame.ContainerWindow.getAccessibleContext()
        return next(each for each in _children(window) if each.getAccessibleRole() == role)


def wait_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    """The first result that is true.

    Raises:
        TimeoutError: none came in time.
    """
    end = time.monotonic() + seconds
    while not (result := what()):
        if time.monotonic() > end:
            raise TimeoutError(f"nothing came within {seconds:.0f} s")
        time.sleep(0.2)
    return result


def _children(context: Any) -> Iterator[Any]:
    for number in range(context.getAccessibleChildCount()):
        yield context.getAccessibleChild(number).getAccessibleContext()


def _texts(context: Any) -> Iterator[str]:
    """All that a box says, from its title down."""
    if context.getAccessibleName():
        yield context.getAccessibleName()
    for child in _children(context):
        yield from _texts(child)
