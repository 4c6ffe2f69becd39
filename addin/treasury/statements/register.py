"""The register of imports: what each one brought, so that a line is never brought twice, whatever became of it in her tab."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np

from addin.messages import Finding
from addin.treasury.headings import simplify
from addin.treasury.statements.account_keys import same_account
from addin.treasury.statements.fingerprints import Fingerprints, fingerprints, joined, label_keys, no_fingerprints, real_references
from addin.treasury.statements.model import Statement


@dataclass(frozen=True, eq=False)
class Import:
    """One imported statement, as the register keeps it.

    Attributes:
        number: its rank in the register.
        identity: number of the account as the statement printed it, "" without one.
        lines: fingerprints of its lines that the register did not hold before: those added, and those already typed in the tab.
        format: as `StatementFile.format`; "" when the row no longer says it.
        is_interim: it was not final, its lines come again.
        is_undone: undone since; its lines do not count.
        is_pending: made in this run; its lines do not stand in the tab as it was read.
        row: row of the sheet, as Excel numbers it; 0 before it is written.
        read, added, known, rejected: counts of lines.
    """

    number: int
    account: str
    tab: str
    lines: Fingerprints = field(default_factory=no_fingerprints)
    identity: str = ""
    format: str = ""
    file: str = ""
    at: datetime | None = None
    first: date | None = None
    last: date | None = None
    currency: str = ""
    read: int = 0
    added: int = 0
    known: int = 0
    rejected: int = 0
    added_cents: int = 0
    opening_cents: int | None = None
    closing_cents: int | None = None
    check: str = "absent"
    is_interim: bool = False
    is_undone: bool = False
    is_pending: bool = False
    row: int = 0


@dataclass(frozen=True, eq=False)
class Register:
    """All imports of the workbook.

    Attributes:
        findings: rows whose memory is damaged (REGISTER_DAMAGED), with their place.
        is_written: the sheet exists.
    """

    imports: tuple[Import, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_written: bool = False

    @property
    def next_number(self) -> int:
        """Number of the next import."""
        return max((each.number for each in self.imports), default=0) + 1

    def standing(self) -> list[Import]:
        """The imports that have not been undone."""
        return [each for each in self.imports if not each.is_undone]

    def of_account(self, account: str, identity: str = "") -> list[Import]:
        """The imports into an account that still stand: by its name, or by the number that the statements printed."""
        wanted = simplify(account)
        return [each for each in self.standing() if simplify(each.account) == wanted or same_account(each.identity, identity)]

    def accounts_of(self, identity: str, known: Collection[str]) -> list[str]:
        """The accounts, among the known ones, to which statements of this number went."""
        names = {simplify(name): name for name in known}
        found = [
            names[simplify(each.account)]
            for each in self.standing()
            if simplify(each.account) in names and same_account(each.identity, identity)
        ]
        return list(dict.fromkeys(found))

    def added(self, one: Import) -> Register:
        """The register with one import more."""
        return replace(self, imports=(*self.imports, one))


@dataclass(frozen=True, eq=False)
class Memory:
    """The lines that a register holds of one account.

    Attributes:
        is_interim, is_pending: bool, of the import that brought the line.
        format: of that import.
    """

    lines: Fingerprints
    is_interim: np.ndarray
    is_pending: np.ndarray
    format: np.ndarray


def memory_of(imports: Sequence[Import]) -> Memory:
    """The lines of some imports, one after the other."""
    sizes = [len(each.lines) for each in imports]

    def spread(values: Sequence[object], dtype: type) -> np.ndarray:
        return np.repeat(np.array(values, dtype=dtype), sizes) if sizes else np.empty(0, dtype)

    return Memory(
        joined([each.lines for each in imports]),
        spread([each.is_interim for each in imports], bool),
        spread([each.is_pending for each in imports], bool),
        spread([each.format for each in imports], object),
    )


def fingerprints_of(statement: Statement, keys: list[str] | None = None) -> Fingerprints:
    """The fingerprints of the lines of a statement, in its order.

    Args:
        keys: `label_keys` of its labels, when they are known.
    """
    lines = statement.lines
    keys = label_keys(lines["label"]) if keys is None else keys
    return fingerprints(
        lines["booked_on"].to_numpy(), lines["amount_cents"].to_numpy(), keys, real_references(lines), lines["balance_cents"]
    )
