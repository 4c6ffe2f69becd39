"""Entries of invoices (journaux des ventes et des achats): the tiers for all of it, its account net of tax, its TVA."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from addin.treasury.conversion import RateMissingError, Rates
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.entries.auxiliaries import auxiliary
from addin.treasury.entries.classified import Classified
from addin.treasury.entries.model import Posting, balanced
from addin.treasury.entries.settings import EntrySettings
from addin.treasury.settlement import Settlement
from addin.treasury.vat import net_of


@dataclass(frozen=True)
class PostedInvoice:
    """What the entry of one invoice is made of.

    Attributes:
        tiers: its account (411, 401, 404); `auxiliary` and `party` its code and name.
        base_cents: all of it in the base currency, as in the dossier (supplier negative); None when no rate is known.
        refusal: why it cannot be posted, key of `SKIP_REASONS`; "" when it can.
        vat_is_estimated: its TVA was worked out from the usual rate.
        is_default: its account is the usual one of sales, for want of a category.
    """

    index: int
    side: str
    tiers: str
    auxiliary: str
    party: str
    base_cents: int | None
    account: str = ""
    vat_account: str = ""
    vat_base_cents: int = 0
    refusal: str = ""
    vat_is_estimated: bool = False
    is_default: bool = False


class InvoicePosting:
    """The invoices that exist at the closing date, each with its accounts.

    Args:
        settlement: at the closing date.
    """

    def __init__(self, dossier: Dossier, settlement: Settlement, settings: EntrySettings, classified: Classified) -> None:
        self.dossier, self.settings, self.classified = dossier, settings, classified
        self.invoices = settlement.invoices
        self._rates = Rates(dossier.rates, dossier.base_currency)
        self._rate = dossier.settings.vat_rate
        self._paying = self._accounts_of_payments(settlement)
        self.posted = {
            index: self._posted(index, row) for index, row in zip(self.invoices.index.tolist(), _rows(self.invoices), strict=True)
        }

    def postings(self, index: int, group: int) -> tuple[Posting, ...]:
        """The postings of an invoice that can be posted.

        Args:
            group: of the rows settled together with it, -1 without.
        """
        mine, row = self.posted[index], self.invoices.loc[index].to_dict()
        assert mine.base_cents is not None
        assert not mine.refusal
        foreign = str(row["currency"]) != self.dossier.base_currency
        due = None if pd.isna(row["due_on"]) or bool(row["due_is_estimated"]) else as_date(row["due_on"])
        whole = Posting(
            mine.tiers,
            mine.base_cents,
            mine.auxiliary,
            mine.party,
            due_on=due,
            foreign_cents=int(row["amount_cents"]) if foreign else None,
            currency=str(row["currency"]) if foreign else "",
            group=group,
        )
        net = mine.base_cents - mine.vat_base_cents
        return balanced([whole, Posting(mine.account, -net), Posting(mine.vat_account, -mine.vat_base_cents)])

    def _accounts_of_payments(self, settlement: Settlement) -> dict[int, str]:
        """Invoice → account of charge or asset of a line that pays it: she has classified the payment, not the invoice."""
        out: dict[int, str] = {}
        operations = self.dossier.operations
        for invoice, operation in zip(settlement.payments["invoice"].tolist(), settlement.payments["operation"].tolist(), strict=True):
            account = self.classified.of_line(operations.loc[operation].to_dict())
            if account[:1] in ("2", "3", "6", "7"):
                out.setdefault(int(invoice), account)
        return out

    def _posted(self, index: int, row: Mapping[str, Any]) -> PostedInvoice:
        side, party = str(row["side"]), str(row["counterparty"]).strip()
        account, is_default = self._account(index, side, str(row["category"]))
        is_asset = account.startswith("2")
        use = "customers" if side == "customer" else "asset_suppliers" if is_asset else "suppliers"
        base = self._in_base(int(row["amount_cents"]), row)
        vat, is_estimated, unknown = self._vat(side, row)
        refusal = self._refusal(row, account, base, unknown)
        vat_base = 0 if base is None or not vat else base if vat == int(row["amount_cents"]) else self._in_base(vat, row) or 0
        accounts = self.settings.accounts
        vat_account = self.settings.vat_collected if side == "customer" else accounts["vat_assets" if is_asset else "vat_purchases"]
        return PostedInvoice(
            index,
            side,
            accounts[use],
            auxiliary(party, side),
            party,
            base,
            account,
            vat_account,
            vat_base,
            refusal,
            is_estimated,
            is_default,
        )

    def _refusal(self, row: Mapping[str, Any], account: str, base: int | None, vat_is_unknown: bool) -> str:
        if not str(row["number"]).strip():
            return "no_number"
        if pd.isna(row["issued_on"]):
            return "no_date"
        if not str(row["counterparty"]).strip():
            return "no_party"
        if not int(row["amount_cents"]):
            return "zero"
        if base is None:
            return "no_rate"
        if not base:
            return "zero"
        if not account:
            return "unclassified"
        return "vat_unknown" if vat_is_unknown else ""

    def _account(self, index: int, side: str, category: str) -> tuple[str, bool]:
        """Account of charge or income, and whether it is the usual one for want of a category."""
        found = self.classified.of_category(category)
        wanted = ("7",) if side == "customer" else ("2", "3", "6")
        if found.startswith(wanted):
            return found, False
        paid_by = self._paying.get(index, "")
        if paid_by.startswith(wanted):
            return paid_by, False
        if side == "customer":
            return self.settings.accounts["sales"], True
        if self.settings.allows_suspense:
            return self.settings.accounts["suspense_out"], False
        return "", False

    def _vat(self, side: str, row: Mapping[str, Any]) -> tuple[int, bool, bool]:
        """TVA inside the invoice in its currency, whether it was worked out, whether it cannot be known.

        A supplier's TVA is deducted only as it stands on the invoice; a sale in foreign currency without TVA is an export.
        """
        amount = int(row["amount_cents"])
        if pd.notna(row["vat_cents"]):
            vat = int(row["vat_cents"])
            return (vat, False, False) if vat * amount >= 0 and abs(vat) < max(1, abs(amount)) else (0, False, True)
        if side == "supplier" or str(row["currency"]) != self.dossier.base_currency:
            return 0, False, False
        if self._rate is None:
            return 0, False, True
        return vat_inside(amount, self._rate), bool(self._rate), False

    def _in_base(self, cents: int, row: Mapping[str, Any]) -> int | None:
        currency = str(row["currency"])
        if currency == self.dossier.base_currency:
            return cents
        if pd.isna(row["issued_on"]):
            return None
        on: date = as_date(row["issued_on"])
        for kind in ("FACTURE", "BANQUE"):
            try:
                return self._rates.converted(cents, currency, self.dossier.base_currency, on, kind)
            except RateMissingError:
                continue
        return None


def _rows(invoices: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(invoices.columns, values, strict=True)) for values in invoices.itertuples(index=False, name=None)]


def vat_inside(gross_cents: int, rate: Decimal) -> int:
    """TVA in a gross amount; the rate may have decimals.

    >>> vat_inside(11_900, Decimal("0.19")), vat_inside(-11_900, Decimal("0.19"))
    (1900, -1900)
    """
    points = int(rate * 10_000)
    if points % 100 == 0:
        return gross_cents - net_of(gross_cents, points // 100)
    size = abs(gross_cents)
    net = (2 * size * 10_000 + 10_000 + points) // (2 * (10_000 + points))
    return (size - net) * (1 if gross_cents >= 0 else -1)
