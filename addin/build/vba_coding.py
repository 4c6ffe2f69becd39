"""Compression and obfuscation of a VBA project, both ways: [MS-OVBA] 2.4.1 and 2.4.3."""

from __future__ import annotations

import struct

_CHUNK = 4096
_SIGNATURE = 0b011 << 12
_COMPRESSED = 1 << 15
_SHORTEST = 3


def compress(data: bytes) -> bytes:
    """A compressed container (2.4.1.3.6).

    Raises:
        ValueError: the last part, of 3,641 bytes or more, cannot be compressed: the format would add zeros to it. No text does that.
    """
    container = bytearray(b"\x01")
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        tokens = _tokens(chunk)
        if len(tokens) > _CHUNK:
            if len(chunk) < _CHUNK:
                raise ValueError("the last part of the data is too random for this format")
            container += struct.pack("<H", _SIGNATURE | _CHUNK - 1) + chunk
        else:
            container += struct.pack("<H", _COMPRESSED | _SIGNATURE | len(tokens) - 1) + tokens
    return bytes(container)


def decompress(container: bytes) -> bytes:
    """What a compressed container holds (2.4.1.3.1).

    Raises:
        ValueError: it is not a compressed container.
    """
    if not container.startswith(b"\x01"):
        raise ValueError("a compressed container starts with 1")
    data = bytearray()
    at = 1
    while at < len(container):
        (header,) = struct.unpack_from("<H", container, at)
        if header & 0x7000 != _SIGNATURE:
            raise ValueError("a chunk has no signature")
        end = at + 3 + (header & 0x0FFF)
        body = container[at + 2 : end]
        data += _expanded(body) if header & _COMPRESSED else body
        at = end
    return bytes(data)


def _tokens(chunk: bytes) -> bytes:
    """One chunk as groups of a flag byte and eight tokens: a byte, or a copy of what came before (2.4.1.3.7 to 2.4.1.3.9)."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(chunk):
        flags_at = len(out)
        out.append(0)
        for bit in range(8):
            if at == len(chunk):
                break
            length_bits = 16 - _offset_bits(at)
            offset, length = _longest_copy(chunk, at, seen.get(chunk[at : at + _SHORTEST], []), (1 << length_bits) - 1 + _SHORTEST)
            if length:
                out[flags_at] |= 1 << bit
                out += struct.pack("<H", (offset - 1) << length_bits | length - _SHORTEST)
            else:
                out.append(chunk[at])
            for position in range(at, at + max(length, 1)):
                seen.setdefault(chunk[position : position + _SHORTEST], []).append(position)
            at += max(length, 1)
    return bytes(out)


def _longest_copy(chunk: bytes, at: int, candidates: list[int], longest: int) -> tuple[int, int]:
    """Distance and length of the longest earlier occurrence, the nearest of equals; (0, 0) without one (2.4.1.3.19.4)."""
    limit = min(longest, len(chunk) - at)
    best = (0, 0)
    if limit < _SHORTEST:
        return best
    for candidate in reversed(candidates):
        length = _SHORTEST
        while length < limit and chunk[candidate + length] == chunk[at + length]:
            length += 1
        if length > best[1]:
            best = (at - candidate, length)
        if length == limit:
            break
    return best


def _offset_bits(position: int) -> int:
    """How many bits of a copy token hold the distance, at this place in its chunk (2.4.1.3.19.1)."""
    return max(4, (position - 1).bit_length())


def _expanded(body: bytes) -> bytes:
    chunk = bytearray()
    at = 0
    while at < len(body):
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                chunk.append(body[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", body, at)
            at += 2
            length_bits = 16 - _offset_bits(len(chunk))
            offset = (token >> length_bits) + 1
            for _ in range((token & (1 << length_bits) - 1) + _SHORTEST):
                chunk.append(chunk[-offset])
    return bytes(chunk)


def obscure(project_id: str, data: bytes, seed: int = 0x4A) -> str:
    """Data of a PROJECT stream (CMG, DPB, GC) in its « encrypted » form, hexadecimal (2.4.3.2)."""
    key = sum(project_id.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain = key
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        out.append(byte ^ (out[-2] + plain & 0xFF))
        plain = byte
    return bytes(out).hex().upper()


def reveal(project_id: str, text: str) -> bytes:
    """The data that `obscure` hid (2.4.3.3).

    Raises:
        ValueError: it belongs to another project.
    """
    raw = bytes.fromhex(text)
    key = raw[0] ^ raw[2]
    if raw[0] ^ raw[1] != 2 or key != sum(project_id.encode("ascii")) & 0xFF:
        raise ValueError("written for another project")
    out = bytearray()
    plain = key
    for i in range(3, len(raw)):
        plain = raw[i] ^ (raw[i - 2] + plain & 0xFF)
        out.append(plain)
    start = (raw[0] & 6) // 2
    (length,) = struct.unpack_from("<I", out, start)
    return bytes(out[start + 4 : start + 4 + length])
