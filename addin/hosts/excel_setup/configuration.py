"""The configuration that the add-in's VBA reads: which Python to start, and nothing else.

Lines are `"KEY","value"`, in the code page of Windows, as VBA's `Input #` wants them. Where even the path of that file cannot be
written in the code page (an Arabic user name on a French Windows), the same value stands in the registry, where `GetSetting`
looks.
"""

from __future__ import annotations

import re

from addin.hosts.excel_setup.machine import Machine

SETTINGS_KEY = r"HKCU\Software\VB and VBA Program Settings\Tresorerie"
"""What VBA's SaveSetting and GetSetting keep for us."""
PYTHON_KEY = SETTINGS_KEY + r"\Python"
MOST_CHARACTERS = 200
"""Of the path of Python: with the rest of its command it stays far below what Windows and the DLL of xlwings take."""

_TRANSPARENT = "latin-1"  # each byte is a letter and comes back as it was
_LINE = re.compile(r'\s*"?(?P<key>[^",]+?)"?\s*,\s*"?(?P<value>[^"]*?)"?\s*')


def interpreter_key(machine: Machine) -> str:
    """The key that names Python on this system."""
    return "INTERPRETER_MAC" if machine.system == "macOS" else "INTERPRETER_WIN"


def read_interpreter(machine: Machine) -> str:
    """The Python that Excel will start, "" when none is set."""
    if not is_file_reachable(machine):
        return str(machine.registry.values(PYTHON_KEY).get(interpreter_key(machine).lower(), ""))
    content = machine.files.read(machine.places.configuration)
    return _values(content or b"", machine.code_page).get(interpreter_key(machine), "")


def with_interpreter(content: bytes | None, machine: Machine, interpreter: str) -> bytes:
    """The configuration with that Python, a plain path; every other line stays as it was written, whatever its encoding."""
    key, is_set = interpreter_key(machine), False
    ours, out = f'"{key}","{interpreter}"', []
    for line in _lines(content or b"", _TRANSPARENT):
        found = _LINE.fullmatch(line)
        is_ours = found is not None and found["key"].upper() == key
        is_set = is_set or is_ours
        out.append(ours if is_ours else line)
    end = "\r\n" if machine.system == "Windows" else "\n"
    return (end.join(out if is_set else [*out, ours]) + end).encode(_TRANSPARENT)


def is_file_reachable(machine: Machine) -> bool:
    """True when VBA can open the configuration file: its path exists in the code page of Windows."""
    return machine.system != "Windows" or is_readable(str(machine.places.configuration), machine.code_page)


def is_readable(text: str, code_page: str) -> bool:
    """True when a text survives the code page.

    >>> is_readable("Zoé", "cp1252"), is_readable("\\u0632\\u0648\\u064a", "cp1252")
    (True, False)
    """
    try:
        return text.encode(code_page).decode(code_page) == text
    except (UnicodeError, LookupError):
        return False


def is_plain(text: str) -> bool:
    """True for a path that every program takes as it is: ASCII, short enough, no quotation mark."""
    return text.isascii() and '"' not in text and len(text) <= MOST_CHARACTERS


def _values(content: bytes, code_page: str) -> dict[str, str]:
    lines = (_LINE.fullmatch(line) for line in _lines(content, code_page))
    return {line["key"].upper(): line["value"] for line in reversed([line for line in lines if line is not None])}


def _lines(content: bytes, encoding: str) -> list[str]:
    lines = re.split(r"\r\n|\r|\n", content.decode(encoding, "replace"))
    return lines if lines[-1] else lines[:-1]
