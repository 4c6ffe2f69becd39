"""What is kept of each imported line so that it is recognised later: a few bytes, whatever she changes in the tab."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.treasury.counterparties import fold

HEAD = 12
"""Letters and digits at the start of a label that a bank keeps even where it cuts labels."""

CELL_LENGTH = 8_000
"""Characters of one cell: four times less than Excel's limit, and below what any of its interfaces has ever refused."""

_MARK = "E1"
_PART = re.compile(r"E(\d+) (\d+)/(\d+) ([A-Za-z0-9_=-]+)")
_HEADER = struct.Struct("<IB3x")
_MOST_LINES = 5_000_000
_LARGEST = 64_000_000
_SEPARATOR = "\x1e"
_ASCII_MARKS = {code: None for code in range(128) if not chr(code).isalnum() and chr(code) != _SEPARATOR}
_NO_REFERENCE = frozenset("NONREF NOTPROVIDED NOREF NONE NULL NA UNKNOWN NOTAVAILABLE INCONNU SANS NEANT AUCUNE".split())
_LEAST_REFERENCE = 3


class DamagedFingerprintsError(ValueError):
    """Cells of fingerprints that were changed, cut or lost, or that a later version wrote."""


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """Lines of one account, each as a few numbers; all arrays are of equal length.

    Attributes:
        days: int64, days since 1970.
        cents: int64.
        label: uint32, 16 bits of the whole label and 16 bits of its `HEAD`, of its letters and digits alone; 0 when blank.
        reference: uint32, of the bank's own reference; 0 when it gave none worth the name.
        balance, has_balance: the balance printed on the line.
    """

    days: np.ndarray
    cents: np.ndarray
    label: np.ndarray
    reference: np.ndarray
    balance: np.ndarray
    has_balance: np.ndarray

    def __len__(self) -> int:
        return len(self.days)

    def taken(self, which: np.ndarray) -> Fingerprints:
        """Some of the lines, by mask or positions."""
        return Fingerprints(*(values[which] for values in self._arrays()))

    def _arrays(self) -> tuple[np.ndarray, ...]:
        return self.days, self.cents, self.label, self.reference, self.balance, self.has_balance


def no_fingerprints() -> Fingerprints:
    """Those of no line."""
    return fingerprints(np.empty(0, "datetime64[s]"), np.empty(0, np.int64), [])


def joined(parts: Sequence[Fingerprints]) -> Fingerprints:
    """One after the other."""
    if not parts:
        return no_fingerprints()
    names = ("days", "cents", "label", "reference", "balance", "has_balance")
    return Fingerprints(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def fingerprints(
    booked_on: np.ndarray, cents: np.ndarray, keys: Sequence[str], references: Sequence[str] = (), balances: pd.Series | None = None
) -> Fingerprints:
    """Fingerprints of lines.

    Args:
        booked_on: datetime64.
        cents: minor units.
        keys: `label_keys` of the labels.
        references: as `real_references` gives them.
        balances: Int64, NA where none is printed.
    """
    count = len(cents)
    label = _label_hashes(keys)
    reference = np.fromiter((_hash(text) for text in references), np.uint32, count) if len(references) else np.zeros(count, np.uint32)
    has = np.zeros(count, bool) if balances is None else balances.notna().to_numpy(dtype=bool)
    balance = np.zeros(count, np.int64) if balances is None else balances.fillna(0).to_numpy(dtype=np.int64)
    days = np.asarray(booked_on).astype("datetime64[D]").astype(np.int64)
    return Fingerprints(days, np.asarray(cents, dtype=np.int64), label, reference, balance, has)


def label_keys(labels: Iterable[object]) -> list[str]:
    """The letters and digits of labels, folded: what no export changes (spaces, case, accents, punctuation do not count).

    >>> label_keys(["Vir. reçu — NOVATEC", "VIR RECU   Novatec", ""])
    ['VIRRECUNOVATEC', 'VIRRECUNOVATEC', '']
    """
    texts = list(map(str, labels.tolist() if isinstance(labels, pd.Series) else labels))
    if not texts:
        return []
    whole = _SEPARATOR.join(texts)
    if whole.count(_SEPARATOR) >= len(texts):
        whole = _SEPARATOR.join([text.replace(_SEPARATOR, " ") for text in texts])
    whole = fold(whole)
    for character in set(whole) if not whole.isascii() else ():  # few distinct ones; what is left is mostly ASCII, and quick
        if not character.isascii() and not character.isalnum():
            whole = whole.replace(character, "")
    return whole.translate(_ASCII_MARKS).split(_SEPARATOR)


def real_references(lines: pd.DataFrame) -> list[str]:
    """The bank's own reference of each line, "" for one that tells nothing: blank, « 0 », « NONREF », or given to different lines.

    Args:
        lines: `LINE_COLUMNS`, of one statement.
    """
    codes, distinct = pd.factorize(lines["reference"])
    cleaned = np.array([_cleaned(str(text)) for text in distinct], dtype=object)
    if not any(cleaned.tolist()):
        return [""] * len(lines)
    of_line = cleaned[codes]
    what = pd.DataFrame({"reference": of_line, "day": lines["booked_on"].to_numpy(), "cents": lines["amount_cents"].to_numpy()})
    shared = what.drop_duplicates().loc[lambda each: each["reference"].duplicated(keep=False), "reference"]
    several = set(shared)
    return [text if text not in several else "" for text in of_line.tolist()]


def _cleaned(reference: str) -> str:
    text = re.sub(r"[\W_]+", "", fold(reference))
    is_real = len(text) >= _LEAST_REFERENCE and text not in _NO_REFERENCE and len(set(text)) > 1
    return text if is_real else ""


def _hash(text: str) -> int:
    """32 bits, the same on every machine and in every version; 0 for no text."""
    return (zlib.crc32(text.encode("utf-8", "surrogatepass")) or 1) if text else 0


def _label_hashes(keys: Sequence[str]) -> np.ndarray:
    """High half: of the whole; low half: of its head; 0 for no text alone."""
    heads = [key[:HEAD] for key in keys]
    of_head = {head: zlib.crc32(head.encode("utf-8", "surrogatepass")) for head in set(heads)}
    whole = np.fromiter(map(zlib.crc32, [key.encode("utf-8", "surrogatepass") for key in keys]), np.uint32, len(keys))
    head = np.fromiter(map(of_head.__getitem__, heads), np.uint32, len(keys))
    mixed = whole & 0xFFFF0000 | head & 0xFFFF
    mixed[(mixed == 0) & np.fromiter(map(bool, keys), bool, len(keys))] = 1
    return mixed


# ---------------------------------------------------------------------------------------------- in cells
def packed(lines: Fingerprints) -> list[str]:
    """The fingerprints as texts of at most `CELL_LENGTH` characters, each with its place among them; none for no line."""
    if not len(lines):
        return []
    text = base64.urlsafe_b64encode(zlib.compress(_body(lines), 1)).decode("ascii")
    size = CELL_LENGTH - 24
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return [f"{_MARK} {number}/{len(pieces)} {piece}" for number, piece in enumerate(pieces, 1)]


def unpacked(cells: Sequence[str]) -> Fingerprints:
    """The fingerprints that `packed` wrote.

    Raises:
        DamagedFingerprintsError: a cell is missing, cut or changed, or was written by a later version.
    """
    if not cells:
        return no_fingerprints()
    matches = [_PART.fullmatch(cell.strip()) for cell in cells]
    found = [match for match in matches if match]
    if len(found) != len(cells) or any(f"E{match[1]}" != _MARK for match in found):
        raise DamagedFingerprintsError("a cell does not read")
    if [int(match[2]) for match in found] != list(range(1, int(found[0][3]) + 1)):
        raise DamagedFingerprintsError("a cell is missing")
    try:
        data = base64.urlsafe_b64decode("".join(match[4] for match in found))
        reader = zlib.decompressobj()
        body = reader.decompress(data, _LARGEST)
        if not reader.eof or reader.unused_data:
            raise DamagedFingerprintsError("the text is cut")
        return _from_body(body)
    except (ValueError, zlib.error, struct.error) as error:
        raise DamagedFingerprintsError(str(error)) from error


def _body(lines: Fingerprints) -> bytes:
    """Columns one after the other; balances as what the line does not explain, so that a printed chain costs nothing."""
    if len(lines) > 1 and lines.has_balance.all():
        forward = np.count_nonzero(np.diff(lines.balance) == lines.cents[1:])
        backward = np.count_nonzero(np.diff(lines.balance[::-1]) == lines.cents[::-1][1:])
        if backward > forward:
            lines = lines.taken(np.arange(len(lines))[::-1])
    has_reference, has_balance = bool(lines.reference.any()), bool(lines.has_balance.any())
    parts = [
        _HEADER.pack(len(lines), has_reference | has_balance << 1),
        _planes(np.diff(lines.days, prepend=0).astype("<i4")),
        _planes(lines.cents.astype("<i8")),
        lines.label.astype("<u4").tobytes(),
    ]
    if has_reference:
        parts.append(lines.reference.astype("<u4").tobytes())
    if has_balance:
        stated = lines.balance[lines.has_balance]
        moved = np.cumsum(lines.cents)[lines.has_balance]
        parts += [np.packbits(lines.has_balance).tobytes(), _planes(np.diff(stated - moved, prepend=0).astype("<i8"))]
    return b"".join(parts)


def _from_body(body: bytes) -> Fingerprints:
    count, flags = _HEADER.unpack_from(body)
    if count > _MOST_LINES:
        raise DamagedFingerprintsError("too many lines")
    at = _HEADER.size

    def take(size: int) -> bytes:
        nonlocal at
        piece = body[at : at + size]
        if len(piece) != size:
            raise DamagedFingerprintsError("the lines are cut")
        at += size
        return piece

    days = np.cumsum(_from_planes(take(4 * count), "<i4").astype(np.int64))
    cents = _from_planes(take(8 * count), "<i8").astype(np.int64)
    label = np.frombuffer(take(4 * count), "<u4").astype(np.uint32)
    reference = np.frombuffer(take(4 * count), "<u4").astype(np.uint32) if flags & 1 else np.zeros(count, np.uint32)
    has, balance = np.zeros(count, bool), np.zeros(count, np.int64)
    if flags & 2:
        has = np.unpackbits(np.frombuffer(take((count + 7) // 8), np.uint8), count=count).astype(bool)
        gaps = _from_planes(take(8 * int(has.sum())), "<i8").astype(np.int64)
        balance[has] = np.cumsum(gaps) + np.cumsum(cents)[has]
    if at != len(body):
        raise DamagedFingerprintsError("more than the lines")
    return Fingerprints(days, cents, label, reference, balance, has)


def _planes(values: np.ndarray) -> bytes:
    """First bytes of all numbers, then second bytes…: the high ones are nearly all zero, signs turned into a low bit."""
    folded = (values << 1) ^ (values >> (8 * values.itemsize - 1))
    return np.ascontiguousarray(folded.view(np.uint8).reshape(-1, values.itemsize).T).tobytes()


def _from_planes(data: bytes, dtype: str) -> np.ndarray:
    kind = np.dtype(dtype)
    turned = np.ascontiguousarray(np.frombuffer(data, np.uint8).reshape(kind.itemsize, -1).T)
    folded = turned.view(np.dtype(dtype.replace("i", "u"))).reshape(-1)
    values: np.ndarray = (folded >> 1).astype(kind) ^ -(folded & 1).astype(kind)
    return values
