"""The words of a PDF and where they stand on its pages, taken out by a process of its own that can be stopped.

pdfminer can turn in circles or swallow memory on a damaged or hostile file. So the file is read in a child process with bounds on
pages, words, memory and time; past them it is ended and the file refused. `python -m addin.hosts.pdf_words` is that child: PDF on
standard input, JSON on standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from addin.messages import TresoError
from addin.messages.statements import STATEMENT_WORDS
from addin.treasury.statements.printed_lines import Page, Word

LARGEST_FILE = 30 * 1024 * 1024
MOST_PAGES = 300
_MOST_WORDS = 300_000
_TIMEOUT_SECONDS = 120
_MEMORY_BYTES = 2 * 1024**3
_SPACE = 0.2  # of the size of the letters: a gap from which a word ends


def words_of(data: bytes, file: str) -> list[Page]:
    """The pages of a PDF with their words.

    Raises:
        TresoError: PDF_SUPPORT_MISSING, STATEMENT_TOO_BIG, STATEMENT_ENCRYPTED, STATEMENT_TRUNCATED, PDF_ABNORMAL (too many pages or
            words, too slow, too much memory), PDF_WITHOUT_TEXT.
    """
    if find_spec("pdfplumber") is None:
        raise TresoError("PDF_SUPPORT_MISSING", file=file)
    if len(data) > LARGEST_FILE:
        raise TresoError("STATEMENT_TOO_BIG", file=file, size=len(data) >> 20, limit=LARGEST_FILE >> 20)
    told = _asked(data, file)
    error = told.error
    if error == "encrypted":
        raise TresoError("STATEMENT_ENCRYPTED", file=file)
    if error == "broken":
        raise TresoError("STATEMENT_TRUNCATED", file=file, reason=STATEMENT_WORDS["part"])
    if error:
        raise TresoError("PDF_ABNORMAL", file=file)
    pages = [Page(number, tuple(map(Word._make, words))) for number, words in enumerate(told.pages, 1)]
    if not any(page.words for page in pages):
        raise TresoError("PDF_WITHOUT_TEXT", file=file, pages=len(pages))
    return pages


class _Told(NamedTuple):
    """What the child process says: the words of each page, or why there are none."""

    pages: Sequence[Sequence[tuple[float, float, float, float, str]]] = ()
    error: str = ""


def _asked(data: bytes, file: str) -> _Told:
    """What the child process says of a PDF."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONIOENCODING": "utf-8"}
    try:
        process = subprocess.Popen(
            [_python(), "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise TresoError("PDF_SUPPORT_MISSING", file=file) from error
    try:
        said, _ = process.communicate(data, timeout=_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        raise TresoError("PDF_ABNORMAL", file=file) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    try:
        return _Told(**json.loads(said))
    except ValueError:  # it was ended by the system: out of memory, or a stack too deep
        raise TresoError("PDF_ABNORMAL", file=file) from None


def _python() -> str:
    """The interpreter to run: this one, or the one beside it when a program like LibreOffice holds it."""
    if Path(sys.executable or "").stem.lower().startswith("python"):
        return sys.executable
    places = ("bin/python3", "bin/python.exe", "python.exe", "Scripts/python.exe")
    return next((str(path) for place in places if (path := Path(sys.prefix, place)).exists()), "python3")


def _main() -> None:
    """The child: never more than the bounds, and one JSON object whatever happens."""
    _bound_memory()
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        told: dict[str, object] = {"pages": _extracted(data)}
    except MemoryError:
        told = {"error": "abnormal"}
    except RecursionError:
        told = {"error": "abnormal"}
    except _AbnormalError:
        told = {"error": "abnormal"}
    except Exception as error:  # a damaged file makes pdfminer fail in any way
        told = {"error": "encrypted" if _speaks_of_password(error) else "broken"}
    out.write(json.dumps(told).encode("ascii"))


class _AbnormalError(Exception):
    """More pages or words than a statement has."""


def _extracted(data: bytes) -> list[list[tuple[float, float, float, float, str]]]:
    import io

    import pdfplumber

    pages = []
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for number, page in enumerate(document.pages, 1):
            if number > MOST_PAGES:
                raise _AbnormalError
            words = page.dedupe_chars().extract_words(x_tolerance_ratio=_SPACE, extra_attrs=["upright"])
            kept = [
                (round(word["x0"], 2), round(word["x1"], 2), round(word["top"], 2), round(word["bottom"], 2), word["text"])
                for word in words
                if word["upright"]
            ]
            count += len(kept)
            if count > _MOST_WORDS:
                raise _AbnormalError
            pages.append(kept)
            page.close()
    return pages


def _speaks_of_password(error: BaseException | None) -> bool:
    """pdfplumber wraps pdfminer's errors; the name of the first one tells."""
    seen = 0
    while error is not None and seen < 5:
        inner = [part for part in error.args if isinstance(part, BaseException)]
        if any("Password" in type(each).__name__ or "Encryption" in type(each).__name__ for each in (error, *inner)):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_TIMEOUT_SECONDS, _TIMEOUT_SECONDS))


if __name__ == "__main__":
    _main()
