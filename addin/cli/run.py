"""One command being run: what it was asked, where it speaks, and what it has written so far."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from addin.cli.arguments import Options
from addin.console import Console
from addin.messages import QUESTIONS, SCREEN, TresoError, say

if TYPE_CHECKING:
    from addin.hosts.file import FileWorkbook


class Run:
    """One command being run: its options, the console, and what it has written so far."""

    def __init__(self, options: Options, console: Console) -> None:
        self.options, self.console = options, console
        self.files: list[Path] = []
        self._workbooks: list[FileWorkbook] = []

    def open(self, *, for_writing: bool) -> FileWorkbook:
        """The workbook of the command; a file that is there in the place of another output is replaced only when she agrees."""
        from addin.hosts.file import FileWorkbook

        options = self.options
        if not for_writing and options.output is not None:
            self.console.tell(SCREEN["output_unused"])
        output = options.output if for_writing else None
        workbook = FileWorkbook.open(options.workbook, output, for_writing=for_writing)
        self._workbooks.append(workbook)
        if output is not None and not (output.exists() and output.samefile(options.workbook)):
            self.confirm_replacing(output)
        return workbook

    def confirm_replacing(self, path: Path) -> None:
        """Ask before a file of hers is replaced; an empty one has nothing to lose."""
        if path.exists() and path.stat().st_size and not self.console.confirm(say(QUESTIONS["replace_file"], file=path.name)):
            raise TresoError("DECLINED", file=path.name)

    @property
    def target(self) -> Path:
        """Where the workbook is written."""
        return self.options.output or self.options.workbook

    def state(self) -> str:
        """What has been written, in words."""
        written = [str(path) for path in self.files] + [str(self.target) for workbook in self._workbooks if workbook.is_saved]
        return say(SCREEN["written"], file=", ".join(written)) if written else SCREEN["untouched"]

    @property
    def has_written(self) -> bool:
        """Something is on the disk."""
        return bool(self.files) or any(workbook.is_saved for workbook in self._workbooks)

    def close(self) -> None:
        """Let go of the files."""
        for workbook in self._workbooks:
            workbook.close()
