"""`python -m addin.cli`, the same as the command `treso`."""

import contextlib
import os
import sys

from addin.cli import main


def run() -> None:
    """Run the command and leave at once: all is written and closed, and freeing a large dossier value by value helps nobody."""
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
