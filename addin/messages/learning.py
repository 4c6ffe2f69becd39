"""The sentences of what is learnt from the lines that she classified."""

from __future__ import annotations

from addin.messages import declare

# fmt: off
declare("CATEGORY_SPELLINGS", "info", "« {value} » et « {kept} » sont la même catégorie, écrite de {count} façons.", "Les accents, les majuscules et les espaces ne font pas une autre catégorie.", "Rien n'est à faire : les lignes nouvelles recevront « {kept} ». Écrivez-la partout ainsi pour que vos filtres la trouvent.")
# fmt: on
