"""What bookkeepers call the columns of the small tabs (Comptes, Échéancier, Cours…). All names are simplified (`headings.simplify`)."""

from __future__ import annotations

from collections.abc import Sequence

from addin.treasury.dossier import Kind
from addin.treasury.headings import Headings, Vocabulary, find_headings

ACCOUNTS = Vocabulary(
    {
        "account": "compte|nom du compte|nom|libelle|comptes|intitule|banque|code|compte bancaire|nom compte",
        "kind": "type|nature|type de compte",
        "currency": "devise|monnaie|currency",
        "opening": (
            "solde initial|solde d ouverture|solde ouverture|solde de depart|solde depart|solde au depart|solde debut|"
            "solde initial du compte|report|a nouveau|solde|ancien solde|solde precedent|montant initial"
        ),
        "opening_on": (
            "date du solde initial|date solde initial|date du solde|date solde|date d ouverture|date ouverture|date|solde au|au|"
            "date initiale|date de depart|date du solde d ouverture"
        ),
        "overdraft": "decouvert autorise|decouvert|autorisation de decouvert|facilite de caisse|decouvert max|plafond decouvert",
        "included": "inclus|inclus o n|inclure|compter|compte dans le disponible|actif|pris en compte|a inclure|disponible",
        "scf_account": "compte scf|compte comptable|scf|n compte comptable",
        "number": "rib|iban|n compte|n de compte|numero de compte|numero|no compte|rip",
        "label": "intitule du compte|description|libelle du compte|agence|etablissement",
        "holder": "responsable|porteur|titulaire|detenteur",
    },
    needed=("account",),
)
SCHEDULE = Vocabulary(
    {
        "label": "libelle*|designation*|objet|description*|intitule|echeance de|nature|operation",
        "counterparty": "tiers|fournisseur|client|beneficiaire|organisme|nom|creancier",
        "kind": "type|type d echeance|categorie|famille|rubrique",
        "direction": "sens|payer encaisser|entree sortie",
        "amount": "montant*|somme|montant prevu|montant ttc",
        "currency": "devise|monnaie",
        "due_on": (
            "date|echeance|date echeance|date d echeance|prochaine date|prochaine echeance|date prevue|a partir du|debut|premiere date|"
            "premiere echeance|du"
        ),
        "every": "periodicite|frequence|recurrence|periode|tous les|rythme",
        "until": "jusqu au|fin|date de fin|jusque|derniere echeance|au|date fin",
        "reference": "reference*|ref|n cheque|numero|piece|n piece|n effet|cheque",
        "status": "etat|statut|paye|regle|fait|situation",
        "account": "compte|banque|compte bancaire",
        "remark": "commentaire*|observation*|remarque*|note|notes",
    },
    needed=("due_on", "amount"),
)
CATEGORIES = Vocabulary(
    {
        "category": "categorie*|nom|libelle|poste|rubrique",
        "scf_account": "compte scf|compte|compte comptable|scf",
        "pocket": "poche|poche de tresorerie",
        "is_expense": "depense du plan|depense|type|dans le plan|plan",
        "vital": "vital*|vitale",
        "remark": "commentaire*|remarque*|exemples|explication",
    },
    needed=("category",),
)
RULES = Vocabulary(
    {
        "text": "texte|mot cle|contient|libelle contient|motif|si le libelle contient|texte cherche",
        "direction": "sens",
        "minimum": "montant min|minimum|montant minimum|min",
        "maximum": "montant max|maximum|montant maximum|max",
        "account": "compte",
        "category": "categorie*",
        "scf_account": "compte scf|compte comptable",
        "project": "projet*",
        "remark": "commentaire*|remarque*",
    },
    needed=("text",),
)
POCKETS = Vocabulary(
    {
        "pocket": "poche|poches|nom",
        "days": "jours|nombre de jours|jours couverts|duree|duree jours",
        "amount": "montant|objectif|cible",
        "remark": "role|commentaire*|contenu|explication|description|usage",
    },
    needed=("pocket",),
)
CAPS = Vocabulary(
    {
        "target": "poste|plafond sur|objet|libelle|nom|cible|categorie|campagne",
        "kind": "type|nature",
        "period": "periode|periodicite|frequence|par",
        "amount": "montant*|plafond|limite|montant maximum",
        "warn_at": "seuil d avertissement|avertissement|seuil|alerte a|seuil d alerte",
        "starts_on": "du|debut|date debut|a partir du|valable du",
        "ends_on": "au|fin|date fin|jusqu au|valable au",
        "remark": "commentaire*",
    },
    needed=("target", "amount"),
)
ALERTS = Vocabulary(
    {
        "alert": "alerte|alertes|nom|libelle",
        "threshold": "seuil*|montant|valeur|limite",
        "active": "active|actif|activee|o n|oui non",
        "remark": "explication|commentaire*|description|role",
    },
    needed=("alert",),
)
RATES = Vocabulary(
    {
        "quoted_on": "date|jour|date du cours|date cours|au",
        "currency": "devise|monnaie|code|currency",
        "kind": "type|type de cours|nature|source",
        "rate": "cours*|taux*|valeur|rate|cours en da|1 unite en da",
    },
    needed=("quoted_on", "currency", "rate"),
)
PLACEMENTS = Vocabulary(
    {
        "label": "libelle|placement|nom|designation|nature",
        "amount": "montant*|capital|nominal|valeur nominale|prix d achat",
        "value": "valeur|valeur actuelle|valeur du jour|valeur estimee|valeur de marche|valorisation|prix",
        "currency": "devise|monnaie",
        "matures_on": "echeance|date d echeance|date echeance|au|fin|maturite",
        "notice_days": "preavis|preavis jours|disponible sous|delai|disponible sous jours",
        "scf_account": "compte scf|compte",
        "rate": "taux*|remuneration",
        "remark": "commentaire*",
    },
    needed=("amount|value",),
)
HOLIDAYS = Vocabulary(
    {
        "day": "date|jour|dates",
        "label": "libelle|fete|nom|designation|jour ferie|intitule",
        "status": "statut|etat|nature|certitude",
    },
    needed=("day",),
)
RECEIPTS = Vocabulary(
    {
        "file": "fichier|nom du fichier|lien|justificatif",
        "day": "date",
        "counterparty": "tiers|fournisseur",
        "amount": "montant*",
        "currency": "devise|monnaie",
        "label": "libelle*",
        "place": "operation|ligne",
        "status": "statut|etat",
    },
    needed=("file",),
)
SCENARIOS = Vocabulary(
    {
        "scenario": "scenario*|nom",
        "effect": "effet|type",
        "value": "valeur|montant|parametre",
        "months": "mois|periode",
        "target": "cible|tiers|client|devise",
        "active": "actif|active",
        "remark": "explication|commentaire*",
    },
    needed=("scenario",),
)
SETTINGS = Vocabulary(
    {
        "name": "parametre*|reglage|nom|cle|libelle",
        "value": "valeur|valeurs|contenu",
        "remark": "explication|commentaire*|description|aide|role",
    },
    needed=("name", "value"),
)
LETTERING = Vocabulary(
    {
        "match": "n",
        "status": "etat",
        "decision": "decision",
        "account": "compte",
        "booked_on": "date",
        "label": "libelle",
        "amount": "montant",
        "currency": "devise",
        "number": "facture",
        "counterparty": "tiers",
        "issued_on": "date facture",
        "invoice_amount": "montant facture",
        "part": "part lettree",
        "left": "reste du",
        "difference": "ecart",
        "score": "confiance",
        "reason": "motif",
        "place": "ligne",
        "invoice_place": "ligne de la facture",
        "remark": "remarque",
    },
    needed=("decision", "booked_on", "amount", "number", "part"),
)
SPLITS = Vocabulary(
    {
        "account": "compte|banque|compte bancaire|onglet",
        "booked_on": "date|date de l operation|date operation",
        "label": "libelle*|operation",
        "amount": "montant|montant de l operation|montant operation|montant total|total",
        "currency": "devise|monnaie",
        "part": "part|montant de la part|part ventilee|montant ventile",
        "category": "categorie*|rubrique|poste",
        "scf_account": "compte scf|compte comptable|scf|imputation",
        "project": "projet|projet campagne|campagne|equipe|chantier",
        "remark": "remarque*|commentaire*|note|notes|observation*",
    },
    needed=("booked_on", "amount", "part"),
)
REMINDERS = Vocabulary(
    {
        "day": "date|le|date de relance|date relance|date du contact",
        "counterparty": "client|tiers|nom du client|nom|debiteur",
        "level": "niveau*|relance|etape",
        "channel": "canal|moyen|mode",
        "numbers": "factures|facture|n facture|n factures|numero de facture",
        "total": "total|montant|reste du|montant du|total du",
        "currency": "devise|monnaie",
        "promised_on": "promesse|promesse le|date promise|date de promesse|promis pour le",
        "promised": "montant promis|somme promise",
        "outcome": "suite|etat|resultat|decision",
        "next_date": "prochaine relance|prochaine date|prochaine action|prochaine",
        "letter": "lettre|courrier|fichier|document",
        "remark": "note|notes|commentaire*|remarque*|observation*",
    },
    needed=("day", "counterparty", "level"),
)
CUSTOMERS = Vocabulary(
    {
        "customer": "client|nom du client|nom|raison sociale|societe|denomination|designation|tiers",
        "address": "adresse*|siege*|rue",
        "city": "ville|code postal et ville|cp ville|commune|localite",
        "contact": "contact|interlocuteur|a l attention de|attention de|responsable|nom du contact",
        "civility": "civilite|titre",
        "email": "e mail|email|mail|courriel|adresse e mail|adresse email|adresse mail",
        "phone": "telephone*|tel|mobile|portable|gsm",
        "rc": "rc|n rc|registre du commerce|registre de commerce",
        "nif": "nif|n nif|matricule fiscal",
        "remark": "note|notes|commentaire*|remarque*|observation*",
    },
    needed=("customer", "address|email|phone|contact"),
)

NAMED_TABS: dict[Kind, tuple[str, Vocabulary, tuple[str, ...]]] = {
    "accounts": (r"comptes?( bancaires| de tresorerie)?|liste des comptes|soldes( initiaux| d ouverture)?|banques", ACCOUNTS, ("account",)),
    "categories": (r"categories|plan de categories", CATEGORIES, ("category",)),
    "rules": (r"regles?( de classement)?", RULES, ("text",)),
    "pockets": (r"poches?", POCKETS, ("pocket",)),
    "splits": (r"ventilations?( .*)?", SPLITS, ("booked_on", "amount", "part")),
    "caps": (r"plafonds?", CAPS, ("target", "amount")),
    "alerts": (r"alertes?", ALERTS, ("alert",)),
    "scenarios": (r"scenarios?", SCENARIOS, ("scenario",)),
    "schedule": (r"echeancier( .*)?|echeances|previsions? connues|engagements", SCHEDULE, ("due_on", "amount")),
    "placements": (r"placements?", PLACEMENTS, ()),
    "rates": (r"cours|taux( de change)?|cours de change|devises|taux devises", RATES, ("quoted_on", "currency", "rate")),
    "holidays": (r"jours feries|feries|conges", HOLIDAYS, ("day",)),
    "receipts": (r"justificatifs?", RECEIPTS, ("file",)),
    "settings": (r"parametres?|reglages|configuration", SETTINGS, ("name", "value")),
    "reminders": (r"(journal |suivi )?(des )?relances?( clients)?", REMINDERS, ("day", "counterparty", "level")),
    "customers": (r"(liste |fichier |repertoire |carnet )?(des )?clients?", CUSTOMERS, ("customer",)),
    "lettering": (r"lettrage", LETTERING, ("decision", "booked_on", "amount", "number", "part")),
}  # fmt: skip
"""Kind → (pattern of the simplified tab name, vocabulary, fields without which the tab is not that kind)."""

_CURRENCY_NAMES = {
    "EUR": "eur|euro|euros",
    "USD": "usd|dollar|dollars|dollar us",
    "GBP": "gbp|livre|livre sterling",
    "CHF": "chf|franc suisse",
    "CAD": "cad|dollar canadien",
    "TND": "tnd|dinar tunisien|dt",
    "MAD": "mad|dirham marocain|dh",
    "SAR": "sar|riyal",
    "AED": "aed|dirham",
    "CNY": "cny|yuan",
    "TRY": "try|livre turque",
    "JPY": "jpy|yen",
    "SEK": "sek",
}
_WIDE_RATES = Vocabulary(
    {
        "quoted_on": "date|jour|date du cours|date cours|au|mois",
        **{
            code: "|".join(
                form
                for name in names.split("|")
                for form in (name, f"cours {name}", f"taux {name}", f"1 {name}", f"cours de l {name}", f"cours du {name}")
            )
            for code, names in _CURRENCY_NAMES.items()
        },
    },
    needed=("quoted_on",),
)


def rates_by_column(rows: Sequence[Sequence[object]]) -> Headings | None:
    """Headings of rates with one column a currency (« Date | EUR | USD »); fields are « quoted_on » and ISO codes."""
    headings = find_headings(rows, _WIDE_RATES)
    return headings if headings is not None and "quoted_on" in headings else None
