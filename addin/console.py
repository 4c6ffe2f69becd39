"""The terminal as the place where the command line speaks: any encoding, one JSON object or text, progress, questions."""

from __future__ import annotations

import codecs
import json as json_format
import os
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from addin.messages import Finding, TresoError

_SHOWN_FINDINGS = 20
_BAR = 24


def _plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Write « é » as « e » rather than « ? » where the console's encoding lacks it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    signs = {"«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "…": "...", "→": "->", "’": "'", "œ": "oe", "€": "EUR", "█": "#", "░": ".", "·": "-", "≥": ">=", "≤": "<="}
    folded = "".join(signs.get(c) or unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode() or (" " if c.isspace() else "?") for c in text)
    encoding = error.encoding
    return folded.encode(encoding, "replace").decode(encoding), error.end


codecs.register_error("plain_letters", _plain_letters)


class Console:
    """Messages and progress on standard error, the result on standard output; answers the `Dialogs` port."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="plain_letters")
        self._json = self._yes = False
        self._drawn = 0
        self._started = time.monotonic()

    def use(self, *, json: bool, yes: bool) -> None:
        """Set what the options of the command say."""
        self._json, self._yes = json, yes

    # ------------------------------------------------------------------ the port Dialogs
    def confirm(self, question: str) -> bool:
        if self._yes:
            return True
        if self._json or not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
            raise TresoError("CONFIRMATION_NEEDED", question=question)
        self._clear()
        print(f"{question} [o/N] ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().lower() in ("o", "oui", "y", "yes")

    def progress(self, done: int, total: int, what: str) -> None:
        if not sys.stderr.isatty() or total <= 0 or time.monotonic() - self._started < 0.3:
            return
        filled = _BAR * done // total
        line = f"[{'█' * filled}{'░' * (_BAR - filled)}] {what}"[:79]
        print("\r" + line.ljust(self._drawn), end="", file=sys.stderr, flush=True)
        self._drawn = len(line)

    def tell(self, text: str) -> None:
        self._clear()
        print(text, file=sys.stderr, flush=True)

    # ------------------------------------------------------------------ what a command ends with
    def show(self, as_json: Callable[[], dict[str, Any]], as_text: Callable[[], str]) -> None:
        """The result: JSON (ASCII only) with `--json`, else text."""
        self._clear()
        print(json_format.dumps(as_json(), ensure_ascii=True, indent=1) if self._json else as_text(), flush=True)

    def list_findings(self, findings: Iterable[Finding]) -> None:
        """What deserves a look, the first lines of it; all are in `--json` and in `treso verifier`."""
        listed = [finding for finding in findings if finding.severity != "info"]
        if not listed or self._json:
            return
        self.tell(f"{len(listed)} point{'s' if len(listed) > 1 else ''} à revoir :")
        for finding in listed[:_SHOWN_FINDINGS]:
            self.tell(f"  - {finding.text()}")
        if len(listed) > _SHOWN_FINDINGS:
            self.tell(f"  … et {len(listed) - _SHOWN_FINDINGS} autres : « treso verifier » les liste tous.")

    def refuse(self, refusal: TresoError) -> None:
        self._fail(refusal.code, str(refusal), refusal)

    def report_bug(self, bug: Exception) -> None:
        """Number the bug, write its trace to a log file and say where."""
        trace = "".join(traceback.format_exception(bug))
        number = f"{abs(hash(trace)) % 0x10000:04X}"
        log = Path(tempfile.gettempdir()) / f"tresorerie-erreur-{number}.log"
        try:
            log.write_text(trace, encoding="utf-8")
            where = str(log)
        except OSError:
            where = "non écrit"
        self._fail("BUG", f"Erreur interne n° {number}, rien n'a été modifié. Journal : {where}", None)

    def abandon_output(self) -> None:
        """The reader of standard output went away (`| head`): close quietly."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _fail(self, code: str, message: str, refusal: TresoError | None) -> None:
        self._clear()
        print(message, file=sys.stderr, flush=True)
        if self._json:
            finding = refusal.finding if refusal else None
            error = {"code": code, "message": message, "file": refusal.file or None if refusal else None, "sheet": (finding.sheet or None) if finding else None, "row": finding.row if finding else None}
            print(json_format.dumps({"error": error}, ensure_ascii=True, indent=1), flush=True)

    def _clear(self) -> None:
        if self._drawn:
            print("\r" + " " * self._drawn + "\r", end="", file=sys.stderr, flush=True)
            self._drawn = 0

