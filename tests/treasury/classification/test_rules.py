"""Her rules: which lines a text means, which rule decides, and what is said of a rule that cannot be used."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd
import pytest

from addin.treasury.classification.rule_texts import read_text
from addin.treasury.classification.rules import read_rules, rule_findings, tell_by_rules
from addin.treasury.counterparties import fold, normalise
from tests.treasury.builders import make_dossier, operation

Given = dict[str, Any]


def told(lines: list[Given], rules: list[Given]) -> pd.DataFrame:
    dossier = make_dossier(lines, rules=rules)
    return tell_by_rules(dossier.operations, dossier.rules)


def category(label: str, amount: float, rules: list[Given], **more: Any) -> str:
    return str(told([operation("2026-10-04", label, amount, **more)], rules)["category"].iloc[0])


def means(text: str, label: str) -> bool:
    meant = read_text(text)
    assert meant is not None
    return meant.says(f" {normalise(label)} " if meant.keyed else fold(label))


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("loyer", "VIR LOYER MARS", True),
        ("Loyer", "VIR LOYERS MARS", False),
        ("crédit agricole", "PRLV CREDIT-AGRICOLE 12", True),
        ("loyer*", "VIR LOYERS MARS", True),
        ("*regie", "VIR PIXELREGIE", True),
        ("*regie", "VIR PIXELREGIES", False),
        ("vir * mars", "VIR LOYER MARS", True),
        ("vir * mars", "VIR MARS", True),
        ("vir * mars", "MARS VIR", False),
        ("a[b]*", "VIR A B 12", True),
        ("*", "N'IMPORTE QUOI", True),
        ("/^vir .*mars$/", "Vir loyer mars", True),
        ("/^mars/", "VIR LOYER MARS", False),
        (r"/FA-\d{3}\b/", "VIR FA-112/26", True),
        ("/crédit/", "CREDIT 12", True),
        ("/(DJEZZY|OOREDOO)/", "PAIEMENT OOREDOO", True),
        ("/(?:META|GOOGLE) ?ADS/", "CB GOOGLE ADS", True),
    ],
)
def test_a_text_means_whole_words_stars_or_an_expression(text: str, label: str, expected: bool) -> None:
    assert means(text, label) is expected


@pytest.mark.parametrize(
    "text", ["", "—", "//", "/VIR (NOVA/", "/(a+)+$/", "/((a+)b?)*c/", "/(a|a)*$/", "/(?:a*){5,}/", "/a*a*a*a*a*b/", r"/(a)\1/"]
)
def test_a_text_that_is_no_expression_or_whose_time_has_no_bound_is_refused(text: str) -> None:
    assert read_text(text) is None


def test_the_worst_expression_that_is_accepted_ends_soon_on_a_long_label() -> None:
    meant = read_text("/a+b+c+d+$/")
    assert meant is not None
    start = time.perf_counter()
    assert not meant.says("A" * 100_000)
    assert time.perf_counter() - start < 2


def test_the_longer_text_decides_then_more_conditions_then_the_upper_line() -> None:
    rules = [
        {"text": "LOYER", "category": "Premier"},
        {"text": "LOYER", "category": "Second"},
        {"text": "LOYER", "direction": "debit", "category": "Sorties"},
        {"text": "LOYER PALMIERS", "category": "Palmiers"},
    ]
    assert category("VIR LOYER", 100, rules) == "Premier"
    assert category("VIR LOYER", -100, rules) == "Sorties"
    assert category("VIR LOYER PALMIERS", -100, rules) == "Palmiers"
    assert category("VIR LOYER PALMIERS", -100, rules[::-1]) == "Palmiers"


@pytest.mark.parametrize(("amount", "expected"), [(-99.99, ""), (-100, "Frais"), (-200, "Frais"), (-200.01, ""), (150, "")])
def test_limits_are_included_and_compared_without_sign_in_the_sense_of_the_rule(amount: float, expected: str) -> None:
    rule = {"text": "SADEG", "direction": "debit", "minimum_cents": 10_000, "maximum_cents": 20_000, "category": "Frais"}
    assert category("SADEG 14", amount, [rule]) == expected


def test_a_limit_is_compared_in_the_base_currency_and_without_a_rate_it_says_nothing() -> None:
    rule = {"text": "OVH", "minimum_cents": 100_000, "category": "Hébergement"}
    lines = [
        operation("2026-10-04", "OVH", -10, currency="EUR", base_cents=-145_000),
        operation("2026-10-05", "OVH", -2_000, currency="EUR", base_cents=pd.NA),
    ]
    assert told(lines, [rule])["category"].tolist() == ["Hébergement", ""]


def test_account_and_project_are_conditions() -> None:
    rules = [{"text": "*", "account": "Carte Pub", "category": "Publicité"}, {"text": "HOTEL", "project": "Oran 2026", "category": "Salon"}]
    assert category("FACEBK", -10, rules, account="CARTE PUB") == "Publicité"
    assert category("FACEBK", -10, rules, account="BNA") == ""
    assert category("HOTEL ROYAL", -10, rules, project="oran 2026") == "Salon"
    assert category("HOTEL ROYAL", -10, rules) == ""


def test_a_line_alone_is_told_as_among_others() -> None:
    rules: list[Given] = [
        {"text": "/^vir/", "direction": "credit", "category": "Un"},
        {"text": "loyer*", "minimum_cents": 1_000, "category": "Deux"},
        {"text": "mars", "maximum_cents": 1_000, "account": "bna", "category": "Trois"},
        {"text": "*", "project": "Oran", "category": "Quatre"},
    ]
    labels = ["VIR LOYERS", "Vir mars", "MARS LOYER", "CB"]
    lines = [
        operation("2026-10-04", label, amount, account=account, project=project)
        for label in labels
        for amount in (-10, 9.99, 10.01, 0)
        for account in ("BNA", "CPA")
        for project in ("", "ORAN")
    ]
    lines.append(operation("2026-10-05", "VIR LOYERS MARS", -50, currency="EUR", base_cents=pd.NA))
    dossier = make_dossier(lines, rules=rules)
    known = sorted(read_rules(dossier.rules)[0], key=lambda rule: rule.specific, reverse=True)
    rows = [{str(name): value for name, value in row.items()} for row in dossier.operations.to_dict("records")]
    alone = [next((rule.category for rule in known if rule.applies(row)), "") for row in rows]
    assert alone == tell_by_rules(dossier.operations, dossier.rules)["category"].tolist()
    assert set(alone) == {"", "Un", "Deux", "Trois", "Quatre"}


def test_a_verdict_of_a_rule_is_certain_names_its_row_and_carries_its_account() -> None:
    rules = [{"text": "SADEG", "category": "Frais généraux", "scf_account": "6073", "row": 9}]
    verdicts = told([operation("2026-10-04", "SADEG 3", -10), operation("2026-10-05", "AUTRE", -10)], rules)
    first, second = verdicts.iloc[0], verdicts.iloc[1]
    assert (first["origin"], first["reason"], first["confidence"], first["scf_account"]) == ("rule", "rule", 1.0, "6073")
    assert first["detail"] == {"text": "SADEG", "row": 9}
    assert (second["origin"], second["category"], second["suggestion"], second["confidence"]) == ("none", "", "", 0.0)


def test_rules_that_cannot_be_used_are_said_with_their_row_and_the_others_apply() -> None:
    rules = [
        {"text": "/VIR (NOVA/", "category": "Ventes"},
        {"text": "PIXELREGIE"},
        {"text": "SADEG", "category": "Énergie", "direction": "negatif"},
        {"text": "OOREDOO", "category": "telecom"},
        {"text": "DJEZZY", "category": "Inconnue"},
    ]
    dossier = make_dossier([operation("2026-10-04", "DJEZZY", -10)], rules=rules, categories=[{"category": "Télécom"}])
    found = [(each.code, each.row) for each in rule_findings(dossier.rules, dossier.categories)]
    expected = [("RULE_EXPRESSION_BROKEN", 2), ("RULE_WITHOUT_CATEGORY", 3), ("RULE_SENSE_UNKNOWN", 4), ("RULE_CATEGORY_UNKNOWN", 6)]
    assert found == expected
    assert [each.code for each in rule_findings(dossier.rules)] == [code for code, _ in expected[:-1]]
    assert tell_by_rules(dossier.operations, dossier.rules)["category"].tolist() == ["Inconnue"]


def test_two_hundred_rules_over_many_distinct_labels_take_little_time() -> None:
    labels = [f"VIR MAISON{at} FACTURE {at % 977}" for at in range(20_000)]
    line = operation("2026-10-04", "x", -10)
    lines = make_dossier([line]).operations
    lines = lines.loc[[0] * len(labels)].reset_index(drop=True).assign(label=labels)
    rules = make_dossier([line], rules=[{"text": f"MAISON{at}", "category": f"C{at}"} for at in range(200)]).rules
    start = time.perf_counter()
    verdicts = tell_by_rules(lines, rules)
    assert time.perf_counter() - start < 5
    assert verdicts["category"].iloc[:201].tolist() == [*(f"C{at}" for at in range(200)), ""]
