"""The folder of an export on the disk: all files or none, pieces found only where they should be."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from addin.app.export_place import Pack
from addin.hosts.entry_files import ExportFolder
from addin.messages import TresoError
from addin.sheets.entry_book import entry_book
from addin.treasury.entries.model import Entry, Posting, Skipped
from addin.treasury.entries.plan import scf
from tests.commands import contents

PACK = Pack("dossier.zip", {"index.csv": b"a;b"}, {})


def test_files_take_their_names_together_or_leave_nothing(tmp_path: Path) -> None:
    place = ExportFolder(tmp_path / "Comptable", tmp_path)
    with place.stage({"a.csv": b"1"}, PACK):
        assert not (tmp_path / "Comptable" / "a.csv").exists()  # whole, under another name
    assert contents(tmp_path) == {}
    with place.stage({"a.csv": b"1"}, PACK) as staged:
        staged.commit()
    assert sorted(path.name for path in (tmp_path / "Comptable").iterdir()) == ["a.csv", "dossier.zip"]
    assert place.existing(["a.csv", "b.csv"]) == ["a.csv"]


def test_a_piece_that_has_gone_in_between_refuses_and_leaves_nothing(tmp_path: Path) -> None:
    pack = Pack("dossier.zip", {}, {"pieces/x.pdf": str(tmp_path / "x.pdf")})
    with pytest.raises(TresoError), ExportFolder(tmp_path / "Comptable", tmp_path).stage({"a.csv": b"1"}, pack):
        pass
    assert contents(tmp_path) == {}


def test_pieces_are_found_in_their_folder_and_nowhere_else(tmp_path: Path) -> None:
    for name in ("Reçus/a.pdf", "Reçus/2026/b.pdf", "secret.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = ExportFolder(tmp_path, tmp_path).find("Reçus", ["a.pdf", "2026/b.pdf", "../secret.pdf", str(tmp_path / "secret.pdf"), "c.pdf"])
    assert set(found) == {"a.pdf", "2026/b.pdf"}
    assert ExportFolder(tmp_path, tmp_path).find("", ["secret.pdf"]) == {}


def test_the_excel_copy_holds_texts_as_texts_and_totals_that_agree(tmp_path: Path) -> None:
    day = date(2026, 10, 5)
    postings = (Posting("5121", -100_50), Posting("6074", 100_50))
    entry = Entry("BQ", day, "=1+1", day, "=HYPERLINK(1)", postings, "operation", 0, "BNA", 2, number=1)
    skipped = [Skipped("BNA", 3, "unclassified")]
    sheets = entry_book([entry], [], skipped, scf(), base="DZD", number=1, format="FEC", as_of=day)
    book = openpyxl.load_workbook(io.BytesIO(ExportFolder(tmp_path, tmp_path).book(sheets)))
    assert book.sheetnames == ["Écritures", "Non exporté"]
    cells = [cell for row in book["Écritures"] for cell in row if cell.value is not None]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=")] == ["s"] * 4
    assert [float(cell.value) for cell in cells if isinstance(cell.value, (int, float)) and cell.row > 5] == [100.5, 100.5]
