"""The readers that are fuzzed, the files they start from, and another way to count the records of a file.

python -m tests.statements.fuzz --count 10000
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from addin.messages import TresoError
from addin.treasury.characters import is_blank
from addin.treasury.statements.model import Question, StatementFile
from tests.errors.refused_statements import CSV, ROWS, workbook, zipped
from tests.statements.laws import Outcome, keeps_laws, mutated
from tests.statements.record_counts import cfonb_records, mt940_operations, qif_records

DATA = Path(__file__).resolve().parent / "data"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "statements"

Read = Callable[[bytes, str], StatementFile | Sequence[StatementFile | TresoError]]


@dataclass(frozen=True)
class Fuzzed:
    """One reader under fuzz.

    Attributes:
        patterns: of sample files, under `tests/statements/data` and the shared data.
        built: further samples.
        at_least, exactly: count the records of a file in their own way; None where only the form is checked.
        mutate: damages a file.
    """

    name: str
    read: Read
    patterns: tuple[str, ...] = ()
    built: Mapping[str, bytes] | None = None
    at_least: Callable[[bytes], int] | None = None
    exactly: Callable[[bytes], int] | None = None
    mutate: Callable[[bytes, random.Random, Sequence[bytes]], bytes] = mutated

    def samples(self) -> dict[str, bytes]:
        """File name → content, the smaller ones: a mutation of a large file tells no more."""
        found = dict(self.built or {})
        for folder in (DATA, SHARED):
            for pattern in self.patterns:
                for path in sorted(folder.glob(pattern)):
                    if path.is_file() and path.stat().st_size <= 30_000:
                        found[f"{path.parent.name}/{path.name}"] = path.read_bytes()
        return found

    def outcome(self, data: bytes, file: str) -> Outcome:
        """Reads one file under the laws."""
        return keeps_laws(
            lambda: self.read(data, file),
            at_least=self.at_least(data) if self.at_least else 0,
            exactly=self.exactly(data) if self.exactly else None,
        )

    def mutations(self, count: int, seed: int) -> Iterator[tuple[int, str, bytes]]:
        """Damaged samples: number, name of the file, content; the same ones for the same seed."""
        samples = self.samples()
        names, contents = list(samples), list(samples.values())
        for number in range(count if names else 0):
            draw = random.Random(f"{self.name} {seed} {number}")
            name = names[number % len(names)]
            yield number, name.rpartition("/")[2], self.mutate(samples[name], draw, contents)


# ------------------------------------------------------------------------------------------ readers, loaded when they run
def _delimited(data: bytes, file: str) -> StatementFile:
    from addin.treasury.statements.delimited import read_delimited

    return read_delimited(data, file, profiles=())


def _camt(data: bytes, file: str) -> StatementFile:
    from addin.treasury.statements.camt import read_camt

    return read_camt(data, file)


def _ofx(data: bytes, file: str) -> StatementFile:
    from addin.treasury.statements.ofx import read_ofx

    return read_ofx(data, file, choices={})


def _qif(data: bytes, file: str) -> StatementFile:
    from addin.treasury.statements.qif import read_qif

    return read_qif(data, file, choices={})


def _mt940(data: bytes, file: str) -> StatementFile:
    from addin.treasury.statements.mt940 import read_mt940

    return read_mt940(data, file)


def _cfonb(data: bytes, file: str) -> StatementFile:
    from addin.treasury.statements.cfonb import read_cfonb

    return read_cfonb(data, file)


def _any(data: bytes, file: str) -> Sequence[StatementFile | TresoError]:
    from addin.hosts.statement_files import read_statement_bytes

    return read_statement_bytes(data, file, profiles=())


# ------------------------------------------------------------------------------------------ another way to count
def _grid_rows(data: bytes) -> int:
    """Rows of the grid, and what the grid itself set aside; `test_delimited` proves that it holds every line of the text."""
    from addin.treasury.statements.decoding import decode
    from addin.treasury.statements.delimited import read_grid

    grid = read_grid(decode(data).text)
    if isinstance(grid, Question):
        return 0
    rows = sum(not all(map(is_blank, row)) for row in grid.rows)
    return rows + len(grid.rejected) + sum(grid.left_out.values())


def _text(data: bytes) -> str:
    from addin.treasury.statements.decoding import decode

    return decode(data).text


def _entries(data: bytes) -> int:
    """Entries of a CAMT message, by another parser; none when that one does not read it."""
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        return 0
    return sum(element.tag.rpartition("}")[2] == "Ntry" for element in root.iter())


# ------------------------------------------------------------------------------------------ mutations inside a zip
def _inside(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """One part of a zip is damaged and packed again; one time in five the zip itself is."""
    if draw.random() < 0.2 or not zipfile.is_zipfile(io.BytesIO(data)):
        return mutated(data, draw, others)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    name = draw.choice(list(parts))
    parts[name] = mutated(parts[name], draw, ())
    return zipped(parts)


_QIF = b"!Type:Bank\nD02/01/2026\nT1500.00\nPVersement\n^\nD13/01/2026\nT-700.50\nPLoyer\nN123\n^\n"
_HTML = """<html><meta charset="utf-8"><body><table><tr><th>Date</th><th>Libellé</th><th>Débit</th><th>Crédit</th></tr>
<tr><td>02/01/2026</td><td>Versement</td><td></td><td>1 500,00</td></tr><tr><td>13/01/2026</td><td>Loyer</td><td>700,50</td><td></td></tr>
<tr><td colspan=2>Total</td><td>700,50</td><td>1 500,00</td></tr></table></body></html>""".encode()
_EXCEL_XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Relevé"><Table><Row><Cell><Data ss:Type="String">Date</Data></Cell>
<Cell>
<Data ss:Type="String">Libellé</Data></Cell><Cell><Data ss:Type="String">Montant</Data></Cell></Row><Row ss:Index="3"><Cell>
<Data ss:Type="DateTime">2026-01-02T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="String">Versement</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">1500</Data></Cell></Row>
<Row><Cell><Data ss:Type="DateTime">2026-01-13T00:00:00.000</Data></Cell><Cell><Data ss:Type="String">Loyer</Data></Cell>
<Cell><Data ss:Type="Number">-700.5</Data></Cell></Row></Table></Worksheet></Workbook>""".encode()
_CSVS = {
    "a.csv": CSV,
    "b.csv": CSV.decode().replace(";", ",").replace("1500,00", '"1 500,00"').encode("utf-16"),
    "c.csv": b"sep=;\r\nCompte;007 99999 0012345678 97\r\n\r\n" + CSV.replace(b"\n", b"\r\n") + b"Total;;799,50;\r\n",
    "d.tsv": CSV.replace(b";", b"\t").replace("Libellé".encode(), b'"Libell\xe9\nsuite"'),
}
_ARCHIVE = {"a.csv": CSV, "b.qif": _QIF, "c.xlsx": workbook(ROWS)}

READERS = (
    Fuzzed("delimited", _delimited, ("csv_*/*.csv", "csv_*/tests/*.?sv", "csv_*/*.dat", "*.csv", "*.tsv"), _CSVS, exactly=_grid_rows),
    Fuzzed("camt", _camt, ("camt/*.xml", "camt*.xml"), at_least=_entries),
    Fuzzed("ofx", _ofx, ("ofx/*.ofx", "*.ofx", "*.qfx")),
    Fuzzed("qif", _qif, ("*.qif",), {"a.qif": _QIF}, exactly=lambda data: qif_records(_text(data))),
    Fuzzed("mt940", _mt940, ("mt940/*/*.sta", "mt940/*/*.txt", "*.sta", "*.94?"), at_least=lambda data: mt940_operations(_text(data))),
    Fuzzed("cfonb", _cfonb, ("cfonb120/[a-z]*.txt", "cfonb*.txt", "*.cfonb"), exactly=lambda data: cfonb_records(_text(data))),
    Fuzzed("xlsx", _any, ("*.xlsx",), {"a.xlsx": workbook(ROWS), "b.xlsx": workbook(ROWS, more={"Notice": [("Lisez",)]})}, mutate=_inside),
    Fuzzed("ods", _any, ("*.ods",), mutate=_inside),
    Fuzzed("xls", _any, ("*.xls",)),
    Fuzzed("html", _any, ("*.html", "*.htm"), {"a.xls": _HTML}),
    Fuzzed("spreadsheetml", _any, (), {"a.xls": _EXCEL_XML}),
    Fuzzed("pdf", _any, ("*.pdf", "pdf/*.pdf")),
    Fuzzed("zip", _any, ("*.zip",), {"a.zip": zipped(_ARCHIVE)}, mutate=_inside),
)
