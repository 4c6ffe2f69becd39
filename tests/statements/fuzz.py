"""All readers under many mutations of sample files.

    python -m tests.statements.fuzz --count 10000 [--reader camt] [--seed 1] [--keep FOLDER]

Prints for each reader: mutations, accepted, asked, refused, seconds, slowest, failures; exit status 1 when a law was broken.
"""

from __future__ import annotations

import argparse
import faulthandler
import signal
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from types import FrameType

from tests.statements.fuzzed import READERS, Fuzzed

_HANGS = 30


class Hang(BaseException):
    """Not an `Exception`: a reader that catches those must not swallow it."""


def _alarm(_: int, __: FrameType | None) -> None:
    raise Hang


def run(reader: Fuzzed, count: int, seed: int, keep: Path | None) -> bool:
    """Tries one reader; True when it kept the laws."""
    outcomes, failures, slowest = Counter[str](), Counter[str](), 0.0
    lines = rejected = 0
    start = time.perf_counter()
    for number, file, data in reader.mutations(count, seed):
        if hasattr(signal, "alarm"):
            signal.alarm(_HANGS)
        began = time.perf_counter()
        try:
            outcome = reader.outcome(data, file)
        except Hang:
            failure = "hang"
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            frame = traceback.extract_tb(error.__traceback__)[-1]
            failure = f"{type(error).__name__} {str(error)[:90]!r} ({Path(frame.filename).name}:{frame.lineno})"
        else:
            failure = ""
            outcomes["refused" if outcome.refusal else "asked" if outcome.asked else "accepted"] += 1
            lines, rejected = lines + outcome.lines, rejected + outcome.rejected
        finally:
            if hasattr(signal, "alarm"):
                signal.alarm(0)
        slowest = max(slowest, time.perf_counter() - began)
        if failure:
            if not failures[failure] and keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{reader.name}-{seed}-{number}-{file}").write_bytes(data)
            failures[failure] += 1
    total = sum(outcomes.values()) + sum(failures.values())
    seconds = time.perf_counter() - start
    failed = sum(failures.values())
    print(
        f"{reader.name:14} {total:7} mutations {outcomes['accepted']:7} accepted ({lines} lines, {rejected} rejected)",
        f"{outcomes['asked']:6} asked {outcomes['refused']:7} refused {failed:5} failures {seconds:7.1f} s, slowest {slowest:.2f} s",
        flush=True,
    )
    for failure, times in failures.most_common(12):
        print(f"    {times:5} × {failure}", flush=True)
    return not failures


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", action="append", choices=[reader.name for reader in READERS])
    parser.add_argument("--keep", type=Path, help="folder for the first file of each failure")
    given = parser.parse_args()
    faulthandler.enable()
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _alarm)
    kept = [run(reader, given.count, given.seed, given.keep) for reader in READERS if not given.reader or reader.name in given.reader]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
