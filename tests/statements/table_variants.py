"""One truth written in hundreds of ways: what the reader of tables must find again, or ask about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

LABELS = (
    "VIREMENT RECU SARL EL BARAKA", "CHEQUE N 1234567", "FRAIS TENUE DE COMPTE", "PAIEMENT CIB SUPERETTE", "REMISE CHEQUE",
    "RETRAIT GAB ALGER", "CNAS COTISATIONS", "تحويل بنكي", "AGIOS 1ER TRIMESTRE", "VERSEMENT ESPECES",
    "G50 IMPOTS", "LOYER BUREAU", "SALAIRES",
)  # fmt: skip
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
DATES = {
    "dmy": lambda d: f"{d:%d/%m/%Y}",
    "dmy_dots": lambda d: f"{d:%d.%m.%Y}",
    "dmy_short": lambda d: f"{d:%d/%m/%y}",
    "dmy_bare": lambda d: f"{d.day}/{d.month}/{d.year}",
    "mdy": lambda d: f"{d:%m/%d/%Y}",
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "iso_time": lambda d: f"{d:%Y-%m-%d} 12:34:56",
    "compact": lambda d: f"{d:%Y%m%d}",
    "named": lambda d: f"{d.day:02d} {MONTHS[d.month - 1]} {d.year}",
    "typed": lambda d: d,
}
HEADINGS = {
    "fr": ("Date opération", "Libellé", "Montant", "Débit", "Crédit", "Solde", "Sens", "Date de valeur"),
    "en": ("Transaction Date", "Description", "Amount", "Debit", "Credit", "Balance", "Type", "Value Date"),
    "de": ("Buchungstag", "Verwendungszweck", "Betrag", "Soll", "Haben", "Saldo", "Soll/Haben", "Wertstellung"),
    "nl": ("Datum", "Omschrijving", "Bedrag", "Debet", "Credit", "Saldo", "Af Bij", "Rentedatum"),
    "es": ("Fecha", "Concepto", "Importe", "Cargo", "Abono", "Saldo", "Signo", "Fecha valor"),
    "it": ("Data contabile", "Descrizione", "Importo", "Dare", "Avere", "Saldo", "Segno", "Data valuta"),
    "ar": ("التاريخ", "البيان", "المبلغ", "مدين", "دائن", "الرصيد", "مدين/دائن", "تاريخ القيمة"),
}


@dataclass(frozen=True)
class Truth:
    """Operations in the order of time: (day, minor units, label)."""

    lines: tuple[tuple[date, int, str], ...]
    opening: int


@dataclass(frozen=True)
class Variant:
    """How the truth is written."""

    dates: str
    amounts: str
    layout: str  # "signed", "reversed", "sides", "flags", "unsigned"
    language: str
    has_headings: bool
    has_balance: bool
    has_value_date: bool
    newest_first: bool
    junk: bool
    totals: bool
    repeated: bool
    continued: bool
    blanks: bool


def truths() -> st.SearchStrategy[Truth]:
    """1 to 30 operations over some months, no amount zero."""
    line = st.tuples(st.integers(0, 9), st.integers(-9_999_999, 9_999_999).filter(bool), st.sampled_from(LABELS))

    def build(first: date, steps: list[tuple[int, int, str]], opening: int) -> Truth:
        day, lines = first, []
        for step, cents, label in steps:
            day += timedelta(step)
            lines.append((day, cents, label))
        return Truth(tuple(lines), opening)

    return st.builds(
        build, st.dates(date(2019, 1, 1), date(2026, 6, 30)), st.lists(line, min_size=1, max_size=30), st.integers(-5_000_000, 50_000_000)
    )


def variants() -> st.SearchStrategy[Variant]:
    """Any way of writing."""
    return st.builds(
        Variant,
        st.sampled_from(list(DATES)),
        st.sampled_from(
            ["1234,56", "1 234,56", "1.234,56", "1,234.56", "1234.56", "1'234.56", "1234,56-", "(1234,56)", "1234,56 DA", "number"]
        ),
        st.sampled_from(["signed", "signed", "reversed", "sides", "sides", "flags", "unsigned"]),
        st.sampled_from(list(HEADINGS)),
        *[st.booleans()] * 9,
    )


def write(truth: Truth, variant: Variant) -> list[list[object]]:
    """The grid of a truth."""
    names = HEADINGS[variant.language]
    balance = truth.opening
    rows: list[list[object]] = []
    for i, (day, cents, label) in enumerate(truth.lines):
        balance += cents
        shown = DATES[variant.dates](day)
        row: list[object] = [shown]
        if variant.has_value_date:
            row.append(shown)
        row.append(label)
        row += amount_cells(cents, variant)
        if variant.has_balance:
            row.append(amount(balance, variant))
        rows.append(row)
        if variant.continued and i % 3 == 0 and variant.has_headings:
            more: list[object] = [""] * len(row)
            more[1 + variant.has_value_date] = f"SUITE {label}"
            rows.append(more)
    if variant.newest_first:
        rows = newest_first(rows)
    head: list[object] = [names[0]]
    if variant.has_value_date:
        head.append(names[7])
    head.append(names[1])
    head += {"sides": [names[3], names[4]], "flags": [names[2], names[6]]}.get(variant.layout, [names[2]])
    if variant.has_balance:
        head.append(names[5])
    if variant.has_headings and variant.repeated and len(rows) > 4:
        at = next((k for k in range(len(rows) // 2, len(rows)) if rows[k][0] != ""), None)
        if at is not None:
            rows.insert(at, list(head))
    if variant.has_headings:
        rows.insert(0, head)
    if variant.junk:
        rows = [["BANQUE D'EXEMPLE"], ["Titulaire : SARL EXEMPLE"], ["Compte n°", "00999 0001234567 89"], [], *rows]
    if variant.totals and variant.has_headings and variant.layout == "sides":
        debit, credit = (sum(abs(c) for _, c, _ in truth.lines if (c < 0) == is_out) for is_out in (True, False))
        total: list[object] = [""] * len(head)
        at = 1 + variant.has_value_date
        total[at : at + 3] = ["Total des mouvements", amount(debit, variant), amount(credit, variant)]
        rows.append(total)
    if variant.blanks:
        rows = [*rows, [], ["Nombre d'opérations : " + str(len(truth.lines))]]
    return rows


def newest_first(rows: list[list[object]]) -> list[list[object]]:
    """Turned, each operation with the lines that continue its label."""
    groups: list[list[list[object]]] = []
    for row in rows:
        if row[0] == "":
            groups[-1].append(row)
        else:
            groups.append([row])
    return [row for group in reversed(groups) for row in group]


def amount_cells(cents: int, variant: Variant) -> list[object]:
    """The amount in its one or two cells."""
    if variant.layout == "sides":
        return [amount(-cents, variant), ""] if cents < 0 else ["", amount(cents, variant)]
    if variant.layout == "flags":
        out, into = {"de": ("S", "H"), "nl": ("Af", "Bij"), "ar": ("مدين", "دائن")}.get(variant.language, ("D", "C"))
        return [amount(abs(cents), variant), out if cents < 0 else into]
    return [amount({"signed": cents, "reversed": -cents, "unsigned": abs(cents)}[variant.layout], variant)]


def amount(cents: int, variant: Variant) -> object:
    """An amount as this bank writes it."""
    if variant.amounts == "number":
        return cents / 100
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}"
    minus = "-" if cents < 0 else ""
    text = {
        "1234,56": f"{minus}{whole},{rest:02d}",
        "1 234,56": f"{minus}{grouped.replace(',', ' ')},{rest:02d}",
        "1.234,56": f"{minus}{grouped.replace(',', '.')},{rest:02d}",
        "1,234.56": f"{minus}{grouped}.{rest:02d}",
        "1234.56": f"{minus}{whole}.{rest:02d}",
        "1'234.56": minus + grouped.replace(",", "'") + f".{rest:02d}",
        "1234,56-": f"{whole},{rest:02d}{minus}",
        "(1234,56)": f"({whole},{rest:02d})" if minus else f"{whole},{rest:02d}",
        "1234,56 DA": f"{minus}{whole},{rest:02d} DA",
    }
    return text[variant.amounts]
