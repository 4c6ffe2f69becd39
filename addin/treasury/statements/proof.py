"""What the balances of a statement prove of its lines: none missing, none twice, none misread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np

from addin.messages import Finding
from addin.treasury.balance_chain import Points, follow, start_of
from addin.treasury.dates import as_date
from addin.treasury.money_text import money_text
from addin.treasury.statements.account_keys import same_account
from addin.treasury.statements.day_chain import chained
from addin.treasury.statements.model import Rejected, Statement, StatementFile

Nature = Literal["balances", "running", "total_in", "total_out", "count"]
_FEW = 3  # lines from which one balance printed on all of them is that of the account, not of each line


@dataclass(frozen=True)
class Step:
    """One check of a statement.

    Attributes:
        nature: opening + movements = closing; the balance of each line; totals of credits and of debits; number of lines.
        line: place in the file of the first line that breaks it, else of the balance that does not hold; None without one.
        expected, found: what the lines give, what the bank prints; minor units, or numbers of lines for "count".
        breaks: how many lines break it.
    """

    nature: Nature
    holds: bool
    expected: int = 0
    found: int = 0
    line: int | None = None
    breaks: int = 0


@dataclass(frozen=True, eq=False)
class Proof:
    """What the balances say of a statement.

    Attributes:
        check: "broken" when one check fails; "ok" when balances or totals were compared and hold; "absent" when the bank gives
            none to compare.
        opening_cents, closing_cents: as stated, else as the running balances or the other one give them; None without any.
        order: positions of the lines in chronological order.
        rejected: number of lines of the statement that could not be read: they may be what breaks it.
    """

    check: Literal["ok", "broken", "absent"]
    steps: tuple[Step, ...]
    opening_cents: int | None
    closing_cents: int | None
    order: np.ndarray
    rejected: int = 0

    @property
    def broken(self) -> list[Step]:
        """The checks that fail."""
        return [step for step in self.steps if not step.holds]


def prove(statement: Statement, rejected: Sequence[Rejected] = ()) -> Proof:
    """Follow the balances of a statement.

    Args:
        rejected: the lines of this statement that could not be read (`rejected_of`).
    """
    lines = statement.lines
    cents = lines["amount_cents"].to_numpy(dtype=np.int64)
    moved = int(cents.sum())
    running, order, start = _running(statement, rejected)
    opening = None if statement.opening is None else statement.opening.cents
    closing = None if statement.closing is None else statement.closing.cents
    steps = [] if running is None else [running]
    if opening is None and start is not None:
        opening = start
    elif opening is not None and start is not None and start != opening and running is not None and running.holds:
        first = int(lines["line"].to_numpy()[order[0]])
        steps = [Step("running", False, opening + int(cents[order[0]]), start + int(cents[order[0]]), first, 1)]
    if statement.closing is not None and opening is not None:
        steps.append(Step("balances", opening + moved == closing, opening + moved, statement.closing.cents, statement.closing.line))
    if closing is None and opening is not None:
        at, closing = _last_printed(statement, order, opening) if start is not None else (None, opening + moved)
        if rejected and running is not None and running.holds and closing != opening + moved:  # by a rejected line
            steps.append(Step("balances", False, opening + moved, closing, at))
    if opening is None and closing is not None:
        opening = closing - moved
    steps += _totals(statement, cents)
    compared = any(step.nature in ("balances", "running") for step in steps)
    compared |= {"total_in", "total_out"} <= {step.nature for step in steps}
    check: Literal["ok", "broken", "absent"] = "broken" if not all(step.holds for step in steps) else "ok" if compared else "absent"
    return Proof(check, tuple(steps), opening, closing, order, len(rejected))


def rejected_of(statement: Statement, file: StatementFile) -> list[Rejected]:
    """The rejected lines of the file that stand in this statement: between its beginning and that of the next one."""
    if len(file.statements) <= 1:
        return list(file.rejected)
    later = [other.first_line for other in file.statements if other.first_line > statement.first_line]
    end = min(later, default=None)
    lines = statement.lines["line"]
    first, last = (int(lines.min()), int(lines.max())) if len(lines) else (statement.first_line, statement.first_line)
    return [
        each
        for each in file.rejected
        if first <= each.line <= last or (each.line >= statement.first_line and (end is None or each.line < end))
    ]


def proof_findings(statement: Statement, proof: Proof, file: str) -> list[Finding]:
    """The checks that fail, each at the first line that breaks it (`sheet` is the name of the file)."""
    findings = []
    for step in proof.broken:
        if step.nature == "count":
            details: dict[str, object] = {"expected": step.expected, "found": step.found}
            findings.append(Finding("STATEMENT_COUNT", file, step.line, details=details))
            continue
        currency = statement.currency
        expected, found, gap = (_money(cents, currency) for cents in (step.expected, step.found, step.found - step.expected))
        details = {"expected": expected, "found": found, "gap": gap}
        if step.nature == "running":
            findings.append(Finding("STATEMENT_BALANCE_BROKEN", file, step.line, details={**details, "count": step.breaks}))
        elif step.nature == "balances":
            findings.append(Finding("STATEMENT_CLOSING_BROKEN", file, step.line, details=details))
        else:
            findings.append(Finding("STATEMENT_TOTAL_BROKEN", file, step.line, details=details))
    if findings and proof.rejected:
        findings.append(Finding("STATEMENT_PROOF_UNSURE", file, details={"count": proof.rejected}))
    return findings


def chain_findings(file: StatementFile, proofs: Sequence[Proof]) -> list[Finding]:
    """Statements of one account in one file that do not go on from each other: the closing balance of one opens the next."""
    findings = []
    for places in _same_accounts(file.statements):
        known = [i for i in places if proofs[i].opening_cents is not None and not file.statements[i].is_interim]
        orders = [sorted(each, key=lambda i: _start(file.statements[i])) for each in (known, known[::-1])]
        for one, other in min(([pair for pair in pairwise(order) if _parts(file, proofs, *pair)] for order in orders), key=len):
            closing, opening = proofs[one].closing_cents or 0, proofs[other].opening_cents or 0
            statement = file.statements[other]
            details = {
                "before": _money(closing, statement.currency),
                "opening": _money(opening, statement.currency),
                "gap": _money(opening - closing, statement.currency),
            }
            findings.append(Finding("STATEMENTS_NOT_JOINED", file.file, statement.first_line, details=details))
    return findings


def _running(statement: Statement, rejected: Sequence[Rejected]) -> tuple[Step | None, np.ndarray, int | None]:
    """The check of the printed balances, the order of the lines that fits them, and the balance before the first one."""
    lines = statement.lines
    cents = lines["amount_cents"].to_numpy(dtype=np.int64)
    has = lines["balance_cents"].notna().to_numpy(dtype=bool)
    balance = lines["balance_cents"].fillna(0).to_numpy(dtype=np.int64)
    days = lines["booked_on"].to_numpy().astype("datetime64[s]")
    place = lines["line"].to_numpy(dtype=np.int64)
    newest_first = _is_newest_first(days)
    if not has.any():
        plain = np.arange(len(lines))[::-1] if newest_first else np.arange(len(lines))
        return None, plain[np.argsort(days[plain], kind="stable")], None
    gaps = np.searchsorted(np.sort([each.line for each in rejected]), place) if rejected else np.zeros(len(lines), np.int64)
    zero = np.zeros(len(lines), np.int64)
    points = Points(np.arange(len(lines)), cents, balance, has, zero.astype(bool), zero, days, gaps)
    followed = follow(points, newest_first=newest_first, may_reverse=False)
    order, breaks = followed.order, followed.breaks
    if breaks and has.all() and len(set(balance.tolist())) == 1 and len(lines) >= _FEW:
        return None, order, None  # the balance of the account at the time of the export
    opening = None if statement.opening is None else statement.opening.cents
    misses_opening = opening is not None and start_of(points, order, 1) != opening
    if (breaks or misses_opening) and has.all() and (turned := chained(days, cents, balance, order, opening)) is not None:
        order, breaks = turned, []
    if breaks and (evening := _evenings(points, order)) is not None:
        points, breaks = evening, []
    start = start_of(points, order, 1)
    if not followed.compared:
        return None, order, start
    if not breaks:
        return Step("running", True), order, start  # what only rejected lines break, the closing balance tells
    at, expected = breaks[0]
    return Step("running", False, expected, int(balance[at]), int(place[at]), len(breaks)), order, start


def _last_printed(statement: Statement, order: np.ndarray, opening: int) -> tuple[int | None, int]:
    """Place of the last line with a printed balance, and the balance that it gives after the last line."""
    cents = statement.lines["amount_cents"].to_numpy(dtype=np.int64)[order]
    printed = statement.lines["balance_cents"].iloc[order]
    has = np.flatnonzero(printed.notna().to_numpy(dtype=bool))
    if not len(has):
        return None, opening + int(cents.sum())
    last = int(has[-1])
    return int(statement.lines["line"].to_numpy()[order[last]]), int(printed.iloc[last]) + int(cents[last + 1 :].sum())


def _evenings(points: Points, order: np.ndarray) -> Points | None:
    """The points with one balance a day, for a bank that prints the evening's balance on all lines of the day; None when that breaks."""
    days, balance = points.days[order], points.balance[order]
    if not points.has_balance.all():
        return None
    new_day = np.r_[days[1:] != days[:-1], True]
    changes = balance[1:] != balance[:-1]
    if (changes & ~new_day[:-1]).any() or new_day.all():
        return None
    evening = Points(
        points.line, points.cents, points.balance, np.zeros(len(order), bool), points.is_side, points.group, points.days, points.gaps
    )
    evening.has_balance[order[new_day]] = True
    ends = np.flatnonzero(new_day)
    moved = np.cumsum(points.cents[order])[ends]
    return evening if len(ends) > 1 and (np.diff(balance[ends]) == np.diff(moved)).all() else None


def _totals(statement: Statement, cents: np.ndarray) -> list[Step]:
    steps = []
    credits, debits = int(cents[cents > 0].sum()), int(cents[cents < 0].sum())
    if statement.total_in_cents is not None:
        steps.append(Step("total_in", statement.total_in_cents == credits, credits, statement.total_in_cents))
    if statement.total_out_cents is not None:
        steps.append(Step("total_out", statement.total_out_cents == debits, debits, statement.total_out_cents))
    if statement.stated_count is not None:
        steps.append(Step("count", statement.stated_count == len(cents), len(cents), statement.stated_count))
    return steps


def _same_accounts(statements: Sequence[Statement]) -> list[list[int]]:
    """Places of the statements of each account that has several; one without number goes with those of its own name."""
    groups: list[list[int]] = []
    for i, statement in enumerate(statements):
        for group in groups:
            first = statements[group[0]]
            is_same = first.account == statement.account or same_account(first.account.number, statement.account.number)
            if is_same and first.currency == statement.currency:
                group.append(i)
                break
        else:
            groups.append([i])
    return [group for group in groups if len(group) > 1]


def _parts(file: StatementFile, proofs: Sequence[Proof], one: int, other: int) -> bool:
    """The second does not open at the closing balance of the first, though it comes after it and is not the same once more."""
    before, after = file.statements[one], file.statements[other]
    is_again = (proofs[one].opening_cents, proofs[one].closing_cents, _start(before), _end(before)) == (
        proofs[other].opening_cents,
        proofs[other].closing_cents,
        _start(after),
        _end(after),
    )
    return proofs[one].closing_cents != proofs[other].opening_cents and not is_again and _start(after) >= _end(before)


def _start(statement: Statement) -> date:
    days = statement.lines["booked_on"]
    if len(days):
        return as_date(days.to_numpy().min())
    return (statement.opening and statement.opening.on) or (statement.closing and statement.closing.on) or date.min


def _end(statement: Statement) -> date:
    days = statement.lines["booked_on"]
    return as_date(days.to_numpy().max()) if len(days) else _start(statement)


def _is_newest_first(days: np.ndarray) -> bool:
    steps = np.sign((days[1:] - days[:-1]).astype(np.int64))
    return int((steps < 0).sum()) > int((steps > 0).sum())


def _money(cents: int, currency: str) -> str:
    return money_text(cents, currency or "DZD") if currency else money_text(cents, "DZD").rpartition("\u00a0")[0]
