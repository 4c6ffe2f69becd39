"""The order of evidence: her word, her rules, the invoice paid, what was learnt, starter knowledge; and her own words throughout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from addin.treasury.classification import classify as classify_module
from addin.treasury.classification import wording
from addin.treasury.classification.classify import Classifier, classify, stronger
from addin.treasury.classification.verdicts import VERDICT_COLUMNS, no_verdicts
from addin.treasury.dossier import Dossier
from tests.treasury.builders import make_dossier, operation
from tests.treasury.classification.lines import Known, ordinary_year

ON = date(2026, 12, 31)
Evidence = Callable[..., pd.DataFrame]


def dossier_of(*lines: Known, year: bool = True, **more: Any) -> Dossier:
    known = ordinary_year() if year else []
    days = pd.date_range("2026-01-04", periods=len(known) + len(lines), freq="D")
    return make_dossier(
        [
            operation(day.isoformat()[:10], label, amount, category=name)
            for day, (label, amount, name) in zip(days, [*known, *lines], strict=True)
        ],
        **more,
    )


def saying(origin: str, category: str, confidence: float, *, about: str = "") -> Evidence:
    """Evidence that says a category of the lines with a text in their label."""

    def tell(lines: pd.DataFrame, *_: object) -> pd.DataFrame:
        verdicts = no_verdicts(lines.index)
        rows = lines["label"].str.contains(about, regex=False)
        verdicts.loc[rows, ["category", "suggestion", "origin", "reason"]] = [category, category, origin, origin]
        verdicts.loc[rows, "confidence"] = confidence
        return verdicts

    return tell


def test_every_operation_gets_a_verdict_and_hers_stand_as_she_wrote_them() -> None:
    dossier = dossier_of(("DJEZZY FLOTTE", -21_420, "À part"), ("IDOOM FIBRE", -9_900, ""), ("IDOOM FIBRE", -9_900, "À classer"))
    told = classify(dossier, ON).verdicts
    assert list(told.columns) == list(VERDICT_COLUMNS)
    assert told.index.equals(dossier.operations.index)
    assert told["category"].tail(3).tolist() == ["À part", "Télécom", "Télécom"]
    assert told["origin"].tail(3).tolist() == ["typed", "memory", "memory"]
    assert told["confidence"].iloc[0] == 1


def test_what_we_filled_is_no_evidence_and_is_told_anew() -> None:
    dossier = dossier_of(*[("VIR NOUVEAU TIERS", -70_000.0, "Loyer")] * 10)
    trusted = pd.Series(dossier.operations.index < len(ordinary_year()), index=dossier.operations.index)
    told = classify(dossier, ON, trusted=trusted).verdicts
    assert (told["origin"].tail(10) != "typed").all()
    assert (told["category"].tail(10) == "").all()


def test_lines_after_the_closing_date_are_told_and_not_learnt() -> None:
    dossier = dossier_of(("VIR XQJ ZZT", -200_000, ""))
    told = classify(dossier, date(2025, 12, 31))
    assert told.learned.classes == ()
    assert told.verdicts["category"].iloc[-1] == ""


@pytest.mark.parametrize("says", ["rule", "invoice"])
def test_her_rules_and_the_invoice_come_before_what_was_learnt(monkeypatch: pytest.MonkeyPatch, says: str) -> None:
    monkeypatch.setattr(
        classify_module,
        "tell_by_rules",
        saying("rule", "Publicité", 1.0, about="FIBRE") if says == "rule" else saying("rule", "", 0, about="§"),
    )
    monkeypatch.setattr(classify_module, "tell_by_invoice", saying("invoice", "Loyer", 0.95, about="FIBRE"))
    dossier = dossier_of(("IDOOM FIBRE", -9_900, ""), rules=[{"text": "FIBRE", "category": "Publicité"}])
    paid = pd.DataFrame({"invoice": [0], "operation": [0], "amount_cents": [1], "evidence": ["number"]})
    told = classify(dossier, ON, paid=paid).verdicts.iloc[-1]
    assert (told["origin"], told["category"]) == ((says, "Publicité") if says == "rule" else (says, "Loyer"))


def test_starter_knowledge_speaks_where_nothing_was_learnt_and_only_when_it_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    for confidence, expected in ((0.9, "Frais généraux"), (0.5, "")):
        monkeypatch.setattr(classify_module, "tell_by_starter", saying("starter", "Frais généraux", confidence, about="SADEG"))
        told = classify(dossier_of(("SADEG", -14_380.55, ""), year=False), ON).verdicts.iloc[-1]
        assert (told["category"], told["suggestion"], told["origin"]) == (expected, "Frais généraux", "starter")


def test_starter_knowledge_is_said_in_her_words_and_kept_silent_where_she_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def topics(lines: pd.DataFrame) -> pd.Series:
        return (
            lines["label"]
            .map(lambda label: "telecom" if any(name in label for name in ("IDOOM", "DJEZZY", "OOREDOO")) else "")
            .astype(object)
        )

    def classes(lines: pd.DataFrame) -> pd.Series:
        return topics(lines).map({"telecom": "Frais généraux", "": ""}).astype(object)

    for module in (wording, classify_module):
        monkeypatch.setattr(module, "topics_of", topics)
    monkeypatch.setattr(wording, "classes_of", classes)
    monkeypatch.setattr(classify_module, "tell_by_starter", saying("starter", "Frais généraux", 0.9, about="OOREDOO"))
    told = classify(dossier_of(("OOREDOO 4477", -3_000, "")), ON).verdicts.iloc[-1]
    assert (told["category"], told["origin"]) == ("Télécom", "starter")
    monkeypatch.setattr(classify_module, "tell_by_starter", saying("starter", "Déplacements & missions", 0.9, about="AIR ALGERIE"))
    assert classify(dossier_of(("AIR ALGERIE", -38_600, "")), ON).verdicts["origin"].iloc[-1] != "starter"


def test_stronger_evidence_is_never_overruled_and_weaker_completes_it() -> None:
    index = pd.RangeIndex(3)
    sure, guess = no_verdicts(index), no_verdicts(index)
    sure.loc[0, ["category", "suggestion", "confidence"]] = ["A", "A", 0.9]
    sure.loc[1, ["suggestion", "confidence"]] = ["B", 0.4]
    guess.loc[:, "suggestion"] = "C"
    guess.loc[:2, "category"] = ["C", "C", ""]
    both = stronger(sure, guess)
    assert both["category"].tolist() == ["A", "C", ""]
    assert both["suggestion"].tolist() == ["A", "C", "C"]


def test_a_cell_is_told_by_memory_without_a_model_and_the_same_as_the_workbook_with_one() -> None:
    dossier = dossier_of(("VISA META EUR310", -46_100, ""))
    asked = dossier.operations.tail(1)
    assert Classifier(dossier, ON).learned.model is None
    assert Classifier(dossier, ON).tell(asked)["suggestion"].tolist() == ["Publicité"]
    found = classify(dossier, ON)
    again = Classifier(dossier, ON, learned=found.learned).tell(asked)
    pd.testing.assert_frame_equal(again, found.verdicts.tail(1))


def test_spellings_of_one_category_are_said_with_their_place() -> None:
    found = classify(dossier_of(("DJEZZY FLOTTE", -21_420, "TELECOM")), ON).findings
    assert [(finding.code, finding.value, finding.sheet) for finding in found] == [("CATEGORY_SPELLINGS", "TELECOM", "BNA")]
    assert found[0].row == len(ordinary_year()) + 2


def test_an_empty_workbook_is_answered() -> None:
    told = classify(make_dossier(), ON)
    assert told.verdicts.empty
    assert told.accuracy is None
    assert told.findings == ()
