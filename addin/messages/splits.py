"""The sentences of lines that are for several things (ventilation)."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("SPLIT_LINE_LOST", "warning", "Aucune opération n'a cette date et ce montant.", "Une ventilation nomme son opération par la date et le montant, et s'il le faut par le libellé et le compte.", "Recopiez la date et le montant de l'opération à ventiler, ou supprimez ces lignes.")
declare("SPLIT_LINE_AMBIGUOUS", "warning", "Plusieurs opérations ont cette date et ce montant.", "La date et le montant ne suffisent pas à dire laquelle ventiler.", "Ajoutez son libellé ou son compte, tels qu'ils sont dans l'onglet de l'opération.")
declare("SPLIT_SUM_DIFFERS", "warning", "Les parts font {parts}, l'opération {amount} : elle n'est pas ventilée.", "Les parts doivent faire le montant de l'opération, au centime.", "Corrigez une part ou ajoutez celle qui manque.")
declare("SPLIT_PART_BLANK", "warning", "La part n'a pas de montant, ou ni catégorie ni compte.", "Une opération n'est ventilée que si chacune de ses parts dit combien et pour quoi.", "Complétez la ligne, ou supprimez-la.")
declare("LINES_TO_SPLIT", "info", "{count} ligne(s) règlent des factures de catégories différentes.", "Une ligne ne porte qu'une catégorie ; ses parts se disent dans l'onglet « Ventilations ».", "Dans « Ventilations », écrivez pour chaque part : Date, Libellé, Montant, Part, Catégorie.")
# fmt: on
