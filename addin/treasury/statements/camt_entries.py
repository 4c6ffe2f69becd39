"""One entry (`Ntry`) of a CAMT message, of any version, as one operation.

The direction is that of `CdtDbtInd`. ISO 20022 says of `RvslInd`: a credit marked as reversal undoes a debit, so the indicator
already is the effect on the account. Some banks give the direction of the undone operation instead (OCA/bank-statement-import,
issue 375); `camt` turns these entries only where the stated balances prove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from addin.treasury.currency import currency_code, exponent
from addin.treasury.statements.machine_values import clean, joined, minor_units, printed_day

LONGEST_BATCH = 400
"""Characters of the label in which the payments of one batch are named; further ones show as « … »."""

_NO_REFERENCE = frozenset({"NOTPROVIDED", "NOTAVAILABLE", "NONREF", "NONE", "N/A", "NA"})
_LEFT_OUT = {"PDNG": "pending", "FUTR": "pending", "INFO": "information"}
_SIGNS = {"CRDT": 1, "DBIT": -1}
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that can be booked; `cents` are minor units of `currency`, credit positive.

    Attributes:
        text: label without the name of the other party.
        counterparty, other_party: names of the other party as the direction gives it, and of the party on the other side.
        dated_by_value: it has no booking date, `day` is the value date.
        was_rounded, written: the amount had more decimals than its currency, and how it was written.
    """

    day: date
    value_date: date | None
    cents: int
    currency: str
    text: str
    reference: str
    counterparty: str
    other_party: str
    piece: str
    is_reversal: bool
    dated_by_value: bool
    was_rounded: bool
    written: str

    def label(self) -> str:
        """All that the bank says of it, on one line."""
        return joined([self.text, self.counterparty]) if self.text else self.counterparty


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an entry is no operation: field, offending text and code of the message."""

    column: str
    value: str
    code: str


def read_entry(entry: Element, account_currency: str) -> Entry | Trouble | str:
    """The operation of an entry; what is wrong with it; or, as a word, why it is left out ("pending", "information").

    Args:
        account_currency: of an amount that does not say its own.
    """
    for once in ("Amt", "CdtDbtInd", "Sts"):
        if len(entry.findall(once)) > 1:
            return Trouble(once, "", "ENTRY_MERGED")
    status = text_of(entry, "Sts", "Cd") or text_of(entry, "Sts", "Prtry") or text_of(entry, "Sts") or "BOOK"
    if status in _LEFT_OUT:
        return _LEFT_OUT[status]
    if status != "BOOK":
        return Trouble("Sts", status[:_SHOWN], "ENTRY_STATUS_UNKNOWN")
    days = _days(entry)
    if isinstance(days, Trouble):
        return days
    amount = signed_amount(entry, account_currency)
    if isinstance(amount, Trouble):
        return amount
    details = [detail for holder in (*entry.findall("NtryDtls"), entry) for detail in holder.findall("TxDtls")]
    is_reversal = text_of(entry, "RvslInd").lower() in ("true", "1")
    payer, payee = _parties(details)
    is_paid_to_us = (text_of(entry, "CdtDbtInd") == "CRDT") is not is_reversal
    booked, valued = days
    return Entry(
        day=booked or valued or date.min,
        value_date=valued,
        cents=amount.cents,
        currency=amount.currency,
        text=_text(entry, details, is_paid_to_us),
        reference=_reference(text_of(entry, "AcctSvcrRef")) or _only(details, "AcctSvcrRef"),
        counterparty=payer if is_paid_to_us else payee,
        other_party=payee if is_paid_to_us else payer,
        piece=_piece(entry, details),
        is_reversal=is_reversal,
        dated_by_value=booked is None,
        was_rounded=amount.was_rounded,
        written=amount.written,
    )


@dataclass(frozen=True, slots=True)
class Amount:
    """Signed minor units of a currency ("" when unknown), and how they were written."""

    cents: int
    currency: str
    was_rounded: bool
    written: str


def signed_amount(owner: Element, account_currency: str) -> Amount | Trouble:
    """The amount of an entry or of a balance: `Amt` with its `Ccy`, signed by `CdtDbtInd`."""
    element = owner.find("Amt")
    written = clean(element.text or "") if element is not None else ""
    if element is None or not written:
        return Trouble("Amt", "", "ENTRY_AMOUNT_MISSING")
    named = element.get("Ccy", "").strip()
    currency = currency_code(named) if named else account_currency
    if currency is None:
        return Trouble("Ccy", named[:_SHOWN], "ENTRY_CURRENCY_UNKNOWN")
    read = minor_units(written, exponent(currency))
    if isinstance(read, str) or written.startswith("-"):  # the sign has its own field
        return Trouble("Amt", written[:_SHOWN], "ENTRY_AMOUNT_UNREADABLE")
    direction = text_of(owner, "CdtDbtInd")
    if direction not in _SIGNS:
        return Trouble("CdtDbtInd", direction[:_SHOWN], "ENTRY_DIRECTION_UNREADABLE")
    return Amount(_SIGNS[direction] * read[0], currency, read[1], written)


def date_text(owner: Element, name: str) -> str:
    """What stands in a date field: `Dt` or `DtTm` within it, or the field itself."""
    return text_of(owner, name, "Dt") or text_of(owner, name, "DtTm") or text_of(owner, name)


def text_of(element: Element | None, *path: str) -> str:
    """Text at a path of child names on one line, "" without it."""
    for name in path:
        if element is None:
            return ""
        element = element.find(name)
    return clean(element.text) if element is not None and element.text else ""


def _days(entry: Element) -> tuple[date | None, date | None] | Trouble:
    """Booking and value date, not both None."""
    days: list[date | None] = []
    for name in ("BookgDt", "ValDt"):
        written = date_text(entry, name)
        day = printed_day(written)
        if written and day is None:
            return Trouble(name, written[:_SHOWN], "ENTRY_DATE_UNREADABLE")
        days.append(day)
    return (days[0], days[1]) if any(days) else Trouble("BookgDt", "", "ENTRY_DATE_MISSING")


def _parties(details: list[Element]) -> tuple[str, str]:
    """Names of the paying and of the paid party, each "" unless all payments of the entry name the same one."""
    found = []
    for side in ("Dbtr", "Cdtr"):
        names = {_party(detail, side) for detail in details}
        found.append(names.pop() if len(names) == 1 else "")
    return found[0], found[1]


def _party(detail: Element, side: str) -> str:
    parties = detail.find("RltdPties")
    for name in (side, f"Ultmt{side}"):
        party = parties.find(name) if parties is not None else None
        said = text_of(party, "Nm") or text_of(party, "Pty", "Nm") or text_of(party, "Agt", "FinInstnId", "Nm")
        if said:
            return said
    return ""


def _text(entry: Element, details: list[Element], is_paid_to_us: bool) -> str:
    about = text_of(entry, "AddtlNtryInf")
    if len(details) <= 1:
        said = joined([about, *(part for detail in details for part in _remittance(detail))])
    else:
        named = (joined([_party(detail, "Dbtr" if is_paid_to_us else "Cdtr"), *_remittance(detail)]) for detail in details)
        said = joined([about, _shortened(named)])
    return said or _bank_code(entry)


def _shortened(texts: Iterable[str]) -> str:
    """The payments of a batch, each once, as far as `LONGEST_BATCH` characters go."""
    kept: list[str] = []
    for text in dict.fromkeys(filter(None, texts)):
        if sum(map(len, kept)) + 3 * len(kept) + len(text) > LONGEST_BATCH:
            kept.append("…" if kept else f"{text[:LONGEST_BATCH]}…")
            break
        kept.append(text)
    return " ; ".join(kept)


def _remittance(detail: Element) -> Iterator[str]:
    """What the payer wrote, then what the bank adds."""
    written = detail.find("RmtInf")
    if written is not None:
        yield clean(" ".join(line.text or "" for line in written.findall("Ustrd")))
        for structured in written.findall("Strd"):
            for document in structured.findall("RfrdDocInf"):
                yield text_of(document, "Nb") or text_of(document, "RfrdDocNb")
            yield text_of(structured, "CdtrRefInf", "Ref") or text_of(structured, "CdtrRefInf", "CdtrRef")
            yield from (clean(more.text or "") for more in structured.findall("AddtlRmtInf"))
    for returned in detail.findall("RtrInf"):
        yield text_of(returned, "Rsn", "Cd") or text_of(returned, "Rsn", "Prtry")
        yield from (clean(more.text or "") for more in returned.findall("AddtlInf"))
    yield text_of(detail, "AddtlTxInf")


def _bank_code(entry: Element) -> str:
    """The bank's code of the kind of operation, for an entry without any words."""
    domain = entry.find("BkTxCd/Domn")
    codes = [text_of(domain, "Cd"), text_of(domain, "Fmly", "Cd"), text_of(domain, "Fmly", "SubFmlyCd")]
    return " ".join(filter(None, codes)) or text_of(entry, "BkTxCd", "Prtry", "Cd")


def _piece(entry: Element, details: list[Element]) -> str:
    """Cheque number, else the customer's own reference: of the payment, or of the batch."""
    return (
        _only(details, "ChqNb")
        or _only(details, "EndToEndId")
        or _only(details, "PmtInfId")
        or _reference(text_of(entry, "NtryDtls", "Btch", "PmtInfId") or text_of(entry, "Btch", "PmtInfId"))
        or _only(details, "InstrId")
    )


def _only(details: list[Element], name: str) -> str:
    """A reference that all payments of the entry share, "" when they have none or several."""
    values = {_reference(text_of(detail, "Refs", name)) for detail in details}
    return values.pop() if len(values) == 1 else ""


def _reference(text: str) -> str:
    return "" if text.upper().replace(" ", "") in _NO_REFERENCE else text
