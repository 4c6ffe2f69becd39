"""The account of a line: typed, of the evidence, of her lines of that tiers, of its category."""

from __future__ import annotations

from typing import Any

from addin.treasury.classification.accounts import accounts_of
from addin.treasury.classification.verdicts import no_verdicts
from tests.treasury.builders import make_dossier, operation

CATEGORIES = [{"category": "Énergie", "scf_account": "607"}, {"category": "Sans compte"}]


def account(category: str, *, origin: str = "model", told: str = "", before: list[dict[str, Any]] | None = None, **line: Any) -> str:
    asked = operation("2026-10-04", "SADEG 3", -10, counterparty="Sadeg", **line)
    dossier = make_dossier([*(before or []), asked], categories=CATEGORIES)
    lines = dossier.operations.iloc[-1:]
    verdicts = no_verdicts(lines.index).assign(category=category, suggestion=category, origin=origin, scf_account=told)
    return str(accounts_of(lines, verdicts, dossier).iloc[0])


def earlier(scf: str, category: str = "Énergie", party: str = "SADEG") -> dict[str, Any]:
    return operation("2026-09-04", "SADEG 2", -10, counterparty=party, category=category, scf_account=scf)


def test_the_account_typed_on_the_line_stands() -> None:
    assert account("Énergie", origin="rule", told="6073", before=[earlier("6071")], scf_account="6061") == "6061"


def test_the_account_of_the_rule_comes_before_that_of_her_lines() -> None:
    assert account("Énergie", origin="rule", told="6073", before=[earlier("6071")]) == "6073"


def test_her_lines_of_the_tiers_and_category_tell_the_account_that_they_carry_most() -> None:
    assert account("énergie", before=[earlier("6073"), earlier("6071"), earlier("6073")]) == "6073"
    assert account("Énergie", before=[earlier("6073", category="Sans compte"), earlier("6074", party="Autre")]) == "607"


def test_without_them_the_category_has_its_account_listed_or_usual() -> None:
    assert account("Énergie") == "607"
    assert account("Publicité") == "623"


def test_nothing_tells_no_account() -> None:
    assert account("Sans compte") == ""
    assert account("") == ""
