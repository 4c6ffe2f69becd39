"""The page « Dépenses »: by card, team, campaign and category, the caps, travel, what came back, and purchases in other currencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from addin.messages import STATES, french
from addin.sheets.french import count, full_day, month_name
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Tone
from addin.sheets.weekly_widths import fit, widened, wrapped
from addin.treasury.currency import to_decimal
from addin.treasury.spending.foreign import OLD_RATE_DAYS, ForeignCost
from addin.treasury.spending.spending import MONTHS, CapLine, Dimension, Spending, SpendingRow
from addin.treasury.vocabularies import SPENDING_MARK

TITLES = ("Dépenses", "Suivi des dépenses")
"""Names of the page: the second one when a tab of hers has the first."""
HEADLINE = "Suivi des dépenses"
UNKNOWN = "non renseigné"
_WIDTHS = (30.0, *(13.5 for _ in range(MONTHS)), 14.5, 13.5, 13.5, 9.0)
_FULL = len(_WIDTHS)
_LANES = {"full": (0, _FULL)}
_MARGIN = 1.0
_MOST = 20
_TOP_ROWS = 30
_UNNAMED: dict[str, str] = {"category": "À classer", "party": "sans nom"}
_TITLES: dict[Dimension, str] = {
    "card": "Par carte",
    "team": "Par équipe ou responsable",
    "campaign": "Par campagne ou projet",
    "category": "Par catégorie",
}
_NOTHING: dict[Dimension, str] = {
    "card": "Aucune ligne ne nomme de carte : remplissez la colonne Carte, ou déclarez un compte de type Carte dans « Comptes ».",
    "team": "Aucune équipe : ajoutez une colonne Équipe à vos opérations, ou Responsable à « Comptes ».",
    "campaign": "Aucune campagne : remplissez la colonne Projet de vos opérations.",
    "category": "Aucune dépense sur la période.",
}
_PERIODS = {"week": "semaine", "month": "mois"}
_KINDS = {"category": "catégorie", "campaign": "campagne", "card": "carte", "supplier": "fournisseur", "": "tout"}
_TONES = {"OK": Tone.GOOD, "ATTENTION": Tone.WATCH, "ALERTE": Tone.BAD, "NON_RENSEIGNE": Tone.MUTED}


def spending_sheet(spent: Spending, company: str = "", title: str = TITLES[0]) -> Sheet:
    """The page, A4 across, on as many sheets as it needs."""
    unit = spent.currency
    name = f"{company} · " if company else ""
    whole = " et ".join(dict.fromkeys(month_name(each) for each in (spent.months[0], spent.months[-1])))
    period = f"De {whole.replace(' et ', ' à ')}" if len(spent.months) > 1 else whole.capitalize()
    top = (
        Row((Cell(HEADLINE, Role.TITLE, span=_FULL),), 1.6),
        Row((Cell(french(f"{name}{period}, arrêté au {full_day(spent.as_of)} · montants en {unit}"), Role.SUBTITLE, span=_FULL),)),
        Row((Cell(SPENDING_MARK, Role.NOTE, span=_FULL),)),
    )
    blocks = [Block("title", top, "full"), _caps(spent.caps, unit)]
    blocks += [_dimension(spent, each) for each in _TITLES]
    blocks += [_travel(spent), _back(spent), _foreign(spent)]
    widths = widened(_WIDTHS, [(0, block) for block in blocks])
    page = Page(landscape=True, one_page=False, footer=french(f"{HEADLINE} · arrêté au {full_day(spent.as_of)} · valeurs figées"))
    return Sheet(title, widths, _LANES, tuple(Band((block,)) for block in blocks), page)


def is_spending_page(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet is a page of ours."""
    top = {cell for row in rows[:_TOP_ROWS] for cell in row if isinstance(cell, str)}
    return HEADLINE in top and SPENDING_MARK in top


# ------------------------------------------------------------------------------------------------ caps
def _caps(caps: Sequence[CapLine], unit: str) -> Block:
    rows = [_heading("Plafonds")]
    if not caps:
        return Block("caps", (*rows, *_note("Aucun plafond en vigueur dans l'onglet « Plafonds ».")), "full")
    rows.append(
        Row(
            tuple(
                Cell(words, Role.HEAD)
                for words in ("Poste", "Type", "Période", "Du", "Au", "Consommé", "Plafond", "Reste", "Dépassement", "État", "Taux")
            )
        )
    )
    for each in caps:
        state = each.state
        tone = _TONES[state.state]
        tone = Tone.PLAIN if tone is Tone.GOOD else tone
        unknown = state.state == "NON_RENSEIGNE"
        rows.append(
            Row(
                (
                    _text(state.target, 0, tone),
                    _text(_KINDS[state.kind], 1),
                    _text(_PERIODS[state.period], 2),
                    Cell(state.first, Role.DATE),
                    Cell(state.last, Role.DATE),
                    Cell(UNKNOWN, Role.AMOUNT, Tone.MUTED) if unknown else _amount(state.spent_cents, unit, tone),
                    _amount(state.limit_cents, unit),
                    Cell(UNKNOWN, Role.AMOUNT, Tone.MUTED) if unknown else _amount(state.remaining_cents, unit, tone),
                    Cell(each.breach_on, Role.DATE, tone),
                    Cell(STATES[state.state].lower(), Role.STATE, _TONES[state.state]),
                    Cell(None if unknown else state.share, Role.PERCENT, tone),
                )
            )
        )
    unrated = sum(each.state.unrated for each in caps)
    if unrated:
        rows += _note(f"{count(unrated, 'ligne')} sans cours de change : hors de ces montants.", Tone.WATCH)
    return Block("caps", tuple(rows), "full")


# ------------------------------------------------------------------------------------------------ by month
def _dimension(spent: Spending, name: Dimension) -> Block:
    rows = spent.by[name]
    out = [_heading(_TITLES[name])]
    if not rows:
        return Block(name, (*out, *_note(_NOTHING[name])), "full")
    out.append(_month_heads(spent.months, caps=any(row.cap is not None for row in rows)))
    out += _months_of(rows, spent, _UNNAMED.get(name, UNKNOWN), caps=True)
    total = spent.total.months if name == "category" else tuple(sum(row.months[at] for row in rows) for at in range(len(spent.months)))
    words = "Total des dépenses" if name == "category" else "Total"
    cells = (_amount(cents, spent.currency, total=True) for cents in (*total, sum(total)))
    out.append(Row((Cell(words, Role.TOTAL_TEXT), *_padded(spent, tuple(cells), Role.TOTAL_TEXT), *(_blank_total() for _ in range(3)))))
    if name == "category" and spent.unrated:
        out += _note(
            f"{count(spent.unrated, 'ligne')} sans cours de change : hors de ces montants. Complétez l'onglet « Cours ».", Tone.WATCH
        )
    return Block(name, tuple(out), "full")


def _travel(spent: Spending) -> Block:
    out = [_heading("Dont déplacements et missions")]
    if not spent.travel:
        return Block("travel", (*out, *_note("Aucun déplacement reconnu sur la période.")), "full")
    out.append(_month_heads(spent.months, caps=False))
    out += _months_of(spent.travel, spent, _UNNAMED["party"], caps=False)
    total = tuple(sum(row.months[at] for row in spent.travel) for at in range(len(spent.months)))
    cells = tuple(_amount(cents, spent.currency, total=True) for cents in (*total, sum(total)))
    out.append(Row((Cell("Total", Role.TOTAL_TEXT), *_padded(spent, cells, Role.TOTAL_TEXT))))
    return Block("travel", tuple(out), "full")


def _back(spent: Spending) -> Block:
    """Avoirs, remboursements and cashback: already taken off above, or an income."""
    out = [_heading("Avoirs, remboursements et cashback"), _month_heads(spent.months, caps=False)]
    how = "déjà déduit" if spent.cashback_rule == "reduction" else "en produit (7588)"
    lines = ((spent.refunds, "Avoirs et remboursements"), (spent.cashback, f"Cashback, {how}"))
    for row, words in lines:
        cells = tuple(_amount(cents, spent.currency) for cents in (*row.months, row.total_cents))
        out.append(Row((_text(words, 0), *_padded(spent, cells))))
    out += _note("Les avoirs et les remboursements sont déjà déduits des dépenses ci-dessus.")
    out += _note("« Cashback » dans « Paramètres » : « réduction » le déduit aussi, « produit » le met au compte 7588.")
    return Block("back", tuple(out), "full")


def _months_of(rows: Sequence[SpendingRow], spent: Spending, unnamed: str, *, caps: bool) -> Iterable[Row]:
    unit, most = spent.currency, rows[:_MOST]
    for row in most:
        tone = _TONES[row.cap.state] if row.cap is not None else Tone.PLAIN
        tone = Tone.PLAIN if tone is Tone.GOOD else tone
        cells = tuple(_amount(cents, unit) for cents in (*row.months, row.total_cents))
        yield Row(
            (
                _text(row.name or unnamed, 0, Tone.PLAIN if row.name else Tone.MUTED),
                *_padded(spent, cells),
                *_cap(row, unit, tone, caps=caps),
            )
        )
    rest = rows[_MOST:]
    if rest:
        sums = tuple(sum(row.months[at] for row in rest) for at in range(len(spent.months)))
        cells = tuple(_amount(cents, unit) for cents in (*sums, sum(sums)))
        yield Row((_text(count(len(rest), "autre"), 0, Tone.MUTED), *_padded(spent, cells)))


def _cap(row: SpendingRow, unit: str, tone: Tone, *, caps: bool) -> tuple[Cell, ...]:
    if not caps or row.cap is None:
        return ()
    return (
        _amount(row.cap.limit_cents, unit),
        _amount(row.cap.remaining_cents, unit, tone),
        Cell(row.cap.share, Role.PERCENT, tone),
    )


def _month_heads(months: Sequence[date], *, caps: bool) -> Row:
    heads = [Cell(None, Role.HEAD), *(Cell(month_name(month, short=True), Role.HEAD) for month in months)]
    heads += [Cell(None, Role.HEAD) for _ in range(MONTHS - len(months))]
    heads.append(Cell("Total", Role.HEAD))
    heads += [Cell(words if caps else None, Role.HEAD) for words in ("Plafond", "Reste", "Taux")]
    return Row(tuple(heads))


def _padded(spent: Spending, cells: tuple[Cell, ...], role: Role = Role.TEXT) -> tuple[Cell, ...]:
    """Months and total, with blanks between them where the history is short."""
    return (*cells[:-1], *(Cell(None, role) for _ in range(MONTHS - len(spent.months))), cells[-1])


# ------------------------------------------------------------------------------------------------ other currencies
def _foreign(spent: Spending) -> Block:
    rows = [_heading("Achats en devises : coût réel")]
    if not spent.foreign:
        return Block("foreign", (*rows, *_note("Aucun libellé ne porte un montant en devise, comme « VISA ADOBE USD59,99 ».")), "full")
    words = (
        "Fournisseur", "Mois", "Devise", "Montant", "Débité", "Cours carte", "Cours banque", "Frais de change", "Frais / débité",
        "Âge du cours", "Achats",
    )  # fmt: skip
    rows.append(Row(tuple(Cell(word, Role.HEAD) for word in words)))
    suppliers = list(dict.fromkeys(each.supplier for each in spent.foreign))
    for supplier in suppliers[:_MOST]:
        rows += [_cost(each) for each in spent.foreign if each.supplier == supplier]
    rest = [each for each in spent.foreign if each.supplier in suppliers[_MOST:]]
    if rest:
        rows += _note(f"et {count(len(suppliers) - _MOST, 'autre fournisseur', 'autres fournisseurs')}, comptés dans les totaux.")
    for unit in dict.fromkeys(each.unit for each in spent.foreign):
        mine = [each for each in spent.foreign if each.unit == unit]
        fees = [each.fee_cents for each in mine if each.fee_cents is not None]
        rated = sum(each.rated_cents for each in mine)
        rows.append(
            Row(
                (
                    Cell(f"Total en {unit}", Role.TOTAL_TEXT, span=4),
                    _amount(sum(each.debited_cents for each in mine), unit, total=True),
                    Cell(None, Role.TOTAL_TEXT, span=2),
                    _amount(sum(fees), unit, total=True) if fees else Cell(UNKNOWN, Role.TOTAL_TEXT, Tone.MUTED),
                    Cell(sum(fees) / rated if rated else None, Role.PERCENT),
                    Cell(None, Role.TOTAL_TEXT),
                    Cell(sum(len(each.purchases) for each in mine), Role.TOTAL_COUNT),
                )
            )
        )
    unrated, odd = (sum(numbers) for numbers in zip(*((each.unrated, each.odd) for each in spent.foreign), strict=True))
    if unrated:
        rows += _note(
            f"{count(unrated, 'achat')} sans cours bancaire connu à sa date : hors des frais. Complétez l'onglet « Cours ».", Tone.WATCH
        )
    if odd:
        rows += _note(
            f"{count(odd, 'achat')} dont le cours de carte est trop loin du cours bancaire : hors des frais, à vérifier.", Tone.WATCH
        )
    rows += _note("Frais = débité − montant × cours bancaire du jour (627 si positifs ; écart de change 666 ou 766).")
    return Block("foreign", tuple(rows), "full")


def _cost(each: ForeignCost) -> Row:
    tone = Tone.WATCH if each.odd else Tone.PLAIN
    is_old = (each.oldest_days or 0) > OLD_RATE_DAYS
    fee = Cell(UNKNOWN, Role.AMOUNT, Tone.MUTED) if each.fee_cents is None else _amount(each.fee_cents, each.unit)
    age = "" if each.oldest_days is None else "du jour" if not each.oldest_days else count(each.oldest_days, "jour")
    share = each.fee_cents / each.rated_cents if each.fee_cents is not None and each.rated_cents else None
    return Row(
        (
            _text(each.supplier, 0, tone),
            _text(month_name(each.month, short=True), 1),
            Cell(each.currency, Role.STATE),
            _amount(each.foreign_cents, each.currency),
            _amount(each.debited_cents, each.unit),
            Cell(each.card_rate, Role.RATE, tone),
            Cell(each.bank_rate or UNKNOWN, Role.RATE, Tone.PLAIN if each.bank_rate else Tone.MUTED),
            fee,
            Cell(share, Role.PERCENT),
            Cell(age or UNKNOWN, Role.STATE, Tone.WATCH if is_old else Tone.MUTED),
            Cell(len(each.purchases), Role.COUNT),
        )
    )


# ------------------------------------------------------------------------------------------------ cells
def _heading(words: str) -> Row:
    return Row((Cell(french(words), Role.BLOCK, span=_FULL),), 1.1)


def _note(words: str, tone: Tone = Tone.MUTED) -> list[Row]:
    lines = wrapped(french(words), sum(_WIDTHS) - _MARGIN, Role.NOTE)
    return [Row((Cell(line, Role.NOTE, tone, _FULL),)) for line in lines]


def _text(words: str, at: int, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(fit(" ".join(words.split()), _WIDTHS[at] - _MARGIN), Role.TEXT, tone)


def _amount(cents: int, unit: str, tone: Tone = Tone.PLAIN, *, total: bool = False) -> Cell:
    return Cell(to_decimal(cents, unit), Role.TOTAL if total else Role.AMOUNT, tone)


def _blank_total() -> Cell:
    return Cell(None, Role.TOTAL_TEXT)
