"""What the functions of a dossier share: the facts of a day, amounts in units of their currency, currencies, what is unknown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.arguments import is_blank, shown, text_of
from addin.messages import FACTS, RATE_REASONS, TresoError, french, say
from addin.registry import Argument

if TYPE_CHECKING:
    from addin.treasury.conversion import RateMissingError, Rates
    from addin.treasury.receivables import LateInvoices
    from addin.treasury.settlement import Settlement
    from addin.treasury.summary import WeeklySummary

DOSSIER = Argument("dossier", "La cellule Dossier, ou une plage d'opérations avec ses titres.", kind="dossier")
DAY = Argument("jour", "Fin de ce jour ; sans lui, la date d'arrêté du dossier.", is_optional=True)

_DAYS_KEPT = 60
_summaries: WeakKeyDictionary[Source, dict[date, WeeklySummary]] = WeakKeyDictionary()
_settled: WeakKeyDictionary[Source, Settlement] = WeakKeyDictionary()
_late: WeakKeyDictionary[Source, dict[date, LateInvoices]] = WeakKeyDictionary()
_rates: WeakKeyDictionary[Source, Rates] = WeakKeyDictionary()


def facts_on(source: Source, day: date | None) -> WeeklySummary:
    """The facts of the week that ends on a day, as the report of that day has them; computed once.

    Args:
        day: None takes the closing date of the dossier.
    Raises:
        TresoError: NO_OPERATIONS, NO_OPERATION_BEFORE.
    """
    if day is None or day == source.as_of:
        return source.summary
    from addin.app.read_dossier import closing_date, require_operations
    from addin.treasury.summary import summarise

    require_operations(source.dossier, source.name)
    known = _summaries.setdefault(source, {})
    if day not in known:
        closing_date(source.dossier, day)
        if len(known) >= _DAYS_KEPT:
            known.pop(next(iter(known)))
        known[day] = summarise(source.dossier, day)
    return known[day]


def late_on(source: Source, day: date | None) -> LateInvoices | None:
    """Customer invoices that are late on a day, as the report counts them; None when the dossier has no customer invoice.

    Args:
        day: None takes the closing date of the dossier.
    Raises:
        TresoError: NO_OPERATIONS, NO_OPERATION_BEFORE; a range of invoices alone needs no operation.
    """
    if len(source.dossier.operations):
        return facts_on(source, day).late
    from addin.treasury.receivables import late_receivables
    from addin.treasury.settlement import settle_invoices

    dossier, on = source.dossier, day or source.as_of
    if not (dossier.invoices["side"] == "customer").any():
        return None
    known = _late.setdefault(source, {})
    if on not in known:
        known[on] = late_receivables(settle_invoices(dossier, on), on, dossier.rates, dossier.base_currency)
    return known[on]


def settlement(source: Source) -> Settlement:
    """Which invoices are settled on the closing date of the dossier; computed once."""
    from addin.treasury.settlement import settle_invoices

    if source not in _settled:
        _settled[source] = settle_invoices(source.dossier, source.as_of)
    return _settled[source]


def rates_of(source: Source) -> Rates:
    """The rates of the dossier, ready for many look-ups."""
    from addin.treasury.conversion import Rates

    if source not in _rates:
        _rates[source] = Rates(source.dossier.rates, source.dossier.base_currency)
    return _rates[source]


def in_units(cents: int, currency: str) -> float:
    """Minor units as the number that a cell shows.

    >>> in_units(123450, "DZD")
    1234.5
    """
    from addin.treasury.currency import exponent

    return float(int(cents) / 10 ** exponent(currency))


def currency_in(cell: object, argument: str) -> str | None:
    """ISO code of a currency (« DA », « € », « eur »), None for a blank cell.

    Raises:
        TresoError: ARGUMENT_UNKNOWN.
    """
    from addin.treasury.currency import currency_code

    if is_blank(cell):
        return None
    code = currency_code(text_of(cell))
    if code is None:
        raise TresoError("ARGUMENT_UNKNOWN", argument=argument, value=shown(cell), known="DA (DZD), EUR, USD, TND, MAD, CHF, GBP…")
    return code


def unknown(fact: str) -> TresoError:
    """The refusal of what the workbook says nothing about.

    Args:
        fact: key of `FACTS`.
    """
    what, reason, remedy = FACTS[fact]
    return TresoError("FACT_UNKNOWN", fact=french(what), reason=french(reason), remedy=french(remedy))


def without_rate(missing: RateMissingError) -> TresoError:
    """The refusal of a conversion without a rate."""
    reason = say(RATE_REASONS["later"], first=shown(missing.first)) if missing.first else french(RATE_REASONS["none"])
    return TresoError("RATE_UNKNOWN", kind=missing.kind, currency=missing.currency, date=shown(missing.on), reason=reason)
