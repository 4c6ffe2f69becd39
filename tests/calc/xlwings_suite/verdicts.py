"""Why a test of xlwings that does not pass does not: what it asks for is not ours, or we differ from Excel."""

from __future__ import annotations

import re

NOT_APPLICABLE = (
    (r"Skipped: (?:.*[Mm]acOS|Windows|RemoveDuplicates needs Excel|measured on macOS)", "for Excel on macOS or Windows only"),
    (r"Skipped: (?:matplotlib|plotly) missing", "drawing libraries are not among our dependencies"),
    (r"is not asked to write « \.(?:xlsb|xltm|xlt|xla) »", "LibreOffice does not write this kind of file"),
    (r"Range\.insert\(\) missing 1 required positional argument", "error of xlwings 0.37.8: its own `Range.insert` asks for `shift`"),
    (r"has no attribute 'Int64Index'|PeriodIndex\.__new__\(\)", "the test is for pandas before 2"),
    (r"(?:index|iloc\[:, 0\].*) are different", "the test compares types that pandas 3 chooses otherwise"),
)
"""(what the run said, the reason)."""

FAILED = (
    (r"test_cell_errors_str$", "LibreOffice reads Excel's #NULL! in this file as #REF!"),
    (r"test_insert_row_range$", "a database range of LibreOffice has no row waiting for the first entry"),
    (
        r"test_(?:diagonal_color|border_getters_report).*diagonal",
        "Excel for Windows forgets the colour of a diagonal of several cells",
    ),
    (r"test_incompatible_combination", "LibreOffice draws combinations of line and weight that Excel refuses"),
)
"""(name of the test, in what we differ)."""

_NOT_PORTED = re.compile(r"xlwings over LibreOffice: (.+ not ported)")


def verdict(name: str, outcome: str, said: str) -> tuple[str, str]:
    """("passed" | "not applicable" | "failed", reason) of one test.

    Args:
        name: of the test.
        outcome: passed, skipped or failed.
        said: the reason of a skip, or the error.
    """
    if outcome == "passed":
        return "passed", ""
    ported = _NOT_PORTED.search(said)
    if ported:
        return "not applicable", ported[1]
    for pattern, reason in NOT_APPLICABLE:
        if re.search(pattern, said):
            return "not applicable", reason
    for pattern, reason in FAILED:
        if re.search(pattern, name):
            return "failed", reason
    return "failed", said.strip().splitlines()[0][:200] if said.strip() else outcome
