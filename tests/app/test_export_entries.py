"""Export comptable as a use case: what is written, remembered, refused, and never written twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from addin.app.export_entries import Exported, export_entries
from addin.app.export_json import export_as_json
from addin.app.export_place import Pack
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.sheets.exports import TITLE
from addin.sheets.model import Sheet
from addin.treasury.entries.layouts import FORMATS, Format
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.workbooks import NOW
from tests.hosts.adapters import Make

_HEAD: list[object] = ["Date", "Libellé", "Débit", "Crédit", "Catégorie", "Compte SCF", "Pièce"]


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text)


def books() -> dict[str, list[list[object]]]:
    """A bank with a paid invoice, classified lines, one that is not, and a label that would run as a formula."""
    lines: list[list[object]] = [
        _HEAD,
        [_day("2026-10-04"), "SADEG", 14_380.55, None, "Frais généraux", "6073", "2026-10-04_sadeg_14380.pdf"],
        [_day("2026-10-12"), "VIR RECU NOVATEC FA112/26", None, 119_000.0, "Encaissement clients", None, None],
        [_day("2026-10-13"), "=HYPERLINK(1)", 100.0, None, "Frais généraux", "6074", None],
        [_day("2026-10-20"), "INCONNU", 500.0, None, None, None, None],
        [_day("2026-10-29"), "DJEZZY FLOTTE", 21_420.0, None, "Frais généraux", "6263", None],
    ]
    invoices: list[list[object]] = [
        ["N° facture", "Client", "Date facture", "Échéance", "Montant TTC", "TVA"],
        ["FA112/26", "Novatec", _day("2026-10-01"), _day("2026-10-31"), 119_000.0, 19_000.0],
    ]
    purchases: list[list[object]] = [
        ["N° facture", "Fournisseur", "Date facture", "Échéance", "Montant TTC", "TVA", "Catégorie"],
        ["PR-1", "Pixelrégie", _day("2026-10-02"), _day("2026-10-30"), 11_900.0, 1_900.0, "Publicité"],
    ]
    suppliers: list[list[object]] = [["Fournisseur", "NIF", "RC"], ["PIXELREGIE", "000116001234567", "16/00-1234567B00"]]
    settings: list[list[object]] = [["Paramètre", "Valeur"], ["Taux de TVA", "19 %"], ["Dossier des justificatifs", "Pièces"]]
    return {
        "BNA": lines,
        "Factures clients": invoices,
        "Factures fournisseurs": purchases,
        "Fournisseurs": suppliers,
        "Paramètres": settings,
    }


class Folder:
    """An export folder in memory.

    Attributes:
        files: what took its name.
        fails: the files cannot take their names.
    """

    shown = "Exports"

    def __init__(self, pieces: Sequence[str] = (), *, fails: bool = False) -> None:
        self.files: dict[str, bytes] = {}
        self.packs: list[Pack] = []
        self.books: list[list[Sheet]] = []
        self.pieces, self.fails = pieces, fails
        self.staged: dict[str, bytes] = {}

    def existing(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name in self.files]

    def book(self, sheets: Sequence[Sheet]) -> bytes:
        self.books.append(list(sheets))
        return b"xlsx"

    def find(self, folder: str, names: Sequence[str]) -> Mapping[str, str]:
        return {name: f"/{folder}/{name}" for name in names if name in self.pieces}

    @contextmanager
    def stage(self, files: Mapping[str, bytes], pack: Pack) -> Iterator[Folder]:
        self.staged = {**files, pack.name: b"zip"}
        self.packs.append(pack)
        yield self

    def commit(self) -> None:
        if self.fails:
            raise TresoError("FILE_READ_ONLY", file="export-001-ecritures.csv")
        self.files |= self.staged


def export(workbook: Any, place: Folder | None = None, format: Format = "generique", dialogs: Answers | None = None) -> Exported:
    return export_entries(workbook, dialogs or Answers(), format, place or Folder(), NOW)


def rows(place: Folder, name: str = "export-001-ecritures.csv", delimiter: str = ";") -> list[dict[str, str]]:
    text = place.files[name].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_the_generic_file_holds_balanced_entries_with_decimal_commas() -> None:
    place = Folder()
    done = export(MemoryWorkbook(books()), place)
    lines = rows(place)
    assert list(lines[0]) == ["Journal", "Date", "N° pièce", "Compte", "Auxiliaire", "Libellé", "Débit", "Crédit", "Échéance", "Lettrage"]
    assert list(lines[0].values()) == [
        "VE", "01/10/2026", "FA112/26", "4111", "CNOVATEC", "Novatec FA112/26", "119000,00", "", "31/10/2026", "AAA",
    ]  # fmt: skip
    sums = [sum(float(line[side].replace(",", ".") or 0) for line in lines) for side in ("Débit", "Crédit")]
    assert sums[0] == pytest.approx(sums[1])
    assert done.export.debit_cents == done.export.credit_cents == round(sums[0] * 100)


def test_a_label_that_a_spreadsheet_would_run_is_made_harmless_everywhere() -> None:
    place = Folder()
    export(MemoryWorkbook(books()), place)
    assert {line["Libellé"] for line in rows(place) if "HYPERLINK" in line["Libellé"]} == {"'=HYPERLINK(1)"}
    index = place.packs[0].contents["index.csv"].decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in index
    assert ";=HYPERLINK" not in index


def test_the_line_she_has_not_classified_is_listed_with_its_place() -> None:
    told = export_as_json(export(MemoryWorkbook(books())))
    assert told["export"]["skipped"] == [{"sheet": "BNA", "row": 5, "code": "unclassified", "reason": "sans catégorie ni compte"}]
    assert [each["code"] for each in told["warnings"] if each["code"].startswith("EXPORT")] == ["EXPORT_SKIPPED", "EXPORT_PIECES_MISSING"]
    assert (told["as_of"], told["export"]["number"], told["export"]["entries"]) == ("2026-10-31", 1, 6)


def test_nothing_is_exported_twice_and_what_she_has_completed_since_leaves_alone(make: Make) -> None:
    workbook = make(books())
    export(workbook.open())
    with pytest.raises(TresoError) as refused:
        export(workbook.open())
    assert refused.value.code == "EXPORT_NOTHING"
    moved = books()["BNA"]
    moved[4][4:6] = ["Frais généraux", "6074"]
    workbook.rewrite("BNA", [moved[0], moved[5], moved[4], moved[3], moved[2], moved[1]])
    place = Folder()
    second = export(workbook.open(), place)
    assert (second.export.number, second.drafted.known) == (2, 6)
    assert [line["Libellé"] for line in rows(place, "export-002-ecritures.csv")] == ["INCONNU", "INCONNU"]


def test_undo_frees_the_rows(make: Make) -> None:
    workbook = make(books())
    export(workbook.open())
    undo_last(workbook.open(), Answers(), NOW)
    again = export(workbook.open())
    assert again.export.entries == 6


def test_a_row_changed_since_its_export_is_not_exported_again_and_is_said() -> None:
    workbook = MemoryWorkbook(books())
    export(workbook)
    workbook.content["BNA"][1][2] = 15_000.0
    workbook.content["BNA"][4][4] = "Publicité"
    told = export_as_json(export(workbook))
    assert {(each["row"], each["code"]) for each in told["export"]["skipped"]} == {(2, "changed")}
    assert told["export"]["entries"] == 1


def test_rows_that_are_gone_since_their_export_are_said() -> None:
    workbook = MemoryWorkbook(books())
    export(workbook)
    workbook.content["BNA"][4][4] = "Publicité"
    del workbook.content["BNA"][1]
    assert "EXPORTED_ROWS_GONE" in [finding.code for finding in export(workbook).findings]


def test_an_account_outside_the_plan_refuses_all_before_anything_is_written() -> None:
    content = books()
    content["BNA"][1][5], content["BNA"][3][5] = "699", "12"
    workbook, place = MemoryWorkbook(content), Folder()
    with pytest.raises(TresoError) as refused:
        export(workbook, place)
    assert refused.value.code == "EXPORT_ACCOUNTS_UNKNOWN"
    assert "699 (1" in str(refused.value)
    assert (workbook.saves, place.staged, TITLE in workbook.content) == (0, {}, False)
    workbook.content["Plan comptable"] = [["Compte", "Intitulé"], ["699", "Autres impôts"]]
    assert "export-001-ecritures.csv" in export(workbook).files


def test_a_tab_that_was_renamed_is_not_exported_again() -> None:
    workbook = MemoryWorkbook(books())
    export(workbook)
    workbook.content = {"BNA 2026" if name == "BNA" else name: rows for name, rows in workbook.content.items()}
    with pytest.raises(TresoError) as refused:
        export(workbook)
    assert refused.value.code == "EXPORT_NOTHING"


def test_a_new_label_does_not_make_a_new_entry() -> None:
    workbook = MemoryWorkbook(books())
    export(workbook)
    workbook.content["BNA"][1][1] = "SADEG facture de septembre"
    with pytest.raises(TresoError) as refused:
        export(workbook)
    assert refused.value.code == "EXPORT_NOTHING"


def test_an_invoice_whose_payment_left_as_a_charge_is_not_a_second_charge() -> None:
    content = books()
    content["BNA"].append([_day("2026-10-30"), "VIR INFODIS FA881", 11_900.0, None, "Frais généraux", "6074", None])
    workbook = MemoryWorkbook(content)
    export(workbook)
    invoice: list[object] = ["FA881", "Infodis", _day("2026-10-15"), _day("2026-10-30"), 11_900.0, 1_900.0, "Frais généraux"]
    workbook.content["Factures fournisseurs"].append(invoice)
    workbook.content["BNA"][4][4] = "Publicité"
    told = export_as_json(export(workbook))["export"]
    assert [(each["sheet"], each["row"], each["code"]) for each in told["skipped"]] == [("Factures fournisseurs", 3, "payment_exported")]
    assert told["entries"] == 1


def test_a_purchase_above_a_million_paid_in_cash_is_said() -> None:
    content = books()
    content["Caisse"] = [_HEAD[:5], [_day("2026-10-20"), "FA882 INFODIS", 1_190_000.0, None, "Investissement"]]
    content["Factures fournisseurs"].append(["FA882", "Infodis", _day("2026-10-15"), None, 1_190_000.0, 190_000.0, "Investissement"])
    assert "EXPORT_CASH_VAT" in [finding.code for finding in export(MemoryWorkbook(content)).findings]


def test_a_damaged_memory_refuses_rather_than_export_twice() -> None:
    workbook = MemoryWorkbook(books())
    export(workbook)
    workbook.content[TITLE][2][17] = "E1 1/1 abîmé"
    with pytest.raises(TresoError) as refused:
        export(workbook)
    assert refused.value.code == "EXPORT_REGISTER_DAMAGED"


def test_a_sheet_of_hers_with_that_name_is_left_alone() -> None:
    with pytest.raises(TresoError) as refused:
        export(MemoryWorkbook({**books(), TITLE: [["Pays", "Ventes"], ["France", 3.0]]}))
    assert refused.value.code == "SHEET_NAME_TAKEN"


def test_pieces_go_into_the_pack_and_the_missing_ones_are_said() -> None:
    place = Folder(["2026-10-04_sadeg_14380.pdf"])
    done = export(MemoryWorkbook(books()), place)
    assert place.packs[0].pieces == {"pieces/2026-10-04_sadeg_14380.pdf": "/Pièces/2026-10-04_sadeg_14380.pdf"}
    assert (done.pieces, "EXPORT_PIECES_MISSING" in [each.code for each in done.findings]) == (1, False)
    assert set(place.packs[0].contents) == {*done.files[:-1], "index.csv"}


def test_without_a_folder_of_receipts_the_pieces_are_said_not_to_be_joined() -> None:
    content = books()
    content["Paramètres"] = content["Paramètres"][:2]
    assert "EXPORT_PIECES_FOLDER" in [each.code for each in export(MemoryWorkbook(content)).findings]


def test_the_statement_of_suppliers_finds_nif_and_rc_whatever_the_spelling() -> None:
    place = Folder()
    done = export(MemoryWorkbook(books()), place)
    text = place.files["export-001-etat-fournisseurs-g50.csv"].decode("utf-8-sig")
    assert text.splitlines()[1] == "Pixelrégie;000116001234567;16/00-1234567B00;PR-1;02/10/2026;10000,00;1900,00"
    assert "EXPORT_SUPPLIER_INCOMPLETE" not in [each.code for each in done.findings]


def test_files_that_cannot_take_their_place_are_said_and_the_export_can_be_undone() -> None:
    workbook = MemoryWorkbook(books())
    done = export(workbook, Folder(fails=True))
    assert done.findings[-1].code == "EXPORT_FILES_NOT_PLACED"
    assert export_as_json(done)["export"]["files"] == []


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_tells_the_same_money(format: Format) -> None:
    place = Folder()
    done = export(MemoryWorkbook(books()), place, format)
    text = place.files[done.files[0]].decode({"generique": "utf-8-sig", "fec": "utf-8"}.get(format, "cp1252"))
    lines = [line.split("\t" if format == "fec" else ";") for line in text.splitlines()]
    body = lines if format == "sage" else lines[1:]
    debit, credit = {"generique": (6, 7), "pccompta": (7, 8), "sage": (6, 7), "fec": (11, 12)}[format]
    for column in (debit, credit):
        assert sum(int(line[column].replace(",", "") or 0) for line in body) == done.export.debit_cents
    assert {len(line) for line in lines} == {{"generique": 10, "pccompta": 10, "sage": 9, "fec": 18}[format]}


def test_the_columns_of_a_format_are_hers_to_choose() -> None:
    content = books()
    content["Paramètres"] += [
        ["Colonnes PC Compta", "Journal ; Date ; Compte ; Montant ; Sens ; Libellé"], ["Dates PC Compta", "JJMMAA"],
        ["Séparateur PC Compta", "tabulation"], ["Titres PC Compta", "Non"], ["Codage PC Compta", "UTF-8"],
    ]  # fmt: skip
    place = Folder()
    export(MemoryWorkbook(content), place, "pccompta")
    first = place.files["export-001-ecritures.csv"].decode().splitlines()[0]
    assert first == "VE\t011026\t4111\t119000,00\tD\tNovatec FA112/26"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Colonnes Sage", "Journal ; Date ; Humeur"),
        ("Colonnes Sage", "Journal ; Libellé"),
        ("Séparateur Sage", "/"),
        ("Dates Sage", "aaaa"),
        ("Codage Sage", "morse"),
        ("Mois clôturés jusqu'au", "bientôt"),
        ("Export comptable à partir du", "l'an dernier"),
        ("Exigibilité de la TVA", "un jour"),
    ],
)
def test_a_setting_that_cannot_be_read_refuses_the_export(name: str, value: str) -> None:
    content = books()
    content["Paramètres"].append([name, value])
    workbook = MemoryWorkbook(content)
    with pytest.raises(TresoError) as refused:
        export(workbook, format="sage")
    assert (refused.value.code, workbook.saves) == ("EXPORT_SETTING_UNREADABLE", 0)
    assert value in str(refused.value)


def test_what_the_accountant_has_already_is_left_to_him() -> None:
    content = books()
    content["Paramètres"].append(["Export comptable à partir du", _day("2026-10-13")])
    done = export(MemoryWorkbook(content))
    assert {entry.row for entry in done.drafted.entries} == {4, 6}
    (said,) = [finding for finding in done.findings if finding.code == "EXPORT_BEFORE_START"]
    assert said.details["count"] == 4


def test_characters_that_the_code_lacks_are_replaced_and_said() -> None:
    content = books()
    content["BNA"][1][1] = "FOURNISSEUR ÇELEBİ مخبزة"
    place = Folder()
    done = export(MemoryWorkbook(content), place, "sage")
    assert "EXPORT_CHARACTERS_LOST" in [each.code for each in done.findings]
    assert "ÇELEBI ?????".encode("cp1252") in place.files["export-001-ecritures.txt"]


def test_files_that_are_there_are_replaced_only_when_she_agrees() -> None:
    place = Folder()
    export(MemoryWorkbook(books()), place)
    workbook = MemoryWorkbook(books())
    with pytest.raises(TresoError) as refused:
        export(workbook, place, dialogs=Answers(agrees=False))
    assert (refused.value.code, workbook.saves) == ("DECLINED", 0)
