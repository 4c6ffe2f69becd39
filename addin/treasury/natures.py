"""The nature of a bank line: salary, tax, social dues, loan, bank fee, cash withdrawal, own-account transfer, bounced payment."""

from __future__ import annotations

import re
from functools import lru_cache

import pandas as pd

from addin.treasury.counterparties import Shapes, label_shapes, map_distinct, normalise

NATURES = ("salary", "tax", "social", "loan", "bank_fee", "cash_withdrawal", "transfer", "bounced", "")

_MONTH = r"(?:JANV|FEVR|FEV\b|MARS|AVRIL|AVR\b|MAI\b|JUIN|JUIL|AOUT|SEPT|OCT|NOV|DEC)"
_ORDER = r"(?:VIR|VIREMENT|EMIS|CHQ|CHEQUE|PRLV|PRELEVEMENT|PAIEMENT|REGLEMENT|DEBIT|ACOMPTE|SOLDE|1ER|2EME|3EME|[0-9]+)"
_START = rf"^(?:{_ORDER} )*"  # the label starts here, after the bank's own words
_TRANSFER = r"\b(?:VIR|VIRT|VRT|VIREMENTS?|TRANSFERTS?|MOUVEMENTS?) "
_ACCOUNT = r"(?:CPTES?|CPT|COMPTES?|C C)"
_FEE_OBJECT = (
    r"(?:VIR|VIREMENTS?|VRT|CHQS?|CHEQUES?|CHEQUIER|TVA|TENUE|COMPTE|CPTE|MVT|MOUVEMENTS?|DECOUVERT|ENGAGEMENT|TRANSFERT|SWIFT|EFFETS?|"
    r"ENC|ENCAISSEMENT|REM|REMISE|RET|RETRAITS?|TPE|CIB|CARTE|VISA|MASTERCARD|EDAHABIA|SMS|EBANKING|DOMICILIATION|CAUTION|AVAL|CHANGE|"
    r"BANCAIRES?|BANQUE|REJETS?|IMPAYES?|VERSEMENT|CERTIFICATION|OPPOSITION|RELEVE|CREDOC|ESCOMPTE|SUR|S)\b"
)
_TAX_TAIL = (
    rf"(?:$|(?= (?:[0-9]|{_MONTH}|T[1-4]\b|ACOMPTE|SOLDE|EXERCICE|MOIS|TRIM|SUR|SALAIRE|BNC|IRG|IBS|TVA|TAP|TIMBRE|MENSUEL|"
    r"A PAYER|A DECAISSER)))"
)
_PAYROLL_PRODUCTS = (
    "SAGE",
    "EBP",
    "PC",
    "DLG",
    "LOGICIEL",
    "LOGICIEL DE",
    "MODULE",
    "BULLETIN DE",
    "BULLETINS DE",
    "FICHE DE",
    "FICHES DE",
)
_NOT_PAYROLL = "".join(rf"(?<!\b{words} )" for words in (*_PAYROLL_PRODUCTS, "TRAITEMENT", "TRAITEMENT DE"))

# The leftmost word that tells decides (« COM VIR SALAIRES » is a fee, « IRG SALAIRES » a tax); at one place, this order does.
_WORDS: dict[str, tuple[str, ...]] = {
    "bank_fee": (
        rf"^(?:(?:PRLV|PRELEVEMENT|DEBIT) )?(?:COM|COMM|COMMISSIONS?)(?: ?$|(?= (?:[0-9]|(?:DE |D |DU )?{_FEE_OBJECT})))",
        r"\bTVA (?:SUR |S )?(?:COM|COMM|COMMISSIONS?|FRAIS|AGIOS)\b",
        rf"\bFRAIS (?:DE |D |DU |SUR )?(?:GESTION (?:DE )?COMPTE|{_FEE_OBJECT})",
        r"\bAGIOS?\b",
        r"\bINTERETS DEBITEURS\b",
        r"\bTENUE (?:DE )?(?:COMPTE|CPTE)\b",
    ),
    "transfer": (
        rf"{_TRANSFER}(?:DE FONDS )?INTERNES?\b",
        rf"{_TRANSFER}(?:DE |DU )?{_ACCOUNT} (?:A|AU|VERS) {_ACCOUNT}(?![A-Z])",
        rf"{_TRANSFER}(?:ENTRE|INTER) (?:MES |NOS )?{_ACCOUNT}(?![A-Z])",
        r"\b(?:VERSEMENTS?|VERST|VERS) (?:SUR |AU |VERS |POUR )?CCP\b",
        r"\b(?:ALIM|ALIMENTATION|APPRO|APPROVISIONNEMENT) (?:DE |DU |LA |D )*(?:CAISSE|CCP|CPTE|CPT|COMPTE|CARTE|BANQUE)\b",
        r"\b(?:RECHARGE|RECHARGEMENT|CHARGEMENT) (?:DE |LA )*CARTE (?:CIB|VISA|EDAHABIA|MASTERCARD|PREPAYEE)\b",
        r"\b(?:VERSEMENT|VERST|VERS|REMISE) (?:DE |LA )*CAISSE (?:EN |A LA |VERS )*BANQUE\b",
        r"^NIVELLEMENT\b",
    ),
    "cash_withdrawal": (
        r"\b(?:RET|RETRAITS?) (?:D |DE |EN |PAR )?"
        r"(?:ESP|ESPECES?|DAB|GAB|GUICHET|DISTRIBUTEUR|CIB|CARTE|CHQ|CHEQUE|CAISSE|VISA|EDAHABIA)\b",
        r"^(?:RETRAITS?|DAB|GAB)(?: ?$|(?= [0-9]))",
    ),
    "loan": (
        r"\b(?:ECH|ECHEANCES?|REMB|REMBOURSEMENT|MENSUALITES?|AMORTISSEMENT|DEBLOCAGE|INTERETS?|CAPITAL|ANNUITE) (?:DE |DU |D |SUR )?"
        r"(?:PRETS?|CREDITS?|EMPRUNTS?|CMT|CLT|LEASING)\b(?! (?:TVA|CLIENTS?))",
        r"\bEMPRUNTS?\b",
        r"^PRET (?=[0-9]|BANCAIRE|BNA|CPA|BEA|BADR|BDL|CNEP|ANSEJ|ANADE|ANGEM|CNAC)",
    ),
    "social": (
        r"\b(?:CNAS|CASNOS|CACOBATPH|CACOBATH|URSSAF|SECURITE SOCIALE|SECU SOCIALE)\b",
        r"\b(?:COTISATIONS?|CHARGES) SOCIALES?\b",
        r"\bCAISSE (?:DE )?RETRAITES?\b",
    ),
    "tax": (
        r"\bGN? ?50(?: ?TER)?\b",
        r"\bG ?12(?: ?BIS)?\b",
        r"\bDGI\b",
        r"(?<!CONSEIL )(?<!CABINET )\bIMPOTS?\b",
        r"\bRECETTES? (?:DES |D )?IMPOTS?\b",
        rf"{_START}(?:TVA|IRG|IBS|TAP|IFU){_TAX_TAIL}",
        rf"{_START}CDI\b(?! (?:INTERIM|INFORMATIQUE))",
        r"\bTAXE (?:FONCIERE|PROFESSIONNELLE|D APPRENTISSAGE|DE FORMATION|SUR (?:LES )?SALAIRES|D HABITATION)\b",
    ),
    "salary": (
        r"\b(?:SALAIRES?|REMUNERATIONS?|APPOINTEMENTS?|CONGES PAYES|MASSE SALARIALE)\b",
        r"\bSOLDE (?:DE |D )?TOUT COMPTE\b",
        rf"{_NOT_PAYROLL}\bPAIES?\b(?! (?:ET RH|RH|LOGICIEL|SAAS))",
        r"\bNET A PAYER\b(?!.*\b(?:FACT|FACTURE|FA)\b)",
        rf"^PAYE (?:DE |DU )?(?:{_MONTH}|MOIS|PERSONNEL|[0-9])",
        r"^(?:VIR|VIREMENT|ORDRE|CHQ|CHEQUE) SAL\b",
        r"^(?:(?:VIR|VIREMENT|CHQ|CHEQUE) )?(?:[0-9]+ )?PERSONNEL\b(?! INTERIM)",
    ),
}
_LABEL = re.compile("|".join(f"(?P<{nature}>{'|'.join(words)})" for nature, words in _WORDS.items()))
_SETTLED = "".join(rf"(?<!\b{word} )" for word in ("REGLEMENT", "REGUL", "REGULARISATION", "RECOUVREMENT", "PAIEMENT", "RECOUVREMENT DES"))
_BOUNCED = re.compile(rf"{_SETTLED}\b(?:IMPAYEE?S?|REJETS?|REJETEE?S?|(?:CHQ|CHEQUE) SANS PROVISION)\b")

_INTERNAL = r"\b(?:VIREMENTS?|TRANSFERTS?|MOUVEMENTS?) (?:DE FONDS )?INTERNES?\b|^VIREMENTS? DE FONDS$|^INTERNES?$|\bCOMPTE A COMPTE\b"
_PERSONNEL = r"^(?:FRAIS (?:DE )?|CHARGES (?:DE )?)?PERSONNEL\b|\bSALAIRES?\b|^PAIES?$|^REMUNERATIONS?\b|\bMASSE SALARIALE\b"
_SOCIAL = r"\b(?:CNAS|CASNOS|URSSAF|SECURITE SOCIALE)\b|\b(?:CHARGES|COTISATIONS?) SOCIALES?\b"
_CATEGORY = tuple(
    (nature, re.compile(words))
    for nature, words in (
        ("bounced", r"\bIMPAYES?\b"),
        ("transfer", _INTERNAL),
        ("cash_withdrawal", r"^RETRAITS?(?: D)?(?: ESPECES?| CARTE| DAB)?$"),
        ("bank_fee", r"\b(?:FRAIS|SERVICES?|COMMISSIONS?) BANCAIRES?\b|^AGIOS$"),
        ("loan", r"\bEMPRUNTS?\b|\bPRETS?\b(?! A PORTER)|\bCREDITS? BANCAIRES?\b"),
        ("tax", r"\bIMPOTS?\b|^TAXES?\b|\bFISCAL(?:E|ES|ITE)?\b|^(?:TVA|IRG|IBS|G50)\b"),
        ("salary", _PERSONNEL),
        ("social", _SOCIAL),
    )
)


def natures_of(labels: pd.Series, categories: pd.Series | None = None, told: Shapes | None = None) -> pd.Series:
    """The nature of each line, from the words of its label and from the category typed by the bookkeeper, which wins.

    A category that names a nature decides, with one reserve: personnel and tax categories often hold the social dues too, so in
    « Personnel & CNAS » (and alike) the label says which; a line of such a category whose label says nothing is a salary.

    Args:
        labels: bank labels (libellés).
        categories: Catégorie column, "" where nothing was typed; same index.
        told: `label_shapes` of the labels, when already known.
    Returns:
        Series of `NATURES` on the same index; "" means an ordinary movement. Precision comes before recall.

    >>> natures_of(pd.Series(["VIR SALAIRES 10/26", "G50 09/26", "COM VIR+TVA", "TOTAL ENERGIES"])).tolist()
    ['salary', 'tax', 'bank_fee', '']
    """
    shapes = told or label_shapes(labels)
    by_label = pd.Series(shapes.of_rows([label_nature(shape) for shape in shapes.shapes]), index=labels.index, dtype=object)
    if categories is None:
        return by_label
    by_category = map_distinct(categories, category_nature)
    label_tells = by_category.isin(("salary", "tax")) & by_label.isin(("social", "tax", "salary", "bounced"))
    return by_category.where((by_category != "") & ~label_tells, by_label)


@lru_cache(maxsize=1 << 17)
def label_nature(label: str) -> str:
    """Nature that one label's words tell, "" when they tell none.

    >>> label_nature("ECH PRET 14/36"), label_nature("PAIERIE COMMUNALE"), label_nature("IMPAYE CHQ 4471902")
    ('loan', '', 'bounced')
    """
    text = normalise(label)
    told = _LABEL.search(text)
    nature = (told.lastgroup or "") if told else ""
    return "bounced" if nature != "bank_fee" and _BOUNCED.search(text) else nature


def category_nature(category: str) -> str:
    """Nature that a category's name tells, "" when it tells none.

    >>> [category_nature(name) for name in ("Impôts & taxes", "Virement interne", "Personnel & CNAS", "Achats")]
    ['tax', 'transfer', 'salary', '']
    """
    text = normalise(category).lstrip("0123456789 ")  # « 2 Personnel & CNAS »
    return next((nature for nature, words in _CATEGORY if words.search(text)), "")
