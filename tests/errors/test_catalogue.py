"""The catalogue of messages: complete, well formed French, shown with every value it needs, and used."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from addin.build.error_pages import EXAMPLES, PAGE, error_page, read_examples
from addin.messages import MESSAGES, Finding, Message, french

ADDIN = Path(__file__).resolve().parents[2] / "addin"
PLACE = {"sheet", "row", "column", "value"}


def parts(message: Message) -> tuple[str, str, str]:
    return message.problem, message.cause, message.remedy


def placeholders(message: Message) -> set[str]:
    return {name for part in parts(message) for _, name, _, _ in string.Formatter().parse(part) if name}


@dataclass(frozen=True)
class Use:
    """A place of the code that makes a finding or a refusal with a code written out.

    Attributes:
        given: names of the values it passes; None when they cannot be told from the text.
    """

    code: str
    where: str
    given: frozenset[str] | None


def uses() -> Iterator[Use]:
    for path in sorted(ADDIN.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Finding", "TresoError") and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield Use(code.value, f"{path.relative_to(ADDIN.parent)}:{node.lineno}", given_values(node))


def given_values(call: ast.Call) -> frozenset[str] | None:
    names = {keyword.arg for keyword in call.keywords}
    if None in names or len(call.args) > 1:
        return None
    details = next((keyword.value for keyword in call.keywords if keyword.arg == "details"), None)
    if details is not None:
        if not isinstance(details, ast.Dict) or not all(isinstance(key, ast.Constant) for key in details.keys):
            return None
        names |= {key.value for key in details.keys if isinstance(key, ast.Constant)}
    return frozenset(str(name) for name in names) | PLACE | {"file"}


def test_every_message_has_a_problem_a_cause_and_a_remedy_that_end_as_sentences() -> None:
    unfinished = [
        f"{message.code}: {part!r}"
        for message in MESSAGES.values()
        for part in parts(message)
        if not part.strip() or not re.search(r"[.?!}]$", part) or part != part.strip()
    ]
    assert unfinished == []


def test_every_message_has_an_example_with_exactly_the_values_of_its_sentence() -> None:
    examples = read_examples()
    assert sorted(examples) == sorted(MESSAGES), f"add or remove the examples in {EXAMPLES.name}"
    wrong = {
        code: sorted(set(example.details) ^ (placeholders(example.message) - PLACE))
        for code, example in examples.items()
        if set(example.details) != placeholders(example.message) - PLACE
    }
    assert wrong == {}


def test_every_place_of_the_code_gives_the_values_that_its_message_shows() -> None:
    lacking = [
        f"{use.where}: {use.code} lacks {sorted(missing)}"
        for use in uses()
        if use.given is not None and (missing := placeholders(MESSAGES[use.code]) - use.given)
    ]
    assert lacking == []


def test_the_code_only_uses_declared_messages() -> None:
    assert [f"{use.where}: {use.code}" for use in uses() if use.code not in MESSAGES] == []


def test_every_message_is_used_somewhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in ADDIN.rglob("*.py") if path.parent.name != "messages")
    assert [code for code in MESSAGES if not re.search(rf"[\"']{code}[\"']", text)] == []


def test_sentences_are_written_with_ordinary_spaces_and_french_punctuation() -> None:
    wrong = [
        f"{message.code}: {part!r}"
        for message in MESSAGES.values()
        for part in parts(message)
        if "\u00a0" in part
        or "\u202f" in part
        or re.search(r"[^\s\u00a0][;?!»]|\w:(?!\w)|«\S|\s,|\s\.(?!\w)|\"|\.\.\.|  ", part.replace("{", "x "))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Excel : ouvert ?", "Excel_: ouvert_?"),
        ("« BNA » est lu", "«_BNA_» est lu"),
        ("(arrêt ; reprise !)", "(arrêt_; reprise_!)"),
        ("19 % à 12:30, C:\\x", "19_% à 12:30, C:\\x"),
        ("« {file} » : {value}", "«_{file}_»_: {value}"),
    ],
)
def test_a_shown_sentence_has_non_breaking_spaces(written: str, shown: str) -> None:
    assert french(written).replace("\u00a0", "_") == shown


def test_values_are_shown_as_they_are() -> None:
    finding = Finding("TAB_UNREADABLE", sheet="A : b", details={"reason": "vu ; ici"})
    assert "«\u00a0A : b\u00a0»\u00a0: Cet onglet" in finding.text()
    assert "vu ; ici" in finding.text()


def test_the_page_of_messages_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == error_page(read_examples()), "run: python -m addin.build.error_pages"
