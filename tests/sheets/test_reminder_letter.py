"""The letters of reminder: what each level says, what is left out when it is not known, in good business French."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from addin.sheets.letter import Letter
from addin.sheets.reminder_letter import reminder_letter
from addin.sheets.reminder_page import is_reminder_page, reminder_page
from addin.sheets.text import as_text
from addin.treasury.dossier import Settings
from addin.treasury.reminders.campaign import remind
from addin.treasury.reminders.company import company_of
from addin.treasury.tabs import RawTab, classify
from tests.treasury.builders import customer_invoice, make_dossier, operation

AS_OF = date(2026, 10, 31)
COMPANY = {
    "forme juridique": "SARL", "capital": "5 000 000,00", "adresse": "Cité des Bananiers, lot 42", "ville": "16014 Chéraga",
    "rc": "16/00-1 B 12", "nif": "0001", "nis": "0002", "ai": "1601", "rib": "00100012345678901243", "banque": "BNA, agence Chéraga",
    "telephone": "023 36 12 12", "e mail": "contact@studio.example", "fonction du signataire": "La gérante",
}  # fmt: skip
DUE = {0: "2026-11-05", 1: "2026-10-20", 2: "2026-10-05", 3: "2026-09-20", 4: "2026-08-20"}


def letter(level: int, *more: dict[str, Any], raw: dict[str, str] | None = None, who: str = "Novatec", **changes: Any) -> Letter:
    """The letter of a level to a customer with one invoice, and what else is given."""
    journal = [{"day": f"2026-10-{3 * k:02d}", "counterparty": who, "level": k} for k in range(1, level)]
    lines = [customer_invoice("FA112/26", who, 119_000, due=DUE[level], **changes.pop("invoice", {})), *more]
    settings = Settings(company="Studio Atlas", raw=COMPANY if raw is None else raw)
    dossier = make_dossier(
        [operation("2026-10-01", "Frais", -1)], lines, reminders=[*journal, *changes.pop("journal", ())], settings=settings, **changes
    )
    campaign = remind(dossier, AS_OF)
    (found,) = campaign.to_send
    assert found.level == level
    return reminder_letter(found, campaign, company_of(settings), settings.terms_days)


def words(one: Letter) -> str:
    """All that the letter says, with ordinary spaces."""
    table = [cell for row in (one.table.heads, *one.table.rows, *one.table.totals) for cell in row]
    parts = (*one.sender, *one.recipient, one.mention, one.place_and_date, *one.subject, one.text(), *table, one.enclosed, *one.footer)
    return "\n".join(parts).replace("\u00a0", " ")


SAYS = {
    0: ("Rappel avant échéance : facture n° FA112/26 du 6 octobre 2026", "arrive à échéance le 5 novembre 2026", "votre confiance"),
    1: (
        "Objet :\nRappel : facture", "Sauf erreur ou omission de notre part", "échue le 20 octobre 2026", "Il reste dû 119 000,00 DA TTC",
        "Si votre règlement s'est croisé avec ce courrier, veuillez ne pas en tenir compte.",
        "Veuillez agréer, Madame, Monsieur, l'expression de nos salutations distinguées.",
    ),
    2: ("Relance : facture", "Malgré notre courrier du 3 octobre 2026", "au plus tard le 10 novembre 2026", "P. J. : copie de la facture"),
    3: ("Dernier avis avant mise en demeure", "Malgré nos courriers du 3 octobre 2026 et du 6 octobre 2026", "échéancier de paiement"),
    4: (
        "Lettre recommandée avec accusé de réception", "Mise en demeure de payer",
        "dans un délai de huit (8) jours à compter de la réception",
        "certaine, liquide et exigible", "injonction de payer", "Recevez, Madame, Monsieur, nos salutations.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("level", SAYS)
def test_each_level_says_what_it_must(level: int) -> None:
    said = words(letter(level))
    assert [part for part in SAYS[level] if part not in said] == []


@pytest.mark.parametrize("level", SAYS)
def test_every_letter_gives_the_amount_in_letters_the_rib_and_the_legal_mentions(level: int) -> None:
    said = words(letter(level))
    for part in (
        "cent dix-neuf mille dinars", "RIB 001 00012 3456789012 43", "RC 16/00-1 B 12 · NIF 0001 · NIS 0002 · AI 1601",
        "SARL au capital de 5 000 000 DA", "Chéraga, le 2 novembre 2026", "Situation arrêtée au 31/10/2026",
    ):  # fmt: skip
        assert part in said


@pytest.mark.parametrize("level", SAYS)
@pytest.mark.parametrize("count", [1, 2])
def test_no_letter_shows_a_place_left_open_nor_bad_spacing(level: int, count: int) -> None:
    other = [customer_invoice("FA113/26", "Novatec", 50, due=DUE[level])] * (count - 1)
    for raw in (None, {}):
        said = words(letter(level, *other, raw=raw))
        assert not re.search(r"[{}]|\bNone\b|\bnan\b|\bNaT\b|\(\)|« »|  | ,| \.(?!\w)|^\s|,,|\bde de\b", said.replace("\n", "|")), said


def test_french_punctuation_and_figures_do_not_break() -> None:
    text = letter(3).text()
    assert not re.search(r"[^\u00a0][;:?!](?=\s|$)", text.replace("e-mail :", ""))
    assert "119\u00a0000,00\u00a0DA" in text


@pytest.mark.parametrize("level", SAYS)
def test_without_the_company_s_particulars_the_letter_is_still_a_letter(level: int) -> None:
    one = letter(level, raw={})
    said = words(one)
    assert "RIB" not in said
    assert "virement" not in said
    assert one.place_and_date == "Le 2\u00a0novembre\u00a02026"
    assert one.footer == ()
    assert one.signature[0] == "Studio Atlas"


def test_several_invoices_stand_in_one_table_with_their_total() -> None:
    one = letter(1, customer_invoice("FA113/26", "Novatec", 81_000, due="2026-10-22"))
    assert one.subject[1].replace("\u00a0", " ") == "Rappel : 2 factures"
    assert [row[0] for row in one.table.rows] == ["FA112/26", "FA113/26"]
    assert one.table.totals[0][0].replace("\u00a0", " ") == "Total restant dû"
    assert "200 000,00 DA" in " ".join(one.table.totals[0]).replace("\u00a0", " ")


def test_part_payments_and_credit_notes_have_their_columns() -> None:
    note = customer_invoice("AV1/26", "Novatec", -19_000, due="2026-10-22")
    one = letter(1, note, invoice={"paid_cents": 20_000_00})
    assert one.table.heads == (
        "Facture", "Date", "Échéance", "Montant TTC (DA)", "Déjà réglé (DA)", "Avoirs (DA)", "Reste dû (DA)", "Retard",
    )  # fmt: skip
    (row,) = one.table.rows
    assert [cell.replace("\u00a0", " ") for cell in row[3:7]] == ["119 000,00", "20 000,00", "19 000,00", "80 000,00"]


def test_an_estimated_due_date_is_owned_up_to() -> None:
    one = letter(1, invoice={"due_is_estimated": True})
    assert one.table.rows[0][2] == "20/10/2026*"
    assert "30 jours" in words(one)


def test_a_broken_promise_is_recalled() -> None:
    said = words(letter(2, journal=[{"day": "2026-10-10", "counterparty": "Novatec", "level": -1, "promised_on": "2026-10-20"}]))
    assert "Vous vous étiez engagés à régler au plus tard le 20 octobre 2026" in said


def test_each_currency_has_its_total() -> None:
    one = letter(1, customer_invoice("FA9/26", "Novatec", 1_000, due="2026-10-21", currency="EUR"))
    assert "119 000,00 DA et 1 000,00 € TTC" in words(one)
    assert "cent dix-neuf mille dinars et mille euros" in words(one)
    assert len(one.table.totals) == 2


def test_a_public_body_is_asked_about_its_procedure() -> None:
    who = "Wilaya de Tipaza"
    dossier = make_dossier(
        [operation("2026-10-01", "Frais", -1)], [customer_invoice("FA1/26", who, 1, due="2026-06-01", is_public=True)],
        reminders=[{"day": "2026-08-01", "counterparty": who, "level": 1}],
    )  # fmt: skip
    campaign = remind(dossier, AS_OF)
    one = reminder_letter(campaign.to_send[0], campaign, company_of(Settings()), 30)
    assert "mandatement" in words(one)


def test_the_customer_is_greeted_as_the_tab_says() -> None:
    customers = [
        {
            "customer": "NOVATEC",
            "contact": "K. Belkacem",
            "civility": "Mme",
            "address": "12 rue Didouche ; Bâtiment B",
            "city": "16000 Alger",
        }
    ]
    one = letter(1, customers=customers)
    assert one.greeting == "Madame,"
    assert one.recipient == ("Novatec", "À l'attention de Mme K. Belkacem", "12 rue Didouche", "Bâtiment B", "16000 Alger")


def test_the_page_is_known_again_and_never_read_as_data() -> None:
    dossier = make_dossier([operation("2026-10-01", "Frais", -1)], [customer_invoice("FA1/26", "Novatec", 119_000, due="2026-09-01")])
    for campaign in (remind(dossier, AS_OF), remind(make_dossier(), AS_OF)):
        rows = reminder_page(campaign, "Studio Atlas").values()
        assert is_reminder_page(rows)
        assert classify(RawTab("À relancer", rows)).kind == "report"
    assert "Aucune lettre" in as_text(reminder_page(remind(make_dossier(), AS_OF), ""))
