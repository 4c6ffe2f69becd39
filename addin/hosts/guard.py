"""The last look before a workbook is replaced: nothing may have changed in it that no action declared."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from xml.parsers import expat

from addin.hosts.package import Package, PackageError
from addin.hosts.row_moves import Move
from addin.hosts.rowpatch import SheetXml
from addin.messages import TresoError

_SHOWN = 5
_XML = (".xml", ".rels", ".vml")


@dataclass
class Declared:
    """What the actions of one save are allowed to change.

    Attributes:
        parts: parts that may change or go away; any part may be new.
        rows: patched sheet part → Excel rows that may differ in it, as they are numbered now.
        moves: sheet part → its moves of rows, in their order; its ranges outside the rows may then differ too.
    """

    parts: set[str] = field(default_factory=set)
    rows: dict[str, set[int]] = field(default_factory=dict)
    moves: dict[str, list[Move]] = field(default_factory=dict)

    def move(self, part: str, move: Move, rewritten: Set[int]) -> None:
        """Declare rows put in or taken out, and the rows that differ afterwards."""
        kept = {move.row(row) for row in self.rows.get(part, ())} - {None}
        self.rows[part] = {row for row in kept if row is not None} | set(rewritten)
        self.moves.setdefault(part, []).append(move)


def guard(before: Package, after: Package, declared: Declared, *, file: str) -> None:
    """Refuse a package that lost or altered what nobody declared.

    CRC and size of all parts are compared in both directories, without decompressing them; new and changed parts are read
    back and parsed; patched sheets are compared outside their declared rows.

    Raises:
        TresoError: FILE_WOULD_LOSE, with the parts concerned.
    """
    old, new = _directory(before.archive), _directory(after.archive)
    lost = {name for name in old if name not in new and name not in declared.parts}
    differing = {name for name in old if name in new and old[name] != new[name]}
    altered = differing - declared.parts - set(declared.rows)
    broken = {name for name in new if (name in differing or name not in old) and not _is_readable(after, name)}
    patched = {name for name in declared.rows if name in differing - declared.parts}
    spoilt = {name for name in patched - broken if not _is_as_declared(before, after, name, declared)}
    if bad := sorted(lost | altered | broken | spoilt):
        more = "…" if len(bad) > _SHOWN else ""
        raise TresoError("FILE_WOULD_LOSE", file=file, count=len(bad), parts=", ".join(bad[:_SHOWN]) + more)


def _directory(archive: zipfile.ZipFile) -> Mapping[str, tuple[int, int]]:
    return {info.filename: (info.CRC, info.file_size) for info in archive.infolist() if not info.is_dir()}


def _is_readable(package: Package, name: str) -> bool:
    """True when the part decompresses to its CRC and, for XML, is well formed."""
    parser = expat.ParserCreate() if name.lower().endswith(_XML) else None
    try:
        for chunk in package.chunks(name):
            if parser is not None:
                parser.Parse(chunk, False)
        if parser is not None:
            parser.Parse(b"", True)
    except (PackageError, expat.ExpatError):
        return False
    return True


def _is_as_declared(before: Package, after: Package, name: str, declared: Declared) -> bool:
    if name in declared.moves:
        return _equal_after_moves(before, after, name, declared.rows[name], declared.moves[name])
    return _equal_outside(before, after, name, declared.rows[name])


def _equal_outside(before: Package, after: Package, name: str, rows: Set[int]) -> bool:
    old, new = _sheets(before, after, name)
    return old.digest_outside(rows) == new.digest_outside(rows)


def _sheets(before: Package, after: Package, name: str) -> tuple[SheetXml, SheetXml]:
    """A sheet as it stands in the two files; changes that wait in the first do not count."""
    return SheetXml(b"".join(before.chunks(name))), SheetXml(b"".join(after.chunks(name)))


def _equal_after_moves(before: Package, after: Package, name: str, rows: Set[int], moves: Sequence[Move]) -> bool:
    """All rows that were not declared are there, in their order, at their new places; nothing but numbers differs around them."""
    first = min(move.at for move in moves if not move.in_place) if any(not move.in_place for move in moves) else None
    gone = set(rows)
    for move in reversed(moves):
        gone = _before(gone, move)
    old, new = _sheets(before, after, name)
    return old.digest_moved(gone, first) == new.digest_moved(rows, first)


def _before(rows: Set[int], move: Move) -> set[int]:
    """Rows as they were numbered before a move; those that it took out are among them, those that it put in are not."""
    if move.count < 0:
        shift = 0 if move.in_place else -move.count
        return {row if row < move.at else row + shift for row in rows} | set(range(move.at, move.last + 1))
    if move.in_place:
        return set(rows)
    return {row if row < move.at else row - move.count for row in rows if not move.at <= row <= move.last}
