"""The sentences of bank reconciliation (rapprochement) and of the page « Dépenses »."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("RECONCILIATION_GAP", "warning", "Rapprochement de « {account} » au {date} : il reste un écart non expliqué de {amount}.", "La banque et les livres ne se rejoignent pas une fois les suspens comptés : une ligne manque, est en double, ou un solde d'ouverture est faux.", "Dans la feuille « Rapprochement », comparez les suspens au relevé ; « Vérifier » montre les soldes rompus.")
declare("RECONCILIATION_CHANGED", "warning", "Le rapprochement de « {account} » au {date}, visé le {signed}, n'est plus celui du classeur : {what} {before}, maintenant {after}.", "Des lignes de cette période ont été ajoutées, corrigées ou supprimées après le visa.", "Retrouvez la ligne changée ; si le changement est voulu, effacez le visa, refaites le rapprochement et visez-le de nouveau.")
declare("RECONCILIATION_NO_ACCOUNT", "refusal", "Le compte « {value} » n'a pas de rapprochement.", "Les comptes qui en ont un sont : {accounts}.", "Écrivez le nom du compte tel qu'il est dans cette liste.")
declare("BANK_BALANCE_UNSTATED", "info", "Aucun relevé ne dit le solde de « {account} » au {date} ou avant.", "Ses lignes n'ont pas de colonne Solde et aucun relevé importé n'en porte un : le solde calculé ne se prouve pas lui-même.", "Saisissez le solde du relevé papier dans la case jaune de la feuille « Rapprochement », ou importez le relevé.")
declare("TYPED_BALANCE_UNREADABLE", "warning", "Le solde du relevé saisi pour « {account} » n'est pas un montant : {value}.", "La case jaune contient un texte que rien ne permet de lire comme un nombre.", "Saisissez le montant seul, par exemple 1234567,89.")
declare("CHEQUE_NOT_DEBITED", "warning", "Le chèque {value} de {amount} du {date} ({label}) n'est pas débité depuis {days} jours.", "Aucune ligne de la banque ne porte ce numéro ni ce paiement ; un chèque reste encaissable trois ans.", "Demandez au bénéficiaire s'il l'a encaissé ou perdu ; il reste compté en suspens.")
declare("TRANSIT_UNASSIGNED", "info", "{count} opération(s) en suspens sont sans compte.", "Rien ne dit quelle banque les paiera ou les recevra.", "Nommez la banque dans le libellé de l'Échéancier, par exemple « Chèque BNA ».")
declare("BOOK_IN_CASH", "warning", "« {account} » est le livre comptable de « {bank} » et compte une deuxième fois dans le disponible.", "Les deux onglets portent les mêmes opérations, l'un vu par vous, l'autre vu par la banque.", "Dans l'onglet « Comptes », écrivez « {account} » avec « Non » dans la colonne Inclus.")
declare("BOOK_BALANCE_UNREADABLE", "warning", "Le paramètre « {parameter} » n'a pas été utilisé : {value}.", "Le nom du compte n'est pas celui d'un compte du classeur, ou la valeur n'est pas un montant.", "Écrivez par exemple « Solde comptable BNA au 31/10/2026 », avec le montant seul comme valeur.")
declare("CARD_RATE_MISSING", "warning", "{count} achat(s) en {currency} n'ont pas de cours bancaire : les frais de change ne sont pas calculés.", "L'onglet « Cours » n'a aucun cours Banque de cette devise à la date de ces achats ou avant.", "Ajoutez un cours Banque de cette devise, du premier achat ({date}) ou d'avant.")
declare("CARD_RATE_OLD", "info", "Le cours bancaire {currency} employé au {date} a {days} jours.", "L'onglet « Cours » n'en a pas de plus récent avant cette date.", "Ajoutez les cours de la période pour des frais justes.")
# fmt: on

RECONCILIATION_QUESTIONS: dict[str, str] = {
    "replace_reconciliation": "La feuille « {sheet} » existe déjà : la refaire ? Vos visas et les soldes saisis à cette date sont gardés.",
    "replace_spending": "La feuille « {sheet} » existe déjà : la refaire ? Ce que vous y auriez écrit sera perdu.",
}
RECONCILIATION_SCREEN: dict[str, str] = {
    "reconciled": "Feuille « {sheet} » écrite : {good} compte(s) sur {count} sans écart. Classeur : {file}",
    "spent": "Feuille « {sheet} » écrite. Classeur : {file}",
}
VISA_FIGURES: dict[str, str] = {  # what of a signed reconciliation has changed
    "bank": "solde du relevé",
    "book": "solde des livres",
    "transit": "suspens",
    "difference": "écart",
    "account": "solde du relevé",
}
UNKNOWN_FIGURE = "non renseigné"
