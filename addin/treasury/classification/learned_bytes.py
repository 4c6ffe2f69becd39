"""What was learnt as bytes and back: a header in JSON (numbers, texts, and what the arrays are), then the arrays as they lie in memory.

Reading it back runs nothing: unlike a pickle, bytes made by somebody else can only be refused or be numbers and texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from addin.treasury.classification.learning import Learned

FORMAT = 3
"""Raised whenever what is learnt, or these bytes, change."""

_MAGIC = b"TRESORERIE MODELE\n"
_LENGTH = 8
_KINDS = ("<f8", "<f4", "<i8", "<i4", "<u4", "<u2", "|u1", "|b1", "<M8[s]")


def pack(arrays: Mapping[str, np.ndarray], values: Mapping[str, Any]) -> bytes:
    """Arrays of numbers and plain values as bytes, the same for the same content.

    Args:
        arrays: of numbers, booleans or days (`datetime64[s]`), of any shape.
        values: what JSON has: None, bool, int, float, str, lists, mappings with texts as keys.
    Raises:
        TypeError: an array or a value of another kind.
    """
    said: list[dict[str, object]] = []
    blobs: list[bytes] = []
    for name, array in arrays.items():
        plain = np.ascontiguousarray(array, dtype=_little(array))
        said.append({"name": name, "kind": plain.dtype.str, "shape": list(np.shape(array))})
        blobs.append(plain.tobytes())
    header = {"format": FORMAT, "arrays": said, "values": dict(values)}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return b"".join([_MAGIC, len(text).to_bytes(_LENGTH, "little"), text, *blobs])


def unpack(data: bytes) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays and the values that `pack` made the bytes of.

    Raises:
        ValueError: they are not bytes of this format, or are damaged.
    """
    start = len(_MAGIC) + _LENGTH
    if not data.startswith(_MAGIC):
        raise ValueError("not a model")
    size = int.from_bytes(data[len(_MAGIC) : start], "little")
    try:
        header = json.loads(data[start : start + size].decode("utf-8", "surrogatepass"))
        if header["format"] != FORMAT:
            raise ValueError(f"format {header['format']}")
        at, arrays = start + size, {}
        for each in header["arrays"]:
            arrays[str(each["name"])], at = _array(data, at, each)
        values = header["values"]
    except (KeyError, TypeError, IndexError, OverflowError, AttributeError, RecursionError) as error:
        raise ValueError("damaged model") from error
    if at != len(data) or not isinstance(values, dict):
        raise ValueError("damaged model")
    return arrays, values


def _array(data: bytes, at: int, said: Mapping[str, Any]) -> tuple[np.ndarray, int]:
    """One array and where the next begins; never larger than the bytes that are there."""
    if said["kind"] not in _KINDS:
        raise ValueError(f"unknown array {said['kind']!r}")
    kind = np.dtype(said["kind"])
    shape = tuple(said["shape"])
    if not all(type(length) is int and length >= 0 for length in shape):
        raise ValueError("an array without a shape")
    count = 1
    for length in shape:
        count *= length
    end = at + count * kind.itemsize
    if end > len(data):
        raise ValueError("an array is cut short")
    return np.frombuffer(data, dtype=kind, count=count, offset=at).reshape(shape).copy(), end


def _little(array: np.ndarray) -> np.dtype[Any]:
    kind = np.asarray(array).dtype.newbyteorder("<")
    if kind.str not in _KINDS:
        raise TypeError(f"cannot keep an array of {kind}")
    return kind


def encode(learned: Learned) -> bytes:
    """What was learnt as bytes."""
    return pack(*learned.to_arrays())


def decode(data: bytes) -> Learned:
    """What was learnt, as it was when `encode` made the bytes of it.

    Raises:
        ValueError: they are not bytes of this format, or are damaged.
    """
    from addin.treasury.classification.learning import Learned

    arrays, values = unpack(data)
    try:
        return Learned.from_arrays(arrays, values)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError("damaged model") from error
