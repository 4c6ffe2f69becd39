"""Last week's report, offered when a workbook is first opened in a week: whether, and for which closing date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from addin.sheets.weekly import report_name
from addin.treasury.dossier import Dossier


def last_closing(today: date, week_starts_on: int) -> date:
    """The last day of the last week that is over (arrêté).

    Args:
        week_starts_on: Python weekday, Sunday is 6.

    >>> last_closing(date(2026, 11, 1), 6), last_closing(date(2026, 10, 31), 6), last_closing(date(2026, 11, 2), 0)
    (datetime.date(2026, 10, 31), datetime.date(2026, 10, 24), datetime.date(2026, 11, 1))
    """
    return today - timedelta(days=(today.weekday() - week_starts_on) % 7 + 1)


def report_to_offer(dossier: Dossier, sheets: Iterable[str], today: date, declined: str = "") -> date | None:
    """The closing date of the report to offer, None when there is nothing to offer.

    Nothing is offered where no operation is read, or none before that week's end; where she fixed the closing date in
    `Paramètres`, she steers the reports herself.

    Args:
        sheets: names of the sheets of the workbook.
        today: said by the entry point.
        declined: name of the report that she did not want when it was last offered for this workbook, "" when she never said no.
    """
    closing = last_closing(today, dossier.settings.week_starts_on)
    title = report_name(closing).casefold()
    is_there = any(sheet.casefold() == title for sheet in sheets)
    if is_there or title == declined.casefold() or dossier.settings.as_of is not None or not len(dossier.operations):
        return None
    return closing if dossier.operations["booked_on"].min().date() <= closing else None
