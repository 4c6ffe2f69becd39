"""DATEPAIEMENT: when an invoice will probably be paid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.arguments import choice, day_of, text_of
from addin.functions.columns import Column, each
from addin.functions.facts import DOSSIER, settlement
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.payment_dates.model import DelayModel

CATEGORY = "Trésorerie : perspective"
_LEVELS = {"P50": 0.5, "P10": 0.1, "P80": 0.8, "P90": 0.9}
_SIDES = {"CLIENT": "customer", "FOURNISSEUR": "supplier"}
_models: WeakKeyDictionary[Source, DelayModel] = WeakKeyDictionary()


@function(
    "TRESO.DATEPAIEMENT",
    help=(
        "Date probable du paiement d'une facture encore ouverte, d'après les délais de ce tiers et de tous les autres, et les jours déjà "
        "attendus. P80 : huit fois sur dix, elle sera payée avant."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("tiers", "Nom du client ou du fournisseur ; un tiers inconnu a les délais de tous."),
        Argument("echeance", "Date d'échéance de la facture."),
        Argument("quantile", "P50 (par défaut), P10, P80 ou P90.", is_optional=True),
        Argument("emise", "Date de la facture ; l'échéance moins le délai de paiement par défaut sans elle.", is_optional=True),
        Argument("sens", "CLIENT (par défaut) ou FOURNISSEUR.", is_optional=True),
    ),
    example='=TRESO.DATEPAIEMENT(Dossier;"Novatec";"30/11/2026")',
    result=date(2026, 12, 8),
    returns="date",
)
def payment_date(
    source: Source, party: Column, due: Column, level: Column | None = None, issued: Column | None = None, side: Column | None = None
) -> list[object]:
    """The day on which an open invoice is paid (date de paiement), for each element; a working day after the closing date.

    Refused elements: ARGUMENT_NOT_DATE, ARGUMENT_MISSING, ARGUMENT_UNKNOWN.
    """
    import numpy as np
    import pandas as pd

    from addin.treasury.calendar_dz import working_days_from
    from addin.treasury.dossier import INVOICE_COLUMNS, frame

    dossier, as_of = source.dossier, source.as_of
    closed = dossier.holidays["day"].dropna().dt.date.tolist() or None

    def of_one(party: object, due: object, level: object, issued: object, side: object) -> date | None:
        on = day_of(due, "echeance")
        if on is None:
            return None
        made = day_of(issued, "emise")
        issue = pd.Timestamp(made) if made is not None else pd.Timestamp(on) - pd.Timedelta(days=dossier.settings.terms_days)
        wanted = choice(level, "quantile", _LEVELS, 0.5)
        asked = frame(
            INVOICE_COLUMNS,
            {
                "side": [choice(side, "sens", _SIDES, "customer")], "counterparty": [text_of(party)], "issued_on": [issue],
                "due_on": [pd.Timestamp(on)], "amount_cents": [1], "currency": [dossier.base_currency],
            },
        )  # fmt: skip
        found = _model(source).predict(
            asked, as_of, wanted, working_days=lambda days: working_days_from(days, np.zeros(len(days), dtype=np.int64), closed)
        )
        day: date = found.iloc[0].date()
        return day

    return each(of_one)(party, due, level, issued, side)


def _model(source: Source) -> DelayModel:
    """The delays of a dossier; learnt once."""
    from addin.treasury.payment_dates.history import with_payments
    from addin.treasury.payment_dates.learning import learn_delays
    from addin.treasury.settlement import dated_payments

    if source not in _models:
        settled = settlement(source)
        payments = dated_payments(source.dossier, settled, source.as_of)
        late = source.dossier.settings.late_receipt_days
        _models[source] = learn_delays(with_payments(settled, payments), source.as_of, late_days=late)
    return _models[source]
