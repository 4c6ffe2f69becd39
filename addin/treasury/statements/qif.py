"""QIF, the exchange format of Quicken: what some banks and most money programs can write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

import pandas as pd

from addin.messages import TresoError
from addin.treasury.amounts import AmountColumn
from addin.treasury.counterparties import counterparty_of, normalise
from addin.treasury.dates import DateColumn, as_date
from addin.treasury.money_text import money_text
from addin.treasury.statements.columns_amounts import AmountsFound, read_marked_amounts
from addin.treasury.statements.columns_dates import ORDERS, DateTexts, OrderFound, parse_date_cells, settle_order
from addin.treasury.statements.decoding import Decoded, decode
from addin.treasury.statements.model import AccountId, Balance, Evidence, Question, Statement, StatementFile
from addin.treasury.statements.qif_entries import Entry, Section, sections
from addin.treasury.statements.records import Row, Tally, full_year, one_line, row_frames

_FORMAT = "QIF"
_DECIMALS = 2  # the format names no currency
_QUICKEN_DATE = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*([/.'])\s*(\d{1,2}|\d{4})")
_SPACES_IN_DATE = re.compile(r"(?<=[-/.])\s+|\s+(?=[-/.])")
_OPENING = frozenset({"OPENING BALANCE", "SOLDE INITIAL", "SOLDE D OUVERTURE", "SOLDE DEPART", "SOLDE DE DEPART", "OUVERTURE"})
_MARKS = (",", ".")
_ORDER_TOLD = {"dmy": "qif_dates_dmy", "mdy": "qif_dates_mdy", "ymd": "qif_dates_ymd"}
_ORDER_WHY = {"days": "qif_dates_proved", "sequence": "qif_dates_in_sequence", "chosen": "qif_dates_chosen"}
_NO_LINES = row_frames([[]])[0]


@dataclass(frozen=True)
class _Read:
    """All the entries of the file, one position for each.

    Attributes:
        starts: position of the first entry of each section.
        parts: for each entry the amounts of its splits, None where unreadable.
    """

    entries: Sequence[Entry]
    starts: Sequence[int]
    days: DateColumn
    amounts: AmountColumn
    parts: Sequence[Sequence[int | None]]


def read_qif(data: bytes, file: str, *, choices: Mapping[str, str]) -> StatementFile:
    """The operations of a QIF file, one statement for each section of a bank, cash or card account.

    Each record is counted once: entries of such a section in the lines or in `rejected`, an opening balance as « balance »,
    everything else in `left_out`. Split operations stay whole. Categories and addresses are not taken over. The order of the dates
    and the decimal mark are proved by the whole file or asked.

    Args:
        choices: answers to the questions "date_order" and "decimal".
    Raises:
        TresoError: NOTHING_IN_FORMAT, no section of an account.
    """
    decoded = decode(data)
    tally = Tally()
    found = sections(decoded.text, tally)
    if not found:
        raise TresoError("NOTHING_IN_FORMAT", file=file, format=_FORMAT)
    entries = [entry for section in found for entry in section.entries]
    texts = parse_date_cells([_date_text(entry.fields.get("D", "")) for entry in entries])
    order = _order(texts, file, choices)
    parts = [part for entry in entries for part in entry.parts]
    cells = {"amount": [entry.amount for entry in entries], "parts": parts}
    amounts = read_marked_amounts(cells, _DECIMALS, choices.get("decimal", ""), "chosen")
    questions = _questions(order, amounts, texts, file)
    evidence = (decoded.evidence, *_evidence(order, amounts))
    if questions:
        return _file(file, decoded, tally, (), evidence, questions)
    starts = list(accumulate((len(section.entries) for section in found), initial=0))[:-1]
    read = _Read(entries, starts, texts.read(order.order), amounts.columns["amount"], _parts(entries, amounts.columns["parts"]))
    return _file(file, decoded, tally, _statements(found, read, tally), evidence, ())


def _parts(entries: Sequence[Entry], column: AmountColumn) -> list[list[int | None]]:
    cents = iter(zip(column.cents.tolist(), column.known.tolist(), strict=True))
    return [[value if known else None for value, known in islice(cents, len(entry.parts))] for entry in entries]


def _file(
    file: str,
    decoded: Decoded,
    tally: Tally,
    statements: tuple[Statement, ...],
    evidence: tuple[Evidence, ...],
    questions: tuple[Question, ...],
) -> StatementFile:
    return StatementFile(
        file=file,
        format=_FORMAT,
        encoding=decoded.encoding,
        statements=statements,
        rejected=tuple(tally.rejected),
        left_out=tally.left_out,
        evidence=evidence,
        questions=questions,
        findings=(*decoded.findings(), *tally.findings),
    )


def _date_text(written: str) -> str:
    """A date without the manners of Quicken: « 12/31'25 » and « 1/ 1'08 » mean years after 2000; the year stands last.

    >>> _date_text("1/ 1'08"), _date_text("31/12/ 2025"), _date_text("31/12/25"), _date_text("25-12-31")
    ('1/1/2008', '31/12/2025', '31/12/2025', '25-12-31')
    """
    match = _QUICKEN_DATE.fullmatch(written)
    if match is None:
        return _SPACES_IN_DATE.sub("", written)
    year = match[4] if len(match[4]) > 2 else str(2000 + int(match[4]) if match[3] == "'" else full_year(int(match[4])))
    return f"{match[1]}/{match[2]}/{year}"


def _order(texts: DateTexts, file: str, choices: Mapping[str, str]) -> OrderFound:
    if choices.get("date_order") in ORDERS:
        total = sum(texts.counts.values())
        return OrderFound(choices["date_order"], "chosen", total, total)
    return settle_order(texts, None, (), file)


def _questions(order: OrderFound, amounts: AmountsFound, texts: DateTexts, file: str) -> tuple[Question, ...]:
    asked = []
    if order.order is None:
        example = next((text for text, ways in texts.readings.items() if len(set(ways.values())) > 1), "") or min(texts.counts)
        asked.append(Question("date_order", "qif_date_order", order.options, "QIF_DATE_ORDER_UNSURE", {"file": file, "value": example}))
    if amounts.why == "open":
        asked.append(Question("decimal", "qif_decimal", _MARKS, "QIF_DECIMAL_UNSURE", {"file": file, "value": amounts.example}))
    return tuple(asked)


def _evidence(order: OrderFound, amounts: AmountsFound) -> tuple[Evidence, ...]:
    found = []
    if order.order:
        found.append(Evidence("date_order", _ORDER_TOLD[order.order], {"count": order.count, "total": order.total}))
        if order.why in _ORDER_WHY:
            found.append(Evidence("date_order", _ORDER_WHY[order.why], {"count": order.proofs}))
    if amounts.mark:
        found.append(Evidence("decimal", "qif_decimal_comma" if amounts.mark == "," else "qif_decimal_point", {"count": amounts.count}))
    return tuple(found)


def _statements(found: Sequence[Section], read: _Read, tally: Tally) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    groups: list[list[Row]] = []
    for section, first in zip(found, read.starts, strict=True):
        kept: list[int] = []
        opening: Balance | None = None
        account = section.account
        for at in range(first, first + len(section.entries)):
            entry = read.entries[at]
            if not _is_sound(entry, at, read, tally):
                continue
            if opening is None and not kept and _is_opening(entry):
                opening = Balance(int(read.amounts.cents[at]), as_date(read.days.days[at]), entry.line)
                account = account or _transfer_account(entry)
                tally.leave("balance")
                continue
            _check_parts(entry, int(read.amounts.cents[at]), read.parts[at], tally)
            kept.append(at)
        groups.append(_rows(read, kept))
        owner = AccountId(name=account)
        statements.append(Statement(owner, "", _NO_LINES, opening=opening, first_line=section.line))
    return tuple(replace(statement, lines=lines) for statement, lines in zip(statements, row_frames(groups), strict=True))


def _is_sound(entry: Entry, at: int, read: _Read, tally: Tally) -> bool:
    """The entry has one readable date and one readable amount; else it is rejected."""
    day, amount = entry.fields.get("D", ""), entry.amount
    if entry.twice:
        tally.reject(entry.line, entry.twice, entry.shown, "QIF_FIELD_TWICE")
    elif not day:
        tally.reject(entry.line, "D", entry.shown, "QIF_DATE_MISSING")
    elif not amount:
        tally.reject(entry.line, "T", entry.shown, "QIF_AMOUNT_MISSING")
    elif not read.days.known[at]:
        tally.reject(entry.line, "D", day, "RECORD_DATE", format=_FORMAT)
    elif not read.amounts.known[at] or at in read.amounts.rounded:
        tally.reject(entry.line, "T" if "T" in entry.fields else "U", amount, "RECORD_AMOUNT", format=_FORMAT)
    else:
        return True
    return False


def _is_opening(entry: Entry) -> bool:
    return normalise(entry.fields.get("P", "") or entry.fields.get("M", "")) in _OPENING


def _transfer_account(entry: Entry) -> str:
    """« Compte courant » of a category « [Compte courant] », where Quicken keeps the account's own name in the opening record."""
    match = re.fullmatch(r"\[(.+)\]", entry.fields.get("L", ""))
    return one_line(match[1]) if match else ""


def _check_parts(entry: Entry, cents: int, parts: Sequence[int | None], tally: Tally) -> None:
    known = [part for part in parts if part is not None]
    if parts and (len(known) < len(parts) or sum(known) != cents):
        tally.find("QIF_SPLITS_DIFFER", line=entry.line, parts=money_text(sum(known), "").rstrip(), total=money_text(cents, "").rstrip())


def _rows(read: _Read, kept: Sequence[int]) -> list[Row]:
    entries = [read.entries[at] for at in kept]
    payees = [one_line(entry.fields.get("P", "")) for entry in entries]
    memos = [one_line(entry.fields.get("M", "")) for entry in entries]
    # a bank's own file has its label in P; only beside a memo is P the name of someone
    names = counterparty_of(pd.Series([payee if memo else "" for payee, memo in zip(payees, memos, strict=True)], dtype=object))
    rows = []
    for at, entry, payee, memo, name in zip(kept, entries, payees, memos, names, strict=True):
        piece = one_line(entry.fields.get("N", ""))
        label = _label(payee, memo) or piece
        rows.append(Row(entry.line, as_date(read.days.days[at]), None, int(read.amounts.cents[at]), label, "", name, piece))
    return rows


def _label(payee: str, memo: str) -> str:
    """Payee and memo, without saying twice what one of them holds already."""
    if not payee or not memo:
        return payee or memo
    first, second = normalise(payee), normalise(memo)
    return payee if second in first else memo if first in second else f"{payee} {memo}"
