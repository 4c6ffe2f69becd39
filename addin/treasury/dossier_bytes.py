"""A dossier as bytes and back: what is kept between two calls of a function, and what its handle is a digest of.

A header in JSON (scalars, and what stands in each column) and the columns as they lie in memory, texts as numbers of a list of
distinct ones. Reading it back runs nothing: unlike a pickle, bytes made by somebody else can only be refused or be a dossier.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.dossier import Dossier, Settings, SheetReading

FORMAT = 7
"""Raised whenever `Dossier` or these bytes change."""

_MAGIC = b"TRESORERIE DOSSIER\n"
_LENGTH = 8
_FLAT = {"int64": "<i8", "float64": "<f8", "bool": "|b1"}
_RECORDS: dict[str, type] = {"settings": Settings, "readings": SheetReading, "findings": Finding}


def encode(dossier: Dossier) -> bytes:
    """The dossier as bytes, the same for the same content.

    Raises:
        TypeError: a column of another kind than `Dossier` says.
    """
    blobs: list[bytes] = []
    header: dict[str, object] = {"format": FORMAT, "frames": {}}
    tables: dict[str, object] = {}
    for each in fields(dossier):
        value = getattr(dossier, each.name)
        if isinstance(value, pd.DataFrame):
            tables[each.name] = {"rows": len(value), "columns": [_column(value[name], blobs) for name in value.columns]}
        else:
            header[each.name] = _plain(value)
    header["frames"] = tables
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return b"".join([_MAGIC, len(text).to_bytes(_LENGTH, "little"), text, *blobs])


def decode(data: bytes) -> Dossier:
    """The dossier that `encode` made the bytes of.

    Raises:
        ValueError: they are not bytes of this format, or are damaged.
    """
    start = len(_MAGIC) + _LENGTH
    if not data.startswith(_MAGIC):
        raise ValueError("not a dossier")
    size = int.from_bytes(data[len(_MAGIC) : start], "little")
    try:
        header = json.loads(data[start : start + size].decode("utf-8", "surrogatepass"))
        if header["format"] != FORMAT:
            raise ValueError(f"format {header['format']}")
        blobs = _Blobs(memoryview(data)[start + size :])
        parts: dict[str, Any] = {name: _rebuilt(value) for name, value in header.items() if name not in ("format", "frames")}
        for name, table in header["frames"].items():
            rows = table["rows"]
            index = pd.RangeIndex(rows)
            columns = {said["name"]: _values(said, rows, blobs) for said in table["columns"]}
            parts[name] = pd.DataFrame(columns, index=index, columns=list(columns))
        blobs.finish()
        return Dossier(**parts)
    except (KeyError, TypeError, IndexError, OverflowError, AttributeError, InvalidOperation) as error:
        raise ValueError("damaged dossier") from error


# ------------------------------------------------------------------------------------------------ columns
def _column(column: pd.Series, blobs: list[bytes]) -> dict[str, object]:
    """What the header says of a column; its bytes go to the blobs."""
    dtype = str(column.dtype)
    said: dict[str, object] = {"name": column.name, "kind": dtype}
    if dtype in _FLAT:
        blobs.append(column.to_numpy().astype(_FLAT[dtype], copy=False).tobytes())
    elif dtype == "Int64":
        blobs.append(column.to_numpy(dtype=np.int64, na_value=0).astype("<i8", copy=False).tobytes())
        blobs.append(column.isna().to_numpy().tobytes())
    elif dtype.startswith("datetime64["):
        blobs.append(column.to_numpy().astype("<M8[s]", copy=False).astype("<i8", copy=False).tobytes())
        said["kind"] = "date"
    elif dtype in ("object", "str"):
        codes, distinct = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=False)
        if not all(isinstance(text, str) for text in distinct):
            raise TypeError(f"column {column.name} holds other things than texts")
        width = next(w for w in ("<u1", "<u2", "<u4") if len(distinct) <= np.iinfo(w).max)
        blobs.append(codes.astype(width).tobytes())
        said |= {"width": width, "texts": list(distinct)}
    else:
        raise TypeError(f"column {column.name} is {dtype}")
    return said


def _values(said: Mapping[str, Any], rows: int, blobs: _Blobs) -> Any:
    kind = said["kind"]
    if kind in _FLAT:
        return blobs.take(_FLAT[kind], rows)
    if kind == "Int64":
        return pd.arrays.IntegerArray(blobs.take("<i8", rows).astype(np.int64), blobs.take("|b1", rows))
    if kind == "date":
        return blobs.take("<i8", rows).astype("M8[s]")
    if kind not in ("object", "str") or said["width"] not in ("<u1", "<u2", "<u4"):
        raise ValueError(f"unknown column {kind!r}")
    codes = blobs.take(said["width"], rows)
    texts = said["texts"]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("a text column holds other things")
    distinct = np.empty(len(texts), dtype=object)
    distinct[:] = texts
    found = distinct[codes]
    return pd.Series(found, dtype="object" if kind == "object" else "str")  # said: newer pandas would make it out itself


class _Blobs:
    """The columns one after the other."""

    def __init__(self, data: memoryview) -> None:
        self._data, self._at = data, 0

    def take(self, dtype: str, count: int) -> np.ndarray:
        size = np.dtype(dtype).itemsize * count
        piece = self._data[self._at : self._at + size]
        if len(piece) != size:
            raise ValueError("a column is cut short")
        self._at += size
        return np.frombuffer(piece, dtype=dtype).copy()

    def finish(self) -> None:
        if self._at != len(self._data):
            raise ValueError("bytes are left over")


# ------------------------------------------------------------------------------------------------ scalars and records
def _plain(value: object) -> object:
    """A value as JSON has it; what JSON has not is an object of one key « $… »."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value)
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, (tuple, list)):
        return {"$tuple": [_plain(each) for each in value]}
    if isinstance(value, Mapping):
        return {"$map": [[str(key), _plain(each)] for key, each in value.items()]}
    record = next((name for name, kind in _RECORDS.items() if type(value) is kind), None)
    if record is None:
        return str(value)  # a detail of a sentence: only its text is ever shown
    return {f"${record}": {name: _plain(each) for name, each in _attributes(value)}}


def _attributes(value: object) -> Iterator[tuple[str, object]]:
    return ((each.name, getattr(value, each.name)) for each in fields(value))  # type: ignore[arg-type]


def _rebuilt(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind == "$decimal":
        return Decimal(inner)
    if kind == "$datetime":
        return datetime.fromisoformat(inner)
    if kind == "$date":
        return date.fromisoformat(inner)
    if kind == "$tuple":
        return tuple(_rebuilt(each) for each in inner)
    if kind == "$map":
        return {key: _rebuilt(each) for key, each in inner}
    return _RECORDS[kind.removeprefix("$")](**{name: _rebuilt(each) for name, each in inner.items()})
