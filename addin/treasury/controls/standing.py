"""What the page « Contrôles » says as it stands: for the weekly report, which does not control again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from addin.treasury.controls.model import Kind, Severity


@dataclass(frozen=True)
class StandingFinding:
    """A finding that she has not settled, as the page tells it. Minor units of its currency."""

    kind: Kind
    severity: Severity
    party: str
    amount_cents: int
    currency: str
    on: date | None


@dataclass(frozen=True)
class Standing:
    """The page as it stands.

    Attributes:
        as_of: closing date of the controls, None when the page does not tell it.
        findings: those that wait, in the order of the page.
        unused: subscriptions to end or to verify at the asked day, with what they cost a year (`unused_cents`, base currency).
    """

    as_of: date | None
    findings: tuple[StandingFinding, ...]
    unused: tuple[str, ...]
    unused_cents: int

    def count(self, severity: Severity) -> int:
        """How many wait, of one severity."""
        return sum(1 for each in self.findings if each.severity == severity)
