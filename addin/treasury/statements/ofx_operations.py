"""One transaction (`STMTTRN`) of an OFX file as one operation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from addin.treasury.currency import currency_code, exponent
from addin.treasury.statements.machine_values import joined, minor_units, printed_day
from addin.treasury.statements.ofx_sgml import Aggregate

Sense = Literal["as_printed", "reversed", "by_type"]

DEBITS = frozenset("DEBIT CHECK FEE SRVCHG DIRECTDEBIT CASH REPEATPMT".split())
"""Transaction types that always take money out; ATM, POS, XFER, INT, PAYMENT and OTHER go both ways."""
CREDITS = frozenset("CREDIT DEP DIRECTDEP DIV".split())
"""Transaction types that always bring money in."""

_ONCE = ("TRNAMT", "DTPOSTED", "FITID")
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Operation:
    """A transaction; `cents` are minor units of `currency`, credit positive as read."""

    day: date
    value_date: date | None
    cents: int
    currency: str
    label: str
    reference: str
    counterparty: str
    piece: str
    was_rounded: bool
    written: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a transaction is no operation: field, offending text, code of the message and its values."""

    column: str
    value: str
    code: str
    action: str = ""


def read_operation(record: Aggregate, currency: str, decimal_mark: str, sense: Sense) -> Operation | Trouble:
    """The operation of a transaction, or what is wrong with it.

    Args:
        currency: of the account; `CURRENCY` within the transaction says that its amount is in another one.
        decimal_mark: as for `machine_values.minor_units`.
        sense: how the sign is to be read.
    """
    for name, text in record.repeated or ():
        if name in _ONCE and text:
            return Trouble(name, "", "ENTRY_MERGED")
    if action := record.value("CORRECTACTION"):
        return Trouble("CORRECTFITID", record.value("CORRECTFITID")[:_SHOWN], "ENTRY_CORRECTION", action[:_SHOWN])
    posted = record.value("DTPOSTED")
    day = printed_day(posted)
    if day is None:
        return Trouble("DTPOSTED", posted[:_SHOWN], "ENTRY_DATE_UNREADABLE" if posted else "ENTRY_DATE_MISSING")
    named = own_currency(record)
    known = currency_code(named) if named else currency
    if known is None:
        return Trouble("CURSYM", named[:_SHOWN], "ENTRY_CURRENCY_UNKNOWN")
    written = record.value("TRNAMT")
    read = minor_units(written, exponent(known), decimal_mark)
    if isinstance(read, str):
        return Trouble("TRNAMT", written[:_SHOWN], "ENTRY_AMOUNT_UNREADABLE" if written else "ENTRY_AMOUNT_MISSING")
    cents = _signed(read[0], record.value("TRNTYPE").upper(), sense)
    if cents is None:
        return Trouble("TRNTYPE", record.value("TRNTYPE")[:_SHOWN], "ENTRY_DIRECTION_UNREADABLE")
    payee = record.part("PAYEE")
    return Operation(
        day=day,
        value_date=printed_day(record.value("DTAVAIL") or record.value("VALUEDATE")),
        cents=cents,
        currency=known,
        label=_label(record),
        reference=record.value("FITID"),
        counterparty=payee.value("NAME") if payee is not None else "",
        piece=_piece(record),
        was_rounded=read[1],
        written=written,
    )


def own_currency(record: Aggregate) -> str:
    """What a transaction says of the currency of its amount, "" when nothing; `ORIGCURRENCY` tells of the purchase, not of it."""
    said = record.part("CURRENCY")
    return (said.value("CURSYM") if said is not None else "") or record.value("CURRENCY")


def contradiction(record: Aggregate, decimal_mark: str) -> int:
    """How the sign of an amount stands to the type of its transaction: 1 agrees, -1 contradicts, 0 when the type says nothing."""
    kind = record.value("TRNTYPE").upper()
    read = minor_units(record.value("TRNAMT"), 2, decimal_mark)
    if isinstance(read, str) or read[0] == 0 or kind not in DEBITS | CREDITS:
        return 0
    return 1 if (read[0] > 0) is (kind in CREDITS) else -1


def _signed(cents: int, kind: str, sense: Sense) -> int | None:
    """The amount in its sense, None when its type does not tell it."""
    if sense == "as_printed":
        return cents
    if sense == "reversed":
        return -cents
    return -abs(cents) if kind in DEBITS else abs(cents) if kind in CREDITS else 0 if cents == 0 else None


def _label(record: Aggregate) -> str:
    """Name and memo as the bank wrote them, once each; without them the type of the transaction."""
    payee = record.part("PAYEE")
    name = record.value("EXTDNAME") or record.value("NAME") or (payee.value("NAME") if payee is not None else "")
    return joined([name, *record.all_values("MEMO")]) or record.value("TRNTYPE")


def _piece(record: Aggregate) -> str:
    """Cheque number, else the bank's reference number; a row of zeros is none."""
    for name in ("CHECKNUM", "REFNUM"):
        if (number := record.value(name)).strip("0"):
            return number
    return ""
