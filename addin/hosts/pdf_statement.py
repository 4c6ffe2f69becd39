"""Bank statements printed as PDF with a text layer (relevés PDF): read by the place of their words, accepted when balances prove it.

The order of words in a PDF is not that of the page, and a label may touch an amount. So a reading is never trusted: each statement
must close (opening + movements = closing) or follow its printed balances; else the file is refused, with what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from addin.hosts.pdf_words import words_of
from addin.messages import TresoError
from addin.treasury.money_text import money_text
from addin.treasury.statements.model import Evidence, Statement, StatementFile
from addin.treasury.statements.printed_lines import lines_of
from addin.treasury.statements.printed_table import printed_table
from addin.treasury.statements.profiles import Profile
from addin.treasury.statements.proof import Proof, prove
from addin.treasury.statements.tables import read_table

_PROVING = ("balances", "running")


def read_pdf(
    data: bytes,
    file: str,
    *,
    profiles: Sequence[Profile],
    profile: Profile | None = None,
    choices: Mapping[str, str] = {},
) -> StatementFile:
    """The statements of a PDF with a text layer; or the questions to answer first.

    Without questions each line of text is counted exactly once: in the lines, in `rejected` or in `left_out` ("label" for the further
    lines of a label, "repeated" for heads and feet of pages).

    Args:
        profiles, profile, choices: as `tables.read_table`.
    Raises:
        TresoError: as `pdf_words.words_of`; PDF_NOT_PROVEN; STATEMENT_NO_TABLE.
    """
    pages = words_of(data, file)
    lines = lines_of(pages)
    table = printed_table(lines)
    if not table.headings:
        raise TresoError("STATEMENT_NO_TABLE", file=file)
    read = read_table(
        table.rows,
        file,
        format="PDF",
        profiles=profiles,
        profile=profile,
        choices=choices,
        first_line=table.numbers,
        context=file,
    )
    if not read.questions:
        for statement in read.statements:
            _require_proof(statement, prove(statement), file)  # a line that could not be read excuses no gap here
        if not read.statements:
            raise TresoError("STATEMENT_NO_TABLE", file=file)
    findings = [("PDF_ENDS_OPEN", _end(statement)) for statement in read.statements if statement.closing is None]
    evidence = Evidence("format", "pdf_pages", {"pages": len(pages), "count": len(lines), "headings": " · ".join(table.headings)})
    left_out = Counter(read.left_out) + table.left_out if not read.questions else read.left_out
    return replace(read, left_out=dict(left_out), evidence=(evidence, *read.evidence), findings=(*read.findings, *findings))


def _end(statement: Statement) -> Mapping[str, object]:
    """The last line that was read: without a closing balance, nothing tells that none follows it."""
    last = statement.lines.iloc[-1]
    return {"line": int(last["line"]), "label": str(last["label"])}


def _require_proof(statement: Statement, proof: Proof, file: str) -> None:
    if proof.check == "ok" and any(step.nature in _PROVING for step in proof.steps):
        return
    cents = statement.lines["amount_cents"]
    currency = statement.currency or "DZD"
    stated = [(None if balance is None else balance.cents) for balance in (statement.opening, statement.closing)]
    opening, closing = ("?" if each is None else money_text(each, currency) for each in stated)
    broken = next((step.line for step in proof.broken if step.line is not None), None)
    raise TresoError(
        "PDF_NOT_PROVEN",
        file=file,
        row=broken,
        count=len(cents),
        total_in=money_text(int(cents[cents > 0].sum()), currency),
        total_out=money_text(int(cents[cents < 0].sum()), currency),
        opening=opening,
        closing=closing,
    )
