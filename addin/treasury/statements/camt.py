"""CAMT.052, 053 and 054 (ISO 20022), all versions: account reports, statements and notifications in XML.

Names are read without their namespace, so that v1 to v13 and banks' own wrappers read alike; where versions differ (`Sts` text or
code, `Pty` within a party, `NtryDtls` or not, `Tp/Cd` or `Tp/CdOrPrtry/Cd`), both are looked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from addin.messages import TresoError
from addin.treasury.statements.camt_entries import Amount, Entry, Trouble, date_text, read_entry, signed_amount, text_of
from addin.treasury.statements.camt_statements import (
    BOOKED,
    Booked,
    Part,
    Stated,
    account_currency,
    account_of,
    balance_kind,
    read_totals,
    rounded_amounts,
    statement_of,
    usual_currency,
)
from addin.treasury.statements.decoding import Decoded
from addin.treasury.statements.machine_values import MOST_STATEMENTS, printed_day
from addin.treasury.statements.model import Balance, Evidence, Rejected, Statement, StatementFile
from addin.treasury.statements.xml_safely import decode_xml, parse_xml_text

_KINDS = {"Rpt": "CAMT.052", "Stmt": "CAMT.053", "Ntfctn": "CAMT.054"}


def read_camt(data: bytes, file: str) -> StatementFile:
    """The statements of a CAMT message, one for each `Stmt`, `Rpt` or `Ntfctn` and currency; entries count as records.

    `line` is the text line of an entry, or its number in the file where several stand on one line. Pending and informative
    entries are left out. 052 and 054 are interim: their entries come again in the 053.

    Args:
        data: the whole file; declared encodings are not trusted.
        file: its name, for messages.
    Raises:
        TresoError: what `parse_xml` refuses, and XML_ABNORMAL for too many statements; CAMT_UNKNOWN: another message;
            CAMT_EMPTY: no statement in it.
    """
    decoded = decode_xml(data, file)
    reading = _Reading()
    take = {"Ntry": reading.entry, "Bal": reading.balance, **dict.fromkeys(_KINDS, reading.statement)}
    root = parse_xml_text(decoded, file, take=take)
    if len(reading.parts) > MOST_STATEMENTS:
        raise TresoError("XML_ABNORMAL", file=file, line=reading.parts[MOST_STATEMENTS].first_line)
    if not reading.parts:
        is_camt = any(element.tag.startswith("BkToCstmr") for element in root.iter())
        message = next(iter(root), root).tag if root.tag == "Document" else root.tag
        raise TresoError("CAMT_EMPTY", file=file) if is_camt else TresoError("CAMT_UNKNOWN", file=file, root=message[:60])
    return reading.result(file, decoded, _message(root))


def _message(root: Element) -> tuple[Evidence, ...]:
    """The version, as the namespace of the document says it."""
    spaces = (value for element in root.iter() for name, value in element.attrib.items() if name.partition(":")[0] == "xmlns")
    names = (space.rpartition(":")[2] for space in spaces if ":xsd:camt." in space)
    return tuple(Evidence("format", "xml_message", {"message": name[:40]}) for name in list(names)[:1])


class _Reading:
    """Takes the elements of a message as they end: the entries and balances of a statement before the statement itself."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._next = Part("")
        self._lines: list[int] = []
        self._rejected: list[tuple[int, Rejected]] = []
        self._left_out: Counter[str] = Counter()
        self._findings: list[tuple[str, dict[str, object]]] = []

    def entry(self, element: Element, line: int, around: Sequence[Element]) -> None:
        self._lines.append(line)
        if not _is_statement(around):
            self._reject(line, Trouble("Ntry", "", "ENTRY_ASTRAY"))
            return
        part, currency = self._next, self._currency(around[-1])
        read = read_entry(element, currency)
        if isinstance(read, Entry):
            part.entries.append(Booked(line, len(self._lines), read))
        elif isinstance(read, Trouble):
            part.has_rejected = True
            self._reject(line, read)
        else:
            amount = signed_amount(element, currency)
            part.left_out.append(amount if isinstance(amount, Amount) else None)
            self._left_out[read] += 1

    def balance(self, element: Element, line: int, around: Sequence[Element]) -> None:
        kind = balance_kind(element)
        if not _is_statement(around) or kind not in BOOKED:
            return
        amount = signed_amount(element, self._currency(around[-1]))
        if isinstance(amount, Trouble):
            details = {"column": f"Bal {amount.column}", "value": amount.value, "line": line}
            self._findings.append(("ENTRY_BALANCE_UNREADABLE", details))
            return
        self._next.balances.append(Stated(kind, amount, Balance(amount.cents, printed_day(date_text(element, "Dt")), line)))

    def _currency(self, statement: Element) -> str:
        """Currency of the account, which stands before balances and entries."""
        if self._next.stated_currency is None:
            self._next.stated_currency = account_currency(statement)
        return self._next.stated_currency

    def statement(self, element: Element, line: int, around: Sequence[Element]) -> None:
        if not _is_statement([*around, element]):
            return
        part, self._next = self._next, Part("")
        part.format = _KINDS[element.tag]
        part.first_line = line
        part.account = account_of(element)
        part.reference = text_of(element, "Id")
        part.currency = part.stated_currency or account_currency(element) or usual_currency(part)
        read_totals(element, part)
        self.parts.append(part)

    def _reject(self, line: int, trouble: Trouble) -> None:
        rejected = Rejected(line, trouble.column, trouble.value, trouble.code)
        self._rejected.append((len(self._lines), rejected))

    def result(self, file: str, decoded: Decoded, message: tuple[Evidence, ...]) -> StatementFile:
        by_line = len(set(self._lines)) == len(self._lines)
        if self._next.entries:  # their statement was not recognised: its element is misspelt
            for booked in self._next.entries:
                self._rejected.append((booked.number, Rejected(booked.line, "Ntry", "", "ENTRY_ASTRAY")))
        rejected = (
            error if by_line else Rejected(number, error.column, error.value, error.code)
            for number, error in sorted(self._rejected, key=lambda pair: pair[0])
        )
        said = Counter[str]()
        statements = [statement for part in self.parts for statement in self._statements(part, by_line, said)]
        return StatementFile(
            file=file,
            format=self.parts[0].format,
            encoding=decoded.encoding,
            statements=tuple(statements),
            rejected=tuple(rejected),
            left_out=dict(self._left_out),
            evidence=(decoded.evidence, *message, *(Evidence(_SUBJECTS[code], code, {"count": count}) for code, count in said.items())),
            findings=(*decoded.findings(), *self._findings, *rounded_amounts(self.parts, by_line)),
        )

    def _statements(self, part: Part, by_line: bool, said: Counter[str]) -> list[Statement]:
        """One statement for each currency of the entries, the account's own first."""
        currencies = list(dict.fromkeys([part.currency, *(booked.entry.currency for booked in part.entries)]))
        used = {stated.amount.currency for stated in part.balances} | {booked.entry.currency for booked in part.entries}
        if len(currencies) > 1 and part.currency not in used:
            currencies = currencies[1:]
        elsewhere = dict.fromkeys(stated.amount.currency for stated in part.balances if stated.amount.currency not in currencies)
        self._findings += [("ENTRY_BALANCE_ELSEWHERE", {"currency": code}) for code in elsewhere]
        is_alone = len(currencies) == 1
        return [statement_of(part, currency, is_alone, by_line, said) for currency in currencies]


def _is_statement(around: Sequence[Element]) -> bool:
    """Whether the innermost open element is a statement within a message to the customer."""
    return len(around) > 1 and around[-1].tag in _KINDS and around[-2].tag.startswith("BkToCstmr")


_SUBJECTS = {"camt_reversals": "sign", "camt_reversals_turned": "sign", "camt_value_dates": "date_order"}
