"""Dossiers kept between two calls: found again by their handle only, in a private folder that stays small."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from addin.hosts import dossier_store
from addin.hosts.dossier_store import DossierStore
from addin.messages import Finding, TresoError
from addin.sheets.example import example_sheets
from addin.treasury.dossier import Dossier
from addin.treasury.dossier_bytes import FORMAT, decode, encode
from addin.treasury.handle import digest_in, handle_of
from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab

ROOT = Path(__file__).resolve().parents[2]


@cache
def example() -> Dossier:
    return build_dossier([RawTab(sheet.title, sheet.values()) for sheet in example_sheets()])


def small(amount: float = 100.0, note: str = "") -> Dossier:
    rows = [["Date", "Libellé", "Montant", "Solde"], [date(2026, 1, 4), f"Vente {note}", amount, amount]]
    return build_dossier([RawTab("BNA", rows)])


def same(one: Dossier, other: Dossier) -> bool:
    for each in fields(Dossier):
        mine, its = getattr(one, each.name), getattr(other, each.name)
        if isinstance(mine, pd.DataFrame):
            pd.testing.assert_frame_equal(mine, its)
        elif mine != its:
            return False
    return True


def store(folder: Path, **bounds: int) -> DossierStore:
    return DossierStore(folder / "dossiers", **bounds)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "dossiers").iterdir()) if (folder / "dossiers").exists() else []


# ------------------------------------------------------------------------------------------------ bytes and handles


def test_a_dossier_comes_back_as_it_was() -> None:
    finding = Finding(
        "TOTAL_BROKEN", "BNA", 3, "Débit", "x",
        {"a": date(2026, 1, 2), "b": Decimal("1.50"), "c": datetime(2026, 1, 2, 3), "d": (1, "deux", None), "e": {"f": 1.5}}, (4, 5),
    )  # fmt: skip
    dossier = replace(example(), findings=(finding,))
    assert same(decode(encode(dossier)), dossier)


def test_an_empty_dossier_comes_back_as_it_was() -> None:
    dossier = build_dossier([])
    assert same(decode(encode(dossier)), dossier)


def test_the_same_content_has_the_same_handle_and_another_one_another() -> None:
    assert handle_of(small()) == handle_of(small())
    assert len({handle_of(small()), handle_of(small(100.01)), handle_of(small(note="b"))}) == 3
    assert handle_of(decode(encode(example()))) == handle_of(example())


def test_the_handle_says_what_was_read() -> None:
    assert handle_of(example()).replace("\u00a0", " ").startswith("2 438 opérations · BNA+CPA+CCP+5 autres · au 31/10/2026 · #")
    assert handle_of(small()).replace("\u00a0", " ").startswith("1 opération · BNA · au ")
    assert handle_of(build_dossier([])).startswith("aucune opération · #")


def test_the_handle_is_the_same_in_another_process() -> None:
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from tests.hosts.test_dossier_store import example\nfrom addin.treasury.handle import handle_of\n"
        "sys.stdout.buffer.write(handle_of(example()).encode())"
    )
    paths = [*[path for path in sys.path if path], str(ROOT)]
    done = subprocess.run([sys.executable, "-c", code, *paths], env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, check=True)
    assert done.stdout.decode() == handle_of(example())


@pytest.mark.parametrize("text", ["", "#3f9a12c4", "BNA · #3F9A12C4", "BNA · #3f9a12", "BNA · #../../x", "BNA · #3f9a12c4 .."])
def test_what_is_not_a_handle_leads_to_no_file(tmp_path: Path, text: str) -> None:
    assert digest_in(text) is None
    assert store(tmp_path).load(text) is None


def test_bytes_of_somebody_else_are_refused_and_run_nothing() -> None:
    good = encode(small())
    other = good.replace(f'"format":{FORMAT}'.encode(), b'"format":9')
    spoilt = [b"", b"\x80\x04cos\nsystem\n", good[:-1], good + b"x", good[:30], other, good[:200]]
    for data in spoilt:
        with pytest.raises(ValueError, match=r".*"):
            decode(data)


# ------------------------------------------------------------------------------------------------ the store


def test_a_handle_leads_to_its_dossier_in_this_process_and_in_the_next(tmp_path: Path) -> None:
    first = store(tmp_path)
    handle = first.save(example())
    assert handle == handle_of(example())
    assert first.load(handle) is first.load(f" {handle} ")
    found = store(tmp_path).load(handle)
    assert found is not None
    assert same(found, example())


def test_an_unknown_handle_gives_nothing(tmp_path: Path) -> None:
    assert store(tmp_path).load(handle_of(small())) is None


def test_the_files_are_for_their_owner_only(tmp_path: Path) -> None:
    store(tmp_path).save(small())
    (path,) = files(tmp_path)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_handle_with_the_digest_of_another_one_gives_nothing_and_harms_nothing(tmp_path: Path) -> None:
    handle = store(tmp_path).save(small())
    assert store(tmp_path).load(f"9 opérations · CPA · #{digest_in(handle)}") is None
    assert store(tmp_path).load(handle) is not None


@pytest.mark.parametrize("harm", ["cut", "changed", "emptied", "other version"])
def test_a_damaged_file_is_ignored_and_removed(tmp_path: Path, harm: str) -> None:
    handle = store(tmp_path).save(small())
    (path,) = files(tmp_path)
    data = path.read_bytes()
    path.write_bytes(
        {
            "cut": data[:-20],
            "changed": data[:-5] + b"00000",
            "emptied": b"",
            "other version": data.replace(b"tresorerie ", b"tresorerie 9"),
        }[harm]
    )
    assert store(tmp_path).load(handle) is None
    assert files(tmp_path) == []
    assert store(tmp_path).save(small()) == handle
    assert store(tmp_path).load(handle) is not None


def test_files_of_others_and_of_other_versions_are_swept_and_a_young_unfinished_one_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "dossiers"
    folder.mkdir()
    for name in ("notes.txt", "0123abcd.dossier", "vieux.part", "neuf.part"):
        (folder / name).write_bytes(b"tresorerie 0.0 dossier 0\nx")
    os.utime(folder / "vieux.part", (time.time() - 7200,) * 2)
    handle = store(tmp_path).save(small())
    assert [path.name for path in files(tmp_path)] == sorted([f"{digest_in(handle)}.dossier", "neuf.part"])


def test_the_least_recently_used_go_when_there_are_too_many(tmp_path: Path) -> None:
    handles = []
    for number in range(4):
        handles.append(store(tmp_path, most_files=3).save(small(number + 1.0)))
        (path,) = [path for path in files(tmp_path) if path.stem == digest_in(handles[-1])]
        os.utime(path, (1_000_000 + number,) * 2)
        if number == 2:
            assert store(tmp_path).load(handles[0]) is not None  # used again: the second is the oldest now
    assert [store(tmp_path).load(handle) is not None for handle in handles] == [True, False, True, True]


def test_the_files_stay_under_their_bound_but_the_last_one_is_always_kept(tmp_path: Path) -> None:
    store(tmp_path).save(small())
    handle = store(tmp_path, most_bytes=1).save(example())
    assert [path.stem for path in files(tmp_path)] == [digest_in(handle)]


def test_few_dossiers_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier_store, "_IN_MEMORY", 2)
    kept = store(tmp_path)
    handles = [kept.save(small(amount)) for amount in (1.0, 2.0, 3.0)]
    for path in files(tmp_path):
        path.unlink()
    assert [kept.load(handle) is not None for handle in handles] == [False, True, True]


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "dossiers").write_text("un fichier, pas un dossier", encoding="utf-8")
    with pytest.raises(TresoError) as refusal:
        store(tmp_path).save(small())
    assert refusal.value.code == "DOSSIER_NOT_KEPT"
    assert store(tmp_path).load(handle_of(small())) is None


def test_clearing_forgets_all_and_removes_the_folder(tmp_path: Path) -> None:
    kept = store(tmp_path)
    handle = kept.save(small())
    kept.clear()
    kept.clear()
    assert kept.load(handle) is None
    assert not (tmp_path / "dossiers").exists()


def test_many_threads_and_stores_at_once_lose_nothing(tmp_path: Path) -> None:
    shared = store(tmp_path)
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(5):
                mine = store(tmp_path) if number % 2 else shared
                handle = mine.save(small(float(number % 3)))
                assert store(tmp_path).load(handle) is not None
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(files(tmp_path)) == 3


def test_a_hundred_thousand_operations_are_found_in_well_under_a_second(tmp_path: Path) -> None:
    few = example().operations
    many = pd.concat([few] * (100_000 // len(few) + 1), ignore_index=True).iloc[:100_000].copy()
    many["label"] = [f"{label} {i}" for i, label in enumerate(many["label"])]
    handle = store(tmp_path).save(replace(example(), operations=many))
    started = time.perf_counter()
    found = store(tmp_path).load(handle)
    elapsed = time.perf_counter() - started
    assert found is not None
    assert len(found.operations) == 100_000
    assert elapsed < 2.0  # 0.2 s on an idle machine of two cores
