"""The folder of receipts: every file found, read once, known again; nothing followed, nothing changed."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from addin.hosts import receipt_files
from addin.hosts.receipt_files import scan_folder
from addin.hosts.receipt_names import NamesBeside
from addin.hosts.receipt_pdf import PdfReader
from addin.messages import TresoError
from addin.treasury.receipts.memory import KnownFile, Remembered
from addin.treasury.receipts.model import FoundFile, Scan
from tests.commands import contents
from tests.hosts.receipt_folders import encrypted_pdf, pdf_receipt, pdf_with_xml, photo, photo_taken
from tests.treasury.receipts.test_reading_content import CII, UBL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Reçus"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def scan(folder: Path, remembered: Remembered | None = None) -> Scan:
    done: list[tuple[int, int]] = []
    before = contents(folder)
    found = scan_folder(folder, folder.parent, remembered or Remembered(), lambda at, total, what: done.append((at, total)))
    assert contents(folder) == before
    assert done == [(at, len(found.files)) for at in range(len(found.files))]
    return found


def by_name(found: Scan) -> dict[str, FoundFile]:
    return {file.path: file for file in found.files}


def remembered_of(found: Scan) -> Remembered:
    return Remembered(KnownFile(file.path, file.size, file.modified_ns, file.digest, file.content) for file in found.files)


def test_a_pdf_with_text_is_read_and_linked_from_the_workbook(folder: Path) -> None:
    put(folder, "2026/10/scan 1.pdf", pdf_receipt("SARL PIXELREGIE", "Facture N° FA881/26 du 05/10/2026", "Net a payer 416 500,00 DA"))
    (file,) = scan(folder).files
    assert (file.path, file.link) == ("2026/10/scan 1.pdf", "Reçus/2026/10/scan 1.pdf")
    said = file.reading
    assert (said.amount and said.amount.cents, said.day, said.numbers) == (41_650_000, date(2026, 10, 5), ("FA881/26",))
    assert (said.sources, said.trouble) == (("name", "text"), "")


@pytest.mark.parametrize(("xml", "cents"), [(UBL, 41_650_000), (CII, 5_999)])
def test_an_xml_invoice_is_read_by_itself_and_inside_a_pdf(folder: Path, xml: str, cents: int) -> None:
    put(folder, "facture.xml", xml.encode())
    put(folder, "facture.pdf", pdf_with_xml(xml.encode(), "Facture"))
    found = by_name(scan(folder))
    assert {file.reading.amount.cents for file in found.values() if file.reading.amount} == {cents}
    assert "xml" in found["facture.pdf"].reading.sources


@pytest.mark.parametrize(
    ("name", "data", "trouble"),
    [
        ("vide.jpg", b"", "empty"),
        ("secret.pdf", encrypted_pdf(), "encrypted"),
        ("coupe.pdf", pdf_receipt("x")[:60], "broken"),
        ("attaque.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Invoice>&a;</Invoice>', "broken"),
        ("lettre.xml", b"<lettre/>", "no_text"),
        ("gros.jpg", bytes(receipt_files.LARGEST_FILE + 1), "too_big"),
    ],
)
def test_each_file_that_cannot_be_read_says_why_and_keeps_what_its_name_says(folder: Path, name: str, data: bytes, trouble: str) -> None:
    put(folder, f"2026-10-05_Naftal_3800_{name}", data)
    put(folder, f"2026-10-05 Naftal 3800,50 {name}", data)
    files = scan(folder).files
    assert {file.reading.trouble for file in files} == {trouble}
    assert files[0].reading.day == date(2026, 10, 5)
    assert all(file.digest for file in files)


def test_the_day_that_the_camera_wrote_is_read(folder: Path) -> None:
    put(folder, "photo.jpg", photo_taken("2026:10:05"))
    (file,) = scan(folder).files
    assert [(said.day, said.kind) for said in file.reading.days] == [(date(2026, 10, 5), "taken")]


def test_what_is_no_receipt_is_counted_and_left_alone(folder: Path, tmp_path: Path) -> None:
    for name in (".cache", "~$facture.docx", ".~lock.a.odt#", "a.pdf.crdownload", "b.tmp", "classeur.xlsx", "Thumbs.db", "x.exe"):
        put(folder, name, b"x")
    put(folder, ".git/a.pdf", b"x")
    put(tmp_path, "ailleurs/secret.pdf", pdf_receipt("ailleurs"))
    (folder / "lien").symlink_to(tmp_path / "ailleurs", target_is_directory=True)
    (folder / "lien.pdf").symlink_to(tmp_path / "ailleurs" / "secret.pdf")
    put(folder, "ticket.jpg", photo())
    found = scan(folder)
    assert [file.path for file in found.files] == ["ticket.jpg"]
    assert found.skipped == {"hidden": 3, "lock": 2, "temporary": 2, "other": 2, "link": 2}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems have no such names")
def test_a_name_that_no_cell_can_hold_is_counted(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/re\xe7u.jpg")).write_bytes(photo())
    put(folder, "re\u0007u.jpg", photo())
    found = scan(folder)
    assert (found.files, found.skipped) == ((), {"name": 2})


def test_a_second_scan_opens_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(3):
        put(folder, f"{at}.pdf", pdf_receipt(f"Total {at + 1} 000,00 DA"))
    first = scan(folder)

    def opened(*_: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(receipt_files, "_bytes_of", opened)
    assert scan(folder, remembered_of(first)) == first


def test_a_moved_file_is_not_read_again_and_a_changed_one_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(folder, "a.pdf", pdf_receipt("Total 1 000,00 DA"))
    put(folder, "b.pdf", pdf_receipt("Total 2 000,00 DA"))
    first = scan(folder)
    (folder / "2026").mkdir()
    path.rename(folder / "2026" / "c.pdf")
    put(folder, "b.pdf", pdf_receipt("Total 3 000,50 DA"))
    read: list[str] = []
    real = receipt_files.ContentReader.read
    monkeypatch.setattr(receipt_files.ContentReader, "read", lambda self, data, file: read.append(file) or real(self, data, file))
    found = by_name(scan(folder, remembered_of(first)))
    assert read == ["b.pdf"]
    assert {path: file.reading.amount.cents for path, file in found.items() if file.reading.amount} == {
        "2026/c.pdf": 100_000,
        "b.pdf": 300_050,
    }


def test_a_folder_that_is_not_there_or_a_file_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "fichier", b"x")
    for name in ("absent", "fichier"):
        with pytest.raises(TresoError) as refusal:
            scan(tmp_path / name)
        assert refusal.value.code == "RECEIPT_FOLDER_NOT_FOUND"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="rights do not hold for the administrator")
def test_a_forbidden_folder_is_refused_and_a_forbidden_file_is_said(folder: Path) -> None:
    put(folder, "a.pdf", b"x").chmod(0)
    (file,) = scan(folder).files
    assert (file.reading.trouble, file.digest) == ("forbidden", "")
    folder.chmod(0)
    try:
        with pytest.raises(TresoError) as refusal:
            scan_folder(folder, folder.parent, Remembered(), lambda *_: None)
        assert refusal.value.code == "RECEIPT_FOLDER_FORBIDDEN"
    finally:
        folder.chmod(0o755)


def test_a_folder_of_everything_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt_files, "MOST_FILES", 2)
    for at in range(3):
        put(folder, f"{at}.jpg", photo())
    with pytest.raises(TresoError) as refusal:
        scan(folder)
    assert refusal.value.code == "RECEIPT_TOO_MANY"


def test_a_pdf_that_never_ends_is_given_up_and_the_next_one_is_read() -> None:
    with PdfReader(seconds=0.0) as reader:
        assert reader.read(pdf_receipt("Total 1 000,00"), with_picture=False).error == "slow"
        reader._seconds = 30.0
        assert reader.read(pdf_receipt("Total 1 000,00"), with_picture=False).lines == ("Total 1 000,00",)


TESSERACT = """#!/bin/sh
case "$1" in
--list-langs) printf 'List of languages\\neng\\nfra\\n';;
*) echo "$@" > "{log}"; printf 'SADEG\\nNet a payer 14 380,55 DA\\n';;
esac
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Tesseract is a shell script")
def test_photos_and_scanned_pdfs_are_read_by_tesseract_once_it_is_installed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "vide"))
    monkeypatch.setattr("addin.hosts.receipt_ocr._USUAL", ())
    put(folder, "photo.jpg", photo())
    put(folder, "scan.pdf", pdf_receipt())
    first = scan(folder)
    assert {file.reading.trouble for file in first.files} == {"no_text"}
    assert first.lacks_ocr == 2
    programs, log = tmp_path / "programmes", tmp_path / "appel"
    put(programs, "tesseract", TESSERACT.format(log=log).encode()).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin")
    again = scan(folder, remembered_of(first))
    assert again.lacks_ocr == 0
    assert {(file.reading.amount.cents, file.reading.sources) for file in again.files if file.reading.amount} == {
        (1_438_055, ("name", "ocr"))
    }
    assert len(again.files) == 2
    assert "fra+eng" in log.read_text()


def test_files_are_renamed_all_or_none_and_never_over_another(folder: Path) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        put(folder, name, name.encode())
    names = NamesBeside(folder.parent)
    before = contents(folder)
    with pytest.raises(TresoError) as refusal:
        names.rename([("Reçus/a.pdf", "Reçus/x.pdf"), ("Reçus/b.pdf", "Reçus/c.pdf")])
    assert refusal.value.code == "RECEIPT_RENAME_REFUSED"
    assert contents(folder) == before
    with pytest.raises(TresoError):
        names.rename([("Reçus/a.pdf", "Reçus/x.pdf"), ("Reçus/absent.pdf", "Reçus/y.pdf")])
    assert contents(folder) == before
    with pytest.raises(ValueError, match="folder"):
        names.rename([("Reçus/a.pdf", "x.pdf")])
    names.rename([("Reçus/a.pdf", "Reçus/A.pdf"), ("Reçus/b.pdf", "Reçus/x.pdf")])
    assert {path.name for path in folder.iterdir()} == {"A.pdf", "x.pdf", "c.pdf"}
