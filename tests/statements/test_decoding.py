"""The encoding of a statement: said by the file, proven by its bytes, or told by the words that it makes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.messages import TresoError
from addin.messages.statements import EVIDENCE
from addin.treasury.statements.decoding import decode, encoding_name

FRENCH = (
    "Date;Libellé;Débit;Crédit\n02/01/2026;Chèque n° 12;700,50;",
    "VIREMENT REÇU SARL ÉTOILE",
    "café",
    "Société Générale",
    "01/01/2026;à créditer;5",
    "DÉBIT",
    "ÉTÉ",
    "naïf",
)
ARABIC = ("التاريخ;البيان;مدين;دائن", "01/01/2026;تحويل;700,50", "شركة النور", "بنك;Chèque reçu;دينار", "Date;Libelle;البيان")


@pytest.mark.parametrize("text", FRENCH)
@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_french_is_read_in_every_encoding_that_banks_use(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("the encoding does not have these letters")
    if encoding.startswith("utf-16-") and len(text) < 8:
        pytest.skip("too short to tell by its zeros")
    assert decode(data).text == text


@pytest.mark.parametrize("text", ARABIC)
@pytest.mark.parametrize("encoding", ["cp1256", "utf-8", "utf-16", "utf-16-le"])
def test_arabic_is_read_beside_french(text: str, encoding: str) -> None:
    if encoding == "utf-16-le" and ";" not in text:
        pytest.skip("nothing in it is ASCII: no zeros tell it")
    assert decode(text.encode(encoding)).text == text


def test_what_it_rests_on_is_said() -> None:
    french, arabic = decode("Libellé;Débit;Crédit".encode("cp1252")), decode("التاريخ;البيان".encode("cp1256"))
    assert (french.evidence.code, french.evidence.details["encoding"], french.evidence.details["count"]) == (
        "encoding_french",
        "Windows-1252",
        3,
    )
    assert (arabic.evidence.code, arabic.evidence.details["encoding"]) == ("encoding_arabic", "Windows-1256")
    assert decode("ø\xb1\xf7".encode("cp1252")).evidence.code == "encoding_unsure"
    assert "3 lettre(s)" in EVIDENCE[french.evidence.code].format(**french.evidence.details)


def test_the_mark_of_the_file_counts_more_than_what_was_asked_for() -> None:
    assert decode("Libellé".encode("utf-8-sig"), "cp1252").text == "Libellé"


def test_an_encoding_asked_for_is_used_when_all_bytes_fit_it() -> None:
    assert decode("Položka".encode("cp1250"), "windows-1250").text == "Položka"
    assert decode("Libellé".encode("cp1252"), "utf-8").text == "Libellé"


@pytest.mark.parametrize("name", ["klingon", "zip", "hex", "rot13", "base64", "utf\0-8", "idna\n"])
def test_an_encoding_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(TresoError) as refusal:
        decode(b"x", name)
    assert refusal.value.code == "ENCODING_UNKNOWN"


def test_lines_in_another_encoding_are_read_each_in_their_own() -> None:
    text = "Libellé;Débit\n" * 10
    decoded = decode(text.encode() + "Crédit\n".encode("cp1252"))
    assert decoded.text == text + "Crédit\n"
    assert (decoded.evidence.code, decoded.evidence.details["count"]) == ("encoding_mixed", 1)


def test_a_file_cut_in_the_middle_of_a_letter_is_read_and_the_damage_is_said() -> None:
    decoded = decode(("Libellé;Débit\n" * 10 + "é").encode()[:-1])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("Libellé;Débit\n" * 10)
    wide = decode("Libellé".encode("utf-16")[:-1])
    assert wide.text == "Libell\ufffd"
    assert wide.findings()[0][0] == "ENCODING_DAMAGED"


def test_zero_bytes_are_spaces_and_are_said() -> None:
    decoded = decode(b"Loyer\0\0;5")
    assert (decoded.text, decoded.zeros) == ("Loyer  ;5", 2)
    assert decoded.findings() == (("ENCODING_ZEROS", {"count": 2}),)


def test_names_of_encodings_are_those_she_may_have_met() -> None:
    assert [encoding_name(name) for name in ("cp1252", "cp850", "mac_roman", "utf-16-be", "iso8859-1")] == [
        "Windows-1252",
        "DOS 850",
        "Mac",
        "UTF-16",
        "ISO8859-1",
    ]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_without_a_zero(data: bytes) -> None:
    decoded = decode(data)
    assert "\0" not in decoded.text
    assert EVIDENCE[decoded.evidence.code].format(**decoded.evidence.details)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=("Cs",)), max_size=80))
def test_what_is_sound_utf8_is_read_as_such(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert decode(data).text == text
