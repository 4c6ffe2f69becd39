"""`Paramètres` and `Poches`: the settings of the workbook."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from addin.messages import SETTING_REASONS, SETTINGS_SHOWN
from addin.treasury.amounts import read_amounts
from addin.treasury.currency import currency_code
from addin.treasury.dossier import Settings
from addin.treasury.headings import simplify
from addin.treasury.lists import POCKETS, List, percent
from addin.treasury.tables import shown

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_BASE = ("devise", "devise de base", "monnaie")
_IGNORED = ("onglets ignores", "feuilles ignorees", "onglets a ignorer")
_COMPANY = r"societe|raison sociale|entreprise|nom de la societe"
_AS_OF = r"date d arrete|arrete( au)?|date de cloture|date du rapport"
_WEEK = r"(premier )?jour de (la )?semaine|debut de semaine|premier jour de la semaine"
_VAT = r"(taux de tva|tva).*"
_PUBLIC = r"(organismes publics|clients publics).*"
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
}


def read_settings(tab: List, settings: Settings, base: str, ignored: tuple[str, ...]) -> tuple[Settings, str, tuple[str, ...]]:
    """`Paramètres`: the settings, the base currency ("" when not said) and the tabs she asked to leave out, on top of those given."""
    raw = dict(settings.raw)
    lines = [(row, simplify(shown(cells.get("name"))), cells.get("value")) for row, cells in tab.lines()]
    for row, name, cell in lines:
        if name in _BASE and shown(cell):
            base = currency_code(shown(cell)) or base
            if currency_code(shown(cell)) is None:
                tab.find("CURRENCY_UNKNOWN", row, "value", cell)
        elif name in _IGNORED:
            ignored += tuple(part.strip() for part in re.split(r"[;,\n]", shown(cell)) if part.strip())
    for row, name, cell in lines:
        raw[name] = shown(cell)
        if raw[name]:
            settings = _apply(tab, settings, row, name, cell, base or "DZD")
    return replace(settings, raw=raw), base, ignored


def read_pocket_days(tab: List, settings: Settings) -> Settings:
    """`Poches`: days of cover of the security and operating pockets."""
    for row, cells in tab.lines():
        pocket = simplify(shown(cells.get("pocket")))
        for key, pattern in POCKETS[:2]:
            if re.fullmatch(pattern, pocket) and cells.get("days") not in (None, ""):
                settings = _with_days(tab, settings, row, f"{key}_days", cells.get("days"), "days")
    return settings


def _apply(tab: List, settings: Settings, row: int, name: str, cell: object, base: str) -> Settings:
    if re.fullmatch(_COMPANY, name):
        return replace(settings, company=shown(cell))
    if re.fullmatch(_AS_OF, name):
        return replace(settings, as_of=tab.day(row, {"value": cell}, "value"))
    if re.fullmatch(_WEEK, name):
        return _with_weekday(tab, settings, row, cell)
    if re.fullmatch(_VAT, name):
        return _with_vat_rate(tab, settings, row, cell)
    if re.fullmatch(_PUBLIC, name):
        return replace(settings, public_bodies=tuple(part.strip() for part in re.split(r"[;,\n]", shown(cell)) if part.strip()))
    for setting, pattern in _DAYS.items():
        if re.fullmatch(pattern, name):
            return _with_days(tab, settings, row, setting, cell, "value")
    for setting, pattern in _AMOUNTS.items():
        if re.fullmatch(pattern, name):
            return replace(settings, **{setting: tab.amount(row, {"value": cell}, "value", base)})  # type: ignore[arg-type]
    return settings


def _with_weekday(tab: List, settings: Settings, row: int, cell: object) -> Settings:
    word = simplify(shown(cell))
    if word in _WEEKDAYS:
        return replace(settings, week_starts_on=_WEEKDAYS.index(word))
    _refuse(tab, row, "value", cell, "week_starts_on", "weekday", _WEEKDAYS[settings.week_starts_on])
    return settings


def _with_vat_rate(tab: List, settings: Settings, row: int, cell: object) -> Settings:
    share = float(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else percent(shown(cell))
    if share is None or not 0 <= share <= 100:
        _refuse(tab, row, "value", cell, "vat_rate", "percent", "non renseigné")
        return settings
    return replace(settings, vat_rate=Decimal(str(share / 100 if share >= 1 else share)).quantize(Decimal("0.0001")))


def _with_days(tab: List, settings: Settings, row: int, setting: str, cell: object, column: str) -> Settings:
    value = read_amounts([cell], 0)
    if value.known[0] and value.cents[0] >= 0:
        return replace(settings, **{setting: int(value.cents[0])})  # type: ignore[arg-type]
    _refuse(tab, row, column, cell, setting, "days", str(getattr(settings, setting)))
    return settings


def _refuse(tab: List, row: int, column: str, cell: object, setting: str, reason: str, default: str) -> None:
    tab.find(
        "SETTING_UNREADABLE", row, column, cell, name=SETTINGS_SHOWN[setting], reason=SETTING_REASONS[reason], default=f"« {default} »"
    )
