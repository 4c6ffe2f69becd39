"""Formulas as text: what is called with what, in every form in which hosts store our names, and as she types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.app.formula_text import (
    Calculation,
    Call,
    Constant,
    FormulaError,
    Omitted,
    Reference,
    as_typed,
    calls,
    from_typed,
    own_name,
    parse,
    with_dossier_first,
)


@pytest.mark.parametrize(
    "stored",
    [
        "TRESO.SOLDE",
        "treso.solde",
        "TRESO_SOLDE",
        "[1]!TRESO.SOLDE",
        "[12]!TRESO_SOLDE",
        "[0]!TRESO.SOLDE",
        "tresorerie.xlam!TRESO.SOLDE",
        r"'C:\Users\Samia\AppData\Roaming\Microsoft\Excel\XLSTART\tresorerie.xlam'!TRESO.SOLDE",
        "'/home/x/l''essai/tresorerie.xlam'!TRESO.SOLDE",
        "_xll.TRESO.SOLDE",
        "_xlfn.TRESO.SOLDE",
        "_xludf.TRESO.SOLDE",
        "_xldudf_TRESO_SOLDE",
    ],
)
def test_our_name_is_known_in_every_form_in_which_it_is_stored(stored: str) -> None:
    assert own_name(stored) == "TRESO.SOLDE"
    called = parse(f"={stored}(Dossier)")
    assert isinstance(called, Call)
    assert (called.name, called.arguments) == (stored, (Reference("Dossier"),))
    assert as_typed(f"={stored}(Dossier,0.5)") == "=TRESO.SOLDE(Dossier;0,5)"


@pytest.mark.parametrize("other", ["SUM", "TRESORERIE.X", "XTRESO.SOLDE", "TRESO", "TRESO.", "MA_TRESO_SOLDE", "_xlfn.XLOOKUP"])
def test_the_name_of_another_function_is_not_ours(other: str) -> None:
    assert own_name(other) is None


@pytest.mark.parametrize(
    ("formula", "arguments"),
    [
        ("=F()", ()),
        ("=F( )", ()),
        ('=F("BNA")', (Constant('"BNA"', "BNA"),)),
        ('=F("l""an")', (Constant('"l""an"', 'l"an'),)),
        ("=F(1,.5,1E+3)", (Constant("1", 1.0), Constant(".5", 0.5), Constant("1E+3", 1000.0))),
        ("=F(-5, 19%,+2)", (Constant("-5", -5.0), Constant("19%", 0.19), Constant("+2", 2.0))),
        ("=F(TRUE,false)", (Constant("TRUE", True), Constant("false", False))),
        ("=F(,A1,)", (Omitted(""), Reference("A1"), Omitted(""))),
        ("=F($A$1:B5)", (Reference("$A$1:B5"),)),
        ("=F(A:F,1:5)", (Reference("A:F"), Reference("1:5"))),
        ("=F('Relevé d''août'!A:F)", (Reference("'Relevé d''août'!A:F"),)),
        ("=F(Échéancier!A1)", (Reference("Échéancier!A1"),)),
        ("=F(tblOpérations[Montant])", (Reference("tblOpérations[Montant]"),)),
        ("=F(tbl[[#This Row],[Montant DA]])", (Reference("tbl[[#This Row],[Montant DA]]"),)),
        ("=F([@Montant],[Sens])", (Reference("[@Montant]"), Reference("[Sens]"))),
        ("=F(A1#)", (Reference("A1#"),)),
        ("=F((A1),@A2)", (Reference("A1"), Reference("A2"))),
        ("=F([2]BNA!A1)", (Reference("[2]BNA!A1"),)),
        ("=F(A1*2)", (Calculation("A1*2", (Reference("A1"), Constant("2", 2.0))),)),
        ("=F({1,2;3,4})", (Calculation("{1,2;3,4}"),)),
        ("=F(#REF!)", (Calculation("#REF!"),)),
        ("=F(G(1),2)", (Call("G(1)", "G", (Constant("1", 1.0),)), Constant("2", 2.0))),
        ("=@F(1)", (Constant("1", 1.0),)),
        ("{=F(1)}", (Constant("1", 1.0),)),
    ],
)
def test_the_arguments_of_a_call_are_told_apart(formula: str, arguments: tuple[object, ...]) -> None:
    called = parse(formula)
    assert isinstance(called, Call)
    assert called.arguments == arguments


def test_calls_are_found_inside_other_functions_and_calculations() -> None:
    tree = parse('=IFERROR(TRESO.SOLDE(Dossier,A1&"x"),0)+TRESO.TVA((100))')
    assert [call.name for call in calls(tree)] == ["IFERROR", "TRESO.SOLDE", "TRESO.TVA"]


@pytest.mark.parametrize("text", ["", "BNA", "=F(", "=F(1", "=F)", "=)", "=F({1)", '="abc', "=F(1))", "=~1"])
def test_a_text_that_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@given(st.text(alphabet="=F(){},;\"'!#[]A1:.&<>%@$+-* é", max_size=30))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        tree = parse(f"={text}")
    except FormulaError:
        return
    assert tree.text.strip("()@ ") in text or isinstance(tree, Omitted)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ('=TRESO.SOLDE(Dossier,"BNA",DATE(2026,10,31))', '=TRESO.SOLDE(Dossier;"BNA";DATE(2026;10;31))'),
        ("=IFERROR(TRESO.TVA(1000.5,0.19),TODAY())", "=SIERREUR(TRESO.TVA(1000,5;0,19);AUJOURDHUI())"),
        ("=TRESO.TVA({1,2;3,4.5},TRUE)", "=TRESO.TVA({1.2;3.4,5};VRAI)"),
        ('=TRESO.SOLDE("a,b.c",#N/A,#VALUE!)', '=TRESO.SOLDE("a,b.c";#N/A;#VALEUR!)'),
        ("=TRESO.SOLDE('Compte 1.2, suite'!A:F)", "=TRESO.SOLDE('Compte 1.2, suite'!A:F)"),
    ],
)
def test_a_formula_is_shown_as_she_types_it(english: str, french: str) -> None:
    assert as_typed(english) == french
    assert from_typed(french) == english


@pytest.mark.parametrize(
    ("formula", "corrected"),
    [
        ('=TRESO.SOLDE("BNA")', 'TRESO.SOLDE(Dossier,"BNA")'),
        ("=TRESO.SOLDE()", "TRESO.SOLDE(Dossier)"),
        ('=TRESO.SOLDE(,"BNA")', 'TRESO.SOLDE(Dossier,"BNA")'),
    ],
)
def test_the_dossier_is_put_first(formula: str, corrected: str) -> None:
    called = parse(formula)
    assert isinstance(called, Call)
    assert with_dossier_first(called) == corrected
