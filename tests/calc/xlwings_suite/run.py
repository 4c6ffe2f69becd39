"""Runs the vendored tests of xlwings over our engine, and writes the committed list of how they end.

`python -m tests.calc.xlwings_suite.run` writes `results.toml` anew (read the difference before committing it).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tests.calc.xlwings_suite.verdicts import verdict

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
VENDORED = HERE / "vendored"
LIST = HERE / "results.toml"
Verdicts = dict[str, dict[str, str]]
"""verdict → test → reason."""

_HEAD = """\
# How the tests of xlwings 0.37.8 end over our engine. Generated: python -m tests.calc.xlwings_suite.run
# « not applicable »: another system, a library or a part of Excel that is not ours. « failed »: we differ from Excel.
# {passed} passed, {not_applicable} not applicable, {failed} failed.
"""


def modules() -> list[str]:
    """The vendored test modules."""
    return sorted(path.stem for path in VENDORED.glob("test_*.py"))


def run(module: str) -> Verdicts:
    """Run one module in a copy of the vendored folder; tests write beside themselves.

    Raises:
        RuntimeError: the run did not come to its end.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "xlwings_tests"
        shutil.copytree(VENDORED, folder)
        outcomes = Path(name) / "outcomes.json"
        command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", name, "-p", "tests.calc.xlwings_suite.plugin"]
        command += ["-p", "no:cacheprovider", "-q", f"--outcomes={outcomes}", str(folder / f"{module}.py")]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
        done = subprocess.run(
            command, cwd=folder, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300, check=False
        )
        if done.returncode not in (0, 1) or not outcomes.exists():
            raise RuntimeError(f"the tests of xlwings did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        said = json.loads(outcomes.read_text(encoding="utf-8"))
    found: Verdicts = {"passed": {}, "not applicable": {}, "failed": {}}
    for test, (outcome, text) in sorted(said.items()):
        kind, reason = verdict(test, outcome, text)
        found[kind][test.partition("::")[2]] = reason
    return found


def known(module: str) -> Verdicts:
    """What the committed list says of a module."""
    table = tomllib.loads(LIST.read_text(encoding="utf-8")).get(module, {})
    return {
        "passed": dict.fromkeys(table.get("passed", ()), ""),
        "not applicable": table.get("not applicable", {}),
        "failed": table.get("failed", {}),
    }


def write(results: dict[str, Verdicts]) -> str:
    """The list as TOML."""
    count = {kind: sum(len(found[kind]) for found in results.values()) for kind in ("passed", "not applicable", "failed")}
    lines = [_HEAD.format(passed=count["passed"], not_applicable=count["not applicable"], failed=count["failed"])]
    for module, found in results.items():
        lines.append(f"[{module}]")
        lines.append("passed = [")
        lines += [f"    {_text(test)}," for test in found["passed"]]
        lines.append("]")
        for kind in ("not applicable", "failed"):
            if found[kind]:
                lines.append(f'[{module}."{kind}"]')
                lines += [f"{_text(test)} = {_text(reason)}" for test, reason in found[kind].items()]
        lines.append("")
    return "\n".join(lines)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    LIST.write_text(write({module: run(module) for module in modules()}), encoding="utf-8")
