"""The account of a statement: by what she asked, its number, its lines, its balance; else a question, never a guess."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from addin.messages import TresoError
from addin.treasury.dossier import ACCOUNT_COLUMNS, Dossier, frame
from addin.treasury.statements.model import AccountId, Question, Statement
from addin.treasury.statements.proof import prove
from addin.treasury.statements.recognition import Recognised, recognise, suggested_name
from addin.treasury.statements.register import Import, Register
from tests.statements.import_builders import statement, tab
from tests.treasury.builders import make_dossier

RIB = "001 00012 3456789012 43"
IBAN = "DZ26 0010 0012 3456 7890 1243"
LINES = (("2026-10-01", "VIR NOVATEC", 1000), ("2026-10-02", "CHQ 7", -300), ("2026-10-03", "FRAIS", -5))


def dossier(*tabs: pd.DataFrame, accounts: dict[str, str] | None = None, opening: int | None = None) -> Dossier:
    operations = pd.concat(tabs, ignore_index=True) if tabs else tab()
    names = accounts or {str(each["account"].iat[0]): str(each["currency"].iat[0]) for each in tabs}
    table = {"account": list(names), "kind": ["bank"] * len(names), "currency": list(names.values()), "is_included": [True] * len(names)}
    if opening is not None:
        table["opening_cents"] = [opening, *[pd.NA] * (len(names) - 1)]
    return replace(make_dossier(), operations=operations, accounts=frame(ACCOUNT_COLUMNS, table) if names else frame(ACCOUNT_COLUMNS))


BNA, CPA = tab(("2026-09-01", "x", 1)), tab(("2026-09-01", "y", 2), sheet="CPA", account="CPA")
TWO = dossier(BNA, CPA)


def told(one: Statement, held: Dossier = TWO, **more: object) -> Recognised | Question:
    given = {"numbers": {}, "register": Register(), "tabs": {"BNA": "", "CPA": ""}, "proof": prove(one), "file": "r.csv", **more}
    return recognise(one, held, **given)  # type: ignore[arg-type]


def account_of(found: Recognised | Question) -> tuple[str, str, str]:
    assert isinstance(found, Recognised), found
    return found.account, found.tab, found.evidence.code


@pytest.mark.parametrize("asked", ["BNA", "bna", " b n a "])
def test_the_account_that_she_asks_for_is_taken_whatever_its_case(asked: str) -> None:
    assert account_of(told(statement(*LINES), asked=asked)) == ("BNA", "BNA", "account_asked")


def test_an_account_that_is_not_known_is_a_new_one() -> None:
    found = told(statement(*LINES), asked="BDL  Oran")
    assert isinstance(found, Recognised)
    assert (found.account, found.tab, found.is_new) == ("BDL Oran", "", True)


@pytest.mark.parametrize("printed", [RIB, IBAN, "3456789012"])
def test_the_number_declared_in_comptes_tells_the_account(printed: str) -> None:
    assert account_of(told(statement(*LINES, number=printed), numbers={RIB: "CPA"})) == ("CPA", "CPA", "account_declared")


def test_a_request_that_the_number_contradicts_is_told() -> None:
    found = told(statement(*LINES, number=IBAN), numbers={RIB: "CPA"}, asked="BNA")
    assert isinstance(found, Recognised)
    assert (found.account, found.contradicts) == ("BNA", "CPA")


def test_the_number_above_the_headings_of_a_tab_tells_the_account() -> None:
    tabs = {"BNA": f"Banque nationale\nRIB : {RIB}", "CPA": "Crédit populaire"}
    assert account_of(told(statement(*LINES, number=IBAN), tabs=tabs)) == ("BNA", "BNA", "account_in_tab")


def test_the_register_remembers_where_a_number_went() -> None:
    register = Register((Import(1, "CPA", "CPA", identity=RIB),))
    assert account_of(told(statement(*LINES, number=IBAN), register=register)) == ("CPA", "CPA", "account_remembered")
    undone = Register((Import(1, "CPA", "CPA", identity=RIB, is_undone=True),))
    assert isinstance(told(statement(*LINES, number=IBAN), register=undone), Question)


def test_lines_that_an_account_already_holds_tell_it() -> None:
    held = dossier(tab(*LINES), CPA)
    assert account_of(told(statement(*LINES), held)) == ("BNA", "BNA", "account_lines")
    assert isinstance(told(statement(*LINES[:2]), held), Question)


def test_the_same_lines_in_two_accounts_tell_nothing() -> None:
    held = dossier(tab(*LINES), tab(*LINES, sheet="CPA", account="CPA"))
    assert isinstance(told(statement(*LINES), held), Question)


def test_the_balance_that_the_statement_goes_on_from_tells_the_account() -> None:
    held = dossier(BNA, CPA, opening=123_456_799)
    one = statement(*LINES, opening=1234568.99, closing=1235263.99)
    assert account_of(told(one, held)) == ("BNA", "BNA", "account_continues")
    assert isinstance(told(replace(one, opening=None, closing=None), held), Question)


def test_an_account_that_is_known_by_another_number_is_not_taken() -> None:
    held = dossier(tab(*LINES), CPA)
    assert isinstance(told(statement(*LINES, number="004 00004 1234567890 12"), held, numbers={RIB: "BNA"}), Question)


def test_the_only_account_is_taken_while_it_is_empty_and_asked_for_afterwards() -> None:
    empty = dossier(accounts={"BNA": "DZD"})
    assert account_of(told(statement(*LINES), empty)) == ("BNA", "BNA", "account_waiting")
    assert isinstance(told(statement(*LINES), dossier(BNA)), Question)


def test_a_question_names_the_accounts_of_the_currency_and_has_its_refusal() -> None:
    held = dossier(BNA, CPA, tab(("2026-09-01", "z", 3), sheet="BEA EUR", account="BEA EUR", currency="EUR"))
    found = told(statement(*LINES, number=RIB), held)
    assert isinstance(found, Question)
    assert (found.options, found.refusal, found.details["number"]) == (
        ("BNA", "CPA"),
        "ACCOUNT_UNSURE",
        f" (n°\u00a0{RIB})".replace("\u00a0", " "),
    )
    none = told(statement(*LINES, name="SARL Atlas"), dossier())
    assert isinstance(none, Question)
    assert (none.options, none.refusal, none.details["suggested"]) == ((), "ACCOUNT_NEW_UNNAMED", "SARL Atlas")


def test_another_currency_is_refused_unless_the_account_has_a_side_in_it() -> None:
    with pytest.raises(TresoError) as refusal:
        told(statement(*LINES, currency="EUR"), asked="BNA")
    assert refusal.value.finding.code == "ACCOUNT_CURRENCY_DIFFERS"
    held = dossier(BNA, tab(("2026-09-01", "z", 3), account="BNA EUR", currency="EUR"))
    assert account_of(told(statement(*LINES, currency="EUR"), held, asked="BNA")) == ("BNA EUR", "BNA", "account_asked")


def test_lines_go_to_the_tab_of_their_days_else_to_the_latest() -> None:
    january = tab(("2026-09-01", "x", 1), ("2026-10-31", "x", 1), sheet="BNA automne")
    later = tab(("2026-11-01", "x", 1), ("2026-11-30", "x", 1), sheet="BNA novembre")
    held = dossier(january, later)
    assert account_of(told(statement(*LINES), held, asked="BNA"))[1] == "BNA automne"
    assert account_of(told(statement(("2026-12-02", "x", 1)), held, asked="BNA"))[1] == "BNA novembre"


@pytest.mark.parametrize(
    ("account", "name"),
    [
        (AccountId("1", "EURL El Djazaïr [2026]: import/export et négoce", "BNA"), "EURL El Djazaïr 2026 import exp"),
        (AccountId(RIB, "", "BNA"), "BNA"),
        (AccountId("00123456789", "", ""), "Compte 6789"),
        (AccountId(), ""),
    ],
)
def test_a_new_account_gets_a_name_fit_for_a_tab(account: AccountId, name: str) -> None:
    assert suggested_name(replace(statement(), account=account)) == name


def test_nothing_is_changed_by_asking() -> None:
    before = TWO.operations.copy()
    told(statement(*LINES, number=IBAN), numbers={RIB: "CPA"})
    assert np.array_equal(before["row"].to_numpy(), TWO.operations["row"].to_numpy())
