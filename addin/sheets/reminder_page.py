"""The page « À relancer »: the letters of the week, and where every other customer stands."""

from __future__ import annotations

from collections.abc import Sequence

from addin.messages import french
from addin.messages.reminders import LEVEL_NAMES
from addin.sheets.french import count, exact, full_day, listed
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Tone
from addin.treasury.currency import to_decimal
from addin.treasury.reminders.model import Reminder, Reminders, State
from addin.treasury.vocabularies import REMINDERS_MARK

TITLE = "À relancer"
_WIDTHS = (30.0, 8.0, 27.0, 18.0, 8.0, 9.0, 10.0, 12.0, 12.0, 46.0)
_FULL = len(_WIDTHS)
_HEADS = ("Client", "Niveau", "À faire", "Reste dû", "Devise", "Factures", "Retard (j)", "Prochaine", "Dernière", "À savoir")
_SECTIONS: tuple[tuple[str, str, tuple[State, ...]], ...] = (
    ("send", REMINDERS_MARK, ("send",)),
    ("after", "Mises en demeure envoyées : décider de la suite", ("after",)),
    ("wait", "En attente", ("promised", "wait")),
    ("aside", "Mis de côté", ("disputed", "never", "generic", "small")),
)
ACTIONS: dict[State, str] = {
    "send": "Envoyer la lettre",
    "wait": "Attendre",
    "promised": "Attendre la promesse",
    "disputed": "Régler le litige",
    "small": "Rien : petit montant",
    "generic": "Nommer les clients",
    "after": "Huissier ou avocat",
    "never": "Rien : ne plus relancer",
}
_CUT = 60


def reminder_page(campaign: Reminders, company: str) -> Sheet:
    """The page, on as many A4 sheets as it needs."""
    head = (
        Row((Cell(french(f"Relances{f' · {company}' if company else ''}"), Role.TITLE, span=_FULL),), 1.6),
        Row((Cell(conclusion(campaign), Role.LEAD, _lead_tone(campaign), span=_FULL, wrap=True),), 1.4),
        Row((Cell(_about(campaign), Role.NOTE, Tone.MUTED, span=_FULL),)),
    )
    bands = [Band((Block("head", head, "full"),))]
    for key, title, states in _SECTIONS:
        chosen = [each for each in campaign.reminders if each.state in states]
        if chosen or key == "send":
            bands.append(Band((Block(key, _section(title, chosen, campaign), "full"),)))
    footer = french(f"Trésorerie · relances · arrêté au {full_day(campaign.as_of)} · valeurs figées")
    page = Page(landscape=True, one_page=False, footer=footer)
    return Sheet(TITLE, _WIDTHS, {"full": (0, _FULL)}, tuple(bands), page)


def is_reminder_page(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is a page of ours."""
    return any(REMINDERS_MARK in row for row in rows)


def conclusion(campaign: Reminders) -> str:
    """« 4 lettres à envoyer, 1 250 000,00 DA : 2 N1, 1 N2, 1 N4. »"""
    letters = campaign.to_send
    if not letters:
        return french("Aucune lettre à envoyer à cette date.")
    base = campaign.base_currency
    known = [each.total_base_cents for each in letters if each.total_base_cents is not None]
    without = len(letters) - len(known)
    more = f" ({count(without, 'client')} en devise sans cours non compris)" if without else ""
    words = f"{count(len(letters), 'lettre')} à envoyer, {exact(sum(known), base)} dus{more} : {levels(campaign)}."
    return french(words)


def levels(campaign: Reminders) -> str:
    """« 2 N1, 1 N2 et 1 N4 »."""
    counts = {level: sum(each.level == level for each in campaign.to_send) for level in range(len(LEVEL_NAMES))}
    return listed([f"{number} N{level}" for level, number in counts.items() if number])


def remark(reminder: Reminder) -> str:
    """What is to be known of one customer, in a few words."""
    parts = []
    promise = reminder.promise
    if promise is not None:
        amount = f" ({exact(promise.cents, reminder.totals[0][0])})" if promise.cents is not None else ""
        parts.append(f"promesse du {full_day(promise.due_on)}{amount} {'non tenue' if promise.is_broken else 'en cours'}")
    if reminder.is_held_back:
        parts.append(f"son retard appelle N{reminder.reached}")
    if reminder.disputed:
        parts.append(f"en litige : {', '.join(invoice.number for invoice in reminder.disputed)}")
    if any(invoice.due_is_estimated for invoice in reminder.invoices):
        parts.append("échéance estimée")
    if reminder.is_public:
        parts.append("organisme public")
    words = french(" ; ".join(parts))
    return words[:1].upper() + words[1:]


def _about(campaign: Reminders) -> str:
    words = f"Situation arrêtée au {full_day(campaign.as_of)} ; lettres datées du {full_day(campaign.sent_on)}. Rien n'est envoyé par le "
    return french(words + "programme. Le journal est dans l'onglet « Relances » : promesses, litiges et notes s'y écrivent.")


def _lead_tone(campaign: Reminders) -> Tone:
    return Tone.WATCH if campaign.to_send else Tone.GOOD


def _section(title: str, chosen: Sequence[Reminder], campaign: Reminders) -> tuple[Row, ...]:
    rows = [Row((Cell(title if title == REMINDERS_MARK else french(title), Role.BLOCK, span=_FULL),), 1.2)]
    if not chosen:
        return (*rows, Row((Cell(french("Aucune."), Role.TEXT, Tone.MUTED, span=_FULL),)))
    rows.append(Row(tuple(Cell(head, Role.HEAD) for head in _HEADS)))
    for each in chosen:
        rows += _lines(each, campaign)
    return tuple(rows)


def _lines(each: Reminder, campaign: Reminders) -> list[Row]:
    """One customer: one line, and one more for each further currency."""
    totals = each.totals or ((campaign.base_currency, 0),)
    tone = Tone.BAD if each.state == "send" and each.level >= len(LEVEL_NAMES) - 1 else Tone.PLAIN
    words = remark(each)
    first = Row(
        (
            Cell(_cut(each.customer or "(sans nom)", 34), Role.TEXT),
            Cell(f"N{each.level}" if each.level >= 0 else "—", Role.STATE, tone),
            Cell(LEVEL_NAMES[each.level] if each.state == "send" else ACTIONS[each.state], Role.TEXT, tone),
            Cell(to_decimal(totals[0][1], totals[0][0]), Role.AMOUNT),
            Cell(totals[0][0], Role.STATE),
            Cell(len(each.invoices) or len(each.disputed), Role.COUNT),
            Cell(max(each.oldest_days, 0), Role.COUNT),
            Cell(each.next_date, Role.DATE),
            Cell(each.sent_on[-1] if each.sent_on else None, Role.DATE),
            Cell(words or None, Role.TEXT, Tone.MUTED, wrap=len(words) > _CUT),
        ),
        2.0 if len(words) > _CUT else 1.0,
    )
    others = [
        Row((Cell(), Cell(), Cell(), Cell(to_decimal(cents, code), Role.AMOUNT), Cell(code, Role.STATE), *[Cell()] * 5))
        for code, cents in totals[1:]
    ]
    return [first, *others]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
