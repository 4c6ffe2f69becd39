"""`Paramètres` and `Poches`: the settings of the workbook."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from addin.messages import SETTING_DEFAULTS, SETTING_REASONS, SETTINGS_SHOWN
from addin.treasury.amounts import read_amounts
from addin.treasury.characters import is_blank
from addin.treasury.currency import currency_code
from addin.treasury.dossier import PocketMode, Settings
from addin.treasury.list_readers import POCKETS
from addin.treasury.lists import List, ListLine

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_BASE = ("devise", "devise de base", "monnaie")
_IGNORED = ("onglets ignores", "feuilles ignorees", "onglets a ignorer")
_COMPANY = r"societe|raison sociale|entreprise|nom de la societe"
_AS_OF = r"date d arrete|arrete( au)?|date de cloture|date du rapport"
_WEEK = r"(premier )?jour de (la )?semaine|debut de semaine|premier jour de la semaine"
_VAT = r"(taux de tva|tva).*"
_PUBLIC = r"(organismes publics|clients publics).*"
_PLACEMENT_RATE = r"taux( annuel)? (de |du |des )?placements?.*"
_CONFIDENCE = r"confiance (de la |du )?(reserve|solde minim(al|um)).*"
_RESERVE_DAYS = r"delai (de la |du )?(reserve|solde minim(al|um)).*"
_POCKET_MODE = r"mode des poches|mode poches"
_CONFIDENCES = (Decimal("0.5"), Decimal("0.999"))
RESERVE_BOUNDS = (1, 180)
"""Days that a reserve may cover."""
_POCKET_MODES: dict[str, PocketMode] = {"couverture": "cover", "horizon": "horizon"}
_DAYS = {
    "terms_days": r"(delai de paiement( par defaut)?|delai de reglement).*",
    "late_receipt_days": r"delai suppose.*",
    "stale_days": r"(alerte compte non mis a jour|compte non mis a jour|fraicheur).*",
    "security_days": r"(jours? (poche )?securite|poche securite).*",
    "operating_days": r"(jours? (poche )?exploitation|poche exploitation).*",
}
_AMOUNTS = {
    "operating_monthly_cents": r"autres charges mensuelles.*",
    "vital_monthly_cents": r"charges mensuelles( vitales)?.*",
    "minimum_balance_cents": r"solde minim(al|um).*|seuil( de tresorerie)?",
    "transfer_cost_cents": r"(cout|frais) d un virement.*",
}


def read_settings(tab: List, settings: Settings, base: str, ignored: tuple[str, ...]) -> tuple[Settings, str, tuple[str, ...]]:
    """`Paramètres`: the settings, the base currency ("" when not said) and the tabs she asked to leave out, on top of those given."""
    for line in tab.lines:
        name, text = line.words("name"), line.text("value")
        if name in _BASE and text:
            base = currency_code(text) or base
            if currency_code(text) is None:
                line.find("CURRENCY_UNKNOWN", "value", text)
        elif name in _IGNORED:
            ignored += _parts(text)
    for line in tab.lines:
        if line.text("value"):
            settings = _apply(line, settings, base or "DZD")
    raw = {line.words("name"): line.text("value") for line in tab.lines}
    return replace(settings, raw={**settings.raw, **raw}), base, ignored


def read_pocket_days(tab: List, settings: Settings) -> Settings:
    """`Poches`: days of cover of the security and operating pockets."""
    for line in tab.lines:
        for key, pattern in POCKETS[:2]:
            if re.fullmatch(pattern, line.words("pocket")) and not is_blank(line.cells.get("days")):
                settings = _with_days(line, settings, f"{key}_days", "days")
    return settings


def _apply(line: ListLine, settings: Settings, base: str) -> Settings:
    name = line.words("name")
    if re.fullmatch(_COMPANY, name):
        return replace(settings, company=line.text("value"))
    if re.fullmatch(_AS_OF, name):
        return replace(settings, as_of=line.day("value"))
    if re.fullmatch(_WEEK, name):
        return _with_weekday(line, settings)
    if re.fullmatch(_VAT, name):
        return _with_vat_rate(line, settings)
    if re.fullmatch(_PLACEMENT_RATE, name):
        return _with_placement_rate(line, settings)
    if re.fullmatch(_CONFIDENCE, name):
        return _with_confidence(line, settings)
    if re.fullmatch(_RESERVE_DAYS, name):
        return _with_reserve_days(line, settings)
    if re.fullmatch(_POCKET_MODE, name):
        return _with_pocket_mode(line, settings)
    if re.fullmatch(_PUBLIC, name):
        return replace(settings, public_bodies=_parts(line.text("value")))
    for setting, pattern in _DAYS.items():
        if re.fullmatch(pattern, name):
            return _with_days(line, settings, setting, "value")
    for setting, pattern in _AMOUNTS.items():
        if re.fullmatch(pattern, name):
            return replace(settings, **{setting: line.amount("value", base)})  # type: ignore[arg-type]
    return settings


def _with_weekday(line: ListLine, settings: Settings) -> Settings:
    if line.words("value") in _WEEKDAYS:
        return replace(settings, week_starts_on=_WEEKDAYS.index(line.words("value")))
    _refuse(line, "value", "week_starts_on", "weekday", _WEEKDAYS[settings.week_starts_on])
    return settings


def _with_vat_rate(line: ListLine, settings: Settings) -> Settings:
    share = line.percent("value")
    if share is None or not 0 <= share < 1:
        _refuse(line, "value", "vat_rate", "percent", SETTING_DEFAULTS["unset"])
        return settings
    return replace(settings, vat_rate=Decimal(str(share)).quantize(Decimal("0.0001")))


def _with_placement_rate(line: ListLine, settings: Settings) -> Settings:
    share = line.percent("value")
    if share is None or not 0 <= share < 1:
        _refuse(line, "value", "placement_rate", "rate", SETTING_DEFAULTS["unset"])
        return settings
    return replace(settings, placement_rate=_share(share))


def _with_confidence(line: ListLine, settings: Settings) -> Settings:
    share, (least, most) = line.percent("value"), _CONFIDENCES
    if share is None or not least <= _share(share) <= most:
        _refuse(line, "value", "reserve_confidence", "confidence", f"{settings.reserve_confidence:.0%}".replace("%", " %"))
        return settings
    return replace(settings, reserve_confidence=_share(share))


def _with_reserve_days(line: ListLine, settings: Settings) -> Settings:
    value, (least, most) = read_amounts([line.cells.get("value")], 0), RESERVE_BOUNDS
    if value.known[0] and least <= value.cents[0] <= most:
        return replace(settings, reserve_days=int(value.cents[0]))
    _refuse(line, "value", "reserve_days", "reserve_days", str(settings.reserve_days))
    return settings


def _with_pocket_mode(line: ListLine, settings: Settings) -> Settings:
    if line.words("value") in _POCKET_MODES:
        return replace(settings, pocket_mode=_POCKET_MODES[line.words("value")])
    _refuse(line, "value", "pocket_mode", "pocket_mode", "Couverture")
    return settings


def _share(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.000001")).normalize()


def _with_days(line: ListLine, settings: Settings, setting: str, column: str) -> Settings:
    value = read_amounts([line.cells.get(column)], 0)
    if value.known[0] and value.cents[0] >= 0:
        return replace(settings, **{setting: int(value.cents[0])})  # type: ignore[arg-type]
    _refuse(line, column, setting, "days", str(getattr(settings, setting)))
    return settings


def _refuse(line: ListLine, column: str, setting: str, reason: str, default: str) -> None:
    details = {"name": SETTINGS_SHOWN[setting], "reason": SETTING_REASONS[reason], "default": f"« {default} »"}
    line.find("SETTING_UNREADABLE", column, line.cells.get(column), **details)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;,\n]", text) if part.strip())
