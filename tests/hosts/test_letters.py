"""Letters as files: what Word finds in them, their names, all of them or none."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from addin.hosts.letter_base import LetterMaker
from addin.hosts.letter_names import FileNames, safe_words
from addin.hosts.letters import LetterFolder
from addin.messages import TresoError
from addin.sheets.letter import Letter, LetterTable

NOW = datetime(2026, 11, 1, 9, 30)
TABLE = LetterTable(
    ("Facture", "Échéance", "Montant TTC"), (("FA1/26", "20/10/2026", "119 000,00 DA"),), (("Total", "", "119 000,00 DA"),),
    frozenset({2}), (2.0, 2.0, 2.0),
)  # fmt: skip
LETTER = Letter(
    "Novatec - N1 Rappel", ("Studio Atlas", "SARL au capital de 5 000 000 DA"), ("Novatec", "12 rue Didouche"), "",
    "Alger, le 2 novembre 2026",
    ("Objet :", "Rappel"), "Madame, Monsieur,", ("Il reste dû 119 000,00 DA.",), TABLE, ("Arrêté à la somme de…",), ("Merci.",),
    "Veuillez agréer…", ("La gérante",), "", ("RC 16/00-1 B 12 · NIF 0000",),
)  # fmt: skip


def stage(folder: Path, *letters: Letter, chosen: Path | None = None) -> list[str]:
    staged = LetterFolder(folder, chosen).stage(letters, "Relances 2026-11-02", "Studio Atlas", NOW, lambda done, total: None)
    assert staged.commit() == []
    return [Path(path).name for path in staged.paths]


def opened(data: bytes, folder: Path) -> docx.document.Document:
    path = folder / "lettre.docx"
    path.write_bytes(data)
    return docx.Document(str(path))


def test_the_document_says_what_the_letter_says(tmp_path: Path) -> None:
    document = opened(LetterMaker(LETTER.footer, "Studio Atlas", NOW).document(LETTER), tmp_path)
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[:2] == ["Studio Atlas", "SARL au capital de 5 000 000 DA"]
    assert "Objet : Rappel" in said
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1] == ["FA1/26", "20/10/2026", "119 000,00 DA"]
    assert document.sections[0].footer.paragraphs[0].text == LETTER.footer[0]
    assert (round(document.sections[0].page_width.cm, 1), round(document.sections[0].page_height.cm, 1)) == (21.0, 29.7)
    assert (document.core_properties.author, document.core_properties.created) == ("Studio Atlas", NOW.astimezone(UTC))


def test_every_paragraph_has_a_style_of_the_document(tmp_path: Path) -> None:
    document = opened(LetterMaker((), "", NOW).document(LETTER), tmp_path)
    known = {style.style_id for style in document.styles}
    used = {element.get(docx.oxml.ns.qn("w:val")) for element in document.element.body.iter(docx.oxml.ns.qn("w:pStyle"))}
    assert used <= known


def test_the_package_holds_only_parts_that_are_declared(tmp_path: Path) -> None:
    path = tmp_path / "lettre.docx"
    path.write_bytes(LetterMaker((), "", NOW).document(LETTER))
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        types = package.read("[Content_Types].xml").decode()
    assert len(names) == len(set(names))
    assert not any("thumbnail" in name or "customXml" in name for name in names)
    assert all(f'"/{name}"' in types or name.endswith((".rels", "Types].xml")) or ".xml" in name for name in names)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert LetterMaker((), "", NOW).document(LETTER) == LetterMaker((), "", NOW).document(LETTER)


@pytest.mark.parametrize("words", ["A & B <x>", "\x00\x0b\ufffe nul", "\ud800 seul", "شركة النور"])
def test_any_words_make_a_document_that_opens(words: str, tmp_path: Path) -> None:
    document = opened(LetterMaker((words.replace("\ud800", ""),), "", NOW).document(replace(LETTER, recipient=(words,))), tmp_path)
    assert any(part in paragraph.text for paragraph in document.paragraphs for part in ("A & B <x>", "nul", "seul", "شركة النور"))


def test_arabic_words_are_told_to_run_from_right_to_left(tmp_path: Path) -> None:
    document = opened(LetterMaker((), "", NOW).document(replace(LETTER, recipient=("شركة النور",))), tmp_path)
    line = next(paragraph for paragraph in document.paragraphs if "النور" in paragraph.text)
    assert "w:rtl" in line._p.xml


def test_homonyms_get_names_of_their_own(tmp_path: Path) -> None:
    letters = [replace(LETTER, name=name) for name in ("Nour", "NOUR", "A/B", "A:B", "Éts Nour", unicodedata.normalize("NFD", "Éts Nour"))]
    assert stage(tmp_path, *letters) == ["Nour.docx", "NOUR (2).docx", "A-B.docx", "A-B (2).docx", "Éts Nour.docx", "Éts Nour (2).docx"]


def test_the_folder_that_she_names_is_taken_as_it_is_and_made(tmp_path: Path) -> None:
    chosen = tmp_path / "un" / "deux"
    stage(tmp_path, LETTER, chosen=chosen)
    assert [path.name for path in chosen.iterdir()] == ["Novatec - N1 Rappel.docx"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lettres").write_text("un fichier")
    with pytest.raises(TresoError) as refused:
        stage(tmp_path, LETTER, chosen=tmp_path / "lettres")
    assert refused.value.code == "NOT_A_FOLDER"


def test_letters_that_are_given_up_leave_nothing(tmp_path: Path) -> None:
    chosen = tmp_path / "un" / "deux"
    LetterFolder(tmp_path, chosen).stage([LETTER], "x", "", NOW, lambda done, total: None).discard()
    assert list(tmp_path.iterdir()) == []


def test_a_trouble_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        LetterFolder(tmp_path).stage([LETTER, LETTER], "Relances", "", NOW, stop)
    assert list(tmp_path.iterdir()) == []


def test_a_name_taken_meanwhile_is_told_and_not_replaced(tmp_path: Path) -> None:
    staged = LetterFolder(tmp_path, tmp_path).stage([LETTER], "x", "", NOW, lambda done, total: None)
    (tmp_path / "Novatec - N1 Rappel.docx").write_text("la sienne")
    ((path, reason),) = staged.commit()
    assert reason
    assert Path(path).read_text() == "la sienne"


@given(st.text(max_size=120))
def test_a_safe_name_is_one_that_windows_takes(words: str) -> None:
    name = FileNames().name(words, ".docx")
    stem = name.removesuffix(".docx")
    assert not set(stem) & set('<>:"/\\|?*')
    assert all(ord(character) >= 32 for character in stem)
    assert stem.strip(" .") == stem
    assert 0 < len(stem) <= 81
    assert stem.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    assert safe_words(name)


def test_a_structural_auditor_finds_nothing_wrong_in_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "lettre.docx"
    path.write_bytes(LetterMaker(LETTER.footer, "Studio Atlas", NOW).document(LETTER))
    assert [error.description for error in OpenXmlValidator().validate(str(path)).errors] == []
