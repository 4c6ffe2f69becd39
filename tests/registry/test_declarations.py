"""What a declaration of a function or a button must hold, and that every declared one holds it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from addin import macros, registry, udfs
from addin.registry import BUTTONS, FUNCTIONS, HELP_LIMIT, Argument, button, function

assert udfs
assert macros

AMOUNT = Argument("montant", "Un montant.")


@pytest.fixture
def _emptied(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "FUNCTIONS", {})
    monkeypatch.setattr(registry, "BUTTONS", {})
    return None


def declare(name: str = "TRESO.ESSAI", help: str = "Aide.", arguments: tuple[Argument, ...] = (AMOUNT,), example: str = "") -> None:
    def plain(amount: object) -> object:
        return amount

    declared = function(name, help=help, category="Essais", arguments=arguments, example=example or f"={name}(1)", result=1)(plain)
    assert declared is plain


@pytest.mark.usefixtures("_emptied")
def test_a_declared_function_stays_a_plain_function_and_is_listed() -> None:
    declare()
    assert registry.FUNCTIONS["TRESO.ESSAI"].call(3) == 3


@pytest.mark.usefixtures("_emptied")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "ESSAI"}, "must look like"),
        ({"name": "TRESO.essai"}, "must look like"),
        ({"name": "TRESO.DATE"}, "reserved by VBA"),
        ({"name": "TRESO.ÉCHÉANCE"}, "must look like"),
        ({"help": ""}, "help is missing"),
        ({"help": "x" * (HELP_LIMIT + 1)}, "256 characters"),
        ({"example": "=TRESO.AUTRE(1)"}, "example"),
        ({"arguments": (Argument("montant", ""),)}, "help of montant is missing"),
        ({"arguments": (Argument("montant", "x" * 300),)}, "300 characters"),
        ({"arguments": (Argument("date", "Une date."),)}, "reserved by VBA"),
        ({"arguments": (Argument("libellé", "Un libellé."),)}, "ASCII"),
        ({"arguments": (AMOUNT, AMOUNT)}, "same label"),
        ({"arguments": (Argument("Essai", "Un montant."),)}, "own name"),
        ({"arguments": ()}, "not those of"),
        ({"arguments": (Argument("montant", "Un montant.", is_optional=True),)}, "not those of"),
    ],
)
def test_a_declaration_that_excel_could_not_take_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        declare(**wrong)  # type: ignore[arg-type]
    assert registry.FUNCTIONS == {}


@pytest.mark.usefixtures("_emptied")
def test_a_name_is_declared_once() -> None:
    declare()
    with pytest.raises(ValueError, match="declared twice"):
        declare()


@pytest.mark.usefixtures("_emptied")
@pytest.mark.parametrize(
    ("name", "label", "supertip", "said"),
    [
        ("Rapport hebdo", "Rapport", "Écrit.", "ASCII identifier"),
        ("Print", "Imprimer", "Imprime.", "reserved by VBA"),
        ("Rapport", "", "Écrit.", "label is missing"),
        ("Rapport", "Rapport", "x" * 1100, "supertip has 1100"),
    ],
)
def test_a_button_that_the_ribbon_could_not_take_is_refused(name: str, label: str, supertip: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        button(name, label=label, screentip="Aide.", supertip=supertip, group="Outils", icon="Help", keytip="A")(declare)
    assert registry.BUTTONS == {}


@pytest.mark.parametrize("declared", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_function_has_a_french_help_of_at_most_255_characters(declared: registry.Function) -> None:
    texts = [declared.help, *(argument.help for argument in declared.arguments)]
    assert all(0 < len(text) <= 255 and text.endswith(".") for text in texts)


def test_the_buttons_of_the_weekly_work_are_declared() -> None:
    labels = [declared.label for declared in BUTTONS.values()]
    assert labels == [
        "Actualiser", "Préparer le classeur", "Rapport hebdo", "Importer un relevé", "Lettrer", "Catégoriser", "Justificatifs", "Relances",
        "Vérifier",
        "Rapprochement", "Contrôles", "Prévision 13 semaines", "Scénarios", "Dépenses", "Poches", "Export comptable",
        "Annuler la dernière action", "Réparer les formules", "Aide",
    ]  # fmt: skip
