"""What the lines around a table of operations say: account, holder, currency, balances, period, number of operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from addin.treasury.amount_shapes import shapes_of
from addin.treasury.characters import is_blank, plain, texts_of
from addin.treasury.currency import currency_code
from addin.treasury.dates import Period, dates_in
from addin.treasury.headings import simplify
from addin.treasury.lines_above import StatedBalance, balances_above, currency_above, period_above
from addin.treasury.statements.columns_vocabulary import CURRENCIES, line_meaning
from addin.treasury.statements.model import AccountId
from addin.treasury.tables import shown
from addin.treasury.tabs import RawTab

_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Z0-9])")
_RIB = re.compile(r"(?<!\d)\d{3}[ -]?\d{5}[ -]?\d{10}[ -]?\d{2}(?!\d)")
_NUMBER = re.compile(r"(?<![\d/.])[\dX*][\dX* ./-]{3,32}[\dX*](?![\d/])")
_ACCOUNT = re.compile(
    r"\b(numero (de )?(du )?compte|n(o|um)? (de )?(du )?compte|compte( courant| cheques?| bancaire| ccp| postal)?( n(o|um|umero)?)?|rib|"
    r"iban|ccp|account( no| number| details for| id)?|konto(nummer| nr)?|ktonr|rekening(nummer)?|cuenta( numero)?|conto|conta|"
    r"numero conto|cislo uctu|carte n|رقم الحساب|الحساب|حساب)\b"
)
_HOLDER = re.compile(
    r"(titulaire( du compte)?|intitule( du compte)?|nom( du)? (titulaire|client)|client|raison sociale|account (holder|name|owner)|"
    r"kontoinhaber|rekeninghouder|intestatario|titular|اسم صاحب الحساب|صاحب الحساب|اسم الزبون|الزبون)"
)
_COUNT = re.compile(
    r"\b(nombre( total)? (d |de )?(operations?|mouvements?|ecritures?|lignes?|transactions?)|"
    r"nb (operations?|mouvements?|ecritures?|lignes?)|"
    r"number of (transactions|entries|operations)|(anzahl|aantal) \w+|عدد العمليات)\b\W*(\d{1,7})\b"
)
_FILE_ACCOUNT = re.compile(r"(?<![A-Za-z])(?:ktonr|compte|rib|ccp|account|konto|cpt)[ _-]*n?[ _-]*(\d[\d-]{3,24}\d)", re.IGNORECASE)
_STAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{0,6}")
_CURRENCY_WORDS = re.compile(r"\b(?:da|dzd|dinars?(?: algeriens?)?|euros?|eur|usd|dollars?)\b")
_SHORTEST = 5
_LETTER = re.compile(r"[^\W\d_]|[€$£]")

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Above:
    """What stands above the headings.

    Attributes:
        account: number and holder, "" for what is not said.
        account_from: "above", "file" or "".
        balances: opening and closing balances written there.
        balance_rows: their 0-based rows.
        period: first and last day announced.
        texts: all texts, for the dates that stand in them.
    """

    account: AccountId
    account_from: str
    currency: str
    balances: tuple[StatedBalance, ...]
    period: Period | None
    texts: tuple[str, ...]

    @property
    def balance_rows(self) -> set[int]:
        return {each.row - 1 for each in self.balances}


def read_above(rows: Rows, decimals: int, context: str) -> Above:
    """What the lines above a table say.

    Args:
        rows: these lines.
        context: names of the file and of the sheet.
    """
    tab = RawTab("", [[_in_french(cell) for cell in row] for row in rows])
    number = next((found for row in rows if (found := account_in_line(row))), "")
    holder = next((found for row in rows if (found := _holder_in_line(row))), "")
    from_file = "" if number else account_in_name(context)
    currency = currency_above(tab, len(rows)) or _currency_in_cells(rows) or currency_in_context(context)
    return Above(
        AccountId(number or from_file, holder),
        "above" if number else "file" if from_file else "",
        currency,
        tuple(_dated(balances_above(tab, len(rows), decimals), rows)),
        period_above(tab, len(rows)),
        tuple(shown(cell) for row in rows for cell in row if not is_blank(cell)),
    )


def account_in_line(row: Sequence[object]) -> str:
    """The account number that a line states, "" without one.

    >>> account_in_line(["N° compte :", "007 99999 0001234567 89"]), account_in_line(["Compte n° 00123456 clé 44"])
    ('007 99999 0001234567 89', '00123456 clé 44')
    >>> account_in_line(["Édité le 01/02/2021"])
    ''
    """
    cells = [plain(shown(cell)) for cell in row if not is_blank(cell)]
    for i, text in enumerate(cells):
        if match := _IBAN.search(text) or _RIB.search(text):
            return match[0].strip()
        if not _ACCOUNT.search(simplify(text)) or dates_in(text):
            continue
        for candidate in (text, *cells[i + 1 : i + 3]):
            if (match := _NUMBER.search(candidate)) and _is_number(match[0]) and not dates_in(candidate):
                key = re.match(r"\s*(?:cl[ée])\s*:?\s*\d{2}\b", candidate[match.end() :], re.IGNORECASE)
                return (match[0] + (key[0] if key else "")).strip(" -./")
    return ""


def account_in_name(context: str) -> str:
    """The account number in the name of a file or sheet, "" without one.

    >>> account_in_name("Umsaetze_KtoNr538917600_EUR_02-03-2018.CSV"), account_in_name("releve_20180101-20180523.csv")
    ('538917600', '')
    """
    text = plain(context)
    if match := _IBAN.search(text) or _RIB.search(text) or _FILE_ACCOUNT.search(text):
        return match[match.lastindex or 0].strip()
    numbers = [number for number in re.findall(r"(?<![0-9A-Za-z])\d{9,20}(?![0-9A-Za-z])", text) if not _STAMP.fullmatch(number)]
    return numbers[0] if len(numbers) == 1 else ""


def count_in_lines(lines: Iterable[Sequence[object]]) -> int | None:
    """The number of operations that the bank announces (« Nombre d'opérations : 41 »), None without one."""
    for row in lines:
        text = simplify(" ".join(shown(cell) for cell in row if not is_blank(cell)))
        if match := _COUNT.search(text):
            return int(match[match.lastindex or 0])
    return None


def currency_in_context(context: str) -> str:
    """Currency in the name of the file or sheet (« …_EUR_02-03-2018 »), "" when it names none or two."""
    codes = {word for word in re.findall(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", context) if word in CURRENCIES}
    return codes.pop() if len(codes) == 1 else ""


def _is_number(text: str) -> bool:
    return sum(char.isdigit() or char in "X*" for char in text) >= _SHORTEST and any(char.isdigit() for char in text)


def _holder_in_line(row: Sequence[object]) -> str:
    cells = [" ".join(plain(shown(cell)).split()) for cell in row if not is_blank(cell)]
    for i, text in enumerate(cells):
        head, mark, tail = text.partition(":")
        if not _HOLDER.fullmatch(simplify(head)):
            continue
        name = tail.strip() if mark and tail.strip() else cells[i + 1] if i + 1 < len(cells) else ""
        if re.search(r"[^\W\d_]{2}", name):
            return name
    return ""


def _currency_in_cells(rows: Rows) -> str:
    """« Devise ; DZD », or the one currency code that stands alone in a cell."""
    codes = {plain(cell).upper() for cell in _texts(rows) if plain(cell).upper() in CURRENCIES}
    return codes.pop() if len(codes) == 1 else ""


def _texts(rows: Rows) -> Iterator[str]:
    return (cell for row in rows for cell in row if isinstance(cell, str))


def _in_french(cell: object) -> object:
    """« Opening balance : 12.00 » as « solde initial : 12.00 », the words that the reader of tabs knows."""
    if not isinstance(cell, str):
        return cell
    match = re.match(r"([^\d:=]{4,60}?)\s*[:=]?\s*((?:[-+]?\s*\d|au\b|[:=]|$).*)", plain(cell), re.DOTALL)
    if match is None:
        return cell
    words = " ".join(_CURRENCY_WORDS.sub(" ", simplify(match[1])).split())
    meaning = line_meaning(words)
    return cell if meaning == words else f"{meaning} : {match[2].lstrip(':= ')}"


def _dated(balances: Sequence[StatedBalance], rows: Rows) -> Iterator[StatedBalance]:
    """Balances; one without a date takes that of a line « Date » of its own (« Date ; 01/01/2015 »)."""
    day = next((found for row in rows if (found := _day_of_line(row)) is not None), None)
    for each in balances:
        yield StatedBalance(each.row, each.cents, each.on or day, each.opens) if each.opens is None else each


def _day_of_line(row: Sequence[object]) -> date | None:
    cells = [cell for cell in row if not is_blank(cell)]
    if (
        len(cells) != 2
        or not isinstance(cells[0], str)
        or simplify(cells[0]) not in ("date", "date du solde", "arrete au", "solde au", "au")
    ):
        return None
    if isinstance(cells[1], date):
        return date(cells[1].year, cells[1].month, cells[1].day)
    days = dates_in(str(cells[1]))
    return days[0] if days else None


def amount_currency(columns: Iterable[Sequence[object]]) -> str:
    """The one currency that the texts of amounts carry (« £67.40 », « 12,50 DA »), "" without one or with several."""
    shapes = {shape for cells in columns for shape in shapes_of(texts_of(cells))}
    texts = [plain(shape) for shape in shapes if _LETTER.search(shape)]
    words = {match[0] for text in texts for match in re.finditer(r"[^\W\d_]{2,3}\.?|[€$£]", text)}
    codes = {code for word in words if (code := currency_code(word.rstrip(".")))}
    return codes.pop() if len(codes) == 1 else ""
