"""Export comptable: balanced entries of what she has validated, once, in the form that her software reads, with their pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import pandas as pd

from addin.app.export_pieces import folder_of_pieces, pieces_of
from addin.app.export_place import ExportPlace, Pack, Staged
from addin.app.history import REGISTERED, Change, read_history, record
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_dossier import read_with_tabs, require_operations
from addin.messages import QUESTIONS, Finding, TresoError, say
from addin.messages.entries import EXPORT_WORDS, SKIP_REASONS
from addin.sheets.entry_book import entry_book
from addin.sheets.exports import STATE_COLUMN, TITLE, export_rows, exports_sheet, read_exports
from addin.treasury.closing import default_closing_date
from addin.treasury.dossier import Dossier
from addin.treasury.entries.draft import draft_entries, unknown_accounts
from addin.treasury.entries.journals import journals
from addin.treasury.entries.layouts import Format, Layout, layout_for, shown_format
from addin.treasury.entries.model import Drafted, Entry, Skipped, totals
from addin.treasury.entries.plan import TAB as PLAN_TAB
from addin.treasury.entries.plan import plan_with
from addin.treasury.entries.register import Export, ExportRegister, Scope, invoice_prints, line_prints
from addin.treasury.entries.settings import entry_settings
from addin.treasury.entries.suppliers import TAB as SUPPLIERS_TAB
from addin.treasury.entries.suppliers import SupplierLine, supplier_lines, supplier_numbers
from addin.treasury.entries.written import Context, amount_text, delimited, encoded, entries_text, harmless
from addin.treasury.headings import simplify
from addin.treasury.settlement import settle_invoices
from addin.treasury.statements.fingerprints import Fingerprints
from addin.treasury.tables import column_letter
from addin.treasury.tabs import RawTab

ACTION = "Export comptable"
_LISTED = 10


@dataclass(frozen=True, eq=False)
class Exported:
    """What was exported.

    Attributes:
        files: names, the entries first.
        folder: where they are.
        is_placed: the files took their names.
    """

    dossier: Dossier
    export: Export
    drafted: Drafted
    format: Format
    as_of: date
    files: tuple[str, ...]
    folder: str
    suppliers: tuple[SupplierLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_placed: bool = True
    pieces: int = 0


def export_entries(
    workbook: Workbook, dialogs: Dialogs, format: Format, place: ExportPlace, now: datetime, *, as_of: date | None = None
) -> Exported:
    """Export what is validated and was never exported (export comptable).

    Args:
        now: local time, for `Exports` and `Historique`.
        as_of: closing date (arrêté), included; None takes the default one.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS; EXPORT_SETTING_UNREADABLE; EXPORT_NOTHING; EXPORT_ACCOUNTS_UNKNOWN with all the accounts;
            EXPORT_REGISTER_DAMAGED; SHEET_NAME_TAKEN; DECLINED for files that are there; what the folder and the workbook refuse.
            Nothing is written then.
    """
    history = read_history(workbook)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    if as_of is None or dossier.invoices.empty:
        require_operations(dossier, workbook.name)
    closing = as_of or default_closing_date(dossier)
    found = find_sheet(workbook.sheets(), TITLE)
    register = ExportRegister() if found is None else read_exports(_rows(tabs, found.name), file=workbook.name, sheet=found.name)
    work = _Work(workbook.name, dossier, tabs, register, format, closing, place, now)
    export, files, pack = work.prepared()
    for name in place.existing([*files, pack.name]):
        if not dialogs.confirm(say(QUESTIONS["replace_file"], file=name)):
            raise TresoError("DECLINED", file=name)
    with place.stage(files, pack) as staged:
        title, row = _remember(workbook, found.name if found else None, tabs, export)
        record(workbook, history, ACTION, [Change(title, REGISTERED, row=row, column=column_letter(STATE_COLUMN - 1))], now)
        workbook.save()
        late = _put_in_place(staged)
    return Exported(
        dossier, export, work.drafted, format, closing, (*files, pack.name), place.shown, tuple(work.suppliers),
        (*dossier.findings, *work.findings, *late), is_placed=not late, pieces=len(pack.pieces),
    )  # fmt: skip


def _put_in_place(staged: Staged) -> list[Finding]:
    """The files take their names; the workbook is written by now, so that a refusal is one more thing to look at."""
    try:
        staged.commit()
    except TresoError as refusal:
        return [Finding("EXPORT_FILES_NOT_PLACED", details={"reason": refusal.finding.problem()})]
    return []


def _remember(workbook: Workbook, sheet: str | None, tabs: Sequence[RawTab], export: Export) -> tuple[str, int]:
    """Queue the lines of the register; gives its sheet and the row of the export."""
    rows = export_rows(export)
    if sheet is None:
        workbook.put(exports_sheet(rows))
        return TITLE, 2
    filled = [i for i, row in enumerate(_rows(tabs, sheet), 1) if any(cell not in (None, "") for cell in row)]
    workbook.append(sheet, rows)
    return sheet, max(filled, default=1) + 1


def _rows(tabs: Sequence[RawTab], sheet: str) -> Sequence[Sequence[object]]:
    return next((tab.rows for tab in tabs if tab.sheet == sheet), ())


@dataclass
class _Work:
    """One export being made: what it holds, then the bytes of its files."""

    file: str
    dossier: Dossier
    tabs: Sequence[RawTab]
    register: ExportRegister
    format: Format
    as_of: date
    place: ExportPlace
    now: datetime
    findings: list[Finding] = field(default_factory=list)
    suppliers: list[SupplierLine] = field(default_factory=list)

    def prepared(self) -> tuple[Export, dict[str, bytes], Pack]:
        """The line of the register, the files, the archive."""
        self.settings = entry_settings(self.dossier.settings)
        self.layout = layout_for(self.format, self.settings)
        self.journals = journals(self.dossier.accounts, self.settings, self.register.journals, self.dossier.operations["account"])
        settlement = settle_invoices(self.dossier, self.as_of)
        self.drafted = draft_entries(self.dossier, settlement, self.as_of, self.settings, self.journals, self.register)
        self.findings += [*settlement.findings, *self.drafted.findings]
        self.entries = self.drafted.entries
        if not self.entries:
            raise self._nothing()
        self.plan = plan_with(self._tab(PLAN_TAB))
        self._require_known_accounts()
        if self.drafted.skipped:
            reasons = _counted(self.drafted.skipped)
            self.findings.append(Finding("EXPORT_SKIPPED", details={"count": len(self.drafted.skipped), "reasons": reasons}))
        self.suppliers += supplier_lines(
            self.entries, self.dossier.invoices, supplier_numbers(self._tab(SUPPLIERS_TAB), self.dossier.customers), self.settings
        )
        self._say_incomplete_suppliers()
        files = self._files()
        pack = self._pack(files)
        return self._export((*files, pack.name)), files, pack

    def _tab(self, name: str) -> Sequence[Sequence[object]]:
        return next((tab.rows for tab in self.tabs if simplify(tab.sheet) == name), ())

    # ------------------------------------------------------------------------------------------ refusals
    def _nothing(self) -> TresoError:
        skipped = self.drafted.skipped
        reasons = say(EXPORT_WORDS["reasons"], list=_counted(skipped)) if skipped else ""
        return TresoError("EXPORT_NOTHING", file=self.file, known=self.drafted.known, skipped=len(skipped), reasons=reasons)

    def _require_known_accounts(self) -> None:
        unknown = unknown_accounts(self.entries, self.plan, strict=self.settings.is_strict)
        if unknown:
            words = [
                say(EXPORT_WORDS["one_account"], account=account, count=count, sheet=sheet, row=row)
                for account, count, sheet, row in unknown
            ]
            raise TresoError("EXPORT_ACCOUNTS_UNKNOWN", file=self.file, sheet=unknown[0][2], row=unknown[0][3], accounts=", ".join(words))

    def _say_incomplete_suppliers(self) -> None:
        lacking = [line for line in self.suppliers if not line.is_complete]
        if lacking:
            names = list(dict.fromkeys(line.party for line in lacking))
            shown = ", ".join(names[:_LISTED]) + ("…" if len(names) > _LISTED else "")
            first = lacking[0]
            self.findings.append(
                Finding("EXPORT_SUPPLIER_INCOMPLETE", first.sheet, first.row, details={"count": len(lacking), "names": shown})
            )

    # ------------------------------------------------------------------------------------------ files
    def _files(self) -> dict[str, bytes]:
        number = self.register.next_number
        context = Context(
            self.as_of, self.dossier.base_currency, self.plan, self.journals, EXPORT_WORDS["sales"], EXPORT_WORDS["purchases"]
        )
        files: dict[str, bytes] = {}
        name = self._name("entries_file", self.layout.extension)
        if self.format == "fec":
            name = name.replace(EXPORT_WORDS["entries_file"], f"FEC{self.as_of:%Y%m%d}")
        files[name] = self._bytes(name, entries_text(self.entries, self.layout, context), self.layout)
        book = entry_book(
            self.entries, self.suppliers, self.drafted.skipped, self.plan,
            base=self.dossier.base_currency, number=number, format=shown_format(self.format), as_of=self.as_of,
        )  # fmt: skip
        files[self._name("entries_file", ".xlsx")] = self.place.book(book)
        if self.suppliers:
            name = self._name("suppliers_file", ".csv")
            files[name] = delimited(self._supplier_rows(), ";").encode("utf-8-sig")
        return files

    def _name(self, what: str, extension: str) -> str:
        return EXPORT_WORDS["stem"].format(number=self.register.next_number, what=EXPORT_WORDS[what]) + extension

    def _bytes(self, name: str, text: str, layout: Layout) -> bytes:
        data, lost = encoded(text, layout.codec)
        if lost:
            details = {"characters": " ".join(lost[:_LISTED]), "codec": layout.codec}
            self.findings.append(Finding("EXPORT_CHARACTERS_LOST", details={"file": name, **details}))
        return data

    def _supplier_rows(self) -> list[list[str]]:
        base = self.dossier.base_currency
        rows = [["Fournisseur", "NIF", "RC", "N° facture", "Date", "Montant HT", "TVA"]]
        for line in self.suppliers:
            told = [line.party, line.nif, line.rc, line.number]
            amounts = [amount_text(line.net_cents, base), amount_text(line.vat_cents, base)]
            rows.append([*map(harmless, told), f"{line.issued_on:%d/%m/%Y}", *amounts])
        return rows

    def _pack(self, files: Mapping[str, bytes]) -> Pack:
        wanted = pieces_of(self.dossier, self.tabs, self.file)
        of_entry = [(entry, wanted.get(entry.index, ()) if entry.kind == "operation" else ()) for entry in self.entries]
        names = list(dict.fromkeys(name for _, its in of_entry for name in its))
        folder = folder_of_pieces(self.dossier)
        found = self.place.find(folder, names) if names and folder else {}
        missing = [name for name in names if name not in found]
        if missing and not folder:
            self.findings.append(Finding("EXPORT_PIECES_FOLDER", details={"count": len(missing)}))
        elif missing:
            shown = ", ".join(missing[:_LISTED]) + ("…" if len(missing) > _LISTED else "")
            self.findings.append(Finding("EXPORT_PIECES_MISSING", details={"count": len(missing), "files": shown}))
        inside = {name: f"{EXPORT_WORDS['pieces_folder']}/{name}" for name in found}
        index = delimited(self._index(of_entry, inside), ";").encode("utf-8-sig")
        contents = {**files, EXPORT_WORDS["index"]: index}
        return Pack(self._name("pack_file", ".zip"), contents, {inside[name]: path for name, path in found.items()})

    def _index(self, of_entry: Sequence[tuple[Entry, Sequence[str]]], inside: Mapping[str, str]) -> list[list[str]]:
        base = self.dossier.base_currency
        rows = [["N° écriture", "Journal", "Date", "N° pièce", "Libellé", "Montant", "Onglet", "Ligne", "Fichier"]]
        for entry, its in of_entry:
            told = [str(entry.number), entry.journal, f"{entry.on:%d/%m/%Y}", harmless(entry.piece), harmless(entry.label)]
            place = [amount_text(entry.debit_cents, base), harmless(entry.sheet), str(entry.row)]
            rows += [[*told, *place, harmless(inside.get(name, ""))] for name in its or ("",)]
        return rows

    # ------------------------------------------------------------------------------------------ memory
    def _export(self, files: tuple[str, ...]) -> Export:
        debit, credit = totals(self.entries)
        days = [entry.on for entry in self.entries]
        return Export(
            self.register.next_number, self.now, self.format, self.as_of, min(days), max(days), len(self.entries), debit, credit,
            self.dossier.base_currency, files, self.journals.of_account, self.drafted.letters, self._memory(),
        )  # fmt: skip

    def _memory(self) -> dict[Scope, Fingerprints]:
        out: dict[Scope, Fingerprints] = {}
        for direct in (False, True):
            index = [entry.index for entry in self.entries if entry.kind == "operation" and entry.direct is direct]
            lines: pd.DataFrame = self.dossier.operations.loc[sorted(index)]
            for account, its in lines.groupby("account", sort=True):
                out[Scope("direct" if direct else "lines", str(account))] = line_prints(its)
        sides: tuple[Literal["customer", "supplier"], ...] = ("customer", "supplier")
        for side in sides:
            index = [entry.index for entry in self.entries if entry.kind == side]
            if index:
                out[Scope(side)] = invoice_prints(self.dossier.invoices.loc[sorted(index)])
        return out


def _counted(skipped: Sequence[Skipped]) -> str:
    """« 12 sans catégorie ni compte, 1 TVA inconnue »."""
    counts = Counter(each.reason for each in skipped)
    return ", ".join(say(EXPORT_WORDS["one_reason"], count=count, reason=SKIP_REASONS[reason]) for reason, count in counts.most_common())
