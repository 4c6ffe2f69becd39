"""The state of all receipts: one line for each operation that needs one, one for each file without operation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import normalise
from addin.treasury.dossier import Dossier
from addin.treasury.receipts.decisions import DIGEST_SHOWN, Decisions, SaidLine, decisions_of
from addin.treasury.receipts.linking import SURE, link_files
from addin.treasury.receipts.model import FoundFile, Link, Scan
from addin.treasury.receipts.needs import Policy, exemptions, operation_keys, persons, typed_state
from addin.treasury.receipts.targets import Target, targets_of
from addin.treasury.settlement import settle_invoices

_ORDER = ("proposed", "to_request", "requested", "no_operation", "justified", "not_required")


@dataclass(frozen=True)
class Line:
    """An operation with its receipts, or a file without operation.

    Attributes:
        operation: index of the operations, -1 for a file alone.
        state: "justified", "proposed", "to_request", "requested", "not_required", "no_operation".
        score: of the weakest link, 0 without one.
        evidence, days: of that link.
        is_state_hers, are_files_hers, is_person_hers: she said so.
        typed: what she wrote in place of a file of the folder, here or in the column « Justificatif » of her tab.
    """

    operation: int
    key: str
    state: str
    files: tuple[FoundFile, ...] = ()
    score: float = 0.0
    evidence: tuple[str, ...] = ()
    days: int | None = None
    requested_on: date | None = None
    person: str = ""
    remark: str = ""
    is_state_hers: bool = False
    are_files_hers: bool = False
    is_person_hers: bool = False
    typed: str = ""


@dataclass(frozen=True, eq=False)
class Board:
    """All receipts at a date.

    Attributes:
        lines: those to act on first, the latest first.
        links: by file, in the order of `files`.
        files: all of the folder.
        duplicates: the file that counts, and its copies.
        refused: digest → keys of the operations that she does not want it for.
        exempt: why no receipt is needed → how many operations.
    """

    as_of: date
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    files: tuple[FoundFile, ...]
    duplicates: tuple[tuple[FoundFile, tuple[FoundFile, ...]], ...]
    refused: Mapping[str, tuple[str, ...]]
    exempt: Mapping[str, int]
    findings: tuple[Finding, ...]

    def count(self, *states: str) -> int:
        """Lines in these states."""
        return sum(line.state in states for line in self.lines)


def build_board(
    dossier: Dossier,
    scan: Scan,
    policy: Policy,
    as_of: date,
    *,
    said: Sequence[SaidLine] = (),
    refused: Mapping[str, Sequence[str]] = {},
    holders: Mapping[str, str] = {},
    sheet: str = "",
) -> Board:
    """Match the files of a folder with the operations up to a date, her decisions first.

    Args:
        said: lines of the sheet as it stands.
        refused: digest → keys of operations, from the memory.
        holders: as `needs.persons`.
        sheet: name of the sheet of `said`, for its findings.
    """
    operations = dossier.operations
    keys = operation_keys(operations)
    by_key = dict(zip(keys, operations.index.tolist(), strict=True))
    tabs = {name: normalise(name) for name in operations["sheet"].unique()}
    places = {
        (tabs[tab], int(row)): at
        for tab, row, at in zip(operations["sheet"].tolist(), operations["row"].tolist(), operations.index.tolist(), strict=True)
    }
    firsts, duplicates = without_copies(scan.files)
    receipts = dict(zip(operations.index.tolist(), operations["receipt"].tolist(), strict=True))
    decided = decisions_of(said, by_key, places, receipts, scan.files, sheet)
    position = {file.digest or file.path: at for at, file in enumerate(firsts)}
    first_of = {at: position[file.digest or file.path] for at, file in enumerate(scan.files)}
    kept = _kept(decided, first_of, firsts, operations, as_of)
    no = {(first_of[file], operation) for file, operation in decided.refused}
    no |= {(position[digest], by_key[key]) for digest, its in refused.items() if digest in position for key in its if key in by_key}
    no -= {(file, operation) for file, its in kept.items() for operation in its}
    targets = targets_of(operations, settle_invoices(dossier, as_of), as_of)
    links = link_files([file.reading for file in firsts], targets, kept=kept, refused=no)
    links += _earlier(decided, first_of, links, no)
    typed = {at for at in kept if at not in {first_of[file] for file in decided.links}}
    links = [replace(link, evidence=("typed",)) if link.file in typed else link for link in links]
    exempt = exemptions(operations, policy, as_of)
    lines = _Lines(operations, keys, firsts, links, targets, decided, exempt, persons(operations, holders)).all()
    taken: dict[str, list[str]] = defaultdict(list)
    key_of = dict(zip(operations.index.tolist(), keys, strict=True))
    for file, operation in sorted(no):
        if firsts[file].digest:
            taken[firsts[file].digest].append(key_of[operation])
    return Board(
        as_of,
        tuple(lines),
        tuple(links),
        scan.files,
        duplicates,
        {digest: tuple(its) for digest, its in taken.items()},
        dict(Counter(reason for reason in exempt.tolist() if reason and reason != "later")),
        tuple(decided.findings),
    )


def without_copies(files: Sequence[FoundFile]) -> tuple[list[FoundFile], tuple[tuple[FoundFile, tuple[FoundFile, ...]], ...]]:
    """Each content once (the file named by the rule, else the shortest path), and those that have copies. An empty file has none."""
    groups: dict[str, list[FoundFile]] = defaultdict(list)
    for file in files:
        groups[file.digest if file.digest and file.size else f"path {file.path}"].append(file)
    firsts, duplicates = [], []
    for group in groups.values():
        first, *others = sorted(group, key=_rank)
        firsts.append(first)
        if others:
            duplicates.append((first, tuple(others)))
    return firsts, tuple(duplicates)


def _earlier(decided: Decisions, first_of: Mapping[int, int], links: Sequence[Link], refused: Collection[tuple[int, int]]) -> list[Link]:
    """Files that nothing links by now, with the operations that they proved until now and that have no other."""
    files, operations = {link.file for link in links}, {line for link in links for line in link.operations}
    out = []
    for file, its in decided.earlier.items():
        at = first_of[file]
        if at not in files and not operations.intersection(its) and not any((at, line) in refused for line in its):
            files.add(at)
            out.append(Link(at, its, "sure", SURE, ("earlier",)))
    return out


def _rank(file: FoundFile) -> tuple[bool, int, int, str]:
    """The copy that counts comes first: by the rule, else the name that says most, else the shortest way."""
    told = len(file.named.days) + len(file.named.amounts)
    return not file.named.by_rule, -told, len(file.path), file.path


def _kept(
    decided: Decisions, first_of: Mapping[int, int], firsts: Sequence[FoundFile], operations: pd.DataFrame, as_of: date
) -> dict[int, tuple[int, ...]]:
    """File → operations as she said: in the sheet, or by its name in the column « Justificatif » of her tab."""
    kept: dict[int, list[int]] = defaultdict(list)
    for file, its in decided.links.items():
        kept[first_of[file]] += its
    names: dict[str, int] = {}
    for at, first in enumerate(firsts):
        for name in first.known_as():
            names.setdefault(normalise(name), at)
    typed = operations.loc[(operations["receipt"] != "") & (operations["booked_on"] <= pd.Timestamp(as_of)), "receipt"]
    for operation, text in zip(typed.index.tolist(), typed.tolist(), strict=True):
        for part in str(text).replace("\n", ";").split(";"):
            path = part.replace("\\", "/")
            found = [names[name] for each in (path, path.rpartition("/")[2]) if (name := normalise(each)) and name in names]
            if found:
                kept[found[0]].append(operation)
    return {file: tuple(dict.fromkeys(its)) for file, its in kept.items()}


class _Lines:
    """The lines of the board, once everything is known."""

    def __init__(
        self,
        operations: pd.DataFrame,
        keys: Sequence[str],
        files: Sequence[FoundFile],
        links: Sequence[Link],
        targets: Sequence[Target],
        decided: Decisions,
        exempt: pd.Series,
        people: pd.Series,
    ) -> None:
        self.operations, self.files, self.links, self.decided = operations, files, links, decided
        self.keys = dict(zip(operations.index.tolist(), keys, strict=True))
        self.of_operation: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            for operation in link.operations:
                self.of_operation[operation].append(link)
        self.invoices = Counter(line for target in targets if target.invoice >= 0 for line in target.operations)
        self.people: dict[int, str] = dict(zip(people.index.tolist(), people.tolist(), strict=True))
        self.exempt: dict[int, str] = dict(zip(exempt.index.tolist(), exempt.tolist(), strict=True))
        self.receipts: dict[int, str] = dict(zip(operations.index.tolist(), operations["receipt"].tolist(), strict=True))

    def all(self) -> list[Line]:
        decided = self.decided
        needing = [operation for operation, reason in self.exempt.items() if not reason]
        wanted = {*needing, *self.of_operation, *decided.states, *decided.requested, *decided.remarks}
        days = dict(zip(self.operations.index.tolist(), self.operations["booked_on"].tolist(), strict=True))
        lines = [self._line(operation) for operation in sorted(wanted, key=lambda at: (days[at], at), reverse=True)]
        linked = {link.file for link in self.links}
        for at, file in enumerate(self.files):
            if at not in linked:
                remark = decided.file_remarks.get(file.digest[:DIGEST_SHOWN], "")
                lines.append(Line(-1, "", "no_operation", (file,), remark=remark))
        return sorted(lines, key=lambda line: _ORDER.index(line.state))

    def _line(self, operation: int) -> Line:
        decided, links = self.decided, self.of_operation.get(operation, [])
        sure = [link for link in links if link.status != "proposed"]
        shown = sure or links
        weakest = min(shown, key=lambda link: link.score, default=None)
        receipt = self.receipts[operation]
        typed = typed_state(receipt)
        requested = decided.requested.get(operation)
        state = decided.states.get(operation, "")
        evidence = weakest.evidence if weakest else ("typed",) if typed in ("justified", "needless") else ()
        is_state_hers = bool(state)
        if sure and state != "not_required":
            state, is_state_hers = self._with_files(operation, sure), False
        elif not state:
            state = {"justified": "justified", "needless": "not_required"}.get(typed, "")
        if not state:
            state = "proposed" if links else "requested" if requested else "to_request" if not self.exempt[operation] else "not_required"
        return Line(
            operation,
            self.keys[operation],
            state,
            tuple(self.files[link.file] for link in shown),
            weakest.score if weakest else 0.0,
            evidence,
            weakest.days if weakest else None,
            requested,
            decided.persons.get(operation) or self.people[operation],
            decided.remarks.get(operation, ""),
            is_state_hers,
            any(link.status == "hers" and link.evidence == ("hers",) for link in shown),
            operation in decided.persons,
            "" if shown else decided.typed.get(operation) or " ".join(receipt.split()),
        )

    def _with_files(self, operation: int, sure: Sequence[Link]) -> str:
        """A line that pays several invoices is proven when each has its file, or one file has the whole amount."""
        invoices = self.invoices[operation]
        is_whole = invoices < 2 or len(sure) >= invoices or any(link.status == "hers" or "invoice" not in link.evidence for link in sure)
        return "justified" if is_whole else "to_request"
