"""Where the books of a bank account (512) stand in her workbook: a tab, the general ledger, or a balance that she declares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from addin.messages import Finding
from addin.treasury.amounts import read_amounts
from addin.treasury.currency import exponent
from addin.treasury.dossier import Dossier
from addin.treasury.headings import simplify

_BANK_BOOK = re.compile(
    r"(?:compte |cpte |cpt )?51[27]\d{0,5}\b.*|.*\bgrand livre\b.*|(?:livre|journal|brouillard) (?:de )?(?:la )?(?:banque|tresorerie)\b.*|"
    r".*\bcompte 51[27]\d*\b.*|.*\b(?:livre|comptabilite|compta) (?:de )?(?:la )?(?:banque|512)\b.*"
)
_GENERIC = frozenset(
    "compte cpte cpt grand livre journal brouillard banque banques tresorerie comptabilite compta de du la le et dzd da eur usd".split()
)
_DECLARED = re.compile(r"solde (?:comptable|des livres|512)(?: (.*?))??(?: (?:au|le) (\d{1,2}) (\d{1,2}) (\d{4}))?")
_ALIKE, _MOSTLY = 0.5, 0.8
"""Share of the amounts of a book that its bank holds: when its name tells no other bank, and when it may."""


@dataclass(frozen=True, eq=False)
class Books:
    """The books of one account.

    Attributes:
        name: the tab, or the parameter.
        lines: OPERATIONS columns booked_on, label, piece, amount_cents, sheet, row; in the bank's sense.
        balance_cents: at the date, None when it is not known.
        source: what they are.
    """

    name: str
    lines: pd.DataFrame
    balance_cents: int | None
    source: Literal["tab", "ledger", "declared"]


def book_accounts(dossier: Dossier) -> dict[str, str]:
    """Accounts that are only the books of another one (« 512 BNA » beside « BNA ») → that account.

    By the name of the tab, and then: the bank that the name holds, its number in the chart, the only other bank whose amounts are
    mostly the same. A book without its bank is the account itself.
    """
    accounts = dossier.accounts[dossier.accounts["kind"] != "cash"]
    tabs = dossier.operations.groupby("account")["sheet"].unique().to_dict()
    is_book = {
        name: any(_BANK_BOOK.fullmatch(simplify(each)) for each in (name, *tabs.get(name, ())))
        for name, kind in zip(accounts["account"], accounts["kind"], strict=True)
        if kind != "card"
    }
    banks = accounts[~accounts["account"].map(lambda name: is_book.get(name, False))]
    found = {}
    for book in (name for name, told in is_book.items() if told and name in tabs):
        words = simplify(" ".join((book, *tabs[book])))
        bank = _named_bank(words, banks) or _alike_bank(dossier, book, banks["account"].tolist(), _MOSTLY if _names(words) else _ALIKE)
        if bank is not None:
            found[book] = bank
    return found


def _named_bank(words: str, banks: pd.DataFrame) -> str | None:
    own = [name for name in banks["account"] if (key := simplify(name)) and f" {key} " in f" {words} "]
    if len(own) == 1:
        return str(own[0])
    numbers = set(re.findall(r"\b5\d{2,6}\b", words))
    own = banks.loc[banks["scf_account"].isin(numbers), "account"].tolist()
    told = _names(words)
    return str(own[0]) if len(own) == 1 and (not told or told & set(simplify(own[0]).split())) else None


def _names(words: str) -> set[str]:
    """What is left of the name of a book once its usual words and numbers are gone: a bank, most often."""
    return {word for word in words.split() if word not in _GENERIC and not word.isdigit()}


def _alike_bank(dossier: Dossier, book: str, banks: Sequence[str], least: float) -> str | None:
    """The only bank that holds most amounts of the book, whatever their sign."""
    operations = dossier.operations
    amounts = operations.loc[operations["account"] == book, "amount_cents"].abs()
    shares = {
        bank: amounts.isin(operations.loc[operations["account"] == bank, "amount_cents"].abs()).mean() for bank in banks if len(amounts)
    }
    alike = [bank for bank, share in shares.items() if share >= least]
    return alike[0] if len(alike) == 1 else None


def books_findings(dossier: Dossier, books: Mapping[str, str]) -> list[Finding]:
    """Books that are counted in the cash beside their bank: the money is counted twice."""
    counted = dossier.accounts[dossier.accounts["account"].isin(set(books)) & dossier.accounts["is_included"]]
    sheets = dossier.operations.drop_duplicates("account").set_index("account")["sheet"].to_dict()
    return [
        Finding("BOOK_IN_CASH", str(sheets.get(name, "")), details={"account": name, "bank": books[name]}) for name in counted["account"]
    ]


def declared_balances(dossier: Dossier, as_of: date) -> tuple[dict[str, tuple[str, int]], list[Finding]]:
    """Balances of the books that `Paramètres` states (« Solde comptable BNA », « Solde comptable BNA au 31/10/2026 »).

    Returns:
        account → (the parameter, minor units), for those without a date or of this date; and those that cannot be used, with why.
    """
    own = zip(dossier.accounts["account"], dossier.accounts["currency"], strict=True)
    keys = {simplify(name): (name, currency) for name, currency in own}
    kinds = dossier.accounts.set_index("account")["kind"].to_dict()
    banks = [name for name, kind in kinds.items() if kind == "bank"]
    found: dict[str, tuple[str, int]] = {}
    findings = []
    dated: set[str] = set()
    for parameter, text in dossier.settings.raw.items():
        told = _DECLARED.fullmatch(parameter)
        if told is None or not text:
            continue
        name, currency = keys.get(told[1] or "", ("", ""))
        if not told[1] and len(banks) == 1:
            name, currency = keys[simplify(banks[0])]
        value = read_amounts([text], exponent(currency or dossier.base_currency))
        if not name or not value.known[0]:
            findings.append(Finding("BOOK_BALANCE_UNREADABLE", value=text, details={"parameter": parameter}))
        elif told[2] is None:
            if name not in dated:
                found[name] = (parameter, int(value.cents[0]))
        elif (int(told[4]), int(told[3]), int(told[2])) == (as_of.year, as_of.month, as_of.day):
            found[name] = (parameter, int(value.cents[0]))
            dated.add(name)
    return found, findings
