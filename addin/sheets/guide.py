"""« Mode d'emploi »: the first tab of the template, what goes where and what the report makes of it."""

from __future__ import annotations

from addin.messages import french
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet

_TITLE = french("Trésorerie : mode d'emploi")
_LINE_CHARACTERS = 125  # what a line of the wide column holds at Calibri 10

_START = (
    "Collez vos relevés dans « Opérations », ou gardez vos propres onglets (un par banque, avec vos titres) : ils sont reconnus.",
    "Remplissez « Comptes » : le solde initial de chaque compte et sa date. Sans lui, un compte n'est pas ajouté au disponible.",
    "Portez vos factures dans « Factures clients » et « Factures fournisseurs », vos échéances connues dans « Échéancier ».",
    'Cliquez sur « Actualiser » : « Tableau de bord » se remplit, et vos formules (=TRESO.SOLDE(Dossier;"BNA")…) suivent.',
    "Demandez le rapport de la semaine : il s'ajoute au classeur en une page, sans rien changer d'autre.",
)
_TABS = (
    ("Tableau de bord", "Les chiffres vivants : « Actualiser » relit le classeur, la cellule Dossier dit ce qui a été lu."),
    ("Opérations", "Les lignes de banque, de caisse, de CCP et de carte : une ligne par mouvement, Débit ou Crédit."),
    ("Saisie", "La caisse et les opérations du jour, saisies à la main, dans la même disposition qu'« Opérations »."),
    ("Factures clients", "Ce que les clients doivent. Un avoir est un montant négatif. Sans échéance, le délai par défaut est appliqué."),
    ("Factures fournisseurs", "Ce que vous devez, avec la catégorie de dépense."),
    ("Clients", "L'adresse et le contact des clients, pour les lettres de relance."),
    ("Comptes", "Banques, caisse, CCP, cartes : solde initial et date, découvert autorisé, Inclus = Non pour un compte bloqué."),
    ("Catégories", "Six catégories de dépenses au plus, et les classes techniques ; chacune avec son compte SCF et sa poche."),
    ("Règles", "« Si le libellé contient… » : la catégorie et le compte SCF. Les règles ne touchent jamais une cellule saisie."),
    ("Ventilations", "Une opération pour plusieurs choses : ses parts, chacune avec sa catégorie et son compte. Facultatif."),
    ("Poches", "Les jours que couvrent la sécurité et l'exploitation ; le reste est l'opportunité."),
    ("Plafonds", "Le maximum par semaine ou par mois pour une catégorie, une campagne, une carte ou un fournisseur."),
    ("Alertes", "Trois seuils : solde minimal, factures en retard, publicité de la semaine."),
    ("Scénarios", "Les trois hypothèses de la prévision, et les vôtres."),
    ("Échéancier", "Salaires, G50, CNAS, loyer, emprunt, chèques émis non débités, effets : ce qui est connu d'avance."),
    ("Placements", "L'argent placé, son échéance, son préavis."),
    ("Cours", "Le cours des devises à leur date. Un cours manquant est signalé, jamais compté zéro."),
    ("Jours fériés", "Les fêtes mobiles sont estimées : corrigez-les quand elles sont annoncées."),
    ("Justificatifs", "Les pièces reçues et celles à demander."),
    ("Paramètres", "Société, date d'arrêté, délais, taux de TVA, solde minimal."),
)
_RULES = (
    "Une cellule que vous avez saisie n'est jamais modifiée. La dernière action s'annule.",
    "Colonnes et onglets peuvent être déplacés, renommés, filtrés, triés. Les lignes de total sont reconnues.",
    "Les montants sont en dinars, sauf devise indiquée. Un débit est une sortie d'argent, un crédit une entrée.",
    "Un virement entre vos comptes se lit « VIR INTERNE » dans le libellé, ou « Virement interne » dans la catégorie.",
    "Rien ne quitte votre ordinateur.",
)


def guide_sheet() -> Sheet:
    """The tab « Mode d'emploi »: how to begin, the tabs, the rules of the house."""
    head = Block(
        "head",
        (
            Row((Cell(_TITLE, Role.TITLE, span=2),)),
            Row((Cell("Un classeur, une page par semaine.", Role.SUBTITLE, span=2),)),
        ),
        "full",
    )
    start = Block("start", (_heading("Pour commencer"), *(_line(str(i), text) for i, text in enumerate(_START, 1))), "full")
    tabs = Block("tabs", (_heading("Les onglets"), *(_line(name, text) for name, text in _TABS)), "full")
    rules = Block("rules", (_heading("Les règles de la maison"), *(_line("•", text) for text in _RULES)), "full")
    return Sheet(
        "Mode d'emploi", (24, 96), {"full": (0, 2)}, (Band((head,)), Band((start,)), Band((tabs,)), Band((rules,))),
        Page(footer=_TITLE, print_lanes=("full",)), tab="help",
    )  # fmt: skip


def _heading(text: str) -> Row:
    return Row((Cell(text, Role.BLOCK, span=2),), 1.2)


def _line(name: str, text: str) -> Row:
    lines = -(-len(text) // _LINE_CHARACTERS)
    return Row((Cell(name), Cell(french(text), wrap=lines > 1)), lines + 0.2)
