"""Statements as Algerian banks print them, made up: BNA (Débit, Crédit, Solde), CPA (no running balance), CCP (three pages)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.statements.pdf_writer import Text, pdf_of


@dataclass(frozen=True)
class Entry:
    """An operation: day, value day, lines of its label, minor units (credit positive)."""

    day: str
    value: str
    label: tuple[str, ...]
    cents: int


def money(cents: int) -> str:
    """« 1 234 567,89 », without a sign."""
    whole, part = divmod(abs(cents), 100)
    return f"{whole:,}".replace(",", " ") + f",{part:02d}"


ENTRIES = (
    Entry("04/10/2026", "05/10/2026", ("VIR RECU NOVATEC FA112/26", "REF 0045871120"), 119_000_000),
    Entry("05/10/2026", "05/10/2026", ("CHQ 0018834",), -120_000_000),
    Entry("11/10/2026", "12/10/2026", ("PAIEMENT TPE CIB NAFTAL", "CHERAGA 14:32"), -380_000),
    Entry("18/10/2026", "18/10/2026", ("CNAS DAC 09/26",), -33_600_000),
    Entry("20/10/2026", "20/10/2026", ("G50 09/26",), -51_500_000),
    Entry("25/10/2026", "26/10/2026", ("VERS ESP AG604", "VERSEUR KADRI"), 15_000_000),
    Entry("31/10/2026", "31/10/2026", ("FRAIS TENUE T3",), -44_625),
)
OPENING = 345_000_050


def bna(entries: Sequence[Entry] = ENTRIES, *, opening: int = OPENING, wrong: int = 0) -> bytes:
    """One page: Date opération, Libellé, Date valeur, Débit, Crédit, Solde; « SOLDE PRECEDENT », totals, « NOUVEAU SOLDE ».

    Args:
        wrong: added to the closing balance that is printed.
    """
    texts: list[Text] = [
        (40, 40, "BANQUE NATIONALE D'ALGERIE"),
        (40, 52, "AGENCE CHERAGA 00604"),
        (330, 52, "RELEVE DE COMPTE"),
        (40, 70, "Titulaire : SARL ATLAS CONSEIL"),
        (40, 82, "RIB : 001 00604 0300012345 54"),
        (330, 82, "Devise : DZD"),
        (40, 94, "Période du 01/10/2026 au 31/10/2026"),
        (40, 120, "Date op."),
        (100, 120, "Libellé"),
        (270, 120, "Date valeur"),
        (-400, 120, "Débit"),
        (-480, 120, "Crédit"),
        (-560, 120, "Solde"),
        (100, 134, "SOLDE PRECEDENT"),
        (-560, 134, money(opening)),
    ]
    y, balance = 148.0, opening
    for entry in entries:
        balance += entry.cents
        texts += [
            (40, y, entry.day),
            (270, y, entry.value),
            (-400 if entry.cents < 0 else -480, y, money(entry.cents)),
            (-560, y, money(balance)),
        ]
        for line in entry.label:
            texts.append((100, y, line))
            y += 10
        y += 4
    texts += [
        (100, y, "TOTAL DES MOUVEMENTS"),
        (-400, y, money(sum(entry.cents for entry in entries if entry.cents < 0))),
        (-480, y, money(sum(entry.cents for entry in entries if entry.cents > 0))),
        (100, y + 14, "NOUVEAU SOLDE AU 31/10/2026"),
        (-560, y + 14, money(balance + wrong)),
        (40, 800, "BNA SPA au capital de 150 000 000 000 DA - Siège social : 8 Bd Ernesto Che Guevara Alger"),
        (280, 812, "Page 1/1"),
    ]
    return pdf_of([texts])


def cpa(entries: Sequence[Entry] = ENTRIES, *, wrong: int = 0) -> bytes:
    """One page, headings on two lines, no running balance: « Ancien solde au … », « Nouveau solde au … » in the table."""
    texts: list[Text] = [
        (40, 40, "CREDIT POPULAIRE D'ALGERIE"),
        (40, 60, "Compte n° 004 00136 4000123456 66"),
        (40, 80, "EURL DJURDJURA SERVICES"),
        (40, 110, "Date"),
        (95, 110, "Nature de l'opération"),
        (330, 110, "Date"),
        (-460, 110, "Débit"),
        (-550, 110, "Crédit"),
        (330, 119, "valeur"),
        (95, 134, "ANCIEN SOLDE AU 30/09/2026"),
        (-550, 134, money(OPENING)),
    ]
    y = 148.0
    for entry in entries:
        texts += [(40, y, entry.day), (330, y, entry.value), (-460 if entry.cents < 0 else -550, y, money(entry.cents))]
        for line in entry.label:
            texts.append((95, y, line))
            y += 9
        y += 5
    texts += [
        (95, y + 6, "NOUVEAU SOLDE AU 31/10/2026"),
        (-550, y + 6, money(OPENING + sum(entry.cents for entry in entries) + wrong)),
    ]
    return pdf_of([texts])


def ccp(count: int = 90, *, missing: int | None = None, has_end: bool = True) -> bytes:
    """Three pages with heads and feet repeated, « A reporter » and « Report » between them, one signed balance.

    Args:
        missing: number of an operation that is not printed, though the balances count it.
        has_end: the closing balance is printed.
    """
    per_page = 34
    pages: list[list[Text]] = []
    balance, printed = 12_500_000, 0
    total_pages = -(-count // per_page)
    for number in range(1, total_pages + 1):
        texts: list[Text] = [
            (40, 40, "ALGERIE POSTE - CENTRE NATIONAL DES CHEQUES POSTAUX"),
            (40, 52, "CCP : 0023456789 clé 88"),
            (300, 52, "Du 01/09/2026 au 31/10/2026"),
            (480, 52, f"Page {number}/{total_pages}"),
            (40, 80, "Date"),
            (110, 80, "Libellé"),
            (-400, 80, "Débit"),
            (-480, 80, "Crédit"),
            (-560, 80, "Solde"),
            (110, 94, "SOLDE INITIAL" if number == 1 else "REPORT"),
            (-560, 94, money(balance)),
        ]
        y = 108.0
        for _ in range(per_page):
            if printed >= count:
                break
            cents = 250_000 + 137 * printed if printed % 3 == 0 else -(90_000 + 211 * printed)
            balance += cents
            if printed != missing:
                label = f"VERST ESP BUREAU {16000 + printed}" if cents > 0 else f"RET DAB {printed:04d} EDAHABIA"
                texts += [
                    (40, y, f"{1 + printed // 3:02d}/{9 if printed < 85 else 10:02d}/2026" if printed < 90 else "31/10/2026"),
                    (110, y, label),
                    (-480 if cents > 0 else -400, y, money(cents)),
                    (-560, y, money(balance)),
                ]
                y += 14
            printed += 1
        if has_end or number < total_pages:
            texts += [(110, y + 4, "SOLDE FINAL" if number == total_pages else "A REPORTER"), (-560, y + 4, money(balance))]
        texts += [
            (40, 810, "Document à conserver. Réclamations sous 30 jours au centre de chèques."),
        ]
        pages.append(texts)
    return pdf_of(pages)
