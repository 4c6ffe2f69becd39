"""Models kept between two calls: found again by the lines that they were learnt from, in a private folder that stays small."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from addin.hosts import model_cache
from addin.hosts.dossier_store import DossierStore
from addin.hosts.model_cache import ModelCache, saved_so_far

KEY, OTHER = "0123456789abcdef" * 2, "f" * 32
MODEL = bytes(range(256)) * 40


def cache(folder: Path, **bounds: int) -> ModelCache:
    return ModelCache(folder / "modeles", **bounds)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "modeles").iterdir()) if (folder / "modeles").exists() else []


def test_a_model_is_found_again_by_another_process(tmp_path: Path) -> None:
    assert cache(tmp_path).save(KEY, MODEL)
    script = (
        "import sys; from pathlib import Path; from addin.hosts.model_cache import ModelCache; "
        "sys.stdout.buffer.write(ModelCache(Path(sys.argv[1])).load(sys.argv[2]))"
    )
    found = subprocess.run([sys.executable, "-c", script, str(tmp_path / "modeles"), KEY], capture_output=True, check=True, timeout=60)
    assert found.stdout == MODEL


def test_looking_for_a_model_makes_no_folder(tmp_path: Path) -> None:
    assert cache(tmp_path).load(KEY) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["", "../../etc/passwd", KEY[:-1], KEY.upper(), f"{KEY}\n"])
def test_nothing_but_a_digest_names_a_file(tmp_path: Path, key: str) -> None:
    assert cache(tmp_path).load(key) is None
    with pytest.raises(ValueError, match="no key"):
        cache(tmp_path).save(key, MODEL)


@pytest.mark.parametrize("place", [0, 25, 60, 100, -1])
def test_a_file_that_was_changed_is_ignored_and_removed(tmp_path: Path, place: int) -> None:
    cache(tmp_path).save(KEY, MODEL)
    (path,) = files(tmp_path)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    assert cache(tmp_path).load(KEY) is None
    assert files(tmp_path) == []


def test_a_file_cut_short_or_renamed_is_ignored_and_removed(tmp_path: Path) -> None:
    cache(tmp_path).save(KEY, MODEL)
    (path,) = files(tmp_path)
    path.rename(path.with_name(f"{OTHER}.modele"))
    assert cache(tmp_path).load(OTHER) is None
    cache(tmp_path).save(KEY, MODEL)
    path.write_bytes(path.read_bytes()[:-5])
    assert cache(tmp_path).load(KEY) is None
    assert files(tmp_path) == []


def test_a_model_of_another_version_of_the_program_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache(tmp_path).save(KEY, MODEL)
    monkeypatch.setattr(model_cache, "__version__", "99.0")
    assert cache(tmp_path).load(KEY) is None
    assert cache(tmp_path).save(OTHER, MODEL)
    assert [path.stem for path in files(tmp_path)] == [OTHER]


def test_a_model_that_is_too_large_is_not_kept_nor_read(tmp_path: Path) -> None:
    assert not cache(tmp_path, largest=len(MODEL) - 1).save(KEY, MODEL)
    assert files(tmp_path) == []
    cache(tmp_path).save(KEY, MODEL)
    assert cache(tmp_path, largest=len(MODEL) - 1).load(KEY) is None


def test_the_models_used_last_stay(tmp_path: Path) -> None:
    keys = [digit * 32 for digit in "abcd"]
    for at, key in enumerate(keys):
        cache(tmp_path, most_files=2).save(key, MODEL)
        os.utime(tmp_path / "modeles" / f"{key}.modele", (at, at))
    assert [path.stem for path in files(tmp_path)] == keys[2:]
    cache(tmp_path, most_bytes=1).save(KEY, MODEL)
    assert [path.stem for path in files(tmp_path)] == [KEY]


def test_a_folder_that_cannot_be_written_keeps_nothing_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "modeles").write_text("a file where the folder should be")
    assert not cache(tmp_path).save(KEY, MODEL)
    assert cache(tmp_path).load(KEY) is None


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_the_folder_and_its_files_are_for_their_owner_only(tmp_path: Path) -> None:
    cache(tmp_path).save(KEY, MODEL)
    assert stat.S_IMODE((tmp_path / "modeles").stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in files(tmp_path)] == [0o600]


def test_models_and_dossiers_of_a_user_lie_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRESO_DOSSIER_UTILISATEUR", str(tmp_path))
    ModelCache().save(KEY, MODEL)
    assert DossierStore()._folder.parent == ModelCache()._folder.parent
    ModelCache().clear()
    assert ModelCache().load(KEY) is None
    assert not ModelCache()._folder.exists()


def test_who_found_none_is_told_that_one_was_kept_since(tmp_path: Path) -> None:
    before = saved_so_far()
    cache(tmp_path).save(KEY, MODEL)
    assert saved_so_far() > before


def test_threads_that_keep_the_same_model_never_leave_half_of_it(tmp_path: Path) -> None:
    kept = cache(tmp_path)
    kept.save(KEY, MODEL)
    found: list[bytes | None] = []

    def work() -> None:
        for _ in range(20):
            kept.save(KEY, MODEL)
            found.append(kept.load(KEY))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {MODEL}
    assert [path.suffix for path in files(tmp_path)] == [".modele"]
