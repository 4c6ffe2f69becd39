"""CATEGORISER with what « Catégoriser » kept: a cell takes it up, never trains, and POURQUOI says when there is none."""

from __future__ import annotations

import pytest

from addin.app.cells import Source
from addin.app.learned_models import filled, learned_of
from addin.functions.asked_categories import answers_of
from addin.functions.classification import categories
from addin.hosts.model_cache import ModelCache
from addin.treasury.classification import classify, learning
from tests.functions.facts import one, source_of
from tests.treasury.builders import make_dossier, operation

_TIERS = (("TPE NAFTAL", "Carburant", -3_800), ("VISA CANVA", "Outils", -1_812), ("VIR RECU NOVATEC", "Ventes", 90_000))


def history() -> Source:
    """Sixty lines in her own words."""
    lines = []
    for at in range(60):
        label, category, amount = _TIERS[at % 3]
        lines.append(operation(f"2026-{1 + at // 6:02d}-{1 + at % 6:02d}", f"{label} {at:04d}", amount - at, category=category))
    return source_of(make_dossier(lines))


@pytest.fixture
def _untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a cell trains nothing")

    monkeypatch.setattr(learning, "learn", refuse)
    monkeypatch.setattr(classify, "learn", refuse)


@pytest.mark.usefixtures("_untrained")
def test_a_cell_trains_nothing_and_answers_from_memory() -> None:
    source = history()
    assert one(categories(source, ["TPE NAFTAL 9999"], [-3_850.0])) == "Carburant"
    assert not answers_of(source).classifier.has_model


def test_a_cell_takes_up_the_model_that_was_kept_of_its_lines() -> None:
    source = history()
    learned_of(source.dossier.operations, filled(source.dossier.operations), ModelCache())
    assert one(categories(source, ["TPE NAFTAL 9999"], [-3_850.0])) == "Carburant"
    assert answers_of(source).classifier.has_model


def test_a_model_kept_while_the_workbook_is_open_is_taken_up_without_a_refresh() -> None:
    source = history()
    assert not answers_of(source).classifier.has_model
    learned_of(source.dossier.operations, filled(source.dossier.operations), ModelCache())
    assert answers_of(source).classifier.has_model
    assert answers_of(source) is answers_of(source)


def test_a_model_of_other_lines_is_not_taken() -> None:
    source, other = history(), history()
    learned_of(source.dossier.operations, filled(source.dossier.operations), ModelCache())
    other.dossier.operations.loc[3, "category"] = "Autre chose"
    assert not answers_of(other).classifier.has_model


def test_the_same_questions_have_the_same_answers_in_any_order() -> None:
    labels: list[object] = ["TPE NAFTAL 1", "VISA CANVA 2", "VIR RECU NOVATEC 3", "سونلغاز", "🚀", "x" * 10_000, ""]
    amounts: list[object] = [-3_800.0, -1_812.0, 90_000.0, -5.0, -5.0, -5.0, -5.0]
    source = history()
    together = categories(source, labels, amounts)
    alone = [one(categories(history(), [label], [amount])) for label, amount in zip(labels, amounts, strict=True)]
    assert together == alone
    assert categories(history(), labels[::-1], amounts[::-1]) == together[::-1]


def test_a_workbook_without_history_answers() -> None:
    bare = source_of(make_dossier([operation("2026-01-05", "TPE NAFTAL", -3_800)]))
    assert isinstance(one(categories(bare, ["ZZZ"], [-5.0])), str)
    one_only = source_of(make_dossier([operation("2026-01-05", "TPE NAFTAL", -3_800, category="Carburant")]))
    assert isinstance(one(categories(one_only, ["TPE NAFTAL"], [-3_800.0])), str)
