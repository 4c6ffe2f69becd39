"""The sheet `Justificatifs` as data, and its reading back: a line for each operation that needs a receipt, her answers kept."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from addin.messages import TresoError, french, say
from addin.messages.receipts import RECEIPT_EVIDENCE, RECEIPT_EXEMPTIONS, RECEIPT_STATES, RECEIPT_TROUBLES, RECEIPT_WORDS
from addin.sheets.french import count, exact, long_day
from addin.sheets.model import Band, Block, Cell, Column, Formula, Page, Role, Row, Sheet, TableBlock, Value
from addin.treasury.currency import to_decimal
from addin.treasury.dates import read_date
from addin.treasury.headings import simplify
from addin.treasury.receipts.board import Board, Line
from addin.treasury.receipts.decisions import DIGEST_SHOWN, SaidLine
from addin.treasury.receipts.listed import STATE_CODES

TITLE = "Justificatifs"
TABLE = "tblJustificatifs"
_STATE, _DAY, _PARTY, _AMOUNT, _CURRENCY, _LABEL, _PLACE, _FILE, _REQUESTED, _PERSON, _REASON, _REMARK, _MARK = (
    "Statut", "Date", "Tiers", "Montant", "Devise", "Libellé", "Opération", "Fichier", "Demandé le", "Responsable", "Motif", "Remarque",
    "Repère",
)  # fmt: skip
COLUMNS = (
    Column(
        _STATE, Role.STATE, 14, tuple(RECEIPT_STATES.values()),
        help=french("« Justifié » accepte le fichier proposé ; « À demander » le refuse ; « Non requis » dispense la ligne."),
    ),
    Column(_DAY, Role.DATE, 12),
    Column(_PARTY, Role.TEXT, 26),
    Column(_AMOUNT, Role.AMOUNT, 16),
    Column(_CURRENCY, Role.STATE, 8),
    Column(_LABEL, Role.TEXT, 36),
    Column(_PLACE, Role.TEXT, 20, help=french("Pour ranger un fichier sans opération : onglet et ligne, par exemple « BNA ligne 214 ».")),
    Column(_FILE, Role.TEXT, 46, help=french("Le nom d'un fichier du dossier le range sur cette ligne ; vider la cellule le refuse.")),
    Column(_REQUESTED, Role.DATE, 12, help=french("Le jour où vous l'avez demandé.")),
    Column(_PERSON, Role.TEXT, 20, help=french("À qui le demander : porteur de la carte, projet ou responsable du compte.")),
    Column(_REASON, Role.TEXT, 34),
    Column(_REMARK, Role.TEXT, 26),
    Column(_MARK, Role.NOTE, 9, help=french("Repère de Trésorerie : ne pas modifier.")),
)  # fmt: skip
_CODES = STATE_CODES | {"demande le": "requested", "a reclamer": "to_request"}
_FLAGS = "sfp"
_PRINTED = 10
"""First columns, that are printed."""
_LONGEST_LINK = 250
_SHOWN_FILES = 6


def receipts_sheet(board: Board, operations: pd.DataFrame, folder: str) -> Sheet:
    """`Justificatifs` holding a board.

    Args:
        operations: those of the dossier that the board was made from.
        folder: of the receipts, as it is shown.
    """
    width = len(COLUMNS)
    head = (
        Row((Cell(french(f"Justificatifs au {long_day(board.as_of)}"), Role.TITLE, span=width),)),
        Row((Cell(conclusion(board, operations), Role.SUBTITLE, span=width),)),
        Row((Cell(_legend(board, folder), Role.NOTE, span=width),)),
    )
    told = rows_of(operations, (line.operation for line in board.lines))
    rows = tuple(_row(line, told) for line in board.lines)
    bands = (Band((Block("head", head, "full"),)), Band((TableBlock("receipts", TABLE, COLUMNS, rows),), gap=0))
    page = Page(landscape=True, one_page=False, footer=TITLE, print_lanes=("printed",))
    lanes = {"full": (0, width), "printed": (0, _PRINTED)}
    return Sheet(TITLE, tuple(column.width for column in COLUMNS), lanes, bands, page, (len(head) + 2, 1), "input")


def conclusion(board: Board, operations: pd.DataFrame) -> str:
    """One sentence: what is proven, what waits for her, what is missing and for how much."""
    missing = [line.operation for line in board.lines if line.state in ("to_request", "requested")]
    parts = [
        count(board.count("justified"), "opération justifiée", "opérations justifiées"),
        f"{count(board.count('proposed'), 'à confirmer', 'à confirmer')}",
        f"{count(len(missing), 'sans justificatif', 'sans justificatif')}{_for(missing, operations)}",
        count(board.count("no_operation"), "fichier sans opération", "fichiers sans opération"),
    ]
    return french("; ".join(parts).replace(";", " ;") + ".")


def _for(missing: Sequence[int], operations: pd.DataFrame) -> str:
    """« (416 500,00 DA, 59,99 USD) »."""
    if not missing:
        return ""
    lines = operations.loc[list(missing)]
    sums = lines["amount_cents"].abs().groupby(lines["currency"]).sum()
    return " (" + ", ".join(exact(int(cents), str(currency)) for currency, cents in sums.items()) + ")"


def _legend(board: Board, folder: str) -> str:
    exempt = ", ".join(f"{RECEIPT_EXEMPTIONS[reason].lower()} ({number})" for reason, number in sorted(board.exempt.items()))
    return french(f"Dossier : {folder}. " + (f"Sans justificatif à fournir : {exempt}." if exempt else ""))


def rows_of(operations: pd.DataFrame, wanted: Iterable[int]) -> dict[int, dict[Hashable, Any]]:
    """What is shown of operations, by their index; -1 (no operation) is left out."""
    positions = operations.index.intersection(pd.Index([at for at in wanted if at >= 0]))
    its = operations.loc[positions, ["sheet", "row", "booked_on", "label", "amount_cents", "currency", "party"]]
    return dict(zip(positions.tolist(), its.to_dict("records"), strict=True))


def _row(line: Line, told: Mapping[int, Mapping[Hashable, Any]]) -> tuple[Value, ...]:
    files = files_text(line)
    link: Value = _link(line, files) if line.files else files or None
    state = RECEIPT_STATES[line.state]
    if line.operation < 0:
        said = line.files[0].reading
        amount = said.amount
        cells: tuple[Value, ...] = (
            said.day, said.name or None, None if amount is None else to_decimal(amount.cents, amount.currency or "DZD"),
            (amount.currency if amount else "") or None, None, None, link, None, None, file_reason(line), line.remark or None,
        )  # fmt: skip
    else:
        row = told[line.operation]
        cells = (
            row["booked_on"].date(), row["party"] or None, to_decimal(int(row["amount_cents"]), row["currency"]), row["currency"],
            row["label"] or None, say(RECEIPT_WORDS["operation"], sheet=row["sheet"], row=row["row"]), link, line.requested_on,
            line.person or None, reason(line) or None, line.remark or None,
        )  # fmt: skip
    return (state, *cells, _mark(line, files))


def reason(line: Line) -> str:
    """Why a file was put to a line: « montant exact, tiers, payé 3 j après (92 %) »."""
    words = [say(RECEIPT_EVIDENCE[code]) for code in line.evidence if code in RECEIPT_EVIDENCE]
    if line.days is not None and "day" in line.evidence:
        when = "same_day" if line.days == 0 else "days_after" if line.days > 0 else "days_before"
        words.append(say(RECEIPT_EVIDENCE[when], days=abs(line.days)))
    is_weighed = line.files and not {"hers", "typed", "earlier"}.intersection(line.evidence)
    certainty = f" ({round(line.score * 100)} %)" if is_weighed else ""
    return french(", ".join(words) + certainty) if words else ""


def file_reason(line: Line) -> Value:
    """What a file without operation says, when it says nothing of use."""
    said = line.files[0].reading
    if said.trouble in RECEIPT_TROUBLES:
        return french(RECEIPT_TROUBLES[said.trouble])
    return None if said.amounts else french("aucun montant lu")


def files_text(line: Line) -> str:
    """The files of a line as its cell shows them; else what she typed there."""
    if not line.files:
        return line.typed
    names = [file.path for file in line.files]
    return " ; ".join(names[:_SHOWN_FILES]) + (" ; …" if len(names) > _SHOWN_FILES else "")


def _link(line: Line, shown: str) -> Value:
    """A link to the (first) file; mere text when the way is too long for Excel."""
    target = line.files[0].link.replace("%", "%25").replace("#", "%23")
    if len(target) > _LONGEST_LINK or len(shown) > _LONGEST_LINK:
        return shown
    quoted = [text.replace('"', '""') for text in (target, shown)]
    return Formula(f'HYPERLINK("{quoted[0]}","{quoted[1]}")', shown)


def _mark(line: Line, files: str) -> str:
    """What the sheet must know again of a line: operation, state, whose decisions, files, and what stood in two cells."""
    flags = "".join(
        flag for flag, is_set in zip(_FLAGS, (line.is_state_hers, line.are_files_hers, line.is_person_hers), strict=True) if is_set
    )
    digests = ",".join(file.digest[:DIGEST_SHOWN] for file in line.files if file.digest)
    return "|".join((line.key, line.state, flags, digests, _print(files), _print(line.person)))


def _print(text: str) -> str:
    return f"{zlib.crc32(' '.join(text.split()).encode()):08x}"


def read_receipts_sheet(
    rows: Sequence[Sequence[object]], errors: Collection[tuple[int, int]] = (), *, file: str, sheet: str
) -> tuple[SaidLine, ...]:
    """What the sheet says: ours, or the one of the template that she filled by hand.

    Args:
        rows: from A1.
        errors: places (0-based) of cells in error, or never calculated: links of ours, when another program saved the workbook.
        file: name of the workbook, for the refusal.
    Raises:
        TresoError: SHEET_NAME_TAKEN when neither « Fichier » nor « Statut » is among its headings: it is hers.
    """
    if not any(_text(cell) for row in rows for cell in row):
        return ()
    for at, row in enumerate(rows):
        titles = {simplify(_text(cell)): j for j, cell in reversed(list(enumerate(row))) if _text(cell)}
        if {simplify(_STATE), simplify(_FILE)} <= set(titles):
            link = titles[simplify(_FILE)]
            said = (_said(i, cells, titles, (i - 1, link) in errors) for i, cells in enumerate(rows[at + 1 :], at + 2))
            return tuple(line for line in said if line is not None)
    raise TresoError("SHEET_NAME_TAKEN", file=file, sheet=sheet)


def _said(at: int, row: Sequence[object], titles: Mapping[str, int], is_link_lost: bool) -> SaidLine | None:
    def cell(title: str) -> object:
        column = titles.get(simplify(title))
        return None if column is None or column >= len(row) else row[column]

    shown = {title: _text(cell(title)) for title in (_STATE, _FILE, _PLACE, _PERSON, _REMARK)}
    state = _CODES.get(simplify(shown[_STATE]), "")
    requested = _day(cell(_REQUESTED))
    parts = _text(cell(_MARK)).split("|")
    if len(parts) != 6:
        if not any(shown.values()):
            return None
        return SaidLine(
            at, "", state, requested_on=requested, file=shown[_FILE], operation=shown[_PLACE], person=shown[_PERSON], remark=shown[_REMARK]
        )
    key, written, flags, digests, files, person = parts
    return SaidLine(
        at,
        key,
        state,
        written,
        "s" in flags,
        "f" in flags,
        "p" in flags,
        tuple(filter(None, digests.split(","))),
        not is_link_lost and _print(shown[_FILE]) != files,
        _print(shown[_PERSON]) != person,
        requested,
        shown[_FILE],
        shown[_PLACE],
        shown[_PERSON],
        shown[_REMARK],
    )


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else read_date(cell)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
