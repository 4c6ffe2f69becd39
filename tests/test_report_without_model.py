"""The weekly report of lines that are all classed trains no model, reads none and does not even load what a model needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.app.workbooks import bank
from tests.commands import ROOT, environment
from tests.hosts.adapters import OnDisk

_SCRIPT = """
import sys
from addin.cli import main
status = main(["rapport", sys.argv[1]])
ours = (".classification.learning", ".classification.model", ".learned_models", ".model_cache")
names = [name for name in sys.modules if name.partition(".")[0] == "sklearn" or name.endswith(ours)]
print(status, names)
"""


def test_the_weekly_report_without_new_lines_loads_no_model(tmp_path: Path) -> None:
    path = OnDisk(tmp_path, bank()).path
    user = tmp_path / "utilisateur"
    given = environment({"TRESO_DOSSIER_UTILISATEUR": str(user)})
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(path)], cwd=ROOT, env=given, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.stdout.splitlines()[-1] in ("0 []", "1 []"), done.stdout[-500:] + done.stderr[-500:]
    assert not list(user.rglob("*.modele"))
