"""Sheets as they stood before the last action on an open workbook, so that it can be undone.

Excel itself saves copies of the sheets that were replaced or deleted into a workbook of ours; of sheets whose cells were
changed, these cells are kept. All is in this user's cache, one folder for each workbook, and bounded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import uuid4

from addin.app.ports import CellError, SheetValues
from addin.hosts.excel_values import Place
from addin.sheets.model import Formula, Value

WORKBOOKS, LARGEST_BYTES, LARGEST_SHEET = 20, 50_000_000, 200_000
"""Bounds: workbooks remembered, bytes of their folders together, cells of one sheet."""
_INDEX, _VERSION = "index.json", 1


@dataclass(frozen=True)
class KeptSheet:
    """One sheet as it stood.

    Attributes:
        values: all of it.
        cells: for a sheet that still is there, what the changed cells held.
        links: its formulas; those of a copy would cite the sheets of the workbook that holds the copy.
        added: rows that were put in (first, count), in that order; None when the sheet cannot be put back as it stood.
    """

    values: SheetValues
    cells: Mapping[Place, Value] | None = None
    links: Mapping[Place, str] = field(default_factory=dict)
    added: tuple[tuple[int, int], ...] | None = ()


class KeptSheets:
    """The version kept of one workbook.

    Args:
        folder: of all workbooks (`excel_gaps.kept_folder`).
        workbook: full name of the workbook.
    """

    def __init__(self, folder: Path, workbook: str) -> None:
        self._all = folder
        self.folder = folder / hashlib.sha256(workbook.encode("utf-8", "replace")).hexdigest()[:24]

    @property
    def copies(self) -> Path:
        """The workbook that holds the copies; each version has its own name, as Excel opens no two workbooks of the same name."""
        return next(self.folder.glob("*.xlsx"), self.folder / "feuilles.xlsx")

    def begin(self) -> Path:
        """An empty folder for the next version, beside the present one; its workbook of copies goes to the path given."""
        new = self.folder.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700, parents=True)
        return new / f"feuilles-{uuid4().hex[:12]}.xlsx"

    def commit(self, order: Sequence[str], sheets: Mapping[str, KeptSheet]) -> None:
        """Let the new version take the place of the present one."""
        new = self.folder.with_suffix(".new")
        index = {"version": _VERSION, "order": list(order), "sheets": {name: _dumped(kept) for name, kept in sheets.items()}}
        (new / _INDEX).write_text(json.dumps(index), encoding="utf-8")
        shutil.rmtree(self.folder, ignore_errors=True)
        new.replace(self.folder)
        self._prune()

    def give_up(self) -> None:
        """The action was taken back: the present version stays."""
        shutil.rmtree(self.folder.with_suffix(".new"), ignore_errors=True)

    def forget(self) -> None:
        """Keep nothing of this workbook."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def load(self) -> tuple[list[str], dict[str, KeptSheet]] | None:
        """Names of the sheets in their order then, and the sheets kept; None when nothing is kept, or it cannot be read."""
        try:
            index = json.loads((self.folder / _INDEX).read_text(encoding="utf-8"))
            if index["version"] != _VERSION:
                return None
            return list(index["order"]), {name: _loaded(kept) for name, kept in index["sheets"].items()}
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _prune(self) -> None:
        """Oldest out."""
        with suppress(OSError):
            folders = sorted((path for path in self._all.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime, reverse=True)
            total = 0
            for i, folder in enumerate(folders):
                total += sum(path.stat().st_size for path in folder.iterdir())
                if folder != self.folder and (i >= WORKBOOKS or total > LARGEST_BYTES):
                    shutil.rmtree(folder, ignore_errors=True)


def is_small(values: SheetValues) -> bool:
    """True when the values of a sheet whose cells change are worth keeping whole."""
    return sum(map(len, values.rows)) <= LARGEST_SHEET


# ------------------------------------------------------------------------------------------ as text


def _dumped(kept: KeptSheet) -> dict[str, object]:
    return {
        "rows": [[_cell(cell) for cell in row] for row in kept.values.rows],
        "errors": [[*at, error.text] for at, error in kept.values.errors.items()],
        "cells": None if kept.cells is None else [[*at, _cell(cell)] for at, cell in kept.cells.items()],
        "links": [[*at, text] for at, text in kept.links.items()],
        "added": kept.added,
    }


def _loaded(found: Mapping[str, list[list[object]]]) -> KeptSheet:
    errors = {(_number(row), _number(column)): CellError(str(text)) for row, column, text in found["errors"]}
    values = SheetValues([[_value(cell) for cell in row] for row in found["rows"]], errors)
    cells = None if found["cells"] is None else {(_number(row), _number(column)): _value(cell) for row, column, cell in found["cells"]}
    links = {(_number(row), _number(column)): str(text) for row, column, text in found["links"]}
    added = found.get("added", ())
    return KeptSheet(values, cells, links, None if added is None else tuple((_number(first), _number(count)) for first, count in added))


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"not a place: {value!r}")
    return value


def _cell(value: object) -> object:
    """A value that JSON has no form for is marked by its kind."""
    if isinstance(value, datetime):
        return ["moment", value.isoformat()]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    if isinstance(value, Formula):
        return ["formula", value.text]
    return value


def _value(cell: object) -> Any:
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    made = {"moment": datetime.fromisoformat, "day": date.fromisoformat, "time": time.fromisoformat, "formula": Formula}[kind]
    return made(text)
