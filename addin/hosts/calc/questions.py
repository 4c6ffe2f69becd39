"""A question to the person in front of LibreOffice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from addin.hosts.calc.members import NobodyAnswersError
from addin.hosts.calc.office import enum

if TYPE_CHECKING:
    from addin.hosts.calc.applications import App

_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_RESULTS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_WINDOWS = (1, 3, 6)  # com.sun.star.lang.SystemDependent: Windows, macOS, X


def ask(app: App, prompt: str, title: str, buttons: str, mode: str | None) -> str:
    """The button that was pressed.

    Raises:
        NobodyAnswersError: there is neither a screen nor an injected answer.
        ValueError: unknown buttons.
    """
    if buttons not in _BUTTONS:
        raise ValueError(f"buttons must be one of {', '.join(_BUTTONS)}")
    if app.answer is not None:
        return app.answer(prompt, title, buttons)
    window = _window(app)
    if window is None:
        raise NobodyAnswersError("LibreOffice shows no window: nobody can answer")
    kind = "QUERYBOX" if buttons.startswith("yes") else "WARNINGBOX" if mode == "critical" else "INFOBOX"
    toolkit = app.service("awt.Toolkit")
    # an INFOBOX has its « OK » only
    kind = "MESSAGEBOX" if kind == "INFOBOX" and buttons != "ok" else kind
    box = toolkit.createMessageBox(window, enum("awt.MessageBoxType", kind), _BUTTONS[buttons], title, prompt)
    try:
        return _RESULTS[box.execute()]
    finally:
        box.dispose()


def _window(app: App) -> Any:
    """The window to ask in front of; None without a screen."""
    if not len(app.books):
        return None
    window = app.books.active.controller.Frame.ContainerWindow
    if not window.isVisible():
        return None
    return window if os.environ.get("WAYLAND_DISPLAY") or any(_handle(window, system) for system in _WINDOWS) else None


def _handle(window: Any, system: int) -> bool:
    handle = window.getWindowHandle((), system)
    return bool(getattr(handle, "WindowHandle", handle))
