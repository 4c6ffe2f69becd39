"""The statements of one account of an OFX file: its number, its closing balance, its operations by currency."""

from __future__ import annotations

from collections.abc import Sequence

from addin.treasury.currency import exponent
from addin.treasury.statements.machine_values import day_column, empty_lines, minor_units, printed_day
from addin.treasury.statements.model import AccountId, Balance, Statement, line_frame
from addin.treasury.statements.ofx_operations import Operation
from addin.treasury.statements.ofx_sgml import Aggregate

_RIB = ("BANKID", "BRANCHID", "ACCTID", "ACCTKEY")


def statements_of(
    source: Aggregate, currency: str, read: Sequence[tuple[int, Operation]], closing: Balance | None, bank: str
) -> list[Statement]:
    """One statement for each currency, the account's own first (left out when it has neither operations nor balance).

    Args:
        source: the aggregate of the statement.
        read: line and operation, in the order of the file.
        bank: name of the bank that sent the file, "" without one.
    """
    currencies = list(dict.fromkeys([currency, *(operation.currency for _, operation in read)]))
    if len(currencies) > 1 and closing is None and not any(operation.currency == currency for _, operation in read):
        currencies = currencies[1:]
    account = account_of(source, bank)
    made = []
    for code in currencies:
        mine = [(line, operation) for line, operation in read if operation.currency == code]
        operations = [operation for _, operation in mine]
        frame = (
            empty_lines()
            if not mine
            else line_frame(
                {
                    "line": [line for line, _ in mine],
                    "booked_on": day_column([operation.day for operation in operations]),
                    "value_date": day_column([operation.value_date for operation in operations]),
                    "amount_cents": [operation.cents for operation in operations],
                    "label": [operation.label for operation in operations],
                    "reference": [operation.reference for operation in operations],
                    "counterparty": [operation.counterparty for operation in operations],
                    "piece": [operation.piece for operation in operations],
                }
            )
        )
        made.append(Statement(account, code, frame, closing=closing if code == currency else None, first_line=source.line))
    return made


def account_of(source: Aggregate, bank: str) -> AccountId:
    """The account of a statement; a RIB whose four parts are given is put together."""
    held = next((part for part in source.parts if part.name in ("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM")), None)
    if held is None:
        return AccountId(bank=bank)
    parts = [held.value(name) for name in _RIB]
    return AccountId(
        number=" ".join(filter(None, parts)) if parts[-1] else held.value("ACCTID"),
        bank=bank or held.value("BANKID") or held.value("BROKERID"),
    )


def closing_balance(source: Aggregate, currency: str, mark: str, findings: list[tuple[str, dict[str, object]]]) -> Balance | None:
    """The ledger balance, None when it is absent, blank or cut; the available one holds overdrafts and is no balance.

    Args:
        mark: decimal mark, as for `minor_units`.
        findings: where an unreadable balance is said.
    """
    stated = source.part("LEDGERBAL")
    written = stated.value("BALAMT") if stated is not None else ""
    if stated is None or not written or not stated.is_closed:
        return None
    read = minor_units(written, exponent(currency), mark)
    if isinstance(read, str):
        findings.append(("ENTRY_BALANCE_UNREADABLE", {"column": "BALAMT", "value": written[:200], "line": stated.line}))
        return None
    return Balance(read[0], printed_day(stated.value("DTASOF")), stated.line)
