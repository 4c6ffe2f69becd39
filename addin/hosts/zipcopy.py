"""A zip written member by member; members of another zip are copied as they are, compressed bytes included."""

from __future__ import annotations

import struct
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _DEFLATED, _UTF8, _COMPRESSION_BITS = 20, 8, 0x800, 0x06
_CHUNK = 1 << 20
_LONG, _PIECE, _WINDOW, _QUICK = 1 << 22, 1 << 21, 1 << 15, 3
_JANUARY_1980 = (1 << 5) | 1
"""The date that Excel itself gives to every part: a written package depends on no clock."""


_WORKER = ThreadPoolExecutor(1)


@dataclass(frozen=True)
class _Member:
    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    compressed: int
    size: int
    offset: int
    attributes: int


class ZipWriter:
    """Writes a zip without data descriptors, extra fields and comments; call `close` to write the directory.

    Raises:
        OSError: the output cannot be written; `LargeZipFile` beyond 4 GiB.
    """

    def __init__(self, output: BinaryIO) -> None:
        self._output = output
        self._members: list[_Member] = []
        self._offset = 0

    def copy(self, source: BinaryIO, info: zipfile.ZipInfo) -> None:
        """Copy one member of the zip that `source` holds, without decompressing it."""
        source.seek(info.header_offset)
        header = _LOCAL.unpack(source.read(_LOCAL.size))
        if header[0] != b"PK\x03\x04":
            raise zipfile.BadZipFile(f"no local header for {info.filename}")
        source.seek(header[9] + header[10], 1)
        year, month, day, hour, minute, second = info.date_time
        time, date = hour << 11 | minute << 5 | second // 2, max(year - 1980, 0) << 9 | month << 5 | day
        name, flags = _encoded(info.filename)
        flags |= info.flag_bits & _COMPRESSION_BITS
        member = _Member(
            name, flags, info.compress_type, time, date, info.CRC, info.compress_size, info.file_size, self._offset, info.external_attr
        )
        self._start(member)
        left = info.compress_size
        while left:
            chunk = source.read(min(left, _CHUNK))
            if not chunk:
                raise zipfile.BadZipFile(f"{info.filename} ends too early")
            self._write(chunk)
            left -= len(chunk)

    def add(self, filename: str, data: bytes, deflated: Deflated | None = None) -> None:
        """Add one member, deflated.

        Args:
            deflated: the same data, when its compression was begun before.
        """
        name, flags = _encoded(filename)
        if deflated is None and Deflated.is_worth(data):
            deflated = Deflated(data)
        packed = _piece(data, 0, len(data), zlib.Z_DEFAULT_COMPRESSION) if deflated is None else deflated.result()
        self._start(_Member(name, flags, _DEFLATED, 0, _JANUARY_1980, zlib.crc32(data), len(packed), len(data), self._offset, 0))
        self._write(packed)

    def close(self) -> None:
        """Write the directory."""
        start = self._offset
        for m in self._members:
            sizes = (m.time, m.date, m.crc, m.compressed, m.size)
            self._write(
                _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, m.flags, m.method, *sizes, len(m.name), 0, 0, 0, 0, m.attributes, m.offset)
            )
            self._write(m.name)
        count = len(self._members)
        self._write(_END.pack(b"PK\x05\x06", 0, 0, count, count, self._offset - start, start, 0))

    def _start(self, m: _Member) -> None:
        if m.offset + m.compressed >= zipfile.ZIP64_LIMIT * 2 or m.size >= zipfile.ZIP64_LIMIT * 2:
            raise zipfile.LargeZipFile("packages beyond 4 GiB are not written")
        self._members.append(m)
        self._write(_LOCAL.pack(b"PK\x03\x04", _VERSION, m.flags, m.method, m.time, m.date, m.crc, m.compressed, m.size, len(m.name), 0))
        self._write(m.name)

    def _write(self, data: bytes) -> None:
        self._output.write(data)
        self._offset += len(data)


class Deflated:
    """One deflate stream, made aside.

    A long part is compressed piece by piece (zlib works outside Python's lock), each piece with the end of the one before as its
    dictionary, and less hard: a second saved is worth a few percent of size.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._spans = [(start, min(start + _PIECE, len(data))) for start in range(0, len(data), _PIECE)]
        self._pieces = [_WORKER.submit(_piece, data, *span, _QUICK) for span in self._spans]

    @staticmethod
    def is_worth(data: bytes) -> bool:
        """True for a part that is long enough."""
        return len(data) >= _LONG

    def result(self) -> bytes:
        """The stream, once it is made: we take a hand from its end backwards, until we meet."""
        made = [
            _piece(self.data, *span, _QUICK) for span, piece in zip(self._spans[::-1], self._pieces[::-1], strict=True) if piece.cancel()
        ]
        return b"".join([*(piece.result() for piece in self._pieces[: len(self._pieces) - len(made)]), *made[::-1]])

    def cancel(self) -> None:
        """Stop the work: another version of the part has come."""
        for piece in self._pieces:
            piece.cancel()


def _piece(data: bytes, start: int, end: int, level: int) -> bytes:
    before = data[max(start - _WINDOW, 0) : start]
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15, zdict=before) if before else zlib.compressobj(level, zlib.DEFLATED, -15)
    return deflater.compress(memoryview(data)[start:end]) + deflater.flush(zlib.Z_FINISH if end == len(data) else zlib.Z_SYNC_FLUSH)


def _encoded(filename: str) -> tuple[bytes, int]:
    name = filename.encode()
    return name, 0 if name.isascii() else _UTF8
