"""From the lines of a table to its statements: one for each account and currency, with the balances and totals that the bank states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.balance_chain import Followed, Points, follow, signs_from_balance
from addin.treasury.currency import exponent
from addin.treasury.dates import as_date, dates_in
from addin.treasury.headings import simplify
from addin.treasury.signs import _RECEIVED, _SPENT
from addin.treasury.special_lines import nature_of, stated_balance
from addin.treasury.statements.columns_vocabulary import line_meaning
from addin.treasury.statements.model import AccountId, Balance, Rejected, Statement, line_frame
from addin.treasury.statements.profiles import Profile
from addin.treasury.statements.table_above import count_in_lines
from addin.treasury.statements.table_lines import TableLines, collapsed
from addin.treasury.tables import shown

_MANY_PAYMENTS, _MANY_UNSIGNED = 3, 5
"""Amounts without any sign from which it is asked what they are: labels that speak of payments, or any lines."""


_ENOUGH_TO_TURN, _ENOUGH_AGAINST_WORDS = 2, 5
"""Balances compared from which they turn the signs; headings or words that say the direction weigh more than two of them."""


@dataclass(frozen=True)
class SignFound:
    """How the signs of a file were settled.

    Attributes:
        sign: 1 as its columns say, -1 turned; None when nothing settles it.
        why: "sides", "flags", "both_signs", "balance", "balance_turned", "balance_each", "chosen", "profile", "unproven", "open", "none".
        signs: for each statement, the signs of its amounts, when the balances gave them one by one.
        count, total: balances that follow, of those compared.
        payments, receipts: labels that speak of a payment, and of a receipt.
        example: label that looks like a payment where the sign is open.
        good, compared: balances that follow, of those compared.
        is_first_open: no amount has a minus, and no opening balance proves that of the first line.
    """

    sign: int | None
    why: str
    signs: tuple[np.ndarray, ...] | None = None
    count: int = 0
    total: int = 0
    payments: int = 0
    receipts: int = 0
    example: str = ""
    good: int = 0
    compared: int = 0
    is_first_open: bool = False


@dataclass(frozen=True)
class Group:
    """The lines of one account in one currency: their positions in the table, and the balances that are stated around them."""

    account: str
    currency: str
    at: np.ndarray
    opening: Balance | None
    closing: Balance | None
    points: Points
    newest_first: bool


def groups_of(lines: TableLines) -> list[Group]:
    """The accounts and currencies of a table, in the order in which they appear."""
    at = np.flatnonzero(lines.keep)
    names = _accounts(lines)
    keys = {name: _key(name) for name in set(names)}
    places: dict[tuple[str, str], int] = {}
    if len(keys) == 1 == len(set(lines.codes)) and len(at):
        places[keys[names[0]], lines.codes[0]] = 0
        codes = np.zeros(len(at), dtype=np.int64)
    else:
        codes = np.array([places.setdefault((keys[names[i]], lines.codes[i]), len(places)) for i in at.tolist()], dtype=np.int64)
    found = []
    for k in range(len(places)):
        mine = at[codes == k]
        found.append(_group(lines, names[int(mine[0])], lines.codes[int(mine[0])], mine, is_only=len(places) == 1))
    return found or [_group(lines, lines.above.account.number, _usual_code(lines), at, is_only=True)]


def settle_sign(lines: TableLines, groups: Sequence[Group], told: str, why: str, *, are_sides_open: bool) -> SignFound:
    """Whether the amounts are credit positive as their columns say, by the balances first.

    Args:
        told: "as_printed" or "reversed" by her answer or by the profile, "" otherwise.
        why: "chosen" or "profile".
    """
    if not lines.keep.any():
        return SignFound(1, "none")
    followed = [_follow(group) for group in groups]
    compared = sum(each.compared for each in followed)
    good = compared - sum(len(each.breaks) for each in followed)
    found = _by_evidence(lines, groups, followed, good, compared, are_sides_open=are_sides_open)
    if told in ("as_printed", "reversed"):
        turned = _follow_turned(groups) if (told == "reversed") != (found.sign == -1) and found.signs is None else good
        return SignFound(1 if told == "as_printed" else -1, why, good=turned, compared=compared)
    return replace(found, good=good, compared=compared)


def _by_evidence(
    lines: TableLines, groups: Sequence[Group], followed: Sequence[Followed], good: int, compared: int, *, are_sides_open: bool
) -> SignFound:
    signed = lines.signed
    cents = signed.cents[lines.keep]
    lacks_sign = signed.by == "printed" and not (cents < 0).any()
    if lacks_sign and compared and (each := _signs_one_by_one(groups, followed)) is not None:
        return SignFound(1, "balance_each", tuple(each), compared, compared)
    votes = [each.sign for each in followed if each.compared]
    enough = _ENOUGH_AGAINST_WORDS if signed.by in ("sides", "side", "flags") and not are_sides_open else _ENOUGH_TO_TURN
    if compared >= enough and set(votes) == {-1}:
        return SignFound(-1, "balance_turned", None, good, compared)
    if compared and set(votes) == {1} and 10 * good >= 9 * compared and (cents != 0).any():
        is_first_open = lacks_sign and any(not group.points.head for group in groups)
        return SignFound(1, "balance", None, good, compared, is_first_open=is_first_open)
    if are_sides_open:
        return SignFound(None, "open", None, 0, 0, *_told_by_labels(lines))
    if signed.by in ("sides", "side", "flags"):
        return SignFound(1, signed.by)
    if (cents < 0).any() and (cents > 0).any():
        return SignFound(1, "both_signs", None, int((cents < 0).sum()), len(cents))
    payments, receipts, example = _told_by_labels(lines)
    is_doubtful = not (cents < 0).any() and (payments >= _MANY_PAYMENTS or len(cents) >= _MANY_UNSIGNED)
    return SignFound(None if is_doubtful else 1, "open" if is_doubtful else "unproven", None, 0, len(cents), payments, receipts, example)


def _follow(group: Group) -> Followed:
    """The balances followed; an order against the dates is taken only when no sense of the amounts fits an order with them."""
    found = follow(group.points, newest_first=group.newest_first, may_reverse=True)
    if _is_with_dates(group.points, found.order):
        return found
    turned = replace(group.points, cents=-group.points.cents)
    other = follow(turned, newest_first=group.newest_first, may_reverse=False)
    return replace(other, sign=-1) if not other.breaks and _is_with_dates(turned, other.order) else found


def _is_with_dates(points: Points, order: np.ndarray) -> bool:
    days = points.days[order]
    days = days[~np.isnat(days)]
    return bool((days[1:] >= days[:-1]).all())


def _follow_turned(groups: Sequence[Group]) -> int:
    """Number of balances that follow when all amounts are turned."""
    turned = [replace(group.points, cents=-group.points.cents) for group in groups]
    found = [follow(points, newest_first=group.newest_first, may_reverse=False) for points, group in zip(turned, groups, strict=True)]
    return sum(each.compared - len(each.breaks) for each in found)


def without_unproven_first(lines: TableLines, groups: Sequence[Group], sign: SignFound) -> tuple[TableLines, list[Group], SignFound]:
    """Where the balances give the signs, the first line of a statement without opening balance has none: it is rejected.

    Returns:
        The lines, groups and signs without these lines; unchanged where the signs come from elsewhere.
    """
    if sign.signs is None or all(group.points.head for group in groups):
        return lines, list(groups), sign
    fate, keep = lines.fate.copy(), lines.keep.copy()
    rejected, kept, signs = list(lines.rejected), [], []
    column = lines.table.headings.texts[next(name for name in ("amount", "credit", "debit") if name in lines.table.headings)]
    for group, own in zip(groups, sign.signs, strict=True):
        if group.points.head:
            kept.append(group)
            signs.append(own)
            continue
        first = len(group.at) - 1 if _follow(group).order[0] != 0 else 0
        i = int(group.at[first])
        fate[lines.first + i], keep[i] = "rejected", False
        value = shown(lines.table.cells(next(n for n in ("amount", "credit", "debit") if n in lines.table.headings))[i])
        rejected.append(Rejected(int(lines.numbers[lines.first + i]), column, value, "LINE_SIGN_UNPROVEN"))
        kept.append(replace(group, at=np.delete(group.at, first)))
        signs.append(np.delete(own, first))
    rejected.sort(key=lambda each: each.line)
    return replace(lines, fate=fate, keep=keep, rejected=rejected), kept, replace(sign, signs=tuple(signs))


def make_statement(
    lines: TableLines, group: Group, sign: int, signs: np.ndarray | None, profile: Profile, numbers: np.ndarray
) -> Statement:
    """One statement, its lines in the order of the file."""
    at = group.at
    extra = lines.decimals - exponent(group.currency or profile.currency)
    cents = lines.signed.cents[at] * sign
    if signs is not None:
        cents = np.abs(cents) * signs
    printed = lines.balance
    balance = pd.array(printed.cents[at] if printed else np.zeros(len(at), dtype=np.int64), dtype="Int64")
    balance[~(printed.known[at] if printed else np.zeros(len(at), dtype=bool))] = pd.NA
    picked = at.tolist()
    texts = {name: _texts(lines, name, picked) for name in ("label", "counterparty", "piece", "reference")}
    _settle_references(texts)
    frame = line_frame(
        {
            "line": numbers[at + lines.first],
            "booked_on": lines.dates.days[at],
            "value_date": lines.value_dates.days[at],
            "amount_cents": _coarser(cents, extra),
            "balance_cents": balance
            if extra <= 0
            else pd.array([pd.NA if b is pd.NA else int(_coarser(b, extra)) for b in balance], dtype="Int64"),
            **texts,
        }
    )
    total_in, total_out = _totals(lines, group) if sign == 1 and signs is None else (None, None)
    above = lines.above.account
    account = AccountId(group.account or above.number or profile.account, above.name, profile.bank)
    outside = [row for row, fate in zip(lines.rows, lines.fate.tolist(), strict=True) if fate not in ("line", "rejected", "blank")]
    first = int(numbers[0]) if len(numbers) else 1
    return Statement(
        account,
        group.currency or profile.currency,
        frame,
        _coarse_balance(group.opening, extra),
        _coarse_balance(group.closing, extra),
        total_in,
        total_out,
        count_in_lines(outside),
        first_line=first,
    )


# ---------------------------------------------------------------------------------------------------------- groups
def _accounts(lines: TableLines) -> list[str]:
    """Account of each line as printed; a blank one is that of the others when there is only one."""
    table = lines.table
    if "account" not in table.headings:
        return [lines.above.account.number] * table.count
    texts = table.texts("account")
    distinct = {_key(texts[i]): texts[i] for i in np.flatnonzero(lines.keep).tolist() if texts[i]}
    usual = next(iter(distinct.values())) if len(distinct) == 1 else ""
    return [text or usual for text in texts]


def _key(number: str) -> str:
    return "".join(char for char in number if char.isalnum()).upper()


def _usual_code(lines: TableLines) -> str:
    return next((code for code in lines.codes if code != "?"), lines.above.currency)


def _group(lines: TableLines, account: str, currency: str, at: np.ndarray, *, is_only: bool) -> Group:
    days = lines.dates.days[at]
    steps = np.sign(np.diff(days.astype("datetime64[s]").astype(np.int64))) if len(at) > 1 else np.zeros(0)
    newest_first = int((steps < 0).sum()) > int((steps > 0).sum())
    opening, closing = _balances(lines, account, at, newest_first) if is_only or "account" in lines.table.headings else (None, None)
    printed = lines.balance
    cents, known = (printed.cents[at], printed.known[at]) if printed else (np.zeros(len(at), np.int64), np.zeros(len(at), bool))
    refused = np.cumsum(lines.fate[lines.first :] == "rejected")
    gaps = refused[at] if len(at) else np.zeros(0, dtype=np.int64)
    own = _points(at, lines.signed.cents[at], cents, known, days, gaps)
    parts = [own]
    if opening is not None:
        parts.insert(0, _stated(-1, opening.cents, 0))
    if closing is not None:
        parts.append(_stated(len(lines.fate), closing.cents, int(refused[-1]) if len(refused) else 0))
    points = _joined(parts, head=int(opening is not None), tail=int(closing is not None))
    return Group(account, currency, at, opening, closing, points, newest_first)


def _joined(parts: Sequence[Points], *, head: int, tail: int) -> Points:
    def each(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name) for part in parts])

    stated = (each("balance"), each("has_balance"), each("is_side"))
    return Points(each("line"), each("cents"), *stated, each("group"), each("days"), each("gaps"), head, tail)


def _points(line: np.ndarray, cents: np.ndarray, balance: np.ndarray, known: np.ndarray, days: np.ndarray, gaps: np.ndarray) -> Points:
    size = len(line)
    return Points(line, cents, balance, known, np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int64), days, gaps.astype(np.int64))


def _stated(line: int, cents: int, gaps: int) -> Points:
    one = np.ones(1, dtype=np.int64)
    return _points(one * line, 0 * one, one * cents, one.astype(bool), np.array(["NaT"], dtype="datetime64[s]"), one * gaps)


def _balances(lines: TableLines, account: str, at: np.ndarray, newest_first: bool) -> tuple[Balance | None, Balance | None]:
    """The opening and the closing balance that lines of the table, or the lines above it, state."""
    table = lines.table
    days = lines.dates.days[at]
    first, last = (as_date(days.min()), as_date(days.max())) if len(at) else (None, None)
    openings: list[Balance] = []
    closings: list[Balance] = []
    names = table.texts("account") if "account" in table.headings else None
    for i in lines.special.balances:
        if names is not None and names[i] and _key(names[i]) != _key(account):
            continue
        stated = stated_balance(table, i, lines.amounts.columns, lines.decimals)
        if stated is None:
            continue
        cents = stated[0]
        if lines.signed.flags is not None and lines.signed.flags[i] == -1:
            cents = -abs(cents)
        words = next((text for text in (simplify(line_meaning(table.texts("label")[i])), *table.words(i)) if text), "")
        on = _day(lines, i, words)
        balance = Balance(cents, on, None)
        is_before = len(at) > 0 and (i > at[-1] if newest_first else i < at[0])
        opens = nature_of(words) == "opening" or (
            nature_of(words) == "closing" and is_before and (on is None or first is None or on <= first)
        )
        (openings if opens else closings).append(balance)
    for each in lines.above.balances:
        balance = Balance(each.cents, each.on, None)
        opens_above = each.opens_before(first) if first is not None else bool(each.opens)
        closes_above = each.closes_after(first, last) if first is not None and last is not None else each.opens is False
        if opens_above:
            openings.append(balance)
        elif closes_above or (each.opens is None and each.on is not None and last is not None and each.on >= last):
            closings.append(balance)
    ends = (-1, 0) if newest_first else (0, -1)
    return (openings[ends[0]] if openings else None), (closings[ends[1]] if closings else None)


def _day(lines: TableLines, i: int, words: str) -> date | None:
    if lines.dates.known[i]:
        return as_date(lines.dates.days[i])
    days = [day for cell in lines.table.line(i).values() if isinstance(cell, str) for day in dates_in(cell)]
    return days[0] if days else None


def _totals(lines: TableLines, group: Group) -> tuple[int | None, int | None]:
    """Total credits (>= 0) and debits (<= 0) of the one total line of the table; an opening balance counted in it is taken off."""
    columns, totals = lines.amounts.columns, lines.special.totals
    if "debit" in columns and "credit" in columns and len(totals) == 1:
        i = totals[0]
        credit = abs(int(columns["credit"].cents[i])) if columns["credit"].known[i] else None
        debit = -abs(int(columns["debit"].cents[i])) if columns["debit"].known[i] else None
        cents = lines.signed.cents[group.at]
        opening = group.opening.cents if group.opening else 0
        if credit is not None and opening > 0 and credit == int(cents[cents > 0].sum()) + opening:
            credit -= opening
        if debit is not None and opening < 0 and debit == int(cents[cents < 0].sum()) + opening:
            debit -= opening
        return credit, debit
    flags = lines.signed.flags
    if flags is not None and "amount" in columns and 1 <= len(totals) <= 2 and len({int(flags[i]) for i in totals}) == len(totals):
        by_flag = {int(flags[i]): abs(int(columns["amount"].cents[i])) for i in totals if columns["amount"].known[i]}
        return by_flag.get(1), -by_flag[-1] if -1 in by_flag else None
    return None, None


def _coarse_balance(balance: Balance | None, extra: int) -> Balance | None:
    return balance if balance is None or extra <= 0 else replace(balance, cents=int(_coarser(balance.cents, extra)))


def _coarser(cents: np.ndarray | int, extra: int) -> np.ndarray:
    """Minor units with fewer decimals, rounded half away from zero."""
    if extra <= 0:
        return np.asarray(cents)
    return np.asarray(np.sign(cents) * ((np.abs(cents) + 10**extra // 2) // 10**extra))


# ---------------------------------------------------------------------------------------------------------- texts and signs
def _texts(lines: TableLines, name: str, picked: Sequence[int]) -> list[str]:
    if name == "label":
        labels = lines.labels
        return [" ".join([labels[i], *lines.continued[i]]) if i in lines.continued else labels[i] for i in picked]
    if name not in lines.table.headings:
        return [""] * len(picked)
    cells = lines.table.cells(name)
    return [collapsed(cell) if type(cell) is str else shown(cell) for cell in (cells[i] for i in picked)]


def _settle_references(texts: dict[str, list[str]]) -> None:
    """A reference that stands on two lines is not the bank's own unique one."""
    given = [text for text in texts["reference"] if text]
    if len(set(given)) != len(given):
        texts["piece"] = [piece or reference for piece, reference in zip(texts["piece"], texts["reference"], strict=True)]
        texts["reference"] = [""] * len(texts["reference"])


def _signs_one_by_one(groups: Sequence[Group], followed: Sequence[Followed]) -> list[np.ndarray] | None:
    out = []
    for group, each in zip(groups, followed, strict=True):
        signs = signs_from_balance(group.points, each.order)
        if signs is None:
            return None
        out.append(signs[group.points.head : len(signs) - group.points.tail if group.points.tail else None])
    return out


def _told_by_labels(lines: TableLines) -> tuple[int, int, str]:
    """Labels that speak of a payment, those that speak of a receipt, and the first of the former."""
    payments = receipts = 0
    example = ""
    for i in np.flatnonzero(lines.keep)[:2_000].tolist():
        words = simplify(lines.labels[i])
        is_received, is_spent = bool(_RECEIVED.search(words)), bool(_SPENT.search(words))
        if is_received == is_spent:
            continue
        payments, receipts = payments + is_spent, receipts + is_received
        if is_spent and not example:
            example = lines.labels[i]
    return payments, receipts, example or next((lines.labels[i] for i in np.flatnonzero(lines.keep).tolist()), "")
