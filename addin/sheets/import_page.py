"""What an import found and would do: as a page for Excel, as text for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from addin.messages import QUESTIONS, Finding, french, say
from addin.messages.statements import EVIDENCE
from addin.sheets.french import count, exact, full_day
from addin.sheets.model import Band, Block, Cell, Page, Role, Row, Sheet, Tone
from addin.treasury.currency import to_decimal
from addin.treasury.statements.model import Evidence

TITLE = "Import"
_WIDTHS = (12.0, 50.0, 16.0, 16.0, 16.0, 2.0, 30.0)
_FULL = len(_WIDTHS)
_PER_LINE = 160
"""Characters of a sentence on one line of the page."""
SHOWN_LINES = 5
_SHOWN_PROBLEMS = 4
_FEW = 2  # statements about which a question tells more than the counts
_TELLING = ("date_order", "sign", "account")
"""Subjects of the evidence that she is told before the writing."""
_PROOFS = {"ok": "soldes justes", "broken": "SOLDES FAUX", "absent": "sans solde à comparer"}
_TONES = {"ok": Tone.GOOD, "broken": Tone.BAD, "absent": Tone.MUTED}


@dataclass(frozen=True)
class ShownLine:
    """A new line, in minor units."""

    booked_on: date
    label: str
    amount_cents: int
    balance_cents: int | None
    counterparty: str


@dataclass(frozen=True)
class ShownStatement:
    """What is shown of one statement.

    Attributes:
        is_new: the tab is to be added.
        first, last: days of its lines, None without any.
        new: its first new lines, `SHOWN_LINES` at most.
    """

    file: str
    format: str
    account: str
    sheet: str
    is_new: bool
    currency: str
    first: date | None
    last: date | None
    read: int
    added: int
    known: int
    rejected: int
    moved_cents: int
    opening_cents: int | None
    closing_cents: int | None
    check: str
    evidence: tuple[Evidence, ...]
    new: tuple[ShownLine, ...]


def import_sheet(statements: Sequence[ShownStatement], findings: Sequence[Finding], workbook: str) -> Sheet:
    """The page: each statement with its proof, its first new lines and what its reading rests on; then what deserves a look."""
    head = (
        Row((Cell(french(f"Import de relevés dans {workbook}"), Role.TITLE, span=_FULL),)),
        Row((Cell(conclusion(statements, findings), Role.SUBTITLE, span=_FULL),)),
    )
    blocks = [Block("head", head, "full")]
    for k, each in enumerate(statements, 1):
        blocks.append(Block(f"statement{k}", _statement_rows(each), "full"))
    for key, title, chosen in (
        ("problems", "À revoir", [finding for finding in findings if finding.severity != "info"]),
        ("remarks", "Remarques", [finding for finding in findings if finding.severity == "info"]),
    ):
        if chosen:
            rows = [Row((Cell(french(f"{title} ({len(chosen)})"), Role.BLOCK, span=_FULL),), 1.2)]
            rows += [_sentence(finding.text(), Tone.BAD if finding.severity == "error" else Tone.PLAIN) for finding in chosen]
            blocks.append(Block(key, tuple(rows), "full"))
    page = Page(landscape=True, one_page=False, footer=french(f"Import dans {workbook}"))
    return Sheet(TITLE, _WIDTHS, {"full": (0, _FULL)}, tuple(Band((block,)) for block in blocks), page, (2, 0), "help")


def import_as_text(statements: Sequence[ShownStatement], findings: Sequence[Finding]) -> str:
    """The same for the command line; findings are told by the console."""
    lines = [conclusion(statements, findings)]
    for each in statements:
        lines += ["", french(f"{_title(each)} : {_facts(each)}"), f"    {_proof(each)}"]
        lines += [f"    {sentence}" for sentence in _evidence(each.evidence)]
    return "\n".join(lines)


def conclusion(statements: Sequence[ShownStatement], findings: Iterable[Finding]) -> str:
    """One sentence: what is new, what was known, what deserves a look."""
    added, known = sum(each.added for each in statements), sum(each.known for each in statements)
    problems = sum(finding.severity != "info" for finding in findings)
    parts = [count(added, "opération nouvelle", "opérations nouvelles"), count(known, "déjà connue", "déjà connues")]
    parts.append(f"{count(problems, 'point')} à revoir" if problems else "rien à revoir")
    return french(f"{', '.join(parts)}.".capitalize())


def agreement(statements: Sequence[ShownStatement], findings: Sequence[Finding]) -> str:
    """The question before the writing: what goes where, what the balances say, what was understood, and what deserves a look."""
    lines = []
    for each in statements:
        lines.append(french(f"{each.file} → « {each.sheet} » : {_facts(each)}. {_proof(each)}."))
        if len(statements) <= _FEW:
            lines += [f"• {sentence}" for sentence in _evidence(told for told in each.evidence if told.subject in _TELLING)]
    problems = [finding for finding in findings if finding.severity != "info"]
    if problems:
        lines += ["", french(f"À revoir ({len(problems)}) :"), *(f"• {finding.headline()}" for finding in problems[:_SHOWN_PROBLEMS])]
        if len(problems) > _SHOWN_PROBLEMS:
            lines.append("• …")
    added = sum(each.added for each in statements)
    return "\n".join([*lines, "", say(QUESTIONS["agree_import"], count=count(added, "opération nouvelle", "opérations nouvelles"))])


def _title(each: ShownStatement) -> str:
    place = f"nouvel onglet « {each.sheet} »" if each.is_new else f"onglet « {each.sheet} »"
    account = "" if each.account == each.sheet else f", compte « {each.account} »"
    return f"{each.file} ({each.format}) → {place}{account}"


def _facts(each: ShownStatement) -> str:
    facts = [count(each.read, "ligne lue", "lignes lues")]
    if each.first and each.last:
        facts[0] += f" du {full_day(each.first)} au {full_day(each.last)}"
    facts += [count(each.added, "nouvelle", "nouvelles"), count(each.known, "déjà connue", "déjà connues")]
    if each.rejected:
        facts.append(count(each.rejected, "rejetée", "rejetées"))
    return ", ".join(facts)


def _proof(each: ShownStatement) -> str:
    word = _PROOFS[each.check]
    if each.opening_cents is None or each.closing_cents is None:
        stated = [(name, cents) for name, cents in (("initial", each.opening_cents), ("final", each.closing_cents)) if cents is not None]
        said = "".join(f", solde {name} {exact(cents, each.currency)}" for name, cents in stated)
        return french(f"Preuve : {'aucune, rien à comparer' if said else word}{said}")
    amounts = [exact(cents, each.currency) for cents in (each.opening_cents, abs(each.moved_cents), each.closing_cents)]
    moves = "−" if each.moved_cents < 0 else "+"
    equals = "=" if each.opening_cents + each.moved_cents == each.closing_cents else "≠"
    return french(f"Preuve : {amounts[0]} {moves} {amounts[1]} {equals} {amounts[2]} ({word})")


def _evidence(evidence: Iterable[Evidence]) -> list[str]:
    return [say(EVIDENCE[each.code], **each.details) for each in evidence]


def _statement_rows(each: ShownStatement) -> tuple[Row, ...]:
    rows = [Row((Cell(french(_title(each)), Role.BLOCK, span=_FULL),), 1.2), _sentence(french(_facts(each).capitalize() + "."))]
    rows.append(_sentence(_proof(each), _TONES[each.check]))
    if each.new:
        heads = ("Date", "Libellé", "Débit", "Crédit", "Solde", "", "Tiers")
        lines = [_line(line, each.currency) for line in each.new]
        used = [any(line.cells[at].value is not None for line in lines) for at in range(_FULL)]
        rows.append(Row(tuple(Cell(title if is_used else None, Role.HEAD) for title, is_used in zip(heads, used, strict=True))))
        rows += lines
        if each.added > len(each.new):
            rows.append(_sentence(french(f"… et {count(each.added - len(each.new), 'autre nouvelle ligne', 'autres nouvelles lignes')}.")))
    rows += [_sentence(sentence, Tone.MUTED, Role.NOTE) for sentence in _evidence(each.evidence)]
    return tuple(rows)


def _line(line: ShownLine, currency: str) -> Row:
    spent = to_decimal(-line.amount_cents, currency) if line.amount_cents < 0 else None
    earned = to_decimal(line.amount_cents, currency) if line.amount_cents >= 0 else None
    balance = None if line.balance_cents is None else to_decimal(line.balance_cents, currency)
    return Row((
        Cell(line.booked_on, Role.DATE), Cell(_cut(line.label, 48)), Cell(spent, Role.AMOUNT), Cell(earned, Role.AMOUNT),
        Cell(balance, Role.AMOUNT), Cell(), Cell(_cut(line.counterparty, 28) or None),
    ))  # fmt: skip


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _sentence(text: str, tone: Tone = Tone.PLAIN, role: Role = Role.TEXT) -> Row:
    lines = max(1, -(-len(text) // _PER_LINE))
    return Row((Cell(text, role, tone, span=_FULL, wrap=lines > 1),), lines + (0.1 if lines > 1 else 0))
