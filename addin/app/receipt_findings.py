"""What is to be said of a folder of receipts: unreadable files, copies, files moved or gone, what was left aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from addin.messages import Finding, french
from addin.messages.receipts import RECEIPT_NATURES, RECEIPT_TROUBLES, RECEIPT_WORDS
from addin.treasury.receipts.board import Board
from addin.treasury.receipts.decisions import DIGEST_SHOWN, SaidLine
from addin.treasury.receipts.memory import Remembered
from addin.treasury.receipts.model import FoundFile, Scan

_SHOWN = 5


def folder_findings(board: Board, scan: Scan, remembered: Remembered, said: Sequence[SaidLine]) -> list[Finding]:
    """All that deserves a look or is only said, in the order of its weight."""
    return [
        *_unreadable(scan.files),
        *_gone(scan.files, remembered, said),
        *_moved(scan.files, remembered),
        *_copies(board),
        *_programs(scan),
        *_skipped(scan),
    ]


def _unreadable(files: Sequence[FoundFile]) -> Iterator[Finding]:
    by_trouble: dict[str, list[str]] = defaultdict(list)
    for file in files:
        if file.reading.trouble in RECEIPT_TROUBLES:
            by_trouble[file.reading.trouble].append(file.path)
    for trouble, paths in by_trouble.items():
        details = {"count": len(paths), "files": _listed(paths), "reason": RECEIPT_TROUBLES[trouble]}
        yield Finding("RECEIPT_UNREADABLE", value=paths[0], details=details)


def _gone(files: Sequence[FoundFile], remembered: Remembered, said: Sequence[SaidLine]) -> Iterator[Finding]:
    """Files that proved operations and are nowhere any more."""
    here = {file.digest[:DIGEST_SHOWN] for file in files if file.digest}
    linked = {digest for line in said if line.key for digest in line.digests}
    paths = sorted(
        {file.path for file in remembered.files if (short := file.digest[:DIGEST_SHOWN]) and short in linked and short not in here}
    )
    if paths:
        yield Finding("RECEIPT_GONE", value=paths[0], details={"count": len(paths), "files": _listed(paths)})


def _moved(files: Sequence[FoundFile], remembered: Remembered) -> Iterator[Finding]:
    here = {file.path for file in files}
    moved = []
    for file in files:
        if remembered.at(file.path) is None:
            before = [path for path in remembered.places(file.digest) if path not in here]
            if before:
                moved.append((file.path, before[0]))
    if moved:
        yield Finding("RECEIPT_MOVED", value=moved[0][0], details={"count": len(moved), "first": moved[0][1]})


def _copies(board: Board) -> Iterator[Finding]:
    copies = [(copy, first) for first, others in board.duplicates for copy in others]
    if copies:
        yield Finding("RECEIPT_DUPLICATE", value=copies[0][0].path, details={"count": len(copies), "first": copies[0][1].path})


def _programs(scan: Scan) -> Iterator[Finding]:
    if scan.lacks_pdf:
        yield Finding("RECEIPT_PDF_ABSENT", details={"count": scan.lacks_pdf})
    if scan.lacks_ocr:
        yield Finding("RECEIPT_OCR_ABSENT", details={"count": scan.lacks_ocr})
    later = sum(file.reading.trouble == "later" for file in scan.files)
    if later:
        yield Finding("RECEIPT_OCR_LATER", details={"count": later})


def _skipped(scan: Scan) -> Iterator[Finding]:
    if scan.skipped:
        natures = ", ".join(french(RECEIPT_NATURES[nature]).format(count=count) for nature, count in sorted(scan.skipped.items()))
        yield Finding("RECEIPT_SKIPPED", details={"count": sum(scan.skipped.values()), "natures": natures})


def _listed(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:_SHOWN])
    if len(paths) <= _SHOWN:
        return shown
    return french(RECEIPT_WORDS["and_more"]).format(files=shown, count=len(paths) - _SHOWN)
