"""From the raw tabs to the frozen dossier: classify, read each tab by its kind, join accounts, pair transfers, convert."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from addin.messages import REASONS, Finding
from addin.treasury.account_list import account_numbers, read_accounts
from addin.treasury.accounts import AccountNames, complete_accounts
from addin.treasury.counterparties import label_shapes
from addin.treasury.currency import to_base
from addin.treasury.dates import as_date
from addin.treasury.dossier import (
    ACCOUNT_COLUMNS,
    ALERT_COLUMNS,
    CAP_COLUMNS,
    CATEGORY_COLUMNS,
    CUSTOMER_COLUMNS,
    HOLIDAY_COLUMNS,
    INVOICE_COLUMNS,
    OPERATION_COLUMNS,
    PLACEMENT_COLUMNS,
    RATE_COLUMNS,
    RECEIPT_COLUMNS,
    REMINDER_COLUMNS,
    RULE_COLUMNS,
    SCENARIO_COLUMNS,
    SCHEDULE_COLUMNS,
    Dossier,
    Settings,
    SheetReading,
    frame,
)
from addin.treasury.headings import Headings
from addin.treasury.invoices import read_invoices
from addin.treasury.lines_above import currency_in_name
from addin.treasury.list_readers import read_alerts, read_caps, read_categories, read_holidays, read_placements, read_rates, read_rules
from addin.treasury.lists import List
from addin.treasury.matching.lettering import read_lettering, resolve_lettering
from addin.treasury.meaning import with_meaning
from addin.treasury.operations import CurrencyOf, TabOperations, read_operations
from addin.treasury.receipts.listed import read_receipts
from addin.treasury.reminders.customers import read_customers
from addin.treasury.reminders.journal import read_journal
from addin.treasury.repeated_rows import repeated_rows
from addin.treasury.scenario_list import read_scenarios
from addin.treasury.schedule_list import read_schedule
from addin.treasury.settings import read_pocket_days, read_settings
from addin.treasury.splits.listed import read_splits, resolve_splits
from addin.treasury.tabs import RawTab, TabKind, classify
from addin.treasury.transfers import pair_transfers

Progress = Callable[[int, int, str], None]
ListReader = Callable[[List], pd.DataFrame]


def build_dossier(tabs: Sequence[RawTab], progress: Progress = lambda done, total, what: None) -> Dossier:
    """Everything the workbook says (dossier).

    Args:
        tabs: all the tabs in order; their values are not kept.
        progress: told (tabs read, tabs in all, name of the tab).
    Returns:
        The dossier; bad rows are in its findings, good ones in its frames, each with its sheet and row.
    """
    kinds = [classify(tab) for tab in tabs]
    settings, base = Settings(), ""
    ignored: tuple[str, ...] = ()
    small = _small_tabs(tabs, kinds)
    for each in small.get("settings", ()):
        settings, base, ignored = read_settings(each, settings, base, ignored)
    for each in small.get("pockets", ()):
        settings = read_pocket_days(each, settings)
    if ignored:
        kinds = [classify(tab, ignored) for tab in tabs]
        small = {kind: [each for each in found if kinds[tabs.index(each.tab)].kind == kind] for kind, found in small.items()}

    def table(kind: str, columns: tuple[str, ...], read: ListReader) -> pd.DataFrame:
        return _stack([read(each) for each in small.get(kind, ())], columns)

    accounts = table("accounts", ACCOUNT_COLUMNS, lambda each: read_accounts(each, base or "DZD"))
    numbers = {number: name for each in small.get("accounts", ()) for number, name in account_numbers(each).items()}
    names = AccountNames(accounts["account"].tolist(), numbers)
    base = base or _usual_currency(accounts, tabs, kinds, names)
    read, invoices, readings, findings = _read_tabs(tabs, kinds, small, settings, base, _currency_of(accounts, names, base), progress)
    rates = table("rates", RATE_COLUMNS, read_rates)
    operations, accounts, said = _join(read, accounts, names, rates, base)
    findings += said
    stacked = _stack(invoices, INVOICE_COLUMNS)
    written = [line for each in small.get("lettering", ()) for line in read_lettering(each, base)]
    lettering, said = resolve_lettering(written, operations, stacked)
    findings += said
    splits, said = resolve_splits([line for each in small.get("splits", ()) for line in read_splits(each, base)], operations)
    findings += said
    tables = {
        "lettering": lettering,
        "splits": splits,
        "reminders": table("reminders", REMINDER_COLUMNS, lambda each: read_journal(each, base)),
        "customers": table("customers", CUSTOMER_COLUMNS, read_customers),
        "receipts": table("receipts", RECEIPT_COLUMNS, lambda each: read_receipts(each, base)),
        "schedule": table("schedule", SCHEDULE_COLUMNS, lambda each: read_schedule(each, base)),
        "categories": table("categories", CATEGORY_COLUMNS, read_categories),
        "caps": table("caps", CAP_COLUMNS, lambda each: read_caps(each, base)),
        "alerts": table("alerts", ALERT_COLUMNS, lambda each: read_alerts(each, base)),
        "placements": table("placements", PLACEMENT_COLUMNS, lambda each: read_placements(each, base)),
        "holidays": table("holidays", HOLIDAY_COLUMNS, read_holidays),
        "scenarios": table("scenarios", SCENARIO_COLUMNS, lambda each: read_scenarios(each, base)),
        "rules": table("rules", RULE_COLUMNS, lambda each: read_rules(each, base)),
    }
    findings.extend(finding for found in small.values() for each in found for finding in each.findings)
    return Dossier(
        base_currency=base,
        operations=operations,
        invoices=stacked,
        accounts=accounts,
        rates=rates,
        settings=settings,
        readings=tuple(_in_base(reading, operations, base) for reading in readings),
        findings=_unique(findings),
        **tables,
    )


def _small_tabs(tabs: Sequence[RawTab], kinds: Sequence[TabKind]) -> dict[str, list[List]]:
    """The tabs that are lists (Comptes, Cours…), by kind."""
    small: dict[str, list[List]] = {}
    for tab, kind in zip(tabs, kinds, strict=True):
        if kind.headings is not None and not kind.side and kind.kind not in ("operations", "ignored"):
            small.setdefault(kind.kind, []).append(List(tab, kind.headings))
    return small


def _read_tabs(
    tabs: Sequence[RawTab],
    kinds: Sequence[TabKind],
    small: dict[str, list[List]],
    settings: Settings,
    base: str,
    currency_of: CurrencyOf,
    progress: Progress,
) -> tuple[list[TabOperations], list[pd.DataFrame], list[SheetReading], list[Finding]]:
    """Operations and invoices of all tabs, and what each tab was taken for."""
    read: list[TabOperations] = []
    invoices: list[pd.DataFrame] = []
    readings: list[SheetReading] = []
    findings: list[Finding] = []
    for done, (tab, kind) in enumerate(zip(tabs, kinds, strict=True)):
        progress(done, len(tabs), tab.sheet)
        if kind.kind == "operations" and kind.headings is not None:
            operations = read_operations(tab, kind.headings, currency_of, kind.aside)
            read.append(operations)
            findings.extend(operations.findings)
            columns = operations.columns
            read_as = _reading(tab, kind, operations.headings, columns["amount_cents"], columns["booked_on"], set(columns["currency"]))
            readings.append(replace(read_as, balance_check=operations.balance_check, left_out=operations.left_out))
        elif kind.side and kind.headings is not None and not kind.is_unreadable:
            found = read_invoices(tab, kind.headings, kind.side, settings, base)
            invoices.append(found.invoices)
            findings.extend(found.findings)
            days = found.invoices["issued_on"].fillna(found.invoices["due_on"]).to_numpy()
            cents = found.invoices["amount_cents"].to_numpy()
            read_as = _reading(tab, kind, found.headings, cents, days, set(found.invoices["currency"]))
            readings.append(replace(read_as, left_out=found.left_out))
        else:
            if kind.is_unreadable or kind.is_set_aside:
                code = "TAB_UNREADABLE" if kind.is_unreadable else "TAB_SET_ASIDE"
                findings.append(Finding(code, tab.sheet, details={"reason": REASONS[kind.reason]}))
            lines = sum(len(each.lines) for each in small.get(kind.kind, ()) if each.tab is tab)
            row = kind.headings.row if kind.headings is not None and kind.kind != "ignored" else None
            known = kind.headings if row is not None else None
            reading = SheetReading(tab.sheet, kind.kind, row, kind.reason, rows=lines, is_hidden=tab.is_hidden)
            readings.append(replace(reading, headings=known.texts, columns=known.columns) if known else reading)
    progress(len(tabs), len(tabs), "")
    return read, invoices, readings, findings


def _unique(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.code, finding.sheet, finding.row, finding.column, finding.value, str(finding.details)), finding)
    return tuple(seen.values())


def _currency_of(accounts: pd.DataFrame, names: AccountNames, base: str) -> CurrencyOf:
    declared = dict(zip(accounts["account"], accounts["currency"], strict=True))

    def currency_of(account: str) -> str:
        return declared.get(names.find(account), "") or currency_in_name(account) or base

    return currency_of


def _usual_currency(accounts: pd.DataFrame, tabs: Sequence[RawTab], kinds: Sequence[TabKind], names: AccountNames) -> str:
    """The currency all accounts share when they share one, else the dinar."""
    declared = set(accounts["currency"])
    others = [
        tab for tab, kind in zip(tabs, kinds, strict=True)
        if kind.kind == "operations" and kind.headings and "account" not in kind.headings and names.find(tab.sheet) is None
    ]  # fmt: skip
    return declared.pop() if len(declared) == 1 and not others else "DZD"


def _stack(frames: Sequence[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    filled = [each for each in frames if len(each)]
    return pd.concat(filled, ignore_index=True) if filled else frame(columns)


def _reading(tab: RawTab, kind: TabKind, headings: Headings, amounts: np.ndarray, days: np.ndarray, currencies: set[str]) -> SheetReading:
    """What a tab of dated amounts was taken for, with the sums of its rows."""
    return SheetReading(
        tab.sheet,
        kind.kind,
        headings.row,
        rows=len(amounts),
        first_date=as_date(days.min()) if len(days) else None,
        last_date=as_date(days.max()) if len(days) else None,
        total_in_cents=int(amounts[amounts > 0].sum()),
        total_out_cents=int(amounts[amounts < 0].sum()),
        currency=currencies.pop() if len(currencies) == 1 else "",
        headings=headings.texts,
        is_hidden=tab.is_hidden,
        columns=headings.columns,
    )


def _in_base(reading: SheetReading, operations: pd.DataFrame, base: str) -> SheetReading:
    """The sums of a tab that holds several currencies, in the base currency, rows without a rate left out."""
    if reading.kind != "operations" or reading.currency or not reading.rows:
        return reading
    cents = operations.loc[operations["sheet"] == reading.sheet, "base_cents"].dropna().to_numpy(dtype=np.int64)
    return replace(reading, currency=base, total_in_cents=int(cents[cents > 0].sum()), total_out_cents=int(cents[cents < 0].sum()))


def _join(
    read: Sequence[TabOperations], accounts: pd.DataFrame, names: AccountNames, rates: pd.DataFrame, base: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """All operations in one frame, the accounts completed by the tabs, and what that shows."""
    filled = sorted((tab for tab in read if tab.count), key=lambda tab: tab.columns["booked_on"].min())
    if not filled:
        return frame(OPERATION_COLUMNS), accounts, []
    arrays = ("row", "booked_on", "value_date", "amount_cents", "balance_cents", "has_balance", "currency", "account")
    pieces = {name: np.concatenate([np.asarray(tab.columns[name]) for tab in filled]) for name in arrays}
    kept = ("label", "category", "scf_account", "counterparty", "piece", "project", "card", "receipt")
    texts = {name: [value for tab in filled for value in tab.columns[name]] for name in kept}
    account = pd.Series(pieces["account"], dtype="object")
    account = account.map({name: names.known(name) for name in account.unique()})
    key = _by_currency(account, pieces["currency"], dict(zip(accounts["account"], accounts["currency"], strict=True)))
    sheet = np.repeat(np.array([tab.sheet for tab in filled], dtype=object), [tab.count for tab in filled])
    cents = pieces["amount_cents"]
    base_cents, has_rate = np.zeros(len(cents), dtype=np.int64), np.zeros(len(cents), dtype=bool)
    for code in sorted(set(pieces["currency"])):
        mine = pieces["currency"] == code
        base_cents[mine], has_rate[mine] = to_base(cents[mine], code, pieces["booked_on"][mine], rates, base)
    operations = frame(
        OPERATION_COLUMNS,
        {
            **{name: pieces[name] for name in ("row", "booked_on", "value_date", "amount_cents", "currency")},
            **texts,
            "sheet": sheet,
            "account": key.to_numpy(dtype=object),
            "position": key.groupby(key).cumcount().to_numpy(),
            "balance_cents": pd.array(pieces["balance_cents"], dtype="Int64"),
            "base_cents": pd.array(base_cents, dtype="Int64"),
        },
    )
    operations.loc[~pieces["has_balance"], "balance_cents"] = pd.NA
    operations.loc[~has_rate, "base_cents"] = pd.NA
    accounts, findings = complete_accounts(accounts, operations, filled)
    told = label_shapes(operations["label"])
    operations = with_meaning(operations, told)
    pairs = pair_transfers(operations, tuple(accounts["account"]), natures=operations["nature"], told=told)
    operations["transfer"], operations["transfer_state"] = pairs
    return operations, accounts, findings + repeated_rows(operations)


def _by_currency(account: pd.Series, currency: np.ndarray, home: dict[str, str]) -> pd.Series:
    """An account that holds several currencies is one account per currency (« Caisse », « Caisse EUR »)."""
    declared = account.map(home)
    codes = pd.Series(currency, index=account.index)
    foreign = (declared.where(declared.notna(), codes.groupby(account).transform("first")) != codes).to_numpy()
    if not foreign.any():
        return account
    key = account.copy()
    key[foreign] = account[foreign] + " " + codes[foreign]
    return key
