"""Entries of bank lines: the account of the treasury against what she says it is, the invoices it pays, the transfer it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from addin.treasury.bounced import bounces
from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import normalise
from addin.treasury.currency import exponent
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.entries.auxiliaries import tiers
from addin.treasury.entries.classified import Classified
from addin.treasury.entries.groups import Groups
from addin.treasury.entries.invoice_entries import InvoicePosting, vat_inside
from addin.treasury.entries.model import Posting, balanced
from addin.treasury.entries.paid_again import paid_again
from addin.treasury.entries.plan import account_text
from addin.treasury.entries.settings import EntrySettings
from addin.treasury.entries.shares import Share
from addin.treasury.paid_invoices import tolerance_cents
from addin.treasury.splits.parts import part_base_cents
from addin.treasury.stamp_duty import stamp_duty
from addin.treasury.vat import known_rates, net_of

TIERS_ACCOUNTS = ("40", "41")
_FEE_TAX_ALONE = re.compile(r"^(?:(?:PRLV|DEBIT) )?(?:TVA (?:SUR |S )?(?:COM|COMM|COMMISSIONS?|FRAIS|AGIOS)\b)")
_FEE_WITH_TAX = re.compile(r"\b(?:TVA|TTC)\b")
_SALES = ("700", "701", "702", "703", "704", "705", "706", "708")


@dataclass(frozen=True)
class Refused:
    """Why a line has no entry: key of `SKIP_REASONS`."""

    reason: str


@dataclass(frozen=True)
class Made:
    """The postings of a line; `direct` when it goes to an account that is not one of tiers, transfers or waiting."""

    postings: tuple[Posting, ...]
    direct: bool = False


class BankPosting:
    """What each bank line is posted to.

    Args:
        lines: OPERATIONS up to the closing date.
        shares: bank line → what it pays.
        groups: rows settled together.
    """

    def __init__(
        self,
        dossier: Dossier,
        lines: pd.DataFrame,
        settings: EntrySettings,
        classified: Classified,
        invoices: InvoicePosting,
        shares: Mapping[int, Sequence[Share]],
        groups: Groups,
    ) -> None:
        self.base, self.settings, self.classified, self.invoices, self.shares, self.groups = (
            dossier.base_currency, settings, classified, invoices, shares, groups,
        )  # fmt: skip
        self._vat_rate = dossier.settings.vat_rate
        known = dossier.accounts.drop_duplicates("account").set_index("account")
        self._kinds = {str(name): str(kind) for name, kind in known["kind"].items()}
        self._typed = {str(name): account_text(text) for name, text in known["scf_account"].items()}
        self._transfers = self._by_transfer(lines)
        self._bounced = bounced_pairs(lines)
        self._parts = _parts(dossier)
        self._again = paid_again(lines, invoices.invoices, {*shares, *self._bounced})

    def made(self, index: int, line: Mapping[str, Any]) -> Made | Refused:
        """The postings of a line, or why it has none.

        Args:
            line: its row of OPERATIONS.
        """
        if not int(line["amount_cents"]):
            return Refused("zero")
        if pd.isna(line["base_cents"]):
            return Refused("no_rate")
        base = int(line["base_cents"])
        if not base:
            return Refused("zero")
        bank = self._bank(line, base)
        if line["transfer_state"] in NEUTRAL_STATES:
            return Made(balanced([bank, *self._transfer(index, line, base)]))
        its = self.shares.get(index)
        if its:
            if any(str(self.invoices.invoices.at[each.invoice, "currency"]) != line["currency"] for each in its):
                return Refused("currency")
            return Made(balanced([bank, *self._paid(index, line, base, its)]))
        if index in self._again and not account_text(line["scf_account"]):
            return Made(balanced([bank, self._advance(self._again[index], -base)]))
        if index in self._parts:
            return self._parted(index, line, bank)
        account = self.classified.of_line(line)
        if not account and index in self._bounced:
            return Made(balanced([bank, self._bounced_tiers(index, base)]))
        if not account:
            if not self.settings.allows_suspense:
                return Refused("transfer_proposed" if line["transfer_state"] == "proposed" else "unclassified")
            account = self.settings.accounts["suspense_in" if base > 0 else "suspense_out"]
        return Made(
            balanced([bank, *self._counter(index, line, base, account)]), direct=not account.startswith((*TIERS_ACCOUNTS, "47", "58"))
        )

    # ------------------------------------------------------------------------------------------ the account itself
    def account(self, name: str, currency: str) -> str:
        """Account of the plan of an account of the treasury: the one in « Comptes », else the usual one of its kind."""
        typed = self._typed.get(name, "")
        if typed:
            return typed
        kind, foreign = self._kinds.get(name, "bank"), currency != self.base
        if kind == "postal":
            return self.settings.accounts["postal"]
        use = "cash" if kind == "cash" else "bank"
        return self.settings.accounts[f"{use}_foreign" if foreign else use]

    def _bank(self, line: Mapping[str, Any], base: int) -> Posting:
        currency = str(line["currency"])
        foreign = currency != self.base
        cents = int(line["amount_cents"]) if foreign else None
        return Posting(self.account(str(line["account"]), currency), base, foreign_cents=cents, currency=currency if foreign else "")

    # ------------------------------------------------------------------------------------------ transfers
    def _by_transfer(self, lines: pd.DataFrame) -> dict[int, list[tuple[int, int | None, str]]]:
        """Transfer → (line, base amount, kind of account) of its legs, in date order."""
        paired = lines[(lines["transfer_state"] == "paired") & (lines["transfer"] >= 0)]
        out: dict[int, list[tuple[int, int | None, str]]] = {}
        for index, transfer, base, account in zip(
            paired.index.tolist(), paired["transfer"].tolist(), paired["base_cents"].tolist(), paired["account"].tolist(), strict=True
        ):
            cents = None if pd.isna(base) else int(base)
            out.setdefault(int(transfer), []).append((int(index), cents, self._kinds.get(str(account), "bank")))
        return out

    def _transfer(self, index: int, line: Mapping[str, Any], base: int) -> list[Posting]:
        """The leg against 58; the later of two legs closes it, with what the exchange made of it."""
        legs = self._transfers.get(int(line["transfer"]), []) if line["transfer_state"] == "paired" else []
        account = self._transfer_account(legs)
        if len(legs) != 2 or index != legs[-1][0] or legs[0][1] is None:
            return [Posting(account, -base)]
        other = legs[0][1]
        gap = base + other
        return [Posting(account, other), self._difference_of_exchange(-gap)]

    def _transfer_account(self, legs: Sequence[tuple[int, int | None, str]]) -> str:
        accounts = self.settings.accounts
        if len(legs) == 2:
            (_, first, kind), (_, _, other_kind) = legs
            paid_by, received_by = (kind, other_kind) if first is not None and first < 0 else (other_kind, kind)
            if paid_by != received_by and "cash" in (paid_by, received_by):
                return accounts["cash_paid_in" if paid_by == "cash" else "cash_taken_out"]
        return accounts["transfer"]

    def _difference_of_exchange(self, cents: int) -> Posting:
        return Posting(self.settings.accounts["exchange_loss" if cents > 0 else "exchange_gain"], cents)

    # ------------------------------------------------------------------------------------------ bounced payments
    def _bounced_tiers(self, index: int, base: int) -> Posting:
        """A payment that the bank took back, or its taking back: nobody has paid."""
        side, party = self._bounced[index]
        account = self.settings.accounts["customers" if side == "customer" else "suppliers"]
        return Posting(account, -base, *tiers(party, side), group=self.groups.of(("operation", index)))

    # ------------------------------------------------------------------------------------------ invoices paid
    def _paid(self, index: int, line: Mapping[str, Any], base: int, its: Sequence[Share]) -> list[Posting]:
        """The tiers for what the invoices were posted at, the exchange, the closing of small gaps, what is left of the line."""
        group = self.groups.of(("operation", index))
        amount, parts = int(line["amount_cents"]), sum(each.part_cents for each in its)
        left = amount - parts
        out: list[Posting] = []
        shared = spent = 0
        for each in its:
            mine = self.invoices.posted[each.invoice]
            spent += each.part_cents
            if str(line["currency"]) == self.base:
                value = each.part_cents
            else:
                value = _rounded(base * spent, amount) - shared  # so that the parts and the rest make the line
                shared += value
            booked = value if each.booked_cents is None else each.booked_cents
            foreign = str(line["currency"]) != self.base
            out.append(
                Posting(
                    mine.tiers,
                    -booked - each.gap_cents,
                    mine.auxiliary,
                    mine.party,
                    foreign_cents=-each.part_cents if foreign else None,
                    currency=str(line["currency"]) if foreign else "",
                    group=group,
                )
            )
            if value != booked:
                out.append(self._difference_of_exchange(booked - value))
            if each.gap_cents:
                out.append(self._gap(line, each.gap_cents))
        rest = base + sum(posting.cents for posting in out)
        if rest:
            out.append(self._rest(line, rest, left, parts, its))
        return out

    def _gap(self, line: Mapping[str, Any], cents: int) -> Posting:
        """A small difference of payment: the bank's fees when it costs, an income when it gives."""
        accounts = self.settings.accounts
        if cents < 0:
            return Posting(accounts["difference_income"], cents)
        is_bank = self._kinds.get(str(line["account"]), "bank") != "cash"
        return Posting(accounts["bank_fees" if is_bank else "difference_charge"], cents)

    def _rest(self, line: Mapping[str, Any], rest: int, left: int, parts: int, its: Sequence[Share]) -> Posting:
        """What a line holds beyond the invoices that it pays: stamp duty on cash, fees, an advance.

        Args:
            rest: in the base currency, positive when more came in than the invoices take.
            left: the same in the line's currency.
        """
        accounts, currency = self.settings.accounts, str(line["currency"])
        received = int(line["amount_cents"]) > 0
        beyond = (left > 0) == received
        is_cash = self._kinds.get(str(line["account"]), "bank") == "cash"
        if is_cash and beyond and currency == self.base and abs(left) == stamp_duty(abs(parts), as_date(line["booked_on"])):
            return Posting(accounts["stamp_received" if received else "stamp_paid"], -rest)
        if not beyond or abs(left) <= min(tolerance_cents(parts, currency), 5 * 10 ** exponent(currency)):
            return self._gap(line, -rest)
        return self._advance(its[-1].invoice, -rest)

    def _advance(self, invoice: int, cents: int) -> Posting:
        """Money of a tiers that pays no invoice."""
        mine = self.invoices.posted[invoice]
        account = self.settings.accounts["customer_advances" if mine.side == "customer" else "supplier_advances"]
        return Posting(account, cents, mine.auxiliary, mine.party)

    # ------------------------------------------------------------------------------------------ classified lines
    def _parted(self, index: int, line: Mapping[str, Any], bank: Posting) -> Made | Refused:
        """Each part of a line that she parted against its own account; one part without account, and the whole line waits."""
        postings, accounts = [bank], []
        for category, scf_account, base in self._parts[index]:
            account = self.classified.of_line({**line, "category": category, "scf_account": scf_account})
            if not account and self.settings.allows_suspense:
                account = self.settings.accounts["suspense_in" if base > 0 else "suspense_out"]
            if not account:
                return Refused("unclassified")
            postings += self._counter(index, line, base, account)
            accounts.append(account)
        return Made(balanced(postings), direct=any(not account.startswith((*TIERS_ACCOUNTS, "47", "58")) for account in accounts))

    def _counter(self, index: int, line: Mapping[str, Any], base: int, account: str) -> list[Posting]:
        """Her account against the line, TVA apart where the line itself proves it."""
        if account.startswith(TIERS_ACCOUNTS):
            side = "customer" if account.startswith("41") else "supplier"
            party = str(line["counterparty"]).strip() or str(line["party"]).strip()
            if index in self._bounced:
                party = self._bounced[index][1]
            return [Posting(account, -base, *tiers(party, side), group=self.groups.of(("operation", index)))]
        vat, vat_account = self._vat(line, base, account)
        return [Posting(account, -base + vat), Posting(vat_account, -vat)]

    def _vat(self, line: Mapping[str, Any], base: int, account: str) -> tuple[int, str]:
        """TVA in a line, with the sign of the line, and its account.

        Sales without invoice: at her usual rate, owed whatever the paper. Bank fees: the statement is the invoice when the label
        says so. Any other purchase without invoice gives no right to deduct.
        """
        accounts = self.settings.accounts
        if base > 0 and account.startswith(_SALES) and self._vat_rate and str(line["currency"]) == self.base:
            return vat_inside(base, self._vat_rate), self.settings.vat_collected
        if line["nature"] == "bank_fee" and account.startswith("627"):
            label = normalise(str(line["label"]))
            if _FEE_TAX_ALONE.search(label):
                return base, accounts["vat_purchases"]
            if _FEE_WITH_TAX.search(label):
                return base - net_of(base, known_rates(as_date(line["booked_on"]))[0]), accounts["vat_purchases"]
        return 0, accounts["vat_purchases"]


def _parts(dossier: Dossier) -> dict[int, list[tuple[str, str, int]]]:
    """Bank line → its parts: category, account, base cents; a line without a rate has none."""
    splits = dossier.splits
    out: dict[int, list[tuple[str, str, int]]] = {}
    told = zip(splits["operation"].tolist(), splits["category"], splits["scf_account"], part_base_cents(dossier), strict=True)
    for operation, category, account, base in told:
        if base is not None:
            out.setdefault(operation, []).append((str(category), str(account), base))
    return out


def bounced_pairs(lines: pd.DataFrame) -> dict[int, tuple[str, str]]:
    """Line that was taken back, or that takes one back → (side, tiers) of the payment; reversals without their line are left out.

    Args:
        lines: OPERATIONS.
    """
    return {index: (side, party) for one, other, side, party in _pairs(lines) for index in (one, other)}


def bounced_links(lines: pd.DataFrame) -> list[tuple[int, int]]:
    """(line, the line that takes it back)."""
    return [(one, other) for one, other, _, _ in _pairs(lines)]


def _pairs(lines: pd.DataFrame) -> list[tuple[int, int, str, str]]:
    ordered = lines[~lines["transfer_state"].isin(NEUTRAL_STATES)].sort_values(["booked_on", "account", "position"], kind="stable")
    index = ordered.index.to_numpy()
    out = []
    for bounce in bounces(ordered):
        if bounce.taken_back >= 0:
            first = ordered.iloc[bounce.taken_back]
            party = str(first["counterparty"]).strip() or str(first["party"]).strip()
            side = "customer" if int(first["amount_cents"]) > 0 else "supplier"
            out.append((int(index[bounce.taken_back]), int(index[bounce.reversal]), side, party))
    return out


def _rounded(value: int, by: int) -> int:
    """Quotient rounded half away from zero."""
    size, divisor = abs(value), abs(by)
    quotient = (2 * size + divisor) // (2 * divisor)
    return quotient if (value >= 0) == (by >= 0) else -quotient
