"""The sentences of lettrage: what a match rests on, what is said of the tab « Lettrage »."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("NO_INVOICES", "refusal", "« {file} » ne contient aucune facture.", "Aucun onglet n'a été reconnu comme des factures de clients ou de fournisseurs.", "Ajoutez un onglet « Factures clients » ou « Factures fournisseurs » (bouton « Préparer le classeur »), ou regardez avec « Vérifier » comment vos onglets sont lus.")
declare("LETTERING_DECISION", "warning", "La décision « {value} » n'est pas comprise ; la ligne est lue comme sans décision.", "Seuls « Oui » et « Non » décident.", "Écrivez Oui, Non, ou laissez la cellule vide.")
declare("INVOICE_NUMBER_SCIENTIFIC", "warning", "Le numéro de facture « {value} » a été changé par Excel en nombre scientifique ; ses derniers chiffres sont perdus.", "Une suite de chiffres avec un E (123E03), ou plus de quinze chiffres, est prise pour un nombre.", "Mettez la colonne au format Texte et saisissez le numéro à nouveau.")
declare("LETTERING_LINE_LOST", "warning", "Cette ligne du lettrage ne mène plus à une opération et une facture.", "L'opération ou la facture a été modifiée, supprimée, ou n'est pas lisible.", "Rétablissez-la, ou laissez : la ligne disparaît au prochain lettrage.")
# fmt: on

MATCH_STATES = {
    "matched": "Lettré",
    "partial": "Partiel",
    "overpaid": "Trop-perçu",
    "proposed": "Proposé",
    "refused": "Refusé",
    "unmatched": "Sans facture",
}
"""Status of a match → word of the column « État »."""

MATCH_REASONS = {
    "lettered": "Décidé dans la feuille Lettrage.",
    "number": "Le numéro de la facture est dans le libellé.",
    "typed": "La date de règlement saisie et le montant désignent cette ligne.",
    "named_amount": "Même tiers, montant exact.",
    "named_sum": "Même tiers, somme exacte de {count} factures.",
    "named_near": "Même tiers, montant à {gap} près (frais, timbre ou change).",
    "named_part": "Même tiers, montant différent.",
    "lines_together": "Même tiers : {lines} paiements font cette facture.",
    "sums_together": "Même tiers : {lines} paiements font {count} factures.",
    "same_day": "{lines} lignes du même jour font cette facture.",
    "amount_alone": "Un seul tiers doit ce montant exact ; le libellé ne le nomme pas.",
    "amount_among": "Montant exact, mais d'autres factures ouvertes ont le même.",
    "sum_alone": "Somme exacte de {count} factures d'un seul tiers ; le libellé ne le nomme pas.",
}
"""Why a match is believed → sentence, a `str.format` template."""

LETTERING_SCREEN = {
    "title": "Lettrage au {date}",
    "lead": "{matched} opération(s) lettrée(s) avec {invoices} facture(s) ; {proposed} à décider ; {unmatched} encaissement(s) sans facture.",
    "help": (
        "Répondez dans la colonne « Décision » : Oui accepte une proposition, Non la refuse pour toujours (ou défait un lettrage). "
        "Puis relancez « Lettrer ». Le rapport tient compte des lignes lettrées."
    ),
    "done": "Lettrage : {matched} opération(s) lettrée(s), {proposed} à décider dans la feuille « {sheet} », {unmatched} encaissement(s) sans facture.",
    "same": "Rien de nouveau à lettrer : la feuille « {sheet} » est à jour.",
    "written": "Feuille « {sheet} » mise à jour dans {file}",
}
"""What the page and the buttons say."""
