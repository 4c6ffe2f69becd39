"""Laws that hold for any tab, however strange: nothing breaks, no line is lost, each refusal has its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab
from tests.treasury.raw_tabs import unaccounted

HEADINGS = (
    "Date|Libellé|Débit|Crédit|Montant|Solde|Date valeur|Compte|Devise|Sens|Type|Total|Catégorie|N° facture|Client|Fournisseur|"
    "Échéance|TTC|HT|TVA|Réglé|Reste à payer|Payé|Statut|Solde débiteur|Recettes|Dépenses|Solde initial|Cours|EUR|Paramètre|Valeur|"
    "Périodicité|Alerte|Seuil|Nom|Qté|RIB|Délai|"
).split("|")
WORDS = [
    *HEADINGS,
    "TOTAL GENERAL",
    "Report",
    "Ancien solde",
    "Solde au 31/01/2021 : 1 000,00",
    "Nouveau solde",
    "A reporter",
    "janvier 2021",
    "à venir",
    "31/02/2021",
    "01/02/2021",
    "25/01/2021",
    "01/26/2021",
    "5 janv. 2021",
    "20210131",
    "1.234",
    "1 234,56",
    "(12)",
    "12-",
    "D",
    "C",
    "EUR",
    "DA",
    "XYZ",
    "-",
    "   ",
    "\u200b",
    "VIR RECU",
    "FRAIS",
    "30 jours fin de mois",
    "AV1",
    "oui",
    "non",
]
NAMES = (
    "BNA",
    "CPA (2)",
    "512000",
    "Caisse EUR",
    "Factures clients",
    "Factures fournisseurs",
    "Factures",
    "Comptes",
    "Cours",
    "Échéancier",
    "Paramètres",
    "Poches",
    "Plafonds",
    "Alertes",
    "Règles",
    "Catégories",
    "Placements",
    "Jours fériés",
    "Budget",
    "Synthèse",
    "Justificatifs",
)
WHOLE_LINES = [
    ["Date", "Libellé", "Débit", "Crédit", "Solde"],
    ["Date", "Libellé", "Montant"],
    ["Date", "Compte", "Libellé", "Montant", "Devise", "Solde"],
    ["N° facture", "Client", "Date", "Échéance", "Montant TTC", "Réglé", "Statut"],
    ["Compte", "Devise", "Solde initial", "Date du solde initial"],
    ["Date", "EUR", "USD"],
    ["Date", "Libellé", "Montant", "", "", "Entrées", "Sorties"],
]
REFUSALS = frozenset(
    "CELL_ERROR CELL_NOT_CALCULATED DATE_UNREADABLE DATE_AMBIGUOUS DATE_MISSING AMOUNT_UNREADABLE AMOUNT_AMBIGUOUS AMOUNT_MISSING "
    "DEBIT_AND_CREDIT DIRECTION_UNKNOWN CURRENCY_UNKNOWN INVOICE_WITHOUT_DATE".split()
)
days = st.dates(date(2021, 1, 1), date(2021, 3, 1))
cells = st.one_of(
    st.sampled_from(WORDS),
    st.none(),
    st.just(""),
    st.floats(-1e6, 1e6).map(lambda x: round(x, 2)),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    days,
    st.dates(date(1900, 1, 1), date(2300, 1, 1)),
    st.datetimes(),
    st.times(),
    st.text(max_size=12),
    st.sampled_from([44197.0, 20210131.0]),
)


@st.composite
def strange_tabs(draw: Any) -> RawTab:
    width = draw(st.integers(1, 8))
    headings = draw(st.one_of(st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width), st.sampled_from(WHOLE_LINES)))
    line = st.one_of(st.lists(cells, max_size=width + 1), st.tuples(days, st.sampled_from(WORDS), cells, cells, cells).map(list))
    rows = [*draw(st.lists(st.lists(cells, max_size=width), max_size=3)), headings, *draw(st.lists(line, max_size=12))]
    places = st.tuples(st.integers(0, len(rows) + 1), st.integers(0, width))
    errors = draw(st.dictionaries(places, st.sampled_from(["#REF!", "#N/A", ""]), max_size=2))
    rows = [["" if (i, j) in errors else cell for j, cell in enumerate(row)] for i, row in enumerate(rows)]
    return RawTab(draw(st.sampled_from(NAMES)), rows, errors)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.lists(strange_tabs(), min_size=1, max_size=3, unique_by=lambda raw: raw.sheet))
@pytest.mark.filterwarnings("error")
def test_any_tab_is_read_without_a_bug_and_each_filled_row_is_read_or_counted(tabs: list[RawTab]) -> None:
    dossier = build_dossier(tabs)
    assert all(finding.text() for finding in dossier.findings)
    assert list(unaccounted(tabs, dossier)) == []
    for found in dossier.readings:
        if found.header_row is None or found.kind not in ("operations", "customer_invoices", "supplier_invoices"):
            continue
        frame = dossier.operations if found.kind == "operations" else dossier.invoices
        read_rows = frame.loc[frame["sheet"] == found.sheet, "row"].tolist()
        refused = [finding.row for finding in dossier.findings if finding.sheet == found.sheet and finding.code in REFUSALS]
        assert len(set(read_rows)) == len(read_rows) == found.rows
        assert len(set(refused)) == len(refused) == found.left_out.get("rejected", 0)
        assert not set(read_rows) & set(refused)


movements = st.lists(st.tuples(days, st.integers(-(10**9), 10**9)), min_size=1, max_size=30)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(movements, st.integers(-(10**9), 10**9), st.booleans(), st.booleans(), st.booleans())
def test_the_amounts_read_are_the_amounts_written_whatever_the_layout(
    lines: list[tuple[date, int]], start: int, newest_first: bool, as_text: bool, with_balance: bool
) -> None:
    lines = sorted(lines, key=lambda line: line[0])

    def written(cents: int) -> object:
        text = f"{abs(cents) // 100:,}".replace(",", "\u202f") + f",{abs(cents) % 100:02d}"
        return ("-" if cents < 0 else "") + text if as_text else cents / 100

    rows, balance = [], start
    for i, (day, cents) in enumerate(lines):
        balance += cents
        sides = [written(-cents), ""] if cents < 0 else ["", written(cents)]
        rows.append([day, f"LIGNE {i}", *sides, *([written(balance)] if with_balance else [])])
    headings = ["Date", "Libellé", "Débit", "Crédit", *(["Solde"] if with_balance else [])]
    dossier = build_dossier([RawTab("BNA", [headings, *(reversed(rows) if newest_first else rows)])])
    assert sorted(dossier.operations["amount_cents"].tolist()) == sorted(cents for _, cents in lines)
    assert dossier.readings[0].balance_check == ("ok" if with_balance else "absent")
