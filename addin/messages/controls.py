"""The sentences of the controls: kinds, reasons, what the page « Contrôles » and its button say."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("CONTROL_DECISION", "warning", "La décision « {value} » n'est pas comprise ; la ligne est lue comme sans décision.", "Seuls « OK », « À corriger » et « Ignorer » décident.", "Choisissez dans la liste de la colonne « Décision », ou laissez la cellule vide.")
declare("CONTROL_USED", "warning", "La réponse « {value} » n'est pas comprise ; l'abonnement est lu comme sans réponse.", "Seuls « Oui » et « Non » répondent à « Utilisé ? ».", "Choisissez Oui ou Non dans la liste, ou laissez la cellule vide.")
# fmt: on

CONTROL_SEVERITIES = {"certain": "Certain", "likely": "Probable", "watch": "À voir"}
"""Severity → word of the column « Gravité »."""

CONTROL_KINDS = {
    "duplicate": "Double paiement",
    "invoice_double": "Facture en double",
    "times_100": "Erreur × 100",
    "unusual_supplier": "Fournisseur inhabituel",
    "changed_rib": "RIB modifié",
    "amount": "Montant inhabituel",
    "spike": "Pic de dépenses",
    "cap": "Plafond",
    "cash_negative": "Caisse créditrice",
    "cash_limit": "Achat en espèces",
    "sequence": "Rupture de séquence",
    "threshold": "Juste sous un seuil",
    "weekend": "Jour inhabituel",
    "bounced": "Impayé",
    "missing_receipt": "Sans justificatif",
    "unclassified": "À classer",
}
"""Kind of a finding → word of the column « Nature »."""

CONTROL_REASONS = {
    "same_reference": "Même tiers, même référence, {amount}, à {days} j d'écart.",
    "same_amount": "Même tiers, même montant ({amount}), à {days} j d'écart, sans référence qui les distingue.",
    "typed_twice": "La facture {number} est saisie deux fois ({amount}).",
    "other_supplier": "La facture {number} ({amount}) existe aussi chez {supplier}.",
    "similar_number": "Les factures {other} et {number} ont le même montant ({amount}) et presque le même numéro.",
    "similar_amount": "La facture {number} est saisie deux fois, à des montants proches ({amount}).",
    "similar_both": "Les factures {other} et {number} se ressemblent : numéro et montant proches.",
    "times_100": "{amount} au lieu de {usual} d'habitude : {times} fois plus, une virgule oubliée ?",
    "amount": "{amount} au lieu de {usual} d'habitude ({times} fois plus, sur {count} autres paiements).",
    "category_amount": "{amount} : plus que tout ce que « {category} » a connu ({most} au plus).",
    "new_supplier": "Premier paiement à ce tiers, {amount}, sans facture connue.",
    "look_alike": "« {name} » ressemble à « {other} », déjà connu : même fournisseur ?",
    "rib_changed": "{name} : compte {number} au lieu de {before} ({amount}). Confirmez par téléphone avant de payer.",
    "rib_wrong": "{name} : la clé du compte {number} est fausse ({amount}). Redemandez le RIB.",
    "spike_tiers": "{name}, {category} : {total} en {month}, contre {usual} un mois habituel.",
    "spike_category": "{name} : {total} en {month}, contre {usual} un mois habituel.",
    "cap_breached": "Plafond « {target} » dépassé le {on} : {spent} pour {limit}, du {first} au {last}.",
    "cap_coming": "Plafond « {target} » : {spent} sur {limit} ; à ce rythme et avec ce qui revient, dépassé le {on} ({total} le {last}).",
    "cash_negative": "La caisse {account} est à {balance} le {on} : une caisse ne peut pas être négative.",
    "cash_limit": "{amount} payés en espèces : au-delà de 1 000 000 DA TTC, la TVA n'est pas déductible.",
    "invoice_gap": "Numéros de vos factures {name}qui manquent : {numbers}.",
    "invoice_twice": "Le numéro {number} est donné à {count} factures différentes.",
    "cheque_gap": "Chèques de {name} qui manquent dans la suite : {numbers}.",
    "threshold": "{count} paiements en un mois juste sous le seuil de {limit}.",
    "weekend": "{amount} un jour où cette banque ne travaille pas.",
    "bounced": "« {label} » : {amount} revenus impayés, non réglés depuis.",
    "missing_receipt": "« {label} », {amount} : aucun justificatif.",
    "unclassified": "{count} ligne(s) sans catégorie, {amount}, la plus ancienne du {oldest} ({days} j).",
}
"""Why a finding is made → sentence, a `str.format` template."""

CONTROL_DECISIONS = {"ok": "OK", "fix": "À corriger", "ignore": "Ignorer"}
"""What she may decide → word of the column « Décision »."""

SUBSCRIPTION_STATES = {"running": "En cours", "late": "En retard", "stopped": "Arrêté"}
"""Status of a recurrence → word."""

CONTROL_TWINS = {
    "certain": "Certain : {sheet} ligne {row} (même référence, {days} j)",
    "likely": "Probable : {sheet} ligne {row} (même montant, {days} j)",
}
"""What =TRESO.DOUBLON says."""

CONTROL_SCREEN = {
    "subtitle": "{company}Arrêté au {date}",
    "lead": "{certain} certain(s), {likely} probable(s), {watch} à voir ; {decided} déjà décidé(s).",
    "nothing": "Rien à signaler à cette date ; {decided} point(s) déjà décidé(s).",
    "help": (
        "Décidez dans la colonne « Décision » : OK et Ignorer sortent de la liste et ne reviennent pas, À corriger y reste. "
        "Puis relancez « Contrôles »."
    ),
    "decided": "Décidés",
    "subscriptions": "Abonnements : {count} en cours, {yearly} par an ; {unused} à résilier ou à vérifier",
    "subscriptions_help": (
        "Répondez une fois dans « Utilisé ? ». La banque ne dit pas ce qui sert : sans réponse après 60 jours, l'abonnement est à vérifier."
    ),
    "more": "Et {count} autre(s) : {kind}.",
    "row": "{sheet} ligne {row}",
    "rows": "{row} (+{count})",
    "to_verify": "à vérifier : sans réponse depuis le {date}",
    "unused": "à résilier : vous avez répondu Non",
    "overlap": "même usage que {other}",
    "rise": "{percent} depuis le {date}",
    "replace": "La page « {sheet} » sera refaite ; vos décisions et vos remarques sont gardées, le reste de ce que vous y avez écrit est perdu. Continuer ?",
    "written": "Page « {sheet} » mise à jour dans {file}",
    "done": "Contrôles : {certain} certain(s), {likely} probable(s), {watch} à voir, dans la feuille « {sheet} ».",
}
"""What the page and the button say."""
