"""Why a line has its category: one sentence for each reason of each kind of evidence."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("RULE_EXPRESSION_BROKEN", "warning", "La règle « {value} » ne peut pas être lue.", "Le texte est vide, ou l'expression entre « / » n'est pas valable, ou l'essayer sur un libellé pourrait durer trop longtemps.", "Corrigez-la ; les autres règles s'appliquent.")
declare("RULE_WITHOUT_CATEGORY", "info", "La règle « {value} » n'a pas de catégorie.", "Sans catégorie, elle ne classe rien.", "Remplissez sa colonne « Catégorie ».")
declare("RULE_CATEGORY_UNKNOWN", "warning", "La règle « {text} » donne la catégorie « {value} », qui n'est pas dans « Catégories ».", "Elle y a été renommée ou supprimée, ou elle est écrite autrement.", "Corrigez la catégorie de la règle, ou ajoutez-la à « Catégories ». La règle s'applique telle quelle en attendant.")
declare("RULE_SENSE_UNKNOWN", "warning", "Le sens « {value} » de la règle « {text} » n'est pas compris.", "Un sens est « Débit » ou « Crédit » ; une cellule vide vaut pour les deux. La règle ne s'applique pas.", "Corrigez sa colonne « Sens ».")
# fmt: on

REASONS: dict[str, str] = {
    "none": "rien ne le dit",
    "typed": "saisi par vous",
    "rule": "votre règle « {text} » (Règles, ligne {row})",
    "invoice": "paie la facture {number} ({counterparty})",
    "invoice_unnumbered": "paie une facture sans numéro ({counterparty})",
    "invoice_customer": "encaisse la facture {number} ({counterparty})",
    "invoice_customer_unnumbered": "encaisse une facture sans numéro ({counterparty})",
    "invoice_supplier": "paie {counterparty} : {same} ligne(s) sur {total} classées « {category} »",
    "invoice_split": "paie {count} factures qui ne sont pas de la même catégorie, ou dont l'une n'en a pas de connue",
    "memory_label": "{same} opération(s) du même libellé sur {total} classées « {category} »",
    "memory_party": "{same} opération(s) du même tiers sur {total} classées « {category} »",
    "memory_mixed": "{same} opérations semblables sur {total} classées « {category} »",
    "model": "ressemble à vos lignes classées « {category} »",
    "starter": "« {word} » est connu : {topic}",
    "starter_nature": "le libellé le dit : {topic}",
    "starter_usual": "à défaut d'autre indice, le plus courant",
}
"""Reason → words, to stand in a sentence; `{category}` is always given."""
