"""The sentences of « Catégoriser »: its page, its questions, its refusals."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("CATEGORIES_TOO_MANY", "error", "L'onglet compte {count} dépenses du plan : six au plus.", "Une liste courte reste la même d'un mois à l'autre et se lit en un coup d'œil ; le détail va dans les comptes SCF.", "Réunissez deux catégories, ou mettez « Non » dans « Dépense du plan ».")
declare("CLASSIFICATION_MEMORY_DAMAGED", "warning", "La mémoire d'un classement est abîmée.", "Cette feuille masquée a été modifiée.", "Rien n'est à faire : ces catégories sont prises pour les vôtres.")
declare("CATEGORY_COLUMNS_MISSING", "info", "L'onglet n'a pas de colonne {columns}.", "L'onglet est un tableau ou porte un filtre : une colonne ajoutée à côté ne suivrait pas ses tris.", "Ajoutez-y ces colonnes, avec ces titres ; le prochain « Catégoriser » les remplira. En attendant, tout est dans « {page} ».")
declare("CATEGORY_MONTHS_CLOSED", "info", "{count} ligne(s) sans catégorie sont dans un mois clôturé (jusqu'au {closed}).", "Un mois clôturé ne change plus.", "Rien n'est à faire ; sinon, changez « Mois clôturés jusqu'au » dans Paramètres.")
declare("CATEGORIES_MANY", "info", "Vos lignes portent {count} catégories qui ne sont pas dans « Catégories ».", "Vos mots sont appris tels quels ; seul l'onglet « Catégories » est limité à six dépenses.", "Rien n'est à faire.")
declare("RULES_TAB_MISSING", "warning", "{count} règle(s) acceptée(s) n'ont pas d'onglet « Règles » où aller.", "Ce classeur n'a pas d'onglet « Règles » avec les titres « Texte » et « Catégorie ».", "Cliquez sur « Préparer le classeur », puis sur « Catégoriser ».")
# fmt: on

CATEGORISE_SCREEN: dict[str, str] = {
    "title": "Catégorisation au {date}",
    "lead": "{new} ligne(s) classée(s), {unsorted} à classer ; {typed} déjà classée(s) par vous.",
    "selected": "Seules vos {count} ligne(s) sélectionnée(s) ont été classées ; celles que le logiciel avait classées y sont reprises.",
    "by_origin": "Sur quoi : {parts}.",
    "accuracy": "Justesse mesurée sur vos {lines} dernières lignes classées : {right} de bonnes réponses ; {kept} auraient été classées d'office, dont {kept_right} bien.",
    "no_accuracy": "Trop peu de lignes classées pour mesurer la justesse : ce que vous corrigez est appris au passage suivant.",
    "help": "Une catégorie que vous changez dans vos onglets est apprise au passage suivant ; une cellule que vous avez saisie n'est jamais modifiée.",
    "more": "{count} autre(s) ligne(s) ne sont pas montrées ici ; elles sont classées dans leurs onglets.",
    "written": "{count} catégorie(s) écrite(s) dans {file} ; le détail est dans la feuille « {sheet} ».",
    "same": "Rien de nouveau à classer dans {file}.",
    "kept": "« {sheet} » : {count} ligne(s) gardent leur catégorie : vous l'avez changée depuis, ou la ligne n'y est plus.",
    "memory_gone": "La mémoire des classements a été supprimée : les catégories de « {sheet} » restent.",
    "agree_selected": "Écrire {count} catégorie(s) dans vos {selected} ligne(s) sélectionnée(s) ? L'action s'annule.",
    "agree": "Écrire {count} catégorie(s) dans vos onglets ? {unsorted} ligne(s) restent à classer. L'action s'annule.",
}
ORIGINS: dict[str, str] = {
    "typed": "saisie",
    "rule": "règle",
    "invoice": "facture",
    "memory": "même tiers ou même libellé",
    "model": "modèle",
    "starter": "tiers connus",
    "none": "rien",
}
"""Kind of evidence in words."""
