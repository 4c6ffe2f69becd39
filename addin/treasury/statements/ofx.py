"""OFX and QFX, version 1 (SGML) and 2 (XML): statements of bank, card and investment accounts.

Amounts are signed as printed, from the holder's side on cards too; dates are the printed ones, without their time zone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from addin.messages import TresoError
from addin.treasury.amounts import proven_decimal_mark
from addin.treasury.currency import currency_code
from addin.treasury.statements.declared_encoding import decode_declared
from addin.treasury.statements.decoding import Decoded
from addin.treasury.statements.machine_values import MOST_STATEMENTS, minor_units
from addin.treasury.statements.model import Evidence, Question, Rejected, Statement, StatementFile
from addin.treasury.statements.ofx_operations import Operation, Sense, Trouble, contradiction, read_operation
from addin.treasury.statements.ofx_sgml import SECURITIES, Aggregate, parse_ofx
from addin.treasury.statements.ofx_statements import closing_balance, statements_of

_RESPONSES = ("STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS")
_STATEMENTS = ("STMTRS", "CCSTMTRS", "INVSTMTRS")
_LISTS = ("BANKTRANLIST", "INVTRANLIST", "INVBANKTRAN", "BANKTRANLISTP")
_HEAD = 2000
_DECLARED = re.compile(rb"""(?:^|[\r\n ])\s*(ENCODING|CHARSET)\s*[:=]\s*["']?([A-Za-z0-9._-]+)""", re.IGNORECASE)
_VERSION = re.compile(r"""(?:^|[\s?])VERSION\s*[:=]\s*"?(\d{3})""", re.IGNORECASE)


def read_ofx(data: bytes, file: str, *, choices: Mapping[str, str] | None = None) -> StatementFile:
    """The statements of an OFX file, one for each account and currency; transactions count as records.

    `line` is the text line of a transaction, or its number in the file where several stand on one line. Pending transactions and
    operations on securities are left out.

    Args:
        data: the whole file; the declared encoding is not trusted.
        file: its name, for messages; « .qfx » makes it a QFX file.
        choices: answers: "sign" (« as_printed », « reversed », « by_type ») and "decimal" (« , », « . »).
    Raises:
        TresoError: OFX_UNKNOWN: no tag OFX; OFX_BANK_REFUSED: the bank says no; OFX_EMPTY: no statement; XML_ABNORMAL.
    """
    decoded = decode_declared(data, _declared(data))
    root = parse_ofx(decoded.text, file)
    if root is None:
        raise TresoError("OFX_UNKNOWN", file=file)
    parts, is_orphaned = _parts(root)
    if len(parts) > MOST_STATEMENTS:
        raise TresoError("XML_ABNORMAL", file=file, line=parts[MOST_STATEMENTS].source.line)
    errors = [error for error in map(_bank_error, root.all("SONRS", *_RESPONSES)) if error]
    if not parts and not is_orphaned:
        if errors:
            raise TresoError("OFX_BANK_REFUSED", file=file, words=errors[0]["words"], status=errors[0]["status"])
        raise TresoError("OFX_EMPTY", file=file)
    return _Reading(decoded, file, root, parts, errors).result(choices or {})


def _declared(data: bytes) -> str:
    """Encoding that the header or the XML declaration states, as Python calls it; "" when it says none."""
    said = {name.upper(): value.decode("ascii").upper() for name, value in reversed(_DECLARED.findall(data[:_HEAD]))}
    charset, encoding = said.get(b"CHARSET", "NONE"), said.get(b"ENCODING", "")
    if charset.isdigit():
        return f"cp{charset}"
    return charset if charset not in ("NONE", "") else "" if encoding in ("USASCII", "UNICODE", "") else encoding


@dataclass(slots=True)
class _Part:
    """A statement of the file: its aggregate, and its transactions with their numbers in the file, from 1."""

    source: Aggregate
    records: list[tuple[int, Aggregate]] = field(default_factory=list)


def _parts(root: Aggregate) -> tuple[list[_Part], bool]:
    """The statements, and whether transactions stand outside of them."""
    found = [_Part(statement) for statement in root.all(*_STATEMENTS)]
    inside = sum(1 for part in found for _ in part.source.all("STMTTRN"))
    return found, inside < sum(1 for _ in root.all("STMTTRN"))


def _bank_error(response: Aggregate) -> dict[str, object]:
    """Words and code with which the bank refuses, {} when it does not."""
    status = response.part("STATUS")
    if status is None or status.value("SEVERITY").upper() != "ERROR":
        return {}
    return {"words": status.value("MESSAGE")[:300] or "—", "status": status.value("CODE")[:20] or "—"}


class _Reading:
    """What was read of a file."""

    def __init__(self, decoded: Decoded, file: str, root: Aggregate, parts: list[_Part], errors: list[dict[str, object]]) -> None:
        self._decoded = decoded
        self._file = file
        self._root = root
        self._parts = parts
        self._rejected: list[tuple[int, Rejected]] = []
        self._left_out: Counter[str] = Counter()
        self._findings: list[tuple[str, dict[str, object]]] = [("OFX_BANK_ERROR", error) for error in errors]
        self._evidence: list[Evidence] = [decoded.evidence]
        institution = root.part("SIGNONMSGSRSV1", "SONRS", "FI")
        self._bank = institution.value("ORG") if institution is not None else ""
        self._records = list(root.all("STMTTRN"))
        lines = [record.line for record in self._records]
        self._by_line = len(set(lines)) == len(lines)
        self._rounded: list[tuple[int, str]] = []
        self._foreign: Counter[str] = Counter()

    def result(self, choices: Mapping[str, str]) -> StatementFile:
        if version := _VERSION.search(self._decoded.text[:_HEAD]):
            self._evidence.append(Evidence("format", "ofx_version", {"version": f"{version[1][0]}.{version[1][1:].rstrip('0') or '0'}"}))
        self._number()
        mark, question = self._decimal_mark(choices.get("decimal", ""))
        sense: Sense = "as_printed"
        if question is None:
            sense, question = self._sense(mark, choices.get("sign", ""))
        if question is not None:
            return self._file_with((), questions=(question,))
        statements = [statement for part in self._parts for statement in self._statements(part, mark, sense)]
        self._look_around()
        return self._file_with(tuple(statements))

    def _file_with(self, statements: tuple[Statement, ...], questions: tuple[Question, ...] = ()) -> StatementFile:
        self._rejected.sort(key=lambda pair: pair[0])
        return StatementFile(
            file=self._file,
            format="QFX" if self._file.lower().endswith(".qfx") else "OFX",
            encoding=self._decoded.encoding,
            statements=statements,
            rejected=tuple(rejected for _, rejected in self._rejected),
            left_out=dict(self._left_out),
            evidence=tuple(self._evidence),
            questions=questions,
            findings=(*self._decoded.findings(), *self._findings),
        )

    def _number(self) -> None:
        """Give each statement its transactions; those outside of any statement are rejected."""
        numbers = {id(record): number for number, record in enumerate(self._records, start=1)}
        taken = set()
        for part in self._parts:
            part.records = [(numbers[id(record)], record) for record in part.source.all("STMTTRN")]
            taken |= {number for number, _ in part.records}
        for number, record in enumerate(self._records, start=1):
            if number not in taken:
                self._reject(number, record, Trouble("STMTTRN", "", "ENTRY_ASTRAY"))

    def _reject(self, number: int, record: Aggregate, trouble: Trouble) -> None:
        details = {"action": trouble.action} if trouble.action else {}
        line = record.line if self._by_line else number
        self._rejected.append((number, Rejected(line, trouble.column, trouble.value, trouble.code, details)))

    def _decimal_mark(self, answer: str) -> tuple[str, Question | None]:
        """The decimal mark as `minor_units` wants it: "," only when the amounts prove it or she says so."""
        written = [record.value("TRNAMT") for record in self._records]
        written += [balance.value("BALAMT") for balance in self._root.all("LEDGERBAL")]
        commas = [text for text in written if "," in text]
        if not commas:
            return "", None
        mark = proven_decimal_mark([written]) or (answer if answer in (",", ".") else "")
        doubtful = next((text for text in commas if minor_units(text, 2, mark) == "ambiguous"), None)
        if doubtful is not None and not mark:
            details = {"file": self._file, "value": doubtful}
            return "", Question("decimal", "ofx_decimal", (",", "."), "OFX_DECIMAL_UNSURE", details)
        if mark != ".":
            self._evidence.append(Evidence("decimal", "ofx_decimal_comma"))
        return mark, None

    def _sense(self, mark: str, answer: str) -> tuple[Sense, Question | None]:
        """How to read the signs: as printed, unless all that the types tell contradicts them."""
        contradicting = 0
        for record in self._records:
            agreement = contradiction(record, mark)
            if agreement > 0:
                return "as_printed", None
            contradicting -= agreement
        if not contradicting:
            return "as_printed", None
        is_negative = any(record.value("TRNAMT").strip().startswith("-") for record in self._records)
        options = ("as_printed", "reversed" if is_negative else "by_type")
        if answer in options:
            self._evidence.append(Evidence("sign", "ofx_sign"))
            return cast(Sense, answer), None
        details = {"file": self._file, "count": contradicting}
        return "as_printed", Question("sign", "ofx_sign", options, "OFX_SIGN_UNSURE", details)

    def _statements(self, part: _Part, mark: str, sense: Sense) -> list[Statement]:
        account_currency = self._account_currency(part.source)
        read: list[tuple[int, Operation]] = []
        for number, record in part.records:
            line = record.line if self._by_line else number
            if self._is_cut(record):
                self._reject(number, record, Trouble("STMTTRN", "", "ENTRY_CUT"))
                continue
            operation = read_operation(record, account_currency, mark, sense)
            if isinstance(operation, Trouble):
                self._reject(number, record, operation)
                continue
            read.append((line, operation))
            if operation.was_rounded:
                self._rounded.append((line, operation.written))
            if account_currency and operation.currency != account_currency:
                self._foreign[operation.currency] += 1
        closing = closing_balance(part.source, account_currency, mark, self._findings)
        return statements_of(part.source, account_currency, read, closing, self._bank)

    def _account_currency(self, source: Aggregate) -> str:
        named = source.value("CURDEF")
        known = currency_code(named) if named else ""
        if known is None:
            self._findings.append(("STATEMENT_CURRENCY_UNKNOWN", {"value": named[:20]}))
        return known or ""

    def _is_cut(self, record: Aggregate) -> bool:
        """Whether a transaction is the last thing of a file that stops within it."""
        return not record.is_closed and not self._root.is_closed and record is self._records[-1] and not _is_followed(self._root, record)

    def _look_around(self) -> None:
        """What is in the file besides booked transactions of money."""
        pending = sum(1 for _ in self._root.all("STMTTRNP"))
        securities = sum(1 for _ in self._root.all(*SECURITIES))
        for reason, count in (("pending", pending), ("securities", securities)):
            if count:
                self._left_out[reason] += count
        if securities:
            self._findings.append(("OFX_SECURITIES", {"count": securities}))
        for holder in self._root.all(*_LISTS, *_STATEMENTS):
            for written in holder.all_values("TRNAMT"):  # the tag that began their transaction is damaged
                self._rejected.append((len(self._records) + 1, Rejected(holder.line, "TRNAMT", written[:200], "ENTRY_ASTRAY")))
        if self._rounded:
            line, written = self._rounded[0]
            self._findings.append(("ENTRY_AMOUNTS_ROUNDED", {"count": len(self._rounded), "value": written, "line": line}))
        if self._foreign:
            details = {"count": self._foreign.total(), "currencies": ", ".join(sorted(self._foreign))}
            self._evidence.append(Evidence("currency", "ofx_currencies", details))
        if not self._root.is_closed:
            self._findings.append(("OFX_CUT", {"column": "OFX"}))


def _is_followed(root: Aggregate, record: Aggregate) -> bool:
    """Whether anything is open after a transaction: the chain of the last parts does not end in it."""
    last = root
    while last.parts:
        last = last.parts[-1]
        if last is record:
            return False
    return True
