"""Subscriptions (abonnements): the services that are paid again and again, what they cost a year, and which deserve a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from addin.treasury.counterparties import normalise
from addin.treasury.dossier import Dossier
from addin.treasury.recurrences.model import PriceChange, Recurrence, Status
from addin.treasury.recurrences.tools import function_of, included_in
from addin.treasury.stable_key import key_of

Used = Literal["yes", "no", ""]
YEAR_DAYS = 365.25
VERIFY_DAYS = 60
"""Without an answer for so long, a subscription is to be verified."""
_NOT_SERVICES = ("salary", "tax", "social", "loan", "bank_fee")
_SERVICE_WORDS = ("LOGICIEL", "ABONNEMENT", "TELECOM", "TELEPHON", "INTERNET", "ASSURANCE", "HEBERGEMENT", "CLOUD")


@dataclass(frozen=True)
class Answer:
    """What she said of a subscription, and when she was first asked."""

    used: Used = ""
    asked_on: date | None = None


@dataclass(frozen=True)
class Subscription:
    """One service that comes back. Amounts in minor units, negative as on the account.

    Attributes:
        yearly_cents: cost of a year at the present price, 0 when it stopped.
        is_unused: True when she said so, or left the question without answer for 60 days (`is_to_verify`); False when she uses it; None
            until then.
        overlaps: other running tools of the same function, suites that hold it among them.
    """

    key: str
    counterparty: str
    account: str
    currency: str
    period_days: float
    amount_cents: int
    yearly_cents: int
    next_on: date | None
    status: Status
    change: PriceChange | None
    used: Used
    asked_on: date
    is_unused: bool | None
    is_to_verify: bool
    function: str
    overlaps: tuple[str, ...]
    lines: tuple[int, ...]


def find_subscriptions(
    dossier: Dossier, recurrences: Sequence[Recurrence], as_of: date, answers: Mapping[str, Answer] | None = None
) -> tuple[Subscription, ...]:
    """The subscriptions among what comes back, the dearest first.

    A recurrence is a subscription when it is a fixed payment by card, a known tool, or a service by its category or account
    (software, telecoms, insurance, hosting); salaries, taxes, dues, loans, bank fees and suppliers that send invoices are not.

    Args:
        answers: key → what she said; a subscription without answer is asked from `as_of` on.
    """
    cards = set(dossier.accounts.loc[dossier.accounts["kind"] == "card", "account"])
    suppliers = {normalise(name) for name in dossier.invoices.loc[dossier.invoices["side"] == "supplier", "counterparty"]}
    chosen: list[tuple[Recurrence, str]] = []
    for each in recurrences:
        lines = dossier.operations.loc[list(each.lines)]
        function = function_of(each.party)
        if each.amount_cents >= 0 or lines["nature"].isin(_NOT_SERVICES).any():
            continue
        by_card = each.is_fixed and each.account in cards
        if function == "ads" or not (function or by_card or _is_service(lines)) or (normalise(each.party) in suppliers and not function):
            continue
        chosen.append((each, function))
    running: dict[str, list[str]] = {}
    for each, function in chosen:
        if each.status != "stopped":
            for held in (*([function] if function else []), *included_in(each.party)):
                running.setdefault(held, []).append(each.party)
    told = answers or {}
    ranks: Counter[tuple[str, str, int]] = Counter()
    found = []
    for each, function in chosen:  # in the order of their first lines: the rank tells two contracts of one supplier
        of_party = (normalise(each.party), each.currency, round(each.period_days))
        key = subscription_key(each.party, each.currency, each.period_days, ranks[of_party])
        ranks[of_party] += 1
        found.append(_subscription(each, key, function, running, as_of, told.get(key, Answer())))
    return tuple(sorted(found, key=lambda each: (each.yearly_cents, each.counterparty, each.key)))


def subscription_key(party: str, currency: str, period_days: float, rank: int = 0) -> str:
    """The stable name of a subscription, under which her answer is kept.

    Args:
        rank: among those of one tiers, currency and period, the first paid first.
    """
    return key_of("subscription", (normalise(party), currency, round(period_days), rank))


def _subscription(
    each: Recurrence, key: str, function: str, running: Mapping[str, Sequence[str]], as_of: date, answer: Answer
) -> Subscription:
    asked = answer.asked_on or as_of
    is_running = each.status != "stopped"
    overlaps = tuple(party for party in running.get(function, ()) if party != each.party) if is_running else ()
    is_to_verify = is_running and not answer.used and (as_of - asked).days > VERIFY_DAYS
    return Subscription(
        key=key, counterparty=each.party, account=each.account, currency=each.currency, period_days=each.period_days,
        amount_cents=each.amount_cents, yearly_cents=round(each.amount_cents * YEAR_DAYS / each.period_days) if is_running else 0,
        next_on=each.next_on, status=each.status, change=each.change, used=answer.used, asked_on=asked,
        is_unused=True if is_to_verify else None if not answer.used else answer.used == "no",
        is_to_verify=is_to_verify, function=function, overlaps=overlaps, lines=each.lines,
    )  # fmt: skip


def _is_service(lines: pd.DataFrame) -> bool:
    words = normalise(" ".join([*lines["category"].unique(), *lines["party"].unique()]))
    return any(word in words for word in _SERVICE_WORDS) or bool(lines["scf_account"].str.startswith(("626", "616", "651")).all())
