"""The shared template: its tabs, their headings and lists. The one place where a heading of the template is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from addin.messages import french
from addin.sheets.holidays import STATUSES
from addin.sheets.model import Band, Column, Page, Role, Sheet, TableBlock, Value

YES_NO = ("Oui", "Non")
POCKET_NAMES = ("Sécurité", "Exploitation", "Opportunité")
ACCOUNT_LIST, CATEGORY_LIST = ("tblComptes", "Compte"), ("tblCategories", "Catégorie")
CURRENCIES = ("DZD", "EUR", "USD")


@dataclass(frozen=True)
class Tab:
    """One tab of the template: a real table from A1, headings on row 1."""

    title: str
    table: str
    columns: tuple[Column, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.title for column in self.columns)

    def sheet(self, rows: Sequence[tuple[Value, ...]] = ()) -> Sheet:
        """The tab holding `rows`, each as long as its headings.

        Raises:
            ValueError: a row has another length.
        """
        if wrong := [row for row in rows if len(row) != len(self.columns)]:
            raise ValueError(f"{self.title}: {wrong[0]} does not fit the headings")
        columns = tuple(replace(column, help=french(column.help)) for column in self.columns)
        block = TableBlock("table", self.table, columns, tuple(rows))
        return Sheet(
            self.title, tuple(column.width for column in self.columns), {"full": (0, len(self.columns))}, (Band((block,), gap=0),),
            Page(landscape=True, one_page=False, footer=self.title, repeat_rows=1), freeze=(1, 0), tab="input",
        )  # fmt: skip


def _amount(title: str, help: str = "", width: float = 15) -> Column:
    return Column(title, Role.AMOUNT, width, help=help)


def _date(title: str, help: str = "") -> Column:
    return Column(title, Role.DATE, 12, help=help)


_SCF = Column("Compte SCF", width=12, help="Compte du plan comptable, par exemple 6231. Facultatif.")
_CURRENCY = Column("Devise", width=8, choices=CURRENCIES, help="Vide = la devise du compte (DZD à défaut).")
_MOVEMENT = (
    _date("Date", "Date de l'opération, jj/mm/aaaa."),
    _date("Date de valeur", "Facultative."),
    Column("Compte", width=14, choices_from=ACCOUNT_LIST, help="Le compte, tel qu'il est nommé dans l'onglet Comptes."),
    Column("Libellé", width=38, help="Le libellé du relevé, tel quel : il sert à reconnaître le tiers et la facture."),
    Column("Tiers", width=22, help="Client, fournisseur ou organisme. Facultatif."),
    _amount("Débit", "Sortie d'argent, en positif."),
    _amount("Crédit", "Entrée d'argent, en positif."),
    _CURRENCY,
    Column("Catégorie", width=24, choices_from=CATEGORY_LIST, help="Une des catégories de l'onglet Catégories."),
    _SCF,
    Column("Pièce", width=14, help="N° de facture, de chèque, d'effet ou de bon."),
    Column("Projet", width=20, help="Projet ou campagne : les plafonds par campagne s'appuient dessus."),
    Column("Carte", width=14, help="La carte qui a payé, s'il y en a une."),
    Column("Justificatif", width=34, help="Nom du fichier, ou lien. Vide = à demander."),
    Column("Confiance", Role.PERCENT, 11, help="Rempli par « Catégoriser » : sur dix lignes à 90 %, neuf sont justes."),
    Column("Motif", width=44, help="Rempli par « Catégoriser » : sur quoi la catégorie se fonde."),
)


def _invoice_columns(party: str, extra: tuple[Column, ...]) -> tuple[Column, ...]:
    return (
        Column("N° facture", width=14),
        Column(party, width=28),
        _date("Date facture"),
        _date("Échéance", "Vide = date de facture + délai de paiement par défaut (Paramètres), marquée « estimée »."),
        _amount("Montant HT"),
        _amount("TVA", width=14),
        _amount("Montant TTC", "Avoir : montant négatif."),
        _CURRENCY,
        _amount("Montant réglé", "Ce qui a déjà été réglé. Vide = rien de connu."),
        _date("Date de règlement"),
        Column("État", width=12, choices=("Ouverte", "Partielle", "Payée", "Annulée"), help="Vide = ouverte."),
        *extra,
    )


OPERATIONS = Tab("Opérations", "tblOperations", _MOVEMENT)
ENTRY = Tab("Saisie", "tblSaisie", _MOVEMENT)
CUSTOMER_INVOICES = Tab("Factures clients", "tblFacturesClients", _invoice_columns("Client", (Column("Projet", width=20),)))
SUPPLIER_INVOICES = Tab(
    "Factures fournisseurs", "tblFacturesFournisseurs",
    _invoice_columns("Fournisseur", (
        Column("Catégorie", width=24, choices_from=CATEGORY_LIST), Column("Projet", width=20),
        Column("RIB", width=24, help="Facultatif : un RIB qui change est signalé par « Contrôles »."),
    )),
)  # fmt: skip
CUSTOMER_TAB = Tab("Clients", "tblClients", (
    Column("Client", width=30, help="Le nom, comme dans les factures."),
    Column("Adresse", width=40, help="Pour les lettres ; plusieurs lignes séparées par des points-virgules."),
    Column("Ville", width=22, help="Code postal et ville."),
    Column("Contact", width=22, help="La personne à qui les lettres s'adressent."),
    Column("Civilité", width=11, choices=("Madame", "Monsieur")),
    Column("E-mail", width=26), Column("Téléphone", width=18), Column("RC", width=20), Column("NIF", width=20),
))  # fmt: skip
ACCOUNTS = Tab("Comptes", "tblComptes", (
    Column("Compte", width=18, help="Le même nom que l'onglet du compte, ou que la colonne Compte des opérations."),
    Column("Type", width=10, choices=("Banque", "Caisse", "CCP", "Carte")),
    Column("Devise", width=8, choices=CURRENCIES),
    _amount("Solde initial", "Solde avant la première opération saisie. Sans lui, le compte n'est pas ajouté au disponible.", 16),
    _date("Date du solde initial"),
    _amount("Découvert autorisé", "En positif. Vide = aucun.", 16),
    Column("Inclus", width=9, choices=YES_NO, help="Non : compte bloqué ou réservé, hors du disponible."),
    _SCF,
    Column("N° de compte", width=27, help="RIB, RIP ou IBAN. Un relevé qui le porte est reconnu tout seul. Facultatif."),
    Column("Responsable", width=20, help="Porteur de la carte ou caissier : à qui demander les justificatifs. Facultatif."),
))  # fmt: skip
CATEGORY_TAB = Tab("Catégories", "tblCategories", (
    Column("Catégorie", width=30, help="Six dépenses au plus : simple et stable. Renommez-les, n'en ajoutez pas une septième."),
    Column("Compte SCF", width=12, help="Compte proposé quand rien de plus précis n'est connu."),
    Column("Poche", width=14, choices=POCKET_NAMES, help="La poche qui doit couvrir cette dépense."),
    Column("Dépense du plan", width=16, choices=YES_NO, help="Oui pour les six catégories de dépenses, Non pour les classes techniques."),
))  # fmt: skip
RULE_TAB = Tab("Règles", "tblRegles", (
    Column("Texte", width=28, help="Mots contenus dans le libellé. Accents et majuscules sont indifférents."),
    Column("Sens", width=10, choices=("Débit", "Crédit")),
    _amount("Montant min"), _amount("Montant max"),
    Column("Compte", width=14, choices_from=ACCOUNT_LIST), Column("Catégorie", width=28, choices_from=CATEGORY_LIST), _SCF,
    Column("Projet", width=20, help="Facultatif : la règle ne vaut que pour ce projet."),
))  # fmt: skip
SPLIT_TAB = Tab("Ventilations", "tblVentilations", (
    Column("Compte", width=14, choices_from=ACCOUNT_LIST, help="Facultatif : le compte de l'opération, si deux comptes ont la même."),
    _date("Date", "De l'opération à ventiler. Vide = la même opération que la ligne du dessus."),
    Column("Libellé", width=38, help="Facultatif : le libellé de l'opération, si la date et le montant ne suffisent pas."),
    _amount("Montant", "De l'opération entière. Vide = la même opération que la ligne du dessus."),
    _amount("Part", "Ce qui va à cette catégorie. Les parts font le montant de l'opération, au centime."),
    Column("Catégorie", width=24, choices_from=CATEGORY_LIST, help="De cette part."),
    _SCF, Column("Projet", width=20, help="Facultatif : le projet de cette part."),
))  # fmt: skip
POCKET_TAB = Tab("Poches", "tblPoches", (
    Column("Poche", width=16, choices=POCKET_NAMES),
    Column("Jours", Role.COUNT, 9, help="Jours à couvrir : sécurité 30 à 90, exploitation 90 à 180."),
    Column("Rôle", width=80),
))  # fmt: skip
CAP_TAB = Tab("Plafonds", "tblPlafonds", (
    Column("Poste", width=30, help="Nom de la catégorie, de la campagne (colonne Projet), de l'équipe, de la carte ou du fournisseur."),
    Column("Type", width=13, choices=("Catégorie", "Campagne", "Équipe", "Carte", "Fournisseur")),
    Column("Période", width=11, choices=("Semaine", "Mois")),
    _amount("Montant"),
    Column("Seuil d'avertissement", Role.PERCENT, 14, help="Part du plafond qui déclenche l'avertissement, par exemple 80 %."),
    _date("Du", "Vide = depuis toujours."), _date("Au", "Vide = sans fin."),
))  # fmt: skip
ALERT_TAB = Tab("Alertes", "tblAlertes", (
    Column("Alerte", width=24), _amount("Seuil", width=18), Column("Active", width=9, choices=YES_NO), Column("Explication", width=90),
))  # fmt: skip
EFFECTS = (
    "Retard des encaissements (jours)", "Retard des paiements (jours)", "Variation des ventes (%)", "Achats liés aux ventes (%)",
    "Variation des achats (%)", "Variation du cours (%)", "Client perdu", "Embauche", "Investissement", "Encaissement", "Publicité",
)  # fmt: skip
SCENARIO_TAB = Tab("Scénarios", "tblScenarios", (
    Column("Scénario", width=40), Column("Effet", width=34, choices=EFFECTS),
    Column("Valeur", Role.COUNT, 11, help="Jours, pour cent, ou montant : par mois pour Embauche, par semaine pour Publicité."),
    Column("Mois", width=26, help="Mois concernés, séparés par des points-virgules ; « détectés » : votre basse saison. Vide = tous."),
    Column("Cible", width=18, help="Le client perdu, ou la devise dont le cours varie. Vide = toutes."),
    Column("Actif", width=8, choices=YES_NO),
))  # fmt: skip
SCHEDULE_TAB = Tab("Échéancier", "tblEcheancier", (
    Column("Libellé", width=34), Column("Tiers", width=24),
    Column("Type", width=16, choices=("Salaires", "Impôts", "Charges sociales", "Emprunt", "Chèque émis", "Effet", "Loyer", "Autre")),
    Column("Sens", width=11, choices=("Payer", "Encaisser")),
    _amount("Montant", "En positif : c'est la colonne Sens qui dit s'il sort ou s'il entre."),
    Column("Devise", width=8, choices=CURRENCIES),
    _date("Date", "Première (ou seule) échéance."),
    Column("Périodicité", width=12, choices=("Une fois", "Semaine", "Mois", "Trimestre", "Semestre", "Année")),
    _date("Jusqu'au", "Vide = sans fin."),
    Column("Référence", width=14, help="N° de chèque, d'effet ou de contrat."),
    Column("État", width=11, choices=("À venir", "Payé", "Annulé")),
))  # fmt: skip
PLACEMENT_TAB = Tab("Placements", "tblPlacements", (
    Column("Libellé", width=34), _amount("Montant"), Column("Devise", width=8, choices=CURRENCIES), _date("Échéance"),
    Column("Préavis (jours)", Role.COUNT, 11, help="Jours avant de disposer de l'argent. Vide : à l'échéance."), _SCF,
    _amount("Valeur", "Ce que le placement vaut, à votre prix. Vide : son montant. Il n'est jamais dans le disponible."),
))  # fmt: skip
RATE_TAB = Tab("Cours", "tblCours", (
    _date("Date"), Column("Devise", width=8, choices=("EUR", "USD", "GBP", "CHF", "CAD", "TND", "MAD")),
    Column("Type", width=12, choices=("Banque", "Carte", "Facture"), help="Banque : cours de la banque. Carte : cours du relevé de carte."),
    Column("Cours", Role.RATE, 12, help="Dinars pour une unité de la devise."),
))  # fmt: skip
HOLIDAY_TAB = Tab("Jours fériés", "tblJoursFeries", (
    _date("Date"),
    Column("Libellé", width=36),
    Column("Statut", width=11, choices=STATUSES, help="Estimé : à corriger quand la date est annoncée."),
))  # fmt: skip
RECEIPT_TAB = Tab("Justificatifs", "tblJustificatifs", (
    Column("Fichier", width=46),
    _date("Date"),
    Column("Tiers", width=26),
    _amount("Montant"),
    Column("Opération", width=22, help="Onglet et ligne, par exemple BNA ligne 214."),
    Column("Statut", width=14, choices=("Justifié", "À demander", "Demandé", "Non requis")),
))  # fmt: skip
SETTING_TAB = Tab(
    "Paramètres", "tblParametres", (Column("Paramètre", width=44), Column("Valeur", width=30), Column("Explication", width=84))
)

TABS = (
    OPERATIONS, ENTRY, CUSTOMER_INVOICES, SUPPLIER_INVOICES, CUSTOMER_TAB, ACCOUNTS, CATEGORY_TAB, RULE_TAB, SPLIT_TAB, POCKET_TAB,
    CAP_TAB, ALERT_TAB, SCENARIO_TAB, SCHEDULE_TAB, PLACEMENT_TAB, RATE_TAB, HOLIDAY_TAB, RECEIPT_TAB, SETTING_TAB,
)  # fmt: skip
"""The tabs after « Mode d'emploi » and « Tableau de bord », in their order."""
