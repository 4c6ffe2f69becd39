"""The sentences about a category that she renamed in « Catégories »."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("CATEGORY_RENAMED", "info", "« {old} » s'appelle maintenant « {new} » : {count} ligne(s) ont suivi.", "Vous avez renommé cette catégorie dans l'onglet « Catégories ».", "Rien n'est à faire ; « Annuler la dernière action » rend l'ancien nom.")
declare("CATEGORY_OLD_NAME_KEPT", "info", "{count} ligne(s) gardent « {old} », l'ancien nom de « {new} ».", "Vous avez répondu non : une ligne à vous n'est renommée qu'avec votre accord.", "Rien n'est à faire : l'ancien nom reste une catégorie à part.")
declare("CATEGORY_RENAME_UNASKED", "info", "{count} ligne(s) portent « {old} », l'ancien nom de « {new} ».", "Ce sont vos lignes, et personne n'a pu répondre à la question de les renommer.", "Cliquez sur « Catégoriser » et répondez, ou relancez la commande avec --oui.")
declare("CATEGORY_OLD_NAME_FIXED", "info", "{count} ligne(s) gardent « {old} », l'ancien nom de « {new} ».", "Leur mois est clôturé, ou leur cellule porte une formule : rien n'y est écrit.", "Changez-les vous-même s'il le faut.")
# fmt: on

QUESTION = "La catégorie « {old} » s'appelle maintenant « {new} » dans « Catégories ». Renommer aussi vos {count} ligne(s) qui portent l'ancien nom (opérations, factures, règles, plafonds) ?"
OLD_NAMES_STAY = "« {sheet} » : {count} ligne(s) renommée(s) ont changé depuis et restent comme elles sont."
