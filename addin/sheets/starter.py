"""What the template already holds: the six categories, pockets, alerts, scenarios, first rules, settings with their explanation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from addin.messages import french
from addin.sheets.model import Value
from addin.treasury.classification.classes import (
    ADS,
    CUSTOMER_RECEIPT,
    FINANCING,
    INVESTMENT,
    OTHER_RECEIPT,
    OVERHEADS,
    PURCHASES,
    SOFTWARE,
    STAFF,
    TAXES,
    TRANSFER,
    TRAVEL,
    UNSORTED,
)
from addin.treasury.reminders.rules import GAP_DAYS, LADDER_DAYS, MINIMUM, NOTICE_DAYS, PUBLIC_LADDER_DAYS, STEP_BY_STEP, USUAL

Rows = tuple[tuple[Value, ...], ...]

CATEGORIES: Rows = (
    (PURCHASES, "611", "Exploitation", "Oui"),
    (STAFF, "631", "Sécurité", "Oui"),
    (ADS, "623", "Exploitation", "Oui"),
    (SOFTWARE, "6516", "Exploitation", "Oui"),
    (TRAVEL, "625", "Exploitation", "Oui"),
    (OVERHEADS, "613", "Sécurité", "Oui"),
    (TAXES, "44551", None, "Non"),
    (FINANCING, "164", "Sécurité", "Non"),
    (INVESTMENT, "218", "Opportunité", "Non"),
    (CUSTOMER_RECEIPT, "4111", None, "Non"),
    (OTHER_RECEIPT, "7588", None, "Non"),
    (TRANSFER, "5811", None, "Non"),
    (UNSORTED, "476", None, "Non"),
)
RULES: Rows = tuple(
    (text, sense, None, None, None, category, account, None)
    for text, sense, category, account in (
        ("SALAIRES", "Débit", STAFF, "631"), ("CNAS", "Débit", STAFF, "6351"), ("CASNOS", "Débit", STAFF, "6361"),
        ("G50", "Débit", TAXES, "44551"), ("ACOMPTE IBS", "Débit", TAXES, "4441"), ("ECH PRET", "Débit", FINANCING, "164"),
        ("SADEG", "Débit", OVERHEADS, "6073"), ("SONELGAZ", "Débit", OVERHEADS, "6073"), ("SEAAL", "Débit", OVERHEADS, "6073"),
        ("IDOOM", "Débit", OVERHEADS, "6264"), ("MOBILIS", "Débit", OVERHEADS, "6263"), ("DJEZZY", "Débit", OVERHEADS, "6263"),
        ("OOREDOO", "Débit", OVERHEADS, "6263"), ("NAFTAL", "Débit", OVERHEADS, "6071"), ("AGIOS", "Débit", OVERHEADS, "661"),
        ("FRAIS TENUE", "Débit", OVERHEADS, "6278"), ("COM VIR", "Débit", OVERHEADS, "6278"), ("VISA META", "Débit", ADS, "6231"),
        ("VISA ADOBE", "Débit", SOFTWARE, "6516"), ("VISA CANVA", "Débit", SOFTWARE, "6516"), ("AIR ALGERIE", "Débit", TRAVEL, "624"),
        ("REM CHQ", "Crédit", CUSTOMER_RECEIPT, "4111"), ("VIR INTERNE", None, TRANSFER, "5811"),
    )
)  # fmt: skip
POCKETS: Rows = (
    (
        "Sécurité",
        60,
        french("Salaires, charges vitales, fournisseurs critiques : ce qui doit être payé quoi qu'il arrive (30 à 90 jours)."),
    ),
    ("Exploitation", 120, french("Achats, publicité, cycle saisonnier : ce qui fait tourner l'activité (90 à 180 jours).")),
    ("Opportunité", None, french("Au-delà : équipement, formation, développement, placements prudents.")),
)
_ALERTS = (
    ("Solde minimal", "Prévient quand le disponible, aujourd'hui ou à son point bas, passe sous ce montant."),
    ("Factures en retard", "Prévient quand le total des factures clients échues dépasse ce montant."),
    (
        "Plafond publicité",
        "Prévient quand la publicité de la semaine dépasse ce montant (les plafonds détaillés sont dans l'onglet Plafonds).",
    ),
)
ALERT_NAMES = dict(zip(("minimum_balance", "late_invoices", "ad_cap"), (name for name, _ in _ALERTS), strict=True))
"""Alert as the dossier names it → as the tab does."""


def alerts(*thresholds: Value) -> Rows:
    """The three alerts with these thresholds; None leaves one to be filled."""
    return tuple((name, threshold, "Oui", french(said)) for (name, said), threshold in zip(_ALERTS, thresholds, strict=True))


ALERTS = alerts(None, None, None)
SCENARIOS: Rows = (
    (french("Clients : 15 jours de retard"), "Retard des encaissements (jours)", 15, None, None, "Oui"),
    (french("Basse saison : 10 % de ventes en moins"), "Variation des ventes (%)", -10, "juillet ; août", None, "Oui"),
    (french("Matières premières : hausse des achats"), "Variation des achats (%)", 10, None, None, "Oui"),
)
_SETTINGS: tuple[tuple[str, Value, str], ...] = (
    ("Société", "", "Nom qui figure en tête du rapport."),
    ("RC", "", "Registre du commerce."),
    ("NIF", "", "Numéro d'identification fiscale."),
    ("NIS", "", "Numéro d'identification statistique."),
    ("AI", "", "Article d'imposition."),
    ("RIB", "", "20 chiffres ; sert aux lettres de relance."),
    ("Banque de domiciliation", "", "Banque et agence du RIB, pour les lettres."),
    ("Forme juridique", "", "SARL, EURL, SPA… ; en tête des lettres."),
    ("Capital social", None, "En dinars ; en tête des lettres."),
    ("Adresse", "", "Siège de la société ; plusieurs lignes séparées par des points-virgules."),
    ("Ville", "", "Code postal et ville, par exemple 16014 Chéraga ; les lettres y sont datées."),
    ("Téléphone", "", "Sur les lettres."),
    ("E-mail", "", "Sur les lettres."),
    ("Signataire", "", "Nom au bas des lettres de relance."),
    ("Fonction du signataire", "", "Par exemple : La gérante."),
    ("Devise", "DZD", "Devise de base du rapport."),
    ("Date d'arrêté", None, "Dernier jour pris en compte. Vide : fin de la dernière semaine que les comptes couvrent."),
    ("Premier jour de la semaine", "dimanche", "La semaine du rapport va du dimanche au samedi."),
    ("Délai de paiement par défaut (jours)", 30, "Pour les factures sans échéance ; l'échéance est alors marquée « estimée »."),
    ("Taux de TVA", "19 %", "Pour estimer la TVA à mettre de côté. Vide : non renseigné."),
    (
        "Charges mensuelles vitales",
        None,
        "Salaires, charges, loyer. Sert à la poche Sécurité tant que l'historique fait moins de 30 jours.",
    ),
    ("Autres charges mensuelles", None, "Le reste des dépenses courantes. Sert à la poche Exploitation dans le même cas."),
    ("Solde minimal", None, "Sous ce montant, le rapport parle de passage sous le seuil."),
    (
        "Mode des poches",
        "Couverture",
        "Couverture (moyennes) ou Horizon (échéances datées) : ce que « Suivi des poches » retient pour conclure.",
    ),
    ("Taux annuel de placement", None, "Par exemple 4 %. Vide : le coût de l'argent qui dort n'est pas montré."),
    ("Coût d'un virement de placement", None, "En dinars ; avec le taux, il donne les avis de Miller-Orr et de Baumol."),
    ("Confiance de la réserve", "95 %", "Part de vos périodes passées que le solde minimal conseillé aurait couverte."),
    ("Délai de la réserve (jours)", 28, "Jours que le solde minimal conseillé doit couvrir, de 1 à 180."),
    ("Délai supposé des clients en retard (jours)", 14, "Une facture en retard est attendue ce nombre de jours après l'arrêté."),
    ("Alerte compte non mis à jour (jours)", 7, "Au-delà, le rapport dit que le compte est arrêté à une date trop ancienne."),
    ("Organismes publics", "", "Clients publics suivis à part, séparés par des points-virgules (wilaya, commune, université…)."),
    (
        LADDER_DAYS,
        USUAL[LADDER_DAYS],
        "Jours avant (J-) ou après (J+) l'échéance où chaque niveau est atteint ; « non » : pas de ce niveau.",
    ),
    (PUBLIC_LADDER_DAYS, USUAL[PUBLIC_LADDER_DAYS], "Les mêmes, pour les administrations, qui paient à leur rythme."),
    (GAP_DAYS, int(USUAL[GAP_DAYS]), "Deux lettres à un même client sont espacées d'au moins ce nombre de jours."),
    (NOTICE_DAYS, int(USUAL[NOTICE_DAYS]), "Délai que la mise en demeure laisse pour payer : 8 ou 15 jours."),
    (MINIMUM, None, "Un client qui doit moins n'est pas relancé. Vide : pas de minimum."),
    (STEP_BY_STEP, USUAL[STEP_BY_STEP], "Oui : aucun niveau n'est sauté. Non : le niveau que l'ancienneté appelle."),
    ("Dossier des justificatifs", "", "Dossier des photos et PDF, vu du dossier du classeur (« Reçus ») ou en entier."),
    ("Seuil des justificatifs", None, "Sous ce montant, aucun justificatif n'est demandé. Vide : toujours demandé."),
    ("Justificatifs à partir du", None, "Les opérations d'avant cette date n'en demandent pas. Vide : toutes."),
    ("Justificatifs des encaissements", "Non", "Oui : l'argent reçu demande aussi un justificatif."),
    ("Catégories sans justificatif", "", "Séparées par des points-virgules. Salaires, frais bancaires et virements le sont déjà."),
    (
        "Mois clôturés jusqu'au",
        None,
        "Date ou mois (09/2026) : une ligne plus ancienne part à l'export comme écriture nouvelle, après ce jour.",
    ),
    ("Export comptable à partir du", None, "Votre comptable a déjà ce qui précède. Vide : tout part au premier export."),
    ("Compte de ventes", "706", "Compte SCF des factures clients sans catégorie, à l'export comptable : 700, 706…"),
    ("Exigibilité de la TVA", "débits", "Débits ou encaissements : la TVA des ventes va au 44571 ou au 44572."),
    ("Comptes d'attente autorisés", "Non", "Oui : une ligne sans compte part au 476 ou 477. Non : elle attend d'être classée."),
    ("Onglets à ignorer", "", "Onglets que le rapport ne doit pas lire, séparés par des points-virgules."),
)
SETTING_NAMES = tuple(name for name, _, _ in _SETTINGS)


def settings(values: Mapping[str, Value | date] | None = None) -> Rows:
    """The rows of Paramètres, with these values in place of the usual ones.

    Raises:
        KeyError: a value for a setting that does not exist.
    """
    given = dict(values or {})
    if unknown := set(given) - set(SETTING_NAMES):
        raise KeyError(f"unknown settings: {sorted(unknown)}")
    return tuple((name, given.get(name, usual), french(said)) for name, usual, said in _SETTINGS)
