"""What banks of many countries call the columns of their exports, and the lines of these that are no operations.

Only the import uses these words, so that the reading of her own tabs does not change. All names are simplified
(`headings.simplify`): lower case, no accents, no punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from addin.treasury.headings import Vocabulary, simplify
from addin.treasury.vocabularies import OPERATIONS

CURRENCIES = frozenset(
    (
        "DZD EUR USD GBP TND MAD CHF CAD JPY CNY SGD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH AED SAR QAR KWD BHD OMR EGP "
        "LYD MRU XOF XAF ZAR INR BRL MXN HKD KRW THB IDR MYR LTL ILS JOD LBP ISK"
    ).split()
)
"""Currency codes that are taken for one at the end of a heading (« Amount CZK »)."""

NEEDED = ("booked_on|value_date", "amount|debit|credit")
"""Fields without which a line is not the heading of a statement."""

_WORDS = {
    "booked_on": (
        "posted|post date|posted date|posting date|date posted|date processed|processed date|processing date|trans date|tran date|"
        "transaction date|completed date|created|created on|settlement date|entry date|book date|bookdate|dtposted|"
        "buchungstag|buchungsdatum|buchung|datum|tag|umsatztag|belegdatum|"
        "boekdatum|boekingsdatum|datum verrichting|datum verrekening|transactiedatum|"
        "data|data operazione|data contabile|data movimento|data registrazione|"
        "fecha|fecha operacion|fecha de operacion|fecha contable|f operacion|fecha movimiento|"
        "data mov|data movimento|data lancamento|data do lancamento|data operacao|data da operacao|"
        "bogforingsdato|bogført|bokforingsdag|bokforingsdatum|bokforingsdato|bokført|dato|transaktionsdag|transaktionsdatum|"
        "datum zauctovani|datum provedeni|datum provedeni transakce|datum zauctovani transakce|datum uctovani|"
        "data operacji|data ksiegowania|data transakcji|data zaksiegowania|"
        "tranzakcio datuma|konyveles datuma|konyvelesi nap|"
        "date de la transaction|date d enregistrement|date enregistrement|date de traitement|date traitement|date dope|datope|"
        "execution date|fecha ejecucion|"
        "التاريخ|تاريخ|تاريخ العملية|تاريخ التسجيل|تاريخ القيد"
    ),
    "value_date": (
        "value|value date|val date|valuta|valutadatum|valutadatum|wertstellung|wertstellungstag|wert|rentedatum|valutadato|rentedato|"
        "data valuta|fecha valor|f valor|data valor|datum valuty|data waluty|erteknap|rdate valeur|vdate|date val|tarih valor|"
        "تاريخ القيمة|تاريخ الاستحقاق"
    ),
    "label": (
        "details of transaction|transaction details|transaction description|narrative|narration|particulars|memo|message|"
        "transaction narrative|description 1|description 2|name description|"
        "verwendungszweck|buchungstext|buchungsdetails|transaktionsbeschreibung|umsatztext|beschreibung|text|vorgang verwendungszweck|"
        "transaktionsbeschreibung zusatz|"
        "omschrijving|omschrijving 1|omschrijving 2|omschrijving 3|mededelingen|mededeling|vrije mededeling|gestructureerde mededeling|"
        "handelaar|naam omschrijving|"
        "descrizione|descrizione operazione|causale|causale descrizione|dettagli|"
        "concepto|descripcion|detalle|movimiento|mas datos|"
        "descricao|descritivo|historico|descricao da operacao|"
        "tekst|beskrivelse|beskrivning|spesifikasjon|forklaring|rubrik|"
        "zprava|zprava pro prijemce|zprava pro me|poznamka|popis|message for payee|message for me|"
        "tytul|opis operacji|opis|opis transakcji|tytulem|"
        "kozlemeny|reszletek|"
        "raw|wording|libelles|libelle de l operation|libelle d operation|nature de l operation|titre de l objet|"
        "البيان|بيان|التفاصيل|الوصف|طبيعة العملية"
    ),
    "amount": (
        "value amount|net|net amount|amount|amt|transaction amount|trans amt|transaction amt|gross amount|gross amt|original amount|"
        "original gross amt|original gross amount|billing amount|billed amount|posted amount|"
        "montant de l operation|montant euros|"
        "betrag|umsatz|buchungsbetrag|betrag eur|"
        "bedrag|transactiebedrag|"
        "importo|importe|importe movimiento|cantidad|monto|"
        "valor|valor movimento|montante|"
        "belob|beløb|belopp|beløp|"
        "castka|zauctovana castka|castka v mene uctu|objem|"
        "kwota|kwota operacji|kwota transakcji|wartosc|"
        "osszeg|tranzakcio osszege|"
        "المبلغ|مبلغ|مبلغ العملية"
    ),
    "debit": (
        "outflow|debit amount|debits|money out|paid out|paid out amount|payments|withdrawal|withdrawals|withdrawal amt|charges|"
        "soll|belastung|lastschrift|ausgang|ausgaben|"
        "debet|af|uitgaven|"
        "dare|addebito|addebiti|uscite|uscita|"
        "cargo|cargos|debe|gasto|gastos|"
        "debito|debitos|saida|saidas|a debito|"
        "ud|ut|utbetalning|ut fra konto|uttag|"
        "vydaje|obciazenia|wydatki|kiadas|terheles|"
        "مدين|المدين|سحب|السحب|مدين دج"
    ),
    "credit": (
        "inflow|credit amount|credits|money in|paid in|paid in amount|receipts|deposit|deposits|deposit amt|"
        "haben|gutschrift|eingang|einnahmen|"
        "bij|inkomsten|"
        "avere|accredito|accrediti|entrate|entrata|"
        "abono|abonos|haber|ingreso|ingresos|"
        "credito|creditos|entrada|entradas|a credito|"
        "ind|inn|insattning|inn pa konto|"
        "prijmy|uznania|wplywy|bevetel|jovairas|"
        "دائن|الدائن|داين|إيداع|ايداع|الإيداع|دائن دج"
    ),
    "balance": (
        "running balance|ledger balance|account balance|balance after|closing balance|available balance|balance amount|"
        "saldo|saldo nach buchung|kontostand|saldo na trn|saldo na mutatie|saldo contabile|saldo disponible|saldo contabilistico|"
        "saldo efter|bokfort saldo|zustatek|saldo po operacji|egyenleg|konyvelt egyenleg|"
        "solde comptable|solde cumule|solde apres operation|solde en valeur|"
        "الرصيد|رصيد"
    ),
    "balance_debit": "solde debit|solde debiteur",
    "balance_credit": "solde credit|solde crediteur",
    "direction": (
        "d k|k d|dk|cr dr|dr cr|credit debit|credit debit indicator|debit credit indicator|credit or debit|cd flag|cdflag|indicator|"
        "transaction type|type|af bij|bij af|code af bij|debet credit|soll haben|s h|sh|bevetel kiadas|segno|signo|sens|dc|flag|in out|"
        "typ|vorzeichen|debit credit|مدين دائن"
    ),
    "currency": (
        "ccy|curr|currency code|account currency|wahrung|waehrung|buchungswahrung|kontowahrung|munt|valuta kod|muntsoort|divisa|moneda|"
        "moeda|valuuta|mena|mena uctu|waluta|devizanem|tranzakcio devizaneme|devise du compte|monnaie du compte|العملة"
    ),
    "account": (
        "account no|account number|account iban|own account|bank account|konto|kontonummer|auftragskonto|auftraggeberkonto|"
        "iban auftraggeberkonto|iban bban|rekening|rekeningnummer|eigen rekening|iban rekening|conto|numero conto|cuenta|numero de cuenta|"
        "conta|numero da conta|kontonr|cislo uctu|rachunek|numer rachunku|szamlaszam|n compte|numero de compte|compte n|kredietkaart|"
        "رقم الحساب|الحساب"
    ),
    "reference": (
        "id|transaction id|transactionid|trans id|id transaction|identifiant|identifiant transaction|record id|id transakce|fitid|"
        "transaction reference number|transaction reference|transactiereferentie|buchungsreferenz|n de transaction|n transaction|"
        "numero de transaction|numero de sequence|n de sequence|bank reference|reference banque|reference bancaire|reference unique|"
        "reference operation|reference de l operation|ref operation|referencni cislo transakce|volgnr|afschriftnummer volgnr|"
        "referencia|numero operacion|رقم العملية"
    ),
    "counterparty": (
        "payee|payee name|merchant|merchant name|counterparty|counterparty name|counteraccount name|beneficiary|beneficiary name|"
        "name|nom de la contrepartie|contrepartie de la transaction|nom contrepartie|"
        "empfanger|beguenstigter zahlungspflichtiger|begunstigter zahlungspflichtiger|auftraggeber empfanger|auftraggeber begunstigter|"
        "name zahlungsbeteiligter|zahlungsempfanger|"
        "naam|naam tegenpartij|tegenpartij|naam begunstigde|"
        "beneficiario|ordinante|ordenante|controparte|destinatario|"
        "nazev protiuctu|nazwa odbiorcy|nadawca odbiorca|kontrahent|partner neve|modtager|mottagare|mottaker|"
        "المستفيد|الطرف المقابل"
    ),
    "piece": (
        "cheque|cheque number|cheque no|check number|check no|chq no|chq ref no|cheque ref no|doc no|document number|reference no|"
        "customer reference|n piece|variabilni symbol|variabilni symbol 1|variable symbol 1|vs|numero documento|رقم الشيك|المرجع"
    ),
    "status": "state|transaction status|etat|statut|info|estado|stato|stav",
    "foreign_amount": (
        "local amount|original amount|amount in foreign currency|originalbetrag|betrag fremdwahrung|oorspr bedrag|puvodni castka a mena|"
        "montant francs|montant ff|importo originale|importe original|bedrag in eur|montant dans la devise"
    ),
    "foreign_currency": "local currency|original currency|originalwahrung|fremdwahrung|oorspr munt|devise d origine|devise origine",
    "other_account": (
        "counterparty account|counter account|counterparty iban|compte contrepartie|compte beneficiaire|compte de la contrepartie|"
        "tegenrekening|tegenrekening iban bban|rekeningnummer tegenpartij|cislo protiuctu|partner szamlaszama|bank account details|"
        "bankovni spojeni|kontonummer iban|gegenkonto"
    ),
    "fee": "fee|fees|commission|commissions|frais|kosten op verrichting|poplatek|geb hr|gebuhr|avant commission|gross|brut",
    "rate": "exchange rate|wechselkurs|umrechnungskurs|koers|cambio|kurs",
}  # fmt: skip

_LINES = {
    "solde initial": (
        "opening balance|balance brought forward|brought forward|previous balance|starting balance|start balance|"
        "anfangssaldo|alter saldo|saldo alt|beginsaldo|vorig saldo|saldo iniziale|saldo inicial|saldo anterior|saldo precedente|"
        "indgaende saldo|ingaende saldo|inngaende saldo|pocatecni zustatek|saldo poczatkowe|nyito egyenleg|nyitoegyenleg|"
        "solde d ouverture|solde precedent|solde debut de periode|الرصيد الافتتاحي|الرصيد السابق|رصيد سابق|رصيد أول المدة"
    ),
    "solde final": (
        "closing balance|balance carried forward|carried forward|ending balance|end balance|final balance|new balance|current balance|"
        "available balance|ledger balance|book balance|"
        "endsaldo|neuer saldo|saldo neu|kontostand|eindsaldo|nieuw saldo|saldo finale|saldo final|saldo actual|saldo contabile|"
        "udgaende saldo|utgaende saldo|konecny zustatek|saldo koncowe|zaro egyenleg|"
        "solde de cloture|solde fin de periode|الرصيد النهائي|الرصيد الختامي|الرصيد الجديد|الرصيد الحالي"
    ),
    "total mouvements": (
        "turnover|total turnover|total movements|totals|total amount|summe|gesamt|gesamtsumme|umsatz gesamt|totaal|totale|totales|suma|"
        "celkem|razem|osszesen|المجموع|الاجمالي|الإجمالي|مجموع الحركات"
    ),
}  # fmt: skip

_PENDING = frozenset(
    "pending|en attente|en cours|a venir|vorgemerkt|umsatz vorgemerkt|in behandeling|pendiente|in attesa|pendente|non comptabilise|"
    "en instance|en cours de traitement|قيد الانتظار".split("|")
)


class BankVocabulary(Vocabulary):
    """The headings of bank exports: their own words first, then those of the bookkeeper's tabs; a currency at the end is set aside."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__({name: simplified(words) for name, words in fields.items()}, NEEDED)

    def named(self, heading: str) -> str | None:
        """The field that has this very name."""
        bare = without_currency(heading)[0]
        for text in (heading, bare):
            if (own := super().named(text)) or (own := OPERATIONS.named(text)):
                return own
        return None

    def field_of(self, heading: str) -> str | None:
        """The field that a simplified heading names, None when it is not one of a bank's columns."""
        bare = without_currency(heading)[0]
        return self.named(heading) or OPERATIONS.field_of(heading) or OPERATIONS.field_of(bare)


def without_currency(heading: str) -> tuple[str, str]:
    """A simplified heading without the currency code at its end, and this code.

    >>> without_currency("withdrawals sgd"), without_currency("amount")
    (('withdrawals', 'SGD'), ('amount', ''))
    """
    head, _, last = heading.rpartition(" ")
    return (head, last.upper()) if head and last.upper() in CURRENCIES else (heading, "")


def simplified(words: str) -> str:
    """Names separated by « | » as `simplify` leaves them (Arabic and Nordic letters too)."""
    return "|".join(f"{simplify(word)}*" if word.endswith("*") else simplify(word) for word in words.split("|"))


def line_meaning(label: str) -> str:
    """The label of a line in the French words that the reader of tabs knows, when it is a total or a balance in another language."""
    return _CANONICAL.get(simplify(label), label) if _first_word(label[:_LONGEST_WORD]) in _FIRST_WORDS else label


def line_meanings(labels: Sequence[str]) -> Sequence[str]:
    """`line_meaning` of each label."""
    firsts = [label[:_LONGEST_WORD].partition(" ")[0] for label in labels]
    telling = {first for first in set(firsts) if _first_word(first) in _FIRST_WORDS}
    if not telling:
        return labels
    return [line_meaning(label) if first in telling else label for label, first in zip(labels, firsts, strict=True)]


def _first_word(text: str) -> str:
    word = text.casefold().partition(" ")[0].strip(":.*_-")
    return word if word.isascii() else simplify(word)


def is_pending(text: str) -> bool:
    """True when a date or a status says that the line is not booked yet."""
    return simplify(text) in _PENDING


BANK_COLUMNS = BankVocabulary(_WORDS)
_CANONICAL = {name: french for french, words in _LINES.items() for name in simplified(words).split("|")}
_FIRST_WORDS = frozenset(name.partition(" ")[0] for name in _CANONICAL)
_LONGEST_WORD = 30
