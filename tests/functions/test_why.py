"""POURQUOI: the refusal with its place and its remedy, the formula corrected, or what a result rests on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import addin.functions.catalogue
from addin.app.cells import Block, calling_with, dossier_of
from addin.functions.explanation import explain
from addin.functions.why import why
from addin.registry import FUNCTIONS
from tests.functions.hosts import BNA, HANDLE, FakeCell, MemoryStore

assert addin.functions.catalogue

WITH_BALANCES = tuple((*row, extra) for row, extra in zip(BNA, ("Solde", 150_000.0, 120_000.0, 114_499.5), strict=True))
TABS = {
    "BNA": WITH_BALANCES,
    "Feuil1": ((100.0, "mille", None, -2146826281), (200.0, 300.0, 400.0, 19.0)),
    "Tableau de bord": ((HANDLE,), (None,)),
}
NAMES = {"Dossier": "'Tableau de bord'!$A$1", "Vide": "'Tableau de bord'!$A$2"}
STORE = MemoryStore({HANDLE: dossier_of([Block("BNA", 1, 1, [list(row) for row in WITH_BALANCES])])})


def said(formula: str, value: object = None) -> str:
    """What POURQUOI says, with ordinary spaces."""
    with calling_with(STORE):
        return explain(FakeCell(formula, value, TABS, NAMES)).replace("\u00a0", " ")


def test_a_dossier_that_was_forgotten_is_said_with_the_corrected_formula() -> None:
    told = said('=[1]!TRESO.SOLDE("BNA")')
    assert "« BNA » n'est pas un dossier" in told
    assert 'Formule corrigée : =TRESO.SOLDE(Dossier;"BNA")' in told


@pytest.mark.parametrize(
    ("formula", "corrected"),
    [
        ("=TRESO.SOLDE()", "=TRESO.SOLDE(Dossier)"),
        ('=TRESO.SOLDE(,"BNA")', '=TRESO.SOLDE(Dossier;"BNA")'),
        ("=TRESO.SOLDE(Feuil1!B1)", "=TRESO.SOLDE(Dossier;Feuil1!B1)"),
        ('=IFERROR(TRESO.SOLDE("BNA"),0.5)', '=SIERREUR(TRESO.SOLDE(Dossier;"BNA");0,5)'),
    ],
)
def test_the_corrected_formula_is_the_one_she_types(formula: str, corrected: str) -> None:
    assert said(formula).endswith(f"Formule corrigée : {corrected}")


def test_an_unknown_or_empty_dossier_asks_for_a_refresh() -> None:
    assert "Cliquez sur Actualiser" in said('=TRESO.SOLDE("1 opération · #00000000")')
    assert "Le dossier est vide" in said("=TRESO.SOLDE(Vide)")
    assert "Formule corrigée" not in said("=TRESO.SOLDE(Vide)")
    with calling_with(STORE):
        told = explain(FakeCell("=TRESO.SOLDE(Dossier)", tabs=TABS)).replace("\u00a0", " ")
    assert told == "TRESO.SOLDE : ce classeur n'a pas encore de cellule « Dossier ». Cliquez sur Actualiser dans l'onglet « Trésorerie »."


def test_a_refused_value_is_said_with_the_cell_where_it_stands() -> None:
    told = said("=TRESO.TVA(Feuil1!B1)")
    assert told.startswith("TRESO.TVA : L'argument « montant » n'est pas un montant : « mille ».")
    assert told.endswith("Valeur lue en Feuil1!B1.")


def test_of_several_refused_elements_the_first_is_said_and_the_others_are_counted() -> None:
    told = said("=TRESO.TIMBRE(Feuil1!A1:B1)")
    assert "Valeur lue en Feuil1!B1." in told
    assert "refusé." not in told
    assert "Et 1 autre élément refusé." in said('=TRESO.TVA(Feuil1!A1:A2,"x")')


def test_a_cell_in_error_among_the_arguments_is_named() -> None:
    assert said("=TRESO.TVA(Feuil1!D1)") == (
        "TRESO.TVA : l'argument « montant » contient #DIV/0! en Feuil1!D1 ; le résultat en découle. Corrigez cette cellule."
    )


def test_ranges_of_different_sizes_are_said() -> None:
    assert "n'ont pas la même taille" in said("=TRESO.TVA(Feuil1!A2:C2,Feuil1!D2:E2)")


def test_a_result_is_explained_by_what_it_rests_on() -> None:
    told = said('=TRESO.SOLDE(Dossier,"BNA")', 114_499.5)
    assert told.startswith("TRESO.SOLDE répond 114 499,50. Arguments lus : compte = « BNA ».")
    assert f"Dossier lu : {HANDLE}." in told
    assert "Plage lue : BNA!A1:D4, 3 opérations du 04/01/2026 au 06/01/2026." in said("=TRESO.SOLDE(BNA!A:D)")
    assert said("=TRESO.TVA(100000,9)") == "TRESO.TVA répond 109 000. Arguments lus : montant = 100 000, taux = 9."


def test_a_cell_that_shows_an_error_although_its_formula_answers_is_repaired_or_calculated_again() -> None:
    assert said("=TRESO.TVA(100)", "#NAME?").startswith(
        "La cellule montre #NOM? : la formule n'est pas reliée à Trésorerie. Cliquez sur « Réparer les formules »."
    )
    assert said("=[1]!TRESO.TVA(100)", "#REF!").startswith("La cellule montre encore #REF! : recalculez-la (F2 puis Entrée).")
    assert said("=TRESO.TVA(100)/0", "#DIV/0!").startswith("TRESO.TVA répond 119.")


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("=TRESO.SOLDES(Dossier)", "TRESO.SOLDES n'existe pas. Fonctions au nom proche : TRESO.SOLDE"),
        ("=TRESO_TAV(1)", "TRESO.TAV n'existe pas. Fonctions au nom proche : TRESO.TVA"),
        ("=TRESO.QWXZK(1)", "TRESO.QWXZK n'existe pas. L'assistant (fx)"),
        ("=SOLDE(Dossier)", "Le nom complet est TRESO.SOLDE : écrivez TRESO.SOLDE au lieu de SOLDE."),
        ("=SUM(A1:A5)", "H2 n'appelle aucune fonction de Trésorerie : =SOMME(A1:A5)."),
        ("", "H2 ne contient pas de formule."),
        ("=TRESO.TVA(", "La formule de H2 n'a pas pu être suivie."),
        ("=TRESO.TVA(A1*2,19)", "TRESO.TVA : l'argument « montant » (A1*2) ne peut pas être suivi par POURQUOI."),
        ("=TRESO.TVA(100,ROUND(19,0))", "TRESO.TVA : l'argument « taux » (ARRONDI(19;0)) ne peut pas être suivi par POURQUOI."),
        ("=TRESO.TVA([@Montant])", "TRESO.TVA : l'argument « montant » ([@Montant]) ne peut pas être suivi par POURQUOI."),
        ("=TRESO.TVA([2]BNA!A1)", "TRESO.TVA : l'argument « montant » ([2]BNA!A1) ne peut pas être suivi par POURQUOI."),
        ("=TRESO.TVA(Août!A1)", "TRESO.TVA : « Août!A1 » ne mène à aucune cellule de ce classeur."),
        ("=TRESO.TVA(1,2,3,4,5)", "TRESO.TVA : TRESO.TVA a reçu 5 arguments ; elle en prend 3 au plus."),
        ("=TRESO.POURQUOI(A1)", "TRESO.POURQUOI explique une autre cellule"),
    ],
)
def test_what_cannot_be_explained_is_said(formula: str, told: str) -> None:
    assert said(formula).startswith(told)


def test_a_call_inside_a_call_is_followed() -> None:
    assert said("=TRESO.TVA(TRESO.TVA(100,9),19)").startswith("TRESO.TVA répond 129,71.")
    assert said('=TRESO.TVA(TRESO.TVA("mille"),19)').startswith("TRESO.TVA : L'argument « montant » n'est pas un montant")


def test_two_calls_in_one_formula_are_explained_and_the_one_in_error_first() -> None:
    assert said('=TRESO.TVA(100)+TRESO.TVA("mille")').startswith("TRESO.TVA : L'argument « montant »")
    assert said("=TRESO.TVA(100)+TRESO.TVA(200)").count("TRESO.TVA répond") == 2


def test_a_date_typed_in_the_formula_is_followed() -> None:
    assert "jour = 31/12/2024" in said("=TRESO.TIMBRE(33970,DATE(2024,12,31))")


class _Broken(FakeCell):
    def read(self, reference: str) -> object:
        raise RuntimeError("Excel does not answer")


@pytest.mark.parametrize("make", [_Broken, lambda formula: FakeCell(formula, tabs={"Feuil1": ((),)})])
def test_it_never_raises(make: Callable[[str], FakeCell]) -> None:
    with calling_with(STORE):
        assert explain(make("=TRESO.TVA(A1:B2)"))
        assert explain(make("=" + "(" * 5000))


def test_it_keeps_nothing_between_two_questions() -> None:
    assert said("=TRESO.SOLDE(Vide)") == said("=TRESO.SOLDE(Vide)")
    declared = FUNCTIONS["TRESO.POURQUOI"]
    with calling_with(STORE):
        assert why(FakeCell("", tabs=TABS, address="B7")) == [declared.result]
