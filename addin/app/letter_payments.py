"""Match bank lines and invoices (lettrer) and write the sheet « Lettrage », her decisions kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from addin.app.history import ADDED, REPLACED, Change, read_history, record
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_dossier import read_with_tabs, require_operations
from addin.messages import Finding, TresoError, say
from addin.messages.lettering import MATCH_REASONS
from addin.sheets.lettering import NO, TITLE, YES, ShownPiece, lettering_sheet
from addin.sheets.model import fingerprint
from addin.treasury.closing import default_closing_date
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.matching.matching import match_payments
from addin.treasury.matching.model import Match, Matching

ACTION = "Lettrer"
_SHOWN = ["sheet", "row", "account", "booked_on", "label", "amount_cents", "currency"]


@dataclass(frozen=True)
class Lettered:
    """What a lettrage gave.

    Attributes:
        pieces: the lines of the sheet.
        counts: "matched" bank lines, "invoices" they pay, bank lines "proposed", "unmatched" receipts without any idea.
        is_written: the sheet was added or has changed.
    """

    dossier: Dossier
    matching: Matching
    as_of: date
    pieces: tuple[ShownPiece, ...]
    counts: Mapping[str, int]
    is_written: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the reading and the lettrage found."""
        return (*self.dossier.findings, *self.matching.findings)


def letter_payments(workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime) -> Lettered:
    """Match bank lines and invoices, and put what was found before her in the sheet « Lettrage ».

    Nothing is written when the sheet already says so.

    Args:
        as_of: closing date (arrêté), included; None takes the default one.
        now: local time, for `Historique` only.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_INVOICES; SHEET_NAME_TAKEN when « Lettrage » or « Historique » is a sheet of
            hers; whatever the workbook refuses. Nothing is written then.
    """
    history = read_history(workbook)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    require_operations(dossier, workbook.name)
    if dossier.invoices.empty:
        raise TresoError("NO_INVOICES", file=workbook.name)
    found = find_sheet(workbook.sheets(), TITLE)
    is_ours = any(reading.kind == "lettering" and reading.sheet == found.name for reading in dossier.readings) if found else True
    if found is not None and not is_ours:
        raise TresoError("SHEET_NAME_TAKEN", file=workbook.name, sheet=found.name)
    closing = as_of or default_closing_date(dossier)
    matching = match_payments(dossier, closing)
    pieces = shown_pieces(dossier, matching)
    counts = _counts(matching)
    page = replace(lettering_sheet(pieces, closing, counts), title=found.name if found else TITLE)
    before = next((fingerprint(tab.rows) for tab in tabs if found is not None and tab.sheet == found.name), "")
    after = fingerprint(page.values())
    if before != after:
        workbook.put(page, after=None if found else tabs[-1].sheet)
        record(workbook, history, ACTION, [Change(page.title, REPLACED if found else ADDED, before, after)], now)
    workbook.save()  # without news too: another output is asked for all the same
    return Lettered(dossier, matching, closing, pieces, counts, before != after)


def shown_pieces(dossier: Dossier, matching: Matching) -> tuple[ShownPiece, ...]:
    """The lines of the sheet: what waits for her first, then what is matched, what she refused, and the lines without invoice."""
    shown = _Shown(dossier, matching)
    lines: list[ShownPiece] = []
    for ideas in matching.proposals.values():
        for match in ideas:
            lines += shown.of_match(match)
    for match in matching.matches:
        lines += shown.of_match(match)
    lines += shown.refused()
    lines += [shown.alone(operation) for operation in _receipts_alone(matching)]
    return tuple(lines)


class _Shown:
    """Matches as lines of the sheet."""

    def __init__(self, dossier: Dossier, matching: Matching) -> None:
        shown = {*matching.proposals, *matching.unused_cents.index, *(o for match in matching.matches for o in match.operations)}
        shown |= set(dossier.lettering["operation"]) - {-1}
        self._operations: dict[int, dict[str, Any]] = dossier.operations.loc[sorted(shown), _SHOWN].to_dict("index")  # type: ignore[assignment]
        self._invoices: dict[int, dict[str, Any]] = dossier.invoices.to_dict("index")  # type: ignore[assignment]
        self._left = matching.remaining_cents.to_dict()
        self._lettering = dossier.lettering
        pairs = zip(self._lettering["operation"], self._lettering["invoice"], self._lettering.itertuples(), strict=True)
        self._said = {(int(operation), int(invoice)): line for operation, invoice, line in pairs}
        self._number = 0

    def of_match(self, match: Match) -> list[ShownPiece]:
        """One line for each part of a bank line that pays an invoice."""
        self._number += 1
        reason = say(MATCH_REASONS[match.reason], **match.details)
        return [
            self._line(
                piece.operation,
                piece.invoice,
                match=self._number,
                status=match.status,
                part_cents=piece.cents,
                left_cents=None if match.status == "proposed" else int(self._left.get(piece.invoice, 0)),
                difference_cents=match.difference_cents if at == 0 and match.status != "proposed" else 0,
                score=match.score,
                reason=reason,
            )
            for at, piece in enumerate(match.pieces)
        ]

    def refused(self) -> list[ShownPiece]:
        """The pairs that she refused, so that they stay refused."""
        lines = self._lettering[self._lettering["decision"] == "refused"]
        columns = (lines[name].tolist() for name in ("operation", "invoice", "part_cents"))
        return [
            self._line(operation, invoice, status="refused", part_cents=part) for operation, invoice, part in zip(*columns, strict=True)
        ]

    def alone(self, operation: int) -> ShownPiece:
        """A bank line that pays no invoice known."""
        return self._line(operation, None, status="unmatched")

    def _line(self, operation: int, invoice: int | None, **more: object) -> ShownPiece:
        line = self._operations[operation]
        values: dict[str, object] = {
            "match": 0,
            "decision": "",
            "booked_on": as_date(line["booked_on"]),
            "label": line["label"],
            "amount_cents": int(line["amount_cents"]),
            "currency": line["currency"],
            "account": line["account"],
            "place": f"{line['sheet']}!{line['row']}",
            **more,
        }
        if invoice is not None:
            values |= self._of_invoice(operation, invoice)
        return ShownPiece(**values)  # type: ignore[arg-type]

    def _of_invoice(self, operation: int, invoice: int) -> dict[str, object]:
        row = self._invoices[invoice]
        issued = next((on for on in (row["issued_on"], row["due_on"]) if on == on), None)  # NaT is not itself
        said = self._said.get((operation, invoice))
        decided = said is not None and said.is_hers
        return {
            "number": row["number"],
            "counterparty": row["counterparty"],
            "issued_on": None if issued is None else as_date(issued),
            "invoice_cents": int(row["amount_cents"]),
            "invoice_place": f"{row['sheet']}!{row['row']}",
            "decision": (NO if said.decision == "refused" else YES) if said is not None and decided else "",
            "remark": said.remark if said is not None else "",
        }


def _receipts_alone(matching: Matching) -> list[int]:
    """Money received that no invoice explains; money spent without invoice is everyday life."""
    received = matching.unused_cents[matching.unused_cents > 0]
    return [operation for operation in received.index.tolist() if operation not in matching.proposals]


def _counts(matching: Matching) -> dict[str, int]:
    sure = {operation for match in matching.matches for operation in match.operations}
    return {
        "matched": len(sure),
        "invoices": len({invoice for match in matching.matches for invoice in match.invoices}),
        "proposed": len(matching.proposals),
        "unmatched": len(_receipts_alone(matching)),
    }


def in_order(matches: Sequence[Match], proposals: Mapping[int, Sequence[Match]]) -> list[Match]:
    """All matches, the sure ones first, then the ideas for each line."""
    return [*matches, *(match for ideas in proposals.values() for match in ideas)]
