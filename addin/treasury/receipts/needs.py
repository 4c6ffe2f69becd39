"""Which operations need a receipt (justificatif), why the others do not, whom to ask, and how an operation is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.amounts import read_amounts
from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import normalise
from addin.treasury.currency import exponent
from addin.treasury.dates import read_date
from addin.treasury.dossier import Settings
from addin.treasury.headings import simplify

FOLDER, THRESHOLD, SINCE, INCOMING, EXEMPT = (
    "Dossier des justificatifs",
    "Seuil des justificatifs",
    "Justificatifs à partir du",
    "Justificatifs des encaissements",
    "Catégories sans justificatif",
)
"""Names of the settings in « Paramètres »."""

_EXEMPT_NATURES = ("salary", "bank_fee", "transfer", "bounced", "loan", "cash_withdrawal")
_YES, _NO = frozenset({"oui", "o", "x", "vrai", "1", "yes"}), frozenset({"non", "n", "faux", "0", "no"})
_MISSING_WORDS = frozenset({"NON", "MANQUANT", "MANQUE", "A DEMANDER", "DEMANDE", "ABSENT", "PERDU", "AUCUN", "NEANT", "N A", "NA", "0"})
_NEEDLESS_WORDS = frozenset({"NON REQUIS", "PAS REQUIS", "SANS OBJET", "INUTILE"})


@dataclass(frozen=True)
class Policy:
    """What needs a receipt, as « Paramètres » says.

    Attributes:
        folder: where receipts are kept, "" when not said.
        threshold_cents: under this amount (base currency) none is needed.
        since: lines before this day need none.
        is_incoming: money received needs one too.
        exempt: categories without receipts, simplified.
    """

    folder: str = ""
    threshold_cents: int = 0
    since: date | None = None
    is_incoming: bool = False
    exempt: frozenset[str] = frozenset()


def policy_of(settings: Settings, base: str) -> tuple[Policy, tuple[Finding, ...]]:
    """The policy, and the settings that could not be read (they count as not given)."""
    told = {name: settings.raw.get(simplify(name), "").strip() for name in (FOLDER, THRESHOLD, SINCE, INCOMING, EXEMPT)}
    findings = []

    def wrong(name: str) -> None:
        findings.append(Finding("RECEIPT_SETTING_UNREADABLE", value=told[name], details={"name": name}))

    amount = read_amounts([told[THRESHOLD] or None], exponent(base))
    threshold = int(amount.cents[0]) if amount.known[0] and amount.cents[0] >= 0 else 0
    if told[THRESHOLD] and not (amount.known[0] and amount.cents[0] >= 0):
        wrong(THRESHOLD)
    since = read_date(told[SINCE]) if told[SINCE] else None
    if told[SINCE] and since is None:
        wrong(SINCE)
    word = simplify(told[INCOMING])
    if word and word not in _YES | _NO:
        wrong(INCOMING)
    exempt = frozenset(filter(None, (simplify(part) for part in told[EXEMPT].replace(",", ";").split(";"))))
    return Policy(told[FOLDER], threshold, since, word in _YES, exempt), tuple(findings)


def exemptions(operations: pd.DataFrame, policy: Policy, as_of: date) -> pd.Series:
    """Why each operation needs no receipt: "" when it needs one, else a nature, "later", "before", "category", "incoming", "threshold"."""
    cents, booked = operations["amount_cents"], operations["booked_on"]
    nature = operations["nature"].to_numpy(dtype=object)
    reason = np.where(pd.Series(nature).isin(_EXEMPT_NATURES), nature, "").astype(object)
    reason[operations["transfer_state"].isin(NEUTRAL_STATES).to_numpy()] = "transfer"
    base = operations["base_cents"].fillna(0).abs().to_numpy(dtype=np.int64)
    is_small = operations["base_cents"].notna().to_numpy() & (base < policy.threshold_cents)
    categories = operations["category"]
    exempt = {name for name in categories.unique() if simplify(str(name)) in policy.exempt} if policy.exempt else set()
    for code, mask in (
        ("threshold", is_small),
        ("category", categories.isin(exempt).to_numpy() & (categories != "").to_numpy()),
        ("incoming", (cents >= 0).to_numpy() if not policy.is_incoming else (cents == 0).to_numpy()),
        ("before", (booked < pd.Timestamp(policy.since)).to_numpy() if policy.since else np.zeros(len(operations), bool)),
        ("later", (booked > pd.Timestamp(as_of)).to_numpy()),
    ):
        reason[mask & (reason == "")] = code
    reason[(booked > pd.Timestamp(as_of)).to_numpy()] = "later"
    return pd.Series(reason, index=operations.index, dtype=object)


def typed_state(text: str) -> str:
    """What her column « Justificatif » says: "" nothing, "missing", "needless", else "justified".

    >>> typed_state(""), typed_state("facture.pdf"), typed_state("à demander"), typed_state("Non requis")
    ('', 'justified', 'missing', 'needless')
    """
    word = normalise(text)
    if not word:
        return ""
    return "needless" if word in _NEEDLESS_WORDS else "missing" if word in _MISSING_WORDS else "justified"


def operation_keys(operations: pd.DataFrame) -> list[str]:
    """What each operation is known by again, wherever its row moves: account, day, amount, label, and which of its twins it is."""
    days = operations["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    seen: dict[str, int] = {}
    keys = []
    columns = (operations["account"], operations["currency"], operations["amount_cents"], operations["label"])
    for day, account, currency, cents, label in zip(days.tolist(), *(column.tolist() for column in columns), strict=True):
        text = f"{account}\x1f{day}\x1f{cents}\x1f{currency}\x1f{' '.join(str(label).split())}"
        rank = seen[text] = seen.get(text, -1) + 1
        keys.append(hashlib.blake2s(f"{text}\x1f{rank}".encode(), digest_size=6).hexdigest())
    return keys


def persons(operations: pd.DataFrame, holders: Mapping[str, str]) -> pd.Series:
    """Whom to ask for each receipt: who holds the card, else the project, else who is responsible for the account, else the account.

    Args:
        holders: account or card (`normalise`) → « Responsable » of `Comptes`.
    """
    columns = (operations["card"], operations["project"], operations["account"])
    known: dict[tuple[str, str, str], str] = {}
    out = []
    for told in zip(*(column.tolist() for column in columns), strict=True):
        if told not in known:
            card, project, account = (str(each).strip() for each in told)
            known[told] = holders.get(normalise(card), card) if card else project or holders.get(normalise(account), account)
        out.append(known[told])
    return pd.Series(out, index=operations.index, dtype=object)
