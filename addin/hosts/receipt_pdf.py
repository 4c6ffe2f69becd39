"""What is inside PDF receipts: lines of text, attached XML invoices, a picture of a page without text; read by a process of its own.

pdfminer can turn in circles or swallow memory on a damaged or hostile file. One child process reads many files, each with a bound
on time; it is ended when one takes too long or dies, and begun again for the next file. `python -m addin.hosts.receipt_pdf` is
that child: for each file a flag, its length and its bytes on standard input, one line of JSON on standard output.
"""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as OutOfTimeError
from dataclasses import dataclass
from importlib.util import find_spec
from types import TracebackType
from typing import IO, Any

from addin.hosts import pdf_words

_FIRST_PAGES = 3
_MOST_PAGES = 500
_MOST_LINES, _LONGEST_LINE = 400, 300
_MOST_ATTACHED, _LARGEST_ATTACHED = 10, 10 * 1024 * 1024
_SECONDS = 20.0
_MEMORY_BYTES = 2 * 1024**3
_FILES_PER_CHILD = 400
_LENGTH = 8
_RESOLUTION = 200
_SPACE = 0.2  # of the size of the letters: a gap from which a word ends


@dataclass(frozen=True)
class PdfSaid:
    """What a PDF holds.

    Attributes:
        error: "" or "encrypted", "broken", "slow".
        lines: of its first pages and of the last one.
        attached: XML documents inside.
        picture: its first page as PNG when it has no text and a picture was asked for.
    """

    error: str = ""
    lines: tuple[str, ...] = ()
    attached: tuple[bytes, ...] = ()
    picture: bytes = b""


def has_reader() -> bool:
    """The optional extra `pdf` is installed."""
    return find_spec("pdfplumber") is not None


class PdfReader:
    """Reads one PDF after the other; use as a context manager.

    Args:
        seconds: for one file at most.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._read = 0
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> PdfReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()
        self._thread.shutdown()

    def read(self, data: bytes, *, with_picture: bool) -> PdfSaid:
        """What a PDF holds; never raises for what is in it."""
        if self._child is None or self._child.poll() is not None or self._read >= _FILES_PER_CHILD:
            self._end()
            self._child, self._read = _started(), 0
        self._read += 1
        child = self._child
        answer = self._thread.submit(_exchange, child, data, with_picture)
        try:
            told = answer.result(self._seconds)
        except OutOfTimeError:
            self._end()  # which also ends the waiting of the thread
            return PdfSaid("slow")
        except (OSError, ValueError):  # it was ended by the system: out of memory, or a stack too deep
            self._end()
            return PdfSaid("broken")
        attached = tuple(base64.b64decode(each) for each in told["attached"])
        return PdfSaid(told["error"], tuple(told["lines"]), attached, base64.b64decode(told["picture"]))

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:  # what was not yet written is lost, as is the child
                        continue


def _started() -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        [pdf_words._python(), "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _exchange(child: subprocess.Popen[bytes], data: bytes, with_picture: bool) -> dict[str, Any]:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write((b"P" if with_picture else b"T") + len(data).to_bytes(_LENGTH, "big"))
    child.stdin.write(data)
    child.stdin.flush()
    told: dict[str, Any] = json.loads(child.stdout.readline())
    return told


# ------------------------------------------------------------------------------------------------ the child
def _main() -> None:
    """One answer for each file, whatever happens, until there are no more."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    out = sys.stdout.buffer
    for data, with_picture in _files(sys.stdin.buffer):
        told: dict[str, object] = {"error": "", "lines": [], "attached": [], "picture": ""}
        try:
            told |= _extracted(data, with_picture)
        except (MemoryError, RecursionError):
            told["error"] = "broken"
        except Exception as error:  # a damaged file makes pdfminer fail in any way
            told["error"] = "encrypted" if pdf_words._speaks_of_password(error) else "broken"
        out.write(json.dumps(told).encode("ascii") + b"\n")
        out.flush()


def _files(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    while flag := stream.read(1):
        yield stream.read(int.from_bytes(stream.read(_LENGTH), "big")), flag == b"P"


def _extracted(data: bytes, with_picture: bool) -> dict[str, object]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        count = len(document.pages)
        if count > _MOST_PAGES:
            raise ValueError("too many pages")
        lines: list[str] = []
        for number in dict.fromkeys([*range(min(_FIRST_PAGES, count)), count - 1]):
            page = document.pages[number]
            text = page.dedupe_chars().extract_text(x_tolerance_ratio=_SPACE) or ""
            lines += [line[:_LONGEST_LINE] for line in text.splitlines() if line.strip()]
            page.close()
        picture = ""
        if with_picture and not lines and count:
            buffer = io.BytesIO()
            document.pages[0].to_image(resolution=_RESOLUTION).original.convert("L").save(buffer, "PNG")
            picture = base64.b64encode(buffer.getvalue()).decode("ascii")
        attached = [base64.b64encode(each).decode("ascii") for each in _attached(document.doc)]
    return {"lines": lines[:_MOST_LINES], "attached": attached, "picture": picture}


def _attached(document: Any) -> list[bytes]:
    """The XML files embedded in a PDF (`EmbeddedFiles` of its names, `AF` of its catalogue)."""
    from pdfminer.pdftypes import PDFStream, resolve1

    found: list[bytes] = []
    seen: set[int] = set()

    def specification(reference: object) -> None:
        spec = resolve1(reference)
        if not isinstance(spec, dict) or len(found) >= _MOST_ATTACHED:
            return
        name = resolve1(spec.get("UF") or spec.get("F") or b"")
        files = resolve1(spec.get("EF") or {})
        stream = resolve1(files.get("F") or files.get("UF")) if isinstance(files, dict) else None
        if not isinstance(stream, PDFStream) or id(stream) in seen or len(stream.rawdata or b"") > _LARGEST_ATTACHED:
            return
        seen.add(id(stream))
        text = name.decode("latin-1") if isinstance(name, bytes) else str(name)
        data = stream.get_data()
        if len(data) <= _LARGEST_ATTACHED and (text.lower().rstrip("\0").endswith(".xml") or data.lstrip()[:5] == b"<?xml"):
            found.append(data)

    def names(reference: object, depth: int) -> None:
        node = resolve1(reference)
        if not isinstance(node, dict) or depth > 8:
            return
        for each in (resolve1(node.get("Names")) or [])[1::2]:
            specification(each)
        for kid in resolve1(node.get("Kids")) or []:
            names(kid, depth + 1)

    catalog = document.catalog
    tree = resolve1(catalog.get("Names") or {})
    if isinstance(tree, dict):
        names(tree.get("EmbeddedFiles"), 0)
    for each in resolve1(catalog.get("AF")) or []:
        specification(each)
    return found


if __name__ == "__main__":
    _main()
