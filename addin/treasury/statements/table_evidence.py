"""What the reading of a table rests on, said with counts; and what it leaves open, as questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from addin.messages.statements import FIELD_WORDS, ORDER_WORDS
from addin.treasury.statements.columns_dates import readings_of
from addin.treasury.statements.model import Evidence, Question
from addin.treasury.statements.profiles import GENERIC, Profile
from addin.treasury.statements.table_lines import TableLines
from addin.treasury.statements.table_statements import Group, SignFound

_SHOWN_ACCOUNTS = 5


def evidence_of(lines: TableLines, groups: Sequence[Group], sign: SignFound, profile: Profile, numbers: np.ndarray) -> list[Evidence]:
    """What was understood of one table, in the order in which she would ask."""
    return [
        *_profile(profile),
        _columns(lines, profile, numbers),
        *_account(lines, groups, profile),
        *_currency(lines, groups, profile),
        _dates(lines),
        *_decimal(lines),
        *_sign(lines, sign),
        *_balances(sign, lines),
    ]


def questions_of(lines: TableLines, sign: SignFound, file: str, *, is_decimal_open: bool, are_sides_open: bool) -> list[Question]:
    """What the table leaves open."""
    found = []
    if lines.order.order is None:
        value = _doubtful_date(lines)
        details = {"file": file, "value": value}
        found.append(Question("date_order", "table_date_order", lines.order.options, "TABLE_DATE_ORDER_UNSURE", details))
    if is_decimal_open:
        details = {"file": file, "value": lines.amounts.example}
        found.append(Question("decimal", "table_decimal", (",", "."), "TABLE_DECIMAL_UNSURE", details))
    if sign.sign is None and are_sides_open:
        texts = lines.table.headings.texts
        sides: Mapping[str, object] = {"file": file, "first": texts["debit"], "second": texts["credit"]}
        found.append(Question("sides", "table_sides", ("first_is_debit", "first_is_credit"), "TABLE_SIDES_UNSURE", sides))
    elif sign.sign is None:
        found.append(Question("sign", "table_sign", ("as_printed", "reversed"), "TABLE_SIGN_UNSURE", {"file": file, "value": sign.example}))
    return found


def findings_of(lines: TableLines, sign: SignFound, groups: Sequence[Group], profile: Profile) -> list[tuple[str, Mapping[str, object]]]:
    """What deserves a look and has no line of its own."""
    found = list(lines.findings)
    if not lines.keep.any():
        found.append(("STATEMENT_WITHOUT_LINES", {}))
    elif sign.is_first_open:
        found.append(("SIGN_FIRST_UNPROVEN", {"line": int(lines.numbers[lines.first + int(np.flatnonzero(lines.keep)[0])])}))
    elif sign.why == "unproven":
        found.append(("SIGN_UNPROVEN", {"count": sign.total}))
    if profile.to_confirm:
        found.append(("PROFILE_TO_CONFIRM", {"profile": profile.name}))
    if lines.keep.any() and not any(group.currency or profile.currency for group in groups):
        found.append(("TABLE_CURRENCY_NONE", {}))
    return found


def _profile(profile: Profile) -> list[Evidence]:
    return [] if profile == GENERIC else [Evidence("format", "table_profile_used", {"profile": profile.name})]


def _columns(lines: TableLines, profile: Profile, numbers: np.ndarray) -> Evidence:
    headings = lines.layout.headings
    shown = {name: headings.texts[name] for name in FIELD_WORDS if name in headings.texts}
    columns = ", ".join(f"{FIELD_WORDS[name]} = {text}" for name, text in shown.items())
    at = headings.row - 1
    line = int(numbers[at]) if 0 <= at < len(numbers) else 0
    return Evidence("headings", f"table_{lines.layout.origin}", {"columns": columns, "line": line, "profile": profile.name})


def _account(lines: TableLines, groups: Sequence[Group], profile: Profile) -> list[Evidence]:
    names = list(dict.fromkeys(group.account for group in groups if group.account))
    shown = ", ".join(names[:_SHOWN_ACCOUNTS]) + ("…" if len(names) > _SHOWN_ACCOUNTS else "")
    if "account" in lines.table.headings and names:
        column = lines.table.headings.texts["account"]
        return [Evidence("account", "table_account_column", {"column": column, "accounts": shown})]
    if lines.above.account_from:
        return [Evidence("account", f"table_account_{lines.above.account_from}", {"accounts": lines.above.account.number})]
    if profile.account:
        return [Evidence("account", "table_account_profile", {"accounts": profile.account})]
    return [Evidence("account", "table_account_none", {})]


def _currency(lines: TableLines, groups: Sequence[Group], profile: Profile) -> list[Evidence]:
    codes = ", ".join(dict.fromkeys(group.currency or profile.currency for group in groups if group.currency or profile.currency))
    return [Evidence("currency", f"table_currency_{lines.currency_from or 'profile'}", {"currencies": codes})] if codes else []


def _dates(lines: TableLines) -> Evidence:
    order = lines.order
    if not order.total and not lines.dates.known.any():
        return Evidence("date_order", "table_dates_none", {})
    if order.why == "plain":
        filled = int(lines.dates.known.sum())
        return Evidence("date_order", "table_dates_typed", {"count": filled, "total": filled + len(lines.dates.troubles)})
    details = {"count": order.count, "total": order.total, "proofs": order.proofs, "order": ORDER_WORDS.get(order.order or "dmy", "")}
    return (
        Evidence("date_order", f"table_dates_{order.why}", details) if order.order else Evidence("date_order", "table_dates_same", details)
    )


def _decimal(lines: TableLines) -> list[Evidence]:
    found = lines.amounts
    if found.why == "open":
        return []
    details = {"mark": f"« {found.mark} »", "count": found.count, "proofs": found.proofs}
    return [Evidence("decimal", f"table_decimal_{found.why}", details)]


def _sign(lines: TableLines, sign: SignFound) -> list[Evidence]:
    if sign.sign is None or sign.why == "none":
        return []
    column = lines.table.headings.texts.get("direction", "")
    return [Evidence("sign", f"table_sign_{sign.why}", {"count": sign.count, "total": sign.total, "column": column})]


def _balances(sign: SignFound, lines: TableLines) -> list[Evidence]:
    if sign.compared:
        return [Evidence("balance", "table_balances", {"count": sign.good, "total": sign.compared})]
    return [Evidence("balance", "table_balances_absent", {})] if lines.keep.any() else []


def _doubtful_date(lines: TableLines) -> str:
    """The first date that the possible orders read differently."""
    for cell in lines.table.cells("booked_on"):
        if type(cell) is str and len({readings_of(cell).get(order) for order in lines.order.options}) > 1:
            return cell.strip()
    return ""
