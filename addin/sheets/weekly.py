"""The weekly report (rapport hebdo): one A4 page, in the order a manager reads it on Sunday morning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from addin.messages import french
from addin.sheets.french import count, full_day, period
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Tone
from addin.sheets.weekly_ahead import dues_block, low_point_block, path_block
from addin.sheets.weekly_cash import available_block, bridge_block
from addin.sheets.weekly_decisions import decisions_block
from addin.sheets.weekly_follow_up import alerts_block, expenses_block, late_block, pockets_block
from addin.sheets.weekly_parts import FULL, GRID, HALF, LANES, heading, room, single_spaced
from addin.sheets.weekly_reliability import reliability_block
from addin.sheets.weekly_sentences import conclusion
from addin.sheets.weekly_widths import widened, wrapped
from addin.treasury.closing import week_name
from addin.treasury.summary import WeeklySummary

COMMENT_TITLE = "Commentaire du comptable"
_COMMENT_NAME = "Commentaire"
_COMMENT_LINES = 6
_MANY_ACCOUNTS = 12
"""Lines of « Disponible » above which the page shows fewer dues, so that it stays readable."""
_CURRENCIES = {"DZD": "dinars (DA)", "EUR": "euros (€)", "USD": "dollars ($)"}
_LEAD_LINE = 1.15


def report_title(summary: WeeklySummary) -> str:
    """Tab name, after the ISO week of the Thursday within: « Rapport 2026-S44 »."""
    return report_name(summary.as_of)


def report_name(as_of: date) -> str:
    """Tab name of the report with this closing date.

    >>> report_name(date(2026, 10, 31))
    'Rapport 2026-S44'
    """
    year, week = week_name(as_of)
    return f"Rapport {year}-S{week:02d}"


def weekly_sheet(summary: WeeklySummary, comment: str = "") -> Sheet:
    """The page of the week.

    Args:
        comment: what stood in the comment box of the page that this one replaces.
    """
    available = available_block(summary)
    dues = dues_block(summary, 3) if available.height > _MANY_ACCOUNTS + 2 else dues_block(summary)
    bands = (
        Band((_title(summary),)),
        Band((_conclusion(summary),)),
        Band((decisions_block(summary),)),
        Band((available, bridge_block(summary))),
        Band((dues, low_point_block(summary, dues.height))),
        Band((late_block(summary), expenses_block(summary))),
        Band((pockets_block(summary), alerts_block(summary))),
        Band((reliability_block(summary), _comment(comment)), gap=0),
        Band((path_block(summary),), gap=0),
    )
    blocks = [(LANES[block.lane][0], block) for band in bands for block in band.blocks if isinstance(block, Block)]
    footer = french(f"Trésorerie · semaine {period(summary.first, summary.as_of)} · arrêté au {full_day(summary.as_of)} · valeurs figées")
    page = Page(footer=footer, print_lanes=("full", "left", "right"))
    return Sheet(report_title(summary), widened(GRID, blocks), LANES, bands, page)


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
    currency = _CURRENCIES.get(summary.currency, summary.currency)
    title = f"Trésorerie · semaine {period(summary.first, summary.as_of)}"
    subtitle = f"{f'{company} · ' if company else ''}Arrêté au {full_day(summary.as_of)} · montants en {currency}"
    lines = ((title, Role.TITLE, 1.6), (subtitle, Role.SUBTITLE, 1.0))
    return Block("title", tuple(Row((Cell(french(words), role, span=FULL),), height) for words, role, height in lines), "full")


def _conclusion(summary: WeeklySummary) -> Block:
    sentence, tone = conclusion(summary)
    rows = [heading("Conclusion", FULL), _paragraph(single_spaced(sentence), Role.LEAD, tone, _LEAD_LINE)]
    unread = [f"« {reading.sheet} »" for reading in summary.dossier.unreadable]
    if unread:
        more = f" et {count(len(unread) - 4, 'autre')}" if len(unread) > 4 else ""
        words = f"{count(len(unread), 'onglet non lu', 'onglets non lus')} : {', '.join(unread[:4])}{more}."
        them = "les" if len(unread) > 1 else "le"
        remedy = f"Les chiffres de cette page ne {them} comptent pas ; « treso verifier » dit pourquoi."
        rows.append(_paragraph(french(f"{words} {remedy}"), Role.TEXT, Tone.BAD))
    return Block("conclusion", tuple(rows), "full")


def _paragraph(words: str, role: Role, tone: Tone, line_height: float = 1.0) -> Row:
    """Words over the whole page, on as many lines as they need."""
    return Row((Cell(words, role, tone, span=FULL, wrap=True),), line_height * len(wrapped(words, room(0, FULL), role)))


def _comment(comment: str) -> Block:
    """Her box: merged cells of a few lines, more when the text that is kept needs them."""
    typed = comment.split("\n")
    lines = max(_COMMENT_LINES, sum(len(wrapped(line, room(0, HALF))) for line in typed))
    box = Cell(comment or None, Role.INPUT, span=HALF, wrap=True, down=lines)
    return Block("comment", (heading(COMMENT_TITLE, HALF), Row((box,)), *(Row(()) for _ in range(lines - 1))), "right", name=_COMMENT_NAME)
