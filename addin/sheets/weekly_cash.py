"""Blocks of the weekly page about the cash of the week: available, and the bridge that leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from addin.sheets.french import count, full_day, listed, short_day
from addin.sheets.model import Block, Cell, Role, Row, Tone
from addin.sheets.weekly_parts import UNKNOWN, amount, aside, heading, heads, line, notes, signed, total_line, unknown_block
from addin.treasury.bridge import BridgeLine
from addin.treasury.earmarks import STALE_CHEQUE_DAYS, SetAside
from addin.treasury.summary import WeeklySummary

_MOST_ACCOUNTS = 11
_MOST_APART = 4
_MOST_GAPS = 3

LastLines = Mapping[tuple[str, str], Any]
"""Account and currency → day of its last line, NaT without one."""


def available_block(summary: WeeklySummary) -> Block:
    """Disponible: each account now and seven days before, what is in circulation, what is set aside."""
    unit, balances = summary.currency, summary.balances
    rows = [
        heading("Disponible"),
        heads("Compte", "Dernière ligne", f"Au {short_day(summary.bridge.start)}", f"Au {short_day(summary.as_of)}"),
    ]
    last = dict(zip(zip(balances["account"], balances["currency"], strict=True), balances["last_line"], strict=True))
    shown, rest = _biggest(summary.bridge.accounts, _MOST_ACCOUNTS)
    stale = {each.account for each in summary.reliability.stale}
    for each in shown:
        tone = Tone.WATCH if each.account in stale else Tone.PLAIN
        rows.append(line(_name(each, unit), _last_line(last, each, tone), signed(each.before_cents, unit), signed(each.now_cents, unit)))
    if rest:
        before, now = (
            sum(cents or 0 for cents in part) for part in zip(*((each.before_cents, each.now_cents) for each in rest), strict=True)
        )
        rows.append(line(count(len(rest), "autre compte", "autres comptes"), signed(before, unit), signed(now, unit)))
    rows += _apart(summary.bridge.apart, last, unit)
    if summary.cash_cents is None or summary.available_cents is None:
        rows += notes("Aucun solde connu : le disponible est non renseigné. Complétez l'onglet « Comptes ».")
        return Block("available", tuple(rows), "left")
    total = summary.bridge.total
    rows.append(total_line("Banques et caisses", amount(total.before_cents, unit, total=True), amount(total.now_cents, unit, total=True)))
    rows += _set_aside(summary.aside, unit)
    rows.append(total_line("Disponible", signed(summary.available_cents, unit, total=True)))
    return Block("available", tuple(rows), "left")


def bridge_block(summary: WeeklySummary) -> Block:
    """Variation de la semaine: the bridge from one evening to the other; its gap in red."""
    unit, total = summary.currency, summary.bridge.total
    if summary.cash_cents is None:
        return Block("bridge", unknown_block("Variation de la semaine", "aucun solde connu"), "right")
    gap = any(each.gap_cents for each in summary.bridge.accounts)
    rows = [
        heading("Variation de la semaine"),
        total_line(f"Solde au {full_day(summary.bridge.start)}", amount(total.before_cents, unit, total=True)),
        line("Encaissements", amount(total.receipts_cents, unit)),
        line("Décaissements", amount(total.payments_cents, unit)),
        line("Virements internes" + (" en cours" if total.transfers_cents else ""), amount(total.transfers_cents, unit)),
    ]
    if total.exchange_cents:
        rows.append(line("Écart de change", amount(total.exchange_cents, unit)))
    rows.append(
        line("Écart non expliqué", amount(total.gap_cents, unit, Tone.BAD if gap else Tone.PLAIN), tone=Tone.BAD if gap else Tone.PLAIN)
    )
    rows.append(total_line(f"Solde au {full_day(summary.as_of)}", amount(total.now_cents, unit, total=True)))
    rows.append(line("Variation", signed((total.now_cents or 0) - (total.before_cents or 0), unit)))
    for each in [each for each in summary.bridge.accounts if each.gap_cents][:_MOST_GAPS]:
        words = f"{each.account} : le solde imprimé ne suit pas les lignes"
        rows.append(line(words, amount(each.gap_cents, each.unit, Tone.BAD), tone=Tone.BAD))
    return Block("bridge", tuple(rows), "right")


def _biggest(lines: Sequence[BridgeLine], most: int) -> tuple[list[BridgeLine], list[BridgeLine]]:
    """The accounts that hold or owe most, in the order of the workbook, and the others."""
    by_size = sorted(range(len(lines)), key=lambda i: -max(abs(lines[i].now_cents or 0), abs(lines[i].before_cents or 0)))
    kept = set(by_size if len(lines) <= most else by_size[: most - 1])
    return [lines[i] for i in range(len(lines)) if i in kept], [lines[i] for i in range(len(lines)) if i not in kept]


def _apart(lines: Sequence[BridgeLine], last: LastLines, unit: str) -> list[Row]:
    """Accounts outside the total: why, and the balance or, when it is unknown, the change alone."""
    rows = []
    shown = lines if len(lines) <= _MOST_APART else lines[: _MOST_APART - 1]
    for each in shown:
        if each.now_cents is None:
            why, cents, tone = "variation seulement", each.change_cents, Tone.WATCH
        else:
            why, cents, tone = ("sans cours" if each.unit != unit else "non compté"), each.now_cents, Tone.MUTED
        name, day = _name(each, unit), _last_line(last, each, Tone.MUTED)
        rows.append(line(name, day, aside(why, tone), amount(cents, each.unit, Tone.MUTED), tone=Tone.MUTED))
    if len(lines) > len(shown):
        rows.append(
            line(f"et {count(len(lines) - len(shown), 'autre compte non ajouté', 'autres comptes non ajoutés')} au total", tone=Tone.MUTED)
        )
    return rows


def _set_aside(put: SetAside, unit: str) -> list[Row]:
    """Cheques in circulation, then taxes, dues and TVA together; the parts that nothing tells are named."""
    stale = sum(row.is_stale for row in put.cheques.rows)
    words = "− chèques émis non débités" + (f" ({stale} depuis plus de {STALE_CHEQUE_DAYS} jours)" if stale else "")
    cheques = amount(-put.cheques.cents, unit) if put.cheques.is_known else aside(UNKNOWN)
    parts = (("TVA", put.vat), ("impôts", put.taxes), ("charges sociales", put.social))
    known, unknown = ([name for name, part in parts if part.is_known is wanted] for wanted in (True, False))
    owed = -sum(part.cents for _, part in parts if part.is_known)
    rows = [
        line(words, cheques, tone=Tone.WATCH if stale else Tone.PLAIN),
        line(f"− à mettre de côté ({listed(known or unknown)})", amount(owed, unit) if known else aside(UNKNOWN)),
    ]
    return rows + (
        notes(f"{listed(unknown).capitalize() if unknown[0] != 'TVA' else listed(unknown)} : {UNKNOWN}.") if known and unknown else []
    )


def _name(each: BridgeLine, unit: str) -> str:
    """The account, with its currency when that is not the page's and the name does not say it."""
    says_it = each.currency == unit or each.account.upper().endswith(each.currency)
    return each.account if says_it else f"{each.account} ({each.currency})"


def _last_line(last: LastLines, each: BridgeLine, tone: Tone) -> Cell:
    stamp = last.get((each.account, each.currency), pd.NaT)
    day: date | None = None if pd.isna(stamp) else stamp.date()
    return Cell(day or "aucune", Role.DATE, tone if day else Tone.MUTED)
