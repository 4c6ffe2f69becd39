"""What pays each invoice: typed facts, numbers in bank labels, exact amounts; each bank line is used once.

The stages are called in order by `settlement.settle_invoices`: bounced payments, numbers, typed payments, amounts. Lines are
looked up by number and by (currency, amount, tiers), never invoice by line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.bounced import Bounce
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.invoice_numbers import InvoiceNumber, invoice_number, mentions
from addin.treasury.money_text import money_text
from addin.treasury.named_tiers import NamedTiers
from addin.treasury.paid_invoices import PaidInvoices, tolerance_cents

EARLY_DAYS = 5
"""A payment may be booked a few days before the date of its invoice."""
EARLY_NUMBER_DAYS = 31
"""A payment that names the number (pro forma, order) may be a month early."""
TYPED_DAYS = 10
"""A bank line this close to the typed date of payment, same tiers and amount, is that payment."""
LOST_RECEIPT_DAYS = 60
"""A bounced payment whose own line is not found reopens an invoice typed as paid at most this long before."""
PAYMENT_COLUMNS = ("invoice", "operation", "amount_cents", "evidence")
"""Index of the invoice, index of the operation, part of the line (sign of the invoice), and why:
"lettered" in the tab « Lettrage », "number", "amount", or "typed" for the line that is the payment she typed."""


class PaymentEvidence:
    """The evidence being read. Positions count the rows of `invoices` and `lines` (in date order) from 0."""

    def __init__(self, invoices: pd.DataFrame, lines: pd.DataFrame, as_of: date) -> None:
        self.invoices, self.lines = invoices, lines
        self._cents = lines["amount_cents"].to_numpy()
        self._days = _days(lines["booked_on"])
        self._line_currency = lines["currency"].to_numpy()
        since = invoices["issued_on"].fillna(invoices["due_on"])
        self._issued, self._years = _days(since), since.dt.year.to_numpy()
        self._paid_on = np.where(invoices["paid_on"].notna(), _days(invoices["paid_on"]), -1)
        self.tiers = map_distinct(invoices["counterparty"], normalise).to_numpy(dtype=object)
        self._currency = invoices["currency"].to_numpy()
        self._numbers = [invoice_number(text) for text in invoices["number"].tolist()]
        self._open = PaidInvoices(invoices, as_of)
        self.named = NamedTiers(pd.unique(self.tiers))
        self._used: set[int] = set()
        self._bounces: list[Bounce] = []
        self._refused: frozenset[tuple[int, int]] = frozenset()
        self._free: dict[tuple[str, int, str], list[int]] | None = None

    @cached_property
    def _texts(self) -> np.ndarray:
        return (self.lines["label"] + " " + self.lines["counterparty"]).to_numpy()

    @cached_property
    def _by_due(self) -> list[int]:
        return _oldest_due(self.invoices)

    @cached_property
    def _rank(self) -> dict[int, int]:
        return {i: rank for rank, i in enumerate(self._by_due)}

    # ------------------------------------------------------------------------------------------ what « Lettrage » says
    def read_lettering(self, lettering: pd.DataFrame) -> None:
        """Pay the invoices as the tab « Lettrage » says, and remember what she refused; a bounced line pays nothing.

        Args:
            lettering: LETTERING; indices of the dossier's frames.
        """
        place_of = {int(index): at for at, index in enumerate(self.lines.index)}
        owner_of = {int(index): i for i, index in enumerate(self.invoices.index)}
        known = lettering[lettering["operation"].isin(place_of.keys()) & lettering["invoice"].isin(owner_of.keys())]
        pairs = zip(known["operation"].map(place_of), known["invoice"].map(owner_of), known["decision"], known["part_cents"], strict=True)
        refused, mine = set(), set()
        for line, i, decision, part in pairs:
            if decision == "refused":
                refused.add((line, i))
            elif decision == "kept" and (line in mine or line not in self._used):
                mine.add(line)
                self._used.add(line)
                invoice = self._open[i]
                paid = min(abs(int(part)), invoice.left)
                invoice.pay(line, paid, "lettered")
                invoice.left, invoice.by = invoice.left - paid, "lettered"
        self._refused = frozenset(refused)

    # ------------------------------------------------------------------------------------------ bounced payments
    def take_back(self, bounces: list[Bounce]) -> None:
        """Set bounced lines aside and reopen the invoices typed as paid by them."""
        self._bounces = bounces
        self._used.update(at for bounce in bounces for at in (bounce.reversal, bounce.taken_back) if at >= 0)
        typed: dict[tuple[str, int], list[int]] = defaultdict(list)
        for i in self._open.typed(("date", "status")) if bounces else ():
            typed[self._currency[i], -int(self._open.cents[i])].append(i)
        for bounce in bounces:
            candidates = typed.get((self._line_currency[bounce.reversal], int(self._cents[bounce.reversal])), [])
            ranked = [(*likeness, i) for i in candidates if (likeness := self._was_paid_by(bounce, i))]
            if ranked:
                invoice = self._open[min(ranked)[-1]]
                invoice.typed_by, invoice.typed_cents, invoice.reopened_by = "", 0, bounce.reversal

    def _was_paid_by(self, bounce: Bounce, i: int) -> tuple[int, int, int] | None:
        """How well a bounced payment explains a typed one (smaller is better), None when it cannot be it."""
        returned_on = self._days[bounce.reversal]
        if self._open[i].reopened_by >= 0 or max(self._issued[i], self._paid_on[i]) > returned_on:
            return None
        is_named = self._is_named_by(bounce, i)
        if self._paid_on[i] < 0:
            return (0, 0, self._rank[i]) if is_named else None
        is_found = bounce.taken_back >= 0
        gap = abs(int(self._paid_on[i] - self._days[bounce.taken_back if is_found else bounce.reversal]))
        if gap > (TYPED_DAYS if is_found else LOST_RECEIPT_DAYS):
            return None
        if is_named:
            return 0, gap, self._rank[i]
        names_nobody = not any(self.named.in_text(self._texts[line]) for line in _both(bounce))
        return (1, gap, self._rank[i]) if is_found and names_nobody else None

    def _is_named_by(self, bounce: Bounce, i: int) -> bool:
        """Whether a bounced payment's labels hold the invoice's number or its tiers."""
        number = self._numbers[i]
        for line in _both(bounce):
            if self.tiers[i] in self.named.in_text(self._texts[line]):
                return True
            if number and any(found.number.is_telling for found in mentions([self._texts[line]], {number.short})):
                return True
        return False

    # ------------------------------------------------------------------------------------------ number in the label
    def read_numbers(self) -> None:
        """Share each line among the invoices whose number stands in its label."""
        counts = (self._open.cents != 0).tolist()
        wanted = {own.short for own, is_counted in zip(self._numbers, counts, strict=True) if own is not None and is_counted}
        if not wanted:
            return
        codes, labels = pd.factorize(self.lines["label"])
        per_label: dict[int, list[InvoiceNumber]] = defaultdict(list)
        for mention in mentions(list(map(str, labels.tolist())), wanted):
            per_label[mention.label].append(mention.number)
        told = {number.short for numbers in per_label.values() for number in numbers}
        by_short: dict[str, list[int]] = defaultdict(list)
        for i, own in enumerate(self._numbers if told else ()):
            if own is not None and own.short in told and counts[i]:
                by_short[own.short].append(i)
        for line in np.flatnonzero(np.isin(codes, list(per_label))).tolist():
            if line in self._used or self._cents[line] == 0:
                continue
            meant: list[int] = []
            for number in per_label[codes[line]]:
                chosen = self._meant(line, number, by_short[number.short])
                if chosen is not None and chosen not in meant:
                    meant.append(chosen)
            self._share(line, meant)

    def _meant(self, line: int, number: InvoiceNumber, candidates: list[int]) -> int | None:
        """The invoice that a number in a line's label means, None when nothing tells.

        A bare short number, or one without its year, needs the name of the tiers beside it. Of several, the named tiers,
        then the exact amount, then an unpaid one, then the latest; when two tiers are equally likely, none.
        """
        cents = int(self._cents[line])
        ranked = []
        for i in candidates:
            own, invoice = self._numbers[i], self._open[i]
            if (line, i) in self._refused:
                continue
            if own is None or self._currency[i] != self._line_currency[line] or self._issued[i] - self._days[line] > EARLY_NUMBER_DAYS:
                continue
            if number.year and number.year != (own.year or f"{float(self._years[i]) % 100:02.0f}"):
                continue
            is_told = number.is_telling and own.key == number.key
            if is_told and len(candidates) == 1:
                return i
            is_named = self.tiers[i] in self.named.in_text(self._texts[line])
            if is_named or is_told:
                is_exact = invoice.sign * invoice.amount == cents
                ranked.append((is_named, is_exact, invoice.left > 0, int(self._issued[i]), -self._rank[i], i))
        if not ranked:
            return None
        best = max(ranked)
        rivals = {self.tiers[entry[-1]] for entry in ranked if entry[:2] == best[:2]}
        return best[-1] if len(rivals) == 1 else None

    def _share(self, line: int, meant: list[int]) -> None:
        """Pay the invoices meant with one line, oldest due first; a credit note named beside them adds to the money."""
        sign = 1 if self._cents[line] > 0 else -1
        paid = sorted((i for i in meant if self._open[i].sign == sign), key=self._rank.__getitem__)
        if not paid:
            return
        self._used.add(line)
        budget = abs(int(self._cents[line]))
        due = sum(self._open[i].left for i in paid)
        allowance = tolerance_cents(due, self._currency[paid[0]])
        notes = [self._open[i] for i in meant if self._open[i].sign != sign and self._open[i].left]
        credit = sum(note.left for note in notes)
        if budget + credit <= due + allowance:
            budget += credit
            for note in notes:
                note.pay(line, note.left, "number")
                note.left, note.by = 0, "number"
        for i in paid:
            invoice = self._open[i]
            part = min(invoice.left, budget)
            if part:
                invoice.pay(line, part, "number")
                invoice.left, budget, invoice.by = invoice.left - part, budget - part, "number"
                if not budget and invoice.left <= allowance:
                    invoice.left = 0
        self._open[paid[-1]].surplus += budget

    # ------------------------------------------------------------------------------------------ typed, then amount
    def read_typed(self) -> None:
        """Settle what was typed as paid, and find the bank line of each such payment so that it pays nothing else."""
        typed = frozenset(self._open.typed(("date", "status", "amount_typed")))
        if not typed:
            return
        self._index_amounts()
        for i in (i for i in self._by_due if i in typed):
            invoice = self._open[i]
            if invoice.typed_by == "amount_typed":
                self._settle_typed_part(i)
            elif invoice.typed_by:
                if not invoice.pieces:
                    self._take(i, invoice.amount, "typed", near=self._near(i))
                invoice.left, invoice.by = 0, invoice.typed_by

    def _settle_typed_part(self, i: int) -> None:
        """A typed part payment and the bank lines found are the same money, unless together they make the amount."""
        invoice = self._open[i]
        received, typed = invoice.received, invoice.typed_cents
        if not received and not self._take(i, typed, "typed", near=self._near(i)) and self._take(i, invoice.amount, "amount"):
            invoice.left, invoice.by = 0, "amount"
            return
        is_apart = received and all(cents != typed for _, cents, _ in invoice.pieces)
        if is_apart and abs(received + typed - invoice.amount) <= invoice.tolerance:
            invoice.left = 0
        elif invoice.left and typed >= received:
            invoice.left, invoice.by = max(0, invoice.amount - typed), "amount_typed"

    def read_amounts(self) -> None:
        """Settle what is left by one line of that tiers with exactly that amount, oldest due first."""
        if self._free is None:
            self._index_amounts()
        for i in self._by_due:
            invoice = self._open[i]
            if invoice.left and self._take(i, invoice.left, "amount"):
                invoice.left, invoice.by = 0, "amount"

    def _near(self, i: int) -> int | None:
        return int(self._paid_on[i]) if self._open[i].typed_by != "status" and self._paid_on[i] >= 0 else None

    def _index_amounts(self) -> None:
        """File the free lines by currency, exact amount and tiers named, in date order."""
        free: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        for line in np.flatnonzero(np.isin(self._cents, self._open.sizes())).tolist():
            if line not in self._used:
                for tiers in self.named.in_text(self._texts[line]):
                    free[self._line_currency[line], int(self._cents[line]), tiers].append(line)
        self._free = free

    def _take(self, i: int, cents: int, why: str, near: int | None = None) -> bool:
        """Use the first free line of the invoice's tiers with exactly this amount, or the one nearest to a day."""
        invoice = self._open[i]
        free = (self._free or {}).get((self._currency[i], invoice.sign * cents, self.tiers[i]))
        if free and self._refused:
            free = [line for line in free if (line, i) not in self._refused]
        while free:
            if near is None:
                at = bisect_left(free, self._issued[i] - EARLY_DAYS, key=self._days.__getitem__)
                if at == len(free):
                    return False
            else:
                after = bisect_left(free, near, key=self._days.__getitem__)
                at = min((n for n in (after - 1, after) if 0 <= n < len(free)), key=lambda n: abs(int(self._days[free[n]]) - near))
                if abs(int(self._days[free[at]]) - near) > TYPED_DAYS:
                    return False
            line = free.pop(at)
            if line not in self._used:  # a label that names two tiers stands in two lists
                self._used.add(line)
                invoice.pay(line, cents, why)
                return True
        return False

    # ------------------------------------------------------------------------------------------ what is still open
    @property
    def refused(self) -> frozenset[tuple[int, int]]:
        """(line, invoice) that she refused, by position."""
        return self._refused

    def are_free(self) -> np.ndarray:
        """For each line whether nothing is known of what it pays."""
        free = np.ones(len(self.lines), dtype=bool)
        free[list(self._used)] = False
        return free

    def unexplained(self) -> np.ndarray:
        """What of each invoice no bank line has paid yet, signed cents; of one typed as paid too: its line may still be found."""
        return self._open.unexplained()

    def left(self) -> np.ndarray:
        """What is left of each invoice, signed cents."""
        return self._open.left()

    def surpluses(self) -> dict[int, int]:
        """Invoice → what was paid of it beyond its amount and beyond what fees or the stamp duty explain, as a magnitude, not 0."""
        return self._open.surpluses()

    # ------------------------------------------------------------------------------------------ what comes out
    def settled(self) -> pd.DataFrame:
        """The invoices with what is left of each and what proves it."""
        remaining = self._open.left()
        by, line = self._open.proofs()
        operation = np.full(len(line), -1, dtype=np.int64)
        operation[line >= 0] = self.lines.index.to_numpy()[line[line >= 0]]
        return self.invoices.assign(
            remaining_cents=remaining,
            settled_cents=self.invoices["amount_cents"] - remaining,
            settled_by=pd.Series(by, index=self.invoices.index, dtype=object),
            settled_operation=operation,
        )

    def payments(self) -> pd.DataFrame:
        """`PAYMENT_COLUMNS`, in invoice order."""
        owner, operation = self.invoices.index.to_numpy(), self.lines.index.to_numpy()
        rows = [(i, *piece) for i, invoice in self._open.touched() for piece in invoice.pieces]
        return pd.DataFrame(
            {
                "invoice": np.array([owner[i] for i, _, _, _ in rows], dtype=np.int64),
                "operation": np.array([operation[line] for _, line, _, _ in rows], dtype=np.int64),
                "amount_cents": np.array([self._open[i].sign * cents for i, _, cents, _ in rows], dtype=np.int64),
                "evidence": pd.Series([why for _, _, _, why in rows], dtype=object),
            }
        )

    def findings(self) -> list[Finding]:
        """Overpaid invoices, and those that a bounced payment reopens and nothing has paid since."""
        return [*self._overpaid(), *self._reopened()]

    def _overpaid(self) -> list[Finding]:
        out = []
        for i, surplus in self.surpluses().items():
            invoice = self._open[i]
            amount, paid = (money_text(invoice.sign * cents, self._currency[i]) for cents in (invoice.amount, invoice.amount + surplus))
            out.append(self._finding("INVOICE_OVERPAID", i, paid=paid, amount=amount))
        return out

    def _reopened(self) -> list[Finding]:
        out = []
        by_reversal = {invoice.reopened_by: i for i, invoice in self._open.touched() if invoice.reopened_by >= 0}
        unpaid: dict[tuple[str, int], list[int]] = defaultdict(list)
        left, was_reopened = self._open.left().tolist() if self._bounces else [], set(by_reversal.values())
        for i in self._by_due if self._bounces else ():
            if left[i] and i not in was_reopened:
                unpaid[self._currency[i], -left[i]].append(i)
        for bounce in self._bounces:
            at = bounce.reversal
            reopened = by_reversal.get(at)
            if reopened is None:
                same = unpaid.get((self._line_currency[at], int(self._cents[at])), [])
                reopened = next((i for i in same if self._issued[i] - EARLY_DAYS <= self._days[at] and self._is_named_by(bounce, i)), None)
                if reopened is not None:
                    same.remove(reopened)
            if reopened is not None and self._open[reopened].left:
                row = self.lines.iloc[at]
                amount = money_text(abs(int(row["amount_cents"])), row["currency"])
                out.append(self._finding("IMPAYE_REOPENED", reopened, amount=amount, bank_sheet=row["sheet"], bank_row=int(row["row"])))
        return out

    def _finding(self, code: str, i: int, **details: object) -> Finding:
        sheet, row, number, name = (self.invoices[column].iloc[i] for column in ("sheet", "row", "number", "counterparty"))
        named = {"number": number or name, "counterparty": name}
        return Finding(code, sheet, int(row), value=number, details={**named, **details})


def _both(bounce: Bounce) -> list[int]:
    return [line for line in (bounce.reversal, bounce.taken_back) if line >= 0]


def _oldest_due(invoices: pd.DataFrame) -> list[int]:
    """Positions of the invoices, the oldest due first; of one day by number, tiers and amount: their rows tell nothing."""
    keys = zip(_days(invoices["due_on"]), *(invoices[name] for name in ("number", "counterparty", "amount_cents")), strict=True)
    return [at for _, at in sorted((key, at) for at, key in enumerate(keys))]


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)
