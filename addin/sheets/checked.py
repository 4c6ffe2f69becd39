"""What `treso verifier` says, as text."""

from __future__ import annotations

from collections.abc import Sequence

from addin.messages import REASONS, Finding, french
from addin.sheets.french import count, exact, full_day, listed
from addin.treasury.dossier import Dossier, SheetReading

_KINDS = {
    "operations": "opérations",
    "customer_invoices": "factures clients",
    "supplier_invoices": "factures fournisseurs",
    "accounts": "comptes",
    "categories": "catégories",
    "rules": "règles",
    "pockets": "poches",
    "caps": "plafonds",
    "alerts": "alertes",
    "scenarios": "scénarios",
    "schedule": "échéancier",
    "placements": "placements",
    "rates": "cours",
    "holidays": "jours fériés",
    "receipts": "justificatifs",
    "settings": "paramètres",
    "report": "rapport (laissé de côté)",
    "state": "mémoire de Trésorerie",
    "guide": "mode d'emploi",
    "ignored": "ignoré",
}
_LEFT_OUT = {
    "total": ("total", "totaux"),
    "heading": ("titre répété", "titres répétés"),
    "blank": ("ligne vide", "lignes vides"),
    "opening": ("solde d'ouverture", "soldes d'ouverture"),
    "comment": ("commentaire", "commentaires"),
    "rejected": ("rejetée", "rejetées"),
}
_BALANCE = {"ok": "solde juste à chaque ligne", "broken": "SOLDE ROMPU", "absent": "sans colonne solde"}


def check_as_text(dossier: Dossier, findings: Sequence[Finding]) -> str:
    """One paragraph a tab, then the problems with their place, cause and remedy."""
    unreadable = {reading.sheet for reading in dossier.unreadable}
    lines = [line for reading in dossier.readings for line in _tab(reading, reading.sheet in unreadable)]
    problems = [finding for finding in findings if finding.severity != "info"]
    remarks = [finding for finding in findings if finding.severity == "info"]
    for title, listed_findings in (("À revoir", problems), ("Remarques", remarks)):
        if listed_findings:
            lines += ["", f"{title} ({len(listed_findings)})", *(f"  - {finding.text()}" for finding in listed_findings)]
    if not problems:
        lines += ["", "Rien à revoir."]
    return "\n".join(lines)


def _tab(reading: SheetReading, is_unreadable: bool) -> list[str]:
    name = f"« {reading.sheet} »" + (" (masqué)" if reading.is_hidden else "")
    if is_unreadable:
        return [french(f"{name} : ILLISIBLE. {REASONS[reading.reason]}")]
    if reading.kind == "ignored":
        return [french(f"{name} : ignoré. {REASONS[reading.reason]}")]
    facts = [_KINDS[reading.kind]]
    if reading.header_row is not None:
        facts.append(f"titres ligne {reading.header_row}")
        facts.append(count(reading.rows, "ligne lue", "lignes lues"))
    if reading.first_date and reading.last_date:
        facts.append(f"du {full_day(reading.first_date)} au {full_day(reading.last_date)}")
    out = [french(f"{name} : {', '.join(facts)}")]
    if reading.kind == "operations":
        unit = reading.currency or "DZD"
        received, paid = (exact(cents, unit) for cents in (reading.total_in_cents, reading.total_out_cents))
        out.append(french(f"    entrées {received}, sorties {paid}, {_BALANCE[reading.balance_check]}"))
    aside = [count(number, *_LEFT_OUT[nature]) for nature, number in reading.left_out.items()]
    if aside:
        out.append(french(f"    laissé de côté : {listed(aside)}"))
    return out
