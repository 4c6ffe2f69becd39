"""Real monthly files that overlap, imported one after the other: repeats are recognised, genuine twins stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.purchase_cards import FILE, TRUTHS, known_before, measure, read_rows


def test_repeats_across_monthly_files_are_recognised_and_twins_inside_one_file_kept(shared: Path) -> None:
    folder = shared / "data" / "purchase_cards"
    if not (folder / FILE).exists():
        pytest.skip(f"{FILE} is not in the shared data")
    rows = read_rows(folder)
    score = measure(rows, known_before(rows, TRUTHS["all columns identical"]), per_card=False)
    assert 4_000 < score.repeats < 5_000
    assert score.twins > 3_000
    assert score.recall == 1
    assert score.precision > 0.999
    assert (score.missed, score.lost_twins, score.again) == (0, 0, 0)
