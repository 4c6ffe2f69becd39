"""What « Vérifier » says: as text for the command line, as a sheet for Excel."""

from __future__ import annotations

from collections.abc import Sequence

from addin.messages import REASONS, Finding, french
from addin.sheets.french import count, exact, full_day, listed
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Tone
from addin.treasury.currency import to_decimal
from addin.treasury.dossier import Dossier, SheetReading

_KINDS = {
    "operations": "opérations",
    "customer_invoices": "factures clients",
    "supplier_invoices": "factures fournisseurs",
    "accounts": "comptes",
    "categories": "catégories",
    "rules": "règles",
    "pockets": "poches",
    "caps": "plafonds",
    "splits": "ventilations",
    "alerts": "alertes",
    "scenarios": "scénarios",
    "schedule": "échéancier",
    "placements": "placements",
    "rates": "cours",
    "holidays": "jours fériés",
    "receipts": "justificatifs",
    "settings": "paramètres",
    "lettering": "lettrage",
    "reminders": "journal des relances",
    "customers": "clients",
    "report": "rapport (laissé de côté)",
    "state": "mémoire de Trésorerie",
    "guide": "mode d'emploi",
    "ignored": "ignoré",
}
_LEFT_OUT = {
    "total": ("total", "totaux"),
    "heading": ("titre répété", "titres répétés"),
    "blank": ("ligne vide", "lignes vides"),
    "opening": ("solde d'ouverture", "soldes d'ouverture"),
    "comment": ("commentaire", "commentaires"),
    "rejected": ("rejetée", "rejetées"),
}
_BALANCE = {"ok": "solde juste à chaque ligne", "broken": "SOLDE ROMPU", "absent": "sans colonne solde"}


def check_as_text(dossier: Dossier, findings: Sequence[Finding]) -> str:
    """One paragraph a tab, then the problems with their place, cause and remedy."""
    unreadable = {reading.sheet for reading in dossier.unreadable}
    lines = [line for reading in dossier.readings for line in _tab(reading, reading.sheet in unreadable)]
    problems = [finding for finding in findings if finding.severity != "info"]
    remarks = [finding for finding in findings if finding.severity == "info"]
    for title, listed_findings in (("À revoir", problems), ("Remarques", remarks)):
        if listed_findings:
            lines += ["", f"{title} ({len(listed_findings)})", *(f"  - {finding.text()}" for finding in listed_findings)]
    if not problems:
        lines += ["", "Rien à revoir."]
    return "\n".join(lines)


def _tab(reading: SheetReading, is_unreadable: bool) -> list[str]:
    name = f"« {reading.sheet} »" + (" (masqué)" if reading.is_hidden else "")
    if is_unreadable:
        return [french(f"{name} : ILLISIBLE. {REASONS[reading.reason]}")]
    if reading.kind == "ignored":
        return [french(f"{name} : ignoré. {REASONS[reading.reason]}")]
    facts = [_KINDS[reading.kind]]
    if reading.header_row is not None:
        facts.append(f"titres ligne {reading.header_row}")
        facts.append(count(reading.rows, "ligne lue", "lignes lues"))
    if reading.first_date and reading.last_date:
        facts.append(f"du {full_day(reading.first_date)} au {full_day(reading.last_date)}")
    out = [french(f"{name} : {', '.join(facts)}")]
    if reading.kind == "operations":
        unit = reading.currency or "DZD"
        received, paid = (exact(cents, unit) for cents in (reading.total_in_cents, reading.total_out_cents))
        out.append(french(f"    entrées {received}, sorties {paid}, {_BALANCE[reading.balance_check]}"))
    aside = [count(number, *_LEFT_OUT[nature]) for nature, number in reading.left_out.items()]
    if aside:
        out.append(french(f"    laissé de côté : {listed(aside)}"))
    return out


TITLE = "Vérification"
_WIDTHS = (26.0, 30.0, 8.0, 10.0, 11.0, 11.0, 17.0, 17.0, 2.0, 24.0, 34.0)
_HEADS = ("Onglet", "Lu comme", "Titres", "Lignes", "Du", "Au", "Entrées", "Sorties", "", "Solde", "Laissé de côté")
_PROBLEM, _REMEDY = 6, 4
"""Grid columns under the problem and under the remedy of a finding; the place takes the first one."""
_CHARACTERS_PER_WIDTH = 1.15  # Calibri 10 in a column measured in digits


def check_sheet(dossier: Dossier, findings: Sequence[Finding], name: str) -> Sheet:
    """The same as a sheet: a line for each tab, then what deserves a look and the remarks, each with its cause and remedy.

    Args:
        name: of the workbook that was read.
    """
    full = len(_WIDTHS)
    head = (
        Row((Cell(french(f"Vérification de {name}"), Role.TITLE, span=full),)),
        Row((Cell(_conclusion(findings), Role.SUBTITLE, span=full),)),
    )
    unreadable = {reading.sheet for reading in dossier.unreadable}
    tabs = [_heading("Ce qui a été lu"), Row(tuple(Cell(title, Role.HEAD) for title in _HEADS))]
    tabs += [_tab_row(reading, reading.sheet in unreadable) for reading in dossier.readings]
    blocks = [Block("head", head, "full"), Block("tabs", tuple(tabs), "full")]
    for key, title, listed_findings in (
        ("problems", "À revoir", [finding for finding in findings if finding.severity != "info"]),
        ("remarks", "Remarques", [finding for finding in findings if finding.severity == "info"]),
    ):
        if listed_findings:
            heads = Row(
                (Cell("Où", Role.HEAD), Cell("Quoi et pourquoi", Role.HEAD, span=_PROBLEM), Cell("Que faire", Role.HEAD, span=_REMEDY))
            )
            rows = (_heading(f"{title} ({len(listed_findings)})"), heads, *map(_finding_row, listed_findings))
            blocks.append(Block(key, rows, "full"))
    page = Page(landscape=True, one_page=False, footer=french(f"Vérification de {name}"))
    return Sheet(TITLE, _WIDTHS, {"full": (0, full)}, tuple(Band((block,)) for block in blocks), page, (2, 0), "help")


def _conclusion(findings: Sequence[Finding]) -> str:
    problems = sum(finding.severity != "info" for finding in findings)
    return f"{count(problems, 'point')} à revoir." if problems else "Rien à revoir."


def _heading(text: str) -> Row:
    return Row((Cell(french(text), Role.BLOCK, span=len(_WIDTHS)),), 1.2)


def _tab_row(reading: SheetReading, is_unreadable: bool) -> Row:
    name = reading.sheet + (" (masqué)" if reading.is_hidden else "")
    if is_unreadable or reading.kind == "ignored":
        what = "ILLISIBLE" if is_unreadable else _KINDS["ignored"]
        tone = Tone.BAD if is_unreadable else Tone.MUTED
        why = french(REASONS[reading.reason])
        return Row((Cell(name), Cell(what, tone=tone), Cell(why, tone=tone, span=len(_WIDTHS) - 2)))
    aside = listed([count(number, *_LEFT_OUT[nature]) for nature, number in reading.left_out.items()])
    is_money = reading.kind == "operations"
    unit = reading.currency or "DZD"
    received, paid = (to_decimal(cents, unit) if is_money else None for cents in (reading.total_in_cents, reading.total_out_cents))
    balance = _BALANCE[reading.balance_check] if is_money else None
    return Row((
        Cell(name), Cell(_KINDS[reading.kind]), Cell(reading.header_row, Role.COUNT),
        Cell(reading.rows if reading.header_row is not None else None, Role.COUNT),
        Cell(reading.first_date, Role.DATE), Cell(reading.last_date, Role.DATE), Cell(received, Role.AMOUNT), Cell(paid, Role.AMOUNT),
        Cell(), Cell(balance, tone=Tone.BAD if is_money and reading.balance_check == "broken" else Tone.PLAIN), Cell(aside or None),
    ))  # fmt: skip


def _finding_row(finding: Finding) -> Row:
    place = finding.place() or "Classeur"
    problem = f"{finding.problem()} {finding.cause()}"
    wide = _lines(problem, 1, _PROBLEM), _lines(finding.remedy(), 1 + _PROBLEM, _REMEDY), _lines(place, 0, 1)
    lines = max(wide)
    tone = Tone.BAD if finding.severity == "error" else Tone.PLAIN
    return Row(
        (
            Cell(place, tone=tone, wrap=lines > 1),
            Cell(problem, tone=tone, span=_PROBLEM, wrap=lines > 1),
            Cell(finding.remedy(), span=_REMEDY, wrap=lines > 1),
        ),
        lines + 0.1,
    )


def _lines(text: str, first: int, span: int) -> int:
    return max(1, -(-len(text) // int(sum(_WIDTHS[first : first + span]) * _CHARACTERS_PER_WIDTH)))
