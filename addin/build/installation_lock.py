"""Write `xlsm/installation/bibliotheques.lock`: the part of `requirements.lock` that runs the program, for its private Python.

A bookkeeper's machine gets no test tools: they are large, and some (readers of VBA) alarm an antivirus. The part is what the
project's dependencies need, on any system, and the build backend, which turns the downloaded folder into an installed package.

`python -m addin.build.all` writes it; run it after `requirements.lock` has changed.
"""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from addin.build.checkout import CHECKOUT, SOURCES

WHOLE = CHECKOUT / "requirements.lock"
PART = SOURCES / "installation" / "bibliotheques.lock"
_SYSTEMS = tuple(
    {"sys_platform": platform, "platform_system": system, "os_name": name, "python_version": python, "python_full_version": f"{python}.5"}
    for platform, system, name in (("win32", "Windows", "nt"), ("darwin", "Darwin", "posix"), ("linux", "Linux", "posix"))
    for python in ("3.11", "3.12", "3.13", "3.14")
)


def installation_lock(whole: str, roots: Iterable[str]) -> str:
    """The entries of a lock that the roots need, in its order.

    Args:
        whole: text of the lock, `name==version ; condition` with indented hashes.
        roots: requirements to start from.
    Raises:
        KeyError: a package that is needed is not in the lock.
    """
    entries = lock_entries(whole)
    needed = _closure(roots, entries)
    return "".join(text for name, text in entries.items() if name in needed)


def lock_entries(whole: str) -> dict[str, str]:
    """Each package of a lock with its lines."""
    entries: dict[str, str] = {}
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", whole):
        name = re.match(r"[A-Za-z0-9._-]+", block)
        if name is not None:
            key = canonicalize_name(name[0])
            entries[key] = entries.get(key, "") + block
    return entries


def _closure(roots: Iterable[str], entries: Mapping[str, str]) -> set[str]:
    needed: set[str] = set()
    waiting = [Requirement(root) for root in roots]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in needed or not _applies(requirement):
            continue
        if name not in entries:
            raise KeyError(f"{name} is not in {WHOLE.name}")
        needed.add(name)
        waiting += [Requirement(text) for text in _needs(name)]
    return needed


def _applies(requirement: Requirement) -> bool:
    """True on one of the systems at least, without any extra."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**system, "extra": ""}) for system in _SYSTEMS)


def _needs(name: str) -> list[str]:
    """What an installed package asks for. One that is for other systems only is not installed here, and asks for nothing more."""
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


def installation_files() -> dict[Path, bytes]:
    """The file that is written."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    roots = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    return {PART: installation_lock(WHOLE.read_text(encoding="utf-8"), roots).encode()}
