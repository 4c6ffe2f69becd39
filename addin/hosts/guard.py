"""The last look before a workbook is replaced: nothing may have changed in it that no action declared."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from xml.parsers import expat

from addin.hosts.package import Package, PackageError
from addin.hosts.rowpatch import SheetXml
from addin.messages import TresoError

_SHOWN = 5
_XML = (".xml", ".rels", ".vml")


@dataclass
class Declared:
    """What the actions of one save are allowed to change.

    Attributes:
        parts: parts that may change or go away; any part may be new.
        rows: patched sheet part → Excel rows that may differ in it.
    """

    parts: set[str] = field(default_factory=set)
    rows: dict[str, set[int]] = field(default_factory=dict)


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
    spoilt = {name for name in patched - broken if not _equal_outside(before, after, name, declared.rows[name])}
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


def _equal_outside(before: Package, after: Package, name: str, rows: Set[int]) -> bool:
    old, new = (SheetXml(package.read(name)).digest_outside(rows) for package in (before, after))
    return old == new
