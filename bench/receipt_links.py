"""How many receipts find their operation: files made up from the payments of the example workbook, with the ways they go wrong.

    python -m bench.receipt_links [--share 0.6] [--seed 3]

Each payment that needs one gets (or not) a receipt: a PDF text with net, tax and total, dated up to five weeks before the payment;
some without tiers, some without date, some photographed, some of a purchase that is in no account. Prints precision and recall of
what is linked without asking, and recall with the proposals.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta

from addin.sheets.example import example_sheets
from addin.treasury.money_text import money_text
from addin.treasury.reading import build_dossier
from addin.treasury.receipts.file_names import read_name
from addin.treasury.receipts.linking import link_files
from addin.treasury.receipts.model import Reading, merged
from addin.treasury.receipts.needs import Policy, exemptions
from addin.treasury.receipts.printed import read_printed
from addin.treasury.receipts.targets import targets_of
from addin.treasury.settlement import settle_invoices
from addin.treasury.tabs import RawTab

AS_OF = date(2026, 10, 31)


def _receipt(draw: random.Random, party: str, paid: date, cents: int) -> Reading:
    """One receipt, as a text of a PDF or as a name by the rule."""
    day = paid - timedelta(days=draw.choice((0, 0, 0, 1, 2, 5, 12, 20, 33)))
    if draw.random() < 0.15:
        return read_name(f"{day.isoformat()}_{party}_{cents / 100:.2f}.pdf")
    if draw.random() < 0.15:  # a photo, read by OCR: no tiers
        return merged(read_name(f"IMG_{paid:%Y%m%d}_101500.jpg"), read_printed([f"TOTAL {money_text(cents, 'DZD')}"], "ocr"))
    net = round(cents / 1.19)
    lines = [party.upper() if draw.random() < 0.85 else "", f"Facture N° {draw.randrange(9000):04d}/{day:%y}"]
    lines += [f"Date : {day:%d/%m/%Y}"] if draw.random() < 0.9 else []
    lines += [f"Total HT {money_text(net, 'DZD')}", f"TVA 19 % {money_text(cents - net, 'DZD')}", f"Net à payer {money_text(cents, 'DZD')}"]
    return merged(read_name(f"scan{draw.randrange(99999)}.pdf"), read_printed(lines, "text"))


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--share", type=float, default=0.6)
    options.add_argument("--seed", type=int, default=3)
    chosen = options.parse_args()
    draw = random.Random(chosen.seed)
    dossier = build_dossier([RawTab(sheet.title, sheet.values()) for sheet in example_sheets()])
    operations = dossier.operations
    needing = operations[exemptions(operations, Policy(), AS_OF) == ""]
    readings, truth = [], []
    for row in needing.to_dict("records"):
        if draw.random() < chosen.share:
            readings.append(_receipt(draw, row["party"], row["booked_on"].date(), abs(int(row["amount_cents"]))))
            truth.append((row["booked_on"], row["amount_cents"], row["party"]))
        if draw.random() < 0.05:  # bought with private money: in no account
            readings.append(_receipt(draw, row["party"], row["booked_on"].date(), draw.randrange(50_000, 9_000_000)))
            truth.append(())
    links = link_files(readings, targets_of(operations, settle_invoices(dossier, AS_OF), AS_OF))
    told = {at: (row["booked_on"], row["amount_cents"], row["party"]) for at, row in operations.to_dict("index").items()}
    is_right = {link.file: any(told[line] == truth[link.file] for line in link.operations) for link in links}
    sure = [link for link in links if link.status == "sure"]
    genuine = sum(bool(each) for each in truth)
    right = sum(is_right[link.file] for link in sure)
    print(f"{len(readings)} files, {genuine} of them of a payment, {len(needing)} payments")
    print(f"sure: {len(sure)}, precision {right / max(len(sure), 1):.3f}, recall {right / genuine:.3f}")
    found = sum(is_right.values())
    print(f"with proposals: {len(links)}, right {found / max(len(links), 1):.3f}, recall {found / genuine:.3f}")
    for link in [link for link in sure if not is_right[link.file]][:8]:
        said = readings[link.file]
        print("wrong:", truth[link.file], "->", [told[line] for line in link.operations], link.score, link.evidence, said.name, said.day)


if __name__ == "__main__":
    main()
