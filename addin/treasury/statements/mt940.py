"""MT940 (end of day) and MT942 (during the day) statements of SWIFT."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from addin.messages import TresoError
from addin.treasury.counterparties import normalise
from addin.treasury.currency import currency_code, exponent
from addin.treasury.statements.decoding import decode
from addin.treasury.statements.model import AccountId, Balance, Statement, StatementFile
from addin.treasury.statements.mt940_details import Details, read_details, read_non_swift
from addin.treasury.statements.mt940_fields import Block, Field, blocks
from addin.treasury.statements.mt940_line import Unread, read_line, read_money
from addin.treasury.statements.records import Row, Tally, full_year, interest_day, one_line, row_frames

_BALANCES = ("60F", "60M", "60", "62F", "62M", "62")
_AVAILABLE = ("64", "65")
_TOTALS = ("90C", "90D", "90")
_DETAILS = ("86", "NS")
_BALANCE = re.compile(r"\s*(C|D)(\d{6})([A-Z]{3})?([\d.,]*\d[\d.,]*)\s*", re.IGNORECASE)
_TOTAL = re.compile(r"\s*(\d{0,9})([A-Z]{3})([\d.,]*\d[\d.,]*)\s*", re.IGNORECASE)
_FLOOR = re.compile(r"\s*([A-Z]{3})", re.IGNORECASE)
_BIC = re.compile(r"([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)/(.+)", re.IGNORECASE)
_CURRENCY_AT_END = re.compile(r"(.+)/([A-Z]{3})")

_NO_LINES = row_frames([[]])[0]


@dataclass(frozen=True)
class _Page:
    """One block as read; `goes_on` and `continues`: its balances are those of a page (M), not of a statement (F)."""

    statement: Statement  # without its lines yet
    rows: Sequence[Row]
    continues: bool
    goes_on: bool


def read_mt940(data: bytes, file: str) -> StatementFile:
    """The statements of an MT940 or MT942 file; the pages of one statement (:62M:, :60M:) are joined.

    Each field is counted once: `:61:` in the lines, in `rejected` or, when only announced (EC, ED), as « pending »; details
    (:86:, :NS:), balances, totals, headings and stray lines in `left_out`. Identifiers of SEPA stay out of the label. A value date
    that the calendar does not have (30 February) is the last day of its month, and said.

    Raises:
        TresoError: NOTHING_IN_FORMAT, no account, balance or operation in the file.
    """
    decoded = decode(data)
    tally = Tally()
    pages: list[_Page] = []
    for block in blocks(decoded.text, tally):
        page = _page(block, pages[-1].statement if pages else None, tally)
        if page is not None:
            pages.append(page)
    if not pages:
        raise TresoError("NOTHING_IN_FORMAT", file=file, format="MT940")
    statements = _joined(pages, tally)
    is_interim = all(each.is_interim for each in statements)
    return StatementFile(
        file=file,
        format="MT942" if is_interim else "MT940",
        encoding=decoded.encoding,
        statements=tuple(statements),
        rejected=tuple(tally.rejected),
        left_out=tally.left_out,
        evidence=(decoded.evidence,),
        findings=(*decoded.findings(), *tally.findings),
    )


def _page(block: Block, before: Statement | None, tally: Tally) -> _Page | None:
    """One block as a statement; None when it says nothing of an account."""
    tally.leave("detail", len(block.all(*_DETAILS)))
    tally.leave("balance", len(block.all(*_AVAILABLE)))
    read = ("61", *_DETAILS, *_AVAILABLE, *_BALANCES, *_TOTALS)
    tally.leave("heading", sum(each.tag not in read for each in block.fields))
    account, currency = _account(block)
    is_loose = block.fields[0].tag == "61" and before is not None  # after a closing balance, no heading: the account goes on
    if is_loose and before is not None:
        account, currency = before.account, before.currency
    currency = _currency(block) or currency
    balances = {each.tag: balance for each in block.all(*_BALANCES) if (balance := _balance(each, currency, tally))}
    totals = {each.tag: total for each in block.all(*_TOTALS) if (total := _total(each, currency, tally))}
    lines = block.all("61")
    if not (lines or account.number or block.all(*_BALANCES)):
        return None
    opening, closing = (next((balances[tag] for tag in tags if tag in balances), None) for tags in (_BALANCES[:3], _BALANCES[3:]))
    money_in, money_out = totals.get("90C"), totals.get("90D")
    number = block.all("28C", "28") or block.all("20")
    statement = Statement(
        account=account,
        currency=currency,
        lines=_NO_LINES,
        opening=opening,
        closing=closing,
        total_in_cents=money_in[1] if money_in else None,
        total_out_cents=-money_out[1] if money_out else None,
        stated_count=money_in[0] + money_out[0] if money_in and money_out else None,
        reference=one_line(number[0].text) if number else "",
        first_line=block.fields[0].line,
        is_interim=block.is_interim or (bool(block.all("34F")) and not block.all(*_BALANCES)),
    )
    return _Page(statement, _rows(block, currency, tally), "60M" in balances, "62M" in balances and "62F" not in balances)


def _account(block: Block) -> tuple[AccountId, str]:
    """The account of `:25:` and the currency written behind it (« BIC/number/HUF »), "" without."""
    fields = block.all("25", "25P")
    if not fields:
        return AccountId(), ""
    number, bank = one_line(fields[0].lines[0]), one_line(" ".join(fields[0].lines[1:]))
    currency = ""
    if match := _CURRENCY_AT_END.fullmatch(number):
        currency = currency_code(match[2]) or ""
        number = match[1] if currency else number
    if match := _BIC.fullmatch(number):
        bank, number = match[1], match[2]
    return AccountId(number.strip('" '), bank=bank), currency


def _currency(block: Block) -> str:
    """The currency that the block states first: in a balance, in the floor limit, in a total."""
    for fields, pattern, group in ((block.all(*_BALANCES), _BALANCE, 3), (block.all("34F"), _FLOOR, 1), (block.all(*_TOTALS), _TOTAL, 2)):
        for each in fields:
            if (match := pattern.match(each.text)) and match[group] and (code := currency_code(match[group])):
                return code
    return ""


def _balance(each: Field, currency: str, tally: Tally) -> Balance | None:
    match = _BALANCE.fullmatch(each.text)
    column = f":{each.tag}:"
    if match is None:
        tally.reject(each.line, column, each.text, "RECORD_UNREADABLE", format="MT940")
        return None
    if match[3] and (currency_code(match[3]) or match[3]) != currency:
        tally.reject(each.line, column, each.text, "RECORD_CURRENCY", found=match[3], currency=currency)
        return None
    cents = read_money(match[4], exponent(currency), has_type=True)
    day = interest_day(full_year(int(match[2][:2])), int(match[2][2:4]), int(match[2][4:]))
    if cents is None:
        tally.reject(each.line, column, match[4], "RECORD_AMOUNT", format="MT940")
    elif day is None and match[2] != "000000":
        tally.reject(each.line, column, match[2], "RECORD_DATE", format="MT940")
    else:
        tally.leave("balance")
        return Balance(cents if match[1].upper() == "C" else -cents, day, each.line)
    return None


def _total(each: Field, currency: str, tally: Tally) -> tuple[int, int] | None:
    """Number of operations and their sum, without sign."""
    match = _TOTAL.fullmatch(each.text)
    cents = read_money(match[3], exponent(currency), has_type=True) if match else None
    if match is None or cents is None:
        tally.reject(each.line, f":{each.tag}:", each.text, "RECORD_UNREADABLE", format="MT940")
        return None
    if (currency_code(match[2]) or match[2]) != currency:
        tally.reject(each.line, f":{each.tag}:", each.text, "RECORD_CURRENCY", found=match[2], currency=currency)
        return None
    tally.leave("total")
    return int(match[1] or 0), cents


def _rows(block: Block, currency: str, tally: Tally) -> list[Row]:
    decimals = exponent(currency)
    rows: list[Row] = []
    for place, each in enumerate(block.fields):
        if each.tag != "61":
            continue
        line = read_line(each.text, decimals)
        if isinstance(line, Unread):
            tally.reject(each.line, ":61:", line.value, line.code, format="MT940")
            continue
        if line.is_expected:
            tally.leave("pending")
            continue
        if line.moved:
            tally.find("VALUE_DATE_MOVED", line=each.line, value=line.moved, day=f"{line.value_date:%d/%m/%Y}")
        details = _details_of(block.fields, place)
        label = _label(line.more, details.label) or line.customer or line.kind
        piece = line.customer or details.reference
        rows.append(Row(each.line, line.booked_on, line.value_date, line.cents, label, line.bank, details.name, piece))
    return rows


def _details_of(fields: Sequence[Field], place: int) -> Details:
    """What the fields right under an operation say of it."""
    found = []
    under = (fields[at] for at in range(place + 1, len(fields)))
    for each in takewhile(lambda one: one.tag in _DETAILS, under):
        found.append(read_details(each.lines) if each.tag == "86" else read_non_swift(each.lines))
    if len(found) == 1:
        return found[0]
    return Details(
        one_line(" ".join(each.label for each in found)),
        next((each.name for each in found if each.name), ""),
        next((each.reference for each in found if each.reference), ""),
    )


def _label(more: str, details: str) -> str:
    """The details; the supplementary text of the line before them when they do not repeat it."""
    if not details or not more:
        return details or more
    return details if normalise(more) in normalise(details) else f"{more} {details}"


def _joined(pages: Sequence[_Page], tally: Tally) -> list[Statement]:
    """Statements; a page whose closing balance is intermediate goes on with the next one of the same account."""
    runs: list[list[_Page]] = []
    for page in pages:
        last = runs[-1][-1] if runs else None
        if last is not None and last.goes_on and page.continues and _is_same(last.statement, page.statement):
            runs[-1].append(page)
        else:
            runs.append([page])
    for run in runs:
        if run[0].continues or run[-1].goes_on:
            tally.find("PAGE_MISSING", line=run[0].statement.first_line, reference=run[0].statement.reference)
    frames = row_frames([[row for page in run for row in page.rows] for run in runs])
    return [replace(_one_statement([page.statement for page in run]), lines=lines) for run, lines in zip(runs, frames, strict=True)]


def _is_same(first: Statement, second: Statement) -> bool:
    numbers = [statement.reference.partition("/")[0] for statement in (first, second)]
    same_number = "" in numbers or numbers[0] == numbers[1]
    return same_number and first.account.number == second.account.number and first.currency == second.currency


def _one_statement(pages: Sequence[Statement]) -> Statement:
    """The pages as one: opening balance of the first, closing balance of the last, totals of the last that states them."""
    if len(pages) == 1:
        return pages[0]
    stated = [page for page in pages if page.total_in_cents is not None or page.total_out_cents is not None]
    return replace(
        pages[0],
        closing=pages[-1].closing,
        total_in_cents=stated[-1].total_in_cents if stated else None,
        total_out_cents=stated[-1].total_out_cents if stated else None,
        stated_count=stated[-1].stated_count if stated else None,
    )
