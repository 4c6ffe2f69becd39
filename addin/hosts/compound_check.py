"""An OLE2 container (.xls) whose chains are sound: what a reader follows without looking must end, inside the file."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_HEADER = 512
_SPECIAL = 0xFFFFFFFA
"""From here on, a number is no sector: end of chain, free, part of the tables."""
_SHIFTS = {9, 12}
_ENTRY = 128


def is_sound(data: bytes) -> bool:
    """True when every chain of sectors ends, and no sector lies beyond the file.

    A container is a file system: its tables say which sector follows which. A reader that follows them blindly goes round in a
    loop, or makes room for sectors that do not exist, until the memory is full.
    """
    try:
        return _is_sound(data)
    except (struct.error, IndexError):
        return False


def _is_sound(data: bytes) -> bool:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in _SHIFTS or mini_shift != 6:
        return False
    size = 1 << shift
    sectors = -(-(len(data) - max(_HEADER, size)) // size) + (1 if shift == 12 else 0)
    directory, _, _, mini_start, _, table_start = struct.unpack_from("<6I", data, 48)
    tables = list(struct.unpack_from("<109I", data, 76))
    seen: set[int] = set()
    at = table_start
    while at < _SPECIAL:
        if at in seen or at >= sectors:
            return False
        seen.add(at)
        *more, at = _numbers(data, at, size)
        tables += more
    following: list[int] = []
    for table in tables:
        if table < _SPECIAL:
            if table >= sectors:
                return False
            following += _numbers(data, table, size)
    if not _ends(following, sectors) or any(
        start < _SPECIAL and start >= min(sectors, len(following)) for start in (directory, mini_start)
    ):
        return False
    minis = [number for sector in _chain(mini_start, following) for number in _numbers(data, sector, size)]
    if not _ends(minis, len(minis)):
        return False
    entries = b"".join(_sector(data, sector, size) for sector in _chain(directory, following))
    starts = [struct.unpack_from("<I", entries, at + 116)[0] for at in range(0, len(entries) - _ENTRY + 1, _ENTRY) if entries[at + 66]]
    most = max(len(following), len(minis))
    return all(start >= _SPECIAL or start < most for start in starts)


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _numbers(data: bytes, number: int, size: int) -> tuple[int, ...]:
    piece = _sector(data, number, size).ljust(size, b"\xff")
    return struct.unpack(f"<{size // 4}I", piece)


def _chain(start: int, following: Sequence[int]) -> list[int]:
    """The sectors of a chain; it is known to end."""
    chain = []
    while start < _SPECIAL and start < len(following):
        chain.append(start)
        start = following[start]
    return chain


def _ends(following: Sequence[int], sectors: int) -> bool:
    """No chain goes round, and none leads beyond the last sector."""
    done = bytearray(len(following))
    for first in range(len(following)):
        at, path = first, []
        while at < _SPECIAL:
            if at >= len(following) or (at >= sectors and following[at] < _SPECIAL):
                return False
            if done[at] == 1:
                return False
            if done[at] == 2:
                break
            done[at] = 1
            path.append(at)
            at = following[at]
        for place in path:
            done[place] = 2
    return True
