"""Operations of a statement file counted and added up by little programs that share nothing with the readers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Layout:
    """Where a delimited file keeps its amounts.

    Attributes:
        amounts: column of the amount, or of the debits and the credits.
        signs: sign of each of these columns.
        flag: column of the word that makes an amount negative; none is counted without the one or the other.
    """

    delimiter: str
    amounts: Sequence[int]
    signs: Sequence[int] = (1,)
    decimal: str = ","
    encoding: str = "cp1252"
    flag: int | None = None
    negative: str = ""
    positive: str = ""


_SEMICOLON = Layout(";", (3,))
LAYOUTS = {
    "banquePostale.csv": Layout(";", (2,)),
    "banquePostale.tsv": Layout("\t", (2,)),
    "banquePostale_converted.csv": Layout(";", (5,)),
    "bnpParibasFortis.csv": Layout(";", (3,)),
    "bnpParibasFortis_converted.csv": Layout(";", (5,)),
    "boobank.csv": Layout(";", (8,), decimal="."),
    "boobank_converted.csv": Layout(";", (5,), decimal="."),
    "paypal.csv": Layout(",", (9,), encoding="utf-8"),
    "paypal_converted.csv": Layout(";", (5,)),
    "test_headers.csv": _SEMICOLON,
    "test_raiffeisen_01.csv": _SEMICOLON,
    "test_raiffeisen_02.csv": _SEMICOLON,
    "test_regex_123456_87654321_1234_21_12.csv": _SEMICOLON,
    "test_row_format_neg_inflow.csv": _SEMICOLON,
    "test_row_format_default.csv": Layout(";", (3, 4), (-1, 1)),  # nobody said which one is the debit: the first answer
    "test_delimiter_tab.csv": Layout("\t", (3, 4), (-1, 1)),
    "test_row_format_CD_flag.csv": Layout(";", (3,), flag=4, negative="O", positive="I"),
    "test_BOI_TransactionExport.csv": Layout(",", (2, 3), (-1, 1), "."),
    "CSV_A_20180414_112204.csv": Layout(",", (6,)),
    "W80844_EBH_201945.202122.csv": Layout(",", (6,), decimal="."),
}


def is_counted_apart(path: Path) -> bool:
    """A program here knows the file."""
    return path.name in LAYOUTS or bool({"mt940", "camt", "ofx", "cfonb120"} & set(path.parts))


def counted_apart(path: Path) -> tuple[int, Decimal] | None:
    """Number of operations and their sum, credit positive, all currencies together; None for a file that no program here knows."""
    data = path.read_bytes()
    if path.name in LAYOUTS:
        amounts = list(_delimited(data, LAYOUTS[path.name]))
    elif "mt940" in path.parts:
        amounts = list(_mt940(data.decode("latin-1")))
    elif "camt" in path.parts:
        amounts = list(_camt(data))
    elif "ofx" in path.parts:
        amounts = list(_ofx(data.decode("latin-1")))
    elif "cfonb120" in path.parts:
        amounts = list(_cfonb(data.decode("latin-1")))
    else:
        return None
    return len(amounts), sum(amounts, Decimal(0))


def _delimited(data: bytes, layout: Layout) -> Iterator[Decimal]:
    thousands = {",": ".", ".": ","}[layout.decimal]
    for row in csv.reader(io.StringIO(data.decode(layout.encoding, "replace")), delimiter=layout.delimiter):
        if not any(re.search(r"\d\d?[./]\d\d?[./]\d{4}|\d{4}[-.]\d\d[-.]\d\d|^\d\d-\d\d-\d\d$", cell) for cell in row):
            continue
        if layout.flag is not None and row[layout.flag] not in (layout.negative, layout.positive):
            continue
        turned = -1 if layout.flag is not None and row[layout.flag] == layout.negative else 1
        for at, sign in zip(layout.amounts, layout.signs, strict=True):
            text = row[at].strip().replace(thousands, "").replace(layout.decimal, ".") if at < len(row) else ""
            if re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
                yield Decimal(text) * sign * turned
                break


def _mt940(text: str) -> Iterator[Decimal]:
    """Field 61: dates, mark (a reversed debit is money coming in), perhaps a funds letter, amount."""
    for mark, amount in re.findall(r"(?m)^:61:\s*\d{6}(?:\d{4}| {4})?\s*(R?[CD])[A-Z]?\s*(\d+,?\d*)", text):
        yield Decimal(amount.replace(",", ".").rstrip(".")) * (1 if mark in ("C", "RD") else -1)


def _camt(data: bytes) -> Iterator[Decimal]:
    """Entries that are booked."""
    for entry in ElementTree.fromstring(data).iter():
        if entry.tag.endswith("}Ntry"):
            found = {child.tag.partition("}")[2]: child for child in entry}
            status = "".join(found["Sts"].itertext()).strip() if "Sts" in found else "BOOK"
            if status == "BOOK" and ("BookgDt" in found or "ValDt" in found):
                yield Decimal(str(found["Amt"].text)) * (1 if found["CdtDbtInd"].text == "CRDT" else -1)


def _ofx(text: str) -> Iterator[Decimal]:
    """Transactions of banks and cards, and those of the cash of an investment account, that have a day and an amount."""
    for block in re.findall(r"(?is)<STMTTRN>(.*?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>)", text):
        amount = re.search(r"(?i)<TRNAMT>\s*([-+]?\d*[.,]?\d+)\s*(?:<|[\r\n]|$)", block)
        if amount and re.search(r"(?i)<DTPOSTED>\s*\d{8}", block):
            yield Decimal(amount[1].replace(",", "."))


def _cfonb(text: str) -> Iterator[Decimal]:
    """Records 04: the last character of the amount carries its last digit and its sign; the decimals are said at 20."""
    for line in text.splitlines():
        if line.startswith("04") and len(line) >= 104:
            last = line[103]
            digits = line[90:103] + str(("{ABCDEFGHI" if last in "{ABCDEFGHI" else "}JKLMNOPQR").index(last))
            yield Decimal(int(digits)).scaleb(-int(line[19])) * (1 if last in "{ABCDEFGHI" else -1)
