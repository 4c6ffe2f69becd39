"""What was learnt, as bytes: read back it is the same, and damaged it is refused, never run."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from addin.treasury.classification.learned_bytes import FORMAT, pack, unpack

ARRAYS = {
    "weights": np.arange(12, dtype="<f8").reshape(3, 4) / 7,
    "codes": np.array([3, 1, 2], dtype="<i4"),
    "days": np.array(["2026-10-31", "NaT"], dtype="M8[s]"),
    "seen": np.array([True, False]),
    "none": np.zeros((0, 5)),
    "one": np.float32(2.5).reshape(()),
}
VALUES = {"classes": ["Publicité", "أجور", "🚀", ""], "threshold": 0.75, "counts": [1, 2], "parts": {"a": None, "b": True}}


def test_arrays_and_values_come_back_as_they_were() -> None:
    arrays, values = unpack(pack(ARRAYS, VALUES))
    assert values == VALUES
    assert list(arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == np.asarray(array).dtype
        np.testing.assert_array_equal(arrays[name], array)
        assert arrays[name].flags.writeable


def test_the_same_content_gives_the_same_bytes_whatever_the_order_in_memory() -> None:
    square = np.arange(6.0).reshape(2, 3)
    assert pack({"a": square}, {}) == pack({"a": np.asfortranarray(square)}, {})
    assert pack({"a": square.astype(">f8")}, {}) == pack({"a": square}, {})


def test_objects_are_not_kept() -> None:
    with pytest.raises(TypeError):
        pack({"texts": np.array(["a", "b"], dtype=object)}, {})
    with pytest.raises(TypeError):
        pack({}, {"model": object()})


def test_bytes_cut_anywhere_are_refused() -> None:
    data = pack(ARRAYS, VALUES)
    for size in range(0, len(data), 7):
        with pytest.raises(ValueError, match=r"."):
            unpack(data[:size])
    with pytest.raises(ValueError, match="damaged"):
        unpack(data + b"\0")


def test_what_is_no_model_is_refused() -> None:
    for data in (b"", b"PK\x03\x04", pickle.dumps(VALUES), pack({}, {}).replace(f'"format":{FORMAT}'.encode(), b'"format":9')):
        with pytest.raises(ValueError, match=r"."):
            unpack(data)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [(b'"<f8"', b'"|O8"'), (b"[3,4]", b"[3,5]"), (b"[3,4]", b"[-1,4]"), (b"[3,4]", b'["a",4]'), (b'"values":{', b'"values":[{')],
)
def test_a_header_that_says_something_else_is_refused(was: bytes, becomes: bytes) -> None:
    data = pack(ARRAYS, VALUES)
    text, changed = data.replace(was, becomes, 1), len(becomes) - len(was)
    at = len(b"TRESORERIE MODELE\n")
    size = int.from_bytes(data[at : at + 8], "little") + changed
    with pytest.raises(ValueError, match=r"."):
        unpack(text[:at] + size.to_bytes(8, "little") + text[at + 8 :])


def test_an_array_that_claims_to_be_immense_is_refused_without_making_it() -> None:
    data = pack({"a": np.zeros(3)}, {}).replace(b"[3]", b"[9]", 1)
    with pytest.raises(ValueError, match="cut short"):
        unpack(data)
