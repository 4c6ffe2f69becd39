"""The page « Suivi des poches » as text, one golden file a situation, and what every situation must keep.

A golden is read before it is accepted. To write the files again: `TRESO_GOLDEN=write python -m pytest tests/sheets/test_pocket_page.py`
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from addin.hosts.pdf import sheet_as_pdf
from addin.sheets.model import Block, Role, Sheet
from addin.sheets.pocket_page import TITLES, conclusion, is_pocket_page, pocket_sheet
from addin.sheets.text import as_text
from addin.sheets.weekly_widths import text_width
from addin.treasury.dossier import Dossier, Settings
from addin.treasury.pocket_review import PocketReview, review_pockets
from tests.sheets.weekly_dossiers import DAY, example
from tests.treasury.builders import account, make_dossier, operation, placement, scheduled, supplier_invoice

GOLDEN = Path(__file__).parent / "golden"
MOST_ROWS = 70


def rich() -> Dossier:
    """Idle cash with a rate; a season; placements of all kinds, one that matures soon; the horizon mode retained."""
    lines = [operation(str(DAY - timedelta(days=400 - 30 * month)), "VIR SALAIRES", -600_000) for month in range(14)]
    lines += [operation(str(DAY - timedelta(days=390 - 30 * month)), "VIR RECU CLIENT", 700_000) for month in range(14)]
    lines += [operation("2025-12-10", "VIR GROSSISTE", -3_000_000)]
    long = "Bons du Trésor assimilables à sept ans, souscription de printemps, ligne de l'agence"
    return make_dossier(
        lines,
        [supplier_invoice("F1", "Atelier", 400_000, due="2026-11-12", category="Investissement")],
        [account("BNA", 40_000_000)],
        [scheduled("Salaires", -600_000, "2026-11-26", every="month", kind="salary"),
         scheduled("Loyer", -900_000, "2027-01-06", kind="rent"),
         scheduled("Budget publicité", -250_000, "2026-11-20", every="month"), scheduled("CNAS", -90_000, "2026-11-26", kind="social")],
        placements=[
            placement("DAT six mois", 2_000_000, "2026-12-15", notice_days=8),
            placement(long, 1_000_000, "2031-05-01", notice_days=45, value_cents=98_750_050),
            *(placement(f"Titre {at}", 10_000, None, notice_days=at) for at in range(5)),
            placement("Dollars", 100, None, currency="USD"),
        ],
        settings=Settings(
            company="EURL Essai", pocket_mode="horizon", placement_rate=Decimal("0.0375"), transfer_cost_cents=150_000,
            minimum_balance_cents=100_000, reserve_confidence=Decimal("0.975"), reserve_days=14,
        ),
    )  # fmt: skip


def short() -> Dossier:
    """An overdraft, days outside their bounds, a deposit that can be had in time."""
    lines = [operation(f"2026-{month:02d}-05", "VIR SALAIRES", -600_000) for month in (7, 8, 9, 10)]
    return make_dossier(
        lines,
        accounts=[account("BNA", 1_200_000)],
        schedule=[scheduled("G50", -515_000, "2026-11-22", kind="tax"), scheduled("Salaires", -600_000, "2026-11-26", kind="salary")],
        placements=[placement("DAT", 700_000, None, notice_days=30), placement("DAT long", 5_000_000, "2026-12-01")],
        settings=Settings(security_days=20, operating_days=200),
    )


def unknown() -> Dossier:
    """A few lines without a balance, nothing dated."""
    return make_dossier([operation("2026-10-20", "VIR A", -40)], accounts=[account("BNA")])


def enormous() -> Dossier:
    """Amounts of a hundred billion dinars."""
    found = rich()
    lines = found.operations
    larger = lines.assign(amount_cents=lines["amount_cents"] * 10**5, base_cents=lines["base_cents"] * 10**5)
    return replace(found, accounts=found.accounts.assign(opening_cents=10**13), operations=larger)


SITUATIONS: dict[str, Callable[[], Dossier]] = {"example": example, "rich": rich, "short": short, "unknown": unknown}
ALL = {**SITUATIONS, "enormous": enormous}


@cache
def review_of(name: str) -> PocketReview:
    return review_pockets(ALL[name](), DAY)


def page_of(name: str) -> Sheet:
    return pocket_sheet(review_of(name), TITLES[0])


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_page_says_what_was_read_and_accepted(name: str) -> None:
    page = as_text(page_of(name)).split("[data]")[0]
    file = GOLDEN / f"pockets_{name}.txt"
    if os.environ.get("TRESO_GOLDEN") == "write":
        file.write_text(page, encoding="utf-8", newline="\n")
    assert page == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ALL)
def test_every_amount_fits_its_column_and_every_word_its_room(name: str) -> None:
    sheet = page_of(name)
    for _, column, cell in sheet.cells():
        if cell.value is None or cell.wrap or cell.role in (Role.TITLE, Role.SUBTITLE) or isinstance(cell.value, date):
            continue
        room = sum(sheet.widths[column : column + cell.span])
        words = f"{cell.value:,.2f}" if isinstance(cell.value, Decimal) else str(cell.value)
        assert text_width(words, cell.role) <= room, (cell.value, room)


@pytest.mark.parametrize("name", ALL)
def test_the_page_is_short_and_shows_no_word_of_the_program(name: str) -> None:
    sheet = page_of(name)
    printed = [band for band in sheet.bands if all(isinstance(block, Block) and block.lane != "data" for block in band.blocks)]
    assert sum(band.height + band.gap for band in printed) <= MOST_ROWS
    for _, _, cell in sheet.cells():
        if isinstance(cell.value, str):
            assert not re.search(r"\b(nan|NaN|NaT|None|NA|True|False|nat)\b|<NA>|[a-z]_[a-z]|[{}]|  ", cell.value), cell.value


@pytest.mark.parametrize("name", ["example", "rich", "short"])
def test_the_pockets_of_a_mode_add_up_to_the_available_cash(name: str) -> None:
    for key in ("cover", "horizon"):
        block = next(block for _, _, block in page_of(name).placed() if block.key == key)
        assert isinstance(block, Block)
        amounts = [row.cells[-1].value for row in block.rows[2:6]]
        assert sum(each for each in amounts[:3] if isinstance(each, Decimal)) == amounts[3]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "example",
            "La sécurité est pleine (2 163 710 DA) ; il manque 1 732 365 DA à l'exploitation, rien ne reste pour l'opportunité. "
            "2 515 000 DA de placements peuvent être disponibles d'ici au 02/12/2026.",
        ),
        (
            "rich",
            "Sécurité et exploitation sont pleines ; 35 610 000 DA restent pour l'opportunité. 33 760 000 DA dorment : 315 633 DA de "
            "manque à gagner en 91 jours, à votre taux de 3,75 %.",
        ),
        (
            "short",
            "Il manque 2 301 957 DA à la poche sécurité : le disponible est de -1 715 000 DA, pour 586 957 DA de besoins vitaux sur "
            "30 jours. « DAT » (700 000 DA) peut être disponible le 30/11/2026.",
        ),
        ("unknown", "Poches : non renseignées. Aucun compte n'a de solde connu : complétez « Comptes »."),
    ],
)
def test_the_conclusion_is_of_the_mode_that_is_retained(name: str, sentence: str) -> None:
    assert conclusion(review_of(name))[0].replace("\u00a0", " ") == sentence


def test_without_a_rate_the_cost_of_idle_cash_is_not_shown_at_all() -> None:
    dossier = rich()
    silent = review_pockets(replace(dossier, settings=replace(dossier.settings, placement_rate=None)), DAY)
    page = as_text(pocket_sheet(silent, TITLES[0]))
    assert silent.idle_cents == review_of("rich").idle_cents
    assert "anque à gagner" not in page
    assert "Miller-Orr et Baumol : donnez" in page.replace("\u00a0", " ")


def test_the_page_is_known_as_ours_and_a_tab_of_hers_is_not() -> None:
    assert is_pocket_page(page_of("example").values())
    assert not is_pocket_page([["Suivi des poches"], ["Sécurité", 60]])


@pytest.mark.calc
@pytest.mark.parametrize("name", ALL)
def test_libreoffice_prints_the_page_on_one_sheet_of_a4(name: str) -> None:
    pdf = sheet_as_pdf(page_of(name))
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf).groups())  # type: ignore[union-attr]
    assert (round(width), round(height)) == (595, 842)
