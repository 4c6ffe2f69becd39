"""The sentences of statement import (relevés): what was understood, what is asked, what is refused."""

from __future__ import annotations

from addin.messages import declare

EVIDENCE: dict[str, str] = {}
"""`Evidence.code` → sentence, a `str.format` template over its details."""

QUESTIONS_ASKED: dict[str, str] = {}
"""`Question.code` → question."""

ANSWERS: dict[str, str] = {}
"""Option of a question → its words."""

# Each area keeps to its own block below; a block begins with its name.

# ---- files, encodings, delimited text (H1)
# fmt: off
declare("STATEMENT_NOT_FOUND", "refusal", "Le relevé « {file} » est introuvable.", "Le chemin donné ne mène à aucun fichier.", "Vérifiez le nom et le dossier.")
declare("STATEMENT_FORBIDDEN", "refusal", "Le relevé « {file} » ne peut pas être ouvert.", "Vos droits ne le permettent pas, ou un autre programme le tient.", "Fermez les autres programmes et vérifiez vos droits, ou travaillez sur une copie.")
declare("STATEMENT_EMPTY", "refusal", "Le relevé « {file} » est vide.", "Le fichier ne contient aucun caractère.", "Téléchargez de nouveau le relevé sur le site de la banque.")
declare("STATEMENT_TOO_BIG", "refusal", "Le relevé « {file} » est trop grand ({size} Mo).", "Un relevé de {limit} Mo contient déjà plus d'un million d'opérations ; celui-ci n'a pas été lu.", "Téléchargez-le en plusieurs périodes plus courtes, ou vérifiez que c'est bien un relevé.")
declare("STATEMENT_BINARY", "refusal", "« {file} » n'est pas un relevé lisible.", "Son contenu est {kind}.", "Téléchargez le relevé au format CSV, Excel, OFX, QIF, MT940, CAMT.053, CFONB 120 ou PDF.")
declare("STATEMENT_TRUNCATED", "refusal", "Le relevé « {file} » est incomplet ou abîmé.", "{reason}.", "Téléchargez-le de nouveau sur le site de la banque.")
declare("STATEMENT_ENCRYPTED", "refusal", "Le relevé « {file} » est protégé par un mot de passe.", "Son contenu est chiffré.", "Ouvrez-le avec le mot de passe de la banque, enregistrez-en une copie sans mot de passe, puis importez la copie.")
declare("STATEMENT_CFONB_240", "refusal", "Le relevé « {file} » est au format CFONB 240.", "Ce format porte des ordres et des remises, pas les opérations du compte.", "Demandez à la banque le relevé de compte au format CFONB 120.")
declare("STATEMENT_XML_OTHER", "refusal", "Le fichier XML « {file} » n'est pas un relevé.", "Il ne contient ni message CAMT, ni OFX, ni feuille Excel ; il commence par la balise <{root}>.", "Demandez à la banque un relevé au format CAMT.053, OFX, CSV ou Excel.")
declare("STATEMENT_HTML_NO_TABLE", "refusal", "« {file} » est une page web sans tableau.", "C'est souvent la page de connexion de la banque, enregistrée à la place du relevé.", "Identifiez-vous de nouveau sur le site de la banque, puis téléchargez le relevé.")
declare("STATEMENT_SHEETS_EMPTY", "refusal", "Le classeur « {file} » est vide.", "Aucune de ses feuilles ne contient de valeur.", "Téléchargez de nouveau le relevé, pour une période qui a des opérations.")
declare("STATEMENT_CELLS_ABNORMAL", "refusal", "Le classeur « {file} » a été refusé.", "Sa taille une fois ouvert dépasse de loin celle d'un relevé.", "Ouvrez-le dans Excel, copiez le tableau dans un nouveau classeur, puis importez ce classeur.")
declare("ARCHIVE_EMPTY", "refusal", "L'archive « {file} » ne contient aucun fichier.", "Elle est vide ou ne contient que des dossiers.", "Téléchargez de nouveau le relevé sur le site de la banque.")
declare("ARCHIVE_ABNORMAL", "refusal", "L'archive « {file} » a été refusée.", "Une fois décompressée, elle aurait une taille ou un nombre de fichiers anormal.", "Décompressez-la vous-même si vous êtes sûre de son origine, puis importez les relevés un à un.")
declare("ARCHIVE_NESTED", "refusal", "« {file} » est une archive dans une archive.", "Seuls les fichiers de la première archive sont lus.", "Décompressez la première archive, puis importez celle-ci.")
declare("ENCODING_UNKNOWN", "refusal", "Le codage « {value} » n'existe pas.", "Le profil ou la réponse nomme un codage de texte inconnu.", "Écrivez par exemple « utf-8 », « cp1252 » (Windows, français) ou « cp1256 » (Windows, arabe), ou laissez la case vide.")
declare("DELIMITER_UNSURE", "refusal", "Le séparateur des colonnes de « {file} » n'est pas sûr.", "Le fichier se lit aussi bien avec {first} qu'avec {second}.", "Donnez le séparateur dans un profil de l'onglet « Profils », ou importez le fichier depuis le classeur ouvert pour répondre à la question.")
declare("ENCODING_DAMAGED", "warning", "{count} caractère(s) du relevé sont abîmés.", "Le fichier est écrit en {encoding}, et ces octets n'y ont pas de sens ; ils apparaissent en « \ufffd ».", "Comparez les libellés avec ceux de la banque, ou téléchargez de nouveau le relevé.")
declare("ENCODING_ZEROS", "warning", "{count} caractère(s) nuls du relevé ont été lus comme des espaces.", "Le programme de la banque a mal rempli ses champs, ou le fichier est abîmé.", "Comparez la somme et le solde avec ceux de la banque.")
declare("STATEMENT_EXTENSION", "info", "« {file} » n'est pas ce que dit son extension.", "Son contenu est au format {format} ; c'est le contenu qui a été lu.", "Aucune action n'est nécessaire.")
declare("STATEMENT_SHEET_SKIPPED", "info", "La feuille « {tab} » de « {file} » n'a pas été lue comme un relevé.", "Elle a {count} ligne(s) : {reason}", "Si elle contient des opérations, copiez-les dans un classeur à part, sous une ligne de titres, puis importez ce classeur.")
declare("QUOTES_BROKEN", "warning", "Un guillemet ouvert n'est pas refermé à la ligne {line}{more}.", "Il aurait avalé les lignes suivantes ; il a été lu comme un caractère ordinaire.", "Comparez le libellé et le montant de cette ligne avec ceux de la banque.")
declare("FIELDS_REJOINED", "warning", "{count} ligne(s) avaient trop de champs, dès la ligne {line}.", "Des nombres y portent une virgule (« {value} ») et la virgule sépare aussi les colonnes ; ces nombres ont été recollés là où une seule lecture est possible.", "Comparez la somme et le solde avec ceux de la banque.")
declare("FIELDS_TOO_MANY", "warning", "La ligne a {count} champs pour {width} titres ; elle n'est pas importée.", "Le séparateur des colonnes se trouve sans doute dans son libellé : on ne sait plus quel champ est le montant.", "Saisissez cette opération à la main, ou téléchargez le relevé dans un autre format.")
declare("LINE_ACROSS_COLUMNS", "warning", "Le texte de la ligne traverse deux colonnes ; elle n'est pas importée.", "Les colonnes de ce relevé sont séparées par des espaces, et celle-ci ne suit pas les autres.", "Saisissez cette opération à la main, ou téléchargez le relevé dans un autre format.")
declare("LINE_TOO_LONG", "warning", "La ligne a {count} caractères ; elle n'est pas importée.", "Aucune opération n'est aussi longue : des fins de ligne manquent sans doute.", "Téléchargez de nouveau le relevé.")
declare("LINE_TOO_WIDE", "warning", "La ligne a {count} champs ; elle n'est pas importée.", "Aucun relevé n'a autant de colonnes : des fins de ligne manquent sans doute.", "Téléchargez de nouveau le relevé.")
# fmt: on

STATEMENT_WORDS: dict[str, str] = {  # fragments that the sentences above are completed with
    "image": "une image",
    "document": "un document Word ou semblable",
    "program": "un programme",
    "archive": "une archive d'un autre type que .zip",
    "media": "du son ou de la vidéo",
    "database": "une base de données",
    "presentation": "une présentation",
    "xlsb": "un classeur Excel binaire (.xlsb)",
    "unknown": "fait d'octets sans texte",
    "text": "du texte sans relevé",
    "directory": "La table de l'archive manque ou est abîmée",
    "part": "Une partie du fichier est abîmée",
    "sheet": "{file} › {sheet}",
    "member": "{archive} › {member}",
    "more_lines": " (et {count} autre(s))",
    "uncalculated": "formule jamais calculée",
    ";": "le point-virgule",
    ",": "la virgule",
    "\t": "la tabulation",
    "|": "la barre verticale",
    "~": "le tilde",
    "^": "l'accent circonflexe",
    "fixed": "des colonnes de largeur fixe",
}

EVIDENCE |= {
    "encoding_mark": "Texte en {encoding} (marque au début du fichier).",
    "encoding_wide": "Texte en {encoding} (deux octets par caractère).",
    "encoding_given": "Texte en {encoding}, comme demandé : tous les octets y ont un sens.",
    "encoding_ascii": "Texte sans lettre accentuée : tous les codages le lisent pareil.",
    "encoding_utf8": "Texte en UTF-8 : {count} lettre(s) accentuée(s) ou arabe(s), toutes bien formées.",
    "encoding_french": "Texte en {encoding} : {count} lettre(s) accentuée(s) plausible(s).",
    "encoding_arabic": "Texte en {encoding} : {count} lettre(s) arabe(s) plausible(s).",
    "encoding_unsure": "Texte lu en {encoding}, sans preuve : les libellés peuvent porter des signes faux.",
    "encoding_mixed": "Texte en UTF-8, sauf {count} ligne(s) en {encoding}.",
    "delimiter": "Colonnes séparées par {delimiter} : {count} ligne(s) sur {total} ont {width} champs.",
    "delimiter_given": "Colonnes séparées par {delimiter}, comme demandé.",
    "delimiter_declared": "Colonnes séparées par {delimiter}, comme le dit la première ligne (« sep= »).",
    "delimiter_fixed": "Colonnes de largeur fixe : {width} colonnes séparées par des espaces.",
    "delimiter_none": "Aucun séparateur de colonnes.",
    "archive": "Fichier de l'archive « {archive} ».",
    "sheet_read": "Feuille « {tab} ».",
}
QUESTIONS_ASKED |= {"delimiter": "Dans « {file} », qu'est-ce qui sépare les colonnes ?"}
ANSWERS |= {
    "semicolon": "le point-virgule",
    "comma": "la virgule",
    "tab": "la tabulation",
    "pipe": "la barre verticale",
    "tilde": "le tilde",
    "caret": "l'accent circonflexe",
}
# ---- end of files, encodings, delimited text

# ------------------------------------------------------------------------- records: MT940, QIF, CFONB 120
# fmt: off
declare("NOTHING_IN_FORMAT", "refusal", "« {file} » ne contient aucun relevé {format}.", "Aucun enregistrement {format} n'y est lisible : le fichier est vide, tronqué ou d'un autre format.", "Téléchargez-le de nouveau sur le site de la banque, ou choisissez-y un autre format (OFX, CSV, Excel).")
declare("RECORD_UNREADABLE", "warning", "Enregistrement {format} illisible : « {value} ».", "Il ne suit pas le format {format} : il est tronqué, abîmé ou d'une sorte inconnue.", "Demandez un nouveau fichier à la banque, ou saisissez cette opération à la main.")
declare("RECORD_DATE", "warning", "La date « {value} » n'existe pas.", "Ce n'est pas une date du format {format}, ou le calendrier ne connaît pas ce jour.", "Lisez la date sur le relevé imprimé et saisissez cette opération à la main.")
declare("RECORD_AMOUNT", "warning", "Le montant « {value} » est illisible.", "Ce n'est pas un montant du format {format}, ou il a plus de décimales que la devise.", "Lisez le montant sur le relevé imprimé et saisissez cette opération à la main.")
declare("RECORD_CURRENCY", "warning", "Devise « {found} » dans un relevé en « {currency} ».", "Un relevé n'a qu'une devise ; cet enregistrement en annonce une autre.", "Vérifiez le relevé imprimé ; demandez un nouveau fichier à la banque.")
declare("VALUE_DATE_MOVED", "info", "{count} date(s) de valeur n'existent pas au calendrier ; la première, ligne {line} (« {value} »), est lue {day}.", "La banque compte des mois de trente jours.", "Rien à faire ; les dates d'opération ne sont pas touchées.")
declare("PAGE_MISSING", "warning", "Il manque une page à {count} relevé(s) ; le premier est le relevé {reference}, ligne {line}.", "Le fichier porte un solde intermédiaire (champ 60M ou 62M) sans la page qui suit ou qui précède.", "Téléchargez le relevé complet, ou importez aussi le fichier qui contient l'autre page.")
declare("CFONB_WITHOUT_BEGINNING", "refusal", "« {file} » n'a aucun début de relevé (première opération à la ligne {line}).", "Aucun enregistrement 01 (ancien solde) n'y est lisible : le début du fichier manque, rien n'en prouverait les opérations.", "Téléchargez de nouveau le fichier CFONB 120 sur le site de la banque.")
declare("CFONB_OUT_OF_STATEMENT", "warning", "Opération hors de tout relevé : « {value} ».", "Elle vient avant un enregistrement 01 (ancien solde) ou après un enregistrement 07 (nouveau solde).", "Téléchargez de nouveau le fichier, ou saisissez cette opération à la main.")
declare("CFONB_DETAIL_ALONE", "warning", "Complément sans opération : « {value} ».", "Un enregistrement 05 complète l'enregistrement 04 qui le précède ; ici il n'y en a pas, ou il est illisible.", "Vérifiez sur le relevé imprimé qu'aucune opération ne manque.")
declare("CFONB_END_ALONE", "warning", "Nouveau solde sans relevé : « {value} ».", "Cet enregistrement 07 ne termine aucun relevé commencé par un enregistrement 01.", "Téléchargez de nouveau le fichier : le début de ce relevé manque.")
declare("CFONB_NOT_CLOSED", "warning", "{count} relevé(s) ne sont pas terminés ; le premier commence à la ligne {line}.", "L'enregistrement 07 (nouveau solde) manque : aucun solde ne prouve ces opérations, et d'autres peuvent manquer.", "Téléchargez de nouveau le fichier, ou comparez avec le relevé imprimé.")
declare("CFONB_OTHER_ACCOUNT", "warning", "Enregistrement du compte {found} dans le relevé du compte {account}.", "Les enregistrements 04 à 07 d'un relevé portent tous le compte et la devise de l'enregistrement 01.", "Demandez un nouveau fichier à la banque.")
declare("CFONB_EBCDIC", "refusal", "« {file} » est un fichier CFONB en EBCDIC.", "C'est le codage des gros ordinateurs de banque, pas celui d'un ordinateur de bureau.", "Demandez à la banque le fichier en ASCII, ou un autre format (OFX, CSV, Excel).")
declare("QIF_DATE_MISSING", "warning", "L'opération « {value} » n'a pas de date ; elle n'est pas importée.", "L'enregistrement QIF est tronqué : sa ligne D manque ou est vide.", "Téléchargez de nouveau le fichier, ou saisissez cette opération à la main.")
declare("QIF_AMOUNT_MISSING", "warning", "L'opération « {value} » n'a pas de montant ; elle n'est pas importée.", "L'enregistrement QIF est tronqué : sa ligne T manque ou est vide.", "Téléchargez de nouveau le fichier, ou saisissez cette opération à la main.")
declare("QIF_DATE_ORDER_UNSURE", "refusal", "Le jour et le mois des dates de « {file} » ne sont pas sûrs.", "« {value} » se lit de deux façons et rien dans le fichier ne tranche.", "Importez ce fichier depuis le classeur ouvert : la question y est posée ; ou téléchargez une période qui contient un jour après le 12.")
declare("QIF_DECIMAL_UNSURE", "refusal", "Le montant « {value} » de « {file} » se lit de deux façons.", "Rien dans le fichier ne dit si ce signe sépare les milliers ou les décimales.", "Importez ce fichier depuis le classeur ouvert : la question y est posée ; ou choisissez un autre format (OFX, CSV, Excel).")
declare("QIF_FIELD_TWICE", "warning", "Deux fois la ligne « {column} » dans une opération : « {value} ».", "La fin d'un enregistrement QIF (^) manque sans doute, deux opérations se touchent.", "Saisissez ces opérations à la main d'après le relevé imprimé.")
declare("QIF_SPLITS_DIFFER", "warning", "La répartition de {count} opération(s) ne donne pas leur montant ; la première, ligne {line} : {parts} au lieu de {total}.", "Les parties (S, $) d'une opération QIF doivent faire son montant ; c'est le montant de l'opération qui est pris.", "Vérifiez ces montants sur le relevé imprimé.")
declare("QIF_SECTION_LEFT_OUT", "info", "{count} enregistrement(s) QIF ont été laissés de côté ; le premier est dans la rubrique « {section} », ligne {line}.", "Ce ne sont pas des mouvements d'un compte de banque, de caisse ou de carte.", "Rien à faire.")
# fmt: on

EVIDENCE |= {
    "qif_dates_dmy": "{count} date(s) sur {total} lues dans l'ordre jour, mois, année.",
    "qif_dates_mdy": "{count} date(s) sur {total} lues dans l'ordre mois, jour, année.",
    "qif_dates_ymd": "{count} date(s) sur {total} lues dans l'ordre année, mois, jour.",
    "qif_dates_proved": "{count} de ces dates ne se lisent que dans cet ordre.",
    "qif_dates_in_sequence": "Dans cet ordre seul, {count} dates se suivent.",
    "qif_dates_chosen": "C'est l'ordre que vous avez choisi.",
    "qif_decimal_comma": "La virgule sépare les décimales ({count} montants).",
    "qif_decimal_point": "Le point sépare les décimales ({count} montants).",
}
QUESTIONS_ASKED |= {
    "qif_date_order": "Dans « {file} », la date « {value} » se lit de deux façons. Dans quel ordre sont écrites les dates ?",
    "qif_decimal": "Dans « {file} », le montant « {value} » se lit de deux façons. Qu'est-ce qui sépare les décimales ?",
}
# ---- end of records

# ---- XML, CAMT and OFX (H3)
# fmt: off
declare("XML_FORBIDDEN", "refusal", "Le fichier « {file} » a été refusé.", "Il déclare un type de document (DTD, ligne {line}) : un relevé n'en a pas besoin, et c'est un moyen d'attaque connu.", "Téléchargez de nouveau le relevé sur le site de la banque ; s'il est encore refusé, choisissez un autre format.")
declare("XML_BROKEN", "refusal", "Le fichier XML « {file} » est illisible à partir de la ligne {line}.", "{reason}.", "Téléchargez de nouveau le relevé sur le site de la banque, sans l'ouvrir ni l'enregistrer avec un autre programme.")
declare("XML_ABNORMAL", "refusal", "Le fichier « {file} » a été refusé (ligne {line}).", "Sa taille ou l'emboîtement de ses balises dépasse de loin ceux d'un relevé.", "Téléchargez de nouveau le relevé, pour une période plus courte s'il est très long.")
declare("CAMT_UNKNOWN", "refusal", "Le fichier XML « {file} » n'est pas un relevé CAMT.052, 053 ou 054.", "Il contient un message « {root} ».", "Demandez à la banque le relevé de compte au format CAMT.053, ou un fichier OFX, CSV ou Excel.")
declare("CAMT_EMPTY", "refusal", "Le message CAMT « {file} » ne contient aucun relevé.", "Son en-tête n'est suivi d'aucun compte.", "Téléchargez de nouveau le relevé, pour une période qui a des opérations.")
declare("OFX_UNKNOWN", "refusal", "« {file} » n'est pas un fichier OFX.", "La balise <OFX> ne s'y trouve pas.", "Téléchargez de nouveau le relevé, ou choisissez un autre format.")
declare("OFX_EMPTY", "refusal", "Le fichier OFX « {file} » ne contient aucun relevé.", "Aucun compte n'y est accompagné de ses opérations ou de son solde.", "Téléchargez de nouveau le relevé, pour une période qui a des opérations.")
declare("OFX_BANK_REFUSED", "refusal", "Le fichier OFX « {file} » est un refus de la banque, sans relevé.", "Elle répond : {words} (code {status}).", "Identifiez-vous de nouveau sur le site de la banque, puis téléchargez le relevé.")
declare("OFX_SIGN_UNSURE", "refusal", "Le sens des montants de « {file} » n'est pas sûr.", "{count} opération(s) que la banque classe en débit ou en crédit portent le signe contraire, et aucune le bon.", "Importez ce fichier depuis le classeur ouvert pour répondre à la question, ou choisissez un autre format.")
declare("OFX_DECIMAL_UNSURE", "refusal", "Le montant « {value} » de « {file} » peut se lire de deux façons.", "Rien dans le fichier ne dit si la virgule sépare les milliers ou les décimales.", "Importez ce fichier depuis le classeur ouvert pour répondre à la question, ou choisissez un autre format.")
declare("ENTRY_DATE_MISSING", "warning", "L'opération n'a pas de date ; elle n'est pas importée.", "Le champ « {column} » est absent ou vide.", "Saisissez cette opération à la main, ou demandez un nouveau relevé.")
declare("ENTRY_DATE_UNREADABLE", "warning", "La date « {value} » n'est pas lisible ; l'opération n'est pas importée.", "Le champ « {column} » doit porter une date du calendrier, l'année d'abord.", "Saisissez cette opération à la main, ou demandez un nouveau relevé.")
declare("ENTRY_AMOUNT_MISSING", "warning", "L'opération n'a pas de montant ; elle n'est pas importée.", "Le champ « {column} » est absent ou vide.", "Saisissez cette opération à la main, ou demandez un nouveau relevé.")
declare("ENTRY_AMOUNT_UNREADABLE", "warning", "Le montant « {value} » n'est pas lisible ; l'opération n'est pas importée.", "Le champ « {column} » doit porter un nombre.", "Saisissez cette opération à la main, ou demandez un nouveau relevé.")
declare("ENTRY_CURRENCY_UNKNOWN", "warning", "La devise « {value} » n'est pas connue ; l'opération n'est pas importée.", "Ce n'est pas un code de devise ISO 4217.", "Saisissez cette opération à la main, ou demandez un nouveau relevé.")
declare("ENTRY_DIRECTION_UNREADABLE", "warning", "Le sens « {value} » de l'opération n'est pas lisible ; elle n'est pas importée.", "Le champ « {column} » ne dit pas si c'est un débit ou un crédit.", "Saisissez cette opération à la main, ou demandez un nouveau relevé.")
declare("ENTRY_STATUS_UNKNOWN", "warning", "L'état « {value} » de l'opération n'est pas connu ; elle n'est pas importée.", "Seules les opérations comptabilisées (BOOK) le sont.", "Regardez sur le site de la banque si elle est comptabilisée ; si oui, saisissez-la.")
declare("ENTRY_MERGED", "warning", "Deux opérations sont mêlées à cet endroit ; elles ne sont pas importées.", "Le champ « {column} » s'y trouve deux fois : le fichier est abîmé.", "Téléchargez de nouveau le relevé, ou saisissez ces opérations à la main.")
declare("ENTRY_CUT", "warning", "La dernière opération est coupée ; elle n'est pas importée.", "Le fichier s'arrête avant sa fin.", "Téléchargez de nouveau le relevé.")
declare("ENTRY_ASTRAY", "warning", "Une opération se trouve hors de tout relevé ; elle n'est pas importée.", "Le fichier est abîmé : on ne sait pas à quel compte elle appartient.", "Téléchargez de nouveau le relevé.")
declare("ENTRY_CORRECTION", "warning", "La banque corrige ou retire ici l'opération « {value} » ; cette ligne n'est pas importée.", "Elle dit « {action} » : une opération déjà transmise change.", "Corrigez ou retirez vous-même cette opération dans l'onglet du compte.")
declare("ENTRY_AMOUNTS_ROUNDED", "warning", "{count} montant(s) ont été arrondis.", "Ils ont plus de décimales que leur monnaie ; le premier est « {value} », ligne {line}.", "Comparez la somme et le solde avec ceux de la banque.")
declare("ENTRY_BALANCE_UNREADABLE", "warning", "Le solde « {value} » n'est pas lisible ; il n'est pas tenu compte de lui.", "Le champ « {column} », ligne {line}, doit porter un nombre.", "Comparez le solde de l'onglet avec celui de la banque.")
declare("ENTRY_BALANCE_ELSEWHERE", "info", "Le relevé donne aussi un solde en {currency}, qui n'a pas été retenu.", "Aucune opération du relevé n'est dans cette devise.", "Aucune action n'est nécessaire.")
declare("STATEMENT_CURRENCY_UNKNOWN", "warning", "La devise « {value} » du relevé n'est pas connue.", "Ce n'est pas un code de devise ISO 4217 ; les montants sont lus avec deux décimales.", "Vérifiez la devise du compte.")
declare("OFX_BANK_ERROR", "warning", "La banque n'a pas transmis tous les relevés demandés.", "Elle répond pour l'un d'eux : {words} (code {status}).", "Téléchargez de nouveau le relevé qui manque.")
declare("OFX_CUT", "warning", "Le fichier OFX s'arrête avant sa fin.", "La balise « {column} » n'est pas refermée : des opérations peuvent manquer.", "Téléchargez de nouveau le relevé ; ce qui est déjà importé ne sera pas doublé.")
declare("OFX_SECURITIES", "info", "{count} opération(s) sur titres ont été laissées de côté.", "Seuls les mouvements d'argent du compte sont importés.", "Aucune action n'est nécessaire.")
# fmt: on

XML_REASONS: dict[str, str] = {
    "cut": "Il s'arrête avant sa fin",
    "token": "Un caractère n'y est pas à sa place",
    "tag": "Une balise n'est pas refermée",
    "attribute": "Un attribut y est donné deux fois",
    "after_end": "Du texte suit la fin du document",
    "entity": "Une entité (&…;) n'y est pas connue",
    "other": "Son écriture ne suit pas les règles du XML",
}
"""Why an XML document cannot be read."""

EVIDENCE |= {
    "xml_message": "Message {message}.",
    "ofx_version": "OFX version {version}.",
    "camt_reversals": "{count} opération(s) d'annulation : leur sens est celui que donne la banque (débit ou crédit).",
    "camt_reversals_turned": "{count} opération(s) d'annulation ont été lues dans le sens contraire de l'opération annulée : c'est ainsi que le solde final se retrouve.",
    "camt_value_dates": "{count} opération(s) sans date de comptabilisation ont pris leur date de valeur.",
    "ofx_sign": "Le sens des montants a été lu selon votre réponse.",
    "ofx_decimal_comma": "La virgule sépare les décimales.",
    "ofx_currencies": "{count} opération(s) sont dans une autre devise que celle du compte ({currencies}) : chaque devise est traitée comme un relevé à part.",
}
QUESTIONS_ASKED |= {
    "ofx_sign": "Dans « {file} », {count} opération(s) que la banque classe en débit ou en crédit portent le signe contraire. Comment lire les montants ?",
    "ofx_decimal": "Dans « {file} », le montant « {value} » se lit de deux façons. Qu'est-ce qui sépare les décimales ?",
}
ANSWERS |= {
    "as_printed": "avec le signe écrit dans le fichier",
    "reversed": "avec le signe contraire",
    "by_type": "débits en moins, crédits en plus, selon le type de chaque opération",
    ",": "la virgule",
    ".": "le point",
}
# ---- end of XML, CAMT and OFX

# ---- tables: CSV, workbooks, HTML, PDF (H2)
# fmt: off
declare("STATEMENT_NO_TABLE", "refusal", "Aucune opération n'a été reconnue dans « {file} ».", "Ni des titres (Date, Libellé, Montant ou Débit et Crédit), ni le contenu des colonnes ne disent où sont les dates et les montants.", "Vérifiez que c'est bien le relevé du compte ; sinon déclarez ses colonnes dans un profil de l'onglet « Profils ».")
declare("PROFILE_UNKNOWN", "refusal", "Le profil « {profile} » n'est pas connu.", "Les profils connus sont : {known}.", "Choisissez l'un d'eux, ou déclarez le vôtre dans l'onglet « Profils ».")
declare("PROFILE_MISFIT", "refusal", "Le profil « {profile} » ne convient pas à « {file} ».", "Il place ses colonnes sous des titres ou à des endroits que ce fichier n'a pas : {columns}.", "Choisissez un autre profil, ou corrigez celui-ci dans l'onglet « Profils ».")
declare("PROFILES_WITHOUT_NAME", "warning", "Aucun profil n'a été lu dans cet onglet.", "Sa première ligne remplie n'a pas de titre « Profil ».", "Remettez les titres de l'onglet, par exemple avec « Préparer le classeur ».")
declare("PROFILE_NAMELESS", "warning", "Ce profil n'a pas de nom ; il n'est pas lu.", "La cellule « Profil » est vide.", "Donnez-lui un nom.")
declare("PROFILE_TWICE", "warning", "Le profil « {value} » est déclaré deux fois ; le premier est gardé.", "Deux lignes portent ce nom.", "Renommez ou effacez l'une des deux.")
declare("PROFILE_CELL_WRONG", "warning", "« {value} » n'est pas compris ; ce profil n'est pas lu.", "Les écritures possibles sont : {choices}.", "Corrigez la cellule, ou videz-la pour laisser chercher.")
declare("TABLE_DATE_ORDER_UNSURE", "refusal", "Le jour et le mois des dates de « {file} » ne sont pas sûrs.", "« {value} » se lit de deux façons et rien dans le fichier ne tranche.", "Importez ce fichier depuis le classeur ouvert : la question y est posée ; ou donnez l'ordre des dates dans un profil.")
declare("TABLE_DECIMAL_UNSURE", "refusal", "Le montant « {value} » de « {file} » se lit de deux façons.", "Rien dans le fichier ne dit si ce signe sépare les milliers ou les décimales.", "Importez ce fichier depuis le classeur ouvert : la question y est posée ; ou donnez le séparateur décimal dans un profil.")
declare("TABLE_SIGN_UNSURE", "refusal", "Rien ne dit si les montants de « {file} » sont des débits ou des crédits.", "Ils sont tous sans signe et aucun solde ne tranche (« {value} », par exemple).", "Importez ce fichier depuis le classeur ouvert : la question y est posée ; ou donnez le sens dans un profil.")
declare("TABLE_SIDES_UNSURE", "refusal", "Rien ne dit laquelle des deux colonnes de montants de « {file} » est le débit.", "Le fichier n'a pas de titres et aucun solde ne tranche (colonnes {first} et {second}).", "Importez ce fichier depuis le classeur ouvert : la question y est posée ; ou nommez les colonnes dans un profil.")
declare("TABLE_CURRENCY_NONE", "info", "Le relevé ne dit pas sa devise.", "Ni ses titres, ni ses lignes, ni son nom ne la portent ; les montants sont lus avec deux décimales.", "Vérifiez que le compte est bien dans la devise de son onglet.")
declare("SIGN_UNPROVEN", "warning", "Les {count} montants ont tous le même signe.", "Aucun solde, aucune colonne Débit, Crédit ou Sens ne dit s'ils sortent ou s'ils entrent ; ils sont pris comme ils sont écrits.", "Regardez le sens de quelques lignes ; au besoin, donnez le sens dans un profil et importez de nouveau.")
declare("SIGN_FIRST_UNPROVEN", "info", "Le sens du premier montant du relevé n'est pas prouvé.", "Aucun montant n'a de signe moins ; le solde prouve le sens de tous les autres, mais rien ne donne le solde d'avant la ligne {line} ou celle de l'autre bout.", "Regardez si cette opération est bien un encaissement.")
declare("PROFILE_TO_CONFIRM", "info", "Le profil « {profile} » est à confirmer.", "Aucun vrai relevé de cette banque n'a pu être essayé ; le profil est fait d'après les usages.", "Comparez quelques lignes et le solde avec le relevé de la banque.")
declare("STATEMENT_WITHOUT_LINES", "warning", "Le relevé ne contient aucune opération.", "Sous la ligne de titres, aucune ligne n'a pu être lue comme une opération.", "Vérifiez la période du relevé ; s'il devait contenir des opérations, regardez les lignes rejetées.")
declare("TABLE_VALUE_DATES_UNREADABLE", "warning", "{count} date(s) de valeur ne sont pas lisibles ; la première, ligne {line}, est « {value} ».", "Ce ne sont pas des dates du calendrier dans l'ordre des autres.", "Rien à faire pour les opérations, qui sont importées sans date de valeur.")
declare("TABLE_BALANCES_UNREADABLE", "warning", "{count} solde(s) ne sont pas lisibles ; le premier, ligne {line}, est « {value} ».", "Ce ne sont pas des nombres, ou ils se lisent de deux façons.", "Comparez le solde de l'onglet avec celui de la banque.")
declare("TABLE_AMOUNTS_ROUNDED", "warning", "{count} montant(s) ont été arrondis ; le premier, ligne {line}, est « {value} ».", "Ils ont plus de décimales que leur monnaie.", "Comparez la somme et le solde avec ceux de la banque.")
declare("TABLE_LINES_BELOW", "warning", "{count} ligne(s) avec un montant, dès la ligne {line}, sont sous le tableau ou dans un autre et n'ont pas été lues.", "Elles n'ont pas de date, ou leurs titres ne sont pas ceux des opérations.", "Vérifiez que ce ne sont pas des opérations ; sinon placez-les dans le tableau.")
declare("TABLE_DATES_CARRIED", "info", "{count} ligne(s) sans date ont reçu la date de la ligne du dessus, dès la ligne {line}.", "La banque n'écrit la date qu'une fois pour plusieurs lignes.", "Rien à faire.")
declare("LINE_DATE_UNREADABLE", "warning", "La date « {value} » n'est pas lisible ; la ligne n'est pas importée.", "Ce n'est pas une date du calendrier dans l'ordre des autres dates du fichier.", "Saisissez cette opération à la main d'après le relevé.")
declare("LINE_DATE_MISSING", "warning", "La ligne porte un montant sans date ; elle n'est pas importée.", "Le champ « {column} » est vide.", "Saisissez cette opération à la main d'après le relevé, si c'en est une.")
declare("LINE_AMOUNT_UNREADABLE", "warning", "Le montant « {value} » n'est pas lisible ; la ligne n'est pas importée.", "Ce n'est pas un nombre, ou ses séparateurs se contredisent.", "Saisissez cette opération à la main d'après le relevé.")
declare("LINE_AMOUNT_AMBIGUOUS", "warning", "Le montant « {value} » se lit de deux façons ; la ligne n'est pas importée.", "Ses trois chiffres de la fin sont des décimales de trop, ou des milliers écrits autrement que dans le reste du fichier.", "Saisissez cette opération à la main d'après le relevé.")
declare("LINE_AMOUNT_MISSING", "warning", "La ligne est datée mais n'a pas de montant ; elle n'est pas importée.", "Le champ « {column} » est vide.", "Saisissez cette opération à la main, si c'en est une.")
declare("LINE_BOTH_SIDES", "warning", "La ligne porte un débit ({debit}) et un crédit ({credit}) ; elle n'est pas importée.", "Une opération est l'un ou l'autre.", "Saisissez cette opération à la main d'après le relevé.")
declare("LINE_DIRECTION_UNKNOWN", "warning", "Le sens « {value} » n'est pas connu ; la ligne n'est pas importée.", "Le champ « {column} » ne dit pas si c'est un débit ou un crédit.", "Saisissez cette opération à la main d'après le relevé.")
declare("LINE_SIGN_UNPROVEN", "warning", "Rien ne dit si « {value} » sort ou entre ; la ligne n'est pas importée.", "Les montants n'ont pas de signe ; celui des autres lignes est donné par le solde de la ligne d'avant, et celle-ci est la première.", "Saisissez cette opération à la main d'après le relevé.")
declare("LINE_CURRENCY_UNKNOWN", "warning", "La devise « {value} » n'est pas connue ; la ligne n'est pas importée.", "Ce n'est ni un code ISO 4217, ni une écriture usuelle (DA, €, $).", "Saisissez cette opération à la main d'après le relevé.")
# fmt: on

ORDER_WORDS: dict[str, str] = {"dmy": "jj/mm/aaaa", "mdy": "mm/jj/aaaa", "ymd": "aa/mm/jj"}
"""Order of a date → its form."""

FIELD_WORDS: dict[str, str] = {
    "booked_on": "date", "value_date": "date de valeur", "label": "libellé", "amount": "montant", "debit": "débit", "credit": "crédit",
    "balance": "solde", "balance_debit": "solde débiteur", "balance_credit": "solde créditeur", "direction": "sens", "currency": "devise",
    "account": "compte", "reference": "référence", "counterparty": "tiers", "piece": "pièce",
}  # fmt: skip
"""Field of a table → its name."""

EVIDENCE |= {
    "table_headings": "Titres à la ligne {line} : {columns}.",
    "table_content": "Fichier sans titres ; colonnes reconnues à leur contenu : {columns}.",
    "table_profile": "Colonnes du profil « {profile} » : {columns}.",
    "table_profile_used": "Profil « {profile} ».",
    "table_dates_typed": "{count} dates sur {total} sont de vraies dates, ou ne se lisent que d'une façon.",
    "table_dates_days": "{count} dates sur {total} en {order} ; {proofs} date(s) ne se lisent que dans cet ordre (jour > 12).",
    "table_dates_above": "{count} dates sur {total} en {order}, comme les dates écrites au-dessus du tableau.",
    "table_dates_bounds": "{count} dates sur {total} en {order} : toutes tombent dans la période que dit le nom du fichier ; dans un autre ordre, {proofs} en sortent.",
    "table_dates_span": "{count} dates sur {total} en {order} : dans un autre ordre, elles s'étaleraient sur des années.",
    "table_dates_sequence": "{count} dates sur {total} en {order} : elles ne se suivent que dans cet ordre ({proofs} jours différents).",
    "table_dates_value_dates": "{count} dates sur {total} en {order} : dans un autre ordre, {proofs} date(s) de valeur seraient à des semaines de l'opération.",
    "table_dates_same": "{count} dates sur {total} se lisent pareil dans tous les ordres.",
    "table_dates_chosen": "Dates lues en {order}, selon votre réponse.",
    "table_dates_profile": "Dates lues en {order}, selon le profil ; rien dans le fichier ne le prouve ni ne le contredit.",
    "table_dates_none": "Aucune date sous les titres.",
    "table_decimal_proven": "Les décimales sont séparées par {mark} : {proofs} montant(s) sur {count} le montrent.",
    "table_decimal_plain": "{count} montant(s) sans décimales, qui ne se lisent que d'une façon.",
    "table_decimal_typed": "Les montants sont de vrais nombres.",
    "table_decimal_chosen": "Les décimales sont séparées par {mark}, selon votre réponse.",
    "table_decimal_profile": "Les décimales sont séparées par {mark}, selon le profil.",
    "table_decimal_balance": "Les décimales sont séparées par {mark} : les soldes ne suivent que dans cette lecture.",
    "table_sign_sides": "Débits en moins, crédits en plus (deux colonnes).",
    "table_sign_side": "Une seule colonne, celle des débits : ses montants sont comptés en moins.",
    "table_sign_flags": "Le sens de chaque ligne est donné par sa colonne « {column} ».",
    "table_sign_both_signs": "Montants comptés avec leur signe : {count} négatif(s) sur {total}.",
    "table_sign_balance": "Sens des montants prouvé par les soldes : {count} sur {total} suivent.",
    "table_sign_balance_turned": "Sens des montants retourné : les soldes ne suivent qu'ainsi ({count} sur {total}).",
    "table_sign_balance_each": "Montants sans signe ; le sens de chacun est donné par le solde qui suit ({count} sur {total}).",
    "table_sign_chosen": "Sens des montants selon votre réponse.",
    "table_sign_profile": "Sens des montants selon le profil.",
    "table_sign_unproven": "Les {total} montants ont le même signe ; ils sont pris comme ils sont écrits.",
    "table_balances": "{count} soldes sur {total} suivent d'une ligne à l'autre.",
    "table_balances_absent": "Le fichier ne donne pas de solde à comparer.",
    "table_account_column": "Compte(s) donné(s) par la colonne « {column} » : {accounts}.",
    "table_account_above": "Compte {accounts}, écrit au-dessus des opérations.",
    "table_account_file": "Compte {accounts}, d'après le nom du fichier.",
    "table_account_profile": "Compte {accounts}, selon le profil.",
    "table_account_none": "Le fichier ne dit pas de quel compte il s'agit.",
    "table_currency_column": "Devise(s) donnée(s) ligne par ligne : {currencies}.",
    "table_currency_heading": "Devise {currencies}, dans le titre des montants.",
    "table_currency_above": "Devise {currencies}, écrite autour du tableau ou dans le nom du fichier.",
    "table_currency_amounts": "Devise {currencies}, écrite avec les montants.",
    "table_currency_profile": "Devise {currencies}, selon le profil.",
}
QUESTIONS_ASKED |= {
    "table_date_order": "Dans « {file} », la date « {value} » se lit de deux façons. Dans quel ordre sont écrites les dates ?",
    "table_decimal": "Dans « {file} », le montant « {value} » se lit de deux façons. Qu'est-ce qui sépare les décimales ?",
    "table_sign": "Dans « {file} », les montants n'ont pas de signe (« {value} », par exemple). Sont-ils des encaissements, à prendre comme ils sont écrits, ou des paiements, à prendre avec le signe contraire ?",
    "table_sides": "Dans « {file} », les colonnes {first} et {second} portent les montants, sans titres. Laquelle est le débit (argent sorti) ?",
}
ANSWERS |= {
    "dmy": "jour, mois, année",
    "mdy": "mois, jour, année",
    "ymd": "année, mois, jour",
    "first_is_debit": "la première est le débit, la seconde le crédit",
    "first_is_credit": "la première est le crédit, la seconde le débit",
}
# ---- end of tables

# ---- Proof, identity, register, account (H8)
# fmt: off
declare("STATEMENT_BALANCE_BROKEN", "error", "Le solde du relevé ne suit pas : {expected} attendu, {found} imprimé (écart {gap}).", "Une ligne manque, est en double ou a été mal lue juste avant ; {count} solde(s) du relevé ne suivent pas.", "Comparez cette ligne et celles d'avant avec le relevé de la banque ; pour importer malgré l'écart, confirmez-le (« --accepter-ecart »).")
declare("STATEMENT_CLOSING_BROKEN", "error", "Le solde final du relevé ne tombe pas juste : {expected} attendu, {found} imprimé (écart {gap}).", "Le solde de départ et les lignes lues ne donnent pas le solde final : une ligne manque, est en double ou a été mal lue.", "Téléchargez de nouveau le relevé, ou comparez-le ligne à ligne ; pour importer malgré l'écart, confirmez-le (« --accepter-ecart »).")
declare("STATEMENT_TOTAL_BROKEN", "error", "Un total du relevé n'est pas la somme de ses lignes : {expected} lu, {found} imprimé (écart {gap}).", "Une ligne manque, est en double ou a été mal lue.", "Téléchargez de nouveau le relevé, ou comparez-le ligne à ligne ; pour importer malgré l'écart, confirmez-le (« --accepter-ecart »).")
declare("STATEMENT_COUNT", "error", "La banque annonce {found} ligne(s), {expected} ont été lues.", "Une ligne manque, est en double ou a été rejetée.", "Téléchargez de nouveau le relevé ; pour importer malgré l'écart, confirmez-le (« --accepter-ecart »).")
declare("STATEMENT_PROOF_UNSURE", "warning", "{count} ligne(s) de ce relevé n'ont pas pu être lues : l'écart peut venir d'elles.", "Leur montant n'est pas dans la somme.", "Regardez les lignes rejetées, saisissez-les à la main si elles sont de vraies opérations.")
declare("STATEMENTS_NOT_JOINED", "warning", "Ce relevé commence à {opening}, le précédent du même compte finit à {before} (écart {gap}).", "Un relevé manque entre les deux, ou des lignes y manquent.", "Demandez à la banque le relevé de la période qui manque.")
declare("STATEMENT_TAB_BEFORE", "warning", "Avant le relevé « {file} », l'onglet du compte « {account} » s'écarte de {gap} du solde de la banque au {date}.", "Une opération plus ancienne y manque ou y est en double.", "Comparez l'onglet avec les relevés d'avant cette date.")
declare("STATEMENT_TAB_AFTER", "warning", "Après l'import de « {file} », l'onglet du compte « {account} » s'écarte de {gap} du solde de la banque au {date}.", "Sur la période du relevé, l'onglet a une ligne de trop, une ligne modifiée, ou une ligne supprimée qui n'a pas été rajoutée.", "Comparez l'onglet avec le relevé, ligne à ligne.")
declare("POSSIBLE_DOUBLE", "warning", "Cette ligne ressemble à une ligne ajoutée du relevé « {file} », ligne {line} : même date, même montant ({amount}).", "Leurs libellés diffèrent (« {label} » dans le relevé), et aucun solde ne permet de savoir si c'est la même opération.", "Si c'est la même, supprimez l'une des deux ; sinon, aucune action n'est nécessaire.")
declare("REGISTER_DAMAGED", "warning", "Cette ligne du registre des imports est abîmée.", "Des cellules ont été modifiées, effacées ou coupées : les lignes de cet import ne sont plus reconnues que par l'onglet.", "Reprenez cette ligne dans une version précédente du classeur ; vérifiez les doubles si vous importez de nouveau ce relevé.")
declare("ACCOUNT_UNSURE", "refusal", "Le compte du relevé « {file} » n'est pas reconnu{number}.", "Rien ne dit auquel des comptes il appartient : {names}.", "Donnez-le avec « --compte NOM » (un nom nouveau crée le compte), ou écrivez son RIB dans l'onglet « Comptes ».")
declare("ACCOUNT_NEW_UNNAMED", "refusal", "Le classeur n'a pas encore de compte pour le relevé « {file} »{number}.", "Le nom du nouveau compte n'a pas été donné.", "Donnez-le avec « --compte NOM » : « {suggested} », par exemple.")
declare("ACCOUNT_CURRENCY_DIFFERS", "refusal", "Le relevé « {file} » est en {currency}, le compte « {account} » en {expected}.", "Un compte n'a qu'une devise.", "Choisissez un autre compte avec « --compte NOM », ou corrigez la devise dans l'onglet « Comptes ».")
# fmt: on

ACCOUNT_NUMBER_SAID = " (n° {number})"
"""What `ACCOUNT_UNSURE` and `ACCOUNT_NEW_UNNAMED` say of the number that a statement prints."""

EVIDENCE |= {
    "account_asked": "Compte « {account} » : celui que vous avez donné.",
    "account_declared": "Compte « {account} » : le n° {number} du relevé est le sien dans l'onglet « Comptes ».",
    "account_in_tab": "Compte « {account} » : le n° {number} du relevé est écrit dans l'onglet « {tab} ».",
    "account_remembered": "Compte « {account} » : un relevé du n° {number} y a déjà été importé.",
    "account_lines": "Compte « {account} » : {count} lignes du relevé y sont déjà.",
    "account_continues": "Compte « {account} » : il finissait le {date} par {balance}, le solde de départ du relevé.",
    "account_waiting": "Compte « {account} » : le seul du classeur, encore sans opération.",
}
QUESTIONS_ASKED |= {
    "which_account": "À quel compte appartient le relevé « {file} »{number} ?",
    "new_account": "Quel nom donner au compte du relevé « {file} »{number} ?",
}

# ---- The import itself
# fmt: off
declare("STATEMENT_NOT_PROVEN", "refusal", "Les soldes de « {file} » ne sont pas justes, rien n'a été importé. {reason}", "Une ligne du relevé manque, est en double ou a été mal lue.", "Téléchargez de nouveau le relevé ; pour importer malgré l'écart, confirmez-le (« --accepter-ecart »).")
declare("MONTH_CLOSED", "refusal", "« {file} » ajouterait {count} ligne(s) du {first} au {last} dans le compte « {account} », alors que les mois sont clôturés jusqu'au {closed}.", "« Mois clôturés jusqu'au », dans « Paramètres », interdit d'écrire à ces dates.", "Demandez le relevé des dates ouvertes, ou déplacez la clôture dans « Paramètres » avec l'accord de votre comptable.")
declare("MONTH_CLOSED_UNREADABLE", "refusal", "Le réglage « Mois clôturés jusqu'au » de « {file} » n'est pas compris : « {value} ».", "Ce n'est ni une date ni un mois.", "Écrivez par exemple 30/09/2026 ou 09/2026 dans « Paramètres ».")
declare("ACCOUNT_CONTRADICTED", "warning", "Le relevé « {file} » va dans le compte « {account} », comme demandé, mais porte le numéro du compte « {other} ».", "Le numéro imprimé sur le relevé est celui d'un autre compte du classeur.", "Si c'est une erreur, annulez la dernière action et importez-le dans « {other} ».")
declare("ACCOUNT_NAME_TOO_LONG", "refusal", "Le compte « {account} » ne peut pas donner son nom à un onglet.", "Ce nom a {count} caractères, Excel en accepte {limit} pour un onglet.", "Donnez un nom plus court avec « --compte NOM », ou raccourcissez-le dans l'onglet « Comptes ».")
declare("TAB_TOTAL_TYPED", "warning", "La ligne de total de cet onglet ne compte pas les lignes ajoutées.", "Elle porte un nombre écrit à la main, ou une formule qui ne va pas jusqu'à elles.", "Remplacez-le par une somme (=SOMME) de toute la colonne au-dessus, ou supprimez cette ligne.")
declare("FORMULA_NOT_CALCULATED", "warning", "Des formules recopiées sur les lignes ajoutées n'ont pas encore de résultat (colonnes {columns}).", "Elles emploient des fonctions que seul Excel ou LibreOffice sait calculer.", "Ouvrez le classeur et enregistrez-le : elles seront calculées.")
# fmt: on
# ---- end of the import itself

# ---- PDF, account numbers, slips (H5)
# fmt: off
declare("PDF_SUPPORT_MISSING", "refusal", "Le relevé PDF « {file} » ne peut pas être lu.", "Le module de lecture des PDF (pdfplumber) n'est pas installé sur ce poste.", "Téléchargez le relevé au format CSV, Excel ou OFX, ou installez le module : pip install « tresorerie[pdf] ».")
declare("PDF_WITHOUT_TEXT", "refusal", "Le relevé PDF « {file} » n'a pas de texte ({pages} page(s)).", "C'est une image, sans doute un papier numérisé ; les chiffres d'une image ne se lisent pas sûrement.", "Téléchargez le relevé sur le site de la banque (CSV, Excel, OFX ou PDF d'origine), ou saisissez les opérations.")
declare("PDF_ABNORMAL", "refusal", "Le relevé PDF « {file} » a été refusé.", "Sa lecture demande bien plus de temps, de mémoire ou de pages qu'un relevé.", "Téléchargez de nouveau le relevé, pour une période plus courte s'il est très long.")
declare("PDF_NOT_PROVEN", "refusal", "La lecture du relevé PDF « {file} » n'est pas prouvée par ses soldes.", "Lu : solde d'ouverture {opening}, {count} opération(s), entrées {total_in}, sorties {total_out}, solde de clôture {closing} ; ces chiffres ne se suivent pas ou un solde manque.", "Téléchargez le relevé au format CSV, Excel ou OFX ; rien n'a été importé de ce PDF.")
declare("PDF_ENDS_OPEN", "warning", "Le relevé PDF s'arrête sans solde de clôture, à « {label} » (ligne {line}).", "Les soldes imprimés prouvent les lignes lues, mais rien ne dit qu'aucune ne suit.", "Comparez la dernière opération avec celle du relevé imprimé.")
declare("SLIP_FUTURE_DATE", "warning", "{count} opération(s) portent une date à venir, jusqu'au {value}.", "Le jour, le mois ou l'année a sans doute été mal saisi ou mal lu : nous sommes le {today}.", "Vérifiez la date sur le relevé imprimé.")
declare("SLIP_YEAR", "warning", "La date {value} est loin de celles des lignes voisines.", "L'année est sans doute une faute de frappe : {expected} serait à sa place.", "Vérifiez l'année sur le relevé imprimé.")
declare("SLIP_FILE_YEAR", "warning", "Les {count} dates du relevé sont d'une année impossible.", "L'année a sans doute été écrite sur deux chiffres et mal lue : {value} serait le {expected}.", "Vérifiez l'année sur le relevé imprimé avant d'importer.")
declare("SLIP_CENTIMES", "warning", "Le montant {value} de « {counterparty} » est peut-être en centimes.", "D'habitude ce tiers est autour de {usual} ; divisé par {factor}, ce montant serait {expected}.", "Vérifiez le montant sur le relevé imprimé.")
declare("SLIP_CENTIMES_BALANCE", "warning", "Le montant {value} est {factor} fois celui que donne le solde imprimé.", "Le solde ne bouge que de {expected} : le montant est sans doute en centimes, ou sa virgule a disparu.", "Vérifiez le montant sur le relevé imprimé.")
declare("SLIP_FILE_CENTIMES", "warning", "Les {count} montants du relevé sont {factor} fois ceux que donnent ses soldes.", "Ils sont sans doute en centimes, ou leur virgule a disparu : {value} serait {expected}.", "N'importez pas ce fichier tel quel ; téléchargez-le de nouveau ou choisissez un autre format.")
declare("SLIP_FILE_CENTIMES_HISTORY", "warning", "Les {count} montants du relevé sont environ {factor} fois ceux que le classeur connaît.", "Chez presque tous les tiers connus le montant est {factor} fois l'habituel ; sans doute des centimes, ou une virgule disparue : {value} serait {expected}.", "N'importez pas ce fichier avant d'avoir vérifié un montant sur le relevé imprimé.")
declare("SLIP_RIB_KEY", "warning", "La clé du numéro de compte « {value} » est fausse.", "Pour ce numéro la clé serait {expected} ; un chiffre a sans doute été mal saisi ou mal lu.", "Comparez le numéro avec celui du relevé imprimé ou du chéquier.")
# fmt: on

EVIDENCE |= {"pdf_pages": "PDF de {pages} page(s), {count} ligne(s) de texte ; colonnes : {headings}."}
# ---- end of PDF, account numbers, slips

# ---- Rows put into a closed workbook (H6)
# fmt: off
declare("ROWS_WOULD_SHIFT", "refusal", "Aucune ligne n'a été insérée à la ligne {at} de « {sheet} ».", "Les lignes d'en dessous descendraient, et dans un classeur fermé {reason}.", "Ouvrez le classeur dans Excel et recommencez depuis le ruban Trésorerie : Excel adapte lui-même les formules.")
declare("ROWS_STILL_READ", "refusal", "Les lignes {first} à {last} de « {sheet} » n'ont pas été retirées.", "Des cellules en dépendent : {reason}.", "Ouvrez le classeur dans Excel, supprimez vous-même ces lignes, puis vérifiez les formules qui les citaient.")
# fmt: on

ROW_WORDS: dict[str, str] = {
    "formula": "des formules de « {user} » ne suivraient pas",
    "chart": "un graphique de « {user} » ne suivrait pas",
    "part": "un objet de « {user} » ne suivrait pas",
    "rule": "une mise en forme ou une validation les cite par leur numéro",
    "array": "la formule recopiée ou matricielle de {user} ne peut pas être coupée",
    "last_cell": "la cellule {user} reprend la dernière ligne seule",
    "lost": "la formule de {user} perdrait ses cellules",
    "merge": "les cellules fusionnées {user} seraient coupées",
    "control": "des boutons ou d'autres objets y sont attachés",
    "comment": "des commentaires y sont attachés",
    "pivot": "un tableau croisé s'y trouve",
    "sparkline": "des graphiques de cellule s'y trouvent",
    "chain": "le solde ou le cumul calculé en {user} ne continuerait pas d'une ligne à l'autre",
    "range": "la plage {user} n'aurait plus de cellules",
    "full": "la feuille n'aurait pas assez de lignes",
}
"""Why rows cannot move in a closed workbook: fragments of the two sentences above."""
# ---- end of rows
