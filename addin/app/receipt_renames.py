"""Names of receipts taken back (annuler): as far as the files are still where they were, and never over another file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from addin.app.history import Change
from addin.app.ports import Dialogs
from addin.messages import say
from addin.messages.receipts import RECEIPT_WORDS

RENAMED = "Fichier renommé"
"""Nature of a change of `Historique`: `before` and `after` are the paths of a file, from the folder of the workbook."""


class FileNames(Protocol):
    """Files beside the workbook; paths lead from its folder, with « / »."""

    def is_there(self, path: str) -> bool:
        """A file stands at that place."""

    def rename(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Give files new names (old, new), all or none.

        Raises:
            TresoError: RECEIPT_RENAME_REFUSED; nothing has changed then.
        """


def renames_back(changes: Sequence[Change], names: FileNames, dialogs: Dialogs) -> Callable[[], None]:
    """What gives files their names of before, to be called right before the workbook is saved; the files are looked at now.

    A file that is gone, or whose old name is taken again, is told and left as it is.

    Args:
        changes: those of nature `RENAMED` of one action.
    """
    pairs = _pairs(changes, names, dialogs)

    def step() -> None:
        names.rename(pairs)
        if pairs:
            dialogs.tell(say(RECEIPT_WORDS["renamed_back"], count=len(pairs)))

    return step


@contextmanager
def names_given_back(changes: Iterable[Change], names: FileNames | None, dialogs: Dialogs) -> Iterator[None]:
    """Give the renamed files their names of before around the writing of the workbook; a refused writing takes them away again.

    Args:
        changes: of one action, of any nature.
        names: None where files cannot be reached: they keep their names.
    """
    renamed = [change for change in changes if change.nature == RENAMED]
    pairs = _pairs(renamed, names, dialogs) if names is not None else []
    if names is not None and pairs:
        names.rename(pairs)
    try:
        yield
    except BaseException:
        if names is not None and pairs:
            names.rename([(new, old) for old, new in reversed(pairs)])
        raise
    if pairs:
        dialogs.tell(say(RECEIPT_WORDS["renamed_back"], count=len(pairs)))


def _pairs(changes: Sequence[Change], names: FileNames, dialogs: Dialogs) -> list[tuple[str, str]]:
    """(name of now, name of before) of the files that can have it back."""
    pairs = []
    for change in reversed(changes):
        if not names.is_there(change.after):
            dialogs.tell(say(RECEIPT_WORDS["rename_gone"], file=change.after))
        elif names.is_there(change.before):
            dialogs.tell(say(RECEIPT_WORDS["rename_taken"], file=change.before, other=change.after))
        else:
            pairs.append((change.after, change.before))
    return pairs
