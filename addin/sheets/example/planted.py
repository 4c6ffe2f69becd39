"""The findings planted in the example, fixed whatever the seed, so that tests can look for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from addin.sheets.example.movements import BNA, CCP

CARD_TAB = "Opérations"

Kind = Literal[
    "unused_subscription", "ad_peak", "cap_breached", "double_payment", "unusual_supplier", "times_100", "late_customer",
    "missing_receipt", "bounced_cheque", "undebited_cheque",
]  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """Something to be found.

    Attributes:
        sheet: tab it stands in.
        label: text that its lines contain in that tab (label, invoice number or cap).
        days: dates of its lines; for an invoice its due date; empty for something that runs all along.
        cents: amount of each line, signed; of a cap, the cap.
    """

    kind: Kind
    sheet: str
    label: str
    days: tuple[date, ...] = ()
    cents: int = 0


UNUSED_SUBSCRIPTIONS = ("HOOTSUITE", "SHUTTERSTOCK", "ZOOM")
CAMPAIGN, CAMPAIGN_CAP = "Rentrée 2026", 60_000_000
PEAK_DAYS = (date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 17))
PEAK_EUROS = 480
DOUBLE_DAYS = (date(2026, 9, 8), date(2026, 9, 15))
UNUSUAL_DAY, TIMES_100_DAY, BOUNCED_ON, BOUNCED_BACK_ON = date(2026, 9, 22), date(2026, 8, 18), date(2026, 10, 6), date(2026, 10, 13)
CHEQUE, CHEQUE_ON = "0018841", date(2026, 10, 20)
NOVATEC_DUE = date(2026, 9, 27)
MISSING_RECEIPTS = (
    (date(2026, 9, 3), "CIB", "TPE CONDOR CENTER", 4_280_000),
    (date(2026, 9, 16), "Edahabia", "TPE HOTEL SOFITEL", 3_650_000),
    (date(2026, 9, 28), "CIB", "TPE BUREAU VALLEE", 2_745_000),
    (date(2026, 10, 7), "Edahabia", "TPE AIR ALGERIE", 3_860_000),
    (date(2026, 10, 19), "CIB", "TPE JUMIA PRO", 3_190_000),
)
"""(day, card, label, centimes) of purchases without a receipt."""

PLANTED: tuple[Planted, ...] = (
    *(Planted("unused_subscription", CARD_TAB, f"VISA {name}") for name in UNUSED_SUBSCRIPTIONS),
    Planted("ad_peak", CARD_TAB, f"VISA META EUR{PEAK_EUROS}", PEAK_DAYS, -PEAK_EUROS * 15_100),
    Planted("cap_breached", "Plafonds", CAMPAIGN, (date(2026, 10, 1), date(2026, 10, 31)), CAMPAIGN_CAP),
    Planted("double_payment", BNA, "VIR INFODIS FA881", DOUBLE_DAYS, -11_900_000),
    Planted("unusual_supplier", BNA, "VIR EURL SAHEL NEGOCE", (UNUSUAL_DAY,), -28_560_000),
    Planted("times_100", CCP, "SEAAL", (TIMES_100_DAY,), -32_142_000),
    Planted("late_customer", "Factures clients", "Novatec", (NOVATEC_DUE,), 119_000_000),
    *(Planted("missing_receipt", CARD_TAB, label, (day,), -cents) for day, _, label, cents in MISSING_RECEIPTS),
    Planted("bounced_cheque", BNA, "IMPAYE CHQ 4471902", (BOUNCED_BACK_ON,), -47_600_000),
    Planted("undebited_cheque", "Échéancier", CHEQUE, (CHEQUE_ON,), -23_800_000),
)
