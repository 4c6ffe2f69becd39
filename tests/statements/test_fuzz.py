"""Every reader keeps the laws on damaged files: `python -m tests.statements.fuzz --count 10000` tries many more."""

from __future__ import annotations

import pytest

from tests.statements.fuzzed import READERS, Fuzzed

COUNT, SLOW = 250, {"pdf": 60}


@pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])
def test_a_damaged_file_neither_crashes_a_reader_nor_loses_a_record(reader: Fuzzed) -> None:
    samples = reader.samples()
    if not samples:
        pytest.skip("no sample file: the folder « shared » is not beside this checkout")
    for file, data in samples.items():
        reader.outcome(data, file.rpartition("/")[2])
    for number, file, data in reader.mutations(SLOW.get(reader.name, COUNT), seed=7):
        try:
            reader.outcome(data, file)
        except BaseException as error:
            raise AssertionError(f"{reader.name}, mutation {number} of {file}") from error
