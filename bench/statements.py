"""All statement files beside the checkout: file, format, lines, sum, proof; lines that a second import or overlapping halves add or lose.

« apart » is what a little program that shares nothing with the readers counts and adds up in the same file, where there is one.

python -m bench.statements [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.statements.counted_apart import counted_apart
from tests.statements.every_statement import outcome, statement_files

_SHARED = Path(__file__).parents[2] / "shared" / "data" / "statements"


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _SHARED
    files = statement_files(folder)
    again = halves = imported = 0
    for path in files:
        found = outcome(path, path.relative_to(folder).as_posix())
        imported += found.again is not None
        again += found.again or 0
        halves += abs(found.halves or 0)
        counted = counted_apart(path)
        apart = "not counted apart" if counted is None else f"apart {counted[0]} lines {counted[1]:f}"
        twice = "" if found.again is None else f" | again +{found.again} | halves {found.halves:+}"
        print(f"{found.line} | {apart}{twice}", flush=True)
    refused = len(files) - imported
    print(f"{len(files)} files, {imported} imported, {refused} refused; lines added by a second import: {again}; by halves: {halves}")


if __name__ == "__main__":
    main()
