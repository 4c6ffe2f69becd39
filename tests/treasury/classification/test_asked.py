"""Lines that a cell asks about: as the workbook's own lines, with or without an amount."""

from __future__ import annotations

from datetime import date

import pandas as pd

from addin.treasury.classification.asked import AskedLine, tell_asked
from addin.treasury.classification.verdicts import VERDICT_COLUMNS, no_verdicts
from addin.treasury.dossier import Dossier
from tests.treasury.builders import make_dossier, operation

ON = date(2026, 10, 31)


class Recorder:
    """Tells payments « Achats » and receipts « Ventes » of one tiers, and keeps what it was asked."""

    def __init__(self, *, receipts: float = 0.0, payments: float = 0.9) -> None:
        self.asked: list[pd.DataFrame] = []
        self._sure = {"Ventes": receipts, "Achats": payments}

    def tell(self, lines: pd.DataFrame) -> pd.DataFrame:
        self.asked.append(lines)
        verdicts = no_verdicts(lines.index)
        for index, cents in lines["amount_cents"].items():
            name = "Achats" if cents < 0 else "Ventes"
            verdicts.loc[index, "suggestion"], verdicts.loc[index, "confidence"] = name, self._sure[name]
            verdicts.loc[index, "category"] = name if self._sure[name] >= 0.75 else ""
        return verdicts


def dossier() -> Dossier:
    return make_dossier([operation("2026-10-05", "A", -100), operation("2026-10-06", "B", 100), operation("2026-10-06", "C", "100.01")])


def test_a_line_is_asked_about_with_what_its_words_mean() -> None:
    teller = Recorder()
    tell_asked(teller, dossier(), [AskedLine("CHQ 0018834", -1_200), AskedLine("VIR SALAIRES", -5, "Personnel")], ON)
    (lines,) = teller.asked
    assert lines["amount_cents"].tolist() == [-1_200, -5]
    assert lines["nature"].tolist()[1] == "salary"
    assert lines["currency"].tolist() == ["DZD", "DZD"]
    assert lines["booked_on"].tolist() == [pd.Timestamp(ON)] * 2


def test_a_line_without_an_amount_takes_the_direction_that_is_sure() -> None:
    told = tell_asked(Recorder(), dossier(), [AskedLine("X"), AskedLine("X", 5)], ON)
    assert told["category"].tolist() == ["Achats", ""]
    assert told["suggestion"].tolist() == ["Achats", "Ventes"]
    assert list(told.columns) == list(VERDICT_COLUMNS)
    assert told["confidence"].dtype == "float64"


def test_two_directions_that_are_sure_of_different_things_tell_nothing_but_a_guess() -> None:
    told = tell_asked(Recorder(receipts=0.95), dossier(), [AskedLine("X")], ON)
    assert told[["category", "suggestion"]].to_numpy().tolist() == [["", "Ventes"]]


def test_the_amount_taken_is_that_of_no_line_of_hers() -> None:
    teller = Recorder()
    tell_asked(teller, dossier(), [AskedLine("X")], ON)
    assert teller.asked[0]["amount_cents"].abs().isin(dossier().operations["amount_cents"].abs()).sum() == 0
    tell_asked(teller, make_dossier(), [AskedLine("X")], ON)
    assert (teller.asked[1]["amount_cents"] != 0).all()


def test_alone_or_together_a_line_is_told_the_same() -> None:
    lines = [AskedLine("X"), AskedLine("Y", -5), AskedLine("Z"), AskedLine("", 7)]
    together = tell_asked(Recorder(), dossier(), lines, ON)
    alone = pd.concat([tell_asked(Recorder(), dossier(), [line], ON) for line in lines], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)
