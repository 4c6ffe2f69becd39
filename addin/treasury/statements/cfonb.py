"""CFONB 120, the account statement of French banks: former balance (01), operations (04), complements (05), new balance (07)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from addin.messages import TresoError
from addin.treasury.currency import currency_code, exponent
from addin.treasury.statements.cfonb_records import WIDTH, Key, Record, read_day, records
from addin.treasury.statements.decoding import decode
from addin.treasury.statements.model import AccountId, Balance, Statement, StatementFile
from addin.treasury.statements.records import Row, Tally, one_line, row_frames

_EBCDIC = tuple(b"\xf0" + bytes([0xF0 + digit]) for digit in (1, 4, 5, 7))
_240 = re.compile(r"3[1-9]\d")
_LABELS = ("LIB", "LCC", "LC2", "LCS")
_PAYER, _PAID = ("NPY", "NPO"), ("NBE", "NBU")
_CHEQUE = "01"
_ORIGINAL = re.compile(r"([A-Z]{3})(\d)([ \d]{14})")


@dataclass
class _Operation:
    """An operation (04) and its complements (05), qualifier → texts."""

    record: Record
    booked_on: date
    value_date: date | None
    cents: int
    details: dict[str, list[str]]


@dataclass
class _Draft:
    """A statement from its 01 on; `closing` comes with its 07."""

    first: Record
    key: Key
    opening: Balance | None
    closing: Balance | None = None
    operations: list[_Operation] = field(default_factory=list)


class _Reader:
    """One pass over the records."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._drafts: list[_Draft] = []
        self._draft: _Draft | None = None
        self._above: Record | None = None  # the operation that complements belong to, readable or not
        self._details: dict[str, list[str]] = {}

    def read(self, record: Record) -> None:
        match record.code:
            case "01":
                self._begin(record)
            case "04":
                self._operate(record)
            case "05":
                self._complete(record)
            case "07":
                self._end(record)
            case _:
                self._above = None
                self._reject(record, "RECORD_UNREADABLE")

    def statements(self) -> list[Statement]:
        """The statements, once all records are read."""
        self._leave_open()
        frames = row_frames([[_row(each) for each in draft.operations] for draft in self._drafts])
        return [
            Statement(
                account=AccountId(f"{draft.first.bank}{draft.key.branch}{draft.key.account}", bank=draft.first.bank),
                currency=draft.key.currency,
                lines=lines,
                opening=draft.opening,
                closing=draft.closing,
                first_line=draft.first.line,
            )
            for draft, lines in zip(self._drafts, frames, strict=True)
        ]

    def _leave_open(self) -> None:
        """The statement in progress, if any, has no 07."""
        if self._draft is not None:
            self.tally.find("CFONB_NOT_CLOSED", line=self._draft.first.line)
        self._draft = self._above = None

    def _begin(self, record: Record) -> None:
        self._leave_open()
        if record.key is None:
            self._reject(record, "RECORD_UNREADABLE")
            return
        self._draft = _Draft(record, record.key, self._balance(record))
        self._drafts.append(self._draft)

    def _operate(self, record: Record) -> None:
        self._above, self._details = record, {}
        if self._draft is None:
            self._reject(record, "CFONB_OUT_OF_STATEMENT")
            return
        if self._rejects_other_account(record, self._draft):
            return
        booked_on, value_date = read_day(record.booked_on), read_day(record.value_date)
        cents = record.cents(exponent(self._draft.key.currency))
        if cents is None:
            self._reject(record, "RECORD_AMOUNT", record.amount)
        elif isinstance(booked_on, bool) or booked_on is None:
            self._reject(record, "RECORD_DATE", record.booked_on)
        elif isinstance(value_date, bool):
            self._reject(record, "RECORD_DATE", record.value_date)
        else:
            self._draft.operations.append(_Operation(record, booked_on, value_date, cents, self._details))

    def _complete(self, record: Record) -> None:
        if record.key is None:
            self._reject(record, "RECORD_UNREADABLE")
        elif self._above is None or record.key != self._above.key:
            self._reject(record, "CFONB_DETAIL_ALONE")
        else:
            self.tally.leave("detail")
            self._details.setdefault(record.qualifier, []).append(record.information)

    def _end(self, record: Record) -> None:
        self._above = None
        if self._draft is None:
            self._reject(record, "CFONB_END_ALONE")
        elif not self._rejects_other_account(record, self._draft):
            self._draft.closing = self._balance(record)
            self._draft = None

    def _rejects_other_account(self, record: Record, draft: _Draft) -> bool:
        """The record is rejected as it names another account, or none that can be read."""
        if record.key == draft.key:
            return False
        if record.key is None:
            self._reject(record, "RECORD_UNREADABLE")
            return True
        self._reject(record, "CFONB_OTHER_ACCOUNT", found=_shown(record.key), account=_shown(draft.key))
        return True

    def _balance(self, record: Record) -> Balance | None:
        on = read_day(record.booked_on)
        key = record.key
        cents = record.cents(exponent(key.currency)) if key else None
        if cents is None:
            self._reject(record, "RECORD_AMOUNT", record.amount)
            return None
        if isinstance(on, bool):
            self._reject(record, "RECORD_DATE", record.booked_on)
            return None
        self.tally.leave("balance")
        return Balance(cents, on, record.line)

    def _reject(self, record: Record, code: str, value: str = "", **details: object) -> None:
        self.tally.reject(record.line, record.text[:2].strip(), value or record.text, code, format="CFONB 120", **details)


def read_cfonb(data: bytes, file: str) -> StatementFile:
    """The statements of a CFONB 120 file, one for each 01 and its 07.

    Each record is counted once: operations (04) in the lines or in `rejected`, complements (05) as « detail », balances as
    « balance »; what does not follow the order of the records is rejected, not guessed. The account is the bank's, the branch's and
    its own code, without key.

    Raises:
        TresoError: NOTHING_IN_FORMAT, CFONB_WITHOUT_BEGINNING (no 01 that can be read), STATEMENT_CFONB_240, CFONB_EBCDIC.
    """
    if data.startswith(_EBCDIC):
        raise TresoError("CFONB_EBCDIC", file=file)
    decoded = decode(data)
    reader = _Reader()
    first: Record | None = None
    for record in records(decoded.text):
        first = first or record
        reader.read(record)
    statements = reader.statements()
    if not statements:
        if first is None or all(rejected.code == "RECORD_UNREADABLE" for rejected in reader.tally.rejected):
            if first is not None and _240.match(first.text) and len(first.text) > WIDTH:
                raise TresoError("STATEMENT_CFONB_240", file=file)
            raise TresoError("NOTHING_IN_FORMAT", file=file, format="CFONB 120")
        raise TresoError("CFONB_WITHOUT_BEGINNING", file=file, line=first.line)
    return StatementFile(
        file=file,
        format="CFONB 120",
        encoding=decoded.encoding,
        statements=tuple(statements),
        rejected=tuple(reader.tally.rejected),
        left_out=reader.tally.left_out,
        evidence=(decoded.evidence,),
        findings=(*decoded.findings(), *reader.tally.findings),
    )


def _shown(key: Key) -> str:
    return f"{key.branch} {key.account} {key.currency}".strip()


def _row(operation: _Operation) -> Row:
    return Row(
        operation.record.line,
        operation.booked_on,
        operation.value_date,
        operation.cents,
        _label(operation),
        "",
        _counterparty(operation),
        _piece(operation),
    )


def _label(operation: _Operation) -> str:
    """The label and its complements; the original amount of a payment abroad is written behind."""
    parts = [operation.record.label, *(text for name in _LABELS for text in operation.details.get(name, []))]
    kept: list[str] = []
    for part in map(one_line, parts):
        if part and part not in kept:
            kept.append(part)
    return " ".join([*kept, *(shown for text in operation.details.get("MMO", []) if (shown := _original(text)))])


def _original(text: str) -> str:
    """« USD 12,50 » of a complement MMO, "" when it is not one."""
    match = _ORIGINAL.match(text)
    if match is None or currency_code(match[1]) is None or not match[3].strip():
        return ""
    digits, decimals = match[3].replace(" ", "").lstrip("0"), int(match[2])
    whole, fraction = (digits[:-decimals], digits[-decimals:].rjust(decimals, "0")) if decimals else (digits, "")
    return f"{match[1]} {whole or '0'}{',' if fraction else ''}{fraction}"


def _counterparty(operation: _Operation) -> str:
    """The other side: who pays a credit, who is paid by a debit."""
    names = (*_PAYER, *_PAID) if operation.cents > 0 else (*_PAID, *_PAYER)
    return next((one_line(" ".join(operation.details[name])) for name in names if name in operation.details), "")


def _piece(operation: _Operation) -> str:
    """Number of a cheque, else the customer's reference, the reference of the operation, or the number of the entry."""
    record = operation.record
    customer = [text[:35] for text in operation.details.get("RCN", [])]
    candidates = [record.number if record.interbank == _CHEQUE else "", *customer, *operation.details.get("REF", []), record.reference]
    return next((found for text in candidates if (found := one_line(text))), record.number)
