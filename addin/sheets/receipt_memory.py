"""The hidden sheet `Pièces lues` as data: what each file said, so that the next scan opens only what is new."""

from __future__ import annotations

from collections.abc import Sequence

from addin.messages import TresoError
from addin.sheets.memory import memory_page, text_of
from addin.sheets.model import Column, Role, Sheet
from addin.treasury.receipts.board import Board
from addin.treasury.receipts.memory import KnownFile, Remembered
from addin.treasury.receipts.model import packed, unpacked

TITLE = "Pièces lues"
COLUMNS = (
    Column("Fichier", Role.TEXT, 50),
    Column("Taille", Role.TEXT, 12),
    Column("Modifié", Role.TEXT, 22),
    Column("Empreinte", Role.TEXT, 66),
    Column("Contenu", Role.TEXT, 40),
    Column("Refusé pour", Role.TEXT, 20),
)
_TITLES = [column.title for column in COLUMNS]


def memory_sheet(board: Board) -> Sheet:
    """`Pièces lues` holding all files of a board."""
    rows = tuple(
        (
            file.path,
            str(file.size),
            str(file.modified_ns),
            file.digest or None,
            packed(file.content),
            " ".join(board.refused.get(file.digest, ())) or None,
        )
        for file in board.files
    )
    return memory_page(TITLE, "tblPiecesLues", COLUMNS, rows, readable=len(COLUMNS), frozen=(1, 1))


def read_memory(rows: Sequence[Sequence[object]], *, file: str, sheet: str) -> Remembered:
    """What the sheet remembers; a damaged line is forgotten, its file is read again.

    Raises:
        TresoError: SHEET_NAME_TAKEN when the sheet does not carry our headings: it is hers.
    """
    filled = [row for row in rows if any(text_of(cell) for cell in row)]
    if filled and [text_of(cell) for cell in filled[0][: len(_TITLES)]] != _TITLES:
        raise TresoError("SHEET_NAME_TAKEN", file=file, sheet=sheet)
    files = []
    for row in filled[1:]:
        path, size, modified, digest, content, refused = ([*map(text_of, row), *[""] * len(_TITLES)])[: len(_TITLES)]
        if path and size.isdigit() and modified.lstrip("-").isdigit():
            files.append(KnownFile(path, int(size), int(modified), digest, unpacked(content), tuple(refused.split())))
    return Remembered(files)
