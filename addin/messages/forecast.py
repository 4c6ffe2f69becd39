"""The sentences of the forecast: findings, what the pages « Prévision » and « Comparaison des scénarios » say."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("SCENARIO_EFFECT", "warning", "L'effet « {value} » n'est pas connu ; la ligne du scénario n'est pas appliquée.", "Les effets connus : retard des encaissements, retard des paiements fournisseurs, variation des ventes, des achats ou du cours, achats liés aux ventes, client perdu, embauche, investissement, encaissement exceptionnel, budget publicité.", "Choisissez l'effet dans la liste de la colonne « Effet ».")
declare("SCENARIO_MONTH", "warning", "Le mois « {value} » n'est pas compris ; la ligne du scénario n'est pas appliquée.", "Les mois s'écrivent en toutes lettres ou par leur numéro, séparés par des points-virgules.", "Écrivez par exemple « juillet ; août », ou laissez la cellule vide pour tous les mois.")
declare("SCENARIO_VALUE", "warning", "La valeur « {value} » ne convient pas à l'effet « {effect} » ; la ligne du scénario n'est pas appliquée.", "Un retard est un nombre de jours de 0 à 365, une variation un pourcentage, une embauche ou un investissement un montant, un client perdu un nom dans « Cible ».", "Corrigez la cellule, puis relancez.")
declare("FORECAST_NO_BALANCE", "refusal", "Aucun solde n'est connu au {date} : il n'y a rien à prévoir.", "Ni une colonne Solde, ni l'onglet « Comptes » ne donne le solde d'un compte qui compte.", "Donnez le solde initial des comptes dans l'onglet « Comptes », puis relancez.")
declare("WEEKS_OUTSIDE", "refusal", "La prévision ne peut pas durer {value} semaines.", "Elle va d'une à cinquante-deux semaines.", "Donnez un nombre de semaines entre 1 et 52.")
# fmt: on

SCENARIO_NAMES = {
    "RETARD": "Clients : 15 jours de retard",
    "BASSE_SAISON": "Basse saison : 10 % de ventes en moins",
    "MATIERES": "Matières premières : hausse des achats",
}
"""The three of the house, as the template names them."""

# fmt: off
FORECAST_SCREEN = {
    "subtitle": "{company}Arrêté au {date} · {days} jours · montants en {currency}",
    "help": "Solde prévu : le plus probable. Une fois sur dix le solde sera sous « Prudent », une fois sur dix au-dessus de « Favorable ».",
    "calm": "Solde prévu {end} le {end_date} ; point bas {low} le {low_date} ; risque de passer sous {limit} : {risk}.",
    "tense": "Point bas prévu {low} le {low_date}, sous {limit} dès le {first} ; risque {risk}.",
    "written": "Feuille « {sheet} » écrite dans {file}.",
    "replace": "La feuille « {sheet} » a été modifiée depuis ; la refaire efface ce qui y a été écrit. Continuer ?",
    "known_only": "Moins de huit semaines d'historique : seules les échéances connues sont comptées, et la fourchette est large.",
    "scored": "À {weeks} semaines, sur {origins} semaines passées : erreur moyenne {error}, contre {flat} en gardant le solde d'aujourd'hui ; la fourchette a contenu le solde {covered} fois sur {origins}.",
    "layer_error": ", montants à {percent} près",
    "layer_scores": "Refaite sur les 4 semaines suivantes, {origins} fois dans le passé : {scores}.",
    "no_score": "Aucune semaine passée ne permet encore de mesurer l'erreur : l'historique est trop court.",
    "best": "La prévision fait mieux que le solde inchangé ({percent} de son erreur).",
    "worse": "Le solde inchangé fait aussi bien : lisez surtout la fourchette et les échéances connues.",
    "left_out": "{count} créance(s) ancienne(s) ou publique(s) hors calcul : {amount}.",
    "paths": "{paths}, toujours les mêmes pour un même classeur.",
    "at_risk": "Une fois sur vingt, le solde du {date} serait inférieur d'au moins {amount} au solde prévu.",
}
"""What the page « Prévision », its button and its command say."""
FORECAST_LAYERS = {
    "committed": "Échéancier, chèques, placements",
    "invoices": "Factures ouvertes",
    "recurrences": "Ce qui revient (récurrences)",
    "remainder": "Reste : ce que l'historique enseigne",
}
"""Layer → its name on the page."""
LAYER_SCORES = {
    "committed": "échéances régulières : {came} sur {expected} retrouvées dans les comptes{error}",
    "invoices": "factures : {came} sur {expected} payées dans les 4 semaines prévues{error}",
    "recurrences": "récurrences : {came} sur {expected} revenues à la date prévue{error}",
}
"""Layer → how good it would have been, a `str.format` template; `error` is `FORECAST_SCREEN["layer_error"]` or nothing."""
SCENARIO_SCREEN = {
    "subtitle": "{company}Arrêté au {date} · {days} jours · montants en {currency}",
    "help": "Chaque scénario part de la même prévision et des mêmes tirages : l'écart est le sien. Il se règle dans l'onglet « Scénarios ».",
    "worst": "Le plus dur : « {name} », point bas {low} le {low_date} ({delta} par rapport à la base), risque {risk}.",
    "harmless": "Aucun scénario n'abaisse le point bas de {low} prévu le {low_date}.",
    "nothing": "Ne touche rien ici : ni facture, ni échéance, ni habitude concernée sur la période.",
    "beyond": "{amount} passent au-delà de la période : en retard, pas perdus.",
    "season": "Basse saison d'après vos encaissements : {months}.",
    "no_season": "Aucune basse saison ne se détecte sur la période : tous les mois sont pris.",
    "touches": "{count} éléments changent ({amount}).",
    "written": "Feuille « {sheet} » écrite dans {file}.",
    "replace": "La feuille « {sheet} » a été modifiée depuis ; la refaire efface ce qui y a été écrit. Continuer ?",
}
"""What the page of the scenarios, its button and its command say."""
ACTION_WORDS = {"collect": "Relancer", "pay": "Payer", "limit": "Limiter", "postpone": "Arbitrer"}
"""The four verbs of the article."""
ACTION_EFFECTS = {
    "collect": "{who} : {amount} attendus le {on} ; encaissés sous trois jours, le point bas monte de {gain}.",
    "pay": "{who} : {amount}, en retard depuis le {on} ; à payer d'abord.",
    "limit": "Publicité réduite de moitié pendant quatre semaines : {amount} de moins, le point bas monte de {gain}.",
    "postpone": "{who} : {amount} prévus le {on} ; reportés de trente jours, le point bas monte de {gain}.",
}
"""Verb → what an action brings."""
# fmt: on
