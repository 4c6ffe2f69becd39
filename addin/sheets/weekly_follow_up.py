"""Blocks of the weekly page that follow things up: late customers, expenses, pockets, alerts, reliability."""

from __future__ import annotations

from addin.sheets.french import count, full_day, money
from addin.sheets.model import Block, Cell, Role, Row, Tone
from addin.sheets.weekly_parts import HALF, UNKNOWN, amount, aside, heading, heads, notes, text, unknown_block
from addin.treasury.alerts import Alert
from addin.treasury.expenses import Expense
from addin.treasury.summary import WeeklySummary

_BUCKETS = {"1-15": "1 à 15 jours", "16-30": "16 à 30 jours", "31-60": "31 à 60 jours", "61-90": "61 à 90 jours", ">90": "plus de 90 jours"}
_STATE_TONES = {"OK": Tone.GOOD, "ATTENTION": Tone.WATCH, "ALERTE": Tone.BAD, "NON_RENSEIGNE": Tone.MUTED}
_STATES = {"OK": "OK", "ATTENTION": "attention", "ALERTE": "ALERTE", "NON_RENSEIGNE": UNKNOWN}
_BASIS = {
    "three_months": "moyenne de trois mois", "months": "moyenne des mois connus", "days": "moyenne des jours connus", "declared": "charges mensuelles déclarées", "unknown": UNKNOWN,
}  # fmt: skip


def late_block(summary: WeeklySummary) -> Block:
    """Clients en retard: by age, public bodies apart, the three biggest."""
    late, unit = summary.late, summary.currency
    if late is None:
        return Block("late", unknown_block("Clients en retard", "aucun onglet de factures clients"), "left")
    rows = [heading("Clients en retard"), heads("Retard", "Privés", "Organismes publics", "Total")]
    if not late.count:
        rows.append(Row((Cell("Aucune facture en retard.", Role.TEXT, Tone.GOOD, span=HALF),)))
        return Block("late", tuple(rows), "left")
    for bucket, (number, cents) in late.buckets.items():
        private, public = late.private.buckets[bucket][1], late.public.buckets[bucket][1]
        tone = Tone.BAD if bucket == ">90" and cents else Tone.PLAIN
        rows.append(Row((text(f"{_BUCKETS[bucket]} ({number})"), amount(private, unit), amount(public, unit), amount(cents, unit, tone))))
    rows.append(
        Row((Cell(count(late.count, "facture"), Role.TOTAL_TEXT), amount(late.private.total_cents, unit, total=True), amount(late.public.total_cents, unit, total=True), amount(late.total_cents, unit, total=True)))
    )
    for tiers in late.customers[:3]:
        rows.append(Row((text(tiers.name, 2), aside(count(tiers.oldest_days, "jour"), Tone.PLAIN), amount(tiers.cents, unit))))
    if late.estimated_count:
        rows += notes(f"{count(late.estimated_count, 'échéance estimée', 'échéances estimées')} (facture sans échéance).")
    return Block("late", tuple(rows), "left")


def expenses_block(summary: WeeklySummary) -> Block:
    """Dix premières dépenses, each against its supplier's own habit."""
    unit = summary.currency
    rows = [heading("Dix premières dépenses de la semaine"), heads("Bénéficiaire", "Part", "Habitude", "Montant")]
    for expense in summary.expenses:
        habit, tone = _habit(expense, unit)
        rows.append(Row((text(expense.counterparty), Cell(round(expense.share, 4), Role.PERCENT), habit, amount(expense.amount_cents, unit, tone))))
    if not summary.expenses:
        rows.append(Row((Cell("Aucune dépense cette semaine.", Role.TEXT, Tone.MUTED, span=HALF),)))
    else:
        rows.append(Row((Cell(count(len(summary.expenses), "dépense"), Role.TOTAL_TEXT, span=3), amount(sum(expense.amount_cents for expense in summary.expenses), unit, total=True))))
    return Block("expenses", tuple(rows), "right")


def _habit(expense: Expense, unit: str) -> tuple[Cell, Tone]:
    if expense.is_new:
        return aside("nouveau", Tone.WATCH), Tone.WATCH
    if expense.usual_cents is None:
        return aside("—"), Tone.PLAIN
    return amount(expense.usual_cents, unit, Tone.MUTED), Tone.WATCH if expense.is_unusual else Tone.PLAIN


def pockets_block(summary: WeeklySummary) -> Block:
    """Poches: what each holds, its target, what it lacks."""
    pockets, unit = summary.pockets, summary.currency
    if pockets is None:
        why = "aucun solde connu" if summary.cash_cents is None else "moins de 30 jours d'opérations et pas de « Charges mensuelles » dans « Paramètres »"
        return Block("pockets", unknown_block("Poches", why), "left")
    lines = (
        (f"Sécurité ({pockets.security_days} jours)", pockets.security_cents, pockets.security_target_cents),
        (f"Exploitation ({pockets.operating_days} jours)", pockets.operating_cents, pockets.operating_target_cents),
    )
    rows = [heading("Poches"), heads("Poche", "Manque", "Cible", "Montant")]
    for name, held, target in lines:
        missing = target - held
        rows.append(Row((text(name), amount(missing, unit, Tone.BAD if missing else Tone.GOOD), amount(target, unit, Tone.MUTED), amount(held, unit))))
    rows.append(Row((text("Opportunité"), Cell(), Cell(), amount(pockets.opportunity_cents, unit))))
    if pockets.overdraft_used_cents:
        rows.append(Row((text("Découvert utilisé", 3, Tone.BAD), amount(-pockets.overdraft_used_cents, unit, Tone.BAD))))
    covered = "" if pockets.days_covered is None else f" ; {count(pockets.days_covered, 'jour vital couvert', 'jours vitaux couverts')}"
    said = f"Besoins : {_BASIS[summary.needs.basis]}{covered}"
    if pockets.is_clamped:
        said += " ; jours ramenés dans les bornes 30–90 et 90–180"
    rows += notes(said + ".")
    return Block("pockets", tuple(rows), "left")


def alerts_block(summary: WeeklySummary) -> Block:
    """Alertes: the three, with their state and since when; then the caps that are near or over."""
    unit = summary.currency
    rows = [heading("Alertes"), heads("Alerte", "État", "Seuil", "Valeur")]
    names = {"SOLDE_MINIMAL": "Solde minimal", "FACTURES_RETARD": "Factures en retard", "PLAFOND_PUB": "Plafond publicité"}
    for alert in summary.alerts:
        tone = _STATE_TONES[alert.state]
        name = f"Plafond {alert.subject}" if alert.subject else names[alert.name]
        rows.append(Row((text(name), text(_STATES[alert.state], tone=tone), amount(alert.threshold_cents, unit, Tone.MUTED), amount(alert.value_cents, unit, tone if alert.state == "ALERTE" else Tone.PLAIN))))
        rows.extend(_since(alert))
    for cap in [cap for cap in summary.caps if cap.state in ("ATTENTION", "ALERTE") and cap.target != summary.alerts[2].subject][:3]:
        tone = _STATE_TONES[cap.state]
        rows.append(Row((text(f"Plafond {cap.target}"), text(_STATES[cap.state], tone=tone), amount(cap.limit_cents, unit, Tone.MUTED), amount(cap.spent_cents, unit, tone))))
    return Block("alerts", tuple(rows), "right")


def _since(alert: Alert) -> list[Row]:
    return notes(f"depuis le {full_day(alert.since)}") if alert.since is not None else []


def reliability_block(summary: WeeklySummary) -> Block:
    """Fiabilité: what weakens the figures, or « rien à signaler »."""
    trust, unit = summary.reliability, summary.currency
    rows = [heading("Fiabilité")]

    def say(words: str, tone: Tone = Tone.WATCH) -> None:
        rows.extend(notes(words, tone, Role.TEXT))

    for sheet in trust.unreadable[:3]:
        say(f"Onglet « {sheet} » non lu.", Tone.BAD)
    for each in trust.stale[:3]:
        say(f"{each.account} : dernière ligne du {full_day(each.last_line)} ({count(each.days, 'jour')}).")
    for sheet in trust.broken[:3]:
        say(f"« {sheet} » : le solde imprimé ne suit pas les lignes.", Tone.BAD)
    if trust.unknown:
        say(f"{count(len(trust.unknown), 'compte')} sans solde d'ouverture : variation seulement.")
    if trust.missing_rates:
        say(f"Cours manquant : {', '.join(trust.missing_rates)}.", Tone.BAD)
    if trust.rejected_rows:
        say(f"{count(trust.rejected_rows, 'ligne illisible', 'lignes illisibles')}, non comptée{'s' if trust.rejected_rows > 1 else ''} (voir « treso verifier »).")
    if trust.unclassified_count:
        say(f"{count(trust.unclassified_count, 'ligne')} à classer sur 13 semaines ({money(trust.unclassified_cents or 0, unit)}).")
    if trust.proposed_transfers:
        say(f"{count(trust.proposed_transfers, 'virement interne', 'virements internes')} à confirmer.")
    if trust.single_transfers:
        say(f"{count(trust.single_transfers, 'virement interne', 'virements internes')} en cours.", Tone.PLAIN)
    if trust.estimated_dues:
        say(f"{count(trust.estimated_dues, 'échéance estimée', 'échéances estimées')}.", Tone.PLAIN)
    if trust.unclassified_count is None:
        say("Catégories : non renseigné.", Tone.MUTED)
    if len(rows) == 1:
        say("Rien à signaler.", Tone.GOOD)
    return Block("reliability", tuple(rows), "left")
