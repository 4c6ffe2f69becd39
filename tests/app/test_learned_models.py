"""What was learnt is kept by the content of the lines: found for these very lines, by no others, and never trained to be found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from addin.app.learned_models import filled, keep, kept, key_of, learned_of
from addin.hosts.model_cache import ModelCache
from addin.treasury.classification import learning
from addin.treasury.classification.remembered import remember
from tests.commands import ROOT
from tests.treasury.builders import make_dossier, operation


def operations() -> pd.DataFrame:
    """Sixty lines of three tiers, the last ten to be classed."""
    names = (
        ("TPE NAFTAL", "Frais généraux", -3_800),
        ("VISA CANVA", "Logiciels & abonnements", -1_812),
        ("VIR RECU NOVATEC", "Encaissement clients", 90_000),
    )
    lines = []
    for at in range(60):
        label, category, amount = names[at % 3]
        filled_in = category if at < 50 else ("" if at % 2 else "À classer")
        lines.append(operation(f"2026-{1 + at // 6:02d}-{1 + at % 6:02d}", f"{label} {at:04d}", amount - at, category=filled_in))
    return make_dossier(lines).operations


@pytest.fixture
def cache(tmp_path: Path) -> ModelCache:
    return ModelCache(tmp_path / "modeles")


def test_lines_to_be_classed_are_not_known_however_they_say_it() -> None:
    assert int(filled(operations()).sum()) == 50


def test_the_key_is_that_of_the_known_lines_alone() -> None:
    lines = operations()
    known = filled(lines)
    key = key_of(lines, known)
    assert key == key_of(operations(), filled(operations()))
    assert key == key_of(lines.assign(sheet="ailleurs", row=9, balance_cents=1), known)
    changed = lines.copy()
    changed.loc[55, "label"] = "AUTRE"
    assert key == key_of(changed, known)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("label", "X"),
        ("amount_cents", 7),
        ("account", "CPA"),
        ("category", "Publicité"),
        ("counterparty", "Novatec"),
        ("booked_on", pd.Timestamp("2026-01-09")),
    ],
)
def test_a_known_line_that_changes_makes_another_key(column: str, value: object) -> None:
    lines = operations()
    changed = lines.copy()
    changed.loc[3, column] = value
    assert key_of(changed, filled(changed)) != key_of(lines, filled(lines))


def test_what_was_learnt_is_found_again_and_tells_the_same(cache: ModelCache) -> None:
    lines = operations()
    known = filled(lines)
    assert kept(lines, known, cache) is None
    learned = learned_of(lines, known, cache)
    found = kept(lines, known, cache)
    assert found is not None
    pd.testing.assert_frame_equal(found.tell(lines), learned.tell(lines))


def test_lines_that_were_learnt_already_are_not_learnt_again(cache: ModelCache, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = operations()
    learned_of(lines, filled(lines), cache)
    monkeypatch.setattr(learning, "learn", lambda *_: pytest.fail("learnt again"))
    assert learned_of(lines, filled(lines), cache).classes


def test_what_was_learnt_of_her_word_is_found_by_the_lines_as_they_were_left(cache: ModelCache) -> None:
    before = operations()
    hers = filled(before)
    learned = learned_of(before, hers, cache)
    after = before.assign(category=before["category"].where(hers, "Publicité"))
    assert kept(after, filled(after), cache) is None
    keep(learned, after, filled(after), cache)
    found = kept(after, filled(after), cache)
    assert found is not None
    assert "Publicité" not in found.classes


def test_a_correction_is_not_answered_by_the_model_of_before(cache: ModelCache) -> None:
    lines = operations()
    learned_of(lines, filled(lines), cache)
    corrected = lines.copy()
    corrected.loc[0, "category"] = "Publicité"
    assert kept(corrected, filled(corrected), cache) is None


def test_bytes_that_are_no_model_are_forgotten(cache: ModelCache) -> None:
    lines = operations()
    key = key_of(lines, filled(lines))
    cache.save(key, b"not a model")
    assert kept(lines, filled(lines), cache) is None
    assert cache.load(key) is None


def test_a_workbook_without_history_keeps_and_finds_nothing(cache: ModelCache) -> None:
    lines = operations().assign(category="")
    assert kept(lines, filled(lines), cache) is None
    assert remember(lines, filled(lines)).tell(lines)["origin"].eq("none").all()


def test_memory_alone_knows_the_lines_that_come_back_and_no_others() -> None:
    lines = operations()
    told = remember(lines, filled(lines)).tell(
        lines.assign(label=lines["label"].where(lines.index != 57, "ZZZ QQQ"), party=lines["party"].where(lines.index != 57, "QQQ"))
    )
    assert told.loc[54, "suggestion"] == "Frais généraux"
    assert told.loc[54, "origin"] == "memory"
    assert told.loc[57, "category"] == ""


def test_remembering_needs_no_machine_learning() -> None:
    script = (
        "import sys; from tests.app.test_learned_models import operations; from addin.app.learned_models import filled; "
        "from addin.treasury.classification.remembered import remember; lines = operations(); "
        "remember(lines, filled(lines)).tell(lines); print([name for name in sys.modules if name.partition('.')[0] == 'sklearn'])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    assert done.stdout.strip() == "[]", done.stderr[-500:]
