"""Open spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from addin.hosts.calc.members import Member
from addin.hosts.calc.numberformats import NumberFormats
from addin.hosts.calc.office import path_of, properties, url_of

if TYPE_CHECKING:
    from addin.hosts.calc.applications import App
    from addin.hosts.calc.formulas import Formulas
    from addin.hosts.calc.names import Names
    from addin.hosts.calc.sheets import Sheets

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
    ".html": "HTML (StarCalc)",
}
_NO_LINK_UPDATE, _LINK_UPDATE = 0, 3  # com.sun.star.document.UpdateDocMode


def is_spreadsheet(document: Any) -> bool:
    """True for a document of Calc."""
    supports = getattr(document, "supportsService", None)
    return bool(supports and supports("com.sun.star.sheet.SpreadsheetDocument"))


class Books(Member):
    """The spreadsheets open in one LibreOffice, in the order of their opening; its other documents are not seen."""

    app: App

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.desktop.Components

    def __iter__(self) -> Iterator[Book]:
        components = self.app.desktop.Components.createEnumeration()
        found = []
        while components.hasMoreElements():
            document = components.nextElement()
            if is_spreadsheet(document):
                found.append(Book(self.app, document))
        return iter(sorted(found, key=lambda book: int(book.doc.RuntimeUID)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, name_or_index: str | int) -> Book:
        books = list(self)
        if isinstance(name_or_index, int):
            if 0 < name_or_index <= len(books):
                return books[name_or_index - 1]
        else:
            for book in books:
                if name_or_index.casefold() in (book.name.casefold(), book.fullname.casefold()):
                    return book
        raise KeyError(name_or_index)

    @property
    def active(self) -> Book:
        """The book in front; hidden ones have no window, so the last one that was opened or activated counts."""
        books = list(self)
        if not books:
            raise XlwingsError("LibreOffice has no spreadsheet open")
        latest = self.app.latest
        if latest is not None and any(book.doc == latest.doc for book in books) and not latest.is_shown:
            return latest
        current = self.app.desktop.CurrentComponent
        if current is not None and is_spreadsheet(current):
            return Book(self.app, current)
        return next((book for book in books if latest is not None and book.doc == latest.doc), books[0])

    def add(self) -> Book:
        """A new book."""
        return self._load("private:factory/scalc", {})

    def open(
        self, fullname: str | Path, update_links: bool | None = None, read_only: bool | None = None, format: object = None,
        password: str | None = None, *others: object, **named: object,
    ) -> Book:  # fmt: skip
        """Open a file, read-only when somebody else has it open; macros in it are not run.

        Raises:
            FileNotFoundError: no such file.
            XlwingsError: LibreOffice cannot read it.
        """
        if not Path(fullname).exists():
            raise FileNotFoundError(fullname)
        wishes: dict[str, object] = {"UpdateDocMode": _LINK_UPDATE if update_links else _NO_LINK_UPDATE, "MacroExecutionMode": 0}
        if read_only:
            wishes["ReadOnly"] = True
        if password:
            wishes["Password"] = password
        return self._load(url_of(fullname), wishes)

    def _load(self, url: str, wishes: dict[str, object]) -> Book:
        hidden = not (self.app.visible and self.app.screen_updating)
        load = self.app.desktop.loadComponentFromURL
        try:
            document = load(url, "_blank", 0, properties(Hidden=hidden, **wishes))
            if document is None and "ReadOnly" not in wishes and url.startswith("file:"):  # open elsewhere: as Excel, to be read
                document = load(url, "_blank", 0, properties(Hidden=hidden, ReadOnly=True, **wishes))
        except Exception as error:
            if type(error).__name__.endswith(("IllegalArgumentException", "IOException")):
                raise XlwingsError(f"LibreOffice cannot open {url}: {error}") from error
            raise
        if document is None:
            raise XlwingsError(f"LibreOffice cannot open {url}")
        if not is_spreadsheet(document):
            document.close(True)
            raise XlwingsError(f"{url} is not a spreadsheet")
        book = Book(self.app, document)
        self.app.latest = book
        if hidden:
            self.app.unseen.append(book)
        return book


class Book(Member):
    """One spreadsheet document."""

    app: App
    doc: Any

    def __init__(self, app: App, doc: Any) -> None:
        self.app, self.doc = app, doc
        self._formats: NumberFormats | None = None
        self._formulas: Formulas | None = None

    @property
    def api(self) -> Any:
        return self.doc

    @property
    def controller(self) -> Any:
        return self.doc.CurrentController

    def check_structure(self) -> None:
        """Refuse a change of the sheets where the structure is protected: LibreOffice checks it in its menus only.

        Raises:
            XlwingsError: it is protected.
        """
        if self.doc.isProtected():
            raise XlwingsError(f"the structure of the book « {self.name} » is protected")

    @property
    def is_shown(self) -> bool:
        """True when it has a visible window."""
        return bool(self.controller.Frame.ContainerWindow.isVisible())

    def show(self) -> None:
        """Give a book that was opened hidden its window."""
        self.controller.Frame.ContainerWindow.setVisible(True)

    @property
    def formats(self) -> NumberFormats:
        """Number formats as Excel writes them."""
        if self._formats is None:
            self._formats = NumberFormats(self.doc)
        return self._formats

    @property
    def formulas(self) -> Formulas:
        """Formulas as Excel writes them."""
        from addin.hosts.calc.formulas import Formulas

        if self._formulas is None:
            self._formulas = Formulas(self.doc)
        return self._formulas

    @property
    def fullname(self) -> str:
        return path_of(self.doc.URL) if self.doc.URL else str(self.doc.Title)

    @property
    def name(self) -> str:
        return Path(path_of(self.doc.URL)).name if self.doc.URL else str(self.doc.Title)

    @property
    def sheets(self) -> Sheets:
        from addin.hosts.calc.sheets import Sheets

        return Sheets(self)

    @property
    def names(self) -> Names:
        from addin.hosts.calc.names import Names

        return Names(self)

    def activate(self) -> None:
        """Bring the book to the front."""
        self.app.latest = self
        self.controller.Frame.activate()

    def close(self) -> None:
        """Close without saving."""
        self.doc.setModified(False)
        self.doc.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save in place, or under a path; a new book without a path goes to the current folder.

        Raises:
            XlwingsError: the kind of file is not known, or LibreOffice cannot write it.
        """
        if path is None and self.doc.URL and not password:
            self.doc.store()
            return
        target = Path(path) if path else Path(self.fullname) if self.doc.URL else Path.cwd() / f"{self.name}.xlsx"
        kind = FILTERS.get(target.suffix.lower())
        if kind is None:
            raise XlwingsError(f"LibreOffice is not asked to write « {target.suffix} » files")
        wishes: dict[str, object] = {"FilterName": kind, "Overwrite": True, **({"Password": password} if password else {})}
        self.doc.storeAsURL(url_of(target), properties(**wishes))

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        """Write the visible sheets to a PDF file."""
        self.doc.storeToURL(url_of(path), properties(FilterName="calc_pdf_Export"))
