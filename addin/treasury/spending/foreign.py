"""What purchases in other currencies really cost: the rate of the card beside the bank's, and the fee between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.amounts import parse_amount
from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.conversion import RateMissingError, Rates
from addin.treasury.currency import currency_code, exponent, rate_on, to_decimal
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.spending.lines import refunded_parties

OLD_RATE_DAYS = 10
"""A rate older than this is said with its age."""
_FAR = 2
"""A card's rate so many times the bank's, or the bank's so many times the card's, is no rate: the label tells something else."""
_SIGNS = {"€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "EURO": "EUR", "EUROS": "EUR"}
_CODES = "USD|EUR|GBP|CHF|CAD|TND|MAD|SAR|AED|QAR|EGP|CNY|TRY|JPY|SEK|NOK|DKK|PLN|INR|AUD|DZD"
_FIGURES = r"\d{1,3}(?:[  .]\d{3})+(?:,\d{1,3})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,3})?|\d+(?:[.,]\d{1,3})?"
_UNIT = rf"(?:{_CODES}|EUROS?|US\$|[€$£])"
_BEFORE = re.compile(rf"(?<![A-Z0-9])({_UNIT}) ?({_FIGURES})(?![0-9])")
_A_UNIT = re.compile(rf"{_CODES}|EUROS?|US\$|€|\$|£")  # literals only: the search skips from one first letter to the next
_AFTER = re.compile(rf"(?<![0-9.,])({_FIGURES}) ?({_UNIT})(?![A-Z0-9])")


@dataclass(frozen=True)
class ForeignPurchase:
    """One line whose label names an amount in another currency (« VISA ADOBE USD59,99 »); what came back is negative.

    Attributes:
        foreign_cents: minor units of `currency`.
        debited_cents: minor units of `unit`, the currency of the account.
        bank_cents: the same at the bank's rate, None without a rate on or before the day.
        bank_rate, rate_on: units of `unit` for one of `currency`, and its day.
        is_odd: the two rates are too far apart for the label to tell an amount; no fee is made of it.
    """

    sheet: str
    row: int
    on: date
    supplier: str
    label: str
    currency: str
    unit: str
    foreign_cents: int
    debited_cents: int
    bank_cents: int | None
    bank_rate: Decimal | None
    rate_on: date | None
    is_odd: bool

    @property
    def card_rate(self) -> Decimal:
        """Units of the account's currency for one of the purchase's."""
        return to_decimal(self.debited_cents, self.unit) / to_decimal(self.foreign_cents, self.currency)

    @property
    def fee_cents(self) -> int | None:
        """Debited − amount × bank rate; None when the rate is not known."""
        return None if self.bank_cents is None or self.is_odd else self.debited_cents - self.bank_cents

    @property
    def rate_days(self) -> int | None:
        """Age of the bank's rate on the day of the purchase."""
        return None if self.rate_on is None else (self.on - self.rate_on).days


@dataclass(frozen=True)
class ForeignCost:
    """The purchases of one supplier in one month and currency.

    Attributes:
        month: its first day.
        fee_cents: of those that have a bank rate; None when none has.
        rated_cents: what was debited for those.
        bank_rate: mean of those used, by what was bought; None without any.
        oldest_days: age of the oldest bank rate used, None without any.
        unrated, odd: how many have no bank rate, or an odd one.
    """

    supplier: str
    month: date
    currency: str
    unit: str
    foreign_cents: int
    debited_cents: int
    fee_cents: int | None
    rated_cents: int
    bank_rate: Decimal | None
    oldest_days: int | None
    unrated: int
    odd: int
    purchases: tuple[ForeignPurchase, ...]

    @property
    def card_rate(self) -> Decimal | None:
        """What was debited for one unit; None when what was bought came back."""
        return _ratio(self.debited_cents, self.unit, self.foreign_cents, self.currency)


def amount_in_label(label: str, unit: str) -> tuple[str, int] | None:
    """Currency and minor units that a label names, in another currency than the account's; None without one or when it is not clear.

    >>> amount_in_label("VISA ADOBE USD59,99", "DZD"), amount_in_label("VISA META 1 290 EUR", "DZD"), amount_in_label("SADEG 10/26", "DZD")
    (('USD', 5999), ('EUR', 129000), None)
    """
    text = label.upper()
    found = set()
    for code, figures in [*_BEFORE.findall(text), *((code, figures) for figures, code in _AFTER.findall(text))]:
        currency = _SIGNS.get(code) or currency_code(code)
        value = parse_amount(figures)
        if isinstance(value, str) and re.fullmatch(r"\d{1,3}[.,]\d{3}", figures):
            has_mark = (
                currency is not None and exponent(currency) == 3
            )  # « 12,500 » is twelve and a half; of two decimals, « 1.290 » is 1290
            value = Decimal(re.sub(r"[.,]", "." if has_mark else "", figures))
        if currency is not None and currency != unit and isinstance(value, Decimal) and value > 0:
            found.add((currency, int(value.scaleb(exponent(currency)).to_integral_value())))
    return found.pop() if len(found) == 1 else None


def amounts_in_labels(labels: pd.Series, unit: str) -> pd.Series:
    """`amount_in_label` of each label; few labels name a currency, the others cost next to nothing."""
    codes, distinct = pd.factorize(labels.where(labels.notna(), ""))
    texts = [str(text).replace("\n", " ") for text in distinct]
    told = np.full(len(texts), None, dtype=object)
    for at in _with_unit("\n".join(texts).upper()) if texts else ():
        told[at] = amount_in_label(texts[at], unit)
    return pd.Series(told[codes], index=labels.index, dtype=object)


def _with_unit(lines: str) -> list[int]:
    """Numbers of the lines of a text, in capitals, that hold a figure beside a unit that is a word of its own."""
    signs = np.frombuffer(f"  {lines}  ".encode("utf-32-le"), dtype=np.uint32)
    start, end = np.array([match.span() for match in _A_UNIT.finditer(lines)], dtype=np.int64).reshape(-1, 2).T + 2
    is_digit, is_space = (signs >= ord("0")) & (signs <= ord("9")), signs == ord(" ")
    is_word = is_digit | ((signs >= ord("A")) & (signs <= ord("Z")))
    before = is_digit[start - 1] | (is_space[start - 1] & is_digit[start - 2])
    after = is_digit[end] | (is_space[end] & is_digit[end + 1])
    found = start[(after & ~is_word[start - 1]) | (before & ~is_word[end])]
    places: list[int] = np.unique(np.searchsorted(np.flatnonzero(signs == ord("\n")), found)).tolist()
    return places


def foreign_purchases(dossier: Dossier, first: date, last: date) -> tuple[ForeignPurchase, ...]:
    """The lines from one day to another, both included, whose label names an amount in another currency, oldest first."""
    operations = dossier.operations
    booked = operations["booked_on"]
    is_inside = (booked >= pd.Timestamp(first)) & (booked <= pd.Timestamp(last)) & (operations["amount_cents"] != 0)
    is_inside &= ~operations["transfer_state"].isin(NEUTRAL_STATES) & ~operations["nature"].isin(("transfer", "bounced", "bank_fee"))
    lines = operations[is_inside].sort_values(["booked_on", "account", "position"], kind="stable")
    lines = lines.assign(party=refunded_parties(lines))
    rates = Rates(dossier.rates, dossier.base_currency)
    told: dict[tuple[str, str], tuple[str, int] | None] = {}
    found = []
    columns = (lines[name] for name in ("sheet", "row", "booked_on", "party", "label", "currency", "amount_cents"))
    for sheet, row, on, party, label, unit, cents in zip(*columns, strict=True):
        if (label, unit) not in told:
            told[label, unit] = amount_in_label(label, unit)
        named = told[label, unit]
        if named is None or (cents > 0 and not party):
            continue
        currency, foreign = named
        sign = 1 if cents < 0 else -1
        day = as_date(on)
        at_bank, rate, quoted = _at_bank(dossier, rates, foreign, currency, unit, day)
        share = abs(int(cents)) / at_bank if at_bank else 1.0
        is_odd = not 1 / _FAR <= share <= _FAR
        found.append(
            ForeignPurchase(
                str(sheet), int(row), day, str(party) or str(label), str(label), currency, str(unit), sign * foreign, -int(cents),
                None if at_bank is None else sign * at_bank, rate, quoted, is_odd,
            )
        )  # fmt: skip
    return tuple(found)


def foreign_costs(purchases: Sequence[ForeignPurchase]) -> tuple[ForeignCost, ...]:
    """The purchases together, by supplier, month and currency: suppliers by what they cost, months in order."""
    groups: dict[tuple[str, date, str, str], list[ForeignPurchase]] = {}
    for each in purchases:
        groups.setdefault((each.supplier, each.on.replace(day=1), each.currency, each.unit), []).append(each)
    weight: dict[str, int] = {}
    for each in purchases:
        weight[each.supplier] = weight.get(each.supplier, 0) + each.debited_cents
    ordered = sorted(groups.items(), key=lambda group: (-weight[group[0][0]], group[0]))
    return tuple(_cost(key, tuple(lines)) for key, lines in ordered)


def foreign_findings(purchases: Sequence[ForeignPurchase]) -> list[Finding]:
    """Currencies of which the bank's rate is missing, or too old on the day of a purchase."""
    said = []
    for currency in dict.fromkeys(each.currency for each in purchases):
        mine = [each for each in purchases if each.currency == currency]
        missing = [each for each in mine if each.bank_cents is None]
        if missing:
            details = {"count": len(missing), "currency": currency, "date": f"{missing[0].on:%d/%m/%Y}"}
            said.append(Finding("CARD_RATE_MISSING", missing[0].sheet, missing[0].row, details=details))
        old = max((each for each in mine if (each.rate_days or 0) > OLD_RATE_DAYS), key=lambda each: each.rate_days or 0, default=None)
        if old is not None:
            details = {"currency": currency, "date": f"{old.on:%d/%m/%Y}", "days": old.rate_days}
            said.append(Finding("CARD_RATE_OLD", old.sheet, old.row, details=details))
    return said


def _at_bank(
    dossier: Dossier, rates: Rates, foreign: int, currency: str, unit: str, day: date
) -> tuple[int | None, Decimal | None, date | None]:
    """The amount at the last bank rate known on a day, that rate and its day."""
    try:
        cents = rates.converted(foreign, currency, unit, day)
    except RateMissingError:
        return None, None, None
    days = [known[1] for code in (currency, unit) if code != dossier.base_currency and (known := rate_on(dossier.rates, code, day))]
    rate = rates.rate(currency, day) / rates.rate(unit, day)
    return cents, rate, min(days, default=day)


def _cost(key: tuple[str, date, str, str], lines: tuple[ForeignPurchase, ...]) -> ForeignCost:
    rated = [each for each in lines if each.fee_cents is not None]
    ages = [each.rate_days for each in rated if each.rate_days is not None]
    return ForeignCost(
        *key,
        foreign_cents=sum(each.foreign_cents for each in lines),
        debited_cents=sum(each.debited_cents for each in lines),
        fee_cents=sum(each.fee_cents or 0 for each in rated) if rated else None,
        rated_cents=sum(each.debited_cents for each in rated),
        bank_rate=_mean_rate(rated),
        oldest_days=max(ages, default=None),
        unrated=sum(each.bank_cents is None for each in lines),
        odd=sum(each.is_odd for each in lines),
        purchases=lines,
    )


def _mean_rate(rated: Sequence[ForeignPurchase]) -> Decimal | None:
    bought = sum(each.foreign_cents for each in rated)
    worth = sum(((each.bank_rate or Decimal(0)) * each.foreign_cents for each in rated), Decimal(0))
    return worth / bought if bought else None


def _ratio(cents: int, unit: str, foreign_cents: int, currency: str) -> Decimal | None:
    return None if not foreign_cents else to_decimal(cents, unit) / to_decimal(foreign_cents, currency)
