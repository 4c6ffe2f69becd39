"""A bank statement as read from a file, whatever its format (relevé)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

LINE_COLUMNS = (
    "line",           # int64: where it stands in the file: text line, sheet row; number of the entry where a format has no lines
    "booked_on",      # datetime64[s] at midnight, the local date as printed: no time-zone shift
    "value_date",     # datetime64[s], NaT when absent
    "amount_cents",   # int64, minor units of the statement's currency, credit positive
    "balance_cents",  # Int64: running balance printed on the line, NA when absent
    "label",          # str, one line, spaces collapsed, as the bank wrote it
    "reference",      # str: the bank's own unique reference of the line, ""
    "counterparty",   # str: name that the format gives apart from the label, ""
    "piece",          # str: cheque number or customer reference, ""
)  # fmt: skip
"""Columns of `Statement.lines`, in the order of the file."""


@dataclass(frozen=True)
class AccountId:
    """What a statement says of its account; "" for what it does not say.

    Attributes:
        number: as printed (RIB, IBAN, account number, card number with stars).
        name: holder or name of the account.
        bank: name or BIC of the bank.
    """

    number: str = ""
    name: str = ""
    bank: str = ""


@dataclass(frozen=True)
class Balance:
    """A balance that the bank states (solde), credit positive; `on` is its day, None when not said; `line` its place."""

    cents: int
    on: date | None = None
    line: int | None = None


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement of one account in one currency.

    Attributes:
        currency: ISO code, "" when the file does not say it (then `exponent("")` = 2 decimals were read).
        lines: `LINE_COLUMNS`, in the order of the file.
        opening, closing: as the bank states them, None when it does not.
        total_in_cents, total_out_cents: totals lines of the bank (credits >= 0, debits <= 0), None without.
        stated_count: number of lines that the bank announces, None without.
        reference: number or id of the statement.
        first_line: where it begins in the file.
        is_interim: it is not final (MT942, CAMT.052): its lines may come again in the final one.
    """

    account: AccountId
    currency: str
    lines: pd.DataFrame
    opening: Balance | None = None
    closing: Balance | None = None
    total_in_cents: int | None = None
    total_out_cents: int | None = None
    stated_count: int | None = None
    reference: str = ""
    first_line: int = 1
    is_interim: bool = False


@dataclass(frozen=True)
class Rejected:
    """A line that could not be read: its place, and the code of the message that says why.

    Attributes:
        column: heading or field name as in the file (« Date », « :61: », « TRNAMT »).
        value: the offending text, cut to 200 characters.
        code: of `messages.MESSAGES`; `details` fills its placeholders.
    """

    line: int
    column: str
    value: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """One thing that the reading found out, and what it rests on; `messages.statements.EVIDENCE[code]` is the sentence.

    Attributes:
        subject: "encoding", "delimiter", "headings", "date_order", "decimal", "sign", "balance", "account", "currency", "format"…
    """

    subject: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What the file leaves open: never guessed. `messages.statements.QUESTIONS_ASKED[code]` is the sentence.

    Attributes:
        subject: key under which the answer is given back to the reader (`choices[subject]`): "date_order", "sign", "decimal"…
        options: the possible answers, each a code of `messages.statements.ANSWERS` ("dmy", "as_printed", ",").
        refusal: code of the TresoError raised where nobody can answer.
    """

    subject: str
    code: str
    options: tuple[str, ...]
    refusal: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class StatementFile:
    """All that a file says.

    Law: each record of the file (a line that is not blank, an entry, a transaction) is counted exactly once:
    in a statement's `lines`, in `rejected`, or in `left_out`.

    Attributes:
        file: name without folder; « archive.zip › relevé.csv » inside an archive.
        format: "CSV", "XLSX", "XLS", "ODS", "HTML", "OFX", "QFX", "QIF", "MT940", "MT942", "CAMT.052", "CAMT.053", "CAMT.054",
            "CFONB 120", "PDF".
        encoding: Python's name of the text encoding ("utf-8-sig", "cp1252"), "" for binary formats.
        profile: name of the bank profile used, "" when the format needs none.
        left_out: reason → number of records that are not operations ("blank", "heading", "junk", "total", "balance", "pending"…).
        evidence: what was understood, in the order in which she would ask.
        questions: when not empty, `statements` is empty: answer and read again.
        columns: field → heading, of a table with headings; what a profile of this bank would say.
        findings: code → details, one per thing to look at that has no line of its own (`messages`).
    """

    file: str
    format: str
    encoding: str = ""
    profile: str = ""
    statements: tuple[Statement, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()
    findings: tuple[tuple[str, Mapping[str, object]], ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def line_frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    """`LINE_COLUMNS` from lists or arrays of equal length; absent columns are blank."""
    count = len(columns["line"])
    given: dict[str, Any] = {
        "line": pd.array(columns["line"], dtype="int64"),
        "booked_on": pd.to_datetime(pd.Series(columns["booked_on"])).astype("datetime64[s]").array,
        "value_date": pd.to_datetime(pd.Series(columns.get("value_date", [pd.NaT] * count))).astype("datetime64[s]").array,
        "amount_cents": pd.array(columns["amount_cents"], dtype="int64"),
        "balance_cents": pd.array(columns.get("balance_cents", [pd.NA] * count), dtype="Int64"),
    }
    texts = {name: pd.array(columns.get(name, [""] * count), dtype=object) for name in ("label", "reference", "counterparty", "piece")}
    return pd.DataFrame({**given, **texts}, columns=list(LINE_COLUMNS))
