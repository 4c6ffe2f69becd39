"""Why a line has its category: one sentence for each reason of each kind of evidence."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("RULE_EXPRESSION_BROKEN", "warning", "La règle « {value} » ne peut pas être lue.", "Le texte est vide, ou l'expression entre « / » n'est pas valable ou n'aurait pas de fin.", "Corrigez-la ; les autres règles s'appliquent.")
declare("RULE_WITHOUT_CATEGORY", "info", "La règle « {value} » n'a pas de catégorie.", "Sans catégorie, elle ne classe rien.", "Remplissez sa colonne « Catégorie ».")
# fmt: on

REASONS: dict[str, str] = {
    "none": "rien ne le dit",
    "typed": "saisi par vous",
    "rule": "votre règle « {text} » (Règles, ligne {row})",
    "invoice": "paie la facture {number} ({counterparty})",
    "invoice_customer": "encaisse la facture {number} ({counterparty})",
    "invoice_supplier": "paie {counterparty} : {same} ligne(s) sur {total} classées « {category} »",
    "invoice_split": "paie {count} factures de catégories différentes",
    "memory_label": "{same} opération(s) du même libellé sur {total} classées « {category} »",
    "memory_party": "{same} opération(s) du même tiers sur {total} classées « {category} »",
    "memory_mixed": "{same} opérations semblables sur {total} classées « {category} »",
    "model": "ressemble à vos lignes classées « {category} »",
    "starter": "« {word} » est connu : {topic}",
    "starter_nature": "le libellé le dit : {topic}",
    "starter_usual": "à défaut d'autre indice, le plus courant",
}
"""Reason → words, to stand in a sentence; `{category}` is always given."""
