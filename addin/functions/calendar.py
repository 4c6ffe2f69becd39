"""JOUROUVRE and ECHEANCE: working days of Algeria, and when taxes and social dues fall due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from addin.app.cells import Block, Source
from addin.app.ports import CellError
from addin.functions.arguments import choice, day_of, days_of, is_blank, one_of, refusing, shown, text_of, whole_of
from addin.functions.columns import Column, each, first_error, grouped
from addin.functions.facts import DOSSIER
from addin.messages import RHYTHMS, TresoError
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.deadlines import Deadline, Period

CATEGORY = "Trésorerie : outils"
_MOST_DAYS = 10_000


@function(
    "TRESO.JOUROUVRE",
    help=(
        "Jour ouvré en Algérie (repos le vendredi et le samedi) : avec 0, le jour même ou le premier qui suit ; avec 5, le cinquième "
        "jour ouvré après ; avec -2, le deuxième avant."
    ),
    category=CATEGORY,
    arguments=(
        Argument("jour", "Date de départ."),
        Argument("nombre", "Nombre de jours ouvrés à compter ; 0, ou rien entre les « ; » : le jour même s'il est ouvré."),
        Argument(
            "feries",
            "Colonne des dates fériées de l'onglet « Jours fériés » ; sans elle, les jours fériés fournis, Aïds estimés.",
            is_optional=True,
            kind="ranges",
        ),
    ),
    example="=TRESO.JOUROUVRE(DATE(2026;11;20);0)",
    result=date(2026, 11, 22),
    returns="date",
)
def working_day(day: Column, count: Column, holidays: list[Block] | None = None) -> list[object]:
    """The working day (jour ouvré) so many working days from each day; an empty cell for an empty one.

    Refused elements: ARGUMENT_NOT_DATE, ARGUMENT_NOT_WHOLE; all of them: HOLIDAYS_UNREADABLE, a cell in error among the feasts.
    """
    import numpy as np

    from addin.treasury.calendar_dz import working_days_from

    if holidays:
        error = first_error([cell for block in holidays for row in block.rows for cell in row])
        if error is not None:
            return [error] * len(day)
    listed = _listed(holidays) if holidays else None

    def of_all(days: Column, counts: Column) -> list[object]:
        starts, no_day = days_of(days, "jour")
        steps, no_count = _whole_numbers(counts)
        results: list[object] = [None] * len(days)
        usable = [at for at, start in enumerate(starts) if start is not None]
        if usable:
            from_days = np.array([starts[at] for at in usable], dtype="datetime64[D]")
            by = np.array([steps[at] for at in usable], dtype=np.int64)
            reach = 2 * int(abs(by).max()) + 60
            closed = None if listed is None else _closed(listed, _years(from_days.min().item(), from_days.max().item(), reach))
            for at, found in zip(usable, working_days_from(from_days, by, closed).tolist(), strict=True):
                results[at] = found
        return refusing(results, no_day, no_count)

    return grouped([day, count], [], of_all)


@function(
    "TRESO.ECHEANCE",
    help=(
        "Date limite d'une obligation fiscale ou sociale, reportée au jour ouvré suivant quand elle tombe un jour de repos. "
        "Sans période : la prochaine à partir de la date d'arrêté."
    ),
    category="Trésorerie : perspective",
    arguments=(
        DOSSIER,
        Argument("obligation", "G50, CNAS, DAS, CASNOS, ACOMPTE1 à ACOMPTE3 (IBS), BILAN, G12, G12BIS."),
        Argument(
            "periode",
            'Période déclarée : "10/2026", "T3 2026", "2026" ou une date du mois ; MOIS ou TRIMESTRE : la prochaine de ce rythme.',
            is_optional=True,
        ),
        Argument("quoi", "LEGALE (par défaut) ; CONSEILLEE : deux jours ouvrés avant.", is_optional=True),
    ),
    example='=TRESO.ECHEANCE(Dossier;"G50")',
    result=date(2026, 11, 22),
    returns="date",
)
def due_date(source: Source, obligation: Column, period: Column | None = None, what: Column | None = None) -> list[object]:
    """When an obligation falls due (échéance), after the feasts of the dossier where it has them, for each element.

    Refused elements: ARGUMENT_UNKNOWN, PERIOD_UNREADABLE.
    """

    def of_one(obligation: object, period: object, what: object) -> date:
        from addin.treasury.deadlines import OBLIGATIONS

        name = one_of(obligation, "obligation", OBLIGATIONS)
        is_safe = choice(what, "quoi", {"LEGALE": False, "CONSEILLEE": True}, False)
        found = _next_deadline(source, name, period) if _is_rhythm(period) else _deadline(source, name, _period(period, name), period)
        return found.safe_on if is_safe else found.legal_on

    return each(of_one)(obligation, period, what)


def _whole_numbers(cells: Column) -> tuple[list[int], dict[int, TresoError]]:
    """The counts of days, and the refusals by position."""
    known: dict[object, int | TresoError] = {}
    numbers, refused = [], {}
    for at, cell in enumerate(cells):
        key = (type(cell), cell)
        if key not in known:
            try:
                known[key] = whole_of(cell, "nombre", 0, -_MOST_DAYS, _MOST_DAYS)
            except TresoError as refusal:
                known[key] = refusal
        found = known[key]
        numbers.append(found if isinstance(found, int) else 0)
        if isinstance(found, TresoError):
            refused[at] = found
    return numbers, refused


def _listed(blocks: Iterable[Block]) -> set[date]:
    """The dates in ranges; headings and names of feasts beside them are no dates.

    Raises:
        TresoError: HOLIDAYS_UNREADABLE when there is none.
    """
    days: set[date] = set()
    for block in blocks:
        found, _ = days_of([cell for row in block.rows for cell in row if not isinstance(cell, (bool, CellError))], "feries")
        days |= {day for day in found if day is not None}
    if not days:
        raise TresoError("HOLIDAYS_UNREADABLE", place=", ".join(block.address for block in blocks))
    return days


def _closed(listed: set[date], years: range) -> list[date]:
    """The public holidays of some years: as listed in the years that the list knows, as shipped in the others."""
    from addin.treasury.calendar_dz import public_holidays

    known = {day.year for day in listed}
    return [*listed, *(holiday.day for year in years if year not in known for holiday in public_holidays(year))]


def _years(first: date, last: date, reach: int) -> range:
    """The years within some days of two dates."""
    before = max(first.toordinal() - reach, 1)
    after = min(last.toordinal() + reach, date.max.toordinal())
    return range(date.fromordinal(before).year, date.fromordinal(after).year + 1)


def _is_rhythm(period: object) -> bool:
    return is_blank(period) or text_of(period).upper() in ("MOIS", "TRIMESTRE")


def _period(cell: object, obligation: str) -> Period:
    """The period that a cell names; a date stands for its month.

    Raises:
        TresoError: PERIOD_UNREADABLE.
    """
    from addin.treasury.deadlines import month_of, read_period

    found = read_period(text_of(cell)) if isinstance(cell, (str, float, int)) else None
    if found is not None:
        return found
    try:
        day = day_of(cell, "periode")
    except TresoError:
        day = None
    if day is None:
        raise _unfit(cell, obligation)
    return month_of(day)


def _deadline(source: Source, obligation: str, period: Period, cell: object) -> Deadline:
    from addin.treasury.deadlines import deadline

    listed = {day.date() for day in source.dossier.holidays["day"].dropna()}
    closed = _closed(listed, _years(period.first, period.last, 800)) if listed else None
    try:
        return deadline(obligation, period, closed)
    except ValueError:
        raise _unfit(cell, obligation) from None


def _next_deadline(source: Source, obligation: str, rhythm: object) -> Deadline:
    """The first one whose legal date is not before the closing date."""
    from addin.treasury.deadlines import Period, rhythms

    months = {"MOIS": 1, "TRIMESTRE": 3}.get(text_of(rhythm).upper(), min(rhythms(obligation)))
    if months not in rhythms(obligation):
        raise _unfit(rhythm, obligation)
    start = source.as_of.replace(month=(source.as_of.month - 1) // months * months + 1, day=1)
    start = (start - timedelta(days=31 * months * 2)).replace(day=1)
    start = start.replace(month=(start.month - 1) // months * months + 1)
    while True:
        period = Period(start, months)
        found = _deadline(source, obligation, period, rhythm)
        if found.legal_on >= source.as_of:
            return found
        start = period.last + timedelta(days=1)


def _unfit(cell: object, obligation: str) -> TresoError:
    from addin.treasury.deadlines import rhythms

    rhythm, example = RHYTHMS[min(rhythms(obligation))]
    return TresoError("PERIOD_UNREADABLE", value=shown(cell), obligation=obligation, rhythm=rhythm, example=example)
