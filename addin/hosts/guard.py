"""The last look before a workbook is replaced: nothing may have changed in it that no action declared."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from xml.parsers import expat

from addin.hosts.package import LARGE_CHUNK, Package, PackageError
from addin.hosts.row_moves import Move
from addin.hosts.rowpatch import SheetXml
from addin.messages import TresoError

_SHOWN = 5
_STEP = 1 << 17
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
    back and parsed; patched sheets are compared outside their declared rows, and these rows are parsed.

    Raises:
        TresoError: FILE_WOULD_LOSE, with the parts concerned.
    """
    old, new = _directory(before.archive), _directory(after.archive)
    lost = {name for name in old if name not in new and name not in declared.parts}
    differing = {name for name in old if name in new and old[name] != new[name]}
    altered = differing - declared.parts - set(declared.rows)
    patched = {name for name in declared.rows if name in differing - declared.parts}
    fresh = {name for name in new if name in differing or name not in old}
    broken = {name for name in fresh - patched if not _is_readable(after, name)}
    spoilt = {name for name in patched if not _is_as_declared(before, after, name, declared)}
    if bad := sorted(lost | altered | broken | spoilt):
        more = "…" if len(bad) > _SHOWN else ""
        raise TresoError("FILE_WOULD_LOSE", file=file, count=len(bad), parts=", ".join(bad[:_SHOWN]) + more)


def _directory(archive: zipfile.ZipFile) -> Mapping[str, tuple[int, int]]:
    return {info.filename: (info.CRC, info.file_size) for info in archive.infolist() if not info.is_dir()}


def _is_readable(package: Package, name: str) -> bool:
    """True when the part decompresses to its CRC and, for XML, is well formed."""
    try:
        if name.lower().endswith(_XML):
            return _is_well_formed(package.chunks(name))
        for _ in package.chunks(name):
            pass
    except PackageError:
        return False
    return True


def _is_well_formed(pieces: Iterable[bytes | memoryview]) -> bool:
    parser = expat.ParserCreate()
    try:
        for each in pieces:
            piece = memoryview(each)
            for start in range(0, len(piece), _STEP):  # the parser holds Python's lock: other threads take their turn in between
                parser.Parse(piece[start : start + _STEP], False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        return False
    return True


def _is_as_declared(before: Package, after: Package, name: str, declared: Declared) -> bool:
    """A patched sheet reads back as it was meant, its rows are well formed, and all else in it is as it was.

    Decompression and digests work outside Python's lock, beside the parser.
    """
    rows, moves = declared.rows[name], declared.moves.get(name, [])
    with ThreadPoolExecutor(1) as aside:
        read_back, stood = (aside.submit(_part, package, name) for package in (after, before))
        meant = before.written.get(name)
        is_well_formed = meant is None or _are_well_formed(meant, rows)
        try:
            found = read_back.result()
        except PackageError:
            return False
        if not is_well_formed or (found != meant if meant is not None else not _are_well_formed(found, rows)):
            return False
        old, new = SheetXml(stood.result()), SheetXml(found)  # changes that wait in the first do not count
        if name not in declared.moves:
            before_it, after_it = aside.submit(old.digest_outside, rows), new.digest_outside(rows)
        else:
            moving = [move.at for move in moves if not move.in_place]
            gone, first = _rows_before(rows, moves), min(moving) if moving else None
            before_it, after_it = aside.submit(old.digest_moved, gone, first), new.digest_moved(rows, first)
        return before_it.result() == after_it


def _are_well_formed(data: bytes, rows: Set[int]) -> bool:
    """The rows in a sheet are; what stands around them is compared with what was there before."""
    return _is_well_formed(SheetXml(data).only(rows)) or _is_well_formed([data])


def _part(package: Package, name: str) -> bytes:
    return b"".join(package.chunks(name, LARGE_CHUNK))


def _rows_before(rows: Set[int], moves: Sequence[Move]) -> Set[int]:
    """Rows that an action declared, as they were numbered before its moves."""
    for move in reversed(moves):
        rows = _before(rows, move)
    return rows


def _before(rows: Set[int], move: Move) -> set[int]:
    """Rows as they were numbered before a move; those that it took out are among them, those that it put in are not."""
    if move.count < 0:
        shift = 0 if move.in_place else -move.count
        return {row if row < move.at else row + shift for row in rows} | set(range(move.at, move.last + 1))
    if move.in_place:
        return set(rows)
    return {row if row < move.at else row - move.count for row in rows if not move.at <= row <= move.last}
