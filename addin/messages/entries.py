"""The sentences of the accounting export (export comptable): what is refused, what is skipped and why, what is told."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("EXPORT_NOTHING", "refusal", "Il n'y a aucune écriture à exporter dans « {file} ».", "{known} ligne(s) ont déjà été exportées ; {skipped} ne sont pas prêtes{reasons}.", "Classez les lignes (Catégorie ou Compte SCF), complétez les factures, puis recommencez.")
declare("EXPORT_ACCOUNTS_UNKNOWN", "refusal", "Des comptes ne sont pas dans le plan comptable : {accounts}.", "Le logiciel comptable refuserait ces écritures ; rien n'a été exporté.", "Corrigez-les dans « Catégories », « Comptes », « Paramètres » ou la colonne Compte SCF, ou ajoutez-les à l'onglet « Plan comptable » (Compte ; Intitulé).")
declare("EXPORT_REGISTER_DAMAGED", "refusal", "La mémoire des exports est abîmée.", "La feuille masquée « {sheet} » a été modifiée : des écritures déjà exportées pourraient repartir une seconde fois.", "Reprenez cette feuille dans la version précédente du classeur, ou écrivez « Annulé » dans sa colonne « État » si l'export est à refaire.")
declare("EXPORT_FILES_NOT_PLACED", "error", "L'export est noté dans le classeur, mais ses fichiers n'ont pas pu être mis en place.", "{reason}", "Lancez « Annuler la dernière action », puis refaites l'export.")
declare("EXPORT_SKIPPED", "warning", "{count} ligne(s) n'ont pas été exportées : {reasons}.", "Seul ce qui est validé part chez le comptable.", "Corrigez ces lignes, puis exportez de nouveau : elles seules partiront.")
declare("EXPORT_SETTING_UNREADABLE", "refusal", "« {name} » de l'onglet « Paramètres » n'est pas lisible : « {value} ».", "Ce qui part chez le comptable ne doit pas être deviné.", "Corrigez ce réglage (les valeurs possibles sont dans docs/export-comptable.md), ou videz la cellule.")
declare("EXPORT_VAT_ESTIMATED", "warning", "La TVA de {count} facture(s) de clients a été calculée au taux de « Paramètres ».", "Ces factures n'ont pas de TVA saisie.", "Comparez avec les factures, ou saisissez leur TVA avant d'exporter.")
declare("EXPORT_CASH_VAT", "warning", "La facture « {number} » de {counterparty} ({amount}) a été payée en espèces et sa TVA est déduite.", "La TVA d'une facture de plus d'un million de dinars payée en espèces n'est pas déductible (loi de finances 2023).", "Confirmez avec votre comptable ; au besoin, mettez sa TVA à 0 avant d'exporter.")
declare("EXPORT_SALES_ACCOUNT", "info", "{count} facture(s) de clients sans catégorie vont au compte de ventes habituel ({account}).", "Aucune catégorie ne dit leur compte.", "« Compte de ventes » de « Paramètres » le change.")
declare("EXPORT_BEFORE_START", "info", "{count} ligne(s) d'avant le {day} n'ont pas été exportées.", "« Export comptable à partir du » de « Paramètres » les laisse à votre comptable, qui les a déjà.", "Changez cette date pour les exporter.")
declare("EXPORT_CLOSED_MONTH", "warning", "{count} ligne(s) de mois clôturés sont exportées au {day}.", "Les mois sont clôturés jusqu'au {closed} : une ligne arrivée après y devient une écriture nouvelle, à la première date ouverte.", "Vérifiez ces écritures avec votre comptable ; leur date d'origine est dans le libellé.")
declare("EXPORTED_ROWS_GONE", "warning", "{count} ligne(s) déjà exportées ne se retrouvent plus dans le classeur.", "Elles ont été supprimées, ou leur date et leur montant ont changé.", "Passez l'écriture de correction dans votre logiciel comptable, ou rétablissez ces lignes.")
declare("EXPORT_CHARACTERS_LOST", "warning", "Des caractères ne peuvent pas être écrits dans le fichier « {file} » : {characters}.", "Le codage {codec} ne les connaît pas ; leur lettre simple ou « ? » les remplace.", "Choisissez le codage UTF-8 dans « Paramètres » si votre logiciel le lit.")
declare("EXPORT_SUPPLIER_INCOMPLETE", "warning", "{count} facture(s) de l'état des fournisseurs n'ont pas de NIF ou de RC : {names}.", "Sans eux, la TVA de ces factures n'est pas déductible.", "Complétez l'onglet « Fournisseurs » (Fournisseur ; NIF ; RC), ou demandez-les au fournisseur.")
declare("EXPORT_PIECES_MISSING", "warning", "{count} pièce(s) ne sont pas dans le dossier des justificatifs : {files}.", "Elles sont citées par les lignes exportées.", "Lancez « Justificatifs » pour remettre les liens à jour, ou ajoutez les fichiers au dossier.")
declare("EXPORT_PIECES_FOLDER", "info", "Les {count} pièce(s) citées par les lignes exportées ne sont pas jointes.", "« Dossier des justificatifs » de l'onglet « Paramètres » est vide.", "Écrivez-y le dossier des justificatifs pour que le prochain export les joigne.")
# fmt: on

SKIP_REASONS = {
    "unclassified": "sans catégorie ni compte",
    "transfer_proposed": "virement interne à confirmer",
    "no_rate": "sans cours de change",
    "currency": "payée dans une autre devise",
    "zero": "montant nul",
    "no_date": "sans date",
    "no_number": "facture sans numéro",
    "no_party": "facture sans tiers",
    "vat_unknown": "TVA inconnue",
    "changed": "modifiée depuis son export",
    "payment_exported": "facture dont le paiement est déjà exporté en charge ou en produit",
}
"""`Skipped.reason` → words."""

EXPORT_WORDS = {
    "format": "Quel format d'export ?",
    "pick_folder": "Choisissez le dossier où écrire l'export",
    "sales": "Ventes",
    "purchases": "Achats",
    "entries_tab": "Écritures",
    "suppliers_tab": "État fournisseurs",
    "skipped_tab": "Non exporté",
    "index": "index.csv",
    "entries_file": "ecritures",
    "suppliers_file": "etat-fournisseurs-g50",
    "pack_file": "dossier-comptable",
    "pieces_folder": "pieces",
    "stem": "export-{number:03d}-{what}",
    "done": "Export n° {number} ({format}) : {entries} écriture(s), {debit} au débit et au crédit, du {first} au {last}. Dossier : {folder}",
    "one_file": "• {file}",
    "one_reason": "{count} {reason}",
    "one_account": "{account} ({count} ligne(s), la première : « {sheet} » ligne {row})",
    "reasons": " ({list})",
    "already": "{count} ligne(s) déjà exportées ne sont pas reparties.",
    "suppliers_title": "État des fournisseurs (annexe G50), export n° {number}",
    "entries_title": "Export comptable n° {number} ({format}), arrêté au {date}",
    "skipped_title": "Lignes non exportées",
    "total": "Total",
}
"""What is told besides."""
