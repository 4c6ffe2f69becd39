"""The small tabs of the template, in the forms that people give them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd

from addin.treasury.dossier import Dossier, Settings
from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab

DAY = date(2026, 10, 1)


def read(name: str, *rows: list[object]) -> Dossier:
    width = max(len(row) for row in rows)
    bank = RawTab("BNA", [["Date", "Libellé", "Montant"], [DAY, "A", 1.0]])
    return build_dossier([bank, RawTab(name, [[*row, *[""] * (width - len(row))] for row in rows])])


def test_rates_stand_one_a_line_or_one_currency_a_column() -> None:
    by_line = read("Cours", ["Date", "Devise", "Type", "Cours"], [DAY, "EUR", "Banque", 150.5], [DAY, "USD", "", "135,25"]).rates
    by_column = read("Cours", ["Date", "EUR", "USD"], [DAY, 150.5, 135.25]).rates
    for rates in (by_line, by_column):
        assert dict(zip(rates["currency"], rates["rate"], strict=True)) == {"EUR": 150.5, "USD": 135.25}


def test_a_rate_in_a_currency_formatted_cell_is_read() -> None:
    assert read("Cours", ["Date", "Devise", "Cours"], [DAY, "EUR", Decimal("149.2000")]).rates["rate"].tolist() == [149.2]


def test_settings_are_read_by_name_and_an_odd_one_is_said() -> None:
    dossier = read(
        "Paramètres",
        ["Paramètre", "Valeur", "Explication"],
        ["Société", "SARL Essai", ""],
        ["Date d'arrêté", DAY, ""],
        ["Premier jour de la semaine", "lundi", ""],
        ["Délai de paiement par défaut (jours)", "quarante", ""],
        ["Taux de TVA", "19 %", ""],
    )
    settings = dossier.settings
    assert (settings.company, settings.as_of, settings.week_starts_on, settings.terms_days) == ("SARL Essai", DAY, 0, 30)
    assert settings.vat_rate == Decimal("0.19")
    assert [finding.row for finding in dossier.findings if finding.code == "SETTING_UNREADABLE"] == [5]


def test_a_schedule_line_without_direction_is_to_be_paid() -> None:
    heads = ["Libellé", "Type", "Sens", "Montant", "Date", "Périodicité", "État"]
    schedule = read(
        "Échéancier",
        heads,
        ["G50", "Impôts", "Payer", 515000.0, DAY, "Mois", ""],
        ["Subvention", "Autre", "Encaisser", 1000.0, DAY, "Une fois", ""],
        ["Loyer", "Loyer", "", 1200.0, DAY, "Semestre", "Payé"],
    ).schedule
    assert schedule["amount_cents"].tolist() == [-51_500_000, 100_000, -120_000]
    assert schedule["every"].tolist() == ["month", "once", "half_year"]
    assert schedule["status"].tolist() == ["", "", "done"]
    assert schedule["kind"].tolist() == ["tax", "other", "rent"]


def test_caps_and_alerts_keep_their_thresholds_in_minor_units() -> None:
    caps = read(
        "Plafonds", ["Poste", "Type", "Période", "Montant", "Seuil d'avertissement"], ["Publicité", "Catégorie", "Semaine", 100000.0, 0.9]
    ).caps
    assert caps[["target", "kind", "period", "amount_cents", "warn_at"]].values.tolist() == [
        ["Publicité", "category", "week", 10_000_000, 0.9]
    ]
    alerts = read("Alertes", ["Alerte", "Seuil", "Active"], ["Solde minimal", 2000000.0, "Oui"], ["Factures en retard", "", "Non"]).alerts
    assert alerts["alert"].tolist() == ["minimum_balance", "late_invoices"]
    assert alerts["threshold_cents"].iloc[0] == 200_000_000
    assert pd.isna(alerts["threshold_cents"].iloc[1])
    assert alerts["is_active"].tolist() == [True, False]


def test_a_rule_keeps_its_sense_its_limits_its_account_and_its_project() -> None:
    dossier = read(
        "Règles",
        ["Texte", "Sens", "Montant min", "Compte", "Catégorie", "Compte SCF", "Projet"],
        ["HOTEL", "Débit", 1000, "BNA", "Salon", "625", "Oran 2026"],
        ["", "Débit", None, "", "", "", ""],
    )
    rule = dossier.rules.iloc[0]
    assert len(dossier.rules) == 1
    assert (rule["text"], rule["direction"], rule["minimum_cents"], rule["account"]) == ("HOTEL", "debit", 100_000, "BNA")
    assert (rule["category"], rule["scf_account"], rule["project"]) == ("Salon", "625", "Oran 2026")


def test_settings_of_the_reserve_and_of_the_placements_are_read_and_nonsense_keeps_the_usual_ones() -> None:
    rows: list[list[object]] = [["Paramètre", "Valeur"]]
    said = read(
        "Paramètres",
        *rows,
        ["Taux annuel de placement", "0,75 %"],
        ["Coût d'un virement de placement", 1500.0],
        ["Confiance de la réserve", 0.9],
        ["Délai de la réserve (jours)", 14.0],
        ["Mode des poches", "horizon"],
    ).settings
    assert (said.placement_rate, said.transfer_cost_cents) == (Decimal("0.0075"), 150_000)
    assert (said.reserve_confidence, said.reserve_days, said.pocket_mode) == (Decimal("0.9"), 14, "horizon")
    odd = read(
        "Paramètres",
        *rows,
        ["Taux annuel de placement", "beaucoup"],
        ["Confiance de la réserve", "40 %"],
        ["Délai de la réserve (jours)", 181.0],
        ["Mode des poches", "moyenne"],
    )
    assert odd.settings == replace(Settings(), raw=odd.settings.raw)
    found = [finding for finding in odd.findings if finding.code == "SETTING_UNREADABLE"]
    assert [finding.row for finding in found] == [2, 3, 4, 5]
    assert "« 95 % »" in found[1].text().replace("\u00a0", " ")


def test_a_placement_may_have_a_price_a_notice_or_neither() -> None:
    placements = read(
        "Placements",
        ["Libellé", "Montant", "Échéance", "Préavis (jours)", "Valeur"],
        ["DAT", 2000.0, date(2027, 2, 28), 32.0, None],
        ["Titres", 500.0, None, 0.0, 515.0],
        ["Bons", 100.0, None, None, None],
    ).placements
    assert placements["amount_cents"].tolist() == [200_000, 50_000, 10_000]
    assert placements["value_cents"].fillna(-1).tolist() == [-1, 51_500, -1]
    assert placements["notice_days"].fillna(-1).tolist() == [32, 0, -1]
    worth = read("Placements", ["Libellé", "Valeur"], ["Titres", 515.0]).placements
    assert (worth["amount_cents"].tolist(), worth["value_cents"].tolist()) == ([51_500], [51_500])


def test_one_amount_of_a_column_proves_the_decimal_mark_of_the_others() -> None:
    head = ["Placement", "Montant"]
    proven = read("Placements", head, ["Bons", "1.234"], ["Dépôt", "12,50"])
    assert proven.placements["amount_cents"].tolist() == [123_400, 1_250]
    alone = read("Placements", head, ["Bons", "1.234"])
    assert [(each.code, each.row) for each in alone.findings if each.sheet == "Placements"] == [("AMOUNT_AMBIGUOUS", 2)]
