"""The sentences of reminders (relances): what is said to her, and the letters to customers."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
# --------------------------------------------------------------------------------------------- what is said to her
declare("REMINDER_INCOMPLETE", "warning", "La ligne du journal des relances n'est pas comptée.", "Il lui manque la date ou le client.", "Complétez la ligne, ou effacez-la.")
declare("REMINDER_LEVEL_UNKNOWN", "warning", "Le niveau « {value} » n'est pas compris.", "Les niveaux vont de N0 (rappel avant échéance) à N4 (mise en demeure) ; une case vide est un simple contact.", "Écrivez N0, N1, N2, N3 ou N4, ou laissez la case vide.")
declare("REMINDER_OUTCOME_UNKNOWN", "warning", "La suite « {value} » n'est pas comprise.", "Les suites connues sont « Litige », « Litige levé » et « Ne plus relancer ».", "Choisissez-en une dans la liste, et mettez le reste dans « Note ».")
declare("REMINDER_CUSTOMER_UNKNOWN", "warning", "Le client « {value} » n'a aucune facture.", "Une promesse ou un litige noté sous ce nom n'agit sur rien.", "Écrivez le nom comme dans l'onglet des factures clients.")
declare("REMINDER_SETTING", "warning", "Le paramètre « {name} » n'est pas compris : « {value} ».", "La valeur habituelle, « {usual} », a été prise.", "Corrigez-le dans l'onglet « Paramètres ».")
declare("CUSTOMER_TWICE", "warning", "Le client « {value} » figure deux fois avec des coordonnées différentes.", "Rien ne dit laquelle est la bonne ; ses lettres sont écrites sans adresse.", "Supprimez la ligne en trop, ou distinguez les deux noms ici et dans les factures.")
declare("PROMISE_BROKEN", "info", "{customer} avait promis de payer le {date} ; {total} restent dus.", "Aucun règlement ne répond à cette promesse.", "La lettre rappelle cet engagement ; un appel d'abord aide souvent.")
declare("REMINDER_HELD_BACK", "info", "{customer} reçoit N{level}, alors que ses {days} jours de retard appellent N{reached}.", "Aucun niveau n'est sauté : le client n'a pas encore reçu les précédents.", "Pour passer directement au niveau de l'ancienneté : « --rattraper », ou « Relances : un niveau à la fois » à Non dans « Paramètres ».")
declare("REMINDER_DISPUTED", "info", "{customer} n'est pas relancé pour {total} ({numbers}).", "Ces factures sont en litige.", "Quand le litige est réglé, notez « Litige levé » dans l'onglet « Relances ».")
declare("REMINDER_GENERIC", "info", "« {customer} » n'est pas relancé ({total}).", "Ce nom peut désigner plusieurs personnes : une seule lettre n'aurait pas de destinataire.", "Donnez à chaque facture le nom de son client.")
declare("REMINDER_SMALL", "info", "{customer} n'est pas relancé pour {total}.", "C'est moins que « Relances : montant minimum » de l'onglet « Paramètres ».", "Baissez ce montant si vous voulez une lettre.")
declare("REMINDER_UNMATCHED", "warning", "{amount} reçus de {customer} ne règlent encore aucune facture.", "Une lettre de relance est prête pour ce client, et il a peut-être payé.", "Rattachez ce règlement à sa facture avant d'envoyer la lettre.")
declare("REMINDER_COMPANY", "warning", "Les lettres sont écrites sans {mentions}.", "L'onglet « Paramètres » ne les donne pas.", "Remplissez-les dans « Paramètres », annulez, puis recommencez.")
declare("REMINDER_RIB", "warning", "La clé du RIB de votre société est fausse.", "« {value} » n'est pas un RIB possible : un chiffre a dû être mal saisi.", "Corrigez-le dans « Paramètres » avant d'envoyer les lettres.")
declare("REMINDER_NO_ADDRESS", "info", "{count} lettre(s) sont écrites sans l'adresse du client ({customers}).", "L'onglet « Clients » n'existe pas, ou ne la donne pas.", "Ajoutez un onglet « Clients » (Client, Adresse, Ville, Contact, E-mail), ou complétez les lettres dans Word.")
declare("REMINDER_UNDATED", "info", "L'échéance de {count} facture(s) relancée(s) est estimée.", "Aucune échéance n'est saisie ; le délai habituel de {days} jours a été compté, et la lettre le dit.", "Saisissez l'échéance convenue si elle est autre.")
declare("REMINDER_LETTER_LOST", "warning", "La lettre « {value} » n'a pas pu être mise en place : {reason}.", "Le classeur était déjà enregistré ; les autres lettres sont là.", "Annulez la dernière action, puis recommencez.")
declare("REMINDER_NO_INVOICES", "refusal", "Aucune facture de client n'a été lue dans « {file} ».", "Les relances partent de l'onglet des factures clients.", "Ajoutez un onglet « Factures clients » (N° facture, Client, Date facture, Échéance, Montant TTC) ; « Vérifier » dit comment chaque onglet a été lu.")
declare("REMINDER_JOURNAL_OTHER", "refusal", "La feuille « {sheet} » ne peut pas servir de journal des relances.", "Elle porte ce nom sans les titres Date, Client et Niveau.", "Renommez-la, ou donnez-lui ces titres, puis recommencez.")
declare("INVOICE_NUMBER_SHARED", "refusal", "La facture {value} existe chez plusieurs clients : {customers}.", "Le numéro seul ne dit pas de laquelle il s'agit.", "Donnez le nom du client à la place du numéro.")
# fmt: on

LEVEL_NAMES: tuple[str, ...] = ("Rappel avant échéance", "Rappel", "Relance ferme", "Dernier avis", "Mise en demeure")
"""The five levels, N0 to N4."""

REMINDER_SCREEN: dict[str, str] = {
    "action": "Relances",
    "writing": "Lettre à {customer}",
    "done": "Lettres écrites : {count}, dans « {folder} ». Rien n'a été envoyé.",
    "none": "Aucune lettre à écrire à cette date. L'onglet « {sheet} » dit où en est chaque client.",
    "journal": "L'onglet « {sheet} » les compte comme envoyées : effacez la ligne d'une lettre que vous n'envoyez pas. « Annuler » retire ces lignes ; les fichiers restent.",
    "agree": "Écrire {count} lettre(s) de relance ({levels}) dans « {folder} », et les noter dans l'onglet « {sheet} » ? Rien n'est envoyé.",
    "folder": "Relances {date}",
}

COMPANY_MENTIONS: dict[str, str] = {
    "name": "le nom de la société",
    "address": "l'adresse de la société",
    "rc": "le RC",
    "nif": "le NIF",
    "nis": "le NIS",
    "ai": "l'article d'imposition",
    "rib": "le RIB",
}
"""Mentions that a letter lacks, as a sentence names them."""

# --------------------------------------------------------------------------------------------- the letters to customers
SUBJECTS: tuple[str, ...] = (
    "Rappel avant échéance : {invoices}",
    "Rappel : {invoices}",
    "Relance : {invoices}",
    "Dernier avis avant mise en demeure : {invoices}",
    "Mise en demeure de payer : {invoices}",
)
OPENINGS: dict[int, tuple[str, str]] = {  # level → of one invoice, of several
    0: (
        "Nous nous permettons de vous rappeler que la facture ci-dessous, d'un montant de {total} TTC, arrive à échéance le {due}.",
        "Nous nous permettons de vous rappeler que les factures ci-dessous, d'un montant total de {total} TTC, arrivent prochainement à échéance.",
    ),
    1: (
        "Sauf erreur ou omission de notre part, le règlement de la facture ci-dessous, échue le {due}, ne nous est pas parvenu à ce jour. Il reste dû {total} TTC.",
        "Sauf erreur ou omission de notre part, le règlement des factures ci-dessous ne nous est pas parvenu à ce jour. Il reste dû au total {total} TTC.",
    ),
    2: (
        "{despite}nous constatons, sauf erreur ou omission de notre part, que la facture ci-dessous, échue le {due}, reste impayée pour {total} TTC.",
        "{despite}nous constatons, sauf erreur ou omission de notre part, que les factures ci-dessous restent impayées pour un total de {total} TTC.",
    ),
    3: (
        "{despite}la somme de {total} TTC, exigible depuis le {due}, demeure impayée, sauf erreur ou omission de notre part.",
        "{despite}la somme de {total} TTC demeure impayée, sauf erreur ou omission de notre part ; elle est exigible depuis le {due} pour la plus ancienne des factures ci-dessous.",
    ),
    4: (
        "{despite}nous vous mettons en demeure, par la présente, de nous régler la somme de {total} TTC, montant de la facture ci-dessous, échue le {due}, dans un délai de {notice} à compter de la réception de ce courrier.",
        "{despite}nous vous mettons en demeure, par la présente, de nous régler la somme de {total} TTC, montant des factures ci-dessous, dont la plus ancienne est échue depuis le {due}, dans un délai de {notice} à compter de la réception de ce courrier.",
    ),
}
DESPITE: dict[str, str] = {  # how a letter recalls those before it
    "one": "Malgré notre courrier du {days}, ",
    "many": "Malgré nos courriers du {days}, ",
    "none": "L'échéance étant dépassée, ",
}
BROKEN_PROMISE: dict[str, str] = {
    "whole": "Vous vous étiez engagés à régler au plus tard le {day} ; ce règlement ne nous est pas parvenu.",
    "part": "Vous vous étiez engagés à régler {amount} au plus tard le {day} ; cette somme ne nous est pas parvenue.",
}
REQUESTS: dict[int, tuple[str, ...]] = {  # what the letter asks for, after the table
    0: (
        "Nous vous remercions de bien vouloir en prévoir le règlement à cette date{by_transfer}.",
        "Si une pièce vous manque pour la mise en paiement, ou si une remarque est à formuler, nous restons à votre disposition{contact}.",
    ),
    1: (
        "Il s'agit sans doute d'un simple oubli : nous vous saurions gré de bien vouloir procéder au règlement dès que possible{by_transfer}.",
        "Si votre règlement s'est croisé avec ce courrier, veuillez ne pas en tenir compte.",
    ),
    2: (
        "Nous vous demandons de bien vouloir nous faire parvenir votre règlement au plus tard le {deadline}{by_transfer}.",
        "Vous trouverez ci-joint copie des pièces. Si un désaccord en retarde le paiement, nous vous remercions de nous en indiquer le motif par écrit{contact}.",
        "Si votre règlement s'est croisé avec ce courrier, veuillez ne pas en tenir compte.",
    ),
    3: (
        "Nous vous prions de nous régler cette somme au plus tard le {deadline}{by_transfer}.",
        "Si vous traversez une difficulté passagère, nous sommes disposés à convenir avec vous d'un échéancier de paiement, à arrêter par écrit avant cette même date{contact}.",
        "À défaut de règlement ou d'accord à cette date, nous serons contraints de vous adresser une mise en demeure.",
        "Si votre règlement s'est croisé avec ce courrier, veuillez ne pas en tenir compte.",
    ),
    4: (
        "Cette créance est certaine, liquide et exigible. Votre règlement est à effectuer pour sa totalité{by_transfer}.",
        "À défaut de paiement intégral dans ce délai, nous saisirons, sans autre avis, la juridiction compétente afin d'obtenir une injonction de payer, et demanderons que les frais de la procédure soient mis à votre charge.",
        "La présente est faite sous toutes réserves de nos droits. Si votre règlement a été effectué entre-temps, veuillez nous en adresser la preuve.",
    ),
}
PUBLIC_REQUESTS: dict[int, tuple[str, ...]] = {  # where a public body is asked otherwise
    2: (
        "Nous vous demandons de bien vouloir nous faire connaître l'état du mandatement de cette dépense, et la date prévue de son règlement{contact}.",
        "Vous trouverez ci-joint copie des pièces ; si l'une d'elles manque au dossier de paiement, nous vous la ferons parvenir sans délai.",
        "Si votre règlement s'est croisé avec ce courrier, veuillez ne pas en tenir compte.",
    ),
    3: (
        "Nous vous prions de bien vouloir faire procéder au mandatement de cette somme avant le {deadline}{by_transfer}.",
        "Si des crédits ou une pièce font défaut, nous vous remercions de nous en informer par écrit, afin de convenir d'une date de règlement{contact}.",
        "À défaut de réponse, nous serons contraints de vous adresser une mise en demeure.",
        "Si votre règlement s'est croisé avec ce courrier, veuillez ne pas en tenir compte.",
    ),
    4: (
        "Cette créance est certaine, liquide et exigible. Votre règlement est à effectuer pour sa totalité{by_transfer}.",
        "À défaut de paiement dans ce délai, nous saisirons, sans autre avis, l'autorité de tutelle et, s'il le faut, la juridiction administrative compétente.",
        "La présente est faite sous toutes réserves de nos droits. Si le règlement a été ordonné entre-temps, veuillez nous en adresser la preuve.",
    ),
}
CLOSINGS: tuple[str, ...] = (
    "Nous vous remercions de votre confiance et vous prions d'agréer, {greeting}, l'expression de nos salutations distinguées.",
    "Veuillez agréer, {greeting}, l'expression de nos salutations distinguées.",
    "Veuillez agréer, {greeting}, l'expression de nos salutations distinguées.",
    "Veuillez agréer, {greeting}, nos salutations distinguées.",
    "Recevez, {greeting}, nos salutations.",
)
LETTER_WORDS: dict[str, str] = {  # the small words of a letter
    "attention": "À l'attention de {name}",
    "dated_at": "{city}, le {day}",
    "dated": "Le {day}",
    "registered": "Lettre recommandée avec accusé de réception",
    "subject": "Objet :",
    "one_invoice": "facture n° {number} du {day}",
    "one_invoice_undated": "facture n° {number}",
    "one_invoice_unnumbered": "facture du {day}",
    "invoice_alone": "une facture impayée",
    "invoices": "{count} factures",
    "by_transfer": ", par virement à notre compte RIB {rib}",
    "at_bank": ", ouvert auprès de {bank}",
    "contact": " ({ways})",
    "greeting": "Madame, Monsieur",
    "total": "Total",
    "left_total": "Total restant dû",
    "in_words": "Arrêté à la somme de : {spelt}.",
    "situation": "Situation arrêtée au {day}.",
    "estimated": "* Échéance comptée d'après notre délai de paiement habituel de {days} jours.",
    "notice": "{spelt} ({count}) jours",
    "enclosed_one": "P. J. : copie de la facture",
    "enclosed": "P. J. : copie des factures",
    "stamp": "(cachet et signature)",
    "capital": "{form} au capital de {capital}",
    "capital_alone": "Capital : {capital}",
}
TABLE_HEADS: dict[str, str] = {
    "number": "Facture",
    "issued_on": "Date",
    "due_on": "Échéance",
    "amount": "Montant TTC",
    "paid": "Déjà réglé",
    "credited": "Avoirs",
    "left": "Reste dû",
    "days": "Retard",
}
