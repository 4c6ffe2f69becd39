"""The container of a VBA project, read by olefile (which checks) and by pyOpenVBA."""

from __future__ import annotations

import io
from collections.abc import Mapping

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyopenvba.cfb import CFB

from addin.build.compound_file import Tree, compound_file

_NAMES = st.text("abcdefghijKLMNOP_0123456789", min_size=1, max_size=31)
_STREAMS = st.one_of(st.binary(max_size=200), st.integers(0, 20_000).map(lambda size: bytes(range(256)) * (size // 256 + 1)))


def _unique(names: Mapping[str, object]) -> bool:
    return len({name.upper() for name in names}) == len(names)


_FLAT = st.dictionaries(_NAMES, _STREAMS, max_size=25).filter(_unique)
_TREES = st.dictionaries(_NAMES, st.one_of(_STREAMS, _FLAT), max_size=25).filter(_unique)


def _streams(tree: Tree, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], bytes]:
    found: dict[tuple[str, ...], bytes] = {}
    for name, content in tree.items():
        found |= {(*path, name): content} if isinstance(content, bytes) else _streams(content, (*path, name))
    return found


@given(_TREES)
def test_a_strict_reader_finds_every_stream(tree: Tree) -> None:
    with olefile.OleFileIO(io.BytesIO(compound_file(tree)), raise_defects=olefile.DEFECT_INCORRECT) as read:
        found = {tuple(path): read.openstream(path).read() for path in read.listdir()}
        assert read.parsing_issues == []
    assert found == _streams(tree)


def test_another_reader_finds_them_too() -> None:
    tree = {"PROJECT": b"x" * 5_000, "VBA": {"dir": b"y", "_VBA_PROJECT": b"", "Module": b"z" * 64_000}}
    read = CFB.from_bytes(compound_file(tree))
    assert read.get_stream("PROJECT") == b"x" * 5_000
    assert read.get_stream_in_storage("VBA", "Module") == b"z" * 64_000


def test_a_large_project_has_several_sectors_of_allocation() -> None:
    tree = {"large": b"x" * 200_000, "small": b"y"}
    with olefile.OleFileIO(io.BytesIO(compound_file(tree)), raise_defects=olefile.DEFECT_INCORRECT) as read:
        assert read.openstream("large").read() == tree["large"]
        assert read.num_fat_sectors > 1


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a:b", "!"])
def test_a_name_that_the_format_forbids_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name of a stream"):
        compound_file({name: b""})


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="7 MB"):
        compound_file({"huge": bytes(8 << 20)})
