"""How long reminders take: 2,000 customers, five open invoices each, a long journal, and a letter for every customer.

`python -m bench.reminders [customers]` prints seconds for the steps; nothing is kept.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from addin.hosts.letters import LetterFolder
from addin.sheets.reminder_letter import reminder_letter
from addin.sheets.reminder_page import reminder_page
from addin.treasury.dossier import INVOICE_COLUMNS, REMINDER_COLUMNS, Dossier, Settings, frame
from addin.treasury.reading import build_dossier
from addin.treasury.reminders.campaign import remind
from addin.treasury.reminders.company import company_of
from addin.treasury.settlement import settle_invoices

AS_OF = date(2026, 10, 31)
_INVOICES_EACH, _CONTACTS_EACH = 5, 4


def dossier(customers: int) -> Dossier:
    """Open invoices of made-up customers, and what was sent to them."""
    rng = random.Random(2026)
    names = [f"Client {number:05d} {rng.choice(('Textiles', 'Bâtiment', 'Transport', 'Négoce'))}" for number in range(customers)]
    lines = []
    for name in names:
        for _ in range(_INVOICES_EACH):
            due = AS_OF - timedelta(days=rng.randint(8, 200))
            lines.append((len(lines) + 2, f"FA{len(lines) + 1}/26", name, due - timedelta(days=30), due, rng.randint(1_000_00, 900_000_00)))
    rows, numbers, parties, issued, due_days, cents = zip(*lines, strict=True)
    count = len(lines)
    invoices = frame(INVOICE_COLUMNS, {
        "sheet": ["Factures clients"] * count, "row": list(rows), "side": ["customer"] * count, "number": list(numbers),
        "counterparty": list(parties), "issued_on": pd.to_datetime(list(issued)), "due_on": pd.to_datetime(list(due_days)),
        "amount_cents": list(cents), "currency": ["DZD"] * count,
    })  # fmt: skip
    said = [(name, AS_OF - timedelta(days=rng.randint(10, 150))) for name in names for _ in range(_CONTACTS_EACH)]
    journal = frame(REMINDER_COLUMNS, {
        "sheet": ["Relances"] * len(said), "row": list(range(2, len(said) + 2)), "day": pd.to_datetime([day for _, day in said]),
        "counterparty": [name for name, _ in said], "level": [rng.choice((-1, 1, 2)) for _ in said],
    })  # fmt: skip
    return replace(build_dossier([]), invoices=invoices, reminders=journal, settings=Settings(company="Banc d'essai"))


def main() -> None:
    """Print the seconds of each step."""
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    whole = dossier(customers)
    start = time.perf_counter()
    settled = settle_invoices(whole, AS_OF)
    settling = time.perf_counter()
    campaign = remind(whole, AS_OF, settled=settled)
    deciding = time.perf_counter()
    company = company_of(whole.settings)
    letters = [reminder_letter(each, campaign, company, 30) for each in campaign.to_send]
    page = reminder_page(campaign, company.name)
    wording = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        LetterFolder(Path(folder)).stage(letters, "Relances", company.name, datetime(2026, 11, 1), lambda done, total: None).commit()
        writing = time.perf_counter()
    print(f"{customers} customers, {len(whole.invoices)} invoices, {len(letters)} letters, page of {len(page.values())} rows")
    for name, first, last in (
        ("settle_invoices", start, settling), ("remind", settling, deciding), ("letters and page as data", deciding, wording),
        (".docx files", wording, writing),
    ):  # fmt: skip
        print(f"{name:26} {last - first:6.2f} s")


if __name__ == "__main__":
    main()
