"""Rules that she decided on the page « Catégorisation »: accepted ones become lines of « Règles », refused ones never come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from addin.app.added_rows import last_row, rows_added
from addin.app.history import Change
from addin.app.ports import Workbook
from addin.messages import Finding
from addin.sheets.classification_page import Decided, decisions_of
from addin.sheets.model import Value
from addin.treasury.classification.rule_proposals import Key, proposal_key
from addin.treasury.dossier import RULE_COLUMNS, Dossier, frame
from addin.treasury.headings import simplify
from addin.treasury.tabs import RawTab


@dataclass(frozen=True, eq=False)
class RuleDecisions:
    """What she decided since the page was made.

    Attributes:
        accepted: to be added to « Règles »; refused: keys; shown: texts that the page proposes.
        sheet, first, rows, columns: where the accepted ones go: the tab, its first free row, their cells, the columns filled (0-based).
        findings: an accepted rule without a tab to go to.
    """

    accepted: tuple[Decided, ...]
    refused: frozenset[Key]
    shown: tuple[str, ...]
    sheet: str = ""
    first: int = 0
    rows: tuple[tuple[Value, ...], ...] = ()
    columns: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()

    def queue(self, workbook: Workbook) -> list[Change]:
        """Queue the new lines of « Règles »; what `Historique` tells of them."""
        if not self.rows:
            return []
        workbook.append(self.sheet, self.rows)
        return [rows_added(self.sheet, self.first, self.rows, self.columns)]

    def with_accepted(self, dossier: Dossier) -> Dossier:
        """The dossier as it will be: the accepted rules apply at once."""
        if not self.rows:
            return dossier
        count = len(self.accepted)
        more = frame(
            RULE_COLUMNS,
            {
                "sheet": [self.sheet] * count,
                "row": list(range(self.first, self.first + count)),
                "text": [rule.text for rule in self.accepted],
                "direction": [simplify(rule.direction) for rule in self.accepted],
                "category": [rule.category for rule in self.accepted],
                "scf_account": [rule.scf_account for rule in self.accepted],
            },
        )
        return replace(dossier, rules=pd.concat([dossier.rules, more], ignore_index=True))


def rule_decisions(page: Sequence[Sequence[object]] | None, dossier: Dossier, tabs: Sequence[RawTab]) -> RuleDecisions:
    """What she decided on the page as it stands.

    Args:
        page: its rows from A1, None without one.
    """
    decided, shown = decisions_of(page or ())
    refused = frozenset(proposal_key(each.text, each.direction, each.category) for each in decided if not each.is_yes)
    accepted = tuple(each for each in decided if each.is_yes)
    reading = next((reading for reading in dossier.readings if reading.kind == "rules" and reading.header_row is not None), None)
    if not accepted:
        return RuleDecisions((), refused, tuple(shown))
    if reading is None or "text" not in reading.columns or "category" not in reading.columns:
        return RuleDecisions((), refused, tuple(shown), findings=(Finding("RULES_TAB_MISSING", details={"count": len(accepted)}),))
    filled = {"text": "text", "direction": "direction", "category": "category", "scf_account": "scf_account"}
    at = {reading.columns[field]: name for field, name in filled.items() if field in reading.columns}
    width = max(at) + 1
    rows = tuple(tuple(getattr(each, at[j]) or None if j in at else None for j in range(width)) for each in accepted)
    grid = next(tab.rows for tab in tabs if tab.sheet == reading.sheet)
    return RuleDecisions(accepted, refused, tuple(shown), reading.sheet, last_row(grid) + 1, rows, tuple(sorted(at)))
