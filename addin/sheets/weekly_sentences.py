"""The sentences of the weekly page: its conclusion, and each decision with its effect."""

from __future__ import annotations

from addin.messages import french
from addin.sheets.french import count, full_day, listed, money, short_day
from addin.sheets.model import Tone
from addin.treasury.decisions import Decision
from addin.treasury.summary import WeeklySummary


def conclusion(summary: WeeklySummary) -> tuple[str, Tone]:
    """One sentence: calm, tense, or provisional."""
    if summary.cash_cents is None or summary.low is None or summary.shortfall is None:
        return french("Provisoire : aucun compte n'a de solde connu ; donner les soldes d'ouverture dans l'onglet « Comptes »."), Tone.WATCH
    if summary.reliability.is_provisional:
        return french(_provisional(summary)), Tone.WATCH
    if summary.shortfall.first_date is not None:
        return french(_tense(summary)), Tone.BAD
    unit = summary.currency
    total = summary.bridge.total
    change = (total.now_cents or 0) - (total.before_cents or 0)
    available = money(summary.available_cents or 0, unit)
    urgent = "rien d'urgent" if not summary.decisions else f"{count(len(summary.decisions), 'point')} à décider, aucun passage sous le seuil"
    said = f"Disponible {available} au {short_day(summary.as_of)} ({money(change, unit, signed=True)} sur la semaine) ; point bas {money(summary.low.amount_cents, unit)} le {short_day(summary.low.on)} : {urgent}."
    return french(said), Tone.GOOD


def _provisional(summary: WeeklySummary) -> str:
    trust, unit = summary.reliability, summary.currency
    reasons = [f"onglet « {sheet} » non lu" for sheet in trust.unreadable[:2]]
    reasons += [f"{each.account} arrêté au {short_day(each.last_line)}" for each in trust.stale[:2]]
    if trust.gap_cents:
        reasons.append(f"écart de {money(trust.gap_cents, unit)} entre soldes et lignes")
    if trust.missing_rates:
        reasons.append(f"cours {listed(trust.missing_rates)} manquant")
    if trust.unclassified_count:
        reasons.append(f"{count(trust.unclassified_count, 'ligne')} à classer ({money(trust.unclassified_cents or 0, unit)})")
    remedy = "importer avant de décider" if trust.stale or trust.unreadable else "corriger avant de décider"
    short = summary.shortfall
    risk = f" ; passage sous le seuil possible dès le {short_day(short.first_date)}" if short and short.first_date else ""
    return f"Provisoire : {', '.join(reasons)}{risk} ; {remedy}."


def _tense(summary: WeeklySummary) -> str:
    short, unit = summary.shortfall, summary.currency
    assert short is not None and short.first_date is not None
    missing = money(short.depth_cents, unit)
    limit = f"pour tenir le seuil de {money(summary.threshold_cents, unit)}" if summary.threshold_cents else ""
    if short.first_date == summary.as_of:
        start = f"Le solde est déjà sous {'le seuil' if summary.threshold_cents else 'zéro'} ; il manquera jusqu'à {missing} {limit}".rstrip()
    else:
        events = summary.events.events
        day = events[(events["on"].dt.date == short.first_date) & (events["amount_cents"] < 0)].sort_values("amount_cents")
        cause = str(day["label"].iloc[0] or day["counterparty"].iloc[0]) if len(day) else "l'échéance"
        start = f"Après {cause} du {short_day(short.first_date)}, il manquera jusqu'à {missing} {limit}".rstrip()
    collections = [each for each in summary.decisions if each.kind == "collect"]
    enough = next((each for each in collections if each.is_enough), None)
    if enough is not None:
        return f"{start} ; encaisser {enough.who} ({money(enough.amount_cents or 0, unit)}, {count(enough.days or 0, 'jour')} de retard) suffit."
    if collections:
        names = listed([each.who for each in collections])
        return f"{start} ; relancer {names} ({money(sum(each.amount_cents or 0 for each in collections), unit)}) et arbitrer les paiements."
    return f"{start} ; arbitrer les paiements."


def decision_words(decision: Decision, unit: str) -> tuple[str, str, str, Tone]:
    """Who, what to do, with which effect, and how it stands out."""
    who, action, effect, tone = _words(decision, unit)
    return french(who), french(action), french(effect), tone


def _words(decision: Decision, unit: str) -> tuple[str, str, str, Tone]:
    days = count(decision.days, "jour") if decision.days is not None else ""
    several = f" (et {decision.count - 1} autre{'s' if decision.count > 2 else ''})" if decision.count > 1 else ""
    match decision.kind:
        case "read_tab":
            return f"« {decision.who} »{several}", "Corriger les titres", "l'onglet n'est pas compté : les chiffres sont incomplets", Tone.BAD
        case "explain_gap":
            return f"{decision.who}{several}", "Expliquer l'écart", "le solde imprimé ne suit pas les lignes de la semaine", Tone.BAD
        case "import_account":
            last = f"arrêté au {full_day(decision.on)}" if decision.on else ""
            return f"{decision.who}{several}", "Importer le relevé", f"{last}, {days} sans ligne", Tone.WATCH
        case "collect":
            facts = f"{count(decision.count, 'facture')}, {days} de retard"
            if decision.is_enough:
                facts += " ; suffit à rester au-dessus du seuil"
            elif decision.low_point_gain_cents:
                facts += f" ; point bas {money(decision.low_point_gain_cents, unit, signed=True)}"
            return decision.who, "Relancer", facts, Tone.PLAIN
        case "pay_tax":
            return decision.who, "Payer à l'échéance", "évite la pénalité ; déjà compté dans le point bas", Tone.PLAIN
        case "pay_late":
            return decision.who, "Payer ou négocier", f"{count(decision.count, 'facture')}, {days} de retard ; déjà compté dans le point bas", Tone.PLAIN
        case "limit":
            return decision.who, "Limiter la dépense", "dépassement du plafond de la période", Tone.WATCH
        case "chase_cheque":
            return decision.who, "Vérifier le chèque émis", f"non débité depuis {days}", Tone.WATCH
        case "confirm_transfers":
            return count(decision.count, "virement interne", "virements internes"), "Confirmer ou rejeter", "tant que ce n'est pas dit, ils comptent comme recette et dépense", Tone.PLAIN
        case "classify":
            return count(decision.count, "ligne"), "Classer", "poches et plafonds deviennent justes", Tone.PLAIN
        case _:
            return decision.who, "", "", Tone.PLAIN
