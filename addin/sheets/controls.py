"""The page « Contrôles »: what deserves a look, her decisions, the subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.messages import french, say
from addin.messages.controls import (
    CONTROL_DECISIONS,
    CONTROL_KINDS,
    CONTROL_REASONS,
    CONTROL_SCREEN,
    CONTROL_SEVERITIES,
    SUBSCRIPTION_STATES,
)
from addin.sheets.controls_read import ASKED, DECISION, KEY, NOTHING_SAID, REMARK, USED, Decision
from addin.sheets.french import exact, full_day
from addin.sheets.model import Band, Block, Cell, Column, Page, Role, Row, Sheet, TableBlock, Tone, Value
from addin.treasury.controls.model import ControlFinding
from addin.treasury.currency import to_decimal
from addin.treasury.recurrences.subscriptions import Subscription
from addin.treasury.vocabularies import CONTROLS_MARK

TITLES = ("Contrôles", "Contrôles Trésorerie")
"""Names of the page: the second one when a tab of hers has the first."""
YES, NO = "Oui", "Non"
_KEEP = french("Repère de Trésorerie : ne pas modifier.")
_CHOICES = tuple(CONTROL_DECISIONS.values())
_DECIDE = french("OK : c'est normal. Ignorer : ne plus le dire. À corriger : garder dans la liste. Vide : pas encore décidé.")
COLUMNS = (
    Column("Gravité", Role.STATE, 10),
    Column("Nature", Role.TEXT, 20),
    Column("Date", Role.DATE, 11),
    Column("Tiers", Role.TEXT, 23),
    Column("Montant", Role.AMOUNT, 16),
    Column("Devise", Role.STATE, 8),
    Column("Motif", Role.TEXT, 84),
    Column("Lignes", Role.NOTE, 21),
    Column(DECISION, Role.STATE, 12, _CHOICES, help=_DECIDE),
    Column(REMARK, Role.TEXT, 24),
    Column(KEY, Role.NOTE, 13, help=_KEEP),
)
_PRINTED = 10
_DECISION, _REMARK = 8, 9
SUBSCRIPTIONS = (
    Column("État", Role.STATE),
    Column("Abonnement", Role.TEXT),
    Column("Prochaine", Role.DATE),
    Column("Compte", Role.TEXT),
    Column("Coût annuel", Role.AMOUNT),
    Column("Devise", Role.STATE),
    Column("À savoir", Role.TEXT),
    Column("Périodicité", Role.NOTE),
    Column(USED, Role.STATE, choices=(YES, NO), help=french("Oui ou Non, une fois. Non : à résilier.")),
    Column(ASKED, Role.DATE),
    Column(KEY, Role.NOTE, help=_KEEP),
)
_USED = 8
_PERIODS = ((7, "semaine"), (14, "quinzaine"), (31, "mois"), (92, "trimestre"), (183, "semestre"), (366, "an"))
_TOP_ROWS = 30


@dataclass(frozen=True)
class ShownFinding:
    """A finding, where its rows stand (« BNA ligne 214 ») and what she decided."""

    finding: ControlFinding
    places: tuple[tuple[str, int], ...]
    decision: Decision = NOTHING_SAID

    @property
    def is_closed(self) -> bool:
        """She has settled it: it leaves the list."""
        return self.decision.code in ("ok", "ignore")


def controls_sheet(
    shown: Sequence[ShownFinding], subscriptions: Sequence[Subscription], more: Mapping[str, int], as_of: date, company: str, title: str
) -> Sheet:
    """The page: A4 across, the list, what she decided, the subscriptions.

    Args:
        more: kind → findings that are not listed.
    """
    opened, closed = [each for each in shown if not each.is_closed], [each for each in shown if each.is_closed]
    name = f"{company} · " if company else ""
    head = (
        Row((Cell(TITLES[0], Role.TITLE, span=_PRINTED),), 1.6),
        Row((Cell(say(CONTROL_SCREEN["subtitle"], company=name, date=full_day(as_of)), Role.SUBTITLE, span=_PRINTED),)),
        Row((Cell(CONTROLS_MARK, Role.NOTE, span=_PRINTED),)),
        Row((Cell(conclusion(shown), Role.LEAD, Tone.WATCH if opened else Tone.GOOD, span=_PRINTED),)),
        Row((Cell(french(CONTROL_SCREEN["help"]), Role.NOTE, span=_PRINTED),)),
    )
    bands = [Band((Block("head", head, "full"),)), _table("controls", "tblControles", opened)]
    extra = [say(CONTROL_SCREEN["more"], count=number, kind=CONTROL_KINDS[kind].lower()) for kind, number in sorted(more.items())]
    if extra:
        bands.append(Band((Block("more", tuple(Row((Cell(text, Role.NOTE, span=_PRINTED),)) for text in extra), "full"),)))
    if subscriptions:
        words = Row((Cell(_summary(subscriptions), Role.BLOCK, span=_PRINTED),), 1.2)
        note = Row((Cell(french(CONTROL_SCREEN["subscriptions_help"]), Role.NOTE, span=_PRINTED),))
        rows = tuple(_subscription(each) for each in subscriptions)
        fill = frozenset((at, _USED) for at in range(len(rows)))
        bands += [
            Band((Block("subscriptions_head", (words, note), "full"),), gap=0),
            Band((TableBlock("subscriptions", "tblAbonnements", SUBSCRIPTIONS, rows, to_fill=fill),)),
        ]
    if closed:
        bands += [
            Band((Block("decided_head", (Row((Cell(CONTROL_SCREEN["decided"], Role.BLOCK, span=_PRINTED),), 1.2),), "full"),), gap=0),
            _table("decided", "tblControlesDecides", closed),
        ]
    page = Page(
        landscape=True, one_page=False, footer=french(f"Contrôles · arrêté au {full_day(as_of)}"), print_lanes=("printed",),
    )  # fmt: skip
    lanes = {"full": (0, len(COLUMNS)), "printed": (0, _PRINTED)}
    return Sheet(title, tuple(column.width for column in COLUMNS), lanes, tuple(bands), page, (len(head) + 2, 0), "report")


def is_controls_page(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is a page of ours."""
    return any(CONTROLS_MARK in row for row in rows[:_TOP_ROWS])


def counts_of(shown: Iterable[ShownFinding]) -> dict[str, int]:
    """How many by severity, of those that wait, and "decided"."""
    counts = dict.fromkeys((*CONTROL_SEVERITIES, "decided"), 0)
    for each in shown:
        counts["decided" if each.is_closed else each.finding.severity] += 1
    return counts


def conclusion(shown: Iterable[ShownFinding]) -> str:
    """The sentence at the top."""
    counts = counts_of(shown)
    waits = sum(counts[severity] for severity in CONTROL_SEVERITIES)
    return say(CONTROL_SCREEN["lead" if waits else "nothing"], **counts)


def reason_of(finding: ControlFinding) -> str:
    """Why a finding is made, in one sentence."""
    return say(CONTROL_REASONS[finding.reason], **finding.details)


def controls_as_text(shown: Sequence[ShownFinding]) -> str:
    """The same for a terminal: the sentence, then what waits."""
    lines = [conclusion(shown)]
    for each in shown:
        if not each.is_closed:
            found = each.finding
            day = f"{found.on:%d/%m/%Y}" if found.on else ""
            kind, severity = CONTROL_KINDS[found.kind], CONTROL_SEVERITIES[found.severity]
            amount = exact(found.amount_cents, found.currency) if found.amount_cents else ""
            lines.append(f"  {severity:<9} {kind:<23} {day:<10} {amount:>19}  {reason_of(found)}")
    return "\n".join(lines)


def _table(key: str, name: str, shown: Sequence[ShownFinding]) -> Band:
    rows = tuple(_finding(each) for each in shown)
    fill = frozenset((at, column) for at in range(len(rows)) for column in (_DECISION, _REMARK))
    return Band((TableBlock(key, name, COLUMNS, rows, to_fill=fill),))


def _finding(each: ShownFinding) -> tuple[Value, ...]:
    found = each.finding
    amount = to_decimal(found.amount_cents, found.currency) if found.amount_cents else None
    return (
        CONTROL_SEVERITIES[found.severity], CONTROL_KINDS[found.kind], found.on, found.party or None, amount, found.currency,
        reason_of(found), _rows(each.places),
        CONTROL_DECISIONS.get(each.decision.code), each.decision.remark or None, found.key,
    )  # fmt: skip


def _rows(places: Sequence[tuple[str, int]]) -> str | None:
    if not places:
        return None
    sheet, number = places[-1]
    row = say(CONTROL_SCREEN["row"], sheet=sheet, row=number)
    return row if len(places) == 1 else say(CONTROL_SCREEN["rows"], row=row, count=len(places) - 1)


def _subscription(each: Subscription) -> tuple[Value, ...]:
    period = next((word for days, word in _PERIODS if each.period_days <= days), _PERIODS[-1][1])
    yearly = to_decimal(each.yearly_cents, each.currency) if each.yearly_cents else None
    used = {"yes": YES, "no": NO}.get(each.used)
    return (
        SUBSCRIPTION_STATES[each.status], each.counterparty, each.next_on, each.account, yearly, each.currency, _to_know(each), period,
        used, each.asked_on, each.key,
    )  # fmt: skip


def _to_know(each: Subscription) -> str | None:
    told = []
    if each.is_to_verify:
        told.append(say(CONTROL_SCREEN["to_verify"], date=f"{each.asked_on:%d/%m/%Y}"))
    elif each.used == "no" and each.status != "stopped":
        told.append(CONTROL_SCREEN["unused"])
    if each.overlaps:
        told.append(say(CONTROL_SCREEN["overlap"], other=", ".join(each.overlaps)))
    if each.change is not None:
        share = 100 * (each.change.after_cents / each.change.before_cents - 1)
        told.append(say(CONTROL_SCREEN["rise"], percent=f"{share:+.0f} %", date=f"{each.change.on:%d/%m/%Y}"))
    return french(" ; ".join(told)) or None


def _summary(subscriptions: Sequence[Subscription]) -> str:
    """How many run, what they cost a year in each currency, how many deserve an end."""
    running = [each for each in subscriptions if each.status != "stopped"]
    costs: dict[str, int] = {}
    for each in running:
        costs[each.currency] = costs.get(each.currency, 0) - each.yearly_cents
    yearly = " + ".join(exact(cents, currency) for currency, cents in costs.items()) or "0"
    unused = sum(1 for each in running if each.is_unused)
    return say(CONTROL_SCREEN["subscriptions"], count=len(running), yearly=yearly, unused=unused)
