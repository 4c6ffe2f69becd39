"""The sentences of the pockets: what the page « Suivi des poches » and its button say."""

from __future__ import annotations

POCKET_CONCLUSIONS = {
    "unknown": "Poches : non renseignées. {why}",
    "ALERTE": "Il manque {missing} à la poche sécurité : le disponible est de {available}, pour {target} de besoins vitaux sur {days} jours.",
    "ATTENTION": "La sécurité est pleine ({target}) ; il manque {missing} à l'exploitation, rien ne reste pour l'opportunité.",
    "OK": "Sécurité et exploitation sont pleines ; {rest} restent pour l'opportunité.",
}
"""State of the mode that concludes → the sentence at the top of the page, a `str.format` template."""

POCKET_SCREEN = {
    "no_cash": "Aucun compte n'a de solde connu : complétez « Comptes ».",
    "no_needs": "Moins de 30 jours d'opérations, rien dans « Échéancier » : donnez « Charges mensuelles vitales » dans « Paramètres ».",
    "known": "D'après les seules factures ouvertes, l'Échéancier et les chèques émis.",
    "forecast": "D'après l'Échéancier, les factures à leur date probable et ce qui revient.",
    "idle": " {idle} dorment : aucun besoin connu ne les touche en 13 semaines.",
    "idle_cost": " {idle} dorment : {cost} de manque à gagner en {days} jours, à votre taux de {rate}.",
    "rescue": " « {label} » ({value}) peut être disponible le {date}.",
    "rescues": " {value} de placements peuvent être disponibles d'ici au {date}.",
    "replace": "La page « {sheet} » sera refaite ; vous y avez écrit, et ce que vous y avez écrit sera perdu. Continuer ?",
    "written": "Page « {sheet} » mise à jour dans {file}",
    "done": "Poches ({mode}) : {conclusion} Feuille « {sheet} ».",
}
"""What the page, the command and the button say."""

POCKET_MODES = {"cover": "Couverture", "horizon": "Horizon"}
"""Mode → its word, as in « Paramètres »."""

POCKET_BASES = {
    "three_months": "moyenne des trois derniers mois",
    "months": "moyenne des mois connus",
    "days": "moyenne des jours connus",
    "declared": "charges mensuelles de « Paramètres »",
}
"""Where the needs of each day come from."""

RESERVE_SILENCES = {
    "no_rate": "donnez « Taux annuel de placement » et « Coût d'un virement de placement » dans « Paramètres »",
    "zero_rate": "le taux de placement est nul, rien ne vaut d'être déplacé",
    "no_cost": "donnez « Coût d'un virement de placement » dans « Paramètres »",
    "no_variance": "les flux ne varient pas, ou l'historique est trop court",
    "no_need": "aucune sortie connue, ou l'historique est trop court",
}
"""Why a second opinion is missing."""
