"""Text of pictures by Tesseract (OCR), when it is installed on this machine: nothing leaves it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

_USUAL = (
    "C:/Program Files/Tesseract-OCR/tesseract.exe",
    "C:/Program Files (x86)/Tesseract-OCR/tesseract.exe",
    "/opt/homebrew/bin/tesseract",
    "/usr/local/bin/tesseract",
)
_LANGUAGES = ("fra", "eng", "ara")
_SECONDS_A_PICTURE = 40.0
SECONDS_A_SCAN = 300.0
"""After so long the other pictures wait for the next scan."""
_MOST_TEXT = 100_000


def find_tesseract() -> str | None:
    """Tesseract's program, None without it."""
    return shutil.which("tesseract") or next((path for path in _USUAL if Path(path).exists()), None)


class Ocr:
    """Reads pictures until its time is over.

    Args:
        program: `find_tesseract`.
        seconds: for all pictures together.
    """

    def __init__(self, program: str, seconds: float = SECONDS_A_SCAN) -> None:
        self._program = program
        self._end = time.monotonic() + seconds

    @property
    def has_time(self) -> bool:
        """Another picture may be begun."""
        return time.monotonic() < self._end

    def lines(self, picture: bytes, suffix: str) -> list[str] | None:
        """The lines of a picture, None when Tesseract failed or took too long."""
        with tempfile.TemporaryDirectory(prefix="treso-") as folder:
            path = Path(folder, f"image{suffix}")
            path.write_bytes(picture)
            languages = _languages(self._program)
            words = [self._program, str(path), "stdout", *(["-l", languages] if languages else []), "--psm", "4"]
            try:
                done = _run(words, _SECONDS_A_PICTURE)
            except (OSError, subprocess.TimeoutExpired):
                return None
        if done.returncode:
            return None
        return done.stdout[:_MOST_TEXT].decode("utf-8", "replace").splitlines()


@cache
def _languages(program: str) -> str:
    """Those of ours that are installed, as Tesseract wants them; "" for its own default."""
    try:
        listed = _run([program, "--list-langs"], 10.0).stdout.decode("utf-8", "replace").split()
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "+".join(each for each in _LANGUAGES if each in listed)


def _run(words: list[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
