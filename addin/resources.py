"""Files that travel with the program: `templates/` and `xlsm/`, beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def resource(name: str) -> Path:
    """Path of a shipped file, given as « templates/tresorerie.xlsx ».

    Raises:
        FileNotFoundError: it is neither in the installed package nor in the checkout; the installation is incomplete.
    """
    package = Path(str(files("addin")))
    for folder in (package, package.parent):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{name} is missing from {package}; reinstall tresorerie")


def template_path() -> Path:
    """The empty template workbook (modèle)."""
    return resource("templates/tresorerie.xlsx")
