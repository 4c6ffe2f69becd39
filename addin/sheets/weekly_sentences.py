"""The conclusion of the weekly page: one sentence, calm, tense or provisional."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from addin.messages import french
from addin.sheets.french import count, listed, money, of, short_day
from addin.sheets.model import Tone
from addin.sheets.weekly_widths import fit
from addin.treasury.counterparties import normalise
from addin.treasury.forecast import Shortfall
from addin.treasury.summary import WeeklySummary

_NAMED_TAXES = ((r"\bG ?50\b", "la G50"), (r"\bIBS\b", "l'acompte IBS"), (r"\bCNAS\b", "la CNAS"), (r"\bCASNOS\b", "la CASNOS"))
_KINDS = {"salary": "les salaires", "loan": "l'échéance de prêt", "rent": "le loyer"}
_MOST_REASONS = 2
_LONGEST_NAME = 28.0


def conclusion(summary: WeeklySummary) -> tuple[str, Tone]:
    """One sentence and how it stands out: provisional before tense before calm."""
    if summary.cash_cents is None or summary.low is None or summary.shortfall is None:
        words = "Provisoire : aucun compte n'a de solde connu ; saisir les soldes d'ouverture dans l'onglet « Comptes »."
        return french(words), Tone.WATCH
    if summary.reliability.is_provisional:
        return french(_provisional(summary)), Tone.WATCH
    if summary.shortfall.first_date is not None:
        return french(_tense(summary, summary.shortfall, summary.shortfall.first_date, summary.low.on)), Tone.BAD
    return _calm(summary)


def _calm(summary: WeeklySummary) -> tuple[str, Tone]:
    """« Disponible 6 420 000 DA au 31/10 (+310 000) ; point bas 4 100 000 DA le 22/11 : rien d'urgent. »"""
    unit, total = summary.currency, summary.bridge.total
    available = summary.available_cents or 0
    cents = (total.now_cents or 0) - (total.before_cents or 0)
    change = money(cents, unit, signed=True, bare=True) if cents else "inchangés" if summary.aside.total_cents else "inchangé"
    start = f"Disponible {money(available, unit)} au {short_day(summary.as_of)} ({'soldes ' if summary.aside.total_cents else ''}{change})"
    if available < 0:
        return french(f"{start} : les soldes ne couvrent pas ce qui est à mettre de côté."), Tone.BAD
    overdue = next((each for each in summary.decisions if each.kind == "pay_tax" and each.days), None)
    if overdue is not None:
        owed = f"{overdue.who} ({money(overdue.amount_cents or 0, unit)}, {count(overdue.days or 0, 'jour')} de retard)"
        return french(f"{start} : payer sans attendre {owed}."), Tone.WATCH
    if summary.low is None or summary.events.events.empty:
        return french(f"{start} ; aucune échéance connue : point bas non renseigné."), Tone.GOOD
    return french(f"{start} ; point bas {money(summary.low.amount_cents, unit)} le {short_day(summary.low.on)} : rien d'urgent."), Tone.GOOD


def _provisional(summary: WeeklySummary) -> str:
    """« Provisoire : CPA arrêté au 12/10, 14 lignes à classer (860 000 DA) ; importer avant de décider. »"""
    trust, unit, short = summary.reliability, summary.currency, summary.shortfall
    stale = trust.stale_that_matter
    gaps = [line for line in summary.bridge.accounts if line.gap_cents]
    unread = len(trust.unreadable)
    reasons = [
        count(unread, "onglet non lu", "onglets non lus") if unread > 1 else f"onglet « {sheet} » non lu" for sheet in trust.unreadable[:1]
    ]
    reasons += [f"{each.account} arrêté au {short_day(each.last_line)}" for each in stale[:_MOST_REASONS]]
    reasons += [f"écart de {money(line.gap_cents, line.unit)} sur {line.account}" for line in gaps[:_MOST_REASONS]]
    if trust.missing_rates:
        reasons.append(f"cours {listed(trust.missing_rates)} manquant{'s' if len(trust.missing_rates) > 1 else ''}")
    if trust.unclassified_count:
        reasons.append(f"{count(trust.unclassified_count, 'ligne')} à classer ({money(trust.unclassified_cents or 0, unit)})")
    risk = f" ; passage sous le seuil possible dès le {short_day(short.first_date)}" if short and short.first_date else ""
    if trust.unreadable:
        remedy = "corriger les onglets" if unread > 1 else "corriger l'onglet"
    elif stale:
        remedy = "importer"
    elif gaps:
        remedy = "expliquer l'écart"
    else:
        remedy = "saisir le cours" if trust.missing_rates else "classer"
    return f"Provisoire : {', '.join(reasons)}{risk} ; {remedy} avant de décider."


def _tense(summary: WeeklySummary, short: Shortfall, first: date, lowest: date) -> str:
    """« Après la G50 du 22/11, il manquera 240 000 DA ; encaisser Novatec (1 190 000 DA, 34 jours de retard) suffit. »"""
    unit = summary.currency
    missing = money(short.depth_cents, unit)
    if first != lowest:
        missing = f"jusqu'à {missing} (le {short_day(lowest)})"
    if summary.threshold_cents:
        missing += f" pour garder {money(summary.threshold_cents, unit)}"
    if first == summary.as_of:
        limit = "le solde minimal" if summary.threshold_cents else "zéro"
        start = f"Le solde ({money(summary.cash_cents or 0, unit)}) est déjà sous {limit} ; il manquera {missing}"
    else:
        start = f"Après {_cause(summary.events.events, first)} du {short_day(first)}, il manquera {missing}"
    return f"{start} ; {_remedy(summary)}."


def _remedy(summary: WeeklySummary) -> str:
    found, unit = summary.rescue, summary.currency
    if found is None:
        can_wait = any(each.kind in ("postpone", "pay_late") for each in summary.decisions)
        return "arbitrer les paiements" if can_wait else "rien de connu à encaisser ni à reporter : prévoir un apport ou un découvert"
    names, owed = listed([fit(name, _LONGEST_NAME) for name in found.customers]), money(found.cents, unit)
    if not found.is_enough:
        return f"relancer {names} ({owed}) et arbitrer les paiements"
    if len(found.customers) == 1:
        return f"encaisser {names} ({owed}, {count(found.oldest_days, 'jour')} de retard) suffit"
    return f"encaisser {names} ({owed} en retard) suffit"


def _cause(events: pd.DataFrame, on: date) -> str:
    """The payment of that day that weighs most, with its article; their number when none outweighs the others together."""
    day = events[(events["on"].dt.date == on) & (events["amount_cents"] < 0)].sort_values("amount_cents", kind="stable")
    if day.empty:
        return "les mouvements"
    if 2 * int(day["amount_cents"].iloc[0]) > int(day["amount_cents"].sum()):
        return f"les {count(len(day), 'paiement')}"
    kind, label, tiers, number = (str(day[name].iloc[0]) for name in ("kind", "label", "counterparty", "number"))
    tax = next((name for pattern, name in _NAMED_TAXES if re.search(pattern, normalise(label))), "")
    if kind in ("tax", "social") and tax:
        return tax
    if kind in _KINDS:
        return _KINDS[kind]
    if kind in ("cheque", "effect"):
        paper = "le chèque" if kind == "cheque" else "l'effet"
        return f"{paper} {number or fit(tiers or label, _LONGEST_NAME)}"
    if kind == "supplier":
        return " ".join(f"la facture {number} {of(fit(tiers, _LONGEST_NAME))}".split())
    return f"« {fit(label or tiers, _LONGEST_NAME)} »"
