"""Names of receipts taken back, as far as the files are still there."""

from __future__ import annotations

from pathlib import Path

from addin.app.history import Change
from addin.app.receipt_renames import RENAMED, renames_back
from addin.hosts.receipt_names import NamesBeside
from tests.app.fakes import Answers


def test_files_get_their_names_back_and_what_cannot_be_is_told(tmp_path: Path) -> None:
    for name in ("neuf1.pdf", "neuf2.pdf", "vieux2.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    changes = [Change("Justificatifs", RENAMED, f"vieux{number}.pdf", f"neuf{number}.pdf") for number in (1, 2, 3)]
    answers = Answers()
    step = renames_back(changes, NamesBeside(tmp_path), answers)
    assert (tmp_path / "neuf1.pdf").exists()
    step()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "vieux1.pdf": "neuf1.pdf", "neuf2.pdf": "neuf2.pdf", "vieux2.pdf": "vieux2.pdf",
    }  # fmt: skip
    assert len(answers.told) == 3
    assert any("vieux2.pdf" in told for told in answers.told)
    assert any("neuf3.pdf" in told for told in answers.told)
