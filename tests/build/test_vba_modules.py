"""The generated VBA: each declaration in the form that Excel calls, texts in ASCII."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin import __version__
from addin.build.all import declarations
from addin.build.vba_modules import (
    BUTTONS_IN_VBA,
    HANDWRITTEN,
    alias_module,
    functions_module,
    generated_modules,
    handwritten,
    project_modules,
    read_texts,
    ribbon_module,
    texts_module,
    wizard_module,
)
from addin.build.vba_text import escaped, literal
from addin.hosts.cell_cleaning import ERROR_MARK, PACKET
from addin.registry import Argument, Button, Function

FUNCTIONS, BUTTONS = declarations()


def _nothing(*_: object) -> None: ...


def declared(*arguments: Argument, name: str = "TRESO.ESSAI") -> Function:
    return Function(name, "Aide « utile ».", "Essais", arguments, f"={name}()", 1, _nothing)


def button(name: str, call: Callable[..., object] = _nothing) -> Button:
    return Button(name, "Essai", "Essaie.", "Ne change rien.", call, "Outils", "Help", "E")


VALUE, OPTIONAL = Argument("montant", "Un montant."), Argument("jour", "Une date.", is_optional=True)
DOSSIER = Argument("dossier", "Le dossier.", kind="dossier")
RANGES, CELL = Argument("plages", "Des plages.", kind="ranges"), Argument("cellule", "Elle.", kind="cell")


def test_a_function_has_one_variant_for_each_argument() -> None:
    source = functions_module([declared(DOSSIER, VALUE, OPTIONAL)])
    assert (
        "Public Function ESSAI(ByVal dossier As Variant, ByVal montant As Variant, Optional ByVal jour As Variant) As Variant\n"
        '    ESSAI = Appeler("ESSAI", "dvv", Array(dossier, montant, jour))\nEnd Function\n'
    ) in source


def test_ranges_are_a_list_without_end() -> None:
    source = functions_module([declared(RANGES, name="TRESO.DOS"), declared(VALUE, RANGES, name="TRESO.DEUX")])
    assert (
        'Public Function DOS(ParamArray plages() As Variant) As Variant\n    DOS = Appeler("DOS", "r", Joindre(Array(), plages))' in source
    )
    assert 'Appeler("DEUX", "vr", Joindre(Array(montant), plages))' in source


def test_a_cell_is_sent_as_it_is() -> None:
    assert 'Appeler("ESSAI", "c", Array(cellule))' in functions_module([declared(CELL)])


def test_an_argument_named_like_its_function_is_renamed() -> None:
    same = Argument("essai", "Lui.", is_optional=True)
    source = functions_module([declared(DOSSIER, same)])
    assert "Public Function ESSAI(ByVal dossier As Variant, Optional ByVal essai_ As Variant)" in source
    assert "Array(dossier, essai_)" in source
    assert "Optional ByVal essai As" in alias_module([declared(same)])


def test_what_vba_cannot_express_is_refused() -> None:
    with pytest.raises(ValueError, match="no optional argument before a list"):
        functions_module([declared(OPTIONAL, RANGES)])


def test_the_alias_goes_the_same_way_as_the_function() -> None:
    source = alias_module([declared(VALUE)])
    assert (
        'Public Function TRESO_ESSAI(ByVal montant As Variant) As Variant\n    TRESO_ESSAI = Appeler("ESSAI", "v", Array(montant))'
        in source
    )


def test_every_function_has_its_vba_function_and_its_alias() -> None:
    for source, names in (
        (functions_module(FUNCTIONS), [function.short_name for function in FUNCTIONS]),
        (alias_module(FUNCTIONS), [function.alias for function in FUNCTIONS]),
    ):
        assert re.findall(r"^Public Function (\w+)\(", source, re.MULTILINE) == names


def test_the_version_is_given_without_python() -> None:
    (version,) = [function for function in FUNCTIONS if function.name == "TRESO.VERSION"]
    assert "VERSION = VERSION_TRESO\n" in functions_module([version])
    assert f'Public Const VERSION_TRESO As String = "{__version__}"' in texts_module(read_texts())


def test_every_button_is_a_sub_of_its_name() -> None:
    source = ribbon_module(BUTTONS)
    for known in BUTTONS:
        action = BUTTONS_IN_VBA.get(known.name, f"Executer \"import addin.macros; addin.macros.run('{known.name}')\"")
        assert f"Public Sub {known.name}(control As IRibbonControl)\n    {action}\nEnd Sub\n" in source


def test_a_button_named_like_a_procedure_of_the_ribbon_is_refused() -> None:
    with pytest.raises(ValueError, match="procedure of that name"):
        ribbon_module([button("executer")])


def test_what_vba_does_by_itself_is_a_procedure_that_exists() -> None:
    for action in BUTTONS_IN_VBA.values():
        module, procedure = action.split(".")
        assert f"Public Sub {procedure}(" in handwritten(module)


def test_every_text_that_the_code_asks_for_is_there_and_no_other() -> None:
    asked = set()
    for name in HANDWRITTEN:
        source = handwritten(name)
        asked |= set(re.findall(r'Texte\("(\w+)"\)', source)) | set(re.findall(r'message = "(\w+)"', source))
    assert asked | {"categorie_sans_point"} == set(read_texts())


def test_words_to_fill_in_are_those_that_the_code_fills_in() -> None:
    filled = set(re.findall(r'"\{(\w+)\}"', "".join(handwritten(name) for name in HANDWRITTEN)))
    assert {word for text in read_texts().values() for word in re.findall(r"\{(\w+)\}", text)} == filled


def test_the_wizard_is_told_of_every_function_and_argument() -> None:
    source = wizard_module(FUNCTIONS)
    for function in FUNCTIONS:
        assert source.count(f'Decrire "{function.short_name}", ') == source.count(f'Decrire "{function.alias}", ') == 1
        for argument in function.arguments:
            assert escaped(argument.help.split(" ")[0]) in source


def test_all_modules_are_accepted_by_the_writer() -> None:
    names = [module.name for module in project_modules(generated_modules(FUNCTIONS, BUTTONS))]
    assert set(names) == {"TRESO", "TresoAlias", "TresoAssistant", "TresoTextes", "TresoRuban", "xlwings", *HANDWRITTEN}
    assert len(names) == len(set(names))


def test_only_the_functions_can_be_called_from_cells() -> None:
    """Every public function of a module that is not private shows in the wizard and can be called from any workbook."""
    for module in project_modules(generated_modules(FUNCTIONS, BUTTONS)):
        if module.name in ("TRESO", "TresoAlias"):
            continue
        is_private = "\nOption Private Module\n" in module.source
        assert is_private or not re.search(r"^(Public )?Function", module.source, re.MULTILINE), module.name


def test_every_procedure_declares_its_variables() -> None:
    for module in project_modules(generated_modules(FUNCTIONS, BUTTONS)):
        assert module.name == "xlwings" or "\nOption Explicit\n" in module.source


def test_no_procedure_comes_near_the_size_that_vba_takes() -> None:
    for module in project_modules(generated_modules(FUNCTIONS, BUTTONS)):
        procedures = re.findall(
            r"^(?:Public |Private )?(?:Function|Sub) .*?^End (?:Function|Sub)$", module.source, re.MULTILINE | re.DOTALL
        )
        assert all(len(procedure) < 20_000 for procedure in procedures), module.name


def test_the_marks_of_packets_and_errors_are_those_that_python_knows() -> None:
    source = handwritten("TresoAppel")
    assert f"Array(Chr$({ord(PACKET)}), zone.Worksheet.Name, zone.Row, zone.Column, zone.Value)" in source
    assert f"If Left$(valeur, 1) = Chr$({ord(ERROR_MARK)}) Then" in source
    assert 'MODULE_PY As String = "addin.udfs"' in source


def test_settings_of_excel_that_are_changed_are_given_back() -> None:
    source = handwritten("TresoLiens")
    changed = set(re.findall(r"Application\.(DisplayAlerts|ScreenUpdating|EnableEvents|Calculation) = (?:False|xl)", source))
    given_back = set(re.findall(r"Application\.(\w+) = (?:avant\.|alertes)", source))
    assert changed == given_back == {"DisplayAlerts", "ScreenUpdating", "EnableEvents", "Calculation"}


def _decoded(expression: str) -> str:
    """As the VBA function `Decoder` reads a literal; the calc test runs that one for real."""
    text = "".join(re.findall(r'"((?:[^"]|"")*)"', expression)).replace('""', '"')
    units = re.sub(r"\\u([0-9A-F]{4})|\\\\", lambda match: chr(int(match[1], 16)) if match[1] else "\\", text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_a_text_survives_as_a_literal(text: str) -> None:
    written = literal(text)
    assert written.isascii()
    assert _decoded(written) == text
    assert all(len(line) < 1_000 for line in written.split("\n"))
