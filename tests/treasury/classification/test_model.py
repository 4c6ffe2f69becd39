"""The model: text as numbers, features of a line, straight lines between categories."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import numpy as np
import pandas as pd
import pytest

from addin.treasury.classification.features import lines_of, numbers_in, numbers_of, wordless
from addin.treasury.classification.model import Model, _not_contradicted
from addin.treasury.classification.tokens import BUCKETS, bucket_of, character_pairs, word_pairs
from tests.treasury.classification.lines import operations_of, ordinary_year


def test_runs_of_characters_never_join_two_texts() -> None:
    rows, buckets = character_pairs(["AB", "C"])
    alone = [set(character_pairs([text])[1].tolist()) for text in ("AB", "C")]
    assert [set(buckets[rows == at].tolist()) for at in (0, 1)] == alone


def test_the_same_text_has_the_same_buckets_in_every_process() -> None:
    module = "addin.treasury.classification.tokens"
    code = f"from {module} import bucket_of, character_pairs; print(bucket_of('w أجور'), character_pairs(['É🚀'])[1].sum())"
    surroundings = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=surroundings)
    assert said.stdout.split() == [str(bucket_of("w أجور")), str(character_pairs(["É🚀"])[1].sum())]


@pytest.mark.parametrize("text", ["", " ", "أجور", "🚀" * 50, "A" * 10_000, "\ud800", "\x1f\x1f", "a\x00b"])
def test_any_text_becomes_tokens(text: str) -> None:
    for rows, buckets in (character_pairs([text, "B"]), word_pairs([text, "B"])):
        assert len(rows) == len(buckets)
        assert ((buckets >= 0) & (buckets < BUCKETS)).all()


def test_a_reference_is_known_by_its_form() -> None:
    assert numbers_in("VIR NOVATEC FA112/26 3").split() == ["FA112/26", "3", "FA999/99", "9"]


def test_a_label_that_names_only_the_account_and_an_instrument_says_nothing() -> None:
    texts = np.array(["CHEQUE BANQUE B N A", "BANQUE B N A", "CHQ 000", "VIR NOVATEC", "BNA NOVATEC", "BN"], dtype=object)
    is_wordless, instrument = wordless(texts, pd.Series(["B.N.A."] * len(texts)))
    assert is_wordless.tolist() == [True, True, True, False, False, False]
    assert instrument.tolist()[:3] == ["cheque", "", "cheque"]


def test_a_category_typed_on_the_line_itself_is_not_seen() -> None:
    plain, typed = (lines_of(operations_of([("VIR 12", -5.0, name)])) for name in ("", "Impôts & taxes"))
    assert plain.nature.tolist() == typed.nature.tolist() == [""]


def test_what_was_learnt_is_told_and_of_two_alike_the_sign_decides() -> None:
    operations = operations_of(ordinary_year())
    codes, names = pd.factorize(operations["category"], sort=True)
    model = Model.of(lines_of(operations), codes, len(names))
    asked = operations_of(
        [("VIR INFODIS", -70_000, ""), ("VIR RECU INFODIS", 70_000, ""), ("DJEZZY FACTURE", -20_000, "")], start=date(2026, 11, 1)
    )
    assert names[model.scores(lines_of(asked)).argmax(axis=1)].tolist() == ["Sous-traitance", "Clients", "Télécom"]


def test_lines_are_told_the_same_alone_and_together() -> None:
    operations = operations_of(ordinary_year())
    codes, names = pd.factorize(operations["category"], sort=True)
    lines = lines_of(operations)
    model = Model.of(lines, codes, len(names))
    together = model.scores(lines)
    alone = np.concatenate([model.scores(lines.take(np.array([at]))) for at in range(20)])
    np.testing.assert_allclose(alone, together[:20], atol=1e-5)


def test_two_categories_are_enough_and_one_that_has_no_line_is_never_told() -> None:
    operations = operations_of([("LOYER", -5.0, "a"), ("VENTE", 5.0, "b")] * 5)
    model = Model.of(lines_of(operations), np.array([0, 2] * 5), 3)
    assert set(model.scores(lines_of(operations)).argmax(axis=1).tolist()) == {0, 2}


def test_a_line_that_she_put_elsewhere_since_weighs_less_and_categories_in_turn_weigh_the_same() -> None:
    changed = not_contradicted([0, 0, 0, 1, 1])
    assert (changed[:3] < 0.8).all()
    assert (changed[3:] == 1).all()
    assert (not_contradicted([0, 1, 0, 1, 1]) == 1).all()
    assert (not_contradicted([0, 0, 1, 1], label="CHQ 0018834") == 1).all()


def not_contradicted(truth: list[int], label: str = "VIR ORANGE") -> np.ndarray:
    return _not_contradicted(lines_of(operations_of([(label, -5.0, "x")] * len(truth))), np.array(truth))


def test_the_references_of_many_labels_are_those_of_each() -> None:
    labels = ["VIR NOVATEC FA112/26 3", "", "CHÈQUE n° ٤٢\nSUITE 7", "SANS NOMBRE", "ß 12", "VIR NOVATEC FA112/26 3"]
    assert numbers_of(pd.Series(labels)).tolist() == [numbers_in(label) for label in labels]
    assert numbers_of(pd.Series([], dtype=object)).tolist() == []
