"""What bookkeepers call the columns of their operations and invoices, and those tabs. All names are simplified (`headings.simplify`)."""

from __future__ import annotations

from addin.treasury.headings import Vocabulary

OPERATIONS = Vocabulary(
    {
        "booked_on": (
            "date|dates|date operation|date d operation|date de l operation|date des operations|date op|date oper|date ope|dt op|"
            "date mouvement|date du mouvement|date mvt|date comptable|date compta|date de comptabilisation|date ecriture|"
            "date d ecriture|date transaction|date de transaction|date de la transaction|date d execution|jour|le|date paiement|"
            "date de paiement|date du paiement|date reglement|date de reglement|date encaissement|booking date|transaction date|"
            "date piece|date de piece|date saisie|operation date|date operations|date depense|date de depense|date recette|date achat|"
            "date d achat|date heure|date et heure|posting date|date de l ecriture|date banque|date releve|date effet|date d effet|"
            "date de mouvement|ecrituredate|التاريخ|تاريخ العملية"
        ),
        "value_date": (
            "date valeur|date de valeur|dates de valeur|valeur|val|dt valeur|date val|date d valeur|value date|valeur date|date effective"
        ),
        "label": (
            "ecriturelib|libelle*|libelles|nature de l operation|nature operation|nature des operations|nature|designation*|"
            "description*|intitule*|details|detail|detail operation|operation|operations|motif*|objet|narration|texte|"
            "libelle operation|mouvement|label|nature et libelle|details de l operation|communication|commercant|marchand|enseigne|"
            "particulars|memo|البيان|libelle complementaire|informations complementaires"
        ),
        "amount": (
            "montant|montants|montant operation|montant de l operation|montant net|montant signe|somme|sommes|amount|montant mouvement|"
            "montant du mouvement|mouvement montant|montant ttc|montant transaction|montant de la transaction|mvt|mouvements montant|"
            "montant total|montant paye|montant du paiement|mouvement net|المبلغ"
        ),
        "debit": (
            "debit*|debits|montant debit|montant au debit|montant debite|montant du debit|sortie*|sorties|depense*|depenses|retrait*|"
            "retraits|decaissement*|decaissements|mouvement debit|mouvements debit|mouvement debiteur|mouvements debiteurs|"
            "montants debit|operations debit|montant debiteur|debiteur|doit|withdrawal|debit amount|somme debit|mvt debit|"
            "mouvements sorties|mouvements sortie|mouvements depenses|montant sortie|paiement|paiements|money out|paid out|withdrawals|"
            "مدين|decaisse"
        ),
        "credit": (
            "credit*|credits|montant credit|montant au credit|montant credite|montant du credit|entree*|entrees|recette*|recettes|depot|"
            "depots|encaissement*|encaissements|mouvement credit|mouvements credit|mouvement crediteur|mouvements crediteurs|"
            "montants credit|operations credit|montant crediteur|crediteur|avoir|deposit|credit amount|somme credit|mvt credit|"
            "versement|versements|mouvements entrees|mouvements entree|mouvements recettes|montant entree|money in|paid in|deposits|"
            "versement*|encaisse|داين"
        ),
        "balance": (
            "solde|soldes|solde progressif|solde courant|solde cumule|solde apres operation|nouveau solde|balance|solde comptable|"
            "solde disponible|solde du compte|solde en compte|running balance|solde fin|solde reel|solde caisse|solde de caisse|"
            "solde en caisse|solde banque|solde bancaire|solde theorique|reste en caisse|solde journalier|solde du jour|solde final|"
            "solde apres|solde apres mouvement|solde actuel|solde provisoire|الرصيد"
        ),
        "balance_debit": "solde debiteur|soldes debiteurs|soldes debiteur|solde debit|debiteur solde",
        "balance_credit": "solde crediteur|soldes crediteurs|soldes crediteur|solde credit|crediteur solde",
        "direction": (
            "sens|sens operation|d c|dc|debit credit|sens de l operation|sens du mouvement|c d|type|types|type operation|"
            "type d operation|type mouvement|type de mouvement|type transaction|type de transaction|entree sortie|entrees sorties|"
            "recette depense|recettes depenses|e s|debit ou credit|signe|dr cr|cr dr|d ou c|sens mvt|sens mouvement"
        ),
        "currency": "devise|devises|monnaie|currency|dev|code devise",
        "account": (
            "comptenum|compte|compte bancaire|comptes|banque|nom du compte|account|caisse banque|compte de tresorerie|"
            "compte tresorerie|n compte|no compte|numero de compte|num compte|rib|iban|libelle compte|compte banque|n de compte|"
            "compte n|compte concerne"
        ),
        "category": (
            "categorie*|categories|rubrique|poste|type de depense|famille|nature de depense|nature depense|classement|"
            "categorie de depense|category"
        ),
        "scf_account": "compte scf|compte comptable|scf|compte general|imputation comptable|n compte comptable|imputation|code comptable",
        "counterparty": (
            "tiers|beneficiaire*|fournisseur|client|contrepartie|nom|nom du tiers|emetteur|donneur d ordre|payeur|fournisseur client|"
            "client fournisseur|raison sociale|nom tiers|tiers payeur|correspondant|payee|counterparty"
        ),
        "piece": (
            "pieceref|piece|n piece|no piece|num piece|numero piece|numero de piece|n de piece|piece n|reference*|ref*|n cheque|no cheque|"
            "numero cheque|num cheque|cheque|n de cheque|n operation|n op|numero|numero operation|n facture|numero facture|n mouvement|"
            "code operation|code op|no|num"
        ),
        "project": (
            "projet|projet campagne|campagne|campagnes|affaire|chantier|code projet|centre de cout|analytique|section|code analytique|"
            "projets|campagne projet|equipe|equipes|projet equipe|equipe projet|departement"
        ),
        "card": "carte|n carte|no carte|numero de carte|carte bancaire|porteur|cartes|card",
        "receipt": "justificatif*|justif|justificatifs|recu|piece jointe|lien|scan|fichier",
        "foreign_amount": "montant devise|montant en devise|montant d origine|montant origine|montant initial|contre valeur|contrevaleur",
        "exchange_rate": "cours|taux de change|taux|cours applique",
        "due_on": "echeance|date echeance|date d echeance|date limite",
        "status": "etat|statut|status|pointage|rapproche|lettrage|pointe",
        "confidence": "confiance",
        "remark": "commentaire*|observation*|observations|remarque*|note|notes",
    },
    needed=("booked_on", "amount|debit|credit"),
)
INVOICES = Vocabulary(
    {
        "number": (
            "n facture|no facture|num facture|numero facture|numero de facture|n de facture|numero de la facture|facture n|facture no|"
            "facture|n fact|no fact|invoice|invoice number|invoice no|n piece|numero|numero piece|piece|n|no|num|reference|ref|"
            "reference facture|ref facture|n doc|document|n document|factures|n de piece|code facture|n facture avoir|"
            "numero facture avoir|fact n|numero de piece"
        ),
        "issued_on": (
            "date facture|date de facture|date de la facture|date facturation|date de facturation|date d emission|date emission|"
            "emise le|date|facture le|date piece|date de piece|invoice date|date document|date doc|date reception|date de reception|"
            "date achat|date d achat|date de vente|emission|date vente"
        ),
        "due_on": (
            "echeance*|date echeance|date d echeance|date d echeance prevue|date limite|date limite de paiement|a payer le|due date|"
            "payable le|date exigibilite|echeance le|date prevue de paiement|date de paiement prevue|date butoir|a regler le|"
            "a regler avant|a payer avant|date d exigibilite"
        ),
        "terms": (
            "delai|delais|delai de paiement|delai paiement|delai de reglement|delai jours|delai en jours|conditions|"
            "condition de paiement|conditions de paiement|conditions de reglement|modalites|modalites de paiement|mode de reglement|"
            "mode de paiement|mode reglement|mode paiement|mode"
        ),
        "amount": (
            "montant ttc|ttc|total ttc|montant|montant facture|montant de la facture|montant total|total|net a payer|"
            "montant net a payer|montant net|amount|montant total ttc|prix ttc|montant facture ttc|total facture|somme|montant a payer"
        ),
        "amount_net_of_vat": "montant ht|ht|total ht|montant hors taxe|montant hors taxes|hors taxe|base ht",
        "bank_number": "rib|rib fournisseur|rib du fournisseur|iban|rib iban|coordonnees bancaires|compte du fournisseur|domiciliation",
        "vat": "tva*|montant tva*|total tva|montant de la tva|taxe",
        "paid_on": (
            "date de reglement|date reglement|date du reglement|date de paiement|date paiement|date du paiement|date d encaissement|"
            "date encaissement|payee le|paye le|reglee le|regle le|encaissee le|encaisse le|date regl|reglement le|date de decaissement|"
            "date d acquittement|paid on|date acquittement"
        ),
        "paid": (
            "montant regle|montant paye|montant encaisse|regle|paye|encaisse|deja regle|deja paye|acompte*|acomptes|reglements|"
            "reglement|paiement|paiements|montant deja regle|total regle|somme reglee|versements|versement|paye a ce jour|avance"
        ),
        "remaining": (
            "reste a payer|reste a encaisser|reste du|solde|reste|restant du|montant restant|solde du|solde restant|reste a regler|"
            "impaye|montant du|restant"
        ),
        "status": (
            "etat|statut|status|etat de paiement|etat paiement|statut paiement|statut de paiement|situation|paye o n|payee o n|payee|"
            "reglee|payee oui non|paye oui non|soldee|etat facture|etat de la facture|regle o n|reglee o n|regle oui non|reglee oui non|"
            "encaissee o n|encaisse o n|encaissee|acquittee|pointage"
        ),
        "side": "type|sens|nature|type facture|type de facture|achat vente|vente achat",
        "currency": "devise|monnaie|currency|code devise",
        "category": "categorie*|rubrique|poste|famille|nature depense|imputation",
        "project": "projet|affaire|chantier|campagne|projet campagne|marche|code projet",
        "label": "libelle*|designation*|objet|description*|prestation|intitule",
        "customer": "client|clients|nom client|nom du client|raison sociale client|customer|donneur d ordre|maitre d ouvrage",
        "supplier": (
            "fournisseur|fournisseurs|nom fournisseur|nom du fournisseur|raison sociale fournisseur|supplier|prestataire|sous traitant|"
            "vendeur"
        ),
        "counterparty": "tiers|nom|raison sociale|societe|nom du tiers|beneficiaire|organisme",
        "scf_account": "compte scf|compte comptable|compte",
        "remark": "commentaire*|observation*|observations|remarque*|note|notes",
    },
    needed=("amount|amount_net_of_vat|remaining", "issued_on|due_on"),
)

CUSTOMER_TAB = r"\b(clients?|ventes?|emises?|creances?|encaisser|facturation|customers?)\b"
SUPPLIER_TAB = r"\b(fournisseurs?|frs|achats?|recues?|dettes?|payer|suppliers?|prestataires?)\b"
INVOICE_TAB = r"\bfact(ures?|uration|s)?\b|\bcreances?\b|\bdettes?\b"
BANK_TAB = (
    r"\b(banques?|caisses?|comptes?|releves?|bna|cpa|bea|badr|bdl|cnep|ccp|agb|sga|bnp|natixis|trust|fransabank|hsbc|lbp|"
    r"carte|cib|visa|edahabia|poste|tresorerie|operations?|mouvements?|5\d{2,5})\b"
)
STATE_TABS = frozenset(
    {
        "historique",
        "decisions",
        "imports",
        "exports",
        "profils",
        "previsions passees",
        "previsions passees tresorerie",
        "pieces lues",
        "classements",
    }
)
GUIDE_TABS = r"mode d emploi|lisez moi|aide|readme|notice|sommaire|accueil"
REPORT_TAB = r"rapport \d{4} s\d{2}"
RECONCILIATION_MARK = "Page de rapprochement écrite par Trésorerie, refaite à chaque demande. Les cases jaunes sont à vous et restent."
"""Stands at the top of our page « Rapprochement »."""
SPENDING_MARK = "Page de dépenses écrite par Trésorerie, refaite à chaque demande."
"""Stands at the top of our page « Dépenses »."""
DASHBOARD_MARK = "Contrôle du dossier"
"""Title of a block that only our dashboard has, whatever the name of its tab."""
REMINDERS_MARK = "Lettres de relance à envoyer"
"""Title of a block that only our page of reminders has."""
RECEIPTS_MARK = "Justificatifs à demander"
"""Title of our list of receipts to ask for."""
REASON_HEADING, CONFIDENCE_HEADING = "motif", "confiance"
"""Columns that « Catégoriser » fills beside the lines; « Motif » alone is a label of the bank."""
CLASSIFICATION_MARK = "Page de catégorisation écrite par Trésorerie, refaite à chaque demande."
"""Stands at the top of our page « Catégorisation »."""
CONTROLS_MARK = "Page de contrôles écrite par Trésorerie, refaite à chaque demande. Vos décisions et vos remarques restent."
"""Stands at the top of our page « Contrôles »."""
POCKETS_MARK = "Page des poches écrite par Trésorerie, refaite à chaque demande."
"""Stands at the top of our page « Suivi des poches »."""
FORECAST_MARK = "Page de prévision écrite par Trésorerie, refaite à chaque demande."
"""Stands at the top of our page « Prévision »."""
SCENARIOS_MARK = "Page de scénarios écrite par Trésorerie, refaite à chaque demande."
"""Stands at the top of our page that compares scenarios."""
OUR_MARKS = (
    DASHBOARD_MARK, REMINDERS_MARK, RECEIPTS_MARK, RECONCILIATION_MARK, SPENDING_MARK, CLASSIFICATION_MARK, CONTROLS_MARK,
    POCKETS_MARK, FORECAST_MARK, SCENARIOS_MARK,
)  # fmt: skip

OTHER_TABS: dict[str, str] = {
    "forecast": r"\b(budgets?|previsions?|previsionnels?|simulations?|plan de tresorerie|business plan|objectifs?)\b",
    "payroll": r"\b(paies?|paye|salaires?|personnel|employes|pointage|conges|bulletins?)\b",
    "tax": r"\b(tva|g50|g 50|declarations?|irg|ibs|das|cnas|casnos)\b",
    "assets": r"\b(immobilisations?|immos?|amortissements?|stocks?|inventaires?|articles?|produits?|tarifs?)\b",
    "quotes": r"\b(devis|pro ?formas?|bons? de commandes?|commandes?|offres?)\b",
    "paper": r"\b(cheques?|effets|traites|bordereaux|remises)\b",
    "people": r"\b(contacts?|annuaire|adresses|repertoire)\b",
    "summary": r"\b(syntheses?|recap\w*|resumes?|tableau de bord|tcd|pivot|statistiques?|bilan|mensuel|graphiques?)\b",
}
"""Reason → names of tabs that hold dated amounts without being a bank, a cash box or invoices."""
OTHER_HEADINGS: dict[str, str] = {
    "forecast": r"budget|budgete|prevu|prevision|previsionnel|realise|ecart|objectif",
    "payroll": (
        r"matricule|salaire.*|net a payer|brut|fonction|date (d )?(embauche|entree|naissance|recrutement)|"
        r"poste occupe|nb jours|heures?|primes?"
    ),
    "tax": r"base( ht| imposable| taxable)?|taux( de)? tva|tva (collectee|deductible|a payer)|chiffre d affaires|ca( ht)?",
    "assets": r"amortissements?.*|vnc|valeur (d )?(origine|acquisition)|quantites?|qte|pu|p u|prix unitaire.*|stock.*|code article",
    "people": r"telephone|tel|portable|email|e mail|mail|adresse.*|ville|nif|nis|rc",
}
"""Reason → headings that stand in such tabs and not in operations."""
