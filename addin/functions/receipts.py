"""JUSTIFICATIF: whether the receipt of an operation is there."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.arguments import amounts_of, day_of, is_blank, shown, text_of
from addin.functions.columns import Column, each
from addin.functions.facts import DOSSIER
from addin.messages import TresoError
from addin.messages.receipts import RECEIPT_STATES
from addin.registry import Argument, function

if TYPE_CHECKING:
    import numpy as np

CATEGORY = "Trésorerie : suivi"
_ORDER = ("to_request", "requested", "proposed", "justified", "not_required")
_Facts = dict[tuple[date, int], list[tuple[str, str]]]
_known: WeakKeyDictionary[Source, _Facts] = WeakKeyDictionary()


@function(
    "TRESO.JUSTIFICATIF",
    help=(
        "État du justificatif d'une opération : « Justifié », « À confirmer », « À demander », « Demandé » ou « Non requis », "
        "d'après la feuille Justificatifs, sinon d'après la colonne Justificatif de l'onglet. De plusieurs lignes égales, la moins avancée."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("jour", "Date de l'opération."),
        Argument("montant", "Son montant, dans la devise de son compte ; le signe est indifférent."),
        Argument("libelle", "Son libellé, quand plusieurs opérations du jour ont ce montant.", is_optional=True),
    ),
    example="=TRESO.JUSTIFICATIF(Dossier;DATE(2026;10;28);59,5)",
    result="Non requis",
    returns="text",
)
def receipt_state(source: Source, day: Column, amount: Column, label: Column | None = None) -> list[object]:
    """The state of the receipt (justificatif) of an operation, for each element; "" for a blank date or amount.

    Refused elements: ARGUMENT_NOT_DATE, ARGUMENT_NOT_AMOUNT, RECEIPT_OPERATION_NOT_FOUND.
    """

    def of_one(day: object, amount: object, label: object) -> str:
        on = day_of(day, "jour")
        if on is None or is_blank(amount):
            return ""
        cents: np.ndarray
        cents, refused = amounts_of([amount], "montant", 3)
        if refused:
            raise refused[0]
        found = _facts(source).get((on, abs(int(cents[0]))), [])
        if not is_blank(label):
            wanted = " ".join(text_of(label).split()).casefold()
            found = [each for each in found if each[0] == wanted]
        if not found:
            raise TresoError("RECEIPT_OPERATION_NOT_FOUND", date=shown(on))
        return RECEIPT_STATES[min((state for _, state in found), key=_ORDER.index)]

    return each(of_one)(day, amount, label)


def _facts(source: Source) -> _Facts:
    """Day and amount in thousandths → label and state of each such operation; computed once."""
    if source in _known:
        return _known[source]
    from addin.treasury.receipts.linking import thousandths
    from addin.treasury.receipts.needs import exemptions, policy_of, typed_state

    dossier = source.dossier
    listed: dict[tuple[date, int, str], list[str]] = defaultdict(list)
    for row in dossier.receipts.to_dict("records"):
        key = row["day"].date(), abs(thousandths(int(row["amount_cents"]), row["currency"])), " ".join(row["label"].split()).casefold()
        listed[key].append(row["status"])
    operations = dossier.operations
    policy, _ = policy_of(dossier.settings, dossier.base_currency)
    exempt: list[str] = exemptions(operations, policy, operations["booked_on"].max().date()).tolist() if len(operations) else []
    facts: _Facts = defaultdict(list)
    columns = ("booked_on", "amount_cents", "currency", "label", "receipt")
    for (day, cents, currency, label, receipt), reason in zip(
        zip(*(operations[name] for name in columns), strict=True), exempt, strict=True
    ):
        amount, text = abs(thousandths(int(cents), currency)), " ".join(label.split()).casefold()
        states = listed.get((day.date(), amount, text)) or listed.get((day.date(), amount, ""))  # a tab of hers without labels
        typed = {"justified": "justified", "missing": "to_request", "needless": "not_required"}.get(typed_state(receipt), "")
        state = states.pop(0) if states else typed or ("not_required" if reason else "to_request")
        facts[day.date(), amount].append((text, state))
    _known[source] = facts
    return facts
