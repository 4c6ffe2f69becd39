"""The block À décider of the weekly page: each decision in French, with its effect."""

from __future__ import annotations

from addin.messages import french
from addin.sheets.french import count, money, short_day
from addin.sheets.model import Block, Cell, Role, Row, Tone
from addin.sheets.weekly_parts import FULL, aside, heading, text
from addin.treasury.currency import to_decimal
from addin.treasury.decisions import Decision
from addin.treasury.summary import WeeklySummary

_COLUMNS = (("Qui", 1), ("Décision", 2), ("Effet", 4), ("Date", 1), ("Montant", 1))


def decisions_block(summary: WeeklySummary) -> Block:
    """À décider: who, what, with which effect, when, how much."""
    unit = summary.currency
    rows = [heading("À décider", FULL)]
    if not summary.decisions:
        is_tense = summary.shortfall is not None and summary.shortfall.first_date is not None
        words, tone = ("Rien de connu à encaisser ni à reporter.", Tone.WATCH) if is_tense else ("Rien à décider cette semaine.", Tone.GOOD)
        rows.append(Row((Cell(words, Role.TEXT, tone, span=FULL),)))
        return Block("decisions", tuple(rows), "full")
    rows.append(Row(tuple(Cell(title, Role.HEAD, span=span) for title, span in _COLUMNS)))
    for decision in summary.decisions:
        who, action, effect, tone = decision_words(decision, unit, summary.threshold_cents)
        cents = decision.amount_cents
        amount = aside("—") if cents is None else Cell(to_decimal(cents, unit), Role.AMOUNT)
        day = Cell(decision.on, Role.DATE)
        rows.append(Row((text(who, tone=tone), text(action, 2, at=1), text(effect, 4, at=3), day, amount)))
    return Block("decisions", tuple(rows), "full")


def decision_words(decision: Decision, unit: str, threshold_cents: int) -> tuple[str, str, str, Tone]:
    """Who, what to do, with which effect, and how it stands out."""
    who, action, effect, tone = _words(decision, unit, threshold_cents)
    return french(who), french(action), french(effect), tone


def _words(decision: Decision, unit: str, threshold_cents: int) -> tuple[str, str, str, Tone]:
    who, others = decision.who, decision.count - 1
    and_others = f"{who} (et {count(others, 'autre')})" if others else who
    days = count(decision.days or 0, "jour")
    invoices = f"{count(decision.count, 'facture')}, {days} de retard"
    effect = _effect(decision, unit, threshold_cents)
    match decision.kind:
        case "read_tab":
            return f"« {who} »{and_others[len(who) :]}", "Corriger les titres", "onglet non compté : les chiffres sont incomplets", Tone.BAD
        case "explain_gap":
            return and_others, "Expliquer l'écart", "le solde imprimé ne suit pas les lignes de la semaine", Tone.BAD
        case "add_rate":
            return and_others, "Saisir le cours", "sans cours, ces montants ne sont pas ajoutés", Tone.BAD
        case "import_account":
            return and_others, "Importer le relevé", f"{days} sans ligne : le disponible est provisoire", Tone.WATCH
        case "collect":
            return who, "Relancer", f"{invoices} ; {effect}" if effect else invoices, Tone.PLAIN
        case "pay_tax" if decision.days:
            return who, "Payer sans attendre", f"{days} de retard ; arrête la majoration", Tone.BAD
        case "pay_tax":
            return who, "Payer à l'échéance", "évite la majoration ; déjà compté dans le point bas", Tone.PLAIN
        case "pay_late":
            return (
                who,
                "Payer ou négocier",
                f"{invoices} ; {f'report : {effect}' if effect else 'déjà compté dans le point bas'}",
                Tone.PLAIN,
            )
        case "postpone":
            return who, "Arbitrer : payer plus tard", f"report d'un mois : {effect or 'recule le passage sous le seuil'}", Tone.PLAIN
        case "limit":
            since = f" depuis le {short_day(decision.on)}" if decision.on else ""
            return who, "Limiter la dépense", f"plafond dépassé{since}", Tone.WATCH
        case "chase_cheque":
            return who, "Vérifier le chèque émis", f"non débité depuis {days} ; toujours déduit du disponible", Tone.WATCH
        case "add_opening":
            return and_others, "Saisir le solde d'ouverture", "variation seulement : non ajouté au disponible", Tone.WATCH
        case "confirm_transfers":
            transfers = count(decision.count, "virement interne", "virements internes")
            return transfers, "Confirmer ou rejeter", "comptés comme recette et dépense d'ici là", Tone.PLAIN
        case "check_double":
            return who, "Vérifier le double paiement", _more_checks("à récupérer si c'est payé deux fois", others), Tone.BAD
        case "check_payment":
            return who, "Vérifier le paiement", _more_checks("inhabituel", others), Tone.WATCH
        case "end_subscriptions":
            names = f"{count(decision.count, 'abonnement')}" if others else who
            return names, "Garder ou résilier", "coût d'un an ; utilisé ? Répondez dans « Contrôles »", Tone.PLAIN
        case "classify":
            return count(decision.count, "ligne"), "Classer", "poches et plafonds deviennent justes", Tone.PLAIN


def _more_checks(words: str, others: int) -> str:
    return f"{words} ; {count(others, 'autre')} dans « Contrôles »" if others else f"{words} : voir « Contrôles »"


def _effect(decision: Decision, unit: str, threshold_cents: int) -> str:
    """What it brings to the low point, "" when that is nothing or unknown."""
    if decision.is_enough:
        return "suffit à garder le solde minimal" if threshold_cents else "suffit à rester au-dessus de zéro"
    gain = decision.low_point_gain_cents
    return f"point bas {money(gain, unit, signed=True)}" if gain else ""
