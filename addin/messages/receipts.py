"""The sentences of receipts (justificatifs): the folder, its files, what is missing, why a file was linked."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("RECEIPT_FOLDER_UNSET", "refusal", "Le dossier des justificatifs n'est pas connu.", "« Dossier des justificatifs » de l'onglet « Paramètres » est vide, et aucun dossier n'a été donné.", "Donnez-le avec « --repertoire », ou écrivez son chemin dans « Paramètres ».")
declare("RECEIPT_FOLDER_NOT_FOUND", "refusal", "Le dossier de justificatifs « {file} » est introuvable.", "Il n'existe pas à cet endroit, ou le disque n'est pas branché.", "Vérifiez le chemin, avec « --repertoire » ou dans l'onglet « Paramètres ».")
declare("RECEIPT_FOLDER_FORBIDDEN", "refusal", "Le dossier de justificatifs « {file} » ne peut pas être lu.", "Vos droits ne le permettent pas, ou le disque ne répond pas.", "Vérifiez vos droits sur ce dossier, ou copiez les fichiers dans un dossier à vous.")
declare("RECEIPT_BOOK_UNSAVED", "refusal", "Le dossier du classeur « {file} » n'est pas connu.", "Le classeur n'a jamais été enregistré sur ce poste, ou il n'est ouvert que sur le web.", "Enregistrez-le dans un dossier de cet ordinateur, puis recommencez : les liens vers les justificatifs partent de ce dossier.")
declare("RECEIPT_TOO_MANY", "refusal", "Le dossier « {file} » contient plus de {limit} fichiers.", "Ce n'est sans doute pas le dossier des justificatifs.", "Donnez un dossier qui ne contient que des justificatifs, par exemple celui de l'année.")
declare("RECEIPT_RENAME_REFUSED", "refusal", "Le fichier « {file} » ne peut pas être renommé ; aucun fichier n'a changé de nom.", "{reason}", "Fermez le fichier s'il est ouvert, vérifiez vos droits sur le dossier, puis recommencez.")
declare("RECEIPT_SETTING_UNREADABLE", "warning", "« {name} » de l'onglet « Paramètres » n'est pas lisible : « {value} ».", "Un montant, une date ou Oui et Non sont attendus ; ce réglage est laissé de côté.", "Corrigez-le, ou videz la cellule.")
declare("RECEIPT_UNREADABLE", "warning", "{count} justificatif(s) n'ont pas pu être lus : {files}.", "{reason}", "Ils restent dans la liste « Sans opération » s'ils n'ont pas d'opération ; rangez-les à la main dans la colonne « Opération », ou donnez-leur un nom AAAA-MM-JJ_tiers_montant.")
declare("RECEIPT_DUPLICATE", "info", "{count} fichier(s) sont la copie exacte d'un autre ; le premier est « {value} », copie de « {first} ».", "Leur contenu est le même, octet pour octet.", "Une seule copie compte ; les autres peuvent être supprimées.")
declare("RECEIPT_GONE", "warning", "{count} justificatif(s) ont disparu du dossier : {files}.", "Ils étaient liés à des opérations et ne se trouvent plus nulle part dans ce dossier.", "Remettez-les dans le dossier, ou demandez-les de nouveau : leurs opérations sont à nouveau sans justificatif.")
declare("RECEIPT_MOVED", "info", "{count} fichier(s) ont changé de place ou de nom ; le premier est « {value} », qui était « {first} ».", "Leur contenu a été reconnu.", "Les liens ont été remis à jour.")
declare("RECEIPT_SKIPPED", "info", "{count} fichier(s) du dossier ont été laissés de côté : {natures}.", "Ce ne sont pas des justificatifs, ou ils ne sont pas suivis.", "Rien à faire.")
declare("RECEIPT_OCR_ABSENT", "info", "{count} image(s) ne sont connues que par leur nom.", "Tesseract, le programme libre qui lit les images, n'est pas installé sur cette machine.", "Installez Tesseract avec la langue française pour que les photos soient lues, ou donnez-leur un nom AAAA-MM-JJ_tiers_montant.")
declare("RECEIPT_OCR_LATER", "info", "{count} image(s) seront lues la prochaine fois.", "La lecture des images est lente et s'arrête après cinq minutes.", "Relancez « Justificatifs » : ce qui est déjà lu est gardé.")
declare("RECEIPT_PDF_ABSENT", "warning", "{count} PDF ne sont connus que par leur nom.", "La bibliothèque qui lit les PDF (pdfplumber) n'est pas installée.", "Installez Trésorerie avec l'option « pdf », puis relancez « Justificatifs ».")
declare("RECEIPT_OPERATION_UNKNOWN", "warning", "L'opération « {value} » de « {sheet} » n'a pas été trouvée.", "La forme attendue est un onglet d'opérations et une ligne, par exemple « BNA ligne 214 ».", "Corrigez la cellule, ou videz-la.")
declare("RECEIPT_FILE_UNKNOWN", "warning", "Le fichier « {value} » de « {sheet} » ne se trouve pas dans le dossier.", "Le nom saisi ne correspond à aucun fichier lu.", "Corrigez le nom, ou ajoutez le fichier au dossier ; l'opération reste telle que vous l'avez laissée.")
declare("RECEIPT_OPERATION_NOT_FOUND", "refusal", "Aucune opération du {date} n'a ce montant.", "Ni au crédit ni au débit, dans aucun compte ; ou son libellé est un autre.", "Reprenez la date et le montant de la ligne du compte.")
# fmt: on

RECEIPT_TROUBLES: dict[str, str] = {
    "empty": "Le fichier est vide (0 octet).",
    "too_big": "Le fichier dépasse 30 Mo.",
    "encrypted": "Le PDF est protégé par un mot de passe.",
    "broken": "Le fichier est abîmé ou incomplet.",
    "slow": "Le PDF est anormal : sa lecture a été arrêtée.",
    "forbidden": "Vos droits ne permettent pas de l'ouvrir, ou un autre programme le tient.",
}
"""Why the content of a file was not read."""

RECEIPT_NATURES: dict[str, str] = {
    "hidden": "{count} caché(s)",
    "temporary": "{count} temporaire(s)",
    "lock": "{count} verrou(s) de bureautique",
    "link": "{count} raccourci(s)",
    "name": "{count} au nom illisible",
    "folder": "{count} dossier(s) fermé(s) ou trop profond(s)",
    "other": "{count} d'un autre type",
}
"""What was left aside in the folder."""

RECEIPT_STATES: dict[str, str] = {
    "justified": "Justifié",
    "proposed": "À confirmer",
    "to_request": "À demander",
    "requested": "Demandé",
    "not_required": "Non requis",
    "no_operation": "Sans opération",
}
"""State of a line of « Justificatifs » → its word."""

RECEIPT_EVIDENCE: dict[str, str] = {
    "amount": "montant exact",
    "number": "n° de facture",
    "name": "tiers",
    "unique": "seul de ce montant",
    "sum_files": "somme de plusieurs fichiers",
    "sum_lines": "somme de plusieurs opérations",
    "hers": "rangé par vous",
    "typed": "saisi dans l'onglet",
    "earlier": "déjà rangé ici",
    "same_day": "même jour",
    "days_after": "payé {days} j après",
    "days_before": "payé {days} j avant",
}
"""What a link rests on."""

RECEIPT_EXEMPTIONS: dict[str, str] = {
    "salary": "Salaires",
    "bank_fee": "Frais bancaires",
    "transfer": "Virements internes",
    "bounced": "Impayés",
    "loan": "Emprunts",
    "cash_withdrawal": "Retraits",
    "threshold": "Sous le seuil",
    "category": "Catégories sans justificatif",
    "incoming": "Encaissements",
    "before": "Avant la date de départ",
}
"""Why an operation needs no receipt."""

RECEIPT_WORDS: dict[str, str] = {
    "nobody": "À répartir",
    "operation": "{sheet} ligne {row}",
    "and_more": "{files} et {count} autre(s)",
    "pick_folder": "Dossier des justificatifs",
    "ask_rename": "Renommer {count} fichier(s) selon la règle AAAA-MM-JJ_tiers_montant ?\n{examples}\nAnnulable par « Annuler la dernière action ».",
    "one_rename": "• {old} → {new}",
    "renamed": "Fichiers renommés : {count}",
    "nothing_to_rename": "Aucun fichier à renommer.",
    "done": "Justificatifs : {justified} justifiée(s), {proposed} à confirmer, {missing} à demander, {unlinked} fichier(s) sans opération.",
    "unchanged": "Rien n'a changé : le classeur est resté tel quel.",
    "renamed_back": "Noms rendus : {count}",
    "rename_gone": "« {file} » n'est plus là : son nom d'avant ne peut pas lui être rendu.",
    "rename_taken": "« {file} » existe de nouveau : « {other} » garde son nom.",
    "exists": "Un fichier de ce nom existe déjà.",
    "vanished": "Il n'est plus là.",
    "reading": "Lecture de « {file} »",
}
"""What is said besides."""
