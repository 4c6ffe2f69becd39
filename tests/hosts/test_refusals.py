"""What is refused about the file itself: with which message, and that nothing has been touched."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from addin.hosts.admission import lock_holder
from addin.hosts.file import FileWorkbook
from addin.messages import TresoError
from tests.errors import refused_files
from tests.errors.refused_files import REFUSED, Builder, excel_lock, libreoffice_lock, read_only, sound

CASES = [(code, builder) for code, builders in REFUSED.items() for builder in builders]


def _contents(folder: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize(("code", "builder"), CASES, ids=[builder.__name__ for _, builder in CASES])
def test_a_bad_file_is_refused_by_its_own_message_and_stays_as_it_was(code: str, builder: Builder, tmp_path: Path) -> None:
    path = builder(tmp_path)
    before = _contents(tmp_path)
    with pytest.raises(TresoError) as refusal:
        FileWorkbook.open(path)
    assert refusal.value.code == code
    assert path.name in str(refusal.value)
    assert _contents(tmp_path) == before


@pytest.mark.parametrize("builder", [b for c, bs in REFUSED.items() for b in bs if c in ("FILE_CORRUPT", "FILE_ENCRYPTED", "FILE_STRICT")])
def test_a_broken_file_is_refused_for_reading_too(builder: Builder, tmp_path: Path) -> None:
    with pytest.raises(TresoError):
        FileWorkbook.open(builder(tmp_path), for_writing=False)


@pytest.mark.parametrize("name", ["signed", "shared", "locked_structure", "open_in_excel", "read_only", "read_only_folder"])
def test_what_only_forbids_writing_does_not_forbid_reading(name: str, tmp_path: Path) -> None:
    path: Path = getattr(refused_files, name)(tmp_path)
    with FileWorkbook.open(path, for_writing=False) as workbook:
        assert workbook.read("BNA").rows[1][1] == "Virement client"
        with pytest.raises(ValueError, match="reading only"):
            workbook.save()


def test_a_sound_workbook_is_taken(tmp_path: Path) -> None:
    with FileWorkbook.open(sound(tmp_path)) as workbook:
        assert [info.name for info in workbook.sheets()] == ["BNA"]


def test_only_the_place_that_is_written_must_be_free(tmp_path: Path) -> None:
    path = read_only(tmp_path)
    excel_lock(path, "Nadia")
    output = tmp_path / "sortie.xlsx"
    with FileWorkbook.open(path, output) as workbook:
        workbook.save()
    assert output.exists()
    excel_lock(output, "Nadia")
    with pytest.raises(TresoError) as refusal:
        FileWorkbook.open(path, output)
    assert refusal.value.code == "FILE_OPEN_ELSEWHERE"
    assert "sortie.xlsx" in str(refusal.value)


def test_the_lock_says_who_has_the_workbook_open(tmp_path: Path) -> None:
    path = sound(tmp_path)
    assert lock_holder(excel_lock(path, "Nadia Bensaïd")) == "Nadia Bensaïd"
    assert lock_holder(excel_lock(path, "نادية")) == "نادية"
    assert lock_holder(libreoffice_lock(path, "karim")) == "karim"
    with pytest.raises(TresoError, match="ouvert par نادية"):
        FileWorkbook.open(path)


@pytest.mark.parametrize("data", [b"", b"\x05", b"\x05Nadia", b"\x00" * 165, bytes(range(256))])
def test_a_strange_lock_still_counts(data: bytes, tmp_path: Path) -> None:
    path = sound(tmp_path)
    path.with_name(f"~${path.name}").write_bytes(data)
    with pytest.raises(TresoError) as refusal:
        FileWorkbook.open(path)
    assert refusal.value.code == "FILE_OPEN_ELSEWHERE"


def test_an_output_in_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TresoError) as refusal:
        FileWorkbook.open(sound(tmp_path), tmp_path / "nulle part" / "r.xlsx")
    assert refusal.value.code == "FOLDER_NOT_FOUND"


def test_the_extension_of_the_output_must_fit_the_content(tmp_path: Path) -> None:
    with pytest.raises(TresoError) as refusal:
        FileWorkbook.open(sound(tmp_path), tmp_path / "r.xlsm")
    assert refusal.value.code == "OUTPUT_EXTENSION"
    assert not (tmp_path / "r.xlsm").exists()


def test_a_workbook_truncated_anywhere_is_refused(tmp_path: Path) -> None:
    whole = sound(tmp_path).read_bytes()
    path = tmp_path / "coupé.xlsx"
    for length in range(0, len(whole), max(len(whole) // 60, 1)):
        path.write_bytes(whole[:length])
        with pytest.raises(TresoError) as refusal:
            FileWorkbook.open(path)
        assert refusal.value.code in ("FILE_CORRUPT", "FILE_NOT_EXCEL"), length


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/Workbook.xml", "<x/>")
    with pytest.raises(TresoError) as refusal:
        FileWorkbook.open(path)
    assert refusal.value.code == "FILE_CORRUPT"
