"""Categories as a cell asks for them: the evidence of one dossier, with the model of its lines when one is kept; none is trained here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.app.learned_models import ModelCache, filled, kept

if TYPE_CHECKING:
    import pandas as pd

    from addin.treasury.classification.asked import AskedLine, Teller
    from addin.treasury.dossier import Dossier
    from addin.treasury.matching.model import Matching


@dataclass(frozen=True, eq=False)
class AskedClassifier:
    """Who answers for a dossier.

    Attributes:
        teller: by all evidence but the invoice that a line pays.
        on: day taken for lines that carry none.
        has_model: a model learnt of these very lines was kept.
        saved: how many models had been kept when it was looked for.
        with_payments: makes the teller that knows which invoices the lines asked pay (`settlement.Settlement.payments`).
    """

    dossier: Dossier
    teller: Teller
    on: date
    has_model: bool
    saved: int
    with_payments: Callable[[pd.DataFrame], Teller] | None = None

    @classmethod
    def of(cls, source: Source, cache: ModelCache, saved: int) -> AskedClassifier:
        """The evidence of a dossier; a kept model is read, none is ever trained: without one, memory alone.

        Raises:
            TresoError: NO_OPERATIONS.
        """
        from addin.treasury.classification.classify import Classifier

        dossier, on = source.dossier, source.as_of
        learned = kept(dossier.operations, filled(dossier.operations), cache)
        teller = Classifier(dossier, on, learned=learned)

        def with_payments(paid: pd.DataFrame) -> Teller:
            return Classifier(dossier, on, paid=paid, learned=teller.learned)

        return cls(dossier, teller, on, learned is not None, saved, with_payments)

    def tell_asked(self, lines: Sequence[AskedLine]) -> pd.DataFrame:
        """VERDICT of each line."""
        from addin.treasury.classification.asked import tell_asked

        paid = self._payments(lines)
        teller = self.teller if paid is None or self.with_payments is None else self.with_payments(paid)
        return tell_asked(teller, self.dossier, lines, self.on)

    def category_names(self) -> list[str]:
        """The categories that the workbook knows: those of `Catégories`, then those of its lines."""
        listed = [*self.dossier.categories["category"].tolist(), *self.dossier.operations["category"].tolist()]
        return [name for name in dict.fromkeys(listed) if name]

    def is_out_of_date(self, saved: int) -> bool:
        """True when no model was found and one may have been kept since."""
        return not self.has_model and saved != self.saved

    @cached_property
    def _matching(self) -> Matching:
        from addin.treasury.matching.matching import match_payments

        return match_payments(self.dossier, self.on)

    def _payments(self, lines: Sequence[AskedLine]) -> pd.DataFrame | None:
        """The invoices that the lines pay, by their position; None when there are none."""
        import pandas as pd

        from addin.treasury.matching import paid_by

        if self.with_payments is None or self.dossier.invoices.empty:
            return None
        currency = self.dossier.base_currency
        positions = [at for at, line in enumerate(lines) if line.cents]
        asked = [paid_by.AskedLine(lines[at].label, lines[at].cents or 0, currency, None, lines[at].tiers) for at in positions]
        found = paid_by.invoices_paid_by(self.dossier, self._matching, asked, self.on)
        amounts = self.dossier.invoices["amount_cents"]
        parts = [
            (invoice, at, line.cents if len(invoices) == 1 else int(amounts[invoice]), "asked")
            for at, line, invoices in zip(positions, asked, found, strict=True)
            for invoice in invoices
        ]
        return pd.DataFrame(parts, columns=["invoice", "operation", "amount_cents", "evidence"]) if parts else None
