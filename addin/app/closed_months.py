"""Closed months (mois clôturés): no line of ours goes into them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from addin.messages import TresoError
from addin.treasury.dossier import Settings
from addin.treasury.entries.settings import CLOSED, month_end


def closed_until(settings: Settings, file: str) -> date | None:
    """Last day of the closed months as `Paramètres` says, None when none is closed.

    Raises:
        TresoError: MONTH_CLOSED_UNREADABLE: what is locked is not to be guessed.
    """
    written = settings.raw.get(CLOSED, "").strip()
    if not written:
        return None
    last = month_end(written)
    if last is None:
        raise TresoError("MONTH_CLOSED_UNREADABLE", file=file, value=written)
    return last


def require_open(settings: Settings, days: Iterable[date], file: str, account: str) -> None:
    """Refuse lines that would go into a closed month.

    Args:
        days: of the lines to add to an account.
    Raises:
        TresoError: MONTH_CLOSED, MONTH_CLOSED_UNREADABLE.
    """
    last = closed_until(settings, file)
    if last is None:
        return
    late = sorted(day for day in days if day <= last)
    if late:
        first, end, closed = (f"{day:%d/%m/%Y}" for day in (late[0], late[-1], last))
        raise TresoError("MONTH_CLOSED", file=file, account=account, count=len(late), first=first, last=end, closed=closed)
