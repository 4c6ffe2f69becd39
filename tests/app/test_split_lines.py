"""« Catégoriser » and lines that she parted, or that ask to be."""

from __future__ import annotations

from datetime import date

from addin.app.categorise import Categorised, categorise
from addin.app.categorise_json import categorised_as_json
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.test_categorise import NEW, NOW, NoCache, bank

HEAD: list[object] = ["Date", "Libellé", "Montant", "Part", "Catégorie", "Compte SCF"]


def run(workbook: MemoryWorkbook) -> Categorised:
    return categorise(workbook, Answers(True), NoCache(), as_of=date(2026, 11, 30), now=NOW)


def test_a_line_that_she_parted_gets_no_category_and_is_not_to_be_classified() -> None:
    parts: list[list[object]] = [
        HEAD,
        [date(2026, 11, 3), None, -45_000.0, -40_000.0, "Loyer", "613"],
        [None, None, None, -5_000.0, "Charges", None],
    ]
    workbook = MemoryWorkbook({"BNA": bank(*NEW), "Ventilations": parts})
    done = run(workbook)
    assert workbook.content["BNA"][31][3] in (None, "")
    assert 32 not in {int(line.place.split("!")[1]) for line in done.lines}
    told = categorised_as_json(done)
    (line,) = [line for line in told["lines"] if "parts" in line]
    assert line["row"] == 32
    assert [(part["amount"], part["category"], part["scf_account"]) for part in line["parts"]] == [
        ("-40000.00", "Loyer", "613"),
        ("-5000.00", "Charges", None),
    ]
    assert told["abstained"] == 1, "the line that nothing tells"


def test_a_line_that_pays_invoices_of_two_categories_is_offered_to_be_parted() -> None:
    invoices: list[list[object]] = [
        ["N° facture", "Fournisseur", "Date facture", "Échéance", "Montant TTC", "Catégorie"],
        ["F-101", "Papeterie Centrale", date(2026, 10, 20), date(2026, 11, 20), 9_000.0, "Achats"],
        ["F-102", "Papeterie Centrale", date(2026, 10, 21), date(2026, 11, 21), 3_000.0, "Publicité"],
    ]
    line: list[object] = [date(2026, 11, 18), "VIR PAPETERIE CENTRALE F-101 F-102", -12_000.0, None]
    workbook = MemoryWorkbook({"BNA": bank(line), "Factures fournisseurs": invoices})
    (finding,) = [finding for finding in run(workbook).findings if finding.code == "LINES_TO_SPLIT"]
    assert (finding.sheet, finding.row) == ("BNA", 32)
