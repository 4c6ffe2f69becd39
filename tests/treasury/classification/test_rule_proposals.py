"""Rules proposed from her corrections: of several lines that agree, never against a line of hers, never twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd
import pytest

from addin.treasury.classification.rule_proposals import Key, RuleProposal, proposal_key, propose_rules
from addin.treasury.classification.rules import tell_by_rules
from tests.treasury.builders import make_dossier, operation

Line = tuple[str, float, str]


def proposed(
    corrected: Iterable[Line],
    kept: Iterable[Line] = (),
    *,
    rules: Iterable[dict[str, Any]] = (),
    refused: Collection[Key] = (),
    **more: Any,
) -> tuple[RuleProposal, ...]:
    given, more_lines = list(corrected), list(kept)
    lines = [
        operation(f"2026-10-{at + 1:02}", label, amount, category=category, **more)
        for at, (label, amount, category) in enumerate([*given, *more_lines])
    ]
    dossier = make_dossier(lines, rules=rules)
    operations = dossier.operations
    is_corrected = pd.Series([at < len(given) for at in range(len(operations))], index=operations.index)
    return propose_rules(operations, operations["category"] != "", is_corrected, dossier.rules, refused)


TWICE: list[Line] = [("VIR PIXELREGIE", -100, "Publicité"), ("VIR PIXELREGIE OCT", -200, "Publicité")]


def of_tiers(lines: list[Line], **more: Any) -> tuple[RuleProposal, ...]:
    return proposed(lines, counterparty="Pixelregie", **more)


def test_two_corrections_of_one_tiers_make_a_rule_that_tells_its_lines_so() -> None:
    (rule,) = of_tiers(TWICE, scf_account="623")
    assert (rule.text, rule.direction, rule.category, rule.scf_account) == ("PIXELREGIE", "debit", "Publicité", "623")
    assert (rule.corrected, rule.others) == ((0, 1), ())
    accepted = {"text": rule.text, "direction": rule.direction, "category": rule.category}
    dossier = make_dossier([operation("2026-11-01", "VIR PIXELREGIE NOV", -5)], rules=[accepted])
    assert tell_by_rules(dossier.operations, dossier.rules)["category"].tolist() == ["Publicité"]


@pytest.mark.parametrize(
    "lines",
    [
        TWICE[:1],
        [TWICE[0], ("VIR PIXELREGIE", -100, "Salon")],
        [TWICE[0], ("VIR PIXELREGIE", 100, "Publicité")],
        [("VIR 1234", -100, "Publicité"), ("VIR 5678", -100, "Publicité")],
    ],
    ids=["one alone", "two categories", "two senses", "a name that no label holds"],
)
def test_no_rule_is_proposed_without_enough_lines_that_agree(lines: list[Line]) -> None:
    assert of_tiers(lines) == ()


def test_a_line_of_hers_with_another_category_forbids_the_rule_and_one_with_the_same_joins_it() -> None:
    assert of_tiers(TWICE, kept=[("CB PIXELREGIE", -3, "Salon")]) == ()
    (rule,) = of_tiers(TWICE, kept=[("CB PIXELREGIE", -3, "publicite"), ("REMB PIXELREGIE", 3, "Autre encaissement")])
    assert rule.others == (2,)
    assert rule.category == "Publicité"


def test_a_rule_of_hers_that_tells_the_lines_already_is_not_proposed_again() -> None:
    assert of_tiers(TWICE, rules=[{"text": "PIXELREGIE", "category": "publicite"}]) == ()
    assert len(of_tiers(TWICE, rules=[{"text": "PIXELREGIE", "category": "Salon"}])) == 1


def test_a_refused_proposal_never_comes_back_and_another_category_is_another_proposal() -> None:
    (rule,) = of_tiers(TWICE)
    assert of_tiers(TWICE, refused={rule.key}) == ()
    assert of_tiers(TWICE, refused={proposal_key("Pixelrégie", "Débit", "PUBLICITE")}) == ()
    assert of_tiers(TWICE, refused={proposal_key("Pixelrégie", "Débit", "Salon")}) == (rule,)


def test_nothing_corrected_proposes_nothing() -> None:
    assert proposed([], TWICE) == ()
