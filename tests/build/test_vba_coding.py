"""Compression and obfuscation of VBA projects: laws, and agreement with programs that others wrote."""

from __future__ import annotations

import io
import os
import re
import zipfile
from importlib.resources import files

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyopenvba.vba import decompress as pyopenvba_decompress

from addin.build.vba_coding import compress, decompress, obscure, reveal

decompress_stream = pytest.importorskip("oletools.olevba", reason="oletools is not installed on Windows").decompress_stream

_SOURCES = st.lists(st.sampled_from(["Public Function ", "TVA", "(ByVal x)\r\n", "    ", "End ", "é\r\n", "a", "\0"]), max_size=2500).map(
    lambda words: "".join(words).encode("cp1252")
)
_ANY = st.one_of(_SOURCES, st.binary(max_size=3_000), st.binary(min_size=4096, max_size=4096))


@given(_ANY)
def test_what_is_compressed_is_found_again(data: bytes) -> None:
    assert decompress(compress(data)) == data


@given(_SOURCES.filter(bool))
def test_others_find_it_again_too(data: bytes) -> None:
    container = compress(data)
    assert bytes(decompress_stream(bytearray(container))) == data
    assert pyopenvba_decompress(container) == data


def test_repetitions_take_little_room() -> None:
    assert len(compress(b"Attribute VB_Name\r\n" * 2_000)) < 38_000 / 5


def test_noise_in_the_last_part_is_refused_rather_than_lengthened() -> None:
    noise = os.urandom(4_000)
    with pytest.raises(ValueError, match="too random"):
        compress(noise)


@pytest.mark.parametrize("damaged", [b"", b"\x00", b"\x01\x00\x00", b"\x02\x00\xb0"])
def test_what_is_no_container_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"container|signature"):
        decompress(damaged)


@given(st.binary(max_size=50), st.integers(0, 255))
def test_what_is_obscured_is_revealed(data: bytes, seed: int) -> None:
    hidden = obscure("{3F0C1B52-6B2E-4C55-9A44-7D5E2C0B9F13}", data, seed)
    assert reveal("{3F0C1B52-6B2E-4C55-9A44-7D5E2C0B9F13}", hidden) == data


def test_a_project_that_office_accepts_is_revealed_with_the_same_rule() -> None:
    package = zipfile.ZipFile(io.BytesIO(files("xlwings").joinpath("quickstart_addin_ribbon.xlam").read_bytes()))
    text = olefile.OleFileIO(io.BytesIO(package.read("xl/vbaProject.bin"))).openstream("PROJECT").read().decode("cp1252")
    values = dict(re.findall(r'^(\w+)="([^"]*)"', text, re.MULTILINE))
    assert [reveal(values["ID"], values[key]) for key in ("CMG", "DPB", "GC")] == [bytes(4), b"\0", b"\xff"]
    with pytest.raises(ValueError, match="another project"):
        reveal("{0}", values["CMG"])
