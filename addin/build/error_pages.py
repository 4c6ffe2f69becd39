"""Write `docs/erreurs.md`: every message of the product with its cause, its remedy and an example.

Run `python -m addin.build.error_pages` in a checkout after a change of `addin/messages` or of the examples in
`tests/errors/examples.toml`; a test compares the page with what this program would write.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from addin.messages import MESSAGES, Finding, Message, Severity, french

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLES = CHECKOUT / "tests" / "errors" / "examples.toml"
PAGE = CHECKOUT / "docs" / "erreurs.md"

_CHAPTERS: dict[Severity, tuple[str, str]] = {
    "refusal": ("Refus", "La commande s'arrête (statut 2) : rien n'est écrit, le classeur est intact à l'octet près."),
    "error": ("Erreurs", "Le rapport est construit (statut 1) ; la ligne apparaît en rouge, car ses chiffres sont incomplets."),
    "warning": ("À revoir", "Le rapport est construit (statut 1) ; les lignes citées demandent un coup d'œil."),
    "info": ("Pour information", "Rien à corriger : Trésorerie dit ce qu'elle a fait ou supposé."),
}


def read_examples(path: Path = EXAMPLES) -> dict[str, Finding]:
    """One example for each code, from the TOML tables « [CODE] » with the finding's fields; other keys are details."""
    tables: Mapping[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    places = ("sheet", "row", "column", "value")
    return {
        code: Finding(
            code,
            **{name: value for name, value in table.items() if name in places},
            details={name: value for name, value in table.items() if name not in places},
        )
        for code, table in tables.items()
    }


def error_page(examples: Mapping[str, Finding]) -> str:
    """The page in Markdown: one chapter for each severity, messages in the order of the catalogue.

    Raises:
        KeyError: a message has no example, or the example lacks one of its values.
    """
    lines = [
        "# Les messages de Trésorerie",
        "",
        "<!-- Page produite par « python -m addin.build.error_pages » ; ne pas la modifier à la main. -->",
        "",
        "Chaque message dit où, quoi, pourquoi et que faire. Le code en majuscules est stable ; la sortie « --json » le porte aussi.",
    ]
    for severity, (title, meaning) in _CHAPTERS.items():
        messages = [message for message in MESSAGES.values() if message.severity == severity]
        lines += ["", f"## {title}", "", meaning]
        for message in messages:
            lines += ["", *_entry(message, examples[message.code])]
    return french("\n".join(lines)) + "\n"


def _entry(message: Message, example: Finding) -> list[str]:
    return [
        f"### {message.code}",
        "",
        f"> {example.headline()}",
        "",
        f"- Cause : {example.cause()}",
        f"- Remède : {example.remedy()}",
    ]


def main() -> None:
    """Write the page."""
    PAGE.write_text(error_page(read_examples()), encoding="utf-8", newline="\n")
    print(PAGE.relative_to(CHECKOUT))


if __name__ == "__main__":
    main()
