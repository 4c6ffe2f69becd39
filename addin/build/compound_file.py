"""Writes a compound file (« OLE2 »), the container of a VBA project: [MS-CFB] version 3, sectors of 512 bytes.

Only what a VBA project needs: storages and streams, no dates, no class identifiers, less than 7 MB. The same tree gives the
same bytes. Section numbers are those of [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Tree: TypeAlias = "Mapping[str, Tree | bytes]"
"""Name → content of a stream, or a further storage."""

_SECTOR, _MINI_SECTOR, _MINI_STREAM_LIMIT = 512, 64, 4096
_FREE, _END_OF_CHAIN, _FAT_SECTOR, _NO_STREAM = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1
_FAT_ENTRIES_PER_SECTOR = _SECTOR // 4
_FAT_SECTORS_IN_HEADER = 109
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
_HEADER = struct.Struct("<8s16sHHHHH6sIIIIIIIII436s")


@dataclass
class _Entry:
    """A directory entry (2.6.1); siblings form a binary tree."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _NO_STREAM
    right: int = _NO_STREAM
    child: int = _NO_STREAM
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return _ENTRY.pack(
            name, len(name), self.kind, _BLACK, self.left, self.right, self.child, b"", 0, 0, 0, self.start, self.size
        )  # fmt: skip


_UNUSED_ENTRY = _ENTRY.pack(b"", 0, 0, 0, _NO_STREAM, _NO_STREAM, _NO_STREAM, b"", 0, 0, 0, 0, 0)


def compound_file(tree: Tree) -> bytes:
    """The tree as a compound file.

    Raises:
        ValueError: a name is longer than 31 letters, holds a character that the format forbids, or the file is beyond 7 MB.
    """
    entries = _directory(tree)
    sectors: list[bytes] = []
    table: list[int] = []
    mini_stream, mini_table = bytearray(), list[int]()
    for entry in entries:
        if entry.kind != _STREAM:
            continue
        entry.size = len(entry.content)
        if entry.size == 0:
            entry.start = _END_OF_CHAIN
        elif entry.size < _MINI_STREAM_LIMIT:
            entry.start = _chain(mini_table, _count(entry.size, _MINI_SECTOR))
            mini_stream += _padded(entry.content, _MINI_SECTOR)
        else:
            entry.start = _store(entry.content, sectors, table)
    entries[0].start = _store(bytes(mini_stream), sectors, table)
    entries[0].size = len(mini_stream)
    packed_mini_table = _padded(struct.pack(f"<{len(mini_table)}I", *mini_table), _SECTOR, b"\xff")
    mini_table_start = _store(packed_mini_table, sectors, table)
    directory = b"".join(entry.packed() for entry in entries)
    per_sector = _SECTOR // _ENTRY.size
    directory += _UNUSED_ENTRY * (-len(entries) % per_sector)
    directory_start = _store(directory, sectors, table)
    header = _header(sectors, table, directory_start, mini_table_start, len(packed_mini_table) // _SECTOR)
    return header + b"".join(sectors)


def _directory(tree: Tree) -> list[_Entry]:
    """All entries, parents before children; the first is the root (2.6.2)."""
    entries = [_Entry("Root Entry", _ROOT)]

    def add(parent: _Entry, members: Tree) -> None:
        numbers: list[int] = []
        for name, content in sorted(members.items(), key=lambda member: _order(member[0])):
            if not 0 < len(name) <= 31 or set(name) & set("/\\:!"):
                raise ValueError(f"{name!r} cannot be the name of a stream")
            entry = _Entry(name, _STREAM, content) if isinstance(content, bytes) else _Entry(name, _STORAGE)
            numbers.append(len(entries))
            entries.append(entry)
            if not isinstance(content, bytes):
                add(entry, content)
        parent.child = _balanced(entries, numbers)

    add(entries[0], tree)
    return entries


def _order(name: str) -> tuple[int, str]:
    """Shorter names come first, then letters in upper case count (2.6.4)."""
    return len(name.encode("utf-16-le")), name.upper()


def _balanced(entries: list[_Entry], numbers: list[int]) -> int:
    """Link sorted siblings to a balanced tree, all black; its root."""
    if not numbers:
        return _NO_STREAM
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balanced(entries, numbers[:middle])
    entry.right = _balanced(entries, numbers[middle + 1 :])
    return numbers[middle]


def _store(content: bytes, sectors: list[bytes], table: list[int]) -> int:
    """Append content in whole sectors; the number of the first one."""
    padded = _padded(content, _SECTOR)
    start = _chain(table, len(padded) // _SECTOR)
    sectors.extend(padded[i : i + _SECTOR] for i in range(0, len(padded), _SECTOR))
    return start


def _chain(table: list[int], count: int) -> int:
    """Append a chain of `count` consecutive sectors to an allocation table; its start (2.3)."""
    if not count:
        return _END_OF_CHAIN
    start = len(table)
    table.extend(range(start + 1, start + count))
    table.append(_END_OF_CHAIN)
    return start


def _header(sectors: list[bytes], table: list[int], directory: int, mini_table: int, mini_table_sectors: int) -> bytes:
    """Append the allocation table's own sectors to `sectors`; the header that leads to everything (2.2)."""
    own = 1
    while len(table) + own > own * _FAT_ENTRIES_PER_SECTOR:
        own += 1
    if own > _FAT_SECTORS_IN_HEADER:
        raise ValueError("a VBA project beyond 7 MB is not written")
    first = len(sectors)
    full = [*table, *[_FAT_SECTOR] * own]
    full += [_FREE] * (own * _FAT_ENTRIES_PER_SECTOR - len(full))
    for i in range(own):
        sectors.append(struct.pack(f"<{_FAT_ENTRIES_PER_SECTOR}I", *full[i * _FAT_ENTRIES_PER_SECTOR : (i + 1) * _FAT_ENTRIES_PER_SECTOR]))
    places = [*range(first, first + own), *[_FREE] * (_FAT_SECTORS_IN_HEADER - own)]
    return _HEADER.pack(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, own, directory, 0, _MINI_STREAM_LIMIT,
        mini_table, mini_table_sectors, _END_OF_CHAIN, 0, struct.pack(f"<{_FAT_SECTORS_IN_HEADER}I", *places),
    )  # fmt: skip


def _count(size: int, unit: int) -> int:
    return -(-size // unit)


def _padded(content: bytes, unit: int, fill: bytes = b"\0") -> bytes:
    return content + fill * (-len(content) % unit)
