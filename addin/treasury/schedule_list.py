"""`Échéancier`: what she knows will be paid or received."""

from __future__ import annotations

import re

import pandas as pd

from addin.messages import SETTING_DEFAULTS, SETTING_REASONS
from addin.treasury.characters import is_blank
from addin.treasury.dossier import SCHEDULE_COLUMNS
from addin.treasury.lists import List, ListLine, list_frame

_EVERY = {
    word: every
    for every, words in {
        "once": "|une fois|unique|ponctuel|ponctuelle|non|aucune|1 fois",
        "week": "semaine|hebdomadaire|hebdo|chaque semaine|par semaine|7 jours",
        "month": "mois|mensuel|mensuelle|chaque mois|par mois|tous les mois|1 mois",
        "quarter": "trimestre|trimestriel|trimestrielle|par trimestre|3 mois",
        "half_year": "semestre|semestriel|semestrielle|par semestre|6 mois",
        "year": "annee|an|annuel|annuelle|chaque annee|par an|12 mois",
    }.items()
    for word in words.split("|")
}
_KINDS = (
    ("salary", r"salaires?|paie|remunerations?"),
    ("tax", r"impots?.*|taxes?|g50|tva|irg|ibs|fiscal.*|ifu"),
    ("social", r"charges? sociales?|cnas|casnos|cacobatph|social.*"),
    ("loan", r"emprunts?|credit|pret|banque|leasing"),
    ("cheque", r"cheques?( emis)?"),
    ("effect", r"effets?|traites?|lettre de change"),
    ("rent", r"loyers?"),
)
_RECEIVES = re.compile(r"encaiss|recevoir|entree|credit|recette|c$|\+")
_PAYS = re.compile(r"pay|decaiss|sortie|debit|depense|d$")
_CLIENT = re.compile(r"\b(client|encaissement|recette)")
_DONE = re.compile(r"(paye|regle|fait|debite|encaisse|solde|oui|o$|termine)")


def read_schedule(tab: List, default_currency: str) -> pd.DataFrame:
    """`Échéancier` as a `SCHEDULE` frame; without « Sens », an item that is not clearly a receipt is to be paid."""
    records = []
    for line in tab.lines:
        due, currency = line.day("due_on"), line.currency(default_currency)
        amount = line.amount("amount", currency or default_currency)
        if line.words("label").startswith("total") and due is None:
            continue
        if due is None or amount is None or currency is None:
            for name, code in (("due_on", "DATE_MISSING"), ("amount", "AMOUNT_MISSING")):
                if is_blank(line.cells.get(name)):
                    line.find(code, name)
            continue
        status = line.words("status")
        records.append(
            {
                "sheet": tab.tab.sheet,
                "row": line.row,
                "label": line.text("label"),
                "counterparty": line.text("counterparty"),
                "amount_cents": _signed(line, amount),
                "currency": currency,
                "due_on": due,
                "every": _every(line),
                "until": line.day("until"),
                "kind": next((name for name, pattern in _KINDS if re.fullmatch(pattern, line.words("kind"))), "other"),
                "reference": line.text("reference"),
                "status": "done" if _DONE.match(status) else "cancelled" if status.startswith("annul") else "",
            }
        )
    return list_frame(SCHEDULE_COLUMNS, records)


def _signed(line: ListLine, amount: int) -> int:
    direction = line.words("direction")
    if _RECEIVES.match(direction):
        return abs(amount)
    if _PAYS.match(direction):
        return -abs(amount)
    if direction or (amount > 0 and "direction" not in line.cells and _CLIENT.search(f"{line.words('label')} {line.words('kind')}")):
        return amount
    return -abs(amount)


def _every(line: ListLine) -> str:
    every = _EVERY.get(line.words("every"))
    if every is None:
        details = {"name": line.tab.headings.texts["every"], "reason": SETTING_REASONS["every"], "default": SETTING_DEFAULTS["every"]}
        line.find("SETTING_UNREADABLE", "every", line.cells["every"], **details)
    return every or "once"
