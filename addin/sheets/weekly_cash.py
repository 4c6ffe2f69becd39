"""Blocks of the weekly page about the cash: available, bridge, dues of two weeks, low point."""

from __future__ import annotations

import pandas as pd

from addin.messages import french
from addin.sheets.french import count, full_day, money, short_day
from addin.sheets.model import Block, Cell, Chart, Role, Row, Tone
from addin.sheets.weekly_parts import HALF, UNKNOWN, amount, aside, heading, heads, notes, text, unknown_block
from addin.treasury.bridge import BridgeLine
from addin.treasury.currency import to_decimal
from addin.treasury.summary import DUE_DAYS, WeeklySummary

_MOST_ACCOUNTS = 14
_MOST_DUES = 5
_CHART_ROWS = 11


def available_block(summary: WeeklySummary) -> Block:
    """Disponible: each account now and seven days before, what is in circulation, what is set aside."""
    unit = summary.currency
    before = f"Au {short_day(summary.bridge.start)}"
    rows = [heading("Disponible"), heads("Compte", "Dernière ligne", before, f"Au {short_day(summary.as_of)}")]
    last = dict(zip(zip(summary.balances["account"], summary.balances["currency"], strict=True), summary.balances["last_line"], strict=True))
    stale = {each.account for each in summary.reliability.stale}
    lines = sorted(summary.bridge.accounts, key=lambda line: -(line.now_cents or 0)) if len(summary.bridge.accounts) > _MOST_ACCOUNTS else list(summary.bridge.accounts)
    shown, rest = lines[:_MOST_ACCOUNTS], lines[_MOST_ACCOUNTS:]
    for line in shown:
        tone = Tone.WATCH if line.account in stale else Tone.PLAIN
        date_cell = _last_line(last.get((line.account, line.currency)), tone)
        rows.append(Row((text(_name(line, unit)), date_cell, _signed(line.before_cents, unit), _signed(line.now_cents, unit))))
    if rest:
        rows.append(Row((text(count(len(rest), "autre compte", "autres comptes")), Cell(), amount(sum(line.before_cents or 0 for line in rest), unit), amount(sum(line.now_cents or 0 for line in rest), unit))))
    for line in summary.bridge.apart[:4]:
        rows.append(_apart(line, last.get((line.account, line.currency))))
    if summary.cash_cents is None:
        rows += notes("Aucun compte n'a de solde d'ouverture : le disponible est non renseigné. Ajoutez l'onglet « Comptes ».")
        return Block("available", tuple(rows), "left")
    total = summary.bridge.total
    rows.append(Row((Cell("Banques et caisses", Role.TOTAL_TEXT, span=2), amount(total.before_cents, unit, total=True), amount(total.now_cents, unit, total=True))))
    cheques, owed = summary.aside.cheques, (summary.aside.taxes, summary.aside.social, summary.aside.vat)
    stale_cheques = sum(row.is_stale for row in cheques.rows)
    words = "− chèques émis non débités" + (f" ({stale_cheques} de plus de 20 jours)" if stale_cheques else "")
    rows.append(Row((text(words, 3, Tone.WATCH if stale_cheques else Tone.PLAIN), _minus(cheques.cents, cheques.is_known, unit))))
    known = any(part.is_known for part in owed)
    rows.append(Row((text("− à mettre de côté (TVA, impôts, CNAS)", 3), _minus(sum(part.cents for part in owed), known, unit))))
    available = summary.available_cents or 0
    rows.append(Row((Cell("Disponible", Role.TOTAL_TEXT, span=3), amount(available, unit, Tone.BAD if available < 0 else Tone.PLAIN, total=True))))
    return Block("available", tuple(rows), "left")


def bridge_block(summary: WeeklySummary) -> Block:
    """Variation de la semaine: the bridge from one evening to the other; its gap in red."""
    unit, total = summary.currency, summary.bridge.total
    if summary.cash_cents is None:
        return Block("bridge", unknown_block("Variation de la semaine", "aucun solde connu"), "right")
    steps: list[tuple[str, int | None, Tone, bool]] = [
        (f"Solde au {full_day(summary.bridge.start)}", total.before_cents, Tone.PLAIN, True),
        ("Encaissements", total.receipts_cents, Tone.PLAIN, False),
        ("Décaissements", total.payments_cents, Tone.PLAIN, False),
        ("Virements internes" + (" (en cours)" if total.transfers_cents else ""), total.transfers_cents, Tone.PLAIN, False),
    ]
    if total.exchange_cents:
        steps.append(("Écart de change", total.exchange_cents, Tone.PLAIN, False))
    steps.append(("Écart non expliqué", total.gap_cents, Tone.BAD if total.gap_cents else Tone.PLAIN, False))
    steps.append((f"Solde au {full_day(summary.as_of)}", total.now_cents, Tone.PLAIN, True))
    rows = [heading("Variation de la semaine")]
    for label, cents, tone, is_total in steps:
        rows.append(Row((Cell(label, Role.TOTAL_TEXT if is_total else Role.TEXT, tone, span=3), amount(cents, unit, tone, total=is_total))))
    change = (total.now_cents or 0) - (total.before_cents or 0)
    rows += notes(f"Variation : {money(change, unit, signed=True)}")
    for line in [line for line in summary.bridge.accounts if line.gap_cents][:3]:
        rows += notes(f"Écart sur {line.account} : le solde imprimé ne suit pas les lignes de la semaine.", Tone.BAD)
    return Block("bridge", tuple(rows), "right")


def dues_block(summary: WeeklySummary) -> Block:
    """À payer / à encaisser sous 14 jours."""
    dues, unit = summary.dues, summary.currency
    title = f"À payer / à encaisser sous {DUE_DAYS} jours"
    has_matter = summary.late is not None or summary.owed is not None or len(summary.dossier.schedule) > 0
    if not has_matter:
        return Block("dues", unknown_block(title, "ni onglet de factures, ni « Échéancier »"), "left")
    rows = [heading(title)]
    parts = (
        ("À payer", dues.to_pay, dues.to_pay_cents, dues.overdue_to_pay, dues.overdue_to_pay_cents),
        ("À encaisser", dues.to_receive, dues.to_receive_cents, dues.overdue_to_receive, dues.overdue_to_receive_cents),
    )
    for name, items, total, overdue, overdue_total in parts:
        rows.append(Row((Cell(f"{name} ({len(items)})", Role.TOTAL_TEXT, span=3), amount(total, unit, total=True))))
        ranked = items.assign(size=items["amount_cents"].abs()).sort_values("size", ascending=False, kind="stable")
        for item in ranked.head(_MOST_DUES).sort_values("on", kind="stable").itertuples(index=False):
            rows.append(Row((text(_who(item), 2), Cell(item.on.date(), Role.DATE), amount(int(item.amount_cents), unit))))
        if len(items) > _MOST_DUES:
            others = int(ranked["amount_cents"].iloc[_MOST_DUES:].sum())
            rows.append(Row((text(count(len(items) - _MOST_DUES, "autre"), 3, Tone.MUTED), amount(others, unit, Tone.MUTED))))
        if len(overdue):
            rows.append(Row((text(f"Déjà échu ({len(overdue)})", 3, Tone.WATCH), amount(overdue_total, unit, Tone.WATCH))))
    return Block("dues", tuple(rows), "left")


def low_point_block(summary: WeeklySummary, height: int) -> Block:
    """Point bas sur 13 semaines: one sentence and the chart.

    Args:
        height: rows of the block beside it, which the chart fills.
    """
    low, unit = summary.low, summary.currency
    if low is None:
        return Block("low_point", unknown_block("Point bas sur 13 semaines", "aucun solde connu"), "right")
    short = summary.shortfall
    below = short is not None and short.first_date is not None
    words = f"{money(low.amount_cents, unit)} le {full_day(low.on)}"
    if short is not None and short.first_date is not None:
        words += f" ; sous le seuil de {money(summary.threshold_cents, unit)} dès le {full_day(short.first_date)}"
    rows = [heading("Point bas sur 13 semaines"), Row((Cell(french(words), Role.TEXT, Tone.BAD if below else Tone.GOOD, span=HALF),))]
    left_out = summary.events.left_out
    doubtful = left_out[left_out["reason"].isin(("doubtful", "public"))]
    said = f"Éléments connus seulement ({count(len(summary.events.events), 'échéance')})"
    if len(doubtful):
        said += f" ; {count(len(doubtful), 'créance ancienne', 'créances anciennes')} ou publique{'s' if len(doubtful) > 1 else ''} hors calcul ({money(int(doubtful['amount_cents'].sum()), unit)})"
    rows += notes(said + ".")
    return Block("low_point", tuple(rows), "right", Chart("", "cash_path", max(_CHART_ROWS, height - len(rows))))


def path_block(summary: WeeklySummary) -> Block:
    """The points of the chart, beside the printed page."""
    assert summary.low is not None
    unit, path = summary.currency, summary.low.path
    rows = [Row((Cell("Date", Role.HEAD), Cell("Solde prévu", Role.HEAD), Cell("Seuil", Role.HEAD, Tone.BAD)))]
    threshold = to_decimal(summary.threshold_cents, unit)
    for stamp, cents in zip(path["on"], path["balance_cents"], strict=True):
        rows.append(Row((Cell(stamp.date(), Role.DATE, Tone.MUTED), Cell(to_decimal(int(cents), unit), Role.AMOUNT, Tone.MUTED), Cell(threshold, Role.AMOUNT, Tone.MUTED))))
    return Block("cash_path", tuple(rows), "data")


def _minus(cents: int, is_known: bool, unit: str) -> Cell:
    return amount(-cents, unit) if is_known else aside(UNKNOWN)


def _signed(cents: int | None, unit: str) -> Cell:
    return amount(cents, unit, Tone.BAD if (cents or 0) < 0 else Tone.PLAIN)


def _name(line: BridgeLine, unit: str) -> str:
    return line.account if line.currency == unit or line.account.upper().endswith(line.currency) else f"{line.account} ({line.currency})"


def _last_line(stamp: object, tone: Tone) -> Cell:
    return Cell(stamp.date(), Role.DATE, tone) if isinstance(stamp, pd.Timestamp) and not pd.isna(stamp) else Cell("aucune", Role.TEXT, Tone.MUTED)


def _apart(line: BridgeLine, stamp: object) -> Row:
    """An account outside the total: why, and its change alone."""
    why = "variation seulement" if line.now_cents is None else "non compté" if line.unit == line.currency and line.currency else "sans cours"
    value = amount(line.change_cents if line.now_cents is None else line.now_cents, line.unit, Tone.MUTED)
    return Row((text(_name(line, ""), tone=Tone.MUTED), _last_line(stamp, Tone.MUTED), aside(why, Tone.WATCH if line.now_cents is None else Tone.MUTED), value))


def _who(item: object) -> str:
    label, counterparty, number = (str(getattr(item, name)) for name in ("label", "counterparty", "number"))
    if getattr(item, "source", "") == "invoice":
        return f"{counterparty} {number}".strip() or label
    return label or counterparty
