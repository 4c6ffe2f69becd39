"""Her answers about a bank's files, kept in the tab « Profils » so that the next statement asks nothing."""

from __future__ import annotations

from collections.abc import Mapping

from addin.app.added_rows import last_row, rows_added
from addin.app.history import ADDED, Change
from addin.app.import_plan import ImportPlan
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.messages import QUESTIONS, TresoError, say
from addin.sheets.model import fingerprint
from addin.sheets.profiles import COLUMNS, TITLE, profile_row, profiles_sheet
from addin.treasury.headings import simplify
from addin.treasury.statements.profiles import FIELDS, Profile

_ANSWERS = {"date_order": "date_order", "decimal": "decimal", "sign": "sign"}
"""Subject of a question → field of a profile."""


def keep_profiles(workbook: Workbook, dialogs: Dialogs, plan: ImportPlan) -> list[Change]:
    """Queue a line of « Profils » for each bank about whose files she answered, if she agrees; what that changes."""
    found = find_sheet(workbook.sheets(), TITLE)
    rows = next((tab.rows for tab in plan.tabs if found is not None and tab.sheet == found.name), ())
    known = {simplify(str(row[0])) for row in rows if row and row[0]}
    new: dict[str, Profile] = {}
    for answered in plan.answered:
        account = next((each.account for each in plan.planned if each.file is answered.file), "")
        profile = _profile(account, answered.file.columns, answered.answers)
        if profile is not None and simplify(account) not in known:
            new.setdefault(simplify(account), profile)
    if not new or not _agrees(dialogs, [profile.name for profile in new.values()]):
        return []
    if found is None:
        sheet = profiles_sheet(list(new.values()))
        workbook.put(sheet)
        return [Change(TITLE, ADDED, "", fingerprint(sheet.values()))]
    last = max(1, last_row(rows))
    lines = [profile_row(profile) for profile in new.values()]
    workbook.add_rows(found.name, lines, at=last + 1, model=last if known else None)
    return [rows_added(found.name, last + 1, lines, range(len(COLUMNS)))]


def _agrees(dialogs: Dialogs, names: list[str]) -> bool:
    try:
        return dialogs.confirm(say(QUESTIONS["keep_profile"], names=", ".join(names)))
    except TresoError:  # answers were given beforehand: nobody is there now
        return False


def _profile(account: str, columns: Mapping[str, str], answers: Mapping[str, str]) -> Profile | None:
    """What her answers say of all files with these headings; None when no answer is of that kind, or headings are missing."""
    given = {_ANSWERS[subject]: option for subject, option in answers.items() if subject in _ANSWERS}
    if not account or not columns or not given:
        return None
    return Profile(account, columns={name: columns[name] for name in FIELDS if name in columns}, **given)  # type: ignore[arg-type]
