"""Statement files opened: size, kind by content, archives, and then the reader of that kind."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from addin.hosts.statement_archives import is_workbook, members
from addin.messages import TresoError
from addin.messages.statements import STATEMENT_WORDS
from addin.treasury.statements.model import StatementFile
from addin.treasury.statements.profiles import Profile, profile_named
from addin.treasury.statements.sniffing import Kind, contradicts, sniff

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes of a file at most: over a million operations in the wordiest of the formats."""


def read_statement_file(
    path: Path,
    *,
    profiles: Sequence[Profile],
    profile: str | None = None,
    choices: Mapping[str, str] = {},
) -> list[StatementFile | TresoError]:
    """What a file says: one `StatementFile`; one for each sheet with a table of a workbook, and for each file of an archive.

    A file of an archive that is refused stands in the list as its refusal; the others go through.

    Args:
        profiles: known bank profiles, among which one may be recognised.
        profile: name of the profile to use, None to recognise one.
        choices: answers to the questions of a reading before: subject → option.
    Raises:
        TresoError: the file itself is refused, or the profile is not known.
    """
    return read_statement_bytes(_read(path), path.name, profiles=profiles, profile=profile, choices=choices)


def read_statement_bytes(
    data: bytes,
    file: str,
    *,
    profiles: Sequence[Profile],
    profile: str | None = None,
    choices: Mapping[str, str] = {},
) -> list[StatementFile | TresoError]:
    """As `read_statement_file`, of a file that is already in memory."""
    chosen = profile_named(profile, profiles) if profile else None
    return _Reader(profiles, chosen, choices).read(data, file)


def _read(path: Path) -> bytes:
    """The bytes of a file; one that is too large is refused unread."""
    file = path.name or str(path)
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise TresoError("FILE_IS_FOLDER", file=file)
        if not stat.S_ISREG(state.st_mode):
            raise TresoError("STATEMENT_FORBIDDEN", file=file)
        if state.st_size > LARGEST_FILE:
            raise TresoError("STATEMENT_TOO_BIG", file=file, size=state.st_size >> 20, limit=LARGEST_FILE >> 20)
        with path.open("rb") as handle:
            data = handle.read(LARGEST_FILE + 1)
    except PermissionError as error:
        raise TresoError("STATEMENT_FORBIDDEN", file=file) from error
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a zero character in the path
        raise TresoError("STATEMENT_NOT_FOUND", file=file) from error
    except OSError as error:
        raise TresoError("STATEMENT_FORBIDDEN", file=file) from error
    if len(data) > LARGEST_FILE:  # it grew meanwhile
        raise TresoError("STATEMENT_TOO_BIG", file=file, size=len(data) >> 20, limit=LARGEST_FILE >> 20)
    return data


class _Reader:
    """The readers of all kinds, with the same profile and answers."""

    def __init__(self, profiles: Sequence[Profile], profile: Profile | None, choices: Mapping[str, str]) -> None:
        self._profiles, self._profile, self._choices = profiles, profile, choices

    def read(self, data: bytes, file: str) -> list[StatementFile | TresoError]:
        kind = sniff(data, file)
        if kind == "zip" and not is_workbook(data, file):
            return self._archive(data, file)
        return [_with_format(one, file) for one in self._statements(data, file, kind)]

    def _archive(self, data: bytes, file: str) -> list[StatementFile | TresoError]:
        read: list[StatementFile | TresoError] = []
        for name, content in members(data, file):
            member = STATEMENT_WORDS["member"].format(archive=file, member=name)
            if isinstance(content, TresoError):
                read.append(content)
                continue
            try:
                kind = sniff(content, member)
                if kind == "zip" and not is_workbook(content, member):
                    raise TresoError("ARCHIVE_NESTED", file=member)
                read += [_with_format(one, member) for one in self._statements(content, member, kind)]
            except TresoError as refusal:
                read.append(refusal)
        return read

    def _statements(self, data: bytes, file: str, kind: Kind) -> list[StatementFile]:
        """Readers are loaded when a file needs them."""
        if kind == "delimited":
            from addin.treasury.statements.delimited import read_delimited

            return [read_delimited(data, file, profile=self._profile, profiles=self._profiles, choices=self._choices)]
        if kind in ("zip", "ole", "html", "spreadsheetml"):
            return self._tables(data, file, kind)
        return [self._messages(data, file, kind)]

    def _messages(self, data: bytes, file: str, kind: Kind) -> StatementFile:
        """The formats that banks have agreed on."""
        if kind == "camt":
            from addin.treasury.statements.camt import read_camt

            return read_camt(data, file)
        if kind == "ofx":
            from addin.treasury.statements.ofx import read_ofx

            return read_ofx(data, file, choices=self._choices)
        if kind == "qif":
            from addin.treasury.statements.qif import read_qif

            return read_qif(data, file, choices=self._choices)
        if kind == "mt940":
            from addin.treasury.statements.mt940 import read_mt940

            return read_mt940(data, file)
        if kind == "cfonb":
            from addin.treasury.statements.cfonb import read_cfonb

            return read_cfonb(data, file)
        from addin.hosts.pdf_statement import read_pdf

        return read_pdf(data, file, profile=self._profile, profiles=self._profiles, choices=self._choices)

    def _tables(self, data: bytes, file: str, kind: Kind) -> list[StatementFile]:
        from addin.hosts.statement_tables import read_tables

        return read_tables(data, file, kind, profile=self._profile, profiles=self._profiles, choices=self._choices)


def _with_format(read: StatementFile, file: str) -> StatementFile:
    """The content has won over the extension: it is said when they differ."""
    if not contradicts(read.format, file):
        return read
    return replace(read, findings=(*read.findings, ("STATEMENT_EXTENSION", {"file": file, "format": read.format})))


def refusals(read: Iterable[StatementFile | TresoError]) -> list[TresoError]:
    """Those of an archive's files that were refused."""
    return [one for one in read if isinstance(one, TresoError)]
