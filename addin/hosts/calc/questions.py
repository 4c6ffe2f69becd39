"""Questions to the person in front of LibreOffice: a message box, a list to choose from, files to pick."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from addin.hosts.calc.members import NobodyAnswersError
from addin.hosts.calc.office import enum, path_of

if TYPE_CHECKING:
    from addin.hosts.calc.applications import App

_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_RESULTS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_WINDOWS = (1, 3, 6)  # com.sun.star.lang.SystemDependent: Windows, macOS, X
_OPEN_FILES, _PICKED = 0, 1  # ui.dialogs.TemplateDescription.FILEOPEN_SIMPLE, ExecutableDialogResults.OK
_OK, _CANCEL = 1, 2  # com.sun.star.awt.PushButtonType
_WIDTH, _BUTTON, _MARGIN, _LINE, _LETTERS = 260, 56, 8, 10, 62  # units of the dialog's font; letters that stand on a line
_MOST_SHOWN = 12


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
    window = _window_in_front(app)
    kind = "QUERYBOX" if buttons.startswith("yes") else "WARNINGBOX" if mode == "critical" else "INFOBOX"
    toolkit = app.service("awt.Toolkit")
    # an INFOBOX has its « OK » only
    kind = "MESSAGEBOX" if kind == "INFOBOX" and buttons != "ok" else kind
    box = toolkit.createMessageBox(window, enum("awt.MessageBoxType", kind), _BUTTONS[buttons], title, prompt)
    try:
        return _RESULTS[box.execute()]
    finally:
        box.dispose()


def choose(app: App, prompt: str, title: str, options: Sequence[str]) -> int | None:
    """Which option was picked in a list, None when the dialog was closed without.

    Raises:
        NobodyAnswersError: there is neither a screen nor an injected answer.
    """
    if app.pick is not None:
        return app.pick(prompt, options)
    window = _window_in_front(app)
    lines = sum(1 + len(line) // _LETTERS for line in prompt.splitlines()) or 1
    shown = min(max(len(options), 2), _MOST_SHOWN)
    model = app.service("awt.UnoControlDialogModel")
    height, wide = _MARGIN, _WIDTH - 2 * _MARGIN
    model.Title, model.Width = title, _WIDTH
    _add(model, "FixedText", "question", (_MARGIN, height, wide, lines * _LINE), Label=prompt, MultiLine=True)
    height += lines * _LINE + _MARGIN
    _add(
        model, "ListBox", "options", (_MARGIN, height, wide, shown * (_LINE + 1) + 4),
        StringItemList=tuple(options), SelectedItems=(0,), MultiSelection=False, Dropdown=False,
    )  # fmt: skip
    height += shown * (_LINE + 1) + 4 + _MARGIN
    for number, (kind, name) in enumerate(((_OK, "ok"), (_CANCEL, "cancel"))):
        left = _WIDTH - (2 - number) * (_BUTTON + _MARGIN)
        _add(model, "Button", name, (left, height, _BUTTON, 16), PushButtonType=kind, DefaultButton=kind == _OK)
    model.Height = height + 16 + _MARGIN
    dialog = app.service("awt.UnoControlDialog")
    dialog.setModel(model)
    dialog.createPeer(app.service("awt.Toolkit"), window)
    try:
        if dialog.execute() != 1:
            return None
        position = int(dialog.getControl("options").getSelectedItemPos())
        return position if position >= 0 else None
    finally:
        dialog.dispose()


def choose_files(app: App, title: str, filters: Mapping[str, str]) -> list[str]:
    """Full paths of the files that were picked, none when the dialog was closed without.

    Args:
        filters: name shown → patterns (« *.csv;*.txt »); the first one is the one proposed.
    Raises:
        NobodyAnswersError: there is neither a screen nor an injected answer.
    """
    if app.files is not None:
        return list(app.files(title))
    _window_in_front(app)
    manager = app.context.ServiceManager
    picker = manager.createInstanceWithArgumentsAndContext("com.sun.star.ui.dialogs.FilePicker", (_OPEN_FILES,), app.context)
    picker.setTitle(title)
    picker.setMultiSelectionMode(True)
    for name, patterns in filters.items():
        picker.appendFilter(name, patterns)
    picker.setCurrentFilter(next(iter(filters)))
    return [path_of(url) for url in picker.getSelectedFiles()] if picker.execute() == _PICKED else []


def choose_folder(app: App, title: str) -> str:
    """Full path of the folder that was picked, "" when the dialog was closed without.

    Raises:
        NobodyAnswersError: there is neither a screen nor an injected answer.
    """
    if app.files is not None:
        return next(iter(app.files(title)), "")
    _window_in_front(app)
    picker = app.service("ui.dialogs.FolderPicker")
    picker.setTitle(title)
    return path_of(picker.getDirectory()) if picker.execute() == _PICKED else ""


def _add(model: Any, kind: str, name: str, place: tuple[int, int, int, int], **values: Any) -> None:
    """Add a control; its place is left, top, width, height."""
    made = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    made.Name, (made.PositionX, made.PositionY, made.Width, made.Height) = name, place
    for member, value in values.items():
        setattr(made, member, value)
    model.insertByName(name, made)


def _window_in_front(app: App) -> Any:
    window = _window(app)
    if window is None:
        raise NobodyAnswersError("LibreOffice shows no window: nobody can answer")
    return window


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
