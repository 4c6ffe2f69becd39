"""The weekly page whatever the workbook holds: it stays whole, readable, French, and names no salary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import pytest

from addin.hosts.pdf import sheet_as_pdf
from addin.messages import Finding
from addin.sheets.model import Block, Cell, Role, Sheet, Tone
from addin.sheets.text import as_text
from addin.sheets.weekly import COMMENT_TITLE, comment_in, is_report, weekly_sheet
from addin.sheets.weekly_decisions import decision_words
from addin.sheets.weekly_sentences import conclusion
from addin.sheets.weekly_widths import text_width
from addin.treasury.decisions import Decision, Kind
from addin.treasury.dossier import Dossier, Settings, SheetReading
from addin.treasury.summary import WeeklySummary, summarise
from tests.sheets.weekly_dossiers import DAY, SITUATIONS
from tests.treasury.builders import account, customer_invoice, make_dossier, operation, scheduled, supplier_invoice

LONG = "ÉTABLISSEMENTS HAMDANI MOHAMED ET FILS, IMPORT-EXPORT DE MATÉRIEL INFORMATIQUE & BUREAUTIQUE"
MOST_ROWS = 82
"""Rows that still print in letters of more than six points on one A4 page."""


def crowded() -> Dossier:
    """25 accounts, 60 late customers, 60 late suppliers, 300 dues, long names everywhere."""
    lines, accounts = [], []
    for i in range(25):
        name = f"Compte {i:02d} {LONG}"
        accounts.append(account(name, 1_000 * i * i * (-1 if i % 5 == 0 else 1)))
        lines += [
            operation(str(date(2026, 8, 1) + timedelta(days=3 * n)), f"VIR   {LONG} {i} {n}", (-1) ** n * 1_234.56 * (i + 1), account=name)
            for n in range(31)
        ]
    late = [
        customer_invoice(f"FA{i:03d}/26", f"Client {i:02d} {LONG}", 10_000 * (i + 1), due=str(DAY - timedelta(days=1 + 2 * i)))
        for i in range(60)
    ]
    owed = [
        supplier_invoice(f"S{i:03d}", f"Fournisseur {i} {LONG}", 5_000 * (i + 1), due=str(DAY + timedelta(days=i - 20))) for i in range(60)
    ]
    kinds = ("other", "tax", "social", "loan", "rent")
    dues = [scheduled(f"Échéance {i} {LONG}", -1_000 * i - 7, str(DAY + timedelta(days=i % 60)), kind=kinds[i % 5]) for i in range(300)]
    caps = [{"target": f"Client {i} {LONG}", "kind": "supplier", "period": "month", "amount_cents": 1, "warn_at": 0.8} for i in range(6)]
    return make_dossier(lines, [*late, *owed], accounts, dues, caps=caps, settings=Settings(company=LONG, minimum_balance_cents=10**9))


def enormous() -> Dossier:
    """Amounts of twelve digits."""
    lines = [
        operation("2026-08-01", "VIR RECU", "123456789012.34"),
        operation("2026-10-28", "VIR FOURNISSEUR", "-987654321098.76"),
        operation("2026-10-29", "VIR RECU", "999999999999.99"),
    ]
    invoices = [
        customer_invoice("FA1/26", "Client", "888888888888.88", due="2026-09-01"),
        supplier_invoice("S1", "Gros", "777777777777.77", due="2026-11-05"),
    ]
    return make_dossier(lines, invoices, [account("BNA", "555555555555.55")], [scheduled("Matériel", "-999999999999.99", "2026-11-20")])


def negative() -> Dossier:
    """Everything below zero: accounts, cash box, a credit note larger than the invoice."""
    lines = [operation(str(date(2026, 7, 1) + timedelta(days=n)), "VIR FOURNISSEUR", -50_000.5) for n in range(120)]
    invoices = [customer_invoice("FA9/26", "Novatec", 100, due="2026-09-27"), customer_invoice("AV1", "Novatec", -250, due="2026-09-28")]
    accounts = [account("BNA", -1_000_000), account("Caisse", -500, kind="cash")]
    return make_dossier(lines, invoices, accounts, settings=Settings(minimum_balance_cents=50_000_000))


def troubled() -> Dossier:
    """Unread tabs, broken balances, rejected rows, currencies without rate, accounts without opening balance."""
    currencies = ("DZD", "USD", "EUR", "GBP")
    lines = [operation("2026-10-28", "VIR", -1_000.5, account=f"B{i}", currency=currencies[i % 4]) for i in range(9)]
    accounts = [account(f"B{i}", 100 if i % 3 else None, currency=currencies[i % 4], is_included=i != 8) for i in range(9)]
    unread = [SheetReading(f"Banque {i} {LONG[:20]}", "ignored", reason="no_amount") for i in range(7)]
    broken = [SheetReading(f"B{i}", "operations", balance_check="broken", left_out={"rejected": 12}) for i in range(6)]
    findings = [Finding("TAB_UNREADABLE", reading.sheet, details={"reason": "…"}) for reading in unread]
    return make_dossier(lines, (), accounts, readings=[*unread, *broken], findings=findings)


def future_only() -> Dossier:
    """One early line; all the others, and the only invoice, come after the closing date."""
    lines = [operation("2026-10-01", "VIR RECU", 1_000), *(operation(f"2026-11-{n:02d}", "VIR", -100) for n in range(1, 28))]
    return make_dossier(lines, [customer_invoice("F1", "A", 10, due="2026-12-01", issued="2026-11-15")])


def personnel() -> Dossier:
    """Salaries by name in labels, Tiers, categories, invoices, cheques and Échéancier; some paid, some open, some late."""
    lines = [
        operation("2026-10-28", f"VIR {who}", -61_000, category="Personnel & CNAS")
        for who in ("AMINE KACI", "SARA BENALI", "YACINE HADDAD")
    ]
    lines += [
        operation("2026-09-28", "VIR SALAIRE AMINE KACI", -61_000),
        operation("2026-10-29", "CHQ 991 SALAIRE BENALI", -1_000, counterparty="Sara Benali"),
        operation("2026-10-29", "REJET VIR SALAIRE HADDAD", 5_000),
    ]
    bills = [
        supplier_invoice("SAL-KACI-09", "Amine Kaci", 52_000, due="2026-09-20", category="Personnel"),
        supplier_invoice("SAL-BENALI-11", "Sara Benali", 53_000, due="2026-11-05", category="Salaires"),
    ]
    dues = [
        scheduled("Salaire Amine Kaci", -94_000, "2026-11-02"),
        scheduled("Salaire Sara Benali", -95_000, "2026-11-02"),
        scheduled("Virement mensuel", -70_000, "2026-11-03", kind="salary", counterparty="Yacine Haddad"),
        scheduled("Salaire Haddad", -55_000, "2026-09-20", kind="cheque", reference="0019000", counterparty="Yacine Haddad"),
        scheduled("Paie Kaci", -66_000, "2026-10-15", kind="salary"),
    ]
    return make_dossier(lines, bills, [account("BNA", 200_000)], dues)


HARD: dict[str, Callable[[], Dossier]] = {
    "crowded": crowded,
    "enormous": enormous,
    "negative": negative,
    "troubled": troubled,
    "future_only": future_only,
    "personnel": personnel,
}
ALL = {**SITUATIONS, **HARD}


@cache
def summary_of(name: str) -> WeeklySummary:
    return summarise(ALL[name](), DAY)


def page_of(name: str, comment: str = "") -> Sheet:
    return weekly_sheet(summary_of(name), comment)


def shown(sheet: Sheet) -> str:
    """The page as text, without the points of the chart."""
    return as_text(sheet).split("[data]")[0].replace("\u00a0", " ")


def cells_of(sheet: Sheet, key: str) -> Iterator[list[Cell]]:
    block = next(block for _, _, block in sheet.placed() if block.key == key)
    assert isinstance(block, Block)
    return ([*row.cells] for row in block.rows)


# ------------------------------------------------------------------------------------------------ layout


@pytest.mark.parametrize("name", ALL)
def test_every_amount_fits_its_column_and_every_word_its_room(name: str) -> None:
    sheet = page_of(name)
    for _, column, cell in sheet.cells():
        if cell.value is None or cell.wrap or cell.role in (Role.INPUT, Role.TITLE, Role.SUBTITLE):
            continue
        room = sum(sheet.widths[column : column + cell.span])
        words = f"{cell.value:,.2f}" if isinstance(cell.value, Decimal) else str(cell.value)
        assert text_width(words, cell.role) <= room, (cell.value, room)


@pytest.mark.parametrize("name", ALL)
def test_the_page_stays_short_enough_to_be_read(name: str) -> None:
    sheet = page_of(name)
    assert sum(band.height + band.gap for band in sheet.bands[:-1]) <= MOST_ROWS


@pytest.mark.parametrize("name", ALL)
def test_the_page_shows_no_word_of_the_program(name: str) -> None:
    for _, _, cell in page_of(name).cells():
        if isinstance(cell.value, str):
            assert not re.search(r"\b(nan|NaN|NaT|None|NA|True|False|nat)\b|<NA>|[a-z]_[a-z]|[{}]|  ", cell.value), cell.value


@pytest.mark.parametrize("name", ALL)
def test_the_accounts_shown_add_up_to_the_total(name: str) -> None:
    sums, total = [Decimal(0), Decimal(0)], None
    for cells in cells_of(page_of(name), "available"):
        amounts = [cell.value for cell in cells if isinstance(cell.value, Decimal)]
        if cells[0].value == "Banques et caisses":
            total = amounts
            break
        if len(amounts) == 2:  # accounts outside the total show one amount
            sums = [whole + part for whole, part in zip(sums, amounts, strict=True)]
    assert total is None or sums == total


def test_accounts_beyond_eleven_are_grouped() -> None:
    names = [str(cells[0].value) for cells in cells_of(page_of("crowded"), "available")]
    assert "15\u00a0autres comptes" in names
    assert len(names) <= 18


@pytest.mark.calc
@pytest.mark.parametrize("name", ["example", *HARD])
def test_libreoffice_prints_the_page_on_one_sheet_of_a4(name: str) -> None:
    pdf = sheet_as_pdf(page_of(name))
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf).groups())  # type: ignore[union-attr]
    assert (round(width), round(height)) == (595, 842)


# ------------------------------------------------------------------------------------------------ salaries


def test_no_salary_is_named_on_the_page() -> None:
    page = shown(page_of("personnel"))
    assert not re.search("kaci|benali|haddad|amine|sara|yacine", page, re.IGNORECASE)
    assert "Salaires (4)" in page  # the expenses of the week
    assert "Salaires (2)" in page  # the dues of 02/11


def test_no_salary_is_named_in_what_other_programs_read() -> None:
    summary = summary_of("personnel")
    said = f"{summary.decisions} {summary.expenses} {summary.events.events.to_dict('records')} {summary.aside}"
    assert not re.search("kaci|benali|haddad|amine|sara|yacine", said, re.IGNORECASE)


# ------------------------------------------------------------------------------------------------ words


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_decision_has_words_for_what_to_do_and_for_its_effect(kind: Kind) -> None:
    for days in (None, 5):
        who, action, effect, _ = decision_words(Decision(kind, "Novatec", 100, DAY, None, False, days, 3), "DZD", 0)
        assert who
        assert action[0].isupper()
        assert effect[0].islower() or effect[0].isdigit()


def sentence(*dues: dict[str, Any], cash: float, **more: Any) -> str:
    invoices = [line for line in dues if "side" in line]
    schedule = [line for line in dues if "side" not in line]
    dossier = make_dossier([operation("2026-10-28", "VIR", 1)], invoices, [account("BNA", cash - 1)], schedule, **more)
    return conclusion(summarise(dossier, DAY))[0].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("due", "cause"),
    [
        (scheduled("G50 10/26 (TVA, IRG)", -500, "2026-11-22", kind="tax"), "Après la G50 du 22/11"),
        (scheduled("Acompte IBS 3/2026", -500, "2026-11-22", kind="tax"), "Après l'acompte IBS du 22/11"),
        (scheduled("CNAS DAC", -500, "2026-11-22", kind="social"), "Après la CNAS du 22/11"),
        (scheduled("Salaires (12)", -500, "2026-11-22", kind="salary"), "Après les salaires du 22/11"),
        (scheduled("Loyer du semestre", -500, "2026-11-22", kind="rent"), "Après le loyer du 22/11"),
        (scheduled("CMT", -500, "2026-11-22", kind="loan"), "Après l'échéance de prêt du 22/11"),
        (scheduled("Catalogues", -500, "2026-11-22", kind="cheque", reference="0018841"), "Après le chèque 0018841 du 22/11"),
        (scheduled("Traite", -500, "2026-11-22", kind="effect", reference="003051"), "Après l'effet 003051 du 22/11"),
        (scheduled("Matériel", -500, "2026-11-22"), "Après « Matériel » du 22/11"),
        (supplier_invoice("881", "Infodis", 500, due="2026-11-22"), "Après la facture 881 d'Infodis du 22/11"),
    ],
)  # fmt: skip
def test_a_tense_conclusion_names_the_payment_with_its_article(due: dict[str, Any], cause: str) -> None:
    said = sentence(due, cash=100)
    assert said.startswith(f"{cause}, il manquera 400 DA ; ")


def test_several_payments_of_one_day_are_counted() -> None:
    dues = [scheduled(f"Poste {n}", -100, "2026-11-22") for n in range(4)]
    assert sentence(*dues, cash=50).startswith("Après les 4 paiements du 22/11, il manquera 350 DA")


def test_a_deeper_low_point_later_is_dated() -> None:
    dues = (scheduled("G50", -500, "2026-11-22", kind="tax"), scheduled("Loyer", -200, "2027-01-06", kind="rent"))
    assert sentence(*dues, cash=100).startswith("Après la G50 du 22/11, il manquera jusqu'à 600 DA (le 06/01) ; ")


def test_a_minimum_balance_is_named() -> None:
    said = sentence(scheduled("G50", -500, "2026-11-22", kind="tax"), cash=1_000, settings=Settings(minimum_balance_cents=70_000))
    assert said.startswith("Après la G50 du 22/11, il manquera 200 DA pour garder 700 DA ; ")


def test_a_balance_already_below_is_said() -> None:
    assert sentence(cash=-100).startswith("Le solde (-100 DA) est déjà sous zéro ; il manquera 100 DA ; ")
    assert sentence(cash=100, settings=Settings(minimum_balance_cents=70_000)).startswith(
        "Le solde (100 DA) est déjà sous le solde minimal"
    )


def test_an_overdue_tax_is_never_nothing_urgent() -> None:
    said = sentence(scheduled("G50 09/26", -500, "2026-10-20", kind="tax"), scheduled("Loyer", -1, "2026-11-20"), cash=9_000)
    assert said.endswith("payer sans attendre G50 09/26 (500 DA, 11 jours de retard).")


# ------------------------------------------------------------------------------------------------ her comment


def test_a_comment_is_kept_line_by_line_when_the_page_is_made_again() -> None:
    comment = "Novatec a promis de payer le 05/11.\nRappeler la CNAS."
    sheet = page_of("calm", comment)
    assert comment_in(sheet.values()) == comment
    assert is_report(sheet.values())
    assert comment_in(page_of("calm").values()) == ""


def test_a_long_comment_gets_the_lines_it_needs() -> None:
    comment = "\n".join(f"Point {n} : à revoir avec la banque et le client avant la fin de la semaine prochaine." for n in range(20))
    (box,) = (cell for _, _, cell in page_of("calm", comment).cells() if cell.role is Role.INPUT)
    assert box.down >= 20
    assert comment_in(page_of("calm", comment).values()) == comment


def test_a_sheet_without_the_box_is_not_a_report() -> None:
    assert not is_report([["Rapport"], ["Disponible", 12]])
    assert is_report([[None, COMMENT_TITLE]])


def test_the_gap_is_in_red_and_zero_is_not() -> None:
    for name, tone in (("gap", Tone.BAD), ("calm", Tone.PLAIN)):
        (row,) = (cells for cells in cells_of(page_of(name), "bridge") if cells[0].value == "Écart non expliqué")
        assert {cell.tone for cell in row} == {tone}
