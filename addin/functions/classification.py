"""CATEGORISER and COMPTE: what a bank line is for, and its account in the plan, for lines in the workbook or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.arguments import amounts_of, is_blank, one_name, refusing, shown, text_of
from addin.functions.asked_categories import Answers, Cells, Told, answers_of
from addin.functions.columns import Column, first_error
from addin.functions.facts import DOSSIER
from addin.messages import TresoError, french
from addin.messages.category_answers import CATEGORY_ANSWERS, UNSORTED
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.classification.asked import AskedLine

CATEGORY = "Trésorerie : suivi"
_LABEL = Argument("libelle", "Libellé de la ligne de banque, ou une plage de libellés.")
_AMOUNT = Argument(
    "montant",
    "Son montant : positif pour un encaissement, négatif pour un paiement. Sans lui, les deux sens sont essayés.",
    is_optional=True,
)


@function(
    "TRESO.CATEGORISER",
    help=(
        "Catégorie d'une ligne de banque d'après vos règles, la facture qu'elle paie, vos lignes déjà classées et les tiers connus ; "
        "« À classer » quand rien n'est sûr. POURQUOI dit sur quoi elle se fonde."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        _LABEL,
        _AMOUNT,
        Argument("tiers", "Le tiers, s'il est connu.", is_optional=True),
        Argument(
            "seuil",
            "Confiance à partir de laquelle la catégorie est donnée : 0,9 ou 90 pour 90 %. Sans lui, le seuil mesuré sur vos lignes.",
            is_optional=True,
        ),
    ),
    example='=TRESO.CATEGORISER(Dossier;"VISA CANVA EUR12";-1812)',
    result="Logiciels & abonnements",
    returns="text",
)
def categories(
    source: Source, label: Column, amount: Column | None = None, counterparty: Column | None = None, threshold: Column | None = None
) -> list[object]:
    """The category of lines (catégorie), for each element: « À classer » when nothing is sure, "" for a line left blank.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_UNKNOWN for a threshold that is no share.
    """
    answers = answers_of(source)

    def of_all(rows: list[Cells]) -> list[object]:
        return _of_categories(source, answers, rows)

    return answers.of("CATEGORISER", [label, amount, counterparty, threshold], of_all)


@function(
    "TRESO.COMPTE",
    help=(
        "Compte du plan SCF d'une ligne de banque (« 623 »), en texte : celui de vos règles, de vos lignes du même tiers ou de sa "
        "catégorie ; un texte vide quand rien n'est sûr."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        _LABEL,
        _AMOUNT,
        Argument("categorie", "Sa catégorie, si elle est connue ; sans elle, celle que dit CATEGORISER.", is_optional=True),
    ),
    example='=TRESO.COMPTE(Dossier;"VIR PIXELREGIE";-416500)',
    result="623",
    returns="text",
)
def scf_accounts(source: Source, label: Column, amount: Column | None = None, category: Column | None = None) -> list[object]:
    """The account in the plan (compte SCF) of lines, for each element; "" when nothing is sure, and for a line left blank.

    Refused elements: ARGUMENT_NOT_AMOUNT, NAME_UNKNOWN for a category that the workbook does not know.
    """
    answers = answers_of(source)

    def of_all(rows: list[Cells]) -> list[object]:
        return _of_accounts(source, answers, rows)

    return answers.of("COMPTE", [label, amount, category], of_all)


def told_of(source: Source, given: Mapping[str, object]) -> Told | None:
    """The verdict behind one element of CATEGORISER or COMPTE, None for one that is refused or left blank.

    Args:
        given: the cells, by label of the argument.
    """
    names, refused = _category_names(source, [given.get("categorie")])
    row = (given.get(_LABEL.label), given.get(_AMOUNT.label), text_of(given.get("tiers")), names[0])
    if refused or first_error(list(given.values())) is not None:
        return None
    (line,), bad_amounts = _asked(source, [row])
    if bad_amounts or not (line.label or line.tiers or line.category):
        return None
    return answers_of(source).tell([line])[0]


def _of_categories(source: Source, answers: Answers, rows: Sequence[Cells]) -> list[object]:
    """Categories of rows of (label, amount, tiers, threshold)."""
    thresholds, refused = _thresholds([row[3] for row in rows])
    asked, bad_amounts = _asked(source, [(label, amount, text_of(tiers), "") for label, amount, tiers, _ in rows])
    results: list[object] = []
    for line, told, threshold in zip(asked, answers.tell(asked), thresholds, strict=True):
        if not (line.label or line.tiers):
            results.append("" if not line.cents else french(UNSORTED))
        elif threshold is None:
            results.append(told.category or french(UNSORTED))
        else:
            results.append(told.suggestion if told.suggestion and told.confidence >= threshold else french(UNSORTED))
    return refusing(results, bad_amounts, refused)


def _of_accounts(source: Source, answers: Answers, rows: Sequence[Cells]) -> list[object]:
    """Accounts of rows of (label, amount, category)."""
    names, refused = _category_names(source, [row[2] for row in rows])
    asked, bad_amounts = _asked(source, [(row[0], row[1], "", name) for row, name in zip(rows, names, strict=True)])
    results: list[object] = [
        told.scf_account if line.label or line.category else "" for line, told in zip(asked, answers.tell(asked), strict=True)
    ]
    return refusing(results, bad_amounts, refused)


def _asked(source: Source, rows: Sequence[tuple[object, object, str, str]]) -> tuple[list[AskedLine], dict[int, TresoError]]:
    """Lines of (label, amount, tiers, category), and the refusals of their amounts by position."""
    from addin.treasury.classification.asked import AskedLine
    from addin.treasury.currency import exponent

    amounts = [row[1] for row in rows]
    cents, refused = amounts_of(amounts, _AMOUNT.label, exponent(source.dossier.base_currency))
    known = [None if is_blank(cell) else value for cell, value in zip(amounts, cents.tolist(), strict=True)]
    lines = [AskedLine(text_of(row[0]), value, row[2], row[3]) for row, value in zip(rows, known, strict=True)]
    return lines, refused


def _thresholds(cells: Sequence[object]) -> tuple[list[float | None], dict[int, TresoError]]:
    """Shares between 0 and 1 from 0.9, 90 or « 90 % », None for a blank cell; the refusals by position."""
    shares: list[float | None] = []
    refused: dict[int, TresoError] = {}
    for at, cell in enumerate(cells):
        try:
            shares.append(_share(cell))
        except TresoError as refusal:
            shares.append(None)
            refused[at] = refusal
    return shares, refused


def _share(cell: object) -> float | None:
    from addin.treasury.amounts import read_amounts

    if is_blank(cell):
        return None
    column = read_amounts([cell.replace("%", "") if isinstance(cell, str) else cell], 4)
    value = int(column.cents[0]) / 10_000
    share = value / 100 if value > 1 or (isinstance(cell, str) and "%" in cell) else value
    if isinstance(cell, bool) or not column.known[0] or not 0 <= share <= 1:
        raise TresoError("ARGUMENT_UNKNOWN", argument="seuil", value=shown(cell), known=french(CATEGORY_ANSWERS["thresholds"]))
    return share


def _category_names(source: Source, cells: Sequence[object]) -> tuple[list[str], dict[int, TresoError]]:
    """Categories as the workbook writes them, "" for a blank cell; the refusals by position."""
    names: list[str] = []
    refused: dict[int, TresoError] = {}
    known: dict[str, str | TresoError] = {"": ""}
    words: list[str] | None = None
    for at, cell in enumerate(cells):
        text = text_of(cell)
        if text not in known:
            words = answers_of(source).classifier.category_names() if words is None else words
            try:
                known[text] = one_name(cell, "categorie", "category", words)
            except TresoError as refusal:
                known[text] = refusal
        found = known[text]
        names.append("" if isinstance(found, TresoError) else found)
        if isinstance(found, TresoError):
            refused[at] = found
    return names, refused
