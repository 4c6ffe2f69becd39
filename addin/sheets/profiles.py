"""The tab `Profils` as data: one line per bank that she declares, and its reading back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from addin.messages import Finding, french
from addin.sheets.model import Band, Column, Page, Role, Sheet, TableBlock, Value
from addin.treasury.characters import is_blank, plain
from addin.treasury.currency import currency_code
from addin.treasury.headings import simplify
from addin.treasury.statements.profiles import FIELDS, Profile

TITLE = "Profils"
_YES, _NO = "Oui", "Non"
ORDERS = {"dmy": "jj/mm/aaaa", "mdy": "mm/jj/aaaa", "ymd": "aa/mm/jj"}
DECIMALS = {",": "virgule", ".": "point"}
SIGNS = {"as_printed": "comme écrit", "reversed": "contraire", "debit_credit": "débit et crédit"}
DELIMITERS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
_PLACES = {
    "booked_on": "Col. Date", "value_date": "Col. Date valeur", "label": "Col. Libellé", "amount": "Col. Montant", "debit": "Col. Débit",
    "credit": "Col. Crédit", "balance": "Col. Solde", "direction": "Col. Sens", "currency": "Col. Devise", "account": "Col. Compte",
    "reference": "Col. Référence", "counterparty": "Col. Tiers", "piece": "Col. Pièce",
}  # fmt: skip
_PLACE_HELP = french("Titre de la colonne dans le fichier de la banque, ou sa lettre (B), ou son numéro (2). Vide : à trouver.")
_CHOSEN = french("Vide : trouvé d'après le fichier.")
COLUMNS = (
    Column("Profil", Role.TEXT, 20, help=french("Nom à donner avec « --profil ».")),
    Column("Banque", Role.TEXT, 26),
    *(Column(_PLACES[name], Role.TEXT, 15, help=_PLACE_HELP) for name in FIELDS),
    Column("Ligne des titres", Role.COUNT, 10, help=french("Numéro de la ligne des titres ; 0 : fichier sans titres ; vide : à trouver.")),
    Column("Ordre des dates", Role.STATE, 13, tuple(ORDERS.values()), help=_CHOSEN),
    Column("Décimales", Role.STATE, 11, tuple(DECIMALS.values()), help=_CHOSEN),
    Column("Sens", Role.STATE, 15, tuple(SIGNS.values()), help=_CHOSEN),
    Column("Séparateur", Role.STATE, 14, tuple(DELIMITERS.values()), help=_CHOSEN),
    Column("Codage", Role.STATE, 11, help=french("utf-8, cp1252 (Windows, français), cp1256 (Windows, arabe)… Vide : trouvé.")),
    Column("Compte", Role.TEXT, 20, help=french("Numéro ou nom du compte, si le fichier ne le dit pas.")),
    Column("Devise", Role.STATE, 9, help=french("Si le fichier ne la dit pas.")),
    Column("Reconnu à", Role.TEXT, 26, help=french("Mots écrits au-dessus des opérations ou dans le nom du fichier, séparés par « ; ».")),
    Column("Exemples de libellés", Role.TEXT, 40, help=french("Pour mémoire, séparés par « ; ».")),
    Column("À confirmer", Role.STATE, 11, (_YES, _NO)),
)
_TITLES = {simplify(column.title): column.title for column in COLUMNS}
_NEEDED = "Profil"


def profiles_sheet(profiles: Sequence[Profile]) -> Sheet:
    """The tab `Profils` holding these profiles, ready to be completed."""
    table = TableBlock("profiles", "tblProfils", COLUMNS, tuple(profile_row(profile) for profile in profiles))
    widths = tuple(column.width for column in COLUMNS)
    page = Page(landscape=True, one_page=False, repeat_rows=1)
    return Sheet(TITLE, widths, {"full": (0, len(COLUMNS))}, (Band((table,)),), page, (1, 1), "input")


def profile_row(profile: Profile) -> tuple[Value, ...]:
    """A profile as a line of the tab, in the order of `COLUMNS`."""
    return (
        profile.name,
        profile.bank or None,
        *(profile.columns.get(name) or None for name in FIELDS),
        profile.header_row,
        ORDERS.get(profile.date_order),
        DECIMALS.get(profile.decimal),
        SIGNS.get(profile.sign),
        DELIMITERS.get(profile.delimiter),
        profile.encoding or None,
        profile.account or None,
        profile.currency or None,
        " ; ".join(profile.marks) or None,
        " ; ".join(profile.samples) or None,
        _YES if profile.to_confirm else _NO,
    )


def read_profiles(rows: Sequence[Sequence[object]]) -> tuple[tuple[Profile, ...], tuple[Finding, ...]]:
    """The profiles that the tab `Profils` declares, and what is wrong in it; a line with a wrong cell declares nothing.

    Args:
        rows: the tab from A1; headings on its first filled line, columns in any order.
    """
    top = next((i for i, row in enumerate(rows) if any(not is_blank(cell) for cell in row)), None)
    if top is None:
        return (), ()
    titles = {j: title for j, cell in enumerate(rows[top]) if (title := _TITLES.get(simplify(str(cell or ""))))}
    if _NEEDED not in titles.values():
        return (), (Finding("PROFILES_WITHOUT_NAME", TITLE, top + 1),)
    found: dict[str, Profile] = {}
    findings: list[Finding] = []
    for r, row in enumerate(rows[top + 1 :], top + 2):
        cells = {title: _text(row[j]) for j, title in titles.items() if j < len(row) and not is_blank(row[j])}
        if not cells:
            continue
        profile, wrong = _read_line(cells)
        key = simplify(cells.get(_NEEDED, ""))
        if not key:
            findings.append(Finding("PROFILE_NAMELESS", TITLE, r, _NEEDED))
        elif wrong:
            findings += [Finding("PROFILE_CELL_WRONG", TITLE, r, title, cells[title], {"choices": choices}) for title, choices in wrong]
        elif key in found:
            findings.append(Finding("PROFILE_TWICE", TITLE, r, _NEEDED, cells[_NEEDED]))
        else:
            found[key] = profile
    return tuple(found.values()), tuple(findings)


def _read_line(cells: Mapping[str, str]) -> tuple[Profile, list[tuple[str, str]]]:
    """A profile, and the columns whose cell is not one of their words, with these words."""
    wrong: list[tuple[str, str]] = []

    def pick(title: str, words: Mapping[str, str]) -> str:
        text = simplify(cells.get(title, ""))
        for code, word in words.items():
            if cells.get(title, "") == code or (text and text == simplify(word)):
                return code
        if title in cells:
            wrong.append((title, ", ".join(words.values())))
        return ""

    header = cells.get("Ligne des titres", "")
    if header and not header.isdigit():
        wrong.append(("Ligne des titres", "1, 2, 3…"))
    currency = currency_code(cells.get("Devise", "")) or ""
    if "Devise" in cells and not currency:
        wrong.append(("Devise", "DZD, EUR, USD…"))
    profile = Profile(
        cells.get(_NEEDED, ""),
        cells.get("Banque", ""),
        {name: cells[title] for name, title in _PLACES.items() if title in cells},
        int(header) if header.isdigit() else None,
        pick("Ordre des dates", ORDERS),  # type: ignore[arg-type]
        pick("Décimales", DECIMALS),  # type: ignore[arg-type]
        pick("Sens", SIGNS),  # type: ignore[arg-type]
        pick("Séparateur", DELIMITERS),
        cells.get("Codage", ""),
        cells.get("Compte", ""),
        currency,
        pick("À confirmer", {_YES: _YES, _NO: _NO}) == _YES,
        _several(cells.get("Exemples de libellés", "")),
        _several(cells.get("Reconnu à", "")),
        is_hers=True,
    )
    return profile, wrong


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return plain(str(cell))
