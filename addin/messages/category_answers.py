"""What the functions CATEGORISER, COMPTE and POURQUOI say of a category beside its reason (`messages.classification`)."""

from __future__ import annotations

UNSORTED = "À classer"
"""What CATEGORISER gives when nothing is sure enough."""

CATEGORY_ANSWERS: dict[str, str] = {
    "thresholds": "de 0 à 1 (0,9), ou de 1 à 100 (90 pour 90 %)",
    "first": "Pour la première valeur :",
    "because": "Sur quoi elle se fonde : {reason} ; confiance {confidence}.",
    "because_sure": "Sur quoi elle se fonde : {reason}.",
    "not_sure": "Le plus proche serait « {suggestion} » ({reason} ; confiance {confidence}), ce qui ne suffit pas.",
    "nothing": "Aucune règle, facture, ligne classée ni tiers connu ne le dit : classez cette ligne, les suivantes suivront.",
    "no_model": "Aucun modèle n'est gardé pour ces lignes : seuls vos règles, vos factures, vos lignes du même libellé ou du même tiers et les tiers connus ont répondu. « Catégoriser » en apprend un.",
    "typed": "{cell} : « {category} » a été saisi par vous ; Trésorerie n'y touche pas et s'en sert pour apprendre.",
    "written_because": "{cell} : « {category} ». Catégoriser a noté pour cette ligne : {reason}",
    "changed": "{cell} : « {category} » n'est pas encore dans le dossier. Cliquez sur Actualiser, puis demandez de nouveau.",
    "empty": "{cell} : cette ligne est à classer.",
}
