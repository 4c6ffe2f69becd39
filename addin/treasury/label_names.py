"""The name inside a bank label: what is left once the words, numbers and dates that the bank put around it are gone.

Labels come folded, with numbers as ``000`` (`counterparties.label_shapes`). The words are those of Algerian and French
statements, and the usual English ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from addin.treasury.cities import CITIES, PLACES_OF_TRADE

_NUMBER = "000"
_CODES = frozenset({"EUR", "USD", "GBP", "CHF", "CAD", "DZD", "DA", "TND", "MAD", "€", "$", "£"})
_CURRENCY_AMOUNT = re.compile(r"(?:EUR|USD|GBP|CHF|CAD|DZD|DA|TND|MAD|[€$£])[0-9]+|[0-9]+(?:EUR|USD|GBP|CHF|CAD|DZD|DA|TND|MAD|[€$£])")
_PERIOD = re.compile(r"[TSQ][1-4]")
_TIME = re.compile(r"[0-9]{1,2}H(?:[0-9]{2})?")
_LETTERS_THEN_NUMBER = re.compile(r"([A-Z]{6,})[0-9]+-?")  # « DISCINSURE4002840983 » is a name; « FA112 », « MDT001 » are references
_START_OF_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}")

_MONTHS_TEXT = """JANVIER JANV JAN FEVRIER FEVR FEV MARS AVRIL AVR MAI JUIN JUILLET JUIL AOUT SEPTEMBRE SEPT SEP OCTOBRE OCT NOVEMBRE NOV
    DECEMBRE DEC FEB MAR APR MAY JUN JUL AUG"""
_LEADING_TEXT = """VIR VIRT VRT VIREMENT VIREMENTS RECU RECUE RECUS EMIS EMISE EMISSION ORDRE PERMANENT SEPA INST INSTANTANE CHQ CHQS CHEQUE
    CHEQUES REM REMISE CARTE CB CIB TPE VISA MASTERCARD EDAHABIA DAHABIA PAIEMENT PAIEM PAIMENT PAYMENT ACHAT ACHATS PRLV PRLVT PREL
    PRELEVEMENT PRELEVEMENTS EUROPEEN REGLEMENT REGLT RGLT REGL TRAITE EFFET LCR DE DES DU D A AU AUX EN VOTRE FAVEUR FAV PROFIT POUR PAR
    BENEF BENEFICIAIRE FRS IMPAYE IMPAYES REJET REJETE RETOUR VERSEMENT VERSEMENTS VERST VERS BANCAIRE WEB D'ORDRE L'ORDRE ORDONNE EMETTEUR
    DONNEUR ENCAISSEMENT ENCAIST ENC TELEPAIEMENT TELEVIREMENT TELEREGLEMENT TELECOMPENSATION COMPENSATION RTGS ARTS ATCI RECURRENT"""
_BEFORE_A_NUMBER_TEXT = """FACTURE FACTURES FACT FACTS FAC FA FC F FV INV INVOICE REF REFERENCE N NO NUM NUMERO N° Nº NR RE BC BL CDE
    COMMANDE AV AVOIR DU LE AU DE AG AGENCE CHQ CHEQUE CARTE CARD CB ECHEANCE ECH ID RIB IBAN RUM ICS MANDAT MDT ON"""
_MONTHS = frozenset(_MONTHS_TEXT.split())
_LEADING = frozenset(_LEADING_TEXT.split())
_BEFORE_A_NUMBER = frozenset(_BEFORE_A_NUMBER_TEXT.split())
_CASH = frozenset({"ESP", "ESPECE", "ESPECES"})
_PAYING_IN = frozenset("REM REMISE REMISES VERSEMENT VERSEMENTS VERST".split())
_OWN_ACCOUNT = frozenset({"INTERNE", "INTERNES", "CPTE", "CPT", "COMPTE", "COMPTES", "ENTRE", "INTER"})
_NO_NAME = _CASH | {"CASH", "SANS", "PROVISION", "CCP", "CAISSE"}
_CUTS = frozenset({"REF", "REFERENCE", "REFERENCES", "MOTIF"})  # what follows one of them is no name any more
_COUNTRIES = frozenset(
    {"FR", "FRA", "DZ", "DZA", "GB", "GBR", "IE", "IRL", "LU", "LUX", "NL", "NLD", "DE", "DEU", "ES", "ESP", "IT", "US", "USA"}
)
_CARD_WORDS = re.compile(
    r"^(?:\W|000)*(?:CARTE|CB|CIB|TPE|VISA|MASTERCARD|EDAHABIA|DAHABIA|RETRAITS?|RET|DAB|GAB|CARD|POS"
    r"|(?:FACTURE|PAIEMENT|ACHAT)S?(?: PAR| EN)? (?:CARTE|CB|CIB|TPE))\b"
)

_ENGLISH = re.compile(
    r"^\W*(?:POS (?:PURCHASE|PAYMENT|DEBIT)|CARD (?:PAYMENT|PURCHASE)(?: (?:TO|AT))?"
    r"|(?:VISA|DEBIT CARD|FUEL|OVERSEAS|ONLINE(?: CARD)?|(?:INTERNATIONAL )?RECURRING CARD) PURCHASE"
    r"|DIRECT DEBIT(?: PAYMENT)?(?: TO)?|STANDING ORDER(?: TO)?|FASTER PAYMENTS?(?: RECEIVED| SENT)?(?: FROM| TO)?|BILL PAYMENT(?: TO)?"
    r"|(?:BANK |WIRE |EXTERNAL )?TRANSFER (?:TO|FROM)|(?:FNB APP |RTC |EXPRESS )*(?:PAYMENT|PMT) (?:TO|FROM|RECEIVED FROM)"
    r"|MAGTAPE (?:DEBIT|CREDIT)|ACB (?:DEBIT|CREDIT)(?::(?:EXTERNAL|INTERNAL))?"
    r"|(?:DEBICHECK|NAEDO)(?: INTERNAL| EXTERNAL)? (?:D/O|DEBIT ORDER(?: PAYMENT)?))"
    r"\W+(?=\S)"
)
_AGGREGATOR = re.compile(
    r"(?:^|(?<= ))(?:PAYPAL|PP|SUMUP|SQ|IZ|ZETTLE|IZETTLE|STRIPE|MOLLIE|DOJO|ZAPPER1?|PAYFAST|YOCO|WD|IKH) ?[*_] ?(?=\w)"
)
_NOWHERE = re.compile(
    r"(?:^|(?<=\W))(?:SANS CONTACT|COMMERCE ELECTRONIQUE|CARTE N(?:UMERO|O|°)|CARD NO|\(?CARD ?\)|\(EFFEC ?\)|NOT ?PROVIDED|NON REFERENCE"
    r"|POUR LE COMPTE DE|EN VOTRE FAVEUR|HTTPS?:/*|WWW\.|ID EMETTEUR)(?=\W|$|(?<=/|\.)\w)"
)
_MAY_HAVE_PHRASES = re.compile(r"CARTE N|CARD|SANS C|COMM|EFFEC|PROVID|NON REF|POUR LE|EN VOTRE|HTTP|WWW|ID EM")
_NAME_FOLLOWS = re.compile(
    r"(?:^|(?<=[\s/]))(?:(?:/ ?)(?:DE|ORDRE|D'ORDRE DE|DO|BENEF|BENEFICIAIRE|POUR|NOM)[: ]"
    r"|(?:DE|POUR|BENEF|BENEFICIAIRE|DONNEUR D'ORDRE|ORDRE|EMETTEUR|NOM|TIERS|CLIENT|FOURNISSEUR) ?:)\s*"
)
_DETAIL_FOLLOWS = re.compile(
    r"(?:(?<=\s)|^|/) ?(?:(?:MOTIF|REF(?:ERENCE)?|REFDO|REFBEN|DATE|ID|ICS|RUM|MANDAT|MDT|LIB|LIBELLE|OBJET|BIC|IBAN|RIB|ECH|COMMUNICATION"
    r"|INFO|DETAIL) ?[:/]|(?<=/)(?:MOTIF|REF|REFDO|REFBEN|LIB|ID|MDT|ICS|RUM|FRM|ECH|DATE)\b)"
)
_MARKED = re.compile(r"[:/]")
_SPLIT = re.compile(r"[\s/*;,+|_()\[\]\"#=<>!?]+")
_WORD_EDGES = " .'\"-*&:#"


def name_in(shape: str) -> str:
    """The name inside one label shape, "" when only the bank's words and numbers are left.

    The name of a name is itself. A city at the end of a card payment goes, unless the name would be a mere « HOTEL ».

    >>> name_in("CARTE 000 SOCIETE X PARIS"), name_in("VIREMENT SEPA RECU /DE SARL BETA /MOTIF FACTURE 000 /REF ABC")
    ('SOCIETE X', 'SARL BETA')
    >>> name_in("PRLV SEPA EDF ECH/000 ID EMETTEUR/FR000"), name_in("ECH PRET 000"), name_in("REMISE CHEQUES 3")
    ('EDF', 'ECH PRET', '')
    """
    return names_in([shape])[0]


def names_in(shapes: Sequence[str]) -> list[str]:
    """`name_in` of many shapes."""
    settled: dict[str, str] = {}
    names = []
    for shape in shapes:
        first = _once(shape)
        if first not in settled:
            name = first
            while name and (again := _once(name)) and again != name:
                name = again
            settled[first] = name
        names.append(settled[first])
    return names


def bank_words_in(shape: str) -> str:
    """The words of a paying-in that names nobody, without numbers: « REMISE CHEQUES »; "" for anything else.

    Two transfers without a name are not one counterparty, and keep their numbers.
    """
    words = [word for word in _words(shape) if word]
    return " ".join(words) if _PAYING_IN.intersection(words) else ""


def _once(shape: str) -> str:
    is_card = _CARD_WORDS.match(shape) is not None
    text = _without_phrases(shape)
    if _MARKED.search(text):
        for part in _marked_parts(text):
            if name := _plain_name(part, is_card):
                return name
    return _plain_name(text, is_card)


def _without_phrases(shape: str) -> str:
    text = _NOWHERE.sub(" ", shape) if _MAY_HAVE_PHRASES.search(shape) else shape
    text = _ENGLISH.sub("", text, count=1)
    return _AGGREGATOR.sub("", text) if "*" in text or "_" in text else text


def _marked_parts(text: str) -> list[str]:
    """What may hold the name of a label with marked fields (« DE: … MOTIF: … »), the likeliest first."""
    parts = []
    if told := _NAME_FOLLOWS.search(text):
        parts.append(text[told.end() :])
    parts.append(text)
    return [part[: detail.start()] for part in parts if (detail := _DETAIL_FOLLOWS.search(part))] + (parts[:1] if told else [])


def _plain_name(text: str, is_card: bool) -> str:
    words = [word for word in _words(text) if word]
    name = _without_leading(words)
    for at, word in enumerate(name):
        if at and word in _CUTS:
            del name[at:]
            break
    _trim(name)
    if is_card:
        _without_city(name)
        _trim(name)
    return " ".join(name)


def _trim(name: list[str]) -> None:
    while len(name) > 1 and (name[-1] in _MONTHS or name[-1] in _BEFORE_A_NUMBER):
        name.pop()


def _words(text: str) -> list[str]:
    """The words without numbers and what announces them; "" where a number stood."""
    words: list[str] = []
    for token in _SPLIT.split(text):
        word = token.strip(_WORD_EDGES)
        if _is_number(word):
            if letters := _LETTERS_THEN_NUMBER.fullmatch(word):
                words.append(letters[1])
                continue
            while words and (
                words[-1] in _BEFORE_A_NUMBER or words[-1] in _CODES or words[-1] in _MONTHS or _START_OF_IBAN.fullmatch(words[-1])
            ):
                words.pop()
            words.append("")  # a hole: keeps « 61,20 USD » together
        elif words and words[-1] == "" and word in _CODES:
            continue
        elif word:
            words.append(word)
    return words


def _without_leading(words: list[str]) -> list[str]:
    if len(words) > 1 and words[0] in _LEADING and words[1] in _OWN_ACCOUNT:
        return list(words)
    start = 0
    while start < len(words) and (words[start] in _LEADING or (start and words[start] in _CASH)):
        start += 1
    rest = words[start:]
    if any(word not in _NO_NAME for word in rest):
        return rest
    return list(words) if any(word in _NO_NAME for word in words) else []


def _without_city(name: list[str]) -> None:
    """Take the city (and the country) off the end of a card payment's name, when a name is left."""
    end = len(name)
    if end > 2 and name[end - 1] in _COUNTRIES:
        end -= 1
    for length in (3, 2, 1):
        if end > length and " ".join(name[end - length : end]) in CITIES:
            left = name[: end - length]
            if any(word not in PLACES_OF_TRADE for word in left):
                del name[end - length :]
            return
    if end < len(name):
        del name[end:]


def _is_number(word: str) -> bool:
    if not word or word.isalpha():
        return False
    if _NUMBER in word or word.isdigit() or sum(map(str.isdigit, word)) >= len(_NUMBER):
        return True
    return _PERIOD.fullmatch(word) is not None or _TIME.fullmatch(word) is not None or _CURRENCY_AMOUNT.fullmatch(word) is not None
