"""Blocks of the page « Suivi des poches »."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from addin.messages import french
from addin.messages.pockets import POCKET_BASES, POCKET_MODES, POCKET_SCREEN, RESERVE_SILENCES
from addin.sheets.french import count, full_day
from addin.sheets.model import Block, Cell, Role, Row, Tone
from addin.sheets.weekly_parts import UNKNOWN, amount, aside, heading, heads, line, notes, signed, total_line, unknown_block
from addin.treasury.dossier import PocketMode
from addin.treasury.earmarks import Earmark
from addin.treasury.outlook import HORIZON_DAYS
from addin.treasury.placed import Placement
from addin.treasury.pocket_review import PocketReview
from addin.treasury.pockets import Pockets
from addin.treasury.reserve import Silence

_LANES: dict[PocketMode, str] = {"cover": "left", "horizon": "right"}
_MOST_PLACEMENTS = 5


def available_block(review: PocketReview) -> Block:
    """Disponible: the cash less what it already owes, before any pocket."""
    summary, put = review.summary, review.summary.aside
    unit = summary.currency
    if summary.cash_cents is None or summary.available_cents is None:
        return Block("available", unknown_block("Disponible", "aucun solde connu"), "left")
    parts: tuple[tuple[str, Earmark], ...] = (
        ("− chèques émis non débités", put.cheques),
        ("− TVA collectée, hors G50 prévue", put.vat),
        ("− impôts dus, G50 prévue comprise", put.taxes),
        ("− charges sociales dues", put.social),
    )
    rows = [
        heading("Disponible : d'abord ce qui est dû"),
        line("Banques et caisses", signed(summary.cash_cents, unit)),
        *(line(words, amount(-part.cents, unit) if part.is_known else aside(UNKNOWN)) for words, part in parts),
        total_line("Disponible", signed(summary.available_cents, unit, total=True)),
    ]
    return Block("available", tuple(rows), "left")


def placements_block(review: PocketReview) -> Block:
    """Placements: at her price, with the day they can be had; never in the available cash."""
    unit, owned = review.summary.currency, review.placed
    if not owned.rows:
        why = "Aucun placement en cours dans l'onglet « Placements »."
        return Block("placements", (heading("Placements"), *notes(why)), "right")
    rows = [heading("Placements, hors du disponible"), heads("Placement", "Échéance", "Disponible le", "Valeur")]
    largest = sorted(owned.rows, key=lambda each: -(each.cents or 0))[:_MOST_PLACEMENTS]
    shown, rest = [each for each in owned.rows if each in largest], [each for each in owned.rows if each not in largest]
    for each in shown:
        rows.append(line(each.label or UNKNOWN, _term(each), _to_be_had(each), amount(each.cents, unit)))
    if rest:
        rows.append(line(count(len(rest), "autre"), amount(sum(each.cents or 0 for each in rest), unit, Tone.MUTED), tone=Tone.MUTED))
    rows.append(total_line("Poche opportunité, placée", amount(owned.total_cents, unit, total=True)))
    soon = [f"« {each.label} » échoit le {full_day(each.matures_on)}" for each in owned.rows if each.is_soon and each.matures_on]
    if soon:
        rows += notes(f"{' ; '.join(soon)} : dans les jours de la poche sécurité.", Tone.WATCH)
    if any(each.notice_days for each in owned.rows):
        rows += notes("Disponible le : en le demandant au jour de l'arrêté, préavis compris.")
    unrated = sum(each.cents is None for each in owned.rows)
    if unrated:
        rows += notes(f"{count(unrated, 'placement')} en devise sans cours, hors total.", Tone.WATCH)
    bare = sum(not each.is_her_price for each in owned.rows)
    if bare:
        rows += notes(f"{count(bare, 'placement')} sans « Valeur » : au montant placé.")
    return Block("placements", tuple(rows), "right")


def split_block(review: PocketReview, mode: PocketMode) -> Block:
    """The three pockets in one mode: what each holds, its target, what it lacks."""
    title = f"Poches en mode {POCKET_MODES[mode]}" + (" (retenu)" if mode == review.mode and review.pockets else "")
    pockets = review.summary.cover if mode == "cover" else review.horizon
    lane = _LANES[mode]
    if pockets is None:
        return Block(mode, unknown_block(title, _why_unknown(review, mode)), lane)
    unit = review.summary.currency
    operating_missing = pockets.operating_target_cents - pockets.operating_cents
    last = pockets.operating_days if mode == "cover" else pockets.security_days + pockets.operating_days
    rows = [
        heading(title),
        heads("Poche", "Manque", "Cible", "Montant"),
        _pocket(
            f"Sécurité ({pockets.security_days} jours)", pockets.missing_cents, pockets.security_target_cents, pockets.security_cents, unit
        ),
        _pocket(f"Exploitation ({last} jours)", operating_missing, pockets.operating_target_cents, pockets.operating_cents, unit),
        line("Opportunité", amount(pockets.opportunity_cents, unit)),
        total_line("Disponible réparti", amount(max(0, review.summary.available_cents or 0), unit, total=True)),
    ]
    if pockets.overdraft_used_cents:
        words = "Découvert utilisé" if (review.summary.cash_cents or 0) < 0 else "Manque pour ce qui est dû"
        rows.append(line(words, amount(-pockets.overdraft_used_cents, unit, Tone.BAD), tone=Tone.BAD))
    rows += notes(_covered(pockets, last if mode == "horizon" else None))
    return Block(mode, tuple(rows), lane)


def needs_block(review: PocketReview, mode: PocketMode) -> Block:
    """Where the targets come from."""
    return _average_needs(review) if mode == "cover" else _dated_needs(review)


def idle_block(review: PocketReview) -> Block:
    """Argent qui dort: what no pocket needs at the low point; its cost with her rate only."""
    low, pockets, unit = review.summary.low, review.pockets, review.summary.currency
    title = "Argent qui dort"
    if low is None or pockets is None or review.idle_cents is None:
        return Block("idle", unknown_block(title, "ni poches, ni point bas connus"), "left")
    target = pockets.security_target_cents + pockets.operating_target_cents
    rows = [
        heading(title),
        line(f"Point bas sur 13 semaines, le {full_day(low.on)}", signed(low.amount_cents, unit)),
        line("− besoins de sécurité et d'exploitation", amount(-target, unit)),
        total_line("Argent qui dort", amount(review.idle_cents, unit, total=True)),
    ]
    rate = review.summary.dossier.settings.placement_rate
    if rate is not None and review.idle_cost_cents is not None:
        words = f"Manque à gagner sur {HORIZON_DAYS} jours, à {rate_text(rate)}"
        rows.append(line(words, amount(review.idle_cost_cents, unit, Tone.WATCH if review.idle_cost_cents else Tone.PLAIN)))
    if not review.idle_cents:
        rows += notes("Au point bas, tout ce qui reste sert aux poches.")
    elif review.idle_cents == pockets.opportunity_cents < low.amount_cents - target:
        rows += notes("Jamais plus que la poche opportunité : ce qui doit encore entrer ne dort pas.")
    return Block("idle", tuple(rows), "left")


def reserve_block(review: PocketReview) -> Block:
    """Solde minimal conseillé: after her own bad weeks, and the second opinions."""
    found, unit, title = review.reserve, review.summary.currency, "Solde minimal conseillé"
    if found.quantile_cents is None or found.first is None or found.last is None:
        why = f"il faut huit semaines d'opérations, et deux fois le délai de {found.lead_days} jours"
        return Block("reserve", unknown_block(title, why), "right")
    share = rate_text(found.confidence)
    rows = [
        heading(title),
        total_line(f"Assez dans {share} des périodes de {found.lead_days} jours", amount(found.quantile_cents, unit, total=True)),
    ]
    if found.floor_cents:
        tone = Tone.WATCH if found.floor_cents < found.quantile_cents else Tone.PLAIN
        rows.append(line("Votre solde minimal", amount(found.floor_cents, unit, tone), tone=tone))
    rows.append(line("Contrôle : loi normale", amount(found.gaussian_cents, unit, Tone.MUTED), tone=Tone.MUTED))
    if found.miller_orr is not None:
        rows.append(line("Miller-Orr : revenir à", amount(found.miller_orr.return_point_cents, unit, Tone.MUTED), tone=Tone.MUTED))
        rows.append(line("Miller-Orr : placer au-dessus de", amount(found.miller_orr.upper_cents, unit, Tone.MUTED), tone=Tone.MUTED))
    if found.baumol_cents is not None:
        rows.append(line("Baumol : un retrait de", amount(found.baumol_cents, unit, Tone.MUTED), tone=Tone.MUTED))
    rows += notes(f"{count(found.windows, 'période')} de {found.lead_days} jours, du {full_day(found.first)} au {full_day(found.last)}.")
    rows += _silences(found.silence, found.baumol_silence)
    return Block("reserve", tuple(rows), "right")


def rate_text(rate: Decimal) -> str:
    """A share in percent: « 4 % », « 0,75 % », « 97,5 % ».

    >>> rate_text(Decimal("0.0075")).replace("\\u00a0", " "), rate_text(Decimal("0.95")).replace("\\u00a0", " ")
    ('0,75 %', '95 %')
    """
    return french(f"{(rate * 100).normalize():f} %".replace(".", ","))


def _average_needs(review: PocketReview) -> Block:
    summary, unit = review.summary, review.summary.currency
    needs, pockets, title = summary.needs, summary.cover, "Besoins moyens et saison"
    if pockets is None or needs.vital_per_day is None:
        return Block("cover_needs", unknown_block(title, _why_unknown(review, "cover")), "left")
    season = review.seasonal
    per_day = [int(each + Fraction(1, 2)) for each in (needs.vital_per_day, needs.operating_per_day or Fraction(0))]
    rows = [heading(title), heads("Besoin", "Par jour", "Moyenne", "L'an dernier")]
    for name, daily, target, before in (
        (
            f"Vitaux, {pockets.security_days} jours",
            per_day[0],
            pockets.security_target_cents,
            None if season is None else season.security_cents,
        ),
        (
            f"Autres, {pockets.operating_days} jours",
            per_day[1],
            pockets.operating_target_cents,
            None if season is None else season.operating_cents,
        ),
    ):
        tone = Tone.WATCH if before is not None and before > target else Tone.PLAIN
        rows.append(line(name, amount(daily, unit, Tone.MUTED), amount(target, unit), amount(before, unit, tone)))
    rows += notes(f"Moyenne : {POCKET_BASES[needs.basis]}, hors impôts et charges sociales mis de côté.")
    if season is None:
        rows += notes("L'an dernier : l'historique ne commence pas assez tôt.")
    else:
        rows += notes(f"L'an dernier : les mêmes jours, à partir du {full_day(season.first)}.")
        if season.security_cents > pockets.security_target_cents or season.operating_cents > pockets.operating_target_cents:
            rows += notes("L'an dernier, cette saison a demandé plus que la moyenne.", Tone.WATCH)
    return Block("cover_needs", tuple(rows), "left")


def _dated_needs(review: PocketReview) -> Block:
    unit, needs, title = review.summary.currency, review.needs, "Sorties datées"
    if needs is None:
        return Block("horizon_needs", unknown_block(title, _why_unknown(review, "horizon")), "right")
    total = needs.security_days + needs.operating_days
    rows = [
        heading(title),
        heads("Jours", "Jusqu'au", "Vitales", "Autres"),
        line(
            f"1 à {needs.security_days}", Cell(needs.security_last, Role.DATE), amount(needs.vital_soon_cents, unit),
            amount(needs.other_soon_cents, unit),
        ),
        line(
            f"{needs.security_days + 1} à {total}", Cell(needs.operating_last, Role.DATE),
            amount(needs.vital_later_cents, unit, Tone.MUTED), amount(needs.other_later_cents, unit),
        ),
    ]  # fmt: skip
    if needs.opportunity_cents:
        rows.append(line("Investissement, sur l'opportunité", amount(needs.opportunity_cents, unit, Tone.MUTED), tone=Tone.MUTED))
    if needs.earmarked_cents:
        rows.append(line("Déjà mises de côté, non recomptées", amount(needs.earmarked_cents, unit, Tone.MUTED), tone=Tone.MUTED))
    rows += notes(
        f"Sécurité : vitales des jours 1 à {needs.security_days}. Exploitation : autres des jours 1 à {total}. "
        "Les vitales d'après sont pour les encaissements à venir."
    )
    rows += notes(POCKET_SCREEN["known" if review.summary.knows_only_dated else "forecast"])
    return Block("horizon_needs", tuple(rows), "right")


def _pocket(name: str, missing: int, target: int, held: int, unit: str) -> Row:
    lacks = amount(missing, unit, Tone.BAD if missing else Tone.GOOD)
    return line(name, lacks, amount(target, unit, Tone.MUTED), amount(held, unit))


def _covered(pockets: Pockets, horizon_days: int | None) -> str:
    days = pockets.days_covered
    words = "Aucun besoin vital connu" if days is None else f"{count(days, 'jour')} de besoins vitaux couvert{'s' if days > 1 else ''}"
    if days is not None and days == horizon_days:
        words = f"Les besoins vitaux des {days} jours sont couverts"
    if pockets.is_clamped:
        words += " ; jours ramenés dans les bornes 30–90 et 90–180"
    return words + "."


def _why_unknown(review: PocketReview, mode: PocketMode) -> str:
    if review.summary.available_cents is None and (mode == "cover" or review.needs is not None):
        return "aucun solde connu"
    if mode == "cover":
        return "moins de 30 jours d'opérations et pas de « Charges mensuelles vitales » dans « Paramètres »"
    return "rien n'est daté : ni « Échéancier », ni facture de fournisseur"


def _term(each: Placement) -> Cell:
    if each.matures_on is None:
        return aside("sans")
    return Cell(each.matures_on, Role.DAY, Tone.WATCH if each.is_soon else Tone.PLAIN)


def _to_be_had(each: Placement) -> Cell:
    return aside(UNKNOWN) if each.available_on is None else Cell(each.available_on, Role.DAY)


def _silences(miller_orr: Silence, baumol: Silence) -> list[Row]:
    if miller_orr == baumol and miller_orr:
        return notes(f"Miller-Orr et Baumol : {RESERVE_SILENCES[miller_orr]}.")
    told = [("Miller-Orr", miller_orr), ("Baumol", baumol)]
    return [row for name, silence in told if silence for row in notes(f"{name} : {RESERVE_SILENCES[silence]}.")]
