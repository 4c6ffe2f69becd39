"""The files that our commands replaced: found by what took their place, private, bounded."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from addin.hosts.versions import Versions


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_file_leads_to_the_one_it_replaced_and_that_one_further_back(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "v")
    first, second, third = (written(tmp_path / name, name) for name in ("a", "b", "c"))
    versions.keep(first, second)
    versions.keep(second, third)
    assert versions.before(third) == b"b"
    assert versions.before(second) == b"a"
    assert versions.before(first) is None


def test_a_changed_file_leads_nowhere(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "v")
    before, after = written(tmp_path / "a", "a"), written(tmp_path / "b", "b")
    versions.keep(before, after)
    assert versions.before(written(after, "b and a word of hers")) is None


def test_the_oldest_go_when_there_are_too_many_or_they_weigh_too_much(tmp_path: Path) -> None:
    files = [written(tmp_path / f"f{n}", "x" * (10 + n)) for n in range(6)]
    for n, path in enumerate(files):
        os.utime(path, (n, n))
    for limits in ({"most_files": 2}, {"most_bytes": 30}):
        folder = tmp_path / str(limits)
        versions = Versions(folder, **limits)
        for before, after in pairwise(files):
            versions.keep(before, after)
        assert len(list(folder.iterdir())) == 2
        assert versions.before(files[-1]) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_their_owner_may_read_them(tmp_path: Path) -> None:
    Versions(tmp_path / "v").keep(written(tmp_path / "a", "a"), written(tmp_path / "b", "b"))
    (kept,) = (tmp_path / "v").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    assert (tmp_path / "v").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    Versions(written(tmp_path / "no folder", "") / "v").keep(written(tmp_path / "a", "a"), written(tmp_path / "b", "b"))
