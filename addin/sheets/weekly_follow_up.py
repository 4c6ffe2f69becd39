"""Blocks of the weekly page that follow things up: late customers, expenses, pockets, alerts."""

from __future__ import annotations

from datetime import date

from addin.messages import french
from addin.sheets.french import count, full_day
from addin.sheets.model import Block, Cell, Role, Row, Tone
from addin.sheets.weekly_parts import UNKNOWN, amount, aside, heading, heads, line, notes, said, text, total_line, unknown_block
from addin.treasury.alerts import Alert
from addin.treasury.caps import CapState, State
from addin.treasury.controls.standing import Standing
from addin.treasury.expenses import Expense
from addin.treasury.receivables import LateInvoices
from addin.treasury.summary import WeeklySummary

_MOST_CUSTOMERS = 5
_MOST_CAPS = 2
_BUCKETS = {
    "1-15": "1 à 15 jours",
    "16-30": "16 à 30 jours",
    "31-60": "31 à 60 jours",
    "61-90": "61 à 90 jours",
    ">90": "plus de 90 jours",
}
_STATES: dict[State, tuple[str, Tone]] = {
    "OK": ("OK", Tone.GOOD),
    "ATTENTION": ("attention", Tone.WATCH),
    "ALERTE": ("ALERTE", Tone.BAD),
    "NON_RENSEIGNE": (UNKNOWN, Tone.MUTED),
}
_ALERTS = {"SOLDE_MINIMAL": "Solde minimal", "FACTURES_RETARD": "Factures en retard", "PLAFOND_PUB": "Plafond publicité"}
_BASIS = {
    "three_months": "moyenne des trois derniers mois",
    "months": "moyenne des mois connus",
    "days": "moyenne des jours connus",
    "declared": "charges mensuelles de « Paramètres »",
    "unknown": UNKNOWN,
}


def late_block(summary: WeeklySummary) -> Block:
    """Clients en retard: by age, public bodies apart, the biggest of them."""
    late, unit = summary.late, summary.currency
    if late is None:
        return Block("late", unknown_block("Clients en retard", "aucun onglet de factures clients"), "left")
    rows = [heading("Clients en retard")]
    if not late.count:
        rows.append(said("Aucune facture en retard.", Tone.GOOD))
    else:
        rows += _by_age(late, unit)
    for tiers in late.customers[:_MOST_CUSTOMERS]:
        words = count(tiers.oldest_days, "jour") + (", public" if tiers.is_public else "")
        rows.append(line(tiers.name, aside(words, Tone.PLAIN), amount(tiers.cents, unit)))
    others = late.customers[_MOST_CUSTOMERS:]
    if others:
        cents = sum(tiers.cents for tiers in others)
        rows.append(line(count(len(others), "autre client", "autres clients"), amount(cents, unit, Tone.MUTED), tone=Tone.MUTED))
    if late.estimated_count:
        rows += notes(f"{count(late.estimated_count, 'échéance estimée', 'échéances estimées')} (facture sans échéance).")
    if late.unconverted:
        rows += notes(f"{count(len(late.unconverted), 'facture')} en devise sans cours, hors total.", Tone.WATCH)
    return Block("late", tuple(rows), "left")


def expenses_block(summary: WeeklySummary) -> Block:
    """Dix premières dépenses, each against its supplier's own habit."""
    unit, expenses = summary.currency, summary.expenses
    rows = [heading("Dix premières dépenses de la semaine")]
    if not expenses:
        return Block("expenses", (*rows, said("Aucune dépense cette semaine.", Tone.MUTED)), "right")
    rows.append(heads("Bénéficiaire", "Part", "Habitude", "Montant"))
    for expense in expenses:
        habit, tone = _habit(expense, unit)
        rows.append(line(expense.counterparty, _share(expense.share), habit, amount(expense.amount_cents, unit, tone)))
    share, cents = sum(expense.share for expense in expenses), sum(expense.amount_cents for expense in expenses)
    percent = 100 if share > 0.9999 else min(99, round(100 * share))  # never « 100 % » when some are not shown
    label = french(f"{count(len(expenses), 'dépense')}, {percent} % de la semaine")
    rows.append(total_line(label, amount(cents, unit, total=True)))
    return Block("expenses", tuple(rows), "right")


def pockets_block(summary: WeeklySummary) -> Block:
    """Poches: what each holds, its target, what it lacks."""
    pockets, unit = summary.pockets, summary.currency
    if pockets is None:
        no_history = "moins de 30 jours d'opérations et pas de « Charges mensuelles vitales » dans « Paramètres »"
        return Block("pockets", unknown_block("Poches", "aucun solde connu" if summary.cash_cents is None else no_history), "left")
    rows = [heading("Poches"), heads("Poche", "Manque", "Cible", "Montant")]
    last = pockets.operating_days + (pockets.security_days if summary.pocket_mode == "horizon" else 0)
    needed, held_apart = pockets.operating_target_cents, pockets.operating_cents
    for name, missing, target, held in (
        (f"Sécurité ({pockets.security_days} jours)", pockets.missing_cents, pockets.security_target_cents, pockets.security_cents),
        (f"Exploitation ({last} jours)", needed - held_apart, needed, held_apart),
    ):
        lacks = amount(missing, unit, Tone.BAD if missing else Tone.GOOD)
        rows.append(line(name, lacks, amount(target, unit, Tone.MUTED), amount(held, unit)))
    rows.append(line("Opportunité", amount(pockets.opportunity_cents, unit)))
    if pockets.overdraft_used_cents:
        words = "Découvert utilisé" if (summary.cash_cents or 0) < 0 else "Manque pour ce qui est à mettre de côté"
        rows.append(line(words, amount(-pockets.overdraft_used_cents, unit, Tone.BAD), tone=Tone.BAD))
    words = "Besoins : sorties datées" if summary.pocket_mode == "horizon" else f"Besoins : {_BASIS[summary.needs.basis]}"
    if pockets.days_covered is not None:
        words += f" ; {count(pockets.days_covered, 'jour')} de besoins vitaux couvert{'s' if pockets.days_covered > 1 else ''}"
    if pockets.is_clamped:
        words += " ; jours ramenés dans les bornes 30–90 et 90–180"
    rows += notes(words + ".")
    return Block("pockets", tuple(rows), "left")


def alerts_block(summary: WeeklySummary) -> Block:
    """Alertes: the three, with their state and since when; then the other caps that are near or over."""
    unit = summary.currency
    rows = [heading("Alertes"), heads("Alerte", "État", "Seuil", "Valeur")]
    for alert in summary.alerts:
        rows += _alert(alert, unit)
    shown = summary.alerts[2].subject
    others = [cap for cap in summary.caps if cap.state in ("ATTENTION", "ALERTE") and cap.target != shown]
    for cap in sorted(others, key=lambda cap: -(cap.share or 0.0))[:_MOST_CAPS]:
        rows.append(_cap(cap, unit))
    if len(others) > _MOST_CAPS:
        rows += notes(f"et {count(len(others) - _MOST_CAPS, 'autre plafond', 'autres plafonds')} à surveiller.", Tone.WATCH)
    if summary.controlled is not None:
        rows += _controls(summary.controlled, summary.as_of)
    return Block("alerts", tuple(rows), "right")


def _by_age(late: LateInvoices, unit: str) -> list[Row]:
    rows = [heads("Retard", "Privés", "Organismes publics", "Total")]
    for bucket, (number, cents) in late.buckets.items():
        private, public = (amount(part.buckets[bucket][1], unit) for part in (late.private, late.public))
        tone = Tone.BAD if bucket == ">90" and cents else Tone.PLAIN
        rows.append(line(f"{_BUCKETS[bucket]} ({number})", private, public, amount(cents, unit, tone)))
    totals = (amount(cents, unit, total=True) for cents in (late.private.total_cents, late.public.total_cents, late.total_cents))
    return [*rows, total_line(count(late.count, "facture"), *totals)]


def _share(part: float) -> Cell:
    return Cell(round(part, 4), Role.PERCENT)


def _habit(expense: Expense, unit: str) -> tuple[Cell, Tone]:
    if expense.is_new:
        return aside("nouveau", Tone.WATCH), Tone.WATCH
    if expense.usual_cents is None:
        return aside("—"), Tone.PLAIN
    return amount(expense.usual_cents, unit, Tone.MUTED), Tone.WATCH if expense.is_unusual else Tone.PLAIN


def _alert(alert: Alert, unit: str) -> list[Row]:
    state, tone = _STATES[alert.state]
    name = f"Plafond {alert.subject}" if alert.subject else _ALERTS[alert.name]
    value = amount(alert.value_cents, unit, tone if alert.state == "ALERTE" else Tone.PLAIN)
    rows = [line(name, text(state, tone=tone, at=1), amount(alert.threshold_cents, unit, Tone.MUTED), value)]
    return rows + (notes(f"depuis le {full_day(alert.since)}") if alert.since else [])


def _controls(controlled: Standing, as_of: date) -> list[Row]:
    """What waits on the page « Contrôles », and how old that page is when it is not of this week."""
    certain, likely = controlled.count("certain"), controlled.count("likely")
    state, tone = _STATES["ALERTE" if certain else "ATTENTION" if likely else "OK"]
    words = f"{count(certain, 'certain')}, {count(likely, 'probable')}"
    rows = [line("Contrôles", text(state, tone=tone, at=1), aside(words, tone if certain or likely else Tone.MUTED))]
    if controlled.as_of is not None and controlled.as_of < as_of:
        rows += notes(f"contrôles du {full_day(controlled.as_of)} : à refaire", Tone.WATCH)
    return rows


def _cap(cap: CapState, unit: str) -> Row:
    state, tone = _STATES[cap.state]
    limit, spent = amount(cap.limit_cents, unit, Tone.MUTED), amount(cap.spent_cents, unit, tone)
    return line(f"Plafond {cap.target}", text(state, tone=tone, at=1), limit, spent)
