"""The details of an MT940 line (:86: or :NS:): what the bank says of the operation, and the name of the other side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from addin.treasury.statements.records import one_line

_FULL_LINE = 65  # SWIFT cuts there, inside a word if need be
_FULL_PART = 27  # and the structured form there
_STRUCTURED = re.compile(r"\s*\d{3}\s?([?~^<>@|%!&$£§])(?=\d\d)")
_PURPOSE = frozenset([*map(str, range(20, 30)), *map(str, range(60, 66))])
_NAME = ("32", "33")
_SEPA_KEYS = "EREF KREF MREF CRED DEBT COAM OAMT SVWZ ABWA ABWE IBAN BIC PURP MDAT SQTP ORCR ORMR DDAT RREF"
_SEPA = re.compile(rf"({'|'.join(_SEPA_KEYS.split())}) ?\+")
_CODE_WORDS = "TRTP IBAN BIC NAME REMI EREF PREF MARF CSID CNTP ORDP BENM ADDR ISDT RTRN TRCD PURP ULTC ULTD ULTB SVCL INIT"
_CODED = re.compile(rf"/({'|'.join(_CODE_WORDS.split())})/")
_WITHOUT_REFERENCE = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF"})
_NON_SWIFT = re.compile(r"(\d\d)(.*)", re.DOTALL)


class Details(NamedTuple):
    """What the details say.

    Attributes:
        label: text for the reader; the technical identifiers of SEPA (EREF+, MREF+, CRED+…) are not in it.
        name: of the other side, "" when the format does not give it apart.
        reference: of the customer (KREF, else EREF), "".
    """

    label: str
    name: str = ""
    reference: str = ""


def read_details(lines: Sequence[str]) -> Details:
    """The details of one `:86:`, structured (`?20…`), with code words (`/NAME/…`) or plain.

    >>> read_details(["166?00VIREMENT?20SVWZ+FACTURE 12?32SARL NOVATEC"])
    Details(label='VIREMENT FACTURE 12', name='SARL NOVATEC', reference='')
    >>> read_details(["/TRTP/VIREMENT/NAME/SARL NOVATEC/REMI/FACTURE 12/EREF/NOTPROVIDED"])
    Details(label='VIREMENT FACTURE 12', name='SARL NOVATEC', reference='')
    """
    mark = _STRUCTURED.match("".join(lines))
    if mark:
        return _structured("".join(lines)[mark.end() :], mark[1])
    text = _rejoined(lines)
    if len(_CODED.findall(text)) > 1:
        return _coded(text)
    return Details(one_line(text))


def read_non_swift(lines: Sequence[str]) -> Details:
    """The details of one `:NS:` under an operation: purpose (01 to 14), name (15, 16), kind of operation (17).

    >>> read_non_swift(["01FACTURE", "02MARS", "15SARL NOVATEC", "17VIREMENT", "1812345"])
    Details(label='VIREMENT FACTURE MARS', name='SARL NOVATEC', reference='')
    """
    parts = [(match[1], match[2]) for line in lines if (match := _NON_SWIFT.match(line))]
    if len(parts) < sum(1 for line in lines if line.strip()):
        return Details(one_line(" ".join(lines)))
    purpose = [text for code, text in parts if "01" <= code <= "14"]
    name = [text for code, text in parts if code in ("15", "16")]
    kind = [text for code, text in parts if code == "17"]
    return Details(one_line(" ".join([*kind, *purpose])), one_line(" ".join(name)))


def _structured(text: str, mark: str) -> Details:
    parts = [(part[:2], part[2:]) for part in text.split(mark)]
    kept: list[tuple[str, str]] = []
    for code, value in parts:
        if code.isdigit():
            kept.append((code, value))
        elif kept:  # the mark itself stood in the text
            kept[-1] = (kept[-1][0], kept[-1][1] + mark + code + value)
    posting = " ".join(value for code, value in kept if code == "00")
    purpose, name = (_parts_joined([value for code, value in kept if code in codes]) for codes in (_PURPOSE, _NAME))
    said, reference, other_name = _sepa(purpose)
    return Details(one_line(f"{posting} {said}"), one_line(name) or other_name, reference)


def _parts_joined(parts: Sequence[str]) -> str:
    """Parts of 27 characters follow each other without a space, shorter ones ended with a word."""
    return "".join(part if len(part) >= _FULL_PART else part + " " for part in parts)


def _sepa(purpose: str) -> tuple[str, str, str]:
    """What a SEPA purpose says for the reader, the customer's reference, and the name of whom it is for."""
    before, *rest = _SEPA.split(purpose)
    if not rest:
        return purpose, "", ""
    said: dict[str, str] = {}
    for key, value in zip(rest[::2], rest[1::2], strict=True):
        said[key] = f"{said[key]} {value}" if key in said else value
    reference = next((text for key in ("KREF", "EREF") if (text := one_line(said.get(key, ""))) and text not in _WITHOUT_REFERENCE), "")
    name = one_line(said.get("ABWA", "") or said.get("ABWE", ""))
    readable = one_line(f"{before} {said.get('SVWZ', '')}")
    return readable or one_line(purpose), reference, name


def _coded(text: str) -> Details:
    before, *rest = _CODED.split(text)
    said: dict[str, str] = {}
    for key, value in zip(rest[::2], rest[1::2], strict=True):
        said.setdefault(key, one_line(value.strip("/ ")))
    name = said.get("NAME") or next((part for part in said.get("CNTP", "").split("/")[2:3]), "")
    purpose = re.sub(r"^(?:USTD|STRD/CUR)/+", "", said.get("REMI", ""))
    label = one_line(f"{before} {said.get('TRTP', '')} {purpose}") if purpose else one_line(text)
    reference = said.get("EREF", "")
    return Details(label, name, "" if reference in _WITHOUT_REFERENCE else reference)


def _rejoined(lines: Sequence[str]) -> str:
    return "".join(line if len(line) >= _FULL_LINE else line + " " for line in lines)
