"""How many records a text of MT940, QIF or CFONB 120 holds, counted without the readers."""

from __future__ import annotations

import re

from addin.treasury.statements.delimited import text_lines


def mt940_operations(text: str) -> int:
    """Lines that begin with :61:, a tag torn from its colon counted too."""
    joined = re.sub(r"(?m)^[ \t]*:[ \t]*\n(?=(?:\d\d[A-Z]?|NS):)", ":", "\n".join(text_lines(text)))
    return sum(re.match(r"[ \t]*:61:|\{[1-5S]:.*?\{4:[ \t]*:61:", line) is not None for line in joined.split("\n"))


def cfonb_records(text: str) -> int:
    """Lines that are not blank; one of several records counts them all."""
    count = 0
    for line in text_lines(text):
        if not line.strip(" \t\x00\x1a"):
            continue
        parts = [part for at in range(0, len(line), 120) if (part := line[at : at + 120].rstrip())]
        are_records = len(line.rstrip()) > 120 and all(re.match("0[1457]", part) for part in parts)
        count += len(parts) if are_records else 1
    return count


def qif_records(text: str) -> int:
    """Headings, stray lines, and runs of lines up to « ^ » or to the D of the next operation."""
    count, is_inside, is_operation, letters = 0, False, False, set[str]()
    for line in (line.strip(" \t\x00\x1a") for line in text_lines(text)):
        if not line:
            continue
        if line.startswith("!"):
            count, letters = count + bool(letters) + 1, set()
            kind = line[1:].strip().lower()
            if not kind.startswith(("option:", "clear:")):
                is_inside = True
                is_operation = re.fullmatch(r"type\s*:\s*(bank|banque|cash|caisse|ccard|carte|oth a|oth l)\s*", kind) is not None
        elif line == "^":
            count, letters = count + bool(letters), set()
        elif not is_inside and not re.match(r"D\s*\d", line):
            count += 1
        else:
            is_operation = is_operation or not is_inside
            is_inside = True
            has_amount = letters & {"T+", "U+"}
            if is_operation and line[0] == "D" and "D" in letters and has_amount:
                count, letters = count + 1, set()
            letters |= {line[0], *([line[0] + "+"] if line[1:].strip() else [])}
    return count + bool(letters)
