"""What `Paramètres` says of the accounting export: accounts, closed months, TVA, journals, and the columns of each format."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from addin.messages import TresoError
from addin.treasury.dates import read_date
from addin.treasury.dossier import Settings
from addin.treasury.entries.plan import account_text
from addin.treasury.headings import simplify

ACCOUNTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "customers": ("compte clients", "4111"),
        "customer_advances": ("compte avances recues", "4191"),
        "suppliers": ("compte fournisseurs", "401"),
        "asset_suppliers": ("compte fournisseurs d immobilisations", "404"),
        "supplier_advances": ("compte avances versees", "409"),
        "sales": ("compte de ventes", "706"),
        "vat_sales": ("compte tva collectee", "44571"),
        "vat_receipts": ("compte tva sur encaissements", "44572"),
        "vat_purchases": ("compte tva recuperable", "44566"),
        "vat_assets": ("compte tva sur immobilisations", "44562"),
        "stamp_received": ("compte timbre percu", "44575"),
        "stamp_paid": ("compte timbre paye", "6457"),
        "exchange_gain": ("compte gains de change", "766"),
        "exchange_loss": ("compte pertes de change", "666"),
        "bank_fees": ("compte frais bancaires", "6278"),
        "difference_charge": ("compte ecarts de reglement charges", "658"),
        "difference_income": ("compte ecarts de reglement produits", "758"),
        "suspense_out": ("compte d attente depenses", "476"),
        "suspense_in": ("compte d attente recettes", "477"),
        "transfer": ("compte virements internes", "5811"),
        "cash_paid_in": ("compte versements d especes", "5812"),
        "cash_taken_out": ("compte alimentations de caisse", "5813"),
        "bank": ("compte banque", "5121"),
        "bank_foreign": ("compte banque en devises", "5122"),
        "postal": ("compte ccp", "5171"),
        "cash": ("compte caisse", "5311"),
        "cash_foreign": ("compte caisse en devises", "5314"),
    }
)
"""Use → (simplified name of the setting, account of DOMAIN 4.4 when it is not set)."""

CLOSED, SINCE, SUSPENSE = "mois clotures jusqu au", "export comptable a partir du", "comptes d attente autorises"
EXIGIBILITY, STRICT = "exigibilite de la tva", "plan comptable strict"
_MONTH = re.compile(r"(?:(?P<m>\d{1,2})[/-](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{2}))")
_YES = frozenset({"oui", "o", "x", "vrai", "1", "yes", "true"})


@dataclass(frozen=True)
class EntrySettings:
    """How entries are made.

    Attributes:
        accounts: use (key of `ACCOUNTS`) → account.
        closed_until: last day of the closed months, None when none is.
        starts_on: rows of before are not exported: the accountant has them already.
        allows_suspense: what has no account goes to 476 or 477.
        on_receipts: TVA on sales falls due when the money comes in.
        is_strict: only the accounts of her own plan are good.
        raw: all of `Paramètres`.
    """

    accounts: Mapping[str, str]
    closed_until: date | None = None
    starts_on: date | None = None
    allows_suspense: bool = False
    on_receipts: bool = False
    is_strict: bool = False
    raw: Mapping[str, str] = field(default_factory=dict)

    @property
    def vat_collected(self) -> str:
        """Where TVA on sales goes."""
        return self.accounts["vat_receipts" if self.on_receipts else "vat_sales"]

    def journal(self, name: str) -> str:
        """Code that she gives to a journal (« Journal BNA », « Journal ventes »), "" when she gives none."""
        return re.sub(r"[\s;,\t]", "", self.raw.get(f"journal {simplify(name)}", ""))[:14]


def entry_settings(settings: Settings) -> EntrySettings:
    """The settings of the export.

    Raises:
        TresoError: EXPORT_SETTING_UNREADABLE: what leaves for the accountant is not to be guessed.
    """
    raw = settings.raw
    accounts = {use: account_text(raw.get(name, "")) or usual for use, (name, usual) in ACCOUNTS.items()}
    closed, since = raw.get(CLOSED, "").strip(), raw.get(SINCE, "").strip()
    closed_until, starts_on = month_end(closed) if closed else None, read_date(since) if since else None
    if closed and closed_until is None:
        raise TresoError("EXPORT_SETTING_UNREADABLE", name="Mois clôturés jusqu'au", value=closed)
    if since and starts_on is None:
        raise TresoError("EXPORT_SETTING_UNREADABLE", name="Export comptable à partir du", value=since)
    words = simplify(raw.get(EXIGIBILITY, ""))
    if words and not words.startswith(("debit", "encaissement", "livraison", "facturation")):
        raise TresoError("EXPORT_SETTING_UNREADABLE", name="Exigibilité de la TVA", value=raw[EXIGIBILITY])
    return EntrySettings(
        accounts,
        closed_until,
        starts_on,
        is_yes(raw.get(SUSPENSE, "")),
        words.startswith("encaissement"),
        is_yes(raw.get(STRICT, "")),
        raw,
    )


def is_yes(text: str) -> bool:
    """« Oui », « x », « vrai »…"""
    return simplify(text) in _YES


def month_end(text: str) -> date | None:
    """A day as typed, or the last day of a month; None when it is neither.

    >>> month_end("09/2026"), month_end("2026-09"), month_end("15/09/2026"), month_end("bientôt")
    (datetime.date(2026, 9, 30), datetime.date(2026, 9, 30), datetime.date(2026, 9, 15), None)
    """
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        return read_date(text.strip())
    year, month = int(found["y"] or found["y2"]), int(found["m"] or found["m2"])
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and year >= 1990 else None
