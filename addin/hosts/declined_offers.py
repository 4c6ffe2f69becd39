"""Which report this user did not want when it was offered, for each workbook: the last answer « non », on this machine only."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress

from addin.hosts.places import data_folder

_FILE, _MOST = "propositions.json", 200


def declined(workbook: str) -> str:
    """Name of the report that was declined last for a workbook, "" when none was."""
    return _answers().get(_key(workbook), "")


def remember_declined(workbook: str, report: str) -> None:
    """Keep the answer; a folder that cannot be written only means that the question comes again."""
    answers = _answers()
    answers.pop(_key(workbook), None)
    answers[_key(workbook)] = report
    with suppress(OSError):
        (data_folder() / _FILE).write_text(json.dumps(dict(list(answers.items())[-_MOST:])), encoding="utf-8")


def _answers() -> dict[str, str]:
    try:
        found = json.loads((data_folder() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _key(workbook: str) -> str:
    """The name is not kept as it is: it may tell who the clients are."""
    return hashlib.sha256(workbook.encode("utf-8", "replace")).hexdigest()[:24]
