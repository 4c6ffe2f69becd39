"""The side workbook, whole or refused: openpyxl writes each sheet to a temporary file, and a full disk cuts it short in silence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from lxml import etree

from addin.messages import FILE_WORDS, TresoError
from addin.sheets.model import Sheet

Renderer = Callable[[Sequence[Sheet]], bytes]
"""Makes an .xlsx that holds exactly the given sheets (and perhaps a blank one): `render.side_workbook`."""


def rendered(sheets: Sequence[Sheet], *, file: str, render: Renderer | None = None) -> bytes:
    """The package that holds the sheets; every part of it is well formed.

    Args:
        file: name of the workbook they are made for, for the message.
        render: `render.side_workbook` when None.
    Raises:
        TresoError: DISK_FULL when the system's temporary folder takes no more.
    """
    if render is None:
        from addin.hosts.render import side_workbook

        render = side_workbook
    try:
        data = render(sheets)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (OSError, etree.LxmlError) as error:
        raise TresoError("DISK_FULL", file=file, reason=FILE_WORDS["temporary"]) from error
    return data
