"""`docs/fonctions.md`: every worksheet function for the bookkeeper, from the declarations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from addin.messages import french
from addin.registry import Argument, Function, Rows

_KINDS = {
    "value": "une valeur, ou une plage de valeurs",
    "dossier": "la cellule `Dossier`, ou une plage avec ses en-têtes",
    "ranges": "une ou plusieurs plages avec leurs en-têtes",
    "cell": "une cellule",
}

_INTRODUCTION = """\
# Les fonctions de Trésorerie

<!-- Page produite par « python -m addin.build.all » ; ne pas la modifier à la main. -->

Tapez `=TRESO.` dans une cellule, puis le nom de la fonction ; l'assistant d'Excel (le bouton *fx*) donne la même aide que cette page.

- **Le premier argument `Dossier`** est la cellule de ce nom, dans la feuille « Tableau de bord » : elle désigne tout ce que votre classeur
  contient. Le bouton « Actualiser » la met à jour. À sa place, vous pouvez donner une plage avec ses en-têtes : `=TRESO.SOLDE(BNA!A:F)`.
- **Un argument entre crochets** peut être laissé vide.
- **Une valeur ou une plage** : avec une plage, la fonction donne autant de résultats que de cellules. Excel 2021 et 365 les affichent
  d'eux-mêmes ; dans les versions d'avant et dans LibreOffice, sélectionnez la zone d'arrivée et validez par Ctrl+Maj+Entrée.
- **Les dates** s'écrivent comme dans toute cellule (`DATE(2026;10;31)`, une cellule de date, ou « 31/10/2026 » entre guillemets).
- **Dans LibreOffice**, une plage d'un autre onglet s'écrit avec un point (`BNA.A:F`), et le dossier se donne par sa cellule ou par une
  plage.
- **Si Excel affiche `#NOM?`**, cliquez sur « Réparer les formules ». La même fonction existe sous un nom sans point : `=TRESO_SOLDE(…)`.

| Résultat | Ce que cela veut dire |
|---|---|
| `#VALEUR!` | un argument ne convient pas : texte à la place d'un montant, taux inconnu… |
| `#N/A` | ce qui est demandé n'existe pas ou n'est pas connu : compte, cours, solde de départ, dossier à actualiser… |
| `#NOM?` | le complément n'est pas chargé, ou la formule vient d'un autre poste : « Réparer les formules » |

`=TRESO.POURQUOI(A1)` dit en une phrase pourquoi la formule de la cellule A1 donne ce résultat, et que faire.
"""


def function_page(functions: Iterable[Function]) -> str:
    """The page in Markdown: a table of contents, then a chapter for each category, functions in alphabetical order."""
    by_category: dict[str, list[Function]] = {}
    for declared in functions:
        by_category.setdefault(declared.category, []).append(declared)
    lines = [_INTRODUCTION, "## Toutes les fonctions", "", "| Fonction | Ce qu'elle donne |", "|---|---|"]
    ordered = [
        (category, sorted(members, key=lambda member: member.name)) for category, members in sorted(by_category.items(), key=_helpers_last)
    ]
    for _, members in ordered:
        lines += [f"| [{member.name}](#{_anchor(member.name)}) | {_first_sentence(member.help)} |" for member in members]
    for category, members in ordered:
        lines += ["", f"## {category}"]
        for member in members:
            lines += _entry(member)
    return "\n".join(french(line) if not line.startswith("<!--") else line for line in "\n".join(lines).split("\n")) + "\n"


def _helpers_last(category: tuple[str, list[Function]]) -> tuple[bool, str]:
    return "outils" in category[0], category[0]


def _entry(declared: Function) -> list[str]:
    arguments = "; ".join(f"[{argument.label}]" if argument.is_optional else argument.label for argument in declared.arguments)
    if declared.arguments and declared.arguments[-1].kind == "ranges":
        arguments += "; …"
    lines = ["", f"### {declared.name}", "", f"`={declared.name}({arguments})`", "", declared.help]
    if declared.arguments:
        lines += ["", "| Argument | Ce qu'il faut donner | |", "|---|---|---|"]
        lines += [f"| `{argument.label}` | {_in_table(argument.help)} | {_note(argument)} |" for argument in declared.arguments]
    result = _shown(declared.result)
    if result is None and isinstance(declared.result, Rows):
        return [*lines, "", f"Exemple : `{declared.example}` donne un tableau :", "", *_table(declared.result)]
    return [*lines, "", f"Exemple : `{declared.example}` donne **{result}**."]


def _note(argument: Argument) -> str:
    return _KINDS[argument.kind] + (", facultatif" if argument.is_optional else "")


def _shown(value: object) -> str | None:
    """A result as a French cell shows it; None for a table."""
    if isinstance(value, Rows):
        return None
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int | float):
        whole, _, decimals = format(Decimal(repr(round(value, 9))).normalize(), ",f").partition(".")
        return whole.replace(",", "\u00a0") + ("," + decimals if decimals else "")
    return "une cellule vide" if value is None or value == "" else f"« {value} »"


def _table(rows: Rows) -> list[str]:
    cells = [
        [_in_table((_shown(value) or "").removeprefix("« ").removesuffix(" »")) if value is not None else "" for value in row]
        for row in rows.rows
    ]
    width = max(len(row) for row in cells)
    return ["|" + " |" * width, "|" + "---|" * width, *("| " + " | ".join(row) + " |" for row in cells)]


def _in_table(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _first_sentence(help_text: str) -> str:
    end = help_text.find(". ")
    return _in_table(help_text if end < 0 else help_text[: end + 1])


def _anchor(name: str) -> str:
    """The anchor that Markdown viewers give to a heading."""
    return name.lower().replace(".", "")
