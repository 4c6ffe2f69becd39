"""XML from outside: what is refused, what is seen through, where it breaks."""

from __future__ import annotations

import time

import pytest

from addin.messages import TresoError
from addin.treasury.statements.xml_safely import parse_xml

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ATTACKS = {
    "billion laughs": f'<!DOCTYPE d [<!ENTITY l0 "lol">{LAUGHS}]><d>&l9;</d>',
    "one long entity": f'<!DOCTYPE d [<!ENTITY a "{"x" * 50_000}">]><d>{"&a;" * 50_000}</d>',
    "a local file": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>',
    "a web address": '<!DOCTYPE d SYSTEM "http://example.invalid/d.dtd"><d/>',
    "a parameter entity": '<!DOCTYPE d [<!ENTITY % a SYSTEM "http://example.invalid/d"> %a;]><d/>',
    "an unparsed entity": '<!DOCTYPE d [<!NOTATION g SYSTEM "g"><!ENTITY a SYSTEM "a.gif" NDATA g>]><d/>',
    "a document type only": "<?xml version='1.0'?>\n<!DOCTYPE d>\n<d/>",
}


def refusal(data: bytes) -> TresoError:
    with pytest.raises(TresoError) as refused:
        parse_xml(data, "r.xml")
    return refused.value


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_at_once(attack: str, encoding: str) -> None:
    start = time.perf_counter()
    assert refusal(attack.encode(encoding)).code == "XML_FORBIDDEN"
    assert time.perf_counter() - start < 2


def test_the_line_of_the_document_type_is_said() -> None:
    assert refusal(ATTACKS["a document type only"].encode()).finding.details["line"] == 2


def test_nesting_without_end_is_refused_and_usual_nesting_is_not() -> None:
    assert refusal(b"<a>" * 1_000_000).code == "XML_ABNORMAL"
    assert parse_xml(b"<a>" * 90 + b"</a>" * 90, "r.xml").tag == "a"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("<a>\n<b>\n</a>", 3, "balise"),
        ("<a>\n<b>1</b>\n", 3, "fin"),
        ("<a>\n<b", 2, "fin"),
        ("<a>\n<![CDATA[x", 2, "fin"),
        ("<a>\nSARL A & B</a>", 2, "caractère"),
        ("<a>\n&nbsp;</a>", 2, "entité"),
        ("<a b='1' b='2'/>", 1, "attribut"),
        ("\n\n<a>\n<b>\n</a>", 5, "balise"),
        ("<a/>\n<a/>", 2, "suit la fin"),
        ("", 1, "fin"),
    ],
)
def test_broken_xml_is_refused_with_its_line_and_reason(text: str, line: int, word: str) -> None:
    refused = refusal(text.encode())
    assert (refused.code, refused.finding.details["line"]) == ("XML_BROKEN", line)
    assert word in str(refused.finding.details["reason"])


@pytest.mark.parametrize("declared", ["UTF-8", "ISO-8859-1", "us-ascii", "windows-1252", "UTF-16", "klingon", "hex", "utf_8_sig"])
@pytest.mark.parametrize("real", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_wrongly_declared_encoding_is_seen_through(declared: str, real: str) -> None:
    label = "Prélèvement échéance – crédit à régler"
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<a><b>{label}</b></a>'
    assert parse_xml(text.encode(real), "r.xml").findtext("b") == label


def test_names_come_without_namespace_or_prefix() -> None:
    root = parse_xml(b'<n:a xmlns:n="urn:x" xmlns="urn:y"><b c="1"/><n:b c="2"/></n:a>', "r.xml")
    assert [root.tag, *(child.get("c") for child in root.findall("b"))] == ["a", "1", "2"]


def test_forbidden_characters_and_blank_lines_before_the_declaration_do_no_harm() -> None:
    root = parse_xml(b"\r\n \xef\xbb\xbf<?xml version='1.0'?><a>VIR\x1aRECU\x00</a>".replace(b"\xef\xbb\xbf", b""), "r.xml")
    assert (root.text or "").split() == ["VIR", "RECU"]


def test_taken_elements_come_with_their_line_and_surroundings_and_leave_the_tree() -> None:
    seen: list[tuple[str, int, list[str]]] = []
    root = parse_xml(
        b"<a>\n<b>\n<c>1</c></b>\n<c>2</c>tail</a>",
        "r.xml",
        take={"c": lambda element, line, around: seen.append((element.text or "", line, [one.tag for one in around]))},
    )
    assert seen == [("1", 3, ["a", "b"]), ("2", 4, ["a"])]
    assert [element.tag for element in root.iter()] == ["a", "b"]


def test_many_elements_are_read_in_linear_time() -> None:
    start = time.perf_counter()
    parse_xml(b"<a>" + b"<b/>" * 300_000 + b"</a>", "r.xml", take={"b": lambda *_: None})
    assert time.perf_counter() - start < 10
