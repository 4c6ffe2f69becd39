"""The page « Contrôles » of two months before, on which she said of each subscription whether it is used: of all but three."""

from __future__ import annotations

from datetime import date

from addin.sheets.controls import TITLES, controls_sheet
from addin.sheets.example.daily import CARD_RATE, SUBSCRIPTIONS
from addin.sheets.example.movements import BNA, CPA, VISA
from addin.sheets.example.planted import UNUSED_SUBSCRIPTIONS
from addin.sheets.example.statements import FIRM
from addin.sheets.model import Sheet
from addin.treasury.recurrences.rhythm import MONTH_DAYS
from addin.treasury.recurrences.subscriptions import YEAR_DAYS, Subscription, Used, subscription_key

ASKED_ON = date(2026, 8, 31)
_OTHERS = (("Djezzy", BNA, 9, 2_142_000, 1), ("Algérie Télécom", BNA, 8, 990_000, 1), ("SAA Assurances", CPA, 15, 5_950_000, 3))


def controls_page() -> Sheet:
    """« Contrôles » as it was made at the end of August, nothing else to report."""
    tools = [(name.title(), VISA, day, price * CARD_RATE[currency] // 100, 1) for name, day, currency, price in SUBSCRIPTIONS]
    asked = [_asked(*each) for each in (*tools, *_OTHERS)]
    shown = sorted(asked, key=lambda each: (each.yearly_cents, each.counterparty))
    return controls_sheet((), shown, {}, ASKED_ON, FIRM, TITLES[0])


def _asked(name: str, account: str, day: int, cents: int, months: int) -> Subscription:
    used: Used = "" if name.upper() in UNUSED_SUBSCRIPTIONS else "yes"
    period = months * MONTH_DAYS
    due = date(2026, 9 if months == 1 else 11, day)
    return Subscription(
        key=subscription_key(name, "DZD", period), counterparty=name, account=account, currency="DZD", period_days=period,
        amount_cents=-cents, yearly_cents=round(-cents * YEAR_DAYS / period), next_on=due, status="running", change=None, used=used,
        asked_on=ASKED_ON, is_unused=None if not used else False, is_to_verify=False, function="", overlaps=(), lines=(),
    )  # fmt: skip
