"""The page « Contrôles » read back: what she decided of each finding, what she answered of each subscription."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from addin.messages import Finding
from addin.messages.controls import CONTROL_DECISIONS, CONTROL_KINDS, CONTROL_SCREEN, CONTROL_SEVERITIES, SUBSCRIPTION_STATES
from addin.sheets.memory import cents_of, day_of, text_of
from addin.treasury.characters import is_blank
from addin.treasury.controls.model import Kind, Severity
from addin.treasury.controls.standing import Standing, StandingFinding
from addin.treasury.headings import simplify
from addin.treasury.recurrences.subscriptions import VERIFY_DAYS, Answer, Used

KEY, DECISION, REMARK, USED, ASKED = "Repère", "Décision", "Remarque", "Utilisé ?", "Demandé le"
"""Headings by which the page is read back."""
_KINDS = {word: cast(Kind, kind) for kind, word in CONTROL_KINDS.items()}
_SEVERITIES = {word: cast(Severity, severity) for severity, word in CONTROL_SEVERITIES.items()}
_CLOSING = re.compile(r"(\d{2})/(\d{2})/(\d{4})$")
_MORE = CONTROL_SCREEN["more"].split("{")[0]
_CODES = {simplify(word): code for code, word in CONTROL_DECISIONS.items()}
_USED: Mapping[str, Used] = {"oui": "yes", "o": "yes", "non": "no", "n": "no"}


@dataclass(frozen=True)
class Decision:
    """What she decided of a finding: "ok", "fix", "ignore" or "", and her remark."""

    code: str = ""
    remark: str = ""


NOTHING_SAID = Decision()


@dataclass(frozen=True)
class Answers:
    """What the page as it stands says: decisions by key, answers on subscriptions by key, and what could not be understood."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    subscriptions: Mapping[str, Answer] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_controls(rows: Sequence[Sequence[object]], sheet: str) -> Answers:
    """Her decisions and answers on the page as it stands, wherever its rows were sorted or moved."""
    decisions: dict[str, Decision] = {}
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    for record in _records(rows):
        key = record.text(KEY)
        if DECISION in record.at:
            said = record.text(DECISION)
            code = _CODES.get(simplify(said), "")
            if said and not code:
                findings.append(Finding("CONTROL_DECISION", sheet, record.number, DECISION, said))
            decisions[key] = Decision(code, record.text(REMARK))
        elif USED in record.at:
            said = record.text(USED)
            used: Used = _USED.get(simplify(said), "")
            if said and not used:
                findings.append(Finding("CONTROL_USED", sheet, record.number, USED, said))
            answers[key] = Answer(used, day_of(record.cell(ASKED)))
    return Answers(decisions, answers, tuple(findings))


def standing_of(rows: Sequence[Sequence[object]], on: date, base: str) -> Standing:
    """What waits on the page: findings that she has neither accepted nor set aside, subscriptions to end or to verify.

    Args:
        on: day for which the questions without answer are counted.
        base: base currency, in which the yearly cost of the subscriptions is summed up.
    """
    findings: list[StandingFinding] = []
    unused: list[str] = []
    cost = 0
    for record in _records(rows):
        currency = record.text("Devise") or base
        if DECISION in record.at:
            kind, severity = _KINDS.get(record.text("Nature")), _SEVERITIES.get(record.text("Gravité"))
            if kind and severity and _CODES.get(simplify(record.text(DECISION)), "") not in ("ok", "ignore"):
                cents = cents_of(record.cell("Montant"), currency) or 0
                findings.append(StandingFinding(kind, severity, record.text("Tiers"), cents, currency, day_of(record.cell("Date"))))
        elif USED in record.at and record.text("État") != SUBSCRIPTION_STATES["stopped"]:
            used, asked = _USED.get(simplify(record.text(USED)), ""), day_of(record.cell(ASKED))
            if used == "no" or (not used and asked is not None and (on - asked).days > VERIFY_DAYS):
                unused.append(record.text("Abonnement"))
                cost -= (cents_of(record.cell("Coût annuel"), currency) or 0) if currency == base else 0
    return Standing(_closing_date(rows), tuple(findings), tuple(unused), cost)


def has_notes(rows: Sequence[Sequence[object]], width: int) -> bool:
    """Whether something stands on the page that would be lost when it is made again: beside the tables, or under them.

    Args:
        width: columns of the page.
    """
    if any(not is_blank(cell) for row in rows for cell in row[width:]):
        return True
    ours = [number for number, row in enumerate(rows) if any(text_of(cell) == KEY for cell in row)]
    if not ours:
        return False
    last = max((number for number, row in enumerate(rows) if len(row) >= width and text_of(row[width - 1])), default=0)
    between = rows[ours[0] + 1 : last]
    beside = any(not is_blank(cell) for row in between for cell in row[1:] if not text_of(row[width - 1] if len(row) >= width else None))
    under = [text_of(cell) for row in rows[last + 1 :] for cell in row if not is_blank(cell)]
    return beside or any(not text.startswith(_MORE) for text in under)


@dataclass(frozen=True)
class _Record:
    """One row of a table of the page."""

    number: int
    cells: Sequence[object]
    at: Mapping[str, int]

    def cell(self, title: str) -> object:
        column = self.at.get(title)
        return self.cells[column] if column is not None and column < len(self.cells) else None

    def text(self, title: str) -> str:
        return text_of(self.cell(title))


def _records(rows: Sequence[Sequence[object]]) -> Iterator[_Record]:
    """The rows that carry a key, under the headings above them."""
    at: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        cells = [text_of(cell) for cell in row]
        if KEY in cells:
            at = {title: column for column, title in enumerate(cells) if title}
            continue
        record = _Record(number, row, at)
        if record.text(KEY):
            yield record


def _closing_date(rows: Sequence[Sequence[object]]) -> date | None:
    """« Arrêté au 31/10/2026 », under the title."""
    for row in rows[:5]:
        found = _CLOSING.search(text_of(row[0]) if row else "")
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
    return None
