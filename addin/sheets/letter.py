"""A letter as data: what it says, never how a program writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterTable:
    """A table of texts.

    Attributes:
        figures: columns whose texts are figures, set on the right.
        totals: last lines, set off from the others.
        widths: of the columns, relative to each other.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...]
    figures: frozenset[int]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Letter:
    """A business letter on one page or more.

    Attributes:
        name: of its file, without extension; may hold characters that a file name may not.
        sender: the firm, largest first; further lines smaller.
        recipient: name and address, one line each.
        mention: how it is sent (« Lettre recommandée… »), "" for nothing.
        opening, notes, request: paragraphs before the table, small lines under it, paragraphs after it.
        enclosed: « P. J. : … », "" for nothing.
        footer: the legal mentions, at the foot of each page.
    """

    name: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    mention: str
    place_and_date: str
    subject: tuple[str, str]
    greeting: str
    opening: tuple[str, ...]
    table: LetterTable
    notes: tuple[str, ...]
    request: tuple[str, ...]
    closing: str
    signature: tuple[str, ...]
    enclosed: str
    footer: tuple[str, ...]

    def text(self) -> str:
        """What it says without its table, for a message: greeting, paragraphs, closing, signature."""
        said = (self.greeting, *self.opening, *self.notes, *self.request, self.closing, "\n".join(self.signature))
        return "\n\n".join(part for part in said if part)
