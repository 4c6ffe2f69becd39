"""The weekly report (rapport hebdo): one A4 page, in the order a manager reads it on Sunday morning."""

from __future__ import annotations

import re
import textwrap

from collections.abc import Sequence

from addin.messages import french
from addin.sheets.french import count, full_day, period
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Tone
from addin.sheets.weekly_cash import available_block, bridge_block, dues_block, low_point_block, path_block
from addin.sheets.weekly_follow_up import alerts_block, expenses_block, late_block, pockets_block, reliability_block
from addin.sheets.weekly_parts import FULL, GRID, HALF, heading, text
from addin.sheets.weekly_sentences import conclusion, decision_words
from addin.treasury.currency import to_decimal
from addin.treasury.summary import WeeklySummary

COMMENT_TITLE = "Commentaire du comptable"
_COMMENT_NAME = "Commentaire"
_COMMENT_LINES = 6


def report_title(summary: WeeklySummary) -> str:
    """Tab name, after the ISO week of the Thursday within: « Rapport 2026-S44 »."""
    year, week = summary.week
    return f"Rapport {year}-S{week:02d}"


def weekly_sheet(summary: WeeklySummary, comment: str = "") -> Sheet:
    """The page of the week.

    Args:
        comment: what stood in the comment box of the page that this one replaces.
    """
    dues = dues_block(summary)
    bands = (
        Band((_title(summary),)),
        Band((_conclusion(summary),)),
        Band((_decisions(summary),)),
        Band((available_block(summary), bridge_block(summary))),
        Band((dues, low_point_block(summary, dues.height))),
        Band((late_block(summary), expenses_block(summary))),
        Band((pockets_block(summary), alerts_block(summary))),
        Band((reliability_block(summary), _comment(comment)), gap=0),
        *([Band((path_block(summary),), gap=0)] if summary.low is not None else []),
    )
    first, last = summary.first, summary.as_of
    footer = french(f"Trésorerie · semaine {period(first, last)} · arrêté au {full_day(last)} · valeurs figées")
    return Sheet(report_title(summary), GRID, {"full": (0, FULL), "left": (0, HALF), "right": (HALF + 1, HALF), "data": (FULL + 2, 3)}, bands, Page(footer=footer, print_lanes=("full", "left", "right")))  # fmt: skip


def comment_in(rows: Sequence[Sequence[object]]) -> str:
    """What she typed in the comment box of an earlier page, read back as values."""
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell == COMMENT_TITLE:
                typed = [str(line[j]).strip() for line in rows[i + 1 :] if j < len(line) and line[j] not in (None, "")]
                return "\n".join(typed)
    return ""


def is_report(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is a page of ours: it has the comment box."""
    return any(cell == COMMENT_TITLE for row in rows for cell in row)


def _title(summary: WeeklySummary) -> Block:
    company = summary.dossier.settings.company
    currency = {"DZD": "dinars (DA)", "EUR": "euros (€)", "USD": "dollars ($)"}.get(summary.currency, summary.currency)
    subtitle = french(f"{company + ' · ' if company else ''}Arrêté au {full_day(summary.as_of)} · montants en {currency}")
    return Block("title", (Row((Cell(french(f"Trésorerie · semaine {period(summary.first, summary.as_of)}"), Role.TITLE, span=FULL),), 1.6), Row((Cell(subtitle, Role.SUBTITLE, span=FULL),))), "full")


def _conclusion(summary: WeeklySummary) -> Block:
    sentence, tone = conclusion(summary)
    rows = [heading("Conclusion", FULL), Row((Cell(re.sub(r" {2,}", " ", sentence), Role.LEAD, tone, span=FULL, wrap=True),), 2.2 if len(sentence) > 105 else 1.4)]
    unread = summary.dossier.unreadable
    if unread:
        names = ", ".join(f"« {reading.sheet} »" for reading in unread[:4])
        more = f" et {count(len(unread) - 4, 'autre')}" if len(unread) > 4 else ""
        said = f"{count(len(unread), 'onglet')} non lu{'s' if len(unread) > 1 else ''} : {names}{more}. Les chiffres de cette page ne les comptent pas ; « treso verifier » dit pourquoi."
        rows.append(Row((Cell(french(said), Role.TEXT, Tone.BAD, span=FULL, wrap=True),), 1.0 if len(said) < 120 else 2.0))
    return Block("conclusion", tuple(rows), "full")


def _decisions(summary: WeeklySummary) -> Block:
    heads = ("Qui", 1), ("Décision", 2), ("Effet", 4), ("Date", 1), ("Montant", 1)
    rows = [heading("À décider", FULL), Row(tuple(Cell(title, Role.HEAD, span=span) for title, span in heads))]
    for decision in summary.decisions:
        who, action, effect, tone = decision_words(decision, summary.currency)
        amount = Cell(None) if decision.amount_cents is None else Cell(to_decimal(decision.amount_cents, summary.currency), Role.AMOUNT)
        rows.append(Row((text(who, tone=tone), text(action, 2), text(effect, 4), Cell(decision.on, Role.DATE), amount)))
    if not summary.decisions:
        rows.append(Row((Cell("Rien à décider cette semaine.", Role.TEXT, Tone.GOOD, span=FULL),)))
    return Block("decisions", tuple(rows), "full")


def _comment(comment: str) -> Block:
    """Her box: merged cells of a few lines, more when the text that is kept needs them."""
    typed = comment.split("\n")
    lines = max(_COMMENT_LINES, sum(max(1, len(textwrap.wrap(line, 70))) for line in typed))
    box = Cell(comment or None, Role.INPUT, span=HALF, wrap=True, down=lines)
    return Block("comment", (heading(COMMENT_TITLE, HALF), Row((box,)), *(Row(()) for _ in range(lines - 1))), "right", name=_COMMENT_NAME)
