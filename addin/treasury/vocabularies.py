"""What bookkeepers call the columns of each kind of tab, and the tabs themselves. All names are simplified (`headings.simplify`)."""

from __future__ import annotations

from addin.treasury.dossier import Kind
from addin.treasury.headings import Vocabulary

OPERATIONS = Vocabulary({
    "booked_on": "date|dates|date operation|date d operation|date de l operation|date des operations|date op|date oper|date ope|dt op|date mouvement|date du mouvement|date mvt"
        "|date comptable|date compta|date de comptabilisation|date ecriture|date d ecriture|date transaction|date de transaction|date de la transaction|date d execution|jour|le"
        "|date paiement|date de paiement|date du paiement|date reglement|date de reglement|date encaissement|booking date|transaction date|date piece|date de piece|date saisie|operation date|date operations",
    "value_date": "date valeur|date de valeur|dates de valeur|valeur|val|dt valeur|date val|date d valeur|value date|valeur date",
    "label": "libelle*|libelles|nature de l operation|nature operation|nature des operations|nature|designation*|description*|intitule*|details|detail|detail operation|operation|operations"
        "|motif*|objet|narration|texte|libelle operation|mouvement|label|nature et libelle|details de l operation|communication",
    "amount": "montant|montants|montant operation|montant de l operation|montant net|montant signe|somme|sommes|amount|montant mouvement|montant du mouvement|mouvement montant"
        "|montant ttc|montant transaction|montant de la transaction|mvt|mouvements montant|montant total",
    "debit": "debit*|debits|montant debit|montant au debit|montant debite|montant du debit|sortie*|sorties|depense*|depenses|retrait*|retraits|decaissement*|decaissements|mouvement debit|mouvements debit|mouvement debiteur"
        "|mouvements debiteurs|montants debit|operations debit|montant debiteur|debiteur|doit|withdrawal|debit amount|somme debit|mvt debit|mouvements sorties|mouvements sortie|mouvements depenses|montant sortie",
    "credit": "credit*|credits|montant credit|montant au credit|montant credite|montant du credit|entree*|entrees|recette*|recettes|depot|depots|encaissement*|encaissements|mouvement credit|mouvements credit|mouvement crediteur"
        "|mouvements crediteurs|montants credit|operations credit|montant crediteur|crediteur|avoir|deposit|credit amount|somme credit|mvt credit|versement|versements|mouvements entrees|mouvements entree|mouvements recettes|montant entree",
    "balance": "solde|soldes|solde progressif|solde courant|solde cumule|solde apres operation|nouveau solde|balance|solde comptable|solde disponible|solde du compte|solde en compte|running balance|solde fin",
    "direction": "sens|sens operation|d c|dc|debit credit|sens de l operation|sens du mouvement|c d",
    "currency": "devise|devises|monnaie|currency|dev|code devise",
    "account": "compte|compte bancaire|comptes|banque|nom du compte|account|caisse banque|compte de tresorerie|compte tresorerie|n compte|no compte|numero de compte|num compte|rib|iban|libelle compte|compte banque",
    "category": "categorie*|categories|rubrique|poste|type de depense|famille|nature de depense|nature depense|classement|categorie de depense|category",
    "scf_account": "compte scf|compte comptable|scf|compte general|imputation comptable|n compte comptable|imputation|code comptable",
    "counterparty": "tiers|beneficiaire*|fournisseur|client|contrepartie|nom|nom du tiers|emetteur|donneur d ordre|payeur|fournisseur client|client fournisseur|raison sociale|nom tiers|tiers payeur|correspondant|payee|counterparty",
    "piece": "piece|n piece|no piece|num piece|numero piece|numero de piece|n de piece|piece n|reference*|ref*|n cheque|no cheque|numero cheque|num cheque|cheque|n de cheque|n operation|n op|numero|numero operation"
        "|n facture|numero facture|n mouvement|code operation|code op|no|num",
    "project": "projet|projet campagne|campagne|campagnes|affaire|chantier|code projet|centre de cout|analytique|section|code analytique|projets|campagne projet",
    "card": "carte|n carte|no carte|numero de carte|carte bancaire|porteur|cartes|card",
    "receipt": "justificatif*|justif|justificatifs|recu|piece jointe|lien|scan|fichier",
    "foreign_amount": "montant devise|montant en devise|montant d origine|montant origine|montant initial|contre valeur|contrevaleur",
    "exchange_rate": "cours|taux de change|taux|cours applique",
    "due_on": "echeance|date echeance|date d echeance|date limite",
    "status": "etat|statut|status|pointage|rapproche|lettrage",
    "remark": "commentaire*|observation*|observations|remarque*|note|notes",
})  # fmt: skip

_INVOICE_FIELDS = {
    "number": "n facture|no facture|num facture|numero facture|numero de facture|n de facture|numero de la facture|facture n|facture no|facture|n fact|no fact|invoice|invoice number|invoice no|n piece|numero|numero piece"
        "|piece|n|no|num|reference|ref|reference facture|ref facture|n doc|document|n document|factures|n de piece|code facture|n facture avoir|numero facture avoir",
    "issued_on": "date facture|date de facture|date de la facture|date facturation|date de facturation|date d emission|date emission|emise le|date|facture le|date piece|date de piece|invoice date|date document|date doc|date reception|date de reception",
    "due_on": "echeance*|date echeance|date d echeance|date d echeance prevue|date limite|date limite de paiement|a payer le|due date|payable le|date exigibilite|echeance le|date prevue de paiement|date de paiement prevue",
    "amount": "montant ttc|ttc|total ttc|montant|montant facture|montant de la facture|montant total|total|net a payer|montant net a payer|montant net|amount|montant total ttc|prix ttc|montant facture ttc|total facture|somme",
    "amount_net_of_vat": "montant ht|ht|total ht|montant hors taxe|montant hors taxes|hors taxe|base ht",
    "vat": "tva|montant tva|total tva|montant de la tva|taxe",
    "paid_on": "date de reglement|date reglement|date du reglement|date de paiement|date paiement|date du paiement|date d encaissement|date encaissement|payee le|paye le|reglee le|regle le|encaissee le|encaisse le|date regl|reglement le"
        "|date de decaissement|date d acquittement|paid on|date acquittement",
    "paid": "montant regle|montant paye|montant encaisse|regle|paye|encaisse|deja regle|deja paye|acompte*|acomptes|reglements|reglement|paiement|paiements|montant deja regle|total regle|somme reglee|versements|versement|paye a ce jour|avance",
    "remaining": "reste a payer|reste a encaisser|reste du|solde|reste|restant du|montant restant|solde du|solde restant|reste a regler|impaye|montant du|restant",
    "status": "etat|statut|status|etat de paiement|etat paiement|statut paiement|statut de paiement|situation|paye o n|payee o n|payee|reglee|payee oui non|paye oui non|soldee|etat facture|etat de la facture",
    "side": "type|sens|nature|type facture|type de facture|achat vente|vente achat",
    "currency": "devise|monnaie|currency|code devise",
    "category": "categorie*|rubrique|poste|famille|nature depense|imputation",
    "project": "projet|affaire|chantier|campagne|projet campagne|marche|code projet",
    "label": "libelle*|designation*|objet|description*|prestation|intitule",
    "customer": "client|clients|nom client|nom du client|raison sociale client|customer|donneur d ordre|maitre d ouvrage",
    "supplier": "fournisseur|fournisseurs|nom fournisseur|nom du fournisseur|raison sociale fournisseur|supplier|prestataire|sous traitant|vendeur",
    "counterparty": "tiers|nom|raison sociale|societe|nom du tiers|beneficiaire|organisme",
    "scf_account": "compte scf|compte comptable|compte",
    "remark": "commentaire*|observation*|observations|remarque*|note|notes|mode de reglement|mode de paiement|delai|delai de paiement",
}  # fmt: skip
INVOICES = Vocabulary(_INVOICE_FIELDS)

ACCOUNTS = Vocabulary({
    "account": "compte|nom du compte|nom|libelle|comptes|intitule|banque|code|compte bancaire|nom compte",
    "kind": "type|nature|type de compte",
    "currency": "devise|monnaie|currency",
    "opening": "solde initial|solde d ouverture|solde ouverture|solde de depart|solde depart|solde au depart|solde debut|solde initial du compte|report|a nouveau|solde|ancien solde|solde precedent|montant initial",
    "opening_on": "date du solde initial|date solde initial|date du solde|date solde|date d ouverture|date ouverture|date|solde au|au|date initiale|date de depart|date du solde d ouverture",
    "overdraft": "decouvert autorise|decouvert|autorisation de decouvert|facilite de caisse|decouvert max|plafond decouvert",
    "included": "inclus|inclus o n|inclure|compter|compte dans le disponible|actif|pris en compte|a inclure|disponible",
    "scf_account": "compte scf|compte comptable|scf|n compte comptable",
    "number": "rib|iban|n compte|numero de compte|numero|no compte|rip",
    "label": "intitule du compte|description|libelle du compte|agence|etablissement",
    "holder": "responsable|porteur|titulaire|detenteur",
})  # fmt: skip

SCHEDULE = Vocabulary({
    "label": "libelle*|designation*|objet|description*|intitule|echeance de|nature|operation",
    "counterparty": "tiers|fournisseur|client|beneficiaire|organisme|nom|creancier",
    "kind": "type|type d echeance|categorie|famille|rubrique",
    "direction": "sens|payer encaisser|entree sortie",
    "amount": "montant*|somme|montant prevu|montant ttc",
    "currency": "devise|monnaie",
    "due_on": "date|echeance|date echeance|date d echeance|prochaine date|prochaine echeance|date prevue|a partir du|debut|premiere date|premiere echeance|du",
    "every": "periodicite|frequence|recurrence|periode|tous les|rythme",
    "until": "jusqu au|fin|date de fin|jusque|derniere echeance|au|date fin",
    "reference": "reference*|ref|n cheque|numero|piece|n piece|n effet|cheque",
    "status": "etat|statut|paye|regle|fait|situation",
    "account": "compte|banque|compte bancaire",
    "remark": "commentaire*|observation*|remarque*|note|notes",
})  # fmt: skip

CATEGORIES = Vocabulary({
    "category": "categorie*|nom|libelle|poste|rubrique", "scf_account": "compte scf|compte|compte comptable|scf", "pocket": "poche|poche de tresorerie",
    "is_expense": "depense du plan|depense|type|dans le plan|plan", "vital": "vital*|vitale", "remark": "commentaire*|remarque*|exemples|explication",
})  # fmt: skip
RULES = Vocabulary({
    "text": "texte|mot cle|contient|libelle contient|motif|si le libelle contient|texte cherche", "direction": "sens", "minimum": "montant min|minimum|montant minimum|min",
    "maximum": "montant max|maximum|montant maximum|max", "account": "compte", "category": "categorie*", "scf_account": "compte scf|compte comptable", "project": "projet*",
    "remark": "commentaire*|remarque*",
})  # fmt: skip
POCKETS = Vocabulary({"pocket": "poche|poches|nom", "days": "jours|nombre de jours|jours couverts|duree|duree jours", "amount": "montant|objectif|cible", "remark": "role|commentaire*|contenu|explication|description|usage"})
CAPS = Vocabulary({
    "target": "poste|plafond sur|objet|libelle|nom|cible|categorie|campagne", "kind": "type|nature", "period": "periode|periodicite|frequence|par", "amount": "montant*|plafond|limite|montant maximum",
    "warn_at": "seuil d avertissement|avertissement|seuil|alerte a|seuil d alerte", "starts_on": "du|debut|date debut|a partir du|valable du", "ends_on": "au|fin|date fin|jusqu au|valable au", "remark": "commentaire*",
})  # fmt: skip
ALERTS = Vocabulary({"alert": "alerte|alertes|nom|libelle", "threshold": "seuil*|montant|valeur|limite", "active": "active|actif|activee|o n|oui non", "remark": "explication|commentaire*|description|role"})
RATES = Vocabulary({"quoted_on": "date|jour|date du cours|date cours|au", "currency": "devise|monnaie|code|currency", "kind": "type|type de cours|nature|source", "rate": "cours*|taux*|valeur|rate|cours en da|1 unite en da"})
PLACEMENTS = Vocabulary({
    "label": "libelle|placement|nom|designation|nature", "amount": "montant*|valeur|capital", "currency": "devise|monnaie", "matures_on": "echeance|date d echeance|date echeance|au|fin|maturite",
    "notice_days": "preavis|preavis jours|disponible sous|delai|disponible sous jours", "scf_account": "compte scf|compte", "rate": "taux*|remuneration", "remark": "commentaire*",
})  # fmt: skip
HOLIDAYS = Vocabulary({"day": "date|jour|dates", "label": "libelle|fete|nom|designation|jour ferie|intitule", "status": "statut|etat|nature|certitude"})
RECEIPTS = Vocabulary({"file": "fichier|nom du fichier|lien|justificatif", "day": "date", "counterparty": "tiers|fournisseur", "amount": "montant*", "operation": "operation|ligne", "status": "statut|etat"})
SCENARIOS = Vocabulary({"scenario": "scenario*|nom", "effect": "effet|type", "value": "valeur|montant|parametre", "months": "mois|periode", "active": "actif|active", "remark": "explication|commentaire*"})
SETTINGS = Vocabulary({"name": "parametre*|reglage|nom|cle|libelle", "value": "valeur|valeurs|contenu", "remark": "explication|commentaire*|description|aide|role"})

NAMED_TABS: dict[Kind, tuple[str, Vocabulary, tuple[str, ...]]] = {
    "accounts": (r"comptes?( bancaires| de tresorerie)?|liste des comptes|soldes( initiaux| d ouverture)?|banques", ACCOUNTS, ("account",)),
    "categories": (r"categories|plan de categories", CATEGORIES, ("category",)),
    "rules": (r"regles?( de classement)?", RULES, ("text",)),
    "pockets": (r"poches?", POCKETS, ("pocket",)),
    "caps": (r"plafonds?", CAPS, ("target", "amount")),
    "alerts": (r"alertes?", ALERTS, ("alert",)),
    "scenarios": (r"scenarios?", SCENARIOS, ("scenario",)),
    "schedule": (r"echeancier( .*)?|echeances|previsions? connues|engagements", SCHEDULE, ("due_on", "amount")),
    "placements": (r"placements?", PLACEMENTS, ("amount",)),
    "rates": (r"cours|taux( de change)?|cours de change|devises|taux devises", RATES, ("quoted_on", "currency", "rate")),
    "holidays": (r"jours feries|feries|conges", HOLIDAYS, ("day",)),
    "receipts": (r"justificatifs?", RECEIPTS, ("file",)),
    "settings": (r"parametres?|reglages|configuration", SETTINGS, ("name", "value")),
}  # fmt: skip
"""Kind → (pattern of the simplified tab name, vocabulary, fields without which the tab is not that kind)."""

CUSTOMER_TAB = r"\b(clients?|ventes?|emises?|creances?|encaisser|facturation|customers?)\b"
SUPPLIER_TAB = r"\b(fournisseurs?|frs|achats?|recues?|dettes?|payer|suppliers?|prestataires?)\b"
STATE_TABS = frozenset({"historique", "decisions", "imports", "previsions passees"})
GUIDE_TABS = r"mode d emploi|lisez moi|aide|readme|notice|sommaire|accueil"
REPORT_TAB = r"rapport \d{4} s\d{2}"
