"""POURQUOI on a category: the evidence behind a CATEGORISER, and where the category in a cell of hers comes from."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

import addin.functions.catalogue
from addin.app.asked_categories import AskedClassifier
from addin.app.cells import Block, calling_with, dossier_of
from addin.functions import asked_categories
from addin.functions.asked_categories import Answers
from addin.functions.category_reasons import confidence_text
from addin.functions.explanation import explain
from addin.hosts import udf_bridge
from addin.treasury.classification.verdicts import no_verdicts
from tests.functions.hosts import HANDLE, FakeCell, MemoryStore

assert addin.functions.catalogue

LINES = (
    ("Date", "Libellé", "Montant", "Catégorie", "Confiance", "Motif"),
    ("04/01/2026", "VENTE NOVATEC", 100_000.0, "Encaissement clients", None, None),
    ("05/01/2026", "VIR PIXELREGIE", -30_000.0, "Publicité", 0.93, "14 opérations semblables sur 15 classées « Publicité »"),
    ("06/01/2026", "SADEG", -5_500.5, None, None, None),
)
TABS = {"BNA": LINES, "Tableau de bord": ((HANDLE,),)}
NAMES = {"Dossier": "'Tableau de bord'!$A$1"}
DOSSIER = dossier_of([Block("BNA", 1, 1, [list(row) for row in LINES])])
STORE = MemoryStore({HANDLE: DOSSIER})


class Remembering:
    """Remembers PIXELREGIE, is not sure of MOBILIS, knows nothing else."""

    def tell(self, lines: pd.DataFrame) -> pd.DataFrame:
        verdicts = no_verdicts(lines.index)
        for index, label in lines["label"].items():
            if "PIXELREGIE" in label:
                verdicts.loc[index, ["category", "suggestion", "scf_account", "origin", "reason"]] = [
                    "Publicité", "Publicité", "623", "memory", "memory_party",
                ]  # fmt: skip
                verdicts.at[index, "detail"] = {"same": 14, "total": 15}
                verdicts.loc[index, "confidence"] = 0.937
            elif "MOBILIS" in label:
                verdicts.loc[index, ["suggestion", "origin", "reason"]] = ["Frais généraux", "model", "model"]
                verdicts.loc[index, "confidence"] = 0.55
        return verdicts


@pytest.fixture(params=[True, False], ids=["with a model", "without one"])
def has_model(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(autouse=True)
def _told_by(has_model: bool) -> Iterator[None]:
    with calling_with(STORE):
        source = udf_bridge._source(HANDLE, STORE, "")
    asked_categories._answers[source] = Answers(AskedClassifier(DOSSIER, Remembering(), source.as_of, has_model, 0))
    monkey = pytest.MonkeyPatch()
    monkey.setattr("addin.hosts.model_cache.saved_so_far", lambda: 0)
    yield
    monkey.undo()
    del asked_categories._answers[source]


def said(formula: str, value: object = None, *, sheet: str = "Feuil1", address: str = "H2") -> str:
    """What POURQUOI says, with ordinary spaces."""
    cell = FakeCell(formula, value, TABS, NAMES, address)
    cell.sheet = sheet
    with calling_with(STORE):
        return explain(cell).replace("\u00a0", " ")


def test_the_evidence_behind_a_category_is_said_with_its_confidence(has_model: bool) -> None:
    told = said('=TRESO.CATEGORISER(Dossier,"VIR PIXELREGIE",-100)', "Publicité")
    assert told.startswith("TRESO.CATEGORISER répond « Publicité ».")
    assert "14" in told
    assert "15" in told
    assert "confiance 93 %" in told
    assert ("Aucun modèle n'est gardé" in told) is not has_model


def test_an_account_rests_on_the_same_evidence() -> None:
    told = said('=TRESO.COMPTE(Dossier,"VIR PIXELREGIE",-100)', "623")
    assert told.startswith("TRESO.COMPTE répond « 623 ».")
    assert "confiance 93 %" in told


def test_a_line_to_be_classed_tells_the_nearest_guess_or_that_nothing_tells() -> None:
    assert "Le plus proche serait « Frais généraux »" in said('=TRESO.CATEGORISER(Dossier,"MOBILIS",-100)', "À classer")
    assert "confiance 55 %" in said('=TRESO.CATEGORISER(Dossier,"MOBILIS",-100)', "À classer")
    given = said('=TRESO.CATEGORISER(Dossier,"MOBILIS",-100,,0.5)', "Frais généraux")
    assert "Le plus proche" not in given
    assert "confiance 55 %" in given
    assert "classez cette ligne" in said('=TRESO.CATEGORISER(Dossier,"ZZZ",-100)', "À classer")


def test_of_a_column_the_first_line_is_explained() -> None:
    assert "Pour la première valeur" in said("=TRESO.CATEGORISER(Dossier,BNA!B3:B4,BNA!C3:C4)", "Publicité")


def test_a_refused_argument_is_explained_as_ever() -> None:
    told = said('=TRESO.CATEGORISER(Dossier,"SADEG","beaucoup")', "#VALUE!")
    assert told.startswith("TRESO.CATEGORISER : L'argument « montant » n'est pas un montant")


def test_a_category_that_was_written_by_us_tells_its_reason() -> None:
    told = said("", "Publicité", sheet="BNA", address="D3")
    assert told == "D3 : « Publicité ». Catégoriser a noté pour cette ligne : 14 opérations semblables sur 15 classées « Publicité »"


def test_a_category_of_hers_is_her_word() -> None:
    assert said("", "Encaissement clients", sheet="BNA", address="D2").startswith("D2 : « Encaissement clients » a été saisi par vous")


def test_a_line_without_category_and_one_changed_since_are_said() -> None:
    assert said("", None, sheet="BNA", address="D4").startswith("D4 : cette ligne est à classer.")
    assert "Cliquez sur Actualiser" in said("", "Frais généraux", sheet="BNA", address="D4")


@pytest.mark.parametrize(("sheet", "address"), [("BNA", "B3"), ("BNA", "D1"), ("BNA", "D99"), ("Feuil1", "D3")])
def test_other_cells_without_a_formula_have_none(sheet: str, address: str) -> None:
    assert said("", "x", sheet=sheet, address=address) == f"{address} ne contient pas de formule."


def test_confidence_is_never_rounded_up() -> None:
    assert [confidence_text(share).replace("\u00a0", " ") for share in (0.0, 0.29, 0.999, 1.0)] == ["0 %", "29 %", "99 %", "100 %"]
