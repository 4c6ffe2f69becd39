"""The terminal as the place where the command line speaks: any encoding, one JSON object or text, progress, questions."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import json as json_format
import os
import sys
import tempfile
import time
import traceback
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from addin.messages import SCREEN, Finding, TresoError, say

if TYPE_CHECKING:
    from addin.sheets.model import Sheet

_SHOWN_FINDINGS = 20
_BAR = 24
_WIDTH = 79
_READER_LEFT = (errno.EPIPE, errno.EINVAL)  # EINVAL: Windows
_PLAIN = {
    "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "…": "...", "→": "->", "’": "'", "œ": "oe", "€": "EUR", "█": "#", "░": ".",
    "·": "-", "°": "o",
}  # fmt: skip


def _plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Write « é » as « e » rather than « ? » where the console's encoding lacks it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain_letter, error.object[error.start : error.end])), error.end


def _plain_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return _PLAIN.get(letter) or plain or (" " if letter.isspace() else "?")


codecs.register_error("plain_letters", _plain_letters)


def readable(text: str) -> str:
    """The text of a file name whose bytes Python could not decode (a console that calls itself ASCII): read as UTF-8.

    >>> readable("compta été.xlsx".encode().decode("ascii", "surrogateescape"))
    'compta été.xlsx'
    """
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Console:
    """Messages and progress on standard error, the result on standard output; answers the `Dialogs` port.

    Args:
        json: the result and a refusal are told as one JSON object.
        yes: every question is agreed to.
    """

    def __init__(self, *, json: bool, yes: bool) -> None:
        self._out, self._err = _stream(sys.stdout), _stream(sys.stderr)
        self._json, self._yes = json, yes
        self._drawn = 0
        self._started = time.monotonic()
        self.has_lost_output = False

    # ------------------------------------------------------------------ the port Dialogs
    def confirm(self, question: str) -> bool:
        """Ask on the terminal; refuse where nobody can answer."""
        if self._yes:
            return True
        if self._json or not (sys.stdin and sys.stdin.isatty() and self._err.isatty()):
            raise TresoError("CONFIRMATION_NEEDED", question=readable(question))
        self._clear()
        self._write(self._err, f"{readable(question)} [o/N] ")
        return _typed().lower() in ("o", "oui", "y", "yes")

    def choose(self, question: str, options: Sequence[str]) -> int | None:
        """Ask on the terminal for the number of an option, None for none of them; refuse where nobody can answer."""
        listed = "".join(f"\n  {number}. {option}" for number, option in enumerate(options, 1))
        if self._json or not (sys.stdin and sys.stdin.isatty() and self._err.isatty()):
            raise TresoError("CONFIRMATION_NEEDED", question=readable(f"{question}{listed}"))
        self._clear()
        self._write(self._err, f"{readable(question)}{readable(listed)}\n[1-{len(options)}] ")
        answer = _typed()
        return int(answer) - 1 if answer.isdecimal() and 1 <= int(answer) <= len(options) else None

    def choose_files(self) -> list[str]:
        """Files are named on the command line: there is nobody to pick them here."""
        raise TresoError("CONFIRMATION_NEEDED", question=SCREEN["which_files"])

    def choose_folder(self, title: str) -> str:
        """A folder is named on the command line: there is nobody to pick one here."""
        raise TresoError("CONFIRMATION_NEEDED", question=title)

    def progress(self, done: int, total: int, what: str) -> None:
        """A bar on the terminal, once the work has lasted a moment."""
        if total <= 0 or time.monotonic() - self._started < 0.3 or not self._err.isatty():
            return
        filled = _BAR * done // total
        line = f"[{'█' * filled}{'░' * (_BAR - filled)}] {what}"[:_WIDTH]
        self._write(self._err, "\r" + line.ljust(self._drawn))
        self._drawn = len(line)

    def tell(self, text: str) -> None:
        """Say one thing on standard error."""
        self._clear()
        self._write(self._err, f"{readable(text)}\n")

    def display(self, sheet: Sheet) -> None:
        """Show a long result as text, on standard error like all that is told."""
        from addin.sheets.text import as_text

        self.tell(as_text(sheet).rstrip("\n"))

    # ------------------------------------------------------------------ what a command ends with
    def show(self, as_json: Callable[[], dict[str, Any]], as_text: Callable[[], str]) -> None:
        """The result: JSON (ASCII only) with `--json`, else text."""
        self._clear()
        self._write(self._out, (_dumped(as_json(), is_read=self._out.isatty()) if self._json else readable(as_text()).rstrip("\n")) + "\n")

    def list_findings(self, findings: Iterable[Finding]) -> None:
        """What deserves a look, the first lines of it; all are in `--json` and in `treso verifier`."""
        listed = [finding for finding in findings if finding.severity != "info"]
        if not listed or self._json:
            return
        self.tell(SCREEN["to_review_one"] if len(listed) == 1 else say(SCREEN["to_review"], count=len(listed)))
        for finding in listed[:_SHOWN_FINDINGS]:
            self.tell(f"  - {finding.text()}")
        if len(listed) > _SHOWN_FINDINGS:
            self.tell(say(SCREEN["more_to_review"], count=len(listed) - _SHOWN_FINDINGS))

    def refuse(self, refusal: TresoError) -> None:
        """Say a refusal: place, problem, cause, remedy."""
        self._fail(refusal.code, str(refusal), refusal.file, refusal.finding.sheet, refusal.finding.row)

    def report_bug(self, bug: Exception, state: str, *, with_trace: bool) -> None:
        """Number the bug, write its trace to a log file and say where.

        Args:
            state: what has been written before it.
            with_trace: show the trace too.
        """
        trace = "".join(traceback.format_exception(bug))
        number = f"{zlib.crc32(trace.encode(errors='replace')) & 0xFFFF:04X}"
        log = SCREEN["no_log"]
        with contextlib.suppress(OSError):
            path = Path(tempfile.gettempdir(), f"tresorerie-erreur-{number}.log")
            path.write_text(trace, encoding="utf-8", errors="replace")
            log = str(path)
        if with_trace:
            self.tell(trace)
        self._fail("BUG", say(SCREEN["bug"], number=number, state=state, log=log))

    # ------------------------------------------------------------------ how
    def _fail(self, code: str, message: str, file: str = "", sheet: str = "", row: int | None = None) -> None:
        self.tell(message)
        if self._json:
            error = {"code": code, "message": readable(message), "file": readable(file) or None, "sheet": sheet or None, "row": row}
            self._write(self._out, _dumped({"error": error}, is_read=self._out.isatty()) + "\n")

    def _write(self, stream: TextIO, text: str) -> None:
        """Write at once. A reader that went away (`| head`) is no trouble; a result that could not be written is said."""
        try:
            stream.write(text)
            stream.flush()
        except OSError as error:
            _abandon(stream)
            if stream is self._out and error.errno not in _READER_LEFT:
                self.has_lost_output = True
                self.tell(say(SCREEN["output_lost"], reason=os.strerror(error.errno or 0)))

    def _clear(self) -> None:
        if self._drawn:
            self._write(self._err, "\r" + " " * self._drawn + "\r")
            self._drawn = 0


def _typed() -> str:
    """One line of the terminal, whatever its encoding; "" at its end."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return sys.stdin.readline().strip() if sys.stdin else ""


def _dumped(result: dict[str, Any], *, is_read: bool) -> str:
    # indented for a person only: Python writes long indented lists ten times more slowly
    return json_format.dumps(result, ensure_ascii=True, indent=1 if is_read else None)


def _stream(stream: TextIO | None) -> TextIO:
    """The stream, able to write anything; a bottomless one where the program was started without it."""
    if stream is None:
        return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="plain_letters")
    return stream


def _abandon(stream: TextIO) -> None:
    """Nothing more can be written: let what is left, and Python's own flush at the end, go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
