"""SOLDE and VARIATION: what the accounts hold on an evening, and how they went from one evening to another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.arguments import choice, day_of, is_all, one_name, shown, text_of, whole_of
from addin.functions.columns import Column, each
from addin.functions.facts import DAY, DOSSIER, currency_in, facts_on, in_units, rates_of, unknown, without_rate
from addin.messages import RATE_REASONS, TresoError, french
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.balances import AccountDays
    from addin.treasury.bridge import BridgeLine

CATEGORY = "Trésorerie : soldes"
AVAILABLE = "DISPONIBLE"
_LONGEST_SPAN = 4_000  # days whose balances are computed in one pass
_ACCOUNT_HELP = "Nom du compte, sans souci de majuscules ni d'accents ; TOUS ou rien : tous les comptes inclus"


@function(
    "TRESO.SOLDE",
    help=(
        "Solde d'un compte en fin de jour, dans la devise du compte. Sans compte ou avec TOUS : total des comptes inclus, "
        "en devise de base. Avec DISPONIBLE : ce total moins ce qui est à mettre de côté."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("compte", f"{_ACCOUNT_HELP} ; DISPONIBLE.", is_optional=True),
        DAY,
        Argument("devise", "Devise du résultat (DA, EUR…), au dernier cours connu ce jour-là.", is_optional=True),
    ),
    example='=TRESO.SOLDE(Dossier;"BNA")',
    result=3922040.82,
)
def balance(source: Source, account: Column | None = None, day: Column | None = None, currency: Column | None = None) -> list[object]:
    """Balance (solde) at the end of a day, in units of its currency, for each element.

    Refused elements: ARGUMENT_NOT_DATE, ARGUMENT_UNKNOWN, NAME_UNKNOWN, BALANCE_UNKNOWN, FACT_UNKNOWN, RATE_UNKNOWN.
    """
    held = _held(source, day or [])

    def of_one(account: object, day: object, currency: object) -> float:
        return _balance(source, held, _meant(source, account), day_of(day, "jour") or source.as_of, currency_in(currency, "devise"))

    return each(of_one)(account, day, currency)


@function(
    "TRESO.VARIATION",
    help=(
        "De combien la trésorerie a changé sur les derniers jours, et par quoi. "
        "NET = ENTREES + SORTIES + VIREMENTS + CHANGE + ECART, au centime près ; les sorties sont négatives."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        DAY,
        Argument("jours", "Nombre de jours comparés ; 7 par défaut.", is_optional=True),
        Argument("compte", f"{_ACCOUNT_HELP}.", is_optional=True),
        Argument(
            "quoi",
            "NET (par défaut) ; ENTREES ; SORTIES ; VIREMENTS internes ; CHANGE ; ECART : ce que les lignes n'expliquent pas.",
            is_optional=True,
        ),
    ),
    example="=TRESO.VARIATION(Dossier)",
    result=248632.69,
)
def variation(
    source: Source, day: Column | None = None, days: Column | None = None, account: Column | None = None, what: Column | None = None
) -> list[object]:
    """Change of the cash (variation) over some days, in units of its currency, for each element.

    Refused elements: ARGUMENT_NOT_DATE, ARGUMENT_NOT_WHOLE, ARGUMENT_UNKNOWN, NAME_UNKNOWN, FACT_UNKNOWN.
    """

    def of_one(day: object, days: object, account: object, what: object) -> float:
        part = choice(what, "quoi", _PARTS, "change_cents")
        lines = _lines(source, day_of(day, "jour") or source.as_of, whole_of(days, "jours", 7, 1, 3_660), _meant(source, account))
        return in_units(sum(getattr(line, part) for line in lines), lines[0].unit)

    return each(of_one)(day, days, account, what)


_PARTS = {
    "NET": "change_cents",
    "ENTREES": "receipts_cents",
    "SORTIES": "payments_cents",
    "VIREMENTS": "transfers_cents",
    "CHANGE": "exchange_cents",
    "ECART": "gap_cents",
}


def _meant(source: Source, account: object) -> object:
    """The account asked for: of a range that holds one account only, that one, even without a known balance.

    Raises:
        TresoError: NO_OPERATIONS.
    """
    from addin.app.read_dossier import require_operations

    require_operations(source.dossier, source.name)
    if source.is_range and is_all(account):
        accounts = source.dossier.operations["account"].unique().tolist()
        return accounts[0] if len(accounts) == 1 else account
    return account


def _held(source: Source, days: Column) -> AccountDays | None:
    """The balances of all the days asked for in one pass; None when there is one, or they are too far apart for that."""
    from addin.treasury.balances import account_days

    wanted = {source.as_of}
    for cell in {(type(cell), cell) for cell in days}:
        try:
            wanted.add(day_of(cell[1], "jour") or source.as_of)
        except TresoError:  # said for its own element
            continue
    if len(wanted) < 3 or (max(wanted) - min(wanted)).days > _LONGEST_SPAN:
        return None
    return account_days(source.dossier, min(wanted), max(wanted))


def _balance(source: Source, held: AccountDays | None, account: object, on: date, wanted: str | None) -> float:
    from addin.treasury.balances import balances_on

    base = source.dossier.base_currency
    balances = balances_on(source.dossier, on, held)
    names = list(balances["account"])
    if text_of(account).upper() == AVAILABLE and not any(name.upper() == AVAILABLE for name in names):
        available = facts_on(source, on).available_cents
        if available is None:
            raise unknown("cash")
        return _in_currency(source, available, base, wanted, on)
    if is_all(account):
        counted = balances[balances["is_known"] & balances["is_included"] & balances["base_cents"].notna()]
        if counted.empty:
            raise unknown("cash")
        return _in_currency(source, int(counted["base_cents"].sum()), base, wanted, on)
    name = one_name(account, "compte", "account", names)
    mine = balances[balances["account"] == name]
    if not mine["is_known"].all():
        raise TresoError("BALANCE_UNKNOWN", account=name, date=shown(on))
    if len(mine) == 1:
        return _in_currency(source, int(mine["balance_cents"].iloc[0]), str(mine["currency"].iloc[0]), wanted, on)
    parts = zip(mine["balance_cents"], mine["currency"], strict=True)
    unit = wanted or base
    return sum(_in_currency(source, int(cents), str(currency), unit, on) for cents, currency in parts)


def _in_currency(source: Source, cents: int, currency: str, wanted: str | None, on: date) -> float:
    """An amount in units of the currency wanted, of its own when none is."""
    from addin.treasury.conversion import RateMissingError

    if wanted is None:
        return in_units(cents, currency)
    try:
        return in_units(rates_of(source).converted(cents, currency, wanted, on), wanted)
    except RateMissingError as missing:
        raise without_rate(missing) from None


def _lines(source: Source, on: date, days: int, account: object) -> list[BridgeLine]:
    """The days of one account in each of its currencies, in one unit; or of all that are known and included.

    Raises:
        TresoError: NAME_UNKNOWN, FACT_UNKNOWN; RATE_UNKNOWN when an account of several currencies has no common unit.
    """
    from addin.treasury.bridge import week_bridge

    bridge = facts_on(source, on).bridge if days == 7 and on == source.as_of else week_bridge(source.dossier, on, days)
    if is_all(account):
        if not bridge.accounts:
            raise unknown("cash")
        return [bridge.total]
    lines = (*bridge.accounts, *bridge.apart)
    name = one_name(account, "compte", "account", [line.account for line in lines])
    mine = [line for line in lines if line.account == name]
    if len({line.unit for line in mine}) > 1:
        foreign = next(line.unit for line in mine if line.unit != source.dossier.base_currency)
        raise TresoError("RATE_UNKNOWN", kind="BANQUE", currency=foreign, date=shown(on), reason=french(RATE_REASONS["none"]))
    return mine
