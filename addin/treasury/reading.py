"""From the raw tabs to the frozen dossier: classify, read each tab by its kind, join accounts, pair transfers, convert."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from addin.messages import REASONS, Finding
from addin.treasury import lists
from addin.treasury.counterparties import label_shapes
from addin.treasury.currency import to_base
from addin.treasury.dates import as_date
from addin.treasury.dossier import (
    ACCOUNT_COLUMNS,
    ALERT_COLUMNS,
    CAP_COLUMNS,
    CATEGORY_COLUMNS,
    HOLIDAY_COLUMNS,
    INVOICE_COLUMNS,
    OPERATION_COLUMNS,
    PLACEMENT_COLUMNS,
    RATE_COLUMNS,
    RULE_COLUMNS,
    SCHEDULE_COLUMNS,
    Dossier,
    Settings,
    SheetReading,
    frame,
)  # fmt: skip
from addin.treasury.headings import simplify
from addin.treasury.invoices import read_invoices
from addin.treasury.meaning import with_meaning
from addin.treasury.operations import TabOperations, read_operations
from addin.treasury.tabs import RawTab, TabKind, classify
from addin.treasury.transfers import pair_transfers

Progress = Callable[[int, int, str], None]


def build_dossier(tabs: Sequence[RawTab], progress: Progress = lambda done, total, what: None) -> Dossier:
    """Everything the workbook says (dossier).

    Args:
        tabs: all the tabs in order; their values are not kept.
        progress: told (tabs read, tabs in all, name of the tab).
    Returns:
        The dossier; bad rows are in its findings, good ones in its frames, each with its sheet and row.
    """
    kinds = [classify(tab) for tab in tabs]
    settings, base, ignored, findings = Settings(), "", (), []
    small: dict[str, lists.List] = {}
    for tab, kind in zip(tabs, kinds, strict=True):
        if kind.headings is not None and kind.kind not in ("operations", "customer_invoices", "supplier_invoices", "ignored"):
            small.setdefault(kind.kind, lists.List(tab, kind.headings))
    if "settings" in small:
        settings, base, ignored = lists.read_settings(small["settings"])
    if "pockets" in small:
        settings = lists.read_pocket_days(small["pockets"], settings)
    if ignored:
        kinds = [classify(tab, ignored) for tab in tabs]
    accounts = lists.read_accounts(small["accounts"], base or "DZD") if "accounts" in small else frame(ACCOUNT_COLUMNS)
    declared = {simplify(name): currency for name, currency in zip(accounts["account"], accounts["currency"], strict=True)}
    base = base or _usual_currency(accounts, tabs, kinds)
    read: list[TabOperations] = []
    invoices: list[pd.DataFrame] = []
    readings: list[SheetReading] = []
    for done, (tab, kind) in enumerate(zip(tabs, kinds, strict=True)):
        progress(done, len(tabs), tab.sheet)
        if kind.kind == "operations" and kind.headings is not None:
            operations = read_operations(tab, kind.headings, declared, base)
            read.append(operations)
            findings.extend(operations.findings)
            readings.append(_operations_reading(tab, kind, operations))
        elif kind.side and kind.headings is not None and not kind.is_unreadable:
            found, said, left_out = read_invoices(tab, kind.headings, kind.side, settings, base)
            invoices.append(found)
            findings.extend(said)
            readings.append(_invoices_reading(tab, kind, found, left_out))
        else:
            if kind.is_unreadable:
                findings.append(Finding("TAB_UNREADABLE", tab.sheet, details={"reason": REASONS[kind.reason]}))
            lines = len(small[kind.kind].lines()) if kind.kind in small and small[kind.kind].tab is tab else 0
            row = kind.headings.row if kind.headings is not None and kind.kind != "ignored" else None
            texts = kind.headings.texts if row is not None and kind.headings is not None else {}
            readings.append(SheetReading(tab.sheet, kind.kind, row, kind.reason, rows=lines, headings=texts, is_hidden=tab.is_hidden))
    progress(len(tabs), len(tabs), "")
    rates = lists.read_rates(small["rates"]) if "rates" in small else frame(RATE_COLUMNS)
    operations, accounts, said = _join(read, accounts, rates, base)
    findings.extend(said)
    tables = {
        "schedule": lists.read_schedule(small["schedule"], base) if "schedule" in small else frame(SCHEDULE_COLUMNS),
        "categories": lists.read_categories(small["categories"]) if "categories" in small else frame(CATEGORY_COLUMNS),
        "caps": lists.read_caps(small["caps"], base) if "caps" in small else frame(CAP_COLUMNS),
        "alerts": lists.read_alerts(small["alerts"], base) if "alerts" in small else frame(ALERT_COLUMNS),
        "placements": lists.read_placements(small["placements"], base) if "placements" in small else frame(PLACEMENT_COLUMNS),
        "holidays": lists.read_holidays(small["holidays"]) if "holidays" in small else frame(HOLIDAY_COLUMNS),
        "rules": lists.read_rules(small["rules"], base) if "rules" in small else frame(RULE_COLUMNS),
    }
    findings.extend(finding for each in small.values() for finding in each.findings)
    return Dossier(
        base_currency=base, operations=operations, invoices=_stack(invoices, INVOICE_COLUMNS), accounts=accounts, rates=rates, settings=settings,
        readings=tuple(readings), findings=_unique(findings), **tables,
    )  # fmt: skip


def _unique(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.code, finding.sheet, finding.row, finding.column, finding.value, str(finding.details)), finding)
    return tuple(seen.values())


def _usual_currency(accounts: pd.DataFrame, tabs: Sequence[RawTab], kinds: Sequence[TabKind]) -> str:
    """The currency all accounts share when they share one, else the dinar."""
    declared = set(accounts["currency"]) if len(accounts) else set()
    names = {simplify(name) for name in accounts["account"]}
    others = [tab for tab, kind in zip(tabs, kinds, strict=True) if kind.kind == "operations" and kind.headings and "account" not in kind.headings and simplify(tab.sheet) not in names]
    return declared.pop() if len(declared) == 1 and not others else "DZD"


def _stack(frames: Sequence[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    filled = [each for each in frames if len(each)]
    return pd.concat(filled, ignore_index=True) if filled else frame(columns)


def _operations_reading(tab: RawTab, kind: TabKind, operations: TabOperations) -> SheetReading:
    amounts, days = operations.columns["amount_cents"], operations.columns["booked_on"]
    assert isinstance(amounts, np.ndarray) and isinstance(days, np.ndarray) and kind.headings is not None
    currencies = set(operations.columns["currency"])  # type: ignore[call-overload]
    return SheetReading(
        tab.sheet, "operations", kind.headings.row, rows=operations.count, first_date=as_date(days.min()) if len(days) else None, last_date=as_date(days.max()) if len(days) else None,
        total_in_cents=int(amounts[amounts > 0].sum()), total_out_cents=int(amounts[amounts < 0].sum()), currency=currencies.pop() if len(currencies) == 1 else "",
        balance_check=operations.balance_check, headings=kind.headings.texts, left_out=operations.left_out, is_hidden=tab.is_hidden,
    )  # fmt: skip


def _invoices_reading(tab: RawTab, kind: TabKind, found: pd.DataFrame, left_out: dict[str, int]) -> SheetReading:
    assert kind.headings is not None
    amounts, days = found["amount_cents"], found["issued_on"].fillna(found["due_on"])
    currencies = set(found["currency"])
    return SheetReading(
        tab.sheet, kind.kind, kind.headings.row, rows=len(found), first_date=days.min().date() if len(found) else None, last_date=days.max().date() if len(found) else None,
        total_in_cents=int(amounts[amounts > 0].sum()), total_out_cents=int(amounts[amounts < 0].sum()), currency=currencies.pop() if len(currencies) == 1 else "",
        headings=kind.headings.texts, left_out=left_out, is_hidden=tab.is_hidden,
    )  # fmt: skip


def _join(read: Sequence[TabOperations], accounts: pd.DataFrame, rates: pd.DataFrame, base: str) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """All operations in one frame, the accounts completed by the tabs, and what that shows."""
    findings: list[Finding] = []
    filled = [tab for tab in read if tab.count]
    if not filled:
        return frame(OPERATION_COLUMNS), accounts, findings
    by_name = {simplify(name): name for name in accounts["account"]}
    by_first_date = sorted(filled, key=lambda tab: tab.columns["booked_on"].min())  # type: ignore[attr-defined]
    pieces = {name: np.concatenate([np.asarray(tab.columns[name]) for tab in by_first_date]) for name in ("row", "booked_on", "value_date", "amount_cents", "balance_cents", "has_balance")}
    texts = {name: [value for tab in by_first_date for value in tab.columns[name]] for name in ("label", "category", "scf_account", "counterparty", "piece", "project", "card", "receipt", "currency", "account")}  # type: ignore[attr-defined]
    known = {name: by_name.setdefault(simplify(name) or name, name) for name in dict.fromkeys(texts["account"])}
    account = pd.Series(texts["account"], dtype="object").map(known)
    currency = np.array(texts["currency"], dtype=object)
    home = dict(zip(accounts["account"], accounts["currency"], strict=True))
    key, currency = _by_currency(account, currency, home)
    sheet = np.repeat(np.array([tab.sheet for tab in by_first_date], dtype=object), [tab.count for tab in by_first_date])
    position = key.groupby(key).cumcount().to_numpy()
    cents = pieces["amount_cents"]
    base_cents, has_rate = np.zeros(len(cents), dtype=np.int64), np.zeros(len(cents), dtype=bool)
    for code in sorted(set(currency)):
        mine = currency == code
        base_cents[mine], has_rate[mine] = to_base(cents[mine], code, pieces["booked_on"][mine], rates, base)
    operations = frame(
        OPERATION_COLUMNS,
        {
            "sheet": sheet, "row": pieces["row"], "account": key.to_numpy(dtype=object), "position": position, "booked_on": pieces["booked_on"], "value_date": pieces["value_date"],
            "label": texts["label"], "amount_cents": cents, "currency": currency, "balance_cents": pd.array(pieces["balance_cents"], dtype="Int64"), "base_cents": pd.array(base_cents, dtype="Int64"),
            **{name: texts[name] for name in ("category", "scf_account", "counterparty", "piece", "project", "card", "receipt")},
        },
    )  # fmt: skip
    operations.loc[~pieces["has_balance"], "balance_cents"] = pd.NA
    operations.loc[~has_rate, "base_cents"] = pd.NA
    accounts = _complete_accounts(accounts, operations, filled, findings)
    told = label_shapes(operations["label"])
    operations = with_meaning(operations, told)
    operations["transfer"], operations["transfer_state"] = pair_transfers(operations, tuple(accounts["account"]), natures=operations["nature"], told=told)
    return operations, accounts, findings


def _by_currency(account: pd.Series, currency: np.ndarray, home: dict[str, str]) -> tuple[pd.Series, np.ndarray]:
    """An account that holds several currencies is one account per currency (« Caisse », « Caisse EUR »)."""
    declared = account.map(home)
    usual = declared.where(declared.notna(), pd.Series(currency, index=account.index).groupby(account).transform("first"))
    foreign = (usual != currency).to_numpy()
    if not foreign.any():
        return account, currency
    key = account.copy()
    key[foreign] = account[foreign] + " " + pd.Series(currency, index=account.index)[foreign]
    return key, currency


def _complete_accounts(accounts: pd.DataFrame, operations: pd.DataFrame, read: Sequence[TabOperations], findings: list[Finding]) -> pd.DataFrame:
    known = set(accounts["account"])
    seen = operations.groupby("account", sort=False)["currency"].first()
    added = [
        {"account": name, "kind": lists.account_kind(simplify(name)), "currency": currency, "opening_cents": None, "opening_on": None, "is_included": True}
        for name, currency in seen.items() if name not in known
    ]  # fmt: skip
    if added:
        more = frame(ACCOUNT_COLUMNS, {name: [pd.NaT if name == "opening_on" else pd.NA if name == "opening_cents" else record[name] for record in added] for name in added[0]})
        accounts = pd.concat([accounts, more], ignore_index=True) if len(accounts) else more
    accounts = accounts.copy()
    for tab in read:
        names = set(tab.columns["account"])  # type: ignore[call-overload]
        if tab.opening_cents is None or len(names) != 1:
            continue
        name = simplify(names.pop())
        at = accounts.index[[simplify(each) == name for each in accounts["account"]]]
        if len(at) and pd.isna(accounts.loc[at[0], "opening_cents"]):
            accounts.loc[at[0], "opening_cents"] = tab.opening_cents
            if tab.opening_on is not None:
                accounts.loc[at[0], "opening_on"] = pd.Timestamp(tab.opening_on)
    findings.extend(_opening_findings(accounts, operations, seen))
    return accounts


def _opening_findings(accounts: pd.DataFrame, operations: pd.DataFrame, seen: pd.Series) -> list[Finding]:
    findings = []
    printed = operations[operations["balance_cents"].notna()].drop_duplicates("account").set_index("account")
    for line in accounts.itertuples(index=False):
        place = {"sheet": line.sheet, "row": int(line.row) or None}
        if line.account not in seen.index:
            findings.append(Finding("ACCOUNT_WITHOUT_LINES", details={"account": line.account}, **place))
            continue
        if line.account in printed.index:
            continue
        if pd.isna(line.opening_cents):
            first = operations.loc[operations["account"] == line.account, "sheet"].iloc[0]
            findings.append(Finding("OPENING_MISSING", str(first), details={"account": line.account}))
        elif not pd.isna(line.opening_on):
            before = int(((operations["account"] == line.account) & (operations["booked_on"] < line.opening_on)).sum())
            if before:
                findings.append(Finding("BEFORE_OPENING", details={"count": before, "account": line.account, "date": line.opening_on.strftime("%d/%m/%Y")}, **place))
    return findings
