"""Everything the workbook says, read once and frozen: the dossier.

Frames have fixed columns (the `*_COLUMNS` tuples). Money is integer minor units (centimes; `currency.exponent`), credit
positive, everywhere. Dates are `datetime64[s]` at midnight, `NaT` when absent; text columns hold "" when absent. Each row
keeps the `sheet` and the `row` (as Excel numbers it) that it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd

from addin.messages import Finding

Kind = Literal[
    "operations", "customer_invoices", "supplier_invoices", "accounts", "categories", "rules", "pockets", "caps", "alerts",
    "splits", "scenarios", "schedule", "placements", "rates", "holidays", "receipts", "settings", "lettering", "reminders", "customers",
    "report", "state", "guide", "ignored",
]  # fmt: skip

PocketMode = Literal["cover", "horizon"]

OPERATION_COLUMNS = (
    "sheet", "row",
    "account",        # key of ACCOUNTS
    "position",       # int64: chronological rank of the line inside its account, whatever the order of the tab
    "booked_on", "value_date",
    "label", "amount_cents",
    "currency",       # ISO code of amount_cents (the account's)
    "balance_cents",  # Int64: running balance printed on the line, NA when absent
    "base_cents",     # Int64: amount in the base currency at booked_on's rate, NA when no rate is known
    "category", "scf_account", "counterparty", "piece", "project", "card", "receipt",
    "nature",         # `natures.natures_of` its label and category, told once for all
    "party",          # `counterparties.counterparty_of`: the Tiers typed, else the name in the label
    "transfer",       # int64: id shared by the two legs of a paired own-account transfer, -1 otherwise
    "transfer_state", # "", "paired", "proposed", "single": only "paired" and "single" are neutral in flows
)  # fmt: skip

INVOICE_COLUMNS = (
    "sheet", "row",
    "side",             # "customer" | "supplier"
    "number", "counterparty",
    "issued_on", "due_on",
    "due_is_estimated", # bool: no due date was given, issued_on + the usual delay
    "amount_cents",     # customer positive, supplier negative; a credit note (avoir) has the other sign
    "currency",
    "vat_cents",        # Int64: TVA inside amount_cents, same sign, NA when unknown
    "paid_on",          # NaT when no date of payment was typed
    "paid_cents",       # Int64: amount typed as paid so far, same sign as amount_cents; NA when not said
    "status",           # "" | "paid" | "open" | "partial" | "cancelled" as typed
    "category", "project",
    "is_public",        # bool: administration, wilaya, commune…
    "is_disputed",      # bool: « litige » typed as its state
    "bank_number",      # RIB or IBAN that the supplier wants to be paid on
)  # fmt: skip

ACCOUNT_COLUMNS = (
    "account",
    "kind",           # "bank" | "cash" | "postal" | "card"
    "currency",
    "opening_cents",  # Int64, NA when not declared
    "opening_on",     # NaT: before the first line
    "overdraft_cents",# int64, authorised overdraft, >= 0
    "is_included",    # bool: counts in the cash
    "scf_account",
    "holder",         # who answers for it (Responsable): a person or a team
    "number",         # RIB, card number… as declared
    "sheet", "row",   # of the declaration in Comptes; "" and 0 when the account is only a tab
)  # fmt: skip

SCHEDULE_COLUMNS = (
    "sheet", "row", "label", "counterparty",
    "amount_cents",  # signed: negative = to pay
    "currency",
    "due_on",        # first (or only) date
    "every",         # "once" | "week" | "month" | "quarter" | "half_year" | "year"
    "until",         # NaT = no end
    "kind",          # "salary" | "tax" | "social" | "loan" | "cheque" | "effect" | "rent" | "other"
    "reference",     # cheque or effect number
    "status",        # "" | "done" | "cancelled"
)  # fmt: skip

CATEGORY_COLUMNS = ("sheet", "row", "category", "scf_account", "pocket", "is_expense")  # pocket "security"|"operating"|"opportunity"|""
CAP_COLUMNS = ("sheet", "row", "target", "kind", "period", "amount_cents", "warn_at", "starts_on", "ends_on")
# target: what is capped; kind "category"|"campaign"|"card"|"supplier"|"" (any of them); period "week"|"month"; warn_at 0..1
ALERT_COLUMNS = ("sheet", "row", "alert", "threshold_cents", "is_active")  # alert "minimum_balance"|"late_invoices"|"ad_cap"
RATE_COLUMNS = ("sheet", "row", "quoted_on", "currency", "kind", "rate")  # rate: base units per 1 unit of currency; kind "BANQUE"…
PLACEMENT_COLUMNS = ("sheet", "row", "label", "amount_cents", "currency", "matures_on", "notice_days", "scf_account", "value_cents")
# matures_on NaT: no term; notice_days Int64, NA when not said; value_cents Int64: worth today at her own price, NA when she gives none
HOLIDAY_COLUMNS = ("sheet", "row", "day", "label")
RULE_COLUMNS = ("sheet", "row", "text", "direction", "minimum_cents", "maximum_cents", "account", "category", "scf_account", "project")
LETTERING_COLUMNS = (
    "sheet", "row",
    "match",      # number of the match, lines of one match share it
    "decision",   # "kept": counts; "refused": never again; "proposed": she has not decided; "lost": its line or its invoice is gone
    "is_hers",    # bool: she decided
    "operation", "invoice",  # int64: index in OPERATIONS and INVOICES, -1 when there is none (any more)
    "part_cents", # int64: what of the invoice is settled, its sign
    "remark",     # hers
)  # fmt: skip

SPLIT_COLUMNS = (
    "sheet", "row",
    "operation",  # int64: index in OPERATIONS of the line that it is a part of
    "part_cents", # int64: signed as the line; the parts of a line make its amount
    "category", "scf_account", "project",  # "" when she did not say; one of the first two is said
)  # fmt: skip

SCENARIO_COLUMNS = (
    "sheet", "row",
    "scenario",      # name; lines of one name make one scenario
    "effect",        # a `forecasting.scenarios.Effect`
    "size",          # float64: days, or signed percent; NaN for an amount
    "value_cents",   # Int64: of an amount, NA otherwise
    "months",        # « 7 8 »: months of the year, "" for all, "season" for the low season that is detected
    "target",        # a currency, a customer; "" for none
    "is_active",
)  # fmt: skip

REMINDER_COLUMNS = (  # journal of contacts (tab Relances)
    "sheet", "row", "day", "counterparty",
    "level",          # int64: 0 to 4, -1 when the contact was no letter of the ladder
    "channel",
    "numbers",        # invoice numbers it was about, "" for all of them
    "promised_on",    # NaT without a promise to pay
    "promised_cents", # Int64: NA for all that was due
    "outcome",        # "" | "dispute" | "dispute_over" | "never": she wants no more reminders
    "letter", "remark",
)  # fmt: skip
CUSTOMER_COLUMNS = ("sheet", "row", "customer", "address", "city", "contact", "civility", "email", "phone", "rc", "nif")
RECEIPT_COLUMNS = ("sheet", "row", "status", "day", "amount_cents", "currency", "label", "counterparty", "place", "file")
# of operations, signed as on the account; status: a code of `messages.RECEIPT_STATES`


@dataclass(frozen=True)
class SheetReading:
    """What one tab was taken for.

    Attributes:
        header_row: Excel row of the (last) heading line, None without one.
        reason: why it was ignored or could not be read, "" otherwise.
        headings: field → heading as she wrote it.
        columns: field → 0-based column that it was read from.
        rows: rows read into the dossier.
        total_in_cents, total_out_cents: sums of the rows read, in `currency`; out is negative.
        left_out: rows seen and left out, by nature ("total", "heading", "blank", "opening", "comment", "rejected").
    """

    sheet: str
    kind: Kind
    header_row: int | None = None
    reason: str = ""
    rows: int = 0
    first_date: date | None = None
    last_date: date | None = None
    total_in_cents: int = 0
    total_out_cents: int = 0
    currency: str = ""
    balance_check: Literal["ok", "broken", "absent"] = "absent"
    headings: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    is_hidden: bool = False
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """`Paramètres`, with the defaults of the house. Amounts are in minor units of the base currency."""

    company: str = ""
    as_of: date | None = None
    week_starts_on: int = 6  # Python weekday: Sunday
    terms_days: int = 30
    security_days: int = 60  # bounds 30–90
    operating_days: int = 120  # bounds 90–180
    vital_monthly_cents: int | None = None  # declared monthly charges, for a history under 30 days
    operating_monthly_cents: int | None = None
    minimum_balance_cents: int | None = None
    vat_rate: Decimal | None = None
    late_receipt_days: int = 14  # an overdue receivable is expected this many days after the closing date
    stale_days: int = 7
    placement_rate: Decimal | None = None  # what a placement brings in a year, 0.04 for 4 %
    transfer_cost_cents: int | None = None  # cost of one transfer to or from a placement
    reserve_confidence: Decimal = Decimal("0.95")  # share of her bad weeks that the reserve covers, 0.5 to 0.999
    reserve_days: int = 28  # days that the reserve covers, 1 to 180
    pocket_mode: PocketMode = "cover"  # the one that the page of the pockets concludes on
    public_bodies: tuple[str, ...] = ()
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Dossier:
    """The workbook as read: frames, settings, what each tab was taken for, and what deserves a look."""

    base_currency: str
    operations: pd.DataFrame
    invoices: pd.DataFrame
    accounts: pd.DataFrame
    schedule: pd.DataFrame
    categories: pd.DataFrame
    caps: pd.DataFrame
    alerts: pd.DataFrame
    rates: pd.DataFrame
    placements: pd.DataFrame
    holidays: pd.DataFrame
    rules: pd.DataFrame
    lettering: pd.DataFrame
    reminders: pd.DataFrame
    customers: pd.DataFrame
    receipts: pd.DataFrame
    settings: Settings
    readings: tuple[SheetReading, ...]
    findings: tuple[Finding, ...]
    splits: pd.DataFrame = field(default_factory=lambda: frame(SPLIT_COLUMNS))
    scenarios: pd.DataFrame = field(default_factory=lambda: frame(SCENARIO_COLUMNS))

    @property
    def unreadable(self) -> tuple[SheetReading, ...]:
        """Tabs that look like operations but could not be read: a red line in the report."""
        named = {finding.sheet for finding in self.findings if finding.severity == "error" and finding.code == "TAB_UNREADABLE"}
        return tuple(reading for reading in self.readings if reading.sheet in named)


_INT, _NULLABLE, _FLAG, _DATE, _TEXT = "int64", "Int64", "bool", "datetime64[s]", "object"
_DTYPES: dict[str, str] = {
    "row": _INT, "position": _INT, "transfer": _INT, "amount_cents": _INT, "overdraft_cents": _INT, "notice_days": _NULLABLE,
    "match": _INT, "operation": _INT, "invoice": _INT, "part_cents": _INT, "level": _INT,
    "is_hers": _FLAG, "is_disputed": _FLAG, "promised_on": _DATE, "promised_cents": _NULLABLE,
    "balance_cents": _NULLABLE, "base_cents": _NULLABLE, "vat_cents": _NULLABLE, "paid_cents": _NULLABLE, "opening_cents": _NULLABLE,
    "minimum_cents": _NULLABLE, "value_cents": _NULLABLE, "maximum_cents": _NULLABLE, "threshold_cents": _NULLABLE,
    "due_is_estimated": _FLAG, "is_public": _FLAG, "is_included": _FLAG, "is_expense": _FLAG, "is_active": _FLAG,
    "booked_on": _DATE, "value_date": _DATE, "issued_on": _DATE, "due_on": _DATE, "paid_on": _DATE, "opening_on": _DATE, "until": _DATE,
    "starts_on": _DATE, "ends_on": _DATE, "quoted_on": _DATE, "matures_on": _DATE, "day": _DATE,
    "warn_at": "float64", "size": "float64", "rate": "float64",
}  # fmt: skip


def frame(columns: tuple[str, ...], data: Mapping[str, object] | None = None) -> pd.DataFrame:
    """A frame with exactly `columns`, each of its declared type; without data it is empty.

    Args:
        data: column → values; columns left out are filled with their neutral value ("", NaT, NA, 0, -1, False).
    """
    given = dict(data or {})
    unknown = set(given) - set(columns)
    if unknown:
        raise KeyError(f"unknown columns: {sorted(unknown)}")
    length = len(next(iter(given.values()))) if given else 0  # type: ignore[arg-type]
    index = pd.RangeIndex(length)
    neutral: dict[str, object] = {_INT: 0, _NULLABLE: pd.NA, _FLAG: False, _DATE: pd.NaT, _TEXT: "", "float64": float("nan")}
    series = {}
    for name in columns:
        dtype = _DTYPES.get(name, _TEXT)
        value = given.get(name, -1 if name == "transfer" else neutral[dtype])
        series[name] = pd.Series(value, index=index, dtype=dtype, name=name)
    return pd.DataFrame(series, index=index, columns=list(columns))
