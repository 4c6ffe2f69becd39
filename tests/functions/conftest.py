"""Nothing of these tests reaches the folders of the person who runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

import addin.functions.catalogue  # noqa: F401 - functions are declared in the order of the documentation, whichever test runs first


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRESO_DOSSIER_UTILISATEUR", str(tmp_path / "utilisateur"))
