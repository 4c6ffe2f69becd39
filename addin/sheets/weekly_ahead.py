"""Blocks of the weekly page about what is to come: dues of two weeks, low point of thirteen."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from addin.messages import french
from addin.sheets.forecast import percent
from addin.sheets.french import count, full_day, money
from addin.sheets.model import Block, Cell, Chart, Role, Row, Tone
from addin.sheets.weekly_parts import amount, heading, line, notes, said, total_line, unknown_block
from addin.treasury.currency import to_decimal
from addin.treasury.forecasting.confronted import Confronted
from addin.treasury.schedule import SALARIES
from addin.treasury.summary import DUE_DAYS, WeeklySummary

_MOST_DUES = 5
_CHART_ROWS = 9
_TITLE = f"À payer / à encaisser sous {DUE_DAYS} jours"
_LOW_POINT = "Point bas sur 13 semaines"


class _Side(NamedTuple):
    title: str
    items: pd.DataFrame
    cents: int
    overdue: pd.DataFrame
    overdue_cents: int
    left_out: int


def dues_block(summary: WeeklySummary, most: int = _MOST_DUES) -> Block:
    """À payer / à encaisser sous 14 jours.

    Args:
        most: items shown on each side.
    """
    has_matter = summary.late is not None or summary.owed is not None or len(summary.dossier.schedule) > 0
    if not has_matter:
        return Block("dues", unknown_block(_TITLE, "ni onglet de factures, ni « Échéancier »"), "left")
    dues = summary.dues
    doubtful = int(summary.events.left_out["reason"].isin(("doubtful", "public")).sum())
    rows = [heading(_TITLE)]
    for side in (
        _Side("À payer", dues.to_pay, dues.to_pay_cents, dues.overdue_to_pay, dues.overdue_to_pay_cents, 0),
        _Side("À encaisser", dues.to_receive, dues.to_receive_cents, dues.overdue_to_receive, dues.overdue_to_receive_cents, doubtful),
    ):
        rows += _side(side, summary.currency, most)
    return Block("dues", tuple(rows), "left")


def low_point_block(summary: WeeklySummary, height: int) -> Block:
    """Point bas sur 13 semaines: one sentence and the chart.

    Args:
        height: rows of the block beside it, which the chart fills.
    """
    low, short, unit = summary.low, summary.shortfall, summary.currency
    if low is None or short is None or not _has_path(summary):
        why = "aucun solde connu" if low is None else "aucune échéance connue (ni facture ouverte, ni « Échéancier »)"
        return Block("low_point", unknown_block(_LOW_POINT, why), "right")
    words, tone = f"{money(low.amount_cents, unit)} le {full_day(low.on)}", Tone.GOOD
    if short.first_date is not None:
        limit = f"le seuil de {money(summary.threshold_cents, unit)}" if summary.threshold_cents else "zéro"
        words, tone = f"{words} ; sous {limit} dès le {full_day(short.first_date)}", Tone.BAD
    rows = [heading(_LOW_POINT), said(words, tone), *notes(_what_is_known(summary))]
    if summary.confronted is not None:
        rows += notes(_what_came(summary.confronted, unit))
    return Block("low_point", tuple(rows), "right", Chart("", "cash_path", max(_CHART_ROWS, height - len(rows))))


def path_block(summary: WeeklySummary) -> Block:
    """The points of the chart, beside the printed page; nothing without a chart."""
    if summary.low is None or not _has_path(summary):
        return Block("cash_path", (), "data")
    unit, path = summary.currency, summary.low.path
    limit = "Seuil" if summary.threshold_cents else "Zéro"
    rows = [Row((Cell("Date", Role.HEAD), Cell("Solde prévu", Role.HEAD), Cell(limit, Role.HEAD, Tone.BAD)))]
    threshold = Cell(to_decimal(summary.threshold_cents, unit), Role.AMOUNT, Tone.MUTED)
    for day, cents in zip(path["on"].dt.date, path["balance_cents"], strict=True):
        rows.append(Row((Cell(day, Role.DATE, Tone.MUTED), Cell(to_decimal(int(cents), unit), Role.AMOUNT, Tone.MUTED), threshold)))
    return Block("cash_path", tuple(rows), "data")


def _side(side: _Side, unit: str, most: int) -> list[Row]:
    rows = [total_line(f"{side.title} ({len(side.items)})", amount(side.cents, unit, total=True))]
    items = _told(side.items)
    ranked = items.reindex(items["amount_cents"].abs().sort_values(ascending=False, kind="stable").index)
    shown, rest = ranked.head(most).sort_values("on", kind="stable"), ranked.iloc[most:]
    for who, on, cents in zip(shown["who"], shown["on"].dt.date, shown["amount_cents"], strict=True):
        rows.append(line(who, Cell(on, Role.DATE), amount(int(cents), unit)))
    if len(rest):
        others = count(int(rest["items"].sum()), "autre")
        rows.append(line(others, amount(int(rest["amount_cents"].sum()), unit, Tone.MUTED), tone=Tone.MUTED))
    if len(side.overdue) or side.left_out:
        words = f"Déjà échu ({len(side.overdue)}" + (f" ; {side.left_out} hors calcul)" if side.left_out else ")")
        rows.append(line(words, amount(side.overdue_cents, unit, Tone.WATCH), tone=Tone.WATCH))
    return rows


def _told(items: pd.DataFrame) -> pd.DataFrame:
    """The dues under the name they are shown by; salaries of one day together, with their number."""
    invoice = (items["counterparty"] + " " + items["number"]).str.strip()
    scheduled = items["label"].where(items["label"] != "", items["counterparty"])
    names = scheduled.mask((items["source"] == "invoice") & (items["label"] == ""), invoice)
    is_salary = items["label"] == SALARIES
    together = pd.Series(range(len(items)), index=items.index).mask(is_salary, -1)
    grouped = items.assign(who=names).groupby([together, "on"], sort=False)
    told = grouped.agg(who=("who", "first"), amount_cents=("amount_cents", "sum"), items=("who", "size")).reset_index()
    several = (told["who"] == SALARIES) & (told["items"] > 1)
    return told.assign(who=told["who"].mask(several, told["who"] + " (" + told["items"].astype(str) + ")"))


def _has_path(summary: WeeklySummary) -> bool:
    """Something is known to come, or the cash is already below the threshold: a flat line alone would tell nothing."""
    is_below = summary.shortfall is not None and summary.shortfall.first_date is not None
    return is_below or not summary.events.events.empty


def _what_came(confronted: Confronted, unit: str) -> str:
    """« Prévu le 24/10/2026 pour le 31/10/2026 : … ; réalisé : … »"""
    told, gap = confronted.forecast, confronted.gap_cents
    words = f"Prévu le {full_day(told.made_on)} pour le {full_day(told.day)} : {money(told.p50_cents, unit)} ; réalisé : "
    words += f"{money(confronted.actual_cents, unit)}, soit {money(gap, unit, signed=True)}"
    if gap and confronted.timing_cents:
        words += f" (dont {money(confronted.timing_cents, unit, signed=True)} de dates de paiement)"
    return french(words + ("" if confronted.is_inside else " ; hors de la fourchette") + ".")


def _what_is_known(summary: WeeklySummary) -> str:
    known = len(summary.events.events)
    short = summary.shortfall
    left_out = summary.events.left_out
    doubtful = left_out[left_out["reason"].isin(("doubtful", "public"))]
    words = f"Éléments connus seulement ({count(known, 'échéance')})"
    if short is not None and short.probability is not None:
        limit = "le seuil" if summary.threshold_cents else "zéro"
        words = f"Prévision : {count(known, 'échéance')} et l'historique ; risque de passer sous {limit} : {percent(short.probability)}"
    if len(doubtful):
        which = count(len(doubtful), "créance ancienne ou publique", "créances anciennes ou publiques")
        words += f" ; {which} hors calcul ({money(int(doubtful['amount_cents'].sum()), summary.currency)})"
    return french(words + ".")
