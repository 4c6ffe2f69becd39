"""Statement files opened and their questions answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.messages import SCREEN, Finding, TresoError, say
from addin.messages.statements import ANSWERS, QUESTIONS_ASKED
from addin.sheets.profiles import TITLE as PROFILES
from addin.sheets.profiles import read_profiles
from addin.treasury.statements.bank_profiles import BANK_PROFILES
from addin.treasury.statements.model import Question, StatementFile
from addin.treasury.statements.profiles import Profile

_NOT_OF_ONE_FILE = ("DECLINED", "CONFIRMATION_NEEDED", "PROFILE_UNKNOWN")


class ReadStatement(Protocol):
    """Opens a statement file: `hosts.statement_files.read_statement_file`, given by the entry point."""

    def __call__(
        self, path: Path, *, profiles: Sequence[Profile], profile: str | None = None, choices: Mapping[str, str] = ...
    ) -> list[StatementFile | TresoError]: ...


@dataclass(frozen=True, eq=False)
class AnsweredFile:
    """A file as read, and what she answered: subject of the question → option."""

    file: StatementFile
    answers: Mapping[str, str]


def known_profiles(workbook: Workbook) -> tuple[tuple[Profile, ...], tuple[Finding, ...]]:
    """Her own profiles before those that we ship."""
    found = find_sheet(workbook.sheets(), PROFILES)
    if found is None or not found.is_grid:
        return BANK_PROFILES, ()
    own, findings = read_profiles(workbook.read(found.name).rows)
    return (*own, *BANK_PROFILES), tuple(findings)


def read_files(
    dialogs: Dialogs, paths: Sequence[Path], read: ReadStatement, profiles: Sequence[Profile], profile: str | None
) -> tuple[list[AnsweredFile], list[TresoError]]:
    """What the files say, their questions answered; a file that cannot be read does not stop the others."""
    files: list[AnsweredFile] = []
    refused: list[TresoError] = []
    for done, path in enumerate(paths):
        dialogs.progress(done, len(paths), say(SCREEN["reading_statement"], file=path.name))
        try:
            found, answers = _read_one(dialogs, path, read, profiles, profile)
            for each in found:
                if isinstance(each, TresoError):
                    refused.append(each)
                else:
                    files.append(AnsweredFile(each, answers))
        except TresoError as refusal:
            if refusal.code in _NOT_OF_ONE_FILE:
                raise
            refused.append(refusal)
    if refused and not files:
        raise refused[0]
    return files, refused


def _read_one(
    dialogs: Dialogs, path: Path, read: ReadStatement, profiles: Sequence[Profile], profile: str | None
) -> tuple[list[StatementFile | TresoError], Mapping[str, str]]:
    choices: dict[str, str] = {}
    while True:
        found = read(path, profiles=profiles, profile=profile, choices=choices)
        asked = [question for each in found if isinstance(each, StatementFile) for question in each.questions]
        new = {question.subject: question for question in asked if question.subject not in choices}
        if not new:
            return found, choices
        for subject, question in new.items():
            choices[subject] = question.options[choose(dialogs, question, [ANSWERS[option] for option in question.options])]


def choose(dialogs: Dialogs, question: Question, answers: Sequence[str]) -> int:
    """The answer to a question; its own refusal where nobody can answer."""
    try:
        picked = dialogs.choose(say(QUESTIONS_ASKED[question.code], **question.details), answers)
    except TresoError as error:
        if error.code != "CONFIRMATION_NEEDED":
            raise
        raise refusal_of(question) from error
    if picked is None:
        raise TresoError("DECLINED", file=str(question.details.get("file", "")))
    return picked


def refusal_of(question: Question) -> TresoError:
    """What is refused where nobody answers a question."""
    details: dict[str, Any] = dict(question.details)
    return TresoError(question.refusal, **details)
