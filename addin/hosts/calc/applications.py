"""The running LibreOffice as an xlwings application."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from addin.hosts.calc.members import Member, NotPortedError, OfficeGoneError, is_gone
from addin.hosts.calc.questions import ask, choose, choose_files, choose_folder

if TYPE_CHECKING:
    from addin.hosts.calc.books import Book, Books
    from addin.hosts.calc.ranges import Range

Answer = Callable[[str, str, str], str]
"""(prompt, title, buttons) → the button pressed."""
Pick = Callable[[str, Sequence[str]], int | None]
"""(prompt, options) → the position of the one picked."""
Files = Callable[[str], Sequence[str]]
"""title → full paths."""


class Apps(Member):
    """The LibreOffices that were connected, the last used one first.

    Attributes:
        start: gives the component context of a new LibreOffice for `xlwings.App()`; None refuses it.
    """

    engine: Any
    start: Callable[[], Any] | None

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.start = None
        self._apps: list[App] = []

    def connect(self, context: Any, answer: Answer | None = None, pick: Pick | None = None, files: Files | None = None) -> App:
        """The application behind a component context, made the active one."""
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        app = next((known for known in self._apps if known.desktop == desktop), None) or App(self, context, desktop)
        app.answer, app.pick, app.files = answer or app.answer, pick or app.pick, files or app.files
        self.raise_(app)
        return app

    def raise_(self, app: App) -> None:
        """Make an application the active one."""
        self._apps = [app, *(other for other in self._apps if other is not app)]

    def drop(self, app: App) -> None:
        """Forget an application that was closed."""
        self._apps = [other for other in self._apps if other is not app]

    def add(self, spec: object = None, add_book: bool = True, xl: object = None, visible: bool | None = None) -> App:
        """A new LibreOffice, where a way to start one was given."""
        if self.start is None:
            raise NotPortedError("xlwings over LibreOffice: applications are connected (addin.hosts.calc.connect), not started")
        app = self.connect(self.start())
        app.visible = visible is not False
        if add_book:
            app.books.add()
        return app

    def keys(self) -> list[int]:
        """Identifiers of the applications, the active one first."""
        return [app.pid for app in self._apps]

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(f"no LibreOffice is connected under {pid}")

    @staticmethod
    def cleanup() -> None:
        """Nothing to clean up: no process was started."""


_CALCULATION = {"automatic": True, "manual": False}


class App(Member):
    """One LibreOffice.

    Attributes:
        pid: this process's number inside LibreOffice, else a number of its own: a socket does not tell the other process.
        desktop: its `com.sun.star.frame.Desktop`.
        answer, pick, files: asked instead of a message box, a list, a file picker.
        latest: book that was opened or activated last.
        unseen: books opened while the screen was not updated; they get their window when it is again.
        clipboard: what `Range.copy` without a destination took.
    """

    version = "16.0"  # of the Excel whose behaviour is followed
    hwnd = None
    apps: Apps
    context: Any
    desktop: Any
    pid: int
    answer: Answer | None
    pick: Pick | None
    files: Files | None
    display_alerts: bool
    enable_events: bool
    interactive: bool
    visible: bool
    latest: Book | None
    unseen: list[Book]
    clipboard: Range | None

    def __init__(self, apps: Apps, context: Any, desktop: Any) -> None:
        self.apps, self.context, self.desktop = apps, context, desktop
        known = apps.keys()
        self.pid = os.getpid() * 1000 + len(known)
        while self.pid in known:
            self.pid += 1
        self.answer = self.pick = self.files = None
        self.display_alerts = self.enable_events = self.interactive = self.visible = True
        self.latest = self.clipboard = None
        self.unseen = []
        self._screen_updating = True
        self._status: str | bool = False
        self._indicator: Any = None

    @property
    def api(self) -> Any:
        return self.desktop

    @property
    def engine(self) -> Any:
        return self.apps.engine

    def service(self, name: str) -> Any:
        """A UNO service of that LibreOffice."""
        return self.context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", self.context)

    @property
    def path(self) -> str:
        from addin.hosts.calc.office import path_of

        return path_of(self.service("util.PathSubstitution").substituteVariables("$(inst)", True))

    @property
    def books(self) -> Books:
        from addin.hosts.calc.books import Books

        return Books(self)

    @property
    def selection(self) -> Range | None:
        from addin.hosts.calc.sheets import Sheet

        book = self.books.active
        chosen = book.controller.Selection
        if chosen is None or not hasattr(chosen, "RangeAddress"):
            return None
        at = chosen.RangeAddress
        sheet = Sheet(book, book.doc.Sheets.getByIndex(at.Sheet))
        return sheet.area((at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1))

    def activate(self, steal_focus: bool = False) -> None:
        """Make it the active application; `steal_focus` also brings its window to the front."""
        self.apps.raise_(self)
        if steal_focus and len(self.books):
            self.books.active.controller.Frame.ContainerWindow.toFront()

    @property
    def screen_updating(self) -> bool:
        return self._screen_updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for book in self.books:
            if value:
                while book.doc.hasControllersLocked():
                    book.doc.unlockControllers()
                if self.visible and any(book.doc == opened.doc for opened in self.unseen):
                    book.show()
            elif self._screen_updating:
                book.doc.lockControllers()
        if value and self.visible:
            self.unseen.clear()
        self._screen_updating = bool(value)

    @property
    def calculation(self) -> str:
        return "automatic" if all(book.doc.isAutomaticCalculationEnabled() for book in self.books) else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in _CALCULATION:
            raise NotPortedError(f"xlwings over LibreOffice: calculation « {value} » is not ported")
        for book in self.books:
            book.doc.enableAutomaticCalculation(_CALCULATION[value])

    def calculate(self) -> None:
        """Calculate what changed in all books."""
        for book in self.books:
            book.doc.calculate()

    @property
    def cut_copy_mode(self) -> None:
        """None: what was copied in LibreOffice does not wait for its place."""
        return None

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        if not value:
            self.clipboard = None

    @property
    def status_bar(self) -> str | bool:
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        if self._indicator is not None and not value:
            self._indicator.end()
            self._indicator = None
        elif value and self._indicator is None and len(self.books):
            self._indicator = self.books.active.controller.Frame.createStatusIndicator()
            self._indicator.start(str(value), 0)
        elif value and self._indicator is not None:
            self._indicator.setText(str(value))
        self._status = value or False

    def alert(self, prompt: str | None, title: str | None, buttons: str | None, mode: str | None, callback: object) -> str:
        """Ask in a message box; the button that was pressed: "ok", "cancel", "yes" or "no".

        Raises:
            NobodyAnswersError: no screen, and no answer was injected.
        """
        return ask(self, prompt or "", title or "", buttons or "ok", mode)

    def choose(self, prompt: str, title: str, options: Sequence[str]) -> int | None:
        """The position of the option picked in a list, None without. Not a member of xlwings.

        Raises:
            NobodyAnswersError: no screen, and no answer was injected.
        """
        return choose(self, prompt, title, options)

    def choose_files(self, title: str, filters: Mapping[str, str]) -> list[str]:
        """Full paths of the files picked. Not a member of xlwings.

        Raises:
            NobodyAnswersError: no screen, and no answer was injected.
        """
        return choose_files(self, title, filters)

    def choose_folder(self, title: str) -> str:
        """Full path of the folder picked, "" without. Not a member of xlwings.

        Raises:
            NobodyAnswersError: no screen, and no answer was injected.
        """
        return choose_folder(self, title)

    def run(self, macro: str, args: object) -> object:
        """VBA macros are not run."""
        raise NotPortedError("xlwings over LibreOffice: App.run is not ported")

    def quit(self) -> None:
        """Close the books without saving them, and end LibreOffice."""
        try:
            for book in list(self.books):
                book.close()
            self.desktop.terminate()
        except Exception as error:  # LibreOffice may be gone before it has answered
            if not (isinstance(error, OfficeGoneError) or is_gone(error)):
                raise
        self.apps.drop(self)

    kill = quit
