"""Fixture of the engine's tests: LibreOffice as an xlwings application, and books that are closed again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings

from tests.soffice import RunningOffice


@pytest.fixture
def app(running_office: RunningOffice) -> Iterator[xlwings.App]:
    """The running LibreOffice through the engine; what a test opens is closed after it."""
    from addin.hosts.calc import connect

    application = connect(running_office.context)
    before = {book.impl.doc.RuntimeUID for book in application.books}
    application.visible = False
    yield application
    application.impl.answer = application.impl.pick = application.impl.files = None
    application.visible = True
    for book in application.books:
        if book.impl.doc.RuntimeUID not in before:
            book.close()


@pytest.fixture
def sheet(app: xlwings.App) -> xlwings.Sheet:
    """The first sheet of a new book."""
    return app.books.add().sheets[0]
